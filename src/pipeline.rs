//! The stages in order. The only file that knows them all.

use std::path::PathBuf;
use std::sync::Arc;

use crate::check;
use crate::config::{self, Config, Project};
use crate::csl::Bibliography;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::index::{self, Index};
use crate::link;
use crate::memo::{Fingerprint, Memo};
use crate::parse::{self, Parts, Titles};
use crate::read;
use crate::render;
use crate::site::{Content, Links, Output, Site};
use crate::source::Sources;
use crate::theme::{self, Theme};

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
    pub(crate) config: Config,
    pub(crate) diagnostics: Diagnostics,
}

/// A site that was read, with all that rendering it takes.
pub(crate) struct Linked {
    pub(crate) sources: Sources,
    pub(crate) config: Config,
    pub(crate) site: Site,
    pub(crate) links: Links,
    pub(crate) theme: Arc<Theme>,
    /// The cited works in their style, if one is set.
    pub(crate) bibliography: Option<Arc<Bibliography>>,
    /// What was found so far.
    diagnostics: Diagnostics,
}

/// A site that was built.
pub(crate) struct Build {
    pub(crate) sources: Sources,
    pub(crate) config: Config,
    pub(crate) site: Site,
    pub(crate) links: Links,
    /// The script that searches in the browser.
    pub(crate) search_client: String,
    /// Sorted; what the project silenced is not among them.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Why there is no site at all, and what else was found until then.
pub(crate) struct Failed {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Settings {
    /// The content and the output folder of a project.
    pub(crate) fn folders(&self, project: &Project) -> (PathBuf, PathBuf) {
        (project.content_folder(&self.config), project.output_folder(&self.config))
    }

    /// Changes with whatever a page is parsed by: the settings, and the options of this run.
    fn fingerprint(&self, project: &Project) -> Fingerprint {
        let run = format!("{:?} {} {:?}", project.drafts, project.today, project.content);
        let files = self.sources.files().flat_map(|file| [&file.path, &file.text]);
        Fingerprint::of(files.chain([&run]).map(String::as_bytes))
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

/// Reads the settings.
pub(crate) fn settings(project: &Project) -> Settings {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let documents = read::settings(project, &mut sources, &mut diagnostics);
    let is_whole = ![Code::YamlSyntax, Code::MissingFile, Code::UnreadableFile]
        .into_iter()
        .any(|code| diagnostics.has(code));
    let config = Config { is_whole, ..config::load(&documents, &mut diagnostics) };
    Settings { sources, config, diagnostics }
}

/// Builds the site, handing each file to `sink` as soon as it is made, from several threads.
/// `Err` when there is nothing to build.
pub(crate) fn build(
    project: &Project,
    settings: Settings,
    sink: &(dyn Fn(Output) + Sync),
    progress: &dyn Progress,
) -> Result<Build, Failed> {
    let linked = link(project, settings, &mut BuildMemo::default(), progress)?;
    let diagnostics = render(project, &linked, sink, progress);
    Ok(Build::new(linked, diagnostics))
}

impl Build {
    fn new(linked: Linked, diagnostics: Vec<Diagnostic>) -> Build {
        let Linked { sources, config, site, links, theme, .. } = linked;
        let search_client = theme.search_client.clone();
        Build { sources, config, site, links, search_client, diagnostics }
    }

    /// What the index for search is made from.
    pub(crate) fn searched(&self) -> index::Input<'_> {
        index::Input { site: &self.site, links: &self.links, config: &self.config }
    }
}

/// Finds what is wrong with a site, and makes no more of it than that takes. `Err` when there is nothing to
/// check.
pub(crate) fn check(
    project: &Project,
    settings: Settings,
    progress: &dyn Progress,
) -> Result<Build, Failed> {
    let linked = link(project, settings, &mut BuildMemo::default(), progress)?;
    progress.begin(Stage::Render, linked.site.entries.len());
    let found = render::check(&linked.input(project), &|| progress.step());
    let diagnostics = linked.diagnostics_with(found);
    Ok(Build::new(linked, diagnostics))
}

/// What a build leaves for the next one.
#[derive(Default)]
pub(crate) struct BuildMemo {
    pub(crate) files: read::Kept,
    themes: Memo<theme::Loaded>,
    pages: Memo<parse::Parsed>,
    works: Memo<parse::Cited>,
    orders: Memo<parse::Assembled>,
    links: link::LinkMemo,
    checks: Memo<Diagnostics>,
}

impl BuildMemo {
    /// Ends a build: what it did not ask for is let go.
    fn sweep(&self) {
        self.themes.sweep();
        self.pages.sweep();
        self.works.sweep();
        self.orders.sweep();
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
    let Settings { mut sources, mut config, mut diagnostics } = settings;
    progress.begin(Stage::Read, 0);
    let kept = &mut memo.files;
    let files = match read::content(project, &config, kept, &mut sources, &mut diagnostics) {
        Ok(files) => files,
        Err(problem) => {
            return Err(Settings { sources, config, diagnostics }.failed([problem]));
        }
    };
    let own_theme = read::theme(project, &config, &mut sources, &mut diagnostics);
    let theme = theme::load_once(
        own_theme,
        &config,
        fingerprint,
        &memo.themes,
        &mut sources,
        &mut diagnostics,
    );

    progress.begin(Stage::Parse, files.pages.len());
    let works = files.references.as_ref().map(|file| {
        let (style, kept) = (files.citation_style.as_deref(), &memo.works);
        parse::works(file, style, &config, fingerprint, kept, &mut diagnostics)
    });
    let works = works.unwrap_or_default();
    let pages = parse::parse_all(
        &files.pages,
        &config,
        project,
        fingerprint,
        &memo.pages,
        &mut diagnostics,
    );
    let data = parse::data_files(&pages);
    let data = read::data(&data, &files.assets, &mut sources, &mut diagnostics);
    let parts = Parts {
        settings: fingerprint,
        pages,
        tables: parse::data(&data, &mut diagnostics),
        assets: files.assets,
        references: works.references,
        drafts: project.drafts,
        titles: titles(&theme),
        has_address: project.base_url(&config).is_some(),
    };
    let site = parse::assemble(parts, &config, &memo.orders, &mut diagnostics);

    progress.begin(Stage::Link, site.pages.len());
    let links = link::link(&site, &config, &memo.links);
    progress.begin(Stage::Check, site.pages.len());
    check::check(&site, &links, &config, &memo.checks, &mut diagnostics);
    check::advise(&site, &links, &config, project.advice, &mut diagnostics);
    for page in &site.pages {
        for (code, _) in &page.front_matter.silenced {
            config.checks.silence(page.source.id, *code);
        }
    }
    memo.sweep();
    let bibliography = works.bibliography;
    Ok(Linked { sources, config, site, links, theme, bibliography, diagnostics })
}

/// What the theme calls the pages that the program makes.
fn titles(theme: &Theme) -> Titles {
    let word = |key| theme.strings.get(key).cloned().unwrap_or_default();
    Titles {
        search: word("page_search"),
        tags: word("page_tags"),
        references: word("page_references"),
        reviews: word("page_reviews"),
        not_found: word("page_not_found"),
    }
}

impl Linked {
    /// What pages are made from.
    pub(crate) fn input<'a>(&'a self, project: &'a Project) -> render::Input<'a> {
        let Linked { site, links, config, theme, .. } = self;
        let (base_url, today) = (project.base_url(config), project.today);
        let bibliography = self.bibliography.as_deref();
        render::Input { site, links, config, theme, bibliography, base_url, today }
    }

