//! The text of a page of another tool as a file of ours.
//!
//! In: a page as a first look reads it, with where its links lead. Out: the text to write, and what of the written words
//! is in it no more. Marks were translated when the page was read; here its links get the names of files, and comments,
//! which no site shows, their place back.

use std::ops::Range;

use super::front_matter::{self, Additions};
use super::losses::{ConvertedMarks, GoneWords, LossKind, PlacedLoss};
use super::names::NewPaths;
use crate::config::SourceDialect;
use crate::diagnostic::Diagnostics;
use crate::document::{Link, TextSource};
use crate::percent;
use crate::site::{ContentPath, Page, PageTargets, Reason, Site, Target, split_destination};
use crate::source::ReplacedText;
use crate::yaml::{Value, YamlDocument};

/// A page to write.
pub(super) struct ImportedPage {
    pub(super) path: ContentPath,
    pub(super) text: String,
    pub(super) losses: Vec<PlacedLoss>,
    pub(super) converted: ConvertedMarks,
}

/// The values of the front matter.
pub(super) fn front_matter(page: &Page) -> Value {
    let slice = page.front_matter.slice.clone();
    YamlDocument::parse(slice, &mut Diagnostics::default()).root
}

/// Writes a page.
pub(super) fn imported(
    page: &Page,
    targets: &PageTargets,
    (root, more): (&Value, &Additions),
    (site, names, dialect): (&Site, &NewPaths<'_>, SourceDialect),
) -> ImportedPage {
    let path = names.of_page(page);
    let mut edits = link_edits(page, targets, &path, site, names);
    let mut losses = broken_links(page, targets);
    let replaced = page.source.replaced();
    edits.extend(comments(page, &replaced));
    edits.extend(blank_lines(page, &replaced));
    let body = edited(page, edits);
    let keys = front_matter::written(page, root, dialect, more);
    let text = match keys.lines.as_str() {
        "" => body.trim_start_matches(['\n', '\r']).to_owned(),
        lines => format!("---\n{lines}---\n\n{}", body.trim_start_matches(['\n', '\r'])),
    };
    losses.extend(keys.lost.into_iter().map(|lost| PlacedLoss {
        kind: LossKind::Key,
        place: page.start(),
        words: lost.words,
        rule: lost.rule.to_owned(),
    }));
    let mut converted = ConvertedMarks::default();
    for key in &keys.converted {
        converted.add(key, []);
    }
    GoneWords::new(page, &text).report(page, &replaced, &mut losses, &mut converted);
    ImportedPage { path, text, losses, converted }
}

/// A change of the page's file.
type PlacedText = (Range<usize>, String);

/// The text behind the front matter with changes, none over another.
fn edited(page: &Page, mut edits: Vec<PlacedText>) -> String {
    edits.sort_by_key(|(place, _)| (place.start, place.end));
    edits.dedup();
    let text = &page.source.text;
    let mut done = page.body_start;
    let mut edited = String::with_capacity(text.len() - done);
    for (place, words) in edits {
        if place.start >= done {
            edited.push_str(&text[done..place.start]);
            edited.push_str(&words);
            done = place.end;
        }
    }
    edited.push_str(&text[done..]);
    edited
}

/// Names of files in links that named addresses.
fn link_edits(
    page: &Page,
    targets: &PageTargets,
    path: &ContentPath,
    site: &Site,
    names: &NewPaths<'_>,
) -> Vec<PlacedText> {
    let links = page.document.links.iter().zip(&targets.text);
    let edit = |(link, target): (&Link, &Target)| {
        let written = page.read(link.destination);
        let destination = destination(written, target, (page, path), site, names)?;
        let place = place_of_destination(page, link, written)?;
        Some((page.body_start + place.start..page.body_start + place.end, destination))
    };
    links.filter_map(edit).collect()
}

/// The destination to write; `None` if the written one will do.
fn destination(
    written: &str,
    target: &Target,
    (page, path): (&Page, &ContentPath),
    site: &Site,
    names: &NewPaths<'_>,
) -> Option<String> {
    let (place, query, fragment) = split_destination(written);
    let (file, anchor) = match target {
        Target::Entry { entry, anchor } => (names.of_entry(*entry, site), anchor.as_ref()),
        Target::Unresolved(Reason::NoSuchAnchor { entry, .. }) => {
            (names.of_entry(*entry, site), None)
        }
        Target::Asset(file) => (file.clone(), None),
        _ => return None,
    };
    let fragment = match anchor {
        Some(anchor) => format!("#{}", anchor.as_str()),
        None => fragment.to_owned(),
    };
    let is_own = file == *path || Some(&file) == Some(&page.written);
    let named =
        percent::decode(place).and_then(|place| ContentPath::resolve(path.folder(), &place));
    let way = match named {
        _ if place.is_empty() && is_own => String::new(),
        Some(named) if named == file => place.to_owned(),
        _ => file.destination_from(path.folder()),
    };
    let destination = format!("{way}{query}{fragment}");
    (destination != written).then_some(destination)
}

/// Where the destination of a link stands in the text, as it is written there.
fn place_of_destination(page: &Page, link: &Link, written: &str) -> Option<Range<usize>> {
    if let TextSource::Source(place) = link.destination {
        return Some(place.range());
    }
    let around = link.definition.unwrap_or(link.place).range();
    let text = &page.body()[around.clone()];
    let as_html = written.replace('&', "&amp;");
    let mut places = [written, as_html.as_str()].into_iter().filter_map(|words| {
        let at = text.find(words)?;
        Some(around.start + at..around.start + at + words.len())
    });
    places.next()
}

/// Links that lead nowhere.
fn broken_links(page: &Page, targets: &PageTargets) -> Vec<PlacedLoss> {
    let written = page.text_links().zip(&targets.text);
    let broken = written.filter(|(_, target)| matches!(target, Target::Unresolved(_)));
    let told = broken.map(|(link, _)| PlacedLoss {
        kind: LossKind::Link,
        place: link.span,
        words: link.destination.to_owned(),
        rule: "nothing in the folder has this address; the link is written as it was".to_owned(),
    });
    told.collect()
}

/// Comments that the translation left out, in the form of HTML, where they stood.
fn comments(page: &Page, replaced: &[ReplacedText]) -> Vec<PlacedText> {
    let written = page.source.written().0;
    let comments = replaced.iter().filter_map(|(from, to)| {
        let comment = comment(&written[from.clone()])?;
        let is_gone = page.source.text[to.clone()].trim().is_empty() && to.start >= page.body_start;
        is_gone.then_some((to.start..to.start, comment))
    });
    comments.collect()
}

/// Where the translation took lines out: of the empty ones around each place, one stays.
fn blank_lines(page: &Page, replaced: &[ReplacedText]) -> Vec<PlacedText> {
    let (text, written) = (&page.source.text, page.source.written().0);
    let emptied = replaced.iter().filter(|(from, to)| {
        // Hidden lines of code leave the rest of the code as it is.
        let is_code = written[from.clone()].trim_start().starts_with('#');
        to.is_empty() && to.start >= page.body_start && !is_code
    });
    let places = emptied.filter_map(|(_, to)| {
        let start = text[..to.start].trim_end().len();
        let end = to.start + text[to.start..].len()
            - text[to.start..].trim_start_matches(['\n', '\r', ' ', '\t']).len();
        // What is blank before the first letter of a line is its margin.
        let end = text[start..end].rfind('\n').map_or(start, |at| start + at + 1);
        let breaks = text.get(start..end).unwrap_or_default().matches('\n').count();
        (breaks > 2).then(|| (start..end, "\n\n".to_owned()))
    });
    places.collect()
}

/// A comment as HTML writes it.
fn comment(written: &str) -> Option<String> {
    const BLANKS: [char; 3] = ['\n', '\r', ' '];
    let text = written.trim_matches(BLANKS);
    let forms = [("<!--", "-->"), ("%%", "%%"), ("{/*", "*/}"), ("{#", "#}")];
    let of_line = text.strip_prefix('%').filter(|inner| !inner.contains(['%', '\n']));
    let inner = forms.iter().find_map(|(open, close)| {
        text.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains(close))
    });
    let inner = inner.or(of_line)?;
    let is_safe = !inner.contains("--") && !inner.trim_start().starts_with('>');
    let end = &written[written.trim_end_matches(BLANKS).len()..];
    is_safe.then(|| format!("<!--{inner}-->{end}"))
}
