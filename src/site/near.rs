//! Which pages are near each other, by the words that they have in common.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use rayon::prelude::*;

use super::PageId;
use super::signature::{ONE, Signature, Term};
use crate::memo::Hashed;

/// Pages that a shelf takes at least: an edit of a page makes its shelf anew. And at most: a place is a number of two
/// bytes.
const LEAST_PLACES: usize = 1 << 11;
const MOST_PLACES: usize = 1 << 16;

/// Shelves at most, as long as they are large enough: whoever looks for near pages asks each of them for every word.
const SHELVES: usize = 16;

/// Pages that have a word at most, so that it leads to them: a part of all, but a few in any case,
/// and no more than many.
const PART: usize = 20;
const FEW: usize = 12;
const MANY: usize = 250;

/// Scores that are looked at together.
const BLOCK: usize = 64;

/// Words that two pages have in common, at least.
const LEAST_WORDS: usize = 3;

/// The length of the vector of the page that asks. Two vectors of this length and of `ONE` have the
/// product `TWINS` where they are the same: 31 bits, however long they are.
const UNIT: u32 = 1 << 17;
const TWINS: u32 = UNIT * ONE;

/// What two pages score at least.
const LEAST: u32 = TWINS / 100 * 15;

/// The greatest power of two below: a score that has none of the bits from there on is too small.
const HIGH: u32 = 1 << LEAST.ilog2();

/// Words that are shown for a pair, at most.
const SHOWN: usize = 4;

/// The pages that can be near others, on shelves.
#[derive(Default, Debug)]
pub(crate) struct Near {
    pages: Vec<PageId>,
    shelves: Vec<Arc<Shelf>>,
}

/// As many pages in a row as have a place on it, by the stems of their signatures. It knows them by their place.
#[derive(Default, Debug)]
pub(crate) struct Shelf {
    by_stem: HashMap<u64, Vec<Posting>, BuildHasherDefault<Hashed>>,
}

/// A page that has a stem.
#[derive(Clone, Copy, Debug)]
struct Posting {
    place: u16,
    share: u16,
}

/// A page that is near another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NearPage<'s> {
    pub(crate) page: PageId,
    /// What both are about, in the words of the page that asks; what says most comes first.
    pub(crate) words: Vec<&'s str>,
}

impl Shelf {
    pub(crate) fn new<'s>(signatures: impl Iterator<Item = &'s Signature>) -> Shelf {
        let mut shelf = Shelf::default();
        for (signature, place) in signatures.zip(0_u16..) {
            for term in signature.terms() {
                let posting = Posting { place, share: term.share };
                shelf.by_stem.entry(term.stem).or_default().push(posting);
            }
        }
        shelf
    }
}

/// A word by which a page looks for others.
struct Sought<'n> {
    /// Its part of the vector; 0 if it leads nowhere.
    weight: u32,
    /// By shelf, who has it.
    postings: Vec<&'n [Posting]>,
}

impl Near {
    /// Of pages in their order; `shelf` puts some in a row on one, and is asked by several threads.
    pub(crate) fn new(
        pages: Vec<PageId>,
        shelf: impl Fn(&[PageId]) -> Arc<Shelf> + Sync + Send,
    ) -> Near {
        let shelves = pages.par_chunks(places(pages.len())).map(shelf).collect();
        Near { pages, shelves }
    }

