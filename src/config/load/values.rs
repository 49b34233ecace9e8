//! Types of values that several settings share: paths, addresses, colors, language tags.

use crate::config::Editor;
use crate::config::declare::{By, Shape, TextFormat};
use crate::diagnostic::Diagnostics;
use crate::language::composed;
use crate::yaml::YamlNode;

/// A path in the project.
pub(super) const PROJECT_PATH: By<String> = path(|| plain("a path in the project"));

/// A path in the content folder.
pub(super) const CONTENT_PATH: By<String> = By {
    read: |node, diagnostics| Some(composed(inner_path(node, diagnostics)?).into_owned()),
    ..path(|| plain("a path in the content folder"))
};

/// A path in the content folder, with `*` for anything.
pub(super) const CONTENT_PATTERN: By<String> =
    path(|| plain("a path in the content folder, with `*` for anything"));

/// The path of a page that the program makes.
pub(super) const PAGE_PATH: By<String> = path(|| {
    plain(
        "a path in the content folder that ends in `.md`, not taken and not in the folder of a collection",
    )
});

pub(super) const LANGUAGE_TAG: By<String> = By {
    read: language,
    shape: || Shape::Text {
        called: "a language tag",
        format: TextFormat::Pattern("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*$"),
    },
    help_without_value: None,
};

pub(super) const BASE_URL: By<String> = By {
    read: base_url,
    shape: || Shape::Text { called: "an absolute address", format: TextFormat::Uri },
    help_without_value: None,
};

pub(super) const COLOR: By<String> = By {
    read: color,
    shape: || Shape::Text {
        called: "a color, `\"#rgb\"` or `\"#rrggbb\"`",
        format: TextFormat::Pattern("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"),
    },
    help_without_value: Some(COLOR_HELP),
};

/// The usual mistake with colors.
const COLOR_HELP: &str = "write it as `\"#0b5cad\"`, in quotes, since `#` begins a comment";

/// An editor by its name, or the address that it listens to.
pub(super) const EDITOR: By<Editor> = By {
    read: |node, diagnostics| Some(editor(node, diagnostics).unwrap_or_default()),
    shape: || {
        let names = Editor::names().chain(["system"]).map(str::to_owned).collect();
        Shape::Either(vec![
            Shape::OneOf { called: None, names },
            plain("an address with `{file}`, `{line}` and `{column}`"),
        ])
    },
    help_without_value: None,
};

fn editor(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<Editor> {
    let text = node.text(diagnostics)?;
    match Editor::parse_setting(&text) {
        Ok(editor) => Some(editor),
        Err(why) => {
            let names = Editor::names().collect::<Vec<_>>().join("`, `");
            let help = format!(
                "write `{names}`, or an address with `{{file}}`; a command belongs to `--editor` or to \
                 `FIELDGUIDE_EDITOR`"
            );
            diagnostics.push(node.invalid(why).help(help));
            None
        }
    }
}

/// Text that is called so.
pub(super) const fn plain(called: &'static str) -> Shape {
    Shape::Text { called, format: TextFormat::Any }
}

const fn path(shape: fn() -> Shape) -> By<String> {
    By { read: inner_path, shape, help_without_value: None }
}

/// A language tag, its parts in the usual case (RFC 5646, section 2.1.1).
fn language(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    if !is_language_tag(&text) {
        let problem = node.invalid(format!("`{text}` is not a language tag"));
        diagnostics.push(problem.help("write a tag such as `en`, `es` or `zh-CN`"));
        return None;
    }
    Some(text.split('-').enumerate().map(in_usual_case).collect::<Vec<_>>().join("-"))
}

fn is_language_tag(text: &str) -> bool {
    let primary = text.split('-').next().unwrap_or_default();
    text.split('-').all(is_part_of_tag)
        && (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_alphabetic())
}

fn is_part_of_tag(part: &str) -> bool {
    (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A part of a language tag, by its position.
fn in_usual_case((at, part): (usize, &str)) -> String {
    match part.len() {
        2 if at > 0 => part.to_ascii_uppercase(),
        4 if at > 0 => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_ascii_lowercase(),
    }
}

fn base_url(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    match parse_base_url(&text) {
        Ok(url) => Some(url),
        Err(help) => {
            let problem = node.invalid(format!("`{text}` is not the address of a site"));
            diagnostics.push(problem.help(help));
            None
        }
    }
}

/// An absolute address with a final slash, or what to do.
pub(crate) fn parse_base_url(text: &str) -> Result<String, &'static str> {
    const HELP: &str = "write the whole address, such as `https://guide.example/`";
    let (scheme, rest) = text.split_once("://").ok_or(HELP)?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return Err(HELP);
    }
    let host = rest.split('/').next().unwrap_or_default();
    let port = host.rsplit_once(':').filter(|_| !host.ends_with(']')).map(|(_, port)| port);
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let odd = |c: char| c.is_whitespace() || c.is_control() || "\"<>\\".contains(c);
    if host.is_empty() || host.contains('@') || !is_port || text.chars().any(odd) {
        return Err(HELP);
    }
    if text.contains(['?', '#']) {
        return Err("leave out the part after `?` or `#`");
    }
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

/// Whether a path begins at a root or at a drive, on whatever system it was written.
pub(crate) fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || path.get(1..2) == Some(":")
}

/// A relative path that stays where it starts.
fn inner_path(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let trimmed = text.trim_end_matches('/').trim_start_matches("./");
    if is_absolute(&text)
        || trimmed.is_empty()
        || trimmed.split(['/', '\\']).any(|part| matches!(part, "" | "." | ".."))
    {
        let problem = node.invalid(format!("`{text}` is not a path inside the project"));
        diagnostics.push(problem.help("write a relative path without `..`"));
        return None;
    }
    Some(trimmed.to_owned())
}

fn color(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let digits = text.strip_prefix('#').unwrap_or_default();
    if !matches!(digits.len(), 3 | 6) || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        let problem = node.invalid(format!("`{text}` is not a color"));
        diagnostics.push(problem.help(COLOR_HELP));
        return None;
    }
    Some(text.to_lowercase())
}

/// A name as words: "warm-handoff" is "Warm handoff".
pub(crate) fn words_of_name(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let first = letters.next().map(char::to_uppercase);
    first.map_or_else(|| name.to_owned(), |first| first.chain(letters).collect())
}
