//! The YAML block at the head of a page to [`FrontMatter`], checked against the page's collection.

mod date;
mod fields;
mod foreign;
mod review;
mod silence;
mod split;
mod translation;

use jiff::civil::Date;

use crate::config::{Config, DRAFTS, FieldId, Languages, Project};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{
    ContentPath, FrontMatter, HeldBy, Located, Review, Slug, Translation, UrlPath, Visibility,
};
use crate::yaml::{Document, Fields, Node, Slice, Value};

pub(crate) use foreign::{ForeignKey, UNPUBLISHED};
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
    /// Whether it lies in a folder of drafts.
    pub(super) is_among_drafts: bool,
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
    let Subject { collection, language, is_among_drafts, .. } = subject;
    let document = Document::parse(slice, diagnostics);
    let mut front_matter = FrontMatter::empty(document.slice.clone());
    let no_fields = Document::new(document.slice.clone(), Value::Map(Vec::new()));
    let block = match &document.root {
        // Without any front matter, required fields are still missing.
        Value::Null => no_fields.node().fields(diagnostics),
        Value::Map(_) => document.node().fields(diagnostics),
        _ => {
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
    if is_among_drafts {
        let file = &document.slice.file;
        let by = || HeldBy { what: format!("{DRAFTS}/"), span: file.span(0, 0) };
        foreign::hold_back(&mut front_matter, Visibility::Draft, by);
    }
    let Some(mut block) = block else {
        // The mistake is told; what would follow from it is not.
        return front_matter;
    };
    common_keys(&mut front_matter, &mut block, project, diagnostics);
    let mut found = Diagnostics::default();
    let today = project.today;
    foreign::keys(&mut front_matter, &mut block, subject, config, today, &mut found);
    // Without the settings nobody can tell whose keys these are: they are obeyed, and not held to anything.
    if config.is_whole {
        diagnostics.extend(found);
    }
    front_matter.translation =
        translation::keys(&mut block, language, &config.languages, diagnostics);
    review::keys(&mut front_matter.review, &mut block, subject, config, diagnostics);
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
                diagnostics.push(unknown.report(Code::UnknownKey, message));
            }
        }
        // Without the settings nobody can tell what a key was declared to be.
        None if !config.is_whole => {}
        None => {
            for unknown in block.unknown() {
                let message = format!("nobody knows the key `{}`", unknown.key);
                diagnostics.push(unknown.report(Code::UndeclaredKey, message));
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

fn common_keys(
    front_matter: &mut FrontMatter,
    block: &mut Fields<'_>,
    project: &Project,
    diagnostics: &mut Diagnostics,
) {
    front_matter.title = block.text("title", diagnostics).filter(|title| !title.trim().is_empty());
    front_matter.description = block.text("description", diagnostics);
    if let Some(node) = block.get("slug") {
        front_matter.slug = slug(&node, diagnostics);
    }
    if let Some(node) = block.get("aliases") {
        let items = node.list(diagnostics).unwrap_or_default();
        front_matter.aliases = items.iter().filter_map(|item| alias(item, diagnostics)).collect();
    }
    if let Some(node) = block.get("tags") {
        front_matter.tags = node.texts(diagnostics);
        front_matter.tags.retain(|tag| !tag.trim().is_empty());
    }
    let mut day = |key| block.get(key).and_then(|node| date::date(&node, diagnostics));
    front_matter.date = day("date");
    front_matter.updated = day("updated");
    let (publish_on, expires_on) = (day("publish_on"), day("expires_on"));
    if let Some(node) = block.get("weight") {
        let weight = node.integer_in(-1_000_000..=1_000_000_i32, diagnostics);
        front_matter.weight = weight.unwrap_or(0);
    }
    let draft = block.bool("draft", diagnostics).unwrap_or(false);
    let visibility = visibility(draft, publish_on, expires_on, project.today);
    if visibility.outweighs(front_matter.visibility) {
        front_matter.visibility = visibility;
    }
    if let Some(node) = block.get("template") {
        let value = node.text(diagnostics);
        front_matter.template = value.map(|value| Located::new(value, node.place.clone()));
    }
    if let Some(node) = block.get("silence") {
        front_matter.silenced = silence::codes(&node, diagnostics);
    }
    front_matter.contents = block.bool("contents", diagnostics).unwrap_or(true);
    if let Some(node) = block.get("extra") {
        node.entries(diagnostics);
        front_matter.extra = node.value.clone();
    }
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

fn slug(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Located<Slug>> {
    let text = node.text(diagnostics)?;
    let Some(value) = Slug::parse(&text) else {
        let suggestion = Slug::new(&text);
        let message = format!("`{text}` cannot be a part of an address");
        let problem = Diagnostic::new(Code::InvalidSlug, message).at(node.span());
        let help = format!("use letters, digits and hyphens, as in `{}`", suggestion.as_str());
        diagnostics.push(problem.help(help));
        return None;
    };
    Some(Located::new(value, node.place.clone()))
}

fn alias(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Located<UrlPath>> {
    let text = node.text(diagnostics)?;
    let Some(value) = UrlPath::parse_alias(&text) else {
        let problem = node.invalid(format!("`{text}` is not an address of this site"));
        let help = "write the address from the site's root, such as `/old/page.html`";
        diagnostics.push(problem.help(help));
        return None;
    };
    Some(Located::new(value, node.place.clone()))
}

impl FrontMatter {
    /// What a page without front matter has.
    fn empty(slice: Slice) -> FrontMatter {
        FrontMatter {
            slice,
            title: None,
            description: None,
            slug: None,
            aliases: Vec::new(),
            tags: Vec::new(),
            date: None,
            updated: None,
            review: Review::default(),
            weight: 0,
            visibility: Visibility::Published,
            held_by: None,
            silenced: Vec::new(),
            template: None,
            contents: true,
            fields: Vec::new(),
            inherited: Vec::new(),
            relations: Vec::new(),
            translation: Translation::default(),
            extra: Value::Map(Vec::new()),
        }
    }
}
