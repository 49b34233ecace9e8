//! The files of a project that a command may write: none to which a symbolic link leads out of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::{Config, Project};
use crate::diagnostic::{Code, Diagnostic};

/// The file to write for one that was read as part of the project, without symbolic links: two paths of one
/// file are one. `Err` if that lies neither in the project nor in its content folder.
pub(super) fn own_file(
    path: &Path,
    project: &Project,
    config: &Config,
) -> Result<PathBuf, Diagnostic> {
    let real = fs::canonicalize(path).map_err(|error| {
        let message = format!("`{}` cannot be written: {error}", Project::shown(path));
        Diagnostic::new(Code::WriteFailed, message)
    })?;
    if !is_own(&real, project, config) {
        return Err(Project::outside_link(path).help("edit the file that it leads to yourself"));
    }
    Ok(real)
}

/// Refuses a folder for a new file that lies outside of the project by symbolic links; it need not be there yet.
pub(super) fn own_folder(
    folder: &Path,
    project: &Project,
    config: &Config,
) -> Result<(), Diagnostic> {
    let real = folder.ancestors().find_map(|folder| fs::canonicalize(folder).ok());
    match real {
        Some(real) if !is_own(&real, project, config) => {
            let problem = Project::outside_link(folder);
            Err(problem.help("make it a folder of the project, or name another one"))
        }
        _ => Ok(()),
    }
}

/// Whether a path without symbolic links lies in the project or in its content folder.
fn is_own(real: &Path, project: &Project, config: &Config) -> bool {
    let folders = [project.root.clone(), project.content_folder(config)];
    folders.iter().any(|folder| fs::canonicalize(folder).is_ok_and(|own| real.starts_with(own)))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::command::SiteArguments;

    #[test]
    fn files_and_folders_outside_of_the_project_are_refused() {
        let top = std::env::temp_dir().join(format!("fieldguide-own-{}", std::process::id()));
        let _ = fs::remove_dir_all(&top);
        let root = top.join("site");
        fs::create_dir_all(root.join("content")).expect("folders can be made");
        fs::create_dir_all(top.join("elsewhere")).expect("folders can be made");
        for file in ["elsewhere/a.md", "site/content/b.md"] {
            fs::write(top.join(file), "").expect("files can be written");
        }
        for (target, path) in [
            ("../../elsewhere/a.md", "content/out.md"),
            ("b.md", "content/in.md"),
            ("../../elsewhere", "content/out"),
            ("nowhere", "content/gone.md"),
        ] {
            symlink(target, root.join(path)).expect("links can be made");
        }
        let project = SiteArguments::whole(root.clone()).project(None).ok().expect("it is there");
        let config = Config::default();
        let real = fs::canonicalize(root.join("content/b.md")).expect("it is there");
        for (path, expected) in [
            ("content/b.md", Ok(real.clone())),
            ("content/in.md", Ok(real)),
            ("content/out.md", Err(Code::OutsideLink)),
            ("content/out/a.md", Err(Code::OutsideLink)),
            ("content/gone.md", Err(Code::WriteFailed)),
        ] {
            let found = own_file(&root.join(path), &project, &config);
            assert_eq!(found.map_err(|problem| problem.code), expected, "{path}");
        }
        for (path, is_own) in [
            ("content", true),
            ("content/new/deep", true),
            ("content/out", false),
            ("content/out/new", false),
        ] {
            let found = own_folder(&root.join(path), &project, &config);
            assert_eq!(found.is_ok(), is_own, "{path}");
        }
        fs::remove_dir_all(top).expect("it is ours");
    }
}
