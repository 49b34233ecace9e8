//! Texts that are shown on other pages: the text of a page is shown as that of a page, and the text of a file that is no
//! page of its own is written out where it is shown.

use std::ops::Range;

use super::edits::Edits;
use super::lines;
use super::names::{link_to, tidy};
use super::prose::SourceProse;
use super::{DialectPage, FileNames, translate};

/// Shows the text of a file of the content folder in a place of a page.
pub(super) fn show(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    file: &str,
    place: Range<usize>,
    edits: &mut Edits,
) {
    let is_page = !names.is_unpublished(file);
    let shown = (!is_page && page.is_shallow()).then(|| page.file(file)).flatten();
    match shown {
        Some(text) if !is_draft(&text) => write_out(page, names, file, &text, place, edits),
        _ => {
            let line = format!("::: include {}", link_to(file, page.path));
            lines::replace(prose, place, &line, edits);
        }
    }
}

/// Whether a text says that nobody should see it: then the report on the link to it says so.
fn is_draft(text: &str) -> bool {
    const DRAFTS: [&str; 4] = ["draft:true", "draft=true", "published:false", "publish:false"];
    let front_matter = &text[..SourceProse::of(text).body];
    let lines = front_matter.lines().map(|line| line.replace([' ', '"', '\''], ""));
    lines.into_iter().any(|line| DRAFTS.contains(&&*line.to_lowercase()))
}

/// Writes out the translation of a text without its front matter.
fn write_out(
    page: DialectPage<'_>,
    names: &FileNames,
    file: &str,
    text: &str,
    place: Range<usize>,
    edits: &mut Edits,
) {
    edits.depend_on_others();
    let text = &text[SourceProse::of(text).body..];
    let text = as_seen_from(page.path, file, text);
    show_part(page, names, text.trim(), place, edits);
}

/// Shows a text as a part of a page, translated itself. Its links are those of the page, or of the file that `page` names.
pub(super) fn show_part(
    page: DialectPage<'_>,
    names: &FileNames,
    text: &str,
    place: Range<usize>,
    edits: &mut Edits,
) {
    match translate(DialectPage { text, depth: page.depth + 1, ..page }, names) {
        Some(made) => edits.insert(place, made.text, made.not_understood),
        None => edits.replace(place, text),
    }
}

/// A text whose relative links are written as on another page.
fn as_seen_from(page: &str, file: &str, text: &str) -> String {
    let prose = SourceProse::of(text);
    let mut made = String::with_capacity(text.len());
    let mut done = 0;
    for at in prose.find("](") {
        let start = at + 2;
        let length = text[start..].find([')', ' ', '\n', '#', '?']).unwrap_or_default();
        let Some(path) = moved(&text[start..start + length], page, file) else { continue };
        made.push_str(&text[done..start]);
        made.push_str(&path);
        done = start + length;
    }
    made + &text[done..]
}

/// A path relative to a file as one relative to a page; `None` where it is none.
fn moved(path: &str, page: &str, file: &str) -> Option<String> {
    let is_other = path.is_empty() || path.starts_with(['/', '<', '{', '@']) || path.contains(':');
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = crate::percent::decode(path).filter(|_| !is_other)?;
    Some(link_to(&tidy(folder, &path)?, page))
}
