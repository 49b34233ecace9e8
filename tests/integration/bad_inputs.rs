//! The table of bad and odd inputs in `tests/bad-inputs`; its README tells the format.
//!
//! `FIELDGUIDE_BLESS=1 cargo test bad_inputs` writes down what the program says now; read the
//! difference before you commit it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::support::{Ran, Site, program, repository};

/// No input may keep the program busy longer than this. Far above what any of them takes: it
/// tells a loop from slowness.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Case {
    arguments: Vec<String>,
    expected_code: i32,
    expected: Vec<String>,
}

#[test]
fn every_bad_input_is_told_as_expected() {
    let mut failures = Vec::new();
    let mut cases = 0;
    let folder = repository().join("tests/bad-inputs");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the table is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    for path in paths {
        cases += 1;
        if let Err(difference) = run(&path) {
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            failures.push(format!("== {name}\n{difference}"));
        }
    }
    assert!(cases >= 60, "the table has {cases} cases");
    assert!(failures.is_empty(), "{} of {cases} differ:\n{}", failures.len(), failures.join("\n"));
}

fn run(path: &Path) -> Result<(), String> {
    let text = fs::read_to_string(path).expect("cases are UTF-8");
    let site = Site::new();
    let case = lay_out(&text, &site);
    let mut arguments = case.arguments.clone();
    if arguments.is_empty() {
        arguments.push("check".to_owned());
    }
    arguments.extend(["--format", "short", "--quiet"].map(str::to_owned));
    let began = std::time::Instant::now();
    let output = program().current_dir(site.root()).args(&arguments).output().expect("it starts");
    let ran = Ran::of(output);
    if began.elapsed() > PATIENCE {
        return Err(format!("took {} s", began.elapsed().as_secs()));
    }
    let root = site.root().to_string_lossy().into_owned();
    let err = ran.err.replace(&root, "{root}");
    let told: Vec<&str> = err.lines().collect();
    if ran.code == case.expected_code && told == case.expected {
        return Ok(());
    }
    if std::env::var_os("FIELDGUIDE_BLESS").is_some() {
        let kept = text.lines().filter(|line| !line.starts_with("//= "));
        let said = told.iter().map(|line| format!("//= {line}"));
        let lines: Vec<String> =
            kept.map(str::to_owned).chain([format!("//= exit {}", ran.code)]).chain(said).collect();
        fs::write(path, lines.join("\n") + "\n").expect("cases can be written");
        return Ok(());
    }
    Err(format!(
        "expected exit {}:\n  {}\ngot exit {}:\n  {}",
        case.expected_code,
        case.expected.join("\n  "),
        ran.code,
        told.join("\n  ")
    ))
}

/// Writes the files of a case; returns what it expects.
fn lay_out(text: &str, site: &Site) -> Case {
    let mut case = Case::default();
    let mut file: Option<(String, bool, String)> = None;
    let finish = |file: Option<(String, bool, String)>| {
        if let Some((path, escaped, text)) = file {
            let bytes = if escaped { unescape(&text) } else { text.into_bytes() };
            site.write(&path, bytes);
        }
    };
    for line in text.split_inclusive('\n') {
        let directive = line.trim_end_matches('\n');
        if let Some(header) = directive.strip_prefix("//- ") {
            finish(file.take());
            let (path, escaped) = match header.strip_suffix(" escaped") {
                Some(path) => (path, true),
                None => (header, false),
            };
            file = Some((path.to_owned(), escaped, String::new()));
        } else if let Some(order) = directive.strip_prefix("//> ") {
            finish(file.take());
            obey(order, site, &mut case);
        } else if let Some(expected) = directive.strip_prefix("//= ") {
            finish(file.take());
            match expected.strip_prefix("exit ") {
                Some(code) => case.expected_code = code.parse().expect("a number"),
                None => case.expected.push(expected.to_owned()),
            }
        } else if let Some((_, _, text)) = &mut file {
            text.push_str(line);
        }
    }
    finish(file);
    case
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
            std::os::unix::fs::symlink(target, link).expect("links can be made");
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

/// The showcase, its lines swapped, doubled, cut and lost: whatever an editor's slip can make of
/// real pages.
#[test]
fn no_damage_to_real_pages_makes_the_program_panic() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = move |limit: usize| {
        // xorshift (Marsaglia 2003): the same numbers in every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % limit.max(1) as u64).expect("it is below the limit")
    };
    for round in 0..6 {
        let site = Site::new();
        for (path, bytes) in super::support::tree(&repository().join("content")) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let is_text = path.ends_with(".md") || path.ends_with(".yaml");
            let damaged = if is_text { damage(&text, &mut below) } else { text };
            site.write(&format!("content/{path}"), damaged);
        }
        let settings =
            fs::read_to_string(repository().join("fieldguide.yaml")).expect("it is there");
        // In every second round the settings too.
        let settings = if round % 2 == 0 { settings } else { damage(&settings, &mut below) };
        site.write("fieldguide.yaml", settings);
        let ran = site.run(&["check", "--color", "never"]);
        assert!(ran.code == 1, "exit {}: {}", ran.code, ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        let short = site.run(&["check", "--format", "short", "--quiet"]).err;
        for line in short.lines() {
            assert!(line.contains("error[") || line.contains("warning["), "{line}");
        }
    }
}

fn damage(text: &str, below: &mut impl FnMut(usize) -> usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..3 {
        let (one, other) = (below(lines.len()), below(lines.len()));
        match below(6) {
            0 => lines.swap(one, other),
            1 => drop(lines.remove(one)),
            2 => lines.insert(other, lines[one].clone()),
            3 => lines[one] = lines[one].chars().take(below(20)).collect(),
            4 => lines[one].insert(0, ['\t', ' ', '"', '[', '-', '#'][below(6)]),
            _ => lines[one] = lines[one].replace(['"', ']', ')', ':'], ""),
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\n")
}
