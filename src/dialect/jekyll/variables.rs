//! Variables of Liquid whose value is known: what the front matter says, words, and paths of the site.

use super::super::DialectPage;
use super::super::edits::{Edits, literal};
use super::super::foreign;
use super::super::front_matter::plain_value;
use super::super::prose::SourceProse;

/// The root of a site by the names that sites give it.
const ROOTS: [&str; 7] = [
    "site.baseurl",
    "site.base_url",
    "base.baseurl",
    "site.url",
    "baseurl",
    "site.github.url",
    "base_url",
];

/// Filters that turn a path into an address of the site.
const ADDRESS_FILTERS: [&str; 8] = [
    "relative_url",
    "absolute_url",
    "url",
    "baseurl",
    "prepend",
    "escape",
    "xml_escape",
    "uri_escape",
];

/// Puts values in the place of variables.
pub(super) fn translate(page: DialectPage<'_>, prose: &SourceProse<'_>, edits: &mut Edits) {
    let front_matter = &page.text[..prose.body];
    for at in prose.find("{{") {
        let Some(length) = prose.text[at..].find("}}") else { continue };
        let place = at..at + length + 2;
        let inner = prose.text[at + 2..at + length].trim_matches(['-', ' ', '\n', '\t']);
        let after = &prose.text[place.end..];
        let is_address = foreign::is_address(prose, at);
        if is_root(inner) && (is_address || after.starts_with('/')) {
            edits.remove(place);
        } else if let Some(words) = words_of(inner) {
            edits.replace(place, if is_address { words.to_owned() } else { literal(words) });
        } else if let Some(value) = value(front_matter, inner).filter(|_| !is_address) {
            edits.replace(place, literal(value));
        }
    }
}

fn is_root(inner: &str) -> bool {
    let (name, _) = inner.split_once('|').unwrap_or((inner, ""));
    ROOTS.contains(&name.trim())
}

/// Words between quotation marks, maybe with filters that make an address of a path.
fn words_of(inner: &str) -> Option<&str> {
    let quote = inner.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let (words, filters) = inner[1..].split_once(quote)?;
    let mut filters = filters.split('|').map(str::trim);
    let is_nothing_between = filters.next().is_some_and(str::is_empty);
    let are_known = filters.all(|filter| {
        ADDRESS_FILTERS.contains(&filter.split([':', ' ']).next().unwrap_or_default())
    });
    (is_nothing_between && are_known).then_some(words)
}

/// What the front matter says: `{{ page.title }}`.
fn value<'t>(front_matter: &'t str, inner: &str) -> Option<&'t str> {
    let key = inner.strip_prefix("page.").unwrap_or(inner);
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut lines = front_matter.lines().filter(|_| is_key);
    let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    plain_value(value)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn known_values_take_the_place_of_variables() {
        let front = "---\ntitle: \"A: b\"\nlist: [x]\n---\n";
        for (text, expected) in [
            ("{{ page.title }}\n", "A&#58; b\n"),
            ("{{ title }}\n", "A&#58; b\n"),
            ("[a]({{ site.baseurl }}/b/)\n", "[a](/b/)\n"),
            ("[a]({{ '/b/' | relative_url }})\n", "[a](/b/)\n"),
            ("[a]({{ site.baseurl }}{% link b.md %})\n", "[a](/b.md)\n"),
            ("<a href=\"{{ site.url }}/b\">c</a>\n", "<a href=\"/b\">c</a>\n"),
            ("<a href=\"{{ other }}/b\">c</a>\n", "<a href=\"/b\">c</a>\n"),
            ("[a]({{ other }}/b)\n", "[a](/b)\n"),
            ("{{ \"words\" }}\n", "words\n"),
            ("`{{ page.title }}`\n", "`{{ page.title }}`\n"),
        ] {
            let made = translated(&format!("{front}{text}"), SourceDialect::Jekyll, &[]);
            assert_eq!(made, format!("{front}{expected}"), "{text}");
        }
        let shown = translated("{{ site.x }}", SourceDialect::Jekyll, &[]);
        assert!(shown.starts_with("<code class=\"not-understood\">"), "{shown}");
    }
}
