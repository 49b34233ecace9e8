//! The imports and exports of a script, found by reading its tokens (ECMAScript 2026, clauses 12 and 16.2).
//!
//! Nothing else of a script is understood, and only `import` and `export` outside of all brackets count:
//! in strings, comments, templates and regular expressions the words mean nothing.

use std::ops::Range;

/// A statement that makes a script a module, and its bytes.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct ModuleStatement {
    pub(super) range: Range<usize>,
    pub(super) statement: Statement,
}

#[derive(PartialEq, Eq, Debug)]
pub(super) enum Statement {
    /// `import { a, b as c } from "./other.js";`: each name with the one that it has here. None is a module that
    /// only has to run.
    Import { names: Vec<Renamed>, from: String },
    /// The word before a declaration, which goes on with this name.
    Declaration(String),
    /// `export { a, b as c };`.
    Export(Vec<Renamed>),
}

/// A name in one module, and the name for it in another: the same, or that behind `as`.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Renamed {
    pub(super) name: String,
    pub(super) renamed: String,
}

/// Code that cannot be joined with other modules: where, why, and how to write it.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Odd {
    pub(super) at: usize,
    pub(super) message: &'static str,
    pub(super) help: Option<&'static str>,
}

/// The statements of a script that import and export, in order; none in a classic script.
pub(super) fn statements(text: &str) -> Result<Vec<ModuleStatement>, Odd> {
    Ok(scan(text)?.found)
}

/// The places of the tokens of a script, in order: what is between them are blanks and comments. A template is a token up
/// to each expression in it, and so is a statement that imports.
pub(super) fn token_ranges(text: &str) -> Result<Vec<Range<usize>>, Odd> {
    Ok(scan(text)?.tokens)
}

fn scan(text: &str) -> Result<ModuleScanner<'_>, Odd> {
    let mut scanner = ModuleScanner {
        text,
        at: 0,
        open: Vec::new(),
        before: Before::Operator,
        tokens: Vec::new(),
        found: Vec::new(),
        declares: false,
    };
    while scanner.at < text.len() {
        let start = scanner.at;
        if scanner.token()? {
            scanner.tokens.push(start..scanner.at);
        }
    }
    match scanner.open.first() {
        None => Ok(scanner),
        Some(bracket) => Err(odd(bracket.at, "this does not end")),
    }
}

/// The token before another one: it decides whether a slash begins a regular expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The end of a value: a name, a number, a bracket that closes.
    Value,
    /// A point: the word behind it is the name of a property.
    Point,
    /// A word after which an expression comes.
    Word,
    /// A word whose condition comes next, in parentheses.
    Condition,
    Operator,
}

/// A bracket that is open.
struct Bracket {
    at: usize,
    is_condition: bool,
    /// Whether a template goes on behind it.
    is_in_template: bool,
}

struct ModuleScanner<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Bracket>,
    before: Before,
    tokens: Vec<Range<usize>>,
    found: Vec<ModuleStatement>,
    /// Whether a declaration that is exported has not ended.
    declares: bool,
}

