//! A link to its target, or why not.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, OnceLock};

use super::meant;
use super::published::{Addressed, ForeignAddresses};
use crate::config::LinkStyle;
use crate::document::Document;
use crate::language::composed;
use crate::nearest::{Suggestions, by_nearness};
use crate::percent;
use crate::site::{
    Anchor, ContentPath, Entry, EntryId, FileUse, LinkKind, Page, PageLocation, Reason, Reference,
    Role, Site, Target, UrlPath, WrittenLink, is_data_file, split_destination,
};
use crate::source::FileId;

/// Places on a page that are not looked for one by one.
const MANY_ANCHORS: usize = 64;

/// Places of a page that are compared with one that it has not, and those that are shown.
const MOST_ANCHORS: usize = 200;
const LISTED_ANCHORS: usize = 8;

/// The names that lead to entries. Most links need none of these lists: each is made when the first
/// one does.
pub(super) struct LinkNames<'s> {
    site: &'s Site,
    /// The addresses of other tools, where links may name these.
    published: Option<ForeignAddresses>,
    by_output: OnceLock<HashMap<String, EntryId>>,
    by_file_name: OnceLock<HashMap<&'s str, Vec<&'s ContentPath>>>,
    by_folder: OnceLock<HashMap<&'s str, Vec<&'s str>>>,
    /// The places on pages that have many of them, by file.
    anchors: Mutex<HashMap<FileId, HashSet<&'s str>>>,
    /// Those for the links of each file; the settings have none.
    suggestions: Mutex<HashMap<Option<FileId>, Suggestions>>,
}

impl<'s> LinkNames<'s> {
    pub(super) fn new(site: &'s Site, links: LinkStyle) -> LinkNames<'s> {
        let (by_output, by_file_name) = (OnceLock::new(), OnceLock::new());
        let (by_folder, suggestions) = (OnceLock::new(), Mutex::default());
        let anchors = Mutex::default();
        let published = (links == LinkStyle::Published).then(ForeignAddresses::default);
        LinkNames { site, published, by_output, by_file_name, by_folder, anchors, suggestions }
    }

    /// Whether a page has a place. Of one with many, they are looked up.
    fn has_anchor(&self, page: &'s Page, anchor: &str) -> bool {
        let Document { headings, elements, components, .. } = &*page.document;
        if headings.len() + elements.len() + components.len() < MANY_ANCHORS {
            return page.has_anchor(anchor);
        }
        let mut known = self.anchors.lock().expect("no thread panics while it holds this");
        let anchors = known.entry(page.source.id).or_insert_with(|| page.anchors().collect());
        anchors.contains(anchor)
    }

    /// The candidate nearest to what a link on a page says.
    fn nearest<'a>(
        &self,
        name: &str,
        page: Option<&Page>,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let file = page.map(|page| page.source.id);
        let mut known = self.suggestions.lock().expect("no thread panics while it holds this");
        known.entry(file).or_default().nearest(name, candidates)
    }

    /// By published file: `a/b.html`, `a/b/index.html`, and old addresses.
    fn by_output(&self) -> &HashMap<String, EntryId> {
        self.by_output.get_or_init(|| {
            let site = self.site;
            let old = site.redirects.iter();
            let old = old.map(|(old, page)| (old.output(), site.entry_ids[*page]));
            let new = site.entries.enumerate().map(|(id, entry)| (entry.url.output(), id));
            let of_first = site.pages.iter().filter(|_| site.language > 0).flat_map(|page| {
                let first = page.original.as_ref().unwrap_or(page);
                let aliases = first.front_matter.aliases.iter().map(|alias| &alias.value);
                let addresses = aliases.chain([&first.url]).map(UrlPath::output);
                let entry = site.entry_id_at(&page.path);
                addresses.filter_map(move |address| Some((address, entry?)))
            });
            // An address of the first locale site leads to the same page in this one.
            let all = of_first.chain(old).chain(new);
            all.map(|(path, entry)| (path.as_str().to_owned(), entry)).collect()
        })
    }

    /// By file name: where to look when the folder is wrong.
    fn by_file_name(&self) -> &HashMap<&'s str, Vec<&'s ContentPath>> {
        self.by_file_name.get_or_init(|| {
            let mut names: HashMap<&str, Vec<&ContentPath>> = HashMap::new();
            for path in self.paths() {
                names.entry(path.file_name()).or_default().push(path);
            }
            names
        })
    }

