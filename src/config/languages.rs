//! The languages of a site: which there are, which files are written in each, and where their pages
//! stand.

use std::collections::HashMap;

use crate::source::Span;

/// A language of the site.
#[derive(Clone, Debug)]
pub(crate) struct SiteLanguage {
    /// A BCP 47 tag, as the settings write it.
    pub(crate) tag: String,
    /// Its name in itself.
    pub(crate) name: String,
    /// Where it is declared.
    pub(crate) span: Span,
}

impl SiteLanguage {
    /// The first part of its addresses.
    pub(crate) fn folder(&self) -> String {
        self.tag.to_ascii_lowercase()
    }
}

/// Which languages have their tag in their addresses.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum LanguageAddresses {
    /// All but the first, whose pages stand at the root.
    #[default]
    Others,
    All,
}

/// Translations of the settings, and of tags, in another language.
#[derive(Clone, Debug)]
pub(crate) struct Translations {
    /// The position of the language.
    pub(crate) language: usize,
    /// Each with the words that stand for it, and where it is written.
    pub(crate) entries: Vec<(String, String, Span)>,
    /// The last entry of each text, by its position.
    by_text: HashMap<String, usize>,
}

impl Translations {
    /// Those of a language, by its position; none yet.
    pub(super) fn new(language: usize) -> Translations {
        Translations { language, entries: Vec::new(), by_text: HashMap::new() }
    }

    /// Adds words that are said later.
    pub(super) fn extend(&mut self, entries: impl IntoIterator<Item = (String, String, Span)>) {
        for entry in entries {
            self.by_text.insert(on_one_line(&entry.0), self.entries.len());
            self.entries.push(entry);
        }
    }

    /// The words for a text; the last ones count. Line breaks and repeated spaces make no difference.
    pub(crate) fn of(&self, text: &str) -> Option<&str> {
        let found = self.by_text.get(&on_one_line(text))?;
        Some(&self.entries[*found].1)
    }
}

/// The words of a text with one space between them.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The languages of a site; empty if it has one only.
#[derive(Clone, Default, Debug)]
pub(crate) struct Languages {
    /// The first one has all pages; the others fall back to it.
    pub(crate) all: Vec<SiteLanguage>,
    pub(crate) addresses: LanguageAddresses,
    pub(crate) words: Vec<Translations>,
}

/// The language of a file, by its name.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct LocalePath {
    /// The position of the language; 0 also where the site has one only.
    pub(crate) language: usize,
    /// The path without what says the language.
    pub(crate) path: String,
    /// The folder and the name say different languages, in this order; the name counts.
    pub(crate) contradiction: Option<(usize, usize)>,
}

impl Languages {
    /// How many locale sites the site has.
    pub(crate) fn locale_sites(&self) -> usize {
        self.all.len().max(1)
    }

    /// The beginning of the addresses of a language: nothing, or its folder and a slash.
    pub(crate) fn prefix(&self, language: usize) -> String {
        let at_root = language == 0 && self.addresses == LanguageAddresses::Others;
        let own = self.all.get(language).filter(|_| !at_root);
        own.map_or_else(String::new, |own| format!("{}/", own.folder()))
    }

    pub(crate) fn words(&self, language: usize) -> Option<&Translations> {
        self.words.iter().find(|words| words.language == language)
    }

    /// The language of a file of the content folder: its name ends with the tag, as in `page.fr.md`, or it
    /// lies in a folder of that name, as in `fr/page.md`.
    pub(crate) fn place(&self, path: &str) -> LocalePath {
        let (first, rest) = path.split_once('/').unwrap_or(("", path));
        let of_folder = self.position(first);
        let path = if of_folder.is_some() { rest } else { path };
        let name_at = path.rfind('/').map_or(0, |slash| slash + 1);
        let tagged = path[name_at..].rsplit_once('.').and_then(|(stem, ending)| {
            let (plain, tag) = stem.rsplit_once('.')?;
            let language = self.position(tag).filter(|_| !plain.is_empty())?;
            Some((language, format!("{}{plain}.{ending}", &path[..name_at])))
        });
        let (of_name, path) = match tagged {
            Some((language, path)) => (Some(language), path),
            None => (None, path.to_owned()),
        };
        let contradiction = of_folder.zip(of_name).filter(|(folder, name)| folder != name);
        LocalePath { language: of_name.or(of_folder).unwrap_or(0), path, contradiction }
    }

    /// The position of the language with a tag, in any case.
    pub(crate) fn position(&self, tag: &str) -> Option<usize> {
        self.all.iter().position(|language| language.tag.eq_ignore_ascii_case(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn languages(addresses: LanguageAddresses) -> Languages {
        let span = Sources::default().add(String::new(), String::new()).span(0, 0);
        let language = |tag: &str| {
            let (tag, name) = (tag.to_owned(), String::new());
            SiteLanguage { tag, name, span }
        };
        let all = ["en", "fr", "zh-CN"].map(language).to_vec();
        Languages { all, addresses, words: Vec::new() }
    }

    #[test]
    fn a_file_says_its_language_by_its_name_or_by_its_folder() {
        let languages = languages(LanguageAddresses::Others);
        for (path, language, plain) in [
            ("a/b.md", 0, "a/b.md"),
            ("a/b.fr.md", 1, "a/b.md"),
            ("fr/a/b.md", 1, "a/b.md"),
            ("fr/a/b.fr.md", 1, "a/b.md"),
            ("a/b.zh-cn.md", 2, "a/b.md"),
            ("en/a.md", 0, "a.md"),
            ("a/fr/b.md", 0, "a/fr/b.md"),
            ("a/b.it.md", 0, "a/b.it.md"),
            ("fr.md", 0, "fr.md"),
            (".fr.md", 0, ".fr.md"),
        ] {
            let expected = LocalePath { language, path: plain.to_owned(), contradiction: None };
            assert_eq!(languages.place(path), expected, "{path}");
        }
        assert_eq!(languages.place("fr/a.en.md").contradiction, Some((1, 0)));
    }

    #[test]
    fn the_last_words_for_a_text_count_however_it_is_broken_into_lines() {
        let span = Sources::default().add(String::new(), String::new()).span(0, 0);
        let entry = |own: &str, other: &str| (own.to_owned(), other.to_owned(), span);
        let mut words = Translations::new(1);
        words.extend([entry("A saw", "Une scie"), entry("Glue", "Colle")]);
        words.extend([entry("A\n  saw", "La scie")]);
        let found = ["A saw", " A  saw\n", "Glue", "Asaw"].map(|text| words.of(text));
        assert_eq!(found, [Some("La scie"), Some("La scie"), Some("Colle"), None]);
    }

    #[test]
    fn the_first_language_has_its_tag_in_addresses_only_if_all_have() {
        let prefixes = |addresses| [0, 1, 2].map(|at| languages(addresses).prefix(at));
        assert_eq!(prefixes(LanguageAddresses::Others), ["", "fr/", "zh-cn/"]);
        assert_eq!(prefixes(LanguageAddresses::All), ["en/", "fr/", "zh-cn/"]);
        assert_eq!(Languages::default().prefix(0), "");
    }
}
