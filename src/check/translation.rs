//! Translations that are missing, or that no longer say what their originals do.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::CheckedSite;
use crate::config::TranslationNeed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::Suggestions;
use crate::site::{ChangedUnit, Page, Role, UnitChange, Visibility};
use crate::source::Span;

/// Words that one report names.
const NAMED: usize = 5;

/// Words of the settings, and tags, that a language lacks; and words that translate nothing.
pub(super) fn words(locale_sites: &[CheckedSite<'_>], diagnostics: &mut Diagnostics) {
    let Some((first, others)) = locale_sites.split_first() else { return };
    if others.is_empty() {
        return;
    }
    let (settings, tags) = (first.config.phrases(), first.site.tags.iter());
    let tags: Vec<&str> = tags.map(|tag| tag.label.as_str()).collect();
    let said = settings.iter().filter(|(_, need)| *need == TranslationNeed::Said);
    let wanted: Vec<&str> = said.map(|(phrase, _)| phrase.as_str()).chain(tags.clone()).collect();
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let known = settings.iter().map(|(phrase, _)| phrase.as_str()).chain(tags);
    let known: BTreeSet<String> = known.map(plain).collect();
    let suggestions = Suggestions::default();
    for other in others {
        let languages = &first.config.languages;
        let language = &languages.all[other.site.language];
        let words = languages.words(other.site.language);
        let is_missing = |phrase: &&&str| words.is_none_or(|words| words.of(phrase).is_none());
        let missing: Vec<&&str> = wanted.iter().filter(is_missing).collect();
        if !missing.is_empty() {
            diagnostics.push(untranslated(&missing, &language.tag, language.span));
        }
        for (own, _, span) in words.iter().flat_map(|words| &words.entries) {
            let own = plain(own);
            if !known.contains(&own) {
                let message = format!("neither the settings nor a tag say `{own}`");
                let problem = Diagnostic::new(Code::UnknownName, message).at(*span);
                let nearest = suggestions.nearest(&own, known.iter().map(String::as_str));
                diagnostics.push(problem.did_you_mean(nearest));
            }
        }
    }
}

fn untranslated(missing: &[&&str], tag: &str, span: Span) -> Diagnostic {
    let named = missing.iter().take(NAMED).map(|phrase| format!("`{phrase}`"));
    let named = named.collect::<Vec<_>>().join(", ");
    let more = missing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("words of the site have no translation in `{tag}`: {named}{more}");
    let help = format!("add them under `words`, `{tag}`, each with its translation");
    Diagnostic::new(Code::UntranslatedWords, message).at(span).help(help)
}

/// A translation that is older than its original.
pub(super) fn outdated(page: &Page, _: Role, diagnostics: &mut Diagnostics) {
    let changes = page.changes_of_original();
    if !changes.is_empty() {
        diagnostics.push(behind(page, &changes));
    }
}

fn behind(page: &Page, changes: &[ChangedUnit]) -> Diagnostic {
    let message = match changes.len() {
        1 => "a section of the original has changed since this translation was made".to_owned(),
        n => format!("{n} sections of the original have changed since this translation was made"),
    };
    let span = page.span_of_key("translation");
    let mut problem = Diagnostic::new(Code::OutdatedTranslation, message).at(span);
    let original = page.original.iter().map(|original| &**original);
    for (changed, original) in changes.iter().flat_map(|it| original.clone().map(move |o| (it, o)))
    {
        let title = &changed.title;
        let said = match changed.change {
            UnitChange::Changed => format!("`{title}` is another text now"),
            UnitChange::Added => format!("`{title}` is new"),
            UnitChange::Removed => format!("`{title}` is gone"),
        };
        let heading = original.headings().find(|it| it.anchor.as_str() == changed.key);
        problem = problem.note_at(said, heading.map_or(original.start(), |heading| heading.span));
    }
    let file = &page.source.path;
    problem.help(format!("translate what has changed, then run `fieldguide translated {file}`"))
}

/// Advice: pages without a translation, and translations of which nobody knows how old they are.
pub(super) fn missing(locale_sites: &[CheckedSite<'_>], diagnostics: &mut Diagnostics) {
    let Some((first, others)) = locale_sites.split_first() else { return };
    let is_published = |page: &&Arc<Page>| page.front_matter.visibility == Visibility::Published;
    for page in first.site.pages.iter().filter(is_published) {
        let is_missing = |other: &&CheckedSite<'_>| {
            let there = other.site.entry_at(&page.path).and_then(|entry| entry.page);
            there.is_some_and(|id| !other.site.is_own(other.site.page(id)))
        };
        let tags = others.iter().filter(is_missing);
        let tags = tags.map(|other| other.config.language.as_str()).collect::<Vec<_>>();
        let Some(tag) = tags.first() else { continue };
        let message = format!("the page has no translation in {}", tags.join(", "));
        let problem = Diagnostic::new(Code::MissingTranslation, message).at(page.start());
        let content = page.source.path.strip_suffix(page.file.as_str()).unwrap_or_default();
        let stem = page.written.without_extension();
        diagnostics.push(problem.help(format!("write `{content}{stem}.{tag}.md`")));
    }
}

pub(super) fn unrecorded(locale_sites: &[CheckedSite<'_>], diagnostics: &mut Diagnostics) {
    let pages = locale_sites.iter().flat_map(|locale_site| &locale_site.site.pages);
    let is_unrecorded = |page: &&Arc<Page>| {
        page.original.is_some() && page.front_matter.translation.sections.is_empty()
    };
    for page in pages.filter(is_unrecorded) {
        let message = "the translation does not say from which state of its original it was made";
        let problem = Diagnostic::new(Code::UnrecordedTranslation, message).at(page.start());
        let file = &page.source.path;
        diagnostics.push(problem.help(format!("run `fieldguide translated {file}`")));
    }
}
