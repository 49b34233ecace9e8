//! The specification's examples against our dialect.
//!
//! The examples come with `pulldown-cmark`'s sources, as cargo has them: `CommonMark` 0.31.2, and
//! the sections of the GitHub Flavored Markdown specification on tables, strikethrough and task
//! lists. Its section on bare addresses is tested beside `markdown/autolink.rs`. Its section on
//! disallowed raw HTML is not followed, on purpose: authors are trusted, and what the site's policy
//! would block is reported as `blocked-html` rather than silently escaped. Each example is
//! built as a page by the program, with a theme that prints nothing but the page's body.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::support::{Site, repository};

/// Where our dialect differs on purpose, by section and number of the example, and why.
const DIFFERENCES: &[(&str, &[usize], &str)] = &[
    (
        "spec",
        &[606, 608, 611, 612],
        "bare addresses are links, as the extension in GitHub's specification has it",
    ),
    (
        "spec",
        &[177, 179, 183, 308, 309, 625, 626],
        "comments are for authors, and are left out of what is published",
    ),
    (
        "spec",
        &[
            21, 31, 148, 150, 151, 155, 156, 157, 158, 163, 165, 173, 174, 175, 184, 187, 201, 344,
            476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 630, 631, 642, 643,
        ],
        "HTML is balanced: elements end with what they stand in, end tags that end nothing are left out, and \
         tags that HTML does not know or that do not end are text",
    ),
];

pub(crate) struct Example {
    section: String,
    number: usize,
    pub(crate) markdown: String,
    html: String,
}

#[test]
fn the_examples_of_the_specifications_come_out_as_they_say() {
    let examples = examples();
    assert!(examples.len() > 660, "{} examples", examples.len());
    let site = Site::new()
        .file("fieldguide.yaml", SETTINGS)
        .file("themes/bare/templates/page.html", "{{ page.body | safe }}");
    for example in &examples {
        // Front matter of its own, so that an example that begins with `---` is text.
        let page = format!("---\ntitle: Example\n---\n{}", example.markdown);
        site.write(&format!("content/{}-{}.md", example.section, example.number), page);
    }
    site.build().fine();
    let mut unexpected = Vec::new();
    let mut now_equal = Vec::new();
    for example in &examples {
        let path = format!("{}-{}.html", example.section, example.number);
        let ours = normal(&site.published(&path));
        let theirs = normal(&example.html);
        let excused = DIFFERENCES.iter().any(|(section, numbers, _)| {
            *section == example.section && numbers.contains(&example.number)
        });
        match (ours == theirs, excused) {
            (true, true) => now_equal.push(format!("{} {}", example.section, example.number)),
            (false, false) => unexpected.push(format!(
                "{} {}:\n{}\n-- expected\n{theirs}\n-- got\n{ours}\n",
                example.section, example.number, example.markdown
            )),
            _ => {}
        }
    }
    assert!(unexpected.is_empty(), "{} differ:\n{}", unexpected.len(), unexpected.join("\n"));
    assert!(now_equal.is_empty(), "no longer differ: {now_equal:?}");
    assert!(DIFFERENCES.iter().all(|(_, _, reason)| !reason.is_empty()));
}

/// Examples link to pages that do not exist, load pictures from elsewhere, and so on.
const SETTINGS: &str = "theme: { folder: themes/bare }
checks:
  broken-link: off
  broken-anchor: off
  missing-file: off
  undefined-reference: off
  undefined-footnote: off
  blocked-html: off
  remote-resource: off
  missing-alt: off
  heading-order: off
  extra-heading-1: off
  empty-page: off
  duplicate-anchor: off
  unclosed-html: off
  unknown-element: off
  swallowed-text: off
";

