//! Fixes that a check can make by itself: shown as a difference, and written on request.
//!
//! A problem has a fix only where there is no doubt. A file that has changed since it was checked is left alone.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::command::own_file::own_file;
use crate::command::terminal::count;
use crate::command::{Terminal, write_whole};
use crate::config::{Config, Project};
use crate::diagnostic::{Diagnostic, Fix};
use crate::pipeline::Failed;
use crate::source::{FileId, SourceFile, Sources, Span};

/// Whether fixes are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Ask at the terminal.
    Ask,
    Given,
    /// Only show the difference.
    Withheld,
}

/// A file with its fixes.
struct FixedFile<'f> {
    file: Arc<SourceFile>,
    /// Where it is written.
    path: PathBuf,
    /// Its new text.
    text: String,
    /// In order, none over another.
    fixes: Vec<&'f Fix>,
}

/// Makes the fixes of problems. Returns the problems that are left, at their places in the new texts, and a summary.
pub(super) fn fix_files(
    found: Vec<Diagnostic>,
    sources: &mut Sources,
    (project, config): (&Project, &Config),
    consent: Consent,
    terminal: &Terminal,
) -> Result<(Vec<Diagnostic>, String), Failed> {
    let changed = changed_files(&found, sources, project, config)?;
    let number: usize = changed.iter().map(|fixed| fixed.fixes.len()).sum();
    if number == 0 {
        return Ok((found, "nothing here can be fixed without a doubt".to_owned()));
    }
    show(&changed, consent, terminal);
    let files = count(changed.len(), "file");
    let problems = count(number, "problem");
    let is_agreed = match consent {
        Consent::Given => true,
        Consent::Withheld => false,
        Consent::Ask => agrees(&format!("Fix {problems} in {files}?")),
    };
    if !is_agreed {
        let said = format!("nothing was written; `--fix --yes` fixes {problems} in {files}");
        return Ok((found, said));
    }
    for FixedFile { path, text, .. } in &changed {
        write_whole(path, text)?;
    }
    let left = problems_left(&found, &changed);
    for FixedFile { file, text, .. } in changed {
        sources.add(file.path.clone(), text);
    }
    Ok((left, format!("{problems} fixed in {files}")))
}

/// Shows the differences. They are the result of a run that writes nothing.
fn show(changed: &[FixedFile<'_>], consent: Consent, terminal: &Terminal) {
    for FixedFile { file, fixes, .. } in changed {
        let difference = difference(file, fixes);
        match consent {
            Consent::Withheld => terminal.print_beside_report(difference.trim_end()),
            Consent::Ask | Consent::Given => terminal.say(difference.trim_end()),
        }
    }
}

/// The files that fixes change, unless they have changed since they were checked.
fn changed_files<'f>(
    found: &'f [Diagnostic],
    sources: &Sources,
    project: &Project,
    config: &Config,
) -> Result<Vec<FixedFile<'f>>, Failed> {
    let mut by_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in found.iter().filter_map(|problem| problem.fix.as_ref()) {
        by_file.entry(fix.span.file).or_default().push(fix);
    }
    let mut changed: Vec<FixedFile> = Vec::new();
    for (file, mut fixes) in by_file {
        let file = Arc::clone(sources.file(file));
        keep_apart(&mut fixes);
        if fs::read(&file.path).is_ok_and(|bytes| bytes == file.text.as_bytes()) {
            let path = own_file(Path::new(&file.path), project, config)?;
            let text = fixed(&file, &fixes);
            // Of two pages in one file, each may need another change of it.
            if changed.iter().all(|other| other.path != path || other.text == text) {
                changed.push(FixedFile { file, path, text, fixes });
            }
        }
    }
    Ok(changed)
}

