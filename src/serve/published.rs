//! The files of a site, by address. Pages are made when they are first asked for.

use std::collections::{HashMap, HashSet};
use std::io::{self, ErrorKind};
use std::mem::Discriminant;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;

use crate::config::{Editor, Project};
use crate::diagnostic::Diagnostic;
use crate::memo::Fingerprint;
use crate::percent;
use crate::pipeline::Linked;
use crate::render::{self, Highlighting, PageToRender};
use crate::site::{Content, Entry, EntryId, Output, OutputPath, Page, Role, Site};
use crate::source::FileId;

use super::edit::EditPosition;
use super::http::ReplyBody;
use super::searchable::Searchable;
use super::survive::held;

/// The files of a site.
#[derive(Default)]
pub(crate) struct PublishedSite {
    /// What is made already.
    files: Mutex<HashMap<String, Content>>,
    /// Set once the files that are no pages are among them.
    others: OnceLock<()>,
    rest: Option<Rest>,
}

/// What the other files are made from.
struct Rest {
    project: Project,
    linked: Linked,
    /// Pages by the files that rendering them makes.
    pages: Arc<HashMap<String, LocalePage>>,
}

/// A page of the locale site in a language, by its position.
type LocalePage = (usize, PageToRender);

/// Pages in which nothing was wrong when they were made, by path, and what they were made from.
#[derive(Default)]
pub(crate) struct ValidatedPages(HashMap<String, Fingerprint>);

/// What an address answers with.
#[derive(Debug)]
pub(super) enum Response {
    File {
        body: ReplyBody,
        mime: &'static str,
        /// Where a page was written.
        source: Option<EditPosition>,
    },
    /// The address lacks its final slash.
    Redirect(String),
    /// With the page that says so.
    NotFound(Option<ReplyBody>),
    /// The file is there, and the system does not give it.
    Unreadable(io::Error),
}

impl PublishedSite {
    /// A site whose files are made when they are asked for. `before` is the one that was shown.
    pub(crate) fn new(project: Project, linked: Linked, before: &PublishedSite) -> PublishedSite {
        let before = before.rest.as_ref();
        let fingerprints = |linked: &Linked| -> Vec<Fingerprint> {
            linked.locale_sites.iter().map(|locale_site| locale_site.site.fingerprint).collect()
        };
        let same = before.filter(|rest| fingerprints(&rest.linked) == fingerprints(&linked));
        let pages = same.map_or_else(|| pages(&linked), |rest| Arc::clone(&rest.pages));
        PublishedSite { rest: Some(Rest { project, linked, pages }), ..PublishedSite::default() }
    }

    fn put(&self, output: Output) {
        let mut files = held(self.files.lock());
        files.entry(output.path.as_str().to_owned()).or_insert(output.content);
    }

    /// The site that it shows; `None` before the first.
    pub(crate) fn linked(&self) -> Option<&Linked> {
        self.parts().map(|(_, linked)| linked)
    }

    /// What opens its files.
    pub(crate) fn editor(&self) -> &Editor {
        let rest = self.rest.as_ref();
        rest.map_or(&Editor::System, |rest| {
            rest.project.editor(&rest.linked.locale_sites.first().config)
        })
    }

    /// The same with the options of the run that made it.
    pub(super) fn parts(&self) -> Option<(&Project, &Linked)> {
        self.rest.as_ref().map(|rest| (&rest.project, &rest.linked))
    }

    /// The address of the style sheet.
    pub(super) fn style(&self) -> &str {
        self.linked().map_or("", |linked| linked.locale_sites.first().theme.asset("css/main.css"))
    }

    /// Makes some pages to see what is wrong with them: those of certain files, or some of every kind.
    pub(crate) fn try_some(&self, files: Option<&[PathBuf]>) -> Vec<Diagnostic> {
        let Some(rest) = &self.rest else { return Vec::new() };
        let mut wanted = match files {
            Some(files) => rest.pages_of(files),
            None => rest.pages_by_kind(),
        };
        wanted.truncate(PAGES_AT_ONCE);
        rest.try_pages(&wanted, None)
    }

