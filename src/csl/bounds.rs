//! The bounds of a style: macros that call themselves, elements that are nested too deep, too many attributes.
//!
//! The processor reads elements and follows macros by recursion. Before it does, this walks the text of the style and
//! reports with its place what the processor could not finish.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::style::Unfit;
use crate::nesting::{GraphNode, Nesting};

/// Levels of elements at most, with those of the macros that they call. Styles in use have 40 at most.
const DEEPEST: usize = 100;

/// Elements of a part of a style at most, with those of its macros, which count once for each call.
const MOST_ELEMENTS: usize = 200_000;

/// Attributes of an element, and declarations of namespaces in a file, at most. Styles have a dozen and two.
const MOST_ATTRIBUTES: usize = 200;

/// Checks that the processor can follow a style. Text that is not XML passes: the processor reports it.
pub(super) fn check(text: &str) -> Result<(), Unfit> {
    if let Some(at) = crowded_at(text) {
        let why = "an element has more attributes than any style needs".to_owned();
        return Err(Unfit::Broken { why, element: None, at: Some(at) });
    }
    let parts = parts(text)?;
    let nesting = nesting(&parts);
    for part in &parts {
        if let Some(call) = part.calls.iter().find(|call| nesting.is_circle(&part.name, &call.name))
        {
            return Err(circular(part, call));
        }
    }
    let calls = parts.iter().flat_map(|part| &part.calls);
    if let Some(call) =
        calls.clone().find(|call| call.depth + nesting.of(&call.name).depth > DEEPEST)
    {
        return Err(too_deep(call));
    }
    match calls.into_iter().find(|call| nesting.of(&call.name).size > MOST_ELEMENTS) {
        Some(call) => Err(too_large(call)),
        None => Ok(()),
    }
}

/// Where the first element with too many attributes begins, or the first with too many namespaces before it.
///
/// `quick-xml` compares each attribute of an element with all before it, and each prefix with all namespaces that
/// are declared (RUSTSEC-2026-0194 and -0195). This counts them in one pass.
fn crowded_at(text: &str) -> Option<usize> {
    let mut reader = Reader::from_str(text);
    let mut namespaces = 0;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event();
        let Ok(Event::Start(tag) | Event::Empty(tag)) = event else {
            match event {
                // The processor stops where a text stops being XML.
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => continue,
            }
        };
        // A value may hold such signs, too: there are no more attributes than these.
        let attributes = tag.split(|byte| *byte == b'=').count() - 1;
        namespaces += tag.windows(XMLNS.len()).filter(|bytes| *bytes == XMLNS).count();
        if attributes > MOST_ATTRIBUTES || namespaces > MOST_ATTRIBUTES {
            return usize::try_from(at).ok();
        }
    }
}

const XMLNS: &[u8] = b"xmlns";

fn nesting(parts: &[Part]) -> Nesting {
    let mut nodes: HashMap<String, GraphNode> = HashMap::new();
    for part in parts {
        // Of two macros of a name, both count.
        let node = nodes.entry(part.name.clone()).or_default();
        node.depth = node.depth.max(part.depth);
        node.size += part.size;
        node.uses.extend(part.calls.iter().map(|call| (call.name.clone(), call.depth)));
    }
    Nesting::new(&nodes)
}

fn circular(part: &Part, call: &Call) -> Unfit {
    let way = if call.name == part.name { "" } else { " through others" };
    let message = format!("the macro `{}` calls itself{way}", part.name);
    endless(message, "remove this call, or call another macro", call.at)
}

fn too_deep(call: &Call) -> Unfit {
    let message = format!(
        "with the macro `{}`, elements are nested more than {DEEPEST} levels deep",
        call.name
    );
    let help = "write the elements of the macro here, or call fewer macros from one another";
    endless(message, help, call.at)
}

fn too_large(call: &Call) -> Unfit {
    let message = format!(
        "the macro `{}`, with those that it calls, has more than {MOST_ELEMENTS} elements",
        call.name
    );
    endless(message, "call fewer macros from one another", call.at)
}

/// A macro, or the rest of a style under an empty name.
struct Part {
    name: String,
    /// Levels of its elements, and how many it has.
    depth: usize,
    size: usize,
    calls: Vec<Call>,
}

/// A call of a macro: at which level of its part, and where in the text.
struct Call {
    name: String,
    depth: usize,
    at: usize,
}

impl Part {
    fn new(name: String) -> Part {
        Part { name, depth: 0, size: 0, calls: Vec::new() }
    }
}

