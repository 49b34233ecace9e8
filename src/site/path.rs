//! Where things are: in the content folder, on the site, in the output folder.

use std::fmt;

use super::{portable, signs};
use crate::config::UrlStyle;
use crate::document::is_combining;
use crate::language::composed;
use crate::percent;

/// A path inside the content folder, with `/` between its parts and none at its ends. Its letters are composed ones,
/// whatever form the file system has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct ContentPath(String);

impl ContentPath {
    /// A path whose parts are names, without `.` or `..`.
    pub(crate) fn new(path: impl Into<String>) -> ContentPath {
        ContentPath(composed(path.into()).into_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it lies in; empty at the top.
    pub(crate) fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub(crate) fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The file name without its ending; of a page, without all of its endings.
    pub(crate) fn stem(&self) -> &str {
        let name = self.file_name();
        match page_ending(name) {
            Some(ending) => &name[..name.len() - ending.len()],
            None => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        }
    }

    /// Whether a file of this name is a page.
    pub(crate) fn is_page(&self) -> bool {
        page_ending(self.file_name()).is_some()
    }

    /// The path without its ending.
    pub(crate) fn without_extension(&self) -> &str {
        let dot = self.0.len() - self.file_name().len() + self.stem().len();
        &self.0[..dot]
    }

    /// The path that `destination` means when it is written in a file of `folder`; `None` when it
    /// leaves the content folder. A leading `/` starts at the content folder.
    pub(crate) fn resolve(folder: &str, destination: &str) -> Option<ContentPath> {
        let (base, rest) = match destination.strip_prefix('/') {
            Some(rest) => ("", rest),
            None => (folder, destination),
        };
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Some(ContentPath::new(parts.join("/")))
    }

    /// The path as a file of `folder` writes it.
    pub(crate) fn seen_from(&self, folder: &str) -> String {
        let own: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let other: Vec<&str> = self.0.split('/').collect();
        let shared = own.iter().zip(&other[..other.len() - 1]).take_while(|(a, b)| a == b).count();
        "../".repeat(own.len() - shared) + &other[shared..].join("/")
    }

    /// The path as a link in a file of `folder` names it: what would end it, or mean something else there, is encoded.
    pub(crate) fn destination_from(&self, folder: &str) -> String {
        let mut destination = String::new();
        for c in self.seen_from(folder).chars() {
            if matches!(c, ' ' | '#' | '?' | '%' | '(' | ')' | '<' | '>') {
                destination.push_str(&percent::encode(c.encode_utf8(&mut [0; 4]), ""));
            } else {
                destination.push(c);
            }
        }
        destination
    }
}

/// Endings of files with Markdown: the usual ones, MDX, and those of Middleman, which names the format of the output and
/// the template language too. The longer of two comes first.
const PAGE_ENDINGS: [&str; 8] =
    [".html.md.erb", ".html.md", ".md.erb", ".markdown", ".mdown", ".mkd", ".mdx", ".md"];

/// The ending by which a file of this name is a page, as it is written.
fn page_ending(name: &str) -> Option<&str> {
    PAGE_ENDINGS.iter().find_map(|ending| {
        let start = name.len().checked_sub(ending.len()).filter(|start| *start > 0)?;
        name.get(start..).filter(|end| end.eq_ignore_ascii_case(ending))
    })
}

/// The path of a destination; then its query and its fragment, each with its sign (RFC 3986, sections 3.4 and 3.5).
pub(crate) fn split_destination(destination: &str) -> (&str, &str, &str) {
    let (rest, fragment) = destination.split_at(destination.find('#').unwrap_or(destination.len()));
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    (path, query, fragment)
}

impl fmt::Display for ContentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number that a name begins with, and what stands behind it: `01-intro` is the first, `intro`. A year is no such
/// number, nor is one without a sign behind it.
pub(crate) fn leading_number(name: &str) -> Option<(u32, &str)> {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &name[..name.len() - rest.len()];
    let words = rest.trim_start_matches(['-', '_', '.', ' ']);
    let is_order = digits.len() <= 3 && words.len() < rest.len() && !words.is_empty();
    Some((digits.parse().ok().filter(|_| is_order)?, words))
}

/// One part of an address: lower-case letters and digits of any script, and hyphens.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Slug(String);

impl Slug {
    /// Longest slug in bytes: with an ending it has to fit into a file name.
    const LONGEST: usize = 200;

    /// A slug out of any words; "page" when no letter is left.
    pub(crate) fn new(words: &str) -> Slug {
        let words = composed(words);
        let mut slug = Slug::or_empty(&words);
        if slug.is_empty() {
            slug = signs::in_words(&words);
            // These words are in ASCII.
            slug.truncate(Slug::LONGEST);
        }
        if portable::is_device(&slug) {
            slug.push('_');
        }
        if slug.is_empty() { Slug("page".to_owned()) } else { Slug(slug) }
    }

    /// A slug as an author wrote it, if it is one.
    pub(crate) fn parse(text: &str) -> Option<Slug> {
        let slug = composed(text.to_lowercase()).into_owned();
        let fits = !slug.is_empty() && slug.len() <= Slug::LONGEST && !portable::is_device(&slug);
        let is_valid = slug.chars().all(|c| c == '-' || is_of_slug(c));
        (fits && is_valid).then_some(Slug(slug))
    }

    /// The letters and digits of words, with a hyphen for what is between them. Signs at the end of a word that are
    /// part of its name become words.
    fn or_empty(words: &str) -> String {
        let words = words.to_lowercase();
        let mut slug = String::with_capacity(words.len());
        for (at, c) in words.char_indices() {
            let name = signs::behind_a_word(c).filter(|_| {
                let end = words[at..].trim_start_matches(|c| signs::behind_a_word(c).is_some());
                !slug.is_empty() && !slug.ends_with('-') && !end.starts_with(is_of_slug)
            });
            if let Some(name) = name {
                slug.push('-');
                slug.push_str(name);
            } else if is_of_slug(c) {
                slug.push(c);
            } else if !slug.ends_with('-') && !slug.is_empty() && c != '\'' && c != '’' {
                slug.push('-');
            }
            if slug.len() >= Slug::LONGEST {
                break;
            }
        }
        slug.trim_end_matches('-').to_owned()
    }

    /// The same slug for the second, third … name that would have it.
    pub(crate) fn numbered(&self, number: usize) -> Slug {
        Slug(format!("{}-{number}", self.0))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_of_slug(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining(c)
}

/// The name of a folder in addresses: a slug with its dots, as in `v2.3`.
fn folder_name(name: &str) -> String {
    let parts = name.split('.').filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(|part| Slug::new(part).0).collect();
    if parts.is_empty() { Slug::new(name).0 } else { parts.join(".") }
}

/// An address on the site, from its root, without a leading slash, not percent-encoded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct UrlPath(String);

impl UrlPath {
    /// The address of a page: the slugs of its folders and its own; `None` for an index.
    pub(crate) fn of_page(folder: &str, slug: Option<&Slug>, style: UrlStyle) -> UrlPath {
        let mut url = String::new();
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            url.push_str(&folder_name(part));
            url.push('/');
        }
        match (slug, style) {
            (None, UrlStyle::Files) => url.push_str("index.html"),
            (None, UrlStyle::Directories) => {}
            (Some(slug), UrlStyle::Files) => {
                url.push_str(slug.as_str());
                url.push_str(".html");
            }
            (Some(slug), UrlStyle::Directories) => {
                url.push_str(slug.as_str());
                url.push('/');
            }
        }
        UrlPath(url)
    }

    /// The same address with a number at the end of its name: `a/b-2.html`, `a/b-2/`.
    pub(crate) fn numbered(&self, number: usize) -> UrlPath {
        if self.0.is_empty() {
            return UrlPath(format!("index-{number}.html"));
        }
        let (stem, ending) = match self.0.strip_suffix('/') {
            Some(folder) => (folder, "/"),
            None => self.0.strip_suffix(".html").map_or((&*self.0, ""), |stem| (stem, ".html")),
        };
        UrlPath(format!("{stem}-{number}{ending}"))
    }

    /// The same address below a folder of the site, given with its slash.
    pub(crate) fn below(&self, prefix: &str) -> UrlPath {
        UrlPath(format!("{prefix}{}", self.0))
    }

    /// An address that is a file whatever the style.
    pub(crate) fn of_file(path: impl Into<String>) -> UrlPath {
        UrlPath(path.into())
    }

    /// The address of a file of the content folder: its path, with names that every file system can hold.
    pub(crate) fn of_asset(path: &ContentPath) -> UrlPath {
        UrlPath(portable::path(path.as_str()))
    }

    /// An address that a page had, as an author writes it: `/old/page.html`, `old/page` or
    /// `old/page/`. What does not end as a page does is a folder: `/v1.2`. `None` if it leaves the site or holds what
    /// no address of ours can; a server sees no anchor, and a file has no query.
    pub(crate) fn parse_alias(text: &str) -> Option<UrlPath> {
        let path = text.strip_prefix('/').unwrap_or(text);
        let path = percent::decode(path).filter(|_| !path.contains(['?', '#']))?;
        let path = composed(path).into_owned();
        let leaves_the_site =
            path.contains("//") || path.split('/').any(|part| matches!(part, "." | ".."));
        let is_unsafe = path.contains(['\\', ':', '<', '>', '"', '|', '*'])
            || path.chars().any(char::is_control);
        if path.is_empty() || leaves_the_site || is_unsafe {
            return None;
        }
        let is_file = [".html", ".htm"].iter().any(|end| path.to_lowercase().ends_with(end));
        let is_folder = path.ends_with('/') || is_file;
        Some(UrlPath(if is_folder { path } else { format!("{path}/") }))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a part of it is the name of a device with the sign that [`Slug::new`] gives it.
    pub(crate) fn has_changed_name(&self) -> bool {
        let names = self.0.split('/').map(|name| name.split('.').next().unwrap_or(name));
        let mut stems = names.filter_map(|name| name.strip_suffix('_'));
        stems.any(portable::is_device)
    }

    /// The file that a server answers with.
    pub(crate) fn output(&self) -> OutputPath {
        let index = if self.0.is_empty() || self.0.ends_with('/') { "index.html" } else { "" };
        OutputPath(format!("{}{index}", self.0))
    }

    /// The way from this page to the site's root: `./`, `../`, `../../`.
    pub(crate) fn root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The address of `target` as a link on this page writes it: relative, so that it holds at
    /// any root, in any subfolder and from a disk. Percent-encoded.
    pub(crate) fn link_to(&self, target: &UrlPath) -> String {
        let own: Vec<&str> = self.0.split('/').collect();
        let other: Vec<&str> = target.0.split('/').collect();
        let own_folders = &own[..own.len() - 1];
        let other_folders = &other[..other.len() - 1];
        let shared = own_folders.iter().zip(other_folders).take_while(|(a, b)| a == b).count();
        let mut link = "../".repeat(own_folders.len() - shared);
        link.push_str(&encode(&other[shared..].join("/")));
        if link.is_empty() { "./".to_owned() } else { link }
    }

    /// The address with everything but letters, digits and a few signs percent-encoded.
    pub(crate) fn encoded(&self) -> String {
        encode(&self.0)
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

/// Percent-encodes what a path may not hold (RFC 3986, section 3.3).
fn encode(path: &str) -> String {
    percent::encode(path, "/-_.~!$()*,=@+")
}

/// A file in the output folder, with `/` between its parts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct OutputPath(String);

impl OutputPath {
    pub(crate) fn new(path: impl Into<String>) -> OutputPath {
        OutputPath(path.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_hold_only_what_an_address_can() {
        for (words, slug) in [
            ("Warm Handoff", "warm-handoff"),
            ("  What's new?  ", "whats-new"),
            ("../../x", "x"),
            ("Évaluation", "évaluation"),
            ("仲間 支援", "仲間-支援"),
            ("!!!", "exclamation-mark-3"),
            ("~", "tilde"),
            ("?!", "question-mark-exclamation-mark"),
            ("😀", "u1f600"),
            (" ", "page"),
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C# for beginners", "c-sharp-for-beginners"),
            ("F#/C++", "f-sharp-c-plus-plus"),
            ("A+B", "a-b"),
            ("Report #2", "report-2"),
            ("u\u{308}bung", "übung"),
            ("con", "con_"),
            ("हिन्दी", "हिन्दी"),
            ("မြန်မာ", "မြန်မာ"),
        ] {
            assert_eq!(Slug::new(words).as_str(), slug, "{words}");
        }
        assert_eq!(Slug::parse("../../x"), None);
        assert_eq!(Slug::parse("a b"), None);
        assert!(Slug::parse("हिन्दी").is_some());
    }

    #[test]
    fn links_are_relative_to_their_page() {
        for (from, to, link) in [
            ("index.html", "a/b.html", "a/b.html"),
            ("a/b.html", "index.html", "../index.html"),
            ("a/b.html", "a/c.html", "c.html"),
            ("a/x/", "a/y/", "../y/"),
            ("a/x/", "a/x/", "./"),
            ("", "a/x/", "a/x/"),
            ("a/b.html", "ü 1.html", "../%C3%BC%201.html"),
        ] {
            let (from, to) = (UrlPath::of_file(from), UrlPath::of_file(to));
            assert_eq!(from.link_to(&to), link, "{from} to {to}");
        }
    }

    #[test]
    fn paths_are_written_as_the_author_would() {
        let path = ContentPath::new("a/c/d.md");
        assert_eq!(path.seen_from("a/b"), "../c/d.md");
        assert_eq!(path.seen_from(""), "a/c/d.md");
        assert_eq!(path.seen_from("a/c"), "d.md");
    }

    #[test]
    fn destinations_stay_inside_the_content_folder() {
        for (folder, to, path) in [
            ("a/b", "../c.md", Some("a/c.md")),
            ("a/b", "/c.md", Some("c.md")),
            ("a", "../../c.md", None),
        ] {
            let found = ContentPath::resolve(folder, to);
            assert_eq!(found.as_ref().map(ContentPath::as_str), path, "{to} in {folder}");
        }
    }
}
