//! Converted documents as a project of ours.

use super::address::TakenAddresses;
use super::front_matter::quoted;
use super::losses::ConvertedMarks;
use super::report::{ImportReport, ReportedLoss};
use super::settings::ImportedSettings;
use super::{ImportedContent, ImportedFile, ImportedProject};
use crate::config::UrlStyle;
use crate::convert::{
    Conversion, ConvertedContent, ConvertedPage, ForeignKind, Loss, LossPlace, PlainValue,
};
use crate::site::{ContentPath, Slug, UrlPath};

/// Makes a project of converted documents. `title` is that of the site.
pub(crate) fn from_documents(
    converted: Conversion,
    kind: ForeignKind,
    title: &str,
) -> ImportedProject {
    let Conversion { pages, files, settings, losses } = converted;
    let aliases = aliases(&pages);
    let report = ImportReport {
        kind: kind.name().to_owned(),
        by: None,
        pages: pages.len(),
        aliases: aliases.iter().flatten().count(),
        errors: 0,
        losses: losses.into_iter().map(reported).collect(),
        converted: ConvertedMarks::default(),
    };
    let pages = pages.into_iter().zip(&aliases).map(|(page, alias)| ImportedFile {
        path: ContentPath::new(page.path.as_str()),
        content: ImportedContent::Text(text(page, alias.as_deref())),
    });
    let files = files.into_iter().map(|file| ImportedFile {
        path: ContentPath::new(file.path),
        content: match file.content {
            ConvertedContent::CopyOf(source) => ImportedContent::CopyOf(source),
            ConvertedContent::Bytes(bytes) => ImportedContent::Bytes(bytes),
        },
    });
    let mut files: Vec<ImportedFile> = pages.chain(files).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut lines = String::new();
    if settings.iter().all(|(key, _)| key != "title") {
        lines += &format!("title: {}\n", words(title));
    }
    for (key, value) in &settings {
        lines += &entry(key, value, 0);
    }
    ImportedProject { settings: ImportedSettings::of_lines(lines), files, report }
}

/// The old address of each page, where it is not that of a page here.
fn aliases(pages: &[ConvertedPage]) -> Vec<Option<String>> {
    let mut taken = TakenAddresses::new(pages.iter().map(|page| address(page).output()));
    let aliases =
        pages.iter().map(|page| page.old_address.clone().filter(|address| taken.take(address)));
    aliases.collect()
}

/// The address that a page has here.
fn address(page: &ConvertedPage) -> UrlPath {
    let path = ContentPath::new(page.path.as_str());
    let slug = (path.stem() != "index").then(|| Slug::new(path.stem()));
    UrlPath::of_page(path.folder(), slug.as_ref(), UrlStyle::Files)
}

/// The file of a page.
fn text(page: ConvertedPage, alias: Option<&str>) -> String {
    let mut keys = format!("title: {}\n", words(&page.title));
    for (key, value) in &page.front_matter {
        keys += &entry(key, value, 0);
    }
    if let Some(alias) = alias {
        keys += &format!("aliases:\n  - {}\n", quoted(alias));
    }
    let break_before = if page.text.is_empty() { "" } else { "\n" };
    format!("---\n{keys}---\n{break_before}{}", page.text)
}

/// A key with its value, as lines of YAML.
fn entry(key: &str, value: &PlainValue, depth: usize) -> String {
    let margin = "  ".repeat(depth);
    let key = words(key);
    match value {
        PlainValue::Text(text) => format!("{margin}{key}: {}\n", words(text)),
        PlainValue::Literal(text) => format!("{margin}{key}: {text}\n"),
        PlainValue::List(items) if items.is_empty() => format!("{margin}{key}: []\n"),
        PlainValue::List(items) => {
            let items: String = items.iter().map(|one| item(one, depth + 1)).collect();
            format!("{margin}{key}:\n{items}")
        }
        PlainValue::Block(entries) if entries.is_empty() => format!("{margin}{key}: {{}}\n"),
        PlainValue::Block(entries) => {
            let entries: String =
                entries.iter().map(|(key, value)| entry(key, value, depth + 1)).collect();
            format!("{margin}{key}:\n{entries}")
        }
    }
}

/// An item of a list, as lines of YAML.
fn item(value: &PlainValue, depth: usize) -> String {
    let margin = "  ".repeat(depth);
    match value {
        PlainValue::Text(text) => format!("{margin}- {}\n", words(text)),
        PlainValue::Literal(text) => format!("{margin}- {text}\n"),
        PlainValue::List(items) => {
            let items: String = items.iter().map(|one| item(one, depth + 1)).collect();
            format!("{margin}-\n{items}")
        }
        PlainValue::Block(entries) => {
            let lines: String =
                entries.iter().map(|(key, value)| entry(key, value, depth + 1)).collect();
            // The first key stands behind the hyphen.
            let lines = lines.get(margin.len() + 2..).unwrap_or_default();
            format!("{margin}- {lines}")
        }
    }
}

/// Words as YAML takes them for text: without marks where nothing else can be meant.
fn words(text: &str) -> String {
    const TAKEN: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let is_plain = text.starts_with(char::is_alphabetic)
        && text.ends_with(|c: char| c.is_alphanumeric() || ".!?)".contains(c))
        && text.chars().all(|c| c.is_alphanumeric() || " -_.,'’()/!?+&".contains(c))
        && !TAKEN.contains(&text.to_lowercase().as_str());
    if is_plain { text.to_owned() } else { quoted(text) }
}

fn reported(loss: Loss) -> ReportedLoss {
    let line = match loss.place {
        Some(LossPlace::Line(line)) => Some(line),
        _ => None,
    };
    // Other places have no number that an editor knows.
    let file = match &loss.place {
        Some(place) if line.is_none() => format!("{}, {place}", loss.source),
        _ => loss.source,
    };
    ReportedLoss { kind: loss.kind, file, line, column: None, words: loss.words, rule: loss.rule }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_yaml_reads_them() {
        let text = |text: &str| PlainValue::Text(text.to_owned());
        let block = PlainValue::Block(vec![
            ("name".to_owned(), text("Ann: b")),
            (
                "days".to_owned(),
                PlainValue::List(vec![PlainValue::Literal("2027-01-02".to_owned()), text("no")]),
            ),
        ]);
        let list = PlainValue::List(vec![block, text("Plain words.")]);
        let expected = "people:\n  - name: \"Ann: b\"\n    days:\n      - 2027-01-02\n      - \"no\"\n  - Plain words.\n";
        assert_eq!(entry("people", &list, 0), expected);
    }
}
