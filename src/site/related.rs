//! Which pages are about the same, by the terms that they have in common.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use rayon::prelude::*;

use super::PageId;
use super::term_vector::{ONE, Term, TermVector};
use crate::memo::Hashed;

/// Pages of a partition at least: an edit of a page makes its partition anew. And at most: an offset is a number of
/// two bytes.
const LEAST_PAGES: usize = 1 << 11;
const MOST_PAGES: usize = 1 << 16;

/// Partitions at most, as long as they are large enough: a query asks each of them for every term.
const PARTITIONS: usize = 16;

/// Pages that have a term at most, so that it leads to them: a part of all, but a few in any case,
/// and no more than many.
const PART: usize = 20;
const FEW: usize = 12;
const MANY: usize = 250;

/// Terms that two pages have in common, at least.
const LEAST_TERMS: usize = 3;

/// The length of the vector of a query. Two vectors of this length and of `ONE` have the
/// product `TWINS` where they are the same: 31 bits, however long they are.
const UNIT: u32 = 1 << 17;
const TWINS: u32 = UNIT * ONE;

/// What two pages score at least.
const LEAST_SCORE: u32 = TWINS / 100 * 15;

/// Words that are shown for a pair, at most.
const SHOWN: usize = 4;

/// The pages that can be related to others, in partitions.
#[derive(Default, Debug)]
pub(crate) struct RelatedPages {
    pages: Vec<PageId>,
    partitions: Vec<Arc<Partition>>,
}

/// An inverted index of the term vectors of some pages in a row. It knows a page by its offset among them.
#[derive(Default, Debug)]
pub(crate) struct Partition {
    by_stem: HashMap<u64, Vec<PageTerm>, BuildHasherDefault<Hashed>>,
}

/// A page that has a term.
#[derive(Clone, Copy, Debug)]
struct PageTerm {
    offset: u16,
    weight: u16,
}

/// A page that is near another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Neighbor<'s> {
    pub(crate) page: PageId,
    /// The terms of both, in the words of the page that asks; the heaviest comes first.
    pub(crate) words: Vec<&'s str>,
}

/// A term of the page that asks.
struct QueryTerm<'p> {
    /// Its part of the query's vector; 0 if it leads nowhere.
    weight: u32,
    /// By partition, the pages that have it.
    postings: Vec<&'p [PageTerm]>,
}

impl Partition {
    pub(crate) fn new<'s>(vectors: impl Iterator<Item = &'s TermVector>) -> Partition {
        let mut partition = Partition::default();
        for (vector, offset) in vectors.zip(0_u16..) {
            for term in vector.terms() {
                let posting = PageTerm { offset, weight: term.weight };
                partition.by_stem.entry(term.stem).or_default().push(posting);
            }
        }
        partition
    }

    fn postings(&self, stem: u64) -> &[PageTerm] {
        self.by_stem.get(&stem).map_or(&[], Vec::as_slice)
    }
}

impl RelatedPages {
    /// Of pages in their order; `partition` indexes some in a row, and is asked by several threads.
    pub(crate) fn new(
        pages: Vec<PageId>,
        partition: impl Fn(&[PageId]) -> Arc<Partition> + Sync + Send,
    ) -> RelatedPages {
        let partitions = pages.par_chunks(partition_size(pages.len())).map(partition).collect();
        RelatedPages { pages, partitions }
    }

    /// The pages nearest to one, without itself and without those that are left out.
    ///
    /// Pages are vectors of term weights, and near when the angle between them is small: tf-idf and
    /// the cosine of Salton's vector space model (Manning, Raghavan, Schütze: Introduction to
    /// Information Retrieval, 6.2 to 6.4). The query carries the idf of terms for both pages,
    /// as in SMART's `lnc.ltc`: so an edit of one page changes no other page's vector.
    pub(crate) fn nearest<'s>(
        &self,
        id: PageId,
        left_out: &[PageId],
        most: usize,
        vector_of: impl Fn(PageId) -> &'s TermVector,
    ) -> Vec<Neighbor<'s>> {
        let vector = vector_of(id);
        let query = self.query(vector);
        // Of equals, the first in the order of the site comes first. What two pages have in common is looked at last: it
        // takes longer than their score.
        let mut candidates = self.candidates(&query);
        let in_order = std::iter::from_fn(|| candidates.pop());
        let pages = in_order.map(|(_, Reverse(at))| self.pages[at]);
        let others = pages.filter(|page| *page != id && !left_out.contains(page));
        let related = others.filter_map(|page| {
            let words = words_in_common(vector, vector_of(page), &query)?;
            Some(Neighbor { page, words })
        });
        related.take(most).collect()
    }

    /// The terms by which a page looks for others.
    fn query(&self, vector: &TermVector) -> Vec<QueryTerm<'_>> {
        let weighted: Vec<(u64, Vec<&[PageTerm]>)> =
            vector.terms().iter().map(|term| self.weighted(term)).collect();
        let length = weighted.iter().map(|(weight, _)| weight * weight).sum::<u64>().isqrt().max(1);
        let terms = weighted.into_iter().map(|(weight, postings)| {
            let part = weight * u64::from(UNIT) / length;
            QueryTerm {
                weight: u32::try_from(part).expect("no part is longer than the whole"),
                postings,
            }
        });
        terms.collect()
    }

    /// The weight of a term in a query, and by partition the pages that have it.
    fn weighted(&self, term: &Term) -> (u64, Vec<&[PageTerm]>) {
        let postings: Vec<&[PageTerm]> =
            self.partitions.iter().map(|partition| partition.postings(term.stem)).collect();
        let count = postings.iter().map(|postings| postings.len()).sum();
        let limit = (self.pages.len() / PART).clamp(FEW, MANY);
        let leads_somewhere = (2..=limit).contains(&count);
        let idf =
            if leads_somewhere { log2(self.pages.len()).saturating_sub(log2(count)) } else { 0 };
        // Once for the page that asks, and once for the other one.
        (u64::from(term.weight) * ((idf * idf) >> 8), postings)
    }

    /// The pages that score enough: score and position of each.
    fn candidates(&self, query: &[QueryTerm<'_>]) -> BinaryHeap<(u32, Reverse<usize>)> {
        let size = partition_size(self.pages.len());
        let mut scores = vec![0; size.min(self.pages.len())];
        let mut scored = Vec::new();
        let mut candidates = Vec::new();
        for partition in 0..self.partitions.len() {
            for term in query.iter().filter(|term| term.weight > 0) {
                for posting in term.postings[partition] {
                    let score = &mut scores[usize::from(posting.offset)];
                    if *score == 0 {
                        scored.push(usize::from(posting.offset));
                    }
                    *score += term.weight * u32::from(posting.weight);
                }
            }
            for offset in scored.drain(..) {
                let score = std::mem::take(&mut scores[offset]);
                if score >= LEAST_SCORE {
                    candidates.push((score, Reverse(partition * size + offset)));
                }
            }
        }
        BinaryHeap::from(candidates)
    }
}

