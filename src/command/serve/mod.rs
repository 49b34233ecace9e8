//! `fieldguide serve`: the site on this machine, built anew whenever a file changes.
//!
//! What is asked for comes first: a page is made when somebody wants to see it. The index of the
//! search and the problems of the other pages follow behind.

mod background;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread::{Builder, Scope};
use std::time::Instant;

use background::BackgroundWorker;

use super::cache_file::CacheFile;
use super::terminal::{Steps, count, duration};
use super::{Outcome, Strictness, Terminal, first_look, held_back, note_damage, outcome, today};
use crate::cache::Cache;
use crate::config::{Editor, Project};
use crate::diagnostic::{self, Code, Diagnostic, Severity, summary};
use crate::memo::ResultCache;
use crate::pipeline::{self, BuildMemo, Failed, Linked, Settings};
use crate::serve::{
    EditPosition, Followed, Live, PublishedSite, Server, ShownProblem, ShownProblems, SiteChange,
    Watch, attempt, held, hide_panics,
};
use crate::source::Sources;

/// Where to serve.
pub(crate) struct ServeArguments {
    pub(crate) host: IpAddr,
    /// 0: any free port.
    pub(crate) port: u16,
    pub(crate) open: bool,
    /// What opens a file from a page, if it is not what the settings say.
    pub(crate) editor: Option<Editor>,
}

/// Serves the site until the program is stopped.
pub(super) fn run(
    mut project: Project,
    arguments: ServeArguments,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let server = Server::bind(arguments.host, arguments.port)?;
    let address = server.address();
    let cache = Cache::of(&project)?;
    project.editor = arguments.editor;
    // Canonical links and the feed name the place where the site is looked at.
    project.base_url = Some(address.clone());
    let live = Live::default();
    let last_reported = Mutex::default();
    let memo = BuildMemo::of_run(CacheFile::Texts.open_to_read(&cache));
    let mut session = DevSession {
        project,
        live: &live,
        terminal,
        memo,
        last_reported: &last_reported,
        held_back: None,
        cache: &cache,
    };
    let watch = session.watch()?;
    session.first_build()?;
    note_damage(&cache, terminal);
    if !arguments.host.is_loopback() {
        terminal.say("warning: other machines in the network can read the site");
    }
    if terminal.is_quiet() {
        terminal.print(&address);
    } else {
        terminal.say(&format!("serving at {address} (stop with Ctrl-C)"));
    }
    if arguments.open {
        crate::serve::open_browser(&address);
    }
    // Every thread from here on outlives its panics, and says what they mean.
    hide_panics();
    stay(&server, session, watch)
}

/// Serves what `session` makes, and has it follow the files.
fn stay(server: &Server, mut session: DevSession<'_>, mut watch: Watch) -> Result<Outcome, Failed> {
    let DevSession { live, terminal, last_reported, cache, .. } = session;
    std::thread::scope(|scope| {
        start(scope, move || server.run(live, &|words| terminal.warn(words)))?;
        if start(scope, move || BackgroundWorker { live, terminal, last_reported, cache }.run())
            .is_err()
        {
            terminal.warn("warning: the system gives the search no thread; it stays as it was");
            live.give_up_search();
        }
        loop {
            session.follow(&mut watch);
        }
    })
}

/// Starts one of the threads that last as long as the program.
fn start<'s>(scope: &'s Scope<'s, '_>, run: impl FnOnce() + Send + 's) -> Result<(), Diagnostic> {
    let started = Builder::new().spawn_scoped(scope, run);
    started.map(drop).map_err(|error| {
        let message = format!("the system gives the server no thread: {error}");
        Diagnostic::new(Code::PortTaken, message).help("end other programs, and try again")
    })
}

/// Says that the program failed while it did something, and what follows until the next change.
fn failed(terminal: &Terminal, work: &str, follows: &str) {
    terminal.warn(&format!(
        "the program failed while {work}, which is a mistake of its own;\n{follows} until the next change"
    ));
}

/// The problems that the terminal showed last.
type LastReported = Mutex<Vec<Diagnostic>>;

/// Keeps what is shown as the files are.
struct DevSession<'t> {
    project: Project,
    live: &'t Live,
    terminal: &'t Terminal,
    memo: BuildMemo,
    last_reported: &'t LastReported,
    /// What was said of what is not published.
    held_back: Option<String>,
    cache: &'t Cache,
}

