//! One bad input: a project in a text file, and what the program says about it.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::{Ran, Site, program, repository};

/// No input may keep the program busy longer than this. Far above what any of them takes: it tells a loop from
/// slowness.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a case runs and expects.
#[derive(Default)]
struct Case {
    arguments: Vec<String>,
    expected: Report,
}

/// The exit code and the lines of the error stream.
#[derive(Default, PartialEq)]
struct Report {
    code: i32,
    lines: Vec<String>,
}

/// A file that a case is still writing.
struct OpenFile {
    path: String,
    is_escaped: bool,
    text: String,
}

/// Runs the case of a test: `config_nul` is `tests/bad-inputs/config-nul.txt`. With `FIELDGUIDE_BLESS` set, writes
/// what the program says into the file instead of comparing it.
pub(super) fn check(test: &str) {
    let name = format!("tests/bad-inputs/{}.txt", test.replace('_', "-"));
    let path = repository().join(&name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let site = Site::new();
    let case = lay_out(&text, &site);
    let got = run(&case, &site);
    if got == case.expected {
        return;
    }
    if std::env::var_os("FIELDGUIDE_BLESS").is_some() {
        bless(&path, &text, &got);
        return;
    }
    panic!(
        "{name}\nexpected {}\ngot {}\nIf the program is right, run this test with FIELDGUIDE_BLESS=1.",
        case.expected.shown(),
        got.shown()
    );
}

/// Runs the program in the folder of the case.
fn run(case: &Case, site: &Site) -> Report {
    let mut arguments: Vec<&str> = case.arguments.iter().map(String::as_str).collect();
    if arguments.is_empty() {
        arguments.push("check");
    }
    arguments.extend(["--format", "short", "--quiet"]);
    let began = Instant::now();
    let output = program().current_dir(site.root()).args(&arguments).output().expect("it starts");
    assert!(began.elapsed() < PATIENCE, "took {} s", began.elapsed().as_secs());
    let ran = Ran::of(output);
    let err = ran.err.replace(site.root().to_string_lossy().as_ref(), "{root}");
    Report { code: ran.code, lines: err.lines().map(str::to_owned).collect() }
}

/// Writes a case with what the program says now.
fn bless(path: &Path, text: &str, got: &Report) {
    let mut blessed: String =
        text.split_inclusive('\n').filter(|line| !line.starts_with("//= ")).collect();
    blessed.push_str(&format!("//= exit {}\n", got.code));
    for line in &got.lines {
        blessed.push_str(&format!("//= {line}\n"));
    }
    fs::write(path, blessed).expect("cases can be written");
}

impl Report {
    fn shown(&self) -> String {
        format!("exit {}:\n  {}", self.code, self.lines.join("\n  "))
    }
}

/// Writes the files of a case; returns what it runs and expects.
fn lay_out(text: &str, site: &Site) -> Case {
    let mut case = Case::default();
    let mut open: Option<OpenFile> = None;
    for line in text.split_inclusive('\n') {
        let directive = line.trim_end_matches('\n');
        if let Some(header) = directive.strip_prefix("//- ") {
            write(open.replace(OpenFile::begin(header)), site);
        } else if let Some(order) = directive.strip_prefix("//> ") {
            write(open.take(), site);
            obey(order, site, &mut case);
        } else if let Some(expected) = directive.strip_prefix("//= ") {
            write(open.take(), site);
            expect(expected, &mut case.expected);
        } else if let Some(file) = &mut open {
            file.text.push_str(line);
        }
    }
    write(open, site);
    case
}

impl OpenFile {
    /// The file of a line `//- PATH` or `//- PATH escaped`.
    fn begin(header: &str) -> OpenFile {
        let escaped = header.strip_suffix(" escaped");
        OpenFile {
            path: escaped.unwrap_or(header).to_owned(),
            is_escaped: escaped.is_some(),
            text: String::new(),
        }
    }
}

fn write(file: Option<OpenFile>, site: &Site) {
    if let Some(OpenFile { path, is_escaped, text }) = file {
        site.write(&path, if is_escaped { unescape(&text) } else { text.into_bytes() });
    }
}

fn expect(line: &str, expected: &mut Report) {
    match line.strip_prefix("exit ") {
        Some(code) => expected.code = code.parse().expect("a number"),
        None => expected.lines.push(line.to_owned()),
    }
}

fn obey(order: &str, site: &Site, case: &mut Case) {
    let (verb, rest) = order.split_once(' ').unwrap_or((order, ""));
    match verb {
        "args" => case.arguments = rest.split_whitespace().map(str::to_owned).collect(),
        "symlink" => {
            let (link, target) = rest.split_once(' ').expect("a link and its target");
            let link = site.root().join(link);
            fs::create_dir_all(link.parent().expect("it lies inside"))
                .expect("folders can be made");
            symlink(target, &link);
        }
        "repeat" => {
            let mut words = rest.splitn(3, ' ');
            let path = words.next().expect("a path");
            let count: usize = words.next().expect("a count").parse().expect("a number");
            let text = unescape(words.next().expect("a text"));
            site.write(path, text.repeat(count));
        }
        "mkdir" => fs::create_dir_all(site.root().join(rest)).expect("folders can be made"),
        other => panic!("no case says `{other}`"),
    }
}

#[cfg(unix)]
fn symlink(target: &str, link: &Path) {
    std::os::unix::fs::symlink(target, link).expect("links can be made");
}

#[cfg(not(unix))]
fn symlink(_: &str, link: &Path) {
    panic!("{}: a case with a symbolic link needs a name that begins with `unix-`", link.display());
}

/// `\t`, `\r`, `\n`, `\0`, `\\`, `\xHH`, `\u{HEX}`, and a backslash at the end of a line that
/// joins it to the next.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend(rest[..at].bytes());
        rest = &rest[at + 1..];
        let escape = rest.chars().next().unwrap_or('\\');
        rest = &rest[escape.len_utf8().min(rest.len())..];
        match escape {
            't' => bytes.push(b'\t'),
            'r' => bytes.push(b'\r'),
            'n' => bytes.push(b'\n'),
            '0' => bytes.push(0),
            '\n' => {}
            'x' => {
                bytes.push(u8::from_str_radix(&rest[..2], 16).expect("two hexadecimal digits"));
                rest = &rest[2..];
            }
            'u' => {
                let end = rest.find('}').expect("a closing brace");
                let number = u32::from_str_radix(&rest[1..end], 16).expect("hexadecimal digits");
                let c = char::from_u32(number).expect("a character");
                bytes.extend(c.to_string().bytes());
                rest = &rest[end + 1..];
            }
            other => bytes.extend(other.to_string().bytes()),
        }
    }
    bytes.extend(rest.bytes());
    bytes
}
