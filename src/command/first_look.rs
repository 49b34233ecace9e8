//! A first look: what became of a folder that has no settings of ours, and what keeps it from being published.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Terminal;
use super::terminal::count;
use crate::config::Project;
use crate::diagnostic::Diagnostic;
use crate::pipeline::LocaleSites;
use crate::read::FoundDialect;
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
pub(super) fn summary(
    locale_sites: &LocaleSites,
    dialect: Option<&FoundDialect>,
    found: &[Diagnostic],
    project: &Project,
) -> String {
    let (good, all) = links(locale_sites);
    let mut lines = vec![format!("first look: {good} of {all} links lead somewhere")];
    lines.extend(dialect.and_then(read_as));
    lines.extend(not_understood(found));
    let errors = found.iter().filter(|problem| problem.is_softened).count();
    if errors > 0 {
        lines.push(format!(
            "  to publish it, fix {} (`fieldguide check` lists them); until then they count as warnings",
            count(errors, "error")
        ));
    }
    lines.extend(kept(locale_sites, project));
    lines.join("\n")
}

/// How somebody who has no settings yet makes a project of the folder.
fn kept(locale_sites: &LocaleSites, project: &Project) -> Option<String> {
    let folder = project.content_folder(&locale_sites.first().config);
    let said =
        format!("  to keep it, run `fieldguide import {} new-site`", Project::shown(&folder));
    (!project.settings_file().exists()).then_some(said)
}

/// "  read as hugo, because of hugo.toml; menu by SUMMARY.md".
fn read_as(FoundDialect { dialect, by, menu }: &FoundDialect) -> Option<String> {
    let read = by.as_ref().map(|by| {
        format!(
            "read as {}, because of {by} (the setting `dialect` says otherwise)",
            dialect.name()
        )
    });
    let order = menu.as_ref().map(|menu| format!("menu by {menu}"));
    let said: Vec<String> = read.into_iter().chain(order).collect();
    (!said.is_empty()).then(|| format!("  {}", said.join("; ")))
}

/// Kinds of marks that a line names.
const MARKS: usize = 4;

/// "  not understood: 12 marks on 214 pages: `{{< param >}}` 118, `{% include %}` 64 …".
fn not_understood(found: &[Diagnostic]) -> Option<String> {
    let mut by_form: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pages = BTreeSet::new();
    for problem in found {
        let Some(form) = &problem.mark else { continue };
        *by_form.entry(form).or_default() += 1 + problem.repeats;
        pages.extend(problem.span.map(|span| span.file));
    }
    let mut forms: Vec<(&str, usize)> = by_form.into_iter().collect();
    forms.sort_by_key(|(form, number)| (Reverse(*number), *form));
    let named = forms.iter().take(MARKS).map(|(form, number)| format!("{form} {number}"));
    let named: Vec<String> = named.collect();
    let more = if forms.len() > MARKS { " …" } else { "" };
    let (kinds, pages) = (count(forms.len(), "kind of mark"), count(pages.len(), "page"));
    let kinds = kinds.replace("kind of marks", "kinds of marks");
    (!forms.is_empty())
        .then(|| format!("  not understood: {kinds} on {pages}: {}{more}", named.join(", ")))
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
