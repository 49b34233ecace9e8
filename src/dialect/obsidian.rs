//! The Markdown of Obsidian (help.obsidian.md): links by name, embeds, comments, highlights and callouts.

use std::ops::Range;

use super::edits::Edits;
use super::names::link_to;
use super::prose::{LineKind, SourceProse, first_line};
use super::{DialectPage, FileNames};
use crate::document::Anchor;

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    for at in prose.find("[[") {
        link(at, page, prose, names, edits);
    }
    block_ids(prose, edits);
    highlights(prose, edits);
    queries(prose, edits);
}

/// Blocks that plugins turn into lists of notes and the like.
const QUERIES: [&str; 6] = ["dataview", "dataviewjs", "tasks", "query", "base", "button"];

/// Reports blocks of plugins, which show what they look for.
fn queries(prose: &SourceProse<'_>, edits: &mut Edits) {
    for block in prose.code_blocks() {
        let info = prose.code_info(block.start);
        if QUERIES.contains(&info) {
            let place = prose.lines[block.start].place.clone();
            let end = place.start + prose.text[place].trim_end().len();
            edits.told(end - info.len()..end, info, info);
        }
    }
}

/// `[[page#heading|words]]` and `![[file|size]]`.
fn link(
    at: usize,
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    let text = prose.text;
    let inner_start = at + 2;
    let Some(length) = first_line(&text[inner_start..]).find("]]") else { return };
    let inner = &text[inner_start..inner_start + length];
    let is_embed = text[..at].ends_with('!');
    let place = at - usize::from(is_embed)..inner_start + length + 2;
    let link = ObsidianLink::parse(inner);
    if link.target.is_empty() && link.anchor.is_none() {
        return;
    }
    let file = names.find(link.target, page.path).or_else(|| names.aliased(link.target));
    let is_own = link.target.is_empty();
    if file.is_none() && !is_own {
        // The words stay, and a report says that no file has the name.
        let address = link_to(&format!("{}.md", link.target), "");
        edits.replace(place, format!("[{}]({address})", link.words()));
        return;
    }
    let address = file.map(|file| link_to(file, page.path)).unwrap_or_default();
    let is_page = file.is_none_or(|file| file.to_lowercase().ends_with(".md"));
    let fragment = link.anchor.map(|anchor| fragment(anchor, is_page)).unwrap_or_default();
    match (is_embed, is_page) {
        (true, true) => edits.replace(place, embedded(&address, &fragment, at, prose)),
        (true, false) if is_picture(&address) => {
            edits.replace(place, format!("![{}]({address})", link.alternative()));
        }
        _ => edits.replace(place, format!("[{}]({address}{fragment})", link.words())),
    }
}

/// What stands between the brackets.
struct ObsidianLink<'t> {
    target: &'t str,
    anchor: Option<&'t str>,
    label: Option<&'t str>,
}

impl<'t> ObsidianLink<'t> {
    fn parse(inner: &'t str) -> ObsidianLink<'t> {
        // In a table, the bar has a backslash before it.
        let (destination, label) = match inner.split_once('|') {
            Some((destination, label)) => {
                (destination.strip_suffix('\\').unwrap_or(destination), Some(label.trim()))
            }
            None => (inner, None),
        };
        let (target, anchor) = match destination.split_once('#') {
            Some((target, anchor)) => (target, Some(anchor.trim())),
            None => (destination, None),
        };
        ObsidianLink {
            target: target.trim(),
            anchor,
            label: label.filter(|label| !label.is_empty()),
        }
    }

    /// The words that a reader sees.
    fn words(&self) -> String {
        let words = self.label.map_or_else(
            || {
                let last = self.anchor.map(|anchor| anchor.replace('#', " > "));
                match (self.target, last) {
                    ("", Some(anchor)) => anchor,
                    (target, Some(anchor)) => format!("{target} > {anchor}"),
                    (target, None) => target.to_owned(),
                }
            },
            str::to_owned,
        );
        words.replace('[', "\\[").replace(']', "\\]")
    }

    /// The words for those who do not see a picture; a size is none.
    fn alternative(&self) -> String {
        let label = self.label.unwrap_or_default();
        let is_size =
            |part: &str| part.split('x').all(|number| number.trim().parse::<u32>().is_ok());
        let parts = label.split('|').filter(|part| !is_size(part));
        parts.collect::<Vec<_>>().join(" ").replace('[', "\\[").replace(']', "\\]")
    }
}

/// The fragment for a heading, which Obsidian names by its words and by those above it; a block by `^id`.
fn fragment(anchor: &str, is_page: bool) -> String {
    if !is_page {
        return format!("#{anchor}");
    }
    let last = anchor.rsplit('#').next().unwrap_or(anchor).trim();
    match last.strip_prefix('^') {
        Some(block) => format!("#{}", block.to_lowercase()),
        None => format!("#{}", Anchor::of_words(last).as_str()),
    }
}

/// A page that is shown within another one: as a block of its own where nothing else stands in the line, else as a
/// link.
fn embedded(address: &str, fragment: &str, at: usize, prose: &SourceProse<'_>) -> String {
    let line = prose.line_at(at);
    let is_alone = line.is_some_and(|line| {
        let words = prose.text[line.place.clone()].trim();
        words.starts_with("![[") && words.ends_with("]]") && words.matches("[[").count() == 1
    });
    if is_alone {
        format!("::: include {address}{fragment}")
    } else {
        let name = address.rsplit('/').next().unwrap_or(address);
        format!("[{}]({address}{fragment})", name.trim_end_matches(".md"))
    }
}

fn is_picture(address: &str) -> bool {
    const ENDINGS: [&str; 8] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"];
    let address = address.to_lowercase();
    ENDINGS.iter().any(|ending| address.ends_with(ending))
}

/// `^id` at the end of a block is the name of that block.
fn block_ids(prose: &SourceProse<'_>, edits: &mut Edits) {
    for line in prose.lines.iter().filter(|line| line.kind == LineKind::Words) {
        let words = prose.text[line.place.clone()].trim_end();
        let Some((before, id)) = words.rsplit_once('^') else { continue };
        let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let start = line.place.start + before.len();
        let stands_apart = before.is_empty() || before.ends_with([' ', '\t']);
        if is_id && stands_apart && !prose.is_closed(start) {
            let place: Range<usize> = start..line.place.start + words.len();
            edits.replace(place, format!("<span id=\"{}\"></span>", id.to_lowercase()));
        }
    }
}

/// `==words==` stand out.
fn highlights(prose: &SourceProse<'_>, edits: &mut Edits) {
    super::marked::between(prose, "==", "mark", edits);
}