    /// By folder: where to look when the name is.
    fn by_folder(&self) -> &HashMap<&'s str, Vec<&'s str>> {
        self.by_folder.get_or_init(|| {
            let mut names: HashMap<&str, Vec<&str>> = HashMap::new();
            for path in self.paths() {
                names.entry(path.folder()).or_default().push(path.file_name());
            }
            names
        })
    }

    fn paths(&self) -> impl Iterator<Item = &'s ContentPath> {
        let site = self.site;
        let entries = site.entries.iter().filter(|entry| entry.role != Role::NotFound);
        entries.map(|entry| &entry.path).chain(site.assets.iter().map(|asset| &asset.path))
    }
}

/// The target of a link that a page holds.
pub(super) fn resolve(
    link: WrittenLink<'_>,
    page: Option<&Page>,
    names: &LinkNames<'_>,
    site: &Site,
) -> Target {
    let folder = page.map_or("", |page| page.written.folder());
    let target = resolve_destination(link.destination, folder, page, names, site);
    let on_the_web = page.and_then(|page| on_the_web(link, page, &target, names));
    match (link.kind, on_the_web.unwrap_or(target)) {
        (
            LinkKind::Card | LinkKind::Include,
            Target::Asset(_) | Target::OtherLocale(_) | Target::External | Target::OnTheWeb(_),
        ) => Target::Unresolved(Reason::NotAPage),
        // A part that the translation of a page has not.
        (LinkKind::Include, Target::Entry { anchor: None, .. })
            if link.destination.contains('#') && !link.destination.ends_with('#') =>
        {
            Target::Unresolved(Reason::NotASection)
        }
        (LinkKind::Include, Target::Entry { entry, anchor }) => part_of_page(entry, anchor, site),
        (
            LinkKind::Data,
            Target::Entry { .. } | Target::OtherLocale(_) | Target::External | Target::OnTheWeb(_),
        ) => Target::Unresolved(Reason::NotData),
        (LinkKind::Data, Target::Asset(path)) if !is_table(&path, site) => {
            Target::Unresolved(Reason::NotData)
        }
        // A picture is a file, whatever page has a similar name.
        (kind, Target::Entry { .. } | Target::OtherLocale(_)) if kind.is_picture() => {
            Target::Unresolved(Reason::NotAPicture)
        }
        (kind, Target::Unresolved(Reason::NoSuchPage { nearest }))
            if kind.is_picture() || kind == LinkKind::Data =>
        {
            Target::Unresolved(Reason::NoSuchFile { nearest })
        }
        (_, target) => target,
    }
}

/// Where on the web a link leads that leads nowhere on the site: to a file of the repository around the content, to a page
/// beside the published site, or to a file of the repository that the page is about.
fn on_the_web(
    link: WrittenLink<'_>,
    page: &Page,
    target: &Target,
    names: &LinkNames<'_>,
) -> Option<Target> {
    let origin = &names.site.origin;
    let (path, ..) = split_destination(link.destination);
    let path = decode(path);
    let usage = if link.kind.is_picture() { FileUse::Show } else { FileUse::Read };
    let of_origin = match target {
        Target::Unresolved(Reason::Outside) => origin.outside(page.written.folder(), &path, usage),
        Target::Unresolved(Reason::NoSuchPage { .. } | Reason::NoSuchFile { .. }) => None,
        _ => return None,
    };
    let of_page = || {
        let repository = page.front_matter.repository.as_ref()?;
        let path = ContentPath::resolve("", &path).filter(|path| !path.as_str().is_empty())?;
        Some(repository.file(path.as_str(), usage))
    };
    of_origin.or_else(of_page).map(Target::OnTheWeb)
}

