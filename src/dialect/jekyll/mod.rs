//! The Markdown of Jekyll and of its relatives Eleventy and Middleman: kramdown with tags of Liquid.

mod front_matter;
mod kramdown;
mod liquid;
mod variables;

use super::attributes::{self, Colon};
use super::edits::Edits;
use super::prose::{LineKind, SourceProse, begins_item, is_indented};
use super::{DialectPage, FileNames, abbreviation, markdown_in_html, signs};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    front_matter::translate(prose, edits);
    indentation(prose, edits);
    liquid::translate(page, prose, names, edits);
    variables::translate(page, prose, edits);
    kramdown::translate(prose, edits);
    markdown_in_html::translate(prose, edits);
    attributes::translate(prose, Colon::Required, edits);
    signs::translate(prose, edits);
    abbreviation::translate(prose, edits);
}

/// Takes the blanks from lines within an element of HTML, which would make code of them here; not from items of lists and
/// what follows them, where blanks say what belongs together.
fn indentation(prose: &SourceProse<'_>, edits: &mut Edits) {
    let mut is_in_list = false;
    let lines = prose.lines.iter().filter(|line| line.is_in_html && line.kind == LineKind::Words);
    for line in lines.filter(|line| !prose.is_closed(line.place.start)) {
        let words = &prose.text[line.place.clone()];
        let blanks = words.len() - words.trim_start().len();
        let is_tag = words[blanks..].starts_with('<');
        is_in_list = !is_tag && (begins_item(words) || (is_in_list && blanks > 0));
        if is_indented(words) && !is_in_list {
            edits.remove(line.place.start..line.place.start + blanks);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect::{Hugo, Jekyll};

    #[test]
    fn html_goes_on_to_the_end_of_its_element() {
        let text = "<div>\n\n    <p>a</p>\n\n    {% b %}\n  </div>\n\n    code\n";
        let made = translated(text, Jekyll, &[]);
        assert!(made.starts_with("<div>\n\n<p>a</p>\n\n<code class=\"not-understood\">"), "{made}");
        assert!(made.ends_with("</code>\n  </div>\n\n    code\n"), "{made}");
        let list = "<div>\n- a\n    - b\n\n      c\n<pre>\n    d\n</pre>\n</div>\n";
        assert_eq!(translated(list, Jekyll, &[]), list);
        assert_eq!(translated("<div>\n\n    a\n</div>\n", Hugo, &[]), "<div>\n\n    a\n</div>\n");
    }
}
