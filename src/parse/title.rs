//! The title of a page: what its author wrote, the heading that leads its text, or the name of its file.

use super::collections::Collections;
use super::is_index;
use crate::arena::Id;
use crate::config::{Config, words_of_name};
use crate::document::{Document, Heading};
use crate::site::{ContentPath, leading_number};

/// The title of a page in plain words, and the heading of its text that says it.
pub(super) struct PageTitle {
    pub(super) words: String,
    pub(super) heading: Option<Id<Heading>>,
}

/// Finds the title of a page; `written` is that of its front matter, and `otherwise` gives the one without any.
pub(super) fn of_page(
    written: Option<&str>,
    document: &Document,
    text: &str,
    otherwise: impl FnOnce() -> String,
) -> PageTitle {
    let leading = document.leading_heading(text);
    let leading = leading.filter(|heading| document.headings[*heading].level == 1);
    let words = leading.map(|heading| document.read(document.headings[heading].text, text));
    match (written, words) {
        (Some(written), _) => PageTitle {
            words: written.to_owned(),
            heading: leading.filter(|heading| says(written, *heading, document, text)),
        },
        (None, Some(words)) if !words.is_empty() => {
            PageTitle { words: words.to_owned(), heading: leading }
        }
        _ => PageTitle { words: otherwise(), heading: None },
    }
}

/// Whether a heading has the words of a title, with its marks or without.
fn says(title: &str, heading: Id<Heading>, document: &Document, text: &str) -> bool {
    let Heading { text: words, node, .. } = document.headings[heading];
    let written = text[document.nodes[node].place.range()]
        .trim_matches(|letter: char| letter == '#' || letter.is_whitespace());
    [document.read(words, text), written].into_iter().any(|words| is_same(words, title))
}

/// Whether two texts have the same words, whatever blanks and capitals they have.
fn is_same(one: &str, other: &str) -> bool {
    let words = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    words(one) == words(other)
}

/// "warm-handoff.md" as a title: "Warm handoff". An index is called after its folder.
pub(super) fn of_path(
    path: &ContentPath,
    config: &Config,
    collections: &Collections<'_>,
) -> String {
    if path.stem() == "404" {
        return "Page not found".to_owned();
    }
    if !is_index(path) {
        return of_name(path.stem());
    }
    match path.folder().rsplit('/').next() {
        None | Some("") => config.title.clone(),
        Some(folder) => {
            let collection = collections.at(path.folder());
            let label = collection.map(|position| config.collections[position].label.clone());
            label.unwrap_or_else(|| of_name(folder))
        }
    }
}

/// The name of a file or of a folder as words, without the number or the day that only puts it in order.
pub(super) fn of_name(name: &str) -> String {
    let words = without_day(name).or_else(|| without_number(name)).unwrap_or(name);
    words_of_name(words)
}

/// What follows a day: `2026-03-31-news`.
fn without_day(name: &str) -> Option<&str> {
    let (day, rest) = name.split_at_checked("2026-03-31".len())?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => matches!(byte, b'-' | b'_' | b'.'),
        _ => byte.is_ascii_digit(),
    });
    rest_of_name(rest).filter(|_| is_day)
}

/// What follows a number that only orders pages: `01-news`.
fn without_number(name: &str) -> Option<&str> {
    let (_, words) = leading_number(name)?;
    words.starts_with(char::is_alphabetic).then_some(words)
}

/// What stands behind the signs that divide a name, if they are there and something does.
fn rest_of_name(rest: &str) -> Option<&str> {
    let words = rest.trim_start_matches(['-', '_', '.', ' ']);
    (words.len() < rest.len() && words.starts_with(char::is_alphabetic)).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_only_orders_them() {
        let names = [
            ("01-setting-up", "Setting up"),
            ("3_one.two", "One.two"),
            ("10. Ten", "Ten"),
            ("2026-03-31-news", "News"),
            ("2026-03-31", "2026 03 31"),
            ("2026-plan", "2026 plan"),
            ("1.2-setup", "1.2 setup"),
            ("3d", "3d"),
            ("007", "007"),
            ("01-é", "É"),
        ];
        for (name, title) in names {
            assert_eq!(of_name(name), title);
        }
    }
}