/// The target of a destination written in a file of `folder`, on `page` if it is one.
pub(super) fn resolve_destination(
    destination: &str,
    folder: &str,
    page: Option<&Page>,
    names: &LinkNames<'_>,
    site: &Site,
) -> Target {
    if is_external(destination) {
        let is_on_disk = destination.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("file:"));
        let meant = meant::on_disk(destination, site).filter(|_| is_on_disk);
        return meant.map_or(Target::External, |found| meant_path(&found, folder));
    }
    let (path, _, fragment) = split_destination(destination);
    let anchor = fragment.strip_prefix('#').filter(|anchor| !anchor.is_empty()).map(decode);
    let path = decode(path);
    if destination.trim().is_empty() {
        return Target::Unresolved(Reason::NoSuchPage { nearest: None });
    }
    if path.is_empty() {
        let Some(page) = page else {
            return Target::External;
        };
        let entry = site.entry_id_at(&page.path).expect("every page has an entry");
        return with_anchor(entry, anchor, Some(page), names);
    }
    if let Some(found) = page.and_then(|page| in_own_folder(&path, page, site)) {
        return Target::Asset(found);
    }
    let Some(wanted) = ContentPath::resolve(folder, &path) else {
        if let Some(target) = published(&path, anchor.clone(), page, names) {
            return target;
        }
        let as_it_lies = page.and_then(|page| as_it_lies(&path, anchor, page, names, site));
        let outside = || match meant::on_disk(destination, site) {
            Some(found) => meant_path(&found, folder),
            None => Target::Unresolved(Reason::Outside),
        };
        return as_it_lies.unwrap_or_else(outside);
    };
    if let Some(target) = named(&wanted, &path, anchor.clone(), page, names, site) {
        return target;
    }
    let again = anchor.clone();
    if let Some(target) = page.and_then(|page| as_it_lies(&path, again, page, names, site)) {
        return target;
    }
    if let Some(target) = published(&path, anchor, page, names) {
        return target;
    }
    if let Some(visibility) = hidden(&wanted, site) {
        return Target::Unresolved(Reason::Hidden(visibility));
    }
    if let Some(to) = meant::destination(destination, folder, site) {
        return Target::Unresolved(Reason::Meant { to });
    }
    let nearest = nearest_path(&wanted, page, names).map(|found| found.destination_from(folder));
    let nearest = nearest.filter(|nearest| nearest != destination);
    let ending = wanted.file_name().rsplit_once('.').map_or("", |(_, ending)| ending);
    Target::Unresolved(match ending {
        "" | "md" | "markdown" | "html" => Reason::NoSuchPage { nearest },
        _ => Reason::NoSuchFile { nearest },
    })
}

fn meant_path(path: &ContentPath, folder: &str) -> Target {
    Target::Unresolved(Reason::Meant { to: path.destination_from(folder) })
}

/// What a path names, if it is there; `written` is the path as the author wrote it.
fn named(
    wanted: &ContentPath,
    written: &str,
    anchor: Option<String>,
    page: Option<&Page>,
    names: &LinkNames<'_>,
    site: &Site,
) -> Option<Target> {
    if let Some(entry) = entry_named(wanted, written, names, site) {
        return Some(with_anchor(entry, anchor, page, names));
    }
    match in_file(wanted, site) {
        Some(PageLocation::Here(path)) => {
            let is_hidden = || Target::Unresolved(Reason::Hidden(site.hidden[path]));
            let entry = site.entry_id_at(path);
            let found = entry.map(|entry| with_anchor(entry, anchor, page, names));
            return Some(found.unwrap_or_else(is_hidden));
        }
        Some(PageLocation::Elsewhere(url)) => return Some(Target::OtherLocale(url.clone())),
        None => {}
    }
    let is_file = site.asset(wanted).is_some() || is_companion(wanted, site);
    is_file.then(|| Target::Asset(wanted.clone()))
}

/// What a path names by its published address, where links may do so.
fn published(
    path: &str,
    anchor: Option<String>,
    page: Option<&Page>,
    names: &LinkNames<'_>,
) -> Option<Target> {
    match names.published.as_ref()?.find(path, page, names.site)? {
        Addressed::Entry(entry) => Some(with_anchor(entry, anchor, page, names)),
        Addressed::Asset(path) => Some(Target::Asset(path)),
    }
}

/// What a path names when it is seen from the folder of a language, where the page lies.
fn as_it_lies(
    path: &str,
    anchor: Option<String>,
    page: &Page,
    names: &LinkNames<'_>,
    site: &Site,
) -> Option<Target> {
    let folder = page.file.folder();
    let is_apart = folder != page.written.folder();
    let wanted = ContentPath::resolve(folder, path).filter(|_| is_apart)?;
    named(&wanted, path, anchor, Some(page), names, site)
}

