//! BibTeX and BibLaTeX to works.
//!
//! `entries` reads the text, `bounds` drops what the parser could not follow, `fields` and `dates` what the list of works shows of an entry.

mod bounds;
mod dates;
mod entries;
mod fields;

use std::collections::HashMap;

use biblatex::{Bibliography, EntryType, Pair, ParseError, ParseErrorKind, RawBibliography};

use super::{Wanted, bad_key, is_key};
use crate::csl::Work;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::Reference;
use crate::source::Span;
use crate::yaml::Slice;
use entries::{Raw, RawWork};

/// A `.bib` file, which tells places.
struct BibtexPlaces<'s> {
    slice: &'s Slice,
}

impl BibtexPlaces<'_> {
    /// A range of bytes of the text; ranges of the parser may begin or end inside a character.
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let text = self.slice.text();
        let floor = |at: usize| {
            let at = at.min(text.len());
            (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        let (start, end) = (floor(range.start), floor(range.end));
        self.slice.file.span(self.slice.start + start, self.slice.start + end.max(start))
    }
}

/// The works of a reference file, in its order; and as a style wants them, if one does.
pub(super) fn references(
    slice: &Slice,
    wanted: Wanted,
    diagnostics: &mut Diagnostics,
) -> (Vec<Reference>, Vec<Work>) {
    let places = BibtexPlaces { slice };
    let mut raw = entries::read(&places, diagnostics);
    bounds::remove_large_values(&mut raw, &places, diagnostics);
    remove_odd_keys(&mut raw.works, &places, diagnostics);
    bounds::remove_circles(&mut raw.works, &places, diagnostics);
    let (bibliography, raw_works) = resolve(raw, &places, diagnostics);
    let (mut references, mut works) = (Vec::new(), Vec::new());
    for entry in bibliography.iter().filter(|entry| entry.entry_type != EntryType::XData) {
        let Some(raw) = raw_works.get(entry.key.as_str()) else { continue };
        let mut found = Diagnostics::default();
        let reference = fields::reference(entry, raw, &places, &mut found);
        let is_whole = found.is_empty();
        diagnostics.extend(found);
        // What is wrong with a work is told once.
        if wanted == Wanted::WithStyle && is_whole {
            match fields::work(entry, raw, &places) {
                Ok(work) => works.push(work),
                Err(problem) => diagnostics.push(problem),
            }
        }
        references.extend(reference);
    }
    (references, works)
}

/// Works whose key cannot be cited, or stands in the file before, are told and dropped.
fn remove_odd_keys(
    works: &mut Vec<RawWork<'_>>,
    places: &BibtexPlaces<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut known: HashMap<&str, Span> = HashMap::new();
    works.retain(|work| {
        let (key, span) = (work.v.key.v, places.span(work.v.key.span.clone()));
        if !is_key(key) {
            diagnostics.push(bad_key(span));
            return false;
        }
        if let Some(first) = known.get(key) {
            let message = format!("the key `{key}` stands twice in this file");
            let problem = Diagnostic::new(Code::DuplicateKey, message).at(span);
            let problem = problem.note_at("it stands here first, and this work counts", *first);
            diagnostics.push(problem.help("give one of the two another key, or remove it"));
            return false;
        }
        known.insert(key, span);
        true
    });
}

/// Whether the parser takes a key in a field for what it is.
fn is_literal(key: &str) -> bool {
    !key.contains(['\\', '{', '}', '$']) && !key.contains("--")
}

/// The keys of works that a field refers to for more fields.
fn parents_in(field: &Pair<'_>) -> Vec<String> {
    let name = field.key.v.to_ascii_lowercase();
    if name != "crossref" && name != "xdata" {
        return Vec::new();
    }
    let words = entries::words(field);
    let is_list = name == "xdata";
    let keys = words.split(|c| is_list && c == ',').map(str::trim);
    keys.filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

/// Entries with their abbreviations and references resolved; what cannot be is told and dropped. With
/// them, each as it is written, by its key.
fn resolve<'s>(
    mut raw: Raw<'s>,
    places: &BibtexPlaces<'_>,
    diagnostics: &mut Diagnostics,
) -> (Bibliography, HashMap<&'s str, RawWork<'s>>) {
    loop {
        let attempt = RawBibliography {
            preamble: String::new(),
            entries: raw.works.clone(),
            abbreviations: raw.abbreviations.clone(),
        };
        match Bibliography::from_raw(attempt) {
            Ok(bibliography) => {
                let by_key = raw.works.into_iter().map(|work| (work.v.key.v, work));
                return (bibliography, by_key.collect());
            }
            Err(error) => {
                let before = raw.works.len();
                drop_broken(&mut raw, places, diagnostics);
                if raw.works.len() == before {
                    // Not one alone, but what it takes from another.
                    let at = error.span.start;
                    raw.works.retain(|work| !work.span.contains(&at));
                    diagnostics.push(problem(&error, places));
                }
                if raw.works.len() == before {
                    return (Bibliography::new(), HashMap::new());
                }
            }
        }
    }
}

