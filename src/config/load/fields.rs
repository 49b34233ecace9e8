//! The fields that a collection declares for its pages.

use super::names::{Named, Names};
use crate::config::declare::{
    AnyText, By, InBlock, KeyTable, NameKind, NameOf, Number, OneOf, Shape, Spanned, To, Truth,
    ValueType as _, Variants, WholeNumber, is_name, key, name_of,
};
use crate::config::{
    Cardinality, Config, Field, FieldKind, PageKeys, RelationSchema, words_of_name,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::yaml::YamlNode;

/// A field as it is written.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the settings by itself")]
pub(super) struct DeclaredField {
    pub(super) name: String,
    kind: Option<Type>,
    label: Option<String>,
    help: Option<String>,
    list: bool,
    required: bool,
    synonyms: bool,
    in_cards: bool,
    integers: Bounds<i64>,
    numbers: Bounds<f64>,
    vocabulary: Option<Named>,
    to: Option<Named>,
    pub(super) inverse: Option<Named>,
    inverse_label: Option<String>,
    cardinality: Cardinality,
    strength: Option<Named>,
    acyclic: bool,
}

/// The least and the greatest number that a field takes, and where the latter is written.
#[derive(Default)]
struct Bounds<N> {
    min: Option<N>,
    max: Option<(N, Span)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    String,
    Text,
    Integer,
    Number,
    Boolean,
    Date,
    Url,
    Email,
    OneOf,
    Citation,
    Relation,
}

const TYPES: [(&str, Type); 11] = [
    ("string", Type::String),
    ("text", Type::Text),
    ("integer", Type::Integer),
    ("number", Type::Number),
    ("boolean", Type::Boolean),
    ("date", Type::Date),
    ("url", Type::Url),
    ("email", Type::Email),
    ("one-of", Type::OneOf),
    ("citation", Type::Citation),
    ("relation", Type::Relation),
];

const CARDINALITIES: [(&str, Cardinality); 4] = [
    ("many-to-many", Cardinality::ManyToMany),
    ("one-to-many", Cardinality::OneToMany),
    ("many-to-one", Cardinality::ManyToOne),
    ("one-to-one", Cardinality::OneToOne),
];

static FIELD: KeyTable<DeclaredField> = KeyTable {
    keys: &[
        key("type", &To(OneOf(&TYPES), |it: &mut DeclaredField, kind| it.kind = Some(kind)))
            .required("What its values are."),
        key("label", &To(AnyText, |it: &mut DeclaredField, label| it.label = Some(label)))
            .or("the name as words", "The name that readers see."),
        key("help", &To(AnyText, |it: &mut DeclaredField, help| it.help = Some(help)))
            .or("none", "What authors should write there."),
        key("required", &To(Truth, |it: &mut DeclaredField, required| it.required = required))
            .or_default(
                |it| format!("`{}`", it.required),
                "Whether every page has it, and not an empty one.",
            ),
        key("synonyms", &To(Truth, |it: &mut DeclaredField, synonyms| it.synonyms = synonyms))
            .or_default(
                |it| format!("`{}`", it.synonyms),
                "Whether the search takes its values for other names of the page.",
            )
            .only(&["string"]),
        key("in_cards", &To(Truth, |it: &mut DeclaredField, shown| it.in_cards = shown))
            .or_default(
                |it| format!("`{}`", it.in_cards),
                "Whether cards and lists of pages show its first three values.",
            )
            .only(&["string", "text"]),
        key("list", &To(Truth, |it: &mut DeclaredField, list| it.list = list))
            .or_default(|it| format!("`{}`", it.list), "Whether it has several values.")
            .only(&[
                "string", "text", "integer", "number", "boolean", "date", "url", "email", "one-of",
                "citation",
            ]),
        key("min", &To(WholeNumber, |it: &mut DeclaredField, min| it.integers.min = Some(min)))
            .or("none", "The least number that it takes.")
            .only(&["integer"]),
        key("min", &To(Number, |it: &mut DeclaredField, min| it.numbers.min = Some(min)))
            .or("none", "The least number that it takes.")
            .only(&["number"]),
        key(
            "max",
            &To(Spanned(WholeNumber), |it: &mut DeclaredField, max| it.integers.max = Some(max)),
        )
        .or("none", "The greatest number that it takes.")
        .only(&["integer"]),
        key("max", &To(Spanned(Number), |it: &mut DeclaredField, max| it.numbers.max = Some(max)))
            .or("none", "The greatest number that it takes.")
            .only(&["number"]),
        key(
            "vocabulary",
            &To(NameOf(NameKind::Vocabulary), |it: &mut DeclaredField, name| {
                it.vocabulary = Some(name);
            }),
        )
        .required("The values that it can have.")
        .only(&["one-of"]),
        key(
            "to",
            &To(NameOf(NameKind::Collection), |it: &mut DeclaredField, name| it.to = Some(name)),
        )
        .required("The collection that it leads to.")
        .only(&["relation"]),
        key(
            "inverse",
            &To(Spanned(AnyText), |it: &mut DeclaredField, name| it.inverse = Some(name)),
        )
        .or("none", "The key under which pages of the other side may write it.")
        .only(&["relation"]),
        key(
            "inverse_label",
            &To(AnyText, |it: &mut DeclaredField, label| it.inverse_label = Some(label)),
        )
        .or("the collection's label", "Its name on the other side.")
        .only(&["relation"]),
        key(
            "cardinality",
            &To(OneOf(&CARDINALITIES), |it: &mut DeclaredField, many| it.cardinality = many),
        )
        .or_default(
            |it| name_of(&CARDINALITIES, &it.cardinality),
            "How many pages it joins, those of this side first.",
        )
        .only(&["relation"]),
        key(
            "strength",
            &To(NameOf(NameKind::Vocabulary), |it: &mut DeclaredField, name| {
                it.strength = Some(name);
            }),
        )
        .or("none", "How strong it can be: a vocabulary with the strongest value first.")
        .only(&["relation"]),
        key("acyclic", &To(Truth, |it: &mut DeclaredField, acyclic| it.acyclic = acyclic))
            .or_default(|it| format!("`{}`", it.acyclic), "Whether it may not lead in a circle.")
            .only(&["relation"]),
    ],
    variants: Some(Variants { noun: "a field of type", of: DeclaredField::type_name }),
};

impl DeclaredField {
    fn type_name(&self) -> Option<&'static str> {
        let found = TYPES.iter().find(|(_, kind)| Some(*kind) == self.kind);
        found.map(|(name, _)| *name)
    }
}

