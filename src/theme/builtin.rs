//! The built-in theme: the files of `themes/default`, compiled into the program.

/// A file of the built-in theme: its path inside the theme, and its bytes.
pub(super) type File = (&'static str, &'static [u8]);

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../themes/default/", $path)))),*]
    };
}

// A macro, since `include_bytes!` wants its path as a literal. A test holds the list to the folder.
pub(super) const FILES: &[File] = files![
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
    "static/js/contents.js",
    "static/js/list.js",
    "static/js/main.js",
    "static/js/matrix.js",
    "static/js/search/answer.js",
    "static/js/search/client.js",
    "static/js/search/combobox.js",
    "static/js/search/excerpt.js",
    "static/js/search/files.js",
    "static/js/search/filters.js",
    "static/js/search/page.js",
    "static/js/search/query.js",
    "static/js/search/rank.js",
    "static/js/search/results.js",
    "static/js/search/shortcut.js",
    "static/js/search/spelling.js",
    "static/js/search/stems.js",
    "static/js/search/tokens.js",
    "static/js/search/words.js",
    "static/js/tabs.js",
    "static/js/terms.js",
    "strings/en.yaml",
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
    use std::path::Path;

    use super::FILES;

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
