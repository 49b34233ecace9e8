//! `MyST`, the Markdown of Sphinx and Jupyter Book (myst-parser.readthedocs.io, jupyterbook.org): directives, roles, and
//! names of places.

mod blocks;
mod directive;
mod labels;
mod meaning;
mod roles;

use super::attributes::{self, Colon};
use super::edits::Edits;
use super::prose::{LineKind, SourceProse};
use super::{DialectPage, FileNames, TranslatedText, translate as translate_text};

use directive::MystDirective;
pub(crate) use labels::{PageLabels, SiteLabels};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    let directives = directive::directives(prose);
    let page = MystPage { page, prose, names, directives: &directives };
    page.blocks(edits);
    page.lines(edits);
    page.code_between_colons(edits);
    page.roles(edits);
    page.links(edits);
    page.substitutions(edits);
    attributes::translate(prose, Colon::Optional, edits);
}

/// Longer than what code usually holds.
const FENCE: &str = "``````````";

struct MystPage<'p, 't> {
    page: DialectPage<'p>,
    prose: &'p SourceProse<'t>,
    names: &'p FileNames,
    directives: &'p [MystDirective<'t>],
}

impl MystPage<'_, '_> {
    /// The translation of a text that is a part of this page.
    fn inner(&self, text: &str) -> Option<TranslatedText> {
        let inner = DialectPage { text, depth: self.page.depth + 1, ..self.page };
        translate_text(inner, self.names)
    }

    /// Lines that say something as a whole: labels, comments, and the edges of cells.
    fn lines(&self, edits: &mut Edits) {
        for line in (0..self.prose.lines.len()).filter(|line| self.prose.is_open(*line)) {
            let words = self.prose.words(line);
            let place = self.prose.words_place(line);
            let is_edge = words == "+++" || words.starts_with("+++ ") || words == "^^^";
            if let Some(label) = labels::target(words) {
                self.target(line, label, edits);
            } else if let Some(label) = labels::equation(words) {
                let start = place.start + words.rfind('(').unwrap_or_default();
                let anchor = format!("\n\n<span id=\"{}\"></span>", labels::id(label));
                edits.replace(start..place.end, anchor);
            } else if is_edge || words.starts_with('%') {
                edits.remove(place);
            }
        }
    }

    /// `:::python` and its end are fences here.
    fn code_between_colons(&self, edits: &mut Edits) {
        for block in self.prose.code_blocks() {
            let (first, last) = (block.start, block.end - 1);
            let words = self.prose.words(first);
            let language = words.trim_start_matches(':');
            if language.len() < words.len() && last > first {
                edits.replace(self.prose.words_place(first), format!("{FENCE}{language}"));
                edits.replace(self.prose.words_place(last), FENCE);
            }
        }
    }

    /// Puts the address for a label behind the heading that it names, or in its own place.
    fn target(&self, line: usize, label: &str, edits: &mut Edits) {
        let anchor = format!("<span id=\"{}\"></span>", labels::id(label));
        let is_between = |line: &usize| {
            self.prose.lines[*line].kind == LineKind::Blank
                || labels::target(self.prose.words(*line)).is_some()
        };
        let next = (line + 1..self.prose.lines.len()).find(|line| !is_between(line));
        let is_heading =
            |next: &usize| self.prose.is_open(*next) && self.prose.words(*next).starts_with('#');
        let place = self.prose.words_place(line);
        let Some(heading) = next.filter(is_heading) else {
            return edits.replace(place, anchor + "\n");
        };
        edits.remove(place);
        let end = self.prose.lines[heading].place.end;
        edits.replace(end..end, format!("\n\n{anchor}\n"));
    }

    /// `{{ key }}` for a text that the front matter or the settings of the book have.
    fn substitutions(&self, edits: &mut Edits) {
        let places = self.prose.find("{{");
        if places.is_empty() {
            return;
        }
        edits.depend_on_others();
        let front_matter = &self.prose.text[..self.prose.body];
        let settings = self.page.files.text("_config.yml").unwrap_or_default();
        for at in places {
            let Some(length) = self.prose.text[at..].find("}}") else { continue };
            let key = self.prose.text[at + 2..at + length].trim();
            let value = value(front_matter, key).or_else(|| value(&settings, key));
            if let Some(value) = value {
                edits.replace(at..at + length + 2, value);
            }
        }
    }
}

