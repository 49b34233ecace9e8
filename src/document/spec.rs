//! Components: what each fence of a text opens or closes, and whether it may.

use std::collections::HashSet;
use std::ops::Range;

use super::{Callout, ComponentKind, EmbedKind, Numbered};
use crate::config::{
    ArgumentSpec, ArgumentValue, CALLOUT, COMPONENTS, Choice, ComponentSpec, Config, HEADINGS,
    LabelSpec, Tone, quoted,
};
use crate::diagnostic::{Code, Diagnostic, listed};
use crate::markdown::{self, Argument, Fence, FenceText, Opening};
use crate::nearest::Suggestions;

/// The child that some components have to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RequiredChild {
    Picture,
    Table,
    Tab,
}

impl RequiredChild {
    /// The child that a component of a kind has to hold.
    pub(crate) fn by(kind: &ComponentKind) -> Option<RequiredChild> {
        match kind {
            ComponentKind::Tabs => Some(RequiredChild::Tab),
            ComponentKind::Figure => Some(RequiredChild::Picture),
            ComponentKind::Table { .. } => Some(RequiredChild::Table),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            RequiredChild::Picture => "picture",
            RequiredChild::Table => "table",
            RequiredChild::Tab => "`tab`",
        }
    }

    pub(crate) fn help(self) -> &'static str {
        match self {
            RequiredChild::Picture => "write one into it: `![What it shows](picture.svg)`",
            RequiredChild::Table => "write one into it, with an empty line before it",
            RequiredChild::Tab => "write one into it for each text: `::: tab Some words`",
        }
    }
}

/// Whether an argument is read by people, so that variables in it are filled in.
pub(crate) fn is_in_words(argument: &str) -> bool {
    let mut arguments = COMPONENTS.iter().flat_map(|spec| spec.arguments);
    arguments.any(|it| it.name == argument && matches!(it.value, ArgumentValue::Words))
}

