//! The keys that every page may have in its front matter.

mod date;
mod silence;

use jiff::civil::Date;

use super::KeyInfo;
use super::declare::{
    AnyText, By, Called, InBlock, Integer, KeyTable, List, OneOf, Placed, Shape, TextFormat, To,
    Truth, key,
};
use crate::diagnostic::{Code, Diagnostics};
use crate::source::Span;
use crate::yaml::{KeyPath, MappingReader, Value, YamlNode};
use silence::SILENCE;

pub(crate) use date::date;

/// The values of a page's keys.
#[derive(Default)]
pub(crate) struct PageKeys {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) contents: Option<bool>,
    pub(crate) edit: Option<bool>,
    pub(crate) slug: Option<(String, KeyPath)>,
    pub(crate) aliases: Vec<(String, KeyPath)>,
    pub(crate) date: Option<Date>,
    pub(crate) updated: Option<Date>,
    pub(crate) draft: bool,
    pub(crate) reviewed: Option<Date>,
    pub(crate) review_by: Option<Date>,
    pub(crate) owner: Option<String>,
    pub(crate) publish_on: Option<Date>,
    pub(crate) expires_on: Option<Date>,
    pub(crate) translation_of: Option<(String, KeyPath)>,
    pub(crate) translation: Option<(TranslationKeys, KeyPath)>,
    pub(crate) weight: i32,
    /// Problems that are not reported on the page, and where it says so.
    pub(crate) silenced: Vec<(Code, Span)>,
    pub(crate) template: Option<(String, KeyPath)>,
    /// A block.
    pub(crate) extra: Option<Value>,
}

/// The keys of a translation.
#[derive(Default)]
pub(crate) struct TranslationKeys {
    pub(crate) by: Option<Translator>,
    /// By anchor, the hash of each section that the original had.
    pub(crate) sections: Vec<(String, String)>,
}

/// Who translated a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Translator {
    Person,
    /// Nobody has read it yet.
    Machine,
}

