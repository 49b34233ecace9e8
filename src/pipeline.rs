//! The stages in order. The only file that knows them all.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::check;
use crate::config::{self, Config, Drafts, Leniency, LinkStyle, LocaleConfig, Project, UrlStyle};
use crate::csl::Bibliography;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Levels, OtherLevels, UnreadPage};
use crate::index::{self, Index};
use crate::link;
use crate::memo::{Fingerprint, Memo, ResultCache};
use crate::parse::{self, GeneratedTitles, HeldBack, Parts, SharedParts};
use crate::read::{self, FoundDialect, ToolFacts};
use crate::render;
use crate::site::{Asset, Content, ContentPath, Links, LocaleInfo, Output, OutputPath, Page, Site};
use crate::source::Sources;
use crate::theme::{self, Theme};
use crate::write::Apart;
use crate::yaml::YamlDocument;

/// A part of the work, as progress and summaries name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    Read,
    Parse,
    Link,
    Check,
    Render,
    Index,
    Write,
    /// Other hosts are asked whether links to them lead anywhere.
    Ask,
}

impl Stage {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Parse => "parse",
            Stage::Link => "link",
            Stage::Check => "check",
            Stage::Render => "render",
            Stage::Index => "index",
            Stage::Write => "write",
            Stage::Ask => "ask other hosts",
        }
    }
}

/// Whoever wants to know how far the work is.
pub(crate) trait Progress: Sync {
    /// A stage begins; the one before it is over. `total` is the number of pages it goes through.
    fn begin(&self, stage: Stage, total: usize);
    /// A page is done.
    fn step(&self);
}

/// The settings of a project, which say where the rest is.
pub(crate) struct Settings {
    pub(crate) sources: Sources,
    pub(crate) config: LocaleConfig,
    pub(crate) diagnostics: Diagnostics,
}

/// A site in one language, with all that rendering it takes.
pub(crate) struct LocaleSite {
    pub(crate) config: LocaleConfig,
    pub(crate) site: Site,
    pub(crate) links: Links,
    pub(crate) theme: Arc<Theme>,
}

/// A site in all its languages; at least one.
pub(crate) struct LocaleSites {
    all: Vec<LocaleSite>,
    /// What the settings say of codes, and what pages say of those on them.
    levels: Levels,
}

impl LocaleSites {
    /// The one that has all pages, and the settings as they are written.
    pub(crate) fn first(&self) -> &LocaleSite {
        &self.all[0]
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, LocaleSite> {
        self.all.iter()
    }

    /// The locale site in a language, by its position in the settings.
    pub(crate) fn get(&self, language: usize) -> &LocaleSite {
        &self.all[language]
    }

    /// Whether errors of the content do not keep the site from being written.
    pub(crate) fn is_first_look(&self) -> bool {
        self.levels.are_softened()
    }

    /// What is wrong with the site, sorted; what the project silenced is not among it.
    pub(crate) fn finish(&self, found: Diagnostics) -> Vec<Diagnostic> {
        found.finish(&self.levels)
    }

    /// Pages that somebody wrote, in any language.
    pub(crate) fn written(&self) -> usize {
        let own = |locale_site: &LocaleSite| {
            let LocaleSite { site, .. } = locale_site;
            site.pages.iter().filter(|page| site.is_own(page)).count()
        };
        self.iter().map(own).sum()
    }

    /// The pages of each locale site, one after another: of a page that falls back, each time.
    pub(crate) fn pages(&self) -> impl Iterator<Item = &Page> {
        self.iter().flat_map(|locale_site| locale_site.site.pages.iter().map(|page| &**page))
    }

    /// Addresses with a page, in all languages.
    fn entries(&self) -> usize {
        self.iter().map(|locale_site| locale_site.site.entries.len()).sum()
    }
}

/// A site that was read, with all that rendering it takes.
pub(crate) struct Linked {
    pub(crate) sources: Sources,
    pub(crate) locale_sites: LocaleSites,
    /// The cited works in their style, if one is set.
    pub(crate) bibliography: Option<Arc<Bibliography>>,
    /// What other tools would not publish either.
    pub(crate) held_back: HeldBack,
    /// The dialect that pages were translated from.
    pub(crate) dialect: Option<FoundDialect>,
    /// Whether pages stand in the order of a menu of another tool.
    pub(crate) has_menu: bool,
    /// Changes with everything that the site is made from but the program.
    pub(crate) made_from: Fingerprint,
    /// The same but for the texts of pages.
    shared_inputs: Fingerprint,
    /// What was found so far.
    diagnostics: Diagnostics,
    /// The number of files with settings; they are the first ones.
    settings_files: usize,
}

/// A site that was built.
pub(crate) struct Build {
    pub(crate) sources: Sources,
    pub(crate) locale_sites: LocaleSites,
    /// What other tools would not publish either.
    pub(crate) held_back: HeldBack,
    /// The dialect that pages were translated from.
    pub(crate) dialect: Option<FoundDialect>,
    /// Sorted; what the project silenced is not among them.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Why there is no site at all, and what else was found until then.
pub(crate) struct Failed {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Settings {
    /// What no output may lie among: the project's own files.
    pub(crate) fn apart(&self, project: &Project) -> Apart {
        let settings = self.sources.files().map(|file| (PathBuf::from(&file.path), "settings"));
        let theme = project.theme_folder(&self.config).map(|folder| (folder, "theme"));
        let folders =
            [(project.content_folder(&self.config), "content"), (project.cache_folder(), "cache")];
        let own = folders.into_iter().chain(theme).chain(settings).collect();
        Apart { root: project.root.clone(), own }
    }

