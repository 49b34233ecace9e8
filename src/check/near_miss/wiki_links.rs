//! `[[page]]` and `![[picture.png]]`, as wikis and notebooks write links.
//!
//! In other text, two brackets are prose or code: `[[Prototype]]`. So only what names a page or a file of the site is
//! reported.

use std::collections::HashMap;
use std::ops::Range;

use super::{CheckedText, with_fix};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{ContentPath, EntryId, Links, Role, Site};

pub(crate) fn check(site: &Site, _: &Links, _: &Config, diagnostics: &mut Diagnostics) {
    let mut with_brackets = site.pages.iter().filter(|page| page.body().contains("[[")).peekable();
    if with_brackets.peek().is_none() {
        return;
    }
    let names = SiteNames::new(site);
    for page in with_brackets {
        let text = CheckedText::new(page);
        for block in text.mask.blocks() {
            let lines: Vec<(usize, &str)> = text.mask.lines(&block.range).collect();
            for (at, (start, line)) in lines.iter().copied().enumerate() {
                if is_table_of_settings(line, lines.get(at + 1).map(|(_, next)| *next)) {
                    continue;
                }
                for found in wiki_links(&text, start, line) {
                    diagnostics.extend_with(near_miss(&text, &found, &names));
                }
            }
        }
    }
}

/// Whether a line begins a table in TOML, as pages about settings show them.
fn is_table_of_settings(line: &str, next: Option<&str>) -> bool {
    let line = line.trim();
    let is_alone = line.starts_with("[[") && line.find("]]") == Some(line.len().saturating_sub(2));
    is_alone && next.is_some_and(|next| next.trim_start().starts_with('[') || next.contains(" ="))
}

/// A link of a wiki.
struct WikiLink<'t> {
    /// Its bytes in the Markdown.
    place: Range<usize>,
    is_picture: bool,
    /// What it names, without an anchor.
    name: &'t str,
    anchor: Option<&'t str>,
    label: Option<&'t str>,
}

fn wiki_links<'t>(text: &CheckedText<'t>, start: usize, line: &str) -> Vec<WikiLink<'t>> {
    let found = line.match_indices("[[").filter_map(|(at, _)| {
        let end = at + line[at..].find("]]")? + 2;
        // A sign that divides cells is escaped, and no word.
        let inside = &text.source[start + at + 2..start + end - 2];
        let is_picture = line[..at].ends_with('!');
        let place = start + at - usize::from(is_picture)..start + end;
        wiki_link(inside, place, is_picture)
    });
    found.collect()
}

fn wiki_link(inside: &str, place: Range<usize>, is_picture: bool) -> Option<WikiLink<'_>> {
    let (target, label) = match inside.split_once('|') {
        Some((target, label)) => (target.trim_end_matches('\\'), Some(label.trim())),
        None => (inside, None),
    };
    let (name, anchor) = match target.split_once('#') {
        Some((name, anchor)) => (name, Some(anchor.trim())),
        None => (target, None),
    };
    let is_whole = !name.trim().is_empty() && !inside.contains(['[', ']']);
    is_whole.then(|| WikiLink { place, is_picture, name: name.trim(), anchor, label })
}

fn near_miss(
    text: &CheckedText<'_>,
    link: &WikiLink<'_>,
    names: &SiteNames<'_>,
) -> Option<Diagnostic> {
    let paths = names.named(link.name)?;
    let written = &text.source[link.place.clone()];
    let message = format!("`{written}` is a link of another tool, and stays on the page");
    let problem = text.problem(Code::ForeignSyntax, message, &link.place);
    let meant: Vec<String> =
        paths.iter().filter_map(|named| written_link(text, link, named, names.site)).collect();
    Some(match &meant[..] {
        [] => problem.help("write a link to the page, `[words](path)`"),
        [only] => {
            let fix = text.fix(&link.place, only.clone());
            with_fix(problem.help(format!("write `{only}`")), Some(fix))
        }
        several => problem.help(format!("write one of `{}`", several.join("`, `"))),
    })
}

/// The link in Markdown; `None` if the page has not what its anchor names.
fn written_link(
    text: &CheckedText<'_>,
    link: &WikiLink<'_>,
    named: &NameTarget<'_>,
    site: &Site,
) -> Option<String> {
    let (path, anchor) = match *named {
        NameTarget::File(path) => (path, None),
        NameTarget::Entry(id) => {
            (&site.entry(id).path, link.anchor.map(|name| anchor(site, id, name)))
        }
    };
    let anchor = match anchor {
        Some(found) => format!("#{}", found?),
        None => String::new(),
    };
    let address = path.seen_from(text.page.written.folder()) + &anchor;
    let address = if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address };
    let mark = if link.is_picture && matches!(named, NameTarget::File(_)) { "!" } else { "" };
    // A number behind the sign is the width of a picture.
    let label = link.label.filter(|label| !label.starts_with(|sign: char| sign.is_ascii_digit()));
    let words = label.unwrap_or_else(|| words_of(link.name));
    Some(format!("{mark}[{words}]({address})"))
}

/// The last part of a path, without the ending of a page or a picture.
fn words_of(name: &str) -> &str {
    let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
    let is_ending = |ending: &str| (2..=5).contains(&ending.len()) && !ending.contains(' ');
    name.rsplit_once('.').filter(|(_, ending)| is_ending(ending)).map_or(name, |(stem, _)| stem)
}

/// The id of a heading by its words, or of a place by its id.
fn anchor(site: &Site, id: EntryId, name: &str) -> Option<String> {
    let page = site.page(site.entry(id).page?);
    let wanted = name.rsplit_once('#').map_or(name, |(_, last)| last).to_lowercase();
    let mut headings = page.headings();
    let heading = headings.find(|heading| heading.text.to_lowercase() == wanted);
    let by_words = heading.map(|heading| heading.anchor.as_str().to_owned());
    by_words.or_else(|| page.has_anchor(&wanted).then_some(wanted))
}

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameTarget<'s> {
    Entry(EntryId),
    File(&'s ContentPath),
}

/// The names of the pages and the files of a site, in lower case.
struct SiteNames<'s> {
    site: &'s Site,
    by_name: HashMap<String, Vec<NameTarget<'s>>>,
}

impl<'s> SiteNames<'s> {
    fn new(site: &'s Site) -> SiteNames<'s> {
        let mut names = SiteNames { site, by_name: HashMap::new() };
        for (id, entry) in site.entries.enumerate() {
            if matches!(entry.role, Role::NotFound) || entry.page.is_none() {
                continue;
            }
            let path = &entry.path;
            names.add(&site.title(entry), NameTarget::Entry(id));
            for name in [path.stem(), path.file_name(), path.without_extension(), path.as_str()] {
                names.add(name, NameTarget::Entry(id));
            }
        }
        for asset in site.assets.iter() {
            names.add(asset.path.file_name(), NameTarget::File(&asset.path));
            names.add(asset.path.as_str(), NameTarget::File(&asset.path));
        }
        names
    }

    fn add(&mut self, name: &str, named: NameTarget<'s>) {
        let all = self.by_name.entry(name.to_lowercase()).or_default();
        if !all.contains(&named) {
            all.push(named);
        }
    }

    fn named(&self, name: &str) -> Option<&[NameTarget<'s>]> {
        let name = name.trim_start_matches("./").trim_start_matches('/');
        self.by_name.get(&name.to_lowercase()).map(Vec::as_slice)
    }
}
