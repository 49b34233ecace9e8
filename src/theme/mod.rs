//! The built-in theme under the project's own files.
//!
//! In: the files of the project's theme folder, read already. Out: a [`Theme`] that can render,
//! and whose static files have names that change with their bytes. Reads nothing itself.

mod bounds;
mod brand;
mod builtin;
mod own;
mod script;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::language::{Conventions, is_traditional_chinese};
use crate::memo::{Fingerprint, Memo};
use crate::site::{Output, OutputPath, UrlPath};
use crate::source::{SourceFile, Sources};
use crate::yaml::{Slice, Value, YamlDocument};

pub(crate) use script::in_ascii;
use templates::LocaleStrings;
pub(crate) use templates::{Scope, Shared, Templates};

/// The place of built-in files in reports.
const BUILT_IN: &str = "(built-in theme)";

/// The script that every page loads.
const MAIN_SCRIPT: &str = "static/js/main.js";

/// Scripts that are published as they are: the one that each page loads before it is shown, and that of pages at old
/// addresses.
const PLAIN_SCRIPTS: [&str; 2] = ["static/js/appearance.js", "static/js/redirect.js"];

/// The folder of the theme's files on the site.
const ASSETS: &str = "assets";

/// A file with which a project overrides or extends the theme.
pub(crate) struct ThemeFile {
    path: String,
    content: FileContent,
}

enum FileContent {
    Text(Arc<SourceFile>),
    /// With the path to show to a person.
    Bytes(Arc<[u8]>, String),
}

impl ThemeFile {
    /// Whether a file of that path is a text in which reports name places.
    pub(crate) fn is_text(path: &str) -> bool {
        path.starts_with("templates/") || path.starts_with("strings/") || path == "theme.yaml"
    }

    pub(crate) fn text(path: String, source: Arc<SourceFile>) -> ThemeFile {
        ThemeFile { path, content: FileContent::Text(source) }
    }

    /// Changes with its path and what is in it.
    fn fingerprint(&self) -> Fingerprint {
        match &self.content {
            FileContent::Text(source) => {
                Fingerprint::of([self.path.as_bytes(), &source.fingerprint().bytes()])
            }
            FileContent::Bytes(bytes, _) => Fingerprint::of([self.path.as_bytes(), bytes]),
        }
    }

    /// A file that is published as it is; `shown` is the path that a report names.
    pub(crate) fn bytes(path: String, shown: String, bytes: Vec<u8>) -> ThemeFile {
        ThemeFile { path, content: FileContent::Bytes(bytes.into(), shown) }
    }
}

/// Templates, words and static files.
pub(crate) struct Theme {
    pub(crate) templates: Templates,
    /// The words of the interface, by key.
    pub(crate) strings: Arc<BTreeMap<String, String>>,
    /// How the language of the site counts, sorts, and writes days.
    pub(crate) conventions: Arc<Conventions>,
    /// The script that searches in the browser.
    pub(crate) search_client: String,
    /// Static files to publish.
    outputs: Vec<Output>,
    /// Where each static file is published, by its path in the theme: `img/favicon.svg`.
    pub(crate) assets: BTreeMap<String, String>,
}

/// A theme in each language, the files that reports on it name, and its problems.
#[derive(Clone)]
pub(crate) struct Loaded {
    themes: Vec<Arc<Theme>>,
    files: Vec<Arc<SourceFile>>,
    found: Diagnostics,
}

