//! What directives mean whose text says nothing of it: boxes, pictures, tables, links.

use super::super::callout::{self, Folding};
use super::super::code::fenced;
use super::super::edits::literal;
use super::directive::MystDirective;
use super::labels::{id, term_label, terms};

/// What a directive becomes.
pub(super) enum DirectiveMeaning {
    /// Lines before its text and behind it. The words behind its name are part of these.
    Around(String, String),
    /// The same, with the words behind its name as the beginning of the text.
    AroundWords(String, String),
    /// Lines in the place of all of it.
    Lines(String),
    /// Lines in the place of all of it that are in the same dialect.
    Translated(String),
    /// Lines in the place of all of it, and a report.
    Told(String),
    /// A box around its text, and a report.
    Unknown,
}

use DirectiveMeaning::{Around, AroundWords, Lines, Told, Unknown};

/// Directives that say how or where something is shown.
const LAYOUTS: [&str; 18] = [
    "grid",
    "grid-item",
    "panels",
    "card-carousel",
    "div",
    "container",
    "only",
    "ifconfig",
    "rst-class",
    "class",
    "compound",
    "line-block",
    "header",
    "footer",
    "cssclass",
    "role",
    "default-role",
    "figure-md",
];

/// The meaning of a directive with a text, by its name.
pub(super) fn of(own: &MystDirective<'_>, text: &str) -> DirectiveMeaning {
    match own.name {
        "admonition" | "topic" | "sidebar" | "margin" | "aside" => admonition(own),
        "seealso" => AroundWords("::: note See also".to_owned(), ":::".to_owned()),
        "versionadded" | "versionchanged" | "deprecated" => version(own),
        "dropdown" | "toggle" | "details" | "solution" => {
            component(&callout::opening(own.name, own.argument, Folding::Folds))
        }
        "code-tab" => code_tab(own, text),
        "image" => Lines(picture(own)),
        "figure" => figure(own, text),
        "code-cell" => cell(own, text),
        "code" | "code-block" | "sourcecode" | "prompt" | "parsed-literal" | "doctest"
        | "testcode" => Lines(caption(own) + &fenced(text, own.argument)),
        "mermaid" | "graphviz" | "plantuml" => Lines(caption(own) + &fenced(text, own.name)),
        "tableofcontents" | "contents" | "index" | "meta" | "highlight" | "currentmodule" => {
            Lines(String::new())
        }
        "glossary" => DirectiveMeaning::Translated(glossary(text)),
        "table" => table(own),
        "list-table" => list_table(own, text),
        "youtube" | "vimeo" | "video" | "iframe" | "audio" => embedded(own),
        "raw" => raw(own, text),
        "eval-rst" => Told(fenced(text, "rst")),
        "exercise" | "theorem" | "proof" => statement(own),
        name if name.starts_with("prf:") => statement(own),
        name if LAYOUTS.contains(&name) => Around(String::new(), String::new()),
        name if callout::is_kind(name) => {
            let opening = callout::opening(name, "", folding(own));
            AroundWords(format!("::: {opening}"), ":::".to_owned())
        }
        _ => Unknown,
    }
}

pub(super) fn anchor(label: &str) -> String {
    format!("<span id=\"{}\"></span>\n\n", id(label))
}

/// A title in bold above a block.
pub(super) fn caption(own: &MystDirective<'_>) -> String {
    let caption = own.option(&["caption"]).map(|words| format!("**{}**\n\n", literal(words)));
    caption.unwrap_or_default()
}

pub(super) fn without_braces(words: &str) -> String {
    words.replace('{', "(").replace('}', ")")
}

fn component(opening: &str) -> DirectiveMeaning {
    Around(format!("::: {opening}"), ":::".to_owned())
}

fn folding(own: &MystDirective<'_>) -> Folding {
    if own.has_class("dropdown") || own.has_class("toggle") {
        Folding::Folds
    } else {
        Folding::None
    }
}

/// A box with a title of its own. Its class may say what kind it is.
fn admonition(own: &MystDirective<'_>) -> DirectiveMeaning {
    let classes = own.option(&["class"]).unwrap_or_default();
    let kind = classes.split([' ', ',']).find(|class| callout::is_kind(class)).unwrap_or("note");
    component(&callout::opening(kind, own.argument, folding(own)))
}

fn version(own: &MystDirective<'_>) -> DirectiveMeaning {
    let (words, kind) = match own.name {
        "versionadded" => ("Added in version", "note"),
        "versionchanged" => ("Changed in version", "note"),
        _ => ("Deprecated since version", "warning"),
    };
    component(&callout::opening(kind, &format!("{words} {}", own.argument), Folding::None))
}

/// A theorem or its like.
fn statement(own: &MystDirective<'_>) -> DirectiveMeaning {
    let kind = own.name.trim_start_matches("prf:");
    let mut letters = kind.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let title = format!("{}: {}", first.chain(letters).collect::<String>(), own.argument);
    component(&callout::opening("note", title.trim_end_matches(": "), folding(own)))
}

