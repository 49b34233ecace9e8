//! A query to its results: the twin of `answer.js`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::excerpt::{ExcerptRun, ExcerptSection, Forms, excerpt, sections};
use super::query::{Clause, Query, parse};
use super::rank::{FieldStatistics, ScoredClause, combine, weight};
use super::spelling::{first_letters, nearest, tolerance};
use crate::index::{
    Failure, OpenedIndex, Posting, SHORTEST_PREFIX, ScoredField, SearchDocument, TOO_COMMON,
    TermPositions,
};

/// What a word counts that is not the one that was typed: a completion of a known word, a synonym;
/// a correction counts that divided by the number of its changes.
const SHARE: f32 = 0.5;

/// Completions of a word at most.
const COMPLETIONS: usize = 30;

/// Words of a synonym at most.
const LONGEST_SYNONYM: usize = 4;

/// What to answer.
pub(crate) struct Options<'a> {
    pub(crate) limit: usize,
    /// Names of facets with values: one of the values of each.
    pub(crate) filters: &'a BTreeMap<String, Vec<String>>,
}

/// The answer to a query, as `--json` prints it.
#[derive(Debug, Serialize)]
pub(crate) struct SearchResults {
    pub(crate) total: usize,
    pub(crate) corrections: Vec<Correction>,
    pub(crate) results: Vec<SearchResult>,
    #[serde(skip)]
    pub(crate) facets: Vec<FacetCounts>,
}

/// A word that no page holds, and what was searched for instead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Correction {
    pub(crate) from: String,
    pub(crate) to: String,
}

/// A page that answers.
#[derive(Debug, Serialize)]
pub(crate) struct SearchResult {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) score: f64,
    pub(crate) collection: Option<String>,
    pub(crate) sections: Vec<ExcerptSection>,
    pub(crate) excerpt: Vec<ExcerptRun>,
    #[serde(skip)]
    pub(crate) contributions: Vec<Contribution>,
}

/// What a term in a field gave to a score.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Contribution {
    /// The word of the query.
    pub(crate) word: String,
    pub(crate) field: &'static str,
    pub(crate) term: String,
    pub(crate) score: f32,
}

/// How many of the matches have each value of a facet.
#[derive(Debug)]
pub(crate) struct FacetCounts {
    pub(crate) label: String,
    pub(crate) values: Vec<(String, usize)>,
}

/// Something that a part of a query stands for.
struct Alternative {
    /// The stem and its postings in the main field.
    text: Option<(String, Vec<Posting>)>,
    /// The word as written and its postings in titles.
    title: Option<(String, Vec<Posting>)>,
    share: f32,
}

/// A part of the query, what it stands for, and what that gives.
struct Understood {
    word: String,
    scores: BTreeMap<u32, f32>,
    /// By document, what made its score.
    parts: BTreeMap<u32, Vec<Contribution>>,
    required: bool,
    /// The words of a page that show why it was found.
    forms: BTreeSet<String>,
}

struct Search<'a> {
    index: &'a OpenedIndex,
    text: FieldStatistics,
    title: FieldStatistics,
    is_short: bool,
    corrections: Vec<Correction>,
}

