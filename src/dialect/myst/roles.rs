//! Roles (`{name}` before a text between backticks), and links by label.

use std::ops::Range;

use super::super::code::inline;
use super::super::edits::{Edits, literal};
use super::super::names::link_to;
use super::super::prose::paragraph;
use super::MystPage;
use super::labels::{id, term_label};

/// `{name}` and a text between backticks.
struct MystRole<'t> {
    place: Range<usize>,
    name: &'t str,
    text: &'t str,
}

impl<'t> MystRole<'t> {
    fn at(text: &'t str, start: usize) -> Option<MystRole<'t>> {
        let rest = paragraph(&text[start..]);
        let (name, after) = rest.strip_prefix('{')?.split_once('}')?;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_alphanumeric() || "-_:.+".contains(c));
        let inner = after.trim_start_matches('`');
        let ticks = &after[..after.len() - inner.len()];
        if !is_name || ticks.is_empty() {
            return None;
        }
        let length = inner.find(ticks)?;
        let end = start + rest.len() - inner.len() + length + ticks.len();
        Some(MystRole { place: start..end, name, text: inner[..length].trim() })
    }

    /// The words and the target of `words <target>`.
    fn words_and_target(&self) -> (Option<&'t str>, &'t str) {
        match self.text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((words, target)) if !words.trim().is_empty() => {
                (Some(words.trim()), target.trim())
            }
            Some((_, target)) => (None, target.trim()),
            None => (None, self.text.trim_start_matches('!')),
        }
    }
}

impl MystPage<'_, '_> {
    pub(super) fn roles(&self, edits: &mut Edits) {
        for at in self.prose.find("{") {
            let Some(role) = MystRole::at(self.prose.text, at) else { continue };
            let form = format!("{{{}}}", role.name);
            if is_icon(role.name) {
                edits.lost(role.place, &form);
            } else if let Some(text) = self.role(&role, edits) {
                edits.replace(role.place, text);
            } else {
                let written = &self.prose.text[role.place.clone()];
                edits.not_understood(role.place, written, &form);
            }
        }
    }

    /// What stands in the place of a role; `None` if it means nothing here.
    fn role(&self, role: &MystRole<'_>, edits: &mut Edits) -> Option<String> {
        let (words, target) = role.words_and_target();
        match role.name {
            "ref" | "any" | "numref" | "eq" | "math:numref" | "prf:ref" => {
                edits.depend_on_others();
                Some(self.reference(role.name, words, target))
            }
            "term" => {
                edits.depend_on_others();
                Some(self.reference("term", words.or(Some(target)), &term_label(target)))
            }
            "doc" => {
                edits.depend_on_others();
                Some(self.document(words, target))
            }
            "math" => Some(self.formula(role.text)),
            name if name == "footcite" || name.split(':').next() == Some("cite") => {
                self.citation(role)
            }
            _ => words_of(role),
        }
    }

    /// A link to a place by its label.
    pub(super) fn reference(&self, role: &str, words: Option<&str>, label: &str) -> String {
        let found = self.names.labels().find(label);
        let title = found.and_then(|found| found.title.as_deref());
        let page = self.names.page_at(label, self.page.path).filter(|_| role == "any");
        let address = match (found, page) {
            (Some(found), _) => found.address(self.page.path),
            (None, Some(page)) => link_to(page, self.page.path),
            (None, None) => format!("#{}", id(label)),
        };
        let words = match words {
            Some(words) => filled(words, title.unwrap_or(label)),
            None if role == "eq" => format!("({label})"),
            None => title.unwrap_or(label).to_owned(),
        };
        format!("[{}]({address})", link_words(&words))
    }

    /// A link to a page by its path, without the ending.
    fn document(&self, words: Option<&str>, path: &str) -> String {
        let Some(found) = self.names.page_at(path, self.page.path) else {
            return format!("[{}](<{path}.md>)", link_words(words.unwrap_or(path)));
        };
        let words = words.or_else(|| self.names.labels().title(found)).unwrap_or(path);
        format!("[{}]({})", link_words(words), link_to(found, self.page.path))
    }

    /// A formula where the site has them, else the code of it.
    fn formula(&self, code: &str) -> String {
        if self.page.site.has_math { format!("${code}$") } else { inline(code) }
    }

    /// A citation, where the site has references.
    fn citation(&self, role: &MystRole<'_>) -> Option<String> {
        let keys: Vec<String> =
            role.text.split(',').map(|key| format!("@{}", key.trim())).collect();
        self.page.site.has_references.then(|| format!("[{}]", keys.join("; ")))
    }

