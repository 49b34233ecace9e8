//! The rules of the house: who may import whom, where each outside crate lives, what every
//! kind of problem needs, and where colours stand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::support::repository;

/// A module may use those of lower rank; modules of equal rank do not know each other.
const RANKS: &[(&str, u32)] = &[
    ("arena", 0),
    ("memo", 0),
    ("files", 1),
    ("source", 1),
    ("nearest", 1),
    ("nesting", 1),
    ("percent", 1),
    ("language", 1),
    ("diagnostic", 2),
    ("markdown", 3),
    ("yaml", 3),
    ("csl", 3),
    ("config", 4),
    ("cache", 5),
    ("document", 5),
    ("site", 6),
    ("convert", 7),
    ("dialect", 7),
    ("theme", 7),
    ("external", 8),
    ("read", 8),
    ("parse", 8),
    ("link", 8),
    ("check", 8),
    ("render", 8),
    ("index", 8),
    ("write", 8),
    ("pipeline", 9),
    ("search", 9),
    ("serve", 10),
    ("import", 10),
    ("package", 10),
    ("command", 11),
    ("cli", 12),
    ("lib", 13),
    ("main", 14),
];

/// Every outside crate, and where it may be named: in files whose paths begin so.
const HOMES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["src/diagnostic/report/human.rs"]),
    ("base64", &["src/index/publish/"]),
    ("biblatex", &["src/csl/work.rs", "src/parse/references/bibtex/"]),
    ("clap", &["src/cli.rs"]),
    ("clap_complete", &["src/cli.rs"]),
    ("csv_core", &["src/convert/csv/rows.rs", "src/parse/data/csv.rs"]),
    ("emojis", &["src/dialect/signs.rs"]),
    ("encoding_rs", &["src/convert/encoding.rs"]),
    ("frostem", &["src/language/"]),
    ("hayagriva", &["src/csl/"]),
    ("html5ever", &["src/convert/html/dom.rs"]),
    ("html5gum", &["src/document/html/tokens.rs"]),
    ("httparse", &["src/serve/http/request.rs"]),
    ("icu_collator", &["src/language/conventions.rs"]),
    ("icu_datetime", &["src/language/conventions.rs"]),
    ("icu_decimal", &["src/language/conventions.rs"]),
    ("icu_locale", &["src/language/conventions.rs"]),
    ("icu_plurals", &["src/language/conventions.rs"]),
    // The other crates of ICU need a feature of it.
    ("icu_provider", &[]),
    ("imagesize", &["src/read/picture/mod.rs"]),
    (
        "jiff",
        &[
            "src/import/",
            "src/check/review.rs",
            "src/cli.rs",
            "src/command/mod.rs",
            "src/command/package.rs",
            "src/config/",
            "src/convert/csv/dates.rs",
            "src/external/",
            "src/package/",
            "src/parse/",
            "src/render/",
            "src/site/page.rs",
            "src/theme/templates.rs",
        ],
    ),
    (
        "libdeflater",
        &["src/convert/word/package.rs", "src/index/publish/", "src/package/archive.rs"],
    ),
    ("mimalloc", &["src/main.rs"]),
    ("notify", &["src/serve/watch.rs"]),
    ("palette", &["src/theme/brand.rs"]),
    ("postcard", &["src/parse/texts.rs", "src/index/store/"]),
    ("pulldown_cmark", &["src/markdown/", "src/document/"]),
    ("pulldown_latex", &["src/markdown/math.rs"]),
    ("quick_xml", &["src/convert/word/package.rs", "src/csl/"]),
    (
        "rawzip",
        &["src/convert/word/package.rs", "src/convert/word/tests.rs", "src/package/archive.rs"],
    ),
    (
        "rayon",
        &[
            "src/import/",
            "src/check/",
            "src/command/",
            "src/convert/word/mod.rs",
            "src/csl/bibliography.rs",
            "src/diagnostic/report/",
            "src/index/",
            "src/link/",
            "src/package/",
            "src/parse/locale_sites.rs",
            "src/parse/mod.rs",
            "src/pipeline.rs",
            "src/read/mod.rs",
            "src/render/",
            "src/serve/published.rs",
            "src/site/related.rs",
            "src/write/",
        ],
    ),
    ("rustix", &["src/files/", "src/write/", "src/serve/http/connections.rs"]),
    (
        "serde",
        &[
            "src/arena.rs",
            "src/command/",
            "src/config/schema.rs",
            "src/csl/",
            "src/document/",
            "src/external/",
            "src/index/",
            "src/memo/mod.rs",
            "src/parse/body/",
            "src/render/",
            "src/search/",
            "src/serve/",
            "src/site/",
            "src/source/",
            "src/theme/templates.rs",
            "src/write/build_manifest.rs",
            "src/yaml/",
        ],
    ),
    (
        "serde_json",
        &[
            "src/import/",
            "src/command/",
            "src/convert/word/",
            "src/csl/",
            "src/diagnostic/report/",
            "src/external/cache.rs",
            "src/index/",
            "src/language/tokens.rs",
            "src/language/twin.rs",
            "src/render/",
            "src/serve/server.rs",
            "src/write/build_manifest.rs",
            "src/yaml/mod.rs",
        ],
    ),
    ("ring", &["src/package/"]),
    ("rustls", &["src/external/tests.rs"]),
    ("serde_yaml", &["src/yaml/"]),
    ("strsim", &["src/nearest.rs"]),
    ("syntect", &["src/render/highlight.rs", "src/render/lines.rs"]),
    ("tantivy", &["src/index/store/"]),
    ("tera", &["src/theme/templates.rs"]),
    ("tiny_http", &["src/serve/http/"]),
    ("toml", &["src/dialect/front_matter.rs"]),
    ("unicode_normalization", &["src/language/"]),
    ("unicode_properties", &["src/document/anchor.rs", "src/language/tokens.rs"]),
    ("ureq", &["src/external/request.rs"]),
    (
        "walkdir",
        &[
            "src/command/import/kind.rs",
            "src/convert/folder.rs",
            "src/read/",
            "src/write/",
            "src/theme/builtin.rs",
        ],
    ),
    (
        "xxhash_rust",
        &["src/theme/mod.rs", "src/index/", "src/memo/mod.rs", "src/parse/term_vector.rs"],
    ),
];

