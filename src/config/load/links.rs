//! Links that settings name, each with its words.

use crate::config::NamedLink;
use crate::config::declare::{Block, Called, InBlock, List, Made, Spanned, Text, To, key};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::yaml::Node;

/// A link as it is written.
#[derive(Default)]
pub(super) struct DeclaredLink {
    label: Option<String>,
    text: Option<String>,
    destination: Option<(String, Span)>,
}

pub(super) const LINKS: List<Made<InBlock<DeclaredLink>, NamedLink>> =
    List { of: LINK, called: "links" };

pub(super) const LINK: Made<InBlock<DeclaredLink>, NamedLink> =
    Made { from: InBlock(&LINK_KEYS), make: named_link };

/// A link with a second line of words.
pub(super) const ENTRY: Made<InBlock<DeclaredLink>, NamedLink> =
    Made { from: InBlock(&ENTRY_KEYS), make: named_link };

static LINK_KEYS: Block<DeclaredLink> = Block {
    keys: &[
        key("label", &To(LABEL, |it: &mut DeclaredLink, label| it.label = Some(label)))
            .required("The words of the link."),
        key("link", &To(DESTINATION, DeclaredLink::lead_to)).required(WHERE),
    ],
    variants: None,
};

static ENTRY_KEYS: Block<DeclaredLink> = Block {
    keys: &[
        key("title", &To(LABEL, |it: &mut DeclaredLink, label| it.label = Some(label)))
            .required("The words of the link."),
        key("text", &To(Text, |it: &mut DeclaredLink, text| it.text = Some(text)))
            .or("none", "A second line of words."),
        key("link", &To(DESTINATION, DeclaredLink::lead_to)).required(WHERE),
    ],
    variants: None,
};

const WHERE: &str = "Where the link leads.";

const DESTINATION: Spanned<Called> = Spanned(Called("a content path or an absolute address"));

const LABEL: Made<Text, String> =
    Made { from: Text, make: |words, node, diagnostics| Some(label(words, node, diagnostics)) };

fn label(label: String, node: &Node<'_>, diagnostics: &mut Diagnostics) -> String {
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

fn named_link(link: DeclaredLink, _: &Node<'_>, _: &mut Diagnostics) -> Option<NamedLink> {
    let (destination, span) = link.destination?;
    Some(NamedLink { label: link.label?, text: link.text, destination, span })
}