impl DevSession<'_> {
    fn watch(&self) -> Result<Watch, Diagnostic> {
        let settings = self.settings();
        Watch::new(followed(&self.project, &settings)).map_err(|error| {
            let message = format!("the files of the project cannot be watched: {error}");
            Diagnostic::new(Code::NotAProject, message)
        })
    }

    fn settings(&self) -> Settings {
        pipeline::settings_again(&self.project, &self.memo.settings)
    }

    fn link(&mut self, settings: Settings, steps: &Steps) -> Result<Linked, Failed> {
        pipeline::link(&self.project, settings, &mut self.memo, steps)
    }

    /// A site with errors is shown, too: there is no better one.
    fn first_build(&mut self) -> Result<(), Failed> {
        let steps = self.terminal.progress();
        let linked = self.link(self.settings(), &steps)?;
        // From now on, the memo knows more.
        self.memo.texts = ResultCache::default();
        let (_, total) = steps.finish();
        let found = linked.diagnostics();
        self.report(&found, &linked);
        if linked.locale_sites.is_first_look() {
            self.terminal.say(&first_look::summary(
                &linked.locale_sites,
                linked.dialect.as_ref(),
                &found,
                &self.project,
            ));
        }
        self.tell_held_back(&linked);
        let editor = self.project.editor(&linked.locale_sites.first().config);
        let problems = problems(&found, &linked.sources, editor);
        let pages = count(linked.locale_sites.written(), "page");
        let site = PublishedSite::new(self.project.clone(), linked, &self.live.site());
        self.live.publish(site, SiteChange::Pages, problems);
        let found = summary(&found);
        let found = if found.is_empty() { found } else { format!(", {found}") };
        self.terminal.say(&format!("{pages} ready in {}{found}", duration(total)));
        Ok(())
    }

    /// Waits for changes and brings what is shown to what the files say then. A mistake of ours must not end what the
    /// author has open: the next change is another try.
    fn follow(&mut self, watch: &mut Watch) {
        let changes = watch.wait();
        if attempt(|| self.rebuild(&changes, watch)).is_none() {
            failed(self.terminal, "it read these files", "the site stays as it was");
            self.memo = BuildMemo::default();
        }
    }

    /// Brings what is shown to what the files say now.
    fn rebuild(&mut self, changes: &[PathBuf], watch: &mut Watch) {
        let begun = Instant::now();
        self.project.today = today();
        let settings = self.settings();
        // What is followed from now on is read after that: no change falls in between.
        if let Err(error) = watch.follow(followed(&self.project, &settings), changes) {
            self.terminal.say(&format!("warning: not all files can be watched: {error}"));
        }
        self.memo.files.forget(changes);
        let scope = ChangeScope::of(changes, &self.project, &settings);
        let made = self
            .link(settings, &self.terminal.progress())
            .inspect(|linked| self.tell_held_back(linked))
            .map(|linked| PublishedSite::new(self.project.clone(), linked, &self.live.site()));
        let found = match made {
            Ok(site) => self.show(site, changes, scope),
            Err(failed) => {
                self.report_once(&failed.diagnostics, |found| {
                    self.terminal.report(found, &failed.sources);
                });
                let editor = self.project.editor.clone().unwrap_or_default();
                let problems = problems(&failed.diagnostics, &failed.sources, &editor);
                self.live.keep(PublishedSite::default(), problems);
                failed.diagnostics
            }
        };
        let problems = summary(&found);
        let problems = if problems.is_empty() { "no problems" } else { &problems };
        let (what, time) = (described(changes), duration(begun.elapsed()));
        self.terminal.say(&format!("{what} changed: ready in {time}, {problems}"));
    }

    /// Shows a site, unless it has errors and the one that is shown has none. Returns what was found
    /// so far: of the pages, those that the changes are most likely to concern were tried.
    fn show(
        &mut self,
        site: PublishedSite,
        changes: &[PathBuf],
        scope: ChangeScope,
    ) -> Vec<Diagnostic> {
        let reaches_all = scope == ChangeScope::Everything || self.pages_had_errors();
        let validated = site.try_some((!reaches_all).then_some(changes));
        let linked = site.linked().expect("it was made from one");
        let found = linked.diagnostics_with(validated);
        self.report(&found, linked);
        let editor = self.project.editor(&linked.locale_sites.first().config);
        let problems = problems(&found, &linked.sources, editor);
        if has_errors(&found) && self.shows_a_good_site() {
            self.live.keep(site, problems);
        } else {
            let changed =
                if scope == ChangeScope::Style { SiteChange::Style } else { SiteChange::Pages };
            self.live.publish(site, changed, problems);
        }
        found
    }

    /// Whether the state of the files before had errors that only making its pages shows.
    fn pages_had_errors(&self) -> bool {
        let last_reported = held(self.last_reported.lock());
        if !has_errors(&last_reported) {
            return false;
        }
        let before = self.live.newest();
        let known = before.linked().map(Linked::diagnostics).unwrap_or_default();
        last_reported
            .iter()
            .any(|problem| problem.severity == Severity::Error && !known.contains(problem))
    }

    fn shows_a_good_site(&self) -> bool {
        self.live.site().linked().is_some_and(|linked| !has_errors(&linked.diagnostics()))
    }

    /// Says what other tools would not publish either, unless that stands there already.
    fn tell_held_back(&mut self, linked: &Linked) {
        let said = held_back::said(&linked.held_back, &linked.sources);
        if self.held_back != said {
            self.terminal.say(said.as_deref().unwrap_or("nothing is held back any more"));
            self.held_back = said;
        }
    }

    /// Shows problems in the terminal, unless they stand there already.
    fn report(&self, found: &[Diagnostic], linked: &Linked) {
        self.report_once(found, |found| {
            first_look::report(&linked.locale_sites, found, &linked.sources, self.terminal);
        });
    }

    fn report_once(&self, found: &[Diagnostic], report: impl FnOnce(&[Diagnostic])) {
        let mut last_reported = held(self.last_reported.lock());
        if *last_reported != found {
            report(found);
            *last_reported = found.to_vec();
        }
    }
}

