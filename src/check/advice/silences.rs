//! Lines of a page that silence a rule to no purpose.

use crate::check::CheckedSite;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// Tells of each rule that a page silences and that finds nothing there, if it was run at all.
pub(super) fn useless(
    locale_sites: &[CheckedSite<'_>],
    wants_all: bool,
    diagnostics: &mut Diagnostics,
) {
    let config = locale_sites[0].config;
    let was_run = |code: Code| {
        let is_wanted = wants_all || config.checks.wants(code);
        // What a check finds only one day, or only by asking others, may be silenced beforehand.
        let is_of_today = code != Code::ReviewOverdue && !code.asks_other_hosts();
        is_of_today && (is_wanted || code.severity() != Severity::Advice)
    };
    let found = diagnostics.by_file();
    let sites = locale_sites.iter().map(|locale_site| locale_site.site);
    for page in sites.flat_map(|site| site.pages.iter().filter(|page| site.is_own(page))) {
        for &(code, span) in &page.front_matter.silenced {
            if was_run(code) && !found.contains(&(page.source.id, code)) {
                let message = format!("`{}` finds nothing on this page", code.name());
                let problem = Diagnostic::new(Code::UselessSilence, message).at(span);
                diagnostics.push(problem.help("remove the line"));
            }
        }
    }
}