/// A component, and what it takes.
pub(crate) type KnownComponent = (ComponentKind, &'static ComponentSpec);

/// Something wrong with an opening. Its place is bytes of the text.
type SpecProblem = (Diagnostic, Range<usize>);

/// All that is wrong with an opening.
pub(super) type OpeningProblems = Vec<SpecProblem>;

/// The component that a fence opens. Problems have their places in the text, from its beginning.
pub(crate) struct OpenedComponent {
    /// `None` if nobody knows it.
    pub(crate) component: Option<KnownComponent>,
    pub(crate) problems: OpeningProblems,
}

/// Reads an opening; `inside` is the name of the component around it.
pub(crate) fn open(
    fence: &Fence,
    opening: &Opening,
    inside: Option<&str>,
    config: &Config,
    suggestions: &Suggestions,
) -> OpenedComponent {
    let name = opening.name.text.as_str();
    let callout = callout(name, config);
    let known = COMPONENTS.iter().find(|spec| spec.name == name);
    let Some(spec) = callout.map_or(known, |_| Some(&CALLOUT)) else {
        let problem = (unknown(name, config, suggestions), opening.name.range.clone());
        return OpenedComponent { component: None, problems: vec![problem] };
    };
    let mut problems = Vec::new();
    problems.extend(wrong_label(spec, fence, opening));
    problems.extend(opening.odd.iter().map(odd));
    problems.extend(unknown_arguments(spec, opening, suggestions));
    problems.extend(wrong_anchor(opening));
    problems.extend(missing_arguments(spec, fence, opening));
    problems.extend(misplaced(spec, fence, inside));
    let kind = kind(name, callout, opening, &mut problems);
    OpenedComponent { component: Some((kind, spec)), problems }
}

/// A report of what an opening takes, or of what it lacks.
fn wrong(message: String, help: String, range: &Range<usize>) -> SpecProblem {
    (Diagnostic::new(Code::ComponentArgument, message).help(help), range.clone())
}

fn wrong_label(spec: &ComponentSpec, fence: &Fence, opening: &Opening) -> Option<SpecProblem> {
    let name = &opening.name.text;
    match (&spec.label, &opening.label) {
        (LabelSpec::Required { sample, .. }, None) => Some(wrong(
            format!("the component `{name}` has no label"),
            format!("write it after the name: `::: {name} {sample}`"),
            &fence.range,
        )),
        (LabelSpec::Refused, Some(label)) => Some(wrong(
            format!("the component `{name}` takes no label"),
            "write the words into the component".to_owned(),
            &label.range,
        )),
        _ => None,
    }
}

fn odd(range: &Range<usize>) -> SpecProblem {
    let help = "write `key=value`, with quotation marks around several words, or `#id`";
    wrong("this is no argument".to_owned(), help.to_owned(), range)
}

/// Arguments that the component does not take, or that stand there twice.
fn unknown_arguments(
    spec: &ComponentSpec,
    opening: &Opening,
    suggestions: &Suggestions,
) -> OpeningProblems {
    let name = &opening.name.text;
    let known: Vec<&str> = spec.arguments.iter().map(|it| it.name).chain(["id"]).collect();
    let mut before = HashSet::new();
    let mut problems = Vec::new();
    for Argument { key, .. } in &opening.arguments {
        let is_first = before.insert(&key.text);
        if !known.contains(&key.text.as_str()) {
            let help = match suggestions.nearest(&key.text, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it takes {}", listed(known.iter().copied())),
            };
            let message = format!("`{name}` takes no argument `{}`", key.text);
            problems.push(wrong(message, help, &key.range));
        } else if !is_first {
            let message = format!("`{}` is set twice", key.text);
            problems.push(wrong(message, "keep one of them".to_owned(), &key.range));
        }
    }
    problems
}

fn wrong_anchor(opening: &Opening) -> Option<SpecProblem> {
    let id = value(opening, "id").filter(|id| !markdown::is_id(&id.text))?;
    let help = "write letters, digits, `-`, `_`, `.` or `:`".to_owned();
    Some(wrong(format!("`{}` cannot be an anchor", id.text), help, &id.range))
}

fn missing_arguments(spec: &ComponentSpec, fence: &Fence, opening: &Opening) -> OpeningProblems {
    // What cannot be read may be what is missing.
    if !opening.odd.is_empty() {
        return Vec::new();
    }
    let name = &opening.name.text;
    let is_missing = |it: &&ArgumentSpec| {
        it.is_required && value(opening, it.name).is_none_or(|value| value.text.trim().is_empty())
    };
    let missing =
        spec.arguments.iter().filter(is_missing).map(|ArgumentSpec { name: key, .. }| {
            let help = format!("add it: `::: {name} {{{key}=\"…\"}}`");
            wrong(format!("the component `{name}` lacks `{key}`"), help, &fence.range)
        });
    missing.collect()
}

fn misplaced(spec: &ComponentSpec, fence: &Fence, inside: Option<&str>) -> Option<SpecProblem> {
    let around = spec.inside.filter(|around| inside != Some(around))?;
    let message = format!("`{}` stands outside of `{around}`", spec.name);
    let help = format!("put `::: {around}` before it and `:::` after the last one");
    let problem = Diagnostic::new(Code::MisplacedComponent, message).help(help);
    Some((problem, fence.range.clone()))
}

fn callout(name: &str, config: &Config) -> Option<Callout> {
    let built_in = Tone::ALL.iter().find(|(tone, _)| *tone == name);
    let declared = || config.callouts.iter().position(|callout| callout.name == name);
    match built_in {
        Some((_, tone)) => Some(Callout::BuiltIn(*tone)),
        None => declared().map(Callout::Declared),
    }
}

fn kind(
    name: &str,
    callout: Option<Callout>,
    opening: &Opening,
    problems: &mut OpeningProblems,
) -> ComponentKind {
    let text = |key| value(opening, key).map(|value| value.text.clone());
    match name {
        _ if callout.is_some() => ComponentKind::Callout(callout.expect("the guard asked for one")),
        "quote" => {
            ComponentKind::Quote { role: text("role").unwrap_or_default(), name: text("name") }
        }
        // The number follows from the text around it.
        "recommendation" => ComponentKind::Numbered { what: Numbered::Recommendation, number: 0 },
        "step" => ComponentKind::Numbered { what: Numbered::Step, number: 0 },
        "question" => ComponentKind::Question,
        "tabs" => ComponentKind::Tabs,
        "tab" => ComponentKind::Tab,
        "card" => ComponentKind::Card,
        "data-table" | "chart" | "include" => {
            ComponentKind::Embed(EmbedKind::of(opening, problems))
        }
        "figure" => ComponentKind::Figure,
        "table" => ComponentKind::Table { row_headings: row_headings(opening, problems) },
        "details" => ComponentKind::Details,
        other => unreachable!("the component `{other}` is declared without a kind"),
    }
}

/// Whether the first column of a table holds headings, as the first row does.
pub(crate) fn row_headings(opening: &Opening, problems: &mut OpeningProblems) -> bool {
    choice(opening, "headings", &HEADINGS, problems) == "both"
}

/// The value of an argument; the first one to choose where it is not set, or wrong.
pub(crate) fn choice(
    opening: &Opening,
    key: &str,
    Choice { names, help }: &Choice,
    problems: &mut OpeningProblems,
) -> &'static str {
    let Some(value) = value(opening, key) else { return names[0] };
    let chosen = names.iter().find(|name| **name == value.text);
    if chosen.is_none() {
        let message = format!("`{}` is not one of {}", value.text, quoted(names));
        problems.push(wrong(message, (*help).to_owned(), &value.range));
    }
    chosen.unwrap_or(&names[0])
}

/// A stand-in for a component that nobody knows.
pub(crate) fn unknown_as_callout() -> KnownComponent {
    (ComponentKind::Callout(Callout::BuiltIn(Tone::Note)), &CALLOUT)
}

/// The value of an argument.
pub(crate) fn value<'o>(opening: &'o Opening, key: &str) -> Option<&'o FenceText> {
    let found = opening.arguments.iter().find(|argument| argument.key.text == key);
    found.map(|argument| &argument.value)
}

fn unknown(name: &str, config: &Config, suggestions: &Suggestions) -> Diagnostic {
    let declared = config.callouts.iter().map(|callout| callout.name.as_str());
    let known = ComponentSpec::all().map(|(name, _)| name);
    let names: Vec<&str> = known.chain(declared).collect();
    let problem =
        Diagnostic::new(Code::UnknownComponent, format!("there is no component `{name}`"));
    match suggestions.nearest(name, names.iter().copied()) {
        Some(near) => problem.did_you_mean(Some(near)),
        None => problem.help(format!("write one of {}", listed(names.into_iter()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn every_component_of_the_table_opens() {
        let config = Config::default();
        for (name, spec) in ComponentSpec::all() {
            let around = spec.inside.map(|around| format!("::: {around}\n")).unwrap_or_default();
            let markdown = format!("{around}::: {name}\n");
            let document = Document::parse(&markdown, &config).document;
            let opened = document.components.iter().last().map(|it| it.name(&markdown));
            assert_eq!(opened, Some(name));
        }
    }
}
