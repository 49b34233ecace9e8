//! `fieldguide.yaml`, typed, with every default in one place; and the options of one run.
//!
//! In: the YAML documents that `read` found. Out: a [`Config`] that is whole whatever was wrong,
//! and a diagnostic for each mistake.

mod components;
mod declare;
mod dialect;
mod editor;
mod languages;
mod link_style;
mod load;
mod locale;
mod page;
mod phrases;
mod project;
mod schema;

use crate::diagnostic::Levels;
use crate::markdown::{Dialect, Variables};
use crate::source::Span;

pub(crate) use components::{
    ArgumentSpec, ArgumentValue, CALLOUT, CHART_KINDS, COMPONENTS, Choice, ComponentSpec, HEADINGS,
    LabelSpec,
};
pub(crate) use declare::{KeyInfo, NameKind, Shape, TextFormat, quoted};
pub(crate) use dialect::SourceDialect;
pub(crate) use editor::{Editor, FilePlace};
pub(crate) use languages::{LanguageAddresses, Languages, LocalePath, SiteLanguage, Translations};
pub(crate) use link_style::LinkStyle;
pub(crate) use load::{is_absolute, load, parse_base_url, setting_keys, words_of_name};
pub(crate) use locale::LocaleConfig;
pub(crate) use page::{PageKeys, TranslationKeys, Translator, date, page_keys};
pub(crate) use phrases::TranslationNeed;
pub(crate) use project::{Drafts, Leniency, Project};
pub(crate) use schema::{
    CalloutSchema, Cardinality, CollectionSchema, Field, FieldId, FieldKind, Layout, MatrixSchema,
    Order, RelationSchema, TermId, Tone, Vocabulary, VocabularyTerm,
};

/// The folder whose pages and files Jekyll and Hexo do not publish.
pub(crate) const DRAFTS: &str = "_drafts";

/// The configuration of a site.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    /// The language of these words and of the pages that go with them: a BCP 47 tag.
    pub(crate) language: String,
    /// All languages of the site, if there are several.
    pub(crate) languages: Languages,
    pub(crate) author: Option<String>,
    /// The absolute address of the site's root, with a final slash.
    pub(crate) base_url: Option<String>,
    /// The folder of Markdown, from the project's root.
    pub(crate) content: String,
    /// The folder to publish, from the project's root.
    pub(crate) output: String,
    pub(crate) urls: UrlStyle,
    /// The program that opens a file from a page that `serve` shows.
    pub(crate) editor: Editor,
    pub(crate) references: Option<References>,
    /// The page that lists what is to be reviewed: its content path, and where that is named.
    pub(crate) review_page: Option<(String, Span)>,
    pub(crate) theme: ThemeSettings,
    /// `None`: the top sections.
    pub(crate) menu: Option<Vec<NamedLink>>,
    pub(crate) footer: Footer,
    /// Whom readers can ask.
    pub(crate) contact: Option<NamedLink>,
    /// Links on each page that was written: to its source, and to those who see to it.
    pub(crate) edit: Option<ReaderLink>,
    pub(crate) report: Option<ReaderLink>,
    pub(crate) home: Home,
    /// Entries in the feed at most.
    pub(crate) feed_limit: usize,
    /// Related pages that a page shows at most.
    pub(crate) related: usize,
    pub(crate) checks: Levels,
    /// The dialect in which pages are written; `None`: that is looked for where there are no settings.
    pub(crate) dialect: Option<SourceDialect>,
    pub(crate) links: LinkStyle,
    /// The tags that pages may have; none: any.
    pub(crate) tags: Vec<String>,
    pub(crate) advice: Advice,
    pub(crate) external: External,
    /// Words or phrases that mean the same to a search.
    pub(crate) synonyms: Vec<Vec<String>>,
    /// The keys that open the search, as `Control+k`; empty: none.
    pub(crate) search_shortcut: String,
    /// Whether texts hold formulas between dollar signs.
    pub(crate) math: bool,
    pub(crate) files: FileSettings,
    /// What becomes of HTML in texts.
    pub(crate) html: HtmlPolicy,
    /// The words that names in braces stand for in texts.
    pub(crate) variables: Variables,
    /// Short forms and what each is short for; texts say it where they first use one.
    pub(crate) abbreviations: Vec<(String, String)>,
    pub(crate) callouts: Vec<CalloutSchema>,
    pub(crate) vocabularies: Vec<Vocabulary>,
    pub(crate) collections: Vec<CollectionSchema>,
    pub(crate) matrices: Vec<MatrixSchema>,
    /// Whether the settings could be read at all: if not, pages cannot be held to them.
    pub(crate) is_whole: bool,
}

