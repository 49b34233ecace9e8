//! The scripts of the theme: modules joined into one classic script, which also runs from a folder on a disk.
//!
//! A script of the project's own that neither imports nor exports is published byte for byte. One that does is
//! a module: it is joined with those that it imports, and only the statements that import and the word `export`
//! are taken out of it; it has a scope of its own.
//!
//! The modules of the built-in theme have a form that a test holds: they import by lines of the form
//! `import { a, b } from "./other.js";` and export declarations. Joined, they share one scope, because the names at
//! the top of each are unique; comments and needless blanks are left out, and most of
//! these names become short, unless the project has modules of its own among them.

mod compact;
mod module;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Sources;
use compact::compact;
use module::{ModuleStatement, Renamed, Statement};

/// The static files of a theme.
pub(super) struct StaticFiles<'f> {
    /// All of them, by path.
    pub(super) bytes: &'f BTreeMap<String, Arc<[u8]>>,
    /// Those of the project, by path: how a report calls them.
    pub(super) own: &'f BTreeMap<String, String>,
}

/// The script of a module and of all that it imports, in order of need; and their paths.
pub(super) fn join(
    entry: &str,
    files: &StaticFiles<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (Arc<[u8]>, BTreeSet<String>) {
    let mut joined = ModuleBundle {
        files,
        sources,
        diagnostics,
        modules: BTreeMap::new(),
        shared: BTreeSet::new(),
        scopes: 0,
        body: String::new(),
    };
    if let Some(bytes) = joined.classic(entry) {
        return (bytes, BTreeSet::from([entry.to_owned()]));
    }
    joined.add(entry);
    // A module of the project's knows the built-in ones by their names.
    let body = if joined.scopes > 0 { joined.body } else { names::shorten(&joined.body) };
    let script = format!("\"use strict\";\n(() => {{\n{body}}})();\n");
    let seen = joined.modules.into_keys().collect();
    (script.into_bytes().into(), seen)
}

/// A module that is joined.
enum Module {
    /// Its imports are being joined.
    Open,
    /// Its names are in the scope that all share.
    BuiltIn { exports: BTreeSet<String> },
    /// It has a scope of its own, an object with what it exports.
    Own { scope: String, exports: BTreeSet<String> },
}

struct ModuleBundle<'f> {
    files: &'f StaticFiles<'f>,
    sources: &'f mut Sources,
    diagnostics: &'f mut Diagnostics,
    /// Those met so far, by path.
    modules: BTreeMap<String, Module>,
    /// Names of the project's modules that built-in ones were given.
    shared: BTreeSet<String>,
    /// How many have a scope of their own.
    scopes: usize,
    body: String,
}

