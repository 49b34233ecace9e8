//! The built-in theme: the files of `themes/default`, compiled into the program.

/// A file of the built-in theme: its path inside the theme, and its bytes.
pub(super) type BuiltinFile = (&'static str, &'static [u8]);

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../themes/default/", $path)))),*]
    };
}

// A macro, because `include_bytes!` needs a literal path. A test holds the list to the folder.
pub(super) const FILES: &[BuiltinFile] = files![
    "static/css/components.css",
    "static/css/content.css",
    "static/css/layout.css",
    "static/css/lists.css",
    "static/css/main.css",
    "static/css/print.css",
    "static/css/reset.css",
    "static/css/search.css",
    "static/css/tokens.css",
    "static/img/favicon.svg",
    "static/js/appearance.js",
    "static/js/contents.js",
    "static/js/list.js",
    "static/js/main.js",
    "static/js/matrix.js",
    "static/js/redirect.js",
    "static/js/search/address.js",
    "static/js/search/answer.js",
    "static/js/search/client.js",
    "static/js/search/combobox.js",
    "static/js/search/error.js",
    "static/js/search/excerpt.js",
    "static/js/search/files.js",
    "static/js/search/filters.js",
    "static/js/search/index.js",
    "static/js/search/literals.js",
    "static/js/search/load.js",
    "static/js/search/marks.js",
    "static/js/search/page.js",
    "static/js/search/phrase.js",
    "static/js/search/query.js",
    "static/js/search/rank.js",
    "static/js/search/results.js",
    "static/js/search/shortcut.js",
    "static/js/search/spelling.js",
    "static/js/search/stems.js",
    "static/js/search/synonyms.js",
    "static/js/search/terms.js",
    "static/js/search/tokens.js",
    "static/js/search/understand.js",
    "static/js/search/variants.js",
    "static/js/search/word.js",
    "static/js/search/words.js",
    "static/js/tabs.js",
    "static/js/terms.js",
    "strings/ar.yaml",
    "strings/de.yaml",
    "strings/en.yaml",
    "strings/es.yaml",
    "strings/fr.yaml",
    "strings/ja.yaml",
    "strings/zh.yaml",
    "templates/404.html",
    "templates/base.html",
    "templates/collection.html",
    "templates/glossary.html",
    "templates/home.html",
    "templates/matrix.html",
    "templates/page.html",
    "templates/partials/backlinks.html",
    "templates/partials/breadcrumbs.html",
    "templates/partials/card.html",
    "templates/partials/contents.html",
    "templates/partials/fields.html",
    "templates/partials/filters.html",
    "templates/partials/footer.html",
    "templates/partials/head.html",
    "templates/partials/header.html",
    "templates/partials/languages.html",
    "templates/partials/list-pages.html",
    "templates/partials/meta.html",
    "templates/partials/near.html",
    "templates/partials/pager.html",
    "templates/partials/relations.html",
    "templates/partials/search-form.html",
    "templates/partials/search-words.html",
    "templates/partials/sidebar.html",
    "templates/partials/sources.html",
    "templates/partials/theme-switch.html",
    "templates/partials/title.html",
    "templates/redirect.html",
    "templates/references.html",
    "templates/review.html",
    "templates/search.html",
    "templates/section.html",
    "templates/term.html",
    "templates/terms.html",
    "theme.yaml",
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::FILES;
    use crate::language::Conventions;

    const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

    /// The words of a language, by key.
    fn words(language: &str) -> BTreeMap<String, String> {
        let path = format!("strings/{language}.yaml");
        let (_, bytes) = FILES.iter().find(|(known, _)| *known == path).expect("it is there");
        let text = std::str::from_utf8(bytes).expect("it is text");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| line.split_once(": "));
        pairs.map(|(key, value)| (key.trim_matches('"').to_owned(), value.to_owned())).collect()
    }

    /// A key without its plural form, if it has one.
    fn counted(key: &str) -> Option<&str> {
        let (stem, form) = key.rsplit_once('_')?;
        FORMS.contains(&form).then_some(stem)
    }

    fn gaps(words: &str) -> BTreeSet<&str> {
        let parts = words.split('{').skip(1);
        // A name with the author's capital letters, or without: as the language needs it.
        let names = parts.filter_map(|part| Some(part.split_once('}')?.0));
        names.map(|name| name.trim_end_matches("_lower")).collect()
    }

    #[test]
    fn every_language_says_everything() {
        let english = words("en");
        for language in ["ar", "de", "es", "fr", "ja", "zh"] {
            let words = words(language);
            let conventions = Conventions::of(language);
            let numbers = (0..=200).chain([1_000, 1_000_000]);
            let forms: BTreeSet<&str> = numbers.map(|number| conventions.plural(number)).collect();
            let mut wanted: BTreeSet<String> = BTreeSet::new();
            for key in english.keys() {
                match counted(key) {
                    Some(stem) => wanted.extend(forms.iter().map(|form| format!("{stem}_{form}"))),
                    None => drop(wanted.insert(key.clone())),
                }
            }
            let known: BTreeSet<String> = words.keys().cloned().collect();
            assert_eq!(known, wanted, "{language}");
            for (key, said) in &words {
                assert!(!said.trim_matches('"').trim().is_empty(), "{language}: {key}");
                if let Some(english) = english.get(key).filter(|_| counted(key).is_none()) {
                    assert_eq!(gaps(said), gaps(english), "{language}: {key}");
                }
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_compiled_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let mut found: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(|entry| entry.expect("the theme can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(&folder).expect("it lies inside");
                path.to_string_lossy().replace('\\', "/")
            })
            .collect();
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
    }
}
