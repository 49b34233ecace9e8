//! The addresses at which other tools publish pages.
//!
//! Sources: docs of `MkDocs` (`use_directory_urls`), mdBook, Hugo (URL management), Docusaurus (`routeBasePath`, number
//! prefixes), Starlight, `VitePress` (`cleanUrls`), Jekyll (permalinks), Obsidian Publish, Jupyter Book, `MyST`, Zola
//! (content).

use std::collections::{HashMap, HashSet};

use super::front_matter;
use crate::config::{SourceDialect, UrlStyle};
use crate::read::OldSite;
use crate::site::{ContentPath, OutputPath, Page, PageId, Site, UrlPath, leading_number};
use crate::yaml::Value;

/// How the pages of a site were addressed by its old tool.
pub(super) struct OldAddresses<'o> {
    origin: &'o OldSite,
}

impl<'o> OldAddresses<'o> {
    pub(super) fn new(origin: &'o OldSite) -> OldAddresses<'o> {
        OldAddresses { origin }
    }

    /// The style of our addresses that keeps most of the old ones.
    pub(super) fn style(&self) -> UrlStyle {
        match self.origin.dialect {
            SourceDialect::Mkdocs if self.says("use_directory_urls", "false") => UrlStyle::Files,
            SourceDialect::Mkdocs
            | SourceDialect::Hugo
            | SourceDialect::Docusaurus
            | SourceDialect::Zola => UrlStyle::Directories,
            SourceDialect::Jekyll if self.is_pretty() => UrlStyle::Directories,
            _ => UrlStyle::Files,
        }
    }

    /// The addresses that lead to each page from the old site and are not its own here; `keys` are the values of its
    /// front matter. Of pages that claim the same one, the first has it, and what the tool gave a page comes before what
    /// pages only name.
    pub(super) fn aliases(&self, site: &Site, keys: &[Value]) -> HashMap<PageId, Vec<String>> {
        let given = site
            .pages
            .enumerate()
            .zip(keys)
            .filter_map(|((id, page), root)| Some((id, self.of(page, root)?)));
        let named = site.pages.enumerate().zip(keys).flat_map(|((id, _), root)| {
            let addresses = front_matter::addresses(root, self.origin.dialect);
            addresses.into_iter().map(move |address| (id, address))
        });
        let entries = site.entries.iter().map(|entry| entry.url.output());
        let assets = site.assets.iter().map(|asset| asset.url().output());
        let mut taken = TakenAddresses::new(entries.chain(assets));
        let mut aliases: HashMap<PageId, Vec<String>> = HashMap::new();
        for (id, address) in given.chain(named) {
            if taken.take(&address) {
                aliases.entry(id).or_default().push(address);
            }
        }
        aliases
    }

    /// The old address of a page, from the root of the old site: `/guide/first/`, `/guide/first.html`.
    fn of(&self, page: &Page, root: &Value) -> Option<String> {
        let path = &page.written;
        let named = |key: &str| match root {
            Value::Map(entries) => entries.iter().find_map(|(name, value)| match value {
                Value::String(text) if name == key => Some(text.as_str()),
                _ => None,
            }),
            _ => None,
        };
        let permalink = match self.origin.dialect {
            SourceDialect::Jekyll | SourceDialect::Obsidian => named("permalink"),
            SourceDialect::Hugo => named("url"),
            _ => None,
        };
        if let Some(address) = permalink.filter(|address| !address.contains(':')) {
            return Some(from_root(address));
        }
        match self.origin.dialect {
            SourceDialect::Mkdocs | SourceDialect::Mdbook => Some(of_file(path, self.style())),
            SourceDialect::Hugo => Some(hugo(path, named("slug"))),
            SourceDialect::Zola => Some(zola(path, named("slug"), named("path"))),
            SourceDialect::Docusaurus => Some(self.docusaurus(path, named("slug"), named("id"))),
            SourceDialect::Vitepress => {
                let is_clean = self.says("cleanUrls", "true");
                Some(of_file(path, if is_clean { UrlStyle::Directories } else { UrlStyle::Files }))
            }
            SourceDialect::Jekyll => Some(self.jekyll(path)),
            SourceDialect::Obsidian => {
                Some(format!("/{}", path.without_extension().replace(' ', "+")))
            }
            SourceDialect::Myst if self.is_mystmd() => Some(self.mystmd(path)),
            SourceDialect::Myst => Some(format!("/{}.html", path.without_extension())),
            SourceDialect::Plain => None,
        }
    }

    /// Whether a key of the tool's settings has a word as its value.
    fn says(&self, key: &str, word: &str) -> bool {
        self.origin.settings.as_ref().is_some_and(|settings| settings.says(key, word))
    }

    /// The value of a key of the tool's settings.
    fn first(&self, key: &str) -> Option<String> {
        self.origin.settings.as_ref()?.first(&[key])
    }

    fn is_pretty(&self) -> bool {
        let permalink = self.first("permalink").unwrap_or_default();
        permalink == "pretty" || permalink.ends_with('/')
    }

    /// Whether the site is one of `MyST` itself, and not of Sphinx.
    fn is_mystmd(&self) -> bool {
        self.origin.by.as_deref() == Some("myst.yml")
    }

    fn mystmd(&self, path: &ContentPath) -> String {
        if self.says("folders", "true") {
            return of_file(path, UrlStyle::Directories);
        }
        format!("/{}/", slugged(path.stem()))
    }

    /// Docs lie below `docs/`, unless the settings name another place; numbers that order files are not in addresses.
    fn docusaurus(&self, path: &ContentPath, slug: Option<&str>, id: Option<&str>) -> String {
        let is_starlight = self.origin.way.ends_with("content/docs");
        let named = self.first("routeBasePath");
        let base = match named.as_deref() {
            _ if is_starlight => "",
            Some(base) => base.trim_matches('/'),
            None if self.origin.way.is_empty() => "",
            None => "docs",
        };
        let folder = path
            .folder()
            .split('/')
            .map(|name| if is_starlight { slugged(name) } else { without_number(name).to_owned() });
        let folder = folder.collect::<Vec<_>>().join("/");
        let name = match (slug, id) {
            (Some(slug), _) if slug.starts_with('/') => return joined(&[base, slug], true),
            (Some(slug), _) => slug.to_owned(),
            (None, Some(id)) => id.to_owned(),
            (None, None) if is_starlight => slugged(path.stem()),
            (None, None) => without_number(path.stem()).to_owned(),
        };
        let is_home = slug.is_none() && (is_home(path) || folder.rsplit('/').next() == Some(&name));
        joined(&[base, &folder, if is_home { "" } else { &name }], true)
    }

    fn jekyll(&self, path: &ContentPath) -> String {
        let style = self.style();
        if let Some((before, name)) = path.as_str().split_once("_posts/") {
            let stem = ContentPath::new(name).without_extension().to_owned();
            let parts: Vec<&str> = stem.splitn(4, '-').collect();
            if let [year, month, day, title] = parts[..] {
                let ending = if style == UrlStyle::Files { ".html" } else { "/" };
                return format!("/{before}{year}/{month}/{day}/{title}{ending}");
            }
        }
        let path = path.as_str().trim_start_matches('_');
        of_file(&ContentPath::new(path), style)
    }
}

/// Addresses of the new site, each of one page.
pub(super) struct TakenAddresses(HashSet<OutputPath>);

impl TakenAddresses {
    /// The files that the site has without any alias.
    pub(super) fn new(files: impl Iterator<Item = OutputPath>) -> TakenAddresses {
        TakenAddresses(files.collect())
    }