/// Answers a query.
pub(crate) fn search(
    index: &OpenedIndex,
    text: &str,
    options: &Options<'_>,
) -> Result<SearchResults, Failure> {
    let query = parse(text, &index.language.stop_words());
    let documents = index.meta.keys.len();
    let mut search = Search {
        index,
        text: FieldStatistics::new(documents, index.meta.text_length),
        title: FieldStatistics::new(documents, index.meta.title_length),
        is_short: query.is_short,
        corrections: Vec::new(),
    };
    let understood = search.understand(&query)?;
    let groups: Vec<ScoredClause> = understood
        .iter()
        .map(|part| ScoredClause { scores: part.scores.clone(), required: part.required })
        .collect();
    // Filters alone are a question, too: which pages pass.
    let ranked: Vec<(u32, f32)> = if query.parts.is_empty() && !options.filters.is_empty() {
        (0..).take(documents).map(|document| (document, 0.0)).collect()
    } else {
        combine(&groups)
    };
    let passing = Filters::new(index, options.filters);
    let facets = passing.counts(&ranked);
    let found: Vec<(u32, f32)> =
        ranked.into_iter().filter(|(document, _)| passing.pass(*document, None)).collect();
    let shown: Vec<(u32, f32)> = found.iter().take(options.limit).copied().collect();
    let numbers = shown.iter().map(|(document, _)| *document).collect();
    let stored = index.reader.documents(&numbers)?;
    let mut forms = Forms::new();
    for (group, part) in understood.iter().enumerate() {
        for form in &part.forms {
            forms.entry(form.clone()).or_insert(group);
        }
    }
    let results = shown.iter().filter_map(|(number, score)| {
        let parts = understood.iter().filter_map(|part| part.parts.get(number));
        let contributions = parts.flatten().cloned().collect();
        Some(search_result(stored.get(number)?, *score, contributions, &forms))
    });
    let results = results.collect();
    Ok(SearchResults { total: found.len(), corrections: search.corrections, results, facets })
}

fn search_result(
    document: &SearchDocument<'_>,
    score: f32,
    contributions: Vec<Contribution>,
    forms: &Forms,
) -> SearchResult {
    SearchResult {
        url: document.url.clone(),
        title: document.title.clone(),
        score: f64::from(score),
        collection: document.collection.as_deref().map(str::to_owned),
        sections: sections(&document.passages, forms),
        excerpt: excerpt(&document.passages, forms),
        contributions,
    }
}