    /// Links whose address is a label, and links without words.
    pub(super) fn links(&self, edits: &mut Edits) {
        let text = self.prose.text;
        for at in self.prose.find("](") {
            let start = at + 2;
            let Some(length) = paragraph(&text[start..]).find(')') else { continue };
            let written = text[start..start + length].trim();
            let address = written.trim_start_matches("project:").trim_matches(['<', '>']);
            let label = address.strip_prefix('#').unwrap_or(address);
            let is_empty = text[..at].ends_with('[') && !text[..at].ends_with("![");
            if let Some(target) = self.names.labels().find(label) {
                edits.depend_on_others();
                let words = target.title.as_deref().unwrap_or(label);
                let words = if is_empty { link_words(words) } else { String::new() };
                let address = target.address(self.page.path);
                edits.replace(at..start + length, format!("{words}]({address}"));
            } else if is_empty && !address.is_empty() {
                edits.depend_on_others();
                let words = self.page_title(address).unwrap_or(address);
                edits.replace(at..at, link_words(words));
            }
        }
    }

    /// The title of a page that an address names.
    fn page_title(&self, address: &str) -> Option<&str> {
        let path = address.split('#').next().filter(|path| !path.is_empty())?;
        self.names.labels().title(self.names.page_at(path, self.page.path)?)
    }
}

/// The words of a role that leads nowhere on the site; `None` if it means nothing here.
fn words_of(role: &MystRole<'_>) -> Option<String> {
    let (words, target) = role.words_and_target();
    let domain = role.name.rsplit(':').next().unwrap_or(role.name);
    let text = role.text;
    Some(match role.name {
        "download" => format!("[{}](<{target}>)", words.unwrap_or(target)),
        "index" => words.unwrap_or(text).to_owned(),
        "abbr" | "abbreviation" => abbreviation(text),
        "sub" | "subscript" => element("sub", text),
        "sup" | "superscript" => element("sup", text),
        "kbd" | "keys" => element("kbd", text),
        "del" | "strike" => element("s", text),
        "u" | "underline" => element("u", text),
        "guilabel" | "strong" | "button" => format!("**{text}**"),
        "menuselection" => format!("**{}**", text.replace("-->", "▸")),
        "emphasis" | "dfn" | "sc" | "smallcaps" => format!("*{text}*"),
        "rfc" => format!("[RFC {text}](https://www.rfc-editor.org/rfc/rfc{text})"),
        "pep" => format!("[PEP {text}](https://peps.python.org/pep-{text:0>4}/)"),
        name if name.starts_with("bdg") => format!("*{}*", words.unwrap_or(target)),
        name if CODE.contains(&name) || API.contains(&domain) => {
            inline(words.unwrap_or_else(|| short(target)))
        }
        _ => return None,
    })
}

/// Roles whose words are code.
const CODE: [&str; 12] = [
    "code", "file", "command", "envvar", "option", "program", "samp", "literal", "mimetype",
    "regexp", "makevar", "token",
];

/// Roles for parts of programs, in any language.
const API: [&str; 15] = [
    "class",
    "func",
    "function",
    "meth",
    "method",
    "mod",
    "module",
    "attr",
    "attribute",
    "exc",
    "obj",
    "data",
    "const",
    "property",
    "type",
];

/// Whether a role shows an icon, which has no words.
fn is_icon(name: &str) -> bool {
    matches!(name, "fa" | "fas" | "fab" | "far" | "octicon" | "iconify")
        || name.starts_with("material-")
}

/// The name of a part of a program as readers see it: of `~a.b.C` the last part.
fn short(target: &str) -> &str {
    match target.strip_prefix('~') {
        Some(target) => target.rsplit('.').next().unwrap_or(target),
        None => target,
    }
}

/// Words of a link in which a number or the title is to be filled in. Nothing has a number here.
fn filled(words: &str, title: &str) -> String {
    let filled = words.replace("{name}", title).replace("{number}", "").replace("%s", "");
    let filled = filled.trim();
    if filled.is_empty() { title.to_owned() } else { filled.to_owned() }
}

/// Words in a link, where no other link can stand.
fn link_words(words: &str) -> String {
    words.replace('[', "\\[").replace(']', "\\]")
}

fn element(name: &str, words: &str) -> String {
    format!("<{name}>{}</{name}>", literal(words))
}

/// `HTML (Hypertext Markup Language)`.
fn abbreviation(text: &str) -> String {
    match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((short, long)) => {
            format!("<abbr title=\"{}\">{}</abbr>", literal(long.trim()), literal(short.trim()))
        }
        None => text.to_owned(),
    }
}
