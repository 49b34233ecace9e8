//! Text as it was read, and places in it.
//!
//! In: file names and their text. Out: numbered files, and places in them as people count them.
//! Never touches the file system.

mod lines;
mod span;
mod written;

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::memo::{Fingerprint, OfWord};

pub(crate) use lines::{LineIndex, Position, floor_char_boundary};
pub(crate) use span::Span;
pub(crate) use written::{KeptRun, ReplacedText, WrittenText};

/// The number of a file in [`Sources`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub(crate) struct FileId(u32);

impl FileId {
    /// In the order in which the files were read.
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

/// One text file of the project: Markdown, configuration, template or data.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub(crate) id: FileId,
    /// The path to show to a person, from the folder where the command was started.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The text as its author wrote it, where `text` is a translation from the dialect of another tool.
    written: Option<WrittenText>,
    lines: OnceLock<LineIndex>,
    fingerprint: OnceLock<Fingerprint>,
}

impl SourceFile {
    /// Where lines begin; made when first asked for, since most files have no problem to report.
    pub(crate) fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Changes with its number, its path and its text.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| {
            let number = self.id.0.to_le_bytes();
            let written = self.written.as_ref().map_or("", |written| &written.text);
            Fingerprint::of([
                &number,
                self.path.as_bytes(),
                self.text.as_bytes(),
                written.as_bytes(),
            ])
        })
    }

    /// The text as its author wrote it, and where its lines begin.
    pub(crate) fn written(&self) -> (&str, &LineIndex) {
        match &self.written {
            Some(written) => (&written.text, written.lines()),
            None => (&self.text, self.lines()),
        }
    }

    /// The text as its author wrote it, if this is a translation.
    pub(crate) fn translated_from(&self) -> Option<&WrittenText> {
        self.written.as_ref()
    }

    /// What a translation does not keep of the text as its author wrote it, in order.
    pub(crate) fn replaced(&self) -> Vec<ReplacedText> {
        let written = self.written.as_ref();
        written.map_or_else(Vec::new, |written| written.replaced(self.text.len()))
    }

    /// Where its author wrote a part of the text.
    pub(crate) fn written_range(&self, range: Range<usize>) -> Range<usize> {
        match &self.written {
            Some(written) => written.range(range),
            None => range,
        }
    }

    /// The same; `None` if the part is not as its author wrote it.
    pub(crate) fn exact_range(&self, range: Range<usize>) -> Option<Range<usize>> {
        match &self.written {
            Some(written) => written.exact_range(range),
            None => Some(range),
        }
    }

    /// The whole text as a span.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.id, start, end)
    }
}

/// Every text file of one build.
#[derive(Default, Debug)]
pub(crate) struct Sources {
    files: Vec<Arc<SourceFile>>,
    by_path: HashSet<ByPath, BuildHasherDefault<OfWord>>,
}

/// A file that is looked up by its path.
#[derive(Debug)]
struct ByPath(Arc<SourceFile>);

impl Borrow<str> for ByPath {
    fn borrow(&self) -> &str {
        &self.0.path
    }
}

impl Hash for ByPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.path.hash(state);
    }
}

impl PartialEq for ByPath {
    fn eq(&self, other: &ByPath) -> bool {
        self.0.path == other.0.path
    }
}

impl Eq for ByPath {}

impl Sources {
    /// Takes in a file under the path shown to people. A path that is already known keeps its
    /// number and gets the new text.
    pub(crate) fn add(&mut self, path: String, text: String) -> Arc<SourceFile> {
        self.add_translated(path, text, None)
    }

    /// Takes in a file, whose text may be a translation of what its author wrote.
    pub(crate) fn add_translated(
        &mut self,
        path: String,
        text: String,
        written: Option<WrittenText>,
    ) -> Arc<SourceFile> {
        let known = self.by_path.get(path.as_str()).map(|ByPath(file)| file.id);
        let id = known.unwrap_or_else(|| {
            FileId(u32::try_from(self.files.len()).expect("fewer than four billion files"))
        });
        let (lines, fingerprint) = (OnceLock::new(), OnceLock::new());
        let file = Arc::new(SourceFile { id, path, text, written, lines, fingerprint });
        self.by_path.replace(ByPath(Arc::clone(&file)));
        match known {
            Some(id) => self.files[id.0 as usize] = Arc::clone(&file),
            None => self.files.push(Arc::clone(&file)),
        }
        file
    }

    /// Makes room for that many more files.
    pub(crate) fn reserve(&mut self, files: usize) {
        self.files.reserve(files);
        self.by_path.reserve(files);
    }

    /// Takes in a file of the build before, which is the same one as long as its number is.
    pub(crate) fn keep(&mut self, file: &Arc<SourceFile>) -> Arc<SourceFile> {
        let place = file.id.0 as usize;
        if self.files.get(place).is_some_and(|known| Arc::ptr_eq(known, file)) {
            return Arc::clone(file);
        }
        // A path that is known already keeps its file until `add` replaces that.
        if place != self.files.len() || !self.by_path.insert(ByPath(Arc::clone(file))) {
            let written = file.written.clone();
            return self.add_translated(file.path.clone(), file.text.clone(), written);
        }
        self.files.push(Arc::clone(file));
        Arc::clone(file)
    }

    /// The number of the file of a path.
    pub(crate) fn number(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).map(|ByPath(file)| file.id)
    }

    /// Whether there is a file of that path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.by_path.contains(path)
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// The files that were taken in after the first ones.
    pub(crate) fn after(&self, first: usize) -> &[Arc<SourceFile>] {
        &self.files[first..]
    }

    /// Where a span begins, as an editor shows it.
    pub(crate) fn position(&self, span: Span) -> (&SourceFile, Position) {
        let file = self.file(span.file);
        let (text, lines) = file.written();
        (file, lines.position(text, file.written_range(span.range()).start))
    }

    /// Where a span begins and ends, as an editor shows it.
    pub(crate) fn positions(&self, span: Span) -> (&SourceFile, Position, Position) {
        let file = self.file(span.file);
        let (text, lines) = file.written();
        let range = file.written_range(span.range());
        (file, lines.position(text, range.start), lines.position(text, range.end))
    }

    /// All files, in the order in which they were read.
    pub(crate) fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().map(|file| &**file)
    }

    pub(crate) fn file(&self, id: FileId) -> &Arc<SourceFile> {
        &self.files[id.0 as usize]
    }
}
