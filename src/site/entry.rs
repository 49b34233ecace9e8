//! The addresses of a site: each shows a page that an author wrote, or one that is generated.

use super::{ContentPath, OutputPath, PageId, SectionId, TagId, UrlPath};
use crate::arena::Id;
use crate::config::TermId;

/// The position of an entry in `Site::entries`; valid for one build.
pub(crate) type EntryId = Id<Entry>;

/// One HTML page of the site.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The Markdown file it comes from, or would come from: authors link to this.
    pub(crate) path: ContentPath,
    pub(crate) url: UrlPath,
    pub(crate) role: Role,
    /// The page that gives it title and words.
    pub(crate) page: Option<PageId>,
    /// The title where no page gives one.
    pub(crate) title: String,
    /// The section in whose navigation it stands.
    pub(crate) section: SectionId,
}

impl Entry {
    /// The file beside its page for other programs: the table of a matrix for spreadsheets, the list
    /// of reviews for calendars.
    pub(crate) fn companion(&self) -> Option<OutputPath> {
        let ending = match self.role {
            Role::Matrix(_) => "csv",
            Role::Review => "ics",
            _ => return None,
        };
        let page = self.url.output();
        let stem = page.as_str().trim_end_matches("/index.html").trim_end_matches(".html");
        Some(OutputPath::new(format!("{stem}.{ending}")))
    }
}

/// The kind of an entry: it decides which lists and tables the page shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Role {
    Home,
    Page,
    /// The pages of a folder.
    Section,
    /// The list of a collection, by position in the configuration.
    Collection(usize),
    /// All tags.
    Tags,
    /// The pages with one tag.
    Tag(TagId),
    /// All values of a vocabulary.
    Vocabulary(usize),
    /// The pages with a value of a vocabulary.
    Term(TermId),
    Matrix(usize),
    References,
    /// The pages to review, and their days.
    Review,
    /// Where a query is answered.
    Search,
    NotFound,
}
