//! Formats of pictures that browsers do not show, at least not all of them.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Bytes at the beginning of a file that tell its format.
const HEAD: u64 = 64;

/// Endings of files, and the names of their formats.
const UNSHOWN: [(&str, &str); 24] = [
    ("ai", "Illustrator"),
    ("arw", "camera raw"),
    ("cr2", "camera raw"),
    ("cr3", "camera raw"),
    ("dng", "camera raw"),
    ("emf", "EMF"),
    ("eps", "EPS"),
    ("heic", "HEIC"),
    ("heics", "HEIC"),
    ("heif", "HEIF"),
    ("heifs", "HEIF"),
    ("hif", "HEIF"),
    ("j2k", "JPEG 2000"),
    ("jp2", "JPEG 2000"),
    ("jpx", "JPEG 2000"),
    ("nef", "camera raw"),
    ("orf", "camera raw"),
    ("pcx", "PCX"),
    ("psd", "Photoshop"),
    ("tga", "TGA"),
    ("tif", "TIFF"),
    ("tiff", "TIFF"),
    ("wmf", "WMF"),
    ("xcf", "GIMP"),
];

/// Brands of files with pictures in HEVC (ISO/IEC 23008-12, annex B).
const HEVC: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"];

/// The name of a format that browsers do not show, by an ending in lower case.
pub(super) fn unshown_by_ending(ending: &str) -> Option<&'static str> {
    UNSHOWN.iter().find(|(known, _)| *known == ending).map(|(_, name)| *name)
}

/// The name of the format of a file that browsers do not show, by what it holds: phones name photos `.jpg` that are
/// none.
pub(super) fn unshown(path: &Path) -> Option<&'static str> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    unshown_by_head(&head)
}

fn unshown_by_head(head: &[u8]) -> Option<&'static str> {
    let brands = head.strip_prefix(b"\0\0\0").and_then(|rest| rest.get(1..)?.strip_prefix(b"ftyp"));
    match brands {
        Some(brands) if brands.chunks(4).any(|brand| HEVC.contains(&brand)) => Some("HEIC"),
        None if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") => Some("TIFF"),
        None if head.starts_with(b"8BPS") => Some("Photoshop"),
        None if head.starts_with(b"%!PS") => Some("EPS"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_what_a_file_holds() {
        for (head, name) in [
            (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], Some("HEIC")),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heix", Some("HEIC")),
            (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", None),
            (b"MM\0*\0\0\0\x08", Some("TIFF")),
            (b"8BPS\0\x01", Some("Photoshop")),
            (b"\xff\xd8\xff\xe0", None),
            (b"", None),
        ] {
            assert_eq!(unshown_by_head(head), name);
        }
    }
}
