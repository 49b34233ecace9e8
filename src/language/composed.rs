//! The form of Unicode in which texts that look the same are the same.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// A text with each letter and its marks as one character, where there is one (Unicode Standard Annex 15, form NFC).
/// Files from a Mac or out of an archive often have names in the other form, NFD.
pub(crate) fn composed<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    Cow::Owned(text.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::composed;

    #[test]
    fn both_forms_of_a_name_are_one() {
        assert_eq!(composed("u\u{308}bung"), "übung");
        assert_eq!(composed("übung"), "übung");
        assert_eq!(composed("\u{1112}\u{1161}\u{11ab}"), "한");
    }
}
