//! The orientation of a photo: which side of it is up.
//!
//! Cameras store a photo as their sensor lies, and say in the Exif data how to turn it; browsers do. Sources of the
//! formats: JPEG, ITU-T T.81, B.1; PNG, 11.3 (`eXIf`); WebP, RFC 9649, 2.7; Exif 2.32, 4.6 (the tag `Orientation`).

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

/// Parts of a file that are looked at.
const MOST_PARTS: usize = 100_000;

/// Bytes of Exif data in which the orientation is looked for: it stands at the beginning.
const LONGEST_DATA: u64 = 64 * 1024;

/// The tag of the orientation.
const ORIENTATION: u16 = 0x0112;

/// The type of a tag whose value is one number of two bytes.
const SHORT: u16 = 3;

/// The orientation of a picture, from 1 to 8; `None` if it says none.
pub(super) fn orientation(path: &Path) -> Option<u16> {
    let mut file = BufReader::new(File::open(path).ok()?);
    orientation_in(&mut file)
}

/// Whether width and height change places.
pub(super) fn is_quarter_turn(orientation: u16) -> bool {
    matches!(orientation, 5..=8)
}

fn orientation_in(file: &mut (impl Read + Seek)) -> Option<u16> {
    let mut start = [0; 12];
    file.read_exact(&mut start).ok()?;
    let container = CONTAINERS.iter().find(|container| container.begins(&start))?;
    file.seek(std::io::SeekFrom::Start(container.first)).ok()?;
    for _ in 0..MOST_PARTS {
        let part = container.next_part(file)?;
        let mut rest = part.length;
        if part.may_be_exif {
            let mut data = Vec::new();
            file.take(rest.min(LONGEST_DATA)).read_to_end(&mut data).ok()?;
            if let Some(orientation) = orientation_of(&data) {
                return Some(orientation);
            }
            rest -= u64::try_from(data.len()).ok()?;
        }
        let rest = i64::try_from(rest + part.trailer).ok()?;
        file.seek_relative(rest).ok()?;
    }
    None
}

/// A format whose files are made of parts, each with its length.
struct Container {
    /// What its files begin with, and what stands at byte 8.
    signature: &'static [u8],
    kind: &'static [u8],
    /// Where the first part begins.
    first: u64,
    /// The length of what stands before each part.
    header: usize,
    /// Reads what stands before a part. `None`: no Exif data comes from here on.
    part: fn(&[u8]) -> Option<FilePart>,
}

/// A part of a file.
struct FilePart {
    may_be_exif: bool,
    /// Bytes of its data.
    length: u64,
    /// Bytes between it and the next part.
    trailer: u64,
}

const CONTAINERS: [Container; 3] = [
    Container { signature: b"\xff\xd8", kind: b"", first: 2, header: 4, part: jpeg_part },
    Container { signature: b"\x89PNG\r\n\x1a\n", kind: b"", first: 8, header: 8, part: png_part },
    Container { signature: b"RIFF", kind: b"WEBP", first: 12, header: 8, part: webp_part },
];

impl Container {
    fn begins(&self, start: &[u8; 12]) -> bool {
        start.starts_with(self.signature) && start[8..].starts_with(self.kind)
    }

    fn next_part(&self, file: &mut impl Read) -> Option<FilePart> {
        let mut header = [0; 8];
        let header = &mut header[..self.header];
        file.read_exact(header).ok()?;
        (self.part)(header)
    }
}

/// A segment; its length counts its own two bytes. The picture itself comes behind all segments.
fn jpeg_part(header: &[u8]) -> Option<FilePart> {
    const APP1: u8 = 0xe1;
    const START_OF_SCAN: u8 = 0xda;
    let [0xff, marker, high, low] = *header else { return None };
    let length = u64::from(u16::from_be_bytes([high, low])).checked_sub(2)?;
    (marker != START_OF_SCAN).then_some(FilePart {
        may_be_exif: marker == APP1,
        length,
        trailer: 0,
    })
}

/// A chunk; a checksum of four bytes follows it.
fn png_part(header: &[u8]) -> Option<FilePart> {
    let (length, name) = header.split_first_chunk()?;
    let length = u64::from(u32::from_be_bytes(*length));
    (name != b"IEND").then_some(FilePart { may_be_exif: name == b"eXIf", length, trailer: 4 })
}

/// A chunk; its data takes an even number of bytes.
fn webp_part(header: &[u8]) -> Option<FilePart> {
    let (name, length) = header.split_first_chunk::<4>()?;
    let length = u64::from(u32::from_le_bytes(length.try_into().ok()?));
    Some(FilePart { may_be_exif: name == b"EXIF", length, trailer: length % 2 })
}

/// The orientation that Exif data says. It is in the form of a TIFF file, perhaps behind a name.
fn orientation_of(data: &[u8]) -> Option<u16> {
    let tiff = data.strip_prefix(b"Exif\0\0").unwrap_or(data);
    let order = match tiff.get(..4)? {
        b"II*\0" => ByteOrder { to_u16: u16::from_le_bytes, to_u32: u32::from_le_bytes },
        b"MM\0*" => ByteOrder { to_u16: u16::from_be_bytes, to_u32: u32::from_be_bytes },
        _ => return None,
    };
    let tags = tiff.get(usize::try_from(order.u32(tiff, 4)?).ok()?..)?;
    let count = usize::from(order.u16(tags, 0)?);
    let tag = (0..count).map(|tag| 2 + tag * 12).find(|at| {
        order.u16(tags, *at) == Some(ORIENTATION) && order.u16(tags, at + 2) == Some(SHORT)
    })?;
    order.u16(tags, tag + 8).filter(|orientation| (1..=8).contains(orientation))
}

/// How numbers are written.
struct ByteOrder {
    to_u16: fn([u8; 2]) -> u16,
    to_u32: fn([u8; 4]) -> u32,
}

impl ByteOrder {
    fn u16(&self, bytes: &[u8], at: usize) -> Option<u16> {
        Some((self.to_u16)(*bytes.get(at..)?.first_chunk()?))
    }

    fn u32(&self, bytes: &[u8], at: usize) -> Option<u32> {
        Some((self.to_u32)(*bytes.get(at..)?.first_chunk()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn broken_files_say_nothing() {
        let jpeg =
            [&b"\xff\xd8\xff\xe1\0\x14Exif\0\0MM\0*\0\0\0\x08\0\x01\x01"[..], &[0; 9]].concat();
        for length in 0..jpeg.len() {
            assert_eq!(orientation_in(&mut Cursor::new(&jpeg[..length])), None);
        }
        assert_eq!(orientation_of(b"MM\0*\xff\xff\xff\xff"), None);
        assert_eq!(orientation_of(b"II*\0\x08\0\0\0\xff\xff"), None);
    }
}
