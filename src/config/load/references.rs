//! Where cited works are listed.

use super::values::{CONTENT_PATH, PAGE_PATH, plain};
use crate::config::declare::{
    By, Converted, InBlock, KeyTable, Shape, Spanned, TextFormat, To, ValueType as _, key,
};
use crate::config::{CitationStyle, References};
use crate::csl::Style;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::source::Span;
use crate::yaml::YamlNode;

pub(super) const REFERENCES: Converted<InBlock<DeclaredReferences>, References> =
    Converted { from: InBlock(&KEYS), make: references };

/// The block as it is written.
#[derive(Default)]
pub(super) struct DeclaredReferences {
    file: Option<(String, Span)>,
    page: Option<(String, Span)>,
    style: Option<(CitationStyle, Span)>,
}

static KEYS: KeyTable<DeclaredReferences> = KeyTable {
    keys: &[
        key("file", &To(Spanned(FILE), |it: &mut DeclaredReferences, file| it.file = Some(file)))
            .required("The file of works."),
        key(
            "style",
            &To(Spanned(STYLE), |it: &mut DeclaredReferences, style| it.style = Some(style)),
        )
        .or("numbers", "The style of citations and of the bibliography."),
        key(
            "page",
            &To(Spanned(PAGE_PATH), |it: &mut DeclaredReferences, page| it.page = Some(page)),
        )
        .or_default(|_| format!("`{PAGE}`"), "The page of the bibliography."),
    ],
    variants: None,
};

/// The path of the bibliography, unless the settings name another one.
const PAGE: &str = "references.md";

const FILE: By<String> = By {
    shape: || plain("a path in the content folder, of a YAML file or a `.bib` file"),
    ..CONTENT_PATH
};

fn references(
    declared: DeclaredReferences,
    _: &YamlNode<'_>,
    _: &mut Diagnostics,
) -> Option<References> {
    let (file, file_span) = declared.file?;
    let (page, page_span) = declared.page.unwrap_or_else(|| (PAGE.to_owned(), file_span));
    Some(References { file, file_span, page, page_span, style: declared.style })
}

/// A file, or the name of a style.
const STYLE: By<CitationStyle> = By {
    read: citation_style,
    shape: || {
        let names = Style::names().map(str::to_owned).collect();
        Shape::Either(vec![
            Shape::OneOf { called: Some("the name of a citation style"), names },
            Shape::Text {
                called: "the path of a `.csl` file in the content folder",
                format: TextFormat::Pattern("\\.[cC][sS][lL]$"),
            },
        ])
    },
    help_without_value: None,
};

fn citation_style(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<CitationStyle> {
    let text = node.text(diagnostics)?;
    if text.to_ascii_lowercase().ends_with(".csl") {
        return Some(CitationStyle::File(CONTENT_PATH.read(node, diagnostics)?));
    }
    if Style::names().any(|name| name == text) {
        return Some(CitationStyle::Bundled(text));
    }
    let message = format!("no citation style is called `{text}`");
    let problem = Diagnostic::new(Code::UnknownName, message).at(node.span());
    let nearest = nearest(&text, Style::names());
    diagnostics.push(match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.help(
            "write `apa`, `chicago-author-date`, `ieee`, `vancouver` or another name of the manual's \
             page on the reference file, or the path of a `.csl` file",
        ),
    });
    None
}
