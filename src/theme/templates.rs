//! Tera: templates, and their faults as diagnostics.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, ReportError, State, Tera, Value};

use super::{BUILT_IN, bounds};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::language::Conventions;
use crate::nearest::nearest;
use crate::source::{SourceFile, Span};

/// Templates that can be rendered.
pub(crate) struct Templates {
    tera: Tera,
    sources: HashMap<String, Arc<SourceFile>>,
    has_own: bool,
}

/// The words of templates in a language, and its conventions.
#[derive(Clone)]
pub(super) struct LocaleStrings {
    pub(super) strings: Arc<BTreeMap<String, String>>,
    pub(super) conventions: Arc<Conventions>,
}

impl LocaleStrings {
    /// The words for a number of things: those of a key and its plural form, as in `pages_other`.
    fn counted(&self, key: &str, count: usize) -> Option<String> {
        let forms = [self.conventions.plural(count), "other"];
        let words = forms.iter().find_map(|form| self.strings.get(&format!("{key}_{form}")))?;
        Some(words.replace("{count}", &self.conventions.number(count)))
    }

    /// Adds the filters and functions of templates that need it.
    fn register(self, tera: &mut Tera) {
        let conventions = Arc::clone(&self.conventions);
        tera.register_filter("day", move |day: &str, _: Kwargs, _: &State| {
            let date = day.parse::<jiff::civil::Date>().ok();
            let written =
                date.and_then(|date| conventions.day(date.year(), date.month(), date.day()));
            written.unwrap_or_else(|| day.to_owned())
        });
        tera.register_function("counted", move |arguments: Kwargs, _: &State| {
            let key: &str = arguments.must_get("key")?;
            let count: u64 = arguments.must_get("count")?;
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            self.counted(key, count).ok_or_else(|| {
                tera::Error::message(format!("the theme has no words `{key}_other`"))
            })
        });
    }
}

/// The variables of one rendering.
#[derive(Default)]
pub(crate) struct Scope(Context);

/// A value that many renderings share: made once, handed out without a copy.
#[derive(Clone)]
pub(crate) struct Shared(Value);

impl Shared {
    pub(crate) fn new(value: &impl Serialize) -> Shared {
        Shared(Value::from_serializable(value))
    }
}

impl Scope {
    pub(crate) fn insert(&mut self, name: &'static str, value: &impl Serialize) {
        self.0.insert(name, value);
    }

    pub(crate) fn share(&mut self, name: &'static str, value: &Shared) {
        self.0.insert_value(name, value.0.clone());
    }
}

impl Templates {
    /// The built-in templates with the project's own over them. One that is not valid is reported,
    /// and the built-in one stays.
    pub(super) fn new(
        built_in: &[(String, Arc<SourceFile>)],
        own: &[(String, Arc<SourceFile>)],
        locale_strings: LocaleStrings,
        diagnostics: &mut Diagnostics,
    ) -> Templates {
        let mut templates =
            Templates { tera: Tera::default(), sources: HashMap::new(), has_own: !own.is_empty() };
        locale_strings.register(&mut templates.tera);
        templates.add_all(built_in).expect("a test holds that the built-in templates are valid");
        let mut sound = Vec::new();
        for (file, problem) in own.iter().zip(bounds::check(built_in, own)) {
            match problem {
                None => sound.push(file.clone()),
                Some(problem) => {
                    templates.sources.insert(file.0.clone(), Arc::clone(&file.1));
                    diagnostics.push(problem);
                }
            }
        }
        // All at once, because they may need each other; one by one only to find the wrong ones.
        let own = &sound;
        if templates.add_all(own).is_ok() {
            return templates;
        }
        for file in own {
            if let Err(error) = templates.add_all(std::slice::from_ref(file)) {
                templates
                    .faults(&error, &file.0, Code::TemplateSyntax)
                    .into_iter()
                    .for_each(|fault| diagnostics.push(fault));
            }
        }
        templates
    }

    /// The same templates in another language.
    pub(super) fn speaking(&self, locale_strings: LocaleStrings) -> Templates {
        let mut templates = Templates {
            tera: self.tera.clone(),
            sources: self.sources.clone(),
            has_own: self.has_own,
        };
        locale_strings.register(&mut templates.tera);
        templates
    }

    /// Adds templates, or none of them if one is wrong. Their sources are known either way.
    fn add_all(&mut self, files: &[(String, Arc<SourceFile>)]) -> Result<(), tera::Error> {
        let sources = files.iter().map(|(name, file)| (name.clone(), Arc::clone(file)));
        self.sources.extend(sources);
        let texts = files.iter().map(|(name, file)| (name.as_str(), file.text.as_str()));
        self.tera.add_raw_templates(texts)
    }