/// Path from the repository and text of every source file.
fn sources() -> BTreeMap<String, String> {
    files("src", "rs")
}

fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let walk = walkdir::WalkDir::new(repository().join(folder)).into_iter();
    let paths = walk.map(|entry| entry.expect("it can be read").into_path());
    let paths = paths.filter(|path| path.extension().is_some_and(|found| found == ending));
    let named = paths.map(|path| {
        let name = path.strip_prefix(repository()).expect("it lies inside");
        let text = fs::read_to_string(&path).expect("sources are UTF-8");
        (name.to_string_lossy().replace('\\', "/"), text)
    });
    named.collect()
}

fn module_of(path: &str) -> &str {
    let inner = path.strip_prefix("src/").expect("a source file");
    inner.split(['/', '.']).next().expect("a name")
}

fn rank(module: &str) -> u32 {
    let found = RANKS.iter().find(|(name, _)| *name == module);
    found.unwrap_or_else(|| panic!("`{module}` is not in the table of modules")).1
}

/// The modules that a file names as `crate::…`.
fn imports(text: &str) -> Vec<&str> {
    assert!(!text.contains("use crate::{"), "imports of several modules stand on several lines");
    let names = text.split("crate::").skip(1);
    let name_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    names
        .map(|rest| rest.split(name_end).next().unwrap_or_default())
        .filter(|n| !n.is_empty())
        .collect()
}

#[test]
fn no_module_imports_one_of_its_rank_or_above() {
    for (path, text) in sources() {
        let own = module_of(&path);
        for import in imports(&text) {
            let is_down = import == own || rank(import) < rank(own);
            assert!(is_down, "{path}: `{own}` may not use `{import}`");
        }
    }
}

/// The outside crates of the program, as its source names them.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).expect("it is there");
    let mut names = BTreeSet::new();
    let mut in_table = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            assert!(!line.contains("dependencies."), "a dependency is a line of its table: {line}");
            // Those of some systems only have a table with a longer name.
            in_table = line.ends_with("dependencies]");
            continue;
        }
        let is_entry = in_table && line.starts_with(|c: char| c.is_ascii_alphanumeric());
        if let (true, Some((name, _))) = (is_entry, line.split_once(['=', '.'])) {
            names.insert(name.trim().replace('-', "_"));
        }
    }
    names
}

/// Whether a text names a crate, and not something that ends like it.
fn names_crate(text: &str, name: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let path = format!("{name}::");
    text.match_indices(&path).any(|(at, _)| !text[..at].ends_with(is_of_name))
}

#[test]
fn every_outside_crate_has_a_row_and_every_row_is_of_one() {
    let rows: BTreeSet<String> = HOMES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(rows.len(), HOMES.len(), "each has one row");
    let dependencies = dependencies();
    let without: Vec<&String> = dependencies.difference(&rows).collect();
    assert!(without.is_empty(), "not in the table of homes: {without:?}");
    let gone: Vec<&String> = rows.difference(&dependencies).collect();
    assert!(gone.is_empty(), "no dependency any more: {gone:?}");
}