    /// The pages nearest to one, without itself and without those that are left out.
    ///
    /// Pages are vectors of word weights, and near when the angle between them is small: tf-idf and
    /// the cosine of Salton's vector space model (Manning, Raghavan, Schütze: Introduction to
    /// Information Retrieval, 6.2 to 6.4). The page that asks carries the rareness of words for both,
    /// as in SMART's `lnc.ltc`: so an edit of one page changes no other page's vector.
    pub(crate) fn nearest<'s>(
        &self,
        id: PageId,
        left_out: &[PageId],
        most: usize,
        signature_of: impl Fn(PageId) -> &'s Signature,
    ) -> Vec<NearPage<'s>> {
        let signature = signature_of(id);
        let sought = self.sought(signature);
        let places = places(self.pages.len());
        let mut scores = vec![0; places.min(self.pages.len())];
        let mut candidates = Vec::new();
        for (shelf, pages) in self.pages.chunks(places).enumerate() {
            score(&sought, shelf, &mut scores);
            for (block, scores) in scores[..pages.len()].chunks(BLOCK).enumerate() {
                // Nearly all have nothing to offer, as their bits tell at once.
                if scores.iter().fold(0, |bits, score| bits | score) < HIGH {
                    continue;
                }
                let first = shelf * places + block * BLOCK;
                let scored = (first..).zip(scores).filter(|(_, score)| **score >= LEAST);
                candidates.extend(scored.map(|(at, score)| (*score, Reverse(at))));
            }
        }
        // Of equals, the first in the order of the site comes first. What two pages have in common is looked at last: it
        // takes longer than their score.
        let mut candidates = BinaryHeap::from(candidates);
        let in_order = std::iter::from_fn(|| candidates.pop());
        let pages = in_order.map(|(_, Reverse(at))| self.pages[at]);
        let others = pages.filter(|page| *page != id && !left_out.contains(page));
        let near = others.filter_map(|page| {
            let words = words(signature, signature_of(page), &sought)?;
            Some(NearPage { page, words })
        });
        near.take(most).collect()
    }

    /// What a signature looks for, term by term.
    fn sought(&self, signature: &Signature) -> Vec<Sought<'_>> {
        let limit = (self.pages.len() / PART).clamp(FEW, MANY);
        let logarithm = |count: usize| u64::from(log2(u32::try_from(count).unwrap_or(u32::MAX)));
        let all = logarithm(self.pages.len());
        let sought = |term: &Term| {
            let postings: Vec<&[Posting]> = self
                .shelves
                .iter()
                .map(|shelf| shelf.by_stem.get(&term.stem).map_or(&[][..], Vec::as_slice))
                .collect();
            let count: usize = postings.iter().map(|postings| postings.len()).sum();
            let leads_somewhere = (2..=limit).contains(&count);
            let rareness = if leads_somewhere { all.saturating_sub(logarithm(count)) } else { 0 };
            // Once for the page that asks, and once for the other one.
            (u64::from(term.share) * ((rareness * rareness) >> 8), postings)
        };
        let sought: Vec<(u64, Vec<&[Posting]>)> = signature.terms().iter().map(sought).collect();
        let length = sought.iter().map(|(weight, _)| weight * weight).sum::<u64>().isqrt().max(1);
        let unit = |(weight, postings)| {
            let part = weight * u64::from(UNIT) / length;
            let weight = u32::try_from(part).expect("no part is longer than the whole");
            Sought { weight, postings }
        };
        sought.into_iter().map(unit).collect()
    }
}

/// The places that each shelf has for so many pages.
fn places(pages: usize) -> usize {
    pages.div_ceil(SHELVES).clamp(LEAST_PLACES, MOST_PLACES)
}

