//! A project folder to sources: the settings, the content, the theme's files.
//!
//! In: folders. Out: texts in [`Sources`], and lists of the files found, sorted by path. Reads every text of a project;
//! of the other stages, `write` copies files, and `index` touches the cache folder only. Parses the YAML of the
//! settings, since they include each other, and no Markdown.

mod dialect;
mod exclusions;
mod file_cache;
mod menu;
mod old_site;
mod origin;
mod page_files;
mod picture;
mod selection;
mod statics;
mod tool;
mod walk;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{
    Config, FileSettings, LinkStyle, Project, References, SourceDialect, is_absolute,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::dialect::{NotUnderstood, TranslatedText};
use crate::memo::Memo;
use crate::site::{Asset, ContentPath, PageFile, WebOrigin, is_data_file};
use crate::source::{SourceFile, Sources, Span};
use crate::theme::ThemeFile;
use crate::yaml::{Slice, YamlDocument, YamlNode};

use dialect::PageTranslator;
pub(crate) use dialect::{FoundDialect, is_marker};
use exclusions::Exclusions;
pub(crate) use file_cache::FileCache;
use file_cache::Listing;
pub(crate) use old_site::{OldSite, old_site};
use page_files::{PageFiles, name_indexes};
use selection::FileSelection;
pub(crate) use tool::ToolSettings;
use walk::{FoundFile, FoundFiles, leads_out};

/// The largest text file that is read.
const LARGEST_TEXT: u64 = 10 * 1024 * 1024;

/// Levels of settings files that include each other.
const DEEPEST_INCLUDE: usize = 16;

/// What lies in the content folder.
#[derive(Debug)]
pub(crate) struct ContentFiles {
    /// By language, then in order of path.
    pub(crate) pages: Vec<Arc<PageFile>>,
    pub(crate) assets: Vec<Asset>,
    /// Pages in the order of the menu that another tool keeps.
    pub(crate) menu: Vec<ContentPath>,
    /// The dialect that the pages are translated from.
    pub(crate) dialect: Option<FoundDialect>,
    /// What is known of the folder on the web.
    pub(crate) origin: WebOrigin,
    /// Files that other programs left behind, in order.
    pub(crate) leftovers: Vec<ContentPath>,
    /// The reference file, if one is configured.
    pub(crate) references: Option<Slice>,
    /// The style file that the references are to be written with, if one is configured.
    pub(crate) citation_style: Option<Arc<SourceFile>>,
}

/// A settings file that was read, and what is wrong with its YAML.
#[derive(Clone)]
pub(crate) struct SettingsFile {
    document: Arc<YamlDocument>,
    found: Diagnostics,
}

/// `fieldguide.yaml` and the files it includes, in the order in which they count. A project
/// without the file has no documents. Of a file whose text was there before, the memo has the document.
pub(crate) fn settings(
    project: &Project,
    memo: &Memo<SettingsFile>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<YamlDocument>> {
    let mut documents = Vec::new();
    let first = project.settings_file();
    if !first.exists() {
        let misnamed = first.with_extension("yml");
        if misnamed.is_file() {
            diagnostics.push(misnamed_settings(&misnamed));
        }
    } else if first.is_dir() {
        let message = format!("`{}` cannot be read: it is a folder", Project::shown(&first));
        diagnostics.push(Diagnostic::new(Code::UnreadableFile, message));
    } else if leads_out(&first, &real(&project.root)) {
        diagnostics.push(outside_project(&first));
    } else {
        let project = SettingsFolder { root: &project.root, memo };
        include_settings(&first, &project, &mut Vec::new(), &mut documents, sources, diagnostics);
    }
    documents
}

/// A folder as the file system knows it, without symbolic links.
fn real(folder: &Path) -> PathBuf {
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

fn outside_project(path: &Path) -> Diagnostic {
    Project::outside_link(path).help("put what it leads to into the project instead")
}

fn misnamed_settings(path: &Path) -> Diagnostic {
    let shown = Project::shown(path);
    let message =
        format!("the settings are read from `fieldguide.yaml`, and there is only `{shown}`");
    Diagnostic::new(Code::MissingFile, message).help("rename it to `fieldguide.yaml`")
}

/// Where settings files are read from.
struct SettingsFolder<'p> {
    /// Nothing outside of it is read: reports show lines of what was.
    root: &'p Path,
    memo: &'p Memo<SettingsFile>,
}

/// Reads a settings file after those it includes, so that its own settings win.
fn include_settings(
    path: &Path,
    project: &SettingsFolder<'_>,
    open: &mut Vec<PathBuf>,
    documents: &mut Vec<Arc<YamlDocument>>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let Some(file) = text_file(path, None, sources, diagnostics) else {
        return;
    };
    let document = settings_file(&file, project.memo, diagnostics);
    open.push(path.to_owned());
    for (included, node) in includes(&document, path) {
        if let Some(problem) = outside(&included, &node, project.root) {
            diagnostics.push(problem);
        } else if open.len() > DEEPEST_INCLUDE {
            let message = "settings are included more than 16 levels deep";
            diagnostics.push(Diagnostic::new(Code::NestingTooDeep, message).at(node.span()));
        } else if open.contains(&included) {
            let message = format!("`{}` includes itself in a circle", Project::shown(&included));
            diagnostics.push(Diagnostic::new(Code::IncludeCycle, message).at(node.span()));
        } else if documents.iter().any(|known| known.slice.file.path == Project::shown(&included)) {
            // Included twice by different files: read once.
        } else if included.is_file() {
            include_settings(&included, project, open, documents, sources, diagnostics);
        } else {
            let message = format!("there is no file `{}`", Project::shown(&included));
            diagnostics.push(Diagnostic::new(Code::MissingFile, message).at(node.span()));
        }
    }
    open.pop();
    documents.push(document);
}

/// The document that a settings file holds. The file's fingerprint has its number, which is part of every place.
fn settings_file(
    file: &Arc<SourceFile>,
    memo: &Memo<SettingsFile>,
    diagnostics: &mut Diagnostics,
) -> Arc<YamlDocument> {
    let SettingsFile { document, found } = memo.get(file.fingerprint(), || {
        let mut found = Diagnostics::default();
        let document = Arc::new(YamlDocument::parse(readable(file), &mut found));
        SettingsFile { document, found }
    });
    diagnostics.extend(found);
    document
}

/// What is wrong with an included file that lies outside of the project.
fn outside(included: &Path, node: &YamlNode<'_>, root: &Path) -> Option<Diagnostic> {
    let name = node.text(&mut Diagnostics::default())?;
    let inner = included.strip_prefix(tidy(root)).ok();
    let is_inner = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_)));
    if is_absolute(&name) || !inner.is_some_and(is_inner) {
        let problem = node.invalid(format!("`{name}` is not a path inside the project"));
        return Some(
            problem.help("write a path from the folder of this file that stays in the project"),
        );
    }
    leads_out(included, &real(root)).then(|| outside_project(included).at(node.span()))
}

