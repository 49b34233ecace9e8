//! The MDX of Docusaurus (docusaurus.io/docs/markdown-features) and of Starlight (starlight.astro.build/components).

use std::ops::Range;

use super::callout::{Admonition, Folding};
use super::edits::Edits;
use super::module::{self, Import};
use super::prose::{LineKind, SourceProse};
use super::tag::{JsxTag, TagKind, tags};
use super::{DialectPage, FileNames, container, fence, inclusion};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    let is_mdx = page.path.to_lowercase().ends_with(".mdx");
    let imports = module::statements(prose, edits);
    let tags = tags(prose);
    let indentation = indentation(prose, &tags);
    for blanks in &indentation {
        edits.remove(blanks.clone());
    }
    Mdx { page, prose, names, imports, indentation }.components(&tags, edits);
    module::expressions(prose, is_mdx, edits);
    container::translate(prose, edits);
    fence::languages(prose, edits);
}

/// A page in MDX.
struct Mdx<'t> {
    page: DialectPage<'t>,
    prose: &'t SourceProse<'t>,
    names: &'t FileNames,
    imports: Vec<Import<'t>>,
    /// The blanks that lines lose, in order.
    indentation: Vec<Range<usize>>,
}

/// What stands in the place of a tag.
enum Replacement {
    /// Lines of their own.
    Lines(String),
    Words(String),
    /// The text of another file.
    File(String),
    Nothing,
    NotUnderstood,
}

impl Mdx<'_> {
    fn components(&self, tags: &[JsxTag<'_>], edits: &mut Edits) {
        let mut links: Vec<&str> = Vec::new();
        let mut groups: Vec<&str> = Vec::new();
        for tag in tags {
            match (tag.name, tag.kind) {
                ("Tabs", TagKind::Opening) => {
                    groups.push(tag.written("values").unwrap_or_default());
                }
                ("Tabs", TagKind::Closing) => drop(groups.pop()),
                _ => {}
            }
            let values = groups.last().copied().unwrap_or_default();
            match self.replacement(tag, values, &mut links) {
                Replacement::Lines(lines) => self.lines(tag, &lines, edits),
                Replacement::Words(words) => edits.replace(tag.place.clone(), words),
                Replacement::File(file) => {
                    let (page, place) = (self.page, tag.place.clone());
                    inclusion::show(page, self.prose, self.names, &file, place, edits);
                }
                Replacement::Nothing => edits.remove(tag.place.clone()),
                Replacement::NotUnderstood => {
                    let written = &self.prose.text[tag.place.clone()];
                    let form = format!("<{}>", tag.name);
                    edits.not_understood(tag.place.clone(), written, &form);
                }
            }
        }
    }

    /// What stands in the place of a tag; `values` is what the tabs around it say of their labels.
    fn replacement<'t>(
        &self,
        tag: &JsxTag<'t>,
        values: &str,
        links: &mut Vec<&'t str>,
    ) -> Replacement {
        let is_closing = tag.kind == TagKind::Closing;
        match tag.name {
            "Tabs" | "TabItem" | "Aside" | "Admonition" | "Details" => container_line(tag, values),
            "CardGrid" | "Steps" | "FileTree" | "Fragment" | "TOCInline" | "" => {
                Replacement::Nothing
            }
            "Card" if is_closing => Replacement::Nothing,
            "Card" => heading(tag),
            "LinkButton" | "Link" if is_closing => link_end(links.pop()),
            "LinkButton" | "Link" if tag.kind == TagKind::Opening => link_start(tag, links),
            "LinkCard" => link_card(tag),
            "Badge" => tag.words("text").map_or(Replacement::NotUnderstood, |words| {
                Replacement::Words(format!("*{}*", words.trim()))
            }),
            "Icon" => Replacement::Words(tag.words("label").unwrap_or_default().to_owned()),
            "Code" => code(tag),
            _ if is_closing => Replacement::Nothing,
            _ => self.partial(tag).map_or(Replacement::NotUnderstood, Replacement::File),
        }
    }

    /// The file with a text, by the name under which it was imported.
    fn partial(&self, tag: &JsxTag<'_>) -> Option<String> {
        let import = self.imports.iter().find(|import| import.name == tag.name)?;
        let is_text = [".md", ".mdx"].iter().any(|ending| import.path.ends_with(ending));
        let path = import.path.trim_start_matches("@site/").trim_start_matches("./");
        let path = path.trim_start_matches("../");
        let file = self.names.find(path, self.page.path).filter(|_| is_text)?;
        Some(file.to_owned())
    }

    /// Sets lines apart from the words before and behind the tag.
    fn lines(&self, tag: &JsxTag<'_>, lines: &str, edits: &mut Edits) {
        let text = self.prose.text;
        let start = text[..tag.place.start].rfind('\n').map_or(0, |end| end + 1);
        let lost = self.indentation.binary_search_by_key(&start, |blanks| blanks.start);
        let start = lost.map_or(start, |at| self.indentation[at].end);
        let before = text.get(start..tag.place.start).unwrap_or_default();
        let indent = &before[..before.len() - before.trim_start_matches([' ', '\t', '>']).len()];
        let after = text[tag.place.end..].lines().next().unwrap_or_default();
        let lines = lines.replace('\n', &format!("\n{indent}"));
        let is_first = before.trim_start_matches([' ', '\t', '>']).is_empty();
        let apart = if is_first { String::new() } else { format!("\n{indent}") };
        let behind = if after.trim().is_empty() { String::new() } else { format!("\n{indent}") };
        edits.replace(tag.place.clone(), format!("{apart}{lines}{behind}"));
    }
}

