//! YAML documents to [`Config`]. Tables declare what the settings take. Names are resolved here, so that the rest of
//! the program deals in positions that are always valid.

mod advice;
mod checks;
mod clash;
mod collections;
mod external;
mod fields;
mod home;
mod languages;
mod links;
mod matrices;
mod names;
mod reader_links;
mod references;
mod search;
mod settings;
mod texts;
mod theme;
mod values;
mod vocabularies;

use super::declare::{Declaration, KeyInfo};
use super::{Config, LanguageAddresses, SiteLanguage};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::yaml::{Value, YamlDocument, near_misses};
use clash::{report_clashing_inverses, report_taken_folders, report_taken_pages};
use collections::DeclaredCollection;
use languages::DeclaredWords;
use matrices::DeclaredMatrix;
use names::{Named, Names};
use settings::SETTINGS;
use vocabularies::DeclaredVocabulary;

pub(crate) use values::{is_absolute, parse_base_url, words_of_name};

/// The keys of the settings, for editors and people.
pub(crate) fn setting_keys() -> Vec<KeyInfo> {
    SETTINGS.describe()
}

/// Keys of the settings whose values are words for people: a `#` in them is never the beginning of a comment.
const WORDS: [&str; 8] =
    ["title", "description", "author", "label", "singular", "text", "help", "name"];

/// Reads the configuration from `fieldguide.yaml` and the files it includes, in that order.
pub(crate) fn load(documents: &[YamlDocument], diagnostics: &mut Diagnostics) -> Config {
    let mut declared = Declared::default();
    for document in documents {
        let node = document.node();
        if *node.value != Value::Null {
            let mut found = Diagnostics::default();
            SETTINGS.read(&mut declared, &node, &mut found);
            report_near_misses(document, &mut found);
            diagnostics.extend(found);
        }
    }
    declared.resolve(diagnostics)
}

/// Reports values that YAML reads in another way than their author, but for those in a line that has a report.
fn report_near_misses(document: &YamlDocument, diagnostics: &mut Diagnostics) {
    let file = &document.slice.file;
    for problem in near_misses(document, |key| WORDS.contains(&key)) {
        if problem.span.is_none_or(|span| !diagnostics.has_in_line(span, file)) {
            diagnostics.push(problem);
        }
    }
}

/// The documents put together, before names are resolved.
#[derive(Default)]
struct Declared {
    /// All that names nothing.
    config: Config,
    /// The last tag, and where it is written.
    language: Option<Named>,
    languages: Option<Vec<SiteLanguage>>,
    addresses: LanguageAddresses,
    words: Vec<DeclaredWords>,
    vocabularies: Vec<Declaration<DeclaredVocabulary>>,
    collections: Vec<Declaration<DeclaredCollection>>,
    matrices: Vec<Declaration<DeclaredMatrix>>,
    home_collections: Option<Vec<Named>>,
}

impl Declared {
    fn resolve(mut self, diagnostics: &mut Diagnostics) -> Config {
        languages::resolve(&mut self, diagnostics);
        let mut names = Names::new(diagnostics);
        let mut config = std::mem::take(&mut self.config);
        config.vocabularies = vocabularies::resolve(&self.vocabularies);
        collections::resolve(&self.collections, &mut config, &mut names);
        config.matrices = matrices::resolve(&self.matrices, &config, &mut names);
        config.home.collections = self.home_collections.as_ref().map(|shown| {
            shown.iter().filter_map(|named| names.collection(named, &config)).collect()
        });
        report_clashing_inverses(&config, &self, diagnostics);
        report_taken_folders(&config, &self, diagnostics);
        report_taken_pages(&config, diagnostics);
        languages::report_taken_folders(&config, diagnostics);
        config
    }

    /// Where a relation names its inverse.
    fn inverse_span(&self, collection: &str, field: &str) -> Option<Span> {
        let declaration = self.collections.iter().find(|it| it.name == collection)?;
        let field = declaration.value.as_ref()?.fields.iter().find(|it| it.name == field)?;
        field.inverse.as_ref().map(|(_, span)| *span)
    }
}
