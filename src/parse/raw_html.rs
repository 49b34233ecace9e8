//! HTML that authors write into Markdown: the ids it sets, and what a strict content security
//! policy would block.

use std::ops::Range;

/// Something of interest in a piece of HTML, and its bytes there.
pub(super) enum Found {
    Id(String),
    /// A script, a style or an event attribute.
    Blocked(Range<usize>),
    /// A resource from another host.
    Remote(Range<usize>),
}

/// Elements that load what `src`, `data`, `href` or `poster` names.
const LOADING: [&str; 11] = [
    "img", "iframe", "script", "audio", "video", "source", "track", "embed", "object", "link",
    "input",
];

/// Reads a piece of HTML as it stands in Markdown: tags, perhaps without their end.
pub(super) fn scan(html: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = html[from..].find('<') {
        let start = from + at;
        if html[start..].starts_with("<!--") {
            from = html[start..]
                .find("-->")
                .map_or(html.len(), |end| start + end + 3);
            continue;
        }
        let end = html[start..]
            .find('>')
            .map_or(html.len(), |end| start + end);
        scan_tag(&html[start + 1..end], start + 1, &mut found);
        from = end.max(start + 1);
    }
    found
}

fn scan_tag(tag: &str, offset: usize, found: &mut Vec<Found>) {
    let name_length = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    let name = tag[..name_length].to_ascii_lowercase();
    if name.is_empty() {
        return;
    }
    if matches!(name.as_str(), "script" | "style") {
        found.push(Found::Blocked(offset..offset + name_length));
    }
    for (key_range, value) in attributes(tag, name_length) {
        let key = tag[key_range.clone()].to_ascii_lowercase();
        let place = offset + key_range.start..offset + key_range.end;
        let remote =
            value.starts_with("//") || value.starts_with("http:") || value.starts_with("https:");
        match key.as_str() {
            "id" => found.push(Found::Id(value.to_owned())),
            "name" if name == "a" => found.push(Found::Id(value.to_owned())),
            "style" => found.push(Found::Blocked(place)),
            _ if key.starts_with("on") && key.len() > 3 => found.push(Found::Blocked(place)),
            "src" | "data" | "poster" | "href" if remote && LOADING.contains(&name.as_str()) => {
                found.push(Found::Remote(place));
            }
            _ => {}
        }
    }
}

/// The attributes of a tag that have a value.
fn attributes(tag: &str, from: usize) -> Vec<(Range<usize>, &str)> {
    let mut attributes = Vec::new();
    let mut at = from;
    while let Some(equals) = tag[at..].find('=').map(|found| at + found) {
        let key_end = tag[..equals].trim_end().len();
        let key_start = tag[at..key_end]
            .rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
            .map_or(at, |found| at + found + 1);
        let value_start =
            equals + 1 + (tag[equals + 1..].len() - tag[equals + 1..].trim_start().len());
        let quote = tag[value_start..]
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\''));
        let (value, next) = match quote {
            Some(quote) => {
                let inner = &tag[value_start + 1..];
                let length = inner.find(quote).unwrap_or(inner.len());
                (
                    &inner[..length],
                    (value_start + 1 + length + 1).min(tag.len()),
                )
            }
            None => {
                let inner = &tag[value_start..];
                let length = inner.find(char::is_whitespace).unwrap_or(inner.len());
                (&inner[..length], value_start + length)
            }
        };
        if key_start < key_end {
            attributes.push((key_start..key_end, value));
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
                Found::Id(id) => format!("id {id}"),
                Found::Blocked(range) => format!("blocked {}", &html[range]),
                Found::Remote(range) => format!("remote {}", &html[range]),
            })
            .collect()
    }

    #[test]
    fn ids_and_what_the_policy_blocks_are_found() {
        assert_eq!(
            describe("<a id=\"x\"></a><A NAME='y z'>"),
            ["id x", "id y z"]
        );
        assert_eq!(
            describe("<p style = 'a' onClick=\"b\">"),
            ["blocked style", "blocked onClick"]
        );
        assert_eq!(
            describe("<script src=https://a.example/x.js></script>"),
            ["blocked script", "remote src"]
        );
        assert_eq!(
            describe("<a href=\"https://a.example\">on=1</a> <!-- <p style=x> -->"),
            [""; 0]
        );
        assert_eq!(describe("<ñ <"), [""; 0]);
    }
}
