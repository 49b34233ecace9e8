//! What a check can mend by itself: shown as a difference, and written when somebody says so.
//!
//! Only what leaves no doubt is mended, and a problem says so itself. A file that is no longer what was
//! checked is left alone.

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

/// Whether what is shown is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// If whoever sits there says so.
    Ask,
    Given,
}

/// A file with its fixes.
struct Mended {
    file: Arc<SourceFile>,
    /// Where it is written.
    path: PathBuf,
    text: String,
    fixes: usize,
}

/// Mends what can be mended. Returns the problems that are left, at their places in the new texts, and
/// what to say.
pub(super) fn mend(
    found: Vec<Diagnostic>,
    sources: &mut Sources,
    (project, config): (&Project, &Config),
    consent: Consent,
    terminal: &Terminal,
) -> Result<(Vec<Diagnostic>, String), Failed> {
    let mut by_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in found.iter().filter_map(|problem| problem.fix.as_ref()) {
        by_file.entry(fix.span.file).or_default().push(fix);
    }
    let mut changed: Vec<Mended> = Vec::new();
    for (file, fixes) in &mut by_file {
        let file = Arc::clone(sources.file(*file));
        keep_apart(fixes);
        let is_as_checked = fs::read(&file.path).is_ok_and(|bytes| bytes == file.text.as_bytes());
        if is_as_checked {
            let path = own_file(Path::new(&file.path), project, config)?;
            let text = mended(&file, fixes);
            // Of two pages in one file, each may need something else of it.
            if changed.iter().all(|other| other.path != path || other.text == text) {
                terminal.say(difference(&file, fixes).trim_end());
                changed.push(Mended { file, path, text, fixes: fixes.len() });
            }
        }
    }
    let number: usize = changed.iter().map(|mended| mended.fixes).sum();
    if number == 0 {
        return Ok((found, "nothing here can be mended without a doubt".to_owned()));
    }
    let files = count(changed.len(), "file");
    let problems = count(number, "problem");
    if consent == Consent::Ask && !agrees(&format!("Mend {problems} in {files}?")) {
        let said = format!("nothing was written; `--fix --yes` mends {problems} in {files}");
        return Ok((found, said));
    }
    for Mended { path, text, .. } in &changed {
        write_whole(path, text)?;
    }
    let is_mended = |problem: &Diagnostic| {
        problem.fix.as_ref().is_some_and(|fix| {
            let written = changed.iter().any(|mended| mended.file.id == fix.span.file);
            written && by_file[&fix.span.file].iter().any(|kept| kept.span == fix.span)
        })
    };
    let mut left: Vec<Diagnostic> =
        found.iter().filter(|problem| !is_mended(problem)).cloned().collect();
    for problem in &mut left {
        let notes = problem.notes.iter_mut().filter_map(|note| note.span.as_mut());
        let fix = problem.fix.as_mut().map(|fix| &mut fix.span);
        for span in problem.span.as_mut().into_iter().chain(notes).chain(fix) {
            if changed.iter().any(|mended| mended.file.id == span.file) {
                *span = moved(*span, &by_file[&span.file]);
            }
        }
    }
    for Mended { file, text, .. } in changed {
        sources.add(file.path.clone(), text);
    }
    Ok((left, format!("{problems} mended in {files}")))
}

/// Where a place is once its file is mended. One inside of a fix is all of what the fix writes.
fn moved(span: Span, fixes: &[&Fix]) -> Span {
    let Range { start, end } = span.range();
    let (mut new_start, mut new_end) = (start, end);
    for fix in fixes {
        let old = fix.span.range();
        let along = |at: usize| at + fix.text.len() - old.len();
        if old.end <= start {
            (new_start, new_end) = (along(new_start), along(new_end));
        } else if old.start < end {
            new_start -= start.saturating_sub(old.start);
            new_end = along(new_end + old.end.saturating_sub(end));
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
fn mended(file: &SourceFile, fixes: &[&Fix]) -> String {
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

/// Asks whoever sits at the terminal; nobody says no.
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
        let fix = |start, end, text: &str| Fix {
            span: Span::new(file.id, start, end),
            text: text.to_owned(),
        };
        let all =
            [fix(19, 23, "5"), fix(0, 3, "1"), fix(4, 7, "2"), fix(0, 7, "no"), fix(4, 7, "2")];
        let mut fixes: Vec<&Fix> = all.iter().collect();
        keep_apart(&mut fixes);
        assert_eq!(mended(&file, &fixes), "1 2\nthree\nfour 5\n");
        // Between two letters, and at the end of a line.
        let all = [fix(7, 7, "!"), fix(7, 7, "!"), fix(9, 9, "h")];
        let mut inserted: Vec<&Fix> = all.iter().collect();
        keep_apart(&mut inserted);
        assert_eq!(mended(&file, &inserted), "one two!\nthhree\nfour five\n");
        let shown =
            "--- a.md\n+++ a.md\n@@ -1 +1 @@\n-one two\n+one two!\n@@ -2 +2 @@\n-three\n+thhree\n";
        assert_eq!(difference(&file, &inserted), shown);
        let shown =
            "--- a.md\n+++ a.md\n@@ -1 +1 @@\n-one two\n+1 2\n@@ -3 +3 @@\n-four five\n+four 5\n";
        assert_eq!(difference(&file, &fixes), shown);
        let at = |start, end| moved(Span::new(file.id, start, end), &fixes).range();
        assert_eq!(at(8, 13), 4..9, "three");
        assert_eq!(at(0, 13), 0..9, "from a mended word on");
        assert_eq!(at(1, 2), 0..1, "inside of a mended word");
        assert_eq!(at(14, 18), 10..14, "four");
        assert_eq!(at(14, 21), 10..16, "up to the middle of a mended word");
    }
}
