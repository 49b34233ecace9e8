//! Styles: built-in ones, and those of a project.

use std::sync::LazyLock;

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::{self, IndependentStyle, Locale, LocaleCode, StyleClass, XmlDeError};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::bounds;
use super::placeless::placeless;

/// A style that the program can use.
#[derive(Debug)]
pub(crate) struct Style(pub(super) IndependentStyle);

/// Why the program cannot use a style.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Unfit {
    /// It writes footnotes.
    Notes,
    /// It only names another style, by this address.
    Dependent(String),
    /// It has no list of works.
    NoList,
    /// The processor could not finish it: why, what to do, and where, in bytes of its file.
    Endless { why: String, help: &'static str, at: usize },
    /// It is no style.
    Broken {
        why: String,
        /// In which element, if that is known.
        element: Option<String>,
        /// Where, in bytes of its file, if that is known.
        at: Option<usize>,
    },
}

impl Style {
    /// The names of the built-in styles.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        ArchivedStyle::all().iter().flat_map(|style| style.names()).copied()
    }

    /// The style of that name, which is one of [`Style::names`].
    pub(crate) fn bundled(name: &str) -> Result<Style, Unfit> {
        match ArchivedStyle::by_name(name) {
            Some(style) => Style::checked(style.get()),
            None => Err(Unfit::broken("there is no such style".to_owned())),
        }
    }

    /// The style in the text of a CSL file.
    pub(crate) fn parse(text: &str) -> Result<Style, Unfit> {
        bounds::check(text)?;
        let style = citationberg::Style::from_xml(text);
        Style::checked(style.map_err(|error| Unfit::unreadable(error, text))?)
    }

    fn checked(style: citationberg::Style) -> Result<Style, Unfit> {
        let mut style = match style {
            citationberg::Style::Independent(style) => style,
            citationberg::Style::Dependent(style) => {
                return Err(Unfit::Dependent(style.parent_link.href));
            }
        };
        if style.settings.class == StyleClass::Note {
            return Err(Unfit::Notes);
        }
        let Some(list) = &mut style.bibliography else { return Err(Unfit::NoList) };
        // A dash for the authors of the entry before would say nothing in the list of a page.
        list.subsequent_author_substitute = None;
        placeless(style).map(Style).map_err(Unfit::broken)
    }

    /// The name that the program has for a style, by the end of its address.
    pub(crate) fn name_of(address: &str) -> Option<&'static str> {
        let last = address.rsplit('/').next()?;
        let known = ArchivedStyle::all().iter().find(|style| style.csl_id().ends_with(last));
        known.and_then(|style| style.names().last()).copied()
    }
}

impl Unfit {
    /// The error of the parser in the text of a style.
    fn unreadable(error: XmlDeError, text: &str) -> Unfit {
        let steps = error.path.map_or_else(Vec::new, |path| steps(&path.to_string()));
        Unfit::Broken {
            why: error.source.to_string(),
            at: malformed_at(text).or_else(|| only_element(steps.last()?, text)),
            element: (!steps.is_empty()).then(|| steps.join(" > ")),
        }
    }

    fn broken(why: String) -> Unfit {
        Unfit::Broken { why, element: None, at: None }
    }
}

/// The names of an element and of those around it, without the parser's own steps.
fn steps(path: &str) -> Vec<String> {
    let steps = path.split('.').filter(|step| !step.is_empty() && !step.starts_with(['$', '?']));
    steps.map(str::to_owned).collect()
}

/// Where a text stops being XML, if it does.
fn malformed_at(text: &str) -> Option<usize> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return None,
            Ok(_) => {}
            Err(_) => return usize::try_from(reader.error_position()).ok(),
        }
    }
}

/// Where the element of a name begins, if there is only one.
fn only_element(step: &str, text: &str) -> Option<usize> {
    let name = step.split('[').next().unwrap_or(step);
    let mut found = text.match_indices('<').filter_map(|(at, _)| {
        let rest = text[at + 1..].strip_prefix(name)?;
        let is_whole = rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        is_whole.then_some(at)
    });
    found.next().filter(|_| found.next().is_none())
}

/// All languages that there are words for.
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(archive::locales);

/// The words for a language, and those for American English behind them.
pub(super) fn locales(language: &str) -> (LocaleCode, Vec<Locale>) {
    let english = LocaleCode::en_us();
    let chosen = nearest_code(language).unwrap_or_else(|| english.clone());
    let mut locales: Vec<Locale> = Vec::new();
    for wanted in [&chosen, &english] {
        locales.extend(LOCALES.iter().find(|locale| code_of(locale) == *wanted).cloned());
    }
    (chosen, locales)
}

/// The code of a language; else of its usual country, else of any country.
fn nearest_code(language: &str) -> Option<LocaleCode> {
    let exact = find_code(|code| code == language.to_ascii_lowercase());
    let usual = LocaleCode(language.to_owned()).fallback();
    let usual = usual.and_then(|usual| find_code(|code| code == usual.0.to_lowercase()));
    let base = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    exact.or(usual).or_else(|| find_code(|code| code.split('-').next() == Some(&base)))
}

/// The first code that fits, in lower case.
fn find_code(fits: impl Fn(&str) -> bool) -> Option<LocaleCode> {
    LOCALES.iter().map(code_of).find(|code| fits(&code.0.to_ascii_lowercase()))
}

fn code_of(locale: &Locale) -> LocaleCode {
    locale.lang.clone().unwrap_or_else(LocaleCode::en_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_styles_of_the_program_can_be_written_with_unless_they_write_footnotes() {
        let unfit = Style::names().filter_map(|name| Some((name, Style::bundled(name).err()?)));
        let (notes, others): (Vec<_>, Vec<_>) = unfit.partition(|(_, why)| *why == Unfit::Notes);
        assert!(notes.iter().any(|(name, _)| *name == "chicago-notes"), "{notes:?}");
        assert!(notes.len() < 12, "{notes:?}");
        assert_eq!(others, [("alphanumeric", Unfit::NoList)]);
    }

    #[test]
    fn a_style_with_a_crowd_of_attributes_is_refused_where_it_stands() {
        let attributes = " a=''".repeat(60_000);
        let unfit = Style::parse(&format!("<?xml version='1.0'?>\n<style{attributes}/>")).err();
        let Some(Unfit::Broken { why, at, .. }) = unfit else { panic!("{unfit:?}") };
        assert!(why.contains("more attributes"), "{why}");
        assert_eq!(at, Some(22));
    }

    #[test]
    fn the_language_is_that_of_the_site_or_the_nearest_one() {
        let languages = ["de", "de-AT", "en", "es", "es-AR", "pt-br", "gsw", "lij"];
        let codes = ["de-DE", "de-AT", "en-US", "es-ES", "es-ES", "pt-BR", "en-US", "lij-IT"];
        assert_eq!(languages.map(|language| locales(language).0.0), codes);
    }
}