pub(super) const FIELDS: By<Vec<DeclaredField>> = By {
    read: |node, diagnostics| Some(fields(node, diagnostics)),
    shape: || Shape::map("FIELD", FIELD.shape()),
    help_without_value: None,
};

fn fields(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<DeclaredField> {
    let mut fields = Vec::new();
    for (name, node) in node.entries(diagnostics) {
        let message = if !is_name(name) {
            "names are made of letters, digits, `-` and `_`".to_owned()
        } else if PageKeys::is_reserved(name) {
            format!("`{name}` is a key of every page already")
        } else {
            let field = InBlock(&FIELD).read(&node, diagnostics);
            fields.extend(field.map(|field| DeclaredField { name: name.to_owned(), ..field }));
            continue;
        };
        let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
        diagnostics.push(problem.help("give the field another name"));
    }
    fields
}

/// A field with the names in it resolved. `None` if it has no type, or one that lacks what it needs.
pub(super) fn field(
    declared: &DeclaredField,
    config: &Config,
    collection: usize,
    names: &mut Names<'_>,
) -> Option<Field> {
    let kind = kind(declared, config, collection, names)?;
    let list = match &kind {
        FieldKind::Relation(relation) => relation.cardinality.to_many(),
        _ => declared.list,
    };
    Some(Field {
        name: declared.name.clone(),
        label: declared.label.clone().unwrap_or_else(|| words_of_name(&declared.name)),
        help: declared.help.clone(),
        kind,
        list,
        required: declared.required,
        synonyms: declared.synonyms,
        in_cards: declared.in_cards,
    })
}

fn kind(
    declared: &DeclaredField,
    config: &Config,
    collection: usize,
    names: &mut Names<'_>,
) -> Option<FieldKind> {
    Some(match declared.kind? {
        Type::String => FieldKind::String,
        Type::Text => FieldKind::Text,
        Type::Integer => {
            let (min, max) = bounds(&declared.integers, names);
            FieldKind::Integer { min, max }
        }
        Type::Number => {
            let (min, max) = bounds(&declared.numbers, names);
            FieldKind::Number { min, max }
        }
        Type::Boolean => FieldKind::Boolean,
        Type::Date => FieldKind::Date,
        Type::Url => FieldKind::Url,
        Type::Email => FieldKind::Email,
        Type::OneOf => FieldKind::OneOf(names.vocabulary(declared.vocabulary.as_ref()?, config)?),
        Type::Citation => FieldKind::Citation,
        Type::Relation => FieldKind::Relation(relation(declared, config, collection, names)?),
    })
}

fn bounds<N: PartialOrd + Copy>(
    declared: &Bounds<N>,
    names: &mut Names<'_>,
) -> (Option<N>, Option<N>) {
    if let Bounds { min: Some(min), max: Some((max, span)) } = declared
        && min > max
    {
        let message = "the greatest number is below the least";
        names.diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(*span));
    }
    (declared.min, declared.max.map(|(max, _)| max))
}

fn relation(
    declared: &DeclaredField,
    config: &Config,
    collection: usize,
    names: &mut Names<'_>,
) -> Option<RelationSchema> {
    let to = declared.to.as_ref().and_then(|named| names.collection(named, config));
    let strength = declared.strength.as_ref().and_then(|named| names.vocabulary(named, config));
    let inverse_label = declared.inverse_label.as_ref();
    Some(RelationSchema {
        to: to?,
        inverse: declared.inverse.as_ref().map(|(name, _)| name.clone()),
        inverse_label: inverse_label.unwrap_or(&config.collections[collection].label).clone(),
        cardinality: declared.cardinality,
        strength,
        acyclic: declared.acyclic,
    })
}
