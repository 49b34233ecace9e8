//! `{{#include file:10:20}}` and its kin.

use std::ops::Range;

use super::super::code::{TEXT_ENDINGS, fenced};
use super::super::edits::Edits;
use super::super::prose::{LineKind, SourceProse, first_line, is_escaped, last_line};
use super::super::{DialectPage, FileNames, files, inclusion, lines};
use super::excerpt::{self, FileExcerpt};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    let page = BookPage { page, prose, names };
    let body = &prose.text[prose.body..];
    for at in body.match_indices("{{").map(|(at, _)| prose.body + at) {
        let Some(directive) = Directive::read(prose, at) else { continue };
        if is_escaped(prose.text, at) {
            // In prose, Markdown takes the backslash away.
            if directive.is_in_block {
                edits.remove(at - 1..at);
            }
        } else if directive.is_in_block || !prose.is_closed(at) {
            page.translate(&directive, edits);
        }
    }
}

/// `{{#name arguments}}`.
struct Directive<'t> {
    place: Range<usize>,
    name: &'t str,
    arguments: &'t str,
    /// The line with the language, if it stands in a block of code.
    info: &'t str,
    is_in_block: bool,
}

impl<'t> Directive<'t> {
    fn read(prose: &SourceProse<'t>, at: usize) -> Option<Directive<'t>> {
        let rest = first_line(&prose.text[at..]);
        let length = rest.find("}}")?;
        let words = rest[2..length].trim().strip_prefix('#')?;
        let (name, arguments) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let line = prose.line_of(at)?;
        let is_in_block = prose.lines[line].kind == LineKind::Code;
        let opening = (0..=line).rev().find(|line| prose.lines[*line].opens_code);
        let info = opening.filter(|_| is_in_block).map_or("", |line| prose.code_info(line));
        let place = at..at + length + 2;
        Some(Directive { place, name, arguments: arguments.trim(), info, is_in_block })
    }

    fn file(&self) -> &'t str {
        let path = self.arguments.split_whitespace().next().unwrap_or_default();
        path.split_once(':').map_or(path, |(file, _)| file)
    }

    /// Which lines of the file are meant.
    fn excerpt(&self) -> FileExcerpt<'t> {
        let path = self.arguments.split_whitespace().next().unwrap_or_default();
        FileExcerpt::read(path.split_once(':').map(|(_, lines)| lines))
    }

    /// Whether the file is code where it stands among prose: mdBook would read it as Markdown.
    fn is_code(&self) -> bool {
        let file = self.file().to_lowercase();
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.name.starts_with("play") || !TEXT_ENDINGS.contains(&ending)
    }

    /// The language of a file, by its ending.
    fn language(&self) -> &'t str {
        match self.file().rsplit_once('.') {
            Some((_, "rs")) => "rust",
            Some((_, ending)) => ending,
            None => "",
        }
    }
}

struct BookPage<'p, 't> {
    page: DialectPage<'p>,
    prose: &'p SourceProse<'t>,
    names: &'p FileNames,
}

impl BookPage<'_, '_> {
    fn translate(&self, directive: &Directive<'_>, edits: &mut Edits) {
        let place = directive.place.clone();
        match directive.name {
            "include" | "rustdoc_include" | "playground" | "playpen" => {
                self.include(directive, edits);
            }
            _ if directive.is_in_block => {}
            // Each page has a list of its headings, and its title is on it.
            "title" | "toc" => edits.remove(place),
            "tabs" => lines::replace(self.prose, place, "::: tabs", edits),
            "tab" => {
                let name = directive.arguments.split(['"', '\'']).nth(1).unwrap_or("…");
                let tab = format!("::: tab {}", name.replace(['{', '}'], ""));
                lines::replace(self.prose, place, &tab, edits);
            }
            "endtab" | "endtabs" => lines::replace(self.prose, place, ":::", edits),
            _ => self.report(directive, edits),
        }
    }

    fn include(&self, directive: &Directive<'_>, edits: &mut Edits) {
        edits.depend_on_others();
        let path = files::path_from(self.page.path, directive.file());
        let text = self.page.file(&path);
        match text.and_then(|text| directive.excerpt().of(&text)) {
            Some(text) if directive.is_in_block => self.show_in_code(directive, &text, edits),
            Some(text) if directive.is_code() => {
                let code =
                    fenced(&without_hidden(&text, directive.language()), directive.language());
                lines::replace(self.prose, directive.place.clone(), &code, edits);
            }
            Some(text) if self.page.is_shallow() => {
                self.show_text(directive, &path, &text, edits);
            }
            _ => self.report(directive, edits),
        }
    }

    fn show_in_code(&self, directive: &Directive<'_>, text: &str, edits: &mut Edits) {
        let text = without_hidden(text, directive.info);
        let before = last_line(&self.prose.text[..directive.place.start]);
        let margin = &before[..before.len() - before.trim_start_matches([' ', '\t', '>']).len()];
        edits.replace(directive.place.clone(), text.replace('\n', &format!("\n{margin}")));
    }

    /// Shows a text as a part of the page, translated itself.
    fn show_text(&self, directive: &Directive<'_>, path: &str, text: &str, edits: &mut Edits) {
        let text = &text[SourceProse::of(text).body..];
        let page = DialectPage { path, ..self.page };
        inclusion::show_part(page, self.names, text, directive.place.clone(), edits);
    }

    fn report(&self, directive: &Directive<'_>, edits: &mut Edits) {
        let form = format!("{{{{#{}}}}}", directive.name);
        let place = directive.place.clone();
        let written = &self.prose.text[place.clone()];
        if directive.is_in_block {
            edits.told(place, written, &form);
        } else {
            edits.not_understood(place, written, &form);
        }
    }
}

/// Code without the lines that are hidden in a block of its language.
fn without_hidden(code: &str, info: &str) -> String {
    let Some(prefix) = excerpt::hidden_prefix(info) else { return code.to_owned() };
    let shown: Vec<String> = code.lines().filter_map(|line| excerpt::shown(line, prefix)).collect();
    shown.join("\n")
}
