//! Names that every file system can hold.

/// What names of files cannot hold on Windows ("Naming Files, Paths, and Namespaces").
const FORBIDDEN: [char; 7] = ['<', '>', ':', '"', '|', '?', '*'];

/// Names of devices on Windows, and what a digit behind some makes the name of one, too.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Whether Windows takes a name for that of a device, whatever ending it has.
pub(super) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let is_numbered = |device: &&str| {
        let number = stem.strip_prefix(*device);
        number.is_some_and(|number| number.len() == 1 && matches!(number.as_bytes(), [b'1'..=b'9']))
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(is_numbered)
}

/// A path whose names Windows can hold: the same one, if it can hold these.
pub(crate) fn path(path: &str) -> String {
    path.split('/').map(name).collect::<Vec<_>>().join("/")
}

fn name(name: &str) -> String {
    let name = name.replace(FORBIDDEN, "-");
    let name = name.trim_end_matches([' ', '.']);
    match name.split_once('.') {
        _ if name.is_empty() => "_".to_owned(),
        Some((stem, ending)) if is_device(name) => format!("{stem}_.{ending}"),
        None if is_device(name) => format!("{name}_"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn names_that_windows_cannot_hold_are_changed() {
        for (name, portable) in [
            ("a/what?.txt", "a/what-.txt"),
            ("con.txt", "con_.txt"),
            ("Aux/x", "Aux_/x"),
            ("com1.tar.gz", "com1_.tar.gz"),
            ("com10.txt", "com10.txt"),
            ("console.txt", "console.txt"),
            ("end. .", "end"),
            ("...", "_"),
            (".well-known/a b.txt", ".well-known/a b.txt"),
        ] {
            assert_eq!(path(name), portable, "{name}");
        }
    }
}