    /// Makes all pages to see what is wrong with them, while `go_on` says so, but for those that were `validated`
    /// as they are. `None` when it was stopped.
    pub(crate) fn try_all(
        &self,
        validated: &mut ValidatedPages,
        go_on: impl Fn() -> bool,
    ) -> Option<Vec<Diagnostic>> {
        let rest = self.rest.as_ref()?;
        let mut found = Vec::new();
        for some in all_pages(&rest.linked).chunks(PAGES_AT_ONCE) {
            if !go_on() {
                return None;
            }
            found.extend(rest.try_others(some, validated));
        }
        Some(found)
    }

    /// A file of the site, by its path; an error of the kind `NotFound` if there is none.
    fn body(&self, path: &str, search: Option<&Searchable>) -> io::Result<ReplyBody> {
        if let Some(text) = search.and_then(|search| search.file(path)) {
            return Ok(text.into_bytes().into());
        }
        match self.made(path).or_else(|| self.make(path)).ok_or(ErrorKind::NotFound)? {
            Content::Bytes(bytes) => Ok(bytes.into()),
            Content::File(file) => ReplyBody::open(&file),
        }
    }

    fn made(&self, path: &str) -> Option<Content> {
        held(self.files.lock()).get(path).cloned()
    }

    /// Makes a file that nobody has asked for before.
    fn make(&self, path: &str) -> Option<Content> {
        let rest = self.rest.as_ref()?;
        if let Some(page) = rest.pages.get(path) {
            rest.render(&[*page], &|file| self.put(file));
        } else {
            self.others.get_or_init(|| {
                for locale_site in rest.linked.locale_sites.iter() {
                    let input = rest.linked.input(locale_site, &rest.project);
                    render::render_others(&input, &|file| self.put(file));
                }
            });
        }
        self.made(path)
    }

    /// The answer to the target of a request line, as it was sent; `search` has the files of the search
    /// if it asks for one.
    pub(super) fn answer(&self, target: &str, search: Option<&Searchable>) -> Response {
        let sent = target.split('#').next().unwrap_or_default();
        let (sent, query) = sent.split_at(sent.find('?').unwrap_or(sent.len()));
        let sent = sent.trim_start_matches('/');
        let Some(path) = percent::decode(sent) else {
            return self.not_found("");
        };
        let file =
            if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        match self.body(&file, search) {
            Ok(body) => Response::File { body, mime: mime(&file), source: self.source(&file) },
            Err(error) if error.kind() != ErrorKind::NotFound => Response::Unreadable(error),
            Err(_) if self.body(&format!("{file}/index.html"), search).is_ok() => {
                Response::Redirect(percent::encode(&format!("/{sent}/{query}"), KEPT))
            }
            Err(_) => self.not_found(&file),
        }
    }

    /// Where the page in a file was written.
    fn source(&self, path: &str) -> Option<EditPosition> {
        let rest = self.rest.as_ref()?;
        let (locale_site, PageToRender::Entry(entry)) = *rest.pages.get(path)? else { return None };
        let site = &rest.linked.locale_sites.get(locale_site).site;
        let page = site.page(site.entry(entry).page?);
        EditPosition::new(&page.source.path, 1, 1, self.editor())
    }

    /// The page of the language below whose addresses something was asked for.
    fn not_found(&self, path: &str) -> Response {
        let locale_sites = self.linked().into_iter().flat_map(|linked| linked.locale_sites.iter());
        let prefixes = locale_sites.map(|locale_site| locale_site.site.prefix.as_str());
        let prefix = prefixes.filter(|prefix| path.starts_with(prefix)).max_by_key(|it| it.len());
        let page = format!("{}404.html", prefix.unwrap_or_default());
        let page = self.body(&page, None).or_else(|_| self.body("404.html", None));
        Response::NotFound(page.ok())
    }
}

