//! The tool that a folder was written for, by the files that it keeps beside the texts.

use std::cmp::Reverse;
use std::fmt::Display;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::file_cache::Listing;
use super::tool::list_in;
use super::walk::FoundFile;
use super::{ReadText, read_text, real};
use crate::config::{Config, Project, SourceDialect};
use crate::dialect::{
    DialectPage, FileNames, FileTexts, PageLabels, ShownBytes, SiteLabels, SiteMarks,
    TranslatedText, dialects_of, translate,
};

/// A dialect, and the file that tells it.
#[derive(Clone, Debug)]
pub(crate) struct FoundDialect {
    pub(crate) dialect: SourceDialect,
    /// As reports show it.
    pub(crate) by: Option<String>,
    /// The file that has the order of the pages.
    pub(crate) menu: Option<String>,
}

/// Folders above the content that are looked at.
pub(super) const ABOVE: usize = 4;

/// Files and folders that a tool keeps, the most telling ones first. A `*` stands for any ending.
const MARKERS: [(&str, SourceDialect); 24] = {
    use SourceDialect::{
        Docusaurus, Hugo, Jekyll, Mdbook, Mkdocs, Myst, Obsidian, Vitepress, Zola,
    };
    [
        ("book.toml", Mdbook),
        ("book.json", Mdbook),
        ("SUMMARY.md", Mdbook),
        ("mkdocs.yml", Mkdocs),
        ("mkdocs.yaml", Mkdocs),
        ("hugo.*", Hugo),
        ("config/_default", Hugo),
        ("myst.yml", Myst),
        ("_toc.yml", Myst),
        ("docusaurus.config.*", Docusaurus),
        ("website/docusaurus.config.*", Docusaurus),
        ("astro.config.*", Docusaurus),
        (".vitepress", Vitepress),
        (".obsidian", Obsidian),
        ("publish.css", Obsidian),
        ("_config.yml", Jekyll),
        ("_config.yaml", Jekyll),
        ("eleventy.config.*", Jekyll),
        (".eleventy.js", Jekyll),
        ("conf.py", Myst),
        ("config.toml", Zola),
        ("zola.toml", Zola),
        ("config.yaml", Hugo),
        ("config.toml", Hugo),
    ]
};

/// The dialect that pages have to be translated from. In a project with settings these name it.
pub(super) fn of(config: &Config, content: &Path, is_first_look: bool) -> Option<FoundDialect> {
    match config.dialect {
        Some(SourceDialect::Plain) => None,
        Some(dialect) => Some(FoundDialect { dialect, by: None, menu: None }),
        None => is_first_look.then(|| find(content)),
    }
}

/// What translates the pages of a folder.
pub(super) struct PageTranslator {
    dialect: SourceDialect,
    names: FileNames,
    files: RepositoryFiles,
    has_math: bool,
    has_references: bool,
    /// The day of the build.
    today: String,
}

impl PageTranslator {
    pub(super) fn new(
        dialect: SourceDialect,
        content: &Path,
        (config, today): (&Config, impl Display),
        listing: &Listing,
    ) -> PageTranslator {
        let pages = listing.markdown.iter().map(|(found, _)| found);
        let files = pages.chain(listing.others.iter().map(|(found, _)| found));
        let names = FileNames::new(files.map(|found| found.path.as_str().to_owned()));
        let names = match dialect {
            SourceDialect::Myst => names.with_labels(labels(listing)),
            SourceDialect::Obsidian => names.with_aliases(aliases(listing)),
            _ => names,
        };
        let unpublished = listing.markdown.iter().filter(|(found, _)| found.held_by.is_some());
        let unpublished = unpublished.map(|(found, _)| found.path.as_str().to_owned()).collect();
        let names = names.with_unpublished(unpublished);
        PageTranslator {
            dialect,
            names,
            files: RepositoryFiles::around(content, dialect),
            has_math: config.math,
            has_references: config.references.is_some(),
            today: today.to_string(),
        }
    }

    /// A page in our dialect; `None` if it is that already.
    pub(super) fn translate(&self, file: &FoundFile, text: &str) -> Option<TranslatedText> {
        let Self { has_math, has_references, .. } = *self;
        let site = SiteMarks { has_math, has_references, today: &self.today };
        let shown = &ShownBytes::default();
        let page = DialectPage {
            shown,
            path: file.path.as_str(),
            text,
            dialect: self.dialect,
            files: &self.files,
            site,
            depth: 0,
        };
        translate(page, &self.names)
    }
}

/// The names of places on all pages of a folder.
fn labels(listing: &Listing) -> SiteLabels {
    let pages = listing.markdown.iter().filter_map(|(found, _)| match read_text(&found.disk) {
        ReadText::Read(text) => Some(PageLabels::of(found.path.as_str(), &text)),
        _ => None,
    });
    SiteLabels::new(pages)
}

/// Other names of the pages of a folder, each with the path of its page.
fn aliases(listing: &Listing) -> impl Iterator<Item = (String, String)> {
    listing.markdown.iter().flat_map(|(found, _)| {
        let text = match read_text(&found.disk) {
            ReadText::Read(text) if text.starts_with("---") => text,
            _ => String::new(),
        };
        let front_matter = text.split("\n---").next().unwrap_or_default();
        let aliases = ["aliases", "alias"].map(|key| list_in(front_matter, key)).concat();
        let path = found.path.as_str().to_owned();
        aliases.into_iter().map(move |alias| (alias, path.clone()))
    })
}

/// The files of the repository that the content folder lies in. Nothing outside of it is read, and nothing hidden.
struct RepositoryFiles {
    content: PathBuf,
    root: PathBuf,
}

