//! Directives on their page: those that need what is around them, and what stands in the place of each.

use std::ops::Range;

use super::super::callout::{self, Folding};
use super::super::code::fenced;
use super::super::edits::Edits;
use super::super::names::link_to;
use super::super::prose::SourceProse;
use super::super::{files, lines};
use super::MystPage;
use super::directive::MystDirective;
use super::meaning::{self, DirectiveMeaning, anchor, caption, without_braces};

use DirectiveMeaning::{Around, AroundWords, Lines, Told, Translated, Unknown};

impl MystPage<'_, '_> {
    pub(super) fn blocks(&self, edits: &mut Edits) {
        for position in 0..self.directives.len() {
            let own = &self.directives[position];
            let anchor = own.label().map(anchor).unwrap_or_default();
            let place = own.place(self.prose);
            match self.meaning(position, edits) {
                Around(before, after) => {
                    lines::replace(self.prose, self.head(own), &(anchor + &before), edits);
                    self.close(own, &after, edits);
                }
                AroundWords(before, after) => {
                    self.open_before_words(own, &(anchor + &before), edits);
                    self.close(own, &after, edits);
                }
                Lines(text) => lines::replace(self.prose, place, &(anchor + &text), edits),
                Translated(text) => self.translated(place, &(anchor + &text), edits),
                Told(text) => edits.told(place, &(anchor + &text), &form(own)),
                Unknown => self.unknown(own, edits),
            }
        }
    }

    /// From the first sign of a directive to the end of its options.
    fn head(&self, own: &MystDirective<'_>) -> Range<usize> {
        let start = self.prose.words_place(own.first).start;
        let last = own.body.start.max(own.first + 1) - 1;
        start..self.prose.lines[last].place.end
    }

    /// Opens a block whose text begins with the words behind the name.
    fn open_before_words(&self, own: &MystDirective<'_>, before: &str, edits: &mut Edits) {
        let head = self.head(own);
        if own.argument.is_empty() {
            return lines::replace(self.prose, head, before, edits);
        }
        lines::replace(self.prose, head.start..own.argument_at, before, edits);
        edits.remove(self.prose.lines[own.first].place.end..head.end);
    }

    /// Puts a line in the place of the one that closes a directive.
    fn close(&self, own: &MystDirective<'_>, after: &str, edits: &mut Edits) {
        match own.close {
            Some(close) => lines::replace(self.prose, self.prose.words_place(close), after, edits),
            None => {
                let end = self.prose.text.len();
                edits.replace(end..end, format!("\n{after}"));
            }
        }
    }

    fn unknown(&self, own: &MystDirective<'_>, edits: &mut Edits) {
        let name = own.name.replace([':', '.', '_', '-'], " ");
        let title = format!("{name} {}", own.argument);
        let opening = callout::opening("note", title.trim(), Folding::None);
        edits.told(self.head(own), &format!("::: {opening}"), &form(own));
        self.close(own, ":::", edits);
    }

    /// Shows lines that are in the same dialect.
    fn translated(&self, place: Range<usize>, text: &str, edits: &mut Edits) {
        match self.inner(text) {
            Some(made) => edits.insert(place, made.text, made.not_understood),
            None => edits.replace(place, text),
        }
    }

    fn meaning(&self, position: usize, edits: &mut Edits) -> DirectiveMeaning {
        let own = &self.directives[position];
        let text = own.text(self.prose);
        if matches!(own.name, "include" | "literalinclude" | "toctree" | "card" | "button-ref") {
            edits.depend_on_others();
        }
        match own.name {
            "tab-set" | "tabs" | "code-tabs" => self.tabs(position),
            "tab-item" | "tab" | "group-tab" | "tabbed" => self.tab(position),
            "math" => self.math(own, text),
            "literalinclude" => self.file_as_code(own),
            "include" => self.include(own),
            "toctree" => self.toctree(own, &text),
            "card" | "grid-item-card" => self.card(own),
            "epigraph" | "pull-quote" | "highlights" | "blockquote" => quotation(own, &text),
            "rubric" | "centered" => Translated(format!("**{}**", own.argument)),
            "button-link" => {
                let words = if text.is_empty() { own.argument } else { &text };
                Lines(format!("[{words}](<{}>)", own.argument))
            }
            "button-ref" => {
                let words = (!text.is_empty()).then_some(text.as_str());
                Lines(self.reference("any", words, own.argument))
            }
            _ => meaning::of(own, &text),
        }
    }

    fn tabs(&self, position: usize) -> DirectiveMeaning {
        let has_tab = self.directives.iter().any(|inner| inner.outer == Some(position));
        if has_tab { Around("::: tabs".to_owned(), ":::".to_owned()) } else { Unknown }
    }

    /// A tab; `sphinx-inline-tabs` has nothing around several.
    fn tab(&self, position: usize) -> DirectiveMeaning {
        let own = &self.directives[position];
        let title = own.argument.replace(['{', '}', '`', '*'], "");
        let title = if title.is_empty() { "…" } else { &title };
        let outer = own.outer.map(|outer| self.directives[outer].name);
        let stands_alone = !matches!(outer, Some("tab-set" | "tabs" | "code-tabs"));
        let is_first =
            stands_alone && !(0..position).any(|other| self.are_neighbors(other, position));
        let is_last = stands_alone
            && !(position + 1..self.directives.len())
                .any(|other| self.are_neighbors(position, other));
        let before = if is_first { "::: tabs\n" } else { "" };
        let after = if is_last { "\n:::" } else { "" };
        Around(format!("{before}::: tab {title}"), format!(":::{after}"))
    }