    /// Changes with the texts of the settings, and with what stands in their place where there are none.
    fn as_written(&self) -> Fingerprint {
        let files = self.sources.files().flat_map(|file| [&file.path, &file.text]);
        let config = &self.config;
        let run = [u8::from(config.math), u8::from(config.urls == UrlStyle::Directories)];
        Fingerprint::of(files.map(String::as_bytes).chain([&run[..]]))
    }

    /// Changes with whatever a page is parsed by: the settings, whether all of them could be read, and the options
    /// of this run.
    fn fingerprint(&self, project: &Project) -> Fingerprint {
        let run = format!("{:?} {} {:?}", project.drafts, project.today, project.content);
        let is_whole = u8::from(self.config.is_whole);
        let title = self.config.title.as_bytes();
        Fingerprint::of([&self.as_written().bytes()[..], run.as_bytes(), &[is_whole], title])
    }

    /// A command that cannot run for these reasons; what is wrong with the settings may be the cause.
    pub(crate) fn failed(self, problems: impl IntoIterator<Item = Diagnostic>) -> Failed {
        let Settings { sources, config, mut diagnostics } = self;
        for problem in problems {
            diagnostics.push(problem);
        }
        Failed { sources, diagnostics: diagnostics.finish(&config.checks) }
    }
}

/// Settings of the build before.
#[derive(Default)]
pub(crate) struct SettingsMemo {
    files: Memo<read::SettingsFile>,
    loaded: Memo<(LocaleConfig, Diagnostics)>,
}

impl SettingsMemo {
    /// Ends a build: what it did not ask for is let go.
    fn sweep(&self) {
        self.files.sweep();
        self.loaded.sweep();
    }
}

/// Reads the settings.
pub(crate) fn settings(project: &Project) -> Settings {
    settings_again(project, &SettingsMemo::default())
}

/// Reads the settings; files that are as they were are not parsed again.
pub(crate) fn settings_again(project: &Project, memo: &SettingsMemo) -> Settings {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let documents = read::settings(project, &memo.files, &mut sources, &mut diagnostics);
    let unread = [
        Code::YamlSyntax,
        Code::MissingFile,
        Code::UnreadableFile,
        Code::OutsideLink,
        // Of a file that is included from elsewhere.
        Code::InvalidValue,
    ];
    let is_whole = !unread.into_iter().any(|code| diagnostics.has(code));
    let files = documents.iter().map(|document| document.slice.file.fingerprint());
    let files = Fingerprint::of(files.map(Fingerprint::bytes));
    let is_first_look = match project.leniency {
        Leniency::AsSet => false,
        Leniency::WithoutSettings => documents.is_empty() && is_whole,
        Leniency::Always => true,
    };
    // Of a folder for another tool, some stand in the settings of that, or follow from its dialect.
    let has_none = documents.is_empty() && is_first_look;
    let content = project.content_folder(&Config::default());
    let tool = if has_none { read::tool(&content) } else { ToolFacts::default() };
    let states = [u8::from(is_whole), u8::from(is_first_look)];
    let title = tool.title.as_deref().unwrap_or_default().as_bytes();
    let key = Fingerprint::of([&files.bytes()[..], &states, title, &[u8::from(tool.has_math)]]);
    let (config, found) = memo.loaded.get(key, || load(&documents, is_whole, is_first_look, tool));
    diagnostics.extend(found);
    let config = match project.urls.filter(|urls| *urls != config.urls) {
        Some(urls) => LocaleConfig::new(Config { urls, ..Config::clone(&config) }),
        None => config,
    };
    Settings { sources, config, diagnostics }
}

/// The settings of a folder that has none, to bring it over; `set` changes those of a first look.
pub(crate) fn settings_of_import(set: impl FnOnce(&mut Config)) -> Settings {
    let (config, diagnostics) = load(&[], true, true, ToolFacts::default());
    let mut config = Config::clone(&config);
    set(&mut config);
    Settings { sources: Sources::default(), config: LocaleConfig::new(config), diagnostics }
}

/// The settings that documents hold, in all languages of the site, and what is wrong with them.
fn load(
    documents: &[Arc<YamlDocument>],
    is_whole: bool,
    is_first_look: bool,
    tool: ToolFacts,
) -> (LocaleConfig, Diagnostics) {
    // Each has so many suggestions for its mistakes: those that are kept spend none.
    let documents: Vec<YamlDocument> =
        documents.iter().map(|document| YamlDocument::clone(document)).collect();
    let mut found = Diagnostics::default();
    let mut config = Config { is_whole, ..config::load(&documents, &mut found) };
    if is_first_look {
        config.checks.set_others(OtherLevels::Softened);
        if documents.is_empty() {
            config.links = LinkStyle::Published;
            config.title = tool.title.unwrap_or(config.title);
            config.math = tool.has_math;
        }
    }
    (LocaleConfig::new(config), found)
}

impl Build {
    pub(crate) fn new(linked: Linked, diagnostics: Vec<Diagnostic>) -> Build {
        let Linked { sources, locale_sites, held_back, dialect, .. } = linked;
        Build { sources, locale_sites, held_back, dialect, diagnostics }
    }

