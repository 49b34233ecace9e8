//! Pages and files that another tool would not publish: those that its settings leave out, those below a page that says so
//! for all of them, and those whose names say that they are parts of others.

use std::path::Path;
use std::sync::Arc;

use super::file_cache::Listing;
use super::selection::is_named;
use super::tool::ToolSettings;
use super::walk::{FoundFile, content_path};
use crate::config::SourceDialect;

/// What keeps files of a folder from being published.
#[derive(Default)]
pub(super) struct Exclusions {
    /// The last one that names a file counts.
    rules: Vec<ExclusionRule>,
    /// The content folder as the rules see it: a path with a slash at its end, or nothing.
    base: String,
    /// Names of files and folders that are parts of others.
    partials: Partials,
}

struct ExclusionRule {
    /// A path and patterns in it, from the folder of the settings or of the content.
    pattern: String,
    is_from_content: bool,
    is_exception: bool,
    /// The key that an author reads in a report.
    key: Arc<str>,
}

/// Which names say that a file is a part of others.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Partials {
    #[default]
    None,
    /// Those that begin with `_`, except for the pages of folders.
    Underscore,
    /// Folders of templates.
    Templates,
}

/// Folders of Jekyll and Eleventy with parts of pages.
const TEMPLATES: [&str; 6] = ["_includes", "_layouts", "_data", "_sass", "_plugins", "_site"];

/// How a tool reads the patterns of a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PatternStyle {
    /// From the folder of the settings.
    Anchored,
    /// As in a `.gitignore`, from the content folder: one without a slash names files in any folder.
    Ignore,
}

impl Exclusions {
    pub(super) fn of(
        dialect: SourceDialect,
        content: &Path,
        settings: Option<&ToolSettings>,
    ) -> Exclusions {
        let partials = match dialect {
            SourceDialect::Docusaurus | SourceDialect::Zola => Partials::Underscore,
            SourceDialect::Jekyll => Partials::Templates,
            _ => Partials::None,
        };
        let content = std::path::absolute(content).unwrap_or_else(|_| content.to_owned());
        let above = settings.and_then(|it| content.strip_prefix(it.folder()).ok());
        let parts = above.iter().flat_map(|path| path.iter());
        let base = parts.map(|part| part.to_string_lossy().into_owned() + "/").collect();
        let mut found = Exclusions { rules: Vec::new(), base, partials };
        for (key, style, is_exception) in keys(dialect) {
            let patterns = settings.map(|settings| settings.list(key)).unwrap_or_default();
            for pattern in patterns {
                found.add(key, &pattern, *style, *is_exception);
            }
        }
        found
    }

    fn add(&mut self, key: &str, pattern: &str, style: PatternStyle, is_exception: bool) {
        let (pattern, is_negative) = match pattern.strip_prefix('!') {
            Some(rest) => (rest, true),
            None => (pattern, false),
        };
        let inner = pattern.trim_start_matches("./").trim_end_matches('/');
        let is_free = style == PatternStyle::Ignore && !inner.contains('/');
        let inner = inner.trim_start_matches('/');
        for pattern in alternatives(inner).into_iter().filter(|pattern| !pattern.is_empty()) {
            self.rules.push(ExclusionRule {
                pattern: if is_free { format!("**/{pattern}") } else { pattern },
                is_from_content: style == PatternStyle::Ignore,
                is_exception: is_exception || is_negative,
                key: key.into(),
            });
        }
    }

    /// Leaves out all below the folder of a page, because that page says so.
    pub(super) fn add_folder(&mut self, folder: &str, key: &str) {
        let pattern = if folder.is_empty() { "**".to_owned() } else { folder.to_owned() };
        let key = key.into();
        self.rules.push(ExclusionRule { pattern, is_from_content: true, is_exception: false, key });
    }

    /// What keeps a page from being published, by its path in the content folder.
    pub(super) fn of_page(&self, path: &str) -> Option<Arc<str>> {
        let partial = self.partials.name_in(path).map(Arc::from);
        partial.or_else(|| self.of_file(path))
    }

