//! The site of another tool, or foreign documents, as a project of ours.
//!
//! In: a site as a first look reads it, in which marks are translated and links resolved, and what is known of the old
//! tool; or documents that were converted to Markdown. Out: the files of the new project, and a report of what is not
//! in them as it was. Touches no file system.

mod address;
mod documents;
mod front_matter;
mod losses;
mod marks;
mod names;
mod page;
mod report;
mod settings;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::pipeline::{Linked, LocaleSite};
use crate::read::{OldSite, is_marker};
use crate::site::{Asset, ContentPath, Page, PageId, Site};
use crate::source::Sources;
use crate::yaml::Value;

use address::OldAddresses;
pub(crate) use documents::from_documents;
use front_matter::Additions;
pub(crate) use losses::ConvertedMarks;
use losses::{LossKind, PlacedLoss};
use names::NewPaths;
use page::ImportedPage;
pub(crate) use report::{ImportReport, REPORT_PAGE, ReportedLoss};
pub(crate) use settings::{ImportedSettings, title_of_path};

/// A project to write.
pub(crate) struct ImportedProject {
    pub(crate) settings: ImportedSettings,
    /// The files of the content folder, in order of path.
    pub(crate) files: Vec<ImportedFile>,
    pub(crate) report: ImportReport,
}

/// A file of the new content folder.
pub(crate) struct ImportedFile {
    pub(crate) path: ContentPath,
    pub(crate) content: ImportedContent,
}

pub(crate) enum ImportedContent {
    Text(String),
    CopyOf(PathBuf),
    Bytes(Vec<u8>),
}

/// Sets what a site is read with, so that its addresses and formulas come out as the old tool made them.
pub(crate) fn prepare(config: &mut Config, origin: &OldSite) {
    config.dialect = Some(origin.dialect);
    config.urls = OldAddresses::new(origin).style();
    config.math = origin.dialect.has_math();
}

/// Makes a project of a site, which was read with its drafts and with what has expired.
pub(crate) fn import(linked: &Linked, origin: &OldSite, today: Date) -> ImportedProject {
    let LocaleSite { site, links, config, .. } = linked.locale_sites.first();
    let names = NewPaths::new(site);
    let keys: Vec<Value> = site.pages.iter().map(|page| page::front_matter(page)).collect();
    let weights = if linked.has_menu { weights(site) } else { HashMap::new() };
    let mut aliases = OldAddresses::new(origin).aliases(site, &keys);
    let scale = scale(site);
    let pages: Vec<(PageId, &Page)> =
        site.pages.enumerate().map(|(id, page)| (id, &**page)).collect();
    let tasks: Vec<_> = pages
        .into_iter()
        .zip(&keys)
        .map(|((id, page), root)| {
            let aliases = aliases.remove(&id).unwrap_or_default();
            let place = Some(page.front_matter.weight / scale).filter(|place| *place != 0);
            (id, page, root, Additions { today, weight: weights.get(&id).copied(), place, aliases })
        })
        .collect();
    let number = tasks.iter().map(|(.., more)| more.aliases.len()).sum();
    let mut pages: Vec<ImportedPage> = tasks
        .par_iter()
        .map(|(id, page, root, more)| {
            let site = (site, &names, origin.dialect);
            page::imported(page, &links.targets[*id], (root, more), site)
        })
        .collect();
    let report = report(linked, origin, &mut pages, number);
    let settings = ImportedSettings::new(origin, config, &report);
    ImportedProject { settings, files: files(site, pages, linked), report }
}

/// The place of each page in its folder, by the menu of the old tool.
fn weights(site: &Site) -> HashMap<PageId, usize> {
    let mut weights = HashMap::new();
    for section in site.sections.iter() {
        let pages = section.pages.iter().map(|entry| site.entry(*entry));
        let folders = section.sections.iter().map(|inner| site.index_of(*inner));
        for entries in [pages.collect::<Vec<_>>(), folders.collect()] {
            let places = entries.into_iter().zip(1..);
            weights.extend(places.filter_map(|(entry, place)| Some((entry.page?, place))));
        }
    }
    weights
}

/// What places by keys of other tools are divided by: they are counted in thousands, for those between others.
fn scale(site: &Site) -> i32 {
    let is_whole = site.pages.iter().all(|page| page.front_matter.weight % 1000 == 0);
    if is_whole { 1000 } else { 1 }
}

