//! A page to its [`TermVector`]: what it says most, by weight of place and number of times.
//!
//! In: the words of a parsed page. Out: the stems that weigh most, each with the form to show.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::RwLock;

use xxhash_rust::xxh3::xxh3_64;

use crate::config::Config;
use crate::document::PlainText;
use crate::language::{LONGEST, Language, is_word, tokens};
use crate::memo::Hashed;
use crate::site::{FieldValue, Page, TermVector};

/// Terms of a vector at most.
const TERMS: usize = 32;

/// Words as written that are looked at, at most: the heaviest. Forms of one stem, and words that say
/// little, are still among them.
const WORDS: usize = 96;

/// Bytes of text that are read of a page, at most: what a long page says most, it says early.
const READ: usize = 16 << 10;

/// Letters of a word at least.
const SHORTEST: usize = 3;

/// What a word counts by its place, and all in all at most.
const TITLE: u32 = 8;
const TAG: u32 = 6;
const HEADING: u32 = 3;
const DESCRIPTION: u32 = 2;
const TEXT: u32 = 1;
const MOST: u32 = 1 << 16;

/// Makes the term vectors of a site's pages.
pub(super) struct TermVectors {
    language: Language,
    stop_words: HashSet<&'static str>,
    /// Stems found so far, by the hash of the word: texts repeat their words, and a look-up is much
    /// cheaper. `None` for words that say nothing.
    stems: RwLock<ByHash<Option<u64>>>,
}

type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Hashed>>;

/// The words of a page as they are written, in order of first use.
struct Words<'t> {
    positions: ByHash<usize>,
    words: Vec<Word<'t>>,
}

/// A word as written.
struct Word<'t> {
    text: &'t str,
    hash: u64,
    weight: u32,
    /// How often it stands in the text, where words have their capitals for a reason.
    times: u32,
    position: usize,
}

/// A form of a stem.
struct Form<'w, 't> {
    stem: u64,
    word: &'w Word<'t>,
    text: &'t str,
}

impl TermVectors {
    /// `None` where nobody asks for them.
    pub(super) fn new(config: &Config) -> Option<TermVectors> {
        let language = Language::new(&config.language);
        let stop_words = language.stop_words().into_iter().collect();
        let stems = RwLock::default();
        (config.related > 0).then_some(TermVectors { language, stop_words, stems })
    }

    /// Of a page, whose text has these words.
    pub(super) fn of(&self, page: &Page, plain: &PlainText) -> TermVector {
        let fields = page.front_matter.fields.iter().flat_map(|(_, values)| values);
        let fields: Vec<String> = fields.filter_map(FieldValue::words).collect();
        let mut words = Words::default();
        words.add(&page.title, TITLE);
        page.front_matter.tags.iter().for_each(|tag| words.add(tag, TAG));
        page.headings().for_each(|heading| words.add(heading.text, HEADING));
        let description = page.front_matter.description.iter().chain(&fields);
        description.for_each(|text| words.add(text, DESCRIPTION));
        let mut left = READ;
        for passage in &plain.passages {
            let text = beginning(passage, left);
            words.add(text, TEXT);
            left -= text.len();
        }
        TermVector::new(self.terms(&words.heaviest()))
    }

    /// The heaviest stems, each with its weight and the form to show.
    fn terms<'t>(&self, words: &[Word<'t>]) -> Vec<(u64, u32, &'t str)> {
        let mut forms = self.forms(words);
        forms.sort_unstable_by_key(|form| (form.stem, form.word.position));
        let mut stems: Vec<(u32, usize, u64, &str)> = forms
            .chunk_by(|one, other| one.stem == other.stem)
            .map(|forms| {
                let weight = forms.iter().map(|form| form.word.weight).sum();
                (weight, forms[0].word.position, forms[0].stem, shown(forms))
            })
            .collect();
        let order = |stem: &(u32, usize, u64, &str)| (Reverse(stem.0), stem.1, stem.2);
        stems.sort_unstable_by_key(order);
        stems.truncate(TERMS);
        // Twice as often does not say twice as much.
        let damped = |weight: u32| (weight.min(MOST) << 12).isqrt();
        let terms = stems.into_iter().map(|(weight, _, stem, word)| (stem, damped(weight), word));
        terms.collect()
    }

    /// Words with the stems that they stand for: one each, or none, or several in a script without
    /// spaces.
    fn forms<'w, 't>(&self, words: &'w [Word<'t>]) -> Vec<Form<'w, 't>> {
        let mut forms = Vec::with_capacity(words.len());
        let mut new = Vec::new();
        let known = self.stems.read().expect("no thread panics while it holds this");
        for word in words {
            let text = word.text;
            if let Some(stem) = known.get(&word.hash) {
                forms.extend(stem.map(|stem| Form { stem, word, text }));
            } else if text.is_ascii() {
                let stem = self.stem(&text.to_ascii_lowercase());
                forms.extend(stem.map(|stem| Form { stem, word, text }));
                new.push((word.hash, stem));
            } else {
                for token in tokens(text) {
                    let text = &text[token.start..token.end];
                    forms.extend(self.stem(&token.text).map(|stem| Form { stem, word, text }));
                }
            }
        }
        drop(known);
        if !new.is_empty() {
            self.stems.write().expect("no thread panics while it holds this").extend(new);
        }
        forms
    }

    /// What stands for the forms of a folded word; `None` if it says nothing.
    fn stem(&self, word: &str) -> Option<u64> {
        let says_something = !word.starts_with(char::is_numeric)
            && !self.stop_words.contains(word)
            && (!word.is_ascii() || (SHORTEST..=LONGEST).contains(&word.len()));
        says_something.then(|| xxh3_64(self.language.stem(word).as_bytes()))
    }
}