impl Rest {
    /// Makes pages.
    fn render(&self, pages: &[LocalePage], sink: &(dyn Fn(Output) + Sync)) {
        // What is wrong with them is told by `try_some` and `try_all`.
        let _ = self.each_locale_site(pages, &|own, input| render::render_pages(own, &input, sink));
    }

    /// Makes pages to see what is wrong with them, but for those that can be reused.
    fn try_pages(&self, pages: &[LocalePage], reuse: Option<render::Reuse<'_>>) -> Vec<Diagnostic> {
        self.each_locale_site(pages, &|own, input| {
            let input = render::RenderInput { highlighting: Highlighting::Plain, reuse, ..input };
            render::render_pages(own, &input, &drop)
        })
    }

    /// The same for pages that are not `validated` as they are.
    fn try_others(&self, pages: &[LocalePage], validated: &mut ValidatedPages) -> Vec<Diagnostic> {
        let new = Mutex::new(Vec::new());
        let is_known = |path: &OutputPath, from| {
            let is_known = validated.0.get(path.as_str()) == Some(&from);
            if !is_known {
                let mut new = held(new.lock());
                new.push((path.as_str().to_owned(), from));
            }
            is_known
        };
        let found = self.try_pages(pages, Some(self.linked.reuse(&is_known)));
        if found.is_empty() {
            validated.0.extend(held(new.into_inner()));
        }
        found
    }

    /// Has the pages of each locale site made. Returns what is wrong with them, locale site by locale site.
    fn each_locale_site(
        &self,
        pages: &[LocalePage],
        make: &(dyn Fn(&[PageToRender], render::RenderInput<'_>) -> Vec<Diagnostic> + Sync),
    ) -> Vec<Diagnostic> {
        let of_locale_site = |(position, locale_site)| {
            let own = pages.iter().filter(|(of, _)| *of == position);
            let own: Vec<PageToRender> = own.map(|(_, page)| *page).collect();
            if own.is_empty() {
                return Vec::new();
            }
            make(&own, self.linked.input(locale_site, &self.project))
        };
        let locale_sites = self.linked.locale_sites.iter().enumerate().collect::<Vec<_>>();
        locale_sites.into_par_iter().flat_map_iter(of_locale_site).collect()
    }

    /// The page that an entry shows.
    fn page(&self, (locale_site, page): &LocalePage) -> Option<(&Entry, Option<&Page>)> {
        let PageToRender::Entry(entry) = page else { return None };
        let site = &self.linked.locale_sites.get(*locale_site).site;
        let entry = site.entry(*entry);
        Some((entry, entry.page.map(|page| site.page(page))))
    }

    /// The pages that come from these files.
    fn pages_of(&self, files: &[PathBuf]) -> Vec<LocalePage> {
        let Linked { sources, locale_sites, .. } = &self.linked;
        let numbers: Vec<FileId> =
            names(files).iter().filter_map(|name| sources.number(name)).collect();
        let entries =
            locale_sites.iter().map(|locale_site| entries_of(&numbers, &locale_site.site));
        let pages = entries.enumerate().flat_map(|(locale_site, entries)| {
            entries.map(move |entry| (locale_site, PageToRender::Entry(entry)))
        });
        pages.collect()
    }

    /// All pages, but first one of each kind: of the same templates with the same fields.
    fn pages_by_kind(&self) -> Vec<LocalePage> {
        let mut known = HashSet::new();
        let (mut first, others): (Vec<_>, Vec<_>) =
            all_pages(&self.linked).into_iter().partition(|page| known.insert(self.kind(page)));
        first.extend(others);
        first
    }

    /// The kind of a page; pages at old addresses are all of one.
    fn kind(&self, page: &LocalePage) -> Option<PageKind<'_>> {
        let (entry, shown) = self.page(page)?;
        let template = shown.and_then(|page| page.front_matter.template.as_ref());
        Some(PageKind {
            locale_site: page.0,
            role: std::mem::discriminant(&entry.role),
            collection: shown.and_then(|page| page.collection),
            template: template.map(|template| template.value.as_str()),
        })
    }
}

/// Pages of one kind have the same template and the same fields.
#[derive(PartialEq, Eq, Hash)]
struct PageKind<'s> {
    /// The position of the language.
    locale_site: usize,
    role: Discriminant<Role>,
    collection: Option<usize>,
    template: Option<&'s str>,
}

