//! The site over HTTP, out of memory, as fresh as its files. Only what belongs to it can be asked
//! for.

mod live;
mod published;
mod searchable;
mod server;
mod watch;

use std::process::{Command, Stdio};

pub(crate) use live::{Changed, Live, Problems};
pub(crate) use published::Published;
pub(crate) use searchable::Searchable;
pub(crate) use server::Server;
pub(crate) use watch::{Followed, Watch};

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
