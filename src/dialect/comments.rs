//! Comments of other tools: they are for authors, and no reader may see them.
//!
//! Liquid writes `{% comment %}…{% endcomment %}`, Hugo the same as a shortcode and `{{/* … */}}`, kramdown
//! `{::comment}…{:/comment}`, MDX `{/* … */}`, Jinja `{# … #}`, Obsidian `%%…%%`.

use super::edits::Edits;
use super::prose::{SourceProse, last_line};

/// What opens a comment, and what closes it, without the blanks and hyphens beside a name.
const COMMENTS: [(&str, &str); 10] = [
    ("{%comment%}", "{%endcomment%}"),
    ("{{<comment>}}", "{{</comment>}}"),
    ("{{%comment%}}", "{{%/comment%}}"),
    ("{{</*", "*/>}}"),
    ("{{%/*", "*/%}}"),
    ("{{/*", "*/}}"),
    ("{::comment}", "{:/comment}"),
    ("{::comment}", "{:/}"),
    ("{/*", "*/}"),
    ("{#", "#}"),
];

/// Takes out comments between delimiters.
pub(super) fn remove(prose: &SourceProse<'_>, edits: &mut Edits) {
    let text = prose.text;
    let mut done = prose.body;
    // Forms that nothing closes from here on: each is looked for once.
    let mut is_over = [false; COMMENTS.len()];
    for start in prose.find("{") {
        if start < done {
            continue;
        }
        let forms = COMMENTS.iter().zip(&mut is_over);
        let found = forms.into_iter().find_map(|((open, close), is_over)| {
            let length = begins(&text[start..], open).filter(|_| !*is_over)?;
            // An id of a heading is no comment: `{#id}`.
            let inner = &text[start + length..];
            if *open == "{#" && !inner.starts_with([' ', '\n', '-']) {
                return None;
            }
            let Some((end, close_length)) = closing(inner, close) else {
                *is_over = true;
                return None;
            };
            Some(start + length + end + close_length)
        });
        if let Some(end) = found {
            edits.remove(start..end);
            done = end;
        }
    }
}

/// The length of a delimiter at the beginning of a text; blanks and hyphens in it do not count.
fn begins(text: &str, delimiter: &str) -> Option<usize> {
    let mut rest = text;
    for (at, sign) in delimiter.char_indices() {
        if at > 1 {
            let is_name = sign.is_ascii_alphabetic() || matches!(sign, '%' | '>' | '/');
            let inner = rest.trim_start_matches(|c: char| c == '-' || c.is_whitespace());
            rest = if is_name && inner.starts_with(sign) { inner } else { rest };
        }
        rest = rest.strip_prefix(sign)?;
    }
    Some(text.len() - rest.len())
}

/// Where a delimiter closes, and its length.
fn closing(text: &str, close: &str) -> Option<(usize, usize)> {
    let first = &close[..1];
    let candidates = text.match_indices(first).map(|(at, _)| at);
    candidates.into_iter().find_map(|at| Some((at, begins(&text[at..], close)?)))
}

/// What a tool takes `%%…%%` for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PercentSigns {
    Comments,
    /// Not the tool's, and yet most likely a comment: it goes, and a report says so.
    Doubtful,
}

/// Takes out `%%…%%`, within a block or around several. `%%` behind a number is a share of it.
pub(super) fn remove_percents(prose: &SourceProse<'_>, percents: PercentSigns, edits: &mut Edits) {
    let text = prose.text;
    let is_share = |at: &usize| text[..*at].ends_with(|c: char| c.is_ascii_digit());
    let signs: Vec<usize> = prose.find("%%").into_iter().filter(|at| !is_share(at)).collect();
    let mut rest = &signs[..];
    while let [open, close, after @ ..] = rest {
        let inner = &text[open + 2..*close];
        let begins_line = last_line(&text[..*open]).trim().is_empty();
        if begins_line || !inner.contains("\n\n") {
            match percents {
                PercentSigns::Comments => edits.remove(*open..close + 2),
                PercentSigns::Doubtful => edits.lost(*open..close + 2, "%% … %%"),
            }
            rest = after;
        } else {
            rest = &rest[1..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn comments_of_all_tools_go() {
        for (text, expected) in [
            ("a {% comment %}b{% endcomment %} c", "a  c"),
            ("a {%- comment -%}\n\nb\n\n{%- endcomment -%} c", "a  c"),
            ("a {{/* b */}} c", "a  c"),
            ("a {{< comment >}}b{{< /comment >}} c", "a  c"),
            ("a {{% comment %}}b{{% /comment %}} c", "a  c"),
            ("a {::comment}b{:/comment} c {::comment}d{:/}", "a  c "),
            ("a {/* b */} c", "a  c"),
            ("a {# b #} c", "a  c"),
            ("a %%b%% c", "a  c"),
            ("%%\na\n\nb\n%%\nc", "\nc"),
            ("100%% of a, 5%% of b", "100%% of a, 5%% of b"),
            ("`{/* a */}` and `%%b%%`", "`{/* a */}` and `%%b%%`"),
            ("## A {#id}\n\nb #} c", "## A {#id}\n\nb #} c"),
        ] {
            assert_eq!(translated(text, SourceDialect::Plain, &[]), expected, "{text}");
        }
    }
}
