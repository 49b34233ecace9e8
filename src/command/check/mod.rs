//! `fieldguide check`: all problems of a site, compared with the known ones, and its addresses,
//! compared with the published ones.

mod addresses;
mod baseline;
mod external;
mod fix;
mod record;
mod report;
mod search_tests;
mod summary;

use std::path::PathBuf;

use super::cache_file::CacheFile;
use super::terminal::count;
use super::{Outcome, Strictness, Terminal, held_back, note_damage, outcome};
use crate::cache::Cache;
use crate::check;
use crate::config::Project;
use crate::diagnostic::{self, Code, Diagnostic, Diagnostics, Severity};
use crate::pipeline::{self, Build, Failed, LocaleSite, Settings};
use crate::render::has_feed;
use crate::site::{FEED, OutputPath};
use addresses::{LEDGER, Ledger, PublishedAddresses};
use baseline::Baseline;
use record::RecordFile;
use report::Report;

pub(crate) use external::PrivateHosts;
pub(crate) use fix::Consent;

/// The options of a check.
pub(crate) struct CheckArguments {
    pub(crate) strictness: Strictness,
    /// The file of known problems.
    pub(crate) baseline: Option<PathBuf>,
    /// Whether every address that was published has to lead somewhere.
    pub(crate) addresses: bool,
    pub(crate) accept: Accept,
    /// Whether it makes fixes.
    pub(crate) fix: Option<Consent>,
    /// Whether other hosts are asked about links to them, and which.
    pub(crate) external: Option<PrivateHosts>,
    /// The folder for a report in HTML.
    pub(crate) report: Option<PathBuf>,
}

/// Whether the site as it is becomes what later checks compare with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accept {
    Yes,
    No,
}

/// Addresses listed at most when a ledger is written.
const LISTED: usize = 20;

/// Reports the problems of the site. Renders only pages with templates of the project.
pub(super) fn run(
    project: &Project,
    arguments: &CheckArguments,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let cache = Cache::of(project)?;
    let checked = check(project, arguments, &cache, terminal);
    note_damage(&cache, terminal);
    checked
}

fn check(
    project: &Project,
    arguments: &CheckArguments,
    cache: &Cache,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let steps = terminal.progress();
    let mut settings = pipeline::settings(project);
    let files = match CheckFiles::open(project, arguments, &mut settings) {
        Ok(files) => files,
        Err(problems) => return Err(settings.failed(problems)),
    };
    let texts = CacheFile::Texts.open_to_read(cache);
    let mut build = pipeline::check(project, settings, texts, &steps)?;
    steps.finish();
    let overdue = build.locale_sites.iter();
    let overdue =
        overdue.flat_map(|locale_site| check::overdue(&locale_site.site, project.today)).collect();
    add(overdue, &mut build);
    let mut notes: Vec<String> =
        held_back::said(&build.held_back, &build.sources).into_iter().collect();
    if let Some(tested) = search_tests::run(project, &mut build, cache) {
        notes.push(tested.said());
        add_found(tested.problems, &mut build);
    }
    if let Some(private_hosts) = arguments.external {
        let (problems, said) = external::check(project, &build, cache, private_hosts, terminal);
        add(problems, &mut build);
        notes.push(said);
    }
    notes.extend(files.compare(arguments, project, &mut build)?);
    if let Some(consent) = arguments.fix {
        notes.push(fix_files(consent, project, &mut build, terminal)?);
    }
    let total = total(&build, arguments);
    say(&build, &total, &notes, terminal);
    if let Some(report) = files.report {
        let page = report.write(project, &build, &total, &notes)?;
        terminal.say(&format!("the report is in {page}"));
    }
    Ok(outcome(&build.diagnostics, arguments.strictness))
}

/// Makes the fixes of problems. Returns a summary.
fn fix_files(
    consent: Consent,
    project: &Project,
    build: &mut Build,
    terminal: &Terminal,
) -> Result<String, Failed> {
    let found = std::mem::take(&mut build.diagnostics);
    let Build { sources, locale_sites, .. } = build;
    let config = &locale_sites.first().config;
    let (left, said) = fix::fix_files(found, sources, (project, config), consent, terminal)?;
    build.diagnostics = left;
    Ok(said)
}

/// Reports all problems, with their number by kind, and then the notes.
fn say(build: &Build, total: &str, notes: &[String], terminal: &Terminal) {
    terminal.report(&build.diagnostics, &build.sources);
    terminal.say(total);
    if build.diagnostics.len() > 1 {
        terminal.say(&summary::lines(&build.diagnostics, &build.locale_sites).join("\n"));
    }
    for note in notes {
        terminal.say(note);
    }
}

/// The files that this check compares with, and what it writes.
struct CheckFiles {
    baseline: Option<RecordFile<Baseline>>,
    ledger: Option<RecordFile<Ledger>>,
    report: Option<Report>,
}

impl CheckFiles {
    /// `Err` with the problems that keep the check from running.
    fn open(
        project: &Project,
        arguments: &CheckArguments,
        settings: &mut Settings,
    ) -> Result<CheckFiles, Vec<Diagnostic>> {
        let output = project.output_folder(&settings.config);
        let mut apart = settings.apart(project);
        apart.refuse(&output).map_err(|problem| vec![problem])?;
        apart.own.push((output, "published site"));
        let report = arguments.report.as_ref();
        let report = report.map(|folder| Report::open(folder, &apart)).transpose();
        let report = report.map_err(|problem| vec![problem])?;
        let root = &project.root;
        let (accept, sources) = (arguments.accept, &mut settings.sources);
        let baseline = arguments.baseline.clone();
        let baseline = baseline
            .map(|path| RecordFile::read(path, root, accept, baseline::parse, sources))
            .transpose()?;
        let ledger = arguments.addresses.then(|| project.root.join(LEDGER));
        let ledger = ledger
            .map(|path| RecordFile::read(path, root, accept, addresses::parse, sources))
            .transpose()?;
        Ok(CheckFiles { baseline, ledger, report })
    }