/// A file that could not be decoded is told once, not again for what it holds.
fn readable(file: &Arc<SourceFile>) -> Slice {
    let whole = Slice::whole(file);
    if file.text.contains(['\0', char::REPLACEMENT_CHARACTER]) && is_utf16(&file.text) {
        return Slice::new(file, whole.start, whole.start);
    }
    whole
}

/// The files that a settings file includes, seen from its folder.
fn includes<'d>(document: &'d YamlDocument, path: &Path) -> Vec<(PathBuf, YamlNode<'d>)> {
    // `config::load` reports what is wrong with the key itself.
    let mut silent = Diagnostics::default();
    let folder = path.parent().unwrap_or(Path::new(""));
    let include = document.node().fields(&mut silent).and_then(|mut fields| fields.get("include"));
    let items = include.and_then(|node| node.list(&mut silent)).unwrap_or_default();
    let named = items.into_iter().filter_map(|item| {
        let name = item.text(&mut Diagnostics::default())?;
        Some((tidy(&folder.join(name)), item))
    });
    named.collect()
}

/// A path without `.` and inner `..`, so that equal files have equal names.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if tidy.file_name().is_some() => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}

/// The pages and files of the content folder. `Err` when there is no such folder.
pub(crate) fn content(
    project: &Project,
    config: &Config,
    cache: &mut FileCache,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<ContentFiles, Diagnostic> {
    let folder = project.content_folder(config);
    if !folder.is_dir() {
        return Err(no_content(project, &folder));
    }
    if project.content.is_none() && leads_out(&folder, &real(&project.root)) {
        let problem = outside_project(&folder);
        return Err(problem.help("name the folder that it leads to with `--content DIR`"));
    }
    let settings: HashSet<String> = sources.files().map(|file| file.path.clone()).collect();
    let is_first_look = settings.is_empty();
    let include: Vec<String> =
        config.files.include.iter().map(|(pattern, _)| pattern.clone()).collect();
    let dialect = dialect::of(config, &folder, is_first_look);
    let tool = dialect.as_ref().and_then(|found| ToolSettings::find(found.dialect, &folder));
    let exclusions = dialect.as_ref().map(|found| (found.dialect, tool.as_ref()));
    let exclusions = exclusions
        .map(|(dialect, tool)| Exclusions::of(dialect, &folder, tool))
        .unwrap_or_default();
    let choices = [include.clone(), exclusions.marks()].concat();
    let is_hugo = dialect.as_ref().is_some_and(|found| found.dialect == SourceDialect::Hugo);
    let mut listing = cache.take(&folder, &choices, || {
        let mut listing = list(&folder, &include, is_first_look, diagnostics);
        exclusions::hold(&mut listing, exclusions, &folder, is_hugo);
        listing
    });
    report_unused(&config.files, &listing, diagnostics);
    let translator = dialect.as_ref().map(|found| {
        PageTranslator::new(found.dialect, &folder, (config, project.today), &listing)
    });
    let texts = texts(&mut listing.markdown, translator.as_ref(), sources, diagnostics);
    let known = listing.pages.take();
    let page_files = PageFiles::new(&listing.markdown, &texts, known, &config.languages);
    page_files.report(&texts, &config.languages, diagnostics);
    let pages = page_files.in_order();
    listing.pages = texts.iter().all(Option::is_some).then_some(page_files);
    let cited = config.references.as_ref();
    let reference_path = cited.map(|references| references.file.as_str());
    let style = cited.and_then(References::style_file);
    listing.others.par_iter_mut().for_each(|(found, asset)| {
        asset.get_or_insert_with(|| Asset {
            held_by: found.held_by.clone(),
            ..self::asset(found.path.clone(), found.disk.clone())
        });
    });
    let assets = listing.others.iter().filter_map(|(_, asset)| asset.clone());
    let is_ours = |asset: &Asset| {
        let path = Some(asset.path.as_str());
        let is_named = path == reference_path || path == style.map(|(path, _)| path);
        is_named || settings.contains(&Project::shown(&asset.disk))
    };
    let mut assets: Vec<Asset> = assets.filter(|asset| !is_ours(asset)).collect();
    let follows_addresses = config.links == LinkStyle::Published;
    if follows_addresses {
        add_statics(&mut assets, &folder);
    }
    let origin =
        if follows_addresses { origin::find(&folder, tool.as_ref()) } else { WebOrigin::default() };
    let leftovers = listing.leftovers.clone();
    let on_disk = |path: &str| {
        let found = listing.others.iter().find(|(found, _)| found.path.as_str() == path);
        found.map_or_else(|| folder.join(path), |(found, _)| found.disk.clone())
    };
    let reference_file = reference_path.map(on_disk);
    let style_file = style.map(|(path, _)| on_disk(path));
    cache.put_back(listing);
    let root = real(&folder);
    let mut read = |path: PathBuf, named_at: Span| {
        if leads_out(&path, &root) {
            diagnostics.push(walk::outside_link(&path).at(named_at));
            return None;
        }
        text_file(&path, Some(named_at), sources, diagnostics)
    };
    let references = cited.zip(reference_file);
    let references = references.and_then(|(cited, path)| read(path, cited.file_span));
    let references = references.map(|file| readable(&file));
    let citation_style =
        style.zip(style_file).and_then(|((_, named_at), path)| read(path, named_at));
    let menu = if is_first_look { menu::find(&folder) } else { None };
    let by = menu.as_ref().map(|menu| menu.by.to_owned());
    let dialect = dialect.map(|found| FoundDialect { menu: by, ..found });
    let menu = menu.map(|menu| menu.pages).unwrap_or_default();
    Ok(ContentFiles { pages, assets, menu, dialect, origin, leftovers, references, citation_style })
}

/// What counts as settings of a folder that was written for another tool.
#[derive(Default)]
pub(crate) struct ToolFacts {
    /// What the tool calls the site.
    pub(crate) title: Option<String>,
    /// Whether text between dollar signs is a formula.
    pub(crate) has_math: bool,
}

/// What another tool knows of the site that it makes of a folder.
pub(crate) fn tool(content: &Path) -> ToolFacts {
    let FoundDialect { dialect, .. } = dialect::find(content);
    ToolFacts {
        title: ToolSettings::find(dialect, content).and_then(|settings| settings.title()),
        has_math: dialect.has_math(),
    }
}

/// Reports names of the settings that no file has.
fn report_unused(files: &FileSettings, listing: &Listing, diagnostics: &mut Diagnostics) {
    for (pattern, span) in &files.include {
        let is_named = |found: &FoundFile| selection::is_named(found.path.as_str(), pattern);
        let is_used = listing.markdown.iter().any(|(found, _)| is_named(found))
            || listing.others.iter().any(|(found, _)| is_named(found));
        if !is_used {
            let message = format!("the content folder has no file `{pattern}`");
            let problem = Diagnostic::new(Code::MissingFile, message).at(*span);
            diagnostics.push(problem.help("write the path from the content folder"));
        }
    }
}

/// A file that is no page.
fn asset(path: ContentPath, disk: PathBuf) -> Asset {
    let metadata = fs::metadata(&disk).ok();
    let picture = picture::read(&disk);
    Asset {
        size: picture.size,
        unshown: picture.unshown,
        bytes: metadata.as_ref().map_or(0, fs::Metadata::len),
        state: metadata.as_ref().map_or_else(String::new, state),
        is_linked_only: false,
        held_by: None,
        path,
        disk,
    }
}

/// Adds the files that another tool keeps beside the content. One in the content comes first.
fn add_statics(assets: &mut Vec<Asset>, content: &Path) {
    let found = statics::find(content).into_par_iter();
    assets
        .par_extend(found.map(|(path, disk)| Asset { is_linked_only: true, ..asset(path, disk) }));
    assets.sort_by(|a, b| a.path.cmp(&b.path));
    assets.dedup_by(|second, first| second.path == first.path);
}

/// What changes whenever a file is written, also where its time is set back.
fn state(metadata: &fs::Metadata) -> String {
    let modified = metadata.modified().ok();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let changed = (metadata.ctime(), metadata.ctime_nsec(), metadata.ino());
        format!("{modified:?} {changed:?}")
    }
    #[cfg(not(unix))]
    format!("{modified:?}")
}

