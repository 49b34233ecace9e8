//! Files for programs: Atom feed (RFC 4287), sitemap (sitemaps.org protocol 0.9), robots.txt
//! (RFC 9309). The first two need the site's absolute address.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::input::SiblingLocale;
use super::languages;
use crate::config::Config;
use crate::site::{
    Entry, FEED, Html, Output, OutputPath, PageListing, ROBOTS, Role, SITEMAP, Site, Visibility,
};

/// The pages with a date, newest first; those of one day by address.
pub(super) fn dated(site: &Site) -> Vec<(Date, &Entry)> {
    let mut dated: Vec<(Date, &Entry)> =
        site.entries.iter().filter_map(|entry| Some((changed(entry, site)?, entry))).collect();
    dated.retain(|(_, entry)| entry.role != Role::NotFound && is_published(entry, site));
    dated.retain(|(_, entry)| listing(entry, site).in_menus);
    // A page without a translation is in the feed of its own language.
    dated.retain(|(_, entry)| site.is_translated(entry));
    dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.url.cmp(&b.1.url)));
    dated
}

/// The day of the last change that the front matter names.
pub(super) fn changed(entry: &Entry, site: &Site) -> Option<Date> {
    let front_matter = &site.page(entry.page?).front_matter;
    front_matter.updated.or(front_matter.date)
}

/// Drafts are for the author's eyes, also when they are built.
fn is_published(entry: &Entry, site: &Site) -> bool {
    let page = entry.page.map(|page| site.page(page));
    page.is_none_or(|page| page.front_matter.visibility == Visibility::Published)
}

/// Where an entry is listed.
fn listing(entry: &Entry, site: &Site) -> PageListing {
    entry.page.map(|page| site.page(page).front_matter.listing).unwrap_or_default()
}

/// Whether the site has a feed: it needs an address and a page with a date.
pub(crate) fn has_feed(site: &Site, config: &Config, base_url: Option<&str>) -> bool {
    base_url.is_some() && config.feed_limit > 0 && !dated(site).is_empty()
}

pub(super) fn feed(site: &Site, config: &Config, base_url: &str) -> Output {
    let dated = dated(site);
    let newest = dated.first().map_or(String::new(), |(day, _)| timestamp(*day));
    let mut xml = Html::default();
    let _ = write!(
        xml,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        config.language
    );
    element(&mut xml, "  ", "title", &config.title);
    if let Some(description) = &config.description {
        element(&mut xml, "  ", "subtitle", description);
    }
    let prefix = &site.prefix;
    let home = format!("{base_url}{prefix}");
    link(&mut xml, "  ", &home, "");
    link(&mut xml, "  ", &format!("{home}{FEED}"), " rel=\"self\"");
    element(&mut xml, "  ", "id", &home);
    element(&mut xml, "  ", "updated", &newest);
    let author = config.author.as_deref().unwrap_or(&config.title);
    xml.push_markup("  <author>\n");
    element(&mut xml, "    ", "name", author);
    xml.push_markup("  </author>\n");
    for (day, entry) in dated.into_iter().take(config.feed_limit) {
        let url = format!("{base_url}{}", entry.url.encoded());
        xml.push_markup("  <entry>\n");
        element(&mut xml, "    ", "title", &site.title(entry));
        link(&mut xml, "    ", &url, "");
        element(&mut xml, "    ", "id", &url);
        element(&mut xml, "    ", "updated", &timestamp(day));
        let page = entry.page.map(|page| site.page(page));
        if let Some(published) = page.and_then(|page| page.front_matter.date) {
            element(&mut xml, "    ", "published", &timestamp(published));
        }
        if let Some(description) = page.and_then(|page| page.description()) {
            element(&mut xml, "    ", "summary", description);
        }
        xml.push_markup("  </entry>\n");
    }
    xml.push_markup("</feed>\n");
    Output::text(OutputPath::new(format!("{prefix}{FEED}")), xml.into_string())
}

/// A day as the time at which it begins, at Greenwich.
fn timestamp(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// XML 1.0 knows no control characters but tab and line ends (section 2.2).
fn xml_text(text: &str) -> String {
    text.chars().map(|c| if is_xml(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (!c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

fn element(xml: &mut Html, indent: &str, name: &str, text: &str) {
    let _ = write!(xml, "{indent}<{name}>");
    xml.push_text(&xml_text(text));
    let _ = writeln!(xml, "</{name}>");
}

fn link(xml: &mut Html, indent: &str, address: &str, attributes: &str) {
    let _ = write!(xml, "{indent}<link{attributes} href=\"");
    xml.push_text(address);
    xml.push_markup("\"/>\n");
}

/// The pages of all locale sites, each with those that say the same in other languages.
pub(super) fn sitemap(locale_sites: &[SiblingLocale<'_>], base_url: &str) -> Output {
    let mut xml = Html::default();
    xml.push_markup("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_markup("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"");
    if locale_sites.len() > 1 {
        xml.push_markup(" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
    }
    xml.push_markup(">\n");
    for SiblingLocale { site, .. } in locale_sites {
        for entry in site.entries.iter().filter(|entry| is_in_sitemap(entry, site)) {
            sitemap_entry(&mut xml, entry, site, locale_sites, base_url);
        }
    }
    xml.push_markup("</urlset>\n");
    Output::text(OutputPath::new(SITEMAP), xml.into_string())
}

fn is_in_sitemap(entry: &Entry, site: &Site) -> bool {
    !matches!(entry.role, Role::NotFound | Role::Search | Role::Review)
        && is_published(entry, site)
        && listing(entry, site).by_search_engines
        && site.is_translated(entry)
}

fn sitemap_entry(
    xml: &mut Html,
    entry: &Entry,
    site: &Site,
    locale_sites: &[SiblingLocale<'_>],
    base_url: &str,
) {
    xml.push_markup("  <url><loc>");
    xml.push_text(&format!("{base_url}{}", entry.url.encoded()));
    xml.push_markup("</loc>");
    if let Some(day) = changed(entry, site) {
        let _ = write!(xml, "<lastmod>{day}</lastmod>");
    }
    for (locale_info, there) in languages::written(entry, locale_sites) {
        let _ =
            write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"", locale_info.tag);
        xml.push_text(&format!("{base_url}{}", there.url.encoded()));
        xml.push_markup("\"/>");
    }
    xml.push_markup("</url>\n");
}

pub(super) fn robots(base_url: Option<&str>) -> Output {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base_url) = base_url {
        let _ = write!(text, "\nSitemap: {base_url}{SITEMAP}\n");
    }
    Output::text(OutputPath::new(ROBOTS), text)
}
