//! Everything but what a project declares by name: title, theme, menu, footer, home, checks.

use super::advice::advice;
use super::external::external;
use super::theme::theme;
use super::values::{base_url, choice, inner_path, is_name, located_path};
use crate::config::{
    COMPONENTS, CalloutSchema, CitationStyle, Config, Editor, Footer, HOME_PARTS, Home, NamedLink,
    References, Tone, UrlStyle,
};
use crate::csl::Style;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Levels, Severity};
use crate::markdown::is_variable_name;
use crate::nearest::nearest;
use crate::source::Span;
use crate::yaml::{Fields, Node, Value};

pub(super) fn settings(
    config: &mut Config,
    fields: &mut Fields<'_>,
    diagnostics: &mut Diagnostics,
) {
    // Followed by `read::settings`, which leaves it to us to say what is wrong with it.
    if let Some(node) = fields.get("include") {
        node.texts(diagnostics);
    }
    if let Some(title) = fields.text("title", diagnostics) {
        config.title = title;
    }
    config.description = fields.text("description", diagnostics).or(config.description.take());
    config.author = fields.text("author", diagnostics).or(config.author.take());
    if let Some(node) = fields.get("base_url") {
        config.base_url = base_url(&node, diagnostics);
    }
    for (key, folder) in [("content", &mut config.content), ("output", &mut config.output)] {
        if let Some(node) = fields.get(key)
            && let Some(path) = inner_path(&node, diagnostics)
        {
            *folder = path;
        }
    }
    if let Some(node) = fields.get("urls") {
        let styles = [("files", UrlStyle::Files), ("directories", UrlStyle::Directories)];
        config.urls = choice(&node, &styles, diagnostics).unwrap_or(config.urls);
    }
    if let Some(node) = fields.get("editor") {
        config.editor = editor(&node, diagnostics).unwrap_or_default();
    }
    config.math = fields.bool("math", diagnostics).unwrap_or(config.math);
    if let Some(node) = fields.get("callouts") {
        config.callouts.extend(callouts(&node, diagnostics));
    }
    if let Some(node) = fields.get("variables") {
        config.variables.extend(variables(&node, diagnostics));
    }
    if let Some(node) = fields.get("abbreviations") {
        let abbreviations = abbreviations(&node, diagnostics);
        // Whoever looks for one finds the other.
        let alike = abbreviations.iter().map(|(short, long)| vec![short.clone(), long.clone()]);
        config.synonyms.extend(alike);
        config.abbreviations.extend(abbreviations);
    }
    if let Some(node) = fields.get("references") {
        config.references = references(&node, diagnostics);
    }
    if let Some(node) = fields.get("review")
        && let Some(mut review) = node.fields(diagnostics)
    {
        config.review_page = review.require("page", diagnostics).and_then(|node| {
            let page = inner_path(&node, diagnostics)?;
            Some((page, node.span()))
        });
        review.finish(diagnostics);
    }
    if let Some(node) = fields.get("theme") {
        theme(&mut config.theme, &node, diagnostics);
    }
    if let Some(node) = fields.get("menu") {
        config.menu = Some(links(&node, diagnostics));
    }
    if let Some(node) = fields.get("footer") {
        config.footer = footer(&node, diagnostics);
    }
    if let Some(node) = fields.get("contact") {
        config.contact = link(&node, "label", diagnostics);
    }
    if let Some(node) = fields.get("home") {
        config.home = home(&node, diagnostics);
    }
    if let Some(node) = fields.get("feed")
        && let Some(mut feed) = node.fields(diagnostics)
    {
        if let Some(limit) = feed.get("limit") {
            let limit = limit.integer_in(0..=1000_usize, diagnostics);
            config.feed_limit = limit.unwrap_or(config.feed_limit);
        }
        feed.finish(diagnostics);
    }
    if let Some(node) = fields.get("related") {
        config.related = node.integer_in(0..=20, diagnostics).unwrap_or(config.related);
    }
    if let Some(node) = fields.get("search") {
        search(config, &node, diagnostics);
    }
    if let Some(node) = fields.get("external") {
        external(&mut config.external, &node, diagnostics);
    }
    if let Some(node) = fields.get("tags") {
        config.tags.extend(node.texts(diagnostics));
    }
    if let Some(node) = fields.get("advice") {
        advice(&mut config.advice, &node, diagnostics);
    }
    if let Some(node) = fields.get("checks") {
        checks(&mut config.checks, &node, diagnostics);
    }
}