#[test]
fn an_outside_crate_is_named_only_at_home() {
    let sources = sources();
    for (name, homes) in HOMES {
        let naming = sources.iter().filter(|(_, text)| names_crate(text, name));
        let naming: Vec<&String> = naming.map(|(path, _)| path).collect();
        for path in &naming {
            let at_home = homes.iter().any(|home| path.starts_with(home));
            assert!(at_home, "{path} names `{name}`");
        }
        for home in *homes {
            let lives_there = naming.iter().any(|path| path.starts_with(home));
            assert!(lives_there, "nothing in {home} names `{name}`");
        }
    }
}

#[test]
fn a_position_is_no_plain_number() {
    for (path, text) in sources() {
        for line in text.lines().filter(|line| line.contains("type ")) {
            let is_plain = ["Id = usize", "Id = u32"].iter().any(|alias| line.contains(alias));
            assert!(!is_plain, "{path}: {line}: use `arena::Id`");
        }
    }
}

/// The name of a type that a line defines outside of any block.
fn defined_type(line: &str) -> Option<&str> {
    let item = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.trim_start(),
        None => line,
    };
    let name =
        ["struct ", "enum ", "type ", "trait "].iter().find_map(|kind| item.strip_prefix(kind))?;
    name.split(|letter: char| !letter.is_alphanumeric()).next()
}

#[test]
fn a_type_name_is_defined_once() {
    let sources = sources();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, text) in &sources {
        for name in text.lines().filter_map(defined_type) {
            let first = known.insert(name, path);
            assert!(
                first.is_none(),
                "{path}: `{name}` is defined in {} too",
                first.unwrap_or_default()
            );
        }
    }
    assert!(known.len() > 300, "only {} types were found", known.len());
}

#[test]
fn only_the_ends_touch_the_file_system() {
    let ends = [
        "src/files/",
        "src/cache.rs",
        "src/convert/folder.rs",
        "src/convert/word/pandoc.rs",
        "src/read/",
        "src/write/",
        "src/index/",
        "src/external/",
        "src/command/",
        "src/serve/",
        "src/cli.rs",
    ];
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.ends_with("/tests.rs")) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let touches =
            code.contains("std::fs") || code.contains("std::env") || code.contains("Instant");
        assert!(!touches || ends.iter().any(|end| path.starts_with(end)), "{path}");
    }
}

#[test]
fn every_kind_of_problem_has_a_test_that_names_it() {
    let catalogue =
        fs::read_to_string(repository().join("src/diagnostic/code.rs")).expect("it is there");
    let mut tests = String::new();
    for (path, text) in files("tests", "txt").into_iter().chain(files("tests", "rs")) {
        if !path.ends_with("tidy.rs") {
            tests.push_str(&text);
        }
    }
    let mut count = 0;
    for entry in catalogue.split("    entry(\n").skip(1) {
        let name = entry.split('"').nth(1).expect("every entry has a name");
        assert!(tests.contains(&format!("[{name}]")), "no test expects `{name}`");
        count += 1;
    }
    assert!(count > 40, "the catalogue was not found");
}

#[test]
fn colours_stand_in_the_tokens_only() {
    for (path, text) in files("themes/default/static/css", "css") {
        if path.ends_with("tokens.css") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let place = format!("{path}:{}", number + 1);
            let hexadecimal = line.split('#').skip(1).any(|rest| {
                let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
                let ends = rest[digits..].starts_with([';', ' ', ',', ')']);
                matches!(digits, 3 | 4 | 6 | 8) && ends
            });
            assert!(!hexadecimal, "{place}: {line}");
            for function in ["rgb(", "rgba(", "hsl(", "oklch("] {
                assert!(!line.contains(function), "{place}: {line}");
            }
        }
    }
}

/// Path and text of every script of the theme, the benchmarks and the tests.
fn scripts() -> BTreeMap<String, String> {
    let folders = [("themes", "js"), ("benches", "mjs")].into_iter();
    let tests = ["browser", "schema", "search"].map(|folder| format!("tests/{folder}"));
    let mut scripts: BTreeMap<String, String> =
        folders.flat_map(|(folder, ending)| files(folder, ending)).collect();
    scripts.extend(tests.iter().flat_map(|folder| files(folder, "mjs")));
    scripts
}