    /// Whether the project has templates of its own.
    pub(crate) fn has_own(&self) -> bool {
        self.has_own
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Whether the project has a template of that name.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        let source = self.sources.get(name);
        source.is_some_and(|file| !file.path.starts_with(BUILT_IN))
    }

    /// Whether the template of that name has faults.
    pub(crate) fn is_broken(&self, name: &str) -> bool {
        !self.has(name) && self.sources.contains_key(name)
    }

    /// The template name nearest to one that does not exist.
    pub(crate) fn nearest<'s>(&'s self, name: &str) -> Option<&'s str> {
        let names: Vec<&str> = self.tera.get_template_names().collect();
        let stems = names.iter().map(|name| name.trim_end_matches(".html"));
        let exact = stems.clone().position(|stem| stem == name);
        let found = nearest(name.trim_end_matches(".html"), stems.clone());
        let at = exact.or_else(|| stems.clone().position(|stem| Some(stem) == found))?;
        Some(names[at])
    }

    /// Renders a template; `page` is named in the diagnostic if it fails.
    pub(crate) fn render(
        &self,
        name: &str,
        scope: &Scope,
        page: &str,
    ) -> Result<String, Diagnostic> {
        self.tera.render(name, &scope.0).map_err(|error| {
            let fault = self.faults(&error, name, Code::TemplateError).swap_remove(0);
            fault.note(format!("while rendering `{page}`"))
        })
    }

    /// The faults in an error, one at least; `name` is the template that was added or rendered.
    fn faults(&self, error: &tera::Error, name: &str, code: Code) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                vec![self.reported(report, name, Code::TemplateSyntax)]
            }
            ErrorKind::RenderingError(report) => {
                vec![self.reported(report, name, Code::TemplateError)]
            }
            // Faults between templates come as one text with a report for each.
            other => {
                let text = other.to_string();
                let reports = text.split("error: ").filter(|report| report.contains("--> "));
                let faults: Vec<Diagnostic> =
                    reports.map(|report| self.retold(report, name, code)).collect();
                if faults.is_empty() { vec![self.at_start(&text, name, code)] } else { faults }
            }
        }
    }

    /// A fault that is about a template as a whole.
    fn at_start(&self, message: &str, name: &str, code: Code) -> Diagnostic {
        let mut fault = Diagnostic::new(code, lower_first(message));
        fault.span = self.sources.get(name).map(|file| file.span(0, 0));
        fault
    }

    /// A fault out of Tera's own report: the message, then `--> name:line:column`.
    fn retold(&self, report: &str, name: &str, code: Code) -> Diagnostic {
        let message = report.lines().next().unwrap_or_default();
        let place = report.split("--> ").nth(1).and_then(|rest| rest.lines().next());
        let mut parts = place.unwrap_or_default().rsplitn(3, ':');
        let [column, line] = [parts.next(), parts.next()]
            .map(|part| part.and_then(|part| part.trim().parse::<usize>().ok()));
        let place_name = parts.next().unwrap_or_default();
        let (Some(file), Some(line), Some(column)) = (self.sources.get(place_name), line, column)
        else {
            return self.at_start(message, name, code);
        };
        let start =
            file.lines().offset(&file.text, line.saturating_sub(1), column.saturating_sub(1));
        let mut fault = Diagnostic::new(code, lower_first(message)).at(file.span(start, start));
        if place_name != name {
            fault = fault.note(format!(
                "`{name}` of the theme folder takes the place of the built-in template"
            ));
        }
        fault
    }

    fn reported(&self, report: &ReportError, name: &str, code: Code) -> Diagnostic {
        let name = if report.filename().is_empty() { name } else { report.filename() };
        // "Field `x` is not defined. Available fields: …"
        let (message, more) = report.message().split_once(". ").unwrap_or((report.message(), ""));
        let mut fault = Diagnostic::new(code, lower_first(message));
        if !more.is_empty() {
            fault = fault.note(lower_first(more));
        }
        fault.span = self.sources.get(name).map(|file| span(file, report.span()));
        fault
    }
}

/// Tera counts lines from 1 and columns from 0, in characters.
fn span(file: &SourceFile, place: &tera::Span) -> Span {
    let [start, end] = [(place.start_line, place.start_col), (place.end_line, place.end_col)]
        .map(|(line, column)| file.lines().offset(&file.text, line.saturating_sub(1), column));
    file.span(start, end.max(start))
}

/// Messages begin in lower case and end without a stop, as all of ours do.
fn lower_first(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut letters = message.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
