//! `fieldguide build`: the site into its output folder.

use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use super::kept::{KeptFile, program};
use super::terminal::{Passed, count, duration, size};
use super::{Outcome, Strictness, Terminal, held_back, note_damage, outcome};
use crate::cache::Cache;
use crate::config::Project;
use crate::diagnostic::{Diagnostic, summary};
use crate::index::{self, Index, Sizes};
use crate::memo::Unasked;
use crate::parse::HeldBack;
use crate::pipeline::{self, Build, BuildMemo, Editions, Failed, Progress as _, Stage};
use crate::site::{Output, OutputPath};
use crate::source::Sources;
use crate::write::{MadeFrom, Staging, Written};

/// Builds the site. One with errors is not published; the last one stays as it is.
pub(super) fn run(
    project: &Project,
    strictness: Strictness,
    timings: Timings,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let cache = Arc::new(Cache::of(project)?);
    let built = build(project, &cache, strictness, timings, terminal);
    note_damage(&cache, terminal);
    built
}

fn build(
    project: &Project,
    cache: &Arc<Cache>,
    strictness: Strictness,
    timings: Timings,
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
    let rendered = AtomicU64::new(0);
    let put_page = |file: Output| {
        rendered.fetch_add(file.content.known_length(), Ordering::Relaxed);
        staging.put(file);
    };
    let mut memo = BuildMemo::of_run(KeptFile::Texts.open(cache));
    let linked = pipeline::link(project, settings, &mut memo, &steps)?;
    let _ = KeptFile::Texts.close(&memo.texts, Unasked::Go, cache);
    drop(memo);
    // The process is about to end: to take a large site apart would take it as long as to link it.
    let linked = ManuallyDrop::new(linked);
    let found = linked.diagnostics();
    let so_far = outcome(&found, strictness);
    let made_from = linked.made_from;
    let pages = count(linked.editions.written(), "page");
    // Whoever wants to know what each stage takes wants each of them.
    let may_rest = timings == Timings::Brief && so_far == Outcome::Fine;
    let languages = &linked.editions.first().config.languages;
    if may_rest
        && let Some((left, indexes)) = staging.whole(made_from)
        && index::kept_state(cache, languages) == Some(indexes)
    {
        let (_, total) = steps.finish();
        tell(&found, &linked.sources, terminal);
        tell_held_back(&linked.held_back, &linked.sources, terminal);
        let (time, shown) = (duration(total), Project::shown(&output));
        let there = format!("{}, {} in {shown}", count(left.files, "file"), size(left.bytes));
        terminal.say(&format!("{pages} looked at in {time}: nothing has changed, {there}"));
        return Ok(Outcome::Fine);
    }
    let code = KeptFile::Code.open(cache);
    let all_were_made = AtomicBool::new(true);
    let take_over = |path: &OutputPath, from| {
        let is_there = staging.take_over(path, from).is_some();
        all_were_made.fetch_and(!is_there, Ordering::Relaxed);
        is_there
    };
    let began = Instant::now();
    // An index is made by one thread in part, and has to wait for the disk: pages fill the gaps.
    let (diagnostics, indexed) = rayon::join(
        || {
            let found = pipeline::render(project, &linked, &code, &take_over, &put_page, &steps);
            steps.begin_at(Stage::Index, 0, began);
            found
        },
        || (so_far == Outcome::Fine).then(|| index(cache, &linked.editions, &staging)),
    );
    let unasked = if all_were_made.into_inner() { Unasked::Go } else { Unasked::Stay };
    let _ = KeptFile::Code.close(&code, unasked, cache);
    drop(code);
    let told_before = diagnostics == found;
    let build = Build::new(ManuallyDrop::into_inner(linked), diagnostics);
    let mut build = ManuallyDrop::new(build);
    let outcome = outcome(&build.diagnostics, strictness);
    let Some(Indexed { indexes, sizes, found }) =
        indexed.filter(|_| outcome != Outcome::SiteHasErrors)
    else {
        steps.finish();
        terminal.report(&build.diagnostics, &build.sources);
        let problems = summary(&build.diagnostics);
        terminal.say(&format!("{problems} in {pages}: the site was not written"));
        return Ok(outcome);
    };
    let told_before = told_before && found.is_empty();
    build.diagnostics.extend(found);
    steps.begin(Stage::Write, 0);
    // What only making pages shows would not be told again.
    let indexes_state = index::state(&indexes).filter(|_| told_before);
    let made_from = indexes_state.map(|indexes| MadeFrom { site: made_from, indexes });
    let written = staging.commit(made_from)?;
    let (passed, total) = steps.finish();
    tell(&build.diagnostics, &build.sources, terminal);
    tell_held_back(&build.held_back, &build.sources, terminal);
    let shown = Project::shown(&output);
    terminal.say(&format!("{pages} built in {}: {}", duration(total), wrote(&written, &shown)));
    if timings == Timings::Shown {
        let indexed: u64 = sizes.values().map(|(_, bytes)| bytes).sum();
        let read = build.sources.files().map(|file| file.text.len() as u64).sum();
        let bytes = |stage| match stage {
            Stage::Read => Some(read),
            Stage::Render => Some(rendered.load(Ordering::Relaxed)),
            Stage::Index => Some(indexed),
            Stage::Write => Some(written.bytes),
            _ => None,
        };
        show_stages(&passed, bytes, terminal);
        show_index(&passed, &indexes, &sizes, indexed, terminal);
    } else {
        let times = passed.iter().map(|one| format!("{} {}", one.stage.name(), duration(one.time)));
        terminal.say(&format!("  {}", times.collect::<Vec<_>>().join(", ")));
    }
    if project.base_url(build.config()).is_none() {
        terminal.say("  no `base_url`: sitemap, feed and canonical links were left out, and 404.html expects");
        terminal.say("  the site at the root of its server");
    }
    Ok(outcome)
}

