//! What the settings of another tool say of a folder: its title, where it is published, where its source lies, and what
//! the tool leaves out.
//!
//! They are YAML, TOML, Python or JavaScript. Of all of these, only values count that are written out behind their key,
//! or in a list below it: no program is run.

use std::path::{Path, PathBuf};

use super::dialect::{marker, up_to_root};
use crate::config::SourceDialect;
use crate::site::Repository;

/// The settings file of another tool.
#[derive(Clone, Debug)]
pub(crate) struct ToolSettings {
    path: PathBuf,
    /// The folder that the tool works in.
    folder: PathBuf,
    text: String,
}

/// Keys for what a tool calls the site.
const TITLE: [&str; 3] = ["site_name", "title", "project"];

/// Keys for the address at which a tool publishes the site.
const PUBLISHED: [&str; 6] = ["site_url", "baseURL", "baseurl", "base_url", "url", "site"];

/// Keys for the folder of that address, where it is a setting of its own.
const BASE: [&str; 3] = ["baseurl", "baseUrl", "base"];

/// Keys for the repository, or for a place in it.
const REPOSITORY: [&str; 12] = [
    "repo_url",
    "git-repository-url",
    "edit-url-template",
    "edit_uri",
    "editUrl",
    "baseUrl",
    "pattern",
    "github_repo",
    "repository",
    "repository_url",
    "github",
    "url",
];

impl ToolSettings {
    /// Reads the settings of the tool with a dialect: those in the content folder, or the nearest ones above it.
    pub(super) fn find(dialect: SourceDialect, content: &Path) -> Option<ToolSettings> {
        let names = names(dialect);
        up_to_root(content).into_iter().find_map(|folder| {
            let mut paths = names.iter().filter_map(|name| marker(&folder, name));
            let path = paths.find(|path| path.is_file())?;
            let text = std::fs::read_to_string(&path).ok()?;
            Some(ToolSettings { path, folder, text })
        })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the tool calls the site.
    pub(crate) fn title(&self) -> Option<String> {
        TITLE.iter().find_map(|key| self.value(key)).filter(|title| !title.trim().is_empty())
    }

    /// The address at which the tool publishes the root of the site, with a slash at its end.
    pub(crate) fn published(&self) -> Option<String> {
        let address =
            PUBLISHED.iter().find_map(|key| self.value(key).filter(|text| is_of_site(text)))?;
        let base = BASE.iter().find_map(|key| self.value(key).filter(|base| base.starts_with('/')));
        let whole = format!("{}{}", address.trim_end_matches('/'), base.unwrap_or_default());
        Some(format!("{}/", whole.trim_end_matches('/')))
    }

    /// The repository that the settings name.
    pub(super) fn repository(&self) -> Option<Repository> {
        let named = |key: &&str| self.values(key).find_map(|value| Repository::parse(&value));
        // Jekyll names it without its host.
        let of_owner = || {
            let name = self.value("repository")?;
            let is_name = name.split('/').count() == 2;
            Repository::parse(&format!("https://github.com/{name}")).filter(|_| is_name)
        };
        REPOSITORY.iter().find_map(named).or_else(of_owner)
    }

    /// The value of the first of some keys that has one.
    pub(crate) fn first(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.value(key))
    }

