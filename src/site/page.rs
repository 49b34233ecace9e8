//! One Markdown file after parsing. Fully decided by the file's text, its path and the
//! configuration.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    ContentPath, FieldText, PlainSize, Repository, Slug, TermVector, Translation, UrlPath,
};
use crate::arena::Id;
use crate::config::{Config, Drafts, FieldId, TermId};
use crate::diagnostic::Code;
use crate::document::{self, Document};
use crate::memo::Fingerprint;
use crate::source::{SourceFile, Span};
use crate::yaml::{Aim, KeyPath, PathStep, Slice, Value};

/// One Markdown file after parsing.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) fingerprints: Fingerprints,
    /// The file it came from: path, text, lines.
    pub(crate) source: Arc<SourceFile>,
    /// Where it is written, without the ending for its language: links are relative to that.
    pub(crate) written: ContentPath,
    /// The file that holds it.
    pub(crate) file: ContentPath,
    /// Its path in every language: that of the page that it translates, else its own.
    pub(crate) path: ContentPath,
    /// The position of its language in the settings.
    pub(crate) language: usize,
    /// The page that it translates, from which it inherits.
    pub(crate) original: Option<Arc<Page>>,
    /// Its address within the locale site of a language.
    pub(crate) url: UrlPath,
    /// From the front matter, else the first heading, else the file name.
    pub(crate) title: String,
    pub(crate) front_matter: FrontMatter,
    /// The position of its collection in the configuration.
    pub(crate) collection: Option<usize>,
    /// Where the Markdown begins, in bytes.
    pub(crate) body_start: usize,
    /// The text after the front matter.
    pub(crate) document: Arc<Document>,
    /// The heading that opens the text and says the title: it is not shown twice.
    pub(crate) title_heading: Option<Id<document::Heading>>,
    /// The start of the first paragraph, as plain text.
    pub(crate) summary: Option<String>,
    pub(crate) words: usize,
    pub(crate) plain: PlainSize,
    /// Its most telling words; empty where the settings ask for no related pages.
    pub(crate) term_vector: TermVector,
}

impl Page {
    /// The Markdown after the front matter.
    pub(crate) fn body(&self) -> &str {
        &self.source.text[self.body_start..]
    }

    /// The text that describes the page: what its author wrote, or how it begins.
    pub(crate) fn description(&self) -> Option<&str> {
        self.front_matter.description.as_deref().or(self.summary.as_deref())
    }

    /// Its names besides the title: the values of fields that hold such.
    pub(crate) fn other_names<'p>(
        &'p self,
        config: &'p Config,
    ) -> impl Iterator<Item = &'p String> {
        let schema = self.collection.map(|position| &config.collections[position]);
        let fields = self.front_matter.fields.iter();
        let naming = fields.filter(move |(position, _)| {
            schema.is_some_and(|schema| schema.fields[*position].synonyms)
        });
        naming.flat_map(|(_, values)| values).filter_map(|value| match value {
            FieldValue::String(text) => Some(text),
            _ => None,
        })
    }

    /// The place of a value of its own front matter.
    fn span_of(&self, place: &KeyPath) -> Span {
        self.front_matter.slice.locate(place, Aim::Value)
    }

    /// The place of a front matter value.
    pub(crate) fn span_of_value<T>(&self, value: &Located<T>) -> Span {
        match &self.original {
            Some(original) if value.is_inherited => original.span_of(&value.place),
            _ => self.span_of(&value.place),
        }
    }

    /// The place of the value of a key.
    pub(crate) fn span_of_key(&self, key: &str) -> Span {
        self.span_of(&KeyPath::default().then(PathStep::Key(key.to_owned())))
    }

    /// The place that says the title: the key, the heading that leads the text, or the start of the file that is named so.
    pub(crate) fn title_span(&self) -> Span {
        if self.front_matter.title.is_some() {
            return self.span_of_key("title");
        }
        match self.title_heading {
            Some(heading) => {
                let node = self.document.headings[heading].node;
                let place = self.document.nodes[node].place.range();
                self.source.span(self.body_start + place.start, self.body_start + place.end)
            }
            None => self.start(),
        }
    }

    /// The place for a problem of the whole page.
    pub(crate) fn start(&self) -> Span {
        self.source.span(0, 0)
    }
}