impl ModuleScanner<'_> {
    /// Reads a token, or what stands between two; returns whether it was a token.
    fn token(&mut self) -> Result<bool, Odd> {
        let start = self.at;
        if let Some(blank) = self.text[start..].chars().next().filter(|letter| is_blank(*letter)) {
            self.at += blank.len_utf8();
            return Ok(false);
        }
        if self.starts_with("//") || self.starts_with("/*") {
            self.comment()?;
            return Ok(false);
        }
        match self.bytes()[start] {
            b'/' if self.before != Before::Value => self.expression()?,
            quote @ (b'"' | b'\'') => drop(self.string(quote)?),
            b'`' => self.template(start, start + 1)?,
            b'(' | b'[' | b'{' => self.bracket(),
            b')' | b']' | b'}' => self.closing_bracket()?,
            _ if self.text[start..].starts_with(is_of_name) => self.word()?,
            byte => self.sign(byte)?,
        }
        Ok(true)
    }

    fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    fn starts_with(&self, sign: &str) -> bool {
        self.text[self.at..].starts_with(sign)
    }

    fn comment(&mut self) -> Result<(), Odd> {
        let rest = &self.text[self.at..];
        let length = if rest.starts_with("//") {
            rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).or(Some(rest.len()))
        } else {
            rest[2..].find("*/").map(|end| end + 4)
        };
        self.at += length.ok_or(odd(self.at, "this comment does not end"))?;
        Ok(())
    }

    /// A regular expression, without its flags.
    fn expression(&mut self) -> Result<(), Odd> {
        let (start, mut in_class) = (self.at, false);
        loop {
            self.at += 1;
            match self.bytes().get(self.at) {
                None | Some(b'\n' | b'\r') => {
                    return Err(odd(start, "this regular expression does not end"));
                }
                Some(b'\\') => self.at += 1,
                Some(b'[') => in_class = true,
                Some(b']') => in_class = false,
                Some(b'/') if !in_class => break,
                Some(_) => {}
            }
        }
        self.at += 1;
        self.before = Before::Value;
        Ok(())
    }

    /// A string; returns what is between its quotes, as it is written.
    fn string(&mut self, quote: u8) -> Result<String, Odd> {
        let start = self.at;
        loop {
            self.at += 1;
            match self.bytes().get(self.at) {
                None | Some(b'\n' | b'\r') => return Err(odd(start, "this string does not end")),
                // A line goes on in the next one.
                Some(b'\\') if self.bytes()[self.at + 1..].starts_with(b"\r\n") => self.at += 2,
                Some(b'\\') => self.at += 1,
                Some(byte) if *byte == quote => break,
                Some(_) => {}
            }
        }
        self.at += 1;
        self.before = Before::Value;
        Ok(self.text[start + 1..self.at - 1].to_owned())
    }

    /// The words of a template that begins at `start`, from a place in it on to its end or to an expression.
    fn template(&mut self, start: usize, from: usize) -> Result<(), Odd> {
        self.at = from;
        loop {
            match self.bytes().get(self.at) {
                None => return Err(odd(start, "this template does not end")),
                Some(b'\\') => self.at += 2,
                Some(b'`') => break,
                Some(b'$') if self.starts_with("${") => {
                    self.at += 2;
                    self.before = Before::Operator;
                    let bracket = Bracket { at: start, is_condition: false, is_in_template: true };
                    self.open.push(bracket);
                    return Ok(());
                }
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        self.before = Before::Value;
        Ok(())
    }

    fn bracket(&mut self) {
        let is_condition = self.before == Before::Condition;
        self.open.push(Bracket { at: self.at, is_condition, is_in_template: false });
        self.before = Before::Operator;
        self.at += 1;
    }

    fn closing_bracket(&mut self) -> Result<(), Odd> {
        let Some(bracket) = self.open.pop() else {
            return Err(odd(self.at, "no bracket is open here"));
        };
        if bracket.is_in_template {
            return self.template(bracket.at, self.at + 1);
        }
        let closes_block = self.bytes()[self.at] == b'}';
        self.at += 1;
        // Behind a block, a line may begin with a regular expression.
        let ends_line = self.text[self.at..].trim_start_matches([' ', '\t']).starts_with('\n');
        let begins = bracket.is_condition || closes_block && ends_line;
        self.before = if begins { Before::Operator } else { Before::Value };
        Ok(())
    }

    fn sign(&mut self, sign: u8) -> Result<(), Odd> {
        if self.starts_with("++") || self.starts_with("--") {
            self.at += 2;
            return Ok(());
        }
        if sign == b',' && self.open.is_empty() && self.declares {
            let help = "write a declaration for each name: `export const a = 1;`";
            return Err(Odd { help: Some(help), ..odd(self.at, "this exports several names") });
        }
        self.declares &= sign != b';';
        self.before = if sign == b'.' { Before::Point } else { Before::Operator };
        self.at += 1;
        Ok(())
    }

    /// A name, a number or a word of the language.
    fn word(&mut self) -> Result<(), Odd> {
        let (start, before) = (self.at, self.before);
        let word = self.name();
        let is_property = before == Before::Point;
        self.before = match word.as_str() {
            _ if is_property => Before::Value,
            "if" | "while" | "for" | "with" => Before::Condition,
            word if BEFORE_EXPRESSION.contains(&word) => Before::Word,
            _ => Before::Value,
        };
        if is_property || !self.open.is_empty() {
            return Ok(());
        }
        self.declares &= !BEGIN_STATEMENT.contains(&word.as_str());
        match word.as_str() {
            "import" => self.import(start),
            "export" => self.export(start),
            _ => Ok(()),
        }
    }

    /// Reads on to the end of a name; empty where none begins.
    fn name(&mut self) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    /// Reads on to the next token.
    fn skip_blanks(&mut self) -> Result<(), Odd> {
        loop {
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start_matches(is_blank).len();
            if !self.starts_with("//") && !self.starts_with("/*") {
                return Ok(());
            }
            self.comment()?;
        }
    }

    fn next_byte(&mut self) -> Result<Option<u8>, Odd> {
        self.skip_blanks()?;
        Ok(self.bytes().get(self.at).copied())
    }

    fn import(&mut self, start: usize) -> Result<(), Odd> {
        let wrong = Odd {
            help: Some("write `import { a, b as c } from \"./other.js\";`"),
            ..odd(start, "this import cannot be joined")
        };
        let mut names = Vec::new();
        match self.next_byte()? {
            // `import("./other.js")`, `import.meta`: expressions.
            Some(b'(' | b'.') => return Ok(()),
            Some(b'"' | b'\'') => {}
            Some(b'{') => {
                names = self.names(&wrong)?;
                self.skip_blanks()?;
                if self.name() != "from" {
                    return Err(wrong);
                }
            }
            _ => return Err(wrong),
        }
        let from = match self.next_byte()? {
            Some(quote @ (b'"' | b'\'')) => self.string(quote)?,
            _ => return Err(wrong),
        };
        self.end_statement(start, Statement::Import { names, from })
    }

    fn export(&mut self, start: usize) -> Result<(), Odd> {
        let wrong = Odd {
            help: Some(
                "write `export` before `function`, `class` or `const`, or `export { a, b as c };`",
            ),
            ..odd(start, "this export cannot be joined")
        };
        if self.next_byte()? == Some(b'{') {
            let names = self.names(&wrong)?;
            let end = self.at;
            self.skip_blanks()?;
            if self.starts_with("from") {
                return Err(wrong);
            }
            self.at = end;
            return self.end_statement(start, Statement::Export(names));
        }
        let declaration = self.at;
        let mut word = self.name();
        if word == "async" {
            self.skip_blanks()?;
            word = self.name();
        }
        if !["function", "class", "const"].contains(&word.as_str()) {
            return Err(wrong);
        }
        if self.next_byte()? == Some(b'*') {
            self.at += 1;
            self.skip_blanks()?;
        }
        let name = self.name();
        if name.is_empty() {
            return Err(wrong);
        }
        self.declares = word == "const";
        self.before = Before::Value;
        let statement = Statement::Declaration(name);
        self.found.push(ModuleStatement { range: start..declaration, statement });
        Ok(())
    }

    /// Names in braces with commas between them.
    fn names(&mut self, wrong: &Odd) -> Result<Vec<Renamed>, Odd> {
        let mut names = Vec::new();
        self.at += 1;
        while self.next_byte()? != Some(b'}') {
            let name = self.name();
            self.skip_blanks()?;
            let mut renamed = name.clone();
            if self.starts_with("as") {
                self.at += "as".len();
                self.skip_blanks()?;
                renamed = self.name();
            }
            if name.is_empty() || renamed.is_empty() || name == "default" || renamed == "default" {
                return Err(Odd { ..*wrong });
            }
            names.push(Renamed { name, renamed });
            match self.next_byte()? {
                Some(b',') => self.at += 1,
                Some(b'}') => {}
                _ => return Err(Odd { ..*wrong }),
            }
        }
        self.at += 1;
        Ok(names)
    }

    /// A statement ends here, or at the semicolon behind it.
    fn end_statement(&mut self, start: usize, statement: Statement) -> Result<(), Odd> {
        let end = self.at;
        if self.next_byte()? == Some(b';') {
            self.at += 1;
        } else {
            self.at = end;
        }
        self.before = Before::Operator;
        self.found.push(ModuleStatement { range: start..self.at, statement });
        Ok(())
    }
}

/// Words after which an expression comes.
const BEFORE_EXPRESSION: [&str; 14] = [
    "return",
    "typeof",
    "case",
    "in",
    "of",
    "delete",
    "void",
    "throw",
    "new",
    "do",
    "else",
    "instanceof",
    "yield",
    "await",
];

/// Words that end the statement before them, where no semicolon does.
const BEGIN_STATEMENT: [&str; 13] = [
    "import", "export", "const", "let", "var", "function", "class", "if", "for", "while", "do",
    "switch", "try",
];

/// Whether a letter may stand in a name, or in a number.
pub(super) fn is_of_name(letter: char) -> bool {
    let is_beyond_ascii = !letter.is_ascii() && !is_blank(letter);
    letter.is_ascii_alphanumeric() || "_$\\#".contains(letter) || is_beyond_ascii
}

/// White space, the byte order mark included.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}'
}