fn code_tab(own: &MystDirective<'_>, text: &str) -> DirectiveMeaning {
    let (language, title) = own.argument.split_once(' ').unwrap_or((own.argument, own.argument));
    Lines(format!("::: tab {}\n{}\n:::", without_braces(title), fenced(text, language)))
}

/// A cell of a notebook; its tags say what readers see of it.
fn cell(own: &MystDirective<'_>, text: &str) -> DirectiveMeaning {
    const HIDDEN: [&str; 4] = ["remove-cell", "remove-input", "remove_cell", "remove_input"];
    let tags = own.option(&["tags"]).unwrap_or_default();
    if HIDDEN.iter().any(|tag| tags.contains(tag)) {
        return Lines(String::new());
    }
    let language = match own.argument {
        "" | "ipython3" | "ipython" | "ipython2" => "python",
        language => language,
    };
    Lines(fenced(text, language))
}

/// A picture with the words below it.
fn figure(own: &MystDirective<'_>, text: &str) -> DirectiveMeaning {
    let is_plain = !text.is_empty() && !text.contains(['\n', '[', '*', '`', '_', '<', '{', '$']);
    if is_plain {
        return Lines(format!("::: figure {text}\n{}\n:::", picture(own)));
    }
    Around(format!("{}\n", picture(own)), String::new())
}

fn picture(own: &MystDirective<'_>) -> String {
    let alternative = literal(own.option(&["alt"]).unwrap_or_default());
    let address = own.argument;
    let address = if address.contains(' ') { format!("<{address}>") } else { address.to_owned() };
    let picture = format!("![{alternative}]({address})");
    match own.option(&["target"]) {
        Some(target) => format!("[{picture}](<{target}>)"),
        None => picture,
    }
}

fn table(own: &MystDirective<'_>) -> DirectiveMeaning {
    if own.argument.is_empty() {
        return Around(String::new(), String::new());
    }
    Around(format!("::: table {}\n", without_braces(own.argument)), "\n:::".to_owned())
}

/// A table that is written as a list of lists.
fn list_table(own: &MystDirective<'_>, text: &str) -> DirectiveMeaning {
    let rows = rows(text);
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if columns == 0 {
        return Unknown;
    }
    let has_header = own.option(&["header-rows"]).is_some_and(|count| count != "0");
    let (head, rest) = rows.split_at(usize::from(has_header));
    let line = |cells: &[String]| {
        let cell = |column| cells.get(column).map_or("", String::as_str);
        let cells: Vec<&str> = (0..columns).map(cell).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut table = vec![line(head.first().map_or(&[], Vec::as_slice))];
    table.push(format!("|{}", "---|".repeat(columns)));
    table.extend(rest.iter().map(|row| line(row)));
    let table = table.join("\n");
    DirectiveMeaning::Translated(if own.argument.is_empty() {
        table
    } else {
        format!("::: table {}\n\n{table}\n\n:::", without_braces(own.argument))
    })
}

/// The cells of a list of lists, by row.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let row_start = line.strip_prefix("* ").or_else(|| (line == "*").then_some(""));
        let cell = row_start.unwrap_or(line).trim_start();
        let cell_start = cell.strip_prefix("- ").or_else(|| (cell == "-").then_some(""));
        if row_start.is_some() {
            rows.push(Vec::new());
        }
        let Some(row) = rows.last_mut() else { continue };
        match (cell_start, row.last_mut()) {
            (Some(words), _) => row.push(words.trim().replace('|', "\\|")),
            (None, Some(cell)) => *cell = format!("{cell} {}", line.replace('|', "\\|")),
            (None, None) => row.push(cell.replace('|', "\\|")),
        }
    }
    rows
}

/// Terms and what they mean, each with an address.
fn glossary(text: &str) -> String {
    let all: Vec<&str> = terms(text).collect();
    let mut made: Vec<String> = Vec::new();
    for line in text.lines() {
        let words = line.trim();
        let is_term = all.contains(&words) && !line.starts_with([' ', '\t', ':']);
        let follows_term = made.last().is_some_and(|last| last.starts_with("<span"));
        made.push(if is_term {
            format!("<span id=\"{}\"></span>{words}", id(&term_label(words)))
        } else if follows_term && !words.is_empty() && !words.starts_with(':') {
            format!(": {words}")
        } else {
            line.to_owned()
        });
    }
    made.join("\n")
}

/// What another host shows: a link to it.
fn embedded(own: &MystDirective<'_>) -> DirectiveMeaning {
    match (own.name, own.argument) {
        (_, "") => Unknown,
        ("youtube", id) => Lines(format!("[YouTube](<https://www.youtube.com/watch?v={id}>)")),
        ("vimeo", id) => Lines(format!("[Vimeo](<https://vimeo.com/{id}>)")),
        (_, address) => Lines(format!("[{}](<{address}>)", literal(address))),
    }
}

/// HTML is shown; what is meant for another form of the text is not.
fn raw(own: &MystDirective<'_>, text: &str) -> DirectiveMeaning {
    Lines(if own.argument.contains("html") { text.to_owned() } else { String::new() })
}
