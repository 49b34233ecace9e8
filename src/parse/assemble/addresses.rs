//! Addresses that two files claim, and old ones that lead to new ones.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{
    Asset, ContentPath, Entry, EntryId, FEED, Located, MANIFEST, OutputPath, Page, PageId, ROBOTS,
    Role, SITEMAP, Site, UrlPath,
};
use crate::source::Span;

/// What is published at an address.
#[derive(Clone, Copy)]
enum Occupant {
    Page(PageId),
    Generated,
}

/// The files that are generated besides pages, each once for every part that makes it.
pub(super) fn generated_files(site: &Site, has_address: bool) -> Vec<String> {
    let site_map = (site.language == 0).then(|| SITEMAP.to_owned());
    let for_programs = [format!("{}{FEED}", site.prefix)].into_iter().chain(site_map);
    let for_programs = for_programs.filter(|_| has_address);
    let tables = site.entries.iter().filter_map(Entry::companion);
    for_programs.chain(tables.map(|path| path.as_str().to_owned())).collect()
}

/// What two files that claim one address come to.
pub(super) struct SettledAddresses {
    /// The other addresses of entries that came second.
    pub(super) moved: Vec<(EntryId, UrlPath)>,
    /// Files that a page stands in the place of.
    pub(super) left_out: BTreeSet<ContentPath>,
}

/// Gives each address to one file, and reports those that had to give way: a page comes before a file, and of two pages
/// the first by path.
pub(super) fn settle_addresses(
    site: &Site,
    generated: &[String],
    diagnostics: &mut Diagnostics,
) -> SettledAddresses {
    let mut taken: HashMap<String, Occupant> = HashMap::new();
    for path in generated {
        if taken.insert(path.clone(), Occupant::Generated).is_some() {
            let message = format!("two generated files would be published at `/{path}`");
            let problem = Diagnostic::new(Code::DuplicateUrl, message);
            diagnostics.push(problem.help("give one of the pages another name"));
        }
    }
    let mut moved = Vec::new();
    for (id, entry) in site.entries.enumerate() {
        let second = entry.page.map_or(Occupant::Generated, Occupant::Page);
        let mut url = entry.url.clone();
        if let Some(first) = taken.get(url.output().as_str()) {
            url = free_address(&url, &taken);
            diagnostics.push(duplicate_url(*first, second, (entry, &url), site));
            moved.push((id, url.clone()));
        }
        taken.insert(url.output().as_str().to_owned(), second);
    }
    let mut left_out = BTreeSet::new();
    let mut files: HashMap<String, &Asset> = HashMap::new();
    for asset in site.assets.iter() {
        let url = asset.url();
        if let Some(first) = taken.get(url.as_str()) {
            diagnostics.push(file_left_out(asset, *first, site));
            left_out.insert(asset.path.clone());
        } else if let Some(first) = files.get(url.as_str()) {
            diagnostics.push(second_file(asset, first));
            left_out.insert(asset.path.clone());
        } else {
            files.insert(url.as_str().to_owned(), asset);
        }
        if url.as_str() != asset.path.as_str() {
            diagnostics.push(renamed(&Project::shown(&asset.disk), &url));
        }
    }
    SettledAddresses { moved, left_out }
}

/// The address with the first number that makes it one of its own.
fn free_address(url: &UrlPath, taken: &HashMap<String, Occupant>) -> UrlPath {
    let numbered = (2..).map(|number| url.numbered(number));
    let mut free = numbered.filter(|url| !taken.contains_key(url.output().as_str()));
    free.next().expect("there are more numbers than pages")
}

fn file_left_out(asset: &Asset, first: Occupant, site: &Site) -> Diagnostic {
    let (shown, url) = (Project::shown(&asset.disk), asset.url());
    let what = match first {
        Occupant::Page(_) => "a page",
        Occupant::Generated => "a generated page",
    };
    let message = format!("`{shown}` and {what} would be published at the address `{url}`");
    let mut problem = Diagnostic::new(Code::DuplicateUrl, message).note("the file is left out");
    if let Occupant::Page(page) = first {
        problem = problem.at(url_span(site.page(page)));
    }
    problem.help("give the file another name")
}

