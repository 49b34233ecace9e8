//! Destinations that lead nowhere as they are written, and can only mean one thing.

use crate::percent;
use crate::site::{ContentPath, Site, split_destination};

/// What a destination in a file of `folder` was meant to be.
pub(super) fn destination(written: &str, folder: &str, site: &Site) -> Option<String> {
    let path = as_a_name(written, folder, site).or_else(|| with_slashes(written, folder, site));
    let path = path.map(|path| path.destination_from(folder));
    path.or_else(|| with_scheme(written))
}

/// The file of the content folder whose place on a disk a destination names: the longest end of it that is one.
pub(super) fn on_disk(written: &str, site: &Site) -> Option<ContentPath> {
    let (path, ..) = split_destination(written);
    let path = percent::decode(path)?.replace('\\', "/");
    // From a folder on: the way up says nothing of the file.
    let starts = path.match_indices('/').filter(|(at, _)| !path[..*at].ends_with(".."));
    starts
        .map(|(at, _)| at + 1)
        .map(|at| ContentPath::new(&path[at..]))
        .find(|path| is_there(path, site))
}

/// A file whose name has signs that mean something else in an address.
fn as_a_name(written: &str, folder: &str, site: &Site) -> Option<ContentPath> {
    let has_signs = written.contains(['#', '?', '%']);
    ContentPath::resolve(folder, written).filter(|path| has_signs && is_there(path, site))
}

/// A path with the separators of Windows, from the folder or from a drive.
fn with_slashes(written: &str, folder: &str, site: &Site) -> Option<ContentPath> {
    let (path, ..) = split_destination(written);
    let path = percent::decode(path).unwrap_or_else(|| path.to_owned());
    let is_of_windows = path.contains('\\') || path.get(1..3) == Some(":/");
    let relative = ContentPath::resolve(folder, &path.replace('\\', "/"));
    let relative = relative.filter(|path| is_of_windows && is_there(path, site));
    relative.or_else(|| on_disk(written, site).filter(|_| is_of_windows))
}

/// An address of the web or of a person, without its scheme.
fn with_scheme(written: &str) -> Option<String> {
    if written.starts_with("www.") && !written.ends_with(".md") {
        return Some(format!("https://{written}"));
    }
    let (name, host) = written.split_once('@')?;
    let is_address = !name.is_empty()
        && !written.contains(['/', '#', ' '])
        && host.split_once('.').is_some_and(|(name, rest)| !name.is_empty() && rest.len() > 1);
    is_address.then(|| format!("mailto:{written}"))
}

fn is_there(path: &ContentPath, site: &Site) -> bool {
    site.asset(path).is_some() || site.entry_id_at(path).is_some()
}
