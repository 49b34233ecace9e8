//! Fences: the lines that open and close a component.
//!
//! ```text
//! ::: question Who pays for a peer? {#cost}
//! Words of the answer, in Markdown.
//! :::
//! ```
//!
//! A fence begins with three colons or more. One with a name opens a component; after the name come a
//! label and arguments in braces. One without closes the innermost open component. To the parser a
//! fence is a thematic break, which ends any paragraph, list or table before it; inside of code it is
//! code.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::hidden::Hidden;
use super::variables::{Variables, fill};
use super::{Dialect, options};

/// A Markdown text, and its fences.
pub(crate) struct Source<'t> {
    /// The text with a thematic break in the place of each fence, and with misleading signs hidden;
    /// every byte else is where it was.
    hidden: Hidden<'t>,
    /// For each thematic break in order, the fence that it stands for, if it does.
    breaks: Vec<Option<Fence>>,
}

/// A line that opens or closes a component. Ranges are in bytes of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fence {
    /// The line without what is before and after it.
    pub(crate) range: Range<usize>,
    /// `None`: it closes.
    pub(crate) opening: Option<Opening>,
}

/// The name, label and arguments of a component.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Opening {
    pub(crate) name: FenceText,
    pub(crate) label: Option<FenceText>,
    pub(crate) arguments: Vec<Argument>,
    /// Parts between the braces that are no arguments.
    pub(crate) odd: Vec<Range<usize>>,
}

/// A part of a fence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FenceText {
    pub(crate) text: String,
    pub(crate) range: Range<usize>,
}

/// An argument: `key=value`, `key="several words"`, or `#id` for `id=…`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Argument {
    pub(crate) key: FenceText,
    pub(crate) value: FenceText,
}

/// The beginning of a fence.
const COLONS: &str = ":::";

/// The thematic break that stands for a fence while the text is parsed.
const BREAK: &str = "***";

impl Opening {
    /// The same with its variables filled in: in the label, and in arguments that people read. Each unknown
    /// name is reported with its place.
    pub(crate) fn filled(
        &self,
        variables: &Variables,
        is_in_words: impl Fn(&str) -> bool,
        mut unknown: impl FnMut(&str, Range<usize>),
    ) -> Cow<'_, Opening> {
        let mut filled = Cow::Borrowed(self);
        if let Some(text) = self.label.as_ref().and_then(|it| it.filled(variables, &mut unknown)) {
            filled.to_mut().label = self.label.as_ref().map(|label| label.with_text(text));
        }
        for (at, Argument { key, value }) in self.arguments.iter().enumerate() {
            let read = is_in_words(&key.text).then(|| value.filled(variables, &mut unknown));
            if let Some(text) = read.flatten() {
                filled.to_mut().arguments[at].value = value.with_text(text);
            }
        }
        filled
    }
}

impl FenceText {
    fn filled(
        &self,
        variables: &Variables,
        mut unknown: impl FnMut(&str, Range<usize>),
    ) -> Option<String> {
        let start = self.range.start;
        fill(&self.text, variables, |name, at| unknown(name, start + at.start..start + at.end))
    }

    fn with_text(&self, text: String) -> FenceText {
        FenceText { text, range: self.range.clone() }
    }
}

impl<'t> Source<'t> {
    pub(crate) fn new(text: &'t str, dialect: Dialect<'_>) -> Source<'t> {
        let candidates: Vec<Fence> = if text.contains(COLONS) { fences(text) } else { Vec::new() };
        if candidates.is_empty() {
            // Breaks without a fence need not be known.
            return Source::without_fences(text, dialect);
        }
        let with_breaks = replaced(text, &candidates);
        let offsets = Parser::new_ext(&with_breaks, options()).into_offset_iter();
        let breaks = offsets.filter(|(event, _)| *event == Event::Rule).map(|(_, range)| {
            let at = candidates.binary_search_by_key(&range.start, |fence| fence.range.start);
            Some(candidates[at.ok()?].clone())
        });
        let breaks: Vec<Option<Fence>> = breaks.collect();
        // The others are code, or HTML.
        let fences: Vec<Fence> = breaks.iter().flatten().cloned().collect();
        let text = replaced(text, &fences);
        Source { hidden: Hidden::new(Cow::Owned(text), dialect), breaks }
    }

    /// A text in which no line is a fence.
    pub(crate) fn without_fences(text: &'t str, dialect: Dialect<'_>) -> Source<'t> {
        Source { hidden: Hidden::new(Cow::Borrowed(text), dialect), breaks: Vec::new() }
    }

    /// The text to parse.
    pub(crate) fn text(&self) -> &str {
        &self.hidden.text
    }

    /// An event of the parser with the signs that were hidden from it.
    pub(super) fn show<'e>(&self, event: Event<'e>, range: &Range<usize>) -> Event<'e> {
        self.hidden.show(event, range)
    }

    /// The fence that the n-th thematic break stands for.
    pub(crate) fn fence(&self, number: usize) -> Option<&Fence> {
        self.breaks.get(number)?.as_ref()
    }
}

