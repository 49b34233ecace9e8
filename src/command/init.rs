//! `fieldguide init DIR`: a complete small knowledge base to start from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Outcome, SiteArguments, Terminal, make_folder, schema, write_whole};
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::files;
use crate::pipeline::Failed;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("starter/", $path)))),*]
    };
}

// A macro, since `include_str!` wants its path as a literal.
const FILES: &[(&str, &str)] = files![
    "fieldguide.yaml",
    ".vscode/settings.json",
    "content/index.md",
    "content/about.md",
    "content/matrix.md",
    "content/problems/index.md",
    "content/problems/nobody-finds-the-answer.md",
    "content/problems/answers-are-out-of-date.md",
    "content/remedies/index.md",
    "content/remedies/name-an-owner.md",
    "content/remedies/one-place-for-everything.md",
];

/// The file that is written last: with it, the starter is complete.
const LAST: &str = ".vscode/extensions.json";
const LAST_TEXT: &str = include_str!("starter/.vscode/extensions.json");

/// Where the schemas lie that `.vscode/settings.json` names.
const SCHEMAS: &str = ".vscode/schemas";

/// Writes the starter into a folder that is new or empty.
pub(super) fn run(folder: &Path, terminal: &Terminal) -> Result<Outcome, Failed> {
    let shown = Project::shown(folder);
    if is_taken(folder) {
        let message = format!("`{shown}` exists already and is not empty");
        let problem = Diagnostic::new(Code::OutputNotOurs, message);
        return Err(Failed::from(problem.help("name a new folder: `fieldguide init my-site`")));
    }
    for (path, text) in FILES {
        let path = folder.join(path);
        make_folder(path.parent().unwrap_or(folder))?;
        write_whole(&path, text)?;
    }
    let project = SiteArguments::whole(folder.to_owned()).project(None)?;
    schema::write_all(&project, &folder.join(SCHEMAS), terminal)?;
    write_whole(&folder.join(LAST), LAST_TEXT)?;
    terminal.say(&format!(
        "a new knowledge base is in {shown}\n\n  cd {shown}\n  fieldguide serve\n\n\
         then open the address it prints, and change the files in {shown}/content"
    ));
    Ok(Outcome::Fine)
}

/// Whether a folder holds anything but a part of the starter: then an earlier run was cut short, and this one goes on.
fn is_taken(folder: &Path) -> bool {
    let Ok(found) = files_in(folder) else { return folder.exists() || folder.is_symlink() };
    let found: Vec<PathBuf> = found.into_iter().filter(|path| !files::sweep_file(path)).collect();
    !found.iter().all(|path| is_of_starter(path, folder))
}

fn is_of_starter(path: &Path, folder: &Path) -> bool {
    let known = FILES.iter().find(|(name, _)| folder.join(name) == path);
    known.is_some_and(|(_, text)| fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()))
        || path.starts_with(folder.join(SCHEMAS))
}

/// The files below a folder. `Err` if it is none.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let list = if entry.file_type()?.is_dir() { &mut folders } else { &mut files };
            list.push(entry.path());
        }
    }
    Ok(files)
}