impl ModuleBundle<'_> {
    /// The bytes of a script of the project's own that is no module.
    fn classic(&self, path: &str) -> Option<Arc<[u8]>> {
        self.files.own.get(path)?;
        let bytes = self.files.bytes.get(path)?;
        let is_classic = match module::statements(&String::from_utf8_lossy(bytes)) {
            Ok(found) => found.is_empty(),
            // A browser may understand what this reader does not.
            Err(odd) => odd.help.is_none(),
        };
        is_classic.then(|| Arc::clone(bytes))
    }

    /// Adds a module behind those that it imports, unless it is there already.
    fn add(&mut self, path: &str) {
        let Some(bytes) = self.files.bytes.get(path).filter(|_| !self.modules.contains_key(path))
        else {
            return;
        };
        self.modules.insert(path.to_owned(), Module::Open);
        let text = String::from_utf8_lossy(bytes);
        let is_own = self.files.own.contains_key(path);
        let module = if is_own { self.own(path, &text) } else { self.built_in(path, &text) };
        self.modules.insert(path.to_owned(), module);
    }

    fn built_in(&mut self, path: &str, text: &str) -> Module {
        let mut own = String::new();
        for line in text.lines() {
            if let Some(import) = line.strip_prefix("import ") {
                self.import_into_built_in(path, import);
            } else {
                own.push_str(line.strip_prefix("export ").unwrap_or(line));
                own.push('\n');
            }
        }
        self.body.push_str(&compact(&own));
        Module::BuiltIn { exports: exports_of(text) }
    }

    /// Adds what a line of a built-in module imports. What is the project's there shares its names.
    fn import_into_built_in(&mut self, path: &str, line: &str) {
        let Some((names, from)) = line.split_once(" from ") else { return };
        let from = resolved(path, from.trim_matches(['"', ';']));
        self.add(&from);
        let Some(Module::Own { scope, exports }) = self.modules.get(&from) else { return };
        let names = names.trim_matches(['{', '}', ' ']).split(", ");
        let (there, missing): (Vec<&str>, Vec<&str>) =
            names.partition(|name| exports.contains(*name));
        for name in there.into_iter().filter(|name| self.shared.insert((*name).to_owned())) {
            self.body.push_str(&format!("const {{ {name} }} = {scope};\n"));
        }
        for name in missing {
            let message = format!("this script does not export `{name}`, as the built-in one does");
            let problem = self.problem(message, &from, 0);
            self.diagnostics.push(problem.help(format!("write `export function {name}() {{}}`")));
        }
    }

    /// A module of the project's: as it is written, but for its statements that import and export.
    fn own(&mut self, path: &str, text: &str) -> Module {
        let found = module::statements(text).unwrap_or_else(|odd| {
            let mut problem = self.problem(odd.message.to_owned(), path, odd.at);
            problem.help = odd.help.map(str::to_owned);
            self.diagnostics.push(problem);
            Vec::new()
        });
        let (mut imported, mut code) = (String::new(), String::with_capacity(text.len()));
        let (mut done, mut exports) = (0, Vec::new());
        for ModuleStatement { range, statement } in found {
            code.push_str(&text[done..range.start]);
            done = range.end;
            match statement {
                Statement::Import { names, from } => {
                    imported += &self.import(path, range.start, &names, &from);
                }
                Statement::Declaration(name) => {
                    exports.push(Renamed { renamed: name.clone(), name });
                }
                Statement::Export(names) => exports.extend(names),
            }
        }
        code.push_str(&text[done..]);
        self.scopes += 1;
        let scope = format!("fieldguideModule{}", self.scopes);
        let returned = exports.iter().map(|export| format!("{}: {}", export.renamed, export.name));
        let returned = returned.collect::<Vec<_>>().join(", ");
        self.body.push_str(&format!(
            "const {scope} = (() => {{\n{imported}{code}\nreturn {{ {returned} }};\n}})();\n"
        ));
        let exports = exports.into_iter().map(|export| export.renamed).collect();
        Module::Own { scope, exports }
    }

    /// The declaration of the names that a module of the project's imports, by a statement at a place of it.
    fn import(&mut self, path: &str, at: usize, names: &[Renamed], from: &str) -> String {
        let module = resolved(path, from);
        self.add(&module);
        let (scope, exports) = match self.modules.get(&module) {
            None => {
                self.report_import(format!("there is no script `{from}`"), path, at);
                return String::new();
            }
            Some(Module::Open) => {
                self.report_import(format!("`{from}` imports this script in a circle"), path, at);
                return String::new();
            }
            Some(Module::BuiltIn { exports }) => (None, exports),
            Some(Module::Own { scope, exports }) => (Some(scope), exports),
        };
        let declared = names.iter().map(|Renamed { name, renamed }| match scope {
            Some(scope) => format!("const {renamed} = {scope}.{name};\n"),
            // It is in reach already.
            None if name == renamed => String::new(),
            None => format!("const {renamed} = {name};\n"),
        });
        let declared = declared.collect();
        if let Some(missing) = names.iter().find(|it| !exports.contains(&it.name)) {
            self.report_import(format!("`{from}` does not export `{}`", missing.name), path, at);
        }
        declared
    }

    fn report_import(&mut self, message: String, path: &str, at: usize) {
        let problem = self.problem(message, path, at);
        let help = "import what another script of the theme exports, by its path from this one";
        self.diagnostics.push(problem.help(help));
    }

    /// A problem of a script of the project's, at a byte of it.
    fn problem(&mut self, message: String, path: &str, at: usize) -> Diagnostic {
        let text = String::from_utf8_lossy(&self.files.bytes[path]).into_owned();
        let file = self.sources.add(self.files.own[path].clone(), text);
        Diagnostic::new(Code::ThemeScript, message).at(file.span(at, at))
    }
}

