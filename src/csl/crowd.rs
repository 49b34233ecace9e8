//! Elements with more attributes than any style has.
//!
//! `quick-xml` compares each attribute of an element with all before it, and each prefix with all namespaces that
//! are declared (RUSTSEC-2026-0194 and -0195). Before it reads a style so, this looks at how many there are, which it does
//! in one pass.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Attributes of an element, and declarations of namespaces in a file, at most. Styles have a dozen and two.
const MOST: usize = 200;

/// Where the first element begins that has too many of them, if there is one.
pub(super) fn crowded_at(text: &str) -> Option<usize> {
    let mut reader = Reader::from_str(text);
    let mut namespaces = 0;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event();
        let Ok(Event::Start(tag) | Event::Empty(tag)) = event else {
            match event {
                // Where a text stops being XML, nobody reads on.
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => continue,
            }
        };
        // A value may hold such signs, too: there are no more attributes than these.
        let attributes = tag.split(|byte| *byte == b'=').count() - 1;
        namespaces += tag.windows(XMLNS.len()).filter(|bytes| *bytes == XMLNS).count();
        if attributes > MOST || namespaces > MOST {
            return usize::try_from(at).ok();
        }
    }
}

const XMLNS: &[u8] = b"xmlns";

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers below a limit, each written by a pattern in which it stands for `#`.
    fn written(pattern: &str, limit: usize) -> String {
        (0..limit).flat_map(|number| [pattern.replace('#', &number.to_string())]).collect()
    }

    #[test]
    fn a_crowd_of_attributes_or_namespaces_is_found() {
        let attributes = |number| written(" a#='>'", number);
        assert_eq!(crowded_at(&format!("<a{}/>", attributes(MOST))), None);
        assert_eq!(crowded_at(&format!("<a>b<c{}/></a>", attributes(MOST + 1))), Some(4));
        assert_eq!(crowded_at(&format!("<!-- x --><c{}></c>", attributes(60_000))), Some(10));
        let spaces = |number| written("<a xmlns:n#='n'>", number);
        assert_eq!(crowded_at(&spaces(MOST)), None);
        assert!(crowded_at(&spaces(MOST + 1)).is_some());
        assert_eq!(crowded_at("no style <"), None);
    }
}