/// The line that opens or closes a component of ours.
fn container_line(tag: &JsxTag<'_>, values: &str) -> Replacement {
    if tag.kind == TagKind::Closing {
        return Replacement::Lines(":::".to_owned());
    }
    if tag.kind == TagKind::Empty {
        return Replacement::NotUnderstood;
    }
    let title = tag.words("title").unwrap_or_default();
    let component = match tag.name {
        "Tabs" => "tabs".to_owned(),
        "TabItem" => {
            let value = tag.words("value");
            let among = || value.and_then(|value| label_among(values, value));
            let label = tag.words("label").or_else(among).or(value).unwrap_or("…");
            format!("tab {}", label.replace(['{', '}'], " ").trim())
        }
        "Details" => callout("details", tag.words("summary").unwrap_or_default(), Folding::Folds),
        _ => callout(tag.words("type").unwrap_or("note"), title, Folding::None),
    };
    Replacement::Lines(format!("::: {component}"))
}

/// The label of a tab in a list of them: `[{label: 'A tab', value: 'a'}]`.
fn label_among<'t>(values: &'t str, value: &str) -> Option<&'t str> {
    let mut objects = values.split('{').filter_map(|object| object.split('}').next());
    let object = objects.find(|object| word_of(object, "value") == Some(value))?;
    word_of(object, "label")
}

/// The words of a key in an object.
fn word_of<'t>(object: &'t str, key: &str) -> Option<&'t str> {
    let (_, rest) = object.split_once(key)?;
    let rest = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim_start();
    let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\'' | '`'))?;
    rest[1..].split(quote).next()
}

/// What opens a callout, its title among it.
fn callout(kind: &str, title: &str, folding: Folding) -> String {
    let callout = Admonition::new(kind, title, folding);
    let inside = callout.title_inside(title, "");
    callout.opening + &inside
}

/// The title of a card.
fn heading(tag: &JsxTag<'_>) -> Replacement {
    match (tag.words("title"), tag.words("href")) {
        (Some(title), Some(address)) => {
            Replacement::Lines(format!("\n**[{title}](<{address}>)**\n"))
        }
        (Some(title), None) => Replacement::Lines(format!("\n**{title}**\n")),
        (None, _) if tag.has("title") => Replacement::NotUnderstood,
        (None, _) => Replacement::Nothing,
    }
}

fn link_start<'t>(tag: &JsxTag<'t>, links: &mut Vec<&'t str>) -> Replacement {
    let address = tag.words("href").or_else(|| tag.words("to"));
    links.push(address.unwrap_or_default());
    match address {
        Some(_) => Replacement::Words("[".to_owned()),
        None => Replacement::NotUnderstood,
    }
}

fn link_end(address: Option<&str>) -> Replacement {
    match address.filter(|address| !address.is_empty()) {
        Some(address) => Replacement::Words(format!("](<{address}>)")),
        None => Replacement::Nothing,
    }
}

fn link_card(tag: &JsxTag<'_>) -> Replacement {
    let (Some(title), Some(address)) = (tag.words("title"), tag.words("href")) else {
        return Replacement::NotUnderstood;
    };
    let description = tag.words("description").unwrap_or_default().trim();
    Replacement::Lines(format!("\n[{title}](<{address}>)\n\n{description}\n"))
}