impl Default for Words<'_> {
    fn default() -> Self {
        // A page of middle length needs no more.
        let positions = HashMap::with_capacity_and_hasher(400, BuildHasherDefault::default());
        Words { positions, words: Vec::with_capacity(400) }
    }
}

impl<'t> Words<'t> {
    fn add(&mut self, text: &'t str, weight: u32) {
        let mut rest = text;
        while !rest.is_empty() {
            // Nearly all words are plain; they need no table.
            let bytes = rest.as_bytes();
            let plain = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric());
            let end = plain.unwrap_or(bytes.len());
            if bytes.get(end).is_none_or(|byte| byte.is_ascii() && *byte != b'\'') {
                self.add_word(&rest[..end], weight);
                rest = rest.get(end + 1..).unwrap_or_default();
                continue;
            }
            let is_gap = |letter| !is_word(letter) && !is_apostrophe(letter);
            let end = rest.find(is_gap).unwrap_or(rest.len());
            self.add_joined(&rest[..end], weight);
            rest = rest[end..].trim_start_matches(is_gap);
        }
    }

    /// Of words that an apostrophe joins, the last counts if it is the longer one: "l'usage", not
    /// "don't".
    fn add_joined(&mut self, run: &'t str, weight: u32) {
        let run = run.trim_matches(is_apostrophe);
        let (joined, word) = run.rsplit_once(is_apostrophe).unwrap_or(("", run));
        if joined.len() < word.len() {
            self.add_word(word, weight);
        }
    }

    fn add_word(&mut self, word: &'t str, weight: u32) {
        if word.len() < SHORTEST {
            return;
        }
        let hash = xxh3_64(word.as_bytes());
        let position = *self.positions.entry(hash).or_insert(self.words.len());
        if position == self.words.len() {
            self.words.push(Word { text: word, hash, weight: 0, times: 0, position });
        }
        let known = &mut self.words[position];
        known.weight += weight;
        known.times += u32::from(weight <= DESCRIPTION);
    }

    fn heaviest(self) -> Vec<Word<'t>> {
        let mut words = self.words;
        if words.len() > WORDS {
            words.select_nth_unstable_by_key(WORDS, |word| (Reverse(word.weight), word.position));
            words.truncate(WORDS);
        }
        words
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’')
}

/// The form of a stem that stands most often in the text; else one without a capital.
fn shown<'t>(forms: &[Form<'_, 't>]) -> &'t str {
    let order = |form: &&Form<'_, '_>| {
        let has_capital = form.text.starts_with(char::is_uppercase);
        (Reverse(form.word.times), has_capital, form.word.position)
    };
    forms.iter().min_by_key(order).map_or("", |form| form.text)
}

/// As much of a text, from its beginning.
fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words to show, the heaviest first, of texts with what they count.
    fn words(language: &str, texts: &[(&str, u32)]) -> Vec<String> {
        let config = Config { language: language.to_owned(), ..Config::default() };
        let vectors = TermVectors::new(&config).expect("related pages are asked for");
        let mut words = Words::default();
        for (text, weight) in texts {
            words.add(text, *weight);
        }
        let terms = vectors.terms(&words.heaviest());
        terms.into_iter().map(|(_, _, word)| word.to_owned()).collect()
    }

    #[test]
    fn forms_of_a_word_count_together_and_the_one_that_is_written_most_is_shown() {
        let text = "Set boundaries. Boundaries are set with a boundary, and boundaries hold.";
        assert_eq!(words("en", &[(text, TEXT)]), ["boundaries", "set", "hold"]);
        assert_eq!(
            words("en", &[("Boundary", TITLE), ("a boundary, the EHR", TEXT)]),
            ["boundary", "EHR"]
        );
    }

    #[test]
    fn title_and_headings_weigh_more_than_the_text() {
        let texts = [("Saws", TITLE), ("Care", HEADING), ("wood wood glue", TEXT)];
        assert_eq!(words("en", &texts), ["Saws", "Care", "wood", "glue"]);
    }

    #[test]
    fn words_that_say_little_are_no_terms() {
        let text = "It is in 2026 and on 3rd, don't they? Of an ox's axe: ok.";
        let text = format!("{text} {}", "a1".repeat(LONGEST));
        assert_eq!(words("en", &[(&text, TEXT)]), ["axe"]);
        assert_eq!(
            words("fr", &[("L’hôpital, c'est pour elle : l'usage", TEXT)]),
            ["hôpital", "usage"]
        );
    }

    #[test]
    fn scripts_without_spaces_count_by_two_signs() {
        assert_eq!(words("ja", &[("東京都。東京", TEXT)]), ["東京", "京都"]);
    }

    #[test]
    fn a_second_page_finds_the_stems_of_the_first() {
        let vectors = TermVectors::new(&Config::default()).expect("related pages are asked for");
        let terms = |text| {
            let mut words = Words::default();
            words.add(text, TEXT);
            let words = words.heaviest();
            vectors.terms(&words).into_iter().map(|(stem, ..)| stem).collect::<Vec<_>>()
        };
        let first = terms("of boundaries and CAFÉS");
        assert_eq!(first.len(), 2);
        assert_eq!(terms("of boundaries and CAFÉS"), first);
        assert_eq!(terms("a boundary, a café"), first);
    }

    #[test]
    fn a_long_text_is_read_up_to_a_whole_letter() {
        assert_eq!(
            (beginning("aéo", 2), beginning("aéo", 3), beginning("aéo", 9)),
            ("a", "aé", "aéo")
        );
    }
}
