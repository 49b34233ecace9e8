//! HTML that authors write into Markdown: where it links to, the ids it sets, and what a strict
//! content security policy would block.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};

/// Something of interest in a piece of HTML, and its bytes there.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Found {
    /// The value of an `id`, or of a link target's `name`, by its bytes.
    Id(Range<usize>),
    /// The value of an attribute that names ids, with blanks between them.
    IdReference(Range<usize>),
    /// The destination of a link, by the bytes of its value.
    Link(Range<usize>),
    /// The file of a picture, a film or a sound, by the bytes of its value.
    Picture(Range<usize>),
    /// A script, a style, an event attribute, or what moves every relative address.
    Blocked(Range<usize>),
    /// An attribute that loads a resource from another host.
    Remote(Range<usize>),
    /// A whole comment.
    Comment(Range<usize>),
    /// The start of a comment that does not end.
    Unclosed(Range<usize>),
}

impl Found {
    /// What is wrong with it, without its place; `html` is the piece that it was found in.
    pub(crate) fn problem(&self, html: &str) -> Option<Diagnostic> {
        match self {
            Found::Id(_)
            | Found::IdReference(_)
            | Found::Link(_)
            | Found::Picture(_)
            | Found::Comment(_) => None,
            Found::Blocked(part) => {
                let words = &html[part.clone()];
                let message = format!("`{words}` is blocked by the site's security policy");
                Some(Diagnostic::new(Code::BlockedHtml, message))
            }
            Found::Remote(_) => {
                let message = "this loads a file from another host";
                Some(Diagnostic::new(Code::RemoteResource, message))
            }
            Found::Unclosed(_) => {
                let problem = Diagnostic::new(Code::UnclosedHtml, "the comment does not end");
                Some(problem.help("add `-->` where it ends"))
            }
        }
    }

    /// Its bytes.
    pub(crate) fn place(&self) -> Range<usize> {
        match self {
            Found::Id(place)
            | Found::IdReference(place)
            | Found::Link(place)
            | Found::Picture(place)
            | Found::Blocked(place)
            | Found::Remote(place)
            | Found::Comment(place)
            | Found::Unclosed(place) => place.clone(),
        }
    }
}

/// Elements that load what `src`, `srcset`, `data`, `href` or `poster` names.
const LOADING: [&str; 11] = [
    "img", "iframe", "script", "audio", "video", "source", "track", "embed", "object", "link",
    "input",
];

/// Elements that the policy blocks whatever they hold.
const BLOCKED: [&str; 6] = ["script", "style", "base", "iframe", "object", "embed"];

/// Schemes that run something or open a file of the reader's.
const UNSAFE_SCHEMES: [&str; 4] = ["javascript:", "vbscript:", "file:", "data:"];

/// Whether following a destination would run something; browsers and the policy refuse it.
pub(crate) fn is_unsafe(destination: &str) -> bool {
    let start: String = destination.chars().take(16).filter(|c| !c.is_whitespace()).collect();
    let start = start.to_ascii_lowercase();
    UNSAFE_SCHEMES.iter().any(|scheme| start.starts_with(scheme))
        && !start.starts_with("data:image/")
}

/// Reads a piece of HTML as it stands in Markdown: tags, perhaps without their end.
pub(crate) fn scan(html: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = html[from..].find('<') {
        let start = from + at;
        if html[start..].starts_with("<!--") {
            let Some(end) = html[start..].find("-->") else {
                found.push(Found::Unclosed(start..start + 4));
                break;
            };
            from = start + end + 3;
            found.push(Found::Comment(start..from));
            continue;
        }
        let end = start + tag_length(&html[start..]);
        scan_tag(&html[start + 1..end.max(start + 1)], start + 1, &mut found);
        from = end.max(start + 1);
    }
    found
}

/// The bytes before the `>` that ends a tag; one in quotes does not.
fn tag_length(html: &str) -> usize {
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') if html[..at].trim_end().ends_with('=') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    html.len()
}

fn scan_tag(tag: &str, offset: usize, found: &mut Vec<Found>) {
    let name_length = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    let name = tag[..name_length].to_ascii_lowercase();
    if name.is_empty() {
        return;
    }
    if BLOCKED.contains(&name.as_str()) {
        found.push(Found::Blocked(offset..offset + name_length));
    }
    for Attribute { key, value } in attributes(tag, name_length) {
        let place = offset + key.start..offset + key.end;
        let value_place = offset + value.start..offset + value.end;
        match meaning(&name, &tag[key], &tag[value]) {
            Some(Meaning::Id) => found.push(Found::Id(value_place)),
            Some(Meaning::IdReference) => found.push(Found::IdReference(value_place)),
            Some(Meaning::Link) => found.push(Found::Link(value_place)),
            Some(Meaning::Picture) => found.push(Found::Picture(value_place)),
            Some(Meaning::Pictures(parts)) => found.extend(parts.into_iter().map(|part| {
                Found::Picture(value_place.start + part.start..value_place.start + part.end)
            })),
            Some(Meaning::Blocked) => found.push(Found::Blocked(place)),
            Some(Meaning::Remote) => found.push(Found::Remote(place)),
            None => {}
        }
    }
}

