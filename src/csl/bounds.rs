//! What a style asks of the processor, which reads elements and follows macros by recursion: before it does,
//! the text of a style is walked here, and what has no end or goes too deep is told with its place.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::style::Unfit;
use crate::nesting::{Nesting, Node};

/// Levels of elements at most, those of macros among them that are called there. Styles in use have 40 at most.
const DEEPEST: usize = 100;

/// Elements that a part of a style may come to with its macros: those of a macro count as often as it is called.
const MOST: usize = 200_000;

/// `Err` if a style has no end, or goes too deep for the processor. What is not XML is left to it to tell.
pub(super) fn check(text: &str) -> Result<(), Unfit> {
    let parts = parts(text)?;
    let mut nodes: HashMap<String, Node> = HashMap::new();
    for part in &parts {
        // Of two macros of a name, both count.
        let node = nodes.entry(part.name.clone()).or_default();
        node.depth = node.depth.max(part.depth);
        node.size += part.size;
        node.uses.extend(part.calls.iter().map(|call| (call.name.clone(), call.depth)));
    }
    let nesting = Nesting::new(&nodes);
    let calls = || parts.iter().flat_map(|part| part.calls.iter().map(move |call| (part, call)));
    if let Some((part, call)) =
        calls().find(|(part, call)| nesting.is_circle(&part.name, &call.name))
    {
        let way = if call.name == part.name { "" } else { ", by way of others" };
        let message = format!("the macro `{}` calls itself{way}", part.name);
        return Err(endless(message, "remove this call, or call another macro", call.at));
    }
    let is_deep = |(_, call): &(&Part, &Call)| call.depth + nesting.of(&call.name).depth > DEEPEST;
    if let Some((_, call)) = calls().find(is_deep) {
        let message = format!(
            "with the macro `{}`, elements are nested more than {DEEPEST} levels deep",
            call.name
        );
        return Err(endless(
            message,
            "write what it does here, or call fewer macros from one another",
            call.at,
        ));
    }
    let is_large = |(_, call): &(&Part, &Call)| nesting.of(&call.name).size > MOST;
    if let Some((_, call)) = calls().find(is_large) {
        let message = format!(
            "the macro `{}` comes to more than {MOST} elements with those that it calls",
            call.name
        );
        return Err(endless(message, "call fewer macros from one another", call.at));
    }
    Ok(())
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
    // Without a check for one that stands twice, which would compare each with all before.
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
        let deep = |levels| "<group>".repeat(levels) + &"</group>".repeat(levels);
        assert_eq!(at("", &deep(98)), None);
        assert_eq!(at("", &deep(99)), Some("<style><citation>".len() + 98 * "<group>".len()));
        let deep = format!("<macro name='a'>{}</macro>", deep(90));
        assert_eq!(at(&deep, "<text macro='a'/>"), None);
        assert!(
            at(&deep, "<group><group><group><group><group><group><group><group><text macro='a'/>")
                .is_some()
        );
    }

    #[test]
    fn calls_that_double_come_to_too_much() {
        let double = |at: usize| {
            let call = format!("<text macro='m{}'/>", at + 1);
            format!("<macro name='m{at}'>{call}{call}</macro>")
        };
        let macros: String = (0..30).map(double).collect();
        assert!(at(&macros, "<text macro='m0'/>").is_some());
    }
}
