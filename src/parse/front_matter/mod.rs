//! The YAML block at the head of a page to [`FrontMatter`], checked against the page's collection.

mod fields;
mod foreign;
mod listing;
mod review;
mod split;
mod translation;

use jiff::civil::Date;

use crate::config::{Config, FieldId, FieldKind, Languages, PageKeys, Project};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{
    ContentPath, FrontMatter, HeldBy, Located, PageListing, Review, Slug, Translation, UrlPath,
    Visibility, split_destination,
};
use crate::yaml::{Aim, KeyPath, MappingReader, Slice, Value, YamlDocument, near_misses};

pub(crate) use foreign::{ADDRESS_KEYS, ForeignKey, ORDER_KEYS, UNPUBLISHED};
pub(crate) use listing::is_listing_key;
pub(super) use split::split;

/// The page that front matter names as the one that this page translates.
pub(super) fn original(
    slice: &Slice,
    language: usize,
    languages: &Languages,
) -> Option<ContentPath> {
    translation::original(slice, language, languages)
}

/// What there is to know of a page before its front matter is read.
#[derive(Clone, Copy)]
pub(super) struct Subject<'c> {
    /// The position of its collection.
    pub(super) collection: Option<usize>,
    /// The relations that end at its collection.
    pub(super) ending: &'c [FieldId],
    /// The position of its language.
    pub(super) language: usize,
    /// What keeps it from being published whatever it says: a folder, or a setting of another tool.
    pub(super) held_by: Option<&'c str>,
    /// Whether the block was found where it belongs, or is not there at all.
    pub(super) is_block_found: bool,
}

/// Decodes the block. Whatever is wrong
/// is reported and left out; required fields that are not there are told to `missing`.
pub(super) fn decode(
    slice: Slice,
    subject: Subject<'_>,
    config: &Config,
    project: &Project,
    missing: &mut Diagnostics,
    diagnostics: &mut Diagnostics,
) -> FrontMatter {
    let Subject { collection, language, held_by, .. } = subject;
    let document = YamlDocument::parse(slice, diagnostics);
    let mut front_matter = FrontMatter::empty(document.slice.clone());
    front_matter.is_whole = subject.is_block_found && document.is_readable;
    let no_fields = YamlDocument::new(document.slice.clone(), Value::Map(Vec::new()));
    let block = match &document.root {
        // Without any front matter, required fields are still missing.
        Value::Null => no_fields.node().fields(diagnostics),
        Value::Map(_) => document.node().fields(diagnostics),
        _ => {
            front_matter.is_whole = false;
            let problem = document.node().wrong_type("a block of keys");
            let is_slip =
                matches!(&document.root, Value::String(text) if split::begins_with_key(text));
            let help = if is_slip {
                "write a space after the colon"
            } else {
                "write `***` for a rule across the page"
            };
            diagnostics.push(problem.help(help));
            None
        }
    };
    if let Some(what) = held_by {
        let file = &document.slice.file;
        let by = || HeldBy { what: what.to_owned(), span: file.span(0, 0) };
        foreign::hold_back(&mut front_matter, Visibility::Draft, by);
    }
    let Some(mut block) = block.filter(|_| front_matter.is_whole) else {
        // The mistake is told; what would follow from it is not.
        return front_matter;
    };
    let near_misses = near_misses(&document, |key| is_words(key, collection, config));
    diagnostics.extend_with(empty_title(&block, &near_misses));
    for problem in near_misses {
        diagnostics.push(problem);
    }
    let is_declared = |name: &str| is_declared(name, subject, config);
    let mut keys = PageKeys::read(&mut block, is_declared, diagnostics);
    let (of, about) = (keys.translation_of.take(), keys.translation.take());
    let translation =
        translation::keys(of, about, language, &config.languages, &document.slice, diagnostics);
    front_matter.translation = translation;
    take_keys(&mut front_matter, keys, project, diagnostics);
    let mut found = Diagnostics::default();
    let today = project.today;
    foreign::keys(&mut front_matter, &mut block, subject, config, today, &mut found);
    listing::keys(&mut front_matter, &mut block, subject, config);
    // Without the settings nobody can tell whose keys these are: they are obeyed, and not held to anything.
    if config.is_whole {
        diagnostics.extend(found);
    }
    match collection {
        Some(position) => {
            *missing = fields::declared_fields(
                &mut front_matter,
                &mut block,
                (position, subject.ending),
                config,
                project,
                diagnostics,
            );
            review::fields(&mut front_matter, &config.collections[position]);
            for unknown in block.unknown() {
                let label = &config.collections[position].label;
                let message = format!("`{label}` have no field `{}`", unknown.key);
                diagnostics.push(unknown.report_as(Code::UnknownKey, message));
            }
        }
        // Without the settings nobody can tell what a key was declared to be.
        None if !config.is_whole => {}
        None => {
            for unknown in block.unknown() {
                diagnostics.push(unknown.report(Code::UndeclaredKey));
            }
        }
    }
    review::check(&front_matter, diagnostics);
    front_matter
}

/// Whether a page's collection declares a key: as a field, or as the other side of a relation.
fn is_declared(name: &str, subject: Subject<'_>, config: &Config) -> bool {
    let schema = subject.collection.map(|position| &config.collections[position]);
    let mut ending = subject.ending.iter().map(|id| config.relation(*id));
    schema.is_some_and(|schema| schema.field(name).is_some())
        || ending.any(|relation| relation.inverse.as_deref() == Some(name))
}

