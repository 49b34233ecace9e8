//! Problems by their kind, and by who looks after the page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic};
use crate::pipeline::LocaleSites;
use crate::source::FileId;

/// The name for problems on pages without an owner, and for those elsewhere.
const NO_OWNER: &str = "no owner";

/// Problems that have something in common, each with its number among all.
pub(super) type ProblemGroup<'d, K> = (K, Vec<(usize, &'d Diagnostic)>);

/// By kind, the most frequent first.
pub(super) fn by_kind(found: &[Diagnostic]) -> Vec<ProblemGroup<'_, Code>> {
    grouped(found, |problem| problem.code)
}

/// By owner, the one with the most first; nothing if no page of the site has an owner.
pub(super) fn by_owner<'d>(
    found: &'d [Diagnostic],
    locale_sites: &'d LocaleSites,
) -> Vec<ProblemGroup<'d, &'d str>> {
    let pages = locale_sites.iter().flat_map(|locale_site| &locale_site.site.pages);
    let owned = pages.filter_map(|page| {
        let owner = page.front_matter.review.owner.as_deref()?;
        Some((page.source.id, owner))
    });
    let owners: HashMap<FileId, &str> = owned.collect();
    if owners.is_empty() {
        return Vec::new();
    }
    grouped(found, |problem| {
        let owner = problem.span.and_then(|span| owners.get(&span.file));
        owner.copied().unwrap_or(NO_OWNER)
    })
}

fn grouped<K: Ord + Copy>(
    found: &[Diagnostic],
    key: impl Fn(&Diagnostic) -> K,
) -> Vec<ProblemGroup<'_, K>> {
    let mut groups: BTreeMap<K, Vec<(usize, &Diagnostic)>> = BTreeMap::new();
    for (number, problem) in (1..).zip(found) {
        groups.entry(key(problem)).or_default().push((number, problem));
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, problems)| Reverse(problems.len()));
    groups
}

/// The numbers of all groups, a line each.
pub(super) fn lines(found: &[Diagnostic], locale_sites: &LocaleSites) -> Vec<String> {
    let kinds = by_kind(found).into_iter().map(|(code, problems)| line(&problems, code.name()));
    let mut lines: Vec<String> = kinds.collect();
    let owners = by_owner(found, locale_sites);
    if !owners.is_empty() {
        lines.push("by owner:".to_owned());
        lines.extend(owners.iter().map(|(owner, problems)| line(problems, owner)));
    }
    lines
}

fn line(problems: &[(usize, &Diagnostic)], name: &str) -> String {
    format!("{:>6}  {name}", problems.len())
}
