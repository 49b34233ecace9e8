//! Abbreviations of Python-Markdown and kramdown: `*[HTML]: Hypertext Markup Language`, anywhere in the text.

use super::edits::{Edits, literal};
use super::prose::SourceProse;

/// Explains abbreviations where plain words use them, and leaves out the lines that say what they mean.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    let found: Vec<(usize, &str, &str)> = (0..prose.lines.len())
        .filter(|line| prose.is_open(*line))
        .filter_map(|line| definition(prose.words(line)).map(|(short, long)| (line, short, long)))
        .collect();
    for (line, short, long) in &found {
        edits.remove(prose.lines[*line].place.clone());
        explain(prose, short, long, edits);
    }
}

fn definition(words: &str) -> Option<(&str, &str)> {
    let (short, long) = words.strip_prefix("*[")?.split_once("]:")?;
    Some((short.trim(), long.trim())).filter(|(short, _)| !short.is_empty())
}

fn explain(prose: &SourceProse<'_>, short: &str, long: &str, edits: &mut Edits) {
    for at in prose.find(short) {
        let end = at + short.len();
        let is_word = !prose.text[..at].ends_with(char::is_alphanumeric)
            && !prose.text[end..].starts_with(char::is_alphanumeric);
        let is_plain = prose.line_of(at).is_some_and(|line| is_plain(prose.words(line)));
        if is_word && is_plain {
            edits.replace(at..end, format!("<abbr title=\"{}\">{short}</abbr>", literal(long)));
        }
    }
}

/// Whether a line holds no links, tags, headings or marks of a tool, in which a tag would have another meaning.
fn is_plain(words: &str) -> bool {
    !words.starts_with(['#', '=', '!', '?', '/', '*', ':', '['])
        && !["](", "][", "]:", "<", "{", "://", "=="].iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn abbreviations_are_explained_in_plain_words() {
        let text = "The HTML and XHTML.\n\n## HTML\n\n[HTML](HTML.md)\n\n*[HTML]: Hyper \"Text\"\n";
        let made = translated(text, SourceDialect::Mkdocs, &[]);
        let abbr = "<abbr title=\"Hyper &#34;Text&#34;\">HTML</abbr>";
        let expected = format!("The {abbr} and XHTML.\n\n## HTML\n\n[HTML](HTML.md)\n\n\n");
        assert_eq!(made, expected);
    }
}