/// Drops the works that cannot be read for themselves, and tells every field in which that is so.
fn drop_broken(raw: &mut Raw<'_>, places: &BibtexPlaces<'_>, diagnostics: &mut Diagnostics) {
    let abbreviations: HashMap<&str, &Pair<'_>> =
        raw.abbreviations.iter().map(|pair| (pair.key.v, pair)).collect();
    raw.works.retain(|work| {
        let mut is_whole = true;
        for field in &work.v.fields {
            let mut alone = work.clone();
            let name = field.key.v.to_ascii_lowercase();
            let is_reference = name == "crossref" || name == "xdata";
            alone.v.fields = if is_reference { Vec::new() } else { vec![field.clone()] };
            let abbreviations = bounds::needed(field, &abbreviations);
            let entries = vec![alone];
            let attempt = RawBibliography { preamble: String::new(), entries, abbreviations };
            if let Err(error) = Bibliography::from_raw(attempt) {
                diagnostics.push(problem(&error, places));
                is_whole = false;
            }
        }
        is_whole
    });
}

/// What the parser says, in our words.
fn problem(error: &ParseError, places: &BibtexPlaces<'_>) -> Diagnostic {
    let (message, help) = match &error.kind {
        ParseErrorKind::UnexpectedEof => (
            "this does not end".to_owned(),
            Some("close what is open: a brace, a quote or a formula".to_owned()),
        ),
        ParseErrorKind::Unexpected(token) => {
            (format!("{} does not belong here", name(*token)), None)
        }
        ParseErrorKind::Expected(token) => (format!("{} is missing here", name(*token)), None),
        ParseErrorKind::UnknownAbbreviation(word) => (
            format!("no abbreviation is called `{word}`"),
            Some(format!("put words in braces: `{{{word}}}`")),
        ),
        ParseErrorKind::MalformedCommand => ("this LaTeX command cannot be read".to_owned(), None),
        ParseErrorKind::DuplicateKey(key) => {
            (format!("the key `{key}` is that of another work"), None)
        }
        other => (format!("this cannot be read: {other}"), None),
    };
    let problem = Diagnostic::new(Code::BibtexSyntax, message).at(places.span(error.span.clone()));
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn name(token: biblatex::Token) -> &'static str {
    match token {
        biblatex::Token::Identifier => "a name",
        biblatex::Token::OpeningBrace => "an opening brace",
        biblatex::Token::ClosingBrace => "a closing brace",
        biblatex::Token::Comma => "a comma",
        biblatex::Token::QuotationMark => "a quote",
        biblatex::Token::Equals => "an equals sign",
        biblatex::Token::DecimalPoint => "a second point",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csl::{Bibliography, Style};
    use crate::diagnostic::Levels;
    use crate::parse::tests::Numbers;
    use crate::source::Sources;

    const HEADS: [&str; 8] = [
        "@article{a,",
        "@book{b,\n",
        "@inproceedings{c, ",
        "@xdata{x,",
        "\n@online{d,",
        "@thesis{é,",
        "@string{",
        "@unknown{b,",
    ];

    const NAMES: [&str; 20] = [
        "author", "editor", "title", "title", "date", "year", "month", "pages", "volume", "number",
        "doi", "url", "urldate", "crossref", "xdata", "ids", "language", "journal", "edition", "s",
    ];

    /// Values, and among them what parsers stumble over.
    const VALUES: [&str; 28] = [
        "{A title}",
        "{Smith, Ann and Doe, John and others}",
        "{von der Ähre, Jr, Ö.}",
        "{{An Institute}}",
        "{ and }",
        "{, ,}",
        "{}",
        "{2020-02-30/..}",
        "{-0300?}",
        "{2020-05~}",
        "2020",
        "{11--19, iv}",
        "{--}",
        "{a}",
        "{b, c}",
        "s",
        "s # {x}",
        "may",
        "\"quoted {words}\"",
        "{german}",
        "{https://example.org/}",
        "{10.1000/1}",
        "{$x^2$ \\\"a \\emph{x} \\ss}",
        "{日本 \u{301}}",
        "{99999999999999999999}",
        "{\\",
        "{$x}",
        "{open",
    ];

    fn text(numbers: &mut Numbers) -> String {
        let mut text = String::new();
        for _ in 0..=numbers.below(3) {
            text += HEADS[numbers.below(HEADS.len())];
            for _ in 0..numbers.below(6) {
                text += NAMES[numbers.below(NAMES.len())];
                text += " = ";
                text += VALUES[numbers.below(VALUES.len())];
                text += [",", ",\n", ", ", ""][numbers.below(16).saturating_sub(12)];
            }
            text += ["}\n", "}", "", "@"][numbers.below(20).saturating_sub(16)];
        }
        text
    }

    #[test]
    fn no_text_makes_the_reader_panic_and_every_place_lies_in_its_file() {
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        let mut works = Vec::new();
        for round in 0..5_000 {
            let text = text(&mut numbers);
            let mut sources = Sources::default();
            let file = sources.add(format!("{round}.bib"), text.clone());
            let mut found = Diagnostics::default();
            let slice = Slice::whole(&file);
            let (references, more) = references(&slice, Wanted::WithStyle, &mut found);
            works.extend(more);
            let spans = references.iter().map(|work| work.span);
            let found = found.finish(&Levels::default());
            let told = found.iter().map(|problem| problem.span.expect("all have a place"));
            for span in spans.chain(told) {
                assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
            }
        }
        assert!(works.len() > 200, "{}", works.len());
        works.truncate(200);
        let style = Style::bundled("apa").expect("it is there");
        Bibliography::new(&works, style, "en");
    }
}