/// A file in the folder of a language, where the page lies.
fn in_own_folder(path: &str, page: &Page, site: &Site) -> Option<ContentPath> {
    let folder = page.file.folder();
    let is_apart = folder != page.written.folder();
    let own = ContentPath::resolve(folder, path).filter(|_| is_apart)?;
    site.asset(&own).map(|_| own)
}

/// The page in a file that is known by another path.
fn in_file<'s>(wanted: &ContentPath, site: &'s Site) -> Option<&'s PageLocation> {
    let with_ending = || ContentPath::new(format!("{wanted}.md"));
    site.files.get(wanted).or_else(|| site.files.get(&with_ending()))
}

/// A page whose text can be shown, or a part of it that has an end.
fn part_of_page(entry: EntryId, anchor: Option<Anchor>, site: &Site) -> Target {
    let Some(page) = site.entries[entry].page.map(|page| site.page(page)) else {
        return Target::Unresolved(Reason::NotAPage);
    };
    match page.part(anchor.as_ref()) {
        Some(_) => Target::Entry { entry, anchor },
        None => Target::Unresolved(Reason::NotASection),
    }
}

/// Whether a path is that of a file that was written to hold data.
fn is_table(path: &ContentPath, site: &Site) -> bool {
    is_data_file(path.file_name()) && site.asset(path).is_some()
}

/// Whether a path is that of a file which is made beside a page for other programs.
fn is_companion(wanted: &ContentPath, site: &Site) -> bool {
    let is_one = [".csv", ".ics"].iter().any(|ending| wanted.as_str().ends_with(ending));
    is_one
        && site
            .entries
            .iter()
            .filter_map(Entry::companion)
            .any(|path| path.as_str() == wanted.as_str())
}

/// Anything with a scheme, or with a host and no scheme.
fn is_external(destination: &str) -> bool {
    if destination.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = destination.split_once(':') else {
        return false;
    };
    // One letter is a drive: `C:\notes\a.md`.
    let mut letters = scheme.chars().filter(|_| scheme.len() > 1);
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

fn entry_named(
    wanted: &ContentPath,
    written: &str,
    names: &LinkNames<'_>,
    site: &Site,
) -> Option<EntryId> {
    let path = wanted.as_str();
    if let Some(entry) = site.entry_id_at(wanted) {
        return Some(entry);
    }
    let exact_asset = site.asset(wanted).is_some();
    if exact_asset {
        return None;
    }
    // The ending of a page is in lower case, whatever its file has.
    let (stem, ending) = path.split_at(wanted.without_extension().len());
    let usual = ending.to_ascii_lowercase();
    if ending != usual && matches!(&*usual, ".md" | ".markdown") {
        let usual = ContentPath::new(format!("{stem}{usual}"));
        return entry_named(&usual, written, names, site);
    }
    // `a` for `a.md`, `a/` for `a/index.md`, `README.md` for the page it became.
    let with_ending = ContentPath::new(format!("{path}.md"));
    let index = if path.is_empty() { "index.md".to_owned() } else { format!("{path}/index.md") };
    let index = ContentPath::new(index);
    let as_folder = || site.entry_id_at(&index);
    let as_page = || site.entry_id_at(&with_ending);
    let found = if written.ends_with('/') { as_folder() } else { as_page().or_else(as_folder) };
    if found.is_some() {
        return found;
    }
    if ["index", "readme"].iter().any(|name| wanted.stem().eq_ignore_ascii_case(name)) {
        return site.entry_id_at(&ContentPath::resolve(wanted.folder(), "index.md")?);
    }
    // The published address, old ones too.
    let folder_index = format!("{path}/index.html");
    let known = names.by_output();
    known.get(path).or_else(|| known.get(&folder_index)).copied()
}

/// A place on an entry, as a link on `page` names it.
fn with_anchor<'s>(
    entry: EntryId,
    anchor: Option<String>,
    from: Option<&Page>,
    names: &LinkNames<'s>,
) -> Target {
    let site: &'s Site = names.site;
    let Some(anchor) = anchor else {
        return Target::Entry { entry, anchor: None };
    };
    // The theme's own landmarks, and places that generated parts of a page set.
    let generated = |anchor: &str| match site.entries[entry].role {
        Role::References => {
            Reference::key_of(anchor).is_some_and(|key| site.reference(key).is_some())
        }
        _ => false,
    };
    let page = site.entries[entry].page.map(|page| site.page(page));
    let is_there = page.is_some_and(|page| names.has_anchor(page, &anchor));
    if generated(&anchor) || anchor == "top" || is_there {
        return Target::Entry { entry, anchor: Some(Anchor::verbatim(&anchor)) };
    }
    if let Some(same) = page.and_then(|page| same_anchor(page, &anchor)) {
        return Target::Entry { entry, anchor: Some(Anchor::verbatim(same)) };
    }
    if let Some(own) = page.and_then(|page| page.anchor_of_original(&anchor)) {
        return Target::Entry { entry, anchor: Some(own.clone()) };
    }
    // The settings, and pages that nobody has translated, name places by the words of their language.
    let is_foreign = site.language > 0 && from.is_none_or(|from| !site.is_own(from));
    if is_foreign && page.is_some_and(|page| page.original.is_some()) {
        return Target::Entry { entry, anchor: None };
    }
    let anchors = page.iter().flat_map(|page| page.anchors());
    let anchors: Vec<&str> = anchors.take(MOST_ANCHORS).collect();
    // Each tool makes an anchor of the same letters in its own way.
    let alike = anchors.iter().find(|known| letters(known).eq(letters(&anchor)));
    if let Some(alike) = alike.filter(|_| names.published.is_some()) {
        return Target::Entry { entry, anchor: Some(Anchor::verbatim(alike)) };
    }
    let nearest = names.nearest(&anchor, from, anchors.iter().copied()).map(str::to_owned);
    let known = by_nearness(&anchor, anchors).into_iter().take(LISTED_ANCHORS);
    let known = known.map(str::to_owned).collect();
    Target::Unresolved(Reason::NoSuchAnchor { entry, nearest, known })
}

