//! One source file to one [`Page`]; then pages to the [`Site`].
//!
//! In: text and the configuration. Out: typed front matter, headings, links. Renders nothing and
//! looks at no other page.

mod assemble;
mod body;
mod collections;
mod data;
mod locale_sites;
mod front_matter;
mod references;
mod term_vector;
mod texts;
mod title;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Config, DRAFTS, Drafts, Layout, Project};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Document;
use crate::memo::{Fingerprint, Memo};
use crate::site::{
    ContentPath, Fingerprints, FrontMatter, HeldBy, Page, PageFile, Slug, TermVector, UrlPath,
    Visibility,
};
use crate::source::Span;
use crate::yaml::Aim;
use body::PageBody;
use collections::Collections;
use front_matter::Subject;
use term_vector::TermVectors;
use texts::{PageText, Said};
use title::PageTitle;

pub(crate) use assemble::{
    Assembled, GeneratedTitles, Parts, SharedParts, assemble, report_shared_urls,
};
pub(crate) use data::{data, data_files};
pub(crate) use front_matter::{ADDRESS_KEYS, ForeignKey, ORDER_KEYS, UNPUBLISHED, is_listing_key};
pub(crate) use locale_sites::{JoinedTranslation, PagesByFile, locale_sites, pages_by_file};
pub(crate) use references::{ReadWorks, works};
pub(crate) use texts::Texts;

/// A page, and what is wrong with it.
#[derive(Clone)]
pub(crate) struct ParsedPage {
    page: Arc<Page>,
    found: Diagnostics,
    /// Required fields that it lacks. A translation has those of its original.
    missing: Diagnostics,
}