fn second_file(asset: &Asset, first: &Asset) -> Diagnostic {
    let [first, second] = [first, asset].map(|asset| Project::shown(&asset.disk));
    let url = asset.url();
    let message = format!("`{second}` and `{first}` would be published at the address `{url}`");
    let problem = Diagnostic::new(Code::DuplicateUrl, message);
    problem.note(format!("`{second}` is left out")).help("give one of the files another name")
}

/// A file with a name that some file systems cannot hold.
fn renamed(shown: &str, url: &UrlPath) -> Diagnostic {
    let message = format!("`{shown}` is published as `{url}`: Windows cannot hold its name");
    Diagnostic::new(Code::RenamedFile, message).help("rename the file, so that both names agree")
}

/// Pages with such a name, in their folders or their own.
pub(super) fn report_renamed_pages(site: &Site, diagnostics: &mut Diagnostics) {
    for page in site.pages.iter().filter(|page| site.is_own(page)) {
        let path = page.written.without_extension();
        if UrlPath::of_asset(&ContentPath::new(path)).as_str() != path
            && page.url.has_changed_name()
        {
            diagnostics.push(renamed(&page.source.path, &page.url).at(page.start()));
        }
    }
}

/// The report of a page that came second; `url` is its address instead.
fn duplicate_url(
    first: Occupant,
    second: Occupant,
    (entry, url): (&Entry, &UrlPath),
    site: &Site,
) -> Diagnostic {
    let message = format!("two pages would be published at the address `{}`", entry.url);
    let mut problem = Diagnostic::new(Code::DuplicateUrl, message);
    // The place is that of a page that an author can fix, whichever came first.
    problem = match (first, second) {
        (Occupant::Page(first), Occupant::Page(second)) => problem
            .at(url_span(site.page(second)))
            .note_at("this page took the address first", site.page(first).start()),
        (Occupant::Generated, Occupant::Page(page))
        | (Occupant::Page(page), Occupant::Generated) => {
            problem.at(url_span(site.page(page))).note("a generated page has that address")
        }
        (Occupant::Generated, Occupant::Generated) => problem,
    };
    let problem = problem.note(format!("the second one would be at `{url}`"));
    problem.help("rename one of them, or give one page another `slug`")
}

/// Addresses that two locale sites have.
pub(crate) fn report_shared_urls(locale_sites: &[Site], diagnostics: &mut Diagnostics) {
    if locale_sites.len() < 2 {
        return;
    }
    // By file, the locale site and the page that had it first.
    let mut taken: HashMap<OutputPath, (usize, Option<Span>)> = HashMap::new();
    for site in locale_sites {
        for entry in site.entries.iter() {
            let span = entry.page.map(|page| url_span(site.page(page)));
            for file in std::iter::once(entry.url.output()).chain(entry.companion()) {
                let (first, first_span) = *taken.entry(file).or_insert((site.language, span));
                if first != site.language {
                    let url = &entry.url;
                    let message = format!("pages in two languages would be published at `{url}`");
                    let mut problem = Diagnostic::new(Code::DuplicateUrl, message);
                    problem.span = first_span.or(span);
                    diagnostics.push(problem.help("give the page another name, or another `slug`"));
                }
            }
        }
    }
    let mut old: HashMap<&UrlPath, usize> = HashMap::new();
    for site in locale_sites {
        for (url, page) in site.redirects.iter() {
            let page = site.page(*page);
            let alias = page.front_matter.aliases.iter().find(|alias| alias.value == *url);
            let of_entry = taken.get(&url.output()).map(|(language, _)| *language);
            let owner = of_entry.or_else(|| old.get(url).copied());
            if let Some(alias) = alias.filter(|_| owner.is_some_and(|it| it != site.language)) {
                let message = format!("the address `{url}` belongs to a page in another language");
                let problem = Diagnostic::new(Code::AliasConflict, message);
                let problem = problem.at(page.span_of_value(alias));
                diagnostics.push(problem.help("remove this alias"));
            }
            old.entry(url).or_insert(site.language);
        }
    }
}