/// The problems that changed files leave, at their new places.
fn problems_left(found: &[Diagnostic], changed: &[FixedFile<'_>]) -> Vec<Diagnostic> {
    let mut left: Vec<Diagnostic> =
        found.iter().filter(|problem| !is_fixed(problem, changed)).cloned().collect();
    for problem in &mut left {
        let notes = problem.notes.iter_mut().filter_map(|note| note.span.as_mut());
        let fix = problem.fix.as_mut().map(|fix| &mut fix.span);
        for span in problem.span.as_mut().into_iter().chain(notes).chain(fix) {
            if let Some(fixed) = changed.iter().find(|fixed| fixed.file.id == span.file) {
                *span = moved(*span, &fixed.fixes);
            }
        }
    }
    left
}

fn is_fixed(problem: &Diagnostic, changed: &[FixedFile<'_>]) -> bool {
    let Some(fix) = &problem.fix else { return false };
    let written = changed.iter().find(|fixed| fixed.file.id == fix.span.file);
    written.is_some_and(|fixed| fixed.fixes.iter().any(|done| done.span == fix.span))
}

/// A place after fixes. One inside of a fix becomes all of its text.
fn moved(span: Span, fixes: &[&Fix]) -> Span {
    let Range { start, end } = span.range();
    let (mut new_start, mut new_end) = (start, end);
    for fix in fixes {
        let old = fix.span.range();
        let (longer, shorter) = (fix.text.len(), old.len());
        if old.end <= start {
            new_start = new_start + longer - shorter;
            new_end = new_end + longer - shorter;
        } else if old.start < end {
            new_start -= start.saturating_sub(old.start);
            new_end = new_end + old.end.saturating_sub(end) + longer - shorter;
        }
    }
    Span::new(span.file, new_start, new_end)
}

/// Sorts fixes and drops those that overlap one before them, or say the same.
fn keep_apart(fixes: &mut Vec<&Fix>) {
    fixes.sort_by_key(|fix| fix.span);
    let mut before: Option<Span> = None;
    fixes.retain(|fix| {
        // What is put between two letters twice begins where the first one ends, and is yet the same.
        let is_apart = before.is_none_or(|it| fix.span.start >= it.end && fix.span != it);
        if is_apart {
            before = Some(fix.span);
        }
        is_apart
    });
}

/// A file with its fixes.
fn fixed(file: &SourceFile, fixes: &[&Fix]) -> String {
    let mut text = String::with_capacity(file.text.len());
    let mut done = 0;
    for fix in fixes {
        let range = fix.span.range();
        text.push_str(&file.text[done..range.start]);
        text.push_str(&fix.text);
        done = range.end;
    }
    text.push_str(&file.text[done..]);
    text
}

/// The lines that change, as `diff -U0` writes them.
fn difference(file: &SourceFile, fixes: &[&Fix]) -> String {
    let mut shown = format!("--- {0}\n+++ {0}\n", file.path);
    let mut fixes = fixes;
    while let Some(first) = fixes.first() {
        let lines = whole_lines(&file.text, first.span.range());
        let here = fixes.iter().take_while(|fix| fix.span.range().start <= lines.end).count();
        // The last of them may end on a later line.
        let last = fixes[here - 1].span.range();
        let lines = lines.start..whole_lines(&file.text, last).end;
        let (now, rest) = fixes.split_at(here);
        let before = &file.text[lines.clone()];
        let mut after = String::new();
        let mut done = lines.start;
        for fix in now {
            after.push_str(&file.text[done..fix.span.range().start]);
            after.push_str(&fix.text);
            done = fix.span.range().end;
        }
        after.push_str(&file.text[done..lines.end]);
        let line = file.lines().position(&file.text, lines.start).line;
        shown += &format!("@@ -{line} +{line} @@\n");
        for (sign, text) in [('-', before), ('+', after.as_str())] {
            let lines = text.lines().map(|line| line.trim_end_matches('\r'));
            shown.extend(lines.map(|line| format!("{sign}{line}\n")));
        }
        fixes = rest;
    }
    shown
}

/// The lines that hold a range.
fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    start..end
}

/// Asks at the terminal. Without one, the answer is no.
fn agrees(question: &str) -> bool {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return false;
    }
    let mut error = std::io::stderr().lock();
    let _ = write!(error, "{question} [y/N] ").and_then(|()| error.flush());
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_change_their_places_and_nothing_else() {
        let mut sources = Sources::default();
        let file = sources.add("a.md".to_owned(), "one two\nthree\nfour five\n".to_owned());
        let fix = |(start, end, text): (usize, usize, &str)| Fix {
            span: Span::new(file.id, start, end),
            text: text.to_owned(),
        };
        let all = [(19, 23, "5"), (0, 3, "1"), (4, 7, "2"), (0, 7, "no"), (4, 7, "2")].map(fix);
        let mut fixes: Vec<&Fix> = all.iter().collect();
        keep_apart(&mut fixes);
        assert_eq!(fixed(&file, &fixes), "1 2\nthree\nfour 5\n");
        // Between two letters, and at the end of a line.
        let all = [(7, 7, "!"), (7, 7, "!"), (9, 9, "h")].map(fix);
        let mut inserted: Vec<&Fix> = all.iter().collect();
        keep_apart(&mut inserted);
        assert_eq!(fixed(&file, &inserted), "one two!\nthhree\nfour five\n");
        let shown =
            "--- a.md\n+++ a.md\n@@ -1 +1 @@\n-one two\n+one two!\n@@ -2 +2 @@\n-three\n+thhree\n";
        assert_eq!(difference(&file, &inserted), shown);
        let shown =
            "--- a.md\n+++ a.md\n@@ -1 +1 @@\n-one two\n+1 2\n@@ -3 +3 @@\n-four five\n+four 5\n";
        assert_eq!(difference(&file, &fixes), shown);
        for (what, place, expected) in [
            ("three", 8..13, 4..9),
            ("from a fixed word on", 0..13, 0..9),
            ("inside of a fixed word", 1..2, 0..1),
            ("four", 14..18, 10..14),
            ("up to the middle of a fixed word", 14..21, 10..16),
        ] {
            let span = Span::new(file.id, place.start, place.end);
            assert_eq!(moved(span, &fixes).range(), expected, "{what}");
        }
    }
}
