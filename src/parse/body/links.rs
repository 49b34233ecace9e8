//! Links in pieces of Markdown and of HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Diagnostics;
use crate::markdown;
use crate::markdown::raw_html::{self, Found};
use crate::site::{Link, LinkKind};
use crate::source::Span;

/// The links of a page: in its Markdown fields first, then in its text.
#[derive(Default)]
pub(in crate::parse) struct FoundLinks {
    pub(in crate::parse) links: Vec<Link>,
    pub(in crate::parse) html_links: Vec<Link>,
}

impl FoundLinks {
    /// Takes in a piece of Markdown that is not the text of a page; `place` tells where it stands.
    pub(in crate::parse) fn add_fragment(
        &mut self,
        markdown: &str,
        place: impl Fn() -> Span,
        diagnostics: &mut Diagnostics,
    ) {
        let mut open: Vec<usize> = Vec::new();
        for (event, _) in markdown::events(markdown) {
            let (kind, destination) = match event {
                Event::Start(Tag::Link { dest_url, .. }) => (LinkKind::Link, dest_url),
                Event::Start(Tag::Image { dest_url, .. }) => (LinkKind::Image, dest_url),
                Event::Text(words) | Event::Code(words) => {
                    for link in &open {
                        self.links[*link].text.push_str(&words);
                    }
                    continue;
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    open.pop();
                    continue;
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    let links = scan_html(&html, |_| place(), diagnostics).links;
                    self.html_links.extend(links);
                    continue;
                }
                _ => continue,
            };
            open.push(self.links.len());
            let (text, destination) = (String::new(), destination.into_string());
            self.links.push(Link { kind, destination, text, decorative: false, span: place() });
        }
    }
}

/// How many letters of words and of an address are looked at: a long line may hold many brackets.
const LONGEST_NEAR: usize = 300;

/// What looks like a link in a text and is none, since its address has blanks: from its opening bracket
/// on, and the address. `words` is a part of the text that the parser took for words.
pub(super) fn near_links(text: &str, words: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let ends = text[words.clone()].match_indices("](").map(|(at, _)| words.start + at);
    let near = ends.filter_map(|label_end| {
        let before = text[..label_end].char_indices().rev().take(LONGEST_NEAR);
        let (label, _) = before.take_while(|(_, c)| *c != '\n').find(|(_, c)| *c == '[')?;
        let start = if text[..label].ends_with('!') { label - 1 } else { label };
        let address = label_end + 2;
        let mut after = text[address..].char_indices().take(LONGEST_NEAR);
        let end = address + after.find(|(_, c)| matches!(c, ')' | '\n'))?.0;
        let is_meant = text[end..].starts_with(')')
            && !text[..start].ends_with('\\')
            && !text[..label_end].ends_with('\\')
            && is_spaced_address(&text[address..end]);
        is_meant.then_some((start..end + 1, address..end))
    });
    near.collect()
}

/// Whether a text has blanks in it and is an address all the same, by its look: it begins as one, or a
/// part of it has the ending of a file.
fn is_spaced_address(text: &str) -> bool {
    let text = text.trim();
    let begins = ["{{", "/", "./", "../", "http://", "https://"];
    let is_address = begins.iter().any(|begin| text.starts_with(begin))
        || text.split_whitespace().any(has_file_ending);
    text.contains(char::is_whitespace) && is_address
}

/// Whether a word ends as the names of files do, perhaps with an anchor behind it.
pub(super) fn has_file_ending(word: &str) -> bool {
    let file = word.split(['#', '?']).next().unwrap_or(word);
    file.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty()
            && (2..=5).contains(&ending.len())
            && ending.starts_with(|c: char| c.is_ascii_alphabetic())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

/// The ids and links of a piece of HTML.
#[derive(Default)]
pub(super) struct HtmlParts {
    pub(super) ids: Vec<String>,
    pub(super) links: Vec<Link>,
}

/// Reads a piece of HTML and reports what would be blocked; `place` tells where a part of it is.
pub(super) fn scan_html(
    html: &str,
    place: impl Fn(&Range<usize>) -> Span,
    diagnostics: &mut Diagnostics,
) -> HtmlParts {
    let mut parts = HtmlParts::default();
    for found in raw_html::scan(html) {
        let mut link = |kind, part: Range<usize>| {
            let (span, destination) = (place(&part), html[part].to_owned());
            // HTML has its own ways to say what a picture shows.
            let text = String::new();
            parts.links.push(Link { kind, destination, text, decorative: true, span });
        };
        if let Some(problem) = found.problem(html) {
            diagnostics.push(problem.at(place(&found.place())));
        }
        match found {
            Found::Id(part) => parts.ids.push(html[part].to_owned()),
            Found::Link(part) => link(LinkKind::Link, part),
            Found::Picture(part) => link(LinkKind::Image, part),
            Found::IdReference(_)
            | Found::Blocked(_)
            | Found::Remote(_)
            | Found::Comment(_)
            | Found::Unclosed(_) => {}
        }
    }
    parts
}
