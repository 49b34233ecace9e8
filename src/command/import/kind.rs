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
        let files = files_below(source);
        let is_page = |path: &PathBuf| ContentPath::new(path.to_string_lossy()).is_page();
        if files.iter().any(is_page) {
            return None;
        }
        let mut kinds = ForeignKind::ALL.map(|(_, kind, endings)| {
            let number =
                files.iter().filter(|path| endings.iter().any(|it| has_ending(path, it))).count();
            (number, kind)
        });
        kinds.sort_by_key(|(number, _)| Reverse(*number));
        let (number, kind) = kinds[0];
        (number > 0).then_some(ImportKind::Documents(kind))
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

/// Files that are looked at to see what a folder holds.
const MOST_LOOKED_AT: usize = 5_000;

/// The files below a folder, hidden ones left out.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let is_shown = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_shown);
    let files = entries.flatten().filter(|entry| entry.file_type().is_file());
    files.map(DirEntry::into_path).take(MOST_LOOKED_AT).collect()
}
