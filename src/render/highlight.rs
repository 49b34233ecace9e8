//! Code to HTML with classes.
//!
//! `syntect` finds the scopes of each piece; a short table turns them into the few classes that
//! the theme colours. Neighbours of one class share a `span`, so that the HTML stays small.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::lines::each_line;
use crate::site::Html;

/// Loaded when the first block of a known language is met.
pub(super) static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Scope prefixes and their classes; of those that fit, the first one counts. The empty class is
/// plain text.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    let table = [
        ("comment", "comment"),
        ("punctuation.definition.comment", "comment"),
        ("punctuation.definition.string", "string"),
        ("constant.character.escape", "constant"),
        ("string", "string"),
        ("constant.numeric", "number"),
        ("constant", "constant"),
        ("support.constant", "constant"),
        ("keyword.operator", "operator"),
        ("keyword", "keyword"),
        ("storage.type.function", "keyword"),
        ("storage", "keyword"),
        ("entity.name.function", "function"),
        ("support.function", "function"),
        ("variable.function", "function"),
        ("entity.name.tag", "tag"),
        ("entity.other.attribute-name", "attribute"),
        ("entity.name.section", "heading"),
        ("markup.heading", "heading"),
        ("markup.inserted", "inserted"),
        ("markup.deleted", "deleted"),
        ("markup.underline.link", "link"),
        ("entity.name", "type"),
        ("entity.other.inherited-class", "type"),
        ("support.type", "type"),
        ("support.class", "type"),
        ("variable.language", "keyword"),
        ("variable.parameter", "variable"),
        ("variable.other.constant", "constant"),
        ("punctuation", "punctuation"),
        ("meta.separator", "punctuation"),
    ];
    let classes = table.into_iter();
    classes
        .map(|(name, class)| (Scope::new(name).expect("the table holds valid scopes"), class))
        .collect()
});

/// The code as HTML. A language that is not known, or none, is plain text.
pub(super) fn highlight(language: &str, code: &str) -> Html {
    let mut html = Html::default();
    match (!language.is_empty()).then(|| find(language)).flatten() {
        Some(syntax) => write(&mut html, syntax, code),
        None => html.push_text(code),
    }
    html
}

fn find(language: &str) -> Option<&'static SyntaxReference> {
    let name = match language.to_ascii_lowercase().as_str() {
        "text" | "txt" | "plain" | "plaintext" | "console" | "output" => return None,
        "shell" | "zsh" | "shell-session" => "bash".to_owned(),
        "jsonc" | "json5" => "json".to_owned(),
        "jsx" | "mjs" | "cjs" => "js".to_owned(),
        "c++" => "cpp".to_owned(),
        "c#" => "cs".to_owned(),
        other => other.to_owned(),
    };
    SYNTAXES.find_syntax_by_token(&name)
}

fn write(html: &mut Html, syntax: &'static SyntaxReference, code: &str) {
    let mut scopes = ScopeStack::new();
    // The class that the text has inside of each open scope.
    let mut classes: Vec<&'static str> = Vec::new();
    let mut run = ClassRun { html, class: "" };
    each_line(code, syntax, &SYNTAXES, |line, changes| {
        let mut done = 0;
        for (at, change) in changes {
            let class = classes.last().copied().unwrap_or_default();
            run.push(class, &line[done..*at]);
            done = *at;
            // A grammar that pops too much: go on with what is there.
            let _ = scopes.apply_with_hook(change, |change, _| match change {
                BasicScopeStackOp::Push(scope) => {
                    let around = classes.last().copied().unwrap_or_default();
                    classes.push(class_of(scope).unwrap_or(around));
                }
                BasicScopeStackOp::Pop => drop(classes.pop()),
            });
        }
        run.push(classes.last().copied().unwrap_or_default(), &line[done..]);
    });
    run.close();
}

thread_local! {
    /// Classes found so far: grammars use the same scopes again and again.
    static KNOWN: RefCell<HashMap<Scope, Option<&'static str>>> = RefCell::default();
}

/// The class of a scope, if it has one of its own.
fn class_of(scope: Scope) -> Option<&'static str> {
    KNOWN.with_borrow_mut(|known| {
        *known.entry(scope).or_insert_with(|| {
            let found = CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope));
            found.map(|(_, class)| *class)
        })
    })
}

/// Text of one class that is being written.
struct ClassRun<'h> {
    html: &'h mut Html,
    class: &'static str,
}

impl ClassRun<'_> {
    fn push(&mut self, class: &'static str, text: &str) {
        if text.is_empty() {
            return;
        }
        // White space looks the same in every class.
        if class != self.class && !text.trim().is_empty() {
            self.close();
            if !class.is_empty() {
                let _ = write!(self.html, "<span class=\"hl-{class}\">");
            }
            self.class = class;
        }
        self.html.push_text(text);
    }

    fn close(&mut self) {
        if !self.class.is_empty() {
            self.html.push_markup("</span>");
        }
        self.class = "";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_gets_classes_and_stays_text() {
        let html = highlight("rust", "let a = \"<b>\"; // x\n").into_string();
        assert!(html.contains("<span class=\"hl-string\">&quot;&lt;b&gt;&quot;</span>"), "{html}");
        assert!(html.contains("<span class=\"hl-comment\">// x\n</span>"), "{html}");
        assert!(!html.contains("style="));
    }

    #[test]
    fn an_unknown_language_is_plain_text() {
        assert_eq!(highlight("nosuch", "a < b").into_string(), "a &lt; b");
    }
}
