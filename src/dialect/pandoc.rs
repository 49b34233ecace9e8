//! Attributes as Pandoc writes them (pandoc.org/MANUAL.html, "Bracketed spans"): `[words]{#id .class}`, and behind links and
//! pictures. Texts hold them that no file of a tool tells from others.

use std::collections::HashSet;

use super::attributes::{self, Colon};
use super::edits::Edits;
use super::prose::{SourceProse, last_part};

/// Keeps the addresses that attributes set, and leaves out the rest of them.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    let spans = prose.find("]{");
    let labels = if spans.is_empty() { HashSet::new() } else { labels(prose.text) };
    for at in spans {
        span(prose, at, &labels, edits);
    }
    attributes::translate(prose, Colon::Required, edits);
}

/// Turns `[words]{#id}` into its words with an address.
fn span(prose: &SourceProse<'_>, at: usize, labels: &HashSet<String>, edits: &mut Edits) {
    let Some(list) = attributes::list_at(prose, at + 1, Colon::Required) else { return };
    let Some(open) = opening(prose.text, at).filter(|open| !prose.is_closed(*open)) else { return };
    let is_other = prose.text[..open].ends_with(['!', ']', '\\']);
    let words = &prose.text[open + 1..at];
    if is_other || labels.contains(&words.to_lowercase()) {
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

/// The names of links that lines of a text define, in lower case.
fn labels(text: &str) -> HashSet<String> {
    let defined = text.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]:"));
    defined.map(|(label, _)| label.to_lowercase()).collect()
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
