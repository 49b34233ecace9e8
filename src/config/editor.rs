//! How a place in a file is opened for its author.

use crate::percent;

/// The program that opens a file.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) enum Editor {
    /// Whatever the system opens such files with.
    #[default]
    System,
    /// An address that an editor listens to, such as `vscode://file{file}:{line}:{column}`.
    Address(String),
    /// A program and its arguments.
    Command(Vec<String>),
}

/// A place in a file. Line and column count from 1; columns count characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FilePlace {
    /// The whole path.
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Editors that are known by name, and how each is asked for a place; from their manuals.
const KNOWN: [(&str, &str); 8] = [
    ("vscode", "vscode://file/{file}:{line}:{column}"),
    ("vscodium", "vscodium://file/{file}:{line}:{column}"),
    ("zed", "zed://file/{file}:{line}:{column}"),
    ("idea", "idea://open?file={file}&line={line}&column={column}"),
    ("sublime", "subl {file}:{line}:{column}"),
    ("emacs", "emacsclient --no-wait +{line}:{column} {file}"),
    ("gedit", "gedit +{line}:{column} {file}"),
    ("kate", "kate --line {line} --column {column} {file}"),
];

/// The signs for the parts of a place.
const FILE: &str = "{file}";
const LINE: &str = "{line}";
const COLUMN: &str = "{column}";

impl Editor {
    /// An editor by name, the address that it listens to, or a command; `Err` says what is wrong.
    pub(crate) fn parse(text: &str) -> Result<Editor, String> {
        let text = text.trim();
        let known = KNOWN.iter().find(|(name, _)| *name == text);
        let text = known.map_or(text, |(_, template)| template);
        if text == "system" {
            return Ok(Editor::System);
        }
        if text.contains("://") {
            let scheme = text.split("://").next().unwrap_or_default();
            if ["http", "https", "javascript", "data"].contains(&scheme) {
                return Err(format!("no editor listens to `{scheme}://`"));
            }
            if !text.contains(FILE) {
                return Err("the address says `{file}` nowhere".to_owned());
            }
            return Ok(Editor::Address(text.to_owned()));
        }
        let mut command = words(text).ok_or("a quotation mark is not closed")?;
        if command.is_empty() {
            return Err("the editor has no name".to_owned());
        }
        if !command.iter().any(|word| word.contains(FILE)) {
            command.push(FILE.to_owned());
        }
        Ok(Editor::Command(command))
    }

    /// The same from the settings of a project, which must not bring commands of their own: whoever
    /// opens a project that they were given would run them.
    pub(crate) fn parse_setting(text: &str) -> Result<Editor, String> {
        let is_name = Editor::names().any(|name| name == text.trim());
        match Editor::parse(text)? {
            Editor::Command(_) if !is_name => {
                Err("a command is not for a project to choose".to_owned())
            }
            editor => Ok(editor),
        }
    }

    /// The names that stand for an editor.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(name, _)| *name)
    }

    /// The address that opens a place; `None` where a program has to be started.
    pub(crate) fn link(&self, place: &FilePlace) -> Option<String> {
        let Editor::Address(template) = self else { return None };
        // The address has a slash before the path already, or one follows from the path.
        let file = percent::encode(&place.file, "/:-._~");
        let file = if template.contains("/{file}") { file.trim_start_matches('/') } else { &file };
        Some(place.fill(template, file))
    }

    /// The program that opens a place, and its arguments; `None` where it is a matter of the system or
    /// of an address.
    pub(crate) fn command(&self, place: &FilePlace) -> Option<Vec<String>> {
        let Editor::Command(words) = self else { return None };
        Some(words.iter().map(|word| place.fill(word, &place.file)).collect())
    }
}

impl FilePlace {
    fn fill(&self, template: &str, file: &str) -> String {
        // The path comes last: it may hold anything.
        let filled = template.replace(LINE, &self.line.to_string());
        filled.replace(COLUMN, &self.column.to_string()).replace(FILE, file)
    }
}

/// The words of a command: by spaces, unless these stand in quotation marks. `None` if a mark is not
/// closed.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    let mut quote = None;
    let mut is_new = true;
    for letter in command.chars() {
        match (letter, quote) {
            (mark, Some(open)) if mark == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(letter);
                if is_new {
                    words.push(String::new());
                    is_new = false;
                }
            }
            (letter, None) if letter.is_whitespace() => is_new = true,
            (letter, _) => {
                if is_new {
                    words.push(String::new());
                    is_new = false;
                }
                words.last_mut().expect("a word has begun").push(letter);
            }
        }
    }
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> FilePlace {
        FilePlace { file: "/a b/{line}.md".to_owned(), line: 3, column: 5 }
    }

    #[test]
    fn an_address_holds_the_place_in_percent_encoding() {
        let link = |text: &str| Editor::parse(text).expect("it is one").link(&place());
        let vscode = "vscode://file/a%20b/%7Bline%7D.md:3:5";
        assert_eq!(link("vscode").as_deref(), Some(vscode));
        assert_eq!(link("x://o?f={file}").as_deref(), Some("x://o?f=/a%20b/%7Bline%7D.md"));
        assert_eq!(link("subl"), None);
        assert!(Editor::parse("vscode://file/").is_err());
        assert!(Editor::parse("https://evil.example/{file}").is_err());
    }

    #[test]
    fn a_command_gets_the_place_as_its_arguments() {
        let command = |text: &str| Editor::parse(text).expect("it is one").command(&place());
        for (text, words) in [
            ("gvim", vec!["gvim", "/a b/{line}.md"]),
            ("sublime", vec!["subl", "/a b/{line}.md:3:5"]),
            ("'my editor' -n '{line}' \"\"", vec!["my editor", "-n", "3", "", "/a b/{line}.md"]),
        ] {
            assert_eq!(command(text), Some(words.into_iter().map(str::to_owned).collect()));
        }
        assert_eq!(command("vscode"), None);
        assert!(Editor::parse("'open").is_err() && Editor::parse("  ").is_err());
    }
}
