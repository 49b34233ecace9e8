//! Translations, and the changes of their originals.
//!
//! A translation records a short hash of every piece of its original: of the text before the first
//! heading with the words of the front matter, and of the text under each heading. Line breaks and
//! repeated spaces do not count.

use super::{FieldValue, Located, Page};
use crate::config::Translator;
use crate::memo::Fingerprint;

/// The record of a translation in its front matter.
#[derive(Clone, Default, Debug)]
pub(crate) struct Translation {
    /// The content path of its original, where its own does not say that.
    pub(crate) of: Option<Located<String>>,
    /// Who made it, if the page says so.
    pub(crate) by: Option<Translator>,
    /// The pieces that the original had, with their hashes; empty where nothing was recorded.
    pub(crate) sections: Vec<(String, String)>,
}

/// A piece of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TranslationUnit {
    /// The anchor of its heading, or [`TOP`].
    pub(crate) key: String,
    /// The words of its heading, or the title of the page.
    pub(crate) title: String,
    pub(crate) hash: String,
}

/// The key of the text before the first heading.
pub(crate) const TOP: &str = "top";

/// A piece of an original that has changed since it was translated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ChangedUnit {
    pub(crate) key: String,
    /// Of one that is gone, its key.
    pub(crate) title: String,
    pub(crate) change: UnitChange,
}

/// The way in which a piece of an original has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UnitChange {
    Changed,
    Added,
    Removed,
}

impl Page {
    /// Its pieces, in order.
    pub(crate) fn pieces(&self) -> Vec<TranslationUnit> {
        let text = &self.source.text;
        let starts = self.headings().map(|heading| heading.span.range().start);
        let ends: Vec<usize> = starts.chain([text.len()]).collect();
        let first = ends[0].max(self.body_start);
        let mut top = self.words_of_front_matter();
        top.push(&text[self.body_start..first]);
        let top = TranslationUnit {
            key: TOP.to_owned(),
            title: self.title.clone(),
            hash: hash(top.into_iter()),
        };
        let others = self.headings().zip(ends.windows(2)).map(|(heading, ends)| {
            let own = text.get(ends[0]..ends[1]).unwrap_or_default();
            TranslationUnit {
                key: heading.anchor.as_str().to_owned(),
                title: heading.text.to_owned(),
                hash: hash([own].into_iter()),
            }
        });
        std::iter::once(top).chain(others).collect()
    }

    /// The words of its front matter that readers see.
    fn words_of_front_matter(&self) -> Vec<&str> {
        let front_matter = &self.front_matter;
        let mut words = vec![self.title.as_str()];
        words.extend(front_matter.description.as_deref());
        let values = front_matter.fields.iter().flat_map(|(_, values)| values);
        words.extend(values.filter_map(|value| match value {
            FieldValue::String(text) => Some(text.as_str()),
            FieldValue::Text(text) => Some(text.markdown.as_str()),
            _ => None,
        }));
        words.extend(front_matter.relations.iter().filter_map(|it| it.reason.as_deref()));
        words
    }

    /// The pieces of its original that have changed since it was translated; none without a record.
    pub(crate) fn changes_of_original(&self) -> Vec<ChangedUnit> {
        let recorded = &self.front_matter.translation.sections;
        let Some(original) = self.original.as_ref().filter(|_| !recorded.is_empty()) else {
            return Vec::new();
        };
        let now = original.pieces();
        let mut changes: Vec<ChangedUnit> = now
            .iter()
            .filter_map(|piece| {
                let known = recorded.iter().find(|(own, _)| *own == piece.key);
                let change = match known {
                    Some((_, hash)) if *hash == piece.hash => return None,
                    Some(_) => UnitChange::Changed,
                    None => UnitChange::Added,
                };
                Some(ChangedUnit { key: piece.key.clone(), title: piece.title.clone(), change })
            })
            .collect();
        let gone = recorded.iter().filter(|(key, _)| now.iter().all(|piece| piece.key != *key));
        changes.extend(gone.map(|(key, _)| ChangedUnit {
            key: key.clone(),
            title: key.clone(),
            change: UnitChange::Removed,
        }));
        changes
    }

    /// The anchor of its own that stands where its original has another one: at the same heading, if
    /// both have headings of the same levels.
    pub(crate) fn anchor_of_original(&self, anchor: &str) -> Option<&super::Anchor> {
        let original = self.original.as_ref()?;
        let at = original.headings().position(|heading| heading.anchor.as_str() == anchor)?;
        let levels = self.headings().map(|heading| heading.level);
        let is_alike = levels.eq(original.headings().map(|heading| heading.level));
        let own = self.headings().nth(at).filter(|_| is_alike)?;
        Some(own.anchor)
    }
}

/// Eight digits of a hash, after a letter so that no YAML reader takes them for a number.
fn hash<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let words = texts.flat_map(|text| text.split_whitespace().chain(["\0"]));
    let bytes = Fingerprint::of(words).bytes();
    let digits = bytes.iter().take(4).map(|byte| format!("{byte:02x}"));
    format!("x{}", digits.collect::<String>())
}