/// Fingerprints of a page, by the reach of a change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fingerprints {
    /// Of the whole page.
    pub(crate) whole: Fingerprint,
    /// Of path, title and front matter, from which the order of the site is made.
    pub(crate) outline: Fingerprint,
    /// Of the places on the page that a link can lead to.
    pub(crate) anchors: Fingerprint,
}

/// The front matter of a page.
#[derive(Clone, Debug)]
pub(crate) struct FrontMatter {
    /// Where it stands; empty if there is none.
    pub(crate) slice: Slice,
    /// Whether all of it could be read. If not, nobody knows what it says.
    pub(crate) is_whole: bool,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) slug: Option<Located<Slug>>,
    pub(crate) aliases: Vec<Located<UrlPath>>,
    /// Addresses that keys of other tools name, as they are written.
    pub(crate) addresses: Vec<String>,
    /// The repository that the page is about, where its relative links may lead.
    pub(crate) repository: Option<Repository>,
    pub(crate) tags: Vec<String>,
    pub(crate) date: Option<Date>,
    pub(crate) updated: Option<Date>,
    pub(crate) review: Review,
    pub(crate) weight: i32,
    pub(crate) visibility: Visibility,
    /// The key or folder of another tool that keeps it from being published, if one does.
    pub(crate) held_by: Option<HeldBy>,
    /// Where it is listed, and the key of another tool that keeps it from there, if one does.
    pub(crate) listing: PageListing,
    pub(crate) unlisted_by: Option<HeldBy>,
    /// Problems that this page silences, and where it says so.
    pub(crate) silenced: Vec<(Code, Span)>,
    pub(crate) template: Option<Located<String>>,
    /// Whether the page shows its table of contents.
    pub(crate) contents: bool,
    /// Whether it has links by which readers reach its source and its editors.
    pub(crate) has_reader_links: bool,
    /// The declared fields that are present, in the order of declaration: the position of the
    /// field in its collection and its values.
    pub(crate) fields: Vec<(usize, Vec<FieldValue>)>,
    /// The positions of those that are written in the page that this one translates.
    pub(crate) inherited: Vec<usize>,
    pub(crate) relations: Vec<Relation>,
    /// Required relations whose key stands there and says nothing: the position of the field, and the key.
    pub(crate) unfilled: Vec<(usize, Span)>,
    /// Of a translation, which page it translates and from which state.
    pub(crate) translation: Translation,
    /// For templates of the project's own.
    pub(crate) extra: Value,
}

impl FrontMatter {
    /// The values of a declared field, by its position in the page's collection.
    pub(crate) fn values(&self, field: usize) -> &[FieldValue] {
        let found = self.fields.iter().find(|(position, _)| *position == field);
        found.map_or(&[], |(_, values)| values)
    }
}

/// Who keeps a page up to date, and when.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Review {
    /// When somebody last checked the page.
    pub(crate) reviewed: Option<Date>,
    /// The day by which somebody should check it again.
    pub(crate) review_by: Option<Date>,
    /// A person or a team.
    pub(crate) owner: Option<String>,
}

impl Review {
    /// Whether the page should have been checked again before a day.
    pub(crate) fn is_overdue(&self, today: Date) -> bool {
        self.review_by.is_some_and(|day| day < today)
    }
}

/// Whether a page is published on the day of the build.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Visibility {
    Published,
    Draft,
    /// Not before this day.
    Scheduled(Date),
    /// From this day on no more.
    Expired(Date),
    /// Never: another program left the file behind.
    Leftover,
}

impl Visibility {
    /// Whether a page is part of the site.
    pub(crate) fn is_shown(self, drafts: Drafts) -> bool {
        match self {
            Visibility::Published => true,
            Visibility::Draft | Visibility::Scheduled(_) => drafts != Drafts::Exclude,
            Visibility::Expired(_) => drafts == Drafts::IncludeExpired,
            Visibility::Leftover => false,
        }
    }

