//! The built site over HTTP, out of memory. Only what was published can be asked for.

mod published;
mod server;

use std::process::{Command, Stdio};

pub(crate) use published::Published;
pub(crate) use server::Server;

/// Opens an address in the person's browser, if there is a way to.
pub(crate) fn open_browser(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    let silent = command.arg(address).stdout(Stdio::null()).stderr(Stdio::null());
    // The address is printed anyway.
    let _ = silent.spawn();
}
