//! Places in the site's files, as open pages name them, and what opens them for their author.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::Builder;

use serde::Serialize;

use crate::config::{Editor, FilePlace};

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct EditPosition {
    /// As reports show it.
    pub(crate) file: String,
    /// Both count from 1.
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The address that opens it; `None` where this server has to.
    link: Option<String>,
}

impl EditPosition {
    /// A place in a file of the disk; `None` if the file is not there.
    pub(crate) fn new(
        file: &str,
        line: usize,
        column: usize,
        editor: &Editor,
    ) -> Option<EditPosition> {
        let place = on_disk(file, line, column)?;
        let link = editor.link(&place);
        Some(EditPosition { file: file.to_owned(), line, column, link })
    }
}

fn on_disk(file: &str, line: usize, column: usize) -> Option<FilePlace> {
    let path = std::path::absolute(file).ok().filter(|path| path.is_file())?;
    Some(FilePlace { file: path.to_str()?.to_owned(), line, column })
}

/// Opens a place; `Err` says why that did not work.
pub(super) fn open(file: &str, line: usize, column: usize, editor: &Editor) -> Result<(), String> {
    let Some(place) = on_disk(file, line, column) else {
        return Err(format!("the file `{file}` is gone"));
    };
    match editor.command(&place) {
        Some(words) => {
            let mut command = Command::new(&words[0]);
            command.args(&words[1..]);
            let failed = |error| format!("`{}` cannot be started: {error}", words[0]);
            start(command).map_err(failed)
        }
        None => open_with_system(&place.file)
            .map_err(|error| format!("the system cannot open the file: {error}")),
    }
}

/// Opens a file or an address with what the system has for it.
fn open_with_system(target: impl AsRef<Path>) -> std::io::Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command.arg(target.as_ref());
    start(command)
}

/// Starts a program and does not wait for its end.
fn start(mut command: Command) -> std::io::Result<()> {
    let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = silent.spawn()?;
    // Its end is taken notice of, or it would stay in the list of processes. Without a thread it stays there until we end.
    let _ = Builder::new().spawn(move || child.wait());
    Ok(())
}

/// Opens an address in the person's browser, if there is a way to.
pub(crate) fn open_browser(address: &str) {
    // The address is printed anyway.
    let _ = open_with_system(address);
}
