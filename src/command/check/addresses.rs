//! Published addresses: a file that lists every page, file and anchor that somebody may have linked
//! to, so that none of them disappears without a redirect.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use super::record;
use crate::diagnostic::{Code, Diagnostic};
use crate::percent;
use crate::pipeline::LocaleSites;
use crate::site::{Entry, OutputPath, Page, Reference, Role, Site};
use crate::source::{SourceFile, Span};

/// The file, from the project's folder.
pub(super) const LEDGER: &str = "addresses.txt";

const HEAD: &str = "# Addresses of this site that others may have linked to, kept by \
                    `fieldguide check --addresses --accept`.";

/// The addresses of a site as the ledger writes them: `a/b.html`, `a/b.html#anchor`.
pub(super) struct PublishedAddresses {
    /// All of them, old ones that lead to a page too.
    all: BTreeSet<String>,
    /// Those that only lead to a page: whatever their anchors were, readers get there.
    redirects: BTreeSet<String>,
}

/// Addresses that have been published, and where the ledger says so.
pub(super) type Ledger = BTreeMap<String, Span>;

/// Reads a ledger. `Err` with all its problems.
pub(super) fn parse(file: &SourceFile) -> Result<Ledger, Vec<Diagnostic>> {
    let mut ledger = Ledger::new();
    let mut problems = Vec::new();
    for (line, span) in record::lines(file) {
        if line.starts_with('#') {
            continue;
        }
        let path = line.split('#').next().unwrap_or_default();
        if let Some(conflict) = record::conflict(line, span) {
            problems.push(conflict);
        } else if path.starts_with('/')
            || path.ends_with('/')
            || path.contains("://")
            || line.contains(char::is_whitespace)
        {
            let message = format!("`{line}` is no address as this file writes them");
            let problem = Diagnostic::new(Code::RecordSyntax, message).at(span);
            problems.push(problem.help("write the published file: `guides/start.html`"));
        } else {
            ledger.entry(line.to_owned()).or_insert(span);
        }
    }
    let text = file.text.trim_start_matches('\u{feff}').trim();
    if ledger.is_empty() && problems.is_empty() && !text.is_empty() && !text.starts_with(HEAD) {
        let message = "this file holds no address, so it may be something else";
        let problem = Diagnostic::new(Code::RecordSyntax, message).at(file.span(0, 0));
        problems.push(problem.help("move it away, and write the addresses with `--accept`"));
    }
    if problems.is_empty() { Ok(ledger) } else { Err(problems) }
}

impl PublishedAddresses {
    /// The addresses of a site in all its languages, each with that of its feed if it has one.
    pub(super) fn of<'s>(
        locale_sites: impl Iterator<Item = (&'s Site, Option<OutputPath>)>,
    ) -> PublishedAddresses {
        let mut addresses = PublishedAddresses { all: BTreeSet::new(), redirects: BTreeSet::new() };
        for (site, feed) in locale_sites {
            addresses.add(site, feed);
        }
        addresses
    }

    fn add(&mut self, site: &Site, feed: Option<OutputPath>) {
        let all = &mut self.all;
        for entry in site.entries.iter().filter(|entry| entry.role != Role::NotFound) {
            let address = written(entry.url.output().as_str());
            // Anchors of a translation have other names.
            let anchors = if site.is_translated(entry) { anchors(entry, site) } else { Vec::new() };
            for anchor in anchors {
                all.insert(format!("{address}#{}", written(&anchor)));
            }
            all.insert(address);
            all.extend(entry.companion().map(|path| written(path.as_str())));
        }
        all.extend(site.assets.iter().map(|asset| written(asset.url().as_str())));
        all.extend(feed.map(|path| written(path.as_str())));
        let redirects = site.redirects.iter().map(|(old, _)| written(old.output().as_str()));
        let redirects: BTreeSet<String> = redirects.collect();
        all.extend(redirects.iter().cloned());
        self.redirects.extend(redirects);
    }

