//! Problems that a page is not told of, each with the reason why.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Span;
use crate::yaml::Node;

/// Reads `silence: { code: reason }`. Errors cannot be silenced: they would be published.
pub(super) fn codes(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<(Code, Span)> {
    let can_be = |code: Code| !code.is_fixed() && code.severity() != Severity::Error;
    let mut codes = Vec::new();
    for (name, reason) in node.entries(diagnostics) {
        let Some(code) = Code::from_name(name) else {
            let known = Code::all().filter(|code| can_be(*code)).map(Code::name);
            let message = format!("no check is called `{name}`");
            let problem = Diagnostic::new(Code::UnknownName, message).at(reason.key_span());
            diagnostics.push(problem.did_you_mean(reason.nearest(name, known)));
            continue;
        };
        if !can_be(code) {
            let message = format!("a page cannot silence `{name}`");
            let problem = Diagnostic::new(Code::InvalidValue, message).at(reason.key_span());
            diagnostics.push(
                problem.help("mend it, or give it another level under `checks` in the settings"),
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
