//! `fieldguide explain NAME`: what a problem, a setting, a key of pages or a component is about.

use super::{Outcome, Terminal};
use crate::config::{ComponentSpec, KeyInfo, LabelSpec, page_keys, quoted, setting_keys};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::pipeline::Failed;

/// The names of the lists besides that of the codes.
const SETTINGS: &str = "settings";
const PAGES: &str = "pages";
const COMPONENTS: &str = "components";

/// Explains what has a name, or lists the codes or another kind of names.
pub(super) fn run(name: Option<&str>, terminal: &Terminal) -> Result<Outcome, Failed> {
    match name {
        None => list_codes(terminal),
        Some(list @ (SETTINGS | PAGES | COMPONENTS)) => list_topics(list, terminal),
        Some(name) => explain(name, terminal)?,
    }
    Ok(Outcome::Fine)
}

fn list_codes(terminal: &Terminal) {
    for code in Code::all() {
        let first = code.explanation().split(". ").next().unwrap_or_default();
        let first = first.split('\n').next().unwrap_or_default().trim_end_matches('.');
        terminal.print(&format!("{:<26} {:<8} {first}", code.name(), code.severity().name()));
    }
}

fn list_topics(list: &str, terminal: &Terminal) {
    for topic in topics().iter().filter(|topic| topic.list == list) {
        terminal.print(&format!("{:<32} {}", topic.name, topic.help));
    }
}

fn explain(name: &str, terminal: &Terminal) -> Result<(), Failed> {
    // As reports show it: `error[broken-link]`.
    let code = Code::from_name(name.split(['[', ']']).nth(1).unwrap_or(name));
    let topics = topics();
    let found: Vec<&Topic> = topics.iter().filter(|topic| topic.is_called(name)).collect();
    if code.is_none() && found.is_empty() {
        return Err(Failed::from(nothing_of_that_name(name, &topics)));
    }
    let texts = code.map(explain_code).into_iter().chain(found.into_iter().map(Topic::text));
    terminal.print(&texts.collect::<Vec<_>>().join("\n\n"));
    Ok(())
}

fn explain_code(code: Code) -> String {
    let text = format!("{}[{}]\n\n{}", code.severity().name(), code.name(), code.explanation());
    if code.is_fixed() {
        return text;
    }
    format!(
        "{text}\n\nTo change how it counts, in fieldguide.yaml:\n\n  checks:\n    {}: off   # or: warning, error",
        code.name()
    )
}

fn nothing_of_that_name(name: &str, topics: &[Topic]) -> Diagnostic {
    let message = format!("there is no code, setting, page key or component `{name}`");
    let problem = Diagnostic::new(Code::UnknownName, message);
    let ends_so = |topic: &&Topic| topic.name.rsplit('.').next() == Some(name);
    let inside: Vec<&str> = topics.iter().filter(ends_so).map(|topic| &*topic.name).collect();
    let codes: Vec<&str> = Code::all().map(Code::name).collect();
    let known = codes.iter().copied().chain(topics.iter().map(|topic| &*topic.name));
    match nearest(name, known) {
        _ if !inside.is_empty() => problem.help(format!("did you mean {}?", quoted(&inside))),
        Some(near) => problem.did_you_mean(Some(near)),
        None => problem.help(
            "list the codes with `fieldguide explain`, and other names with `fieldguide explain settings`, \
             `explain pages` and `explain components`",
        ),
    }
}

/// Something besides codes that can be explained.
struct Topic {
    list: &'static str,
    /// A key with the keys around it, as `search.synonyms`; a component, or one of its arguments, as `chart.kind`.
    name: String,
    /// Where it is written.
    place: &'static str,
    help: &'static str,
    /// Facts, each with its name.
    facts: Vec<(&'static str, String)>,
}

/// All topics, in the order of their lists.
fn topics() -> Vec<Topic> {
    let settings = of_keys(SETTINGS, "in fieldguide.yaml", "", &setting_keys());
    let pages = of_keys(PAGES, "in front matter", "", &page_keys());
    let components = ComponentSpec::all().flat_map(|(name, spec)| of_component(name, spec));
    settings.into_iter().chain(pages).chain(components).collect()
}

fn of_keys(list: &'static str, place: &'static str, before: &str, keys: &[KeyInfo]) -> Vec<Topic> {
    let keys = KeyInfo::with_paths(keys, before).into_iter();
    keys.map(|(name, key)| Topic {
        list,
        name,
        place,
        help: key.help,
        facts: vec![
            ("Type", key.type_words()),
            ("Default", key.default.clone().unwrap_or_else(|| "required".to_owned())),
        ],
    })
    .collect()
}

/// A component, and its arguments.
fn of_component(name: &'static str, spec: &ComponentSpec) -> Vec<Topic> {
    let mut facts = vec![("Label", label(&spec.label))];
    facts.extend(spec.inside.map(|around| ("Stands in", format!("`{around}`"))));
    let place = if spec.is_leaf { "a component, a line by itself" } else { "a component" };
    let component =
        Topic { list: COMPONENTS, name: name.to_owned(), place, help: spec.help, facts };
    let arguments = of_keys(COMPONENTS, "in braces", &format!("{name}."), &spec.keys());
    std::iter::once(component).chain(arguments).collect()
}

fn label(label: &LabelSpec) -> String {
    match label {
        LabelSpec::Required { called, .. } => format!("required, {called}"),
        LabelSpec::Optional(called) => (*called).to_owned(),
        LabelSpec::Refused => "none".to_owned(),
    }
}

impl Topic {
    /// Whether it has that name, with other words in place of `NAME` and the like.
    fn is_called(&self, name: &str) -> bool {
        let plain = |name: &str| name.replace("[]", "");
        let (own, name) = (plain(&self.name), plain(name));
        let (own, given): (Vec<_>, Vec<_>) = (own.split('.').collect(), name.split('.').collect());
        let is_open = |part: &str| part.chars().all(|c| c.is_ascii_uppercase());
        own.len() == given.len()
            && own.iter().zip(&given).all(|(own, given)| own == given || is_open(own))
    }

    fn text(&self) -> String {
        let facts: Vec<String> =
            self.facts.iter().map(|(name, fact)| format!("{name}: {fact}")).collect();
        format!("{} ({})\n\n{}\n\n{}", self.name, self.place, self.help, facts.join("\n"))
    }
}