    /// Whether two directives of a name follow each other, with blank lines between them at most.
    fn are_neighbors(&self, first: usize, second: usize) -> bool {
        let (first, second) = (&self.directives[first], &self.directives[second]);
        let is_same = first.name == second.name && first.outer == second.outer;
        first.close.filter(|close| is_same && *close < second.first).is_some_and(|close| {
            (close + 1..second.first).all(|line| self.prose.words(line).is_empty())
        })
    }

    fn math(&self, own: &MystDirective<'_>, text: String) -> DirectiveMeaning {
        let text = if text.is_empty() { own.argument.to_owned() } else { text };
        if self.page.site.has_math {
            Lines(format!("$$\n{text}\n$$"))
        } else {
            Lines(fenced(&text, "latex"))
        }
    }

    /// The lines of a file as code.
    fn file_as_code(&self, own: &MystDirective<'_>) -> DirectiveMeaning {
        let Some(text) = self.file(own) else { return Unknown };
        let shown = match own.option(&["lines"]) {
            Some(lines) => only(&text, lines),
            None => text.trim_end().to_owned(),
        };
        let ending = own.argument.rsplit_once('.').map_or("", |(_, ending)| ending);
        let language = own.option(&["language", "lang"]).unwrap_or(ending);
        Lines(caption(own) + &fenced(&shown, language))
    }

    /// The text of another file in the place of a directive.
    fn include(&self, own: &MystDirective<'_>) -> DirectiveMeaning {
        let Some(text) = self.file(own) else { return Unknown };
        if own.options.iter().any(|(key, _)| matches!(*key, "literal" | "code")) {
            let language = own.option(&["literal", "code"]).unwrap_or_default();
            return Lines(fenced(text.trim_end(), language));
        }
        let is_text = [".md", ".txt", ".markdown"].iter().any(|end| own.argument.ends_with(end));
        if is_text && self.page.is_shallow() {
            Translated(part(&text, own).to_owned())
        } else {
            Unknown
        }
    }

    fn file(&self, own: &MystDirective<'_>) -> Option<String> {
        self.page.file(&files::path_from(self.page.path, own.argument))
    }

    /// The pages of a part as a list of links, unless only the menu has them.
    fn toctree(&self, own: &MystDirective<'_>, text: &str) -> DirectiveMeaning {
        if own.options.iter().any(|(key, _)| *key == "hidden") {
            return Lines(String::new());
        }
        let entries = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let links: Vec<String> = entries.filter_map(|entry| self.entry(entry)).collect();
        Lines(caption(own) + &links.join("\n"))
    }

    /// A line of a list of pages: a path, or words and a path.
    fn entry(&self, entry: &str) -> Option<String> {
        let titled = entry.strip_suffix('>').and_then(|entry| entry.split_once('<'));
        let (words, path) =
            titled.map_or((None, entry), |(words, path)| (Some(words.trim()), path));
        if path.contains("://") {
            return Some(format!("- [{}](<{path}>)", words.unwrap_or(path)));
        }
        let found = self.names.page_at(path, self.page.path)?;
        let words = words.or_else(|| self.names.labels().title(found)).unwrap_or(path);
        Some(format!("- [{words}]({})", link_to(found, self.page.path)))
    }

    /// A text with a title that may be a link.
    fn card(&self, own: &MystDirective<'_>) -> DirectiveMeaning {
        let title = own.argument;
        let head = match own.option(&["link", "url"]) {
            Some(link) if own.option(&["link-type"]) == Some("ref") => {
                self.reference("ref", (!title.is_empty()).then_some(title), link)
            }
            Some(link) => {
                let found = self.names.page_at(link, self.page.path);
                let address =
                    found.map_or_else(|| link.to_owned(), |it| link_to(it, self.page.path));
                format!("[{}](<{address}>)", if title.is_empty() { link } else { title })
            }
            None if title.is_empty() => return Around(String::new(), String::new()),
            None => format!("**{}**", without_braces(title)),
        };
        Around(format!("{head}\n"), String::new())
    }
}

/// How reports name a directive.
fn form(own: &MystDirective<'_>) -> String {
    format!("{{{}}}", own.name)
}

fn quotation(own: &MystDirective<'_>, text: &str) -> DirectiveMeaning {
    let text = format!("{}\n{text}", own.argument);
    Translated(format!("> {}", text.trim().replace('\n', "\n> ")))
}

/// The lines that a list of numbers names: `1,3-5`.
fn only(text: &str, numbers: &str) -> String {
    let is_meant = |line: usize| {
        numbers.split(',').map(str::trim).any(|part| match part.split_once('-') {
            Some((first, last)) => {
                let first = first.trim().parse().unwrap_or(1);
                (first..=last.trim().parse().unwrap_or(usize::MAX)).contains(&line)
            }
            None => part.parse() == Ok(line),
        })
    };
    let lines = (1..).zip(text.lines()).filter(|(line, _)| is_meant(*line));
    lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

/// The part of a text that an include names, without its front matter.
fn part<'t>(text: &'t str, own: &MystDirective<'_>) -> &'t str {
    let text = &text[SourceProse::of_myst(text).body..];
    let from = own.option(&["start-after"]).and_then(|sign| text.split_once(sign));
    let text = from.map_or(text, |(_, rest)| rest);
    let to = own.option(&["end-before"]).and_then(|sign| text.split_once(sign));
    to.map_or(text, |(before, _)| before).trim()
}
