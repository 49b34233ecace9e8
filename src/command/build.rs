//! `fieldguide build`: the site into its output folder.

use super::terminal::{count, duration, size};
use super::{Outcome, Strictness, Terminal, outcome};
use crate::config::Project;
use crate::diagnostic::summary;
use crate::pipeline::{self, Failed, Progress as _, Stage};
use crate::write::{Staging, Written};

/// Builds the site. One with errors is not published; the last one stays as it is.
pub(super) fn run(
    project: &Project,
    strictness: Strictness,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let steps = terminal.progress();
    let settings = pipeline::settings(project);
    let (content, output) = settings.folders(project);
    let staging = match Staging::open(&output, &content) {
        Ok(staging) => staging,
        Err(problem) => return Err(settings.failed(problem)),
    };
    let build = pipeline::build(project, settings, &|file| staging.put(file), &steps)?;
    let outcome = outcome(&build.diagnostics, strictness);
    let pages = count(build.site.pages.len(), "page");
    if outcome == Outcome::SiteHasErrors {
        steps.finish();
        terminal.report(&build.diagnostics, &build.sources);
        let problems = summary(&build.diagnostics);
        terminal.say(&format!("{problems} in {pages}: the site was not written"));
        return Ok(outcome);
    }
    steps.begin(Stage::Write, 0);
    let written = staging.commit()?;
    let (times, total) = steps.finish();
    terminal.report(&build.diagnostics, &build.sources);
    if !build.diagnostics.is_empty() {
        terminal.say(&summary(&build.diagnostics));
    }
    let times: Vec<String> = times
        .into_iter()
        .map(|(stage, time)| format!("{} {}", stage.name(), duration(time)))
        .collect();
    let shown = Project::shown(&output);
    terminal.say(&format!("{pages} built in {}: {}", duration(total), wrote(&written, &shown)));
    terminal.say(&format!("  {}", times.join(", ")));
    if project.base_url(&build.config).is_none() {
        terminal.say("  no `base_url`: sitemap, feed and canonical links were left out, and 404.html expects");
        terminal.say("  the site at the root of its server");
    }
    Ok(outcome)
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
