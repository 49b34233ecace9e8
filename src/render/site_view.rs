//! The view of the site as all pages show it: titles, menu, footer, addresses of the theme's files.

use super::input::RenderInput;
use super::linker::{Base, Linker};
use super::view::{
    FooterView, NamedLinkView, PictureView, SearchCollectionView, SearchView, SiteView,
};
use super::{feed, languages};
use crate::config::{Config, NamedLink};
use crate::site::{FEED, Role, SITEMAP, Target, search_script};
use crate::source::Span;

/// The view of a locale site.
pub(super) fn site_view(input: &RenderInput<'_>) -> SiteView {
    let RenderInput { site, config, theme, base_url, .. } = *input;
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
        favicon: picture(config.theme.favicon.as_ref(), input).map(|picture| picture.url),
        logo: picture(config.theme.logo.as_ref(), input),
        menu: menu(input),
        contact: config.contact.as_ref().and_then(|link| named_link(link, input)),
        footer: FooterView {
            links: named_links(&config.footer.links, input),
            license: config.footer.license.as_ref().and_then(|link| named_link(link, input)),
        },
    }
}

/// The file that a setting of the theme names, if it exists.
fn picture(setting: Option<&(String, Span)>, input: &RenderInput<'_>) -> Option<PictureView> {
    let (written, span) = setting?;
    let target = input.links.configured(*span);
    let is_file = matches!(target, Target::Asset(_));
    let linker = from_root(input);
    let size = linker.size(target);
    is_file.then(|| PictureView {
        url: linker.href(Some(target), written),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
    })
}

/// Top sections in a menu that the settings do not declare.
const MENU: usize = 12;

/// Templates write the way to the root of the site before addresses.
fn from_root<'a>(input: &RenderInput<'a>) -> Linker<'a> {
    Linker { site: input.site, links: input.links, base: Base::Root("") }
}

/// The configured menu, or the top sections.
fn menu(input: &RenderInput<'_>) -> Vec<NamedLinkView> {
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
            language: languages::lang_override_of_entry(entry, site),
        })
        .collect()
}

/// The names of collections in search results.
fn collection_names(config: &Config) -> Vec<SearchCollectionView> {
    let names = config.collections.iter().map(|schema| SearchCollectionView {
        name: schema.name.clone(),
        label: schema.singular.clone(),
    });
    names.collect()
}

/// Links of the configuration whose target exists.
pub(super) fn named_links(links: &[NamedLink], input: &RenderInput<'_>) -> Vec<NamedLinkView> {
    links.iter().filter_map(|link| named_link(link, input)).collect()
}

/// `None` where it leads nowhere, which `check` reports.
fn named_link(link: &NamedLink, input: &RenderInput<'_>) -> Option<NamedLinkView> {
    let (url, external) = match input.links.configured(link.span) {
        Target::External => (link.destination.clone(), true),
        Target::Unresolved(_) => return None,
        target => (from_root(input).href(Some(target), &link.destination), false),
    };
    let (label, title) = (link.label.clone(), link.label.clone());
    let text = link.text.clone();
    Some(NamedLinkView { label, title, text, url, external, language: None })
}
