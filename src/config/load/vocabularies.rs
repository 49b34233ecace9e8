//! Vocabularies: closed lists of values.

use super::values::plain;
use crate::config::declare::{
    AnyText, By, Declaration, InBlock, KeyTable, Shape, To, ValueType as _, is_name, key,
};
use crate::config::{Vocabulary, VocabularyTerm, words_of_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::yaml::{Value, YamlNode};

/// A vocabulary as it is written.
#[derive(Default)]
pub(super) struct DeclaredVocabulary {
    label: Option<String>,
    terms: Option<Vec<VocabularyTerm>>,
}

pub(super) static VOCABULARY: KeyTable<DeclaredVocabulary> = KeyTable {
    keys: &[
        key("label", &To(AnyText, |it: &mut DeclaredVocabulary, label| it.label = Some(label)))
            .or("the name as words", "The name that readers see."),
        key("values", &To(TERMS, |it: &mut DeclaredVocabulary, terms| it.terms = Some(terms)))
            .required("The values in the order in which they are shown, none called `index`."),
    ],
    variants: None,
};

/// The vocabularies of a project; those without values are left out.
pub(super) fn resolve(declared: &[Declaration<DeclaredVocabulary>]) -> Vec<Vocabulary> {
    declared.iter().filter_map(vocabulary).collect()
}

fn vocabulary(declared: &Declaration<DeclaredVocabulary>) -> Option<Vocabulary> {
    let DeclaredVocabulary { label, terms } = declared.value.as_ref()?;
    let label = label.clone().unwrap_or_else(|| words_of_name(&declared.name));
    Some(Vocabulary { name: declared.name.clone(), label, terms: terms.clone()? })
}

const TERMS: By<Vec<VocabularyTerm>> = By {
    read: |node, diagnostics| Some(terms(node, diagnostics)),
    shape: || {
        let term = vec![plain("a label"), TERM.shape(), Shape::Nothing];
        Shape::map("VALUE", Shape::Either(term))
    },
    help_without_value: None,
};

fn terms(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<VocabularyTerm> {
    let mut terms = Vec::new();
    for (value, node) in node.entries(diagnostics) {
        if value == "index" {
            let message = "`index` is the address of the list of values";
            let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
            diagnostics.push(problem.help("give the value another name"));
        } else if is_name(value) {
            terms.push(term(value, &node, diagnostics));
        } else {
            let message =
                "values are made of letters, digits, `-` and `_`; their label can be anything";
            let problem = Diagnostic::new(Code::InvalidValue, message);
            diagnostics.push(problem.at(node.key_span()));
        }
    }
    terms
}

/// A value of a vocabulary as it is written.
#[derive(Default)]
struct DeclaredTerm {
    label: Option<String>,
    description: Option<String>,
}

static TERM: KeyTable<DeclaredTerm> = KeyTable {
    keys: &[
        key("label", &To(AnyText, |it: &mut DeclaredTerm, label| it.label = Some(label)))
            .or("the value as words", "The words that readers see."),
        key("description", &To(AnyText, |it: &mut DeclaredTerm, text| it.description = Some(text)))
            .or("none", "What the value means."),
    ],
    variants: None,
};

fn term(value: &str, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> VocabularyTerm {
    let DeclaredTerm { label, description } = match node.value {
        Value::Null => DeclaredTerm::default(),
        Value::Map(_) => InBlock(&TERM).read(node, diagnostics).unwrap_or_default(),
        _ => DeclaredTerm { label: node.text(diagnostics), description: None },
    };
    let label = label.unwrap_or_else(|| words_of_name(value));
    VocabularyTerm { value: value.to_owned(), label, description }
}
