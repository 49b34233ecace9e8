//! Which part of a work is cited: "p. 4", "chapter 2".

use hayagriva::citationberg::taxonomy::Locator;

/// Words and short forms of parts, in English, as authors write them before a number.
const WORDS: &[(Locator, &[&str])] = &[
    (Locator::Page, &["p", "pp", "page", "pages"]),
    (Locator::Chapter, &["ch", "chs", "chap", "chaps", "chapter", "chapters"]),
    (Locator::Section, &["sec", "secs", "sect", "section", "sections", "§", "§§"]),
    (Locator::Paragraph, &["para", "paras", "paragraph", "paragraphs", "¶", "¶¶"]),
    (Locator::Volume, &["vol", "vols", "volume", "volumes"]),
    (Locator::Issue, &["no", "nos", "issue", "issues"]),
    (Locator::Part, &["pt", "pts", "part", "parts"]),
    (Locator::Book, &["bk", "bks", "book", "books"]),
    (Locator::Figure, &["fig", "figs", "figure", "figures"]),
    (Locator::Table, &["table", "tables"]),
    (Locator::Equation, &["eq", "eqs", "equation", "equations"]),
    (Locator::Appendix, &["app", "apps", "appendix", "appendices"]),
    (Locator::Note, &["n", "nn", "note", "notes"]),
    (Locator::Line, &["l", "ll", "line", "lines"]),
    (Locator::Verse, &["v", "vv", "verse", "verses"]),
    (Locator::Column, &["col", "cols", "column", "columns"]),
    (Locator::Folio, &["fol", "fols", "folio", "folios"]),
    (Locator::ArticleLocator, &["art", "arts", "article", "articles"]),
    (Locator::Rule, &["r", "rr", "rule", "rules"]),
    (Locator::Act, &["act", "acts"]),
    (Locator::Scene, &["sc", "scs", "scene", "scenes"]),
    (Locator::Canon, &["canon", "canons"]),
    (Locator::Opus, &["op", "opus", "opera"]),
];

/// The kind of a part and its number. A number alone is that of a page; what is neither stays as it is
/// written.
pub(super) fn locator(text: &str) -> (Locator, &str) {
    let text = text.trim();
    if begins_with_number(text) {
        return (Locator::Page, text);
    }
    let word_end = text.find(|c: char| !(c.is_alphabetic() || matches!(c, '§' | '¶')));
    let (word, rest) = text.split_at(word_end.unwrap_or(text.len()));
    let number = rest.strip_prefix('.').unwrap_or(rest).trim_start();
    let word = word.to_lowercase();
    let kind = WORDS.iter().find(|(_, words)| words.contains(&word.as_str()));
    match kind {
        Some((kind, _)) if begins_with_number(number) || is_letters(number) => (*kind, number),
        _ => (Locator::Custom, text),
    }
}

fn begins_with_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// A Roman number, or one letter as appendices have.
fn is_letters(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_roman = first.chars().all(|c| "ivxlcdmIVXLCDM".contains(c));
    !first.is_empty() && (is_roman || first.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_before_a_number_says_which_part_it_is() {
        for (text, kind, number) in [
            ("p. 4", Locator::Page, "4"),
            ("pp. 4-6, 9", Locator::Page, "4-6, 9"),
            ("p.4", Locator::Page, "4"),
            ("12", Locator::Page, "12"),
            ("Chapter 2", Locator::Chapter, "2"),
            ("chap. iv", Locator::Chapter, "iv"),
            ("§ 12", Locator::Section, "12"),
            ("app. B", Locator::Appendix, "B"),
            ("fig. 3a", Locator::Figure, "3a"),
        ] {
            assert_eq!(locator(text), (kind, number), "{text}");
        }
    }

    #[test]
    fn other_words_stay_as_they_are_written() {
        for text in ["see there", "part of it", "page", "passim", "p", "ed. 2", "über alles"] {
            assert_eq!(locator(text), (Locator::Custom, text), "{text}");
        }
    }
}