/// A text by its key among the substitutions that a text in YAML has.
fn value<'t>(yaml: &'t str, key: &str) -> Option<&'t str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_start = |line: &str| matches!(line.trim(), "substitutions:" | "myst_substitutions:");
    let mut lines = yaml.lines().skip_while(|line| !is_start(line));
    let outer = indent(lines.next()?);
    let mut inner = lines.take_while(|line| line.trim().is_empty() || indent(line) > outer);
    let value = inner.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.trim().trim_matches(['"', '\'']) == key).then(|| value.trim())
    })?;
    let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''));
    let words = match quote {
        Some(quote) => value[1..].strip_suffix(quote)?,
        None => value,
    };
    let is_plain = !words.is_empty() && (quote.is_some() || !words.starts_with(['|', '>', '&']));
    is_plain.then_some(words)
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated_with;
    use crate::config::SourceDialect::Myst;

    fn myst(text: &str) -> String {
        let files = [
            ("notes/own.md", text),
            (
                "other.md",
                "(far)=\n# Far *away*\n\n```{figure} a.png\n:name: fig-a\nA caption\n```\n",
            ),
            ("a.py", "one\ntwo\nthree\n"),
            ("part.md", "Part {sub}`x`.\n"),
            ("_config.yml", "parse:\n  myst_substitutions:\n    whole: W *v*\n"),
        ];
        translated_with(text, Myst, &files)
    }

    #[test]
    fn directives_become_blocks() {
        for (text, expected) in [
            ("```{note}\nW {sub}`2`\n```\n", "::: note\nW <sub>2</sub>\n:::\n"),
            (":::{tip}\n:class: dropdown\nW\n:::\n", "::: details Tip\nW\n:::\n"),
            ("```{warning} On the line\nW\n```\n", "::: warning\nOn the line\nW\n:::\n"),
            (":::{admonition} A `b`\n:class: tip\n\nW\n:::\n", "::: tip A b\n\nW\n:::\n"),
            (
                "````{note}\n```{code-block} py\n:caption: C\nx = {y}\n```\n````\n",
                "::: note\n**C**\n\n```py\nx = {y}\n```\n:::\n",
            ),
            ("- a\n\n  ```{dropdown} T\n  W\n  ```\n", "- a\n\n  ::: details T\n  W\n  :::\n"),
            (
                "```{figure} a.png\n---\nalt: A b\n---\nWords\n```\n",
                "::: figure Words\n![A b](a.png)\n:::\n",
            ),
            (
                "::::{tab-set}\n:::{tab-item} A\nx\n:::\n::::\n",
                "::: tabs\n::: tab A\nx\n:::\n:::\n",
            ),
            (
                "```{tab} A\nx\n```\n\n```{tab} B\ny\n```\n",
                "::: tabs\n::: tab A\nx\n:::\n\n::: tab B\ny\n:::\n:::\n",
            ),
            ("```{code-cell} ipython3\nx\n```\n", "```python\nx\n```\n"),
            ("```{code-cell}\n:tags: [remove-cell]\nx\n```\n", "\n"),
            ("```{literalinclude} ../a.py\n:lines: 2-\n```\n", "```py\ntwo\nthree\n```\n"),
            ("```{include} ../part.md\n```\n", "Part <sub>x</sub>.\n"),
            ("```{toctree}\n../other\n```\n", "- [Far *away*](../other.md)\n"),
            ("```{toctree}\n:hidden:\n../other\n```\n", "\n"),
            (
                "```{list-table} T\n:header-rows: 1\n* - a\n  - b\n* - c\n  - d {sub}`x`\n```\n",
                "::: table T\n\n| a | b |\n|---|---|\n| c | d <sub>x</sub> |\n\n:::\n",
            ),
            (
                "```{glossary}\nTerm\n  What it *means*.\n```\n\n{term}`Term`\n",
                "<span id=\"term-term\"></span>Term\n: What it *means*.\n\n[Term](#term-term)\n",
            ),
            (":::{grid}\n:gutter: 1\nW\n:::\n", "\nW\n\n"),
            ("```{epigraph}\nW\nv\n```\n", "> W\n> v\n"),
            (":::py\nx = {y}\n:::\n", "``````````py\nx = {y}\n``````````\n"),
            ("```{note}\nW\n", "::: note\nW\n\n:::"),
        ] {
            assert_eq!(myst(text), expected, "{text}");
        }
    }

    #[test]
    fn roles_and_labels_become_links_and_words() {
        let far = "[Far *away*](../other.md#far)";
        for (text, expected) in [
            ("{ref}`far` {ref}`W <far>`\n", format!("{far} [W](../other.md#far)\n")),
            ("{numref}`Figure %s <fig-a>`\n", "[Figure](../other.md#fig-a)\n".to_owned()),
            (
                "{doc}`../other` {doc}`W <../other>`\n",
                "[Far *away*](../other.md) [W](../other.md)\n".to_owned(),
            ),
            ("[](far) [W](#far)\n", format!("{far} [W](../other.md#far)\n")),
            ("[](../other.md)\n", "[Far *away*](../other.md)\n".to_owned()),
            ("[](no/x)\n", "[no/x](no/x)\n".to_owned()),
            (
                "(own)=\n## H\n\n{ref}`own`\n",
                "\n## H\n\n<span id=\"own\"></span>\n\n\n[H](#own)\n".to_owned(),
            ),
            ("{py:class}`~a.b.C` {file}`x` {math}`y^2`\n", "`C` `x` `y^2`\n".to_owned()),
            ("{abbr}`HTML (Hyper)`\n", "<abbr title=\"Hyper\">HTML</abbr>\n".to_owned()),
            ("a\n% secret\n+++ {\"x\": 1}\nb\n", "a\n\n\nb\n".to_owned()),
            ("`{ref}` ``{ref}`x` `` {x}\n", "`{ref}` ``{ref}`x` `` {x}\n".to_owned()),
            ("{{ whole }}\n", "W *v*\n".to_owned()),
            ("{fa}`check` ok\n", " ok\n".to_owned()),
            ("```\n{ref}`x`\n% y\n```\n", "```\n{ref}`x`\n% y\n```\n".to_owned()),
            ("![](a.png){width=1} [b](c){.d}\n", "![](a.png) [b](c)\n".to_owned()),
        ] {
            assert_eq!(myst(text), expected, "{text}");
        }
    }

    #[test]
    fn what_means_nothing_is_shown() {
        let made = myst("```{mine} a\n:b: c\nW\n```\n\n{mine}`x` {cite}`y`\n");
        assert!(made.starts_with("::: note mine a\nW\n:::\n\n"), "{made}");
        assert_eq!(made.matches("not-understood").count(), 2, "{made}");
    }
}
