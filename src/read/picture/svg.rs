//! The size of a drawing in SVG, by its first tag.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Bytes of a file in which its first tag is looked for.
const HEAD: u64 = 64 * 1024;

/// Units of CSS with their pixels (CSS Values 4, 6.1 and 6.2). Letters have the size that browsers begin with.
const UNITS: [(&str, f64); 12] = [
    ("", 1.0),
    ("px", 1.0),
    ("in", 96.0),
    ("cm", 96.0 / 2.54),
    ("mm", 96.0 / 25.4),
    ("q", 96.0 / 101.6),
    ("pt", 96.0 / 72.0),
    ("pc", 16.0),
    ("em", 16.0),
    ("rem", 16.0),
    ("ex", 8.0),
    ("ch", 8.0),
];

/// Width and height in CSS pixels; `None` if the file does not tell.
pub(super) fn size(path: &Path) -> Option<(u32, u32)> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    size_of(first_tag(&String::from_utf8_lossy(&head))?)
}

/// The tag `<svg`, up to where it ends.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let start = rest.find('<')?;
        rest = &rest[start..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            rest = &inside[inside.find("-->")?..];
        } else if rest.starts_with("<svg") || rest.starts_with("<svg:svg") {
            return Some(&rest[..rest.find('>')?]);
        } else {
            rest = &rest[1..];
        }
    }
}

/// By `width` and `height`. Where one is missing or a share of the page, `viewBox` says how they relate.
fn size_of(tag: &str) -> Option<(u32, u32)> {
    let length = |name: &str| attribute(tag, name).and_then(pixels);
    let view = attribute(tag, "viewBox").and_then(view_size);
    let (width, height) = match (length("width"), length("height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((across, down))) => (width, width * down / across),
        (None, Some(height), Some((across, down))) => (height * across / down, height),
        (None, None, view) => view?,
        _ => return None,
    };
    Some((whole(width)?, whole(height)?))
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let is_name = tag[..at].ends_with(char::is_whitespace);
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        value[1..].split(quote).next().filter(|_| is_name)
    })
}

/// A length in pixels; `None` of a share, `auto` and what is no length.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim().to_ascii_lowercase();
    let mut numbers = UNITS.iter().filter_map(|(unit, pixels)| {
        let number = length.strip_suffix(unit)?.trim_end();
        number.parse::<f64>().ok().map(|number| number * pixels)
    });
    numbers.next().filter(|pixels| *pixels > 0.0)
}

/// Width and height of a `viewBox`: its last two numbers.
fn view_size(view: &str) -> Option<(f64, f64)> {
    let numbers = view.split(|sign: char| sign == ',' || sign.is_whitespace());
    let numbers = numbers.filter(|number| !number.is_empty()).map(str::parse::<f64>);
    let numbers: Vec<f64> = numbers.collect::<Result<_, _>>().ok()?;
    let [_, _, width, height] = numbers[..] else { return None };
    (width > 0.0 && height > 0.0).then_some((width, height))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
fn whole(pixels: f64) -> Option<u32> {
    (0.5..=100_000.0).contains(&pixels).then(|| pixels.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_tells_its_size_by_attributes_or_by_its_view_box() {
        let size = |text: &str| size_of(first_tag(text)?);
        for (text, expected) in [
            ("<svg width=\"40\" height='30px' viewBox=\"0 0 1 1\">", Some((40, 30))),
            ("<?xml?><svg stroke-width=\"2\" viewBox=\"0 0 12.4 8\">", Some((12, 8))),
            ("<svg width=\"210mm\" height=\"297mm\">", Some((794, 1123))),
            ("<svg width=\"2.54cm\" height=\"1IN\">", Some((96, 96))),
            ("<svg width=\"72pt\" height=\"6pc\">", Some((96, 96))),
            ("<svg width=\"1em\" height=\"1e1\">", Some((16, 10))),
            ("<svg width=\"100%\" height=\"100%\" viewBox=\"0,0,4,2\">", Some((4, 2))),
            ("<svg width=\"200\" viewBox=\"0 0 100 50\">", Some((200, 100))),
            ("<svg height=\"auto\" width = \"8\"\n viewBox='0 0\t4 2'>", Some((8, 4))),
            ("<!-- <svg width='1' height='1'> --><svg:svg width='2' height='3'>", Some((2, 3))),
            ("<svg width=\"100%\" height=\"1\">", None),
            ("<svg width=\"0\" height=\"0\" viewBox=\"0 0 0 0\">", None),
            ("<svg inkscape:export-width=\"9\" height=\"1\">", None),
            ("<svg width=\"1", None),
            ("<g width=\"1\" height=\"1\">", None),
        ] {
            assert_eq!(size(text), expected, "{text}");
        }
    }
}
