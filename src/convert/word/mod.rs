//! Word files, each a page.
//!
//! Pandoc makes a tree of each file. Pictures come out of the file itself, and so do all its words: those that no page
//! has are reported, whatever pandoc does with them.

mod package;
mod pandoc;
mod reader;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::folder::ForeignFolder;
use super::markdown::{self, TargetMarks};
use super::names::{FreePaths, clean_path};
use super::page::{TitleHeading, settle_levels, take_title};
use super::{Conversion, ConvertedContent, ConvertedFile, ConvertedPage, Loss, LossPlace};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::words;
use crate::percent;
use crate::site::{ContentPath, split_destination};
use package::{PartKind, WordPackage};
use pandoc::{Pandoc, Unread};
use reader::{ChangeKind, DocumentChange, ReadDocument};

/// Endings of pictures that browsers show.
const SHOWN_PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "avif"];

/// Converts a file, or a folder of files.
pub(super) fn convert(source: &Path) -> Result<Conversion, Diagnostic> {
    let pandoc = Pandoc::find()?;
    let folder =
        if source.is_dir() { ForeignFolder::read(source)? } else { ForeignFolder::around(source) };
    let names: Vec<&str> = folder.names().filter(|name| is_document(name)).collect();
    if names.is_empty() {
        let message = format!("there is no Word file in {}", source.display());
        let problem = Diagnostic::new(Code::NoPages, message);
        return Err(problem.help("name a folder with files that end in `.docx`, or one such file"));
    }
    let paths = page_paths(&names);
    let documents: Vec<_> = names
        .par_iter()
        .map(|name| WordDocument::read(name, &paths[name], &folder, &pandoc))
        .collect();
    if let [Err(Unread { reason })] = &documents[..] {
        let message = format!("{} cannot be read: {reason}", source.display());
        let problem = Diagnostic::new(Code::InvalidData, message);
        return Err(problem.help("open it in Word and save it anew as `.docx`"));
    }
    Ok(finish(&names, documents, &folder, &paths))
}

/// Whether a file is a document, and not what Word keeps beside one that is open.
fn is_document(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("docx") && !file.starts_with("~$") && !folder.contains("__MACOSX")
}

/// The page of each document.
fn page_paths<'n>(names: &[&'n str]) -> HashMap<&'n str, ContentPath> {
    let mut free = FreePaths::default();
    let paths = names.iter().map(|name| {
        let stem = name.rsplit_once('.').map_or(*name, |(stem, _)| stem);
        (*name, ContentPath::new(free.take(&format!("{}.md", clean_path(stem)))))
    });
    paths.collect()
}

/// A document that was read.
struct WordDocument {
    name: String,
    path: ContentPath,
    title: String,
    read: ReadDocument,
    /// Pictures by their paths in the content folder.
    pictures: BTreeMap<String, Vec<u8>>,
    losses: Vec<Loss>,
    /// The paragraphs of the file, to be looked for on the page.
    paragraphs: Vec<package::WordParagraph>,
}

impl WordDocument {
    fn read(
        name: &str,
        path: &ContentPath,
        folder: &ForeignFolder,
        pandoc: &Pandoc,
    ) -> Result<WordDocument, Unread> {
        let bytes = folder.bytes(name).map_err(|problem| Unread { reason: problem.message })?;
        let Some(package) = WordPackage::read(&bytes) else {
            return Err(Unread { reason: "it is no Word file, or it is damaged".to_owned() });
        };
        let tree = pandoc.tree(&bytes)?;
        let mut pictures =
            Pictures { package: &package, name, path, found: BTreeMap::new(), losses: Vec::new() };
        let mut read = reader::read(&tree, &mut |part| pictures.take(part));
        let Pictures { found: pictures, mut losses, .. } = pictures;
        let heading = if read.title.is_none() { take_title(&mut read.text) } else { None };
        settle_levels(&mut read.text);
        let title = match (read.title.take(), heading) {
            (Some(title), _) => title,
            (None, Some(TitleHeading { words, .. })) => words,
            (None, None) => path.stem().replace(['-', '_'], " "),
        };
        losses.extend(read.changes.iter().map(|change| change_loss(name, change)));
        let paragraphs = package.paragraphs();
        let (name, path) = (name.to_owned(), path.clone());
        Ok(WordDocument { name, path, title, read, pictures, losses, paragraphs })
    }

