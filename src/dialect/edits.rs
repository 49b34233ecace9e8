//! Changes of a text, and the translation that they make of it.

use std::fmt::Write as _;
use std::ops::Range;

use super::{NotUnderstood, TranslatedText};
use crate::document::NOT_UNDERSTOOD;
use crate::source::{KeptRun, WrittenText};

/// Changes of one text, in any order.
#[derive(Default)]
pub(super) struct Edits {
    all: Vec<TextEdit>,
    depends_on_others: bool,
}

struct TextEdit {
    place: Range<usize>,
    text: String,
    /// What is not understood in the text, by its bytes there.
    not_understood: Vec<NotUnderstood>,
}

impl Edits {
    /// Puts other words in a place; between two letters, where the place is empty.
    pub(super) fn replace(&mut self, place: Range<usize>, text: impl Into<String>) {
        self.insert(place, text.into(), Vec::new());
    }

    pub(super) fn remove(&mut self, place: Range<usize>) {
        self.replace(place, "");
    }

    /// Shows what stands in a place as code that means nothing. `form` names its kind.
    pub(super) fn not_understood(&mut self, place: Range<usize>, written: &str, form: &str) {
        let text = format!("{NOT_UNDERSTOOD}{}</code>", literal(written));
        self.told(place, &text, form);
    }

    /// Leaves out what stands in a place where no code can be shown, and has it reported. `form` names its kind.
    pub(super) fn lost(&mut self, place: Range<usize>, form: &str) {
        self.told(place, "", form);
    }

    /// Puts a text in the place of what is not understood, and has it reported. `form` names its kind.
    pub(super) fn told(&mut self, place: Range<usize>, text: &str, form: &str) {
        let found = NotUnderstood { start: 0, end: text.len(), form: form.to_owned() };
        self.insert(place, text.to_owned(), vec![found]);
    }

    /// Puts a translated text in a place, with what is not understood in it.
    pub(super) fn insert(
        &mut self,
        place: Range<usize>,
        text: String,
        not_understood: Vec<NotUnderstood>,
    ) {
        self.all.push(TextEdit { place, text, not_understood });
    }

    /// Says that other files have a part in the text.
    pub(super) fn depend_on_others(&mut self) {
        self.depends_on_others = true;
    }

    /// Makes the translation; `None` without changes. Of changes that overlap, the first by place counts, and of those
    /// at one place the longest.
    pub(super) fn apply(mut self, written: &str) -> Option<TranslatedText> {
        if self.all.is_empty() {
            return None;
        }
        self.all.sort_by_key(|edit| (edit.place.start, usize::MAX - edit.place.end));
        let mut text = String::with_capacity(written.len() + written.len() / 8);
        let (mut runs, mut not_understood) = (Vec::new(), Vec::new());
        let mut done = 0;
        for edit in self.all {
            if edit.place.start < done {
                continue;
            }
            keep(done..edit.place.start, written, &mut text, &mut runs);
            let start = text.len();
            if !edit.not_understood.is_empty() {
                runs.push(KeptRun { translated: start, written: edit.place.start, length: 0 });
            }
            text.push_str(&edit.text);
            not_understood.extend(edit.not_understood.into_iter().map(|found| NotUnderstood {
                start: start + found.start,
                end: start + found.end,
                form: found.form,
            }));
            done = edit.place.end;
        }
        keep(done..written.len(), written, &mut text, &mut runs);
        let written = WrittenText::new(written.to_owned(), runs);
        let depends_on_others = self.depends_on_others;
        Some(TranslatedText { text, written, not_understood, depends_on_others })
    }
}

/// Adds a part of the written text as it is.
fn keep(place: Range<usize>, written: &str, text: &mut String, runs: &mut Vec<KeptRun>) {
    if !place.is_empty() {
        runs.push(KeptRun { translated: text.len(), written: place.start, length: place.len() });
        text.push_str(&written[place]);
    }
}

/// A text in which no sign has a meaning for Markdown or HTML, on one line.
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => literal.push(' '),
            sign if sign.is_ascii_punctuation() => {
                let _ = write!(literal, "&#{};", u32::from(sign));
            }
            letter => literal.push(letter),
        }
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_make_a_translation_that_knows_where_it_was_written() {
        let mut edits = Edits::default();
        edits.replace(2..7, "[b](b.md)");
        edits.remove(4..5);
        edits.not_understood(8..13, "{{x}}", "{{x}}");
        let made = edits.apply("a [[b]] {{x}} c").expect("there are changes");
        let code = "<code class=\"not-understood\">&#123;&#123;x&#125;&#125;</code>";
        assert_eq!(made.text, format!("a [b](b.md) {code} c"));
        assert_eq!(made.written.range(2..11), 2..7);
        let found = &made.not_understood[0];
        assert_eq!(&made.text[found.start..found.end], code);
        assert_eq!(made.written.range(found.start..found.end), 8..13);
        assert!(Edits::default().apply("a").is_none());
    }
}