    /// What keeps another file from being published.
    pub(super) fn of_file(&self, path: &str) -> Option<Arc<str>> {
        let from_settings = format!("{}{path}", self.base);
        let last = self.rules.iter().rev().find(|rule| {
            let path = if rule.is_from_content { path } else { &from_settings };
            is_named(path, &rule.pattern)
        });
        last.filter(|rule| !rule.is_exception).map(|rule| Arc::clone(&rule.key))
    }

    /// Changes with all of it.
    pub(super) fn marks(&self) -> Vec<String> {
        let rules = self.rules.iter();
        let marks =
            rules.map(|rule| format!("{} {} {}", rule.key, rule.is_exception, rule.pattern));
        marks.chain([self.base.clone()]).collect()
    }
}

/// Marks the files of a listing that a tool would not publish. In a folder of Hugo, the page of a folder may say so of all
/// below it.
pub(super) fn hold(listing: &mut Listing, mut rules: Exclusions, content: &Path, is_hugo: bool) {
    let of_folders = listing.markdown.iter().filter(|(found, _)| {
        is_hugo && found.disk.file_stem().is_some_and(|stem| stem == "_index")
    });
    for (found, _) in of_folders {
        if std::fs::read_to_string(&found.disk).is_ok_and(|text| holds_folder(&text)) {
            rules.add_folder(found.path.folder(), "cascade");
        }
    }
    // A page of a folder is known by another path than its own.
    let own = |found: &FoundFile| content_path(&found.disk, content);
    for (found, _) in &mut listing.markdown {
        found.held_by = own(found).and_then(|path| rules.of_page(path.as_str()));
    }
    for (found, _) in &mut listing.others {
        found.held_by = own(found).and_then(|path| rules.of_file(path.as_str()));
    }
}

/// The keys by which the tool with a dialect leaves out files, and whether one is an exception from the others.
fn keys(dialect: SourceDialect) -> &'static [(&'static str, PatternStyle, bool)] {
    use PatternStyle::{Anchored, Ignore};
    match dialect {
        SourceDialect::Mkdocs => &[("exclude_docs", Ignore, false), ("draft_docs", Ignore, false)],
        SourceDialect::Jekyll => &[("exclude", Anchored, false), ("include", Anchored, true)],
        SourceDialect::Vitepress => &[("srcExclude", Anchored, false)],
        SourceDialect::Docusaurus => &[("exclude", Ignore, false)],
        SourceDialect::Myst => {
            &[("exclude_patterns", Anchored, false), ("exclude", Anchored, false)]
        }
        SourceDialect::Zola => &[("ignored_content", Ignore, false)],
        _ => &[],
    }
}

impl Partials {
    /// The part of a path that says that a file is a part of others.
    fn name_in(self, path: &str) -> Option<&str> {
        let is_one = |name: &&str| match self {
            Partials::None => false,
            Partials::Underscore => name.starts_with('_') && !name.starts_with("_index."),
            Partials::Templates => TEMPLATES.contains(name),
        };
        path.split('/').find(is_one)
    }
}

/// The patterns that one with alternatives in braces stands for: `*.{md,mdx}`.
fn alternatives(pattern: &str) -> Vec<String> {
    let parts = pattern.split_once('{').and_then(|(before, rest)| {
        let (inner, after) = rest.split_once('}')?;
        Some((before, inner, after))
    });
    match parts {
        Some((before, inner, after)) => {
            let whole = inner.split(',').map(|part| format!("{before}{part}{after}"));
            whole.flat_map(|pattern| alternatives(&pattern)).collect()
        }
        None => vec![pattern.to_owned()],
    }
}