    /// Makes links to other documents lead to their pages. Returns the other files of the folder that links lead to.
    fn settle_links(
        &mut self,
        folder: &ForeignFolder,
        paths: &HashMap<&str, ContentPath>,
    ) -> Vec<String> {
        let (name, own) = (&self.name, &self.path);
        let from = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut files = Vec::new();
        self.read.text.for_each_destination(&mut |to| {
            let (way, query, fragment) = split_destination(to);
            let target = percent::decode(&way.replace('\\', "/"))
                .filter(|way| !way.is_empty() && !way.contains(':'))
                .and_then(|way| ContentPath::resolve(from, &way));
            let Some(target) = target else { return };
            if let Some(page) = paths.get(target.as_str()) {
                *to = format!("{}{query}{fragment}", page.destination_from(own.folder()));
            } else if folder.path(target.as_str()).is_some() {
                let file = ContentPath::new(clean_path(target.as_str()));
                *to = format!("{}{query}{fragment}", file.destination_from(own.folder()));
                files.push(target.as_str().to_owned());
            }
        });
        files
    }

    /// The words of the file that are neither on the page nor in another report.
    fn missing(&self) -> Vec<Loss> {
        let mut left = WordCounts::of(&[&self.title, &self.read.text.words()]);
        let mut paragraphs: Vec<_> = self.paragraphs.iter().collect();
        // What is on each sheet of paper often is the title, which belongs to the text first.
        paragraphs
            .sort_by_key(|paragraph| (paragraph.kind == PartKind::Running, paragraph.is_in_box));
        let mut told = HashSet::new();
        let mut losses = Vec::new();
        for paragraph in paragraphs {
            let gone = left.take(&paragraph.words);
            if gone.is_empty() {
                continue;
            }
            let whole = paragraph.words.split_whitespace().collect::<Vec<_>>().join(" ");
            let (kind, words, rule) = match (paragraph.kind, paragraph.is_in_box) {
                (PartKind::Running, _) => (
                    "running-header",
                    whole,
                    "what stands at the top or at the bottom of each sheet is left out: the site has its own",
                ),
                (_, true) => (
                    "text-box",
                    whole,
                    "a box beside the text is left out; write its words where they belong",
                ),
                _ => (
                    "left-out-words",
                    gone.join(" "),
                    "pandoc does not pass these words on; they may belong to a form, a field or a drawing",
                ),
            };
            if told.insert((kind, words.clone())) {
                losses.push(Loss::new(&self.name, kind, words, rule));
            }
        }
        losses
    }
}

/// How often words are there.
struct WordCounts(HashMap<String, usize>);

impl WordCounts {
    fn of(texts: &[&str]) -> WordCounts {
        let mut counts = HashMap::new();
        for text in texts {
            for place in words(text) {
                *counts.entry(text[place].to_lowercase()).or_default() += 1;
            }
        }
        WordCounts(counts)
    }

    /// Takes the words of a text away; returns those that are not there any more.
    fn take<'t>(&mut self, text: &'t str) -> Vec<&'t str> {
        words(text).map(|place| &text[place]).filter(|word| !self.take_word(word)).collect()
    }

    /// Takes a word away; returns whether it was there.
    fn take_word(&mut self, word: &str) -> bool {
        let count = self.0.get_mut(&word.to_lowercase()).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    }
}

