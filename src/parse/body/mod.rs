//! The text of a page: its tree, and what is wrong with it as Markdown. Whether links lead anywhere is for
//! later stages.
//!
//! In: the text after the front matter. Out: [`PageBody`]. `document` tells what is wrong with a mark by itself;
//! the checks here walk the tree.

mod anchors;
mod comments;
mod components;
mod footnotes;
mod links;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::walk::WalkEvent;
use crate::document::{Display, Document, NodeId, NodeKind, PlainText, Problem, TextRange};
use crate::markdown;
use crate::site::PlainSize;
use crate::source::{SourceFile, Span};

/// What the text of a page holds.
#[derive(Serialize, Deserialize)]
pub(super) struct PageBody {
    pub(super) document: Document,
    /// The start of the first paragraph, as plain text.
    pub(super) summary: Option<String>,
    pub(super) words: usize,
    pub(super) plain: PlainSize,
}

/// Levels of nested blocks that are still accepted.
const DEEPEST: usize = 100;

/// Reads the Markdown of a file from `body_start` on. The second result are its words, for who needs them now.
pub(super) fn read(
    file: &SourceFile,
    body_start: usize,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> (PageBody, PlainText) {
    let source = &file.text[body_start..];
    let parsed = Document::parse(source, config);
    let text = SourceText { file, start: body_start, source, document: &parsed.document };
    for Problem { diagnostic, place } in parsed.problems {
        diagnostics.push(diagnostic.at(text.span(place)));
    }
    text.check(diagnostics);
    let document = parsed.document;
    let plain = PlainText::of(&document, document.all(), source);
    let body = PageBody {
        summary: plain.summary.clone(),
        words: document.count_words(source),
        plain: PlainSize::of(&plain),
        document,
    };
    (body, plain)
}

/// A text with its tree.
#[derive(Clone, Copy)]
struct SourceText<'t> {
    file: &'t SourceFile,
    /// Where it begins in the file.
    start: usize,
    source: &'t str,
    document: &'t Document,
}

impl SourceText<'_> {
    fn span(&self, place: TextRange) -> Span {
        let range = place.range();
        self.file.span(self.start + range.start, self.start + range.end)
    }

    /// Reports what is wrong with the text.
    fn check(&self, diagnostics: &mut Diagnostics) {
        self.check_nodes(diagnostics);
        anchors::check(self, diagnostics);
        components::check(self, diagnostics);
        footnotes::check_unused(self, diagnostics);
        comments::check(self, diagnostics);
    }

    /// Reports what is wrong with single nodes, wherever they stand but in code.
    fn check_nodes(&self, diagnostics: &mut Diagnostics) {
        let (mut depth, mut code_blocks) = (0, 0);
        for step in self.document.walk(self.document.all()) {
            let (WalkEvent::Enter(id) | WalkEvent::Leave(id)) = step;
            let kind = self.document.nodes[id].kind;
            let level = usize::from(is_level(kind));
            let code = usize::from(matches!(kind, NodeKind::CodeBlock(_)));
            if let WalkEvent::Leave(_) = step {
                (depth, code_blocks) = (depth - level, code_blocks - code);
                continue;
            }
            (depth, code_blocks) = (depth + level, code_blocks + code);
            if level > 0 && depth == DEEPEST + 1 {
                diagnostics.push(self.too_deep(id));
            }
            if code_blocks == 0 {
                self.check_words(id, depth, diagnostics);
            }
        }
    }

    fn too_deep(&self, node: NodeId) -> Diagnostic {
        let TextRange { start, .. } = self.document.nodes[node].place;
        let message = format!("blocks are nested more than {DEEPEST} levels deep");
        let place = TextRange { start, end: start + 1 };
        Diagnostic::new(Code::NestingTooDeep, message).at(self.span(place))
    }

    /// Words that were meant as something else, and formulas that cannot be read.
    fn check_words(&self, id: NodeId, depth: usize, diagnostics: &mut Diagnostics) {
        let node = &self.document.nodes[id];
        match node.kind {
            NodeKind::Verbatim | NodeKind::Text(_) => {
                let words = self.document.words_of(node, self.source).unwrap_or_default();
                if node.kind == NodeKind::Verbatim {
                    footnotes::check_undefined(self, words, node.place, diagnostics);
                }
                if depth > 1 {
                    components::check_words(self, words, node.place, diagnostics);
                }
                links::check_words(self, node.place, diagnostics);
            }
            NodeKind::Formula(display, formula) => {
                let formula = self.document.read(self.document.texts[formula], self.source);
                if let Err(why) = markdown::mathml(formula, display == Display::Block) {
                    let message = format!("the formula cannot be read: {why}");
                    let problem = Diagnostic::new(Code::MathSyntax, message);
                    let problem = problem.at(self.span(node.place));
                    diagnostics.push(problem.help("for a dollar sign write `\\$`"));
                }
            }
            _ => {}
        }
    }
}

/// Whether what a node holds lies a level deeper.
fn is_level(kind: NodeKind) -> bool {
    !matches!(
        kind,
        NodeKind::Component(_)
            | NodeKind::Element(_)
            | NodeKind::Markup(_)
            | NodeKind::Comment
            | NodeKind::Break
            | NodeKind::Text(_)
            | NodeKind::Verbatim
            | NodeKind::Code(_)
            | NodeKind::Formula(..)
            | NodeKind::SoftBreak
            | NodeKind::HardBreak
            | NodeKind::NoteReference(_)
    )
}