    /// Whether a key has a value that is a word of the language of the settings: `true`.
    pub(crate) fn says(&self, key: &str, word: &str) -> bool {
        let mut found = places(&self.text, key);
        found.any(|(_, rest)| {
            let rest = rest.trim_start_matches([' ', '"', '\'']).strip_prefix(word);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }

    /// The words of a list.
    pub(super) fn list(&self, key: &str) -> Vec<String> {
        list_in(&self.text, key)
    }

    /// The value behind the outermost key of that name.
    fn value(&self, key: &str) -> Option<String> {
        let (_, rest) = outermost(&self.text, key)?;
        literal(rest.lines().next()?, self.has_bare_words())
    }

    /// The values behind all keys of that name.
    fn values(&self, key: &str) -> impl Iterator<Item = String> {
        let bare = self.has_bare_words();
        let found = places(&self.text, key);
        found.filter_map(move |(_, rest)| literal(rest.lines().next()?, bare))
    }

    /// Whether values need no quotation marks.
    fn has_bare_words(&self) -> bool {
        self.path.extension().is_some_and(|ending| ending == "yml" || ending == "yaml")
    }
}

/// The words of a list in a text: in brackets behind its key, a line each with a hyphen, or a line each of a block.
pub(super) fn list_in(text: &str, key: &str) -> Vec<String> {
    let Some((indent, rest)) = outermost(text, key) else { return Vec::new() };
    let first = rest.lines().next().unwrap_or_default().trim();
    if let Some(list) = rest.trim_start().strip_prefix('[') {
        return items(list);
    }
    if !first.is_empty() && !first.starts_with(['|', '>', '#']) {
        return literal(first, true).into_iter().collect();
    }
    let is_block = first.starts_with(['|', '>']);
    let inner = rest.lines().skip(1).take_while(|line| {
        let own = line.len() - line.trim_start().len();
        line.trim().is_empty() || own > indent || (!is_block && line.trim().starts_with('-'))
    });
    let lines = inner.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let item = |line: &str| literal(line.trim_start_matches("- "), true);
    if is_block { lines.map(str::to_owned).collect() } else { lines.filter_map(item).collect() }
}

/// How far the outermost key of a name is indented, and what follows its sign.
fn outermost<'t>(text: &'t str, key: &str) -> Option<(usize, &'t str)> {
    places(text, key).min_by_key(|(indent, _)| *indent)
}

/// The names of the settings of the tool with a dialect, the most telling ones first. A `*` stands for any ending.
fn names(dialect: SourceDialect) -> &'static [&'static str] {
    match dialect {
        SourceDialect::Mkdocs => &["mkdocs.yml", "mkdocs.yaml"],
        SourceDialect::Mdbook => &["book.toml", "book.json"],
        SourceDialect::Hugo => &[
            "hugo.*",
            "config/_default/hugo.*",
            "config/_default/config.*",
            "config.toml",
            "config.yaml",
            "config.yml",
        ],
        SourceDialect::Docusaurus => {
            &["docusaurus.config.*", "website/docusaurus.config.*", "astro.config.*"]
        }
        SourceDialect::Vitepress => &[".vitepress/config.*", ".vitepress/config/index.*"],
        SourceDialect::Jekyll => &["_config.yml", "_config.yaml"],
        SourceDialect::Myst => &["myst.yml", "_config.yml", "conf.py"],
        SourceDialect::Zola => &["config.toml", "zola.toml"],
        SourceDialect::Obsidian | SourceDialect::Plain => &[],
    }
}

/// Each place of a key at the beginning of a line: how far it is indented, and what follows its sign.
fn places<'t>(text: &'t str, key: &str) -> impl Iterator<Item = (usize, &'t str)> {
    let lines = text.split_inclusive('\n').scan(0, |end, line| {
        let start = *end;
        *end += line.len();
        Some((start, line))
    });
    lines.filter_map(move |(start, line)| {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        let name = words.trim_start_matches(['"', '\'']).strip_prefix(key)?;
        let rest = name.trim_start_matches(['"', '\'']).trim_start_matches(' ');
        let rest = rest.strip_prefix([':', '='])?;
        let end = start + line.len();
        Some((indent, &text[end - rest.len()..]))
    })
}

/// A value that is written out: between quotation marks, or bare words up to a remark.
fn literal(line: &str, has_bare_words: bool) -> Option<String> {
    let value = line.trim();
    match value.chars().next()? {
        quote @ ('"' | '\'' | '`') => {
            let (inner, _) = value[1..].split_once(quote)?;
            (!inner.contains("${")).then(|| inner.to_owned())
        }
        '|' | '>' | '{' | '[' | '&' | '*' | '!' | '#' => None,
        _ if has_bare_words => {
            let end = value.find(" #").unwrap_or(value.len());
            Some(value[..end].trim_end().to_owned())
        }
        _ => None,
    }
}

