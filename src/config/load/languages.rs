//! The languages of a site, and the words of the settings in each.

use super::values::{choice, language};
use crate::config::{Addresses, Config, Languages, SiteLanguage, Words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::language::name;
use crate::nearest::nearest;
use crate::yaml::{Fields, Node, Value};

/// What documents say of languages; words may stand before the languages that they belong to.
#[derive(Default)]
pub(super) struct Spoken<'a> {
    /// The last one that is a tag.
    pub(super) language: Option<(Node<'a>, String)>,
    pub(super) languages: Option<Node<'a>>,
    pub(super) addresses: Option<Node<'a>>,
    pub(super) words: Vec<(&'a str, Node<'a>)>,
}

impl<'a> Spoken<'a> {
    /// Takes what a document says; later ones count.
    pub(super) fn gather(&mut self, fields: &mut Fields<'a>, diagnostics: &mut Diagnostics) {
        if let Some(node) = fields.get("language")
            && let Some(tag) = language(&node, diagnostics)
        {
            self.language = Some((node, tag));
        }
        self.languages = fields.get("languages").or(self.languages.take());
        self.addresses = fields.get("language_addresses").or(self.addresses.take());
        if let Some(words) = fields.get("words") {
            self.words.extend(words.entries(diagnostics));
        }
    }
}

pub(super) fn languages(config: &mut Config, spoken: &Spoken<'_>, diagnostics: &mut Diagnostics) {
    if let Some((_, tag)) = &spoken.language {
        config.language.clone_from(tag);
    }
    if let Some(node) = &spoken.languages {
        let all = declared(node, diagnostics);
        if let (Some(first), Some((node, tag))) = (all.first(), &spoken.language)
            && first.tag != *tag
        {
            let first = &first.tag;
            let message =
                format!("`language` is `{tag}`, and the first of `languages` is `{first}`");
            let help = "remove `language`: the first of `languages` counts";
            diagnostics.push(node.invalid(message).help(help));
        }
        if let Some(first) = all.first() {
            config.language.clone_from(&first.tag);
        }
        config.languages = Languages { all, ..Languages::default() };
    }
    if let Some(node) = &spoken.addresses {
        let choices = [("others", Addresses::Others), ("all", Addresses::All)];
        config.languages.addresses = choice(node, &choices, diagnostics).unwrap_or_default();
    }
    let mut known: Vec<Words> = Vec::new();
    for (tag, node) in &spoken.words {
        let Some(language) = config.languages.position(tag).filter(|position| *position > 0) else {
            diagnostics.push(unknown_language(tag, node, &config.languages));
            continue;
        };
        let entries = node.entries(diagnostics).into_iter().filter_map(|(own, node)| {
            // Without a value it is still to be translated.
            let translated = match node.value {
                Value::Null => return None,
                _ => node.text(diagnostics)?,
            };
            let is_there = !translated.trim().is_empty();
            is_there.then(|| (own.to_owned(), translated, node.key_span()))
        });
        let entries: Vec<_> = entries.collect();
        match known.iter_mut().find(|words| words.language == language) {
            Some(words) => words.extend(entries),
            None => {
                let mut words = Words::new(language);
                words.extend(entries);
                known.push(words);
            }
        }
    }
    config.languages.words = known;
}

/// Pages of a collection or of a vocabulary cannot stand in the folder of a language.
pub(super) fn report_taken_folders(config: &Config, diagnostics: &mut Diagnostics) {
    let collections =
        config.collections.iter().map(|schema| ("collection", &schema.name, &schema.folder));
    let vocabularies = config.vocabularies.iter().map(|it| ("vocabulary", &it.name, &it.name));
    for (kind, name, folder) in collections.chain(vocabularies) {
        let first = folder.split('/').next().unwrap_or_default();
        let Some(position) = config.languages.position(first) else { continue };
        let message = format!("the folder `{first}` of the {kind} `{name}` is that of a language");
        let problem = Diagnostic::new(Code::InvalidValue, message);
        let problem = problem.at(config.languages.all[position].span);
        diagnostics.push(problem.help(format!("give the {kind} another folder or name")));
    }
}

/// The declared languages; each a tag, or a block with `tag` and `name`.
fn declared(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<SiteLanguage> {
    let mut all: Vec<SiteLanguage> = Vec::new();
    for item in node.list(diagnostics).unwrap_or_default() {
        let (tag, own_name) = if let Value::Map(_) = item.value {
            let Some(mut fields) = item.fields(diagnostics) else { continue };
            let tag = fields.require("tag", diagnostics);
            let tag = tag.and_then(|node| language(&node, diagnostics));
            let own_name = fields.text("name", diagnostics);
            fields.finish(diagnostics);
            (tag, own_name)
        } else {
            (language(&item, diagnostics), None)
        };
        let Some(tag) = tag else { continue };
        if all.iter().any(|known| known.tag.eq_ignore_ascii_case(&tag)) {
            diagnostics.push(item.invalid(format!("`{tag}` is among the languages already")));
            continue;
        }
        let name = own_name.unwrap_or_else(|| name(&tag).to_owned());
        all.push(SiteLanguage { tag, name, span: item.span() });
    }
    all
}

fn unknown_language(tag: &str, node: &Node<'_>, languages: &Languages) -> Diagnostic {
    let others = || languages.all.iter().skip(1).map(|language| language.tag.as_str());
    let message = match languages.position(tag) {
        Some(_) => format!("the settings are written in `{tag}` already"),
        None => format!("the site has no other language `{tag}`"),
    };
    let problem = Diagnostic::new(Code::UnknownName, message).at(node.key_span());
    match nearest(tag, others()) {
        Some(found) => problem.did_you_mean(Some(found)),
        None => problem.help("name it under `languages`, after the one that the settings are in"),
    }
}
