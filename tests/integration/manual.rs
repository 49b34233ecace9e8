//! The tables of the manual say of every key what `fieldguide explain` says.
//!
//! `FIELDGUIDE_BLESS=1 cargo test manual` writes them; links in a row stay as long as its words do.

use std::collections::BTreeMap;
use std::fs;

use super::support::{Site, repository};

/// What a table of keys begins with.
const HEADER: &str = "| Key | Type | Default | What it is |";

#[test]
fn the_manual_says_of_every_setting_what_the_program_does() {
    holds_rows("docs/content/reference/configuration.md", &rows("settings"));
}

#[test]
fn the_manual_says_of_every_key_of_pages_what_the_program_does() {
    holds_rows("docs/content/guide/front-matter.md", &rows("pages"));
}

#[test]
fn the_manual_names_every_component_and_its_arguments() {
    let manual = read("docs/content/guide/components.md");
    let table = manual.split_once("## All components").expect("the table is there").1;
    for name in names("components") {
        let (component, argument) = name.split_once('.').unwrap_or((&name, &name));
        let row = table.lines().find(|row| row.contains(&format!("`{component}`")));
        let row = row.unwrap_or_else(|| panic!("no row for `{component}`"));
        assert!(row.contains(&format!("`{argument}`")), "`{name}`: {row}");
    }
}

/// A key, and its row in the manual.
type Row = (String, String);

/// The rows of a list of `explain`, in its order.
fn rows(list: &str) -> Vec<Row> {
    let site = Site::new();
    let mut rows = Vec::new();
    let mut names = names(list);
    // A key that is declared for several variants is explained once, for all of them.
    names.dedup();
    for name in names {
        let explained = site.run(&["explain", &name]).fine().out;
        let mut lines = explained.lines();
        while let Some(head) = lines.next() {
            if begins(head, &name, list) {
                let mut texts = lines.by_ref().filter(|line| !line.is_empty());
                let help = texts.next().expect("a sentence").to_owned();
                let kind = fact(texts.next(), "Type: ");
                let default = fact(texts.next(), "Default: ");
                rows.push((name.clone(), format!("| `{name}` | {kind} | {default} | {help} |")));
            }
        }
    }
    rows
}

/// Whether a line begins the explanation of a key of that list, and not of another of the same name.
fn begins(line: &str, name: &str, list: &str) -> bool {
    let place = if list == "pages" { "in front matter" } else { "in fieldguide.yaml" };
    line == format!("{name} ({place})")
}

fn fact(line: Option<&str>, name: &str) -> String {
    line.and_then(|line| line.strip_prefix(name)).expect("a fact of that name").to_owned()
}

fn names(list: &str) -> Vec<String> {
    let listed = Site::new().run(&["explain", list]).fine().out;
    let names: Vec<String> =
        listed.lines().map(|line| line.split(' ').next().expect("a name").to_owned()).collect();
    assert!(names.len() > 10, "{listed}");
    names
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).expect("it is there")
}

/// Whether the tables of a page hold these rows and no others.
fn holds_rows(path: &str, rows: &[Row]) {
    let manual = read(path);
    let wanted = with_rows(&manual, rows);
    if std::env::var_os("FIELDGUIDE_BLESS").is_some() {
        fs::write(repository().join(path), &wanted).expect("it can be written");
        return;
    }
    for (line, wanted) in manual.lines().zip(wanted.lines()) {
        assert_eq!(line, wanted, "{path}: bless it (see CONTRIBUTING), and read the difference");
    }
    assert_eq!(manual.len(), wanted.len(), "{path}");
}

/// The page with these rows in place of those of its tables of keys. A row that is missing follows the one before it.
fn with_rows(manual: &str, rows: &[Row]) -> String {
    let mut at_key: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut last: Option<&str> = None;
    for (name, row) in rows {
        // The rows of what has none of its own belong to the key before.
        let own = manual.lines().any(|line| key_of(line) == Some(name));
        let key = if own { name.as_str() } else { last.expect("the first key has a row") };
        at_key.entry(key).or_default().push(row);
        last = Some(key);
    }
    let mut lines = Vec::new();
    let mut in_table = false;
    for line in manual.lines() {
        in_table = line == HEADER || (in_table && line.starts_with('|'));
        match key_of(line).filter(|_| in_table) {
            // All rows of a key stand where its first one did.
            Some(key) => {
                let rows = at_key.remove(key).unwrap_or_default();
                lines.extend(rows.into_iter().map(|row| with_links(row, manual)));
            }
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

/// A row with the links that the page has in it.
fn with_links(row: &str, manual: &str) -> String {
    manual.lines().find(|line| without_links(line) == row).unwrap_or(row).to_owned()
}

/// The key in the first cell of a row.
fn key_of(line: &str) -> Option<&str> {
    line.strip_prefix("| `")?.split_once("` |").map(|(key, _)| key)
}

/// A line with the words of its links alone.
fn without_links(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let (start, words) = before.rsplit_once('[').unwrap_or((before, ""));
        plain.push_str(start);
        plain.push_str(words);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain + rest
}
