//! With the line of the source, the place underlined.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::digest::{self, Shown};
use super::repeats;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Position, SourceFile, Sources, Span, floor_char_boundary};

/// Lines shown of a span that covers more.
const SNIPPET_LINES: usize = 4;

/// Characters of one source line that a snippet may hold, from the place on; and bytes before it.
const SNIPPET_WIDTH: usize = 400;
const BEFORE: usize = 400;

/// Appends what is shown and an empty line.
pub(super) fn human(out: &mut String, shown: &Shown<'_>, sources: &Sources, colour: bool) {
    match shown {
        Shown::Problem(problem, others) => {
            let also_in = digest::also_in(others, sources);
            snippets(out, problem, also_in.as_deref(), sources, colour);
        }
        Shown::Rest(file, rest) => out.push_str(&digest::rest(*file, rest, sources)),
    }
    out.push_str("\n\n");
}

/// Appends a diagnostic; `also_in` names the other places that have the same.
fn snippets(
    out: &mut String,
    diagnostic: &Diagnostic,
    also_in: Option<&str>,
    sources: &Sources,
    colour: bool,
) {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(120);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO.with_name("advice"),
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.name());
    let mut group = Group::with_title(title);

    let excerpts: Vec<Excerpt<'_>> = std::iter::once((diagnostic.span, diagnostic.label.as_str()))
        .chain(diagnostic.notes.iter().map(|note| (note.span, note.message.as_str())))
        .filter_map(|(span, label)| Some(Excerpt::new(span?, label, sources)))
        .collect();
    for (position, excerpt) in excerpts.iter().enumerate() {
        let primary = position == 0 && diagnostic.span.is_some();
        group = excerpt.add_to(group, primary);
    }
    let plain_notes = diagnostic.notes.iter().filter(|note| note.span.is_none());
    for note in plain_notes {
        group = group.element(Level::NOTE.message(&note.message));
    }
    let repeats = repeats(diagnostic);
    for note in repeats.as_deref().into_iter().chain(also_in) {
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let mut text = renderer.render(&[group]);
    for (written, place) in excerpts.iter().filter_map(Excerpt::place) {
        text = text.replacen(&written, &place, 1);
    }
    out.push_str(&text);
}

/// The lines around a span: a snippet needs only them, not a file of ten megabytes.
struct Excerpt<'a> {
    file: &'a SourceFile,
    lines: &'a str,
    first_line: usize,
    /// The place, if the lines begin inside of one.
    cut: Option<Position>,
    within: Range<usize>,
    label: &'a str,
}

impl<'a> Excerpt<'a> {
    fn new(span: Span, label: &'a str, sources: &'a Sources) -> Excerpt<'a> {
        let file = sources.file(span.file);
        let range = file.written_range(span.range());
        let (text, lines) = file.written();
        let first = lines.line_of(range.start);
        let last = lines.line_of(range.end.max(range.start + 1) - 1).min(first + SNIPPET_LINES - 1);
        let mut shown = lines.line_range(first).start..lines.line_range(last).end;
        if first == 0 && text.starts_with('\u{feff}') {
            shown.start = '\u{feff}'.len_utf8().min(shown.end);
        }
        let is_far = range.start > shown.start + BEFORE;
        if is_far {
            shown.start = floor_char_boundary(text, range.start - BEFORE);
        }
        let widest = text[shown.clone()]
            .char_indices()
            .nth(range.start.saturating_sub(shown.start) + SNIPPET_WIDTH);
        if let Some((cut, _)) = widest {
            shown.end = shown.start + cut;
        }
        let excerpt = text[shown.clone()].trim_end_matches(['\r', '\n']);
        let (least, most) = (shown.start, shown.start + excerpt.len());
        let [start, end] = [range.start, range.end].map(|at| at.clamp(least, most) - least);
        Excerpt {
            file,
            lines: excerpt,
            first_line: first + 1,
            cut: is_far.then(|| lines.position(text, range.start)),
            within: start..end,
            label,
        }
    }

    fn add_to(&'a self, group: Group<'a>, primary: bool) -> Group<'a> {
        if self.lines.trim().is_empty() {
            let origin = Origin::path(&self.file.path).line(self.first_line).char_column(1);
            return group.element(origin);
        }
        let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let mut annotation = kind.span(self.within.clone());
        if !self.label.is_empty() {
            annotation = annotation.label(self.label);
        }
        let snippet = Snippet::source(self.lines).path(&self.file.path).line_start(self.first_line);
        group.element(snippet.annotation(annotation))
    }

    /// The library counts columns from the beginning of the excerpt. Where that is inside of a line: the place as the
    /// library writes it, and the place in the file.
    fn place(&self) -> Option<(String, String)> {
        let Position { line, column } = self.cut?;
        let written = self.lines[..self.within.start].chars().count() + 1;
        let path = &self.file.path;
        Some((format!("{path}:{line}:{written}"), format!("{path}:{line}:{column}")))
    }
}
