//! `fieldguide serve`: the site on this machine.

use std::net::IpAddr;

use super::terminal::{count, duration};
use super::{Outcome, Terminal};
use crate::config::Project;
use crate::diagnostic::summary;
use crate::pipeline::{self, Failed};
use crate::serve::{Published, Server};

/// Where to serve.
pub(crate) struct ServeArguments {
    pub(crate) host: IpAddr,
    /// 0: any free port.
    pub(crate) port: u16,
    pub(crate) open: bool,
}

/// Builds the site into memory and serves it until the program is stopped.
pub(super) fn run(
    mut project: Project,
    arguments: &ServeArguments,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let server = Server::bind(arguments.host, arguments.port)?;
    let address = server.address();
    // Canonical links and the feed name the place where the site is looked at.
    project.base_url = Some(address.clone());
    let steps = terminal.progress();
    let published = Published::default();
    let settings = pipeline::settings(&project);
    let mut build = pipeline::build(&project, settings, &|file| published.put(file), &steps)?;
    pipeline::index(&project, &mut build, &|file| published.put(file), &steps);
    let (_, total) = steps.finish();
    terminal.report(&build.diagnostics, &build.sources);
    let problems = summary(&build.diagnostics);
    if !problems.is_empty() {
        terminal.say(&problems);
    }
    let pages = count(build.site.pages.len(), "page");
    terminal.say(&format!("{pages} built in {}", duration(total)));
    if !arguments.host.is_loopback() {
        terminal.say("warning: other machines in the network can read the site");
    }
    if terminal.quiet {
        terminal.print(&address);
    } else {
        terminal.say(&format!("serving at {address} (stop with Ctrl-C)"));
    }
    if arguments.open {
        crate::serve::open_browser(&address);
    }
    server.run(&published);
    Ok(Outcome::Fine)
}
