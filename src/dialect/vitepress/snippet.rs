//! `<<< @/file.js#region{1,3 ts}[title]` shows a file as code (vitepress.dev/guide/markdown, "Import Code Snippets").

use super::super::code::fenced;
use super::super::{DialectPage, files};

/// What such a line names.
pub(super) struct CodeSnippet<'t> {
    path: &'t str,
    region: Option<&'t str>,
    language: &'t str,
    pub(super) title: &'t str,
}

impl<'t> CodeSnippet<'t> {
    pub(super) fn read(line: &'t str) -> Option<CodeSnippet<'t>> {
        let words = line.trim().strip_prefix("<<<")?.trim();
        let (words, title) = match words.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
            Some((words, title)) => (words.trim(), title.trim()),
            None => (words, ""),
        };
        let (words, attributes) = match words.strip_suffix('}').and_then(|it| it.rsplit_once('{')) {
            Some((words, attributes)) => (words.trim(), attributes),
            None => (words, ""),
        };
        let (path, region) = match words.split_once('#') {
            Some((path, region)) => (path, Some(region)),
            None => (words, None),
        };
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let named = attributes.split([' ', ':']).find(|word| word.contains(char::is_alphabetic));
        let language = named.filter(|word| *word != "line-numbers").unwrap_or(ending);
        let name = path.rsplit('/').next().unwrap_or(path);
        let title = if title.is_empty() { name } else { title };
        (!path.is_empty()).then_some(CodeSnippet { path, region, language, title })
    }

    /// The block of code for it; `None` where no such file or part can be read.
    pub(super) fn code(&self, page: DialectPage<'_>) -> Option<String> {
        let text = self.text(page)?;
        let code = match self.region {
            Some(name) => region(&text, name)?,
            None => text.trim_end().to_owned(),
        };
        Some(fenced(&code, self.language))
    }

    /// The text of the file. `@` is the folder of the sources, which the content is or lies in.
    fn text(&self, page: DialectPage<'_>) -> Option<String> {
        const ROOTS: [&str; 4] = ["", "../", "../../", "../../../"];
        match self.path.strip_prefix("@/") {
            Some(path) => ROOTS.iter().find_map(|root| page.file(&format!("{root}{path}"))),
            None => page.file(&files::path_from(page.path, self.path)),
        }
    }
}

/// The lines between `#region name` and `#endregion`, without the blanks that all of them begin with.
fn region(text: &str, name: &str) -> Option<String> {
    let begins = |line: &str| {
        let named = line.split_once("#region").or_else(|| line.split_once("region "));
        named.is_some_and(|(_, rest)| rest.split_whitespace().next() == Some(name))
    };
    let inner = text.lines().skip_while(|line| !begins(line)).skip(1);
    let lines: Vec<&str> = inner.take_while(|line| !line.contains("endregion")).collect();
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let written = lines.iter().copied().filter(|line| !line.trim().is_empty());
    let shared = written.map(|line| indent(&line)).min()?;
    let lines = lines.iter().map(|line| line.get(shared..).unwrap_or_default());
    Some(lines.collect::<Vec<_>>().join("\n"))
}