/// How far changes reach.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ChangeScope {
    /// Rules of style only: pages are as they were.
    Style,
    /// Content only.
    Content,
    /// Settings or templates: any page may be another one.
    Everything,
}

impl ChangeScope {
    fn of(changes: &[PathBuf], project: &Project, settings: &Settings) -> ChangeScope {
        let inside = |path: &PathBuf, folder: &Path| {
            std::path::absolute(folder).is_ok_and(|folder| path.starts_with(folder))
        };
        let theme = project.theme_folder(&settings.config);
        let is_style = |path: &PathBuf| {
            let is_sheet = path.extension().is_some_and(|ending| ending == "css");
            is_sheet && theme.as_ref().is_some_and(|theme| inside(path, theme))
        };
        let content = project.content_folder(&settings.config);
        if changes.iter().all(is_style) {
            ChangeScope::Style
        } else if changes.iter().all(|path| inside(path, &content)) {
            ChangeScope::Content
        } else {
            ChangeScope::Everything
        }
    }
}

fn has_errors(found: &[Diagnostic]) -> bool {
    outcome(found, Strictness::Lenient) == Outcome::SiteHasErrors
}

/// What can change the site: its settings, its content, its theme.
fn followed(project: &Project, settings: &Settings) -> Followed {
    let content = project.content_folder(&settings.config);
    let files = settings.sources.files().map(|file| PathBuf::from(&file.path));
    Followed {
        files: files.chain([project.settings_file()]).collect(),
        folders: [content].into_iter().chain(project.theme_folder(&settings.config)).collect(),
    }
}

/// Problems that a page shows at most.
const SHOWN: usize = 20;

/// Problems as pages show them, with places that `editor` opens.
fn problems(found: &[Diagnostic], sources: &Sources, editor: &Editor) -> ShownProblems {
    let count = |severity| found.iter().filter(|one| one.severity == severity).count();
    let place = |problem: &Diagnostic| {
        let (file, position) = sources.position(problem.span?);
        EditPosition::new(&file.path, position.line, position.column, editor)
    };
    let reports = diagnostic::first_reports(found, sources, SHOWN);
    let covered: usize = reports.iter().map(|report| report.covered).sum();
    ShownProblems {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        more: found.len() - covered,
        problems: reports
            .into_iter()
            .map(|report| ShownProblem { place: report.first.and_then(place), report: report.text })
            .collect(),
    }
}

/// The changes in a few words: a file, or how many.
fn described(changes: &[PathBuf]) -> String {
    let name = |path: &PathBuf| {
        let here = std::env::current_dir().unwrap_or_default();
        let path: &Path = path.strip_prefix(here).unwrap_or(path);
        Project::shown(path)
    };
    match changes {
        [path] => name(path),
        paths => count(paths.len(), "file"),
    }
}
