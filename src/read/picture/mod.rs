//! What the file of a picture tells: its size as it is shown, so that pages do not jump while it loads, and whether
//! browsers show it at all.

mod exif;
mod format;
mod svg;

use std::path::Path;

/// What the file of a picture tells.
#[derive(Default)]
pub(super) struct Picture {
    /// Width and height in CSS pixels.
    pub(super) size: Option<(u32, u32)>,
    /// The name of its format, if browsers do not show it.
    pub(super) unshown: Option<&'static str>,
}

/// Reads the file of a picture; of another file there is nothing to tell.
pub(super) fn read(path: &Path) -> Picture {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "svg" => Picture { size: svg::size(path), unshown: None },
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" | "jxl" => {
            Picture { size: size(path), unshown: format::unshown(path) }
        }
        ending => Picture { size: None, unshown: format::unshown_by_ending(ending) },
    }
}

/// The size of a picture of dots, turned as browsers turn it.
fn size(path: &Path) -> Option<(u32, u32)> {
    let size = imagesize::size(path).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    let is_turned = exif::orientation(path).is_some_and(exif::is_quarter_turn);
    Some(if is_turned { (height, width) } else { (width, height) })
}
