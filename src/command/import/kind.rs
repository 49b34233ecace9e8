//! What a source of an import was written for.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::config::SourceDialect;
use crate::convert::ForeignKind;
use crate::site::ContentPath;

/// What a source was written for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ImportKind {
    Dialect(SourceDialect),
    Documents(ForeignKind),
}

impl ImportKind {
    /// The kind of a name; a `String` says which ones there are.
    pub(crate) fn parse(name: &str) -> Result<ImportKind, String> {
        let name = match name.to_lowercase().as_str() {
            "starlight" => "docusaurus".to_owned(),
            name => name.to_owned(),
        };
        let dialects =
            SourceDialect::ALL.map(|(name, dialect)| (name, ImportKind::Dialect(dialect)));
        let documents = ForeignKind::ALL.map(|(name, kind, _)| (name, ImportKind::Documents(kind)));
        let all = dialects.into_iter().chain(documents);
        let found = all.clone().find(|(known, _)| *known == name).map(|(_, kind)| kind);
        let names: Vec<&str> = all.map(|(name, _)| name).collect();
        found.ok_or_else(|| format!("write one of {}", names.join(", ")))
    }

    /// The kind of a source by its name, and of a folder by what lies in it.
    pub(super) fn of(source: &Path) -> Option<ImportKind> {
        if !source.is_dir() {
            return kind_of_file(source).map(ImportKind::Documents);
        }
        let mut numbers = ForeignKind::ALL.map(|(_, kind, _)| (0, kind));
        for path in files_below(source) {
            if ContentPath::new(path.to_string_lossy()).is_page() {
                return None;
            }
            let kind = kind_of_file(&path);
            for (number, known) in &mut numbers {
                *number += usize::from(Some(*known) == kind);
            }
        }
        let most = numbers.into_iter().min_by_key(|(number, _)| Reverse(*number));
        most.filter(|(number, _)| *number > 0).map(|(_, kind)| ImportKind::Documents(kind))
    }
}

fn kind_of_file(path: &Path) -> Option<ForeignKind> {
    let found = ForeignKind::ALL
        .into_iter()
        .find(|(_, _, endings)| endings.iter().any(|it| has_ending(path, it)));
    found.map(|(_, kind, _)| kind)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// The files below a folder, hidden ones left out.
fn files_below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let is_shown = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_shown);
    let files = entries.flatten().filter(|entry| entry.file_type().is_file());
    files.map(DirEntry::into_path)
}
