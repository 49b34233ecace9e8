//! Files in the output folder that no build made: they are carried over, and never deleted.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::place::{UNPUBLISHED, is_mounted, remove_if_there};
use super::{failed, link, manifest_of, same_bytes};
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::is_one_file;
use crate::site::MANIFEST;

/// The name of a file in a manifest; `None` for one that no manifest can hold.
fn manifest_name(relative: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = relative.iter().map(std::ffi::OsStr::to_str).collect();
    Some(parts?.join("/"))
}

/// Brings the files that no build made from the old site into the new one; `old` and `new` are
/// the files that builds made.
pub(super) fn carry_over(
    output: &Path,
    staging: &Path,
    old: &BTreeSet<String>,
    new: &BTreeSet<String>,
) -> Result<(), Diagnostic> {
    if !output.exists() {
        return Ok(());
    }
    let mut folders = Vec::new();
    for entry in WalkDir::new(output).min_depth(1) {
        let entry = entry.map_err(|error| failed(output, &error.into()))?;
        let relative = inside(entry.path(), output);
        let name = manifest_name(relative);
        if is_in(old, name.as_ref()) || matches!(name.as_deref(), Some(MANIFEST | UNPUBLISHED)) {
            continue;
        }
        if entry.file_type().is_dir() {
            if is_mounted(entry.path(), output) {
                return Err(mounted(entry.path()));
            }
            folders.push(entry.path().to_owned());
        }
        if is_in(new, name.as_ref()) {
            return Err(in_the_way(entry.path()));
        }
        let to = staging.join(relative);
        carry(entry.path(), &to).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => in_the_way(entry.path()),
            _ => failed(entry.path(), &error),
        })?;
    }
    for folder in folders {
        let to = staging.join(inside(&folder, output));
        if to.is_dir() {
            let copied =
                fs::metadata(&folder).and_then(|it| fs::set_permissions(&to, it.permissions()));
            copied.map_err(|error| failed(&folder, &error))?;
        }
    }
    Ok(())
}

fn is_in(manifest: &BTreeSet<String>, name: Option<&String>) -> bool {
    name.is_some_and(|name| manifest.contains(name))
}

fn mounted(path: &Path) -> Diagnostic {
    let shown = Project::shown(path);
    let message = format!("`{shown}` is a mounted folder inside the output");
    let problem = Diagnostic::new(Code::OutputNotOurs, message);
    problem.help("mount it elsewhere, or publish into another folder with `--output DIR`")
}

fn in_the_way(path: &Path) -> Diagnostic {
    let shown = Project::shown(path);
    let message =
        format!("`{shown}` was not made by fieldguide, and the new site has a file there");
    Diagnostic::new(Code::OutputNotOurs, message).help("move the file away, or rename the page")
}

/// One file, link or folder under the same name in the new site.
fn carry(from: &Path, to: &Path) -> io::Result<()> {
    let metadata = fs::symlink_metadata(from)?;
    if metadata.is_dir() {
        // A folder that only held files of the last build goes with them.
        let is_empty = fs::read_dir(from)?.next().is_none();
        if is_empty {
            fs::create_dir_all(to)?;
        }
        return Ok(());
    }
    fs::create_dir_all(to.parent().expect("it lies inside"))?;
    if metadata.is_symlink() { copy_symlink(from, to) } else { link(from, to) }
}

#[cfg(unix)]
fn copy_symlink(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_symlink(from: &Path, to: &Path) -> io::Result<()> {
    link(from, to)
}

/// Removes an old site: the files of its build, and those that were carried over. A file that came
/// while a build ran moves to the new site.
pub(super) fn clear(folder: &Path, output: &Path) -> io::Result<()> {
    let made = manifest_of(folder);
    let (mut folders, mut own, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for entry in WalkDir::new(folder).min_depth(1) {
        let entry = entry?;
        let is_folder = entry.file_type().is_dir();
        let path = entry.into_path();
        let name = manifest_name(inside(&path, folder));
        if is_folder {
            folders.push(path);
        } else if name.as_ref().is_some_and(|name| made.contains(name)) {
            own.push(path);
        } else if name.as_deref() != Some(MANIFEST) {
            others.push(path);
        }
    }
    // The disk takes its time for each, and takes several at once.
    own.par_iter().try_for_each(fs::remove_file)?;
    for path in others {
        let now = output.join(inside(&path, folder));
        if is_same(&path, &now) {
            fs::remove_file(path)?;
        } else {
            let free = free_name(&now);
            fs::create_dir_all(free.parent().expect("it lies inside"))?;
            fs::rename(path, free)?;
        }
    }
    for inner in folders.iter().rev() {
        fs::remove_dir(inner)?;
    }
    // Last: if this is cut short, the next build needs it.
    remove_if_there(&folder.join(MANIFEST))?;
    fs::remove_dir(folder)
}

/// The path of a file of a folder, seen from there.
fn inside<'p>(path: &'p Path, folder: &Path) -> &'p Path {
    path.strip_prefix(folder).expect("it lies inside")
}

/// Whether both names lead to one file, or to equal ones.
fn is_same(a: &Path, b: &Path) -> bool {
    let (Ok(one), Ok(other)) = (fs::symlink_metadata(a), fs::symlink_metadata(b)) else {
        return false;
    };
    if is_one_file(&one, &other) == Some(true) {
        return true;
    }
    if one.is_symlink() && other.is_symlink() {
        return fs::read_link(a).ok() == fs::read_link(b).ok();
    }
    one.is_file()
        && other.is_file()
        && one.len() == other.len()
        && same_bytes(a, b).unwrap_or(false)
}

/// A name that is not taken: the wanted one, else with `.kept` behind it, and a number.
fn free_name(wanted: &Path) -> PathBuf {
    let numbered = (1..).map(|number| {
        let mut name = wanted.file_name().unwrap_or_default().to_owned();
        name.push(format!(".kept-{number}"));
        wanted.with_file_name(name)
    });
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names.find(|name| fs::symlink_metadata(name).is_err()).expect("numbers do not end")
}
