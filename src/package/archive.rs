//! The Zip archive (PKWARE's APPNOTE 6.3).

use std::io::Write as _;

use jiff::civil::Date;
use libdeflater::{CompressionLvl, Compressor};
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, Error, ZipArchiveWriter};

use super::checksum;

/// How hard to look for repeats, of libdeflate's 1 to 12: a package is made seldom and copied often.
const LEVEL: i32 = 9;

/// A file that anybody may read.
const MODE: u32 = 0o100_644;

/// The first day that an archive can name.
const FIRST_YEAR: u16 = 1980;

/// A file, ready for the archive.
pub(super) struct PackedFile {
    /// From the folder in the archive.
    pub(super) path: String,
    pub(super) checksum: String,
    size: u64,
    crc: u32,
    deflated: Vec<u8>,
}

impl PackedFile {
    pub(super) fn new(path: String, bytes: &[u8]) -> PackedFile {
        PackedFile {
            path,
            checksum: checksum(bytes),
            size: bytes.len() as u64,
            crc: rawzip::crc32(bytes),
            deflated: deflate(bytes),
        }
    }
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let level = CompressionLvl::new(LEVEL).expect("it is one of the levels");
    let mut compressor = Compressor::new(level);
    let mut deflated = vec![0; compressor.deflate_compress_bound(bytes.len())];
    let length = compressor.deflate_compress(bytes, &mut deflated);
    deflated.truncate(length.expect("there is room for the longest result"));
    deflated
}

/// The archive with a folder of these files, in their order.
pub(super) fn write(
    folder: &str,
    files: &[PackedFile],
    date: Option<Date>,
) -> Result<Vec<u8>, Error> {
    let day = time_of(date);
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for file in files {
        let path = format!("{folder}/{}", file.path);
        let entry = archive.new_file(path.as_str());
        let entry = entry.compression_method(CompressionMethod::DEFLATE);
        let (mut entry, _) = entry.last_modified(day).unix_permissions(MODE).start()?;
        entry.write_all(&file.deflated)?;
        entry.finish(DataDescriptorOutput::new(file.crc, file.size))?;
    }
    archive.finish()
}

/// The first moment of a day; where none is known, that of the first one that there can be.
fn time_of(date: Option<Date>) -> UtcDateTime {
    let own = date.and_then(|date| {
        let year = u16::try_from(date.year()).ok().filter(|year| *year >= FIRST_YEAR)?;
        let [month, day] = [date.month(), date.day()].map(|number| u8::try_from(number).ok());
        UtcDateTime::from_components(year, month?, day?, 0, 0, 0, 0)
    });
    own.unwrap_or_else(|| {
        let first = UtcDateTime::from_components(FIRST_YEAR, 1, 1, 0, 0, 0, 0);
        first.expect("it is a day of the calendar")
    })
}
