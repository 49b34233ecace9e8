//! The Markdown of `MkDocs`: Python-Markdown (python-markdown.github.io), the extensions of pymdownx
//! (facelessuser.github.io/pymdown-extensions), and what Material for `MkDocs` makes of them.

mod blocks;
mod excerpt;
mod fence;
mod marks;
mod snippets;

use super::attributes::{self, Colon};
use super::edits::Edits;
use super::prose::SourceProse;
use super::{DialectPage, FileNames, abbreviation, contents, markdown_in_html, signs};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    snippets::translate(page, prose, names, edits);
    contents::remove(prose, edits);
    blocks::translate(prose, edits);
    markdown_in_html::translate(prose, edits);
    attributes::translate(prose, Colon::Optional, edits);
    marks::translate(prose, edits);
    signs::translate(prose, edits);
    abbreviation::translate(prose, edits);
}
