//! Citations and bibliographies as a style of the Citation Style Language (CSL) writes them.
//!
//! In: works, a style, a language. Out: the list of works and citations of them, as [`FormattedRun`]s of text.
//! Knows no files, no pages and no HTML.

mod bibliography;
mod bounds;
mod locator;
mod piece;
mod placeless;
mod style;
mod work;

pub(crate) use bibliography::{Bibliography, CitationGroup};
pub(crate) use piece::{FormattedRun, Look, plain};
pub(crate) use style::{Style, Unfit};
pub(crate) use work::Work;