/// Whether the front matter of the page of a folder says for all below it that they are not published, as Hugo reads it
/// (gohugo.io/configuration/cascade). With a target, it is about others.
pub(super) fn holds_folder(text: &str) -> bool {
    let end = ["\n---", "\n+++"].iter().filter_map(|sign| text.find(sign)).min();
    let lines = text[..end.unwrap_or_default()].lines();
    let mut lines = lines.skip_while(|line| !line.trim_start_matches('[').starts_with("cascade"));
    let Some(header) = lines.next() else { return false };
    let is_table = header.starts_with('[');
    let is_inner = |line: &&str| {
        let is_of_table =
            !line.starts_with('[') || line.trim_start_matches('[').starts_with("cascade");
        if is_table { is_of_table } else { line.starts_with([' ', '\t', '-']) }
    };
    let said: Vec<String> =
        lines.take_while(is_inner).map(|line| line.replace([' ', '"', '\''], "")).collect();
    let is_for_some = said.iter().any(|line| {
        let line = line.trim_start_matches(['[', '-', '_']);
        line.starts_with("target") || line.starts_with("cascade.target")
    });
    let says = |key: &str, values: &[&str]| {
        let mut found =
            said.iter().filter_map(|line| line.strip_prefix(key)?.strip_prefix([':', '=']));
        found.any(|value| values.contains(&value))
    };
    // What is not rendered and still listed is shown on the pages that list it.
    let is_unused = says("render", &["never", "false"]) && says("list", &["never", "false"]);
    !is_for_some && (is_unused || says("draft", &["true"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exclusions(dialect: SourceDialect, rules: &[(&str, &str)]) -> Exclusions {
        let mut found = Exclusions::of(dialect, Path::new("docs"), None);
        for (key, pattern) in rules {
            let (_, style, exception) =
                keys(dialect).iter().find(|(known, ..)| known == key).expect("it is a key");
            found.add(key, pattern, *style, *exception);
        }
        found
    }

    #[test]
    fn rules_leave_out_what_they_name() {
        let of_mkdocs = exclusions(
            SourceDialect::Mkdocs,
            &[("exclude_docs", "*.tmp.md"), ("exclude_docs", "/drafts/"), ("draft_docs", "!b.md")],
        );
        for (path, key) in [
            ("a/b.tmp.md", Some("exclude_docs")),
            ("drafts/a.md", Some("exclude_docs")),
            ("a/drafts/a.md", None),
            ("drafts/b.md", None),
            ("_a.md", None),
        ] {
            assert_eq!(of_mkdocs.of_page(path).as_deref(), key, "{path}");
        }
        let of_jekyll = exclusions(
            SourceDialect::Jekyll,
            &[("exclude", "vendor"), ("exclude", "*.{txt,md}"), ("include", "keep.md")],
        );
        for (path, key) in [
            ("vendor/a/b.md", Some("exclude")),
            ("a.md", Some("exclude")),
            ("a/a.md", None),
            ("keep.md", None),
            ("_includes/a.md", Some("_includes")),
            ("_posts/a.md", None),
        ] {
            assert_eq!(of_jekyll.of_page(path).as_deref(), key, "{path}");
        }
        let of_zola = exclusions(SourceDialect::Zola, &[]);
        assert_eq!(of_zola.of_page("a/_part.md").as_deref(), Some("_part.md"));
        assert_eq!(of_zola.of_page("a/_index.md"), None);
        assert_eq!(of_zola.of_file("_img/a.png"), None);
    }

    #[test]
    fn a_folder_is_held_by_its_page() {
        for (text, holds) in [
            ("---\ncascade:\n  build:\n    list: never\n    render: never\n---\n", true),
            ("+++\n[cascade.build]\nrender = 'never'\nlist = 'never'\n+++\n", true),
            ("---\ncascade:\n  build:\n    list: local\n    render: never\n---\n", false),
            ("---\ncascade:\n  draft: true\n---\n", true),
            (
                "---\ncascade:\n  - target:\n      path: /x\n    build:\n      render: never\n---\n",
                false,
            ),
            ("---\nbuild:\n  render: never\n---\n", false),
            ("---\ncascade:\n  type: docs\n---\n\nrender: never\n", false),
        ] {
            assert_eq!(holds_folder(text), holds, "{text}");
        }
    }
}
