//! The Markdown dialect: `CommonMark`, GitHub's extensions and definition lists.
//!
//! In: text. Out: `pulldown-cmark`'s events with byte ranges, runs of text merged, bare addresses
//! turned into links. `document` makes a tree of them, and no other module reads them.

mod autolink;
mod citation;
mod colon;
mod dollar;
mod fence;
mod flanking;
mod hidden;
mod math;
mod tag;
pub(crate) mod raw_html;
mod variables;
mod written;

use std::collections::{HashMap, VecDeque};
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, BrokenLinkCallback, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
    TextMergeWithOffset,
};

use variables::Filled;

pub(crate) use citation::{citation_label, cited_works, is_citation};
pub(crate) use fence::{Argument, Fence, FenceText, Opening, Source, component_name, is_opening};
pub(crate) use flanking::is_east_asian;
pub(crate) use math::mathml;
pub(crate) use variables::{Variables, is_escaped, is_variable_name, without_blanks};
pub(crate) use written::written_pieces;
use written::written_place;

/// The extensions of the dialect. Heading attributes are not among them: `{…}` at the end of a
/// heading is text, but for `{#id}`, which [`heading_id`] reads.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// The parts of the dialect that the settings turn on or fill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub(crate) struct Dialect<'c> {
    /// Citations, which are links by whose destination [`citation_label`] knows them.
    pub(crate) citations: bool,
    /// Formulas between dollar signs.
    pub(crate) math: bool,
    /// Emphasis begins and ends beside the punctuation of Chinese, Japanese and Korean.
    pub(crate) has_east_asian_emphasis: bool,
    /// Tags of HTML are text.
    pub(crate) tags_are_text: bool,
    /// The words for names in braces.
    pub(crate) variables: &'c Variables,
}

/// No variables.
static NONE: Variables = Variables::new();

impl Default for Dialect<'_> {
    fn default() -> Self {
        Dialect {
            citations: false,
            math: false,
            has_east_asian_emphasis: false,
            tags_are_text: false,
            variables: &NONE,
        }
    }
}

/// A mistake in a text that the parser meets.
pub(crate) enum Oddity<'e> {
    /// A link that names a label which is not defined.
    BrokenLink,
    /// A name in braces that the settings do not declare.
    UnknownVariable(&'e str),
}

/// A piece of the text of a page.
pub(crate) enum MarkdownItem<'t> {
    Event(Event<'t>),
    /// A line that opens or closes a component, for which the parser has no event.
    Fence(&'t Fence),
}

/// The definitions of a text's reference links: places by label.
pub(crate) struct Definitions(HashMap<String, Range<usize>>);

impl Definitions {
    fn of<'t>(parser: &Parser<'t, impl BrokenLinkCallback<'t>>) -> Definitions {
        let all = parser.reference_definitions().iter();
        Definitions(all.map(|(label, it)| (folded(label), it.span.clone())).collect())
    }

    /// The places of all definitions, in no order.
    pub(crate) fn places(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.values().cloned()
    }

    /// The place that defines a label.
    pub(crate) fn place(&self, label: &str) -> Option<Range<usize>> {
        self.0.get(&folded(label)).cloned()
    }
}

/// A label as all that are the same write it: case makes no difference.
fn folded(label: &str) -> String {
    label.to_lowercase().to_uppercase()
}

