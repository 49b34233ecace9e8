//! Files that are committed beside a site and compared with it: what is known to be wrong, and what
//! has been published. A line an entry, so that git can merge them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Accept;
use crate::command::write_whole;
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::files;
use crate::pipeline::Failed;
use crate::source::{SourceFile, Sources, Span};

/// Such a file; without entries if it does not exist yet.
pub(super) struct RecordFile<T> {
    path: PathBuf,
    pub(super) entries: T,
}

impl<T: Default> RecordFile<T> {
    /// Reads a file. With `accept`, this run writes it, so it need not exist. `Err` with all its problems, or if it is
    /// a symbolic link out of the project in `root`.
    pub(super) fn read(
        path: PathBuf,
        root: &Path,
        accept: Accept,
        parse: fn(&SourceFile) -> Result<T, Vec<Diagnostic>>,
        sources: &mut Sources,
    ) -> Result<RecordFile<T>, Vec<Diagnostic>> {
        let shown = Project::shown(&path);
        if files::leads_out(&path, root) {
            let problem = Project::outside_link(&path);
            return Err(vec![problem.help("remove the link, and write the file with `--accept`")]);
        }
        let entries = match fs::read_to_string(&path) {
            Ok(text) => parse(&sources.add(shown, text))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if accept == Accept::No {
                    let problem =
                        Diagnostic::new(Code::NoRecord, format!("there is no file `{shown}`"));
                    return Err(vec![problem.help("write it with `--accept`")]);
                }
                T::default()
            }
            Err(error) => {
                let message = format!("`{shown}` cannot be read: {error}");
                return Err(vec![Diagnostic::new(Code::UnreadableFile, message)]);
            }
        };
        Ok(RecordFile { path, entries })
    }

    /// Writes the file.
    pub(super) fn write(&self, text: &str) -> Result<(), Failed> {
        let file =
            if self.path.is_symlink() { files::resolved(&self.path) } else { self.path.clone() };
        write_whole(&file, text)
    }

    /// Its path, to be shown.
    pub(super) fn shown(&self) -> String {
        Project::shown(&self.path)
    }
}

/// The lines of a file that are not empty, with their places.
pub(super) fn lines(file: &SourceFile) -> impl Iterator<Item = (&str, Span)> {
    let lines = file.text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        let line = line.trim_start_matches('\u{feff}');
        Some((*end - line.len(), line.trim_end()))
    });
    let placed = lines.map(|(start, line)| (line, file.span(start, start + line.len())));
    placed.filter(|(line, _)| !line.is_empty())
}

/// The problem of a line that a merge left behind.
pub(super) fn conflict(line: &str, span: Span) -> Option<Diagnostic> {
    let marks = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    marks.iter().any(|mark| line.starts_with(mark)).then(|| {
        let message = "git could not merge these lines, and the conflict is still open";
        let problem = Diagnostic::new(Code::RecordSyntax, message).at(span);
        problem.help("keep the lines of both sides, and remove the marks")
    })
}