impl Default for Config {
    /// The only list of defaults: the site of a folder that has no configuration.
    fn default() -> Config {
        Config {
            title: "Knowledge base".to_owned(),
            description: None,
            language: "en".to_owned(),
            languages: Languages::default(),
            author: None,
            base_url: None,
            content: "content".to_owned(),
            output: "public".to_owned(),
            urls: UrlStyle::Files,
            editor: Editor::System,
            references: None,
            review_page: None,
            theme: ThemeSettings::default(),
            menu: None,
            footer: Footer::default(),
            contact: None,
            edit: None,
            report: None,
            home: Home::default(),
            feed_limit: 20,
            related: 4,
            checks: Levels::default(),
            dialect: None,
            links: LinkStyle::Files,
            tags: Vec::new(),
            advice: Advice::default(),
            external: External::default(),
            synonyms: Vec::new(),
            search_shortcut: "Control+k".to_owned(),
            math: false,
            files: FileSettings::default(),
            html: HtmlPolicy::Allow,
            variables: Variables::new(),
            abbreviations: Vec::new(),
            callouts: Vec::new(),
            vocabularies: Vec::new(),
            collections: Vec::new(),
            matrices: Vec::new(),
            is_whole: true,
        }
    }
}

impl Config {
    /// The marks that texts of pages can hold besides those of Markdown.
    pub(crate) fn dialect(&self) -> Dialect<'_> {
        let citations = self.references.is_some();
        let primary = self.language.split('-').next().unwrap_or_default();
        let has_east_asian_emphasis = matches!(primary, "zh" | "ja" | "ko");
        Dialect {
            citations,
            math: self.math,
            has_east_asian_emphasis,
            tags_are_text: self.html == HtmlPolicy::None,
            variables: &self.variables,
        }
    }

    /// Every link that the settings make: of the menu, the footer and the home page.
    pub(crate) fn links(&self) -> impl Iterator<Item = &NamedLink> {
        let footer = self.footer.links.iter().chain(&self.contact).chain(&self.footer.license);
        self.menu.iter().flatten().chain(footer).chain(&self.home.entries)
    }

    /// Whether a path of the content folder lies in a folder of drafts, unless a collection has that folder.
    pub(crate) fn is_among_drafts(&self, path: &str) -> bool {
        let is_drafts = |folder: &str| folder.eq_ignore_ascii_case(DRAFTS);
        if !path.split('/').any(is_drafts) {
            return false;
        }
        let path = self.languages.place(path).path;
        let folders = self.collections.iter().map(|schema| schema.folder.as_str());
        let around = folders.filter(|folder| is_below(&path, folder));
        let declared = around.map(str::len).max().unwrap_or(0);
        let (folders, _) = path[declared..].rsplit_once('/').unwrap_or_default();
        folders.split('/').any(is_drafts)
    }

    /// The position of the collection of that name.
    pub(crate) fn collection(&self, name: &str) -> Option<usize> {
        self.collections.iter().position(|collection| collection.name == name)
    }

    pub(crate) fn field(&self, id: FieldId) -> &Field {
        &self.collections[id.collection].fields[id.field]
    }

    /// The declaration of a relation field; ids of relations are made from relation fields only.
    pub(crate) fn relation(&self, id: FieldId) -> &RelationSchema {
        match &self.field(id).kind {
            FieldKind::Relation(relation) => relation,
            other => unreachable!("a field of type {} is no relation", other.name()),
        }
    }

    /// Every relation field.
    pub(crate) fn relations(&self) -> impl Iterator<Item = (FieldId, &Field, &RelationSchema)> {
        self.collections.iter().enumerate().flat_map(|(collection, schema)| {
            let fields = schema.fields.iter().enumerate();
            fields.filter_map(move |(field, declared)| match &declared.kind {
                FieldKind::Relation(relation) => {
                    Some((FieldId { collection, field }, declared, relation))
                }
                _ => None,
            })
        })
    }

    pub(crate) fn term(&self, id: TermId) -> &VocabularyTerm {
        &self.vocabularies[id.vocabulary].terms[id.term]
    }

    /// The vocabularies that a field uses: they get pages of their own. In order of declaration.
    pub(crate) fn browsable_vocabularies(&self) -> Vec<usize> {
        (0..self.vocabularies.len()).filter(|vocabulary| self.is_browsable(*vocabulary)).collect()
    }

    fn is_browsable(&self, vocabulary: usize) -> bool {
        let mut fields = self.collections.iter().flat_map(|collection| &collection.fields);
        fields.any(|field| matches!(field.kind, FieldKind::OneOf(used) if used == vocabulary))
    }
}

