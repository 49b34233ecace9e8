//! Foreign documents to bring over.

use std::path::Path;

use crate::config::Project;
use crate::convert::{self, ConvertOptions, ForeignKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::import::{ImportedProject, from_documents, title_of_path};

/// Reads a source.
pub(super) fn read(
    kind: ForeignKind,
    source: &Path,
    options: &ConvertOptions,
) -> Result<ImportedProject, Diagnostic> {
    if kind == ForeignKind::Csv && source.is_dir() {
        let message = format!("`{}` is a folder, and a table is one file", Project::shown(source));
        return Err(Diagnostic::new(Code::NotAProject, message).help("name the CSV file"));
    }
    let converted = convert::convert(kind, source, options)?;
    if converted.pages.is_empty() {
        let message = format!("`{}` holds nothing that could be a page", Project::shown(source));
        let problem = Diagnostic::new(Code::NoPages, message);
        return Err(problem.help("say with `--from` what it was written for"));
    }
    Ok(from_documents(converted, kind, &title_of_path(source)))
}