/// What the pages of a shelf score, by place.
fn score(sought: &[Sought<'_>], shelf: usize, scores: &mut [u32]) {
    scores.fill(0);
    for word in sought.iter().filter(|word| word.weight > 0) {
        for posting in word.postings[shelf] {
            scores[usize::from(posting.place)] += word.weight * u32::from(posting.share);
        }
    }
}

/// What two pages have in common, in the words of the first; `None` if that is too little.
fn words<'s>(own: &'s Signature, other: &Signature, sought: &[Sought<'_>]) -> Option<Vec<&'s str>> {
    let mut common: Vec<(Reverse<u32>, usize)> = own
        .common(other)
        .into_iter()
        .filter(|(here, _)| sought[*here].weight > 0)
        .map(|(here, there)| {
            (Reverse(sought[here].weight * u32::from(other.terms()[there].share)), here)
        })
        .collect();
    common.sort_unstable();
    let is_enough = common.len() >= LEAST_WORDS;
    is_enough.then(|| common.iter().take(SHOWN).map(|(_, at)| own.word(*at)).collect())
}

/// The logarithm to base 2 of a number from 1 on, in 256ths: whole numbers are the same on every
/// machine.
fn log2(number: u32) -> u32 {
    let whole = number.max(1).ilog2();
    // Between 1 and 2, in units of 2^-31. Each square has twice the logarithm.
    let mut rest = u64::from(number.max(1)) << (31 - whole);
    let mut bits = whole;
    for _ in 0..8 {
        rest = (rest * rest) >> 31;
        let is_above = u32::from(rest >= 1 << 32);
        rest >>= is_above;
        bits = bits << 1 | is_above;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::super::Page;
    use super::*;
    use crate::arena::Arena;

    /// Signatures of words by blanks, each of the weight 1.
    fn signatures(pages: &[&'static str]) -> Arena<Signature, Page> {
        let word = |word: &'static str| (number(word), 1, word);
        let signature = |page: &&'static str| Signature::new(page.split(' ').map(word).collect());
        pages.iter().map(signature).collect()
    }

    /// A number for a short word.
    fn number(word: &str) -> u64 {
        word.bytes().fold(0, |hash, byte| hash << 8 | u64::from(byte))
    }

    fn near(signatures: &Arena<Signature, Page>) -> Near {
        let shelf =
            |pages: &[PageId]| Arc::new(Shelf::new(pages.iter().map(|page| &signatures[*page])));
        Near::new(signatures.ids().collect(), shelf)
    }

    /// The numbers of pages near the first one, with the words.
    fn nearest(pages: &[&'static str], left_out: &[u32], most: usize) -> Vec<(u32, String)> {
        let signatures = signatures(pages);
        let first = signatures.ids().next().expect("there is a page");
        let is_left_out = |page: &PageId| left_out.contains(&page.number());
        let left_out: Vec<PageId> = signatures.ids().filter(is_left_out).collect();
        let found = near(&signatures).nearest(first, &left_out, most, |page| &signatures[page]);
        found.into_iter().map(|near| (near.page.number(), near.words.join(" "))).collect()
    }

    const TOOLS: [&str; 6] = [
        "saw blade teeth wood",
        "saw blade teeth steel",
        "saw blade teeth wood",
        "soup onion salt",
        "saw blade pot lid",
        "onion salt pan lid",
    ];

    #[test]
    fn the_nearest_comes_first_and_a_page_with_too_little_in_common_not_at_all() {
        let expected = [(2, "wood teeth saw blade"), (1, "teeth saw blade")];
        let expected = expected.map(|(page, words)| (page, words.to_owned()));
        assert_eq!(nearest(&TOOLS, &[], 4), expected);
    }

    #[test]
    fn pages_that_are_left_out_make_room_for_others() {
        assert_eq!(nearest(&TOOLS, &[2], 1), [(1, "teeth saw blade".to_owned())]);
        assert_eq!(nearest(&TOOLS, &[1, 2], 1), []);
    }

    #[test]
    fn equally_near_pages_come_in_the_order_of_the_site() {
        let pages = ["a b c", "d e f", "a b c", "a b c", "d e f", "a b c"];
        let order = |most| nearest(&pages, &[], most).into_iter().map(|(page, _)| page);
        assert_eq!(order(2).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(order(9).collect::<Vec<_>>(), [2, 3, 5]);
    }

    #[test]
    fn a_word_that_many_pages_have_leads_to_none() {
        let mut pages = vec!["common usual plain"; FEW + 1];
        assert_eq!(nearest(&pages, &[], 1), []);
        pages.truncate(FEW);
        pages.push("rare odd");
        assert_eq!(nearest(&pages, &[], 1)[0].0, 1);
    }

    #[test]
    fn pages_on_other_shelves_are_found() {
        // The second number is one of pages whose shelves have more than the least places.
        for count in [2 * LEAST_PLACES + 5, SHELVES * LEAST_PLACES + 2 * SHELVES] {
            let places = places(count);
            let mut pages = vec!["other words only"; count];
            for page in [0, places - 1, places, count - 1] {
                pages[page] = "saw blade teeth";
            }
            let found: Vec<usize> =
                nearest(&pages, &[], 9).into_iter().map(|(page, _)| page as usize).collect();
            assert_eq!(found, [places - 1, places, count - 1]);
        }
    }

    #[test]
    fn logarithms_are_those_of_floating_point() {
        for number in [1, 2, 3, 7, 10, 100, 12_345, 4_000_000_000] {
            let expected = f64::from(number).log2() * 256.0;
            let error = expected - f64::from(log2(number));
            assert!((0.0..1.0).contains(&error), "{number}: {error}");
        }
    }
}