    /// What the index for search is made from.
    pub(crate) fn searched(&self) -> index::Input<'_> {
        index::Input { site: &self.site, links: &self.links, config: &self.config }
    }

    /// What was found before the first page is made. Sorted; what the project silenced is not among
    /// them.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.diagnostics_with(Vec::new())
    }

    /// The same with what was found later.
    pub(crate) fn diagnostics_with(&self, later: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.clone();
        for problem in later {
            all.push(problem);
        }
        all.finish(&self.config.checks)
    }
}

/// Makes all pages, and all files beside them. Returns everything that was found by then.
pub(crate) fn render(
    project: &Project,
    linked: &Linked,
    sink: &(dyn Fn(Output) + Sync),
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    let site = &linked.site;
    progress.begin(Stage::Render, site.entries.len() + site.redirects.len());
    let counted = |output: Output| {
        let is_page = matches!(output.content, Content::Bytes(_));
        if is_page && output.path.as_str().ends_with(".html") {
            progress.step();
        }
        sink(output);
    };
    let mut diagnostics = linked.diagnostics.clone();
    render::render(&linked.input(project), &counted, &mut diagnostics);
    diagnostics.finish(&linked.config.checks)
}

/// Brings the index for search up to date. Returns what was found on the way, too.
pub(crate) fn index(
    project: &Project,
    input: index::Input<'_>,
    search_client: &str,
) -> (Index, Vec<Diagnostic>) {
    let cache = project.root.join(index::CACHE);
    let (index, problem) = Index::refresh(input, &cache, search_client);
    let mut found = Diagnostics::default();
    if let Some(problem) = problem {
        found.push(problem);
    }
    (index, found.finish(&input.config.checks))
}
