//! Foreign documents, converted to Markdown: saved sites of HTML, Word files, tables of values.
//!
//! In: a file or a folder that was not written for a site of Markdown. Out: a [`Conversion`]: pages and files of a content
//! folder, the settings that they need, and the [`Loss`]es: each word of the source is on a page or in a loss, with
//! its place and the rule that left it out. Nothing is written to disk here, and nothing outside of the source is read.
//!
//! Each kind has a reader, which makes a [`tree`] of what it reads, and all trees have one writer, [`markdown`].

mod csv;
mod encoding;
mod folder;
mod html;
mod markdown;
mod names;
mod page;
#[cfg(test)]
mod tests;
mod tree;
mod word;

pub(crate) use names::FreePaths;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

/// A kind of foreign documents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ForeignKind {
    /// A page of HTML, or a folder with a saved site.
    Html,
    /// A Word file, or a folder of them; each is a page.
    Word,
    /// A table of values, divided by commas, semicolons or tabs; each row is a page.
    Csv,
}

impl ForeignKind {
    /// By the name that `--from` has for each, with the endings of its files.
    pub(crate) const ALL: [(&'static str, ForeignKind, &'static [&'static str]); 3] = [
        ("html", ForeignKind::Html, &["html", "htm", "xhtml"]),
        ("word", ForeignKind::Word, &["docx"]),
        ("csv", ForeignKind::Csv, &["csv", "tsv"]),
    ];

    /// The name that `--from` has for it.
    pub(crate) fn name(self) -> &'static str {
        let named = ForeignKind::ALL.iter().find(|(_, kind, _)| *kind == self);
        named.map_or("html", |(name, ..)| name)
    }
}

/// What the one who moves chooses.
#[derive(Clone, Default, Debug)]
pub(crate) struct ConvertOptions {
    /// Of a table: the name of the column with the titles of the pages.
    pub(crate) title_column: Option<String>,
}

/// What a foreign source has become.
#[derive(Default, Debug)]
pub(crate) struct Conversion {
    pub(crate) pages: Vec<ConvertedPage>,
    pub(crate) files: Vec<ConvertedFile>,
    /// Keys of `fieldguide.yaml`, in order.
    pub(crate) settings: Vec<(String, PlainValue)>,
    /// In the order of the source.
    pub(crate) losses: Vec<Loss>,
}

impl Conversion {
    /// Sets that the pages have formulas, if they do.
    fn set_math(&mut self, has_math: bool) {
        if has_math {
            self.settings.push(("math".to_owned(), PlainValue::Literal("true".to_owned())));
        }
    }
}

/// A page to write.
#[derive(Debug)]
pub(crate) struct ConvertedPage {
    /// Inside the content folder: `guide/index.md`. A clean name on every system, and no other page has it.
    pub(crate) path: String,
    /// Plain words; never empty.
    pub(crate) title: String,
    /// Keys besides `title` and `aliases`, in order.
    pub(crate) front_matter: Vec<(String, PlainValue)>,
    /// Markdown in our own marks, without the title. Ends with a line feed unless it is empty.
    pub(crate) text: String,
    /// The address that the page had, from the root of the old site: `/guide/page.html`.
    pub(crate) old_address: Option<String>,
}

/// A file to put beside the pages.
#[derive(Debug)]
pub(crate) struct ConvertedFile {
    /// Inside the content folder, clean as that of a page.
    pub(crate) path: String,
    pub(crate) content: ConvertedContent,
}

/// What is in a file beside the pages.
#[derive(Debug)]
pub(crate) enum ConvertedContent {
    /// The same as in a file that lies in the folder of the source with all links followed.
    CopyOf(PathBuf),
    /// What a document held.
    Bytes(Vec<u8>),
}

/// A value of YAML, as it is to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum PlainValue {
    /// Words, which need quotation marks where YAML would take them for something else.
    Text(String),
    /// A number, a day, `true` or `false`: written as it is.
    Literal(String),
    List(Vec<PlainValue>),
    /// Keys and values, in order. A key needs quotation marks as words do.
    Block(Vec<(String, PlainValue)>),
}

/// Something of the source that is on no page, or not as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Loss {
    /// The file as its author knows it: relative to the source; of a single file, its name.
    pub(crate) source: String,
    pub(crate) place: Option<LossPlace>,
    /// A stable word for its kind: `script`, `navigation`, `empty-row`.
    pub(crate) kind: &'static str,
    /// All the words that are lost, or those that are not as they were. Shorten them in display only.
    pub(crate) words: String,
    /// A sentence: what was done, and why.
    pub(crate) rule: String,
}

impl Loss {
    /// Something of a file as a whole, or at no place that could be named.
    fn new(
        source: &str,
        kind: &'static str,
        words: impl Into<String>,
        rule: impl Into<String>,
    ) -> Loss {
        let (source, words, rule) = (source.to_owned(), words.into(), rule.into());
        Loss { source, place: None, kind, words, rule }
    }

    fn at(self, place: LossPlace) -> Loss {
        Loss { place: Some(place), ..self }
    }
}

/// Where in a file something stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LossPlace {
    /// A line, from 1.
    Line(usize),
    /// A row of a table, from 1, without the line of names.
    Row(usize),
    /// The words of the heading that it stands below.
    Heading(String),
}

impl fmt::Display for LossPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LossPlace::Line(line) => write!(f, "line {line}"),
            LossPlace::Row(row) => write!(f, "row {row}"),
            LossPlace::Heading(words) => write!(f, "below “{words}”"),
        }
    }
}

/// Converts a file, or a folder with a saved site. `Err` if the source cannot be read as what it is said to be, with what
/// to do about it; the command then exits with 2.
pub(crate) fn convert(
    kind: ForeignKind,
    source: &Path,
    options: &ConvertOptions,
) -> Result<Conversion, Diagnostic> {
    match kind {
        ForeignKind::Html => html::convert(source),
        ForeignKind::Word => word::convert(source),
        ForeignKind::Csv => csv::convert(source, options),
    }
}
