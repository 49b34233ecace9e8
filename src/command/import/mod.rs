//! `fieldguide import SOURCE DEST`: a folder that was written for another tool, or documents of another kind, as a
//! project of its own.

mod documents;
mod kind;

use std::fs;
use std::path::{Path, PathBuf};

use super::terminal::count;
use super::{Outcome, Strictness, Terminal, cannot_write, make_folder, today, write_whole};
use crate::config::{Drafts, Leniency, Project, SourceDialect};
use crate::convert::ConvertOptions;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::import::{self, ImportedContent, ImportedFile, ImportedProject, REPORT_PAGE};
use crate::memo::ResultCache;
use crate::pipeline::{self, BuildMemo, Failed};
use crate::read;

pub(crate) use kind::ImportKind;

/// What to bring over, and where to.
pub(crate) struct ImportArguments {
    pub(crate) source: PathBuf,
    pub(crate) from: Option<ImportKind>,
    pub(crate) destination: PathBuf,
    pub(crate) options: ConvertOptions,
    /// Whether it only says what it would do.
    pub(crate) is_dry_run: bool,
    /// Whether a loss is a failure.
    pub(crate) strictness: Strictness,
}

/// The file with the whole report, from the new project's root.
const REPORT: &str = "import-report.json";

/// The folder of content in the new project.
const CONTENT: &str = "content";

/// Files that a dry run names.
const LISTED: usize = 20;

/// Writes the new project.
pub(super) fn run(arguments: &ImportArguments, terminal: &Terminal) -> Result<Outcome, Failed> {
    let ImportArguments { source, destination, .. } = arguments;
    check_source(source)?;
    check_destination(destination)?;
    let project = match arguments.from.or_else(|| ImportKind::of(source)) {
        Some(ImportKind::Documents(kind)) => {
            check_apart(destination, source)?;
            documents::read(kind, source, &arguments.options)?
        }
        Some(ImportKind::Dialect(dialect)) => {
            read_site(source, Some(dialect), destination, terminal)?
        }
        None => read_site(source, None, destination, terminal)?,
    };
    if arguments.is_dry_run {
        terminal.print(&plan(&project, destination));
    } else {
        let has_errors = write(&project, destination, terminal)?;
        terminal.say(&summary(&project, destination, has_errors));
    }
    let is_lost = !project.report.losses.is_empty();
    let fails = is_lost && arguments.strictness == Strictness::Strict;
    Ok(if fails { Outcome::SiteHasErrors } else { Outcome::Fine })
}

/// Refuses what is no folder, and what is a project already.
fn check_source(source: &Path) -> Result<(), Diagnostic> {
    let shown = Project::shown(source);
    if !source.exists() {
        let problem = Diagnostic::new(Code::NotAProject, format!("there is no folder `{shown}`"));
        return Err(
            problem.help("name the folder to bring over: `fieldguide import old-site new-site`")
        );
    }
    if !source.is_dir() && ImportKind::of(source).is_none() {
        let message = format!("`{shown}` is no folder, no HTML, no Word and no CSV file");
        let problem = Diagnostic::new(Code::NotAProject, message);
        return Err(problem.help("name the folder that holds it"));
    }
    if source.join("fieldguide.yaml").exists() {
        let message = format!("`{shown}` is a project of fieldguide already");
        let problem = Diagnostic::new(Code::NotAProject, message);
        return Err(problem.help(format!("look at it with `fieldguide serve --root {shown}`")));
    }
    Ok(())
}

/// Refuses a folder that holds anything.
fn check_destination(destination: &Path) -> Result<(), Diagnostic> {
    let is_empty = fs::read_dir(destination).is_ok_and(|mut entries| entries.next().is_none());
    if is_empty || !(destination.exists() || destination.is_symlink()) {
        return Ok(());
    }
    let message =
        format!("`{}` exists already and is not an empty folder", Project::shown(destination));
    let problem = Diagnostic::new(Code::OutputNotOurs, message);
    Err(problem.help("name a new folder: an import never writes over anything"))
}

/// Refuses to write among the texts that are read.
fn check_apart(destination: &Path, texts: &Path) -> Result<(), Diagnostic> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let around = absolute(destination);
    let nearest = around.ancestors().find_map(|folder| folder.canonicalize().ok());
    let inner = texts.canonicalize().unwrap_or_else(|_| absolute(texts));
    if !nearest.is_some_and(|folder| folder.starts_with(&inner)) {
        return Ok(());
    }
    let [destination, texts] = [destination, texts].map(Project::shown);
    let message = format!("`{destination}` lies in `{texts}`, the folder that is brought over");
    let problem = Diagnostic::new(Code::OutputNotOurs, message);
    Err(problem.help("name a folder beside it"))
}

