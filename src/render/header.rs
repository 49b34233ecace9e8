//! The header of pages, rendered once for all that share it: most pages of a section do.
//!
//! For a plain page, the built-in templates make it from a [`HeaderKey`] and from nothing else of the page.

use std::collections::{HashMap, HashSet};
use std::sync::RwLock;

use super::view::{NamedLinkView, PageView};
use crate::diagnostic::Diagnostic;
use crate::theme::{Scope, Shared, Templates};

/// The template that makes it.
const TEMPLATE: &str = "partials/header.html";

/// The template whose pages share headers.
const TEMPLATE_OF_PAGES: &str = "page.html";

/// The headers so far.
pub(super) struct Headers {
    /// Where the menu leads on this site.
    menu: HashSet<String>,
    known: RwLock<HashMap<HeaderKey, Shared>>,
}

/// The parts of a header that differ between pages.
#[derive(PartialEq, Eq, Hash)]
struct HeaderKey {
    root: String,
    /// The address of the section that the page is in.
    section: Option<String>,
    /// The address of the page, if the menu leads there.
    own: Option<String>,
}

impl Headers {
    pub(super) fn new(menu: &[NamedLinkView]) -> Headers {
        let own = menu.iter().filter(|link| !link.external);
        Headers { menu: own.map(|link| link.url.clone()).collect(), known: RwLock::default() }
    }

    /// Adds the header of a page to the variables of its template, if others have the same; else the template makes it.
    pub(super) fn insert(
        &self,
        template: &str,
        page: &PageView,
        root: &str,
        templates: &Templates,
        scope: &mut Scope,
    ) -> Result<(), Diagnostic> {
        // On a site in several languages, a header leads to its page in the others.
        let is_plain = template == TEMPLATE_OF_PAGES && page.kind == "page";
        if !is_plain || templates.has_own() || !page.languages.is_empty() {
            return Ok(());
        }
        let key = HeaderKey {
            root: root.to_owned(),
            section: page.section.as_ref().map(|section| section.url.clone()),
            own: Some(page.url.clone()).filter(|url| self.menu.contains(url)),
        };
        let known = self.known.read().expect("no thread panics while it holds this");
        let header = known.get(&key).cloned();
        drop(known);
        let header = match header {
            Some(header) => header,
            None => {
                let made = Shared::new(&templates.render(TEMPLATE, scope, &page.url)?);
                let mut known = self.known.write().expect("no thread panics while it holds this");
                known.entry(key).or_insert(made).clone()
            }
        };
        scope.share("header_html", &header);
        Ok(())
    }
}
