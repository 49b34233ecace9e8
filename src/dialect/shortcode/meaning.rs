//! What shortcodes mean, by their names.

use super::super::callout::{self, Folding};
use super::super::code::fenced;
use super::super::edits::literal;
use super::super::front_matter::plain_value;
use super::super::names::link_to;
use super::{Shortcode, ShortcodeKind, ShortcodeMeaning, ShortcodePage};
use crate::percent;

impl ShortcodePage<'_, '_> {
    pub(super) fn meaning(&self, position: usize) -> ShortcodeMeaning {
        let own = &self.shortcodes[position];
        match own.name {
            "ref" | "relref" => self.reference(own),
            "figure" | "img" | "image" | "picture" | "imgproc" | "resize_image" => {
                self.picture(own)
            }
            "highlight" | "code" | "codeblock" | "code-block" | "code-toggle" => {
                self.code(position)
            }
            "mermaid" | "plantuml" | "katex" | "math" | "latex" | "diagram" => {
                self.formal(position)
            }
            "details" | "expand" | "collapse" | "spoiler" | "accordion-item" => details(own),
            "tabs" | "tabpane" | "tabgroup" => self.tabs(position),
            "tab" => self.tab(position),
            "youtube" | "vimeo" | "gist" | "tweet" | "x" | "instagram" => embedded(own),
            "param" => self.param(own),
            "include" | "readfile" | "include-md" => self.included(own),
            "button" | "btn" | "linkbutton" => self.button(position),
            "card" => self.card(position),
            "badge" => own.named_or_first(&["text", "label", "content"]).map_or_else(
                || ShortcodeMeaning::AroundWords("*".to_owned(), "*".to_owned()),
                |words| ShortcodeMeaning::Words(format!("*{}*", literal(words))),
            ),
            "kbd" | "mark" | "sub" | "sup" | "small" => element(own),
            "new-in" | "deprecated-in" => self.version(position),
            "glossary_tooltip" => {
                own.named(&["text", "term_id"]).map_or(ShortcodeMeaning::NotUnderstood, |words| {
                    ShortcodeMeaning::Words(literal(words))
                })
            }
            "toc" | "children" | "br" | "nbsp" | "clear" | "anchor" => without_words(own),
            "quote" if own.named(&["author"]).is_some() => quotation(own),
            name if LAYOUTS.contains(&name) => ShortcodeMeaning::Layout,
            name if callout::is_kind(name) || BOXES.contains(&name) => self.callout(position),
            _ => ShortcodeMeaning::NotUnderstood,
        }
    }

    /// `{{< ref "page.md#part" >}}` is an address.
    fn reference(&self, own: &Shortcode<'_>) -> ShortcodeMeaning {
        let path = own.named_or_first(&["path"]);
        path.map_or(ShortcodeMeaning::NotUnderstood, |path| {
            ShortcodeMeaning::Words(self.address_of(path))
        })
    }

    /// The address of a page or a file, from its path in the content folder, beside the page, or by its end.
    pub(super) fn address_of(&self, path: &str) -> String {
        let (path, anchor) = match path.find('#') {
            Some(at) => path.split_at(at),
            None => (path, ""),
        };
        let found = self.names.page_at(path, self.page.path);
        let address = match found {
            Some(found) => link_to(found, self.page.path),
            None => percent::encode(path, "-_.~!*';:@&=+$,/?%"),
        };
        address + anchor
    }

    /// A text that is set apart.
    fn callout(&self, position: usize) -> ShortcodeMeaning {
        let own = &self.shortcodes[position];
        let (kind, title) = kind_and_title(own);
        let folds = own.named(&["collapse", "collapsible", "expanded"]).is_some();
        let folding = if folds { Folding::Folds } else { Folding::None };
        let opening = opening(kind, title, folding);
        match own.named(&["text", "content", "body"]) {
            _ if self.inner(position).is_some() => {
                ShortcodeMeaning::Around(opening, ":::".to_owned())
            }
            Some(words) => ShortcodeMeaning::Lines(format!("{opening}\n{words}\n:::")),
            None => ShortcodeMeaning::NotUnderstood,
        }
    }

    /// `{{< tabs >}}` around at least one tab.
    fn tabs(&self, position: usize) -> ShortcodeMeaning {
        let Some(end) = self.ends[position] else { return ShortcodeMeaning::NotUnderstood };
        let has_tab = (position + 1..end).any(|inner| self.is_tab(inner));
        if has_tab {
            ShortcodeMeaning::Around("::: tabs".to_owned(), ":::".to_owned())
        } else {
            ShortcodeMeaning::Layout
        }
    }

    fn is_tab(&self, position: usize) -> bool {
        self.shortcodes[position].name == "tab" && self.ends[position].is_some()
    }

