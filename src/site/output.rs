//! Files to be published.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::OutputPath;

/// The manifest of a build, in the output folder itself: it marks the folder as ours, and lists our
/// files in it.
pub(crate) const MANIFEST: &str = ".fieldguide-files";

/// Files for programs that every site with an address has.
pub(crate) const FEED: &str = "feed.xml";
pub(crate) const SITEMAP: &str = "sitemap.xml";
pub(crate) const ROBOTS: &str = "robots.txt";

/// The page where a query is answered, the script that answers it, and the folder of its files.
pub(crate) const SEARCH_PAGE: &str = "search.md";
const SEARCH_SCRIPT: &str = "assets/search.js";
pub(crate) const SEARCH_FILES: &str = "assets/search/";

/// The script that answers queries on the pages of a language, by its position and its tag.
pub(crate) fn search_script(language: usize, tag: &str) -> String {
    match language {
        0 => SEARCH_SCRIPT.to_owned(),
        _ => format!("assets/search-{}.js", tag.to_ascii_lowercase()),
    }
}

/// A file to be published.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) path: OutputPath,
    pub(crate) content: Content,
}

/// Where the bytes of an output come from.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Bytes(Arc<[u8]>),
    /// A file to copy as it is.
    File(PathBuf),
}

impl Content {
    /// Its bytes, without those of a file that is copied.
    pub(crate) fn known_length(&self) -> u64 {
        match self {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::File(_) => 0,
        }
    }
}

impl Output {
    pub(crate) fn text(path: OutputPath, text: String) -> Output {
        Output { path, content: Content::Bytes(text.into_bytes().into()) }
    }
}

/// Text that is already HTML. Made from Markdown, from highlighted code, or by escaping.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Html(String);

impl Html {
    /// Appends markup that the program itself wrote.
    pub(crate) fn push_markup(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// A plain text as HTML.
    pub(crate) fn of_text(text: &str) -> Html {
        let mut html = Html::default();
        html.push_text(text);
        html
    }

    pub(crate) fn push_html(&mut self, html: &Html) {
        self.0.push_str(&html.0);
    }

    /// Appends plain text, fit for content and for quoted attributes.
    pub(crate) fn push_text(&mut self, text: &str) {
        let mut done = 0;
        for (at, byte) in text.bytes().enumerate() {
            let entity = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => continue,
            };
            self.0.push_str(&text[done..at]);
            self.0.push_str(entity);
            done = at + 1;
        }
        self.0.push_str(&text[done..]);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn ends_with(&self, end: &str) -> bool {
        self.0.ends_with(end)
    }
}

impl fmt::Write for Html {
    /// For `write!` with markup of our own; text goes through [`Html::push_text`].
    fn write_str(&mut self, markup: &str) -> fmt::Result {
        self.0.push_str(markup);
        Ok(())
    }
}