/// Reads the site of the old tool, drafts too.
fn read_site(
    source: &Path,
    dialect: Option<SourceDialect>,
    destination: &Path,
    terminal: &Terminal,
) -> Result<ImportedProject, Failed> {
    let origin = &read::old_site(source, dialect);
    check_apart(destination, &origin.content)?;
    let project = Project {
        // Nothing of a project that is not there counts: no settings, and no theme.
        content: Some(origin.content.clone()),
        ..new_project(destination, Drafts::IncludeExpired)
    };
    let settings = pipeline::settings_of_import(|config| import::prepare(config, origin));
    let steps = terminal.progress();
    let linked = pipeline::link(&project, settings, &mut BuildMemo::default(), &steps)?;
    steps.finish();
    Ok(import::import(&linked, origin, today()))
}

/// The new project.
fn new_project(root: &Path, drafts: Drafts) -> Project {
    Project {
        root: root.to_owned(),
        content: None,
        output: None,
        base_url: None,
        drafts,
        leniency: Leniency::AsSet,
        advice: false,
        urls: None,
        editor: None,
        today: today(),
    }
}

/// Writes the files, the settings last. Returns whether the new site has problems that would keep it from being
/// published; its settings then count them as warnings.
fn write(
    project: &ImportedProject,
    destination: &Path,
    terminal: &Terminal,
) -> Result<bool, Failed> {
    let content = destination.join(CONTENT);
    make_folder(&content)?;
    for ImportedFile { path, content: file } in &project.files {
        let path = content.join(path.as_str());
        make_folder(path.parent().unwrap_or(&content))?;
        match file {
            ImportedContent::Text(text) => write_whole(&path, text)?,
            ImportedContent::Bytes(bytes) => {
                fs::write(&path, bytes).map_err(|error| cannot_write(&path, &error))?;
            }
            ImportedContent::CopyOf(source) => {
                fs::copy(source, &path).map_err(|error| cannot_write(&path, &error))?;
            }
        }
    }
    write_whole(&content.join(REPORT_PAGE), &project.report.page())?;
    write_whole(&destination.join(REPORT), &project.report.json())?;
    let new = new_project(destination, Drafts::Exclude);
    write_whole(&new.settings_file(), &project.settings.text(false))?;
    let has_errors = has_errors(&new, terminal)?;
    if has_errors {
        write_whole(&new.settings_file(), &project.settings.text(true))?;
    }
    Ok(has_errors)
}

/// Whether a check of the new project finds errors.
fn has_errors(project: &Project, terminal: &Terminal) -> Result<bool, Failed> {
    let steps = terminal.progress();
    let settings = pipeline::settings(project);
    let build = pipeline::check(project, settings, ResultCache::default(), &steps)?;
    steps.finish();
    Ok(build.diagnostics.iter().any(|problem| problem.severity == Severity::Error))
}

/// What an import would do.
fn plan(project: &ImportedProject, destination: &Path) -> String {
    let shown = Project::shown(destination);
    let mut lines = vec![format!("would write to {shown}: {}", contents(project))];
    lines.extend(losses(project));
    let files = project.files.iter().map(|file| format!("  {shown}/{CONTENT}/{}", file.path));
    lines.extend(files.take(LISTED));
    if project.files.len() > LISTED {
        lines.push(format!("  and {} more", project.files.len() - LISTED));
    }
    lines.push(format!("  {shown}/{CONTENT}/{REPORT_PAGE}, {shown}/{REPORT}"));
    lines.push(format!("  {shown}/fieldguide.yaml:"));
    let settings = project.settings.text(project.settings.expects_errors());
    lines.extend(settings.lines().map(|line| format!("    {line}").trim_end().to_owned()));
    lines.push("nothing was written".to_owned());
    lines.join("\n")
}

/// What an import did, and how to go on.
fn summary(project: &ImportedProject, destination: &Path, has_errors: bool) -> String {
    let shown = Project::shown(destination);
    let mut lines = vec![format!("{} are in {shown}", contents(project))];
    lines.extend(losses(project));
    if !project.report.losses.is_empty() {
        lines.push(format!(
            "  the whole list is in {shown}/{REPORT}, and as a draft in {shown}/{CONTENT}/{REPORT_PAGE}"
        ));
    }
    if has_errors {
        lines.push(format!(
            "  errors of the old site count as warnings until you fix them: `fieldguide check --root {shown}`"
        ));
    }
    lines.push(format!("\n  cd {shown}\n  fieldguide serve --open"));
    lines.join("\n")
}

/// "12 pages and 3 files, read as hugo because of hugo.toml, with 9 old addresses".
fn contents(project: &ImportedProject) -> String {
    let report = &project.report;
    let files =
        project.files.iter().filter(|file| !matches!(file.content, ImportedContent::Text(_)));
    let because = report.by.as_ref().map(|by| format!(" because of {by}")).unwrap_or_default();
    format!(
        "{} and {} (read as {}{because}; {} redirected)",
        count(report.pages, "page"),
        count(files.count(), "file"),
        report.kind,
        match report.aliases {
            1 => "1 old address is".to_owned(),
            number => format!("{number} old addresses are"),
        }
    )
}

/// A line on what is not kept as it was.
fn losses(project: &ImportedProject) -> Option<String> {
    let counts = project.report.counts();
    let named =
        counts.iter().map(|(_, heading, number)| format!("{}: {number}", heading.to_lowercase()));
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| format!("  not as it was: {}", named.join("; ")))
}