/// Kinds of callouts, each with what stands over it.
fn callouts(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<CalloutSchema> {
    let mut callouts: Vec<CalloutSchema> = Vec::new();
    for (name, node) in node.entries(diagnostics) {
        let is_free =
            !COMPONENTS.contains(&name) && callouts.iter().all(|known| known.name != name);
        if !is_name(name) || !is_free {
            let message = if is_free {
                "names are made of letters, digits, `-` and `_`".to_owned()
            } else {
                format!("there is a component `{name}` already")
            };
            let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
            diagnostics.push(problem.help("choose another name"));
            continue;
        }
        let Some(mut fields) = node.fields(diagnostics) else { continue };
        let label = fields.require("label", diagnostics).and_then(|node| node.text(diagnostics));
        let tone = fields.get("tone").and_then(|node| choice(&node, &Tone::ALL, diagnostics));
        fields.finish(diagnostics);
        if let Some(label) = label {
            let tone = tone.unwrap_or(Tone::Note);
            callouts.push(CalloutSchema { name: name.to_owned(), label, tone });
        }
    }
    callouts
}

/// Names, and the words that each stands for in texts.
fn variables(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    for (name, node) in node.entries(diagnostics) {
        if !is_variable_name(name) {
            let message = format!("`{name}` cannot be the name of a variable");
            let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
            diagnostics.push(problem.help("write letters, digits, `-` and `_`"));
            continue;
        }
        if let Some(value) = node.text(diagnostics) {
            variables.push((name.to_owned(), value));
        }
    }
    variables
}

/// Short forms, and what each is short for.
fn abbreviations(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut abbreviations = Vec::new();
    for (short, node) in node.entries(diagnostics) {
        if short.is_empty() || !short.chars().all(char::is_alphanumeric) {
            let message = format!("`{short}` is no abbreviation");
            let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
            diagnostics
                .push(problem.help("write letters and digits: `EHR: electronic health record`"));
            continue;
        }
        match node.text(diagnostics) {
            Some(long) if long.trim().is_empty() => {
                diagnostics.push(node.invalid(format!("what `{short}` is short for is missing")));
            }
            Some(long) => abbreviations.push((short.to_owned(), long)),
            None => {}
        }
    }
    abbreviations
}

fn editor(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Editor> {
    let text = node.text(diagnostics)?;
    match Editor::parse_setting(&text) {
        Ok(editor) => Some(editor),
        Err(why) => {
            let names = Editor::names().collect::<Vec<_>>().join("`, `");
            let help = format!(
                "write `{names}`, or an address with `{{file}}`; a command belongs to `--editor` or to \
                 `FIELDGUIDE_EDITOR`"
            );
            diagnostics.push(node.invalid(why).help(help));
            None
        }
    }
}

fn references(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<References> {
    let mut fields = node.fields(diagnostics)?;
    let file =
        fields.require("file", diagnostics).and_then(|node| located_path(&node, diagnostics));
    let page_node = fields.get("page");
    let page_span = page_node.as_ref().map(Node::span);
    let page = page_node.and_then(|node| inner_path(&node, diagnostics));
    let style = fields.get("style").and_then(|node| citation_style(&node, diagnostics));
    fields.finish(diagnostics);
    let (file, file_span) = file?;
    Some(References {
        file,
        file_span,
        page: page.unwrap_or("references.md".to_owned()),
        page_span: page_span.unwrap_or(file_span),
        style,
    })
}

/// A file, or the name of a style.
fn citation_style(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<(CitationStyle, Span)> {
    let text = node.text(diagnostics)?;
    if text.to_ascii_lowercase().ends_with(".csl") {
        return Some((CitationStyle::File(inner_path(node, diagnostics)?), node.span()));
    }
    if Style::names().any(|name| name == text) {
        return Some((CitationStyle::Bundled(text), node.span()));
    }
    let message = format!("no citation style is called `{text}`");
    let problem = Diagnostic::new(Code::UnknownName, message).at(node.span());
    let nearest = nearest(&text, Style::names());
    diagnostics.push(match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.help(
            "write `apa`, `chicago-author-date`, `ieee`, `vancouver` or another name of the manual's \
             page on the reference file, or the path of a `.csl` file",
        ),
    });
    None
}

fn links(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<NamedLink> {
    let items = node.list(diagnostics).unwrap_or_default();
    items.iter().filter_map(|item| link(item, "label", diagnostics)).collect()
}

/// A link and its words; `words` is the key of the words.
fn link(node: &Node<'_>, words: &str, diagnostics: &mut Diagnostics) -> Option<NamedLink> {
    let mut fields = node.fields(diagnostics)?;
    let label = fields.require(words, diagnostics).and_then(|node| {
        let label = node.text(diagnostics)?;
        if label.trim().is_empty() {
            diagnostics.push(node.invalid("the words of the link are missing"));
        }
        Some(label)
    });
    let text = if words == "title" { fields.text("text", diagnostics) } else { None };
    let destination = fields
        .require("link", diagnostics)
        .and_then(|node| Some((node.text(diagnostics)?, node.span())));
    fields.finish(diagnostics);
    let (destination, span) = destination?;
    Some(NamedLink { label: label?, text, destination, span })
}

fn footer(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Footer {
    let Some(mut fields) = node.fields(diagnostics) else {
        return Footer::default();
    };
    let text = fields.get("text").and_then(|node| Some((node.text(diagnostics)?, node.span())));
    let links = fields.get("links").map(|node| links(&node, diagnostics)).unwrap_or_default();
    let license = fields.get("license").and_then(|node| link(&node, "label", diagnostics));
    fields.finish(diagnostics);
    Footer { text, links, license }
}

fn home(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Home {
    let Some(mut fields) = node.fields(diagnostics) else {
        return Home::default();
    };
    let lead = fields.text("lead", diagnostics);
    let entries = fields.get("entries").and_then(|node| node.list(diagnostics)).unwrap_or_default();
    let entries = entries.iter().filter_map(|item| link(item, "title", diagnostics)).collect();
    // Resolved once the collections are known.
    fields.get("collections");
    let show = fields.get("show").and_then(|node| node.list(diagnostics));
    let show = show.map(|parts| {
        let mut shown = Vec::new();
        let known = HOME_PARTS.map(|part| (part, part));
        for node in parts {
            match choice(&node, &known, diagnostics) {
                Some(part) if shown.contains(&part) => {
                    diagnostics.push(node.invalid("the home page shows this part already"));
                }
                part => shown.extend(part),
            }
        }
        shown
    });
    fields.finish(diagnostics);
    Home { lead, entries, collections: None, show }
}

/// Keys pressed together, as `Control+k`, or `off`. Returns them as scripts name them.
fn shortcut(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    const HELD: [&str; 4] = ["Control", "Alt", "Shift", "Meta"];
    let text = node.text(diagnostics)?;
    if text == "off" {
        return Some(String::new());
    }
    let (held, key) = text.rsplit_once('+').map_or(("", text.as_str()), |(held, key)| (held, key));
    let is_key = key.chars().count() == 1 && !key.contains(char::is_whitespace);
    let all_known = held.split('+').all(|held| HELD.contains(&held));
    if is_key && (held.is_empty() || (all_known && held != "Shift")) {
        return Some(text);
    }
    let problem = node.invalid(format!("`{text}` are no keys to press together"));
    let help = "write `Control`, `Alt` or `Meta`, perhaps with `Shift`, and one sign: `Control+k`; or `off`";
    diagnostics.push(problem.help(help));
    None
}

fn search(config: &mut Config, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let Some(mut fields) = node.fields(diagnostics) else { return };
    if let Some(node) = fields.get("synonyms") {
        config.synonyms.extend(synonyms(&node, diagnostics));
    }
    if let Some(keys) = fields.get("shortcut").and_then(|node| shortcut(&node, diagnostics)) {
        config.search_shortcut = keys;
    }
    fields.finish(diagnostics);
}

/// Lists of words or phrases; one alone has nothing to stand for.
fn synonyms(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for item in node.list(diagnostics).unwrap_or_default() {
        let words = item.texts(diagnostics);
        if words.len() < 2 {
            let problem = item.invalid("synonyms are two words or phrases, or more");
            diagnostics.push(problem.help("write them as a list: `[hospital, clinic]`"));
            continue;
        }
        found.push(words);
    }
    found
}

fn checks(levels: &mut Levels, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    for (name, level) in node.entries(diagnostics) {
        let Some(code) = Code::from_name(name).filter(|code| !code.is_fixed()) else {
            let known = Code::all().filter(|code| !code.is_fixed()).map(Code::name);
            let message = format!("no check is called `{name}`");
            let problem = Diagnostic::new(Code::UnknownName, message).at(level.key_span());
            diagnostics.push(problem.did_you_mean(level.nearest(name, known)));
            continue;
        };
        // YAML 1.1 habits: some editors turn `off` into `false`.
        if *level.value == Value::Bool(false) {
            levels.set(code, None);
            continue;
        }
        let choices = [
            ("off", None),
            ("advice", Some(Severity::Advice)),
            ("warning", Some(Severity::Warning)),
            ("error", Some(Severity::Error)),
        ];
        if let Some(chosen) = choice(&level, &choices, diagnostics) {
            levels.set(code, chosen);
        }
    }
}
