//! The size of a picture, so that pages do not jump while it loads.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Bytes of an SVG file in which its opening tag is looked for.
const SVG_HEAD: u64 = 8 * 1024;

/// Width and height in CSS pixels; `None` if the file is no picture or does not tell.
pub(super) fn size(path: &Path) -> Option<(u32, u32)> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "svg" => svg_size(path),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "heif" | "bmp" | "ico" | "jxl" => {
            let size = imagesize::size(path).ok()?;
            Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
        }
        _ => None,
    }
}

fn svg_size(path: &Path) -> Option<(u32, u32)> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(SVG_HEAD).read_to_end(&mut head).ok()?;
    svg_tag_size(&String::from_utf8_lossy(&head))
}

/// From `width` and `height`, else from the last two numbers of `viewBox`.
fn svg_tag_size(text: &str) -> Option<(u32, u32)> {
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let attribute = |name: &str| {
        let at = tag.match_indices(name).find(|(at, _)| {
            tag[..*at].ends_with(char::is_whitespace) && tag[at + name.len()..].starts_with('=')
        })?;
        let value = &tag[at.0 + name.len() + 1..];
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value[1..].split(quote).next()
    };
    let pixels = |text: &str| text.trim_end_matches("px").trim().parse::<f64>().ok();
    let size = match (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let view = attribute("viewBox")?;
            let numbers: Vec<f64> = view
                .split([' ', ',', '\n', '\t'])
                .filter_map(|number| number.parse().ok())
                .collect();
            let [_, _, width, height] = numbers[..] else {
                return None;
            };
            (width, height)
        }
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    let whole = |value: f64| (1.0..=100_000.0).contains(&value).then(|| value.round() as u32);
    Some((whole(size.0)?, whole(size.1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_tells_its_size_by_attributes_or_by_its_view_box() {
        let size = svg_tag_size;
        assert_eq!(size("<svg width=\"40\" height='30px' viewBox=\"0 0 1 1\">"), Some((40, 30)));
        assert_eq!(size("<?xml?><svg stroke-width=\"2\" viewBox=\"0 0 12.4 8\">"), Some((12, 8)));
        assert_eq!(size("<svg width=\"100%\" height=\"1\">"), None);
    }
}
