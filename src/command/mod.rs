//! The commands, each a function from its arguments to an exit code.

mod build;
mod check;
mod explain;
mod first_look;
mod held_back;
mod import;
mod init;
mod cache_file;
mod new;
mod own_file;
mod package;
mod schema;
mod search;
mod serve;
mod terminal;
mod timings;
mod translated;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;

use crate::cache::{Cache, DAMAGE_NOTE};
use crate::config::{Drafts, Leniency, Project, parse_base_url};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files;
use crate::pipeline::Failed;
use crate::source::Sources;

use build::BuildArguments;
pub(crate) use check::{Accept, CheckArguments, Consent, PrivateHosts};
pub(crate) use import::{ImportArguments, ImportKind};
pub(crate) use package::PackageArguments;
pub(crate) use schema::SchemaArguments;
pub(crate) use search::{Asked, SearchArguments};
pub(crate) use serve::ServeArguments;
pub(crate) use terminal::{Colour, ReportFormat, Terminal};
pub(crate) use timings::Timings;
pub(crate) use translated::TranslatedArguments;

/// A command and its arguments.
pub(crate) enum Command {
    Build {
        site: SiteArguments,
        output: Option<PathBuf>,
        strictness: Strictness,
        timings: Timings,
        report: Option<PathBuf>,
    },
    Check {
        site: SiteArguments,
        check: CheckArguments,
    },
    Serve {
        site: SiteArguments,
        serve: ServeArguments,
    },
    Init {
        folder: PathBuf,
    },
    Import(ImportArguments),
    New {
        root: PathBuf,
        collection: String,
        title: String,
    },
    Schema(SchemaArguments),
    Search(SearchArguments),
    Explain {
        name: Option<String>,
    },
    Translated(TranslatedArguments),
    Package(PackageArguments),
}

/// Which site.
pub(crate) struct SiteArguments {
    pub(crate) root: PathBuf,
    pub(crate) content: Option<PathBuf>,
    pub(crate) base_url: Option<String>,
    pub(crate) drafts: Drafts,
    pub(crate) leniency: Leniency,
    pub(crate) advice: bool,
}

/// Whether warnings count as errors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    Lenient,
    Strict,
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Fine,
    /// The site has errors.
    SiteHasErrors,
    CouldNotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Fine => 0,
            Outcome::SiteHasErrors => 1,
            Outcome::CouldNotRun => 2,
        })
    }
}

/// Carries out a command.
pub(crate) fn run(command: Command, terminal: &Terminal) -> Outcome {
    let done = match command {
        Command::Build { site, output, strictness, timings, report } => {
            let build = BuildArguments { strictness, timings, report };
            site.project(output).and_then(|project| build::run(&project, &build, terminal))
        }
        Command::Check { site, check } => {
            site.project(None).and_then(|project| check::run(&project, &check, terminal))
        }
        Command::Serve { site, serve } => {
            site.project(None).and_then(|project| serve::run(project, serve, terminal))
        }
        Command::Init { folder } => init::run(&folder, terminal),
        Command::Import(arguments) => import::run(&arguments, terminal),
        Command::New { root, collection, title } => new::run(root, &collection, &title, terminal),
        Command::Schema(arguments) => schema::run(arguments, terminal),
        Command::Search(arguments) => search::run(&arguments, terminal),
        Command::Translated(arguments) => translated::run(arguments, terminal),
        Command::Package(arguments) => package::run(arguments, terminal),
        Command::Explain { name } => explain::run(name.as_deref(), terminal),
    };
    done.unwrap_or_else(|failed| {
        terminal.report(&failed.diagnostics, &failed.sources);
        Outcome::CouldNotRun
    })
}

/// A single problem is enough to keep a command from running.
impl From<Diagnostic> for Failed {
    fn from(problem: Diagnostic) -> Failed {
        Failed { sources: Sources::default(), diagnostics: vec![problem] }
    }
}

/// Notes damage in the cache, if there is any.
fn note_damage(cache: &Cache, terminal: &Terminal) {
    if cache.take_damage() {
        terminal.say(DAMAGE_NOTE);
    }
}

/// A file that a command could not write.
fn cannot_write(path: &Path, error: &std::io::Error) -> Failed {
    let message = format!("`{}` cannot be written: {error}", Project::shown(path));
    Diagnostic::new(Code::WriteFailed, message).into()
}

/// Writes a file of an author in one step: a file is never half written.
fn write_whole(path: &Path, text: &str) -> Result<(), Failed> {
    if let Some(folder) = path.parent() {
        files::sweep(folder);
    }
    files::write(path, text.as_bytes()).map_err(|error| cannot_write(path, &error))
}

/// Makes a folder where there is none.
fn make_folder(folder: &Path) -> Result<(), Failed> {
    fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))
}

impl SiteArguments {
    /// The project in a folder, all of it, drafts too.
    fn whole(root: PathBuf) -> SiteArguments {
        SiteArguments {
            root,
            content: None,
            base_url: None,
            drafts: Drafts::Include,
            leniency: Leniency::AsSet,
            advice: false,
        }
    }

    /// The project that the arguments name.
    fn project(self, output: Option<PathBuf>) -> Result<Project, Failed> {
        if !self.root.is_dir() {
            return Err(no_such_folder(&self.root).into());
        }
        files::sweep(&self.root);
        let base_url =
            self.base_url.map(|url| parse_base_url(&url).map_err(|help| wrong_url(&url, help)));
        Ok(Project {
            root: self.root,
            content: self.content,
            output,
            base_url: base_url.transpose()?,
            drafts: self.drafts,
            leniency: self.leniency,
            advice: self.advice,
            urls: None,
            editor: None,
            today: today(),
        })
    }
}

fn no_such_folder(root: &Path) -> Diagnostic {
    let message = format!("there is no folder `{}`", Project::shown(root));
    let problem = Diagnostic::new(Code::NotAProject, message);
    problem.help(
        "name the project's folder with `--root DIR`, or start one with `fieldguide init DIR`",
    )
}

fn wrong_url(url: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{url}` is not the address of a site")).help(help)
}

/// The day at Greenwich, so that a build gives the same site wherever it runs. Build systems can
/// set it: seconds since 1970 in `SOURCE_DATE_EPOCH` (reproducible-builds.org).
fn today() -> Date {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let now = set
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .unwrap_or_else(jiff::Timestamp::now);
    now.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Whether a site with these problems may be published.
fn outcome(diagnostics: &[Diagnostic], strictness: Strictness) -> Outcome {
    let is_fatal = diagnostics.iter().any(|problem| match problem.severity {
        Severity::Error => true,
        Severity::Warning => strictness == Strictness::Strict,
        Severity::Advice => false,
    });
    if is_fatal { Outcome::SiteHasErrors } else { Outcome::Fine }
}
