//! What stands behind the fence of a block of code: `{ .py title="a.py" hl_lines="1" }`.

/// The language and the title of a block of code.
pub(super) struct FenceInfo<'t> {
    pub(super) language: &'t str,
    pub(super) title: Option<&'t str>,
    /// Where it begins in the line, in bytes.
    pub(super) start: usize,
    /// Whether nothing but blanks stands before the fence.
    pub(super) is_alone: bool,
}

impl<'t> FenceInfo<'t> {
    /// Of the line with the fence; `None` if it holds a language at most.
    pub(super) fn of(line: &'t str) -> Option<FenceInfo<'t>> {
        let sign = line.find(['`', '~'])?;
        let rest = line[sign..].trim_start_matches(&line[sign..=sign]);
        let info = rest.trim();
        let start = line.len() - rest.trim_start().len();
        let is_alone = line[..sign].trim().is_empty();
        let title = value(info, "title=");
        let language = match info.strip_prefix('{') {
            Some(inner) => class(inner),
            None => info.split(' ').next().filter(|first| !first.contains('=')).unwrap_or_default(),
        };
        (language != info).then_some(FenceInfo { language, title, start, is_alone })
    }
}

/// The first class of a list of attributes: the language.
fn class(attributes: &str) -> &str {
    let mut words = attributes.split([' ', '}']).filter_map(|word| word.strip_prefix('.'));
    words.next().unwrap_or_default()
}

/// The value between quotation marks behind a key.
fn value<'t>(info: &'t str, key: &str) -> Option<&'t str> {
    let (_, rest) = info.split_once(key)?;
    let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let (value, _) = rest[1..].split_once(quote)?;
    Some(value).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn a_fence_has_a_language_and_a_title() {
        for (text, expected) in [
            ("```py\nx\n```\n", "```py\nx\n```\n"),
            ("``` { .py .annotate }\nx\n```\n", "``` py\nx\n```\n"),
            ("```py hl_lines=\"1 2\"\nx\n```\n", "```py\nx\n```\n"),
            ("```py title=\"A b\"\nx\n```\n", "**A b**\n\n```py\nx\n```\n"),
            ("Text\n``` title=\"a\"\nx\n```\n", "Text\n\n**a**\n\n``` \nx\n```\n"),
            (
                "!!! note\n    ```py title='a'\n    x\n    ```\n",
                "::: note\n\n**a**\n\n```py\nx\n```\n:::\n",
            ),
        ] {
            assert_eq!(translated(text, SourceDialect::Mkdocs, &[]), expected, "{text}");
        }
    }
}
