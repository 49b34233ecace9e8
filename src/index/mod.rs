//! Full-text search, built: the documents of a site in a tantivy index, and that index as files.
//!
//! In: the site. Out: the index in the project's cache folder, kept from build to build, and
//! static files from which the client in the browser answers as `search` does here.

mod document;
mod language;
mod lexicon;
mod publish;
mod stem_rules;
mod store;
mod tokens;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::config::{Config, Project};
use crate::diagnostic::{Code, Diagnostic};
use crate::site::{FieldValue, Output, OutputPath, SEARCH_SCRIPT, Site};
use crate::theme::in_ascii;

pub(crate) use document::{Document, Facet, Passage};
pub(crate) use language::Language;
pub(crate) use lexicon::{Lexicon, SHORTEST_PREFIX, VAGUE};
pub(crate) use store::{Error as Failure, Posting, Reader, ScoredField};
pub(crate) use tokens::{Token, tokens};

use document::{documents, facets};
use publish::{Kind, Postings};
use stem_rules::{Rule, StemRules};
use store::Store;

/// The folder of what builds keep, from the project's root; it can be removed at any time.
pub(crate) const CACHE: &str = ".fieldguide";

/// The folder of the index inside the project's cache folder, and what stands beside the index.
const FOLDER: &str = "search";
const META: &str = "site.json";

/// What belongs to an index besides its terms. A search needs nothing else of the project.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Meta {
    /// The version of the program that wrote it.
    pub(crate) version: String,
    pub(crate) language: String,
    /// The documents' keys in the order of their numbers.
    pub(crate) keys: Vec<String>,
    /// Words of all documents in the main field, and of all titles.
    pub(crate) text_length: u64,
    pub(crate) title_length: u64,
    pub(crate) facets: Vec<Facet>,
    pub(crate) collections: Vec<String>,
    /// Words or phrases that mean the same, folded.
    pub(crate) synonyms: Vec<Vec<String>>,
    pub(crate) rules: StemRules,
}

/// What indexing made, and what it cost.
pub(crate) struct Indexed {
    pub(crate) documents: usize,
    /// Documents that were new or had changed.
    pub(crate) updated: usize,
    /// By kind of file: how many there are, and their bytes.
    pub(crate) sizes: BTreeMap<&'static str, (usize, usize)>,
    /// Why the index could not be kept: the site has its search all the same.
    pub(crate) problem: Option<Diagnostic>,
}

/// The folder of the index in a project's cache folder.
fn folder(cache: &Path) -> PathBuf {
    cache.join(FOLDER)
}

/// Brings the index up to date and hands the files of the search to `sink`, from several threads.
/// `client` is the script that answers queries in the browser.
pub(crate) fn build(
    site: &Site,
    config: &Config,
    cache: &Path,
    client: &str,
    sink: &(dyn Fn(Output) + Sync),
) -> Indexed {
    let language = Language::new(&config.language);
    let documents = documents(site, config);
    let folder = folder(cache);
    let kept = Store::open(&folder, &language).and_then(|store| {
        let updated = store.update(&documents)?;
        Ok((store, updated))
    });
    let (store, updated, mut problem) = match kept {
        Ok((store, updated)) => (store, updated, None),
        Err(error) => {
            let store = Store::in_memory(&language);
            let updated = store.update(&documents).expect("memory takes an index");
            (store, updated, Some(not_kept(&folder, &error)))
        }
    };
    let reader = store.reader(documents.iter().map(|document| document.key.as_str()));
    let reader = reader.expect("an index that was just written can be read");
    let words = reader.words().expect("an index that was just written can be read");
    let lexicon = Lexicon::new(words, &language);
    let postings = Postings::read(&reader, &lexicon).expect("its postings can be read as well");
    let (text_length, title_length) = postings.lengths();
    let meta = Meta {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        language: language.code.clone(),
        keys: documents.iter().map(|document| document.key.clone()).collect(),
        text_length,
        title_length,
        facets: facets(&documents, site, config),
        collections: config.collections.iter().map(|schema| schema.name.clone()).collect(),
        synonyms: synonyms(site, config),
        rules: lexicon.rules(&language),
    };
    if problem.is_none()
        && let Err(error) = meta.write(&folder)
    {
        problem = Some(not_kept(&folder, &error));
    }
    let publication = publish::publish(&lexicon, &postings, &documents, &meta);
    let mut sizes: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for file in &publication.files {
        let size = sizes.entry(file.kind.map_or("all in one", Kind::name)).or_default();
        *size = (size.0 + 1, size.1 + file.text.len());
    }
    let script = in_ascii(&format!("{client}fieldguide.start({});\n", publication.manifest));
    sizes.insert("client", (1, script.len()));
    publication.files.into_par_iter().for_each(|file| {
        sink(Output::text(OutputPath::new(file.path), file.text));
    });
    sink(Output::text(OutputPath::new(SEARCH_SCRIPT), script));
    Indexed { documents: documents.len(), updated, sizes, problem }
}