/// The parts of a style, as far as its text is XML.
fn parts(text: &str) -> Result<Vec<Part>, Unfit> {
    let mut reader = Reader::from_str(text);
    let mut parts = vec![Part::new(String::new())];
    // The part that is open, and the level of its own element.
    let (mut open, mut top) = (0, 0);
    let mut depth = 0_usize;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let (element, is_empty) = match reader.read_event() {
            Ok(Event::Start(element)) => (element, false),
            Ok(Event::Empty(element)) => (element, true),
            Ok(Event::End(_)) => {
                if open > 0 && depth == top {
                    (open, top) = (0, 0);
                }
                depth = depth.saturating_sub(1);
                continue;
            }
            Ok(Event::Eof) | Err(_) => return Ok(parts),
            Ok(_) => continue,
        };
        depth += 1;
        if depth > DEEPEST {
            let message = format!("elements are nested more than {DEEPEST} levels deep");
            return Err(endless(message, "remove those around this one that add nothing", at));
        }
        if open == 0 && element.local_name().as_ref() == b"macro" && !is_empty {
            (open, top) = (parts.len(), depth);
            parts.push(Part::new(attribute(&element, "name").unwrap_or_default()));
        }
        let part = &mut parts[open];
        let level = depth - top;
        part.size += 1;
        part.depth = part.depth.max(level);
        if let Some(name) = attribute(&element, "macro") {
            part.calls.push(Call { name, depth: level, at });
        }
        depth -= usize::from(is_empty);
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    // A check for repeated attributes would compare each with all before it.
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
    found.unescape_value().ok().map(Cow::into_owned)
}

fn endless(why: String, help: &'static str, at: usize) -> Unfit {
    Unfit::Endless { why, help, at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(macros: &str, layout: &str) -> Option<usize> {
        let text = format!("<style>{macros}<citation>{layout}</citation></style>");
        match check(&text) {
            Err(Unfit::Endless { at, .. }) => Some(at),
            _ => None,
        }
    }

    #[test]
    fn circles_and_depths_have_their_place() {
        let one = "<macro name='a'><group><text macro='b'/></group></macro>";
        let other = "<macro name='b'><text variable='title'/></macro>";
        assert_eq!(at(&format!("{one}{other}"), "<text macro='a'/>"), None);
        assert_eq!(at("<macro name='a'><text macro='a'/></macro>", ""), Some(23));
        let back = "<macro name='b'><text macro='a'/></macro>";
        assert_eq!(at(&format!("{one}{back}"), ""), Some(30));
        assert_eq!(at("", &groups(98)), None);
        assert_eq!(at("", &groups(99)), Some("<style><citation>".len() + 98 * "<group>".len()));
        let deep = format!("<macro name='a'>{}</macro>", groups(90));
        assert_eq!(at(&deep, "<text macro='a'/>"), None);
        assert!(
            at(&deep, "<group><group><group><group><group><group><group><group><text macro='a'/>")
                .is_some()
        );
    }

    #[test]
    fn calls_that_double_come_to_too_much() {
        let macros: String = (0..30).map(doubling).collect();
        assert!(at(&macros, "<text macro='m0'/>").is_some());
    }

    fn groups(levels: usize) -> String {
        "<group>".repeat(levels) + &"</group>".repeat(levels)
    }

    /// A macro that calls the next one twice.
    fn doubling(number: usize) -> String {
        let call = format!("<text macro='m{}'/>", number + 1);
        format!("<macro name='m{number}'>{call}{call}</macro>")
    }

    #[test]
    fn a_crowd_of_attributes_or_namespaces_is_found() {
        let attributes = " a#='>'";
        let enough = repeated(attributes, MOST_ATTRIBUTES);
        assert_eq!(crowded_at(&format!("<a{enough}/>")), None);
        let crowd = repeated(attributes, MOST_ATTRIBUTES + 1);
        assert_eq!(crowded_at(&format!("<a>b<c{crowd}/></a>")), Some(4));
        let large = repeated(attributes, 60_000);
        assert_eq!(crowded_at(&format!("<!-- x --><c{large}></c>")), Some(10));
        let namespaces = "<a xmlns:n#='n'>";
        assert_eq!(crowded_at(&repeated(namespaces, MOST_ATTRIBUTES)), None);
        assert!(crowded_at(&repeated(namespaces, MOST_ATTRIBUTES + 1)).is_some());
        assert_eq!(crowded_at("no style <"), None);
    }

    /// A pattern once for each number below a limit, which stands for `#` in it.
    fn repeated(pattern: &str, limit: usize) -> String {
        (0..limit).map(|number| pattern.replace('#', &number.to_string())).collect()
    }
}
