//! Full-text search, built: the documents of a site in a tantivy index, and that index as files.
//!
//! In: the site. Out: the index in the project's cache folder, kept from build to build, and
//! static files from which the client in the browser answers as `search` does here.

mod state;
mod document;
mod facet;
mod compounds;
mod dictionary;
mod publish;
mod snapshot;
mod stem_rules;
mod store;
mod varint;

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::cache::Cache;
use crate::config::{Config, Languages, Project};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Conventions, Language};
use crate::memo::Fingerprint;
use crate::site::{Links, Output, OutputPath, Role, Site, search_script};
use crate::theme::in_ascii;

pub(crate) use dictionary::{Dictionary, SHORTEST_PREFIX, TOO_COMMON};
pub(crate) use document::{Passage, SearchDocument};
pub(crate) use store::{Error as Failure, IndexReader, Posting, ScoredField, TermPositions};

use document::Documents;
use facet::Facet;
use publish::{FileSource, Publication, SearchFileKind, TakeOver};
use snapshot::Snapshot;
use state::{IndexState, READABLE};
use stem_rules::StemRules;
use store::Store;

/// The folder of the index in the project's cache folder.
const FOLDER: &str = "search";

/// What belongs to an index besides its terms. A search needs nothing else of the project.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Meta {
    /// The version of the program that wrote it.
    pub(crate) version: String,
    pub(crate) language: String,
    /// All languages of the site, if there are several.
    pub(crate) languages: Vec<String>,
    /// The documents' keys in the order of their numbers.
    pub(crate) keys: Vec<String>,
    /// Words of all documents in the main field, and of all titles.
    pub(crate) text_length: u64,
    pub(crate) title_length: u64,
    pub(crate) facets: Vec<Facet>,
    pub(crate) collections: Vec<String>,
    /// Words or phrases that mean the same, folded.
    pub(crate) synonyms: Vec<Vec<String>>,
    /// Changes with the words of all documents.
    words: [u8; 16],
    /// What was learned from them.
    pub(crate) rules: StemRules,
}

/// What the stages before made.
#[derive(Clone, Copy)]
pub(crate) struct IndexInput<'a> {
    pub(crate) site: &'a Site,
    pub(crate) links: &'a Links,
    pub(crate) config: &'a Config,
    /// The words of the theme, by their keys.
    pub(crate) strings: &'a BTreeMap<String, String>,
}

/// An index that is up to date, and the files of the search that are made from it.
pub(crate) struct Index {
    publication: Publication,
    /// What the indexes in other languages have to know of it.
    sibling: SiblingIndex,
    /// The script that answers queries in the browser.
    client: String,
    /// Where that is published.
    script: String,
    /// What the script has to know first, as JSON.
    manifest: String,
}

/// An index as those in other languages know it.
#[derive(Clone, Debug, Serialize)]
struct SiblingIndex {
    language: String,
    /// The name of the language in itself.
    name: String,
    direction: &'static str,
    /// The page where a query is answered in that language, from the site's root.
    page: String,
    version: String,
}

/// By kind of file: how many there are, and their bytes.
pub(crate) type Sizes = BTreeMap<&'static str, (usize, u64)>;

/// The folder of an index in a project's cache folder: that of the first language, or that of another one
/// by its tag.
fn folder_name(other: Option<&str>) -> String {
    match other {
        Some(tag) => format!("{FOLDER}-{}", tag.to_ascii_lowercase()),
        None => FOLDER.to_owned(),
    }
}

/// What changes with the indexes that a build left in the cache folder; `None` if one of a language is missing or
/// damaged.
pub(crate) fn kept_state(cache: &Cache, languages: &Languages) -> Option<Fingerprint> {
    let others = languages.all.iter().skip(1).map(|language| Some(language.tag.as_str()));
    let checksums = std::iter::once(None).chain(others).map(|other| {
        let name = folder_name(other);
        let _lock = cache.lock(&name).ok()?;
        Snapshot::read(cache, &cache.folder(&name)).map(|(_, checksum)| checksum)
    });
    checksums.collect::<Option<Vec<_>>>().map(state_of)
}

/// What changes with indexes as they are kept; `None` if one is not.
pub(crate) fn state(indexes: &[Index]) -> Option<Fingerprint> {
    let checksums = indexes.iter().map(|index| index.publication.index.snapshot);
    checksums.collect::<Option<Vec<_>>>().map(state_of)
}

fn state_of(checksums: Vec<Fingerprint>) -> Fingerprint {
    Fingerprint::of(checksums.into_iter().map(Fingerprint::bytes))
}

impl Index {
    /// Brings the index of a site up to date; also says why it could not be kept, if so: the site has
    /// its search all the same. `client` is the script that answers queries in the browser.
    pub(crate) fn refresh(
        input: IndexInput<'_>,
        cache: &Cache,
        client: &str,
    ) -> (Index, Option<Diagnostic>) {
        let IndexInput { site, config, .. } = input;
        let documents = Documents::new(input);
        let other = (site.language > 0).then_some(config.language.as_str());
        let mut current = IndexState::refresh(&documents, site, config, cache, &folder_name(other));
        let problem = current.problem.take();
        let publication = Publication::new(current, &documents).expect(READABLE);
        let own = config.languages.all.get(site.language);
        let search_page = site.entry_with(Role::Search);
        let sibling = SiblingIndex {
            language: config.language.clone(),
            name: own.map_or_else(String::new, |own| own.name.clone()),
            direction: Conventions::of(&config.language).direction(),
            page: search_page.map_or_else(String::new, |entry| entry.url.encoded()),
            version: publication.version(),
        };
        let manifest = publication.manifest(&[]);
        let (client, script) = (client.to_owned(), search_script(site.language, &config.language));
        (Index { publication, sibling, client, script, manifest }, problem)
    }

