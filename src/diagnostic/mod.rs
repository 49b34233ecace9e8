//! Problems of a project and their places.
//!
//! Every stage pushes [`Diagnostic`]s into a [`Diagnostics`] and goes on. Nothing here prints:
//! `report` turns them into text and a face writes that.

mod code;
mod consequence;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{FileId, SourceFile, Span};

pub(crate) use code::Code;
pub(crate) use consequence::UnreadPage;
pub(crate) use report::{Format, first_reports, report, summary};

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Severity {
    /// The site is not published.
    Error,
    /// The site is published; `--strict` makes it an error.
    Warning,
    /// It could be better. Reported on request.
    Advice,
}

impl Severity {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// One problem of the project, for its author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Diagnostic {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    /// One short phrase: lower case, no final stop, the author's own words in backticks.
    pub(crate) message: String,
    /// The place to underline.
    pub(crate) span: Option<Span>,
    /// Words at the underline; may be empty.
    pub(crate) label: String,
    /// Other places and circumstances.
    pub(crate) notes: Vec<Note>,
    /// What to do; begins with a verb or "did you mean".
    pub(crate) help: Option<String>,
    /// A change that fixes it without a doubt.
    pub(crate) fix: Option<Fix>,
    /// How many more times the same problem was met.
    pub(crate) repeats: usize,
    /// Whether it is an error that counts as a warning in a first look.
    pub(crate) is_softened: bool,
    /// The kind of mark of another tool that it is about: the mark without what differs from one to the next.
    pub(crate) mark: Option<String>,
}

/// A change that fixes a problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fix {
    pub(crate) span: Span,
    /// The text that belongs there.
    pub(crate) text: String,
}

/// Another place or circumstance of a problem.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Note {
    pub(crate) message: String,
    pub(crate) span: Option<Span>,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: one_line(&message.into()),
            span: None,
            label: String::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
            repeats: 0,
            is_softened: false,
            mark: None,
        }
    }

    /// A mark of another tool that means nothing: its kind without what differs from one to the next, and whether readers
    /// see it.
    pub(crate) fn not_understood(form: &str, is_shown: bool) -> Diagnostic {
        let what = if is_shown { "is shown as it is written" } else { "is left out" };
        let message = format!("`{form}` means nothing here, and {what}");
        let mut problem = Diagnostic::new(Code::NotUnderstood, message);
        problem.mark = Some(form.to_owned());
        problem.help("write in Markdown what it stands for")
    }

    /// The same as a warning, where others of its kind are errors.
    #[must_use]
    pub(crate) fn warning(mut self) -> Diagnostic {
        self.severity = Severity::Warning;
        self
    }

    #[must_use]
    pub(crate) fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    /// Whether it is at a place in the line in which another begins; `file` is that of the other.
    pub(crate) fn is_in_line_of(&self, other: Span, file: &SourceFile) -> bool {
        self.span.is_some_and(|own| {
            let (one, two) = (own.range().start, other.range().start);
            let between = file.text.get(one.min(two)..one.max(two));
            own.file == other.file && between.is_some_and(|text| !text.contains('\n'))
        })
    }

    #[must_use]
    pub(crate) fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    #[must_use]
    pub(crate) fn note(mut self, message: impl Into<String>) -> Diagnostic {
        self.notes.push(Note { message: message.into(), span: None });
        self
    }

    #[must_use]
    pub(crate) fn note_at(mut self, message: impl Into<String>, span: Span) -> Diagnostic {
        self.notes.push(Note { message: message.into(), span: Some(span) });
        self
    }

    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Adds the fix that writes an address in place of another, if that stands once in the problem's place in a
    /// file or, for a link that names it by a label, in one line that defines the label.
    #[must_use]
    pub(crate) fn fixed_by(mut self, from: &str, to: &str, file: &SourceFile) -> Diagnostic {
        if let Some(start) = self.span.and_then(|place| only_place(from, place, file)) {
            let span = file.span(start, start + from.len());
            self.fix = Some(Fix { span, text: to.to_owned() });
        }
        self
    }

    /// Equal for the same problem in several languages: its code and place; without a place, its message.
    fn identity(&self) -> (Code, Option<Span>, Option<&str>) {
        (self.code, self.span, self.span.is_none().then_some(&*self.message))
    }

    /// "did you mean …?" where there is a near name, nothing otherwise.
    #[must_use]
    pub(crate) fn did_you_mean(mut self, nearest: Option<&str>) -> Diagnostic {
        if let Some(nearest) = nearest {
            self.help = Some(format!("did you mean `{nearest}`?"));
        }
        self
    }
}

/// The place of a link's address, if there is no doubt: once in the link or, where the link names a label, in the one
/// line of the file that defines the label.
fn only_place(address: &str, link: Span, file: &SourceFile) -> Option<usize> {
    let written = &file.text[link.range()];
    let names_a_label = written.starts_with(['[', '!']) && written.ends_with(']');
    if address.is_empty() || !names_a_label {
        return only_match(written, address).map(|at| link.range().start + at);
    }
    let label_end = only_match(&file.text, &format!("]: {address}"))?;
    let line = file.text[..label_end].rfind('\n').map_or(0, |end| end + 1);
    let start = label_end + "]: ".len();
    let is_whole =
        file.text[start + address.len()..].chars().next().is_none_or(char::is_whitespace);
    (file.text[line..].starts_with('[') && is_whole).then_some(start)
}

