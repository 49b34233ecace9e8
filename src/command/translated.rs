//! `fieldguide translated FILE…`: records in translations the present state of their originals, so that checks find
//! later changes of those.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::own_file::own_file;
use super::terminal::count;
use super::{Outcome, SiteArguments, Terminal, write_whole};
use crate::config::{Project, Translator};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::pipeline::{self, BuildMemo, Failed, Linked};
use crate::site::{Page, TOP, Translation};
use crate::source::Sources;
use crate::yaml::{Slice, Value, YamlDocument};

/// The translations to change, and how.
pub(crate) struct TranslatedArguments {
    pub(crate) root: PathBuf,
    pub(crate) files: Vec<PathBuf>,
    /// Whether the files are originals whose changes no translation has to follow.
    pub(crate) minor: bool,
    /// Anchors of the sections that count; none: all.
    pub(crate) sections: Vec<String>,
    /// The translator to record, if one is.
    pub(crate) by: Option<Translator>,
}

/// The key in the front matter.
const KEY: &str = "translation";

pub(super) fn run(arguments: TranslatedArguments, terminal: &Terminal) -> Result<Outcome, Failed> {
    let TranslatedArguments { root, files, minor, sections, by } = arguments;
    let project = SiteArguments::whole(root).project(None)?;
    let steps = terminal.progress();
    let settings = pipeline::settings(&project);
    let linked = pipeline::link(&project, settings, &mut BuildMemo::default(), &steps)?;
    steps.finish();
    let wanted = wanted(&files, minor, &linked)?;
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut edits = Vec::new();
    for page in wanted {
        let now = recorded(page, &sections, &mut known);
        let changed = by.is_some() || now.sections != page.front_matter.translation.sections;
        if changed {
            let now = Translation { by: by.or(now.by), ..now };
            let path = Path::new(&page.source.path);
            let path = own_file(path, &project, &linked.locale_sites.first().config)?;
            edits.push((page, path, with_translation(page, &now)?));
        }
    }
    if let Some(unknown) = sections.iter().find(|section| !known.contains(section.as_str())) {
        let message = format!("no original has the section `{unknown}`");
        let problem = Diagnostic::new(Code::UnknownName, message);
        return Err(problem.did_you_mean(nearest(unknown, known.iter().copied())).into());
    }
    for (page, path, text) in &edits {
        write_whole(path, text)?;
        terminal.print(&page.source.path);
    }
    terminal.say(&match edits.len() {
        0 => "nothing to write: they record this state already".to_owned(),
        number => format!("{} recorded as up to date", count(number, "translation")),
    });
    Ok(Outcome::Fine)
}

/// The translations in some files, or those of the originals in them, each once.
fn wanted<'l>(files: &[PathBuf], minor: bool, linked: &'l Linked) -> Result<Vec<&'l Page>, Failed> {
    let mut wanted: Vec<&Page> = Vec::new();
    for file in files {
        let named = pages_in(file, linked);
        wanted.extend(if minor {
            translations_of(file, &named, linked)?
        } else {
            vec![translation_in(file, &named)?]
        });
    }
    wanted.sort_by_key(|page| page.source.id);
    wanted.dedup_by_key(|page| page.source.id);
    Ok(wanted)
}

/// The pages in a file, in every locale site that shows it.
fn pages_in<'l>(file: &Path, linked: &'l Linked) -> Vec<&'l Page> {
    let Ok(wanted) = fs::canonicalize(file) else { return Vec::new() };
    let pages = linked.locale_sites.pages();
    // Most files differ by name, which needs no look at the disk.
    let named = pages.filter(|page| Path::new(&page.source.path).file_name() == file.file_name());
    named
        .filter(|page| fs::canonicalize(&page.source.path).is_ok_and(|path| path == wanted))
        .collect()
}

/// The translation that a file holds.
fn translation_in<'l>(file: &Path, named: &[&'l Page]) -> Result<&'l Page, Failed> {
    let shown = Project::shown(file);
    if let Some(page) = named.iter().find(|page| page.original.is_some()) {
        return Ok(page);
    }
    let (message, help) = match named.first() {
        None => (
            format!("`{shown}` is no page of the site"),
            "name the file of a translation, such as `content/page.fr.md`",
        ),
        Some(page) if page.language == 0 => (
            format!("`{shown}` is no translation"),
            "name the file of a translation; or add `--minor`, if this is the original of some that \
             need not follow its last change",
        ),
        Some(_) => (
            format!("`{shown}` translates no page"),
            "give it the name of the page that it translates, or name that under `translation_of`",
        ),
    };
    Err(Diagnostic::new(Code::InvalidValue, message).help(help).into())
}

/// The translations of the page in a file, as far as they record the state of their original.
fn translations_of<'l>(
    file: &Path,
    named: &[&Page],
    linked: &'l Linked,
) -> Result<Vec<&'l Page>, Failed> {
    let shown = Project::shown(file);
    let Some(original) = named.first() else {
        let message = format!("`{shown}` is no page of the site");
        return Err(Diagnostic::new(Code::InvalidValue, message).into());
    };
    if let Some(of) = &original.original {
        let message = format!("`{shown}` is a translation, and `--minor` takes its original");
        let problem = Diagnostic::new(Code::InvalidValue, message);
        return Err(problem.help(format!("name `{}`", of.source.path)).into());
    }
    let translations = linked.locale_sites.pages().filter(|page| {
        let is_recorded = !page.front_matter.translation.sections.is_empty();
        page.path == original.path && page.original.is_some() && is_recorded
    });
    Ok(translations.collect())
}

