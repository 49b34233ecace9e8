//! Links on each page by which readers reach its source, or its editors.

use crate::config::declare::{AnyText, By, Converted, InBlock, KeyTable, To, key};
use crate::config::{AddressPart, ReaderLink};
use crate::diagnostic::Diagnostics;
use crate::yaml::YamlNode;

use super::values::plain;

#[derive(Default)]
pub(super) struct DeclaredReaderLink {
    label: Option<String>,
    address: Option<Vec<AddressPart>>,
}

pub(super) const READER_LINK: Converted<InBlock<DeclaredReaderLink>, ReaderLink> =
    Converted { from: InBlock(&KEYS), make: reader_link };

static KEYS: KeyTable<DeclaredReaderLink> = KeyTable {
    keys: &[
        key("label", &To(AnyText, |it: &mut DeclaredReaderLink, label| it.label = Some(label)))
            .required("The words of the link."),
        key("link", &To(ADDRESS, |it: &mut DeclaredReaderLink, parts| it.address = Some(parts)))
            .required(
                "Where it leads: an address with `https://`, `http://` or `mailto:`. In it, `{path}` is the file of the page, \
                 from the content folder, `{title}` its title, and `{url}` its address.",
            ),
    ],
    variants: None,
};

const ADDRESS: By<Vec<AddressPart>> = By {
    read: address,
    shape: || plain("an address with `{path}`, `{title}` and `{url}` in it"),
    help_without_value: None,
};

/// How addresses begin that a link may lead to.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

fn reader_link(
    link: DeclaredReaderLink,
    _: &YamlNode<'_>,
    _: &mut Diagnostics,
) -> Option<ReaderLink> {
    Some(ReaderLink { label: link.label?, address: link.address? })
}

/// The parts of an address with names in braces.
fn address(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<AddressPart>> {
    let text = node.text(diagnostics)?;
    if !SCHEMES.iter().any(|scheme| text.starts_with(scheme)) {
        let problem = node.invalid(format!("`{text}` is no address that readers can follow"));
        diagnostics.push(problem.help("begin it with `https://`, `http://` or `mailto:`"));
        return None;
    }
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else { break };
        let Some((_, part)) = AddressPart::NAMES.iter().find(|(known, _)| *known == name) else {
            let names = AddressPart::NAMES.iter().map(|(known, _)| *known);
            let problem = node.invalid(format!("nothing is called `{{{name}}}` here"));
            let problem = problem.did_you_mean(node.nearest(name, names));
            diagnostics.push(problem.note("known are `{path}`, `{title}` and `{url}`"));
            return None;
        };
        parts.extend([AddressPart::Text(before.to_owned()), part.clone()]);
        rest = after;
    }
    parts.push(AddressPart::Text(rest.to_owned()));
    Some(parts)
}
