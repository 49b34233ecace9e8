//! `fieldguide build`: the site into its output folder.

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use super::cache_file::{CacheFile, program};
use super::terminal::{Steps, count, duration, size};
use super::timings::{self, Figures, Timings};
use super::{
    Outcome, Strictness, Terminal, first_look, held_back, note_damage, outcome, write_whole,
};
use crate::cache::Cache;
use crate::config::Project;
use crate::diagnostic::{self, Diagnostic, Format, summary};
use crate::index::{self, Index, Sizes};
use crate::memo::{Fingerprint, Unasked};
use crate::parse::HeldBack;
use crate::pipeline::{
    self, Build, BuildMemo, Failed, Linked, LocaleSites, Progress as _, Settings, Stage,
};
use crate::read::FoundDialect;
use crate::site::{Output, OutputPath};
use crate::source::Sources;
use crate::write::{CommitSummary, MadeFrom, OutputSize, Staging};

/// The options of a build.
pub(super) struct BuildArguments {
    pub(super) strictness: Strictness,
    pub(super) timings: Timings,
    /// The file for all problems as JSON.
    pub(super) report: Option<PathBuf>,
}

/// Builds the site. One with errors is not published; the last one stays as it is.
pub(super) fn run(
    project: &Project,
    arguments: &BuildArguments,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let cache = Arc::new(Cache::of(project)?);
    let built = build(project, &cache, arguments, terminal);
    note_damage(&cache, terminal);
    built
}

fn build(
    project: &Project,
    cache: &Arc<Cache>,
    arguments: &BuildArguments,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let steps = terminal.progress();
    let settings = pipeline::settings(project);
    let output = project.output_folder(&settings.config);
    let mut staging = match Staging::open(&output, &settings.apart(project)) {
        Ok(staging) => staging,
        Err(problem) => return Err(settings.failed([problem])),
    };
    staging.remember(Arc::clone(cache), program());
    let output = Project::shown(&output);
    let run = BuildRun { project, cache, arguments, terminal, steps, output };
    let linked = run.link(settings)?;
    let found = linked.diagnostics();
    if let Some(output_size) = run.unchanged(&linked, &found, &staging) {
        run.write_report(&found, &linked.sources)?;
        run.say_unchanged(&linked, &found, output_size);
        return Ok(Outcome::Fine);
    }
    let made = run.make(&linked, &found, &staging);
    run.publish(linked, &found, made, staging)
}

/// One run of the command.
struct BuildRun<'r> {
    project: &'r Project,
    cache: &'r Cache,
    arguments: &'r BuildArguments,
    terminal: &'r Terminal,
    steps: Steps,
    /// The output folder, as messages show it.
    output: String,
}

/// The parts of a new site that are ready before it takes the place of the old one.
struct BuiltParts {
    /// Problems of the whole site, sorted.
    diagnostics: Vec<Diagnostic>,
    /// Bytes of pages.
    rendered: u64,
    /// `None` if the site has problems that forbid its publication.
    indexed: Option<Indexed>,
}

/// The indexes for search, the sizes of their files, and the problems of making them.
struct Indexed {
    indexes: Vec<Index>,
    sizes: Sizes,
    found: Vec<Diagnostic>,
}