/// The pictures of a document.
struct Pictures<'d> {
    package: &'d WordPackage<'d>,
    name: &'d str,
    path: &'d ContentPath,
    found: BTreeMap<String, Vec<u8>>,
    losses: Vec<Loss>,
}

impl Pictures<'_> {
    /// The path of a picture from the page; `None` if no browser shows it, or it is not in the file.
    fn take(&mut self, part: &str) -> Option<String> {
        if part.contains("://") {
            return Some(part.to_owned());
        }
        let name = part.rsplit('/').next().unwrap_or(part);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        if !SHOWN_PICTURES.contains(&ending.as_str()) {
            let rule = "browsers do not show pictures of this kind; save it as PNG or SVG";
            self.lose("picture-format", part, rule);
            return None;
        }
        let Some(bytes) = self.package.part(&format!("word/{part}")) else {
            self.lose("missing-picture", part, "the picture is not in the file");
            return None;
        };
        let path = clean_path(&format!("{}/media/{}/{name}", self.path.folder(), self.path.stem()));
        let path = ContentPath::new(path);
        let way = path.destination_from(self.path.folder());
        self.found.insert(path.as_str().to_owned(), bytes);
        Some(way)
    }

    fn lose(&mut self, kind: &'static str, words: &str, rule: &str) {
        self.losses.push(Loss::new(self.name, kind, words, rule));
    }
}

/// What somebody suggested or remarked in a document.
fn change_loss(name: &str, change: &DocumentChange) -> Loss {
    let (kind, rule) = match change.kind {
        ChangeKind::Deletion => {
            ("deletion", "somebody suggested to delete this, and it is left out")
        }
        ChangeKind::Insertion => {
            ("insertion", "somebody suggested to insert this, and it is on the page")
        }
        ChangeKind::Comment => {
            ("comment", "a comment is left out, because all readers would see it")
        }
        ChangeKind::Raw => ("raw-marks", "marks of another language have no place on a page"),
    };
    let loss = Loss::new(name, kind, change.words.as_str(), rule);
    match change.heading.as_str() {
        "" => loss,
        heading => loss.at(LossPlace::Heading(heading.to_owned())),
    }
}

fn finish(
    names: &[&str],
    documents: Vec<Result<WordDocument, Unread>>,
    folder: &ForeignFolder,
    paths: &HashMap<&str, ContentPath>,
) -> Conversion {
    let mut conversion =
        Conversion { losses: folder.unfollowed().collect(), ..Conversion::default() };
    let mut files: BTreeMap<String, ConvertedContent> = BTreeMap::new();
    let has_math = documents.iter().flatten().any(|document| document.read.text.has_formula);
    let marks = TargetMarks { has_math };
    for (name, document) in names.iter().zip(documents) {
        let mut document = match document {
            Ok(document) => document,
            Err(Unread { reason }) => {
                conversion.losses.push(unread(name, &reason));
                continue;
            }
        };
        for file in document.settle_links(folder, paths) {
            if let Some(source) = folder.path(&file) {
                files.insert(clean_path(&file), ConvertedContent::CopyOf(source));
            }
        }
        let page = ConvertedPage {
            path: document.path.as_str().to_owned(),
            title: document.title.clone(),
            front_matter: Vec::new(),
            text: markdown::write(&document.read.text, marks),
            old_address: None,
        };
        let missing = document.missing();
        conversion.losses.extend(document.losses);
        conversion.losses.extend(missing);
        let pictures = document.pictures.into_iter();
        files.extend(pictures.map(|(path, bytes)| (path, ConvertedContent::Bytes(bytes))));
        conversion.pages.push(page);
    }
    let files = files.into_iter().map(|(path, content)| ConvertedFile { path, content });
    conversion.files = files.collect();
    conversion.set_math(marks.has_math);
    conversion
}

fn unread(name: &str, reason: &str) -> Loss {
    let rule = format!("the file is not read ({reason}); open it in Word and save it anew");
    Loss::new(name, "unread-file", "", rule)
}
