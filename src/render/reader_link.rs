//! Links by which readers reach the source of a page, or its editors.

use std::fmt::Write as _;

use super::input::RenderInput;
use super::view::ReaderLinkView;
use crate::config::{AddressPart, ReaderLink};
use crate::percent;
use crate::site::{Entry, Html, Page};

/// Signs that stand for themselves in each part of an address (RFC 3986, 2.3).
const UNRESERVED: &str = "-._~";

/// A link of the settings for a page; none if the page does without.
pub(super) fn reader_link(
    link: Option<&ReaderLink>,
    page: &Page,
    entry: &Entry,
    input: &RenderInput<'_>,
) -> Option<ReaderLinkView> {
    let link = link.filter(|_| page.front_matter.has_reader_links)?;
    let parts = link.address.iter().map(|part| match part {
        AddressPart::Text(text) => text.clone(),
        AddressPart::Path => percent::encode(page.file.as_str(), "/-._~"),
        AddressPart::Title => percent::encode(&page.title, UNRESERVED),
        AddressPart::Url => {
            let address = entry.url.encoded();
            percent::encode(&format!("{}{address}", input.base_url.unwrap_or("/")), UNRESERVED)
        }
    });
    let address: String = parts.collect();
    let url_html = if address.starts_with("mailto:") {
        references(&address)
    } else {
        Html::of_text(&address).into_string()
    };
    Some(ReaderLinkView { label: link.label.clone(), url_html })
}

/// A text in character references.
fn references(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len() * 6), |mut written, letter| {
        let _ = write!(written, "&#{};", u32::from(letter));
        written
    })
}