impl Search<'_> {
    /// The parts that stand for something, in the order of the query.
    fn understand(&mut self, query: &Query) -> Result<Vec<Understood>, Failure> {
        let mut understood = Vec::new();
        for (at, part) in query.parts.iter().enumerate() {
            match part {
                Clause::Phrase(words) => understood.push(self.phrase(words)?),
                Clause::Word { text, is_last } => {
                    let is_last = *is_last && self.is_short;
                    let synonyms = self.synonyms(&query.parts, at);
                    understood.extend(self.word(text, is_last, &synonyms)?);
                }
            }
        }
        Ok(understood)
    }

    /// The position of the stem of a word: of a form on the site, or by the rules.
    fn stem(&self, word: &str) -> Option<usize> {
        let dictionary = &self.index.dictionary;
        if let Some(at) = dictionary.word(word) {
            return Some(dictionary.stem_of[at]);
        }
        // A reader looks among the words that begin with the same letter.
        let first = word.chars().next();
        let is_stem = |stem: &str| {
            dictionary.stem(stem).is_some_and(|stem| {
                dictionary.forms[stem]
                    .iter()
                    .any(|form| dictionary.words[*form].text.chars().next() == first)
            })
        };
        dictionary.stem(&self.index.meta.rules.stem(word, is_stem)?)
    }

    fn word(
        &mut self,
        word: &str,
        is_last: bool,
        synonyms: &[Vec<String>],
    ) -> Result<Option<Understood>, Failure> {
        let mut alternatives = Vec::new();
        let mut forms = BTreeSet::new();
        let dictionary = &self.index.dictionary;
        let stem = dictionary.word(word).map(|at| dictionary.stem_of[at]);
        if let Some(stem) = stem {
            alternatives.push(self.alternative(stem, Some(word), 1.0)?);
            self.add_forms(stem, &mut forms);
        }
        if is_last && word.chars().count() >= SHORTEST_PREFIX {
            self.complete(word, stem, &mut alternatives, &mut forms)?;
        }
        // Another form of a word; what can be completed is rather that.
        if alternatives.is_empty()
            && let Some(stem) = self.stem(word)
        {
            alternatives.push(self.alternative(stem, None, 1.0)?);
            self.add_forms(stem, &mut forms);
        }
        if alternatives.is_empty() {
            let (changes, corrections) = self.correct(word);
            if let Some(first) = corrections.first() {
                self.corrections.push(Correction { from: word.to_owned(), to: first.clone() });
            }
            #[expect(clippy::cast_precision_loss, reason = "one or two")]
            let share = SHARE / changes as f32;
            for correction in corrections {
                if let Some(stem) = self.stem(&correction) {
                    alternatives.push(self.alternative(stem, Some(&correction), share)?);
                    self.add_forms(stem, &mut forms);
                }
            }
        }
        let mut understood = self.best(word, &alternatives);
        for synonym in synonyms {
            self.add_synonym(synonym, &mut understood, &mut forms)?;
        }
        understood.forms = forms;
        let is_known = !understood.forms.is_empty();
        Ok(is_known.then_some(understood))
    }

    fn alternative(
        &self,
        stem: usize,
        written: Option<&str>,
        share: f32,
    ) -> Result<Alternative, Failure> {
        let reader = &self.index.reader;
        let stem = &self.index.dictionary.stems[stem];
        let text = Some((stem.clone(), reader.postings(ScoredField::Text, stem)?));
        let title = match written.filter(|_| self.is_short) {
            Some(word) => Some((word.to_owned(), reader.postings(ScoredField::Title, word)?)),
            None => None,
        };
        Ok(Alternative { text, title, share })
    }

    fn add_forms(&self, stem: usize, forms: &mut BTreeSet<String>) {
        let dictionary = &self.index.dictionary;
        forms
            .extend(dictionary.forms[stem].iter().map(|form| dictionary.words[*form].text.clone()));
    }

    /// Words that begin with the one being typed. A vague beginning is completed in titles, and
    /// not at all if it is a word.
    fn complete(
        &self,
        word: &str,
        stem: Option<usize>,
        alternatives: &mut Vec<Alternative>,
        forms: &mut BTreeSet<String>,
    ) -> Result<(), Failure> {
        let dictionary = &self.index.dictionary;
        let range = dictionary.beginning(word);
        let share = if stem.is_some() { SHARE } else { 1.0 };
        if range.len() > TOO_COMMON {
            if dictionary.word(word).is_some() {
                return Ok(());
            }
            for at in range {
                let text = &dictionary.words[at].text;
                let postings = self.index.reader.postings(ScoredField::Title, text)?;
                if !postings.is_empty() {
                    forms.insert(text.clone());
                    let title = Some((text.clone(), postings));
                    alternatives.push(Alternative { text: None, title, share });
                }
            }
            return Ok(());
        }
        let mut found: Vec<usize> =
            range.filter(|at| Some(dictionary.stem_of[*at]) != stem).collect();
        found.sort_by_key(|at| (std::cmp::Reverse(dictionary.words[*at].pages), *at));
        for at in found.into_iter().take(COMPLETIONS) {
            let text = &dictionary.words[at].text;
            alternatives.push(self.alternative(dictionary.stem_of[at], Some(text), share)?);
            self.add_forms(dictionary.stem_of[at], forms);
        }
        Ok(())
    }

    /// The words nearest to one that the index does not hold, and how many letters are changed:
    /// those with the same first letter, or else those where the first letter is wrong.
    fn correct(&self, word: &str) -> (usize, Vec<String>) {
        if tolerance(word) == 0 {
            return (1, Vec::new());
        }
        let (first, second) = first_letters(word);
        let words = self.index.dictionary.words.iter().map(|word| (word.text.as_str(), word.pages));
        let same = words.clone().filter(|(text, _)| first_letters(text).0 == first);
        let (changes, found) = nearest(word, same);
        if !found.is_empty() {
            return (changes, found.into_iter().map(str::to_owned).collect());
        }
        let other = words.filter(|(text, _)| {
            let letters = first_letters(text);
            letters.0 != first && (letters.0 == second || letters.1 == first || letters.1 == second)
        });
        let (changes, found) = nearest(word, other);
        (changes, found.into_iter().map(str::to_owned).collect())
    }

    /// Other names of what the words around a part say.
    fn synonyms(&self, parts: &[Clause], at: usize) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<String>> = Vec::new();
        let word = |part: &Clause| match part {
            Clause::Word { text, .. } => Some(text.clone()),
            Clause::Phrase(_) => None,
        };
        for start in (at + 1).saturating_sub(LONGEST_SYNONYM)..=at {
            for end in at + 1..=parts.len().min(start + LONGEST_SYNONYM) {
                let words: Option<Vec<String>> = parts[start..end].iter().map(word).collect();
                let Some(name) = words.map(|words| words.join(" ")) else {
                    continue;
                };
                for set in self.index.meta.synonyms.iter().filter(|set| set.contains(&name)) {
                    for other in set.iter().filter(|other| **other != name) {
                        let other = other.split(' ').map(str::to_owned).collect();
                        if !found.contains(&other) {
                            found.push(other);
                        }
                    }
                }
            }
        }
        found
    }

    /// Pages that hold all words of another name count as if they held the word, for less.
    fn add_synonym(
        &self,
        words: &[String],
        understood: &mut Understood,
        forms: &mut BTreeSet<String>,
    ) -> Result<(), Failure> {
        let dictionary = &self.index.dictionary;
        let stems: Option<Vec<usize>> =
            words.iter().map(|word| Some(dictionary.stem_of[dictionary.word(word)?])).collect();
        let Some(stems) = stems else {
            return Ok(());
        };
        let mut all: BTreeMap<u32, (f32, Vec<Contribution>)> = BTreeMap::new();
        for (at, stem) in stems.iter().enumerate() {
            let alternative = self.alternative(*stem, None, SHARE)?;
            let one = self.best(&understood.word, &[alternative]);
            let one = one.scores.into_iter().zip(one.parts.into_values());
            all = one
                .filter_map(|((document, score), parts)| {
                    let before =
                        if at == 0 { Some((0.0, Vec::new())) } else { all.remove(&document) };
                    let (sum, mut known) = before?;
                    known.extend(parts);
                    Some((document, (sum + score, known)))
                })
                .collect();
            self.add_forms(*stem, forms);
        }
        for (document, (score, parts)) in all {
            let known = understood.scores.get(&document);
            if known.is_none_or(|known| score > *known) {
                understood.scores.insert(document, score);
                understood.parts.insert(document, parts);
            }
        }
        Ok(())
    }

    /// By document the alternative that gives most.
    fn best(&self, word: &str, alternatives: &[Alternative]) -> Understood {
        let mut scores: BTreeMap<u32, f32> = BTreeMap::new();
        let mut parts: BTreeMap<u32, Vec<Contribution>> = BTreeMap::new();
        for alternative in alternatives {
            let mut own: BTreeMap<u32, f32> = BTreeMap::new();
            let mut made: BTreeMap<u32, Vec<Contribution>> = BTreeMap::new();
            let fields = [
                ("text", &self.text, &alternative.text),
                ("title", &self.title, &alternative.title),
            ];
            for (field, statistics, found) in fields {
                let Some((term, postings)) = found else {
                    continue;
                };
                let weight = weight(statistics.idf(postings.len()), alternative.share);
                for posting in postings {
                    let score = statistics.score(weight, posting);
                    *own.entry(posting.document).or_insert(0.0) += score;
                    made.entry(posting.document).or_default().push(Contribution {
                        word: word.to_owned(),
                        field,
                        term: term.clone(),
                        score,
                    });
                }
            }
            for (document, score) in own {
                if scores.get(&document).is_none_or(|known| score > *known) {
                    scores.insert(document, score);
                    parts.extend(made.remove_entry(&document));
                }
            }
        }
        let word = word.to_owned();
        Understood { word, scores, parts, required: false, forms: BTreeSet::new() }
    }

    /// Pages that hold the words of a phrase one after the other. A phrase of one word is that
    /// word, neither completed nor corrected.
    fn phrase(&self, words: &[String]) -> Result<Understood, Failure> {
        let text = words.join(" ");
        let stems: Option<Vec<usize>> = words.iter().map(|word| self.stem(word)).collect();
        let Some(stems) = stems else {
            return Ok(Understood { required: true, ..self.best(&text, &[]) });
        };
        let mut forms = BTreeSet::new();
        for stem in &stems {
            self.add_forms(*stem, &mut forms);
        }
        if let [stem] = stems[..] {
            let alternative = self.alternative(stem, Some(&words[0]), 1.0)?;
            let understood = self.best(&text, &[alternative]);
            return Ok(Understood { required: true, forms, ..understood });
        }
        let mut runs: BTreeMap<u32, (u8, BTreeSet<u32>)> = BTreeMap::new();
        let mut idf = 0.0;
        for (at, stem) in stems.iter().enumerate() {
            let stem = &self.index.dictionary.stems[*stem];
            let TermPositions { postings, positions } = self.index.reader.positions(stem)?;
            idf += self.text.idf(postings.len());
            let offset = u32::try_from(at).expect("a query has few words");
            let starts = postings.into_iter().filter_map(|(posting, own)| {
                let places = positions[own].iter();
                let starts = places.filter_map(|place| place.checked_sub(offset));
                let starts: BTreeSet<u32> = match runs.get(&posting.document) {
                    _ if at == 0 => starts.collect(),
                    Some((_, known)) => starts.filter(|start| known.contains(start)).collect(),
                    None => return None,
                };
                (!starts.is_empty()).then_some((posting.document, (posting.length, starts)))
            });
            runs = starts.collect();
        }
        let postings: Vec<Posting> = runs
            .into_iter()
            .map(|(document, (length, starts))| {
                let frequency = u32::try_from(starts.len()).expect("a page has fewer words");
                Posting { document, frequency, length }
            })
            .collect();
        let weight = weight(idf, 1.0);
        let mut understood = self.best(&text, &[]);
        for posting in &postings {
            let score = self.text.score(weight, posting);
            understood.scores.insert(posting.document, score);
            let (word, term) = (text.clone(), text.clone());
            let made = vec![Contribution { word, field: "phrase", term, score }];
            understood.parts.insert(posting.document, made);
        }
        Ok(Understood { required: true, forms, ..understood })
    }
}

