//! Foreign documents to bring over: one, or all that lie in a folder.

use std::collections::HashSet;
use std::path::Path;

use super::kind::{files_below, has_ending};
use crate::config::Project;
use crate::convert::{self, Conversion, ConvertOptions, ForeignKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::import::{ImportedProject, from_documents, title_of_path};

/// Reads a source. A folder of documents of Word is one site; one of HTML is a saved site.
pub(super) fn read(
    kind: ForeignKind,
    source: &Path,
    options: &ConvertOptions,
) -> Result<ImportedProject, Diagnostic> {
    let converted = match kind {
        ForeignKind::Word if source.is_dir() => folder(source, options)?,
        ForeignKind::Csv if source.is_dir() => return Err(no_table(source)),
        _ => convert::convert(kind, source, options)?,
    };
    if converted.pages.is_empty() {
        let message = format!("`{}` holds nothing that could be a page", Project::shown(source));
        let problem = Diagnostic::new(Code::NoPages, message);
        return Err(problem.help("say with `--from` what it was written for"));
    }
    Ok(from_documents(converted, kind, &title_of_path(source)))
}

fn no_table(source: &Path) -> Diagnostic {
    let message = format!("`{}` is a folder, and a table is one file", Project::shown(source));
    Diagnostic::new(Code::NotAProject, message).help("name the CSV file")
}

/// All documents of Word in a folder, each in the folder that it lies in.
fn folder(source: &Path, options: &ConvertOptions) -> Result<Conversion, Diagnostic> {
    let mut all = Conversion::default();
    let mut taken: HashSet<String> = HashSet::new();
    for path in files_below(source).into_iter().filter(|path| has_ending(path, "docx")) {
        let folder = path.parent().and_then(|folder| folder.strip_prefix(source).ok());
        let folder = folder.map(Project::shown).unwrap_or_default();
        let one = convert::convert(ForeignKind::Word, &path, options)?;
        add(one, &folder, &mut all, &mut taken);
    }
    if all.pages.is_empty() {
        let message = format!("there is no document of Word in `{}`", Project::shown(source));
        return Err(Diagnostic::new(Code::NoPages, message).help("name the folder that holds them"));
    }
    Ok(all)
}

/// Adds a document to others: in its folder, or where one of its names is taken there, in one of its own below it, so
/// that the links among its pages and pictures stay.
fn add(one: Conversion, folder: &str, all: &mut Conversion, taken: &mut HashSet<String>) {
    let paths: Vec<String> = paths(&one).map(str::to_owned).collect();
    let stem = paths.first().and_then(|path| path.rsplit('/').next());
    let stem = stem.and_then(|name| name.split('.').next()).unwrap_or("document").to_owned();
    let below = |inner: &str| {
        [folder, inner].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    };
    let others = (1..).map(|number| below(&format!("{stem}-{number}")));
    let mut places = std::iter::once(below("")).chain(others);
    let is_free = |place: &String| paths.iter().all(|path| !taken.contains(&joined(place, path)));
    let place = places.find(is_free).unwrap_or_default();
    taken.extend(paths.iter().map(|path| joined(&place, path)));
    for mut page in one.pages {
        page.path = joined(&place, &page.path);
        all.pages.push(page);
    }
    for mut file in one.files {
        file.path = joined(&place, &file.path);
        all.files.push(file);
    }
    for mut loss in one.losses {
        loss.source = joined(folder, &loss.source);
        all.losses.push(loss);
    }
    for (key, value) in one.settings {
        // The title of one of them is not that of the site.
        if key != "title" && all.settings.iter().all(|(known, _)| *known != key) {
            all.settings.push((key, value));
        }
    }
}

fn paths(converted: &Conversion) -> impl Iterator<Item = &str> {
    let pages = converted.pages.iter().map(|page| page.path.as_str());
    pages.chain(converted.files.iter().map(|file| file.path.as_str()))
}

fn joined(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
