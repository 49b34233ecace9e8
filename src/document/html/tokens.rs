//! The tokens of a piece of HTML: its tags and comments, with their places.
//!
//! A piece is what the Markdown parser takes for HTML: a block, or a tag among words.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// A tag or a comment. Ranges are in bytes of the HTML.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct HtmlToken {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
    /// Empty of what has none.
    pub(super) name: Range<usize>,
    /// Names, and values without the marks around them.
    pub(super) attributes: Vec<(Range<usize>, Option<Range<usize>>)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    Start,
    /// A start tag with a slash at its end.
    Empty,
    End,
    Comment,
    /// A comment in HTML, and text in a drawing or a formula: `<![CDATA[`, `<!x>`, `<?x?>`.
    Odd,
    /// Markup that the piece does not end: a tag or a comment.
    Unended,
}

/// The tags and comments of a piece of HTML, in order.
pub(super) fn tokens(html: &str) -> Vec<HtmlToken> {
    let read = without_plaintext(html);
    let mut reader = TokenReader { html, tokens: Vec::new(), open: None, read: 0 };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        reader.event(&event, span.start..span.end);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(&*read, emitter).finish();
    reader.finish()
}

/// The words of a piece without tags, with the letters that its entities stand for.
pub(crate) fn text_of(html: &str) -> String {
    let mut words = Vec::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<usize>| {
        if let CallbackEvent::String { value } = event {
            words.extend_from_slice(value);
        }
        None::<Infallible>
    });
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    String::from_utf8_lossy(&words).into_owned()
}

/// HTML in which no tag makes all behind it text: the start of such a tag is shown, and what follows is HTML.
fn without_plaintext(html: &str) -> Cow<'_, str> {
    let lower = html.to_ascii_lowercase();
    if !lower.contains(PLAINTEXT) {
        return Cow::Borrowed(html);
    }
    let mut other = html.to_owned();
    for (at, _) in lower.match_indices(PLAINTEXT) {
        // A name as long that means nothing.
        other.replace_range(at..at + PLAINTEXT.len(), "<plain----");
    }
    Cow::Owned(other)
}

/// The beginning of the tag that no end tag ends (HTML, "plaintext").
const PLAINTEXT: &str = "<plaintext";

struct TokenReader<'h> {
    html: &'h str,
    tokens: Vec<HtmlToken>,
    /// A start tag, until it ends.
    open: Option<HtmlToken>,
    /// Bytes that belong to something that is ended.
    read: usize,
}

impl TokenReader<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let start = span.start;
                let name = start + 1..start + 1 + name.len();
                let kind = TokenKind::Start;
                self.open = Some(HtmlToken { kind, range: span, name, attributes: Vec::new() });
            }
            CallbackEvent::AttributeName { .. } => {
                let value = empty_value(self.html, span.end);
                // Those of an end tag come before it, and mean nothing.
                if let Some(tag) = &mut self.open {
                    tag.attributes.push((span, value));
                }
            }
            CallbackEvent::AttributeValue { .. } => {
                let last = self.open.as_mut().and_then(|tag| tag.attributes.last_mut());
                if let Some((_, value)) = last {
                    *value = Some(span);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(mut tag) = self.open.take() {
                    tag.range.end = span.end;
                    tag.kind = if *self_closing { TokenKind::Empty } else { TokenKind::Start };
                    self.push(tag);
                }
            }
            CallbackEvent::EndTag { name } => {
                let name = span.start + 2..span.start + 2 + name.len();
                let (kind, attributes) = (TokenKind::End, Vec::new());
                self.push(HtmlToken { kind, range: span, name, attributes });
            }
            CallbackEvent::Comment { .. } => self.comment(span),
            CallbackEvent::String { .. } | CallbackEvent::Doctype { .. } => self.read = span.end,
            CallbackEvent::Error(_) => {}
        }
    }

    /// A comment, or another mark that HTML takes for one.
    fn comment(&mut self, range: Range<usize>) {
        let written = &self.html[range.clone()];
        let is_comment = written.starts_with("<!--");
        let ends: &[&str] = if is_comment { &["-->", "--!>"] } else { &[">"] };
        let kind = match ends.iter().any(|end| written.ends_with(end)) {
            true if is_comment => TokenKind::Comment,
            true => TokenKind::Odd,
            false => TokenKind::Unended,
        };
        self.push(HtmlToken { kind, range, name: 0..0, attributes: Vec::new() });
    }

    fn push(&mut self, token: HtmlToken) {
        self.read = token.range.end;
        self.tokens.push(token);
    }

    /// The rest is a tag that does not end.
    fn finish(mut self) -> Vec<HtmlToken> {
        let range = self.read..self.html.len();
        if !range.is_empty() {
            let kind = TokenKind::Unended;
            self.push(HtmlToken { kind, range, name: 0..0, attributes: Vec::new() });
        }
        self.tokens
    }
}

/// The empty value of an attribute, behind its name: the tokenizer has no event for it.
fn empty_value(html: &str, name_end: usize) -> Option<Range<usize>> {
    let rest = html.get(name_end..)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let start = html.len() - value.len();
    let mark = usize::from(value.starts_with(['"', '\'']));
    Some(start + mark..start + mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each token as it is written, with its name and its attributes.
    fn read(html: &str) -> Vec<String> {
        let described = tokens(html).into_iter().map(|tag| {
            let attributes = tag.attributes.iter().map(|(name, value)| {
                let value = value.clone().map_or("-", |value| &html[value]);
                format!(" {}={value}", &html[name.clone()])
            });
            format!("{} {:?}{}", &html[tag.name.clone()], tag.kind, attributes.collect::<String>())
        });
        described.collect()
    }

    #[test]
    fn tags_have_their_names_and_attributes() {
        for (html, expected) in [
            ("<a href=\"x\" ID=y Checked>é</A >", &["a Start href=x ID=y Checked=-", "A End"][..]),
            ("é <ü> <br/> < b", &["br Empty"]),
            ("<p title='a > b' x=\"\" é = 1>", &["p Start title=a > b x= é=1"]),
            ("<!-- <p> --> <?x <p> ?> <![CDATA[<p>", &[" Comment", " Odd", " Odd"]),
            ("<textarea><b></textarea><i>", &["textarea Start", "textarea End", "i Start"]),
            ("<b><div id=x", &["b Start", " Unended"]),
            ("<b></div", &["b Start", " Unended"]),
            ("a < b <!-- c", &[" Unended"]),
            ("<?php c", &[" Unended"]),
            ("a\n<div title=\"x\ny", &[" Unended"]),
            ("</b x=y>", &["b End"]),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }
}
