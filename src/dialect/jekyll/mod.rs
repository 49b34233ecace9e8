//! The Markdown of Jekyll and of its relatives Eleventy and Middleman: kramdown with tags of Liquid.

mod front_matter;
mod kramdown;
mod liquid;
mod variables;

use super::attributes::{self, Colon};
use super::edits::Edits;
use super::prose::SourceProse;
use super::{DialectPage, FileNames, abbreviation, markdown_in_html, signs};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    front_matter::translate(prose, edits);
    liquid::translate(page, prose, names, edits);
    variables::translate(page, prose, edits);
    kramdown::translate(prose, edits);
    markdown_in_html::translate(prose, edits);
    attributes::translate(prose, Colon::Required, edits);
    signs::translate(prose, edits);
    abbreviation::translate(prose, edits);
}
