//! What stands behind the language of a block of code: marked lines and their numbers, which pages do not show.

use super::edits::Edits;
use super::prose::SourceProse;

/// Takes what is written onto a language: `js{1,3}`, `ts:line-numbers`.
pub(super) fn languages(prose: &SourceProse<'_>, edits: &mut Edits) {
    for line in prose.lines.iter().filter(|line| line.opens_code) {
        let words = &prose.text[line.place.clone()];
        let info =
            words.trim_start_matches(|c| c != '`' && c != '~').trim_start_matches(['`', '~']);
        let start = line.place.end - info.trim_start().len();
        let info = info.trim_start();
        let Some(at) = info.find(['{', ':']).filter(|at| !info[..*at].contains(' ')) else {
            continue;
        };
        let end = end_of_marks(info, at);
        edits.remove(start + at..start + end);
    }
}

/// Where the marks end that begin at a place: at the first blank that stands in no braces.
fn end_of_marks(info: &str, from: usize) -> usize {
    let mut depth = 0_i32;
    for (at, letter) in info[from..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ' ' | '\t' if depth <= 0 => return from + at,
            _ => {}
        }
    }
    info.len()
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn a_language_is_a_word() {
        for (info, expected) in [
            ("js{1, 3-5}", "js"),
            ("ts:line-numbers {1}", "ts {1}"),
            ("ts:line-numbers=2", "ts"),
            ("js title=\"a:b\"", "js title=\"a:b\""),
            ("js", "js"),
            ("", ""),
        ] {
            let text = format!("```{info}\nx\n```\n");
            let made = translated(&text, SourceDialect::Vitepress, &[]);
            assert_eq!(made, format!("```{expected}\nx\n```\n"));
        }
    }
}
