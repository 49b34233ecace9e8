//! What languages are called by those who speak them (Unicode CLDR, names of languages).

/// By tag in lower case.
const NAMES: [(&str, &str); 47] = [
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pt-br", "Português (Brasil)"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("tl", "Filipino"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
];

/// The name of a language in itself, by its tag; the tag where nobody knows it.
pub(crate) fn name(tag: &str) -> &str {
    let wanted = tag.to_ascii_lowercase();
    let known = |wanted: &str| {
        let at = NAMES.binary_search_by(|(known, _)| (*known).cmp(wanted)).ok()?;
        Some(NAMES[at].1)
    };
    let primary = wanted.split('-').next().unwrap_or_default();
    let of_script = match primary {
        "zh" if is_traditional_chinese(tag) => known("zh-hant"),
        "zh" if wanted != "zh" => known("zh-hans"),
        _ => None,
    };
    of_script.or_else(|| known(&wanted)).or_else(|| known(primary)).unwrap_or(tag)
}

/// Whether a tag is that of Chinese in its traditional script, which its region may say, too.
pub(crate) fn is_traditional_chinese(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is = |part: &str, known: &str| part.eq_ignore_ascii_case(known);
    parts.next().is_some_and(|primary| is(primary, "zh"))
        && parts.any(|part| ["Hant", "TW", "HK", "MO"].iter().any(|known| is(part, known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_called_as_they_call_themselves() {
        assert!(NAMES.is_sorted(), "they are looked up by halves");
        for (tag, own) in [
            ("de", "Deutsch"),
            ("de-CH", "Deutsch"),
            ("zh-CN", "简体中文"),
            ("zh-hant-TW", "繁體中文"),
            ("pt-BR", "Português (Brasil)"),
            ("qqq", "qqq"),
        ] {
            assert_eq!(name(tag), own);
        }
    }
}
