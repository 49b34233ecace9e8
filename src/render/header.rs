//! The header of pages, rendered once for all that share it: most pages of a section do.
//!
//! Only the built-in templates are known to make it from nothing else than what stands in [`Shape`].

use std::collections::{HashMap, HashSet};
use std::sync::RwLock;

use super::view::{NamedLinkView, PageView};
use crate::diagnostic::Diagnostic;
use crate::theme::{Scope, Shared, Templates};

/// The template that makes it.
const TEMPLATE: &str = "partials/header.html";

/// The template whose pages share headers.
const OF: &str = "page.html";

/// The headers so far.
pub(super) struct Headers {
    /// Where the menu leads on this site.
    menu: HashSet<String>,
    known: RwLock<HashMap<Shape, Shared>>,
}

/// What a header is made from, besides what all pages of a site share.
#[derive(PartialEq, Eq, Hash)]
struct Shape {
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

    /// Adds the header of a page to what its template sees, if others have the same; else the template makes it.
    pub(super) fn insert(
        &self,
        template: &str,
        page: &PageView,
        root: &str,
        templates: &Templates,
        scope: &mut Scope,
    ) -> Result<(), Diagnostic> {
        // In several languages, it leads to the same page in the others.
        if template != OF || templates.has_own() || !page.languages.is_empty() {
            return Ok(());
        }
        let shape = Shape {
            root: root.to_owned(),
            section: page.section.as_ref().map(|section| section.url.clone()),
            own: Some(page.url.clone()).filter(|url| self.menu.contains(url)),
        };
        let known = self.known.read().expect("no thread panics while it holds this");
        let header = known.get(&shape).cloned();
        drop(known);
        let header = match header {
            Some(header) => header,
            None => {
                let made = Shared::new(&templates.render(TEMPLATE, scope, &page.url)?);
                let mut known = self.known.write().expect("no thread panics while it holds this");
                known.entry(shape).or_insert(made).clone()
            }
        };
        scope.share("header_html", &header);
        Ok(())
    }
}
