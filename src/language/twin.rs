//! For tests: what the client in the browser finds in texts.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The words of each text, or what else `kind` names in `tests/search/words-of-texts.mjs`; nothing for a text with a
/// letter that the engine does not know. `None` where Node is missing: `tests/run` installs it before it runs this.
pub(super) fn found_in_browser(kind: &str, texts: &[String]) -> Option<Vec<Option<Vec<String>>>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/words-of-texts.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(kind).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn().ok()?;
    let mut input = node.stdin.take().expect("it was asked for");
    let lines = serde_json::to_string(texts).expect("texts are plain data");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = node.wait_with_output().expect("it ends");
    writer.join().expect("it ends").expect("it reads all");
    let found: Vec<Option<Vec<String>>> =
        serde_json::from_slice(&output.stdout).expect("it writes JSON");
    assert_eq!(found.len(), texts.len());
    Some(found)
}

/// A number below a limit, by xorshift (Marsaglia 2003).
pub(super) fn random(state: &mut u64, limit: u32) -> u32 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    u32::try_from(*state % u64::from(limit)).expect("it is below the limit")
}
