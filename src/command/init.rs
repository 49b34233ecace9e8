//! `fieldguide init DIR`: a complete small knowledge base to start from.

use std::fs;
use std::path::Path;

use super::{Outcome, SiteArguments, Terminal, cannot_write, schema};
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
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
    ".vscode/extensions.json",
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

/// Where the schemas lie that `.vscode/settings.json` names.
const SCHEMAS: &str = ".vscode/schemas";

/// Writes the starter into a folder that is new or empty.
pub(super) fn run(folder: &Path, terminal: &Terminal) -> Result<Outcome, Failed> {
    let shown = Project::shown(folder);
    let is_taken = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.exists(),
    };
    if is_taken {
        let message = format!("`{shown}` exists already and is not empty");
        let problem = Diagnostic::new(Code::OutputNotOurs, message);
        return Err(Failed::from(problem.help("name a new folder: `fieldguide init my-site`")));
    }
    for (path, text) in FILES {
        let path = folder.join(path);
        let written =
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        if let Err(error) = written {
            return Err(cannot_write(&path, &error));
        }
    }
    let project = SiteArguments::whole(folder.to_owned()).project(None)?;
    schema::write_all(&project, &folder.join(SCHEMAS), terminal)?;
    terminal.say(&format!(
        "a new knowledge base is in {shown}\n\n  cd {shown}\n  fieldguide serve\n\n\
         then open the address it prints, and change the files in {shown}/content"
    ));
    Ok(Outcome::Fine)
}