/// A block of code whose words are an attribute.
fn code(tag: &JsxTag<'_>) -> Replacement {
    let Some(code) = tag.words("code") else { return Replacement::NotUnderstood };
    let language = tag.words("lang").unwrap_or_default();
    Replacement::Lines(format!("\n~~~~{language}\n{}\n~~~~\n", code.trim_matches('\n')))
}

/// A tag that has a line of its own, and how far the lines within it move to the left.
struct OpenTag {
    /// The blanks before it.
    indent: usize,
    /// Known from the first line within it.
    shift: Option<usize>,
    /// That of the tag around it.
    outer: usize,
}

/// The blanks before lines within tags that are there because of the tags: to MDX they make no code.
fn indentation(prose: &SourceProse<'_>, tags: &[JsxTag<'_>]) -> Vec<Range<usize>> {
    let mut blanks = Vec::new();
    let mut open: Vec<OpenTag> = Vec::new();
    for line in prose.lines.iter().filter(|line| line.kind != LineKind::Blank) {
        let start = line.place.start;
        let words = &prose.text[line.place.clone()];
        let indent = words.len() - words.trim_start_matches([' ', '\t']).len();
        let next = tags.partition_point(|tag| tag.place.start < start);
        if tags[..next].last().is_some_and(|tag| tag.place.end > start) {
            continue;
        }
        let own = tags.get(next).filter(|tag| tag.place.start == start + indent);
        let shift = match own {
            Some(tag) if tag.kind == TagKind::Closing => open.pop().map_or(0, |tag| tag.outer),
            _ => open.last_mut().map_or(0, |tag| tag.shift(indent)),
        };
        blanks.push(start..start + shift.min(indent));
        if own.is_some_and(|tag| tag.kind == TagKind::Opening && is_last(tag, prose)) {
            open.push(OpenTag { indent, shift: None, outer: shift });
        }
    }
    blanks.retain(|blanks| !blanks.is_empty());
    blanks
}

/// Whether nothing stands behind a tag in its line.
fn is_last(tag: &JsxTag<'_>, prose: &SourceProse<'_>) -> bool {
    prose.text[tag.place.end..].lines().next().is_none_or(|rest| rest.trim().is_empty())
}

impl OpenTag {
    /// How far a line with so many blanks before it moves.
    fn shift(&mut self, indent: usize) -> usize {
        let inner = self.outer + indent.saturating_sub(self.indent);
        *self.shift.get_or_insert(inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn components_become_ours() {
        for (text, expected) in [
            (
                "<Tabs>\n  <TabItem label=\"A\">\n\n    Text\n\n  </TabItem>\n</Tabs>\n",
                "::: tabs\n::: tab A\n\nText\n\n:::\n:::\n",
            ),
            ("<TabItem value=\"a\">x</TabItem>\n", "::: tab a\nx\n:::\n"),
            (
                "<Tabs values={[{label: 'A b', value: 'a'}]}>\n<TabItem value=\"a\">\nx\n</TabItem>\n</Tabs>\n",
                "::: tabs\n::: tab A b\nx\n:::\n:::\n",
            ),
            ("<Aside type=\"tip\" title=\"T\">x</Aside>", "::: tip T\nx\n:::"),
            ("1. a\n\n   <Aside>\n   b\n   </Aside>\n", "1. a\n\n   ::: note\n   b\n   :::\n"),
            ("<Card title=\"T\" icon=\"x\">\n\tw\n</Card>\n", "\n**T**\n\nw\n\n"),
            (
                "<X>\n    <Aside>a</Aside>\n</X>\n",
                "<code class=\"not-understood\">&#60;X&#62;</code>\n::: note\na\n:::\n\n",
            ),
            ("<LinkButton href=\"/x\">Go <Icon name=\"y\"/></LinkButton>", "[Go ](</x>)"),
            ("## A <Badge text=\"New\" />\n", "## A *New*\n"),
            ("<Code code=\"a b\" lang=\"sh\" />\n", "\n~~~~sh\na b\n~~~~\n\n"),
            ("a <b>b</b> < c\n", "a <b>b</b> < c\n"),
        ] {
            assert_eq!(translated(text, SourceDialect::Docusaurus, &[]), expected, "{text}");
        }
    }

    #[test]
    fn words_in_unknown_components_stay() {
        let made = translated("<Chart a={1}>words</Chart>\n", SourceDialect::Docusaurus, &[]);
        assert!(made.contains("not-understood") && made.ends_with("</code>words\n"), "{made}");
    }
}