/// Whether a line opens a component.
pub(crate) fn is_opening(line: &str) -> bool {
    fence(line, 0).is_some_and(|fence| fence.opening.is_some())
}

/// The name in a line that opens a component.
pub(crate) fn component_name(line: &str) -> &str {
    let rest = line.trim_start_matches(':').trim_start();
    rest.split([' ', '\t', '{']).next().unwrap_or_default().trim_end()
}

/// The text with a break in the place of each fence.
fn replaced(text: &str, fences: &[Fence]) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut done = 0;
    for fence in fences {
        replaced.push_str(&text[done..fence.range.start]);
        replaced.push_str(BREAK);
        replaced.extend(std::iter::repeat_n(' ', fence.range.len() - BREAK.len()));
        done = fence.range.end;
    }
    replaced.push_str(&text[done..]);
    replaced
}

/// The lines that look like fences.
fn fences(text: &str) -> Vec<Fence> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        (start - line.len(), line)
    });
    lines.filter_map(|(start, line)| fence(line, start)).collect()
}

fn fence(line: &str, start: usize) -> Option<Fence> {
    // It may stand in a list or in a quotation.
    let inner = line.trim_start_matches([' ', '\t', '>']);
    let start = start + line.len() - inner.len();
    // Blanks at the end of the line are no part of the fence, and go with it.
    let range = start..start + inner.trim_end_matches(['\n', '\r']).len();
    let inner = inner.trim_end();
    let rest = inner.trim_start_matches(':');
    if inner.len() - rest.len() < COLONS.len() {
        return None;
    }
    let end = start + inner.len();
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some(Fence { range, opening: None });
    }
    let name_end =
        rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
    let (name, after) = rest.split_at(name_end);
    let is_name = name.starts_with(char::is_alphabetic)
        && (after.is_empty() || after.starts_with([' ', '\t', '{']));
    if !is_name {
        return None;
    }
    let name_start = end - rest.len();
    let name = FenceText { text: name.to_owned(), range: name_start..name_start + name_end };
    let (label, inside) = match braces(after) {
        Some(at) => {
            (&after[..at], Some((end - after.len() + at + 1, &after[at + 1..after.len() - 1])))
        }
        None => (after, None),
    };
    let trimmed = label.trim();
    let label_start = name.range.end + (label.len() - label.trim_start().len());
    let label = (!trimmed.is_empty()).then(|| FenceText {
        text: trimmed.to_owned(),
        range: label_start..label_start + trimmed.len(),
    });
    let mut opening = Opening { name, label, arguments: Vec::new(), odd: Vec::new() };
    if let Some((at, inside)) = inside {
        arguments(inside, at, &mut opening);
    }
    Some(Fence { range, opening: Some(opening) })
}

/// Where the braces begin that end a text. Double ones are a variable of the label; others that are
/// nested or stand between quotation marks belong to an argument.
fn braces(text: &str) -> Option<usize> {
    let inside = text.strip_suffix('}')?;
    let (mut depth, mut is_quoted) = (1, false);
    for (at, letter) in inside.char_indices().rev() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '}' if !is_quoted => depth += 1,
            '{' if !is_quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (!inside[at + 1..].starts_with('{')).then_some(at);
        }
    }
    // A quotation mark or a brace is missing.
    inside.rfind('{').filter(|_| !inside.ends_with('}'))
}

/// Reads the text between the braces, which begins at a byte of the whole text.
fn arguments(inside: &str, at: usize, opening: &mut Opening) {
    for word in words(inside) {
        match argument(inside, &word, at) {
            Some(argument) => opening.arguments.push(argument),
            None => opening.odd.push(at + word.start..at + word.end),
        }
    }
}

