//! What makes a page of a tree: its title, and the levels of its headings.

use super::tree::{self, ForeignBlock, ForeignHeading, ForeignText};

/// A heading that became the title of its page.
pub(super) struct TitleHeading {
    pub(super) words: String,
    pub(super) id: Option<String>,
}

/// Takes the title out of a text: its first block, if that is a heading above all others.
pub(super) fn take_title(text: &mut ForeignText) -> Option<TitleHeading> {
    let at = text.blocks.iter().position(|block| matches!(block, ForeignBlock::Heading(_)))?;
    let ForeignBlock::Heading(ForeignHeading { level, words, id }) = &text.blocks[at] else {
        return None;
    };
    // Words before it would come behind it.
    let is_first = at == 0 || *level == 1;
    let is_above = headings(&text.blocks[at + 1..]).all(|other| other.level > *level);
    let words = tree::plain(words);
    if !is_first || !is_above || words.is_empty() {
        return None;
    }
    let title = TitleHeading { words, id: id.clone() };
    text.blocks.remove(at);
    Some(title)
}

fn headings(blocks: &[ForeignBlock]) -> impl Iterator<Item = &ForeignHeading> {
    blocks.iter().filter_map(|block| match block {
        ForeignBlock::Heading(heading) => Some(heading),
        _ => None,
    })
}

/// Moves all headings so that the highest ones are at level 2, below the title.
pub(super) fn settle_levels(text: &mut ForeignText) {
    let Some(highest) = headings(&text.blocks).map(|heading| heading.level).min() else { return };
    for block in &mut text.blocks {
        if let ForeignBlock::Heading(heading) = block {
            heading.level = (heading.level + 2 - highest.min(heading.level)).clamp(2, 6);
        }
    }
}