/// Whether a line gives a name to a function that goes on below it: `const name = (…) => {`.
fn begins_named_arrow(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("export ");
    let Some((_, value)) = line.strip_prefix("const ").and_then(|rest| rest.split_once(" = "))
    else {
        return false;
    };
    let value = value.trim_start_matches("async ");
    let after = match value.strip_prefix('(') {
        Some(parameters) => after_parenthesis(parameters),
        None => value.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_'),
    };
    after.starts_with(" =>") && !line.ends_with(';')
}

/// What follows the parenthesis that closes one before this text.
fn after_parenthesis(text: &str) -> &str {
    let mut open = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

#[test]
fn a_function_of_several_lines_in_a_script_is_declared() {
    assert!(begins_named_arrow("  const show = async (/** @type {(a: string) => b} */ c) => {"));
    assert!(begins_named_arrow("export const show = it =>"));
    assert!(!begins_named_arrow("const show = (a) => a;"));
    assert!(!begins_named_arrow("const shown = (await all()).map((a) => {"));
    for (path, text) in scripts() {
        for line in text.lines() {
            assert!(!begins_named_arrow(line), "{path}: {line}: write `function`");
        }
    }
}

#[test]
fn a_type_name_in_the_scripts_of_the_theme_is_defined_once() {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in files("themes", "js") {
        for comment in text.split("@typedef").skip(1) {
            let comment = comment.split("*/").next().unwrap_or_default();
            let (_, name) = comment.rsplit_once('}').expect("a type stands before its name");
            let name = name.split_whitespace().next().expect("a type has a name").to_owned();
            if let Some(other) = known.insert(name.clone(), path.clone()) {
                panic!("{path} and {other} define `{name}`");
            }
        }
    }
    assert!(known.len() > 10, "only {} types were found", known.len());
}

#[test]
fn nothing_in_the_source_knows_the_domain() {
    for (path, text) in sources() {
        let text = text.to_lowercase();
        for word in ["barrier", "strateg", "peer support", "peer-support"] {
            assert!(!text.contains(word), "{path} says `{word}`");
        }
    }
}

#[test]
fn the_lock_file_and_the_manual_are_there() {
    for path in
        ["Cargo.lock", "README.md", "CHANGELOG.md", "LICENSE", "docs/fieldguide.yaml", ".ci/run"]
    {
        assert!(Path::new(repository()).join(path).exists(), "{path}");
    }
}

/// The files and folders that a text names as code: paths that end in `.rs` or with a slash.
fn named_paths(text: &str) -> Vec<&str> {
    let spans = text.split('`').skip(1).step_by(2);
    let is_path = |span: &&str| span.ends_with(".rs") || span.ends_with('/');
    spans.filter(is_path).filter(|span| !span.contains([' ', '*', '=', '\n'])).collect()
}

#[test]
fn what_contributors_read_names_files_that_are_there() {
    let mut texts = files("docs/content/contributing", "md");
    let contributing = fs::read_to_string(repository().join("CONTRIBUTING.md"));
    texts.insert("CONTRIBUTING.md".to_owned(), contributing.expect("it is there"));
    let mut count = 0;
    for (page, text) in &texts {
        for named in named_paths(text) {
            let is_there = ["", "src", "tests/integration"]
                .iter()
                .any(|folder| repository().join(folder).join(named).exists());
            assert!(is_there, "{page}: there is no `{named}`");
            count += 1;
        }
    }
    assert!(count > 40, "only {count} paths were found");
}

#[test]
fn the_manual_has_the_table_of_modules() {
    let manual = fs::read_to_string(repository().join("docs/content/contributing/architecture.md"));
    let manual = manual.expect("it is there");
    let ranks: BTreeSet<u32> = RANKS.iter().map(|(_, rank)| *rank).collect();
    for rank in ranks {
        let start = format!("| {rank} | ");
        let row = manual.lines().find_map(|line| line.strip_prefix(&start));
        let row = row.unwrap_or_else(|| panic!("the manual lacks rank {rank}"));
        let named: BTreeSet<&str> = row.split('`').skip(1).step_by(2).collect();
        let modules = RANKS.iter().filter(|(_, of)| *of == rank).map(|(module, _)| *module);
        assert_eq!(named, modules.collect(), "rank {rank}");
    }
}

#[test]
fn the_manual_names_everything_that_templates_see() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).expect("it is there");
    let templates = read("docs/content/guide/templates.md");
    for line in read("src/render/view.rs").lines() {
        let Some(field) = line.trim().strip_prefix("pub(super) ") else { continue };
        let Some((name, _)) = field.split_once(": ") else { continue };
        assert!(templates.contains(name), "templates.md does not name `{name}`");
    }
}
