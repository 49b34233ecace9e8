//! What texts hold that the project declares: variables, abbreviations, kinds of callouts.

use super::values::plain;
use crate::config::declare::{
    AnyText, By, InBlock, KeyTable, OneOf, Shape, To, ValueType as _, is_name, key, name_of,
};
use crate::config::{CalloutSchema, ComponentSpec, Tone};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::is_variable_name;
use crate::yaml::YamlNode;

/// Kinds of callouts, each with what stands over it.
pub(super) const CALLOUTS: By<Vec<CalloutSchema>> = By {
    read: |node, diagnostics| Some(callouts(node, diagnostics)),
    shape: || Shape::map("NAME", CALLOUT.shape()),
    help_without_value: None,
};

/// A callout as it is written.
#[derive(Default)]
struct DeclaredCallout {
    label: Option<String>,
    tone: Tone,
}

static CALLOUT: KeyTable<DeclaredCallout> = KeyTable {
    keys: &[
        key("label", &To(AnyText, |it: &mut DeclaredCallout, label| it.label = Some(label)))
            .required("The words that stand over it."),
        key("tone", &To(OneOf(&Tone::ALL), |it: &mut DeclaredCallout, tone| it.tone = tone))
            .or_default(
                |it| name_of(&Tone::ALL, &it.tone),
                "The look and the weight of the callout.",
            ),
    ],
    variants: None,
};

fn callouts(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<CalloutSchema> {
    let mut callouts: Vec<CalloutSchema> = Vec::new();
    for (name, node) in node.entries(diagnostics) {
        let is_component = ComponentSpec::all().any(|(known, _)| known == name);
        let is_free = !is_component && callouts.iter().all(|known| known.name != name);
        if !is_name(name) || !is_free {
            let message = if is_free {
                "names are made of letters, digits, `-` and `_`".to_owned()
            } else {
                format!("there is a component `{name}` already")
            };
            let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
            diagnostics.push(problem.help("choose another name"));
            continue;
        }
        let Some(DeclaredCallout { label: Some(label), tone }) =
            InBlock(&CALLOUT).read(&node, diagnostics)
        else {
            continue;
        };
        callouts.push(CalloutSchema { name: name.to_owned(), label, tone });
    }
    callouts
}

/// Names, and the words that each stands for in texts.
pub(super) const VARIABLES: By<Vec<(String, String)>> = By {
    read: |node, diagnostics| Some(variables(node, diagnostics)),
    shape: || Shape::map("NAME", AnyText.shape()),
    help_without_value: None,
};

fn variables(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    for (name, node) in node.entries(diagnostics) {
        if !is_variable_name(name) {
            let message = format!("`{name}` cannot be the name of a variable");
            let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
            diagnostics.push(problem.help("write letters, digits, `-` and `_`"));
            continue;
        }
        if let Some(value) = node.text(diagnostics) {
            variables.push((name.to_owned(), value));
        }
    }
    variables
}

/// Short forms, and what each is short for.
pub(super) const ABBREVIATIONS: By<Vec<(String, String)>> = By {
    read: |node, diagnostics| Some(abbreviations(node, diagnostics)),
    shape: || Shape::map("FORM", plain("what it is short for")),
    help_without_value: None,
};

fn abbreviations(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut abbreviations = Vec::new();
    for (short, node) in node.entries(diagnostics) {
        if short.is_empty() || !short.chars().all(char::is_alphanumeric) {
            let message = format!("`{short}` is no abbreviation");
            let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
            diagnostics
                .push(problem.help("write letters and digits: `EHR: electronic health record`"));
            continue;
        }
        match node.text(diagnostics) {
            Some(long) if long.trim().is_empty() => {
                diagnostics.push(node.invalid(format!("what `{short}` is short for is missing")));
            }
            Some(long) => abbreviations.push((short.to_owned(), long)),
            None => {}
        }
    }
    abbreviations
}