/// Whether the values of a key are words for people, in which a `#` is never the beginning of a comment.
fn is_words(key: &str, collection: Option<usize>, config: &Config) -> bool {
    let mut fields = collection.into_iter().flat_map(|at| &config.collections[at].fields);
    let field = fields.find(|field| field.name == key);
    matches!(key, "title" | "description" | "reason")
        || field.is_some_and(|field| matches!(field.kind, FieldKind::String | FieldKind::Text))
}

/// A title without a word, unless something in its line is told already.
fn empty_title(block: &MappingReader<'_>, told: &[Diagnostic]) -> Option<Diagnostic> {
    let title = block.blank("title")?;
    let span = title.key_span();
    let file = &block.node.slice().file;
    let is_told = |problem: &Diagnostic| problem.is_in_line_of(span, file);
    let message = "the title is empty: the page is called after its heading or its file";
    let problem = Diagnostic::new(Code::EmptyTitle, message).at(span);
    (!told.iter().any(is_told)).then(|| problem.help("write the title, or remove the key"))
}

/// Takes over what the keys of a page say. Those of translations belong to `translation`.
fn take_keys(
    front_matter: &mut FrontMatter,
    keys: PageKeys,
    project: &Project,
    diagnostics: &mut Diagnostics,
) {
    let slice = front_matter.slice.clone();
    let is_said = |text: &String| !text.trim().is_empty();
    let aliases = keys.aliases.into_iter();
    front_matter.title = keys.title.filter(is_said);
    front_matter.description = keys.description;
    front_matter.slug = keys.slug.and_then(|written| slug(written, &slice, diagnostics));
    front_matter.aliases =
        aliases.filter_map(|written| alias(written, &slice, diagnostics)).collect();
    front_matter.tags = keys.tags;
    front_matter.tags.retain(is_said);
    front_matter.date = keys.date;
    front_matter.updated = keys.updated;
    front_matter.weight = keys.weight;
    front_matter.review = Review {
        reviewed: keys.reviewed,
        review_by: keys.review_by,
        owner: keys.owner.filter(is_said),
    };
    let visibility = visibility(keys.draft, keys.publish_on, keys.expires_on, project.today);
    if visibility.outweighs(front_matter.visibility) {
        front_matter.visibility = visibility;
    }
    front_matter.template = keys.template.map(|(name, place)| Located::new(name, place));
    front_matter.silenced = keys.silenced;
    front_matter.contents = keys.contents.unwrap_or(true);
    front_matter.has_reader_links = keys.edit.unwrap_or(true);
    front_matter.extra = keys.extra.unwrap_or(Value::Map(Vec::new()));
}

fn visibility(
    draft: bool,
    publish_on: Option<Date>,
    expires_on: Option<Date>,
    today: Date,
) -> Visibility {
    if draft {
        return Visibility::Draft;
    }
    if let Some(day) = publish_on.filter(|day| *day > today) {
        return Visibility::Scheduled(day);
    }
    match expires_on.filter(|day| *day <= today) {
        Some(day) => Visibility::Expired(day),
        None => Visibility::Published,
    }
}

fn slug(
    (text, place): (String, KeyPath),
    slice: &Slice,
    diagnostics: &mut Diagnostics,
) -> Option<Located<Slug>> {
    let Some(value) = Slug::parse(&text) else {
        let suggestion = Slug::new(&text);
        let message = format!("`{text}` cannot be a part of an address");
        let span = slice.locate(&place, Aim::Value);
        let problem = Diagnostic::new(Code::InvalidSlug, message).at(span);
        let help = format!("use letters, digits and hyphens, as in `{}`", suggestion.as_str());
        diagnostics.push(problem.help(help));
        return None;
    };
    Some(Located::new(value, place))
}

fn alias(
    (text, place): (String, KeyPath),
    slice: &Slice,
    diagnostics: &mut Diagnostics,
) -> Option<Located<UrlPath>> {
    let Some(value) = UrlPath::parse_alias(&text) else {
        let message = format!("`{text}` is not an address of this site");
        let span = slice.locate(&place, Aim::Value);
        let problem = Diagnostic::new(Code::InvalidValue, message).at(span);
        let (path, ..) = split_destination(&text);
        let help = if path != text && UrlPath::parse_alias(path).is_some() {
            format!("write `{path}`: what a reader adds to it is kept on the way")
        } else {
            "write the address from the site's root, such as `/old/page.html`".to_owned()
        };
        diagnostics.push(problem.help(help));
        return None;
    };
    Some(Located::new(value, place))
}

impl FrontMatter {
    /// What a page without front matter has.
    fn empty(slice: Slice) -> FrontMatter {
        FrontMatter {
            slice,
            is_whole: true,
            title: None,
            description: None,
            slug: None,
            aliases: Vec::new(),
            addresses: Vec::new(),
            repository: None,
            tags: Vec::new(),
            date: None,
            updated: None,
            review: Review::default(),
            weight: 0,
            visibility: Visibility::Published,
            held_by: None,
            listing: PageListing::default(),
            unlisted_by: None,
            silenced: Vec::new(),
            template: None,
            contents: true,
            has_reader_links: true,
            fields: Vec::new(),
            inherited: Vec::new(),
            relations: Vec::new(),
            unfilled: Vec::new(),
            translation: Translation::default(),
            extra: Value::Map(Vec::new()),
        }
    }
}
