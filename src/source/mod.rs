//! Text as it was read, and places in it.
//!
//! In: file names and their text. Out: numbered files whose places can be told to a person.
//! Never touches the file system.

mod lines;
mod span;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

pub(crate) use lines::LineIndex;
pub(crate) use span::Span;

/// The number of a file in [`Sources`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// Where lines begin; made when first asked for, since most files have no problem to report.
    pub(crate) fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
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
    by_path: HashMap<String, FileId>,
}

impl Sources {
    /// Takes in a file under the path shown to people. A path that is already known keeps its
    /// number and gets the new text.
    pub(crate) fn add(&mut self, path: String, text: String) -> Arc<SourceFile> {
        let known = self.by_path.get(&path).copied();
        let id = known.unwrap_or_else(|| {
            FileId(u32::try_from(self.files.len()).expect("fewer than four billion files"))
        });
        let file = Arc::new(SourceFile { id, path, text, lines: OnceLock::new() });
        match known {
            Some(id) => self.files[id.0 as usize] = Arc::clone(&file),
            None => {
                self.by_path.insert(file.path.clone(), id);
                self.files.push(Arc::clone(&file));
            }
        }
        file
    }

    /// All files, in the order in which they were read.
    pub(crate) fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().map(|file| &**file)
    }

    pub(crate) fn file(&self, id: FileId) -> &Arc<SourceFile> {
        &self.files[id.0 as usize]
    }
}