/// The indexes for search, what their files take, and what was found on the way.
struct Indexed {
    indexes: Vec<Index>,
    sizes: Sizes,
    found: Vec<Diagnostic>,
}

/// Makes the indexes, and the files of the search.
fn index(cache: &Cache, editions: &Editions, staging: &Staging) -> Indexed {
    let put = |file| staging.put(file);
    let take_over = |path: &OutputPath, from| staging.take_over(path, from);
    let (indexes, found) = pipeline::index(cache, editions);
    let mut sizes = Sizes::new();
    for (index, edition) in indexes.iter().zip(editions.iter()) {
        for (kind, (files, bytes)) in index.publish(edition.searched(), &take_over, &put) {
            let size = sizes.entry(kind).or_default();
            *size = (size.0 + files, size.1 + bytes);
        }
    }
    Indexed { indexes, sizes, found }
}

/// What was found in a site that is there all the same.
fn tell(found: &[Diagnostic], sources: &Sources, terminal: &Terminal) {
    terminal.report(found, sources);
    if !found.is_empty() {
        terminal.say(&summary(found));
    }
}

/// What other tools would not publish either.
fn tell_held_back(held: &HeldBack, sources: &Sources, terminal: &Terminal) {
    if let Some(said) = held_back::said(held, sources) {
        terminal.say(&said);
    }
}

/// Whether what each stage takes is listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timings {
    Shown,
    Brief,
}

/// The seconds of each stage, the bytes that it read or made, and the most memory held until its end.
fn show_stages(passed: &[Passed], bytes: impl Fn(Stage) -> Option<u64>, terminal: &Terminal) {
    let row = |stage: &str, seconds: &str, bytes: &str, memory: &str| {
        let row = format!("{stage:<8}{seconds:>9}{bytes:>14}{memory:>11}");
        terminal.print_beside_report(row.trim_end());
    };
    let cell = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
    row("stage", "seconds", "bytes", "peak MB");
    for Passed { stage, time, peak_memory } in passed {
        let memory = peak_memory.map(|bytes| bytes / 1_000_000);
        let seconds = format!("{:.3}", time.as_secs_f64());
        row(stage.name(), &seconds, &cell(bytes(*stage)), &cell(memory));
    }
}

/// The seconds and bytes of the search index, by kind of file; `bytes` are those of all of them.
fn show_index(
    passed: &[Passed],
    indexes: &[Index],
    sizes: &Sizes,
    bytes: u64,
    terminal: &Terminal,
) {
    let files: usize = sizes.values().map(|(files, _)| files).sum();
    let of_index = passed.iter().filter(|one| one.stage == Stage::Index);
    let seconds: f64 = of_index.map(|one| one.time.as_secs_f64()).sum();
    let all = indexes.iter().map(Index::documents);
    let (documents, updated) = all.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let documents = count(documents, "document");
    terminal.print_beside_report(&format!(
        "search index: {seconds:.3} s, {bytes} bytes in {files} files, {documents}, {updated} of them new or changed"
    ));
    for (kind, (files, bytes)) in sizes {
        terminal.print_beside_report(&format!("  {kind:<10}{files:>7} files{bytes:>12} bytes"));
    }
}

fn wrote(written: &Written, folder: &str) -> String {
    let mut text = format!("{}, {} in {folder}", count(written.files, "file"), size(written.bytes));
    if written.changed < written.files {
        text += &format!(" ({} changed)", written.changed);
    }
    if written.removed > 0 {
        text += &format!(" ({} removed)", written.removed);
    }
    text
}