    /// The settings as they are written.
    pub(crate) fn config(&self) -> &Config {
        &self.locale_sites.first().config
    }
}

impl LocaleSite {
    /// What the index for search is made from.
    pub(crate) fn searched(&self) -> index::IndexInput<'_> {
        let Self { site, links, config, theme, .. } = self;
        index::IndexInput { site, links, config, strings: &theme.strings }
    }
}

/// Finds what is wrong with a site, and makes no more of it than that takes; `texts` are those of runs before.
/// `Err` when there is nothing to check.
pub(crate) fn check(
    project: &Project,
    settings: Settings,
    texts: ResultCache,
    progress: &dyn Progress,
) -> Result<Build, Failed> {
    let linked = link(project, settings, &mut BuildMemo::of_run(texts), progress)?;
    progress.begin(Stage::Render, linked.locale_sites.entries());
    let of_locale_site = |locale_site| {
        let input = linked.input(locale_site, project);
        let input = render::RenderInput { highlighting: render::Highlighting::Plain, ..input };
        render::check(&input, &|| progress.step())
    };
    let found = linked.locale_sites.iter().flat_map(of_locale_site).collect();
    let diagnostics = linked.diagnostics_with(found);
    Ok(Build::new(linked, diagnostics))
}

/// What a build leaves for the next one.
#[derive(Default)]
pub(crate) struct BuildMemo {
    pub(crate) settings: SettingsMemo,
    pub(crate) files: read::FileCache,
    /// What texts hold, of runs before and for those to come.
    pub(crate) texts: ResultCache,
    themes: Memo<theme::Loaded>,
    pages: Memo<parse::ParsedPage>,
    translations: Memo<parse::JoinedTranslation>,
    works: Memo<parse::ReadWorks>,
    pages_by_file: Memo<Vec<parse::PagesByFile>>,
    orders: Memo<parse::Assembled>,
    shared_urls: Memo<Diagnostics>,
    links: link::LinkMemo,
    checks: check::CheckMemo,
}

impl BuildMemo {
    /// One for the first build of a run that knows texts of runs before.
    pub(crate) fn of_run(texts: ResultCache) -> BuildMemo {
        BuildMemo { texts, ..BuildMemo::default() }
    }

