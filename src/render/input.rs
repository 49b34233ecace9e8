//! The input of the stage, and the pages that there are to render.

use jiff::civil::Date;

use super::code::Highlighting;
use crate::config::Config;
use crate::csl::Bibliography;
use crate::memo::Fingerprint;
use crate::site::{EntryId, Links, OutputPath, Site};
use crate::theme::Theme;

/// The results of the stages before, for one locale site.
pub(crate) struct RenderInput<'a> {
    pub(crate) site: &'a Site,
    pub(crate) links: &'a Links,
    pub(crate) config: &'a Config,
    pub(crate) theme: &'a Theme,
    /// The site in all its languages; this locale site is one of them.
    pub(crate) locale_sites: Vec<SiblingLocale<'a>>,
    /// The cited works in their style, if one is set.
    pub(crate) bibliography: Option<&'a Bibliography>,
    pub(crate) highlighting: Highlighting<'a>,
    /// The files of the last build, if there are any.
    pub(crate) reuse: Option<Reuse<'a>>,
    /// The absolute address of the site's root, with a final slash.
    pub(crate) base_url: Option<&'a str>,
    /// The day of the build.
    pub(crate) today: Date,
}

/// How pages of the last build are taken over.
#[derive(Clone, Copy)]
pub(crate) struct Reuse<'a> {
    /// Changes with everything that a page is made from except the texts of pages.
    pub(crate) shared_inputs: Fingerprint,
    /// Takes over a file, if it was made from the same. Returns whether it did.
    pub(crate) take_over: &'a (dyn Fn(&OutputPath, Fingerprint) -> bool + Sync),
}

/// A locale site, as far as the others have to know it.
#[derive(Clone, Copy)]
pub(crate) struct SiblingLocale<'a> {
    pub(crate) site: &'a Site,
    pub(crate) config: &'a Config,
    pub(crate) theme: &'a Theme,
}

/// A page to render, by its position in the site.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PageToRender {
    Entry(EntryId),
    Redirect(usize),
}

/// All pages of a locale site.
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
