//! The components that the program knows, and what each takes.

use super::{KeyInfo, Shape, TextFormat, Tone};

/// A component and its parts.
pub(crate) struct ComponentSpec {
    pub(crate) name: &'static str,
    /// One sentence: what it is for.
    pub(crate) help: &'static str,
    pub(crate) label: LabelSpec,
    /// Those besides `id`.
    pub(crate) arguments: &'static [ArgumentSpec],
    /// The component that it has to stand in.
    pub(crate) inside: Option<&'static str>,
    /// Whether it is a line by itself and holds nothing.
    pub(crate) is_leaf: bool,
}

/// The words after the name of a component.
pub(crate) enum LabelSpec {
    Required {
        /// In words, what it is.
        called: &'static str,
        /// One for a report.
        sample: &'static str,
    },
    /// In words, what it is.
    Optional(&'static str),
    Refused,
}

/// An argument of a component.
pub(crate) struct ArgumentSpec {
    pub(crate) name: &'static str,
    pub(crate) is_required: bool,
    pub(crate) value: ArgumentValue,
    /// One sentence: what it is for.
    help: &'static str,
}

/// The value of an argument.
pub(crate) enum ArgumentValue {
    /// Words for readers, in which variables are filled in.
    Words,
    /// Names of another kind, which are called so.
    Names(&'static str),
    OneOf(&'static Choice),
}

/// Values to choose from; the first one counts where none is chosen.
pub(crate) struct Choice {
    pub(crate) names: &'static [&'static str],
    /// The meaning of each.
    pub(crate) help: &'static str,
}

/// Which cells of a table are headings.
pub(crate) static HEADINGS: Choice = Choice {
    names: &["columns", "both"],
    help: "`columns`: the first row; `both`: the first row and the first column",
};

/// Kinds of charts.
pub(crate) static CHART_KINDS: Choice = Choice {
    names: &["bar", "line"],
    help: "`bar` compares things, `line` follows one through time",
};

/// Callouts, whoever declares them.
pub(crate) static CALLOUT: ComponentSpec = ComponentSpec {
    label: LabelSpec::Optional("the title, instead of the usual one"),
    ..component("callout", "Words that are set apart.")
};

/// All components but callouts.
pub(crate) static COMPONENTS: [ComponentSpec; 13] = [
    ComponentSpec {
        label: words("the line that all readers see"),
        ..component("details", "Text that few readers need, behind a line that all of them see.")
    },
    ComponentSpec {
        arguments: &[
            ArgumentSpec {
                name: "role",
                is_required: true,
                value: ArgumentValue::Words,
                help: "What the person who says it does.",
            },
            ArgumentSpec {
                name: "name",
                is_required: false,
                value: ArgumentValue::Words,
                help: "The person's name.",
            },
        ],
        ..component("quote", "What somebody said, and who.")
    },
    ComponentSpec {
        label: words("the heading"),
        ..component(
            "recommendation",
            "A thing to do, with a heading and a number through the page.",
        )
    },
    ComponentSpec {
        label: words("the heading"),
        ..component(
            "step",
            "A thing to do, with a heading and a number from one heading to the next.",
        )
    },
    ComponentSpec {
        label: words("the question, a heading"),
        ..component("question", "A question and its answer.")
    },
    component("tabs", "Several texts of which a reader needs one; each stands in a `tab`."),
    ComponentSpec {
        label: words("the words on the tab"),
        inside: Some("tabs"),
        ..component("tab", "One of several texts.")
    },
    ComponentSpec {
        label: words("the caption"),
        ..component("figure", "A picture with a caption.")
    },
    ComponentSpec {
        label: words("the caption"),
        arguments: &[HEADINGS_ARGUMENT],
        ..component("table", "A table with a caption.")
    },
    ComponentSpec {
        label: PAGE,
        is_leaf: true,
        ..component("card", "A page of the site, with its title and its description.")
    },
    ComponentSpec {
        label: DATA,
        arguments: &[
            CAPTION,
            HEADINGS_ARGUMENT,
            columns("columns", "The columns that are shown, else all."),
        ],
        is_leaf: true,
        ..component("data-table", "The data of a file as a table.")
    },
    ComponentSpec {
        label: DATA,
        arguments: &[
            CAPTION,
            ArgumentSpec {
                name: "kind",
                is_required: false,
                value: ArgumentValue::OneOf(&CHART_KINDS),
                help: "How the chart shows the numbers.",
            },
            ArgumentSpec {
                name: "x",
                is_required: false,
                value: ArgumentValue::Names("the name of a column"),
                help: "The column of what is compared, else the first one.",
            },
            columns(
                "y",
                "One to six columns of numbers, else all others that hold nothing but numbers.",
            ),
        ],
        is_leaf: true,
        ..component("chart", "The data of a file as a chart.")
    },
    ComponentSpec {
        label: PAGE,
        is_leaf: true,
        ..component("include", "The text of another page, or a part of it.")
    },
];

const PAGE: LabelSpec = LabelSpec::Required { called: "the path of a page", sample: "page.md" };

const DATA: LabelSpec = LabelSpec::Required { called: "the path of a file", sample: "numbers.csv" };

const CAPTION: ArgumentSpec = ArgumentSpec {
    name: "caption",
    is_required: true,
    value: ArgumentValue::Words,
    help: "The words over it.",
};

const HEADINGS_ARGUMENT: ArgumentSpec = ArgumentSpec {
    name: "headings",
    is_required: false,
    value: ArgumentValue::OneOf(&HEADINGS),
    help: "Which cells are headings.",
};

const fn component(name: &'static str, help: &'static str) -> ComponentSpec {
    let label = LabelSpec::Refused;
    ComponentSpec { name, help, label, arguments: &[], inside: None, is_leaf: false }
}

const fn words(called: &'static str) -> LabelSpec {
    LabelSpec::Required { called, sample: "Some words" }
}

const fn columns(name: &'static str, help: &'static str) -> ArgumentSpec {
    let value = ArgumentValue::Names("names of columns, with commas between them");
    ArgumentSpec { name, is_required: false, value, help }
}

impl ComponentSpec {
    /// Every component under its name; no project gives one of these names to a callout.
    pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static ComponentSpec)> {
        let callouts = Tone::ALL.iter().map(|(name, _)| (*name, &CALLOUT));
        callouts.chain(COMPONENTS.iter().map(|spec| (spec.name, spec)))
    }

    /// The arguments, for people.
    pub(crate) fn keys(&self) -> Vec<KeyInfo> {
        self.arguments.iter().map(ArgumentSpec::describe).collect()
    }
}

impl ArgumentSpec {
    fn describe(&self) -> KeyInfo {
        let (shape, default) = match self.value {
            ArgumentValue::Words => (text("words"), "none".to_owned()),
            ArgumentValue::Names(called) => (text(called), "none".to_owned()),
            ArgumentValue::OneOf(Choice { names, .. }) => {
                let all = names.iter().map(|name| (*name).to_owned()).collect();
                (Shape::OneOf { called: None, names: all }, format!("`{}`", names[0]))
            }
        };
        let default = (!self.is_required).then_some(default);
        KeyInfo { name: self.name, shape, default, help: self.help, only_in: None }
    }
}

fn text(called: &'static str) -> Shape {
    Shape::Text { called, format: TextFormat::Any }
}
