//! Files of a project's theme that do nothing, or that cannot work.
//!
//! A theme is found by names, so a name with a slip does nothing. Pages run under a strict content security policy,
//! so code and addresses of other hosts in a template do nothing either.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ThemeFiles;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::source::SourceFile;
use crate::yaml::{Slice, YamlDocument};

/// The folders of a theme.
const FOLDERS: [&str; 3] = ["templates", "static", "strings"];

/// Reports what is wrong with the project's files; `languages` are those of the site.
pub(super) fn check(files: &ThemeFiles, languages: &BTreeSet<&str>, diagnostics: &mut Diagnostics) {
    let paths = files.own_texts.keys().map(|path| (path, None));
    let statics = files.own_statics.iter().map(|(path, shown)| (path, Some(shown)));
    for (path, shown) in paths.chain(statics) {
        let place = files.own_texts.get(path);
        let shown = shown.unwrap_or_else(|| place.map_or(path, |file| &file.path));
        diagnostics.extend_with(misplaced(path, shown));
    }
    for (path, file) in &files.own_texts {
        if let Some(name) = path.strip_prefix("templates/") {
            diagnostics.extend_with(unused_partial(name, file, files));
            for (what, start, end) in forbidden(&file.text) {
                diagnostics.push(against_policy(&what, file, start, end));
            }
        } else if let Some(name) = path.strip_prefix("strings/") {
            diagnostics.extend_with(unknown_language(name, file, files, languages));
            unknown_words(file, files, diagnostics);
        }
    }
    for (path, shown) in &files.own_statics {
        if path.ends_with(".css") {
            diagnostics.extend_with(broken_css(shown, &files.statics[path]));
        }
    }
}

/// A file in a folder that no theme has.
fn misplaced(path: &str, shown: &str) -> Option<Diagnostic> {
    let (folder, _) = path.split_once('/')?;
    if FOLDERS.contains(&folder) {
        return None;
    }
    let message = format!("nothing in a theme is called `{folder}/`, so `{shown}` does nothing");
    let problem = Diagnostic::new(Code::UnknownThemeFile, message);
    let near = nearest(folder, FOLDERS).map(|near| format!("{near}/"));
    let help = "a theme has the folders `templates`, `static` and `strings`";
    Some(if near.is_some() { problem.did_you_mean(near.as_deref()) } else { problem.help(help) })
}

/// A partial that takes the place of none, and that no template of the project names.
fn unused_partial(name: &str, file: &Arc<SourceFile>, files: &ThemeFiles) -> Option<Diagnostic> {
    let is_built_in = |name: &str| files.texts.contains_key(&format!("templates/{name}"));
    let is_named = || {
        let own = files.own_texts.values();
        own.filter(|other| other.id != file.id).any(|other| other.text.contains(name))
    };
    // A page may name any other template.
    if !name.starts_with("partials/") || is_built_in(name) || is_named() {
        return None;
    }
    let message = format!("no template shows `{name}`");
    let problem = Diagnostic::new(Code::UnknownThemeFile, message).at(file.span(0, 0));
    let known = files.texts.keys().filter_map(|path| path.strip_prefix("templates/"));
    let near = nearest(name, known.filter(|known| known.starts_with("partials/")));
    Some(match near {
        Some(near) => problem.did_you_mean(Some(near)),
        None => problem.help("include it in a template, or remove it"),
    })
}

/// Words in a language that the site has not.
fn unknown_language(
    name: &str,
    file: &SourceFile,
    files: &ThemeFiles,
    languages: &BTreeSet<&str>,
) -> Option<Diagnostic> {
    let tag = name.strip_suffix(".yaml").unwrap_or(name);
    let is_built_in = files.texts.contains_key(&format!("strings/{name}"));
    if is_built_in || languages.contains(tag) {
        return None;
    }
    let message =
        format!("no language of the site has the tag `{tag}`, so these words are not shown");
    let problem = Diagnostic::new(Code::UnknownThemeFile, message).at(file.span(0, 0));
    let built_in = files.texts.keys().filter_map(|path| path.strip_prefix("strings/"));
    let tags = built_in.map(|name| name.trim_end_matches(".yaml")).chain(languages.iter().copied());
    // Three letters of a tag are often those of its two.
    let tags: Vec<&str> = tags.collect();
    let near = nearest(tag, tags.iter().copied());
    let near = near.or_else(|| tags.iter().copied().find(|known| tag.starts_with(known)));
    Some(problem.did_you_mean(near.map(|near| format!("{near}.yaml")).as_deref()))
}

/// Words under keys that no template asks for.
fn unknown_words(file: &Arc<SourceFile>, files: &ThemeFiles, diagnostics: &mut Diagnostics) {
    let Some(english) = files.texts.get("strings/en.yaml") else { return };
    let mut unheard = Diagnostics::default();
    let keys = |file: &Arc<SourceFile>, found: &mut Diagnostics| {
        YamlDocument::parse(Slice::whole(file), found)
    };
    let known = keys(english, &mut unheard);
    let known = known.node();
    let known: BTreeSet<&str> =
        known.entries(&mut unheard).into_iter().map(|(key, _)| key).collect();
    let templates = files.own_texts.iter().filter(|(path, _)| path.starts_with("templates/"));
    let asked_for: BTreeSet<&str> =
        templates.flat_map(|(_, template)| words_asked_for(&template.text)).collect();
    let own = keys(file, &mut unheard);
    let node = own.node();
    for (key, value) in node.entries(&mut unheard) {
        if !known.contains(key) && !asked_for.contains(key) {
            let message = format!("no template shows the words `{key}`");
            let problem = Diagnostic::new(Code::UnknownThemeFile, message).at(value.key_span());
            diagnostics.push(problem.did_you_mean(nearest(key, known.iter().copied())));
        }
    }
}

