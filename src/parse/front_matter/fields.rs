//! The fields that a collection declares: YAML values to typed ones, and relations.

use std::sync::Arc;

use crate::config::{
    Config, Drafts, Field, FieldId, FieldKind, Project, RelationSchema, TermId, date,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, listed};
use crate::document::{Document, ParsedDocument};
use crate::site::{
    FieldText, FieldValue, FrontMatter, Located, Relation, RelationSide, Visibility,
};
use crate::yaml::{MappingReader, Value, YamlNode};

/// Reads the declared fields of a page, and relations that begin at its collection or are `ending` there; each
/// mistake is reported and left out. Returns what
/// there is to say of required fields that are not there.
pub(super) fn declared_fields(
    front_matter: &mut FrontMatter,
    block: &mut MappingReader<'_>,
    (position, ending): (usize, &[FieldId]),
    config: &Config,
    project: &Project,
    diagnostics: &mut Diagnostics,
) -> Diagnostics {
    let mut missing = Diagnostics::default();
    let schema = &config.collections[position];
    // A draft may be unfinished as long as nobody reads it.
    let is_draft = front_matter.visibility == Visibility::Draft;
    let is_due = !is_draft || project.drafts != Drafts::Exclude;
    for (field_position, field) in schema.fields.iter().enumerate() {
        let node = block.get(&field.name);
        let empty = block.blank(&field.name).filter(|_| field.required);
        let Some(node) = node.filter(|_| empty.is_none()) else {
            // One that is written on the other side counts: `check` looks at both.
            let is_relation = matches!(field.kind, FieldKind::Relation(_));
            match empty {
                Some(empty) if is_relation => {
                    front_matter.unfilled.push((field_position, empty.key_span()));
                }
                Some(empty) if is_due => missing.push(empty_field(&empty, field)),
                None if field.required && is_due && !is_relation => {
                    missing.push(missing_field(front_matter, field, &schema.singular));
                }
                _ => {}
            }
            continue;
        };
        if let FieldKind::Relation(relation) = &field.kind {
            let id = FieldId { collection: position, field: field_position };
            let side = (id, RelationSide::Forward);
            let many = relation.cardinality.to_many();
            let found = relations(&node, side, relation, many, config, diagnostics);
            front_matter.relations.extend(found);
            continue;
        }
        let values: Vec<FieldValue> = items(&node, field.list, diagnostics)
            .iter()
            .filter_map(|item| value(item, &field.kind, config, diagnostics))
            .collect();
        if !values.is_empty() {
            front_matter.fields.push((field_position, values));
        }
    }
    // Relations of other collections that end here may be written on this side.
    for id in ending {
        let relation = config.relation(*id);
        let Some(inverse) = relation.inverse.as_deref() else { continue };
        // A relation that is its own inverse was read above.
        if schema.field(inverse).is_some() {
            continue;
        }
        let Some(node) = block.get(inverse) else { continue };
        let side = (*id, RelationSide::Inverse);
        let many = relation.cardinality.is_shared();
        front_matter.relations.extend(relations(&node, side, relation, many, config, diagnostics));
    }
    missing
}

/// A required field whose key is there, as `fieldguide new` leaves it.
fn empty_field(node: &YamlNode<'_>, field: &Field) -> Diagnostic {
    let message = format!("`{}` is not filled in yet", field.name);
    let problem = Diagnostic::new(Code::MissingField, message).at(node.key_span());
    let help = field.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    problem.help(format!("write its value behind `{}:`{help}", field.name))
}

fn missing_field(front_matter: &FrontMatter, field: &Field, singular: &str) -> Diagnostic {
    let slice = &front_matter.slice;
    let first_line = slice.text().lines().next().map_or(0, str::len);
    let span = slice.file.span(slice.start, slice.start + first_line);
    let message = format!("a page of the kind `{singular}` needs the field `{}`", field.name);
    let mut problem = Diagnostic::new(Code::MissingField, message).at(span);
    if first_line == 0 {
        problem =
            problem.help(format!("begin the file with front matter that has `{}:`", field.name));
    } else if let Some(help) = &field.help {
        problem = problem.help(format!("add `{}:` ({help})", field.name));
    } else {
        problem = problem.help(format!("add `{}:`", field.name));
    }
    problem
}

/// The items of a list field, or the one value of another.
fn items<'a>(node: &YamlNode<'a>, list: bool, diagnostics: &mut Diagnostics) -> Vec<YamlNode<'a>> {
    if list { node.list(diagnostics).unwrap_or_default() } else { vec![node.clone()] }
}

