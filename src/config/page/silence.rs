//! Problems that are not reported on a page, each with the reason.

use crate::config::declare::{By, Shape, TextFormat};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Span;
use crate::yaml::YamlNode;

/// By code, the reason.
pub(super) const SILENCE: By<Vec<(Code, Span)>> = By {
    read: |node, diagnostics| Some(codes(node, diagnostics)),
    shape: || Shape::Map {
        key: "CODE",
        among: Code::all().filter(|code| can_be_silenced(*code)).map(Code::name).collect(),
        value: Box::new(Shape::Text { called: "the reason", format: TextFormat::Any }),
    },
    help_without_value: None,
};

/// Errors cannot be silenced: they would be published.
fn can_be_silenced(code: Code) -> bool {
    !code.is_fixed() && code.severity() != Severity::Error
}

fn codes(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<(Code, Span)> {
    let mut codes = Vec::new();
    for (name, reason) in node.entries(diagnostics) {
        let Some(code) = Code::from_name(name) else {
            let known = Code::all().filter(|code| can_be_silenced(*code)).map(Code::name);
            let message = format!("no check is called `{name}`");
            let problem = Diagnostic::new(Code::UnknownName, message).at(reason.key_span());
            diagnostics.push(problem.did_you_mean(reason.nearest(name, known)));
            continue;
        };
        if !can_be_silenced(code) {
            let message = format!("a page cannot silence `{name}`");
            let problem = Diagnostic::new(Code::InvalidValue, message).at(reason.key_span());
            diagnostics.push(
                problem.help("fix it, or give it another level under `checks` in the settings"),
            );
            continue;
        }
        match reason.text(diagnostics) {
            Some(text) if text.trim().is_empty() => {
                let problem = reason.invalid(format!("the reason to silence `{name}` is missing"));
                diagnostics.push(problem.help("say in a few words why it is right here"));
            }
            Some(_) => codes.push((code, reason.key_span())),
            None => {}
        }
    }
    codes
}