fn odd(at: usize, message: &'static str) -> Odd {
    Odd { at, message, help: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The statements as they are written.
    fn written(text: &str) -> Vec<&str> {
        let found = statements(text).expect("it can be read");
        found.into_iter().map(|found| &text[found.range]).collect()
    }

    #[test]
    fn statements_are_found_among_code() {
        let text = "import { a, b as c } from './x.js'\nimport \"./y.js\";\n// import\nconst d = a / 2;\n\
                    export const e = /[/\"]/g; export async function f() { return `${`}` + {}}` }\n\
                    export { d as g, e, };\n";
        let expected = [
            "import { a, b as c } from './x.js'",
            "import \"./y.js\";",
            "export ",
            "export ",
            "export { d as g, e, };",
        ];
        assert_eq!(written(text), expected);
        let found = statements(text).expect("it can be read");
        let names = vec![renamed("a", "a"), renamed("b", "c")];
        assert_eq!(found[0].statement, Statement::Import { names, from: "./x.js".to_owned() });
        assert_eq!(found[3].statement, Statement::Declaration("f".to_owned()));
        let names = vec![renamed("d", "g"), renamed("e", "e")];
        assert_eq!(found[4].statement, Statement::Export(names));
    }

    fn renamed(name: &str, renamed: &str) -> Renamed {
        Renamed { name: name.to_owned(), renamed: renamed.to_owned() }
    }

    #[test]
    fn words_that_import_nothing_are_left_alone() {
        for text in [
            "`\nimport { a } from \"./x.js\";\n`",
            "/*\nimport { a } from \"./x.js\";\nexport */",
            "import('./x.js').then(x => x.import); import.meta",
            "const a = { import: 1, export: 2 }; a.export\n= /import 'x'/",
            "'\\\nimport { a } from \"./x.js\"'",
            "if (x) /`/.test(y)",
            "x++ / 2 / `import`",
            "function a() {}\n/`/.test(b)",
            "a = b\n  ? c / d : /[`/]/",
            "",
            "日本 = 'ü' / 2; \u{feff}",
        ] {
            assert_eq!(written(text), [""; 0], "{text}");
        }
        assert_eq!(written("\u{feff}import 'a'"), ["import 'a'"]);
    }

    #[test]
    fn what_cannot_be_joined_is_odd() {
        for (text, at) in [
            ("a; import b from './b.js'", 3),
            ("import * as b from './b.js'", 0),
            ("export default 1", 0),
            ("export * from './b.js'", 0),
            ("export { a } from './b.js'", 0),
            ("export let a = 1", 0),
            ("export const a = 1, b = 2", 18),
            ("export const { a } = b", 0),
            ("`${`", 3),
            ("a = 'b\n'", 4),
            ("(a", 0),
            ("a)", 1),
            ("/* a", 0),
        ] {
            assert_eq!(statements(text).map_err(|odd| odd.at), Err(at), "{text}");
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        let parts = [
            "import", " ", "{", "}", "`", "${", "/", "'", "\\", "\n", "é", "export", "a", ",", "(",
        ];
        let mut state = 7_usize;
        for _ in 0..5_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(parts[(state >> 33) % parts.len()]);
            }
            for found in statements(&text).into_iter().flatten() {
                assert!(text.get(found.range).is_some(), "{text}");
            }
        }
    }
}