/// Whether a path leads into a folder.
pub(crate) fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The bounds and words that rules of advice hold pages to.
#[derive(Clone, Debug)]
pub(crate) struct Advice {
    /// Words of a sentence at most.
    pub(crate) sentence_words: usize,
    /// Short forms that need no explanation.
    pub(crate) known_acronyms: Vec<String>,
    /// Words or phrases, and better ones.
    pub(crate) wording: Vec<(String, String)>,
}

impl Default for Advice {
    fn default() -> Advice {
        Advice { sentence_words: 25, known_acronyms: Vec::new(), wording: Vec::new() }
    }
}

/// How addresses on other hosts are checked.
#[derive(Clone, Debug)]
pub(crate) struct External {
    /// Patterns of addresses that are not asked for.
    pub(crate) skip: Vec<String>,
    /// Patterns of those that are; none: all.
    pub(crate) only: Vec<String>,
    /// Days that an answer is kept.
    pub(crate) keep_days: i64,
    /// Seconds to wait for one.
    pub(crate) timeout: u64,
    /// Whether hosts are asked that only this machine or its network can reach.
    pub(crate) private_hosts: bool,
}

impl Default for External {
    fn default() -> External {
        External {
            skip: Vec::new(),
            only: Vec::new(),
            keep_days: 7,
            timeout: 20,
            private_hosts: false,
        }
    }
}

/// Which files of the content folder are published.
#[derive(Clone, Default, Debug)]
pub(crate) struct FileSettings {
    /// Paths from the content folder and patterns of them: what they name is published, whatever its name.
    pub(crate) include: Vec<(String, Span)>,
}

/// What becomes of HTML in Markdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum HtmlPolicy {
    /// It is kept.
    Allow,
    /// What runs, loads or leads away by itself is left out.
    Safe,
    /// Tags are text.
    None,
}

/// How pages are addressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UrlStyle {
    /// `a/b.html`: works on any server and from a folder on a disk.
    Files,
    /// `a/b/`: needs a server that answers with `index.html`.
    Directories,
}

/// Where cited works are listed.
#[derive(Clone, Debug)]
pub(crate) struct References {
    /// The reference file, from the content folder.
    pub(crate) file: String,
    pub(crate) file_span: Span,
    /// The content path of the bibliography.
    pub(crate) page: String,
    /// Where the page is named, else the file.
    pub(crate) page_span: Span,
    /// How works and citations are written, and where that is named; `None`: by number, as this program
    /// does.
    pub(crate) style: Option<(CitationStyle, Span)>,
}

impl References {
    /// Whether the file is BibTeX and not YAML, which its ending says.
    pub(crate) fn is_bibtex(&self) -> bool {
        self.file.to_ascii_lowercase().ends_with(".bib")
    }

    /// The style file, from the content folder, and where it is named.
    pub(crate) fn style_file(&self) -> Option<(&str, Span)> {
        match self.style.as_ref()? {
            (CitationStyle::File(path), span) => Some((path, *span)),
            (CitationStyle::Bundled(_), _) => None,
        }
    }
}

/// A style of citations.
#[derive(Clone, Debug)]
pub(crate) enum CitationStyle {
    /// The name of one that comes with the program.
    Bundled(String),
    /// The path of a CSL file, from the content folder.
    File(String),
}

/// The theme as far as a project sets it.
#[derive(Clone, Default, Debug)]
pub(crate) struct ThemeSettings {
    /// A folder of files that replace those of the built-in theme, from the project's root.
    pub(crate) folder: Option<(String, Span)>,
    /// Content paths of the pictures.
    pub(crate) logo: Option<(String, Span)>,
    pub(crate) favicon: Option<(String, Span)>,
    /// Colours as `#rrggbb`.
    pub(crate) accent: Option<(String, Span)>,
    pub(crate) accent_dark: Option<(String, Span)>,
    pub(crate) fonts: Vec<FontFile>,
}

impl ThemeSettings {
    /// The files of the content folder that the theme shows, and where they are named.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, Span)> {
        let pictures = [&self.logo, &self.favicon].into_iter().flatten();
        let files = pictures.chain(self.fonts.iter().map(|font| &font.file));
        files.map(|(path, span)| (path.as_str(), *span))
    }
}

