//! Links to other hosts: asks for each, and reports the answers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::cache::Cache;
use crate::check::external_addresses;
use crate::command::Terminal;
use crate::command::terminal::count;
use crate::config::{External, Project};
use crate::diagnostic::{Code, Diagnostic};
use crate::external::{self, LinkStatus, Manners};
use crate::pipeline::{Build, Progress as _, Stage};
use crate::source::{Sources, Span};

/// Between two requests to one host.
const PAUSE: Duration = Duration::from_millis(250);

/// Whether this run asks hosts that only this machine or its network can reach.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrivateHosts {
    Asked,
    /// If the settings say so.
    AsSet,
}

/// Asks for all addresses on other hosts. Returns their problems, and a summary.
pub(super) fn check(
    project: &Project,
    build: &Build,
    cache: &Cache,
    reach: PrivateHosts,
    terminal: &Terminal,
) -> (Vec<Diagnostic>, String) {
    let settings = &build.config().external;
    let found = build.locale_sites.iter().flat_map(|locale_site| {
        external_addresses(&locale_site.site, &locale_site.links, &locale_site.config)
    });
    // Pages that fall back to the first locale site are there several times.
    let found: BTreeSet<(String, Span)> = found.collect();
    let (wanted, skipped): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(address, _)| is_wanted(address, settings));
    let addresses: BTreeSet<&String> = wanted.iter().map(|(address, _)| address).collect();
    let addresses: Vec<String> = addresses.into_iter().cloned().collect();
    let manners = Manners {
        timeout: Duration::from_secs(settings.timeout),
        pause: PAUSE,
        keep: settings.keep_days,
        today: project.today,
        reach: if settings.private_hosts || reach == PrivateHosts::Asked {
            external::everywhere
        } else {
            external::public
        },
    };
    let steps = terminal.progress();
    steps.begin(Stage::Ask, addresses.len());
    let (answers, kept) = external::ask(&addresses, &manners, cache, &|| steps.step());
    steps.finish();
    let mut problems = report(&wanted, &answers, &build.sources);
    if let Err(error) = kept {
        let message = format!("the answers of other hosts cannot be kept: {error}");
        problems.push(Diagnostic::new(Code::WriteFailed, message));
    }
    let skipped: BTreeSet<&String> = skipped.iter().map(|(address, _)| address).collect();
    (problems, said(&answers, skipped.len()))
}

fn is_wanted(address: &str, settings: &External) -> bool {
    !fits_any(address, &settings.skip)
        && (settings.only.is_empty() || fits_any(address, &settings.only))
}

fn fits_any(address: &str, patterns: &[String]) -> bool {
    patterns.iter().any(|pattern| external::fits(address, pattern))
}

/// The number of addresses of each kind.
fn said(answers: &BTreeMap<String, LinkStatus>, skipped: usize) -> String {
    let (mut working, mut broken, mut unknown, mut unasked) = (0, 0, 0, 0);
    for answer in answers.values() {
        match answer {
            LinkStatus::Works | LinkStatus::Moved(_) => working += 1,
            LinkStatus::Broken(_) => broken += 1,
            LinkStatus::Unknown(_) => unknown += 1,
            LinkStatus::NotAsked(_) => unasked += 1,
        }
    }
    let all = count(answers.len(), "link");
    let mut said = format!(
        "{all} to other hosts: {working} work, {broken} broken, {unknown} could not be told"
    );
    if unasked > 0 {
        said += &format!("; {unasked} not asked, on private hosts");
    }
    if skipped > 0 {
        said += &format!("; {skipped} skipped");
    }
    said
}

/// A problem for each place of an address that does not work, or works elsewhere; only for the first place if the
/// answer is unknown, or if the address was not asked.
fn report(
    places: &[(String, Span)],
    answers: &BTreeMap<String, LinkStatus>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut reported = BTreeSet::new();
    let mut problems = Vec::new();
    for (address, span) in places {
        let Some(answer) = answers.get(address) else { continue };
        let is_first = reported.insert(address);
        if is_first || !matches!(answer, LinkStatus::Unknown(_) | LinkStatus::NotAsked(_)) {
            problems.extend(problem(address, answer).map(|problem| {
                let problem = problem.at(*span);
                match answer {
                    // These mean something in Markdown or in HTML.
                    LinkStatus::Moved(to) if !to.contains(['(', ')', '\'', '&']) => {
                        problem.fixed_by(address, to, sources.file(span.file))
                    }
                    _ => problem,
                }
            }));
        }
    }
    problems
}

fn problem(address: &str, answer: &LinkStatus) -> Option<Diagnostic> {
    match answer {
        LinkStatus::Works => None,
        LinkStatus::Moved(to) => {
            let message = format!("`{address}` has moved for good");
            let problem = Diagnostic::new(Code::MovedExternalLink, message);
            Some(problem.help(format!("write `{to}`")))
        }
        LinkStatus::Broken(why) => {
            let message = format!("`{address}` leads nowhere: {why}");
            let problem = Diagnostic::new(Code::BrokenExternalLink, message);
            Some(problem.help("find out where it went, or remove the link"))
        }
        LinkStatus::Unknown(why) => {
            let message = format!("nobody can tell whether `{address}` works: {why}");
            let problem = Diagnostic::new(Code::UntoldExternalLink, message);
            Some(problem.help("look at it yourself, or name it under `skip`"))
        }
        LinkStatus::NotAsked(why) => {
            let message = format!("`{address}` was not asked: {why}");
            let problem = Diagnostic::new(Code::UntoldExternalLink, message);
            Some(problem.help(
                "name it under `skip`, or allow such hosts with `private_hosts: true` or `--private-hosts`",
            ))
        }
    }
}
