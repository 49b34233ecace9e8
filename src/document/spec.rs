//! Components: what each fence of a text opens or closes, and whether it may.

use std::collections::HashSet;
use std::ops::Range;

use super::{Callout, ComponentKind, Numbered, Shown};
use crate::config::{COMPONENTS, Config, Tone};
use crate::diagnostic::{Code, Diagnostic, listed};
use crate::markdown::{self, Argument, Fence, Opening, Part};
use crate::nearest::Suggestions;

/// What a component takes.
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    label: Need,
    /// Arguments besides `id`, and whether each has to be there.
    arguments: &'static [(&'static str, Need)],
    /// The component that it has to stand in.
    inside: Option<&'static str>,
    /// Whether it is a line by itself and holds nothing.
    pub(crate) is_leaf: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Required,
    Optional,
    Nothing,
}

/// What some components are for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Held {
    Picture,
    Table,
    Tab,
}

impl Spec {
    /// A label, for a report.
    fn sample(&self) -> &'static str {
        match self.name {
            "data-table" | "chart" => "numbers.csv",
            _ if self.is_leaf => "page.md",
            _ => "Some words",
        }
    }
}

impl Held {
    /// What a component of a kind has to hold.
    pub(crate) fn by(kind: &ComponentKind) -> Option<Held> {
        match kind {
            ComponentKind::Tabs => Some(Held::Tab),
            ComponentKind::Figure => Some(Held::Picture),
            ComponentKind::Table { .. } => Some(Held::Table),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Held::Picture => "picture",
            Held::Table => "table",
            Held::Tab => "`tab`",
        }
    }

    pub(crate) fn help(self) -> &'static str {
        match self {
            Held::Picture => "write one into it: `![What it shows](picture.svg)`",
            Held::Table => "write one into it, with an empty line before it",
            Held::Tab => "write one into it for each text: `::: tab Some words`",
        }
    }
}

const fn spec(name: &'static str, label: Need) -> Spec {
    Spec { name, label, arguments: &[], inside: None, is_leaf: false }
}

/// All components but callouts.
const SPECS: [Spec; 13] = [
    Spec { is_leaf: true, ..spec("include", Need::Required) },
    Spec {
        is_leaf: true,
        arguments: &[
            ("caption", Need::Required),
            ("headings", Need::Optional),
            ("columns", Need::Optional),
        ],
        ..spec("data-table", Need::Required)
    },
    Spec {
        is_leaf: true,
        arguments: &[
            ("caption", Need::Required),
            ("kind", Need::Optional),
            ("x", Need::Optional),
            ("y", Need::Optional),
        ],
        ..spec("chart", Need::Required)
    },
    Spec { is_leaf: true, ..spec("card", Need::Required) },
    spec("details", Need::Required),
    Spec {
        arguments: &[("role", Need::Required), ("name", Need::Optional)],
        ..spec("quote", Need::Nothing)
    },
    spec("recommendation", Need::Required),
    spec("step", Need::Required),
    spec("question", Need::Required),
    spec("tabs", Need::Nothing),
    Spec { inside: Some("tabs"), ..spec("tab", Need::Required) },
    spec("figure", Need::Required),
    Spec { arguments: &[("headings", Need::Optional)], ..spec("table", Need::Required) },
];

/// Whether an argument is read by people, so that variables in it are filled in.
pub(crate) fn is_in_words(argument: &str) -> bool {
    matches!(argument, "caption" | "name" | "role")
}

/// Callouts, whoever declares them.
const CALLOUT: Spec = spec("callout", Need::Optional);