    /// Ends a build: what it did not ask for is let go.
    fn sweep(&self) {
        self.settings.sweep();
        self.themes.sweep();
        self.pages.sweep();
        self.translations.sweep();
        self.works.sweep();
        self.pages_by_file.sweep();
        self.orders.sweep();
        self.shared_urls.sweep();
        self.links.sweep();
        self.checks.sweep();
    }
}

/// All stages before the first page is made; what is in the memo is not made again. `Err` when there
/// is nothing to build.
pub(crate) fn link(
    project: &Project,
    settings: Settings,
    memo: &mut BuildMemo,
    progress: &dyn Progress,
) -> Result<Linked, Failed> {
    let fingerprint = settings.fingerprint(project);
    let as_written = settings.as_written();
    let Settings { mut sources, config, mut diagnostics } = settings;
    let settings_files = sources.len();
    progress.begin(Stage::Read, 0);
    let cache = &mut memo.files;
    let files = match read::content(project, &config, cache, &mut sources, &mut diagnostics) {
        Ok(files) => files,
        Err(problem) => {
            return Err(Settings { sources, config, diagnostics }.failed([problem]));
        }
    };
    let has_settings =
        sources.files().any(|file| file.path == Project::shown(&project.settings_file()));
    if files.pages.is_empty() && !has_settings {
        let problem = no_pages(project, &config);
        return Err(Settings { sources, config, diagnostics }.failed([problem]));
    }
    let own_theme = read::theme(project, &config, &mut sources, &mut diagnostics);
    let configs = config.all();
    let themes = theme::load_once(
        own_theme,
        configs,
        fingerprint,
        &memo.themes,
        &mut sources,
        &mut diagnostics,
    );

    progress.begin(Stage::Parse, files.pages.len());
    let works = files.references.as_ref().map(|file| {
        let (style, cache) = (files.citation_style.as_deref(), &memo.works);
        parse::works(file, style, &config, fingerprint, cache, &mut diagnostics)
    });
    let works = works.unwrap_or_default();
    let pages = parse::parse_all(
        &files.pages,
        configs,
        project,
        fingerprint,
        (parse::Texts { cache: &memo.texts, settings: as_written }, &memo.pages),
        &mut diagnostics,
    );
    let (assets, held_files) = without_drafts(files.assets, &config, project.drafts);
    let held_back = parse::held_back(&pages, project.drafts);
    let held_back = with_files(held_back, &held_files, &files.leftovers);
    let data = parse::data_files(&pages);
    let data = read::data(&data, &assets, &mut sources, &mut diagnostics);
    let tables = parse::data(&data, &mut diagnostics);
    let levels = levels(&config.checks, &pages);
    let drafts = project.drafts;
    let pages = parse::locale_sites(pages, configs, drafts, &memo.translations, &mut diagnostics);
    let by_file = || parse::pages_by_file(&pages, configs, drafts);
    let by_file = memo.pages_by_file.get(outlines(fingerprint, &pages), by_file);
    let common = SharedParts {
        settings: fingerprint,
        assets: Arc::new(assets),
        draft_files: Arc::new(held_files.into_iter().map(|(path, _)| path).collect()),
        leftovers: files.leftovers,
        tables: Arc::new(tables),
        references: Arc::clone(&works.references),
        drafts,
        menu: files.menu,
        origin: Arc::new(files.origin),
        languages: Arc::new(locale_info(configs, &themes)),
        has_address: project.base_url(&config).is_some(),
    };
    let (sites, found) = assemble_all(pages, by_file, &common, (&config, &themes), &memo.orders);
    diagnostics.extend_from_locale_sites(found);
    diagnostics.extend(shared_urls(&sites, &memo.shared_urls));

    progress.begin(Stage::Link, sites[0].pages.len());
    let links: Vec<Links> = sites
        .par_iter()
        .zip(configs)
        .map(|(site, config)| link::link(site, config, &memo.links))
        .collect();
    progress.begin(Stage::Check, sites[0].pages.len());
    check_all(&sites, &links, configs, (project.advice, &memo.checks), &mut diagnostics);
    memo.sweep();
    let locale_sites = sites.into_iter().zip(links).zip(config.in_all_languages()).zip(themes);
    let locale_sites = locale_sites
        .map(|(((site, links), config), theme)| LocaleSite { config, site, links, theme })
        .collect();
    let locale_sites = LocaleSites { all: locale_sites, levels };
    let shared_inputs = shared_inputs(fingerprint, &sources, &locale_sites, project);
    let texts = sources.files().map(|file| file.fingerprint().bytes());
    let made_from = Fingerprint::of(texts.chain([shared_inputs.bytes()]));
    Ok(Linked {
        sources,
        locale_sites,
        bibliography: works.bibliography,
        held_back,
        dialect: files.dialect,
        has_menu: !common.menu.is_empty(),
        made_from,
        shared_inputs,
        diagnostics,
        settings_files,
    })
}

/// A folder of somebody who has no settings and no page either is most likely not the one that he meant.
fn no_pages(project: &Project, config: &Config) -> Diagnostic {
    let shown = Project::shown(&project.content_folder(config));
    let message = format!("there is no page in `{shown}`");
    let help = "name the folder with the Markdown files with `--content DIR`";
    Diagnostic::new(Code::NoPages, message).help(help)
}

/// The site in each language, from its pages, and what is wrong with their order.
fn assemble_all(
    pages: Vec<Vec<Arc<Page>>>,
    by_file: Vec<parse::PagesByFile>,
    common: &SharedParts,
    (config, themes): (&LocaleConfig, &[Arc<Theme>]),
    orders: &Memo<parse::Assembled>,
) -> (Vec<Site>, Vec<Diagnostics>) {
    let shared = common.fingerprint();
    let configs = config.all();
    let locale_sites = pages.into_par_iter().zip(by_file).enumerate();
    let assembled = locale_sites.map(|(language, (pages, files))| {
        let titles = titles(&themes[language]);
        let prefix = config.languages.prefix(language);
        let parts = Parts { pages, titles, language, prefix, files };
        let mut found = Diagnostics::default();
        let site = parse::assemble(parts, (common, shared), &configs[language], orders, &mut found);
        (site, found)
    });
    assembled.unzip()
}

/// Checks the sites in all languages.
fn check_all(
    sites: &[Site],
    links: &[Links],
    configs: &[Config],
    (advice, memo): (bool, &check::CheckMemo),
    diagnostics: &mut Diagnostics,
) {
    let checked: Vec<check::CheckedSite<'_>> = sites
        .iter()
        .zip(links)
        .zip(configs)
        .map(|((site, links), config)| check::CheckedSite { site, links, config })
        .collect();
    check::check(&checked, memo, diagnostics);
    check::advise(&checked, advice, diagnostics);
}

/// What the settings say of codes, and what pages say of those on them.
fn levels(of_settings: &Levels, pages: &[Arc<Page>]) -> Levels {
    let mut levels = of_settings.clone();
    for page in pages {
        for (code, _) in &page.front_matter.silenced {
            levels.silence(page.source.id, *code);
        }
    }
    levels
}

/// Changes with all that says where the pages of the locale sites stand.
fn outlines(settings: Fingerprint, locale_sites: &[Vec<Arc<Page>>]) -> Fingerprint {
    let of_locale_site = |pages: &Vec<Arc<Page>>| {
        Fingerprint::of(pages.iter().map(|page| page.fingerprints.outline.bytes()))
    };
    let locale_sites = locale_sites.iter().map(of_locale_site);
    Fingerprint::of(std::iter::once(settings).chain(locale_sites).map(Fingerprint::bytes))
}

/// What is wrong with addresses that two locale sites have, unless the memo has that of sites in the same order.
fn shared_urls(sites: &[Site], memo: &Memo<Diagnostics>) -> Diagnostics {
    let orders = sites.iter().map(|site| site.fingerprint.bytes());
    memo.get(Fingerprint::of(orders), || {
        let mut found = Diagnostics::default();
        parse::report_shared_urls(sites, &mut found);
        found
    })
}

/// The files to publish, and the others by their paths, each with what keeps it: a folder of drafts, or a setting of
/// another tool.
fn without_drafts(
    files: Vec<Asset>,
    config: &Config,
    drafts: Drafts,
) -> (Vec<Asset>, Vec<(ContentPath, String)>) {
    if drafts != Drafts::Exclude {
        return (files, Vec::new());
    }
    let (mut shown, mut held) = (Vec::with_capacity(files.len()), Vec::new());
    for file in files {
        if config.is_among_drafts(file.path.as_str()) {
            held.push((file.path, format!("{}/", config::DRAFTS)));
        } else if let Some(by) = &file.held_by {
            held.push((file.path, by.to_string()));
        } else {
            shown.push(file);
        }
    }
    (shown, held)
}

/// What is held back, with the number of other files by what keeps each, and those that programs left behind.
fn with_files(
    held_back: HeldBack,
    held: &[(ContentPath, String)],
    leftovers: &[ContentPath],
) -> HeldBack {
    let mut files = BTreeMap::new();
    for (_, reason) in held {
        *files.entry(reason.clone()).or_default() += 1;
    }
    HeldBack { files, leftovers: leftovers.to_vec(), ..held_back }
}

/// What changes with everything that a site is made from but the texts of its pages: other texts, other files,
/// those of the theme, and the options of this run.
fn shared_inputs(
    settings: Fingerprint,
    sources: &Sources,
    locale_sites: &LocaleSites,
    project: &Project,
) -> Fingerprint {
    let first = locale_sites.first();
    let mut is_page = vec![false; sources.len()];
    for page in locale_sites.pages() {
        is_page[page.source.id.number() as usize] = true;
    }
    let texts = sources.files().filter(|file| !is_page[file.id.number() as usize]);
    let files = first.site.assets.iter().map(|asset| asset.fingerprint().bytes());
    let of_theme = first.theme.outputs().map(|output| output.path.as_str());
    let of_theme = of_theme.chain([first.theme.search_client.as_str()]);
    let address = project.base_url(&first.config).unwrap_or_default();
    let all = [
        settings,
        Fingerprint::of(texts.map(|file| file.fingerprint().bytes())),
        Fingerprint::of(files),
        Fingerprint::of(of_theme.chain([address])),
    ];
    Fingerprint::of(all.map(Fingerprint::bytes))
}

/// The languages of a site, as pages name them.
fn locale_info(configs: &[Config], themes: &[Arc<Theme>]) -> Vec<LocaleInfo> {
    let all = configs.iter().zip(themes).enumerate();
    let locale_info = all.map(|(position, (config, theme))| {
        let declared = config.languages.all.get(position);
        LocaleInfo {
            tag: config.language.clone(),
            name: declared.map_or_else(String::new, |language| language.name.clone()),
            direction: theme.conventions.direction(),
        }
    });
    locale_info.collect()
}

/// What the theme calls the pages that the program makes.
fn titles(theme: &Theme) -> GeneratedTitles {
    let word = |key| theme.strings.get(key).cloned().unwrap_or_default();
    GeneratedTitles {
        search: word("page_search"),
        tags: word("page_tags"),
        references: word("page_references"),
        reviews: word("page_reviews"),
        not_found: word("page_not_found"),
    }
}

impl Linked {
    /// What the pages of a locale site are made from.
    pub(crate) fn input<'a>(
        &'a self,
        locale_site: &'a LocaleSite,
        project: &'a Project,
    ) -> render::RenderInput<'a> {
        let LocaleSite { site, links, config, theme } = locale_site;
        let sibling = |locale_site: &'a LocaleSite| {
            let LocaleSite { site, config, theme, .. } = locale_site;
            render::SiblingLocale { site, config, theme }
        };
        render::RenderInput {
            site,
            links,
            config,
            theme,
            locale_sites: self.locale_sites.iter().map(sibling).collect(),
            bibliography: self.bibliography.as_deref(),
            highlighting: render::Highlighting::Anew,
            reuse: None,
            base_url: project.base_url(config),
            today: project.today,
        }
    }

    /// The pages that `take_over` knows by what they are made from.
    pub(crate) fn reuse<'a>(
        &self,
        take_over: &'a (dyn Fn(&OutputPath, Fingerprint) -> bool + Sync),
    ) -> render::Reuse<'a> {
        render::Reuse { shared_inputs: self.shared_inputs, take_over }
    }

    /// What was found before the first page is made. Sorted; what the project silenced is not among
    /// them.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.diagnostics_with(Vec::new())
    }

    /// The same with what was found later; without what follows from files that could not be read.
    pub(crate) fn diagnostics_with(&self, later: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.clone();
        for problem in later {
            all.push(problem);
        }
        if !self.locale_sites.first().config.is_whole {
            all = all.without_settings(|file| (file.number() as usize) < self.settings_files);
        }
        self.locale_sites.finish(all.without_unread(&self.unread_pages()))
    }

    fn unread_pages(&self) -> Vec<UnreadPage<'_>> {
        let unread = self.locale_sites.pages().filter(|page| !page.front_matter.is_whole);
        let unread = unread.map(|page| {
            let slice = page.front_matter.slice.text();
            let text = if slice.is_empty() { &page.source.text } else { slice };
            UnreadPage { file: page.source.id, text }
        });
        unread.collect()
    }
}

