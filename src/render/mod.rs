//! Site, links and theme to the files to publish.
//!
//! In: the results of the stages before ([`RenderInput`]). Out: [`Output`]s, handed to a sink as soon as they are made,
//! from several threads: at ten thousand pages all of them together would fill the memory.
//! Templates see views (`view.rs`) and nothing else.

mod bibliography;
mod card;
mod chart;
mod code;
mod feed;
mod field;
mod filters;
mod header;
mod highlight;
mod html;
mod input;
mod languages;
mod lines;
mod linker;
mod list;
mod list_page;
mod locale;
mod matrix;
mod navigation;
mod page;
mod reader_link;
mod reuse;
mod review;
mod site_view;
mod structured;
mod styled;
mod terms;
mod view;

use std::collections::HashSet;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{
    Asset, Content, ContentPath, Entry, EntryId, LinkedText, Output, ROBOTS, Role, Site, UrlPath,
};
use crate::theme::{Scope, Shared};
pub(crate) use code::Highlighting;
pub(crate) use feed::has_feed;
use header::Headers;
pub(crate) use input::{PageToRender, RenderInput, Reuse, SiblingLocale, pages, paths};
use linker::{Base, Linker};
use list::ListContext;
use list_page::ListPage;
use locale::LocaleContext;
use site_view::site_view;
use view::RedirectPageView;

/// Renders everything into `sink`, which several threads call at once. Returns what is wrong with it.
pub(crate) fn render(input: &RenderInput<'_>, sink: &(dyn Fn(Output) + Sync)) -> Vec<Diagnostic> {
    let found = render_pages(&pages(input.site), input, sink);
    render_others(input, sink);
    found
}

/// Finds what is wrong with the templates of pages. The built-in ones are known to be right, so it renders only pages
/// that use others.
pub(crate) fn check(input: &RenderInput<'_>, step: &(dyn Fn() + Sync)) -> Vec<Diagnostic> {
    let mut pages = pages(input.site);
    if input.config.theme.folder.is_none() {
        pages.retain(|page| names_template(*page, input.site));
    }
    render_pages(&pages, input, &|output| {
        if output.path.as_str().ends_with(".html") {
            step();
        }
    })
}

/// Whether the front matter of a page names its template.
fn names_template(page: PageToRender, site: &Site) -> bool {
    let PageToRender::Entry(id) = page else { return false };
    let page = site.entry(id).page.map(|page| site.page(page));
    page.is_some_and(|page| page.front_matter.template.is_some())
}

/// Renders pages that cannot be taken over, with what belongs to them. Returns what is wrong with them.
pub(crate) fn render_pages(
    pages: &[PageToRender],
    input: &RenderInput<'_>,
    sink: &(dyn Fn(Output) + Sync),
) -> Vec<Diagnostic> {
    let left = input.reuse.map(|reuse| reuse.left_to_make(pages, input));
    let pages = left.as_deref().unwrap_or(pages);
    if pages.is_empty() {
        return Vec::new();
    }
    prepare_citations(pages, input);
    let renderer = Renderer::new(input);
    // Lists of many pages stand last, and take longest: they are begun first.
    let last_first = pages.par_iter().rev();
    let mut found: Vec<Diagnostic> =
        last_first.filter_map(|page| renderer.page(*page, sink).err()).collect();
    found.reverse();
    found
}

/// Writes the citations of pages in their style: all at once takes less time than one by one.
fn prepare_citations(pages: &[PageToRender], input: &RenderInput<'_>) {
    let Some(bibliography) = input.bibliography else { return };
    let citing = pages.iter().filter_map(|page| match page {
        PageToRender::Entry(id) => Some(input.site.page(input.site.entry(*id).page?)),
        PageToRender::Redirect(_) => None,
    });
    let groups = citing.flat_map(|page| {
        let citations = page.document.citations.iter();
        citations.map(|citation| bibliography::group(citation, &page.document, page.body()))
    });
    bibliography.prepare(groups);
}

/// Makes the files that are no pages: those of the theme and of authors, and those for programs.
pub(crate) fn render_others(input: &RenderInput<'_>, sink: &(dyn Fn(Output) + Sync)) {
    if let Some(base_url) = input.base_url
        && feed::has_feed(input.site, input.config, Some(base_url))
    {
        sink(feed::feed(input.site, input.config, base_url));
    }
    // The rest speaks no language, or all of them.
    if input.site.language > 0 {
        return;
    }
    input.theme.outputs().cloned().for_each(sink);
    let is_left_out =
        |path: &ContentPath| input.locale_sites.iter().any(|one| one.site.left_out.contains(path));
    let linked: HashSet<&ContentPath> = input.links.files().collect();
    let is_wanted = |asset: &Asset| !asset.is_linked_only || linked.contains(&asset.path);
    let files = input.site.assets.iter().filter(|asset| is_wanted(asset));
    for asset in files.filter(|asset| !is_left_out(&asset.path)) {
        sink(Output { path: asset.url().output(), content: Content::File(asset.disk.clone()) });
    }
    // An author who writes a file for robots knows what they want.
    if input.site.asset(&ContentPath::new(ROBOTS)).is_none() {
        sink(feed::robots(input.base_url));
    }
    if let Some(base_url) = input.base_url {
        sink(feed::sitemap(&input.locale_sites, base_url));
    }
}

