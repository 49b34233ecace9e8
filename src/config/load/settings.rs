//! Every setting: what stands at the top of `fieldguide.yaml`.

use super::Declared;
use super::advice::ADVICE;
use super::checks::{CHECKS, DeclaredLevels};
use super::collections::COLLECTION;
use super::external::EXTERNAL;
use super::home::{DeclaredHome, HOME};
use super::languages::{ADDRESSES, LANGUAGES, WORDS};
use super::links::{LINK, LINKS};
use super::matrices::MATRIX;
use super::reader_links::READER_LINK;
use super::references::REFERENCES;
use super::search::SEARCH;
use super::texts::{ABBREVIATIONS, CALLOUTS, VARIABLES};
use super::theme::THEME;
use super::values::{BASE_URL, CONTENT_PATTERN, EDITOR, LANGUAGE_TAG, PAGE_PATH, PROJECT_PATH};
use super::vocabularies::VOCABULARY;
use crate::config::declare::{
    AnyText, Called, Declarations, InBlock, Integer, KeyTable, List, OneOf, Spanned, To, Truth,
    Within, key, name_of,
};
use crate::config::{Config, FileSettings, Footer, HtmlPolicy, LinkStyle, SourceDialect, UrlStyle};

/// All settings, in the order of the manual.
pub(super) static SETTINGS: KeyTable<Declared> = KeyTable {
    keys: &[
        key("title", &To(AnyText, |it: &mut Declared, title| it.config.title = title))
            .or_default(|it| format!("`{}`", it.config.title), "The name of the site."),
        key(
            "description",
            &To(AnyText, |it: &mut Declared, text| it.config.description = Some(text)),
        )
        .or("none", "What the site is about, in a sentence."),
        key(
            "language",
            &To(Spanned(LANGUAGE_TAG), |it: &mut Declared, tag| it.language = Some(tag)),
        )
        .or_default(|it| format!("`{}`", it.config.language), "The language of the pages."),
        key("languages", &To(LANGUAGES, |it: &mut Declared, all| it.languages = Some(all))).or(
            "none: the site has one language",
            "The languages of the site; the settings are written in the first one.",
        ),
        key(
            "language_addresses",
            &To(OneOf(&ADDRESSES), |it: &mut Declared, which| it.addresses = which),
        )
        .or_default(
            |it| name_of(&ADDRESSES, &it.addresses),
            "The languages that have their tag in their addresses: all but the first, or all.",
        ),
        key("words", &To(WORDS, |it: &mut Declared, words| it.words.extend(words)))
            .or("none", "Words of the settings, and what they are in another language."),
        key("author", &To(AnyText, |it: &mut Declared, author| it.config.author = Some(author)))
            .or("none", "A person or an organization, for the feed and for search engines."),
        key("base_url", &To(BASE_URL, |it: &mut Declared, url| it.config.base_url = Some(url)))
            .or("none", "The address where the site will live."),
        key("content", &To(PROJECT_PATH, |it: &mut Declared, folder| it.config.content = folder))
            .or_default(|it| format!("`{}`", it.config.content), "The folder of Markdown."),
        key("output", &To(PROJECT_PATH, |it: &mut Declared, folder| it.config.output = folder))
            .or_default(|it| format!("`{}`", it.config.output), "The folder to publish."),
        key("urls", &To(OneOf(&URLS), |it: &mut Declared, style| it.config.urls = style))
            .or_default(
                |it| name_of(&URLS, &it.config.urls),
                "How pages are addressed: `a/b.html`, or `a/b/`.",
            ),
        // `read` follows them, and leaves it to this table to report what is wrong with the list.
        key("include", &To(List { of: AnyText, called: "paths" }, |_: &mut Declared, _| ()))
            .or("none", "Other files with the same keys, seen from the folder of this one."),
        key("files", &Within(&FILES, |it: &mut Declared| &mut it.config.files))
            .or("none", "Which files of the content folder are published."),
        key("review", &Within(&REVIEW, |it: &mut Declared| &mut it.config))
            .or("none", "The list of pages that are to be reviewed."),
        key("math", &To(Truth, |it: &mut Declared, math| it.config.math = math)).or_default(
            |it| format!("`{}`", it.config.math),
            "Whether texts hold formulas between dollar signs.",
        ),
        key("html", &To(OneOf(&HTML), |it: &mut Declared, html| it.config.html = html)).or_default(
            |it| name_of(&HTML, &it.config.html),
            "What becomes of HTML in texts: it is kept, what runs, loads or leads away by itself is left out, or tags are text.",
        ),
        key(
            "tags",
            &To(List { of: AnyText, called: "tags" }, |it: &mut Declared, tags| {
                it.config.tags.extend(tags);
            }),
        )
        .or("any", "The tags that pages may have."),
        key(
            "variables",
            &To(VARIABLES, |it: &mut Declared, variables| it.config.variables.extend(variables)),
        )
        .or("none", "Names in texts, and the words that each stands for."),
        key("abbreviations", &To(ABBREVIATIONS, Declared::add_abbreviations))
            .or("none", "Short forms that texts explain where they first use them."),
        key(
            "callouts",
            &To(CALLOUTS, |it: &mut Declared, callouts| it.config.callouts.extend(callouts)),
        )
        .or("none", "Kinds of callouts that the project adds."),
        key("editor", &To(EDITOR, |it: &mut Declared, editor| it.config.editor = editor)).or(
            "what the system opens files with",
            "The editor that opens a file from a page that `serve` shows.",
        ),
        key("theme", &To(InBlock(&THEME), |it: &mut Declared, theme| it.config.theme = theme))
            .or("the built-in theme", "The look of the site."),
        key("menu", &To(LINKS, |it: &mut Declared, links| it.config.menu = Some(links)))
            .or("the top folders, twelve at most", "The links at the top of every page."),
        key("footer", &To(InBlock(&FOOTER), |it: &mut Declared, footer| it.config.footer = footer))
            .or("none", "The foot of every page."),
        key("contact", &To(LINK, |it: &mut Declared, link| it.config.contact = Some(link))).or(
            "none",
            "Whom readers can ask; shown in the footer and on the page for unknown addresses.",
        ),
        key("edit", &To(READER_LINK, |it: &mut Declared, link| it.config.edit = Some(link)))
            .or("none", "A link on each page to its source, for readers who can change it."),
        key("report", &To(READER_LINK, |it: &mut Declared, link| it.config.report = Some(link)))
            .or("none", "A link on each page by which readers report a problem with it."),
        key("home", &To(InBlock(&HOME), Declared::set_home))
            .or("the list of what the site holds", "What the home page shows besides its text."),
        key(
            "related",
            &To(Integer { least: 0, most: 20 }, |it: &mut Declared, most| it.config.related = most),
        )
        .or_default(
            |it| it.config.related.to_string(),
            "How many related pages a page shows at most; 0 for none.",
        ),
        key("feed", &Within(&FEED, |it: &mut Declared| &mut it.config))
            .or("a feed of the newest pages", "The feed of pages with a date."),
        key("search", &Within(&SEARCH, |it: &mut Declared| &mut it.config))
            .or("none", "What the search knows of the site, and how it is opened."),
        key(
            "references",
            &To(REFERENCES, |it: &mut Declared, references| {
                it.config.references = Some(references);
            }),
        )
        .or("none", "The file of works that pages cite."),
        key(
            "dialect",
            &To(OneOf(&SourceDialect::ALL), |it: &mut Declared, dialect| {
                it.config.dialect = Some(dialect);
            }),
        )
        .or(
            "`none`; without settings, what the folder tells",
            "The tool whose Markdown the pages are written in.",
        ),
        key("links", &To(OneOf(&LinkStyle::ALL), |it: &mut Declared, links| it.config.links = links))
            .or(
                "`files`; in a first look, `published`",
                "What links may name: files only, or the addresses of another tool, too.",
            ),
        key("checks", &To(CHECKS, Declared::set_levels)).or(
            "what the list of codes says",
            "Codes of problems, and how each counts; `all` is for the rest.",
        ),
        key("advice", &Within(&ADVICE, |it: &mut Declared| &mut it.config.advice))
            .or("what follows", "What the rules of advice hold pages to."),
        key("external", &Within(&EXTERNAL, |it: &mut Declared| &mut it.config.external))
            .or("what follows", "How `check --external` asks for addresses on other hosts."),
        key(
            "vocabularies",
            &Declarations {
                key: "vocabularies",
                of: InBlock(&VOCABULARY),
                list: |it: &mut Declared| &mut it.vocabularies,
            },
        )
        .or("none", "Closed lists of values."),
        key(
            "collections",
            &Declarations {
                key: "collections",
                of: InBlock(&COLLECTION),
                list: |it: &mut Declared| &mut it.collections,
            },
        )
        .or("none", "Kinds of pages, each with a folder and fields of its own."),
        key(
            "matrices",
            &Declarations {
                key: "matrices",
                of: InBlock(&MATRIX),
                list: |it: &mut Declared| &mut it.matrices,
            },
        )
        .or("none", "Tables of two collections and a relation between them."),
    ],
    variants: None,
};