/// A text in pieces, with their places, and the definitions of its links. Reports mistakes.
pub(crate) fn page_pieces<'t>(
    source: &'t Source<'t>,
    dialect: Dialect<'t>,
    report: impl Fn(Oddity<'_>, Range<usize>) + Copy + 't,
) -> (Definitions, impl Iterator<Item = (MarkdownItem<'t>, Range<usize>)>) {
    let parser = page_parser(source.text(), dialect, report);
    let definitions = Definitions::of(&parser);
    let mut breaks = 0;
    let events = finished_events(parser, source.text(), dialect, report);
    let pieces = events.map(move |(event, range)| {
        if event != Event::Rule {
            return (MarkdownItem::Event(source.show(event, &range)), range);
        }
        breaks += 1;
        let fence = source.fence(breaks - 1);
        (fence.map_or(MarkdownItem::Event(Event::Rule), MarkdownItem::Fence), range)
    });
    (definitions, pieces)
}

/// A parser of the dialect, which reports links without a definition.
fn page_parser<'t>(
    text: &'t str,
    dialect: Dialect<'t>,
    report: impl Fn(Oddity<'_>, Range<usize>) + Copy + 't,
) -> Parser<'t, impl BrokenLinkCallback<'t>> {
    let math = if dialect.math { Options::ENABLE_MATH } else { Options::empty() };
    Parser::new_with_broken_link_callback(
        text,
        options() | math,
        Some(move |link: BrokenLink<'t>| undefined_link(link, dialect.citations, report)),
    )
}

/// The destination and the title of a link whose label nobody defines: those of a citation, or none.
fn undefined_link(
    link: BrokenLink<'_>,
    citations: bool,
    report: impl Fn(Oddity<'_>, Range<usize>),
) -> Option<(CowStr<'_>, CowStr<'_>)> {
    if citations && link.link_type == LinkType::Shortcut {
        if let Some(destination) = citation::destination(&link.reference) {
            return Some((CowStr::from(destination), CowStr::Borrowed("")));
        }
        if is_citation(&link.reference) {
            report(Oddity::BrokenLink, link.span);
        }
        return None;
    }
    // `[word]` alone is more often text in brackets than a link without its definition.
    if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
        report(Oddity::BrokenLink, link.span);
    }
    None
}

/// The events of a parser, with bare addresses as links and variables as words.
fn finished_events<'t>(
    parser: Parser<'t, impl BrokenLinkCallback<'t>>,
    text: &'t str,
    dialect: Dialect<'t>,
    report: impl Fn(Oddity<'_>, Range<usize>) + Copy + 't,
) -> impl Iterator<Item = (Event<'t>, Range<usize>)> {
    Filled::new(Autolinked::new(parser, text), text, dialect.variables, move |name: &str, place| {
        report(Oddity::UnknownVariable(name), place);
    })
}

/// The id that a heading sets for itself: `{#id}` at the end of its text. Returns the text
/// before it and the id.
pub(crate) fn heading_id(text: &str) -> Option<(&str, &str)> {
    let (before, rest) = text.trim_end().rsplit_once("{#")?;
    let id = rest.strip_suffix('}')?;
    is_id(id).then(|| (before.trim_end(), id))
}

/// Whether a text can be the id of a place on a page.
pub(crate) fn is_id(id: &str) -> bool {
    let composed = crate::language::composed(id);
    let mut letters = composed.chars();
    !id.is_empty() && letters.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// Events in which bare addresses have become links.
struct Autolinked<'t, C: BrokenLinkCallback<'t>> {
    inner: Peekable<TextMergeWithOffset<'t, pulldown_cmark::OffsetIter<'t, C>>>,
    source: &'t str,
    pending: VecDeque<(Event<'t>, Range<usize>)>,
    /// Links, images and code blocks that are open: no links in there.
    closed_to_links: usize,
}

impl<'t, C: BrokenLinkCallback<'t>> Autolinked<'t, C> {
    fn new(parser: Parser<'t, C>, source: &'t str) -> Autolinked<'t, C> {
        Autolinked {
            source,
            inner: TextMergeWithOffset::new(parser.into_offset_iter()).peekable(),
            pending: VecDeque::new(),
            closed_to_links: 0,
        }
    }

    /// A block of HTML comes line by line, and a tag may stand on several.
    fn whole_html(&mut self, first: CowStr<'t>, range: Range<usize>) -> (Event<'t>, Range<usize>) {
        if !self.inner.peek().is_some_and(is_html) {
            return (Event::Html(first), range);
        }
        let (mut html, mut end) = (first.into_string(), range.end);
        while let Some((Event::Html(more), next)) = self.inner.next_if(is_html) {
            html.push_str(&more);
            end = next.end;
        }
        (Event::Html(CowStr::from(html)), range.start..end)
    }

    fn queue_with_links(&mut self, text: CowStr<'t>, range: Range<usize>) {
        let found = autolink::find(&text);
        if found.is_empty() {
            self.pending.push_back((Event::Text(text), range));
            return;
        }
        let mut done = 0;
        for link in found {
            self.queue_words(&text, &(done..link.range.start), &range);
            let tag = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: CowStr::from(link.destination),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            };
            let place = self.place(&text, &link.range, &range);
            self.pending.push_back((Event::Start(tag), place.clone()));
            self.queue_words(&text, &link.range, &range);
            self.pending.push_back((Event::End(TagEnd::Link), place));
            done = link.range.end;
        }
        self.queue_words(&text, &(done..text.len()), &range);
    }

    /// Queues a part of a text, unless it is empty; `range` is the place of the text.
    fn queue_words(&mut self, text: &str, part: &Range<usize>, range: &Range<usize>) {
        if !part.is_empty() {
            let words = CowStr::from(text[part.clone()].to_owned());
            let place = self.place(text, part, range);
            self.pending.push_back((Event::Text(words), place));
        }
    }

    /// The place of a part of a text in the source; that of the whole text if marks hide it.
    fn place(&self, text: &str, part: &Range<usize>, range: &Range<usize>) -> Range<usize> {
        let place = written_place(text, &self.source[range.clone()], part);
        place.map_or(range.clone(), |place| range.start + place.start..range.start + place.end)
    }
}

fn is_html((event, _): &(Event<'_>, Range<usize>)) -> bool {
    matches!(event, Event::Html(_))
}

impl<'t, C: BrokenLinkCallback<'t>> Iterator for Autolinked<'t, C> {
    type Item = (Event<'t>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(event) = self.pending.pop_front() {
            return Some(event);
        }
        let (event, range) = self.inner.next()?;
        if let Event::Html(first) = event {
            return Some(self.whole_html(first, range));
        }
        let event = with_scheme(event);
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                self.closed_to_links += 1;
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                self.closed_to_links -= 1;
            }
            Event::Text(text) if self.closed_to_links == 0 && autolink::may_hold_link(text) => {
                let Event::Text(text) = event else { unreachable!("matched above") };
                self.queue_with_links(text, range);
                return self.pending.pop_front();
            }
            _ => {}
        }
        Some((event, range))
    }
}

/// `<name@example.org>` leads to `mailto:name@example.org`, which the parser leaves to us.
fn with_scheme(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }) => {
            let dest_url = CowStr::from(format!("mailto:{dest_url}"));
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_id_is_taken_from_a_heading() {
        assert_eq!(heading_id("First steps {#start}"), Some(("First steps", "start")));
        assert_eq!(heading_id("Use {name} and {{ x }}"), None);
        assert_eq!(heading_id("Use {% raw %}"), None);
        assert_eq!(heading_id("Empty {#}"), None);
    }
}
