//! The parts of a Word file: a Zip archive with documents in XML, and pictures
//! (ECMA-376, "Office Open XML File Formats", parts 1 and 2).

use std::collections::BTreeMap;

use libdeflater::Decompressor;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

/// Bytes of one part at most, as it is when unpacked.
const MOST_BYTES: u64 = 256 << 20;

/// A Word file.
pub(super) struct WordPackage<'b> {
    archive: ZipSliceArchive<&'b [u8]>,
    parts: BTreeMap<String, PackedPart>,
}

/// Where a part is in the archive, and how it is packed.
#[derive(Clone, Copy)]
struct PackedPart {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    size: u64,
}

impl<'b> WordPackage<'b> {
    /// Reads the list of parts; `None` if the bytes are no Zip archive with a Word document.
    pub(super) fn read(bytes: &'b [u8]) -> Option<WordPackage<'b>> {
        let archive = ZipArchive::from_slice(bytes).ok()?;
        let mut parts = BTreeMap::new();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().ok()? {
            let Ok(name) = entry.file_path().try_normalize() else { continue };
            let part = PackedPart {
                place: entry.wayfinder(),
                method: entry.compression_method(),
                size: entry.uncompressed_size_hint(),
            };
            parts.insert(name.as_ref().to_owned(), part);
        }
        parts.contains_key(MAIN_PART).then_some(WordPackage { archive, parts })
    }

    /// The bytes of a part by its name in the archive: `word/media/image1.png`.
    pub(super) fn part(&self, name: &str) -> Option<Vec<u8>> {
        let PackedPart { place, method, size } = *self.parts.get(name)?;
        let packed = self.archive.get_entry(place).ok()?.data();
        let size = usize::try_from(size).ok().filter(|_| size <= MOST_BYTES)?;
        if method == CompressionMethod::STORE {
            return Some(packed.to_owned());
        }
        let mut bytes = vec![0; size];
        let is_known = method == CompressionMethod::DEFLATE;
        let unpacked = Decompressor::new().deflate_decompress(packed, &mut bytes);
        bytes.truncate(unpacked.ok().filter(|_| is_known)?);
        Some(bytes)
    }

    /// The paragraphs of all parts with words, in the order of the parts' names.
    pub(super) fn paragraphs(&self) -> Vec<WordParagraph> {
        let named = self.parts.keys().filter_map(|name| Some((name, PartKind::of(name)?)));
        let texts = named.filter_map(|(name, kind)| Some((self.part(name)?, kind)));
        texts.flat_map(|(bytes, kind)| paragraphs(&bytes, kind)).collect()
    }
}

/// The part with the text.
const MAIN_PART: &str = "word/document.xml";

/// What a part of a Word file holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PartKind {
    Text,
    /// The notes at the foot of pages, or at the end.
    Notes,
    /// What stands at the top or at the bottom of each page on paper.
    Running,
}

impl PartKind {
    fn of(name: &str) -> Option<PartKind> {
        let name = name.strip_prefix("word/")?.strip_suffix(".xml")?;
        match name.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "document" => Some(PartKind::Text),
            "footnotes" | "endnotes" => Some(PartKind::Notes),
            "header" | "footer" => Some(PartKind::Running),
            _ => None,
        }
    }
}

/// The words of a paragraph, without those that are marked as deleted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct WordParagraph {
    pub(super) kind: PartKind,
    pub(super) words: String,
    /// Whether it stands in a box beside the text.
    pub(super) is_in_box: bool,
}

/// The paragraphs of a part. Those inside of another, in a box, come before the rest of it. What an application shows
/// instead of something that it does not know is there twice, and counts once.
fn paragraphs(xml: &[u8], kind: PartKind) -> Vec<WordParagraph> {
    let mut walk = ParagraphWalk::new(kind);
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => walk.start(&tag),
            Ok(Event::Empty(tag)) => walk.single(&tag),
            Ok(Event::End(tag)) => walk.end(tag.name().as_ref()),
            Ok(Event::Text(text)) if walk.is_in_text => {
                walk.push(&text.decode().unwrap_or_default());
            }
            Ok(Event::GeneralRef(name)) if walk.is_in_text => {
                let name = name.decode().unwrap_or_default();
                let text = format!("&{name};");
                walk.push(&quick_xml::escape::unescape(&text).unwrap_or_default());
            }
            Ok(Event::Eof) | Err(_) => return walk.found,
            Ok(_) => {}
        }
    }
}

struct ParagraphWalk {
    kind: PartKind,
    found: Vec<WordParagraph>,
    /// The words of the paragraphs that are open, one inside the other.
    open: Vec<String>,
    is_in_text: bool,
    boxes: usize,
    fallbacks: usize,
}

impl ParagraphWalk {
    fn new(kind: PartKind) -> ParagraphWalk {
        ParagraphWalk {
            kind,
            found: Vec::new(),
            open: Vec::new(),
            is_in_text: false,
            boxes: 0,
            fallbacks: 0,
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            b"w:p" => self.open.push(String::new()),
            b"w:t" => self.is_in_text = self.fallbacks == 0,
            b"w:txbxContent" => self.boxes += 1,
            b"mc:Fallback" => self.fallbacks += 1,
            _ => self.single(tag),
        }
    }

    /// What stands for a blank.
    fn single(&mut self, tag: &BytesStart<'_>) {
        if matches!(tag.name().as_ref(), b"w:tab" | b"w:br" | b"w:cr") {
            self.push(" ");
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"w:p" => {
                let words = self.open.pop().unwrap_or_default();
                if !words.trim().is_empty() {
                    let is_in_box = self.boxes > 0;
                    self.found.push(WordParagraph { kind: self.kind, words, is_in_box });
                }
            }
            b"w:t" => self.is_in_text = false,
            b"w:txbxContent" => self.boxes = self.boxes.saturating_sub(1),
            b"mc:Fallback" => self.fallbacks = self.fallbacks.saturating_sub(1),
            _ => {}
        }
    }

    fn push(&mut self, words: &str) {
        if let Some(open) = self.open.last_mut() {
            open.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_runs_are_joined_and_boxes_known() {
        let xml = br"<w:document><w:p><w:r><w:t>Hel</w:t></w:r><w:r><w:t>lo &amp; all</w:t><w:tab/><w:t>x</w:t></w:r>
            <w:del><w:r><w:delText>gone</w:delText></w:r></w:del>
            <mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Choice>
            <mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>
            </w:p><w:p/></w:document>";
        let found = paragraphs(xml, PartKind::Text);
        let words: Vec<(&str, bool)> =
            found.iter().map(|it| (it.words.as_str(), it.is_in_box)).collect();
        assert_eq!(words, [("In a box", true), ("Hello & all x", false)]);
    }

    #[test]
    fn what_is_no_archive_is_no_package() {
        for bytes in [&b""[..], b"PK\x03\x04", b"plain words"] {
            assert!(WordPackage::read(bytes).is_none());
        }
    }
}
