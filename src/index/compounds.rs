//! Words that are written together with others: `Krankenversicherung` is found by `Versicherung`.
//!
//! Only in languages that write so, and only names: a word that most pages write with a capital. It is cut where both
//! parts are words of the site; `s`, `n`, `en` and `es` between them belong to neither (the linking elements of German).

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Dictionary;
use crate::language::Language;

/// Letters of a word that is cut, and of a part, at least.
const SHORTEST: usize = 9;
const SHORTEST_PART: usize = 4;

/// Pages that hold a part at least.
const FEWEST_PAGES: u32 = 3;

/// What may stand between two parts.
const LINKS: [&str; 5] = ["", "s", "n", "en", "es"];

/// The words that have a part, and the stem of that part.
#[derive(Default)]
pub(crate) struct CompoundPart {
    pub(crate) stem: String,
    pub(crate) words: Vec<String>,
}

/// The parts of the words of a site, by name.
pub(crate) type Compounds = BTreeMap<String, CompoundPart>;

impl Dictionary {
    /// The parts of the words that are written together; none where the language does not do so.
    pub(super) fn compounds(&self, language: &Language) -> Compounds {
        let mut compounds = Compounds::new();
        if !language.writes_compounds() {
            return compounds;
        }
        let cut = |at: usize| Some((at, self.parts(at)?));
        let found: Vec<(usize, [usize; 2])> =
            (0..self.words.len()).into_par_iter().filter_map(cut).collect();
        for (at, parts) in found {
            for part in parts {
                let own = compounds.entry(self.words[part].text.clone()).or_default();
                own.stem.clone_from(&self.stems[self.stem_of[part]]);
                own.words.push(self.words[at].text.clone());
            }
        }
        compounds
    }

    /// The two parts of a word, as positions: those whose rarer one is on most pages, of equals the one with the shorter
    /// first part.
    fn parts(&self, at: usize) -> Option<[usize; 2]> {
        let word = &self.words[at];
        let has_capital = |surface: &str| surface.starts_with(char::is_uppercase);
        let is_name = word.surface.as_deref().is_some_and(has_capital);
        let ends: Vec<usize> = word.text.char_indices().map(|(end, _)| end).collect();
        if !is_name || ends.len() < SHORTEST {
            return None;
        }
        let mut best: Option<(u32, [usize; 2])> = None;
        for end in &ends[SHORTEST_PART..=ends.len() - SHORTEST_PART] {
            let (head, tail) = word.text.split_at(*end);
            let Some(tail) = self.common_part(tail) else { continue };
            let heads = LINKS.iter().filter_map(|link| self.common_part(head.strip_suffix(link)?));
            for head in heads {
                let pages = self.words[head].pages.min(self.words[tail].pages);
                if best.is_none_or(|(most, _)| pages > most) {
                    best = Some((pages, [head, tail]));
                }
            }
        }
        best.map(|(_, parts)| parts)
    }

    /// The position of a part that is a word on enough pages.
    fn common_part(&self, part: &str) -> Option<usize> {
        let at = self.word(part).filter(|_| part.chars().count() >= SHORTEST_PART)?;
        (self.words[at].pages >= FEWEST_PAGES).then_some(at)
    }
}
