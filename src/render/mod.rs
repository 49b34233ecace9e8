//! Site, links and theme to the files to publish.
//!
//! In: what the stages before made. Out: [`Output`]s, handed to a sink as soon as they are made,
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
mod languages;
mod lines;
mod linker;
mod list;
mod list_page;
mod matrix;
mod navigation;
mod page;
mod reuse;
mod review;
mod structured;
mod styled;
mod terms;
mod view;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::{Config, NamedLink};
use crate::csl::Bibliography;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::{
    Content, ContentPath, Entry, EntryId, FEED, LinkedText, Links, Output, OutputPath, ROBOTS,
    Role, SITEMAP, Site, Target, UrlPath, search_script,
};
use crate::theme::{Scope, Shared, Theme};
pub(crate) use code::Highlighting;
pub(crate) use feed::has_feed;
use header::Headers;
use linker::{Base, Linker};
use list::Listed;
use list_page::ListPage;
pub(crate) use reuse::Reuse;
use terms::Terms;
use view::{NamedLinkView, PictureView, RedirectPageView, SearchView, SiteView};

/// What the stages before made.
pub(crate) struct Input<'a> {
    pub(crate) site: &'a Site,
    pub(crate) links: &'a Links,
    pub(crate) config: &'a Config,
    pub(crate) theme: &'a Theme,
    /// The site in all its languages; this edition is one of them.
    pub(crate) editions: Vec<Peer<'a>>,
    /// The cited works in their style, if one is set.
    pub(crate) bibliography: Option<&'a Bibliography>,
    pub(crate) highlighting: Highlighting<'a>,
    /// The pages that a build left.
    pub(crate) reuse: Option<Reuse<'a>>,
    /// The absolute address of the site's root, with a final slash.
    pub(crate) base_url: Option<&'a str>,
    /// The day of the build.
    pub(crate) today: Date,
}

/// An edition, as far as the others have to know it.
#[derive(Clone, Copy)]
pub(crate) struct Peer<'a> {
    pub(crate) site: &'a Site,
    pub(crate) config: &'a Config,
    pub(crate) theme: &'a Theme,
}

/// Renders everything into `sink`, which several threads call at once. Returns what is wrong with it.
pub(crate) fn render(input: &Input<'_>, sink: &(dyn Fn(Output) + Sync)) -> Vec<Diagnostic> {
    let found = render_pages(&pages(input.site), input, sink);
    render_others(input, sink);
    found
}

/// Finds what is wrong with the making of pages. Templates of the program are known to be right, so only
/// pages are made that others take part in.
pub(crate) fn check(input: &Input<'_>, step: &(dyn Fn() + Sync)) -> Vec<Diagnostic> {
    let has_template = |entry: &Entry| {
        let page = entry.page.map(|page| input.site.page(page));
        page.is_some_and(|page| page.front_matter.template.is_some())
    };
    let is_doubtful = |page: &PageToRender| match page {
        PageToRender::Entry(id) => has_template(input.site.entry(*id)),
        PageToRender::Redirect(_) => false,
    };
    let has_own = input.config.theme.folder.is_some();
    let mut pages = pages(input.site);
    pages.retain(|page| has_own || is_doubtful(page));
    render_pages(&pages, input, &|output| {
        if output.path.as_str().ends_with(".html") {
            step();
        }
    })
}

/// A page to render, by its position in the site.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PageToRender {
    Entry(EntryId),
    Redirect(usize),
}

/// All pages that there are to render.
pub(crate) fn pages(site: &Site) -> Vec<PageToRender> {
    let entries = site.entries.ids().map(PageToRender::Entry);
    entries.chain((0..site.redirects.len()).map(PageToRender::Redirect)).collect()
}

/// The files that rendering a page makes.
pub(crate) fn paths(page: PageToRender, site: &Site, config: &Config) -> Vec<OutputPath> {
    match page {
        PageToRender::Entry(id) => {
            let pages = site.list_urls(id, config).into_iter().map(|url| url.output());
            pages.chain(site.entry(id).companion()).collect()
        }
        PageToRender::Redirect(at) => vec![site.redirects[at].0.output()],
    }
}

