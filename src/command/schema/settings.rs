//! The schema of `fieldguide.yaml`.

use serde_json::{Map, Value, json};

use super::one_of;
use crate::config::{Editor, FontFace, HOME_PARTS, Tone};
use crate::csl::Style;
use crate::diagnostic::Code;
use crate::pipeline::Edition;

/// The settings, with the names that they declare.
pub(super) fn schema(edition: &Edition) -> Value {
    let config = &edition.config;
    let collections: Vec<&str> = config.collections.iter().map(|it| it.name.as_str()).collect();
    let vocabularies: Vec<&str> = config.vocabularies.iter().map(|it| it.name.as_str()).collect();
    let link = |words: &str| {
        block(
            &[(words, text("The words of the link")), ("link", text("Where it leads"))],
            &[words, "link"],
        )
    };
    let entry = block(
        &[
            ("title", text("The words of the link")),
            ("text", text("A second line of words")),
            ("link", text("Where it leads")),
        ],
        &["title", "link"],
    );
    let footer = block(
        &[("text", text("Markdown")), ("links", list(link("label"))), ("license", link("label"))],
        &[],
    );
    let home = block(
        &[
            ("lead", text("One short promise")),
            ("entries", list(entry)),
            ("collections", list(one_of(&collections))),
            ("show", list(one_of(HOME_PARTS))),
        ],
        &[],
    );
    let references = block(
        &[
            ("file", text("A file in the content folder")),
            ("page", text("The path of the bibliography")),
            (
                "style",
                json!({ "anyOf": [one_of(Style::names()), { "type": "string", "pattern": "\\.[cC][sS][lL]$" }] }),
            ),
        ],
        &["file"],
    );
    let search = block(
        &[
            ("synonyms", list(list(text("A word or a phrase")))),
            ("shortcut", text("Keys such as `Control+k`, or `off`")),
        ],
        &[],
    );
    let feed =
        block(&[("limit", json!({ "type": "integer", "minimum": 0, "maximum": 1000 }))], &[]);
    let review = block(&[("page", text("The path of the list of reviews"))], &["page"]);
    let editors: Vec<&str> = Editor::names().chain(["system"]).collect();
    let editor = json!({ "anyOf": [one_of(editors), { "type": "string" }] });
    let properties = [
        ("title", text("The name of the site")),
        ("description", text("What it is about, in a sentence")),
        ("language", text("A language tag, such as `en`")),
        ("languages", languages()),
        ("language_addresses", json!({ "enum": ["others", "all"] })),
        ("words", words()),
        ("author", text("A person or an organization")),
        ("base_url", json!({ "type": "string", "format": "uri" })),
        ("content", text("The folder of Markdown")),
        ("output", text("The folder to publish")),
        ("urls", json!({ "enum": ["files", "directories"] })),
        ("include", list(text("Another file of settings"))),
        ("editor", editor),
        ("theme", theme()),
        ("menu", list(link("label"))),
        ("footer", footer),
        ("contact", link("label")),
        ("home", home),
        ("feed", feed),
        ("related", json!({ "type": "integer", "minimum": 0, "maximum": 20 })),
        ("search", search),
        ("references", references),
        ("review", review),
        ("tags", list(text("A tag that pages may have"))),
        ("advice", advice()),
        ("external", external()),
        ("checks", checks()),
        ("math", flag("Whether texts hold formulas between dollar signs")),
        ("variables", named(text("The words that the name stands for"))),
        ("abbreviations", named(text("What it is short for"))),
        ("callouts", named(callout())),
        ("vocabularies", named(vocabulary())),
        ("collections", named(collection(&collections, &vocabularies))),
        ("matrices", named(matrix(&collections))),
    ];
    let mut schema = block(&properties, &[]);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("Settings of a fieldguide site");
    schema
}

/// Each a tag, or a tag with a name.
fn languages() -> Value {
    let tag = || {
        json!({
            "type": "string",
            "pattern": "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*$",
            "description": "A language tag, such as `es`",
        })
    };
    let in_block = block(&[("tag", tag()), ("name", text("What its speakers call it"))], &["tag"]);
    list(json!({ "anyOf": [tag(), in_block] }))
}

/// By language, words of the settings with their translation; without one it is still missing.
fn words() -> Value {
    named(named(json!({ "anyOf": [{ "type": "null" }, text("The same in that language")] })))
}

fn theme() -> Value {
    let font = block(
        &FontFace::ALL.map(|(face, _)| (face, text("A font file in the content folder"))),
        &[],
    );
    block(
        &[
            ("folder", text("Files that replace those of the built-in theme")),
            ("logo", text("A picture in the content folder")),
            ("favicon", text("A picture in the content folder")),
            ("accent", colour()),
            ("accent_dark", colour()),
            ("font", font.clone()),
            ("heading_font", font),
        ],
        &[],
    )
}

