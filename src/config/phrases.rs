//! The words of the settings that readers see: which they are, and the same in another language.

use std::collections::HashSet;

use super::{Config, FieldKind, NamedLink, Translations};

/// Whether a site in another language needs the words in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TranslationNeed {
    /// They are said to readers.
    Said,
    /// Names and the like, which may be the same in all languages.
    Perhaps,
}

impl Config {
    /// The settings of another language of the site, by its position; what nobody translated stays as it
    /// is.
    pub(super) fn in_language(&self, language: usize) -> Config {
        let mut config = self.clone();
        if let Some(own) = self.languages.all.get(language) {
            config.language.clone_from(&own.tag);
        }
        if let Some(words) = self.languages.words(language) {
            config.each_phrase(&mut |phrase, _| translate(phrase, words));
            // Whoever looks for a short form finds what it is short for.
            let pairs =
                config.abbreviations.iter().map(|(short, long)| vec![short.clone(), long.clone()]);
            config.synonyms.extend(pairs);
        }
        config
    }

    /// The words that readers see, each once, in the order of the settings.
    pub(crate) fn phrases(&self) -> Vec<(String, TranslationNeed)> {
        let mut found: Vec<(String, TranslationNeed)> = Vec::new();
        let mut known = HashSet::new();
        self.clone().each_phrase(&mut |phrase, need| {
            if !phrase.trim().is_empty() && known.insert(phrase.clone()) {
                found.push((phrase.clone(), need));
            }
        });
        found
    }

    fn each_phrase(&mut self, visit: &mut dyn FnMut(&mut String, TranslationNeed)) {
        visit(&mut self.title, TranslationNeed::Said);
        optional(&mut self.description, visit);
        if let Some(author) = &mut self.author {
            visit(author, TranslationNeed::Perhaps);
        }
        for value in self.variables.values_mut() {
            visit(value, TranslationNeed::Perhaps);
        }
        for (_, long) in &mut self.abbreviations {
            visit(long, TranslationNeed::Perhaps);
        }
        links(self.menu.iter_mut().flatten(), visit);
        if let Some((text, _)) = &mut self.footer.text {
            visit(text, TranslationNeed::Said);
        }
        let footer = self.footer.links.iter_mut().chain(&mut self.footer.license);
        links(footer.chain(&mut self.contact), visit);
        for link in self.edit.iter_mut().chain(&mut self.report) {
            visit(&mut link.label, TranslationNeed::Said);
        }
        optional(&mut self.home.lead, visit);
        links(self.home.entries.iter_mut(), visit);
        for callout in &mut self.callouts {
            visit(&mut callout.label, TranslationNeed::Said);
        }
        for vocabulary in &mut self.vocabularies {
            visit(&mut vocabulary.label, TranslationNeed::Said);
            for term in &mut vocabulary.terms {
                visit(&mut term.label, TranslationNeed::Said);
                optional(&mut term.description, visit);
            }
        }
        for schema in &mut self.collections {
            visit(&mut schema.label, TranslationNeed::Said);
            visit(&mut schema.singular, TranslationNeed::Said);
            optional(&mut schema.description, visit);
            for field in &mut schema.fields {
                visit(&mut field.label, TranslationNeed::Said);
                if let FieldKind::Relation(relation) = &mut field.kind {
                    visit(&mut relation.inverse_label, TranslationNeed::Said);
                }
            }
        }
        for matrix in &mut self.matrices {
            visit(&mut matrix.label, TranslationNeed::Said);
        }
    }
}

fn optional(phrase: &mut Option<String>, visit: &mut dyn FnMut(&mut String, TranslationNeed)) {
    if let Some(phrase) = phrase {
        visit(phrase, TranslationNeed::Said);
    }
}

fn links<'a>(
    links: impl Iterator<Item = &'a mut NamedLink>,
    visit: &mut dyn FnMut(&mut String, TranslationNeed),
) {
    for link in links {
        visit(&mut link.label, TranslationNeed::Said);
        optional(&mut link.text, visit);
    }
}

fn translate(phrase: &mut String, words: &Translations) {
    if let Some(translated) = words.of(phrase) {
        translated.clone_into(phrase);
    }
}
