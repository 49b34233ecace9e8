//! Pages of all languages to the pages of each locale site: translations beside what nobody has translated.
//!
//! A translation says what readers read. All else, such as relations, tags and values of vocabularies, is
//! written once, in its original.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Config, Drafts, FieldKind, Languages};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::memo::{Fingerprint, Memo};
use crate::nearest::Suggestions;
use crate::site::{
    ContentPath, FieldValue, Fingerprints, FrontMatter, Located, Page, PageLocation, Relation,
    Review, Visibility,
};
use crate::yaml::Value;

/// A translation with what it has from its original, and what is wrong between them.
pub(crate) type JoinedTranslation = (Arc<Page>, Diagnostics);

/// The pages of each locale site, in order of path. Pages that are not published stay among them if no other
/// page takes their place.
pub(crate) fn locale_sites(
    pages: Vec<Arc<Page>>,
    configs: &[Config],
    drafts: Drafts,
    memo: &Memo<JoinedTranslation>,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Arc<Page>>> {
    let mut by_language: Vec<Vec<Arc<Page>>> = vec![Vec::new(); configs.len()];
    for page in pages {
        by_language[page.language].push(page);
    }
    for (pages, config) in by_language.iter_mut().zip(configs) {
        put_in_order(pages, config, diagnostics);
    }
    let first = by_language.remove(0);
    let others: Vec<LocalePages> = by_language
        .into_par_iter()
        .zip(&configs[1..])
        .map(|(own, config)| locale_site(own, &first, config, drafts, memo))
        .collect();
    let suggestions = Suggestions::default();
    let mut pages_of_others = Vec::with_capacity(others.len());
    for LocalePages { pages, found, without_original } in others {
        diagnostics.extend(found);
        for page in without_original {
            diagnostics.extend(no_original(&page, &first, &suggestions));
        }
        pages_of_others.push(pages);
    }
    std::iter::once(first).chain(pages_of_others).collect()
}

/// The pages of a language, and what was found among them.
struct LocalePages {
    /// In order of path.
    pages: Vec<Arc<Page>>,
    found: Diagnostics,
    /// Its own pages that translate nothing.
    without_original: Vec<Arc<Page>>,
}

/// Joins the pages of a language with those of the first one. All are in order of path.
fn locale_site(
    own: Vec<Arc<Page>>,
    first: &[Arc<Page>],
    config: &Config,
    drafts: Drafts,
    memo: &Memo<JoinedTranslation>,
) -> LocalePages {
    let mut pages = Vec::with_capacity(first.len().max(own.len()));
    let (mut found, mut without_original) = (Diagnostics::default(), Vec::new());
    let mut of_first = first.iter().peekable();
    for page in own {
        while let Some(before) = of_first.next_if(|other| other.path < page.path) {
            pages.push(Arc::clone(before));
        }
        let Some(original) = of_first.next_if(|other| other.path == page.path) else {
            without_original.push(Arc::clone(&page));
            pages.push(page);
            continue;
        };
        let prints = [&page, original].map(|page| page.fingerprints.whole.bytes());
        let (page, problems) =
            memo.get(Fingerprint::of(prints), || joined(&page, original, config));
        found.extend(problems);
        let falls_back = is_shown(original, drafts) && !is_shown(&page, drafts);
        pages.push(if falls_back { Arc::clone(original) } else { page });
    }
    pages.extend(of_first.cloned());
    LocalePages { pages, found, without_original }
}

/// Puts the pages of a language in order of path. Of two with one path the first counts.
fn put_in_order(pages: &mut Vec<Arc<Page>>, config: &Config, diagnostics: &mut Diagnostics) {
    pages.sort_by(|left, right| left.path.cmp(&right.path));
    pages.dedup_by(|page, first| {
        let is_twice = page.path == first.path;
        if is_twice {
            diagnostics.push(twice(first, page, config));
        }
        is_twice
    });
}

/// The pages of a locale site by the files that hold them, where these are not what they are known by.
#[derive(Clone)]
pub(crate) struct PagesByFile {
    pub(crate) by_file: Arc<BTreeMap<ContentPath, PageLocation>>,
    /// Changes with them.
    pub(crate) fingerprint: Fingerprint,
}

impl PagesByFile {
    fn new(by_file: BTreeMap<ContentPath, PageLocation>) -> PagesByFile {
        let of_each = by_file.iter().flat_map(|(path, written)| [path.as_str(), written.as_str()]);
        PagesByFile { fingerprint: Fingerprint::of(of_each), by_file: Arc::new(by_file) }
    }
}

/// Where the pages of each locale site stand.
pub(crate) fn pages_by_file(
    locale_sites: &[Vec<Arc<Page>>],
    configs: &[Config],
    drafts: Drafts,
) -> Vec<PagesByFile> {
    let languages = &configs[0].languages;
    if locale_sites.len() == 1 {
        return vec![PagesByFile::new(BTreeMap::new())];
    }
    let sites = 0..locale_sites.len();
    sites.map(|language| pages_by_file_of(language, locale_sites, languages, drafts)).collect()
}

/// Where the pages of the locale site in a language stand.
fn pages_by_file_of(
    language: usize,
    locale_sites: &[Vec<Arc<Page>>],
    languages: &Languages,
    drafts: Drafts,
) -> PagesByFile {
    let mut by_file = BTreeMap::new();
    for (own, pages) in locale_sites.iter().enumerate() {
        for page in pages.iter().filter(|page| page.language == own) {
            if page.language == language {
                let here = PageLocation::Here(page.path.clone());
                by_file.insert(page.file.clone(), here.clone());
                // As seen from other files of the same language.
                by_file.insert(page.written.clone(), here);
            } else if page.file != page.path && is_shown(page, drafts) {
                let url = page.url.below(&languages.prefix(page.language));
                by_file.insert(page.file.clone(), PageLocation::Elsewhere(url));
            }
        }
    }
    PagesByFile::new(by_file)
}

fn is_shown(page: &Page, drafts: Drafts) -> bool {
    page.front_matter.visibility.is_shown(drafts)
}

/// Two files are one page in one language.
fn twice(first: &Page, second: &Page, config: &Config) -> Diagnostic {
    let message = format!("`{}` is there twice in `{}`", first.path, config.language);
    Diagnostic::new(Code::DuplicateTranslation, message)
        .at(second.start())
        .note_at("the other file is this one, and it counts", first.start())
        .help("keep one of them")
}

fn no_original(page: &Page, first: &[Arc<Page>], suggestions: &Suggestions) -> Diagnostics {
    let mut found = Diagnostics::default();
    if let Some(of) = &page.front_matter.translation.of {
        let message = format!("there is no page `{}` to translate", page.path);
        let problem = Diagnostic::new(Code::UnknownName, message).at(page.span_of_value(of));
        let names = first.iter().map(|page| page.path.as_str());
        found.push(problem.did_you_mean(suggestions.nearest(page.path.as_str(), names)));
    }
    found
}

/// A page with what it has from its original.
fn joined(own: &Page, original: &Arc<Page>, config: &Config) -> JoinedTranslation {
    let mut found = Diagnostics::default();
    report_shared(own, original, config, &mut found);
    let mut page = own.clone();
    page.original = Some(Arc::clone(original));
    page.front_matter = front_matter(own, original);
    let both = |a: Fingerprint, b: Fingerprint| Fingerprint::of([a.bytes(), b.bytes()]);
    let (a, b) = (own.fingerprints, original.fingerprints);
    page.fingerprints = Fingerprints {
        whole: both(a.whole, b.whole),
        outline: both(a.outline, b.outline),
        anchors: both(a.anchors, b.anchors),
    };
    (Arc::new(page), found)
}

fn front_matter(own: &Page, original: &Page) -> FrontMatter {
    let (mine, theirs) = (&own.front_matter, &original.front_matter);
    let mut joined = mine.clone();
    joined.tags.clone_from(&theirs.tags);
    joined.date = theirs.date;
    joined.updated = mine.updated.or(theirs.updated);
    joined.weight = theirs.weight;
    joined.contents = mine.contents && theirs.contents;
    if mine.review == Review::default() {
        joined.review = theirs.review.clone();
    }
    if theirs.visibility != Visibility::Published {
        joined.visibility = theirs.visibility;
    }
    if mine.template.is_none() {
        joined.template = theirs.template.clone().map(Located::inherited);
    }
    if mine.extra == Value::Map(Vec::new()) {
        joined.extra = theirs.extra.clone();
    }
    joined.fields.retain(|(_, values)| values.iter().all(is_said));
    for (position, values) in &theirs.fields {
        if joined.values(*position).is_empty() {
            joined.inherited.push(*position);
            let values = values.iter().map(inherited).collect();
            joined.fields.push((*position, values));
        }
    }
    joined.fields.sort_by_key(|(position, _)| *position);
    joined.relations = theirs.relations.iter().map(|relation| related(relation, mine)).collect();
    joined
}

/// Whether a value is one that readers read, so that each language has its own.
fn is_said(value: &FieldValue) -> bool {
    matches!(value, FieldValue::String(_) | FieldValue::Text(_))
}

/// A value of the original, for the page that translates it.
fn inherited(value: &FieldValue) -> FieldValue {
    match value {
        FieldValue::Citation(key) => FieldValue::Citation(key.clone().inherited()),
        other => other.clone(),
    }
}

fn same_end(a: &Relation, b: &Relation) -> bool {
    let plain = |name: &str| name.trim_start_matches("./").trim_end_matches(".md").to_owned();
    let name = |relation: &Relation| plain(&relation.to.value);
    (a.field, a.side) == (b.field, b.side) && name(a) == name(b)
}

/// A relation of the original with the reason in the words of the translation.
fn related(relation: &Relation, mine: &FrontMatter) -> Relation {
    let mut joined = relation.clone();
    joined.to = joined.to.inherited();
    let own = mine.relations.iter().find(|own| same_end(own, relation));
    match own.and_then(|own| own.reason.clone()) {
        Some(reason) => joined.reason = Some(reason),
        None => joined.is_reason_inherited = true,
    }
    joined
}

/// What a translation says of its own, though it is the same in all languages.
fn report_shared(own: &Page, original: &Page, config: &Config, found: &mut Diagnostics) {
    let front_matter = &own.front_matter;
    let schema = own.collection.map(|position| &config.collections[position]);
    let mut keys: Vec<&str> = Vec::new();
    let common = [
        ("tags", !front_matter.tags.is_empty()),
        ("date", front_matter.date.is_some()),
        ("weight", front_matter.weight != 0),
    ];
    keys.extend(common.into_iter().filter(|(_, is_set)| *is_set).map(|(key, _)| key));
    if let Some(schema) = schema {
        let fields = front_matter.fields.iter().map(|(position, _)| &schema.fields[*position]);
        let shared =
            fields.filter(|field| !matches!(field.kind, FieldKind::String | FieldKind::Text));
        keys.extend(shared.map(|field| field.name.as_str()));
    }
    for key in keys {
        let message = format!("`{key}` is the same in all languages");
        let problem = Diagnostic::new(Code::SharedKey, message).at(own.span_of_key(key));
        let original = &original.source.path;
        found.push(problem.help(format!("remove it: it is written once, in `{original}`")));
    }
    for relation in &front_matter.relations {
        let known = original.front_matter.relations.iter().any(|theirs| same_end(theirs, relation));
        let (to, path) = (&relation.to.value, &original.source.path);
        let problem = if !known {
            let message = format!("`{path}` has no such relation to `{to}`");
            Some((message, "write relations there: they are the same in all languages"))
        } else if relation.strength.is_some() {
            let message = format!("how strong the relation to `{to}` is stands in `{path}`");
            Some((message, "remove the strength, and leave the reason"))
        } else {
            None
        };
        if let Some((message, help)) = problem {
            let span = own.span_of_value(&relation.to);
            found.push(Diagnostic::new(Code::SharedKey, message).at(span).help(help));
        }
    }
}
