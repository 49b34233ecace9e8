//! Paragraphs that look like headings and are none.

use super::Prose;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::BlockKind;

/// Words of a heading at most.
const LONGEST: usize = 10;

pub(super) fn as_heading(prose: &Prose<'_>, diagnostics: &mut Diagnostics) {
    for (at, block) in prose.blocks.iter().enumerate() {
        // A heading has something under it.
        let next = prose.blocks.get(at + 1);
        let is_above = next.is_some_and(|next| next.kind != BlockKind::Heading && !next.is_strong);
        let is_alone = block.kind == BlockKind::Paragraph && block.is_strong && !block.is_quoted;
        let words = block.text.split_whitespace().count();
        // A sentence that is stressed ends with a stop.
        let is_sentence = block.text.trim_end().ends_with(['.', '!', '?', ',', ';', ':', '。']);
        if is_alone && is_above && words <= LONGEST && !is_sentence {
            let message = format!("`{}` looks like a heading and is none", block.text.trim());
            let problem =
                prose.problem(Code::EmphasisAsHeading, message, block, &(0..block.text.len()));
            let help = format!("write `## {}`, with as many `#` as its level", block.text.trim());
            diagnostics.push(problem.help(help));
        }
    }
}
