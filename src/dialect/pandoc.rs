//! Attributes as Pandoc writes them (pandoc.org/MANUAL.html, "Bracketed spans"): `[words]{#id .class}`, and behind links and
//! pictures. Texts hold them that no file of a tool tells from others.

use super::attributes::{self, Colon};
use super::edits::Edits;
use super::prose::{SourceProse, last_part};

/// Keeps the addresses that attributes set, and leaves out the rest of them.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    for at in prose.find("]{") {
        span(prose, at, edits);
    }
    attributes::translate(prose, Colon::Required, edits);
}

/// Turns `[words]{#id}` into its words with an address.
fn span(prose: &SourceProse<'_>, at: usize, edits: &mut Edits) {
    let Some(list) = attributes::list_at(prose, at + 1, Colon::Required) else { return };
    let Some(open) = opening(prose.text, at).filter(|open| !prose.is_closed(*open)) else { return };
    let before = prose.text[..open].trim_end_matches(|c: char| c.is_alphanumeric());
    let is_other = prose.text[..open].ends_with(['!', ']', '\\']) || before.ends_with(":::");
    let words = &prose.text[open + 1..at];
    if is_other || is_label(words, prose.text) {
        return;
    }
    let anchor = list.id.map(attributes::anchor).unwrap_or_default();
    edits.replace(open..open + 1, anchor);
    edits.remove(at..list.place.end);
}

/// The bracket that one closes, in the same paragraph.
fn opening(text: &str, close: usize) -> Option<usize> {
    let before = last_part(&text[..close]);
    let mut depth = 0_usize;
    for (at, letter) in before.char_indices().rev() {
        match letter {
            ']' => depth += 1,
            '[' if depth == 0 => {
                let is_near = !before[at..].contains("\n\n");
                return is_near.then_some(close - before.len() + at);
            }
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether words in brackets are a link to what a line elsewhere defines.
fn is_label(words: &str, text: &str) -> bool {
    text.to_lowercase().contains(&format!("\n[{}]:", words.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect::Plain;

    #[test]
    fn spans_keep_their_words_and_addresses() {
        for (text, expected) in [
            ("[a path]{#path}\n:   Text\n", "<span id=\"path\"></span>a path\n:   Text\n"),
            ("[small *caps*]{.smallcaps} end\n", "small *caps* end\n"),
            ("![](a.svg){alt='A b' width=50% .c}\n", "![](a.svg)\n"),
            ("[a](b.md){.button}\n", "[a](b.md)\n"),
            (":::tip[A title]{#b}\n:::\n", ":::tip[A title]{#b}\n:::\n"),
            ("[a]{.b}\n\n[a]: c.md\n", "[a]\n\n[a]: c.md\n"),
            (
                "Set {#key} and `[a]{.b}` and array[0]{x}\n",
                "Set {#key} and `[a]{.b}` and array[0]{x}\n",
            ),
        ] {
            assert_eq!(translated(text, Plain, &[]), expected, "{text}");
        }
    }
}