fn not_kept(folder: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    let shown = Project::shown(folder);
    let message = format!("the search index cannot be kept in `{shown}`: {error}");
    Diagnostic::new(Code::SearchIndexNotKept, message)
}

impl Meta {
    fn write(&self, folder: &Path) -> std::io::Result<()> {
        let new = folder.join(format!("{META}.new"));
        std::fs::write(&new, serde_json::to_vec(self)?)?;
        std::fs::rename(&new, folder.join(META))
    }
}

/// An index that was kept, open for queries.
pub(crate) struct Opened {
    pub(crate) meta: Meta,
    pub(crate) language: Language,
    pub(crate) lexicon: Lexicon,
    pub(crate) reader: Reader,
}

/// Opens the index that the last build left.
pub(crate) fn open(cache: &Path) -> Result<Opened, Diagnostic> {
    let folder = folder(cache);
    let shown = Project::shown(&folder);
    let missing = |message: String| {
        let help = "run `fieldguide build` first; it leaves the index there";
        Err(Diagnostic::new(Code::NoSearchIndex, message).help(help))
    };
    let Ok(bytes) = std::fs::read(folder.join(META)) else {
        return missing(format!("there is no search index in `{shown}`"));
    };
    let meta: Meta = match serde_json::from_slice(&bytes) {
        Ok(meta) => meta,
        Err(error) => return missing(format!("the search index in `{shown}` is damaged: {error}")),
    };
    if meta.version != env!("CARGO_PKG_VERSION") {
        let version = &meta.version;
        return missing(format!("the search index in `{shown}` is of fieldguide {version}"));
    }
    let language = Language::new(&meta.language);
    let read = || {
        let store = Store::open_existing(&folder, &language)?;
        let reader = store.reader(meta.keys.iter().map(String::as_str))?;
        let words = reader.words()?;
        Ok::<_, store::Error>((reader, words))
    };
    match read() {
        Ok((reader, words)) => {
            let lexicon = Lexicon::new(words, &language);
            Ok(Opened { meta, language, lexicon, reader })
        }
        Err(error) => missing(format!("the search index in `{shown}` is damaged: {error}")),
    }
}

/// Words and phrases that mean the same: those of the settings, and of each page its title with
/// the values of fields that hold other names of it. Folded, each list without repeats.
fn synonyms(site: &Site, config: &Config) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = config.synonyms.clone();
    for page in &site.pages {
        let Some(collection) = page.collection else {
            continue;
        };
        let mut names = vec![page.title.clone()];
        for (field, values) in &page.front_matter.fields {
            if config.collections[collection].fields[*field].synonyms {
                names.extend(values.iter().filter_map(|value| match value {
                    FieldValue::String(text) => Some(text.clone()),
                    _ => None,
                }));
            }
        }
        sets.push(names);
    }
    let fold = |text: &String| {
        let words = tokens(text).into_iter().map(|token| token.text);
        words.collect::<Vec<_>>().join(" ")
    };
    let mut folded: Vec<Vec<String>> = Vec::new();
    for set in sets {
        let mut known: Vec<String> = Vec::new();
        for name in set.iter().map(fold) {
            if !name.is_empty() && !known.contains(&name) {
                known.push(name);
            }
        }
        if known.len() > 1 {
            folded.push(known);
        }
    }
    folded
}