    /// The ledger that holds them.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for address in &self.all {
            let _ = writeln!(text, "{address}");
        }
        text
    }

    /// Those that a ledger lacks.
    pub(super) fn missing_from<'a>(&'a self, ledger: &'a Ledger) -> impl Iterator<Item = &'a str> {
        self.all.iter().map(String::as_str).filter(|address| !ledger.contains_key(*address))
    }

    /// Those of a ledger that the site has no longer.
    pub(super) fn gone<'a>(&'a self, ledger: &'a Ledger) -> impl Iterator<Item = (&'a str, Span)> {
        let all = ledger.iter().map(|(address, span)| (address.as_str(), *span));
        all.filter(|(address, _)| !self.all.contains(*address))
    }

    /// Refuses to replace a file that has lines and no address of the site: it is something else.
    pub(super) fn refuse_other(&self, ledger: &Ledger, shown: &str) -> Result<(), Diagnostic> {
        let is_ledger = ledger.is_empty() || ledger.keys().any(|known| self.all.contains(known));
        if is_ledger {
            return Ok(());
        }
        let message = format!("`{shown}` holds no address of this site, so it may be another file");
        let problem = Diagnostic::new(Code::RecordSyntax, message);
        Err(problem.help("move the file away, and write the addresses with `--accept` again"))
    }

    /// Addresses that would lead nowhere: of a page that is gone once, not for each anchor.
    pub(super) fn lost(&self, ledger: &Ledger, locale_sites: &LocaleSites) -> Vec<Diagnostic> {
        let sites = locale_sites.iter().map(|locale_site| &locale_site.site);
        let pages = sites.flat_map(|site| {
            let entries = site.entries.iter();
            entries.filter_map(|entry| {
                Some((written(entry.url.output().as_str()), site.page(entry.page?)))
            })
        });
        let pages: HashMap<String, &Page> = pages.collect();
        let mut lost = Vec::new();
        let mut reported: BTreeSet<&str> = BTreeSet::new();
        for (address, span) in self.gone(ledger) {
            let (path, anchor) = match address.split_once('#') {
                Some((path, anchor)) => (path, Some(anchor)),
                None => (address, None),
            };
            if !self.all.contains(path) {
                if reported.insert(path) {
                    lost.push(lost_address(path, span));
                }
            } else if let Some(anchor) = anchor.filter(|_| !self.redirects.contains(path)) {
                lost.push(lost_anchor(path, anchor, span, pages.get(path).copied()));
            }
        }
        lost
    }
}

fn lost_address(path: &str, span: Span) -> Diagnostic {
    let (what, help) = if path.ends_with(".html") {
        ("page", format!("add `aliases: [/{path}]` to the page that took its place"))
    } else {
        ("file", "put it back under this name".to_owned())
    };
    let message = format!("the published {what} `/{path}` would be gone");
    let problem = Diagnostic::new(Code::LostAddress, message).at(span).help(help);
    problem.note(LET_GO)
}

fn lost_anchor(path: &str, anchor: &str, span: Span, page: Option<&Page>) -> Diagnostic {
    let message = format!("the page `/{path}` would no longer have the place `#{anchor}`");
    let mut problem = Diagnostic::new(Code::LostAnchor, message).at(span);
    if let Some(page) = page {
        problem = problem.note_at("the page", page.start());
    }
    let help = format!("give the heading that took its place the id: `{{#{anchor}}}`");
    problem.note(LET_GO).help(help)
}

const LET_GO: &str = "if nobody needs it, let it go with `fieldguide check --addresses --accept`";

/// The places on a page that a link can lead to.
fn anchors(entry: &Entry, site: &Site) -> Vec<String> {
    let page = entry.page.map(|page| site.page(page));
    let mut anchors: Vec<String> =
        page.into_iter().flat_map(Page::anchors).map(str::to_owned).collect();
    if entry.role == Role::References {
        anchors.extend(site.references.iter().map(Reference::anchor));
    }
    anchors
}

/// A name as the ledger writes it: in one word, and with `#` for nothing but anchors.
fn written(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '#' | '%' | '\u{feff}') || c.is_whitespace() || c.is_control() {
            written.push_str(&percent::encode(c.encode_utf8(&mut [0; 4]), ""));
        } else {
            written.push(c);
        }
    }
    written
}
