//! Answers to queries, from the index that a build left.
//!
//! In: an opened index and a query. Out: an [`SearchResults`]. `query` takes a query apart, `understand` finds what
//! each part stands for (`word`, `phrase`, by the postings in `terms`), `rank` puts pages in order, `answer` shows the
//! best of them. The modules here and those in `themes/default/static/js/search` are twins: they know the same rules,
//! and a test holds their answers equal.

mod answer;
mod excerpt;
mod filters;
mod phrase;
mod query;
mod rank;
mod spelling;
mod synonyms;
mod terms;
mod understand;
mod word;

pub(crate) use answer::{ExplainedPart, Options, SearchResult, SearchResults, search};
pub(crate) use rank::Alternative;
