//! `<Listing number="5-1" file-name="src/main.rs" caption="…">` of the Rust book: code with a number and a caption.

use super::super::edits::{Edits, literal};
use super::super::lines;
use super::super::prose::SourceProse;
use super::super::tag::{JsxTag, TagKind, tags};

/// Says above the code which file it is in, and below it what it shows.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    let tags = tags(prose);
    let mut open: Vec<&JsxTag<'_>> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.name == "Listing") {
        let text = if tag.kind == TagKind::Closing {
            open.pop().map_or_else(String::new, below)
        } else {
            open.push(tag);
            above(tag)
        };
        if text.is_empty() {
            edits.remove(tag.place.clone());
        } else {
            lines::replace(prose, tag.place.clone(), &text, edits);
        }
    }
}

fn above(tag: &JsxTag<'_>) -> String {
    let id = tag.words("number").map(|number| format!("<span id=\"listing-{number}\"></span>"));
    let file = tag.words("file-name").map(|file| format!("Filename: {}\n", literal(file)));
    id.unwrap_or_default() + &file.unwrap_or_default()
}

fn below(tag: &JsxTag<'_>) -> String {
    match (tag.words("number"), tag.words("caption")) {
        (Some(number), Some(caption)) => format!("\nListing {number}: {caption}\n"),
        (Some(number), None) => format!("\nListing {number}\n"),
        (None, Some(caption)) => format!("\n{caption}\n"),
        (None, None) => String::new(),
    }
}