    fn tab(&self, position: usize) -> ShortcodeMeaning {
        let own = &self.shortcodes[position];
        let outer = self.around(position, &["tabs", "tabpane", "tabgroup"]);
        let title = own.named_or_first(&["title", "name", "header", "label", "text"]);
        let title = title.or_else(|| self.item(position, outer?)).unwrap_or("…");
        let title = title.replace(['{', '}', '*', '`'], "");
        if own.kind == ShortcodeKind::Empty {
            // Docsy writes a label before the tabs so.
            return ShortcodeMeaning::Lines(format!("**{}**", title.trim_end_matches(':')));
        }
        let language = own.named(&["lang", "codelang", "language"]);
        let is_code = language.is_some() || outer.is_some_and(|outer| self.holds_code(outer, own));
        match (outer, self.code_of(position).filter(|_| is_code)) {
            (None, _) => ShortcodeMeaning::Around(format!("**{title}**\n"), String::new()),
            (_, Some(code)) => {
                let code = fenced(&code, language.unwrap_or_default());
                ShortcodeMeaning::Lines(format!("::: tab {title}\n{code}\n:::"))
            }
            _ => ShortcodeMeaning::Around(format!("::: tab {title}"), ":::".to_owned()),
        }
    }

    /// The name of a tab in the list that the shortcode around it has: `{{< tabs items="A,B" >}}`.
    fn item(&self, position: usize, outer: usize) -> Option<&str> {
        let items = self.shortcodes[outer].named(&["items"])?;
        let before = (outer + 1..position).filter(|inner| self.is_tab(*inner)).count();
        items.split(',').nth(before).map(str::trim)
    }

    /// Docsy shows what stands in a tab as code, unless it is said to be text.
    fn holds_code(&self, outer: usize, own: &Shortcode<'_>) -> bool {
        let outer = &self.shortcodes[outer];
        let is_text = outer.says_yes("text") || own.says_yes("text");
        outer.name == "tabpane" && !own.holds_markdown && !is_text
    }

    /// `{{< param key >}}`, if the page itself says what that is.
    fn param(&self, own: &Shortcode<'_>) -> ShortcodeMeaning {
        let front_matter = &self.prose.text[..self.prose.body];
        let value = own.named_or_first(&["name"]).and_then(|key| value(front_matter, key));
        value.map_or(ShortcodeMeaning::NotUnderstood, |value| {
            ShortcodeMeaning::Words(literal(value))
        })
    }

    /// A page that is shown within another one.
    fn included(&self, own: &Shortcode<'_>) -> ShortcodeMeaning {
        let path = own.named_or_first(&["file", "path", "src", "page"]);
        let found = path.and_then(|path| self.names.page_at(path, self.page.path));
        match found.filter(|found| found.to_lowercase().ends_with(".md")) {
            Some(found) => ShortcodeMeaning::File(found.to_owned()),
            None => ShortcodeMeaning::NotUnderstood,
        }
    }

    fn button(&self, position: usize) -> ShortcodeMeaning {
        let own = &self.shortcodes[position];
        let address = own.named_or_first(&["href", "link", "url", "relref", "ref", "target"]);
        let Some(address) = address.map(|address| self.address_of(address)) else {
            return ShortcodeMeaning::NotUnderstood;
        };
        if self.inner(position).is_some() {
            return ShortcodeMeaning::AroundWords("[".to_owned(), format!("]({address})"));
        }
        match own.named(&["text", "label", "title", "name"]) {
            Some(words) => ShortcodeMeaning::Words(format!("[{}]({address})", literal(words))),
            None => ShortcodeMeaning::NotUnderstood,
        }
    }

    /// A link with a title and a few words.
    fn card(&self, position: usize) -> ShortcodeMeaning {
        let own = &self.shortcodes[position];
        let title = own.named_or_first(&["title", "header", "name"]);
        let address = own.named(&["link", "href", "url"]).map(|address| self.address_of(address));
        let Some(title) = title.map(literal) else {
            return if self.inner(position).is_some() {
                ShortcodeMeaning::Layout
            } else {
                ShortcodeMeaning::NotUnderstood
            };
        };
        let head = match address {
            Some(address) => format!("[{title}]({address})"),
            None => format!("**{title}**"),
        };
        let words = own.named(&["subtitle", "description", "text", "tag"]).unwrap_or_default();
        let head = format!("{head}\n\n{words}").trim_end().to_owned();
        if self.inner(position).is_some() {
            ShortcodeMeaning::Around(format!("{head}\n"), String::new())
        } else {
            ShortcodeMeaning::Lines(format!("{head}\n"))
        }
    }

    /// What came with a version, or will go.
    fn version(&self, position: usize) -> ShortcodeMeaning {
        let own = &self.shortcodes[position];
        let Some(version) = own.named_or_first(&["version"]) else {
            return ShortcodeMeaning::NotUnderstood;
        };
        let (words, kind) = match own.name {
            "new-in" => (format!("New in {version}"), "note"),
            _ => (format!("Deprecated in {version}"), "warning"),
        };
        if self.inner(position).is_some_and(|inner| !inner.trim().is_empty()) {
            ShortcodeMeaning::Around(opening(kind, &words, Folding::None), ":::".to_owned())
        } else {
            ShortcodeMeaning::Words(format!("*{}*", literal(&words)))
        }
    }
}

