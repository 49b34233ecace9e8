//! Texts in the dialects of other tools, as texts in ours.
//!
//! In: a text, the dialect it was written in, and the names of the files around it. Out: the same text with our marks,
//! and where each part of it was written, so that reports show what its author wrote. What is in code stays as it is.
//! What nobody here understands is marked as such: it is on the page, no search finds it, and a report names it.

mod abbreviation;
mod attributes;
mod callout;
mod code;
mod comments;
mod container;
mod contents;
mod docusaurus;
mod edits;
mod fence;
mod files;
mod foreign;
mod front_matter;
mod future;
mod hugo;
mod inclusion;
mod jekyll;
mod lines;
mod markdown_in_html;
mod marked;
mod mdbook;
mod mkdocs;
mod module;
mod myst;
mod names;
mod obsidian;
mod own_marks;
mod pandoc;
mod prose;
mod shortcode;
mod signs;
mod tag;
mod vitepress;
mod zola;

use crate::config::SourceDialect;
use crate::source::WrittenText;

use comments::PercentSigns;
use edits::Edits;
pub(crate) use files::{FileTexts, ShownBytes};
pub(crate) use myst::{PageLabels, SiteLabels};
pub(crate) use names::FileNames;
pub(crate) use own_marks::dialects_of;
use prose::SourceProse;

/// A text in our dialect.
#[derive(Debug)]
pub(crate) struct TranslatedText {
    pub(crate) text: String,
    /// The text that it was made from.
    pub(crate) written: WrittenText,
    /// What is shown and not understood, in order.
    pub(crate) not_understood: Vec<NotUnderstood>,
    /// Whether other files have a part in it: then it may change though its own text does not.
    pub(crate) depends_on_others: bool,
}

/// A construct of another tool that has no meaning here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NotUnderstood {
    /// Where it stands in the translation, in bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Its kind without what differs from one to the next: `{{< param >}}`.
    pub(crate) form: String,
}

/// What is known of a site whose pages are translated.
#[derive(Clone, Copy, Default)]
pub(crate) struct SiteMarks<'t> {
    /// The day of the build, as `2026-03-31`.
    pub(crate) today: &'t str,
    /// Whether text between dollar signs is a formula.
    pub(crate) has_math: bool,
    /// Whether the site has references to cite.
    pub(crate) has_references: bool,
}

/// A page that is translated.
#[derive(Clone, Copy)]
pub(crate) struct DialectPage<'t> {
    /// Its path in the content folder.
    pub(crate) path: &'t str,
    pub(crate) text: &'t str,
    pub(crate) dialect: SourceDialect,
    /// What reads the files that it shows parts of.
    pub(crate) files: &'t dyn FileTexts,
    /// How much of them is shown so far.
    pub(crate) shown: &'t ShownBytes,
    pub(crate) site: SiteMarks<'t>,
    /// How many texts it is shown in, one within the other.
    pub(crate) depth: usize,
}

/// Translates the text of a page, unless it is in our dialect already.
pub(crate) fn translate(page: DialectPage<'_>, names: &FileNames) -> Option<TranslatedText> {
    let dialect = page.dialect;
    let prose = match dialect {
        SourceDialect::Docusaurus => SourceProse::of_mdx(page.text),
        SourceDialect::Myst => SourceProse::of_myst(page.text),
        SourceDialect::Jekyll => SourceProse::of_kramdown(page.text),
        _ => SourceProse::of(page.text),
    };
    let mut edits = Edits::default();
    front_matter::translate(&prose, dialect, &mut edits);
    if matches!(dialect, SourceDialect::Hugo | SourceDialect::Jekyll) {
        future::translate(page, &prose, &mut edits);
    }
    match dialect {
        SourceDialect::Docusaurus => docusaurus::translate(page, &prose, names, &mut edits),
        SourceDialect::Vitepress => {
            vitepress::translate(page, &prose, names, &mut edits);
            signs::translate(&prose, &mut edits);
        }
        SourceDialect::Obsidian => obsidian::translate(page, &prose, names, &mut edits),
        SourceDialect::Mkdocs => mkdocs::translate(page, &prose, names, &mut edits),
        SourceDialect::Jekyll => jekyll::translate(page, &prose, names, &mut edits),
        SourceDialect::Mdbook => mdbook::translate(page, &prose, names, &mut edits),
        SourceDialect::Myst => myst::translate(page, &prose, names, &mut edits),
        SourceDialect::Hugo => hugo::translate(page, &prose, names, &mut edits),
        SourceDialect::Zola => zola::translate(page, &prose, names, &mut edits),
        SourceDialect::Plain => pandoc::translate(&prose, &mut edits),
    }
    comments::remove(&prose, &mut edits);
    let percents = match dialect {
        SourceDialect::Obsidian => PercentSigns::Comments,
        _ => PercentSigns::Doubtful,
    };
    comments::remove_percents(&prose, percents, &mut edits);
    callout::quoted(&prose, &mut edits);
    foreign::show(&prose, &mut edits);
    edits.apply(page.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct TestFiles<'t>(&'t [(&'t str, &'t str)]);

    impl FileTexts for TestFiles<'_> {
        fn text(&self, path: &str) -> Option<String> {
            let path = names::tidy("", path)?;
            let found = self.0.iter().find(|(name, _)| *name == path);
            found.map(|(_, text)| (*text).to_owned())
        }
    }

    /// The translation of a text, or the text itself.
    pub(super) fn translated(text: &str, dialect: SourceDialect, files: &[&str]) -> String {
        let files: Vec<(&str, &str)> = files.iter().map(|path| (*path, "")).collect();
        translated_with(text, dialect, &files)
    }

    /// The translation of a text beside files with texts, or the text itself.
    pub(super) fn translated_with(
        text: &str,
        dialect: SourceDialect,
        files: &[(&str, &str)],
    ) -> String {
        let names = FileNames::new(files.iter().map(|(path, _)| (*path).to_owned()));
        let pages = files.iter().filter(|(path, _)| path.ends_with(".md"));
        let labels = SiteLabels::new(pages.map(|(path, text)| PageLabels::of(path, text)));
        let names = names.with_labels(labels);
        let site = SiteMarks { today: "2026-12-01", ..SiteMarks::default() };
        let files = &TestFiles(files);
        let shown = &ShownBytes::default();
        let page =
            DialectPage { path: "notes/own.md", text, dialect, files, shown, site, depth: 0 };
        translate(page, &names).map_or_else(|| text.to_owned(), |made| made.text)
    }

    #[test]
    fn a_text_without_marks_of_another_tool_is_none() {
        for (_, dialect) in SourceDialect::ALL {
            let text = "# A\n\nWords and `[[code]]`.\n\n```\n[[x]] {{< y >}} !!! z\n```\n";
            assert_eq!(translated(text, dialect, &[]), text, "{}", dialect.name());
        }
    }
}