/// Renders pages that cannot be taken over, with what belongs to them. Returns what is wrong with them.
pub(crate) fn render_pages(
    pages: &[PageToRender],
    input: &Input<'_>,
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

/// Has the style write the citations of pages: all at once takes less time than one by one.
fn prepare_citations(pages: &[PageToRender], input: &Input<'_>) {
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
pub(crate) fn render_others(input: &Input<'_>, sink: &(dyn Fn(Output) + Sync)) {
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
    for asset in input.site.assets.iter() {
        let path = OutputPath::new(asset.path.as_str());
        sink(Output { path, content: Content::File(asset.disk.clone()) });
    }
    // An author who writes a file for robots knows what they want.
    if input.site.asset(&ContentPath::new(ROBOTS)).is_none() {
        sink(feed::robots(input.base_url));
    }
    if let Some(base_url) = input.base_url {
        sink(feed::sitemap(&input.editions, base_url));
    }
}

/// What texts in a language need, whatever the edition that shows them.
struct Tongue<'a> {
    words: html::Words,
    terms: Terms,
    config: &'a Config,
}

impl<'a> Tongue<'a> {
    /// The language of `peer`, for texts that `site` shows.
    fn new(peer: &Peer<'a>, site: &Site) -> Tongue<'a> {
        let Peer { config, theme, site: own } = *peer;
        let terms = Terms::new(site, config, own.language);
        Tongue { words: words(&theme.strings), terms, config }
    }
}

/// What all pages share, made once.
struct Renderer<'a> {
    input: &'a Input<'a>,
    /// By language.
    tongues: Vec<Tongue<'a>>,
    site_view: Shared,
    strings: Shared,
    headers: Headers,
    /// The path of the site's root on its server.
    base_path: String,
}

impl<'a> Renderer<'a> {
    fn new(input: &'a Input<'a>) -> Renderer<'a> {
        let base_path = input.base_url.map_or("/", |url| {
            let host = url.find("://").map_or(0, |at| at + 3);
            url[host..].find('/').map_or("/", |at| &url[host + at..])
        });
        let site_view = site_view(input);
        Renderer {
            input,
            tongues: input.editions.iter().map(|peer| Tongue::new(peer, input.site)).collect(),
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
        let Input { site, config, .. } = *self.input;
        let (entry, urls) = (site.entry(id), site.list_urls(id, config));
        let listed = list::listed(entry, self.input);
        let pages = ListPage::all(&urls).into_par_iter();
        pages.try_for_each(|page| self.list_page(page, &listed, entry, sink))
    }

    /// A page of an entry: most have one.
    fn list_page(
        &self,
        list_page: ListPage<'_>,
        listed: &Listed,
        entry: &Entry,
        sink: &(dyn Fn(Output) + Sync),
    ) -> Result<(), Diagnostic> {
        let url = list_page.url();
        let is_not_found = entry.role == Role::NotFound;
        let base = if is_not_found { Base::Root(&self.base_path) } else { Base::Page(url) };
        let Input { site, links, .. } = *self.input;
        let linker = Linker { site, links, base };
        let mut scope = Scope::default();
        scope.share("site", &self.site_view);
        scope.share("t", &self.strings);
        let root = if is_not_found { self.base_path.clone() } else { url.root() };
        scope.insert("root", &root);
        scope.insert("footer_html", &self.footer(&linker));
        scope.insert("navigation", &navigation::tree(entry, self.input.site));
        let mut view = page::view(entry, &linker, &self.tongues, self.input);
        if list_page.is_further() {
            view = list_page.turn(view, entry, self.input);
        }
        scope.insert("page", &view);
        scope.insert("list", &list_page.view());
        let built_in = self.insert_role(entry, list_page, listed, &mut scope, sink);
        let template = self.template(entry, built_in)?;
        let templates = &self.input.theme.templates;
        self.headers.insert(&template, &view, &root, templates, &mut scope)?;
        let html = templates.render(&template, &scope, entry.path.as_str())?;
        sink(Output::text(url.output(), html));
        Ok(())
    }

    /// Adds what the kind of page shows besides its words. Returns its template.
    fn insert_role(
        &self,
        entry: &Entry,
        page: ListPage<'_>,
        listed: &Listed,
        scope: &mut Scope,
        sink: &(dyn Fn(Output) + Sync),
    ) -> &'static str {
        let input = self.input;
        match entry.role {
            // What does not fit on the home page is a list of pages like any other.
            Role::Home if page.is_further() => {
                scope.insert("section", &list::section(entry, page, input));
                "section.html"
            }
            Role::Home => {
                scope.insert("home", &list::home(page, input));
                "home.html"
            }
            Role::Page => "page.html",
            Role::Section => {
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
                let schema = &input.config.matrices[position];
                let view = matrix::view(schema, entry, input.site, input.links, input.config);
                if let Some(path) = entry.companion() {
                    sink(Output::text(path, matrix::csv(&view, &input.theme.strings)));
                }
                scope.insert("matrix", &view);
                "matrix.html"
            }
            Role::Review => {
                let view = review::view(entry, input);
                if let Some(path) = entry.companion() {
                    sink(Output::text(path, review::calendar(&view, input)));
                }
                scope.insert("review", &view);
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

    /// The template that the page names, if it exists.
    fn template(&self, entry: &Entry, built_in: &str) -> Result<String, Diagnostic> {
        let page = entry.page.map(|page| self.input.site.page(page));
        let named = page.and_then(|page| Some((page, page.front_matter.template.as_ref()?)));
        let Some((page, named)) = named else {
            return Ok(built_in.to_owned());
        };
        let templates = &self.input.theme.templates;
        if templates.has(&named.value) {
            return Ok(named.value.clone());
        }
        if templates.is_broken(&named.value) {
            // That is told already.
            return Ok(built_in.to_owned());
        }
        let message = format!("there is no template `{}`", named.value);
        let problem = Diagnostic::new(Code::UnknownTemplate, message).at(page.span_of_value(named));
        Err(problem.did_you_mean(templates.nearest(&named.value)))
    }

    fn footer(&self, linker: &Linker<'_>) -> String {
        let Some(footer) = &self.input.links.footer else { return String::new() };
        let Tongue { words, config, .. } = &self.tongues[self.input.site.language];
        let LinkedText { text, targets } = footer;
        let text = html::Text::fragment(text, targets, "footer-", linker, words, config);
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
        let html = self.input.theme.templates.render("redirect.html", &scope, from.as_str())?;
        Ok(Output::text(from.output(), html))
    }
}

/// The words that texts need; English ones where a theme has none.
fn words(strings: &BTreeMap<String, String>) -> html::Words {
    let word =
        |key: &str, english: &str| strings.get(key).cloned().unwrap_or_else(|| english.to_owned());
    html::Words {
        anchor: word("heading_link", "Link to “{title}”"),
        table: word("table_name", "Table {number}"),
        footnotes: word("footnotes", "Notes"),
        back_to_text: word("footnote_back", "Back to note {number} in the text"),
        task_done: word("task_done", "Done"),
        task_open: word("task_open", "To do"),
        alerts: [
            word("alert_note", "Note"),
            word("alert_tip", "Tip"),
            word("alert_important", "Important"),
            word("alert_warning", "Warning"),
            word("alert_caution", "Caution"),
        ],
        reference: word("source_link", "Reference {number}"),
        recommendation: word("recommendation", "Recommendation {number}"),
        step: word("step", "Step {number}"),
        chart_bar: word("chart_bar", "Bar chart: {caption}"),
        chart_line: word("chart_line", "Line chart: {caption}"),
        chart_numbers: word("chart_numbers", "The numbers as a table"),
        data_file: word("data_file", "Download the data ({kind})"),
    }
}

fn site_view(input: &Input<'_>) -> SiteView {
    let Input { site, config, theme, base_url, .. } = *input;
    let picture = |setting: &Option<(String, _)>| {
        let (_, span) = setting.as_ref()?;
        match input.links.configured(*span) {
            Target::Asset(path) => site.asset(path),
            _ => None,
        }
    };
    let home = site.entry_with(Role::Home).map(|home| home.url.encoded());
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        author: config.author.clone(),
        generator: concat!("fieldguide ", env!("CARGO_PKG_VERSION")).to_owned(),
        home: home.unwrap_or_default(),
        feed: feed::has_feed(site, config, base_url).then(|| format!("{}{FEED}", site.prefix)),
        sitemap: base_url.map(|_| SITEMAP.to_owned()),
        stylesheet: theme.asset("css/main.css").to_owned(),
        script: theme.asset("js/main.js").to_owned(),
        search: SearchView {
            url: site
                .entry_with(Role::Search)
                .map_or_else(String::new, |entry| entry.url.encoded()),
            script: search_script(site.language, &config.language),
            shortcut: config.search_shortcut.clone(),
            collections: collection_names(config),
        },
        assets: theme.assets.clone(),
        favicon: picture(&config.theme.favicon)
            .map(|asset| UrlPath::of_file(asset.path.as_str()).encoded()),
        logo: picture(&config.theme.logo).map(|asset| PictureView {
            url: UrlPath::of_file(asset.path.as_str()).encoded(),
            width: asset.size.map(|(width, _)| width),
            height: asset.size.map(|(_, height)| height),
        }),
        menu: menu(input),
        contact: config.contact.as_ref().and_then(|link| named_link(link, input)),
        footer: view::FooterView {
            links: named_links(&config.footer.links, input),
            license: config.footer.license.as_ref().and_then(|link| named_link(link, input)),
        },
    }
}

/// Top sections that make a menu by themselves; whoever has more writes one.
const MENU: usize = 12;

/// The configured menu, or the top sections.
fn menu(input: &Input<'_>) -> Vec<NamedLinkView> {
    let site = input.site;
    if let Some(menu) = &input.config.menu {
        return named_links(menu, input);
    }
    let top = site.sections.first().map(|root| &root.sections);
    top.into_iter()
        .flatten()
        .take(MENU)
        .map(|section| site.index_of(*section))
        .map(|entry| NamedLinkView {
            label: site.title(entry),
            title: site.title(entry),
            text: None,
            url: entry.url.encoded(),
            external: false,
            language: languages::foreign_entry(entry, site),
        })
        .collect()
}

/// What search results of each collection are called.
fn collection_names(config: &Config) -> Vec<view::SearchCollectionView> {
    let names = config.collections.iter().map(|schema| view::SearchCollectionView {
        name: schema.name.clone(),
        label: schema.singular.clone(),
    });
    names.collect()
}

/// Links of the configuration whose target exists.
fn named_links(links: &[NamedLink], input: &Input<'_>) -> Vec<NamedLinkView> {
    links.iter().filter_map(|link| named_link(link, input)).collect()
}

/// `None` where it leads nowhere, which is told.
fn named_link(link: &NamedLink, input: &Input<'_>) -> Option<NamedLinkView> {
    let (url, external) = match input.links.configured(link.span) {
        Target::Entry { entry, anchor } => {
            let url = input.site.entry(*entry).url.encoded();
            let fragment = anchor.as_ref().map(|anchor| format!("#{}", anchor.as_str()));
            (url + fragment.as_deref().unwrap_or_default(), false)
        }
        Target::Edition(url) => (url.encoded(), false),
        Target::Asset(path) => (UrlPath::of_file(path.as_str()).encoded(), false),
        Target::External => (link.destination.clone(), true),
        Target::Unresolved(_) => return None,
    };
    let (label, title) = (link.label.clone(), link.label.clone());
    let text = link.text.clone();
    Some(NamedLinkView { label, title, text, url, external, language: None })
}