fn value(
    node: &YamlNode<'_>,
    kind: &FieldKind,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<FieldValue> {
    Some(match kind {
        FieldKind::String => {
            let text = node.text(diagnostics)?;
            if text.trim_end().contains('\n') {
                diagnostics.push(node.invalid("one line of text is wanted here"));
            }
            FieldValue::String(text.trim().to_owned())
        }
        FieldKind::Text => {
            let markdown = node.text(diagnostics)?;
            let span = node.span();
            let ParsedDocument { document, problems } = Document::fragment(&markdown, config);
            for problem in problems {
                diagnostics.push(problem.diagnostic.at(span));
            }
            FieldValue::Text(Arc::new(FieldText { markdown, document, span }))
        }
        FieldKind::Integer { min, max } => {
            let value = node.integer(diagnostics)?;
            in_range(node, value, *min, *max, diagnostics)?;
            FieldValue::Integer(value)
        }
        FieldKind::Number { min, max } => {
            let value = node.number(diagnostics)?;
            in_range(node, value, *min, *max, diagnostics)?;
            FieldValue::Number(value)
        }
        FieldKind::Boolean => FieldValue::Boolean(node.bool(diagnostics)?),
        FieldKind::Date => FieldValue::Date(date(node, diagnostics)?),
        FieldKind::Url => FieldValue::Url(url(node, diagnostics)?),
        FieldKind::Email => FieldValue::Email(email(node, diagnostics)?),
        FieldKind::OneOf(vocabulary) => {
            let term = term(node, *vocabulary, config, diagnostics)?;
            FieldValue::Term(TermId { vocabulary: *vocabulary, term })
        }
        FieldKind::Citation => {
            let value = node.text(diagnostics)?;
            FieldValue::Citation(Located::new(value, node.place.clone()))
        }
        FieldKind::Relation(_) => unreachable!("relations are not values"),
    })
}

fn in_range<T: PartialOrd + std::fmt::Display>(
    node: &YamlNode<'_>,
    value: T,
    min: Option<T>,
    max: Option<T>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    if let Some(min) = min.filter(|min| value < *min) {
        diagnostics.push(node.invalid(format!("the number has to be at least {min}")));
        return None;
    }
    if let Some(max) = max.filter(|max| value > *max) {
        diagnostics.push(node.invalid(format!("the number has to be at most {max}")));
        return None;
    }
    Some(())
}

fn url(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let valid = rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !text.chars().any(|c| c.is_whitespace() || c.is_control())
    });
    if !valid {
        let problem = node.invalid(format!("`{text}` is not a web address"));
        let help = if !text.contains("://") && text.contains('.') && !text.contains(' ') {
            format!("write the whole address: `https://{text}`")
        } else {
            "write the whole address, such as `https://example.org/page`".to_owned()
        };
        diagnostics.push(problem.help(help));
        return None;
    }
    Some(text)
}

fn email(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let valid = text.split_once('@').is_some_and(|(name, host)| {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
        !name.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && name.chars().chain(host.chars()).all(plain)
    });
    if !valid {
        let problem = node.invalid(format!("`{text}` is not an e-mail address"));
        diagnostics.push(problem.help("write it like `name@example.org`"));
        return None;
    }
    Some(text)
}

/// The position of a value in its vocabulary.
fn term(
    node: &YamlNode<'_>,
    vocabulary: usize,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let text = node.text(diagnostics)?;
    let vocabulary = &config.vocabularies[vocabulary];
    if let Some(position) = vocabulary.position(&text) {
        return Some(position);
    }
    let values = || vocabulary.terms.iter().map(|term| term.value.as_str());
    let by_label = vocabulary.terms.iter().find(|term| term.label.eq_ignore_ascii_case(&text));
    let meant = by_label.map(|term| term.value.as_str()).or_else(|| node.nearest(&text, values()));
    let message = format!("`{text}` is not a value of `{}`", vocabulary.name);
    let problem = Diagnostic::new(Code::UnknownValue, message).at(node.span()).did_you_mean(meant);
    diagnostics.push(problem.note(format!("the values are {}", listed(values()))));
    None
}

/// The entries of a relation: names of pages, or blocks with `to`, `reason` and `strength`.
fn relations(
    node: &YamlNode<'_>,
    (field, side): (FieldId, RelationSide),
    schema: &RelationSchema,
    many: bool,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Relation> {
    let mut found = Vec::new();
    if !many && matches!(node.value, Value::List(_)) {
        diagnostics.push(node.wrong_type("the name of one page"));
        return found;
    }
    for item in items(node, many, diagnostics) {
        let plain = |to: YamlNode<'_>, value| Relation {
            field,
            side,
            to: Located::new(value, to.place),
            reason: None,
            is_reason_inherited: false,
            strength: None,
        };
        if !matches!(item.value, Value::Map(_)) {
            found.extend(item.text(diagnostics).map(|value| plain(item.clone(), value)));
            continue;
        }
        let Some(mut block) = item.fields(diagnostics) else {
            continue;
        };
        // `require` would name the list's key; the block itself is the place here.
        let Some(to) = block.get("to") else {
            let problem = Diagnostic::new(Code::MissingKey, "the key `to` is missing here");
            diagnostics.push(problem.at(item.span()).help("add `to:` with the page's file name"));
            continue;
        };
        let Some(value) = to.text(diagnostics) else {
            continue;
        };
        let mut relation = plain(to, value);
        relation.reason = block.text("reason", diagnostics);
        if let Some(vocabulary) = schema.strength
            && let Some(node) = block.get("strength")
        {
            relation.strength = term(&node, vocabulary, config, diagnostics);
        }
        block.finish(diagnostics);
        found.push(relation);
    }
    found
}
