//! What the home page shows besides its text.

use super::links::ENTRY;
use crate::config::declare::{
    AnyText, Converted, KeyTable, List, NameKind, NameOf, OneOf, Spanned, To, key,
};
use crate::config::{HOME_PARTS, Home};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// The home page before the names of collections are resolved.
#[derive(Default)]
pub(super) struct DeclaredHome {
    pub(super) home: Home,
    pub(super) collections: Option<Vec<(String, Span)>>,
}

pub(super) static HOME: KeyTable<DeclaredHome> = KeyTable {
    keys: &[
        key("lead", &To(AnyText, |it: &mut DeclaredHome, lead| it.home.lead = Some(lead)))
            .or("none", "One short promise."),
        key(
            "entries",
            &To(List { of: ENTRY, called: "links" }, |it: &mut DeclaredHome, entries| {
                it.home.entries = entries;
            }),
        )
        .or("none", "Links to what readers come for."),
        key(
            "collections",
            &To(
                List { of: NameOf(NameKind::Collection), called: "names of collections" },
                |it: &mut DeclaredHome, names| it.collections = Some(names),
            ),
        )
        .or("all of them", "The collections that are shown; for `[]`, the top sections and pages."),
        key("show", &To(PARTS, |it: &mut DeclaredHome, parts| it.home.show = Some(parts)))
            .or("all of them, in this order", "The parts of the page from top to bottom."),
    ],
    variants: None,
};

const PARTS: Converted<List<Spanned<OneOf<&str>>>, Vec<&'static str>> = Converted {
    from: List {
        of: Spanned(OneOf(&NAMED_PARTS)),
        called: "`entries`, `collections`, `pages` (of a site without collections), `matrices`, `text` (that of the \
                 page) and `recent`",
    },
    make: |parts, _, diagnostics| Some(each_once(parts, diagnostics)),
};

fn each_once(parts: Vec<(&'static str, Span)>, diagnostics: &mut Diagnostics) -> Vec<&'static str> {
    let mut shown = Vec::new();
    for (part, span) in parts {
        if shown.contains(&part) {
            let message = "the home page shows this part already";
            diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(span));
        } else {
            shown.push(part);
        }
    }
    shown
}

/// Each part with its name, which stands for it.
const NAMED_PARTS: [(&str, &str); HOME_PARTS.len()] = {
    let mut named = [("", ""); HOME_PARTS.len()];
    let mut at = 0;
    while at < named.len() {
        named[at] = (HOME_PARTS[at], HOME_PARTS[at]);
        at += 1;
    }
    named
};
