//! JavaScript modules joined into one classic script, which also runs from a folder on a disk.
//!
//! A module imports by lines of the form `import { a, b } from "./other.js";` and exports
//! declarations. Joined, all of them share one scope: names at the top of a module are unique.
//! Comments that have a line of their own are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The script of a module and of all that it imports, in order of need; and their paths.
pub(super) fn join(entry: &str, files: &BTreeMap<String, Arc<[u8]>>) -> (String, BTreeSet<String>) {
    let mut joined = Joined { files, seen: BTreeSet::new(), body: String::new() };
    joined.add(entry);
    let script = format!("\"use strict\";\n(() => {{\n{}}})();\n", joined.body);
    (script, joined.seen)
}

struct Joined<'f> {
    files: &'f BTreeMap<String, Arc<[u8]>>,
    seen: BTreeSet<String>,
    body: String,
}

impl Joined<'_> {
    fn add(&mut self, path: &str) {
        let Some(bytes) = self.files.get(path) else {
            return;
        };
        if !self.seen.insert(path.to_owned()) {
            return;
        }
        let text = String::from_utf8_lossy(bytes);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut own = String::new();
        let mut in_comment = false;
        for line in text.lines() {
            let code = line.trim_start();
            if in_comment || (code.starts_with("/*") && !is_cast(code)) {
                in_comment = !code.contains("*/");
            } else if code.starts_with("//") || code.is_empty() || code == "\"use strict\";" {
            } else if let Some(import) = code.strip_prefix("import ") {
                if let Some(name) = import.split('"').nth(1).and_then(|to| to.strip_prefix("./")) {
                    self.add(&format!("{folder}/{name}"));
                }
            } else {
                own.push_str(code.strip_prefix("export ").unwrap_or(code));
                own.push('\n');
            }
        }
        self.body.push_str(&own);
    }
}

/// A script in ASCII, which no server and no page can take for another encoding: other letters by
/// their UTF-16 numbers.
pub(crate) fn in_ascii(script: &str) -> String {
    let mut plain = String::with_capacity(script.len());
    for letter in script.chars() {
        if letter.is_ascii() {
            plain.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                plain += &format!("\\u{unit:04x}");
            }
        }
    }
    plain
}

/// Whether code follows a comment on its line.
fn is_cast(line: &str) -> bool {
    line.split_once("*/").is_some_and(|(_, rest)| !rest.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_stand_once_and_before_those_that_need_them() {
        let files = [
            (
                "js/a.js",
                "// A.\nimport { b } from \"./in/b.js\";\nimport { c } from \"./c.js\";\nb(c);\n",
            ),
            ("js/in/b.js", "/** B. */\nexport function b() {}\n"),
            ("js/c.js", "/*\n * C.\n */\nexport const c = \"//\";\n"),
        ];
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().into()));
        let (script, seen) = join("js/a.js", &files.collect());
        let expected =
            "\"use strict\";\n(() => {\nfunction b() {}\nconst c = \"//\";\nb(c);\n})();\n";
        assert_eq!(script, expected);
        assert_eq!(seen.len(), 3);
        assert_eq!(in_ascii("\"ß🦀\""), "\"\\u00df\\ud83e\\udd80\"");
    }
}
