//! A query to its results: the twin of `answer.js`.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::excerpt::{ExcerptRun, ExcerptSection, Forms, excerpt, sections};
use super::filters::{FacetCounts, Filters};
use super::query::{Query, parse};
use super::rank::{Alternative, ClauseRole, Contribution, combine};
use super::understand::{Correction, Understanding, Understood};
use crate::index::{Failure, OpenedIndex, SearchDocument};
use crate::language::tokens;

/// What to answer.
pub(crate) struct Options<'a> {
    pub(crate) limit: usize,
    /// Whether results say why they were found.
    pub(crate) explains: bool,
    /// Names of facets with values: one of the values of each.
    pub(crate) filters: &'a BTreeMap<String, Vec<String>>,
}

/// The answer to a query, as `--json` prints it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchResults {
    pub(crate) total: usize,
    pub(crate) corrections: Vec<Correction>,
    /// Words that stand for nothing on the site, as they were typed.
    pub(crate) missing: Vec<String>,
    /// Phrases that no page holds, as they were typed.
    pub(crate) missing_phrases: Vec<String>,
    pub(crate) results: Vec<SearchResult>,
    #[serde(skip)]
    pub(crate) facets: Vec<FacetCounts>,
    /// Parts of the query that stand for something, without those that only add to scores.
    #[serde(skip)]
    pub(crate) parts: usize,
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
    /// How many of the parts of the query it matches, without those that only add to scores.
    #[serde(skip)]
    pub(crate) met: usize,
    /// Why it was found; only if somebody asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) explanation: Option<Vec<ExplainedPart>>,
}

/// What a part of the query gave a page.
#[derive(Debug, Serialize)]
pub(crate) struct ExplainedPart {
    /// The word as the index writes it, or the phrase as it was typed.
    pub(crate) word: String,
    pub(crate) by: Alternative,
    pub(crate) score: f64,
    /// What each term and field gave.
    #[serde(skip)]
    pub(crate) contributions: Vec<Contribution>,
}

/// Answers a query.
pub(crate) fn search(
    index: &OpenedIndex,
    text: &str,
    options: &Options<'_>,
) -> Result<SearchResults, Failure> {
    let mut query = parse(text, &index.language.stop_words());
    query.write_as(&index.dictionary);
    let understanding = Understanding::of(&query, index)?;
    let ranked = ranked(&query, &understanding, index, options);
    let Understanding { parts, corrections, missing, missing_phrases, .. } = understanding;
    let filters = Filters::new(index, options.filters);
    let facets = filters.counts(&ranked);
    let found: Vec<(u32, f32)> =
        ranked.into_iter().filter(|(document, _)| filters.pass(*document, None)).collect();
    let results = results(&found[..found.len().min(options.limit)], &parts, index, options)?;
    let total = found.len();
    let parts = counting(&parts).count();
    Ok(SearchResults { total, corrections, missing, missing_phrases, results, facets, parts })
}

/// The matches of a query with their scores, the best first, before filters.
fn ranked(
    query: &Query,
    understanding: &Understanding,
    index: &OpenedIndex,
    options: &Options<'_>,
) -> Vec<(u32, f32)> {
    // Filters alone are a question, too: which pages pass.
    if query.parts.is_empty() && !options.filters.is_empty() {
        let documents = index.meta.keys.len();
        return (0..).take(documents).map(|document| (document, 0.0)).collect();
    }
    let clauses = understanding.parts.iter().map(|part| &part.clause);
    combine(clauses, &understanding.exact_titles)
}

fn results(
    shown: &[(u32, f32)],
    parts: &[Understood],
    index: &OpenedIndex,
    options: &Options<'_>,
) -> Result<Vec<SearchResult>, Failure> {
    let numbers = shown.iter().map(|(document, _)| *document).collect();
    let stored = index.reader.documents(&numbers)?;
    let forms = forms(parts);
    let results = shown.iter().filter_map(|(number, score)| {
        let document = stored.get(number)?;
        let explanation = options.explains.then(|| explanation(*number, parts, document));
        let met = counting(parts).filter(|part| part.clause.matches.contains_key(number)).count();
        Some(SearchResult { met, explanation, ..search_result(document, *score, &forms) })
    });
    Ok(results.collect())
}

/// The parts of a query but those that only add to scores.
fn counting(parts: &[Understood]) -> impl Iterator<Item = &Understood> {
    parts.iter().filter(|part| part.clause.role != ClauseRole::Bonus)
}

/// What each part of the query gave a page.
fn explanation(
    number: u32,
    parts: &[Understood],
    document: &SearchDocument<'_>,
) -> Vec<ExplainedPart> {
    let passages = document.passages.iter();
    let texts = passages.flat_map(|passage| [&*passage.title, &*passage.text]);
    let texts = std::iter::once(document.title.as_str()).chain(texts);
    let words: HashSet<String> =
        texts.flat_map(|text| tokens(text).into_iter().map(|token| token.text)).collect();
    let explained = parts.iter().filter_map(|part| {
        let found = part.clause.matches.get(&number)?;
        let is_other_form = found.by == Alternative::Written
            && !words.contains(&part.word)
            && part.forms.words.iter().any(|form| words.contains(form));
        Some(ExplainedPart {
            word: part.word.clone(),
            by: if is_other_form { Alternative::Stem } else { found.by },
            score: f64::from(found.score),
            contributions: found.parts.clone(),
        })
    });
    explained.collect()
}

/// The words that count as found, each with the first part of the query that it belongs to.
fn forms(parts: &[Understood]) -> Forms {
    let mut forms = Forms::default();
    for (group, part) in parts.iter().enumerate() {
        for form in &part.forms.words {
            forms.words.entry(form.clone()).or_insert(group);
        }
        for term in &part.forms.inside {
            forms.inside.entry(term.clone()).or_insert(group);
        }
    }
    forms
}

fn search_result(document: &SearchDocument<'_>, score: f32, forms: &Forms) -> SearchResult {
    SearchResult {
        url: document.url.clone(),
        title: document.title.clone(),
        score: f64::from(score),
        collection: document.collection.as_deref().map(str::to_owned),
        sections: sections(&document.passages, forms),
        excerpt: excerpt(&document.passages, forms),
        met: 0,
        explanation: None,
    }
}
