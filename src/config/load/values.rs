//! Values that several settings share: names, paths, addresses, colours, choices.

use crate::diagnostic::{Diagnostics, LISTED, listed};
use crate::source::Span;
use crate::yaml::Node;

/// Names become file names and addresses.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// A value out of a few, each with its name.
pub(super) fn choice<T: Copy>(
    node: &Node<'_>,
    choices: &[(&str, T)],
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let text = node.text(diagnostics)?;
    if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text) {
        return Some(*value);
    }
    let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let mut problem = node.invalid(format!("`{text}` is not one of {}", quoted(&names)));
    problem = problem.did_you_mean(node.nearest(&text, names.iter().copied()));
    diagnostics.push(problem);
    None
}

/// "`a`, `b` or `c`". Of a great many, the first ones and how many more there are.
pub(super) fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        all if all.len() > LISTED => listed(names.iter().copied()),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// A language tag, its parts in the usual case (RFC 5646, section 2.1.1).
pub(super) fn language(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let part = |part: &str| {
        (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let primary = text.split('-').next().unwrap_or_default();
    let valid = text.split('-').all(part)
        && (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_alphabetic());
    if !valid {
        let problem = node.invalid(format!("`{text}` is not a language tag"));
        diagnostics.push(problem.help("write a tag such as `en`, `es` or `zh-CN`"));
        return None;
    }
    let in_usual_case = |(at, part): (usize, &str)| match part.len() {
        2 if at > 0 => part.to_ascii_uppercase(),
        4 if at > 0 => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_ascii_lowercase(),
    };
    Some(text.split('-').enumerate().map(in_usual_case).collect::<Vec<_>>().join("-"))
}

pub(super) fn base_url(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
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
pub(super) fn inner_path(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
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

pub(super) fn located_path(
    node: &Node<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<(String, Span)> {
    Some((inner_path(node, diagnostics)?, node.span()))
}

/// The usual mistake with colours.
pub(super) const COLOUR_HELP: &str =
    "write it as `\"#0b5cad\"`, in quotes, since `#` begins a comment";

pub(super) fn colour(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let digits = text.strip_prefix('#').unwrap_or_default();
    if !matches!(digits.len(), 3 | 6) || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        let problem = node.invalid(format!("`{text}` is not a colour"));
        diagnostics.push(problem.help(COLOUR_HELP));
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
