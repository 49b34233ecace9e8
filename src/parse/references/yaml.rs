//! Hayagriva's YAML: a block per work, its key first. Of each, what the list of works shows without a
//! style is read here, with a place for every mistake; the rest is for the style alone.

use super::{Wanted, bad_key, checked_doi, is_key, is_web_address, unreadable};
use crate::csl::Work;
use crate::diagnostic::Diagnostics;
use crate::site::Reference;
use crate::yaml::{MappingReader, Slice, Value, YamlDocument, YamlNode};

/// The works of a reference file, in its order; and as a style wants them, if one does.
pub(super) fn references(
    slice: Slice,
    wanted: Wanted,
    diagnostics: &mut Diagnostics,
) -> (Vec<Reference>, Vec<Work>) {
    let document = YamlDocument::parse(slice, diagnostics);
    if document.root == Value::Null {
        return (Vec::new(), Vec::new());
    }
    let (mut references, mut works) = (Vec::new(), Vec::new());
    for (key, node) in document.node().entries(diagnostics) {
        let mut found = Diagnostics::default();
        let reference = reference(key, &node, &mut found);
        let is_whole = found.is_empty();
        diagnostics.extend(found);
        let Some(reference) = reference else { continue };
        // What is wrong with a work is told once.
        if wanted == Wanted::WithStyle && is_whole {
            match Work::new(key, node.value.json()) {
                Ok(work) => works.push(work),
                Err(why) => diagnostics.push(unreadable(key, &why, reference.span)),
            }
        }
        references.push(reference);
    }
    (references, works)
}

fn reference(key: &str, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<Reference> {
    if !is_key(key) {
        diagnostics.push(bad_key(node.key_span()));
        return None;
    }
    let mut work = node.fields(diagnostics)?;
    let title = work.require("title", diagnostics).and_then(|node| formatted(&node, diagnostics));
    let parent =
        work.get("parent").and_then(|node| first(&node)).and_then(|node| node.fields(diagnostics));
    let (container, publisher_of_parent) = parent.map_or((None, None), |mut parent| {
        (container(&mut parent, diagnostics), named(&mut parent, "publisher", diagnostics))
    });
    let serial = work.get("serial-number");
    let doi = serial.and_then(|node| {
        let node = node.fields(diagnostics)?.get("doi")?;
        checked_doi(&node.text(diagnostics)?, || node.span(), diagnostics)
    });
    let url = work.get("url").and_then(|node| {
        let url = match node.value {
            Value::Map(_) => node.fields(diagnostics)?.text("value", diagnostics),
            _ => node.text(diagnostics),
        }?;
        let is_address = is_web_address(&url);
        if !is_address {
            diagnostics.push(node.invalid(format!("`{url}` is not a web address")));
        }
        is_address.then_some(url)
    });
    let authors = work.get("author").map(|node| names(&node, diagnostics)).unwrap_or_default();
    let date = work.text("date", diagnostics);
    Some(Reference {
        key: key.to_owned(),
        span: node.key_span(),
        title: title?,
        authors,
        date,
        container,
        pages: work.text("page-range", diagnostics),
        publisher: named(&mut work, "publisher", diagnostics).or(publisher_of_parent),
        note: work.text("note", diagnostics),
        url,
        doi,
    })
}

/// A parent can be a list of several: the first is the one that is shown.
fn first<'a>(node: &YamlNode<'a>) -> Option<YamlNode<'a>> {
    match node.value {
        Value::List(_) => node.list(&mut Diagnostics::default())?.into_iter().next(),
        _ => Some(node.clone()),
    }
}

/// "Title, volume(issue)".
fn container(parent: &mut MappingReader<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let title = parent.get("title").and_then(|node| formatted(&node, diagnostics))?;
    let volume = parent.text("volume", diagnostics);
    let issue = parent.text("issue", diagnostics);
    let number = match (volume, issue) {
        (Some(volume), Some(issue)) => format!(", {volume}({issue})"),
        (Some(one), None) | (None, Some(one)) => format!(", {one}"),
        (None, None) => String::new(),
    };
    Some(title + &number)
}

/// Text, or a block with the text under `value`.
fn formatted(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    match node.value {
        Value::Map(_) => node.fields(diagnostics)?.text("value", diagnostics),
        _ => node.text(diagnostics),
    }
}

/// A name, or a block with the name under `name`.
fn named(
    fields: &mut MappingReader<'_>,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let node = fields.get(key)?;
    match node.value {
        Value::Map(_) => node.fields(diagnostics)?.text("name", diagnostics),
        _ => node.text(diagnostics),
    }
}

fn names(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let items = match node.value {
        Value::List(_) => node.list(diagnostics).unwrap_or_default(),
        _ => vec![node.clone()],
    };
    items
        .iter()
        .filter_map(|item| match item.value {
            Value::Map(_) => {
                let mut person = item.fields(diagnostics)?;
                let family = person.text("name", diagnostics)?;
                let given = person.text("given-name", diagnostics);
                Some(given.map_or(family.clone(), |given| format!("{family}, {given}")))
            }
            _ => item.text(diagnostics),
        })
        .collect()
}