fn advice() -> Value {
    block(
        &[
            ("sentence_words", json!({ "type": "integer", "minimum": 5, "maximum": 200 })),
            ("known_acronyms", list(text("A short form that needs no explanation"))),
            ("wording", named(text("Better words"))),
        ],
        &[],
    )
}

fn external() -> Value {
    let patterns = || list(text("What an address begins with, or a pattern with `*`"));
    block(
        &[
            ("skip", patterns()),
            ("only", patterns()),
            ("keep_days", json!({ "type": "integer", "minimum": 0, "maximum": 365 })),
            ("timeout", json!({ "type": "integer", "minimum": 1, "maximum": 300 })),
            ("private_hosts", flag("Whether hosts of this machine and its network are asked")),
        ],
        &[],
    )
}

/// A block of these keys and no others.
fn block(properties: &[(&str, Value)], required: &[&str]) -> Value {
    let properties: Map<String, Value> =
        properties.iter().map(|(key, schema)| ((*key).to_owned(), schema.clone())).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// Blocks by names that the project chooses.
fn named(schema: Value) -> Value {
    json!({ "type": "object", "additionalProperties": schema })
}

fn list(schema: Value) -> Value {
    json!({ "type": "array", "items": schema })
}

/// Text; plain numbers and truth values are taken for it.
fn text(what: &str) -> Value {
    json!({ "type": ["string", "number", "boolean"], "description": what })
}

fn flag(what: &str) -> Value {
    json!({ "type": "boolean", "description": what })
}

fn colour() -> Value {
    json!({ "type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$" })
}

fn checks() -> Value {
    let codes = Code::all().filter(|code| !code.is_fixed());
    let levels = json!({ "enum": ["off", "advice", "warning", "error", false] });
    let properties: Map<String, Value> =
        codes.map(|code| (code.name().to_owned(), levels.clone())).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn callout() -> Value {
    let tones = Tone::ALL.map(|(name, _)| name);
    block(&[("label", text("What stands over it")), ("tone", one_of(tones))], &["label"])
}

fn vocabulary() -> Value {
    let term =
        block(&[("label", text("As readers see it")), ("description", text("What it means"))], &[]);
    let values = named(json!({ "anyOf": [{ "type": "null" }, text("As readers see it"), term] }));
    block(&[("label", text("As readers see it")), ("values", values)], &["values"])
}

fn collection(collections: &[&str], vocabularies: &[&str]) -> Value {
    block(
        &[
            ("label", text("The name of the set")),
            ("singular", text("The name of one of them")),
            ("description", text("What its pages are about")),
            ("folder", text("The folder that holds its pages")),
            ("layout", json!({ "enum": ["list", "glossary"] })),
            ("link_terms", flag("Whether texts link to its pages where they use their names")),
            ("order", text("`title`, `weight`, `date` or a field")),
            ("ordered", flag("Whether its pages lead to the next and the previous one")),
            ("group_by", text("The field by whose values the list is divided")),
            ("fields", named(field(collections, vocabularies))),
        ],
        &[],
    )
}

fn field(collections: &[&str], vocabularies: &[&str]) -> Value {
    let kinds = [
        "string", "text", "integer", "number", "boolean", "date", "url", "email", "one-of",
        "citation", "relation",
    ];
    let cardinalities = ["many-to-many", "one-to-many", "many-to-one", "one-to-one"];
    block(
        &[
            ("type", one_of(kinds)),
            ("label", text("As readers see it")),
            ("help", text("What authors should write there")),
            ("list", flag("Whether it has several values")),
            ("required", flag("Whether every page has it")),
            ("synonyms", flag("Whether its values are other names of the page")),
            ("in_cards", flag("Whether cards of the page show its first values")),
            ("min", json!({ "type": "number" })),
            ("max", json!({ "type": "number" })),
            ("vocabulary", one_of(vocabularies)),
            ("to", one_of(collections)),
            ("inverse", text("Its key on the other side")),
            ("inverse_label", text("Its name on the other side")),
            ("cardinality", one_of(cardinalities)),
            ("strength", one_of(vocabularies)),
            ("acyclic", flag("Whether it may not lead in a circle")),
        ],
        &["type"],
    )
}

fn matrix(collections: &[&str]) -> Value {
    block(
        &[
            ("page", text("The path of its page")),
            ("label", text("As readers see it")),
            ("rows", one_of(collections)),
            ("columns", one_of(collections)),
            ("relation", text("The field that joins them")),
        ],
        &["rows", "columns", "relation"],
    )
}
