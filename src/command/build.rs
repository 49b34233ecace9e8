//! `fieldguide build`: the site into its output folder.

use std::time::Duration;

use super::terminal::{count, duration, size};
use super::{Outcome, Strictness, Terminal, outcome};
use crate::config::Project;
use crate::diagnostic::summary;
use crate::index::{Index, Sizes};
use crate::pipeline::{self, Failed, Progress as _, Stage};
use crate::write::{Staging, Written};

/// Builds the site. One with errors is not published; the last one stays as it is.
pub(super) fn run(
    project: &Project,
    strictness: Strictness,
    timings: Timings,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let steps = terminal.progress();
    let settings = pipeline::settings(project);
    let (content, output) = settings.folders(project);
    let staging = match Staging::open(&output, &content) {
        Ok(staging) => staging,
        Err(problem) => return Err(settings.failed([problem])),
    };
    let mut build = pipeline::build(project, settings, &|file| staging.put(file), &steps)?;
    let outcome = outcome(&build.diagnostics, strictness);
    let pages = count(build.site.pages.len(), "page");
    if outcome == Outcome::SiteHasErrors {
        steps.finish();
        terminal.report(&build.diagnostics, &build.sources);
        let problems = summary(&build.diagnostics);
        terminal.say(&format!("{problems} in {pages}: the site was not written"));
        return Ok(outcome);
    }
    steps.begin(Stage::Index, 0);
    let put = |file| staging.put(file);
    let (index, found) = pipeline::index(project, build.searched(), &build.search_client);
    let sizes = index.publish(build.searched(), &put);
    build.diagnostics.extend(found);
    steps.begin(Stage::Write, 0);
    let written = staging.commit()?;
    let (times, total) = steps.finish();
    terminal.report(&build.diagnostics, &build.sources);
    if !build.diagnostics.is_empty() {
        terminal.say(&summary(&build.diagnostics));
    }
    let shown = Project::shown(&output);
    terminal.say(&format!("{pages} built in {}: {}", duration(total), wrote(&written, &shown)));
    if timings == Timings::Shown {
        show_timings(&times, &index, &sizes, terminal);
    } else {
        let times =
            times.iter().map(|(stage, time)| format!("{} {}", stage.name(), duration(*time)));
        terminal.say(&format!("  {}", times.collect::<Vec<_>>().join(", ")));
    }
    if project.base_url(&build.config).is_none() {
        terminal.say("  no `base_url`: sitemap, feed and canonical links were left out, and 404.html expects");
        terminal.say("  the site at the root of its server");
    }
    Ok(outcome)
}

/// Whether the seconds of each stage are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timings {
    Shown,
    Brief,
}

/// The seconds of each stage; the seconds and bytes of the search index by kind of file.
fn show_timings(times: &[(Stage, Duration)], index: &Index, sizes: &Sizes, terminal: &Terminal) {
    for (stage, time) in times {
        terminal.print_beside_report(&format!("{:<8}{:>9.3} s", stage.name(), time.as_secs_f64()));
    }
    let bytes: usize = sizes.values().map(|(_, bytes)| bytes).sum();
    let files: usize = sizes.values().map(|(files, _)| files).sum();
    let seconds: f64 = times
        .iter()
        .filter(|(stage, _)| *stage == Stage::Index)
        .map(|(_, time)| time.as_secs_f64())
        .sum();
    let (documents, updated) = index.documents();
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