/// Which documents a search is narrowed to, by facet.
struct Filters<'a> {
    index: &'a OpenedIndex,
    wanted: Vec<(&'a str, BTreeSet<u32>)>,
}

impl<'a> Filters<'a> {
    fn new(index: &'a OpenedIndex, filters: &'a BTreeMap<String, Vec<String>>) -> Filters<'a> {
        let mut wanted = Vec::new();
        for (name, values) in filters {
            let facet = index.meta.facets.iter().find(|facet| facet.name == *name);
            let known = facet.iter().flat_map(|facet| &facet.values);
            let chosen = known.filter(|value| values.contains(&value.name));
            let documents = chosen.flat_map(|value| value.documents.iter().copied()).collect();
            wanted.push((name.as_str(), documents));
        }
        Filters { index, wanted }
    }

    /// Whether a document has a chosen value of each facet but one.
    fn pass(&self, document: u32, but: Option<&str>) -> bool {
        let mut wanted = self.wanted.iter().filter(|(name, _)| Some(*name) != but);
        wanted.all(|(_, documents)| documents.contains(&document))
    }

    /// For each facet how many of the matches have which value, whatever is chosen of it.
    fn counts(&self, ranked: &[(u32, f32)]) -> Vec<FacetCounts> {
        let facets = self.index.meta.facets.iter().map(|facet| {
            let matches = ranked.iter().map(|(document, _)| *document);
            let passing: BTreeSet<u32> =
                matches.filter(|document| self.pass(*document, Some(&facet.name))).collect();
            let values = facet.values.iter().map(|value| {
                let count = value.documents.iter().filter(|number| passing.contains(number));
                (value.name.clone(), count.count())
            });
            FacetCounts { label: facet.name.clone(), values: values.collect() }
        });
        facets.collect()
    }
}