    /// Whether it holds a page back longer than another visibility: a draft waits for a person, any other page for a
    /// day.
    pub(crate) fn outweighs(self, other: Visibility) -> bool {
        use Visibility::{Draft, Expired, Leftover, Published, Scheduled};
        match (self, other) {
            (Published, _) | (_, Draft | Leftover) | (Expired(_), Scheduled(_)) => false,
            (_, Published) | (Draft | Leftover, _) | (Scheduled(_), Expired(_)) => true,
            (Scheduled(day), Scheduled(other)) => day > other,
            (Expired(day), Expired(other)) => day < other,
        }
    }

    /// Why a page is not published, after its name: "is a draft".
    pub(crate) fn reason(self) -> String {
        match self {
            Visibility::Draft | Visibility::Published => "is a draft".to_owned(),
            Visibility::Scheduled(day) => format!("is published on {day}"),
            Visibility::Expired(day) => format!("expired on {day}"),
            Visibility::Leftover => {
                "is not published: its name says that a program left it behind".to_owned()
            }
        }
    }
}

/// Where a page is listed besides the pages that link to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PageListing {
    /// In menus, lists of pages and the feed.
    pub(crate) in_menus: bool,
    pub(crate) in_search: bool,
    /// In the sitemap; without, the page asks search engines to leave it out.
    pub(crate) by_search_engines: bool,
}

impl Default for PageListing {
    fn default() -> PageListing {
        PageListing { in_menus: true, in_search: true, by_search_engines: true }
    }
}

/// The mark of another tool for a draft or for a day of publication.
#[derive(Clone, Debug)]
pub(crate) struct HeldBy {
    /// As an author writes it: `published: false`, `publishDate`, `_drafts/`.
    pub(crate) what: String,
    pub(crate) span: Span,
}

/// A value and the way to it in the front matter.
#[derive(Clone, Debug)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) place: KeyPath,
    /// Whether it is written in the page that this one translates.
    pub(crate) is_inherited: bool,
}

impl<T> Located<T> {
    /// A value that the page itself has.
    pub(crate) fn new(value: T, place: KeyPath) -> Located<T> {
        Located { value, place, is_inherited: false }
    }

    /// The same value, for a page that translates the one that has it.
    pub(crate) fn inherited(self) -> Located<T> {
        Located { is_inherited: true, ..self }
    }
}

/// A value of a declared field, already of the declared type.
#[derive(Clone, Debug)]
pub(crate) enum FieldValue {
    /// One line.
    String(String),
    /// Markdown.
    Text(Arc<FieldText>),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    Date(Date),
    Url(String),
    Email(String),
    Term(TermId),
    /// The key of a reference, which may not exist.
    Citation(Located<String>),
}

impl FieldValue {
    /// Whether it is a term of a vocabulary.
    pub(crate) fn is_term(&self, wanted: TermId) -> bool {
        matches!(self, FieldValue::Term(id) if *id == wanted)
    }

    /// The term, of a value of a vocabulary.
    pub(crate) fn term(&self) -> Option<TermId> {
        match self {
            FieldValue::Term(id) => Some(*id),
            _ => None,
        }
    }

    /// The plain words of a text that its author wrote freely.
    pub(crate) fn words(&self) -> Option<String> {
        match self {
            FieldValue::String(text) => Some(text.clone()),
            FieldValue::Text(text) => Some(text.words()),
            _ => None,
        }
    }
}

/// "This page supersedes that one", as written in front matter.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// The collection and the field that declare it.
    pub(crate) field: FieldId,
    pub(crate) side: RelationSide,
    /// The other page: its path inside its collection's folder, without `.md`.
    pub(crate) to: Located<String>,
    pub(crate) reason: Option<String>,
    /// Whether the reason is in the words of the page that this one translates.
    pub(crate) is_reason_inherited: bool,
    /// The position of the term in the relation's vocabulary.
    pub(crate) strength: Option<usize>,
}

/// On which side of a relation a page stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum RelationSide {
    /// The side of the field that declares it.
    Forward,
    Inverse,
}
