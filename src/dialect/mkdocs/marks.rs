//! Marks within lines: `==marked==`, `^^inserted^^`, `H~2~O`, `x^2^`, `++ctrl+c++`, and the changes of `CriticMarkup`.

use super::super::edits::Edits;
use super::super::marked;
use super::super::prose::SourceProse;

pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    changes(prose, edits);
    keys(prose, edits);
    marked::between(prose, "==", "mark", edits);
    marked::between(prose, "^^", "ins", edits);
    within_word(prose, '~', "sub", edits);
    within_word(prose, '^', "sup", edits);
}

/// `{++added++}`, `{--deleted--}`, `{==marked==}` and `{>>a remark<<}` (criticmarkup.com).
fn changes(prose: &SourceProse<'_>, edits: &mut Edits) {
    const KINDS: [(&str, &str, &str); 4] = [
        ("{++", "++}", "ins"),
        ("{--", "--}", "del"),
        ("{==", "==}", "mark"),
        ("{>>", "<<}", "small"),
    ];
    for (open, close, element) in KINDS {
        for at in prose.find(open) {
            let inner = at + open.len();
            let Some(length) = prose.text[inner..].find(close) else { continue };
            if !prose.text[inner..inner + length].contains("\n\n") {
                let end = inner + length;
                edits.replace(at..inner, format!("<{element}>"));
                edits.replace(end..end + close.len(), format!("</{element}>"));
            }
        }
    }
    replacements(prose, edits);
}

/// `{~~old~>new~~}`.
fn replacements(prose: &SourceProse<'_>, edits: &mut Edits) {
    for at in prose.find("{~~") {
        let inner = &prose.text[at + 3..];
        let Some((inner, _)) = inner.split_once("~~}").filter(|(inner, _)| !inner.contains("\n\n"))
        else {
            continue;
        };
        if let Some((old, _)) = inner.split_once("~>") {
            let middle = at + 3 + old.len();
            let end = at + 3 + inner.len();
            edits.replace(at..at + 3, "<del>");
            edits.replace(middle..middle + 2, "</del><ins>");
            edits.replace(end..end + 3, "</ins>");
        }
    }
}

/// `++ctrl+alt+del++`, and `++"any words"++`.
fn keys(prose: &SourceProse<'_>, edits: &mut Edits) {
    let mut done = 0;
    for at in prose.find("++").into_iter().filter(|at| !is_in_word(prose.text, *at)) {
        let rest = &prose.text[at + 2..];
        let Some((keys, _)) = rest.split_once("++").filter(|_| at >= done) else { continue };
        let names: Vec<&str> = keys.split('+').collect();
        if names.iter().all(|name| is_key(name)) {
            done = at + keys.len() + 4;
            let shown: Vec<String> =
                names.iter().map(|name| format!("<kbd>{}</kbd>", key(name))).collect();
            edits.replace(at..done, shown.join("+"));
        }
    }
}

fn is_in_word(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '{'))
}

fn is_key(name: &str) -> bool {
    let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    match quoted {
        Some(words) => !words.is_empty() && !words.contains(['\n', '<', '&']),
        None => {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
        }
    }
}

/// A key as keyboards show it.
fn key(name: &str) -> String {
    const NAMES: [(&str, &str); 15] = [
        ("cmd", "Cmd"),
        ("arrow-up", "↑"),
        ("up", "↑"),
        ("arrow-down", "↓"),
        ("down", "↓"),
        ("arrow-left", "←"),
        ("left", "←"),
        ("arrow-right", "→"),
        ("right", "→"),
        ("comma", ","),
        ("period", "."),
        ("slash", "/"),
        ("plus", "+"),
        ("minus", "-"),
        ("question-mark", "?"),
    ];
    if let Some(words) = name.strip_prefix('"') {
        return words.trim_end_matches('"').to_owned();
    }
    if let Some((_, shown)) = NAMES.iter().find(|(key, _)| *key == name) {
        return (*shown).to_owned();
    }
    let words: Vec<String> = name.split(['-', '_']).map(capitalized).collect();
    words.join(" ")
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A sign on both sides of letters without blanks, such as `H~2~O`.
fn within_word(prose: &SourceProse<'_>, sign: char, element: &str, edits: &mut Edits) {
    let mut done = 0;
    for at in prose.find(sign.encode_utf8(&mut [0; 4])) {
        let inner = &prose.text[at + 1..];
        let Some(length) = inner.find(sign).filter(|_| at >= done) else { continue };
        let inner = &inner[..length];
        let is_double =
            prose.text[..at].ends_with(sign) || prose.text[at + length + 2..].starts_with(sign);
        if is_short(inner) && !is_double {
            done = at + length + 2;
            edits.replace(at..at + 1, format!("<{element}>"));
            edits.replace(done - 1..done, format!("</{element}>"));
        }
    }
}

/// Letters without blanks, and without the signs of links, formulas and paths.
fn is_short(inner: &str) -> bool {
    !inner.is_empty() && !inner.contains(|c: char| c.is_whitespace() || "[]{}$\\/|<>`".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn marks_become_elements() {
        for (text, expected) in [
            ("==a b== ^^c^^\n", "<mark>a b</mark> <ins>c</ins>\n"),
            ("H~2~O, x^2^, ~~out~~\n", "H<sub>2</sub>O, x<sup>2</sup>, ~~out~~\n"),
            ("~/.bashrc and ~/.zshrc, 2^3 and 3^4\n", "~/.bashrc and ~/.zshrc, 2^3 and 3^4\n"),
            ("A.[^1] B.[^2]\n", "A.[^1] B.[^2]\n"),
            (
                "++ctrl+alt+x++ ++\"Save\"++ ++arrow-up++\n",
                "<kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>X</kbd> <kbd>Save</kbd> <kbd>↑</kbd>\n",
            ),
            ("C++ and C++, i++\n", "C++ and C++, i++\n"),
            ("`++a++ ==b==`\n", "`++a++ ==b==`\n"),
            (
                "{++a++} {--b--} {==c==} {>>d<<} {~~e~>f~~}\n",
                "<ins>a</ins> <del>b</del> <mark>c</mark> <small>d</small> <del>e</del><ins>f</ins>\n",
            ),
        ] {
            assert_eq!(translated(text, SourceDialect::Mkdocs, &[]), expected, "{text}");
        }
    }
}
