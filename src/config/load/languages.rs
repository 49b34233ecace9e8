//! The languages of a site, and the words of the settings in each.

use super::Declared;
use super::values::{LANGUAGE_TAG, plain};
use crate::config::declare::{
    AnyText, By, Converted, InBlock, KeyTable, List, Shape, Spanned, To, ValueType as _, key,
};
use crate::config::{Config, LanguageAddresses, Languages, SiteLanguage, Translations};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::language::name;
use crate::nearest::nearest;
use crate::source::Span;
use crate::yaml::{Value, YamlNode};

pub(super) const ADDRESSES: [(&str, LanguageAddresses); 2] =
    [("others", LanguageAddresses::Others), ("all", LanguageAddresses::All)];

pub(super) const LANGUAGES: Converted<List<Spanned<By<DeclaredLanguage>>>, Vec<SiteLanguage>> =
    Converted {
        from: List {
            of: Spanned(LANGUAGE),
            called: "language tags, or of blocks with `tag` and `name`",
        },
        make: |declared, _, diagnostics| Some(languages(declared, diagnostics)),
    };

/// A language as it is written.
#[derive(Default)]
pub(super) struct DeclaredLanguage {
    tag: Option<String>,
    name: Option<String>,
}

/// A tag, or a block with a tag and a name.
const LANGUAGE: By<DeclaredLanguage> = By {
    read: |node, diagnostics| match node.value {
        Value::Map(_) => InBlock(&LANGUAGE_KEYS).read(node, diagnostics),
        _ => Some(DeclaredLanguage { tag: LANGUAGE_TAG.read(node, diagnostics), name: None }),
    },
    shape: || Shape::Either(vec![LANGUAGE_TAG.shape(), LANGUAGE_KEYS.shape()]),
    help_without_value: None,
};

static LANGUAGE_KEYS: KeyTable<DeclaredLanguage> = KeyTable {
    keys: &[
        key("tag", &To(LANGUAGE_TAG, |it: &mut DeclaredLanguage, tag| it.tag = Some(tag)))
            .required("The language; a tag alone, instead of the block, will do."),
        key("name", &To(AnyText, |it: &mut DeclaredLanguage, name| it.name = Some(name)))
            .or("the name that fieldguide knows, else the tag", "What its speakers call it."),
    ],
    variants: None,
};

fn languages(
    declared: Vec<(DeclaredLanguage, Span)>,
    diagnostics: &mut Diagnostics,
) -> Vec<SiteLanguage> {
    let mut all: Vec<SiteLanguage> = Vec::new();
    for (DeclaredLanguage { tag, name: own_name }, span) in declared {
        let Some(tag) = tag else { continue };
        if all.iter().any(|known| known.tag.eq_ignore_ascii_case(&tag)) {
            let message = format!("`{tag}` is among the languages already");
            diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(span));
            continue;
        }
        let name = own_name.unwrap_or_else(|| name(&tag).to_owned());
        all.push(SiteLanguage { tag, name, span });
    }
    all
}

/// Words of the settings in another language, as they are written.
pub(super) struct DeclaredWords {
    tag: String,
    tag_span: Span,
    entries: Vec<(String, String, Span)>,
}

/// By language, words of the settings with their translation.
pub(super) const WORDS: By<Vec<DeclaredWords>> = By {
    read: |node, diagnostics| Some(words_by_language(node, diagnostics)),
    shape: || {
        Shape::map(
            "TAG",
            Shape::map(
                "WORDS",
                Shape::Either(vec![plain("the same in that language"), Shape::Nothing]),
            ),
        )
    },
    help_without_value: None,
};

fn words_by_language(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<DeclaredWords> {
    let mut all = Vec::new();
    for (tag, node) in node.entries(diagnostics) {
        let (tag, tag_span) = (tag.to_owned(), node.key_span());
        all.push(DeclaredWords { tag, tag_span, entries: translations(&node, diagnostics) });
    }
    all
}

/// Words with what they are in another language. Without a value they are still to be translated.
fn translations(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String, Span)> {
    let mut found = Vec::new();
    for (own, node) in node.entries(diagnostics) {
        if *node.value == Value::Null {
            continue;
        }
        let translated = node.text(diagnostics).filter(|text| !text.trim().is_empty());
        found.extend(translated.map(|translated| (own.to_owned(), translated, node.key_span())));
    }
    found
}

/// The languages of the site, once all files of settings are read: words may stand before the languages that they
/// belong to.
pub(super) fn resolve(declared: &mut Declared, diagnostics: &mut Diagnostics) {
    let config = &mut declared.config;
    if let Some((tag, _)) = &declared.language {
        config.language.clone_from(tag);
    }
    if let Some(all) = declared.languages.take() {
        if let Some(first) = all.first() {
            report_other_language(declared.language.as_ref(), &first.tag, diagnostics);
            config.language.clone_from(&first.tag);
        }
        config.languages = Languages { all, ..Languages::default() };
    }
    config.languages.addresses = declared.addresses;
    for words in std::mem::take(&mut declared.words) {
        add_words(words, &mut config.languages, diagnostics);
    }
}

/// Reports a `language` that is not the first of `languages`.
fn report_other_language(
    language: Option<&(String, Span)>,
    first: &str,
    diagnostics: &mut Diagnostics,
) {
    if let Some((tag, span)) = language.filter(|(tag, _)| tag != first) {
        let message = format!("`language` is `{tag}`, and the first of `languages` is `{first}`");
        let problem = Diagnostic::new(Code::InvalidValue, message).at(*span);
        diagnostics.push(problem.help("remove `language`: the first of `languages` counts"));
    }
}

fn add_words(declared: DeclaredWords, languages: &mut Languages, diagnostics: &mut Diagnostics) {
    let position = languages.position(&declared.tag).filter(|position| *position > 0);
    let Some(language) = position else {
        return diagnostics.push(unknown_language(&declared, languages));
    };
    match languages.words.iter_mut().find(|words| words.language == language) {
        Some(words) => words.extend(declared.entries),
        None => {
            let mut words = Translations::new(language);
            words.extend(declared.entries);
            languages.words.push(words);
        }
    }
}

fn unknown_language(
    DeclaredWords { tag, tag_span, .. }: &DeclaredWords,
    languages: &Languages,
) -> Diagnostic {
    let message = match languages.position(tag) {
        Some(_) => format!("the settings are written in `{tag}` already"),
        None => format!("the site has no other language `{tag}`"),
    };
    let problem = Diagnostic::new(Code::UnknownName, message).at(*tag_span);
    let others = languages.all.iter().skip(1).map(|language| language.tag.as_str());
    match nearest(tag, others) {
        Some(found) => problem.did_you_mean(Some(found)),
        None => problem.help("name it under `languages`, after the one that the settings are in"),
    }
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