/// Names of texts that are set apart, besides their kinds.
const BOXES: [&str; 9] = [
    "alert",
    "notice",
    "callout",
    "admonition",
    "pageinfo",
    "box",
    "blockquote",
    "caution",
    "aside",
];

/// Names of shortcodes that say how something looks.
const LAYOUTS: [&str; 26] = [
    "cards",
    "cardpane",
    "card-body",
    "columns",
    "column",
    "col",
    "row",
    "grid",
    "steps",
    "section",
    "div",
    "center",
    "wide",
    "cover",
    "lead",
    "feature",
    "features",
    "container",
    "accordion",
    "imgset",
    "gallery",
    "hero",
    "link-down",
    "rawhtml",
    "raw",
    "span",
];

/// The kind that a box has, and its title: `{{< alert color="warning" title="Mind" >}}`, `{{< notice tip "Mind" >}}`.
fn kind_and_title<'t>(own: &Shortcode<'t>) -> (&'t str, &'t str) {
    const KINDS: [&str; 8] =
        ["type", "kind", "color", "style", "theme", "context", "level", "variant"];
    let mut titles = 0;
    let mut kind = own.named(&KINDS).map(|kind| kind.trim_start_matches("alert-"));
    if let Some(first) = own.positional(0).filter(|first| kind.is_none() && callout::is_kind(first))
    {
        kind = Some(first);
        titles = 1;
    }
    let kind = kind.filter(|kind| callout::is_kind(kind));
    let own_kind = Some(own.name).filter(|name| callout::is_kind(name));
    let title = own.named(&["title", "header", "heading", "summary"]);
    let title = title.or_else(|| own.positional(titles)).unwrap_or_default();
    (kind.or(own_kind).unwrap_or("note"), title)
}

/// The line that opens a box.
fn opening(kind: &str, title: &str, folding: Folding) -> String {
    format!("::: {}", callout::opening(kind, title, folding))
}

fn details(own: &Shortcode<'_>) -> ShortcodeMeaning {
    let title = own.named_or_first(&["summary", "title", "header", "label"]).unwrap_or_default();
    ShortcodeMeaning::Around(opening("details", title, Folding::Folds), ":::".to_owned())
}

/// A text, and who said it.
fn quotation(own: &Shortcode<'_>) -> ShortcodeMeaning {
    let author = own.named(&["author"]).unwrap_or_default().replace(['"', '{', '}'], "");
    ShortcodeMeaning::Around(format!("::: quote {{role=\"{author}\"}}"), ":::".to_owned())
}

fn element(own: &Shortcode<'_>) -> ShortcodeMeaning {
    match own.named_or_first(&["text", "keys"]) {
        Some(words) => ShortcodeMeaning::Words(format!("<{0}>{1}</{0}>", own.name, literal(words))),
        None => {
            ShortcodeMeaning::AroundWords(format!("<{}>", own.name), format!("</{}>", own.name))
        }
    }
}

/// What another host shows: a link to it.
fn embedded(own: &Shortcode<'_>) -> ShortcodeMeaning {
    let Some(id) = own.named_or_first(&["id"]) else { return ShortcodeMeaning::NotUnderstood };
    let id = percent::encode(id, "-_.~?=&");
    let user = own.named(&["user"]).map(|user| percent::encode(user, "-_.~"));
    let (words, address) = match (own.name, user, own.positional(1)) {
        ("youtube", ..) => ("YouTube", format!("https://www.youtube.com/watch?v={id}")),
        ("vimeo", ..) => ("Vimeo", format!("https://vimeo.com/{id}")),
        ("gist", _, Some(gist)) => {
            let gist = percent::encode(gist, "-_.~");
            ("Gist", format!("https://gist.github.com/{id}/{gist}"))
        }
        ("instagram", ..) => ("Instagram", format!("https://www.instagram.com/p/{id}/")),
        ("tweet" | "x", Some(user), _) => ("X", format!("https://x.com/{user}/status/{id}")),
        _ => return ShortcodeMeaning::NotUnderstood,
    };
    let words = own.named(&["title", "caption"]).map_or_else(|| words.to_owned(), literal);
    ShortcodeMeaning::Words(format!("[{words}]({address})"))
}

/// What has no words: lists that each page has anyway, and blanks.
fn without_words(own: &Shortcode<'_>) -> ShortcodeMeaning {
    match (own.name, own.named_or_first(&["id", "name"])) {
        ("br", _) => ShortcodeMeaning::Words("<br>".to_owned()),
        ("nbsp", _) => ShortcodeMeaning::Words("&nbsp;".to_owned()),
        ("anchor", Some(id)) => {
            ShortcodeMeaning::Words(format!("<span id=\"{}\"></span>", literal(id)))
        }
        ("children", _) => ShortcodeMeaning::NotUnderstood,
        _ => ShortcodeMeaning::Layout,
    }
}

/// The value of a key on a line of the front matter.
fn value<'t>(front_matter: &'t str, key: &str) -> Option<&'t str> {
    let value = front_matter.lines().find_map(|line| {
        let rest = line.trim_start().strip_prefix(key)?.trim_start();
        rest.strip_prefix([':', '='])
    })?;
    plain_value(value)
}