/// The words of a list up to the bracket that closes it, between quotation marks or bare.
fn items(list: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut rest = list.trim_start_matches(BETWEEN);
    while let Some(first) = rest.chars().next().filter(|first| *first != ']') {
        let is_quoted = matches!(first, '"' | '\'' | '`');
        let words = if is_quoted { &rest[1..] } else { rest };
        let is_end = |c: char| if is_quoted { c == first } else { matches!(c, ',' | '\n' | ']') };
        let end = words.find(is_end).unwrap_or(words.len());
        let item = words[..end].trim();
        if !item.is_empty() && (is_quoted || !item.starts_with(['/', '#'])) {
            items.push(item.to_owned());
        }
        rest = words[end..].trim_start_matches(|c| is_quoted && c == first);
        rest = rest.trim_start_matches(BETWEEN);
    }
    items
}

/// What stands between the items of a list.
const BETWEEN: [char; 5] = [' ', '\t', '\r', '\n', ','];

/// Whether an address is that of a site, not of a repository.
fn is_of_site(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && Repository::parse(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(name: &str, text: &str) -> ToolSettings {
        ToolSettings { path: name.into(), folder: PathBuf::new(), text: text.to_owned() }
    }

    #[test]
    fn values_that_are_written_out_count() {
        for (name, text, title) in [
            ("mkdocs.yml", "site_name: My docs # x\nnav:\n  - title: x\n", Some("My docs")),
            ("book.toml", "[book]\ntitle = \"A book\"\n", Some("A book")),
            ("hugo.toml", "title = 'A site'\n[params]\n  title = 'x'\n", Some("A site")),
            ("conf.py", "project = \"P\"\nhtml_title = 'x'\n", Some("P")),
            (
                "a.config.ts",
                "export default {\n  nav: [{\n      title: 'x' }],\n  title: `T`,\n}\n",
                Some("T"),
            ),
            ("a.config.ts", "const title = name;\nexport default {\n  title: name,\n}\n", None),
            ("a.config.ts", "export default { a: `${b}` }\n  title: `${b}`,\n", None),
        ] {
            assert_eq!(settings(name, text).title().as_deref(), title, "{text}");
        }
    }

    #[test]
    fn addresses_are_those_of_the_site_and_of_its_source() {
        let jekyll = "url: https://a.example\nbaseurl: /docs\nrepository: o/r\n";
        let jekyll = settings("_config.yml", jekyll);
        assert_eq!(jekyll.published().as_deref(), Some("https://a.example/docs/"));
        assert_eq!(jekyll.repository(), Repository::parse("https://github.com/o/r"));
        let vitepress = "export default {\n  base: '/x/',\n  editLink: {\n    pattern: 'https://github.com/o/r/edit/main/docs/:path' } }\n";
        let vitepress = settings("config.ts", vitepress);
        assert_eq!(vitepress.published(), None);
        assert_eq!(vitepress.repository(), Repository::parse("https://github.com/o/r"));
    }

    #[test]
    fn lists_are_written_in_several_ways() {
        let text = "exclude_docs: |\n  *.tmp.md\n  # a remark\n  /drafts/\nexclude:\n- a b\n- 'c' # d\n\
                    other: [x, \"y\",\n  'z']\none: w\n";
        let found = settings("mkdocs.yml", text);
        assert_eq!(found.list("exclude_docs"), ["*.tmp.md", "/drafts/"]);
        assert_eq!(found.list("exclude"), ["a b", "c"]);
        assert_eq!(found.list("other"), ["x", "y", "z"]);
        assert_eq!(found.list("one"), ["w"]);
        assert!(found.list("none").is_empty());
        let script = settings(
            "config.ts",
            "export default {\n  srcExclude: ['**/x.md',\n    \"y/**\"],\n}\n",
        );
        assert_eq!(script.list("srcExclude"), ["**/x.md", "y/**"]);
    }
}
