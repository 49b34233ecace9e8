//! Parts of files, and lines of code that are not shown.

/// Which lines of a file are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FileExcerpt<'t> {
    /// From the first line to the last one, counted from 1; `None`: to the end.
    Lines(usize, Option<usize>),
    /// Those between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(&'t str),
}

impl<'t> FileExcerpt<'t> {
    /// From what stands behind the path: `2`, `2:10`, `:10`, `2:`, `name`, or nothing.
    pub(super) fn read(words: Option<&'t str>) -> FileExcerpt<'t> {
        let Some(words) = words else { return FileExcerpt::Lines(1, None) };
        let (first, last) = words.split_once(':').map_or((words, None), |(a, b)| (a, Some(b)));
        match (first.parse::<usize>(), last) {
            (Ok(line), None) => FileExcerpt::Lines(line, Some(line)),
            (Ok(first), Some(last)) => FileExcerpt::Lines(first, last.parse().ok()),
            (Err(_), Some(last)) if first.is_empty() => FileExcerpt::Lines(1, last.parse().ok()),
            (Err(_), _) if first.is_empty() => FileExcerpt::Lines(1, None),
            _ => FileExcerpt::Anchor(first),
        }
    }

    /// The lines that are meant; `None` if there are none. Lines with anchors are never shown.
    pub(super) fn of(self, text: &str) -> Option<String> {
        let lines: Vec<&str> = match self {
            FileExcerpt::Lines(first, last) => {
                let lines = text.lines().take(last.unwrap_or(usize::MAX));
                lines.skip(first.saturating_sub(1)).collect()
            }
            FileExcerpt::Anchor(name) => {
                let begins = |line: &&str| anchor(line, "ANCHOR:") == Some(name);
                let ends = |line: &&str| anchor(line, "ANCHOR_END:") == Some(name);
                let inner = text.lines().skip_while(|line| !begins(line)).skip(1);
                inner.take_while(|line| !ends(line)).collect()
            }
        };
        let is_anchor = |line: &&str| {
            ["ANCHOR:", "ANCHOR_END:"].iter().any(|sign| anchor(line, sign).is_some())
        };
        let shown: Vec<&str> = lines.into_iter().filter(|line| !is_anchor(line)).collect();
        (!shown.is_empty()).then(|| shown.join("\n"))
    }
}

/// The name that a line gives to the lines behind it.
fn anchor<'t>(line: &'t str, sign: &str) -> Option<&'t str> {
    let (_, rest) = line.split_once(sign)?;
    rest.split_whitespace().next()
}

/// What the hidden lines of a block of code begin with, by what stands behind its fence.
pub(super) fn hidden_prefix(info: &str) -> Option<&str> {
    let mut parts = info.split([',', ' ', '\t']);
    let language = parts.next()?;
    let prefix = parts.find_map(|part| part.strip_prefix("hidelines="));
    prefix.or_else(|| (language == "rust").then_some("#"))
}

/// A line of code as it is shown; `None` if it is hidden. In Rust, a second sign takes the meaning of the first one.
pub(super) fn shown(line: &str, prefix: &str) -> Option<String> {
    let words = line.trim_start();
    let Some(rest) = words.strip_prefix(prefix) else { return Some(line.to_owned()) };
    if prefix != "#" {
        return None;
    }
    let margin = &line[..line.len() - words.len()];
    match rest.chars().next() {
        None | Some(' ') => None,
        Some('#') => Some(format!("{margin}{rest}")),
        Some(_) => Some(line.to_owned()),
    }
}