/// The texts of files that pages show as data; those that are not there are told with the pages.
pub(crate) fn data(
    wanted: &BTreeSet<ContentPath>,
    assets: &[Asset],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<(ContentPath, Arc<SourceFile>)> {
    let mut texts = Vec::new();
    for asset in assets.iter().filter(|asset| is_data_file(asset.path.file_name())) {
        if wanted.contains(&asset.path)
            && let Some(text) = text_file(&asset.disk, None, sources, diagnostics)
        {
            texts.push((asset.path.clone(), text));
        }
    }
    texts
}

/// Markdown and other files of a folder.
fn list(
    folder: &Path,
    include: &[String],
    is_first_look: bool,
    diagnostics: &mut Diagnostics,
) -> Listing {
    let mut problems = Diagnostics::default();
    let selection = FileSelection { include };
    let FoundFiles { files: found, leftovers, are_in_place } =
        walk::walk(folder, selection, &mut problems);
    let holds = are_in_place && problems.is_empty();
    diagnostics.extend(problems);
    let (mut markdown, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|found| found.path.is_page());
    if is_first_look {
        markdown.retain(|found| !menu::is_menu(&found.path));
    }
    for found in &mut markdown {
        found.path = with_usual_ending(&found.path);
    }
    name_indexes(&mut markdown, |found| (0, &mut found.path));
    markdown.sort_by(|a, b| a.path.cmp(&b.path));
    Listing {
        markdown: markdown.into_iter().map(|found| (found, None)).collect(),
        others: others.into_iter().map(|found| (found, None)).collect(),
        leftovers,
        holds,
        pages: None,
    }
}

/// The text of each file, if it can be read. What is read without a problem stays beside its file.
fn texts(
    files: &mut [(walk::FoundFile, Option<Arc<SourceFile>>)],
    translator: Option<&PageTranslator>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Arc<SourceFile>>> {
    let read_page = |file: &walk::FoundFile| match read_text(&file.disk) {
        ReadText::Read(text) => match translator.and_then(|it| it.translate(file, &text)) {
            Some(translation) => ReadText::Translated(translation),
            None => ReadText::Read(text),
        },
        other => other,
    };
    let read: Vec<Option<ReadText>> =
        files.par_iter().map(|(file, known)| known.is_none().then(|| read_page(file))).collect();
    let mut texts = Vec::with_capacity(files.len());
    sources.reserve(files.len());
    for ((file, known), text) in files.iter_mut().zip(read) {
        let is_clean = text.as_ref().is_none_or(ReadText::is_clean);
        let source = match (text, &*known) {
            (Some(text), _) => add_text(&file.disk, text, None, sources, diagnostics),
            (None, known) => known.as_ref().map(|known| sources.keep(known)),
        };
        *known = source.clone().filter(|_| is_clean);
        texts.push(source);
    }
    texts
}

fn no_content(project: &Project, folder: &Path) -> Diagnostic {
    let shown = Project::shown(folder);
    let help = if project.content.is_some() {
        "name a folder of Markdown files with `--content DIR`"
    } else {
        "name the project with `--root DIR`, a folder of Markdown with `--content DIR`, or start \
         a new one with `fieldguide init DIR`"
    };
    Diagnostic::new(Code::NotAProject, format!("there is no content folder `{shown}`")).help(help)
}

/// The path of a page with its ending in lower case, as links write it.
fn with_usual_ending(path: &ContentPath) -> ContentPath {
    let (stem, ending) = path.as_str().split_at(path.without_extension().len());
    ContentPath::new(format!("{stem}{}", ending.to_ascii_lowercase()))
}

/// The files with which the project overrides the built-in theme.
pub(crate) fn theme(
    project: &Project,
    config: &Config,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<ThemeFile> {
    let (Some(folder), Some((_, span))) = (project.theme_folder(config), &config.theme.folder)
    else {
        return Vec::new();
    };
    if !folder.is_dir() {
        let message = format!("there is no folder `{}`", Project::shown(&folder));
        diagnostics.push(Diagnostic::new(Code::MissingFile, message).at(*span));
        return Vec::new();
    }
    if leads_out(&folder, &real(&project.root)) {
        diagnostics.push(outside_project(&folder).at(*span));
        return Vec::new();
    }
    let mut files = Vec::new();
    for found in walk::walk(&folder, FileSelection::default(), diagnostics).files {
        let path = found.path.as_str().to_owned();
        if ThemeFile::is_text(&path) {
            if let Some(source) = text_file(&found.disk, None, sources, diagnostics) {
                files.push(ThemeFile::text(path, source));
            }
        } else {
            match fs::read(&found.disk) {
                Ok(bytes) => {
                    let shown = Project::shown(&found.disk);
                    files.push(ThemeFile::bytes(path, shown, bytes));
                }
                Err(error) => diagnostics.push(unreadable(&found.disk, &error)),
            }
        }
    }
    files
}

/// What reading a text file came to.
enum ReadText {
    Read(String),
    /// The text in our dialect.
    Translated(TranslatedText),
    /// The text with the undecodable parts replaced.
    Garbled {
        text: String,
        first: usize,
    },
    TooLarge,
    Unreadable(std::io::Error),
}

impl ReadText {
    /// Whether there is nothing to report of it, and it changes with its file only.
    fn is_clean(&self) -> bool {
        match self {
            ReadText::Read(_) => true,
            ReadText::Translated(translation) => {
                translation.not_understood.is_empty() && !translation.depends_on_others
            }
            ReadText::Garbled { .. } | ReadText::TooLarge | ReadText::Unreadable(_) => false,
        }
    }
}

fn read_text(path: &Path) -> ReadText {
    match fs::metadata(path) {
        Ok(metadata) if metadata.len() > LARGEST_TEXT => return ReadText::TooLarge,
        Ok(_) => {}
        Err(error) => return ReadText::Unreadable(error),
    }
    match fs::read(path) {
        Err(error) => ReadText::Unreadable(error),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) if is_utf16(&text) => ReadText::Garbled { text, first: 0 },
            Ok(text) => ReadText::Read(text),
            Err(error) => ReadText::Garbled {
                first: error.utf8_error().valid_up_to(),
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
        },
    }
}

/// Reads a text file into the sources; `named_at` is the place that names it.
fn text_file(
    path: &Path,
    named_at: Option<Span>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<SourceFile>> {
    add_text(path, read_text(path), named_at, sources, diagnostics)
}

fn add_text(
    path: &Path,
    text: ReadText,
    named_at: Option<Span>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<SourceFile>> {
    let shown = Project::shown(path);
    match text {
        ReadText::Read(text) => Some(sources.add(shown, text)),
        ReadText::Translated(TranslatedText { text, written, not_understood, .. }) => {
            let file = sources.add_translated(shown, text, Some(written));
            for found in not_understood {
                diagnostics.push(told_as_it_is(&found, &file));
            }
            Some(file)
        }
        ReadText::Garbled { text, first } => {
            let file = sources.add(shown, text);
            diagnostics.push(invalid_utf8(&file, first));
            Some(file)
        }
        ReadText::TooLarge => {
            let file = sources.add(shown, String::new());
            let message = "the file is larger than 10 MiB and was left out";
            diagnostics.push(Diagnostic::new(Code::FileTooLarge, message).at(file.span(0, 0)));
            None
        }
        ReadText::Unreadable(error) => {
            let missing = error.kind() == std::io::ErrorKind::NotFound;
            let mut problem = if missing {
                Diagnostic::new(Code::MissingFile, format!("there is no file `{shown}`"))
            } else {
                unreadable(path, &error)
            };
            problem.span = named_at;
            diagnostics.push(problem);
            None
        }
    }
}

fn told_as_it_is(found: &NotUnderstood, file: &SourceFile) -> Diagnostic {
    let problem = Diagnostic::not_understood(&found.form, found.start < found.end);
    problem.at(file.span(found.start, found.end))
}

fn invalid_utf8(file: &SourceFile, first: usize) -> Diagnostic {
    let message = if is_utf16(&file.text) {
        "the file is encoded in UTF-16, not in UTF-8"
    } else {
        "the file is not encoded in UTF-8"
    };
    let length = file.text[first..].chars().next().map_or(0, char::len_utf8);
    let end = first + length;
    Diagnostic::new(Code::InvalidUtf8, message)
        .at(file.span(first, end))
        .label("the first character that cannot be read")
        .help("save the file with the encoding UTF-8")
}

/// With its mark, two bytes that are no UTF-8; without, every second byte of plain text is zero.
fn is_utf16(text: &str) -> bool {
    let start = || text.chars().take(64);
    let zeros = start().filter(|c| *c == '\0').count();
    text.starts_with("\u{fffd}\u{fffd}") || (zeros > 1 && zeros * 2 + 1 >= start().count())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let message = format!("`{}` cannot be read: {error}", Project::shown(path));
    Diagnostic::new(Code::UnreadableFile, message)
}
