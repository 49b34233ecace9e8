//! Answers to queries, from the index that a build left.
//!
//! In: an opened index and a query. Out: an [`SearchResults`]. The modules here and those in
//! `themes/default/static/js/search` are twins: they know the same rules, and a test holds their
//! answers equal.

mod answer;
mod excerpt;
mod query;
mod rank;
mod spelling;

pub(crate) use answer::{Options, SearchResult, SearchResults, search};
