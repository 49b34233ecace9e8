//! `fieldguide check`: everything that a build would complain of, and nothing written.

use super::terminal::count;
use super::{Outcome, Strictness, Terminal, outcome};
use crate::config::Project;
use crate::diagnostic::summary;
use crate::pipeline::{self, Failed};
use crate::write::refuse_overlap;

/// Builds the site into nothing, so that templates are checked too.
pub(super) fn run(
    project: &Project,
    strictness: Strictness,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let steps = terminal.progress();
    let settings = pipeline::settings(project);
    let (content, output) = settings.folders(project);
    if let Err(problem) = refuse_overlap(&output, &content) {
        return Err(settings.failed(problem));
    }
    let build = pipeline::build(project, settings, &drop, &steps)?;
    steps.finish();
    terminal.report(&build.diagnostics, &build.sources);
    let pages = count(build.site.pages.len(), "page");
    let found = summary(&build.diagnostics);
    terminal.say(&if found.is_empty() {
        format!("nothing wrong in {pages}")
    } else {
        format!("{found} in {pages}")
    });
    Ok(outcome(&build.diagnostics, strictness))
}