/// Makes all pages, and all files beside them; `code` has the code of the build before. What `take_over` knows is
/// not made again. Returns everything that was found by then.
pub(crate) fn render(
    project: &Project,
    linked: &Linked,
    code: &ResultCache,
    take_over: &(dyn Fn(&OutputPath, Fingerprint) -> bool + Sync),
    sink: &(dyn Fn(Output) + Sync),
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    let redirects = linked.locale_sites.iter().map(|locale_site| locale_site.site.redirects.len());
    progress.begin(Stage::Render, linked.locale_sites.entries() + redirects.sum::<usize>());
    let counted = |output: Output| {
        let is_page = matches!(output.content, Content::Bytes(_));
        if is_page && output.path.as_str().ends_with(".html") {
            progress.step();
        }
        sink(output);
    };
    let take_over = |path: &OutputPath, from| {
        let is_there = take_over(path, from);
        if is_there {
            progress.step();
        }
        is_there
    };
    let reuse = linked.reuse(&take_over);
    let highlighting = render::Highlighting::Cached(code);
    let mut found = Vec::new();
    for locale_site in linked.locale_sites.iter() {
        let input = linked.input(locale_site, project);
        let input = render::RenderInput { highlighting, reuse: Some(reuse), ..input };
        found.extend(render::render(&input, &counted));
    }
    linked.diagnostics_with(found)
}