/// The argument in a word; `None` if it is none, or if its quotation marks do not fit.
fn argument(inside: &str, word: &Range<usize>, at: usize) -> Option<Argument> {
    let text = &inside[word.clone()];
    if text.starts_with('#') && text.len() > 1 {
        let key = FenceText { text: "id".to_owned(), range: at + word.start..at + word.start + 1 };
        return Some(Argument { key, value: part(inside, word.start + 1..word.end, at) });
    }
    let equals = text.find('=').filter(|equals| *equals > 0)?;
    let key = part(inside, word.start..word.start + equals, at);
    let mut value = word.start + equals + 1..word.end;
    if let Some(quoted) = inside[value.clone()].strip_prefix('"') {
        let words = quoted.strip_suffix('"')?;
        value = value.start + 1..value.start + 1 + words.len();
    }
    Some(Argument { key, value: part(inside, value, at) })
}

/// A part of a text that begins at a byte of the whole text.
fn part(text: &str, range: Range<usize>, at: usize) -> FenceText {
    FenceText { text: text[range.clone()].to_owned(), range: at + range.start..at + range.end }
}

/// The words of a text; blanks between quotation marks do not end one.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut is_quoted = false;
    for (at, letter) in text.char_indices() {
        if letter == '"' {
            is_quoted = !is_quoted;
        }
        match (start, letter.is_whitespace() && !is_quoted) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(line: &str) -> Opening {
        fence(line, 0).and_then(|fence| fence.opening).expect("it opens a component")
    }

    #[test]
    fn an_opening_has_a_name_a_label_and_arguments() {
        let text = "::: quote A label {role=\"Peer mentor\" #here level=2 odd}";
        let read = opening(text);
        assert_eq!(read.name.text, "quote");
        assert_eq!(read.label.as_ref().map(|label| label.text.as_str()), Some("A label"));
        let arguments: Vec<(&str, &str)> = read
            .arguments
            .iter()
            .map(|argument| (argument.key.text.as_str(), argument.value.text.as_str()))
            .collect();
        assert_eq!(arguments, [("role", "Peer mentor"), ("id", "here"), ("level", "2")]);
        assert_eq!(&text[read.arguments[0].value.range.clone()], "Peer mentor");
        assert_eq!(&text[read.arguments[1].value.range.clone()], "here");
        assert_eq!(read.odd.iter().map(|odd| &text[odd.clone()]).collect::<Vec<_>>(), ["odd"]);
        assert_eq!(&text[read.label.expect("it has one").range], "A label");
    }

    #[test]
    fn a_label_may_end_with_a_variable() {
        for (line, label) in [
            ("::: note About {{ org }}", "About {{ org }}"),
            ("::: note {{ org }} {#a}", "{{ org }}"),
        ] {
            assert_eq!(opening(line).label.map(|label| label.text).as_deref(), Some(label));
        }
    }

    #[test]
    fn arguments_may_hold_braces() {
        assert_eq!(values("::: quote {role=\"At {{ org }}\" #a}"), ["At {{ org }}", "a"]);
        assert_eq!(values("::: quote {role=\"A } or {\"}"), ["A } or {"]);
        assert_eq!(values("::: quote By {{ x }} {role={{org}}}"), ["{{org}}"]);
        assert_eq!(opening("::: quote {role=\"A}").odd.len(), 1);
    }

    fn values(line: &str) -> Vec<String> {
        opening(line).arguments.into_iter().map(|argument| argument.value.text).collect()
    }

    #[test]
    fn prose_with_colons_is_no_fence() {
        for line in [":: note", "::: !", ":::)", "a ::: note", "::: 1st", "::: note: this"] {
            assert_eq!(fence(line, 0), None, "{line}");
        }
        assert_eq!(fence("  > :::: \n", 0).map(|fence| fence.range), Some(4..9));
        assert_eq!(opening(":::note{a=b}").arguments.len(), 1);
    }

    #[test]
    fn only_what_is_no_code_is_a_fence() {
        let text = "- a\n::: tip\n```\n::: tip\n```\n***\n:::\n    ::: tip\n\n<!--\n:::\n-->\n";
        let source = Source::new(text, Dialect::default());
        let fences: Vec<Option<usize>> =
            source.breaks.iter().map(|at| at.as_ref().map(|fence| fence.range.start)).collect();
        assert_eq!(fences, [Some(4), None, Some(32)]);
        assert_eq!(source.text().len(), text.len());
        assert_eq!(source.text().matches(BREAK).count(), 3);
    }

    #[test]
    fn a_text_without_fences_stays_where_it_is() {
        assert!(matches!(
            Source::new("a\n\n***\n", Dialect::default()).hidden.text,
            Cow::Borrowed(_)
        ));
    }
}
