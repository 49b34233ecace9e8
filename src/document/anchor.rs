//! Places on a page that a link can lead to.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::language::composed;

/// The place of a heading on its page, as in `page.html#anchor`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub(crate) struct Anchor(String);

impl Anchor {
    /// The anchor of a heading by its words, as GitHub makes it: lower case, hyphens for spaces,
    /// punctuation left out.
    pub(crate) fn of_words(words: &str) -> Anchor {
        let mut anchor = String::with_capacity(words.len());
        for c in composed(words.trim()).chars().flat_map(char::to_lowercase) {
            match c {
                c if c.is_alphanumeric() || c == '_' || c == '-' || is_combining(c) => {
                    anchor.push(c);
                }
                c if c.is_whitespace() => anchor.push('-'),
                _ => {}
            }
        }
        if anchor.is_empty() { Anchor("section".to_owned()) } else { Anchor(anchor) }
    }

    /// An anchor as an author wrote it.
    pub(crate) fn verbatim(id: &str) -> Anchor {
        Anchor(id.to_owned())
    }

    /// The same anchor for the second, third … heading with the same words.
    pub(crate) fn numbered(&self, number: usize) -> Anchor {
        Anchor(format!("{}-{number}", self.0))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Marks that belong to the letter before them, in the scripts that write vowels so.
pub(crate) fn is_combining(c: char) -> bool {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
    let marks = [GeneralCategory::NonspacingMark, GeneralCategory::SpacingMark];
    !c.is_ascii() && marks.contains(&c.general_category())
}

/// Ids that every page of the theme has.
pub(crate) const RESERVED_IDS: [&str; 2] = ["main", "top"];

/// The anchors of a page, as they are given out.
pub(super) struct Anchors {
    taken: HashSet<Anchor>,
    /// The last number that made an anchor unique, by the anchor without it.
    numbers: HashMap<Anchor, usize>,
}

impl Anchors {
    pub(super) fn new() -> Anchors {
        let taken = RESERVED_IDS.iter().map(|id| Anchor::verbatim(id)).collect();
        Anchors { taken, numbers: HashMap::new() }
    }

    /// An anchor that an author chose.
    pub(super) fn take(&mut self, id: &str) -> Anchor {
        let anchor = Anchor::verbatim(id);
        self.taken.insert(anchor.clone());
        anchor
    }

    /// The anchor for words, with a number where the words are there already.
    pub(super) fn of_words(&mut self, words: &str) -> Anchor {
        let anchor = self.free(Anchor::of_words(words));
        self.taken.insert(anchor.clone());
        anchor
    }

    fn free(&mut self, wanted: Anchor) -> Anchor {
        if !self.taken.contains(&wanted) {
            return wanted;
        }
        let last = self.numbers.entry(wanted.clone()).or_insert(0);
        loop {
            *last += 1;
            let anchor = wanted.numbered(*last);
            if !self.taken.contains(&anchor) {
                return anchor;
            }
        }
    }
}