/// What a component is, and what it takes.
pub(crate) type Known = (ComponentKind, &'static Spec);

/// What is wrong with an opening. Places are bytes of the text.
pub(super) type Problems = Vec<(Diagnostic, Range<usize>)>;

/// What a fence opens. Problems have their places in the text, from its beginning.
pub(crate) struct Opened {
    /// `None` if nobody knows it.
    pub(crate) component: Option<Known>,
    pub(crate) problems: Problems,
}

/// Reads an opening; `inside` is the name of the component around it.
pub(crate) fn open(
    fence: &Fence,
    opening: &Opening,
    inside: Option<&str>,
    config: &Config,
    suggestions: &Suggestions,
) -> Opened {
    let name = opening.name.text.as_str();
    let callout = callout(name, config);
    let spec = match callout {
        Some(_) => &CALLOUT,
        None => match SPECS.iter().find(|spec| spec.name == name) {
            Some(spec) => spec,
            None => {
                let problem = (unknown(name, config, suggestions), opening.name.range.clone());
                return Opened { component: None, problems: vec![problem] };
            }
        },
    };
    let mut problems = Vec::new();
    let mut report = |message: String, help: String, range: &Range<usize>| {
        let problem = Diagnostic::new(Code::ComponentArgument, message).help(help);
        problems.push((problem, range.clone()));
    };
    match (spec.label, &opening.label) {
        (Need::Required, None) => report(
            format!("the component `{name}` has no label"),
            format!("write it after the name: `::: {name} {}`", spec.sample()),
            &fence.range,
        ),
        (Need::Nothing, Some(label)) => report(
            format!("the component `{name}` takes no label"),
            "write the words into the component".to_owned(),
            &label.range,
        ),
        _ => {}
    }
    for odd in &opening.odd {
        let help = "write `key=value`, with quotation marks around several words, or `#id`";
        report("this is no argument".to_owned(), help.to_owned(), odd);
    }
    let known = || spec.arguments.iter().map(|(key, _)| *key).chain(["id"]);
    let mut before = HashSet::new();
    for Argument { key, .. } in &opening.arguments {
        let is_known = known().any(|known| known == key.text);
        let is_first = before.insert(&key.text);
        if !is_known {
            let takes: Vec<String> = known().map(|key| format!("`{key}`")).collect();
            let near = suggestions.nearest(&key.text, known());
            let help = near.map_or_else(
                || format!("it takes {}", takes.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            report(format!("`{name}` takes no argument `{}`", key.text), help, &key.range);
        } else if !is_first {
            let help = "keep one of them".to_owned();
            report(format!("`{}` is set twice", key.text), help, &key.range);
        }
    }
    if let Some(id) = value(opening, "id").filter(|id| !markdown::is_id(&id.text)) {
        let help = "write letters, digits, `-`, `_`, `.` or `:`".to_owned();
        report(format!("`{}` cannot be an anchor", id.text), help, &id.range);
    }
    // What cannot be read may be what is missing.
    let is_required = |(_, need): &&(&str, Need)| *need == Need::Required && opening.odd.is_empty();
    for (key, _) in spec.arguments.iter().filter(is_required) {
        if value(opening, key).is_none_or(|value| value.text.trim().is_empty()) {
            let help = format!("add it: `::: {name} {{{key}=\"…\"}}`");
            report(format!("the component `{name}` lacks `{key}`"), help, &fence.range);
        }
    }
    if let Some(around) = spec.inside.filter(|around| inside != Some(around)) {
        let message = format!("`{name}` stands outside of `{around}`");
        let help = format!("put `::: {around}` before it and `:::` after the last one");
        let problem = Diagnostic::new(Code::MisplacedComponent, message).help(help);
        problems.push((problem, fence.range.clone()));
    }
    let kind = kind(name, callout, opening, &mut problems);
    Opened { component: Some((kind, spec)), problems }
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
    problems: &mut Problems,
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
        "data-table" | "chart" | "include" => ComponentKind::Embed(Shown::of(opening, problems)),
        "figure" => ComponentKind::Figure,
        "table" => ComponentKind::Table { row_headings: row_headings(opening, problems) },
        _ => ComponentKind::Details,
    }
}

/// Whether the first column of a table holds headings, as the first row does.
pub(crate) fn row_headings(opening: &Opening, problems: &mut Problems) -> bool {
    let choices = [("columns", false), ("both", true)];
    let help = "`columns`: the first row; `both`: the first row and the first column";
    choice(opening, "headings", choices, help, problems)
}

/// The value of an argument out of two; the first one where it is not set, or wrong.
pub(crate) fn choice<T: Copy>(
    opening: &Opening,
    key: &str,
    choices: [(&str, T); 2],
    help: &str,
    problems: &mut Problems,
) -> T {
    let [(first, default), (second, _)] = choices;
    let Some(value) = value(opening, key) else { return default };
    let chosen = choices.iter().find(|(name, _)| *name == value.text);
    if chosen.is_none() {
        let message = format!("`{}` is not one of `{first}` or `{second}`", value.text);
        let problem = Diagnostic::new(Code::ComponentArgument, message).help(help);
        problems.push((problem, value.range.clone()));
    }
    chosen.map_or(default, |(_, chosen)| *chosen)
}

/// What stands for a component that nobody knows.
pub(crate) fn unknown_as_callout() -> Known {
    (ComponentKind::Callout(Callout::BuiltIn(Tone::Note)), &CALLOUT)
}

/// The value of an argument.
pub(crate) fn value<'o>(opening: &'o Opening, key: &str) -> Option<&'o Part> {
    let found = opening.arguments.iter().find(|argument| argument.key.text == key);
    found.map(|argument| &argument.value)
}

fn unknown(name: &str, config: &Config, suggestions: &Suggestions) -> Diagnostic {
    let declared = config.callouts.iter().map(|callout| callout.name.as_str());
    let names: Vec<&str> = COMPONENTS.into_iter().chain(declared).collect();
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

    #[test]
    fn the_settings_know_the_name_of_every_component() {
        let here = SPECS.iter().map(|spec| spec.name).chain(Tone::ALL.map(|(name, _)| name));
        let (mut here, mut there) = (here.collect::<Vec<_>>(), COMPONENTS.to_vec());
        here.sort_unstable();
        there.sort_unstable();
        assert_eq!(here, there);
    }
}
