//! Percent-encoding of addresses (RFC 3986, section 2.1).

use std::fmt::Write as _;

/// The text with everything encoded but ASCII letters, digits and the signs to `keep`.
pub(crate) fn encode(text: &str, keep: &str) -> String {
    let is_kept = |byte: &u8| byte.is_ascii_alphanumeric() || keep.as_bytes().contains(byte);
    if text.as_bytes().iter().all(is_kept) {
        return text.to_owned();
    }
    let mut encoded = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if is_kept(&byte) {
            encoded.push(byte as char);
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a string does not fail");
        }
    }
    encoded
}

/// The text decoded; `None` for a sign that encodes nothing, and for what is no UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| (byte? as char).to_digit(16);
        let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
        decoded.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        for text in ["a b", "ü/日本", "100 %", ""] {
            assert_eq!(decode(&encode(text, "/")).as_deref(), Some(text));
        }
        assert_eq!(encode("a b/ü", "/"), "a%20b/%C3%BC");
        assert_eq!(decode("%ff"), None);
        assert_eq!(decode("100%"), None);
    }
}