/// The template of the pages at old addresses, which have no text.
const REDIRECT: &str = "redirect.html";

/// The parts that all pages share, and that are made once.
struct Renderer<'a> {
    input: &'a RenderInput<'a>,
    /// By language.
    locale_contexts: Vec<LocaleContext<'a>>,
    site_view: Shared,
    strings: Shared,
    headers: Headers,
    /// The path of the site's root on its server.
    base_path: String,
}

impl<'a> Renderer<'a> {
    fn new(input: &'a RenderInput<'a>) -> Renderer<'a> {
        let base_path = input.base_url.map_or("/", |url| {
            let host = url.find("://").map_or(0, |at| at + 3);
            url[host..].find('/').map_or("/", |at| &url[host + at..])
        });
        let site_view = site_view(input);
        Renderer {
            input,
            locale_contexts: input
                .locale_sites
                .iter()
                .map(|sibling| LocaleContext::new(sibling, input.site))
                .collect(),
            headers: Headers::new(&site_view.menu),
            site_view: Shared::new(&site_view),
            strings: Shared::new(&*input.theme.strings),
            base_path: base_path.to_owned(),
        }
    }

    fn page(&self, page: PageToRender, sink: &(dyn Fn(Output) + Sync)) -> Result<(), Diagnostic> {
        let site = self.input.site;
        match page {
            PageToRender::Entry(id) => self.entry(id, sink),
            PageToRender::Redirect(at) => {
                let (from, page) = &site.redirects[at];
                self.redirect(from, site.entry_of_page(*page)).map(sink)
            }
        }
    }

    /// The page of an entry, and what belongs to it.
    fn entry(&self, id: EntryId, sink: &(dyn Fn(Output) + Sync)) -> Result<(), Diagnostic> {
        let RenderInput { site, config, .. } = *self.input;
        let (entry, urls) = (site.entry(id), site.list_urls(id, config));
        let listed = list::listed(entry, self.input);
        let pages = ListPage::all(&urls).into_par_iter();
        pages.try_for_each(|page| self.list_page(page, &listed, entry, sink))
    }

    /// A page of an entry: most have one.
    fn list_page(
        &self,
        list_page: ListPage<'_>,
        listed: &ListContext,
        entry: &Entry,
        sink: &(dyn Fn(Output) + Sync),
    ) -> Result<(), Diagnostic> {
        let url = list_page.url();
        let is_not_found = entry.role == Role::NotFound;
        let base = if is_not_found { Base::Root(&self.base_path) } else { Base::Page(url) };
        let RenderInput { site, links, .. } = *self.input;
        let linker = Linker { site, links, base };
        let mut scope = Scope::default();
        scope.share("site", &self.site_view);
        scope.share("t", &self.strings);
        let root = if is_not_found { self.base_path.clone() } else { url.root() };
        scope.insert("root", &root);
        scope.insert("footer_html", &self.footer(&linker));
        scope.insert("navigation", &navigation::tree(entry, self.input.site));
        let mut view = page::view(entry, &linker, &self.locale_contexts, self.input);
        if list_page.is_further() {
            view = list_page.turn(view, entry, self.input);
        }
        scope.insert("page", &view);
        scope.insert("list", &list_page.view());
        let built_in = self.insert_role(entry, list_page, listed, &mut scope, sink);
        let (template, problem) = self.template(entry, built_in);
        let templates = &self.input.theme.templates;
        self.headers.insert(template, &view, &root, templates, &mut scope)?;
        let html = templates.render(template, &scope, entry.path.as_str())?;
        sink(Output::text(url.output(), html));
        problem.map_or(Ok(()), Err)
    }

    /// Adds the lists and tables of the kind of page. Returns the template of that kind.
    fn insert_role(
        &self,
        entry: &Entry,
        page: ListPage<'_>,
        listed: &ListContext,
        scope: &mut Scope,
        sink: &(dyn Fn(Output) + Sync),
    ) -> &'static str {
        let input = self.input;
        match entry.role {
            Role::Home if !page.is_further() => {
                scope.insert("home", &list::home(page, input));
                "home.html"
            }
            Role::Page => "page.html",
            // What does not fit on the home page is a list of pages like any other.
            Role::Home | Role::Section => {
                scope.insert("section", &list::section(entry, page, input));
                "section.html"
            }
            Role::Collection(position) => {
                let view = list::collection(position, listed, page, input);
                scope.insert("collection", &view);
                if view.layout == "glossary" { "glossary.html" } else { "collection.html" }
            }
            Role::Tags => {
                scope.insert("terms", &list::tags(entry, page, input));
                "terms.html"
            }
            Role::Vocabulary(position) => {
                scope.insert("terms", &list::vocabulary(position, entry, page, input));
                "terms.html"
            }
            Role::Tag(id) => {
                scope.insert("term", &list::tag(id, listed, page, input));
                "term.html"
            }
            Role::Term(id) => {
                scope.insert("term", &list::term(id, listed, page, input));
                "term.html"
            }
            Role::Matrix(position) => {
                self.insert_matrix(position, entry, scope, sink);
                "matrix.html"
            }
            Role::Review => {
                self.insert_reviews(entry, scope, sink);
                "review.html"
            }
            Role::References => {
                scope.insert("references", &bibliography::view(input));
                "references.html"
            }
            Role::Search => "search.html",
            Role::NotFound => "404.html",
        }
    }

    /// Adds the table of a matrix, and makes its companion file.
    fn insert_matrix(
        &self,
        position: usize,
        entry: &Entry,
        scope: &mut Scope,
        sink: &(dyn Fn(Output) + Sync),
    ) {
        let RenderInput { site, links, config, theme, .. } = *self.input;
        let view = matrix::view(&config.matrices[position], entry, site, links, config);
        if let Some(path) = entry.companion() {
            sink(Output::text(path, matrix::csv(&view, &theme.strings)));
        }
        scope.insert("matrix", &view);
    }

    /// Adds the reviews that are due, and makes their calendar.
    fn insert_reviews(&self, entry: &Entry, scope: &mut Scope, sink: &(dyn Fn(Output) + Sync)) {
        let RenderInput { config, base_url, .. } = *self.input;
        let view = review::view(entry, self.input);
        if let Some(path) = entry.companion() {
            sink(Output::text(path, review::calendar(&view, &config.title, base_url)));
        }
        scope.insert("review", &view);
    }

    /// The template that the page names; if it can show no page, the one of the kind of page, and a report.
    fn template<'t>(&'t self, entry: &Entry, built_in: &'t str) -> (&'t str, Option<Diagnostic>) {
        let page = entry.page.map(|page| self.input.site.page(page));
        let named = page.and_then(|page| Some((page, page.front_matter.template.as_ref()?)));
        let Some((page, named)) = named else {
            return (built_in, None);
        };
        let templates = &self.input.theme.templates;
        let is_for_pages = [built_in, "page.html"].contains(&&*named.value);
        if templates.has(&named.value) && (is_for_pages || templates.is_own(&named.value)) {
            return (&named.value, None);
        }
        if templates.is_broken(&named.value) {
            // The theme has reported it.
            return (built_in, None);
        }
        let place = page.span_of_value(named);
        let problem = |message| Diagnostic::new(Code::UnknownTemplate, message).at(place);
        let problem = if templates.has(&named.value) {
            let message = format!("the template `{}` shows no pages of this kind", named.value);
            problem(message).help("remove the key, or put a template of that name into your theme")
        } else {
            let message = format!("there is no template `{}`", named.value);
            problem(message).did_you_mean(templates.nearest(&named.value))
        };
        (built_in, Some(problem))
    }

    fn footer(&self, linker: &Linker<'_>) -> String {
        let Some(footer) = &self.input.links.footer else { return String::new() };
        let LocaleContext { words, config, .. } = &self.locale_contexts[self.input.site.language];
        let LinkedText { text, targets, .. } = footer;
        let text = html::TextToRender::fragment(text, targets, "footer-", linker, words, config);
        html::render(&text).into_string()
    }

    fn redirect(&self, from: &UrlPath, target: &Entry) -> Result<Output, Diagnostic> {
        let mut scope = Scope::default();
        scope.share("site", &self.site_view);
        scope.share("t", &self.strings);
        scope.insert("root", &from.root());
        scope.insert("target", &target.url.encoded());
        scope.insert("target_title", &self.input.site.title(target));
        let language = self.input.config.language.clone();
        let direction = self.input.theme.conventions.direction();
        scope.insert("page", &RedirectPageView { language, direction });
        let html = self.input.theme.templates.render(REDIRECT, &scope, from.as_str())?;
        Ok(Output::text(from.output(), html))
    }
}
