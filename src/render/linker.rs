//! Targets to addresses, as the page that holds the link writes them.

use crate::percent;
use crate::site::{Links, Site, Target, UrlPath, split_destination};

/// The page from which links lead.
pub(super) struct Linker<'a> {
    pub(super) site: &'a Site,
    pub(super) links: &'a Links,
    pub(super) base: Base<'a>,
}

/// The base of relative links.
#[derive(Clone, Copy)]
pub(super) enum Base<'a> {
    /// The address of the page.
    Page(&'a UrlPath),
    /// The path of the site's root, for a page that is shown at any address.
    Root(&'a str),
}

impl Linker<'_> {
    /// The `href` of a target, with the query and the fragment as written: only the anchor of a page may have another
    /// name there. The address as written where there is nothing to resolve.
    pub(super) fn href(&self, target: Option<&Target>, written: &str) -> String {
        let (_, query, fragment) = split_destination(written);
        let rest = || encode(query) + &encode(fragment);
        match target {
            Some(Target::Entry { entry, anchor }) => {
                let url = &self.site.entry(*entry).url;
                let fragment = anchor.as_ref().map(|anchor| format!("#{}", anchor.as_str()));
                match (self.base, &fragment) {
                    (Base::Page(own), Some(fragment)) if own == url && query.is_empty() => {
                        fragment.clone()
                    }
                    _ => self.to(url) + &encode(query) + fragment.as_deref().unwrap_or_default(),
                }
            }
            Some(Target::OtherLocale(url)) => self.to(url) + &rest(),
            Some(Target::Asset(path)) => self.to(&UrlPath::of_asset(path)) + &rest(),
            Some(Target::OnTheWeb(address)) => encode(address) + &rest(),
            Some(Target::External | Target::Unresolved(_)) | None => encode(written),
        }
    }

    pub(super) fn to(&self, url: &UrlPath) -> String {
        match self.base {
            Base::Page(own) => own.link_to(url),
            Base::Root(root) => format!("{root}{}", url.encoded()),
        }
    }

    /// Width and height of a picture.
    pub(super) fn size(&self, target: &Target) -> Option<(u32, u32)> {
        let Target::Asset(path) = target else {
            return None;
        };
        self.site.asset(path)?.size
    }
}

/// Percent-encodes what an address may not hold, and leaves what is encoded already.
fn encode(address: &str) -> String {
    percent::encode(address, "-_.~!*'();:@&=+$,/?#%")
}
