//! HTML that authors write into Markdown: where it links to, the ids it sets, and what a strict
//! content security policy would block.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};

/// Reports HTML that the content security policy blocks; `written` as its author wrote it.
pub(crate) fn blocked(written: &str) -> Diagnostic {
    let message = format!("`{written}` is blocked by the site's security policy");
    Diagnostic::new(Code::BlockedHtml, message)
}

/// Reports an attribute that loads a file from another host.
pub(crate) fn remote() -> Diagnostic {
    Diagnostic::new(Code::RemoteResource, "this loads a file from another host")
}

/// Reports a form, or a button of one, that leads to another host.
pub(crate) fn sends_away() -> Diagnostic {
    let message = "this sends what readers write to another host";
    Diagnostic::new(Code::UnsafeHtml, message).help("link to the form on that host instead")
}

/// Reports an element that belongs to no text, if it is one; its name in lower case, and whether it has an attribute.
pub(crate) fn misplaced(element: &str, has: impl Fn(&str) -> bool) -> Option<Diagnostic> {
    let (message, help) = match element {
        "base" => (
            "`<base>` changes where all links of the page lead",
            "remove it, and write each link in full",
        ),
        // What has this attribute describes the text, and does nothing.
        "link" if !has("itemprop") => (
            "`<link>` loads something, or says something of the whole page, which has its own",
            "remove it; style sheets belong into the theme folder",
        ),
        "meta" if has("http-equiv") => (
            "`<meta http-equiv>` leads readers away, or changes what browsers make of the page",
            "remove it; for a page that has moved, write its old address under `aliases` in the new one",
        ),
        _ => return None,
    };
    Some(Diagnostic::new(Code::UnsafeHtml, message).help(help))
}

/// Elements that load what `src`, `srcset`, `data`, `href` or `poster` names.
const LOADING: [&str; 16] = [
    "img", "iframe", "script", "audio", "video", "source", "track", "embed", "object", "input",
    "frame", "applet", "bgsound", "image", "feimage", "use",
];

/// Elements that the policy blocks whatever they hold.
const BLOCKED: [&str; 5] = ["script", "style", "iframe", "object", "embed"];

/// The elements of HTML, with those that only older pages have (HTML, "index of elements" and "obsolete
/// features"), in order.
#[rustfmt::skip]
const ELEMENTS: [&str; 143] = [
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button",
    "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd",
    "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fencedframe",
    "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input",
    "ins", "isindex", "kbd", "keygen", "label", "legend", "li", "link", "listing", "main", "map",
    "mark", "marquee", "math", "menu", "menuitem", "meta", "meter", "nav", "nobr", "noembed",
    "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture",
    "plaintext", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script",
    "search", "section", "select", "selectedcontent", "slot", "small", "source", "spacer", "span",
    "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var",
    "video", "wbr", "xmp",
];

/// Schemes that run something or open a file of the reader's.
const UNSAFE_SCHEMES: [&str; 4] = ["javascript:", "vbscript:", "file:", "data:"];

/// Whether following a destination would run something; browsers and the policy refuse it.
pub(crate) fn is_unsafe(destination: &str) -> bool {
    let start: String = destination.chars().take(16).filter(|c| !c.is_whitespace()).collect();
    let start = start.to_ascii_lowercase();
    UNSAFE_SCHEMES.iter().any(|scheme| start.starts_with(scheme))
        && !start.starts_with("data:image/")
}

/// Whether the policy blocks an element whatever it holds; its name in lower case.
pub(crate) fn is_blocked(element: &str) -> bool {
    BLOCKED.contains(&element)
}

/// Whether HTML has an element of a name in lower case.
pub(crate) fn is_known(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// The meaning of an attribute for a site.
#[derive(Clone, PartialEq, Eq, Debug)]
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
    /// It sends what readers write to another host.
    SendsAway,
}

/// The meaning of an attribute of an element, if it has one; the element in lower case.
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
        "href" | "xlink:href" if matches!(element, "a" | "area") => Meaning::Link,
        "src" | "srcset" | "data" | "poster" | "href" | "xlink:href" if loads && remote => {
            Meaning::Remote
        }
        "background" if remote => Meaning::Remote,
        "action" | "formaction" if remote => Meaning::SendsAway,
        "href" | "xlink:href" if matches!(element, "image" | "feimage") => Meaning::Picture,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_so_that_they_are_found() {
        assert!(ELEMENTS.is_sorted());
        assert!(is_known("p") && is_known("a") && is_known("xmp") && !is_known("peer"));
    }

    #[test]
    fn candidates_of_pictures_are_found() {
        let srcset = "a.png, b c.png 2x,,";
        let files = candidates(srcset).into_iter().map(|part| &srcset[part]);
        assert_eq!(files.collect::<Vec<_>>(), ["a.png", "b"]);
        assert!(candidates("data:x,y").is_empty());
    }

    #[test]
    fn attributes_have_their_meanings() {
        for (element, attribute, value, expected) in [
            ("a", "NAME", "x", Some(Meaning::Id)),
            ("p", "name", "x", None),
            ("label", "for", "x", Some(Meaning::IdReference)),
            ("p", "onClick", "x", Some(Meaning::Blocked)),
            ("p", "style", "x", Some(Meaning::Blocked)),
            ("a", "href", " JavaScript:x", Some(Meaning::Link)),
            ("img", "src", "d.png", Some(Meaning::Picture)),
            ("img", "src", "https://a.example/d.png", Some(Meaning::Remote)),
            ("video", "poster", "//a.example", Some(Meaning::Remote)),
            ("image", "xlink:href", "HTTPS://a.example/d.png", Some(Meaning::Remote)),
            ("image", "href", "d.png", Some(Meaning::Picture)),
            ("use", "href", "#d", None),
            ("td", "background", "//a.example/d.png", Some(Meaning::Remote)),
            ("form", "action", "https://a.example/", Some(Meaning::SendsAway)),
            ("button", "FormAction", "//a.example/", Some(Meaning::SendsAway)),
            ("form", "action", "search.html", None),
        ] {
            assert_eq!(meaning(element, attribute, value), expected, "{element} {attribute}");
        }
    }
}