    /// Tells indexes in several languages of each other.
    pub(crate) fn introduce(indexes: &mut [Index]) {
        if indexes.len() > 1 {
            let siblings: Vec<SiblingIndex> =
                indexes.iter().map(|index| index.sibling.clone()).collect();
            for index in indexes {
                index.manifest = index.publication.manifest(&siblings);
            }
        }
    }

    fn is_one_of_several(&self) -> bool {
        self.publication.index.meta.languages.len() > 1
    }

    /// The script that answers queries in the browser, with what it has to know first.
    fn client(&self) -> String {
        in_ascii(&format!("{}{}", self.client, self.start()))
    }

    /// The script that tells a client of another language what it has to know first.
    fn start(&self) -> String {
        format!("fieldguide.start({});\n", self.manifest)
    }

    /// Where that one is published.
    fn start_path(&self) -> String {
        self.publication.path("start")
    }

    /// Documents, and those of them that were new or had changed.
    pub(crate) fn documents(&self) -> (usize, usize) {
        let index = &self.publication.index;
        (index.summaries.len(), index.written)
    }

    /// Makes the files of the search that cannot be taken over, and hands them to `sink`, from several
    /// threads. The input is that of the index.
    pub(crate) fn publish(
        &self,
        input: IndexInput<'_>,
        take_over: TakeOver<'_>,
        sink: &(dyn Fn(Output) + Sync),
    ) -> Sizes {
        let sizes: Mutex<Sizes> = Mutex::default();
        let count = |kind: &'static str, bytes: u64| {
            let mut sizes = sizes.lock().expect("counting does not panic");
            let size = sizes.entry(kind).or_default();
            *size = (size.0 + 1, size.1 + bytes);
        };
        let give = |kind: &'static str, path: OutputPath, text: String| {
            count(kind, text.len() as u64);
            sink(Output::text(path, text));
        };
        let all = self.publication.each(&Documents::new(input), take_over, &|file| {
            let kind = file.kind.map_or("all in one", SearchFileKind::name);
            match file.made {
                FileSource::Text(text) => give(kind, file.path, text),
                FileSource::TakenOver(bytes) => count(kind, bytes),
            }
        });
        all.expect(READABLE);
        give("client", OutputPath::new(self.script.as_str()), self.client());
        if self.is_one_of_several() {
            give("client", OutputPath::new(self.start_path()), in_ascii(&self.start()));
        }
        sizes.into_inner().expect("counting does not panic")
    }

    /// Makes one of the files that `publish` makes, by its path from the site's root; `None` if it is
    /// none of them. The input is that of the index.
    pub(crate) fn file(&self, path: &str, input: IndexInput<'_>) -> Option<String> {
        if path == self.script {
            return Some(self.client());
        }
        if self.is_one_of_several() && path == self.start_path() {
            return Some(in_ascii(&self.start()));
        }
        self.publication.file(path, &Documents::new(input)).expect(READABLE)
    }
}

impl Meta {
    /// Whether this program made it for a language from these words.
    fn is_of(&self, language: &str, words: [u8; 16]) -> bool {
        self.version == env!("CARGO_PKG_VERSION")
            && self.language == language
            && self.words == words
    }
}

/// An index that was kept, open for queries.
pub(crate) struct OpenedIndex {
    pub(crate) meta: Meta,
    pub(crate) language: Language,
    pub(crate) dictionary: Dictionary,
    pub(crate) reader: IndexReader,
}

/// Why an index cannot be opened.
pub(crate) enum OpenIndexError {
    /// No build left one, or another version of the program did.
    Missing(Diagnostic),
    /// It was damaged since; it is removed.
    Damaged,
}

/// Opens the index that the last build left: that of the first language, or that of another one by its
/// tag.
pub(crate) fn open(cache: &Cache, other: Option<&str>) -> Result<OpenedIndex, OpenIndexError> {
    let name = folder_name(other);
    let folder = cache.folder(&name);
    if !snapshot::is_there(&folder) {
        return Err(missing(format!("there is no search index in `{}`", Project::shown(&folder))));
    }
    // Where no lock can be made, nobody writes either.
    let _lock = cache.lock(&name);
    let (Snapshot { meta, .. }, _) =
        Snapshot::read(cache, &folder).ok_or(OpenIndexError::Damaged)?;
    if meta.version != env!("CARGO_PKG_VERSION") {
        let (shown, version) = (Project::shown(&folder), meta.version);
        return Err(missing(format!("the search index in `{shown}` is of fieldguide {version}")));
    }
    let language = Language::new(&meta.language);
    let store = Store::open_existing(&folder, &language)?;
    let mut reader = store.reader(meta.keys.iter().map(String::as_str))?;
    let dictionary = Dictionary::of(&mut reader, &language)?;
    Ok(OpenedIndex { meta, language, dictionary, reader })
}

/// What could be read byte for byte, and yet is no index, is damaged, too.
impl From<store::Error> for OpenIndexError {
    fn from(_: store::Error) -> OpenIndexError {
        OpenIndexError::Damaged
    }
}

fn missing(message: String) -> OpenIndexError {
    let problem = Diagnostic::new(Code::NoSearchIndex, message);
    OpenIndexError::Missing(problem.help("run `fieldguide build` first; it leaves the index there"))
}