impl BuildRun<'_> {
    /// Reads, parses and links the site. The process is about to end: to take a large site apart would take as long as
    /// to link it, so nothing drops it.
    fn link(&self, settings: Settings) -> Result<ManuallyDrop<Linked>, Failed> {
        let mut memo = BuildMemo::of_run(CacheFile::Texts.open(self.cache));
        let linked = pipeline::link(self.project, settings, &mut memo, &self.steps)?;
        let _ = CacheFile::Texts.close(&memo.texts, Unasked::Go, self.cache);
        Ok(ManuallyDrop::new(linked))
    }

    /// The files of the last build, if this one would make the same. `--timings` wants every stage to run.
    fn unchanged(
        &self,
        linked: &Linked,
        found: &[Diagnostic],
        staging: &Staging,
    ) -> Option<OutputSize> {
        if self.arguments.timings == Timings::Shown
            || outcome(found, self.arguments.strictness) != Outcome::Fine
        {
            return None;
        }
        let (output_size, indexes) = staging.whole(linked.made_from)?;
        let languages = &linked.locale_sites.first().config.languages;
        (index::kept_state(self.cache, languages) == Some(indexes)).then_some(output_size)
    }

    /// Makes the pages and the search indexes side by side: an index is made by one thread in part, and has to wait for
    /// the disk, so pages fill the gaps.
    fn make(&self, linked: &Linked, found: &[Diagnostic], staging: &Staging) -> BuiltParts {
        let is_fine = outcome(found, self.arguments.strictness) == Outcome::Fine;
        let began = Instant::now();
        let ((diagnostics, rendered), indexed) = rayon::join(
            || {
                let rendered = self.render(linked, staging);
                self.steps.begin_at(Stage::Index, 0, began);
                rendered
            },
            || is_fine.then(|| index(self.cache, &linked.locale_sites, staging)),
        );
        BuiltParts { diagnostics, rendered, indexed }
    }

    /// Makes the pages. Returns the problems of the site, and the bytes of pages.
    fn render(&self, linked: &Linked, staging: &Staging) -> (Vec<Diagnostic>, u64) {
        let code = CacheFile::Code.open(self.cache);
        let pages = Pages { staging, bytes: AtomicU64::new(0), are_all_new: AtomicBool::new(true) };
        let diagnostics = pipeline::render(
            self.project,
            linked,
            &code,
            &|path, made_from| pages.take_over(path, made_from),
            &|page| pages.put(page),
            &self.steps,
        );
        // The pages that were taken over did not ask for their code.
        let unasked = if pages.are_all_new.into_inner() { Unasked::Go } else { Unasked::Stay };
        let _ = CacheFile::Code.close(&code, unasked, self.cache);
        (diagnostics, pages.bytes.into_inner())
    }

    /// Puts the new site in its place, unless it has errors. `found` are the problems before pages were made.
    fn publish(
        &self,
        linked: ManuallyDrop<Linked>,
        found: &[Diagnostic],
        made: BuiltParts,
        staging: Staging,
    ) -> Result<Outcome, Failed> {
        let site = linked.made_from;
        let BuiltParts { diagnostics, rendered, indexed } = made;
        let build = Build::new(ManuallyDrop::into_inner(linked), diagnostics);
        let mut build = ManuallyDrop::new(build);
        self.write_report(&build.diagnostics, &build.sources)?;
        let outcome = outcome(&build.diagnostics, self.arguments.strictness);
        let Some(Indexed { indexes, sizes, found: of_indexes }) =
            indexed.filter(|_| outcome != Outcome::SiteHasErrors)
        else {
            self.say_not_written(&build);
            return Ok(outcome);
        };
        // A build that skips its work would not report problems that only making pages finds.
        let may_skip = build.diagnostics == found && of_indexes.is_empty();
        build.diagnostics.extend(of_indexes);
        self.steps.begin(Stage::Write, 0);
        let state = index::state(&indexes).filter(|_| may_skip);
        let written = staging.commit(state.map(|indexes| MadeFrom { site, indexes }))?;
        self.say_written(&build, &written, &Figures { rendered, indexes, sizes });
        Ok(outcome)
    }

    fn say_unchanged(&self, linked: &Linked, found: &[Diagnostic], output_size: OutputSize) {
        let (_, total) = self.steps.finish();
        self.report(found, &FinishedSite::of_linked(linked), &linked.sources);
        let pages = count(linked.locale_sites.written(), "page");
        let (time, files) = (duration(total), count(output_size.files, "file"));
        let there = format!("{files}, {} in {}", size(output_size.bytes), self.output);
        self.terminal.say(&format!("{pages} checked in {time}: nothing has changed, {there}"));
    }

    fn say_not_written(&self, build: &Build) {
        self.steps.finish();
        self.terminal.report(&build.diagnostics, &build.sources);
        let problems = summary(&build.diagnostics);
        let pages = count(build.locale_sites.written(), "page");
        self.terminal.say(&format!("{problems} in {pages}: the site was not written"));
    }

    fn say_written(&self, build: &Build, written: &CommitSummary, figures: &Figures) {
        let (passed, total) = self.steps.finish();
        self.report(&build.diagnostics, &FinishedSite::of_build(build), &build.sources);
        let pages = count(build.locale_sites.written(), "page");
        let wrote = wrote(written, &self.output);
        self.terminal.say(&format!("{pages} built in {}: {wrote}", duration(total)));
        match self.arguments.timings {
            Timings::Shown => timings::show(&passed, build, written, figures, self.terminal),
            Timings::Brief => timings::say(&passed, self.terminal),
        }
        if self.project.base_url(build.config()).is_none() {
            self.terminal.say(NO_ADDRESS);
        }
    }

    /// Reports the problems of a site that is published all the same, and the pages that it holds back.
    fn report(&self, found: &[Diagnostic], site: &FinishedSite<'_>, sources: &Sources) {
        first_look::report(site.locale_sites, found, sources, self.terminal);
        if !found.is_empty() {
            self.terminal.say(&summary(found));
        }
        if site.locale_sites.is_first_look() {
            let summary = first_look::summary(site.locale_sites, site.dialect, found, self.project);
            self.terminal.say(&summary);
        }
        if let Some(said) = held_back::said(site.held_back, sources) {
            self.terminal.say(&said);
        }
    }

    /// Writes all problems as JSON, if somebody asked for it.
    fn write_report(&self, found: &[Diagnostic], sources: &Sources) -> Result<(), Failed> {
        let Some(path) = &self.arguments.report else { return Ok(()) };
        write_whole(path, &diagnostic::report(found, sources, Format::Json))
    }
}

