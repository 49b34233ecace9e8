//! A site as one file to hand out: a Zip archive with a folder that opens from a disk.
//!
//! In: the files of a built site and some facts of it. Out: the bytes of the archive, which are the same for the same
//! site: entries are sorted, have one date and one mode. The folder has a page to start with, a text to read, the license,
//! the checksums of all files, and the site.

mod archive;
mod names;

use std::fmt::Write as _;
use std::io;

use jiff::civil::Date;
use rayon::prelude::*;
use ring::digest::{SHA256, digest};

use crate::site::Slug;
use archive::PackedFile;

pub(crate) use names::problems;

/// The folder of the site in the package.
pub(crate) const SITE: &str = "site";

/// The page to open.
pub(crate) const START: &str = "START-HERE.html";

/// The file of checksums, as `sha256sum -c` reads them.
const CHECKSUMS: &str = "SHA256SUMS";

/// The name of the folder in the package, and of its file without an ending: the title of the site and the day that its
/// texts are of, if it is known.
pub(crate) fn name(title: &str, date: Option<Date>) -> String {
    let slug = Slug::new(title);
    date.map_or_else(|| slug.as_str().to_owned(), |date| format!("{}-{date}", slug.as_str()))
}

/// The archive of a site.
///
/// `name` is the folder in it, `files` are the paths of the site's files, which `read` gives, and `texts` the files beside
/// the site, by name. `date` is the day that all entries have.
///
/// # Errors
///
/// A file cannot be read.
pub(crate) fn archive(
    name: &str,
    files: &[String],
    read: &(dyn Fn(&str) -> io::Result<Vec<u8>> + Sync),
    texts: Vec<(&str, String)>,
    date: Option<Date>,
) -> io::Result<Vec<u8>> {
    let packed =
        files.par_iter().map(|path| Ok(PackedFile::new(format!("{SITE}/{path}"), &read(path)?)));
    let mut packed: Vec<PackedFile> = packed.collect::<io::Result<_>>()?;
    let texts = texts.into_iter();
    packed.extend(texts.map(|(name, text)| PackedFile::new(name.to_owned(), text.as_bytes())));
    packed.sort_by(|left, right| left.path.cmp(&right.path));
    let mut sums = String::new();
    for file in &packed {
        let _ = writeln!(sums, "{}  {}", file.checksum, file.path);
    }
    packed.push(PackedFile::new(CHECKSUMS.to_owned(), sums.as_bytes()));
    packed.sort_by(|left, right| left.path.cmp(&right.path));
    archive::write(name, &packed, date).map_err(io::Error::other)
}

/// The SHA-256 of bytes (FIPS 180-4), in hexadecimal digits.
fn checksum(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in digest(&SHA256, bytes).as_ref() {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
