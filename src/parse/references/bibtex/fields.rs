//! What the list of works shows of a BibTeX entry.

use biblatex::{Chunk, Entry, Person};

use super::super::{checked_doi, is_web_address, unreadable};
use super::entries::RawWork;
use super::{BibtexPlaces, dates};
use crate::csl::Work;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::Reference;
use crate::source::Span;

/// The work of an entry, whose references are resolved; `raw` is the entry as it is written.
pub(super) fn reference(
    entry: &Entry,
    raw: &RawWork<'_>,
    places: &BibtexPlaces<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Reference> {
    let key_span = places.span(raw.v.key.span.clone());
    let place = |name: &str| place(name, raw, places).unwrap_or(key_span);
    let title = text(entry, &["title"]);
    if title.is_none() {
        let message = "the field `title` is missing here";
        diagnostics.push(Diagnostic::new(Code::MissingKey, message).at(key_span));
    }
    let doi = text(entry, &["doi"]).and_then(|doi| checked_doi(&doi, || place("doi"), diagnostics));
    let url = text(entry, &["url"]).filter(|url| {
        let is_address = is_web_address(url);
        if !is_address {
            let message = format!("`{url}` is not a web address");
            diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(place("url")));
        }
        is_address
    });
    Some(Reference {
        key: entry.key.clone(),
        span: key_span,
        title: title?,
        authors: entry.author().unwrap_or_default().iter().map(person).collect(),
        date: dates::date(entry),
        container: container(entry),
        pages: text(entry, &["pages"]),
        publisher: text(entry, &["publisher", "institution", "school", "organization"]),
        note: text(entry, &["note"]),
        url,
        doi,
    })
}

/// The work as a style wants it. A style would leave out a date that is none, so that is told.
pub(super) fn work(
    entry: &Entry,
    raw: &RawWork<'_>,
    places: &BibtexPlaces<'_>,
) -> Result<Work, Diagnostic> {
    if let Some((field, text)) = dates::odd(entry) {
        let span = place(field, raw, places);
        let span = span.unwrap_or_else(|| places.span(raw.v.key.span.clone()));
        let problem = unreadable(&entry.key, &format!("`{text}` is not a date"), span);
        return Err(problem.help("write a date such as `2024-05-31`, and other words in `note`"));
    }
    Work::try_from(entry)
        .map_err(|error| unreadable(&entry.key, &error.kind.to_string(), places.span(error.span)))
}

/// The place of a field's value; `None` if the entry has it from another one.
fn place(name: &str, raw: &RawWork<'_>, places: &BibtexPlaces<'_>) -> Option<Span> {
    let field = raw.v.fields.iter().find(|field| field.key.v.eq_ignore_ascii_case(name))?;
    let span = field.value.span.clone();
    let written = places.slice.text().get(span.clone())?;
    Some(places.span(span.start..span.start + written.trim_end().len()))
}

/// The first of these fields that says something, without its braces and commands.
pub(super) fn text(entry: &Entry, names: &[&str]) -> Option<String> {
    let found = names.iter().find_map(|name| entry.get(name))?;
    let words = found.iter().map(|chunk| match &chunk.v {
        Chunk::Normal(words) | Chunk::Verbatim(words) => words.clone(),
        Chunk::Math(formula) => format!("${formula}$"),
    });
    let text = words.collect::<String>();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// "Family, Given".
fn person(person: &Person) -> String {
    let family = [person.prefix.as_str(), &person.name, &person.suffix];
    let family: Vec<&str> = family.into_iter().filter(|part| !part.is_empty()).collect();
    let family = family.join(" ");
    if person.given_name.is_empty() { family } else { format!("{family}, {}", person.given_name) }
}

/// "Title, volume(issue)".
fn container(entry: &Entry) -> Option<String> {
    let title = text(entry, &["journaltitle", "journal", "booktitle", "maintitle"])?;
    let volume = text(entry, &["volume"]);
    let issue = text(entry, &["number", "issue"]);
    let number = match (volume, issue) {
        (Some(volume), Some(issue)) => format!(", {volume}({issue})"),
        (Some(one), None) | (None, Some(one)) => format!(", {one}"),
        (None, None) => String::new(),
    };
    Some(title + &number)
}