/// What an attribute says that matters to a site.
pub(crate) enum Meaning {
    /// Its value names the place of its element.
    Id,
    /// Its value names ids, with blanks between them.
    IdReference,
    Link,
    Picture,
    /// Its value names several files, by their bytes there.
    Pictures(Vec<Range<usize>>),
    Blocked,
    Remote,
}

/// What an attribute of an element says; the element in lower case.
pub(crate) fn meaning(element: &str, attribute: &str, value: &str) -> Option<Meaning> {
    let start = value.trim_start().to_ascii_lowercase();
    let remote = ["//", "http:", "https:"].iter().any(|scheme| start.starts_with(scheme));
    let loads = LOADING.contains(&element);
    let meaning = match attribute.to_ascii_lowercase().as_str() {
        "id" => Meaning::Id,
        "name" if element == "a" => Meaning::Id,
        "for" | "list" | "headers" | "aria-labelledby" | "aria-describedby" | "aria-controls" => {
            Meaning::IdReference
        }
        "style" => Meaning::Blocked,
        "href" if matches!(element, "a" | "area") => Meaning::Link,
        "src" | "srcset" | "data" | "poster" | "href" if loads && remote => Meaning::Remote,
        "srcset" if loads && !BLOCKED.contains(&element) => Meaning::Pictures(candidates(value)),
        "src" | "poster" if loads && !BLOCKED.contains(&element) => Meaning::Picture,
        name if name.starts_with("on") && name.len() > 3 => Meaning::Blocked,
        _ => return None,
    };
    Some(meaning)
}

/// The files of a `srcset`: each candidate is a file and perhaps, after a space, when to take it.
fn candidates(srcset: &str) -> Vec<Range<usize>> {
    // An address that holds its own data may hold commas too.
    if srcset.contains("data:") {
        return Vec::new();
    }
    let mut candidates = Vec::new();
    let mut at = 0;
    for part in srcset.split(',') {
        let start = at + part.len() - part.trim_start().len();
        let file = part.split_whitespace().next().unwrap_or_default();
        if !file.is_empty() {
            candidates.push(start..start + file.len());
        }
        at += part.len() + 1;
    }
    candidates
}

struct Attribute {
    key: Range<usize>,
    value: Range<usize>,
}

/// The attributes of a tag that have a value.
fn attributes(tag: &str, from: usize) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut at = from;
    while let Some(equals) = tag[at..].find('=').map(|found| at + found) {
        let key_end = tag[..equals].trim_end().len().max(at);
        let key_start = tag[at..key_end]
            .rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
            .map_or(at, |found| at + found + 1);
        let after = &tag[equals + 1..];
        let start = equals + 1 + (after.len() - after.trim_start().len());
        let quote = tag[start..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, next) = match quote {
            Some(quote) => {
                let end =
                    tag[start + 1..].find(quote).map_or(tag.len(), |length| start + 1 + length);
                (start + 1..end, (end + 1).min(tag.len()))
            }
            None => {
                let end = tag[start..].find(char::is_whitespace).map_or(tag.len(), |l| start + l);
                (start..end, end)
            }
        };
        if key_start < key_end {
            attributes.push(Attribute { key: key_start..key_end, value });
        }
        at = next.max(equals + 1);
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(html: &str) -> Vec<String> {
        scan(html)
            .into_iter()
            .map(|found| match found {
                Found::Id(range) => format!("id {}", &html[range]),
                Found::IdReference(range) => format!("ids {}", &html[range]),
                Found::Link(range) => format!("link {}", &html[range]),
                Found::Picture(range) => format!("picture {}", &html[range]),
                Found::Blocked(range) => format!("blocked {}", &html[range]),
                Found::Remote(range) => format!("remote {}", &html[range]),
                Found::Comment(range) => format!("comment {}", &html[range]),
                Found::Unclosed(range) => format!("unclosed {}", &html[range]),
            })
            .collect()
    }

    #[test]
    fn ids_links_and_what_the_policy_blocks_are_found() {
        for (html, expected) in [
            ("<a id=\"x\"></a><A NAME='y z'>", &["id x", "id y z"][..]),
            ("<p style = 'a' onClick=\"b\">", &["blocked style", "blocked onClick"]),
            ("<p title=\"a > b\" onclick=x>", &["blocked onclick"]),
            ("<script src=https://a.example/x.js></script>", &["blocked script", "remote src"]),
            (
                "<a href=\"https://a.example\">on=1</a> <!-- <p style=x> -->",
                &["link https://a.example", "comment <!-- <p style=x> -->"],
            ),
            ("<a href='b.md#c'><img alt=\"\" src=d.png>", &["link b.md#c", "picture d.png"]),
            ("<a href=\" JavaScript:x\"> <base href=/>", &["link  JavaScript:x", "blocked base"]),
            (
                "<IMG SRC=d.png srcset=\"e.png 2x\"><video src=f.mp4>",
                &["picture d.png", "picture e.png", "picture f.mp4"],
            ),
            (
                "<source srcset=\"a.png, b c.png 2x,,\"><img srcset='data:x,y'>",
                &["picture a.png", "picture b"],
            ),
            ("<p> <!-- <p style=x>", &["unclosed <!--"]),
            ("<ñ <", &[]),
        ] {
            assert_eq!(describe(html), expected, "{html}");
        }
    }
}
