//! What a project declares: vocabularies, collections with typed fields, and matrices.

use crate::language::composed;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A closed list of values.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    pub(crate) name: String,
    pub(crate) label: String,
    /// In the order in which they are shown.
    pub(crate) terms: Vec<VocabularyTerm>,
}

impl Vocabulary {
    pub(crate) fn position(&self, value: &str) -> Option<usize> {
        let wanted = composed(value);
        self.terms.iter().position(|term| composed(&*term.value) == wanted)
    }
}

/// A value of a vocabulary.
#[derive(Clone, Debug)]
pub(crate) struct VocabularyTerm {
    /// As front matter writes it.
    pub(crate) value: String,
    /// As readers see it.
    pub(crate) label: String,
    pub(crate) description: Option<String>,
}

/// A collection: the folder and the fields that its pages have in common.
#[derive(Clone, Debug)]
pub(crate) struct CollectionSchema {
    pub(crate) name: String,
    /// The name of the set: "Recipes".
    pub(crate) label: String,
    /// The name of one of them: "Recipe".
    pub(crate) singular: String,
    pub(crate) description: Option<String>,
    /// The folder that holds its pages, inside the content folder, without slashes at its ends.
    pub(crate) folder: String,
    pub(crate) layout: Layout,
    /// Whether texts link to these pages where they first use their names.
    pub(crate) link_terms: bool,
    pub(crate) order: Order,
    /// Whether its pages lead to the next and the previous one.
    pub(crate) ordered: bool,
    /// The position of the field by whose values the list is divided.
    pub(crate) group_by: Option<usize>,
    pub(crate) fields: Vec<Field>,
}

impl CollectionSchema {
    pub(crate) fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

/// How the list of a collection is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Layout {
    #[default]
    List,
    /// By first letter.
    Glossary,
}

/// The order of a collection's pages; the title decides between equals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    Title,
    Weight,
    /// Newest first.
    Date,
    /// The position of a field.
    Field(usize),
}

/// A field, by the positions of its collection and of itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct FieldId {
    pub(crate) collection: usize,
    pub(crate) field: usize,
}

/// A value of a vocabulary, by the positions of both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct TermId {
    pub(crate) vocabulary: usize,
    pub(crate) term: usize,
}

/// A typed key of the pages of a collection.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the settings by itself")]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: String,
    /// Words for authors on what to write there.
    pub(crate) help: Option<String>,
    pub(crate) kind: FieldKind,
    /// Several values; of a relation, whether it may name more than one page.
    pub(crate) list: bool,
    pub(crate) required: bool,
    /// Whether a search for a value finds what a search for the page's title finds.
    pub(crate) synonyms: bool,
    /// Whether cards of the page show its first values.
    pub(crate) in_cards: bool,
}

/// The type of a field's values.
#[derive(Clone, Debug)]
pub(crate) enum FieldKind {
    /// One line.
    String,
    /// Several lines of Markdown.
    Text,
    Integer {
        min: Option<i64>,
        max: Option<i64>,
    },
    Number {
        min: Option<f64>,
        max: Option<f64>,
    },
    Boolean,
    Date,
    Url,
    Email,
    /// The position of a vocabulary.
    OneOf(usize),
    /// A key of the reference file.
    Citation,
    Relation(RelationSchema),
}

impl FieldKind {
    /// The name in `fieldguide.yaml`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            FieldKind::String => "string",
            FieldKind::Text => "text",
            FieldKind::Integer { .. } => "integer",
            FieldKind::Number { .. } => "number",
            FieldKind::Boolean => "boolean",
            FieldKind::Date => "date",
            FieldKind::Url => "url",
            FieldKind::Email => "email",
            FieldKind::OneOf(_) => "one-of",
            FieldKind::Citation => "citation",
            FieldKind::Relation(_) => "relation",
        }
    }
}

/// A relation from the pages of one collection to those of another.
#[derive(Clone, Debug)]
pub(crate) struct RelationSchema {
    /// The position of the collection it leads to.
    pub(crate) to: usize,
    /// The key under which the other side may write it.
    pub(crate) inverse: Option<String>,
    /// Its name on the other side.
    pub(crate) inverse_label: String,
    pub(crate) cardinality: Cardinality,
    /// The position of the vocabulary of its strength.
    pub(crate) strength: Option<usize>,
    pub(crate) acyclic: bool,
}

/// How many pages a relation joins, this side first.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Cardinality {
    #[default]
    ManyToMany,
    OneToMany,
    ManyToOne,
    OneToOne,
}

impl Cardinality {
    /// Whether a page of this side may name several pages.
    pub(crate) fn to_many(self) -> bool {
        matches!(self, Cardinality::ManyToMany | Cardinality::OneToMany)
    }

    /// Whether a page of the other side may be named by several pages.
    pub(crate) fn is_shared(self) -> bool {
        matches!(self, Cardinality::ManyToMany | Cardinality::ManyToOne)
    }
}

/// A table of two collections and a relation between them.
#[derive(Clone, Debug)]
pub(crate) struct MatrixSchema {
    pub(crate) name: String,
    pub(crate) label: String,
    /// The content path of its page.
    pub(crate) page: String,
    /// Where the page is named, else the matrix itself.
    pub(crate) span: Span,
    /// Positions of the collections.
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// The collection and the field that hold the relation.
    pub(crate) relation: FieldId,
}

/// A kind of callout that a project declares.
#[derive(Clone, Debug)]
pub(crate) struct CalloutSchema {
    /// The name that an author writes.
    pub(crate) name: String,
    /// The words that stand over it.
    pub(crate) label: String,
    pub(crate) tone: Tone,
}

/// The look and the weight of a callout, as in GitHub's alerts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) enum Tone {
    #[default]
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

impl Tone {
    /// Each with its name, in order.
    pub(crate) const ALL: [(&'static str, Tone); 5] = [
        ("note", Tone::Note),
        ("tip", Tone::Tip),
        ("important", Tone::Important),
        ("warning", Tone::Warning),
        ("caution", Tone::Caution),
    ];

    pub(crate) fn name(self) -> &'static str {
        Tone::ALL[self as usize].0
    }
}