impl RepositoryFiles {
    /// Without a repository, only files of the folder that keeps what tells the dialect are read, or of the content.
    fn around(content: &Path, dialect: SourceDialect) -> RepositoryFiles {
        let content = real(content);
        let folders: Vec<&Path> = content.ancestors().take(ABOVE + 1).collect();
        let is_root = |folder: &&&Path| folder.join(".git").exists();
        let is_marked = |folder: &&&Path| marker_in(folder, Some(dialect)).is_some();
        let root = folders.iter().find(is_root).or_else(|| folders.iter().rev().find(is_marked));
        let root = root.map_or_else(|| content.clone(), |root| (*root).to_owned());
        RepositoryFiles { content, root }
    }
}

impl FileTexts for RepositoryFiles {
    fn text(&self, path: &str) -> Option<String> {
        let path = self.content.join(path).canonicalize().ok()?;
        let inner = path.strip_prefix(&self.root).ok()?;
        let is_hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
        if inner.components().any(is_hidden) {
            return None;
        }
        match read_text(&path) {
            ReadText::Read(text) => Some(text),
            _ => None,
        }
    }
}

/// The dialect of a folder: what the nearest marker tells, from the folder up to the root of its repository.
pub(super) fn find(content: &Path) -> FoundDialect {
    let found = up_to_root(content).into_iter().find_map(|folder| marker_in(&folder, None));
    let shown = |path: &Path| path.file_name().map(|name| Project::shown(Path::new(name)));
    match found {
        Some((path, dialect)) => FoundDialect { dialect, by: shown(&path), menu: None },
        None => by_marks(content),
    }
}

/// Pages of a folder that are read to tell its dialect.
const SAMPLE: usize = 400;

/// One page in so many has marks of its own where a folder is written in a dialect.
const SHARE: usize = 20;

/// The dialect whose own marks stand on most pages of a folder.
fn by_marks(content: &Path) -> FoundDialect {
    let is_shown = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let entries = WalkDir::new(content).sort_by_file_name().into_iter().filter_entry(is_shown);
    let pages = entries.flatten().filter(|entry| is_markdown(entry.path())).take(SAMPLE);
    let texts: Vec<String> =
        pages.filter_map(|page| std::fs::read_to_string(page.path()).ok()).collect();
    let found: Vec<SourceDialect> = texts.iter().flat_map(|text| dialects_of(text)).collect();
    let number = |dialect| found.iter().filter(|found| **found == dialect).count();
    let mut numbers: Vec<(usize, SourceDialect)> =
        SourceDialect::ALL.iter().map(|(_, dialect)| (number(*dialect), *dialect)).collect();
    numbers.sort_by_key(|(number, _)| Reverse(*number));
    let (first, dialect) = numbers[0];
    let is_clear = first > numbers[1].0 && first * SHARE >= texts.len();
    let by = is_clear.then(|| format!("its marks on {first} of {} pages", texts.len()));
    let dialect = if is_clear { dialect } else { SourceDialect::Plain };
    FoundDialect { dialect, by, menu: None }
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "md" || ending == "markdown")
}

/// A folder and those around it, up to the root of its repository.
pub(super) fn up_to_root(content: &Path) -> Vec<PathBuf> {
    let start = std::path::absolute(content).unwrap_or_else(|_| content.to_owned());
    let folders: Vec<PathBuf> = start.ancestors().take(ABOVE + 1).map(Path::to_owned).collect();
    let root = folders.iter().position(|folder| folder.join(".git").exists());
    folders[..root.map_or(folders.len(), |root| root + 1)].to_vec()
}

/// What tells a dialect in a folder; `named`: the only one that counts.
pub(super) fn marker_in(
    folder: &Path,
    named: Option<SourceDialect>,
) -> Option<(PathBuf, SourceDialect)> {
    let markers = MARKERS.iter().filter(|(_, dialect)| named.is_none_or(|it| it == *dialect));
    markers.into_iter().find_map(|(name, dialect)| {
        let path = marker(folder, name).filter(|path| is_telling(path, *dialect))?;
        Some((path, *dialect))
    })
}

/// Whether a file of a content folder belongs to a tool, and tells its dialect.
pub(crate) fn is_marker(path: &str) -> bool {
    MARKERS.iter().any(|(name, _)| match name.strip_suffix('*') {
        Some(stem) => path.starts_with(stem) && !path.contains('/'),
        None => path == *name,
    })
}

/// The file or folder of that name, if it is there.
pub(super) fn marker(folder: &Path, name: &str) -> Option<PathBuf> {
    let Some(stem) = name.strip_suffix('*') else {
        let path = folder.join(name);
        return path.exists().then_some(path);
    };
    let (folder, stem) = match stem.rsplit_once('/') {
        Some((inner, stem)) => (folder.join(inner), stem),
        None => (folder.to_owned(), stem),
    };
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    entries.into_iter().find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(stem)
    })
}

/// Whether a file is what its name says: `config.toml` belongs to Zola and to old sites of Hugo, and `conf.py` to texts
/// that need not be Markdown.
fn is_telling(path: &Path, dialect: SourceDialect) -> bool {
    let name = path.file_name().unwrap_or_default();
    if name == "config.toml" || name == "config.yaml" {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let key = if dialect == SourceDialect::Zola { "base_url" } else { "baseurl" };
        let begins = |line: &str| line.trim_start().to_ascii_lowercase().starts_with(key);
        return text.lines().any(begins);
    }
    if name == "conf.py" && dialect == SourceDialect::Myst {
        return std::fs::read_to_string(path).is_ok_and(|text| text.contains("myst"));
    }
    true
}