/// Brings the indexes for search up to date, one for each language. Returns what was found on the way, too.
pub(crate) fn index(cache: &Cache, locale_sites: &LocaleSites) -> (Vec<Index>, Vec<Diagnostic>) {
    let mut found = Diagnostics::default();
    let refresh = |locale_site: &LocaleSite| {
        let client = &locale_site.theme.search_client;
        let (index, problem) = Index::refresh(locale_site.searched(), cache, client);
        if let Some(problem) = problem {
            found.push(problem);
        }
        index
    };
    let mut indexes: Vec<Index> = locale_sites.iter().map(refresh).collect();
    Index::introduce(&mut indexes);
    (indexes, locale_sites.finish(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_are_as_they_were_are_not_read_again() {
        let project = Project {
            root: env!("CARGO_MANIFEST_DIR").into(),
            content: None,
            output: None,
            base_url: None,
            leniency: Leniency::AsSet,
            drafts: Drafts::Exclude,
            advice: false,
            urls: None,
            editor: None,
            today: "2026-01-01".parse().expect("it is a day"),
        };
        let memo = SettingsMemo::default();
        let read = || settings_again(&project, &memo).config;
        let first = read();
        assert!(first.all().len() > 1, "the sample site has several languages");
        memo.sweep();
        assert!(std::ptr::eq(read().all(), first.all()));
        memo.sweep();
        memo.sweep();
        assert!(!std::ptr::eq(read().all(), first.all()), "no build asked for them");
    }
}