/// Parses all pages, in parallel, each by the settings of its language; the result is in the order of the
/// files. Of a page whose text was there before, under equal `settings`, the memo has the result.
pub(crate) fn parse_all(
    files: &[Arc<PageFile>],
    configs: &[Config],
    project: &Project,
    settings: Fingerprint,
    (texts, memo): (Texts<'_>, &Memo<ParsedPage>),
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<Page>> {
    let settings = settings.bytes();
    let vectors: Vec<Option<TermVectors>> = configs.iter().map(TermVectors::new).collect();
    let collections: Vec<Collections<'_>> = configs.iter().map(Collections::new).collect();
    let parsed: Vec<ParsedPage> = files
        .par_iter()
        .map(|file| {
            // Spans hold the number of the file: it is the same while no file comes or goes. A file is known by
            // another path when the one that had it comes or goes.
            let key = Fingerprint::of([settings, file.fingerprint().bytes()]);
            memo.get(key, || {
                let mut found = Diagnostics::default();
                let config = (&configs[file.language], &collections[file.language]);
                let text = texts.of(file);
                let (mut page, said, missing) = parse(file, key, text, config, project, &mut found);
                let vectors = vectors[file.language].as_ref();
                let vectors = vectors.filter(|_| page.front_matter.listing.in_menus);
                page.term_vector = said.term_vector(|plain| {
                    vectors.map(|vectors| vectors.of(&page, plain)).unwrap_or_default()
                });
                ParsedPage { page: Arc::new(page), found, missing }
            })
        })
        .collect();
    let firsts = parsed.iter().map(|parsed| &parsed.page).filter(|page| page.language == 0);
    let is_told = configs.len() > 1 && parsed.iter().any(|parsed| !parsed.missing.is_empty());
    let firsts: HashSet<ContentPath> =
        if is_told { firsts.map(|page| page.path.clone()).collect() } else { HashSet::new() };
    let collect = |ParsedPage { page, found, missing }| {
        diagnostics.extend(found);
        if page.language == 0 || !firsts.contains(&page.path) {
            diagnostics.extend(missing);
        }
        page
    };
    parsed.into_iter().map(collect).collect()
}

/// What is not published because of what other tools know.
#[derive(Clone, Default, Debug)]
pub(crate) struct HeldBack {
    /// In order of the first page of each.
    pub(crate) pages: Vec<HeldPages>,
    /// Those that are published, and missing from menus or from search.
    pub(crate) unlisted: Vec<HeldPages>,
    /// The number of other files by what keeps each.
    pub(crate) files: BTreeMap<String, usize>,
    /// Files that other programs left behind, in order.
    pub(crate) leftovers: Vec<ContentPath>,
}

/// Pages that are held back by the same thing.
#[derive(Clone, Debug)]
pub(crate) struct HeldPages {
    /// As an author writes it: `published: false`, `publishDate`, `_drafts/`.
    pub(crate) by: String,
    pub(crate) number: usize,
    /// The place in the first of them.
    pub(crate) first: Span,
}

/// Pages that are published, and missing from menus or from search, by the key of another tool that says so.
fn unlisted(pages: &[Arc<Page>], drafts: Drafts) -> Vec<HeldPages> {
    let shown = pages.iter().filter(|page| page.front_matter.visibility.is_shown(drafts));
    by_reason(shown.filter_map(|page| page.front_matter.unlisted_by.as_ref()))
}

/// The pages that are not published because of what other tools know.
pub(crate) fn held_back(pages: &[Arc<Page>], drafts: Drafts) -> HeldBack {
    let hidden = pages.iter().filter(|page| !page.front_matter.visibility.is_shown(drafts));
    let held = by_reason(hidden.filter_map(|page| page.front_matter.held_by.as_ref()));
    HeldBack { pages: held, unlisted: unlisted(pages, drafts), ..HeldBack::default() }
}

/// The number of pages by what holds each, in order of the first one.
fn by_reason<'p>(reasons: impl Iterator<Item = &'p HeldBy>) -> Vec<HeldPages> {
    let mut found: Vec<HeldPages> = Vec::new();
    for HeldBy { what, span } in reasons {
        match found.iter_mut().find(|known| known.by == *what) {
            Some(known) => known.number += 1,
            None => found.push(HeldPages { by: what.clone(), number: 1, first: *span }),
        }
    }
    found
}

/// Parses one file; `whole` changes with it and with the settings. Required fields that the page lacks
/// are the third result; what it says most has yet to be found.
fn parse<'k>(
    PageFile { path: written, language, file: own, source: file, held_by, .. }: &PageFile,
    whole: Fingerprint,
    text: PageText<'k>,
    (config, collections): (&Config, &Collections<'_>),
    project: &Project,
    diagnostics: &mut Diagnostics,
) -> (Page, Said<'k>, Diagnostics) {
    let mut misplaced = Diagnostics::default();
    let (slice, body_start) = front_matter::split(file, &mut misplaced);
    let named = front_matter::original(&slice, *language, &config.languages);
    let path = &named.unwrap_or_else(|| written.clone());
    let collection = if is_index(path) { None } else { collections.of(path) };
    let ending = collections.ending_at(collection);
    let drafts = config.is_among_drafts(own.as_str()).then(|| format!("{DRAFTS}/"));
    let held_by = drafts.as_deref().or(held_by.as_deref());
    let is_block_found = misplaced.is_empty();
    let of = Subject { collection, ending, language: *language, held_by, is_block_found };
    diagnostics.extend(misplaced);
    let mut missing = Diagnostics::default();
    let front_matter = front_matter::decode(slice, of, config, project, &mut missing, diagnostics);
    let (PageBody { document, summary, words, plain }, said) =
        text.body(file, body_start, config, diagnostics);
    let body = &file.text[body_start..];
    let otherwise = || title::of_path(path, config, collections);
    let PageTitle { words: title, heading: title_heading } =
        title::of_page(front_matter.title.as_deref(), &document, body, otherwise);
    let others = document.headings.len() - usize::from(title_heading.is_some());
    let is_empty =
        words == 0 && others == 0 && document.links.len() == 0 && !document.has_html(body);
    let is_published = front_matter.visibility == Visibility::Published;
    // A term may say all in its description.
    let is_term = collection.is_some_and(|at| config.collections[at].layout == Layout::Glossary);
    let is_told = is_term && front_matter.description.is_some();
    if is_empty && is_published && !is_told && !is_index(path) {
        let message = "the page has no text";
        diagnostics.push(Diagnostic::new(Code::EmptyPage, message).at(file.span(0, 0)));
    }
    diagnostics.extend(slug_of_index(&front_matter, written));
    let slug = front_matter.slug.as_ref().map(|slug| slug.value.clone());
    let slug = if is_index(written) {
        None
    } else {
        Some(slug.unwrap_or_else(|| Slug::new(written.stem())))
    };
    let head = &file.text[..body_start];
    let number = file.id.number().to_le_bytes();
    let outline = [path.as_str(), written.as_str(), &file.path, &title, head].map(str::as_bytes);
    let anchors = anchors_and_parts(&document, body);
    let fingerprints = Fingerprints {
        whole,
        outline: Fingerprint::of(outline.into_iter().chain([&number[..]])),
        anchors: Fingerprint::of(anchors.into_iter().map(str::as_bytes)),
    };
    let page = Page {
        fingerprints,
        source: Arc::clone(file),
        url: UrlPath::of_page(written.folder(), slug.as_ref(), config.urls),
        written: written.clone(),
        file: own.clone(),
        path: path.clone(),
        language: *language,
        original: None,
        title,
        front_matter,
        collection,
        body_start,
        document: Arc::new(document),
        title_heading,
        summary,
        words,
        plain,
        term_vector: TermVector::default(),
    };
    (page, said, missing)
}

/// The places of a text that a link can lead to, and those that another page can show: a place whose text has no
/// end can be linked to, and not included.
fn anchors_and_parts<'t>(document: &'t Document, text: &'t str) -> Vec<&'t str> {
    let headings = document.headings.iter();
    let ends = headings.map(|heading| heading.section.map_or("", |_| "end"));
    let whole = document.components.iter().filter(|component| component.is_whole);
    let parts = whole.filter_map(|component| Some(component.anchor.as_ref()?.as_str()));
    document.anchors(text).chain(ends).chain(parts).collect()
}

/// A slug on the page of a folder, which says nothing.
fn slug_of_index(front_matter: &FrontMatter, written: &ContentPath) -> Diagnostics {
    let mut found = Diagnostics::default();
    if let Some(slug) = front_matter.slug.as_ref().filter(|_| is_index(written)) {
        let message = "the page of a folder has the address of its folder";
        let span = front_matter.slice.locate(&slug.place, Aim::Value);
        let problem = Diagnostic::new(Code::InvalidSlug, message).at(span);
        found.push(problem.help("remove the slug, or rename the folder"));
    }
    found
}

/// Whether a file gives its folder a page. (`read` hands in a `README.md` as `index.md` where
/// there is no such file.)
fn is_index(path: &ContentPath) -> bool {
    path.stem() == "index"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Drafts;
    use crate::diagnostic::{Format, Levels, report};
    use crate::source::Sources;

    /// Pieces that parsers stumble over when they meet in the wrong order.
    const PIECES: [&str; 73] = [
        "::: quote {role=\"é}\n",
        "[@k, <https://e.org>]",
        "$\\frac{",
        "::: note\n",
        "\n:::\n",
        "::: tab x {#a b=\"c}\n",
        "> ::: step y\n",
        "  ::: table t\n",
        "---\n",
        "title: ",
        "tags: [",
        "]",
        "\n",
        "\r\n",
        "\t",
        "  ",
        "- ",
        "# ",
        "## ",
        "{#a}",
        "{",
        "}",
        "[",
        "](",
        "](b.md#x)",
        ")",
        "![",
        "[^a]",
        "[^a]: ",
        "[^İ]:",
        "`",
        "```rust\n",
        "~~~\n",
        "> ",
        "> [!NOTE]\n",
        "| a | b |\n|---|---|\n",
        "|",
        "\\",
        "*",
        "**",
        "_",
        "~~",
        "<a href=\"",
        "\">",
        "<!--",
        "-->",
        "<p style=",
        "<script>",
        "&amp;",
        "&",
        "\"",
        "'",
        "@",
        "www.a.example",
        "http://a.example/ü",
        "a@b.example",
        "\u{feff}",
        "\u{0}",
        "é",
        "日本",
        "🦀",
        "\u{301}",
        ": ",
        "slug: ",
        "aliases:\n",
        "&x ",
        "*x",
        "!tag ",
        "|\n",
        "1. ",
        "- [x] ",
        "Word",
        "***\n",
    ];

    /// A small generator of numbers (xorshift, Marsaglia 2003): the same ones in every run.
    pub(super) struct Numbers(pub(super) u64);

    impl Numbers {
        pub(super) fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % limit as u64).expect("it is below the limit")
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic_and_every_place_lies_in_its_file() {
        let config = Config::default();
        let collections = Collections::new(&config);
        let project = Project {
            urls: None,
            editor: None,
            advice: false,
            root: ".".into(),
            content: None,
            output: None,
            base_url: None,
            drafts: Drafts::Include,
            leniency: crate::config::Leniency::AsSet,
            today: jiff::civil::date(2026, 1, 1),
        };
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        for round in 0..30_000 {
            let length = 1 + numbers.below(24);
            let front = if numbers.below(3) == 0 { "---\n" } else { "" };
            let body: String = (0..length).map(|_| PIECES[numbers.below(PIECES.len())]).collect();
            let text = format!("{front}{body}");
            let mut sources = Sources::default();
            let source = sources.add(format!("{round}.md"), text.clone());
            let mut diagnostics = Diagnostics::default();
            let path = ContentPath::new(format!("{round}.md"));
            let whole = source.fingerprint();
            let file = PageFile::new(path.clone(), 0, path, source);
            let new = PageText::New(None);
            let settings = (&config, &collections);
            let (page, ..) = parse(&file, whole, new, settings, &project, &mut diagnostics);
            let spans = page.links().map(|link| link.span);
            for span in spans.chain(page.headings().map(|heading| heading.span)) {
                assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
            }
            let found = diagnostics.finish(&Levels::default());
            for diagnostic in &found {
                let range = diagnostic.span.expect("all of them have a place").range();
                assert!(text.get(range).is_some(), "{diagnostic:?} in {text:?}");
            }
            let human = Format::Human { colour: true };
            for format in [human, Format::Short, Format::Json, Format::Github] {
                report(&found, &sources, format);
            }
        }
    }
}