/// The files of the new content folder.
fn files(site: &Site, pages: Vec<ImportedPage>, linked: &Linked) -> Vec<ImportedFile> {
    let text = |(path, text)| ImportedFile { path, content: ImportedContent::Text(text) };
    let folders = if linked.has_menu { folder_pages(site) } else { Vec::new() };
    let pages = pages.into_iter().map(|page| (page.path, page.text)).chain(folders).map(text);
    let linked_files: HashSet<&ContentPath> = linked.locale_sites.first().links.files().collect();
    let is_wanted = |asset: &&Asset| {
        let is_wanted = !asset.is_linked_only || linked_files.contains(&asset.path);
        is_wanted && asset.held_by.is_none() && !is_marker(asset.path.as_str())
    };
    let assets = site.assets.iter().filter(is_wanted).map(|asset| ImportedFile {
        path: asset.path.clone(),
        content: ImportedContent::CopyOf(asset.disk.clone()),
    });
    let mut files: Vec<ImportedFile> = pages.chain(assets).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|second, first| second.path == first.path);
    files
}

/// Pages of folders that had none and have a place in the menu: the key says it.
fn folder_pages(site: &Site) -> Vec<(ContentPath, String)> {
    let mut pages = Vec::new();
    for section in site.sections.iter() {
        for (inner, place) in section.sections.iter().zip(1..) {
            let entry = site.index_of(*inner);
            if entry.page.is_none() {
                let title = front_matter::quoted(&site.title(entry));
                let text = format!("---\ntitle: {title}\nweight: {place}\n---\n");
                pages.push((entry.path.clone(), text));
            }
        }
    }
    pages
}

/// The report of an import.
fn report(
    linked: &Linked,
    origin: &OldSite,
    pages: &mut [ImportedPage],
    aliases: usize,
) -> ImportReport {
    let sources = &linked.sources;
    let problems = linked.diagnostics_with(Vec::new());
    let marks = problems.iter().filter_map(|problem| {
        let (place, mark) = (problem.span?, problem.mark.as_ref()?);
        let rule = format!("`{mark}` means nothing here; it is shown as code that no search finds");
        let range = sources.file(place.file).written_range(place.range());
        let words = sources.file(place.file).written().0[range].to_owned();
        Some(PlacedLoss { kind: LossKind::NotUnderstood, place, words, rule })
    });
    let of_pages = pages.iter().flat_map(|page| page.losses.iter().cloned());
    let mut losses: Vec<PlacedLoss> = marks.chain(of_pages).collect();
    losses.sort_by_key(|loss| (loss.kind, loss.place));
    let mut converted = ConvertedMarks::default();
    for page in &mut *pages {
        converted.extend(std::mem::take(&mut page.converted));
    }
    let errors = problems.iter().filter(|problem| problem.is_softened).count();
    let losses = losses.iter().map(|loss| reported(loss, sources)).chain(left_out(linked));
    ImportReport {
        kind: origin.dialect.name().to_owned(),
        by: origin.by.clone(),
        pages: pages.len(),
        aliases,
        errors,
        losses: losses.collect(),
        converted,
    }
}

/// Files of the content folder that are not brought over.
fn left_out(linked: &Linked) -> impl Iterator<Item = ReportedLoss> {
    let site = &linked.locale_sites.first().site;
    let of_tool = site.assets.iter().filter(|asset| is_marker(asset.path.as_str()));
    let of_tool = of_tool.map(|asset| (&asset.path, "it holds the settings of the old tool"));
    let leftovers = linked.held_back.leftovers.iter();
    let leftovers = leftovers.map(|path| (path, "another program left it behind"));
    let held = site.assets.iter().filter_map(|asset| {
        let by = asset.held_by.as_ref()?;
        Some((&asset.path, format!("`{by}` keeps it from being published")))
    });
    let told = of_tool.chain(leftovers).map(|(path, rule)| (path, rule.to_owned()));
    told.chain(held).map(|(path, rule)| ReportedLoss {
        kind: LossKind::File.name(),
        file: path.to_string(),
        line: None,
        column: None,
        words: String::new(),
        rule,
    })
}

/// A loss with its place as people count it.
fn reported(loss: &PlacedLoss, sources: &Sources) -> ReportedLoss {
    let (file, position) = sources.position(loss.place);
    ReportedLoss {
        kind: loss.kind.name(),
        file: file.path.clone(),
        line: Some(position.line),
        column: Some(position.column),
        words: loss.words.clone(),
        rule: loss.rule.clone(),
    }
}