/// Puts the project's files over the built-in ones, unless the memo has the themes. `settings` is the fingerprint of
/// the settings. Returns a theme for each language.
pub(crate) fn load_once(
    own: Vec<ThemeFile>,
    configs: &[Config],
    settings: Fingerprint,
    memo: &Memo<Loaded>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<Theme>> {
    let first = sources.len();
    let fingerprints = own.iter().map(|file| file.fingerprint().bytes());
    let fingerprints = Fingerprint::of(fingerprints.chain([settings.bytes()])).bytes();
    let key = Fingerprint::of([&fingerprints[..], &first.to_le_bytes()]);
    let loaded = memo.get(key, || {
        let mut found = Diagnostics::default();
        let themes = load(own, configs, sources, &mut found);
        Loaded { themes, files: sources.after(first).to_vec(), found }
    });
    for file in &loaded.files {
        sources.keep(file);
    }
    diagnostics.extend(loaded.found);
    loaded.themes
}

/// Puts the project's files over the built-in ones.
fn load(
    own: Vec<ThemeFile>,
    configs: &[Config],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<Theme>> {
    let mut files = ThemeFiles::built_in(sources);
    files.add(own);
    let languages = configs.iter().flat_map(|config| names_of_words(&config.language)).collect();
    own::check(&files, &languages, diagnostics);
    let mut voices = voices(&[&files.texts, &files.own_texts], configs, diagnostics).into_iter();
    let locale_strings = voices.next().expect("a site has a language");
    let templates = Templates::new(
        &templates_of(&files.texts),
        &templates_of(&files.own_texts),
        locale_strings.clone(),
        diagnostics,
    );
    let search_client = join_scripts(&mut files, sources, diagnostics);
    let (outputs, assets) = static_files(&files.statics, &configs[0], diagnostics);
    let LocaleStrings { strings, conventions } = locale_strings;
    let first = Theme { templates, strings, conventions, search_client, outputs, assets };
    let others: Vec<Arc<Theme>> =
        voices.map(|locale_strings| Arc::new(first.speaking(locale_strings))).collect();
    std::iter::once(Arc::new(first)).chain(others).collect()
}

/// The files of a theme by path, the project's in the place of built-in ones.
struct ThemeFiles {
    /// Texts of the built-in theme.
    texts: BTreeMap<String, Arc<SourceFile>>,
    /// Texts of the project.
    own_texts: BTreeMap<String, Arc<SourceFile>>,
    /// The bytes of all other files.
    statics: BTreeMap<String, Arc<[u8]>>,
    /// Of those of the project, the paths to show to a person.
    own_statics: BTreeMap<String, String>,
}

impl ThemeFiles {
    fn built_in(sources: &mut Sources) -> ThemeFiles {
        let mut texts = BTreeMap::new();
        let mut statics: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
        for (path, bytes) in builtin::FILES {
            if ThemeFile::is_text(path) {
                let text = String::from_utf8_lossy(bytes).into_owned();
                texts.insert((*path).to_owned(), sources.add(format!("{BUILT_IN}/{path}"), text));
            } else {
                statics.insert((*path).to_owned(), Arc::from(*bytes));
            }
        }
        ThemeFiles { texts, own_texts: BTreeMap::new(), statics, own_statics: BTreeMap::new() }
    }

    /// Adds the project's files.
    fn add(&mut self, own: Vec<ThemeFile>) {
        for ThemeFile { path, content } in own {
            match content {
                FileContent::Text(source) => drop(self.own_texts.insert(path, source)),
                FileContent::Bytes(bytes, shown) => {
                    self.own_statics.insert(path.clone(), shown);
                    self.statics.insert(path, bytes);
                }
            }
        }
    }
}

/// The voice of each language; later texts of a key count.
fn voices(
    texts: &[&BTreeMap<String, Arc<SourceFile>>],
    configs: &[Config],
    diagnostics: &mut Diagnostics,
) -> Vec<LocaleStrings> {
    let languages: Vec<&str> = configs.iter().map(|config| config.language.as_str()).collect();
    let words = texts.iter().map(|texts| StringTables::new(texts, &languages, diagnostics));
    let words: Vec<StringTables> = words.collect();
    let voices = languages.into_iter().map(|language| {
        let strings = words.iter().flat_map(|words| words.of(language)).collect();
        LocaleStrings { strings: Arc::new(strings), conventions: Conventions::of(language) }
    });
    voices.collect()
}

/// Joins the modules of the main script, and takes all built-in modules out of the static files. Returns the script of
/// the search.
fn join_scripts(
    files: &mut ThemeFiles,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> String {
    let ThemeFiles { statics, own_statics, .. } = files;
    let scripts = script::StaticFiles { bytes: statics, own: own_statics };
    let (search_client, of_search) =
        script::join("static/js/search/client.js", &scripts, sources, diagnostics);
    let (main, of_main) = script::join(MAIN_SCRIPT, &scripts, sources, diagnostics);
    statics.retain(|path, _| {
        let is_built_in = path.ends_with(".js") && !own_statics.contains_key(path);
        let is_module = is_built_in && !PLAIN_SCRIPTS.contains(&path.as_str());
        !is_module && !of_search.contains(path) && !of_main.contains(path)
    });
    statics.insert(MAIN_SCRIPT.to_owned(), main);
    String::from_utf8_lossy(&search_client).into_owned()
}

impl Theme {
    /// The same theme in another language. Static files speak none.
    fn speaking(&self, locale_strings: LocaleStrings) -> Theme {
        Theme {
            strings: Arc::clone(&locale_strings.strings),
            conventions: Arc::clone(&locale_strings.conventions),
            templates: self.templates.speaking(locale_strings),
            search_client: self.search_client.clone(),
            outputs: self.outputs.clone(),
            assets: self.assets.clone(),
        }
    }

    /// The static files to publish.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &Output> {
        self.outputs.iter()
    }

    /// The address of a static file of the built-in theme, by its path.
    pub(crate) fn asset(&self, path: &str) -> &str {
        self.assets.get(path).expect("a file of the built-in theme")
    }
}

/// The templates among a theme's text files, by the name under which others include them.
fn templates_of(texts: &BTreeMap<String, Arc<SourceFile>>) -> Vec<(String, Arc<SourceFile>)> {
    let templates = texts.iter().filter_map(|(path, source)| {
        let name = path.strip_prefix("templates/")?;
        Some((name.to_owned(), Arc::clone(source)))
    });
    templates.collect()
}

/// The words of a theme, by the name of their file: a language, or a variant of one.
struct StringTables(BTreeMap<String, BTreeMap<String, String>>);

impl StringTables {
    /// Reads the files that languages need.
    fn new(
        texts: &BTreeMap<String, Arc<SourceFile>>,
        languages: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> StringTables {
        let mut words = BTreeMap::new();
        let names = languages.iter().flat_map(|language| names_of_words(language));
        let names: BTreeSet<&str> = names.collect();
        for name in names {
            let Some(source) = texts.get(&format!("strings/{name}.yaml")) else { continue };
            let document = YamlDocument::parse(Slice::whole(source), diagnostics);
            if document.root == Value::Null {
                continue;
            }
            let said = document.node().entries(diagnostics).into_iter();
            let said =
                said.filter_map(|(key, node)| Some((key.to_owned(), node.text(diagnostics)?)));
            words.insert(name.to_owned(), said.collect());
        }
        StringTables(words)
    }

    /// Those of a language: the later ones of a key count.
    fn of(&self, language: &str) -> impl Iterator<Item = (String, String)> {
        let known = names_of_words(language).into_iter().filter_map(|name| self.0.get(name));
        known.flatten().map(|(key, said)| (key.clone(), said.clone()))
    }
}

/// The files with the words for a language: those of English under those of the language and of its
/// variant.
fn names_of_words(language: &str) -> [&str; 3] {
    let primary = language.split('-').next().unwrap_or(language);
    // The words of `zh` are written in the simplified script.
    let primary = if is_traditional_chinese(language) { "zh-Hant" } else { primary };
    ["en", primary, language]
}

/// Joins the style sheet, names every file by its content.
fn static_files(
    statics: &BTreeMap<String, Arc<[u8]>>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> (Vec<Output>, BTreeMap<String, String>) {
    let mut outputs = Vec::new();
    let mut assets = BTreeMap::new();
    for (path, bytes) in statics {
        let Some(path) = path.strip_prefix("static/") else {
            continue;
        };
        let (published, bytes) = match path {
            "css/main.css" => {
                ("main.css", style_sheet(statics, config, diagnostics).into_bytes().into())
            }
            "js/main.js" => ("main.js", Arc::clone(bytes)),
            "js/appearance.js" => ("appearance.js", Arc::clone(bytes)),
            "js/redirect.js" => ("redirect.js", Arc::clone(bytes)),
            // Joined into the style sheet.
            _ if path.starts_with("css/") && path.ends_with(".css") => continue,
            _ => (path, Arc::clone(bytes)),
        };
        let name = hashed_name(published, &bytes);
        assets.insert(path.to_owned(), UrlPath::of_file(name.clone()).encoded());
        outputs.push(Output {
            path: OutputPath::new(name),
            content: crate::site::Content::Bytes(bytes),
        });
    }
    (outputs, assets)
}

/// `main.css` as `assets/main-0f3a….css`: a changed file has a new address, so browsers may cache
/// it forever.
fn hashed_name(path: &str, bytes: &[u8]) -> String {
    let hash = xxh3_64(bytes) >> 24;
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let dot = path[name..].rfind('.').map_or(path.len(), |dot| name + dot);
    let (stem, ending) = path.split_at(dot);
    format!("{ASSETS}/{stem}-{hash:010x}{ending}")
}

/// `main.css` with its imports in place, then the project's brand.
fn style_sheet(
    statics: &BTreeMap<String, Arc<[u8]>>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> String {
    let main = text_of(statics, "static/css/main.css").unwrap_or_default();
    let mut sheet = String::new();
    for line in main.lines() {
        let imported =
            line.trim().strip_prefix("@import \"").and_then(|rest| rest.split('"').next());
        let imported = imported.and_then(|name| text_of(statics, &format!("static/css/{name}")));
        sheet.push_str(imported.as_deref().unwrap_or(line).trim_end());
        sheet.push('\n');
    }
    // A project adds rules in a file of its own, without a copy of the built-in sheet.
    for path in statics.keys().filter(|path| !is_built_in(path)) {
        let Some(name) = path.strip_prefix("static/css/") else { continue };
        if name != "main.css" && name.ends_with(".css") && !main.contains(&format!("\"{name}\"")) {
            sheet.push_str(text_of(statics, path).unwrap_or_default().trim_end());
            sheet.push('\n');
        }
    }
    let brand = brand::rules(&sheet, config, diagnostics);
    sheet + &brand
}

fn text_of(statics: &BTreeMap<String, Arc<[u8]>>, path: &str) -> Option<String> {
    statics.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

fn is_built_in(path: &str) -> bool {
    builtin::FILES.iter().any(|(known, _)| *known == path)
}
