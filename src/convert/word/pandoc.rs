//! The program pandoc (pandoc.org), which reads Word files. It runs as a process of its own, without network and files.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};

/// The name of the program.
const PROGRAM: &str = "pandoc";

/// The oldest version whose trees have the form that the reader knows.
const OLDEST: (u32, u32) = (2, 17);

/// How long one document may take.
const LONGEST: Duration = Duration::from_secs(120);

/// How often somebody looks whether it has ended.
const PAUSE: Duration = Duration::from_millis(10);

/// How to get the program.
const INSTALL: &str = "install it: `apt-get install pandoc` (Debian, Ubuntu), `brew install pandoc` (macOS), \
                       `winget install JohnMacFarlane.Pandoc` (Windows)";

/// A pandoc that can read Word files.
pub(super) struct Pandoc {
    program: &'static str,
}

/// Why a document has no tree.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) reason: String,
}

impl Pandoc {
    /// Looks for the program. `Err` says how to install it.
    pub(super) fn find() -> Result<Pandoc, Diagnostic> {
        let found = Command::new(PROGRAM).arg("--version").stdin(Stdio::null()).output();
        let Ok(output) = found else {
            let message = "Word files are read by the program `pandoc`, which is not installed";
            return Err(Diagnostic::new(Code::MissingProgram, message).help(INSTALL));
        };
        let words = String::from_utf8_lossy(&output.stdout);
        let version = words.split_whitespace().nth(1).unwrap_or("?");
        if parsed(version).is_some_and(|version| version >= OLDEST) {
            return Ok(Pandoc { program: PROGRAM });
        }
        let (major, minor) = OLDEST;
        let message =
            format!("`pandoc` is {version}, and {major}.{minor} is the oldest that will do");
        Err(Diagnostic::new(Code::MissingProgram, message).help(INSTALL))
    }

    /// The tree of a Word file, with what was suggested to be deleted and with comments.
    pub(super) fn tree(&self, document: &[u8]) -> Result<Value, Unread> {
        let output = self.run(document)?;
        serde_json::from_slice(&output)
            .map_err(|error| Unread { reason: format!("pandoc wrote no tree: {error}") })
    }

    fn run(&self, document: &[u8]) -> Result<Vec<u8>, Unread> {
        let unstarted =
            |error: io::Error| Unread { reason: format!("pandoc did not run: {error}") };
        let mut child = Command::new(self.program)
            .args(["--sandbox", "--from", "docx", "--to", "json", "--track-changes=all"])
            .args(["+RTS", "-M1G", "-RTS"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(unstarted)?;
        let (input, output, errors) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            let writer = scope.spawn(move || input.map(|mut input| input.write_all(document)));
            let output = scope.spawn(move || read_all(output));
            let errors = scope.spawn(move || read_all(errors));
            let ended = waited(&mut child);
            // Pandoc may close its input early: then its own words say why.
            let _ = writer.join();
            let output = output.join().unwrap_or_default();
            let errors = errors.join().unwrap_or_default();
            match ended {
                Some(status) if status.success() => Ok(output),
                ended => Err(Unread { reason: reason(ended, &errors) }),
            }
        })
    }
}

/// The first two numbers of a version.
fn parsed(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next().unwrap_or(Ok(0)).ok()?))
}

fn read_all(from: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut from) = from {
        // What came before an error is all that there is.
        let _ = from.read_to_end(&mut bytes);
    }
    bytes
}

/// How a process ended; `None` if it took too long and was stopped.
fn waited(child: &mut Child) -> Option<ExitStatus> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if start.elapsed() < LONGEST => thread::sleep(PAUSE),
            Ok(None) | Err(_) => {
                // It may have ended just now.
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// Why a process failed: the first line of what it said, or else how it ended.
fn reason(ended: Option<ExitStatus>, errors: &[u8]) -> String {
    let errors = String::from_utf8_lossy(errors);
    let said = errors.lines().map(str::trim).find(|line| !line.is_empty());
    match (said, ended) {
        (Some(line), _) => format!("pandoc says: {line}"),
        (None, Some(status)) => format!("pandoc failed without a word ({status})"),
        (None, None) => format!("pandoc did not end within {} seconds", LONGEST.as_secs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(parsed("2.17.1.1"), Some((2, 17)));
        assert_eq!(parsed("3"), Some((3, 0)));
        assert_eq!(parsed("?"), None);
        assert!(parsed("2.9.2") < Some(OLDEST) && parsed("3.1") > Some(OLDEST));
    }
}