/// The keys of words that a template names: `search` in `t.search`.
fn words_asked_for(template: &str) -> impl Iterator<Item = &str> {
    let after = template.match_indices("t.").map(|(at, _)| &template[at + 2..]);
    after.map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

/// What the content security policy refuses in a template: each with its place in bytes.
fn forbidden(text: &str) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find('<') {
        let start = at + next;
        at = start + 1;
        let Some(length) = text[start..].find('>') else { break };
        let tag = &text[start..=start + length];
        let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            continue;
        }
        for (attribute, place) in attributes(tag) {
            if attribute == "style" || (attribute.starts_with("on") && attribute.len() > 3) {
                found.push((
                    format!("the attribute `{attribute}`"),
                    start + place,
                    start + place + attribute.len(),
                ));
            }
        }
        if is_inline_script(&name, tag, &text[start + tag.len()..]) {
            found.push((format!("a `<{name}>` with text"), start, start + tag.len()));
        }
        if let Some(place) = remote(&name, tag) {
            found.push((
                "an address on another host".to_owned(),
                start + place,
                start + tag.len() - 1,
            ));
        }
    }
    found
}

/// The attributes of a tag by name, with their places.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, usize)> {
    tag.match_indices('=').filter_map(|(at, _)| {
        let before = &tag[..at];
        let start = before.rfind(|c: char| c.is_whitespace()).map_or(0, |blank| blank + 1);
        let name = &tag[start..at];
        let is_name =
            name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        is_name.then_some((name, start))
    })
}

fn is_inline_script(name: &str, tag: &str, after: &str) -> bool {
    let is_data = tag.contains("application/");
    let has_text = !after.trim_start().starts_with("</");
    (name == "script" && !tag.contains("src=") && !is_data && has_text)
        || (name == "style" && has_text)
}

/// Where the address stands from which something would be loaded.
fn remote(name: &str, tag: &str) -> Option<usize> {
    let loads = matches!(name, "script" | "img" | "iframe" | "source" | "video" | "audio")
        || (name == "link"
            && ["stylesheet", "icon", "preload"].iter().any(|rel| tag.contains(rel)));
    let starts = ["src=\"http", "href=\"http", "src=\"//", "href=\"//"];
    starts.iter().find_map(|start| tag.find(start)).filter(|_| loads)
}

fn against_policy(what: &str, file: &SourceFile, start: usize, end: usize) -> Diagnostic {
    let message = format!("{what} does nothing: the site's security policy blocks it");
    let problem = Diagnostic::new(Code::ThemePolicy, message).at(file.span(start, end));
    problem
        .help("put rules and scripts into files of `static/`, and copy what is loaded there, too")
}

/// A style sheet whose braces, comments or quotes do not close: browsers ignore what follows.
fn broken_css(shown: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let text = String::from_utf8_lossy(bytes);
    let (what, at) = unclosed(&text)?;
    let line = text[..at].matches('\n').count() + 1;
    let message = format!("`{shown}`, line {line}: {what}");
    let problem = Diagnostic::new(Code::CssSyntax, message);
    Some(problem.help("browsers ignore the rules from there on"))
}

/// What does not close in a style sheet, and where it stands (CSS Syntax Module Level 3, sections 4 and 5).
fn unclosed(text: &str) -> Option<(&'static str, usize)> {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'/' if bytes.get(at + 1) == Some(&b'*') => match text[at + 2..].find("*/") {
                Some(length) => at += length + 3,
                None => return Some(("nothing closes this comment", at)),
            },
            quote @ (b'"' | b'\'') => match closing_quote(bytes, at, quote) {
                Some(end) => at = end,
                None => return Some(("nothing closes this quotation mark", at)),
            },
            b'{' => open.push(at),
            b'}' if open.pop().is_none() => return Some(("this `}` closes nothing", at)),
            _ => {}
        }
        at += 1;
    }
    open.pop().map(|at| ("nothing closes this `{`", at))
}

fn closing_quote(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => return None,
            byte if *byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_close_in_a_style_sheet_is_found() {
        for (text, found) in [
            ("a { b: c }", None),
            ("@media x { a { b: \"}\" } } /* } */", None),
            ("a { b: c", Some(("nothing closes this `{`", 2))),
            ("a { } }", Some(("this `}` closes nothing", 6))),
            ("a /* b", Some(("nothing closes this comment", 2))),
            ("a { b: 'c\n }", Some(("nothing closes this quotation mark", 7))),
            ("a { b: url(data:x\\'y) }", None),
        ] {
            assert_eq!(unclosed(text), found, "{text}");
        }
    }

    #[test]
    fn what_the_policy_blocks_is_found_in_a_template() {
        for (text, found) in [
            ("<p class=\"a\">{% if a < b %}</p>", 0),
            ("<p style=\"color: red\">", 1),
            ("<button onclick=\"x()\">", 1),
            ("<script>alert(1)</script>", 1),
            ("<script src=\"{{ root }}a.js\"></script>", 0),
            ("<script type=\"application/ld+json\">{}</script>", 0),
            ("<script src=\"https://x.example/a.js\"></script>", 1),
            ("<link rel=\"stylesheet\" href=\"https://x.example/a.css\">", 1),
            ("<a href=\"https://x.example/\">x</a>", 0),
            ("<link rel=\"canonical\" href=\"https://x.example/\">", 0),
        ] {
            assert_eq!(forbidden(text).len(), found, "{text}");
        }
    }
}