/// A file with one face of a font.
#[derive(Clone, Debug)]
pub(crate) struct FontFile {
    /// Whether it is that of headings, and not of all text.
    pub(crate) is_for_headings: bool,
    pub(crate) face: FontFace,
    /// Its content path.
    pub(crate) file: (String, Span),
}

impl FontFile {
    /// The same file for headings only.
    pub(crate) fn of_headings(self) -> FontFile {
        FontFile { is_for_headings: true, ..self }
    }
}

/// The letters that a file of a font holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct FontFace {
    /// One file for all weights.
    pub(crate) is_variable: bool,
    pub(crate) is_bold: bool,
    pub(crate) is_italic: bool,
}

impl FontFace {
    pub(crate) const REGULAR: FontFace =
        FontFace { is_variable: false, is_bold: false, is_italic: false };
    pub(crate) const BOLD: FontFace = FontFace { is_bold: true, ..FontFace::REGULAR };
    pub(crate) const ITALIC: FontFace = FontFace { is_italic: true, ..FontFace::REGULAR };
    pub(crate) const BOLD_ITALIC: FontFace = FontFace { is_italic: true, ..FontFace::BOLD };
    pub(crate) const VARIABLE: FontFace = FontFace { is_variable: true, ..FontFace::REGULAR };
    pub(crate) const VARIABLE_ITALIC: FontFace = FontFace { is_italic: true, ..FontFace::VARIABLE };

    /// The endings of font files that browsers read, and what style sheets call their formats.
    pub(crate) const FORMATS: [(&str, &str); 4] =
        [(".woff2", "woff2"), (".woff", "woff"), (".ttf", "truetype"), (".otf", "opentype")];

    /// A file with this face for all text.
    pub(crate) fn of_text(self, file: (String, Span)) -> FontFile {
        FontFile { is_for_headings: false, face: self, file }
    }

    /// The format of a file, by its ending.
    pub(crate) fn format(file: &str) -> Option<&'static str> {
        let file = file.to_ascii_lowercase();
        let known = FontFace::FORMATS.iter().find(|(ending, _)| file.ends_with(ending));
        known.map(|(_, format)| *format)
    }
}

/// A link in the configuration: a content path or an absolute address, and its words.
#[derive(Clone, Debug)]
pub(crate) struct NamedLink {
    pub(crate) label: String,
    /// A second line of words, where the place shows one.
    pub(crate) text: Option<String>,
    pub(crate) destination: String,
    pub(crate) span: Span,
}

/// A link that each page fills in.
#[derive(Clone, Debug)]
pub(crate) struct ReaderLink {
    pub(crate) label: String,
    pub(crate) address: Vec<AddressPart>,
}

/// A part of an address that each page fills in.
#[derive(Clone, Debug)]
pub(crate) enum AddressPart {
    Text(String),
    /// The file of the page, from the content folder.
    Path,
    Title,
    /// The address of the page.
    Url,
}

impl AddressPart {
    /// By the names that settings have for each, between braces.
    pub(crate) const NAMES: [(&str, AddressPart); 3] =
        [("path", AddressPart::Path), ("title", AddressPart::Title), ("url", AddressPart::Url)];
}

/// The foot of every page.
#[derive(Clone, Default, Debug)]
pub(crate) struct Footer {
    /// Markdown, and where it stands.
    pub(crate) text: Option<(String, Span)>,
    pub(crate) links: Vec<NamedLink>,
    /// The license of the texts, and where it is said.
    pub(crate) license: Option<NamedLink>,
}

/// The parts of the home page besides its text.
#[derive(Clone, Default, Debug)]
pub(crate) struct Home {
    pub(crate) lead: Option<String>,
    pub(crate) entries: Vec<NamedLink>,
    /// Positions of the collections; `None`: all of them.
    pub(crate) collections: Option<Vec<usize>>,
    /// Some of [`HOME_PARTS`], from top to bottom; `None`: all of them.
    pub(crate) show: Option<Vec<&'static str>>,
}

impl Home {
    /// Whether the home page lists what is at the top of the site, instead of some of its collections.
    pub(crate) fn lists_top(&self, collections: &[CollectionSchema]) -> bool {
        let shown = self.collections.as_ref().map_or(collections.len(), Vec::len);
        shown == 0 && self.show.as_ref().is_none_or(|parts| parts.contains(&"pages"))
    }
}

/// The parts of the home page, in the order in which they are shown unless the settings say otherwise.
pub(crate) const HOME_PARTS: [&str; 6] =
    ["entries", "collections", "pages", "matrices", "text", "recent"];
