//! The reference file to [`Reference`]s. The format is Hayagriva's: a block per work, its key
//! first. Only what the bibliography shows is read; the rest of the format is left alone.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::Reference;
use crate::yaml::{Document, Fields, Node, Value};

/// The works of a reference file, in its order.
pub(crate) fn references(document: &Document, diagnostics: &mut Diagnostics) -> Vec<Reference> {
    if document.root == Value::Null {
        return Vec::new();
    }
    let works = document.node().entries(diagnostics);
    works.iter().filter_map(|(key, node)| reference(key, node, diagnostics)).collect()
}

fn reference(key: &str, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Reference> {
    if key.chars().any(|c| c.is_whitespace() || c.is_control() || "#%\"'<>&".contains(c)) {
        let problem =
            Diagnostic::new(Code::InvalidValue, "a key of a work holds no spaces or quotes");
        diagnostics.push(problem.at(node.key_span()));
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
    let doi = serial.and_then(|node| doi(&node.fields(diagnostics)?.get("doi")?, diagnostics));
    let url = work.get("url").and_then(|node| {
        let url = match node.value {
            Value::Map(_) => node.fields(diagnostics)?.text("value", diagnostics),
            _ => node.text(diagnostics),
        }?;
        let is_address = url.starts_with("https://") || url.starts_with("http://");
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

/// A DOI as it is registered (ISO 26324): `10.`, the number of whoever gave it out, and a name.
fn doi(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let bare = ["https://doi.org/", "http://dx.doi.org/", "doi:"]
        .into_iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(&text);
    let is_valid = bare.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(
        |(registrant, name)| {
            let digits = registrant.split('.').next().unwrap_or_default();
            digits.len() >= 4
                && registrant.chars().all(|c| c.is_ascii_digit() || c == '.')
                && !name.is_empty()
                && !name.contains(char::is_whitespace)
        },
    );
    if !is_valid || bare != text {
        let mut problem = node.invalid(format!("`{text}` is not a DOI"));
        let help = "a DOI looks like `10.1000/182`";
        problem =
            if is_valid { problem.help(format!("write `{bare}`")) } else { problem.help(help) };
        diagnostics.push(problem);
    }
    is_valid.then(|| bare.to_owned())
}

/// A parent can be a list of several: the first is the one that is shown.
fn first<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    match node.value {
        Value::List(_) => node.list(&mut Diagnostics::default())?.into_iter().next(),
        _ => Some(node.clone()),
    }
}

/// "Title, volume(issue)".
fn container(parent: &mut Fields<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
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
fn formatted(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    match node.value {
        Value::Map(_) => node.fields(diagnostics)?.text("value", diagnostics),
        _ => node.text(diagnostics),
    }
}

/// A name, or a block with the name under `name`.
fn named(fields: &mut Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let node = fields.get(key)?;
    match node.value {
        Value::Map(_) => node.fields(diagnostics)?.text("name", diagnostics),
        _ => node.text(diagnostics),
    }
}

fn names(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
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