impl Declared {
    /// Whoever looks for a short form finds what it is short for, and the other way round.
    fn add_abbreviations(&mut self, abbreviations: Vec<(String, String)>) {
        let alike = abbreviations.iter().map(|(short, long)| vec![short.clone(), long.clone()]);
        self.config.synonyms.extend(alike);
        self.config.abbreviations.extend(abbreviations);
    }

    fn set_home(&mut self, home: DeclaredHome) {
        self.config.home = home.home;
        self.home_collections = home.collections.or(self.home_collections.take());
    }

    fn set_levels(&mut self, levels: DeclaredLevels) {
        for (code, level) in levels.by_code {
            self.config.checks.set(code, level);
        }
        if let Some(others) = levels.others {
            self.config.checks.set_others(others);
        }
    }
}

const URLS: [(&str, UrlStyle); 2] =
    [("files", UrlStyle::Files), ("directories", UrlStyle::Directories)];

const HTML: [(&str, HtmlPolicy); 3] =
    [("allow", HtmlPolicy::Allow), ("safe", HtmlPolicy::Safe), ("none", HtmlPolicy::None)];

static FILES: KeyTable<FileSettings> = KeyTable {
    keys: &[key(
        "include",
        &To(List { of: Spanned(CONTENT_PATTERN), called: "paths or patterns" }, |it: &mut FileSettings, paths| {
            it.include.extend(paths);
        }),
    )
    .or(
        "none",
        "Hidden files and leftovers to publish all the same: `*` stands for anything in a name, `**` for any folders.",
    )],
    variants: None,
};

static REVIEW: KeyTable<Config> = KeyTable {
    keys: &[key(
        "page",
        &To(Spanned(PAGE_PATH), |it: &mut Config, page| it.review_page = Some(page)),
    )
    .required("The page that lists them.")],
    variants: None,
};

static FEED: KeyTable<Config> = KeyTable {
    keys: &[key(
        "limit",
        &To(Integer { least: 0, most: 1000 }, |it: &mut Config, most| it.feed_limit = most),
    )
    .or_default(|it| it.feed_limit.to_string(), "Entries at most; 0 for no feed.")],
    variants: None,
};

static FOOTER: KeyTable<Footer> = KeyTable {
    keys: &[
        key(
            "text",
            &To(Spanned(Called("Markdown, HTML too")), |it: &mut Footer, text| {
                it.text = Some(text);
            }),
        )
        .or("none", "Words at the foot of every page."),
        key("links", &To(LINKS, |it: &mut Footer, links| it.links = links))
            .or("none", "Links at the foot of every page."),
        key("license", &To(LINK, |it: &mut Footer, link| it.license = Some(link)))
            .or("none", "The license of the texts, and where it is said."),
    ],
    variants: None,
};