/// The pages of each partition, of so many in all.
fn partition_size(pages: usize) -> usize {
    pages.div_ceil(PARTITIONS).clamp(LEAST_PAGES, MOST_PAGES)
}

/// What two pages have in common, in the words of the first; `None` if that is too little.
fn words_in_common<'s>(
    own: &'s TermVector,
    other: &TermVector,
    query: &[QueryTerm<'_>],
) -> Option<Vec<&'s str>> {
    let mut common: Vec<(Reverse<u32>, usize)> = own
        .common(other)
        .into_iter()
        .filter(|(here, _)| query[*here].weight > 0)
        .map(|(here, there)| {
            (Reverse(query[here].weight * u32::from(other.terms()[there].weight)), here)
        })
        .collect();
    common.sort_unstable();
    let is_enough = common.len() >= LEAST_TERMS;
    is_enough.then(|| common.iter().take(SHOWN).map(|(_, at)| own.word(*at)).collect())
}

/// The logarithm to base 2 of a number from 1 on, in 256ths, rounded down: as a whole number it is the same on every
/// machine.
fn log2(number: usize) -> u64 {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is below 8192")]
    let logarithm = (f64::from(number.max(1)).log2() * 256.0) as u64;
    logarithm
}

#[cfg(test)]
mod tests {
    use super::super::Page;
    use super::*;
    use crate::arena::Arena;

    /// The vectors of words by blanks, each of the weight 1.
    fn vectors(pages: &[&'static str]) -> Arena<TermVector, Page> {
        let word = |word: &'static str| (number(word), 1, word);
        let vector = |page: &&'static str| TermVector::new(page.split(' ').map(word).collect());
        pages.iter().map(vector).collect()
    }

    /// A number for a short word.
    fn number(word: &str) -> u64 {
        word.bytes().fold(0, |hash, byte| hash << 8 | u64::from(byte))
    }

    fn related(vectors: &Arena<TermVector, Page>) -> RelatedPages {
        RelatedPages::new(vectors.ids().collect(), |pages| {
            Arc::new(Partition::new(pages.iter().map(|page| &vectors[*page])))
        })
    }

    /// The numbers of pages near the first one, with the words.
    fn nearest(pages: &[&'static str], left_out: &[u32], most: usize) -> Vec<(u32, String)> {
        let vectors = vectors(pages);
        let first = vectors.ids().next().expect("there is a page");
        let is_left_out = |page: &PageId| left_out.contains(&page.number());
        let left_out: Vec<PageId> = vectors.ids().filter(is_left_out).collect();
        let found = related(&vectors).nearest(first, &left_out, most, |page| &vectors[page]);
        found.into_iter().map(|found| (found.page.number(), found.words.join(" "))).collect()
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
    fn a_term_that_many_pages_have_leads_to_none() {
        let mut pages = vec!["common usual plain"; FEW + 1];
        assert_eq!(nearest(&pages, &[], 1), []);
        pages.truncate(FEW);
        pages.push("rare odd");
        assert_eq!(nearest(&pages, &[], 1)[0].0, 1);
    }

    #[test]
    fn pages_in_other_partitions_are_found() {
        // The second number is one of pages whose partitions have more than the least.
        for count in [2 * LEAST_PAGES + 5, PARTITIONS * LEAST_PAGES + 2 * PARTITIONS] {
            let size = partition_size(count);
            let mut pages = vec!["other words only"; count];
            for page in [0, size - 1, size, count - 1] {
                pages[page] = "saw blade teeth";
            }
            let found: Vec<usize> =
                nearest(&pages, &[], 9).into_iter().map(|(page, _)| page as usize).collect();
            assert_eq!(found, [size - 1, size, count - 1]);
        }
    }

    #[test]
    fn logarithms_are_whole_numbers_rounded_down() {
        let expected = [(0, 0), (1, 0), (2, 256), (3, 405), (1_000, 2551), (1 << 20, 20 * 256)];
        for (number, logarithm) in expected {
            assert_eq!(log2(number), logarithm, "{number}");
        }
    }
}
