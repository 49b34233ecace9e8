//! In which folder a file lies. No folder holds more than 1,000 files, and a file keeps its folder however many
//! others there are: its name alone decides. The client has the twin of this in `files.js`.

use super::TEXT_GROUP;

/// Files of a folder at most.
const MOST_FILES: usize = 1000;

/// Groups of texts in a folder. A group has a file for each of its documents at most.
const TEXT_GROUPS: usize = MOST_FILES / TEXT_GROUP;

/// The folder of a file below that of its language, with a slash at its end; nothing for the few that stand alone.
///
/// Texts are many and numbered: they lie in folders in their order. Of all other files there are some tens of
/// thousands on a site of a million pages: 256 folders share them by a hash of what follows the kind, so that the words
/// of a piece and their positions lie together.
pub(super) fn folder_of(name: &str) -> String {
    let Some((_, text)) = name.split_once('-') else { return String::new() };
    let group = text.split_once('-').and_then(|(group, _)| group.parse::<usize>().ok());
    match group {
        Some(group) => format!("x{}/", group / TEXT_GROUPS),
        None => format!("{:02x}/", hash(text)),
    }
}

/// The four bytes of the FNV-1a hash in 32 bits, by exclusive or.
/// Source: RFC 9923, "The FNV Non-Cryptographic Hash Algorithm".
fn hash(text: &str) -> u8 {
    let step = |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = text.bytes().fold(0x811c_9dc5, step);
    hash.to_le_bytes().into_iter().fold(0, |all, byte| all ^ byte)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::files::{name, name_of_texts};
    use super::*;

    #[test]
    fn folders_are_those_that_the_manual_names() {
        for (name, folder) in [
            ("all", ""),
            ("r", ""),
            ("w-", "c5/"),
            ("p-", "c5/"),
            ("d-12", "b1/"),
            ("s-_c3b1", "91/"),
            ("x-61-15", "x0/"),
            ("x-62-0", "x1/"),
        ] {
            assert_eq!(folder_of(name), folder, "{name}");
        }
    }

    /// The names of the files of a million pages, with more beginnings of words than generated ones have.
    fn names_of_a_million_pages() -> impl Iterator<Item = String> {
        let beginnings = (0..20_000).map(|number| beginning(number * 7));
        let words = beginnings.flat_map(|text| ["w", "p", "c"].map(|kind| name(kind, &text)));
        let cyrillic = (0..6_000).map(|number| {
            let letter = |digit: u32| char::from_u32(0x430 + digit).expect("a Cyrillic letter");
            name(
                "w",
                &[number / 900, number / 30 % 30, number % 30]
                    .map(letter)
                    .iter()
                    .collect::<String>(),
            )
        });
        let titles = (0..1_000_000 / 384).map(|block| name("d", &block.to_string()));
        let groups = 0..1_000_000 / TEXT_GROUP;
        let texts = groups.flat_map(|group| (0..TEXT_GROUP).map(move |n| name_of_texts(group, n)));
        words.chain(cyrillic).chain(titles).chain(texts)
    }

    /// Letters in the manner of words: consonants and vowels in turns.
    fn beginning(mut number: usize) -> String {
        let mut text = String::new();
        for letters in ["bcdfghklmnprst", "aeiou"].iter().cycle() {
            let letters = letters.as_bytes();
            text.push(char::from(letters[number % letters.len()]));
            number /= letters.len();
            if number == 0 {
                break;
            }
        }
        text
    }

    #[test]
    fn no_folder_holds_more_than_a_thousand_files_at_a_million_pages() {
        let mut folders: HashMap<String, usize> = HashMap::new();
        for name in names_of_a_million_pages() {
            *folders.entry(folder_of(&name)).or_default() += 1;
        }
        let most = folders.iter().max_by_key(|(_, files)| **files);
        assert!(most.is_some_and(|(_, files)| *files <= MOST_FILES), "{most:?}");
        // They are spread: the fullest folder of words has no more than half as many again as each would have.
        let of_words = folders.iter().filter(|(folder, _)| !folder.starts_with('x'));
        let of_words: Vec<usize> = of_words.map(|(_, files)| *files).collect();
        let even = of_words.iter().sum::<usize>() / 256;
        assert!(of_words.iter().all(|files| *files < even * 3 / 2), "{even}: {of_words:?}");
    }
}
