//! `fieldguide check`: everything that a build would complain of, and nothing written.

use super::terminal::count;
use super::{Outcome, Strictness, Terminal, outcome};
use crate::config::Project;
use crate::diagnostic::{Diagnostic, summary};
use crate::pipeline;

/// Builds the site into nothing, so that templates are checked too.
pub(super) fn run(
    project: &Project,
    strictness: Strictness,
    terminal: &Terminal,
) -> Result<Outcome, Box<Diagnostic>> {
    let steps = terminal.progress();
    let build = pipeline::build(project, pipeline::settings(project), &drop, &steps)?;
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