impl Translator {
    /// Each with its name in front matter.
    pub(crate) const ALL: [(&'static str, Translator); 2] =
        [("machine", Translator::Machine), ("person", Translator::Person)];
}

/// Keys that a collection may declare as fields of its own.
const DECLARABLE: [&str; 3] = ["reviewed", "review_by", "owner"];

impl PageKeys {
    /// Reads the keys of a page, but for those that its collection declares.
    pub(crate) fn read(
        block: &mut MappingReader<'_>,
        is_declared: impl Fn(&str) -> bool,
        diagnostics: &mut Diagnostics,
    ) -> PageKeys {
        let mut keys = PageKeys::default();
        let is_own = |name: &str| !(DECLARABLE.contains(&name) && is_declared(name));
        PAGE.read_keys(&mut keys, block, is_own, diagnostics);
        keys
    }

    /// Whether no field of a collection can have that name.
    pub(crate) fn is_reserved(name: &str) -> bool {
        PAGE.has_key(name) && !DECLARABLE.contains(&name)
    }
}

/// The keys of pages, for editors and people.
pub(crate) fn page_keys() -> Vec<KeyInfo> {
    PAGE.describe()
}

/// All keys, in the order of the manual.
static PAGE: KeyTable<PageKeys> = KeyTable {
    keys: &[
        key("title", &To(AnyText, |it: &mut PageKeys, title| it.title = Some(title))).or(
            "the heading of level 1 that leads the text, else the file's name as words",
            "The title of the page.",
        ),
        key("description", &To(AnyText, |it: &mut PageKeys, text| it.description = Some(text))).or(
            "the first paragraph, cut at 200 characters, in lists",
            "One sentence for lists, search engines and the top of the page.",
        ),
        key(
            "tags",
            &To(List { of: AnyText, called: "words" }, |it: &mut PageKeys, tags| it.tags = tags),
        )
        .or("none", "Words that each get a page that lists all pages with it."),
        key("contents", &To(Truth, |it: &mut PageKeys, shown| it.contents = Some(shown)))
            .or("`true`", "Whether the page shows its headings as a table of contents."),
        key("edit", &To(Truth, |it: &mut PageKeys, shown| it.edit = Some(shown)))
            .or("`true`", "Whether the page has the links of the settings `edit` and `report`."),
        key("slug", &To(Placed(SLUG), |it: &mut PageKeys, slug| it.slug = Some(slug)))
            .or("the file's name", "The last part of the page's address."),
        key(
            "aliases",
            &To(
                List { of: Placed(ALIAS), called: "addresses from the root of the site" },
                |it: &mut PageKeys, aliases| it.aliases = aliases,
            ),
        )
        .or("none", "Old addresses, which lead to the page."),
        key("date", &To(DAY, |it: &mut PageKeys, day| it.date = Some(day)))
            .or("none", "When the page was first published."),
        key("updated", &To(DAY, |it: &mut PageKeys, day| it.updated = Some(day)))
            .or("none", "When the page last changed in a way that readers should know."),
        key("draft", &To(Truth, |it: &mut PageKeys, draft| it.draft = draft))
            .or_default(|it| format!("`{}`", it.draft), "Whether the page is not published yet."),
        key("reviewed", &To(DAY, |it: &mut PageKeys, day| it.reviewed = Some(day)))
            .or("none", "When somebody last checked the page."),
        key("review_by", &To(DAY, |it: &mut PageKeys, day| it.review_by = Some(day)))
            .or("none", "The day by which somebody should check the page again."),
        key("owner", &To(AnyText, |it: &mut PageKeys, owner| it.owner = Some(owner)))
            .or("none", "The person or the team that sees to the page."),
        key("publish_on", &To(DAY, |it: &mut PageKeys, day| it.publish_on = Some(day)))
            .or("none", "The first day on which the page is published."),
        key("expires_on", &To(DAY, |it: &mut PageKeys, day| it.expires_on = Some(day)))
            .or("none", "The day from which the page is published no more."),
        key(
            "translation_of",
            &To(Placed(CONTENT_PATH), |it: &mut PageKeys, of| it.translation_of = Some(of)),
        )
        .or("the page that the file's name says", "The page that this one translates."),
        key(
            "translation",
            &To(Placed(InBlock(&TRANSLATION)), |it: &mut PageKeys, about| {
                it.translation = Some(about);
            }),
        )
        .or(
            "none",
            "Who translated the page, and from which state; `fieldguide translated` writes it.",
        ),
        key(
            "weight",
            &To(Integer { least: -1_000_000, most: 1_000_000 }, |it: &mut PageKeys, weight| {
                it.weight = weight;
            }),
        )
        .or_default(
            |it| it.weight.to_string(),
            "The place of the page among others; smaller numbers come first.",
        ),
        key("silence", &To(SILENCE, |it: &mut PageKeys, codes| it.silenced = codes)).or(
            "none",
            "Warnings and advice that are not reported on the page, each with the reason.",
        ),
        key(
            "template",
            &To(Placed(Called("the name of a template")), |it: &mut PageKeys, name| {
                it.template = Some(name);
            }),
        )
        .or("the usual one", "The template that shows the page."),
        key("extra", &To(EXTRA, |it: &mut PageKeys, extra| it.extra = Some(extra)))
            .or("none", "Whatever templates of the project need."),
    ],
    variants: None,
};

const SLUG: Called = Called("letters, digits, hyphens and underscores");
const ALIAS: Called = Called("an address from the root of the site");
const CONTENT_PATH: Called = Called("a content path");

const DAY: By<Date> = By {
    read: date,
    shape: || Shape::Text { called: "a day", format: TextFormat::Day },
    help_without_value: None,
};

static TRANSLATION: KeyTable<TranslationKeys> = KeyTable {
    keys: &[
        key("by", &To(OneOf(&Translator::ALL), |it: &mut TranslationKeys, by| it.by = Some(by)))
            .or("none", "Who translated it; pages tell their readers of machines."),
        key("sections", &To(SECTIONS, |it: &mut TranslationKeys, sections| it.sections = sections))
            .or("none", "The sections of the original as they were then."),
    ],
    variants: None,
};

const SECTIONS: By<Vec<(String, String)>> = By {
    read: |node, diagnostics| Some(sections(node, diagnostics)),
    shape: || {
        let hash = Shape::Text { called: "a short sign for its text", format: TextFormat::Any };
        Shape::map("ANCHOR", hash)
    },
    help_without_value: None,
};

fn sections(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let entries = node.entries(diagnostics).into_iter();
    entries.filter_map(|(key, node)| Some((key.to_owned(), node.text(diagnostics)?))).collect()
}

const EXTRA: By<Value> = By {
    read: |node, diagnostics| {
        node.entries(diagnostics);
        matches!(node.value, Value::Map(_)).then(|| node.value.clone())
    },
    shape: || Shape::map("KEY", Shape::Anything),
    help_without_value: None,
};
