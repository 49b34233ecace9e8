//! The Static Analysis Results Interchange Format (SARIF 2.1.0, an OASIS standard).

use serde_json::{Value, json};

use super::{VERSION, fix_as_written, in_words};
use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::percent;
use crate::source::{Sources, Span};

/// The log of one run: every code as a rule, every diagnostic as a result.
pub(super) fn sarif(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let results: Vec<Value> =
        diagnostics.iter().map(|diagnostic| result(diagnostic, sources)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "fieldguide",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::all().map(rule).collect::<Vec<_>>(),
            } },
            // A column is a character, as in all reports.
            "columnKind": "unicodeCodePoints",
            "properties": { "reportVersion": VERSION },
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    let (cause, cure) = explanation.split_once("\n\n").unwrap_or((explanation, explanation));
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.name().replace('-', " ") },
        "fullDescription": { "text": cause },
        "help": { "text": cure, "markdown": cure },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let placed = diagnostic.notes.iter().filter_map(|note| Some((&note.message, note.span?)));
    let related: Vec<Value> = placed
        .map(|(message, span)| {
            let place = physical_location(span, sources);
            json!({ "message": { "text": message }, "physicalLocation": place })
        })
        .collect();
    let locations = diagnostic.span.iter().map(|span| {
        let place = physical_location(*span, sources);
        json!({ "physicalLocation": place })
    });
    let fixes = fix_as_written(diagnostic, sources).into_iter().map(|one| fix(one, sources));
    json!({
        "ruleId": diagnostic.code.name(),
        // The rules stand in the order of the codes.
        "ruleIndex": diagnostic.code as usize,
        "level": level(diagnostic.severity),
        "message": { "text": in_words(diagnostic) },
        "locations": locations.collect::<Vec<_>>(),
        "relatedLocations": related,
        "fixes": fixes.collect::<Vec<_>>(),
    })
}

fn fix(fix: &Fix, sources: &Sources) -> Value {
    let place = physical_location(fix.span, sources);
    let replacement = json!({
        "deletedRegion": place["region"],
        "insertedContent": { "text": fix.text },
    });
    let change =
        json!({ "artifactLocation": place["artifactLocation"], "replacements": [replacement] });
    json!({ "artifactChanges": [change] })
}

fn physical_location(span: Span, sources: &Sources) -> Value {
    let (file, start, end) = sources.positions(span);
    json!({
        "artifactLocation": { "uri": uri(&file.path) },
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    })
}

/// A path as a URI: relative to the folder in which the command runs, unless it is absolute.
fn uri(path: &str) -> String {
    let encoded = percent::encode(path, "/-_.~");
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

/// The name that the format has for a severity.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "note",
        other => other.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        for (path, expected) in [
            ("content/a b/ü.md", "content/a%20b/%C3%BC.md"),
            ("../x:1.md", "../x%3A1.md"),
            ("/srv/a.md", "file:///srv/a.md"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
