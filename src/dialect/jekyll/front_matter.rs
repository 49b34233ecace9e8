//! Words of the front matter that layouts put into HTML as they are: entities and tags in them are HTML, not words.

use super::super::edits::Edits;
use super::super::front_matter::quoted;
use super::super::prose::SourceProse;
use crate::document::text_of_html;

/// The keys whose values readers see.
const KEYS: [&str; 2] = ["title", "description"];

/// Leaves the words of such values, without entities and tags.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    let mut end = 0;
    for line in prose.text[..prose.body].split_inclusive('\n') {
        let start = end;
        end += line.len();
        let Some((key, rest)) = line.split_once(':').filter(|(key, _)| KEYS.contains(key)) else {
            continue;
        };
        let value = rest.trim();
        let place = start + key.len() + 1 + (rest.len() - rest.trim_start().len());
        if let Some(words) = value_of(value).filter(|words| words.contains(['&', '<'])) {
            let shown = text_of_html(&words);
            if shown != words {
                edits.replace(place..place + value.len(), quoted(&shown));
            }
        }
    }
}

/// The words of a value on one line; `None` if it is of another kind.
fn value_of(value: &str) -> Option<String> {
    match value.chars().next()? {
        '"' => {
            let inner = value[1..].strip_suffix('"')?;
            (!inner.contains(['"', '\\'])).then(|| inner.to_owned())
        }
        '\'' => Some(value[1..].strip_suffix('\'')?.replace("''", "'")),
        '|' | '>' | '[' | '{' | '&' | '*' | '!' | '%' | '@' | '`' => None,
        _ => (!value.contains(" #")).then(|| value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::translated;
    use crate::config::SourceDialect::{Hugo, Jekyll};

    #[test]
    fn html_in_a_title_is_its_words() {
        for (line, expected) in [
            ("title: Log in &amp; out", "title: \"Log in & out\""),
            (
                "title: 'Don''t say &quot;c&oacute;digo&quot;'",
                "title: \"Don't say \\\"código\\\"\"",
            ),
            ("title: \"Set up <em>before</em> you go\"", "title: \"Set up before you go\""),
            ("description: The &#x23;one", "description: \"The #one\""),
            ("title: R&D < 3 and AT&T", "title: R&D < 3 and AT&T"),
            ("name: a &amp; b", "name: a &amp; b"),
            ("title: |", "title: |"),
        ] {
            let page = |line: &str| format!("---\n{line}\n---\nText\n");
            assert_eq!(translated(&page(line), Jekyll, &[]), page(expected));
            assert_eq!(translated(&page(line), Hugo, &[]), page(line));
        }
    }
}