    /// Gives an old address to a page; `false` if it is none, or if something has it already.
    pub(super) fn take(&mut self, address: &str) -> bool {
        UrlPath::parse_alias(address).is_some_and(|url| self.0.insert(url.output()))
    }
}

/// The address of a file by its name as it is.
fn of_file(path: &ContentPath, style: UrlStyle) -> String {
    let name = if is_home(path) { "" } else { path.stem() };
    match style {
        UrlStyle::Directories => joined(&[path.folder(), name], true),
        UrlStyle::Files if name.is_empty() => joined(&[path.folder(), "index.html"], false),
        UrlStyle::Files => joined(&[path.folder(), &format!("{name}.html")], false),
    }
}

fn hugo(path: &ContentPath, slug: Option<&str>) -> String {
    let name = match slug {
        Some(slug) if !is_home(path) => slug,
        _ if is_home(path) => "",
        _ => path.stem(),
    };
    let spelled = |name: &str| name.to_lowercase().replace(' ', "-");
    joined(&[&spelled(path.folder()), &spelled(name)], true)
}

fn zola(path: &ContentPath, slug: Option<&str>, named: Option<&str>) -> String {
    if let Some(named) = named {
        return joined(&[named], true);
    }
    let name = match slug {
        _ if is_home(path) => String::new(),
        Some(slug) => slug.to_owned(),
        None => slugged(without_day(path.stem())),
    };
    let folder: Vec<String> = path.folder().split('/').map(slugged).collect();
    joined(&[&folder.join("/"), &name], true)
}

/// The address of parts from the root; those without a word do not count.
fn joined(parts: &[&str], is_folder: bool) -> String {
    let parts = parts.iter().map(|part| part.trim_matches('/')).filter(|part| !part.is_empty());
    let path = parts.collect::<Vec<_>>().join("/");
    let end = if is_folder && !path.is_empty() { "/" } else { "" };
    format!("/{path}{end}")
}

fn from_root(address: &str) -> String {
    format!("/{}", address.trim_start_matches('/'))
}

fn is_home(path: &ContentPath) -> bool {
    matches!(path.stem().to_lowercase().as_str(), "index" | "_index" | "readme")
}

/// Lower case, with hyphens for blanks and without other signs.
fn slugged(name: &str) -> String {
    let letters = name.to_lowercase();
    let letters = letters.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
        _ => None,
    });
    letters.collect()
}

/// A name without the number that only puts it in order: `01-intro`.
fn without_number(name: &str) -> &str {
    leading_number(name).map_or(name, |(_, words)| words)
}

/// A name without the day before it: `2026-03-31-news`.
fn without_day(name: &str) -> &str {
    let is_day = name.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok());
    match name.get(10..) {
        Some(rest) if is_day && rest.len() > 1 => rest[1..].trim_start_matches(['-', '_']),
        _ => name,
    }
}
