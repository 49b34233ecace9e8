//! Problems that follow from a file that could not be read. Nobody knows what it says, so they may be none: the file is
//! reported, and they wait until it can be read.

use super::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::FileId;

/// A page whose front matter could not be read.
pub(crate) struct UnreadPage<'t> {
    pub(crate) file: FileId,
    /// What the front matter may be: a part of the file, or all of it.
    pub(crate) text: &'t str,
}

/// What is wrong with a file by itself, whatever the settings say.
const CAUSES: [Code; 11] = [
    Code::UnreadableFile,
    Code::InvalidUtf8,
    Code::FileTooLarge,
    Code::OutsideLink,
    Code::CaseConflict,
    Code::YamlSyntax,
    Code::BibtexSyntax,
    Code::DuplicateKey,
    Code::MissingFile,
    Code::UnclosedFrontMatter,
    Code::NestingTooDeep,
];

/// What says that nothing in the project leads somewhere.
const OF_ALL_PAGES: [Code; 3] = [Code::UncitedWork, Code::UnusedFile, Code::OrphanPage];

/// What is said of a page by its front matter.
const OF_FRONT_MATTER: [Code; 6] = [
    Code::EmptyPage,
    Code::MissingField,
    Code::DuplicateUrl,
    Code::OutdatedTranslation,
    Code::UnrecordedTranslation,
    Code::DuplicateTranslation,
];

/// What says that a page is not there.
const OF_A_MISSING_PAGE: [Code; 2] = [Code::BrokenLink, Code::RelationNotFound];

/// Keys of front matter that say where a page is.
const ADDRESS_KEYS: [&str; 3] = ["aliases", "slug", "translation_of"];

impl Diagnostics {
    /// Leaves out what follows from settings that could not be read: all but what is wrong with other files by themselves,
    /// and with settings that could be read.
    #[must_use]
    pub(crate) fn without_settings(mut self, is_settings: impl Fn(FileId) -> bool) -> Diagnostics {
        self.list.retain(|problem| {
            let is_in_settings = problem.span.is_some_and(|span| is_settings(span.file));
            CAUSES.contains(&problem.code) || is_in_settings && problem.code != Code::UnknownName
        });
        self
    }

    /// Leaves out what follows from front matter that could not be read, and from files of which nothing could.
    #[must_use]
    pub(crate) fn without_unread(mut self, pages: &[UnreadPage<'_>]) -> Diagnostics {
        let is_file_unread = self.has(Code::UnreadableFile) || self.has(Code::FileTooLarge);
        let has_address =
            |page: &UnreadPage<'_>| ADDRESS_KEYS.into_iter().any(|key| page.text.contains(key));
        let is_page_unknown = is_file_unread || pages.iter().any(has_address);
        self.list.retain(|problem| {
            let code = problem.code;
            let is_of_all = !pages.is_empty() && OF_ALL_PAGES.contains(&code);
            let is_of_missing = is_page_unknown && OF_A_MISSING_PAGE.contains(&code);
            !is_of_all && !is_of_missing && !pages.iter().any(|page| page.explains(problem))
        });
        self
    }
}

impl UnreadPage<'_> {
    /// Whether the front matter may say something against a problem.
    fn explains(&self, problem: &Diagnostic) -> bool {
        let may_be_silenced = problem.severity != Severity::Error && self.text.contains("silence");
        let is_own = problem.span.is_some_and(|span| span.file == self.file);
        is_own && (OF_FRONT_MATTER.contains(&problem.code) || may_be_silenced)
    }
}