/// What is said of a site besides its problems.
struct FinishedSite<'s> {
    locale_sites: &'s LocaleSites,
    held_back: &'s HeldBack,
    dialect: Option<&'s FoundDialect>,
}

impl<'s> FinishedSite<'s> {
    fn of_linked(linked: &'s Linked) -> FinishedSite<'s> {
        let Linked { locale_sites, held_back, dialect, .. } = linked;
        FinishedSite { locale_sites, held_back, dialect: dialect.as_ref() }
    }

    fn of_build(build: &'s Build) -> FinishedSite<'s> {
        let Build { locale_sites, held_back, dialect, .. } = build;
        FinishedSite { locale_sites, held_back, dialect: dialect.as_ref() }
    }
}

/// The effects of a site without an address.
const NO_ADDRESS: &str = "  no `base_url`: the site has no sitemap, no feed and no canonical links, and 404.html \
                          expects\n  the site at the root of its server";

/// The pages of a new site, from several threads.
struct Pages<'s> {
    staging: &'s Staging,
    /// Of pages that are new, in bytes.
    bytes: AtomicU64,
    /// Whether no page was taken over.
    are_all_new: AtomicBool,
}

impl Pages<'_> {
    fn put(&self, page: Output) {
        self.bytes.fetch_add(page.content.known_length(), Ordering::Relaxed);
        self.staging.put(page);
    }

    /// Takes over a file of the old site, if it was made from the same. Returns whether it did.
    fn take_over(&self, path: &OutputPath, made_from: Fingerprint) -> bool {
        let is_there = self.staging.take_over(path, made_from).is_some();
        self.are_all_new.fetch_and(!is_there, Ordering::Relaxed);
        is_there
    }
}

/// Makes the indexes, and the files of the search.
fn index(cache: &Cache, locale_sites: &LocaleSites, staging: &Staging) -> Indexed {
    let (indexes, found) = pipeline::index(cache, locale_sites);
    let mut sizes = Sizes::new();
    for (index, locale_site) in indexes.iter().zip(locale_sites.iter()) {
        let published = index.publish(
            locale_site.searched(),
            &|path, made_from| staging.take_over(path, made_from),
            &|file| staging.put(file),
        );
        for (kind, (files, bytes)) in published {
            let size = sizes.entry(kind).or_default();
            *size = (size.0 + files, size.1 + bytes);
        }
    }
    Indexed { indexes, sizes, found }
}

fn wrote(written: &CommitSummary, folder: &str) -> String {
    let mut text = format!("{}, {} in {folder}", count(written.files, "file"), size(written.bytes));
    if written.changed < written.files {
        text += &format!(" ({} changed)", written.changed);
    }
    if written.removed > 0 {
        text += &format!(" ({} removed)", written.removed);
    }
    text
}