/// The letters and digits of an anchor, in lower case.
fn letters(anchor: &str) -> impl Iterator<Item = char> {
    anchor.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The place that a page writes in another form of Unicode.
fn same_anchor<'p>(page: &'p Page, anchor: &str) -> Option<&'p str> {
    if anchor.is_ascii() {
        return None;
    }
    let wanted = composed(anchor);
    page.anchors().find(|own| !own.is_ascii() && composed(*own) == wanted)
}

fn hidden(wanted: &ContentPath, site: &Site) -> Option<crate::site::Visibility> {
    let with_ending = ContentPath::new(format!("{wanted}.md"));
    site.hidden.get(wanted).or_else(|| site.hidden.get(&with_ending)).copied()
}

/// A file of the same name in another folder, if there is just one; else the nearest name in the
/// same folder. Looking through all names of a large site for each broken link would take long.
fn nearest_path<'s>(
    wanted: &ContentPath,
    from: Option<&Page>,
    names: &LinkNames<'s>,
) -> Option<ContentPath> {
    let with_ending = format!("{}.md", wanted.file_name());
    for name in [wanted.file_name(), with_ending.as_str()] {
        if let Some([only]) = names.by_file_name().get(name).map(Vec::as_slice) {
            return Some((*only).clone());
        }
    }
    let siblings = names.by_folder().get(wanted.folder())?;
    let stem = |name: &'s str| name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let found = names.nearest(wanted.stem(), from, siblings.iter().map(|name| stem(name)))?;
    let name = siblings.iter().find(|name| stem(name) == found)?;
    ContentPath::resolve(wanted.folder(), name)
}

/// A text that does not decode stays as it is.
fn decode(text: &str) -> String {
    percent::decode(text).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_told_from_paths() {
        for external in ["https://a.example", "mailto:a@b.example", "//a.example/x", "tel:+1"] {
            assert!(is_external(external), "{external}");
        }
        for internal in ["a.md", "../a:b.md", "#x", "1:2", ""] {
            assert!(!is_external(internal), "{internal}");
        }
    }

    #[test]
    fn percent_signs_are_decoded_where_they_encode() {
        assert_eq!(decode("a%20b%C3%BC"), "a bü");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%ff"), "%ff");
    }
}
