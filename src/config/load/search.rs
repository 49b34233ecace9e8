//! What the search knows of a site, and how it is opened.

use super::values::plain;
use crate::config::Config;
use crate::config::declare::{AnyText, By, Converted, KeyTable, List, To, key};
use crate::diagnostic::Diagnostics;
use crate::yaml::YamlNode;

pub(super) static SEARCH: KeyTable<Config> = KeyTable {
    keys: &[
        key("synonyms", &To(SYNONYMS, |it: &mut Config, synonyms| it.synonyms.extend(synonyms)))
            .or("none", "Words or phrases that mean the same to a search."),
        key("shortcut", &To(SHORTCUT, |it: &mut Config, keys| it.search_shortcut = keys))
            .or_default(
                |it| format!("`{}`, on a Mac also `Meta+k`", it.search_shortcut),
                "The keys that open the search box.",
            ),
    ],
    variants: None,
};

/// Lists of words or phrases that mean the same.
const SYNONYMS: List<Converted<List<AnyText>, Vec<String>>> = List {
    of: Converted { from: List { of: AnyText, called: "words or phrases" }, make: synonyms },
    called: "lists of words or phrases",
};

/// One alone has nothing to stand for.
fn synonyms(
    words: Vec<String>,
    node: &YamlNode<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    if words.len() < 2 {
        let problem = node.invalid("synonyms are two words or phrases, or more");
        diagnostics.push(problem.help("write them as a list: `[hospital, clinic]`"));
        return None;
    }
    Some(words)
}

const SHORTCUT: By<String> = By {
    read: shortcut,
    shape: || {
        plain(
            "keys: `Control`, `Alt` or `Meta`, perhaps with `Shift`, and a letter or another sign; or a sign alone, \
             which gets in the way of people who speak to their computer; or `off`",
        )
    },
    help_without_value: None,
};

/// Keys pressed together, as `Control+k`, or `off`. Returns them as scripts name them.
fn shortcut(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    const HELD: [&str; 4] = ["Control", "Alt", "Shift", "Meta"];
    let text = node.text(diagnostics)?;
    if text == "off" {
        return Some(String::new());
    }
    let (held, key) = text.rsplit_once('+').map_or(("", text.as_str()), |(held, key)| (held, key));
    let is_key = key.chars().count() == 1 && !key.contains(char::is_whitespace);
    let all_known = held.split('+').all(|held| HELD.contains(&held));
    if is_key && (held.is_empty() || (all_known && held != "Shift")) {
        return Some(text);
    }
    let problem = node.invalid(format!("`{text}` are no keys to press together"));
    let help = "write `Control`, `Alt` or `Meta`, perhaps with `Shift`, and one sign: `Control+k`; or `off`";
    diagnostics.push(problem.help(help));
    None
}
