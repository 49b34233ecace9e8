//! Which problems count, and how.

use crate::config::declare::{By, OneOf, Shape, ValueType as _};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, OtherLevels, Severity};
use crate::yaml::{Value, YamlNode};

/// How a kind of problem counts; `None`: not at all.
type Level = Option<Severity>;

/// The key for all codes that no other key names.
const ALL: &str = "all";

/// What the settings say of codes.
#[derive(Default)]
pub(super) struct DeclaredLevels {
    pub(super) by_code: Vec<(Code, Level)>,
    pub(super) others: Option<OtherLevels>,
}

pub(super) const CHECKS: By<DeclaredLevels> = By {
    read: |node, diagnostics| Some(levels(node, diagnostics)),
    shape,
    help_without_value: None,
};

const LEVEL: OneOf<Level> = OneOf(&[
    ("off", None),
    ("advice", Some(Severity::Advice)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
]);

const OTHERS: OneOf<OtherLevels> = OneOf(&[("warning", OtherLevels::Softened)]);

fn shape() -> Shape {
    Shape::Map {
        key: "CODE",
        among: std::iter::once(ALL).chain(codes().map(Code::name)).collect(),
        value: Box::new(Shape::Either(vec![LEVEL.shape(), Shape::False])),
    }
}

/// The codes whose level a project can set.
fn codes() -> impl Iterator<Item = Code> {
    Code::all().filter(|code| !code.is_fixed())
}

fn levels(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> DeclaredLevels {
    let mut levels = DeclaredLevels::default();
    for (name, level) in node.entries(diagnostics) {
        if name == ALL {
            levels.others = OTHERS.read(&level, diagnostics);
            continue;
        }
        let Some(code) = Code::from_name(name).filter(|code| !code.is_fixed()) else {
            let message = format!("no check is called `{name}`");
            let problem = Diagnostic::new(Code::UnknownName, message).at(level.key_span());
            diagnostics.push(problem.did_you_mean(level.nearest(name, codes().map(Code::name))));
            continue;
        };
        // YAML 1.1 habits: some editors turn `off` into `false`.
        let level = match level.value {
            Value::Bool(false) => Some(None),
            _ => LEVEL.read(&level, diagnostics),
        };
        levels.by_code.extend(level.map(|level| (code, level)));
    }
    levels
}
