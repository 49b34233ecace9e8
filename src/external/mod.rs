//! Addresses on other hosts: whether they still work.
//!
//! In: addresses. Out: an [`LinkStatus`] for each. The only part of the program that asks other hosts, and
//! only when `check --external` wants it. It is polite: one request at a time to each host, with a pause
//! between; answers are kept for some days; a host that says "not now" is asked again later, as long as
//! it says (RFC 9110, section 10.2.3); one that does not answer at all is left alone. Hosts that only this machine
//! or its network can reach are not asked.

mod cache;
mod reach;
mod request;

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::time::Duration;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cache::Cache;
use cache::LinkStatusCache;
pub(crate) use reach::{AddressPolicy, everywhere, public};
use request::{Client, NO_HOST};

/// The answer of a host for an address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LinkStatus {
    Works,
    /// It works, and its host says that it has this other address for good.
    Moved(String),
    /// It leads nowhere; why.
    Broken(String),
    /// The host did not say; why.
    Unknown(String),
    /// It was not asked, or a redirect was not followed; why.
    NotAsked(String),
}

/// How to ask.
#[derive(Clone, Debug)]
pub(crate) struct Manners {
    /// How long to wait for one answer.
    pub(crate) timeout: Duration,
    /// Between two requests to one host; the wait before asking again grows from ten times as much.
    pub(crate) pause: Duration,
    /// Days that an answer is kept.
    pub(crate) keep: i64,
    /// The day of the run.
    pub(crate) today: Date,
    /// Which hosts are asked.
    pub(crate) reach: AddressPolicy,
}

/// Hosts that are asked at the same time.
const AT_ONCE: usize = 16;

/// Times in a row that a host may fail to answer before the rest of its addresses is given up.
const SILENCES: usize = 3;

/// Asks for addresses, each once, and calls `done` after each. The cache keeps the answers from run to run; the second
/// result says whether it could be written.
pub(crate) fn ask(
    addresses: &[String],
    manners: &Manners,
    cache: &Cache,
    done: &(dyn Fn() + Sync),
) -> (BTreeMap<String, LinkStatus>, std::io::Result<()>) {
    let mut statuses = LinkStatusCache::read(cache, manners);
    let mut known = BTreeMap::new();
    let mut by_host: HashMap<String, Vec<&String>> = HashMap::new();
    for address in addresses {
        if known.contains_key(address) {
            continue;
        }
        if let Some(answer) = statuses.get(address) {
            known.insert(address.clone(), answer);
            done();
        } else {
            let queue = by_host.entry(host(address)).or_default();
            if !queue.contains(&address) {
                queue.push(address);
            }
        }
    }
    // Those with most addresses take longest.
    let mut hosts: Vec<Vec<&String>> = by_host.into_values().collect();
    hosts.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| b.cmp(a)));
    let (hosts, found) = (Mutex::new(hosts), Mutex::new(BTreeMap::new()));
    let client = Client::new(manners);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = hosts.lock().expect("no thread panics while it holds this").pop();
                    let Some(queue) = next else { break };
                    ask_host(&queue, &client, manners, &|address, answer| {
                        let mut found = found.lock().expect("no thread panics while it holds this");
                        found.insert(address.to_owned(), answer);
                        done();
                    });
                }
            });
        }
    });
    let mut answers = found.into_inner().expect("no thread panics while it holds this");
    missing_hosts(&mut answers);
    answers.extend(known);
    statuses.put(&answers, manners);
    let is_written = statuses.write(cache);
    (answers, is_written)
}

/// Where other hosts answered, one whose name is not known does not exist; else there may be no network.
fn missing_hosts(answers: &mut BTreeMap<String, LinkStatus>) {
    let mut heard = answers.values();
    if heard.any(|answer| !matches!(answer, LinkStatus::Unknown(_) | LinkStatus::NotAsked(_))) {
        for answer in answers.values_mut() {
            if matches!(answer, LinkStatus::Unknown(why) if why == NO_HOST) {
                *answer = LinkStatus::Broken(NO_HOST.to_owned());
            }
        }
    }
}

/// Asks for the addresses of one host, one after the other.
fn ask_host(
    queue: &[&String],
    client: &Client,
    manners: &Manners,
    tell: &dyn Fn(&str, LinkStatus),
) {
    let mut silences = 0;
    for (at, address) in queue.iter().enumerate() {
        if at > 0 {
            std::thread::sleep(manners.pause);
        }
        if silences == SILENCES {
            tell(address, LinkStatus::Unknown("the host did not answer before".to_owned()));
            continue;
        }
        let (answer, is_silent) = client.ask(address);
        silences = if is_silent { silences + 1 } else { 0 };
        tell(address, answer);
    }
}

/// Host and port of an address, as written.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether an address fits a pattern, in which `*` stands for anything. Without `*`, the address begins with the
/// pattern.
pub(crate) fn fits(address: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = address.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = Some(part);
    }
    // What follows the last star is the end of the address.
    last.is_none_or(|part| part.is_empty() || address.ends_with(part))
}

#[cfg(test)]
mod tests;