/// The path that a script means by another one's path from its own.
fn resolved(path: &str, from: &str) -> String {
    let mut steps: Vec<&str> = path.split('/').collect();
    steps.pop();
    for step in from.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The names that a built-in module exports.
fn exports_of(text: &str) -> BTreeSet<String> {
    let found = module::statements(text).unwrap_or_default();
    let names = found.into_iter().filter_map(|found| match found.statement {
        Statement::Declaration(name) => Some(name),
        _ => None,
    });
    names.collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Levels;
    use crate::theme::builtin;

    /// The script of `js/a.js`, the number of modules in it, and its problems; those that `is_own` are the project's.
    fn joined(
        files: &[(&str, &str)],
        is_own: impl Fn(&str) -> bool,
    ) -> (String, usize, Vec<String>) {
        let bytes = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into()));
        let own = files.iter().filter(|(path, _)| is_own(path));
        let own = own.map(|(path, _)| ((*path).to_owned(), (*path).to_owned())).collect();
        let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
        let files = StaticFiles { bytes: &bytes.collect(), own: &own };
        let (script, seen) = join("js/a.js", &files, &mut sources, &mut found);
        let found = found.finish(&Levels::default());
        let script = String::from_utf8(script.to_vec()).expect("it is text");
        (script, seen.len(), found.into_iter().map(|problem| problem.message).collect())
    }

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
        let expected = "\"use strict\";\n(() => {\nfunction b(){}\nconst c=\"//\";\nb(c);\n})();\n";
        assert_eq!(joined(&files, |_| false), (expected.to_owned(), 3, Vec::new()));
        assert_eq!(in_ascii("\"ß🦀\""), "\"\\u00df\\ud83e\\udd80\"");
    }

    #[test]
    fn a_module_of_the_project_keeps_its_text_and_has_a_scope_of_its_own() {
        let own = "// Mine.\nimport { d as own } from \"../d.js\";\nconst e = `\nimport { x } from \"./x.js\";\n// no comment\n\
                   `;\nexport function b() { return own(e); }";
        let files = [
            ("js/a.js", "import { b } from \"./in/b.js\";\nconst e = 1;\nb(e);\n"),
            ("js/in/b.js", own),
            ("js/d.js", "export function d() {}\n"),
        ];
        let expected = "\"use strict\";\n(() => {\nfunction d(){}\nconst fieldguideModule1 = (() => {\n\
                        const own = d;\n// Mine.\n\nconst e = `\nimport { x } from \"./x.js\";\n// no comment\n`;\n\
                        function b() { return own(e); }\nreturn { b: b };\n})();\n\
                        const { b } = fieldguideModule1;\nconst e=1;b(e);\n})();\n";
        let joined = joined(&files, |path| path == "js/in/b.js");
        assert_eq!(joined, (expected.to_owned(), 3, Vec::new()));
    }

    #[test]
    fn modules_of_the_project_import_each_other() {
        let files = [
            ("js/a.js", "import { b as c } from './b.js';\nc();"),
            ("js/b.js", "import './c.js';\nfunction d() {}\nexport { d as b };"),
            ("js/c.js", "const own = 1;"),
        ];
        let expected = "\"use strict\";\n(() => {\nconst fieldguideModule1 = (() => {\nconst own = 1;\nreturn {  };\n})();\n\
                        const fieldguideModule2 = (() => {\n\nfunction d() {}\n\nreturn { b: d };\n})();\n\
                        const fieldguideModule3 = (() => {\nconst c = fieldguideModule2.b;\n\nc();\nreturn {  };\n})();\n\
                        })();\n";
        assert_eq!(joined(&files, |_| true), (expected.to_owned(), 3, Vec::new()));
    }

    #[test]
    fn a_script_of_the_project_that_is_no_module_is_published_as_it_is() {
        for text in ["// A\n\n  'use strict'\n\n`import \"./b.js\";\n`", "broken = 'é", ""] {
            assert_eq!(joined(&[("js/a.js", text)], |_| true), (text.to_owned(), 1, Vec::new()));
        }
    }

    #[test]
    fn what_a_module_of_the_project_lacks_is_told() {
        for (text, message) in [
            ("import { x } from \"./b.js\";", "`./b.js` does not export `x`"),
            ("import { x } from \"./c.js\";", "there is no script `./c.js`"),
            ("import { x } from \"./a.js\";", "`./a.js` imports this script in a circle"),
            ("import x from \"./b.js\";", "this import cannot be joined"),
        ] {
            let files = [("js/a.js", text), ("js/b.js", "export const b = 1;\n")];
            assert_eq!(joined(&files, |_| true).2, [message], "{text}");
            assert_eq!(joined(&files, |path| path == "js/a.js").2, [message], "{text}");
        }
        let files = [("js/a.js", "import { b } from \"./b.js\";\nb();\n"), ("js/b.js", "")];
        let message = "this script does not export `b`, as the built-in one does";
        assert_eq!(joined(&files, |path| path == "js/b.js").2, [message]);
    }

    /// The modules of the built-in theme, by path.
    fn modules() -> impl Iterator<Item = (&'static str, &'static str)> {
        let files = builtin::FILES.iter().filter(|(path, _)| path.ends_with(".js"));
        files.map(|(path, bytes)| (*path, std::str::from_utf8(bytes).expect("it is text")))
    }

    #[test]
    fn the_built_in_modules_have_the_form_that_joining_them_line_by_line_needs() {
        let mut names = BTreeMap::new();
        for (path, text) in modules() {
            let found = module::statements(text).expect("it can be read");
            let written: Vec<&str> = found.iter().map(|found| &text[found.range.clone()]).collect();
            let mut by_line = Vec::new();
            for line in text.lines() {
                if line.starts_with("import ") {
                    by_line.push(line);
                }
                if line.starts_with("export ") {
                    by_line.push("export ");
                }
            }
            assert_eq!(by_line, written, "{path}");
            for name in text.lines().filter_map(top_name) {
                let before = names.insert(name, path);
                assert_eq!(before, None, "{path}: `{name}` stands at the top of two modules");
            }
        }
        assert!(names.len() > 50, "{names:?}");
    }

    /// The name that a line at the top of a module declares.
    fn top_name(line: &str) -> Option<&str> {
        let code = line.strip_prefix("export ").unwrap_or(line);
        let code = code.strip_prefix("async ").unwrap_or(code);
        let words = ["const ", "let ", "function ", "function* ", "class "];
        let rest = words.iter().find_map(|word| code.strip_prefix(word))?;
        rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$').next()
    }
}