/// The place that decides a page's address.
fn url_span(page: &Page) -> Span {
    page.front_matter.slug.as_ref().map_or(page.start(), |slug| page.span_of_value(slug))
}

/// Old addresses. One that is in use, or claimed twice, is a mistake.
pub(super) fn redirects(
    site: &Site,
    generated: &[String],
    diagnostics: &mut Diagnostics,
) -> Vec<(UrlPath, PageId)> {
    let in_use: HashMap<String, &Entry> =
        site.entries.iter().map(|entry| (entry.url.output().as_str().to_owned(), entry)).collect();
    let files: HashSet<String> =
        site.assets.iter().map(|asset| asset.url().as_str().to_owned()).collect();
    let mut used_folders = used_folders(site);
    let mut redirects: BTreeMap<UrlPath, (PageId, &Located<UrlPath>)> = BTreeMap::new();
    let own = site.pages.enumerate().filter(|(_, page)| site.is_own(page));
    for (id, page) in own {
        for alias in &page.front_matter.aliases {
            let output = alias.value.output();
            let conflict = |message: String| {
                // Looked up only now: finding a place means reading the front matter again.
                let span = page.span_of_value(alias);
                Diagnostic::new(Code::AliasConflict, message).at(span).help("remove this alias")
            };
            // The folder of an address that has no ending of a page may have the name of a file.
            let names = [output.as_str(), alias.value.as_str().trim_end_matches('/')];
            let is_generated = |name: &&str| {
                [ROBOTS, MANIFEST].contains(name) || generated.iter().any(|path| path == *name)
            };
            let is_file = |name: &&str| files.contains(*name);
            let below_a_file = folders_of(&output).any(|folder| {
                in_use.contains_key(folder)
                    || is_generated(&folder)
                    || is_file(&folder)
                    || redirects.contains_key(&UrlPath::of_file(folder))
            });
            if let Some(name) = names.iter().find(|name| is_generated(name)) {
                diagnostics
                    .push(conflict(format!("a generated file lives at the address `/{name}`")));
            } else if let Some(name) = names.iter().find(|name| is_file(name)) {
                diagnostics.push(conflict(format!("a file lives at the address `/{name}`")));
            } else if below_a_file {
                let message = format!("the address `{}` lies below a file", alias.value);
                diagnostics.push(conflict(message));
            } else if used_folders.contains(output.as_str()) {
                let message = format!("a folder lives at the address `{}`", alias.value);
                diagnostics.push(conflict(message));
            } else if let Some(entry) = in_use.get(output.as_str()) {
                let title = site.title(entry);
                let message = format!("the page `{title}` lives at the address `{}`", alias.value);
                diagnostics.push(conflict(message));
            } else if let Some((other, place)) = redirects.get(&alias.value) {
                let message = format!("the address `{}` is claimed twice", alias.value);
                let first = site.page(*other).span_of_value(place);
                diagnostics.push(conflict(message).note_at("first claimed here", first));
            } else {
                used_folders.extend(folders_of(&output).map(str::to_owned));
                redirects.insert(alias.value.clone(), (id, alias));
            }
        }
    }
    let mut redirects: BTreeMap<UrlPath, PageId> =
        redirects.into_iter().map(|(url, (page, _))| (url, page)).collect();
    // Where every language has its tag in its addresses, the root leads to the first one.
    let home =
        site.entry_with(Role::Home).filter(|_| site.language == 0 && !site.prefix.is_empty());
    if let Some(home) = home.and_then(|home| home.page) {
        redirects.entry(UrlPath::of_file("index.html")).or_insert(home);
    }
    redirects.into_iter().collect()
}

/// The folders that hold published pages and files.
fn used_folders(site: &Site) -> HashSet<String> {
    let pages = site.entries.iter().map(|entry| entry.url.output());
    let files = site.assets.iter().map(|asset| asset.url().output());
    let outputs: HashSet<OutputPath> = pages.chain(files).collect();
    outputs.iter().flat_map(folders_of).map(str::to_owned).collect()
}

/// The folders around a file.
fn folders_of(file: &OutputPath) -> impl Iterator<Item = &str> {
    file.as_str().match_indices('/').map(|(at, _)| &file.as_str()[..at])
}