/// The entries of a site that show a page of certain files.
fn entries_of(files: &[FileId], site: &Site) -> impl Iterator<Item = EntryId> {
    let pages = site.pages.enumerate().filter(|(_, page)| files.contains(&page.source.id));
    pages.map(|(id, _)| site.entry_ids[id])
}

/// Every page by the files that rendering it makes.
fn pages(linked: &Linked) -> Arc<HashMap<String, LocalePage>> {
    let mut pages = HashMap::new();
    for (locale_site, page) in all_pages(linked) {
        let own = linked.locale_sites.get(locale_site);
        for path in render::paths(page, &own.site, &own.config) {
            pages.entry(path.as_str().to_owned()).or_insert((locale_site, page));
        }
    }
    Arc::new(pages)
}

/// The pages of all locale sites.
fn all_pages(linked: &Linked) -> Vec<LocalePage> {
    let locale_sites = linked.locale_sites.iter().enumerate();
    let pages = locale_sites.flat_map(|(position, locale_site)| {
        render::pages(&locale_site.site).into_iter().map(move |page| (position, page))
    });
    pages.collect()
}

/// The names that files can have as sources, whole and seen from the current folder.
fn names(files: &[PathBuf]) -> Vec<String> {
    let here = std::env::current_dir().unwrap_or_default();
    let seen = files.iter().filter_map(|file| file.strip_prefix(&here).ok());
    files.iter().map(PathBuf::as_path).chain(seen).map(Project::shown).collect()
}

/// What an address keeps as it was sent: the signs that mean something in it (RFC 3986, 3.3 and 3.4).
const KEPT: &str = "-._~!$&'()*+,;=:@/?%";

/// Pages that are tried before a site is shown, and between two looks at whether it still is.
const PAGES_AT_ONCE: usize = 64;

/// The media type of a file, by its ending (IANA media types).
fn mime(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ics" => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::OutputPath;

    fn published(paths: &[&str]) -> PublishedSite {
        let published = PublishedSite::default();
        for path in paths {
            published.put(Output::text(OutputPath::new(*path), (*path).to_owned()));
        }
        published
    }

    fn text(answer: Response) -> String {
        match answer {
            Response::File { body, .. } => {
                String::from_utf8_lossy(&body.read().expect("it is there")).into_owned()
            }
            Response::Redirect(to) => format!("redirect {to}"),
            Response::NotFound(_) => "not found".to_owned(),
            Response::Unreadable(error) => error.to_string(),
        }
    }

    #[test]
    fn addresses_find_their_files() {
        let site = published(&["index.html", "ü/index.html", "a b.html", "404.html"]);
        assert_eq!(text(site.answer("/", None)), "index.html");
        assert_eq!(text(site.answer("/?q=1", None)), "index.html");
        assert_eq!(text(site.answer("/%C3%BC/", None)), "ü/index.html");
        assert_eq!(text(site.answer("/%C3%BC", None)), "redirect /%C3%BC/");
        assert_eq!(text(site.answer("/ü?q=%C3%BC#a", None)), "redirect /%C3%BC/?q=%C3%BC");
        assert_eq!(text(site.answer("/a%20b.html", None)), "a b.html");
    }

    #[test]
    fn nothing_outside_the_site_can_be_asked_for() {
        let site = published(&["index.html"]);
        for path in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/..%2fCargo.toml",
            "//etc/passwd",
            "/%ff",
            "/%",
        ] {
            assert_eq!(text(site.answer(path, None)), "not found", "{path}");
        }
    }
}
