//! A first look: what became of a folder that has no settings of ours, and what keeps it from being published.

use super::Terminal;
use super::terminal::count;
use crate::diagnostic::Diagnostic;
use crate::pipeline::LocaleSites;
use crate::site::Target;
use crate::source::Sources;

/// Reports the problems of a site: each, or in a first look, which may find thousands, each kind.
pub(in crate::command) fn report(
    locale_sites: &LocaleSites,
    found: &[Diagnostic],
    sources: &Sources,
    terminal: &Terminal,
) {
    if locale_sites.is_first_look() {
        terminal.report_overview(found, sources);
    } else {
        terminal.report(found, sources);
    }
}

/// The lines under the overview of the problems.
pub(super) fn summary(locale_sites: &LocaleSites, found: &[Diagnostic]) -> String {
    let (good, all) = links(locale_sites);
    let errors = found.iter().filter(|problem| problem.is_softened).count();
    let mut lines = vec![format!("first look: {good} of {all} links lead somewhere")];
    if errors > 0 {
        lines.push(format!(
            "  to publish it, fix {} (`fieldguide check` lists them); until then they count as warnings",
            count(errors, "error")
        ));
    }
    lines.join("\n")
}

/// The links of pages inside the site that lead somewhere, and all of them.
fn links(locale_sites: &LocaleSites) -> (usize, usize) {
    let (mut good, mut all) = (0, 0);
    for locale_site in locale_sites.iter() {
        for (_, _, target) in locale_site.links.written(&locale_site.site) {
            if !matches!(target, Target::External) {
                all += 1;
                good += usize::from(!matches!(target, Target::Unresolved(_)));
            }
        }
    }
    (good, all)
}
