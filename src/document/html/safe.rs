//! HTML that `html: safe` leaves out: what runs, loads or leads away by itself.
//!
//! Of an element, its tags are left out; the words in it stay, but for those that are no text, such as a script.

use std::ops::Range;

use super::{HtmlPart, RAW_TEXT};
use crate::config::HtmlPolicy;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::build::Builder;
use crate::document::{NodeId, NodeKind};
use crate::markdown::raw_html::{self, Meaning};

/// Elements that run or load something, that lead away, or that browsers read in another way than others. Those of
/// drawings among them change attributes while they are shown.
const UNSAFE: [&str; 30] = [
    "animate",
    "animatemotion",
    "animatetransform",
    "applet",
    "base",
    "basefont",
    "bgsound",
    "discard",
    "embed",
    "fencedframe",
    "foreignobject",
    "form",
    "frame",
    "frameset",
    "iframe",
    "isindex",
    "keygen",
    "link",
    "maction",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "param",
    "script",
    "set",
    "style",
    "template",
    "xmp",
];

/// Those whose words are no text.
const WORDLESS: [&str; 2] = ["script", "style"];

/// Attributes that run something, or look or lead elsewhere than their element should.
const UNSAFE_ATTRIBUTES: [&str; 9] = [
    "autofocus",
    "autoplay",
    "formaction",
    "http-equiv",
    "ping",
    "slot",
    "srcdoc",
    "style",
    "xml:base",
];

/// Attributes that hold addresses.
const ADDRESSES: [&str; 11] = [
    "action",
    "background",
    "cite",
    "codebase",
    "data",
    "href",
    "longdesc",
    "poster",
    "src",
    "srcset",
    "xlink:href",
];

/// Character references that browsers read in a scheme.
const REFERENCES: [&str; 4] = ["&#", "&colon;", "&tab;", "&newline;"];

/// Whether `html: safe` leaves out an element; its name in lower case. Those with a hyphen are for scripts.
fn is_unsafe(name: &str) -> bool {
    UNSAFE.binary_search(&name).is_ok() || name.contains('-')
}

/// Whether `html: safe` leaves out an attribute of an element; the element in lower case.
fn is_unsafe_attribute(element: &str, attribute: &str, value: &str) -> bool {
    let attribute = attribute.to_ascii_lowercase();
    let meaning = raw_html::meaning(element, &attribute, value);
    let loads_style = value.to_ascii_lowercase().replace("url(#", "").contains("url(");
    attribute.starts_with("on")
        || UNSAFE_ATTRIBUTES.contains(&attribute.as_str())
        || matches!(meaning, Some(Meaning::Blocked | Meaning::Remote | Meaning::SendsAway))
        || (ADDRESSES.contains(&attribute.as_str()) && is_unsafe_address(value))
        || (loads_style && !matches!(attribute.as_str(), "alt" | "title"))
}

/// Whether an address may run something. What browsers leave out of it does not count.
fn is_unsafe_address(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let plain: String = lower.chars().filter(|letter| *letter > ' ').collect();
    raw_html::is_unsafe(&plain) || REFERENCES.iter().any(|reference| lower.contains(reference))
}

/// Reports what `html: safe` leaves out.
fn left_out(written: &str) -> Diagnostic {
    let message = format!(
        "`{written}` is left out, because `html: safe` allows nothing that runs, loads or leads away by itself"
    );
    Diagnostic::new(Code::LeftOutHtml, message)
        .help("remove it, or set `html: allow` if you trust everyone who writes")
}

impl Builder<'_> {
    /// Whether the settings leave out an element; its name in lower case.
    pub(super) fn leaves_out(&self, name: &str) -> bool {
        self.config.html == HtmlPolicy::Safe && is_unsafe(name)
    }

    /// Reports an element whose tags are left out, by the place of its start tag.
    pub(super) fn report_left_out(&mut self, name: &str, tag: &Range<usize>) {
        self.report(left_out(&format!("<{name}>")), tag);
    }

    /// Leaves out the words of an element whose tags are left out, if they are no text. Of other elements in which
    /// browsers read no tags, all is text.
    pub(super) fn leave_out_words(&mut self, node: NodeId, name: &str) {
        let held = node.next().up_to(self.document.nodes[node].end);
        for inner in held {
            let kind = &mut self.document.nodes[inner].kind;
            *kind = match *kind {
                NodeKind::Markup(_)
                | NodeKind::Text(_)
                | NodeKind::Verbatim
                | NodeKind::Code(_)
                | NodeKind::Element(_)
                | NodeKind::SoftBreak
                | NodeKind::HardBreak
                    if WORDLESS.contains(&name) =>
                {
                    NodeKind::Comment
                }
                NodeKind::Markup(words) if RAW_TEXT.contains(&name) => NodeKind::Text(words),
                other => other,
            };
        }
    }

    /// The attributes of a tag that the settings leave out, each with the blanks before it, in order. Reports them.
    pub(super) fn left_out_attributes(&mut self, part: &HtmlPart<'_>) -> Vec<Range<usize>> {
        if self.config.html != HtmlPolicy::Safe {
            return Vec::new();
        }
        let element = part.name().to_ascii_lowercase();
        let mut ranges = Vec::new();
        for (name, value) in &part.token.attributes {
            let written = &part.html[name.clone()];
            let text = value.as_ref().map_or("", |value| &part.html[value.clone()]);
            if is_unsafe_attribute(&element, written, text) {
                self.report(left_out(written), &part.lines.place(name));
                ranges.push(whole_attribute(part.html, name, value.as_ref()));
            }
        }
        ranges
    }
}

/// An attribute with the blanks before it and the mark behind it.
fn whole_attribute(html: &str, name: &Range<usize>, value: Option<&Range<usize>>) -> Range<usize> {
    let start = html[..name.start].trim_end().len();
    let end = value.map_or(name.end, |value| {
        let mark = html[..value.start].chars().next_back();
        let mark = mark.filter(|mark| matches!(mark, '"' | '\''));
        value.end + usize::from(mark.is_some_and(|mark| html[value.end..].starts_with(mark)))
    });
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_loads_or_leads_away_is_left_out() {
        assert!(UNSAFE.is_sorted());
        for (element, attribute, value) in [
            ("p", "onClick", "x"),
            ("p", "STYLE", "x"),
            ("a", "href", " java\nscript:x"),
            ("a", "href", "\u{1}javascript:x"),
            ("a", "href", "java&#115;cript:x"),
            ("a", "href", "javascript&colon;x"),
            ("a", "ping", "a"),
            ("img", "src", "//a.example/b.png"),
            ("path", "fill", "url(https://a.example/b.svg#c)"),
        ] {
            assert!(
                is_unsafe_attribute(element, attribute, value),
                "{element} {attribute} {value}"
            );
        }
        for (element, attribute, value) in [
            ("a", "href", "https://a.example/?b=c&amp;d"),
            ("a", "title", "javascript: a language"),
            ("img", "src", "data:image/png;base64,"),
            ("path", "fill", "url(#c)"),
            ("p", "class", "on"),
        ] {
            assert!(
                !is_unsafe_attribute(element, attribute, value),
                "{element} {attribute} {value}"
            );
        }
    }
}
