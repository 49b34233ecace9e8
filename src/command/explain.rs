//! `fieldguide explain CODE`: cause and cure of a kind of problem.

use super::{Outcome, Terminal};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::pipeline::Failed;

/// Explains a code, or lists them all.
pub(super) fn run(code: Option<&str>, terminal: &Terminal) -> Result<Outcome, Failed> {
    let Some(name) = code else {
        for code in Code::all() {
            let first = code.explanation().split(". ").next().unwrap_or_default();
            let first = first.split('\n').next().unwrap_or_default().trim_end_matches('.');
            terminal.print(&format!("{:<26} {:<8} {first}", code.name(), code.severity().name()));
        }
        return Ok(Outcome::Fine);
    };
    // As reports show it: `error[broken-link]`.
    let name = name.split(['[', ']']).nth(1).unwrap_or(name);
    let Some(code) = Code::from_name(name) else {
        let known = nearest(name, Code::all().map(Code::name));
        let problem = Diagnostic::new(Code::UnknownName, format!("no problem is called `{name}`"));
        let problem = match known {
            Some(_) => problem.did_you_mean(known),
            None => problem.help("list them all with `fieldguide explain`"),
        };
        return Err(Failed::from(problem));
    };
    terminal.print(&format!(
        "{}[{}]\n\n{}",
        code.severity().name(),
        code.name(),
        code.explanation()
    ));
    if !code.is_fixed() {
        terminal.print(&format!(
            "\nTo change how it counts, in fieldguide.yaml:\n\n  checks:\n    {}: off   # or: warning, error",
            code.name()
        ));
    }
    Ok(Outcome::Fine)
}