/// The new record of a page: the present state of its original, or of some sections of it.
fn recorded<'l>(page: &'l Page, sections: &[String], known: &mut BTreeSet<&'l str>) -> Translation {
    let before = &page.front_matter.translation;
    let Some(original) = &page.original else { return before.clone() };
    known.extend(original.headings().map(|heading| heading.anchor.as_str()));
    known.insert(TOP);
    known.extend(before.sections.iter().map(|(key, _)| key.as_str()));
    let now = original.pieces();
    // Sections that are gone stay in the record, unless they are meant.
    let gone = before
        .sections
        .iter()
        .filter(|(key, _)| !counts(key, sections) && now.iter().all(|piece| piece.key != *key));
    let present = now.iter().filter_map(|piece| {
        if counts(&piece.key, sections) {
            return Some((piece.key.clone(), piece.hash.clone()));
        }
        before.sections.iter().find(|(known, _)| *known == piece.key).cloned()
    });
    Translation { sections: present.chain(gone.cloned()).collect(), ..before.clone() }
}

/// Whether a section is among some; none stand for all.
fn counts(key: &str, sections: &[String]) -> bool {
    sections.is_empty() || sections.iter().any(|section| section == key)
}

/// The text of a page with another record in its front matter. `Err` if that cannot be written there.
fn with_translation(page: &Page, translation: &Translation) -> Result<String, Failed> {
    let file = &page.source;
    let line_end = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    let block = block(translation).replace('\n', line_end);
    let slice = &page.front_matter.slice;
    if page.body_start == 0 {
        return Ok(format!("---{line_end}{block}---{line_end}{line_end}{}", file.text));
    }
    let (start, end) = place_of_block(slice);
    let before = &file.text[..start];
    let gap = if before.ends_with('\n') { "" } else { line_end };
    let text = format!("{before}{gap}{block}{}", &file.text[end..]);
    let slice_end = slice.end + text.len() - file.text.len();
    if keeps_the_rest(slice, &text[slice.start..slice_end]) {
        return Ok(text);
    }
    let message = format!("the front matter of `{}` cannot be changed without a doubt", file.path);
    let problem = Diagnostic::new(Code::WriteFailed, message);
    Err(problem.help(format!("write there yourself:\n{}", block.trim_end())).into())
}

/// Whether front matter is readable, and the same as before except for the record.
fn keeps_the_rest(before: &Slice, after: &str) -> bool {
    let mut found = Diagnostics::default();
    let old = YamlDocument::parse(before.clone(), &mut found).root;
    let file = Sources::default().add(String::new(), after.to_owned());
    let new = YamlDocument::parse(Slice::whole(&file), &mut found).root;
    let has_record =
        matches!(&new, Value::Map(entries) if entries.iter().any(|(key, _)| key == KEY));
    found.is_empty() && has_record && without_record(old) == without_record(new)
}

fn without_record(front_matter: Value) -> Vec<(String, Value)> {
    match front_matter {
        Value::Map(entries) => entries.into_iter().filter(|(key, _)| key != KEY).collect(),
        _ => Vec::new(),
    }
}

/// The place of the key with all that belongs to it, or the end of the front matter.
fn place_of_block(slice: &Slice) -> (usize, usize) {
    let mut silent = Diagnostics::default();
    let document = YamlDocument::parse(slice.clone(), &mut silent);
    let fields = document.node().fields(&mut silent);
    let is_there = fields.and_then(|mut fields| {
        let node = fields.get(KEY).map(|node| node.key_span());
        node.or_else(|| fields.empty(KEY))
    });
    let Some(key) = is_there else { return (slice.end, slice.end) };
    let text = &slice.file.text;
    let start = text[..key.range().start].rfind('\n').map_or(slice.start, |at| at + 1);
    let mut end = start;
    for (number, line) in text[start..slice.end].split_inclusive('\n').enumerate() {
        let is_inside = line.starts_with([' ', '\t']) || line.trim().is_empty();
        if number > 0 && !is_inside {
            break;
        }
        end += line.len();
    }
    (start, end)
}

/// The record as YAML, with a line break at its end.
fn block(translation: &Translation) -> String {
    let mut block = format!("{KEY}:\n");
    let by = Translator::ALL.iter().find(|(_, by)| Some(*by) == translation.by);
    if let Some((name, _)) = by {
        block += &format!("  by: {name}\n");
    }
    block += "  sections:\n";
    for (key, hash) in &translation.sections {
        block += &format!("    {}: {hash}\n", quoted(key));
    }
    block
}

/// A key as YAML takes it for text.
fn quoted(key: &str) -> String {
    const TAKEN: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    let is_plain = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && key != "null"
        && !TAKEN.contains(&key);
    if is_plain { key.to_owned() } else { serde_json::Value::from(key).to_string() }
}
