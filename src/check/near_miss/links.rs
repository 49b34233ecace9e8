//! Links with a blank too many, with their brackets changed round, and marks of other tools among words.

use std::ops::Range;

use super::mask::OBJECT;
use super::{CheckedText, with_fix};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

pub(super) fn check(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    for block in text.mask.blocks() {
        // Nearly all blocks have no bracket among their words.
        if !text.mask.words(&block.range).bytes().any(|sign| matches!(sign, b'[' | b'{')) {
            continue;
        }
        for (start, line) in text.mask.lines(&block.range) {
            diagnostics.extend_with(apart(text, start, line));
            diagnostics.extend_with(reversed(text, start, line));
            diagnostics.extend_with(shortcode(text, start, line));
            diagnostics.extend_with(attributes(text, start, line));
        }
    }
}

/// `[words] (address)`
fn apart(text: &CheckedText<'_>, start: usize, line: &str) -> Option<Diagnostic> {
    line.match_indices("] (").find_map(|(at, _)| {
        let open = line[..at].rfind('[').filter(|open| open + 1 < at)?;
        let end = at + 3 + line[at + 3..].find(')')?;
        let address = &line[at + 3..end];
        looks_like_address(address).then(|| {
            let message =
                format!("`{}` is no link: a blank stands between its two parts", &line[open..=end]);
            let problem = text.problem(Code::LinkSyntax, message, &(start + open..start + end + 1));
            let problem = problem.help(format!("write `{}({address})`", &line[open..=at]));
            with_fix(problem, Some(text.fix(&(start + at + 1..start + at + 2), "")))
        })
    })
}

/// `(words)[address]`
fn reversed(text: &CheckedText<'_>, start: usize, line: &str) -> Option<Diagnostic> {
    line.match_indices(")[").find_map(|(at, _)| {
        let open = line[..at].rfind('(').filter(|open| open + 1 < at)?;
        let end = at + 2 + line[at + 2..].find(']')?;
        let (words, address) = (&line[open + 1..at], &line[at + 2..end]);
        looks_like_address(address).then(|| {
            let place: Range<usize> = start + open..start + end + 1;
            let message =
                format!("`{}` is no link: its brackets are changed round", &line[open..=end]);
            let right = format!("[{words}]({address})");
            let problem =
                text.problem(Code::LinkSyntax, message, &place).help(format!("write `{right}`"));
            with_fix(problem, Some(text.fix(&place, right)))
        })
    })
}

fn looks_like_address(text: &str) -> bool {
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = (1..=5).contains(&ending.len())
        && ending.chars().all(|letter| letter.is_ascii_alphanumeric())
        && ending.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let is_whole = ["http://", "https://", "mailto:", "#", "./", "../"]
        .iter()
        .any(|start| text.starts_with(start));
    !text.contains(char::is_whitespace) && text.len() > 1 && (is_file || is_whole)
}

/// `{{< x >}}` and `{% x %}`
fn shortcode(text: &CheckedText<'_>, start: usize, line: &str) -> Option<Diagnostic> {
    const PAIRS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];
    PAIRS.iter().find_map(|(open, close)| {
        let at = line.find(open)?;
        let end = at + open.len() + line[at + open.len()..].find(close)? + close.len();
        // Comments of other tools have a report of their own.
        let name = line[at + open.len()..end].trim_start_matches(['-', ' ', '/']);
        let is_comment = ["comment", "endcomment"].iter().any(|word| name.starts_with(word));
        let message =
            format!("`{}` is a mark of another tool, and stays on the page", &line[at..end]);
        let problem = text.problem(Code::ForeignSyntax, message, &(start + at..start + end));
        (!is_comment).then(|| {
            problem.help("write what it stands for, or put it between backticks if it is code")
        })
    })
}

/// `{width=300}` and `{.class}` behind a picture, a link or code.
fn attributes(text: &CheckedText<'_>, start: usize, line: &str) -> Option<Diagnostic> {
    let at = line.match_indices('{').map(|(at, _)| at).find(|at| line[..*at].ends_with(OBJECT))?;
    let end = at + line[at..].find('}')? + 1;
    let inside = line[at + 1..end - 1].trim_start_matches(':').trim();
    let is_attribute =
        |word: &str| word.starts_with(['.', '#']) && word.len() > 1 || word.contains('=');
    let are_attributes = !inside.is_empty() && inside.split_whitespace().all(is_attribute);
    are_attributes.then(|| {
        let message =
            format!("`{}` is a mark of another tool, and stays on the page", &line[at..end]);
        let place = start + at..start + end;
        let problem = text.problem(Code::ForeignSyntax, message, &place);
        with_fix(problem.help("leave it out"), Some(text.fix(&place, "")))
    })
}
