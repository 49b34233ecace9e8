//! The same page in other languages: its addresses, and how far a translation can be trusted.

use super::input::{RenderInput, SiblingLocale};
use super::view::{
    AlternateView, ChangedView, LanguageView, LocaleInfoView, OriginalView, TranslationView,
};
use crate::config::{FieldKind, Translator};
use crate::site::{ContentPath, Entry, LocaleInfo, Page, Role, Site, UnitChange};

/// The language of a page that is not in that of its locale site.
pub(super) fn lang_override(page: &Page, site: &Site) -> Option<LocaleInfoView> {
    (!site.is_own(page)).then(|| locale_info(&site.languages[page.language]))
}

/// The same for what an entry shows.
pub(super) fn lang_override_of_entry(entry: &Entry, site: &Site) -> Option<LocaleInfoView> {
    lang_override(site.page(entry.page?), site)
}

/// The language of the words in a field, by its position, if it is not that of the locale site.
pub(super) fn of_field(
    page: &Page,
    field: usize,
    kind: &FieldKind,
    site: &Site,
) -> Option<LocaleInfoView> {
    if !matches!(kind, FieldKind::String | FieldKind::Text) {
        return None;
    }
    let writer = match &page.original {
        Some(original) if page.front_matter.inherited.contains(&field) => original,
        _ => page,
    };
    lang_override(writer, site)
}

fn locale_info(LocaleInfo { tag, direction, .. }: &LocaleInfo) -> LocaleInfoView {
    LocaleInfoView { tag: tag.clone(), direction }
}

/// The site's languages with the place of an entry in each; nothing where there is one only.
pub(super) fn switch(entry: &Entry, input: &RenderInput<'_>) -> Vec<LanguageView> {
    if input.locale_sites.len() < 2 {
        return Vec::new();
    }
    let views = input.locale_sites.iter().map(|sibling| {
        let site = sibling.site;
        let (there, is_parent) = place(&entry.path, site);
        let LocaleInfo { tag, name, direction } = &site.languages[site.language];
        LanguageView {
            language: LocaleInfoView { tag: tag.clone(), direction },
            name: name.clone(),
            url: there.url.encoded(),
            current: site.language == input.site.language,
            translated: site.is_translated(there),
            parent: is_parent.then(|| site.title(there)),
        }
    });
    views.collect()
}

/// The entry with a path, or the nearest one above it; and whether it is such a one.
fn place<'s>(path: &ContentPath, site: &'s Site) -> (&'s Entry, bool) {
    if let Some(entry) = site.entry_at(path) {
        return (entry, false);
    }
    let mut folder = path.folder();
    loop {
        let index = ContentPath::resolve(folder, "index.md").filter(|index| index != path);
        match index.and_then(|index| site.entry_at(&index)) {
            Some(entry) => return (entry, true),
            None if folder.is_empty() => {
                return (site.entry_with(Role::Home).expect("every site has a home page"), true);
            }
            None => folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent),
        }
    }
}

/// An entry in each language in which it is written, its own included; nothing if there is no other one.
pub(super) fn written<'a>(
    entry: &Entry,
    locale_sites: &'a [SiblingLocale<'a>],
) -> Vec<(&'a LocaleInfo, &'a Entry)> {
    if locale_sites.len() < 2 || entry.role == Role::NotFound {
        return Vec::new();
    }
    let there = locale_sites.iter().filter_map(|SiblingLocale { site, .. }| {
        let there = site.entry_at(&entry.path).filter(|there| site.is_translated(there))?;
        Some((&site.languages[site.language], there))
    });
    let there: Vec<_> = there.collect();
    if there.len() < 2 { Vec::new() } else { there }
}

/// An entry in all its languages, for search engines. The first language also serves readers of others.
pub(super) fn alternates(
    entry: &Entry,
    base_url: &str,
    input: &RenderInput<'_>,
) -> Vec<AlternateView> {
    if !input.site.is_translated(entry) {
        return Vec::new();
    }
    let written = written(entry, &input.locale_sites);
    let first = &input.site.languages[0].tag;
    let default = written.iter().find(|(locale_info, _)| locale_info.tag == *first);
    let default = default.map(|(_, there)| ("x-default", *there));
    let all = written.iter().map(|(locale_info, there)| (&*locale_info.tag, *there)).chain(default);
    let views = all.map(|(language, there)| AlternateView {
        language: language.to_owned(),
        url: format!("{base_url}{}", there.url.encoded()),
    });
    views.collect()
}

/// The language and the address of a page that the locale site shows without a translation.
pub(super) fn original(page: &Page, input: &RenderInput<'_>) -> Option<OriginalView> {
    if input.site.is_own(page) { None } else { at_home(page, input) }
}

/// A page in the locale site of its own language.
fn at_home(page: &Page, input: &RenderInput<'_>) -> Option<OriginalView> {
    let there = input.locale_sites[page.language].site.entry_at(&page.path)?;
    let own = &input.site.languages[page.language];
    Some(OriginalView {
        language: locale_info(own),
        name: own.name.clone(),
        title: page.title.clone(),
        url: there.url.encoded(),
    })
}

/// The original of a translation, and what has changed there since.
pub(super) fn translation(page: &Page, input: &RenderInput<'_>) -> Option<TranslationView> {
    let original = page.original.as_ref().filter(|_| input.site.is_own(page))?;
    let there = at_home(original, input)?;
    let changed = page.changes_of_original().into_iter().map(|changed| {
        let is_section = changed.change != UnitChange::Removed && original.has_anchor(&changed.key);
        ChangedView {
            url: is_section.then(|| format!("{}#{}", there.url, changed.key)),
            title: changed.title,
            kind: match changed.change {
                UnitChange::Changed => "changed",
                UnitChange::Added => "added",
                UnitChange::Removed => "removed",
            },
        }
    });
    let changed = changed.collect();
    Some(TranslationView {
        by_machine: page.front_matter.translation.by == Some(Translator::Machine),
        changed,
        original: there,
    })
}
