//! Backslashes before letters that would be marks.

use super::TargetMarks;
use super::line::MarkedLineKind;

/// Where words stand in a line.
#[derive(Clone, Copy)]
pub(super) struct Surroundings {
    pub(super) kind: MarkedLineKind,
    pub(super) marks: TargetMarks,
    /// The letter before the words; `None` at the beginning of a line.
    pub(super) before: Option<char>,
    /// The letter behind them; `None` at the end of a line.
    pub(super) after: Option<char>,
    pub(super) is_in_link: bool,
    /// Whether a line of the same paragraph comes before this one.
    pub(super) has_line_before: bool,
}

/// Words with a backslash before each letter that would be a mark.
pub(super) fn escaped(words: &str, around: Surroundings) -> String {
    let mut written = String::with_capacity(words.len() + 8);
    let mut before = around.before;
    for (at, letter) in words.char_indices() {
        let place = LetterPlace { words, at, letter, before, around };
        if place.is_mark() {
            written.push('\\');
        }
        written.push(letter);
        before = Some(letter);
    }
    written
}

/// A letter and what stands around it.
struct LetterPlace<'w> {
    words: &'w str,
    at: usize,
    letter: char,
    before: Option<char>,
    around: Surroundings,
}

impl LetterPlace<'_> {
    fn is_mark(&self) -> bool {
        let is_at_start = self.at == 0 && self.around.before.is_none();
        match self.letter {
            '`' => true,
            '\\' => self.next().is_none_or(|next| next.is_ascii_punctuation()),
            '*' => is_at_start || !self.stands_alone(),
            '~' => !self.stands_alone(),
            '_' => !self.stands_alone() && !self.is_in_word(),
            '[' => self.around.is_in_link || self.opens_brackets(),
            ']' => self.around.is_in_link,
            '!' => self.at + 1 == self.words.len() && self.around.after == Some('['),
            '<' => {
                self.next().is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next))
            }
            '&' => is_entity(self.rest()),
            '$' => self.around.marks.has_math,
            '|' => self.around.kind == MarkedLineKind::Cell || is_at_start,
            '%' => self.begins_comment(),
            '{' => self.begins_foreign_tag(),
            '#' => self.is_heading_mark(is_at_start),
            '.' | ')' => self.ends_number(),
            '>' | ':' => is_at_start,
            '-' | '+' | '=' => is_at_start && self.is_line_mark(),
            _ => false,
        }
    }

    /// The words behind the letter.
    fn rest(&self) -> &str {
        &self.words[self.at + self.letter.len_utf8()..]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next().or(self.around.after)
    }

    fn stands_alone(&self) -> bool {
        let is_blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
        is_blank(self.before) && is_blank(self.next())
    }

    fn is_in_word(&self) -> bool {
        let is_of_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        is_of_word(self.before) && is_of_word(self.next())
    }

    /// Whether a bracket may open a link, a note, a citation or a task.
    fn opens_brackets(&self) -> bool {
        let rest = self.rest();
        let Some(end) = rest.find(['[', ']']).filter(|end| rest[*end..].starts_with(']')) else {
            return true;
        };
        let (inside, behind) = (&rest[..end], rest[end + 1..].chars().next().or(self.around.after));
        let leads_on = behind.is_some_and(|letter| matches!(letter, '(' | '[' | ':'));
        let is_task = self.before.is_none() && matches!(inside, " " | "x" | "X");
        // What ends with the words may go on behind them.
        leads_on || is_task || inside.is_empty() || inside.starts_with(['^', '@', '!', '-'])
    }

    /// Comments of other tools, which are reported.
    fn begins_comment(&self) -> bool {
        self.next() == Some('%')
            && self.before.is_none_or(|before| !before.is_numeric() && before != '%')
    }

    fn begins_foreign_tag(&self) -> bool {
        let rest = self.rest();
        rest.starts_with(['%', ':']) || rest.starts_with("/*") || rest.starts_with("{/*")
    }

    /// Marks of a heading at the beginning of a line, and at the end of a heading.
    fn is_heading_mark(&self, is_at_start: bool) -> bool {
        let rest = self.rest();
        let behind = rest.trim_start_matches('#');
        let ends_heading = self.around.kind == MarkedLineKind::Heading
            && rest.is_empty()
            && self.around.after.is_none()
            && self.words[..self.at].trim_end_matches('#').ends_with(' ');
        let begins_heading = is_at_start
            && rest.len() - behind.len() < 6
            && behind.chars().next().or(self.around.after).is_none_or(char::is_whitespace);
        begins_heading || ends_heading
    }

    /// Whether this ends the number of a list.
    fn ends_number(&self) -> bool {
        let number = &self.words[..self.at];
        self.around.before.is_none()
            && (1..=9).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && self.next().is_none_or(char::is_whitespace)
    }

    /// Whether a sign at the beginning of a line makes it an item, a rule or the mark below a heading.
    fn is_line_mark(&self) -> bool {
        let next = self.next();
        match self.letter {
            '=' => self.around.has_line_before,
            '-' => next.is_none_or(|next| next.is_whitespace() || matches!(next, '-' | '|' | ':')),
            _ => next.is_none_or(char::is_whitespace) || (self.letter == '+' && next == Some('+')),
        }
    }
}

/// Whether an entity follows an ampersand.
fn is_entity(rest: &str) -> bool {
    let Some(end) = rest.find(';') else { return false };
    let name = &rest[..end];
    !name.is_empty()
        && name.trim_start_matches('#').bytes().all(|byte| byte.is_ascii_alphanumeric())
}