    /// Compares the site with the files of known problems and of published addresses. Returns notes.
    fn compare(
        &self,
        arguments: &CheckArguments,
        project: &Project,
        build: &mut Build,
    ) -> Result<Vec<String>, Failed> {
        let mut notes = Vec::new();
        if let Some(baseline) = &self.baseline {
            notes.push(compare_problems(baseline, arguments, project, build)?);
        }
        if let Some(ledger) = &self.ledger {
            let base_url = project.base_url(build.config());
            let locale_sites = build.locale_sites.iter();
            let now = PublishedAddresses::of(
                locale_sites.map(|locale_site| (&locale_site.site, feed_of(locale_site, base_url))),
            );
            notes.extend(compare_addresses(ledger, &now, arguments.accept, build)?);
        }
        Ok(notes)
    }
}

/// The feed of a locale site, if it has one.
fn feed_of(locale_site: &LocaleSite, base_url: Option<&str>) -> Option<OutputPath> {
    let has_feed = has_feed(&locale_site.site, &locale_site.config, base_url);
    has_feed.then(|| OutputPath::new(format!("{}{FEED}", locale_site.site.prefix)))
}

/// Takes known problems out of those that were found, or makes all of them known. Returns a summary.
fn compare_problems(
    record: &RecordFile<Baseline>,
    arguments: &CheckArguments,
    project: &Project,
    build: &mut Build,
) -> Result<String, Failed> {
    let root = Project::shown(&project.root.join(""));
    let shown = record.shown();
    let found = std::mem::take(&mut build.diagnostics);
    if arguments.accept == Accept::Yes {
        record.write(&Baseline::of(&found, &build.sources, &root))?;
        let all = count(found.len(), "known problem");
        let compared = record
            .entries
            .compare(found, &build.sources, &root, |code| is_looked_for(code, arguments, project));
        let (added, removed) = (compared.new.len(), record.entries.len() - compared.known);
        return Ok(format!("{all} in {shown}: {added} added, {removed} removed"));
    }
    let compared = record
        .entries
        .compare(found, &build.sources, &root, |code| is_looked_for(code, arguments, project));
    build.diagnostics = compared.new;
    add(compared.gone, build);
    Ok(format!("{} in {shown}", count(compared.known, "known problem")))
}

/// Whether this check finds problems of a code; unknown codes count as found.
fn is_looked_for(code: &str, arguments: &CheckArguments, project: &Project) -> bool {
    Code::from_name(code).is_none_or(|code| {
        let is_advice = code.severity() == Severity::Advice;
        (arguments.external.is_some() || !code.asks_other_hosts()) && (project.advice || !is_advice)
    })
}

/// Reports published addresses that the site has no longer, or makes those of the site the published
/// ones. Returns notes.
fn compare_addresses(
    record: &RecordFile<Ledger>,
    now: &PublishedAddresses,
    accept: Accept,
    build: &mut Build,
) -> Result<Vec<String>, Failed> {
    let (shown, ledger) = (record.shown(), &record.entries);
    let added: Vec<&str> = now.missing_from(ledger).collect();
    if accept == Accept::No {
        add(now.lost(ledger, &build.locale_sites), build);
        let new = format!("not yet in {shown}: {} (add them with `--accept`)", added.len());
        let note = (!added.is_empty()).then_some(new);
        return Ok(note.into_iter().collect());
    }
    if outcome(&build.diagnostics, Strictness::Lenient) == Outcome::SiteHasErrors {
        return Ok(vec![format!("{shown} stays as it is while the site has errors")]);
    }
    now.refuse_other(ledger, &shown)?;
    record.write(&now.text())?;
    let gone: Vec<&str> = now.gone(ledger).map(|(address, _)| address).collect();
    let mut notes =
        vec![format!("{shown}: {} addresses added, {} removed", added.len(), gone.len())];
    if !ledger.is_empty() {
        notes.extend(listed('-', &gone));
        notes.extend(listed('+', &added));
    }
    Ok(notes)
}

/// The first of some addresses, a line each, and how many more there are.
fn listed(sign: char, addresses: &[&str]) -> Vec<String> {
    let shown = addresses.iter().take(LISTED).map(|address| format!("  {sign} {address}"));
    let more = addresses.len().saturating_sub(LISTED);
    shown.chain((more > 0).then(|| format!("  {sign} {more} more"))).collect()
}

/// Adds problems, in the order of reports.
fn add(more: Vec<Diagnostic>, build: &mut Build) {
    let mut found = Diagnostics::default();
    found.push_all(more);
    add_found(found, build);
}

fn add_found(mut found: Diagnostics, build: &mut Build) {
    found.push_all(std::mem::take(&mut build.diagnostics));
    build.diagnostics = build.locale_sites.finish(found);
}

/// "2 errors in 3 pages".
fn total(build: &Build, arguments: &CheckArguments) -> String {
    let pages = count(build.locale_sites.written(), "page");
    let total = diagnostic::summary(&build.diagnostics);
    let nothing = if arguments.baseline.is_some() { "nothing new" } else { "nothing wrong" };
    format!("{} in {pages}", if total.is_empty() { nothing } else { &total })
}
