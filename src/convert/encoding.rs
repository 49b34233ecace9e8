//! Bytes of texts in any encoding to text.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes in which a page of HTML names its encoding (HTML, "determining the character encoding").
const NAMED_WITHIN: usize = 1024;

/// A page of HTML: by the mark at its beginning, by its own word, else as [`plain_text`].
pub(super) fn html(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| declared(bytes)) {
        // Pages that say they are UTF-8 and are not were most often saved by an older editor.
        None => plain_text(bytes),
        Some(encoding) if encoding == UTF_8 => plain_text(bytes),
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
    }
}

/// A text that does not name its encoding: UTF-8, or UTF-16 with its mark; else Windows-1252, the usual one of older
/// programs.
pub(super) fn plain_text(bytes: &[u8]) -> String {
    let (text, _, has_errors) = UTF_8.decode(bytes);
    if has_errors { WINDOWS_1252.decode(bytes).0.into_owned() } else { text.into_owned() }
}

/// The encoding that a page names: `<meta charset=…>`, or in `<meta http-equiv content=…>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(NAMED_WITHIN)];
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let named = start.split("<meta").skip(1).find_map(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        let value = tag.split_once("charset")?.1.trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || "\"';/".contains(c));
        Some(value[..end.unwrap_or(value.len())].to_owned())
    })?;
    let encoding = Encoding::for_label(named.as_bytes())?;
    // A page that could say so in ASCII is not in UTF-16.
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_in_their_encoding() {
        for (bytes, text) in [
            (&b"<meta charset=utf-8>\xc3\xbc"[..], "<meta charset=utf-8>ü"),
            (b"<meta charset=utf-8>\xfc", "<meta charset=utf-8>ü"),
            (b"<p>\x93\xfc\x94", "<p>“ü”"),
            (b"<META CHARSET='windows-1251'>\xcc", "<META CHARSET='windows-1251'>М"),
            (
                b"<meta http-equiv=a content=\"text/html; charset=Shift_JIS\">\x93\xfa",
                "<meta http-equiv=a content=\"text/html; charset=Shift_JIS\">日",
            ),
            (b"\xff\xfea\0", "a"),
            (b"\xef\xbb\xbfa", "a"),
        ] {
            assert_eq!(html(bytes), text);
        }
    }
}