/// The examples in the sources of the parser, found by way of cargo.
pub(crate) fn examples() -> Vec<Example> {
    let suite = parser_sources().join("tests/suite");
    let mut examples = Vec::new();
    for section in ["spec", "gfm_table", "gfm_strikethrough", "gfm_tasklist"] {
        let text =
            fs::read_to_string(suite.join(format!("{section}.rs"))).expect("the suite is there");
        let mut strings = raw_strings(&text);
        let mut number = 0;
        while let (Some(markdown), Some(html)) = (strings.next(), strings.next()) {
            number += 1;
            let (markdown, html) = (markdown.to_owned(), html.to_owned());
            examples.push(Example { section: section.to_owned(), number, markdown, html });
        }
    }
    examples
}

fn parser_sources() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let packages = metadata["packages"].as_array().expect("packages are listed");
    let parser = packages.iter().find(|p| p["name"] == "pulldown-cmark").expect("we depend on it");
    let manifest = PathBuf::from(parser["manifest_path"].as_str().expect("a path"));
    manifest.parent().expect("it lies in a folder").to_owned()
}

/// The texts between `r##"` and `"##`.
fn raw_strings(text: &str) -> impl Iterator<Item = &str> {
    text.split("r##\"").skip(1).filter_map(|rest| rest.split("\"##").next())
}

/// HTML without what our pages add to every text: anchors, classes for code, frames of tables;
/// and without differences that no reader can see.
fn normal(html: &str) -> String {
    let mut html = html.trim().to_owned();
    for (ours, plain) in [
        ("<pre class=\"code\" tabindex=\"0\">", "<pre>"),
        (" loading=\"lazy\">", ">"),
        (" scope=\"col\"", ""),
        (" class=\"task\"", ""),
        (" disabled=\"\"", " disabled"),
        (" checked=\"\"", " checked"),
        (" />", ">"),
        ("/>", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("</table></div>", "</table>"),
    ] {
        html = html.replace(ours, plain);
    }
    html = without(&html, " <a class=\"anchor\"", "</a>");
    html = without(&html, "<div class=\"table-scroll\"", ">");
    html = without(&html, " aria-label=\"", "\"");
    for level in 1..=6 {
        html = without_inside(&html, &format!("<h{level} id=\""), &format!("<h{level}>"));
    }
    html = without(&html, "<span class=\"hl-", ">").replace("</span>", "");
    for (ours, theirs) in [
        (
            "<input type=\"checkbox\" disabled checked> ",
            "<input disabled type=\"checkbox\" checked>",
        ),
        ("<input type=\"checkbox\" disabled> ", "<input disabled type=\"checkbox\">"),
    ] {
        html = html.replace(ours, theirs);
    }
    for name in ["left", "center", "right"] {
        html = html.replace(
            &format!(" style=\"text-align: {name}\""),
            &format!(" class=\"align-{name}\""),
        );
        html = html.replace(&format!(" align=\"{name}\""), &format!(" class=\"align-{name}\""));
    }
    outside_pre(&html)
}

/// Removes every piece from `start` to the next `end`, with both.
fn without(html: &str, start: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(start) {
        kept.push_str(&rest[..at]);
        rest = &rest[at + start.len()..];
        rest = rest.find(end).map_or("", |at| &rest[at + end.len()..]);
    }
    kept + rest
}

/// Replaces every tag that begins with `start` by `plain`.
fn without_inside(html: &str, start: &str, plain: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(start) {
        kept.push_str(&rest[..at]);
        kept.push_str(plain);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    kept + rest
}

/// Line breaks between tags are no difference, but in `pre` they are.
fn outside_pre(html: &str) -> String {
    let mut parts: BTreeMap<usize, String> = BTreeMap::new();
    for (position, part) in html.split("<pre").enumerate() {
        let (inside, outside) = match part.split_once("</pre>") {
            Some((inside, outside)) if position > 0 => (format!("<pre{inside}</pre>"), outside),
            _ => (String::new(), part),
        };
        let outside = outside.replace(">\n", ">").replace("\n<", "<");
        parts.insert(position, inside + &outside);
    }
    parts.into_values().collect()
}