/// Where a text holds certain words, if it holds them once.
fn only_match(text: &str, words: &str) -> Option<usize> {
    let mut found = text.match_indices(words).map(|(at, _)| at);
    found.next().filter(|_| found.next().is_none())
}

/// Names that a problem lists at most.
pub(crate) const LISTED: usize = 30;

/// Names for a report: "`a`, `b`". Of a great many, the first ones and how many more there are.
pub(crate) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut names = names;
    let first: Vec<String> = names.by_ref().take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = names.count();
    let first = first.join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

/// A message with the author's own words in it stays on one line.
fn one_line(message: &str) -> String {
    message
        .split(['\n', '\r'])
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The sink that stages push into.
#[derive(Clone, Default, Debug)]
pub(crate) struct Diagnostics {
    list: Vec<Diagnostic>,
}

/// The severities that the settings give to codes, and the codes that single pages silence.
#[derive(Clone, Default, Debug)]
pub(crate) struct Levels {
    /// By code, another severity, or none at all.
    by_code: BTreeMap<Code, Option<Severity>>,
    others: OtherLevels,
    silenced: BTreeSet<(FileId, Code)>,
}

/// How codes count that no setting names.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) enum OtherLevels {
    #[default]
    AsListed,
    /// Errors of the content count as warnings: a first look at a folder that was written for another tool.
    Softened,
}

impl Levels {
    /// Sets how codes count that have no level of their own.
    pub(crate) fn set_others(&mut self, others: OtherLevels) {
        self.others = others;
    }

    /// Whether errors of the content are no reason to refuse a site.
    pub(crate) fn are_softened(&self) -> bool {
        self.others == OtherLevels::Softened
    }

    /// Sets a code; `None` turns it off.
    pub(crate) fn set(&mut self, code: Code, level: Option<Severity>) {
        self.by_code.insert(code, level);
    }

    /// Whether the settings give a code a severity.
    pub(crate) fn wants(&self, code: Code) -> bool {
        matches!(self.by_code.get(&code), Some(Some(_)))
    }

    /// Leaves out a code in one file.
    pub(crate) fn silence(&mut self, file: FileId, code: Code) {
        self.silenced.insert((file, code));
    }

    /// The severity of a problem; `None` if it is left out.
    fn of(&self, problem: &Diagnostic) -> Option<Severity> {
        if problem.span.is_some_and(|span| self.silenced.contains(&(span.file, problem.code))) {
            return None;
        }
        let own = self.by_code.get(&problem.code).copied();
        own.unwrap_or_else(|| Some(self.listed(problem)))
    }

    /// The severity of a problem that the settings do not name.
    fn listed(&self, problem: &Diagnostic) -> Severity {
        let is_softened = self.are_softened() && !problem.code.always_blocks();
        if is_softened { problem.severity.max(Severity::Warning) } else { problem.severity }
    }
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds problems, in their order.
    pub(crate) fn push_all(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Adds a problem if there is one.
    pub(crate) fn extend_with(&mut self, problem: Option<Diagnostic>) {
        self.list.extend(problem);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether a problem was found so far in the line in which a place of a file begins.
    pub(crate) fn has_in_line(&self, place: Span, file: &SourceFile) -> bool {
        self.list.iter().any(|problem| problem.is_in_line_of(place, file))
    }

    /// Whether a problem of a code was found so far.
    pub(crate) fn has(&self, code: Code) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.code == code)
    }

    /// The codes found so far, by file.
    pub(crate) fn by_file(&self) -> BTreeSet<(FileId, Code)> {
        self.list.iter().filter_map(|found| Some((found.span?.file, found.code))).collect()
    }

    /// The problems in certain files, and those without a place.
    pub(crate) fn in_files(mut self, files: &BTreeSet<FileId>) -> Diagnostics {
        self.list.retain(|found| found.span.is_none_or(|span| files.contains(&span.file)));
        self
    }

    /// Adds the problems of each locale site of a site, the first one first. Pages that fall back to that have the
    /// same problems there.
    pub(crate) fn extend_from_locale_sites(
        &mut self,
        found: impl IntoIterator<Item = Diagnostics>,
    ) {
        let mut found = found.into_iter();
        let of_first = found.next().unwrap_or_default();
        for of_other in found {
            self.extend(of_other.beyond(&of_first));
        }
        self.extend(of_first);
    }

    /// Without the problems that others have found: those of one code at one place are the same.
    fn beyond(mut self, before: &Diagnostics) -> Diagnostics {
        let known: BTreeSet<_> = before.list.iter().map(Diagnostic::identity).collect();
        self.list.retain(|found| !known.contains(&found.identity()));
        self
    }

    pub(crate) fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Applies the project's levels, sorts by file (in the order of reading: settings first), place
    /// and code, and merges equal ones:
    /// a fault in a template is one fault, however many pages show it.
    pub(crate) fn finish(self, levels: &Levels) -> Vec<Diagnostic> {
        let mut list: Vec<Diagnostic> = self
            .list
            .into_iter()
            .filter_map(|mut diagnostic| {
                let severity = levels.of(&diagnostic)?;
                diagnostic.is_softened = levels.are_softened()
                    && diagnostic.severity == Severity::Error
                    && severity == Severity::Warning;
                diagnostic.severity = severity;
                Some(diagnostic)
            })
            .collect();
        list.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        list.dedup_by(|later, first| {
            let same = later.code == first.code
                && later.span == first.span
                && later.message == first.message;
            first.repeats += usize::from(same);
            same
        });
        list
    }
}
