//! Links that settings name, each with its words.

use crate::config::NamedLink;
use crate::config::declare::{
    AnyText, Called, Converted, InBlock, KeyTable, List, Spanned, To, key,
};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::yaml::YamlNode;

/// A link as it is written.
#[derive(Default)]
pub(super) struct DeclaredLink {
    label: Option<String>,
    text: Option<String>,
    destination: Option<(String, Span)>,
}

pub(super) const LINKS: List<Converted<InBlock<DeclaredLink>, NamedLink>> =
    List { of: LINK, called: "links" };

pub(super) const LINK: Converted<InBlock<DeclaredLink>, NamedLink> =
    Converted { from: InBlock(&LINK_KEYS), make: named_link };

/// A link with a second line of words.
pub(super) const ENTRY: Converted<InBlock<DeclaredLink>, NamedLink> =
    Converted { from: InBlock(&ENTRY_KEYS), make: named_link };

static LINK_KEYS: KeyTable<DeclaredLink> = KeyTable {
    keys: &[
        key("label", &To(LABEL, |it: &mut DeclaredLink, label| it.label = Some(label)))
            .required("The words of the link."),
        key("link", &To(DESTINATION, DeclaredLink::lead_to)).required(WHERE),
    ],
    variants: None,
};

static ENTRY_KEYS: KeyTable<DeclaredLink> = KeyTable {
    keys: &[
        key("title", &To(LABEL, |it: &mut DeclaredLink, label| it.label = Some(label)))
            .required("The words of the link."),
        key("text", &To(AnyText, |it: &mut DeclaredLink, text| it.text = Some(text)))
            .or("none", "A second line of words."),
        key("link", &To(DESTINATION, DeclaredLink::lead_to)).required(WHERE),
    ],
    variants: None,
};

const WHERE: &str = "Where the link leads.";

const DESTINATION: Spanned<Called> = Spanned(Called("a content path or an absolute address"));

const LABEL: Converted<AnyText, String> = Converted {
    from: AnyText,
    make: |words, node, diagnostics| Some(label(words, node, diagnostics)),
};

fn label(label: String, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> String {
    if label.trim().is_empty() {
        diagnostics.push(node.invalid("the words of the link are missing"));
    }
    label
}

impl DeclaredLink {
    fn lead_to(&mut self, destination: (String, Span)) {
        self.destination = Some(destination);
    }
}

fn named_link(link: DeclaredLink, _: &YamlNode<'_>, _: &mut Diagnostics) -> Option<NamedLink> {
    let (destination, span) = link.destination?;
    Some(NamedLink { label: link.label?, text: link.text, destination, span })
}
