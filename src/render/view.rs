//! All that a template can see.
//!
//! The manual's page on templates is written from these comments. Addresses are percent-encoded
//! and relative to the site's root, without a leading slash: a template puts `root` before them,
//! unless `external` says that the address is whole. Fields that end in `html`, and `body`, are
//! HTML already.

use std::collections::BTreeMap;

use serde::Serialize;

/// The parts that all pages share.
#[derive(Serialize)]
pub(super) struct SiteView {
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) language: String,
    pub(super) author: Option<String>,
    /// Name and version of this program.
    pub(super) generator: String,
    /// The address of the home page.
    pub(super) home: String,
    /// The address of the feed, if there is one.
    pub(super) feed: Option<String>,
    pub(super) sitemap: Option<String>,
    pub(super) stylesheet: String,
    pub(super) script: String,
    pub(super) search: SearchView,
    /// The theme's static files: path in the theme to address.
    pub(super) assets: BTreeMap<String, String>,
    pub(super) favicon: Option<String>,
    pub(super) logo: Option<PictureView>,
    pub(super) menu: Vec<NamedLinkView>,
    pub(super) footer: FooterView,
    /// Whom readers can ask.
    pub(super) contact: Option<NamedLinkView>,
}

#[derive(Serialize)]
pub(super) struct FooterView {
    pub(super) links: Vec<NamedLinkView>,
    /// The license of the texts.
    pub(super) license: Option<NamedLinkView>,
}

#[derive(Serialize)]
pub(super) struct PictureView {
    pub(super) url: String,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

/// A link of the configuration.
#[derive(Serialize)]
pub(super) struct NamedLinkView {
    pub(super) label: String,
    pub(super) title: String,
    pub(super) text: Option<String>,
    pub(super) url: String,
    pub(super) external: bool,
    /// The language of the words, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

/// A link that the page filled in.
#[derive(Serialize)]
pub(super) struct ReaderLinkView {
    pub(super) label: String,
    /// As HTML. An address for mail is written in character references, which simple harvesters do not read.
    pub(super) url_html: String,
}

/// A title and where it leads.
#[derive(Clone, Serialize)]
pub(super) struct LinkView {
    pub(super) title: String,
    pub(super) url: String,
    /// The language of the title, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

/// A language that something is written in.
#[derive(Clone, PartialEq, Serialize)]
pub(super) struct LocaleInfoView {
    /// A BCP 47 tag.
    pub(super) tag: String,
    /// `ltr` or `rtl`.
    pub(super) direction: &'static str,
}

/// A language of the site, and the page in it.
#[derive(Serialize)]
pub(super) struct LanguageView {
    pub(super) language: LocaleInfoView,
    /// The name of the language in itself.
    pub(super) name: String,
    pub(super) url: String,
    /// Whether it is the one of this page.
    pub(super) current: bool,
    /// Whether the page there is written in it.
    pub(super) translated: bool,
    /// Where the page is not there at all, the title of the one above it to which the address leads.
    pub(super) parent: Option<String>,
}

/// A page of which this one is another form, in the language that it was written in.
#[derive(Serialize)]
pub(super) struct OriginalView {
    pub(super) language: LocaleInfoView,
    /// The name of the language in itself.
    pub(super) name: String,
    pub(super) title: String,
    pub(super) url: String,
}

/// How far a translation can be trusted.
#[derive(Serialize)]
pub(super) struct TranslationView {
    /// Whether a machine made it and nobody has checked it.
    pub(super) by_machine: bool,
    /// Sections of the original that have changed since it was translated.
    pub(super) changed: Vec<ChangedView>,
    pub(super) original: OriginalView,
}

/// A section of an original that has changed.
#[derive(Serialize)]
pub(super) struct ChangedView {
    /// In the words of the original.
    pub(super) title: String,
    /// The address of the section, if it is there and has one.
    pub(super) url: Option<String>,
    /// `changed`, `added` or `removed`.
    pub(super) kind: &'static str,
}

/// The page in a language, for search engines.
#[derive(Serialize)]
pub(super) struct AlternateView {
    /// A BCP 47 tag, or `x-default`.
    pub(super) language: String,
    /// The whole address.
    pub(super) url: String,
}

/// One page.
#[derive(Default, Serialize)]
pub(super) struct PageView {
    /// `home`, `page`, `section`, `collection`, `terms`, `term`, `matrix`, `references`, `review`,
    /// `search` or `not-found`.
    pub(super) kind: &'static str,
    pub(super) title: String,
    /// The title as the page shows it: with the marks of the heading that says it.
    pub(super) title_html: String,
    /// The id that the heading with the title should have, if the text links to it.
    pub(super) anchor: Option<String>,
    /// "page, section, site".
    pub(super) document_title: String,
    pub(super) url: String,
    /// The absolute address, if the site's is known.
    pub(super) canonical: Option<String>,
    pub(super) description: Option<String>,
    /// The language of the description, if it is not that of the page.
    pub(super) description_language: Option<LocaleInfoView>,
    pub(super) language: String,
    /// `ltr` or `rtl`.
    pub(super) direction: &'static str,
    /// The site's languages, each with the address of this page in it; empty if it has one only.
    pub(super) languages: Vec<LanguageView>,
    /// The page in all languages in which it is written, if the site's address is known.
    pub(super) alternates: Vec<AlternateView>,
    /// The language of its text, if it is not that of the page.
    pub(super) text_language: Option<LocaleInfoView>,
    /// Set where nobody has translated the page: its text is in that language.
    pub(super) original: Option<OriginalView>,
    /// Set where the page is a translation.
    pub(super) translation: Option<TranslationView>,
    pub(super) date: Option<String>,
    pub(super) updated: Option<String>,
    /// When it was checked, and when it is due; `None` if the page has no such day.
    pub(super) review: Option<ReviewStatusView>,
    pub(super) draft: bool,
    /// Whether search engines are asked to leave it out.
    pub(super) noindex: bool,
    pub(super) words: usize,
    pub(super) body: String,
    /// The headings of level 2, with those of level 3 as children.
    pub(super) contents: Vec<ContentsView>,
    /// Links by which readers reach its source and its editors.
    pub(super) edit: Option<ReaderLinkView>,
    pub(super) report: Option<ReaderLinkView>,
    /// From the home page down, without the page itself.
    pub(super) breadcrumbs: Vec<LinkView>,
    /// The top section that the page is in.
    pub(super) section: Option<LinkView>,
    pub(super) collection: Option<CollectionNameView>,
    /// Declared fields with a value; neither relations nor citations.
    pub(super) fields: Vec<FieldView>,
    /// The works that the page's citation fields name.
    pub(super) sources: Vec<SourceView>,
    pub(super) tags: Vec<ValueView>,
    /// Related pages of both directions, by relation.
    pub(super) relations: Vec<RelationView>,
    /// Pages without a relation that are about the same, the nearest first.
    pub(super) near: Vec<NearView>,
    /// Pages whose text links here.
    pub(super) backlinks: Vec<BacklinkView>,
    pub(super) previous: Option<LinkView>,
    pub(super) next: Option<LinkView>,
    /// JSON-LD blocks.
    pub(super) structured_data: Vec<String>,
    pub(super) og_type: &'static str,
    /// The block `extra` of the front matter.
    pub(super) extra: serde_json::Value,
}

/// Who keeps a page up to date, and when.
#[derive(Clone, Serialize)]
pub(super) struct ReviewStatusView {
    pub(super) reviewed: Option<String>,
    pub(super) review_by: Option<String>,
    /// Whether that day is past, on the day of the build.
    pub(super) overdue: bool,
    pub(super) owner: Option<String>,
}

/// The pages to review.
#[derive(Serialize)]
pub(super) struct ReviewListView {
    /// The day of the build.
    pub(super) today: String,
    /// By owner; pages without one come last.
    pub(super) owners: Vec<ReviewOwnerView>,
    /// How many pages are overdue, and how many have no day.
    pub(super) overdue: usize,
    pub(super) undated: usize,
    /// The calendar file.
    pub(super) calendar: String,
}

#[derive(Serialize)]
pub(super) struct ReviewOwnerView {
    pub(super) owner: Option<String>,
    /// The earliest day first.
    pub(super) pages: Vec<ReviewPageView>,
}

/// A page with a day by which it is to be reviewed.
#[derive(Serialize)]
pub(super) struct ReviewPageView {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) review: ReviewStatusView,
    /// The language of the title, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

#[derive(Serialize)]
pub(super) struct ContentsView {
    pub(super) title: String,
    pub(super) anchor: String,
    pub(super) level: u8,
    pub(super) children: Vec<ContentsView>,
    /// The language of the title, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

#[derive(Clone, Serialize)]
pub(super) struct CollectionNameView {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) singular: String,
    pub(super) url: String,
}

/// A field and its values.
#[derive(Clone, Serialize)]
pub(super) struct FieldView {
    pub(super) name: String,
    pub(super) label: String,
    /// The type as `fieldguide.yaml` names it.
    pub(super) kind: &'static str,
    pub(super) values: Vec<ValueView>,
    /// The language of its words, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

#[derive(Clone, Serialize)]
pub(super) struct ValueView {
    /// Of a value of a vocabulary, its name in front matter; of a day, that day as `2027-05-22`.
    pub(super) name: Option<String>,
    pub(super) text: String,
    /// The text as HTML, of a field of type `text`.
    pub(super) html: Option<String>,
    pub(super) url: Option<String>,
    pub(super) external: bool,
}

#[derive(Serialize)]
pub(super) struct SourceView {
    /// The place in the bibliography, from 1.
    pub(super) number: usize,
    /// The label before it, such as its number; `None` in styles without one.
    pub(super) label: Option<String>,
    /// Its name: its number, or author and year.
    pub(super) name: String,
    pub(super) html: String,
    /// The work itself.
    pub(super) url: Option<String>,
    /// Its entry in the bibliography.
    pub(super) anchor_url: String,
    /// The ids of the places in the text that cite it.
    pub(super) places: Vec<String>,
}

/// A page that cites a work.
#[derive(Serialize)]
pub(super) struct CitingView {
    pub(super) title: String,
    pub(super) url: String,
    /// The addresses of the places in its text that do.
    pub(super) places: Vec<String>,
    /// The language of the title, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

#[derive(Serialize)]
pub(super) struct RelationView {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) entries: Vec<RelatedView>,
}

#[derive(Serialize)]
pub(super) struct RelatedView {
    #[serde(flatten)]
    pub(super) card: CardView,
    pub(super) reason: Option<String>,
    /// The language of the reason, if it is not that of the page.
    pub(super) reason_language: Option<LocaleInfoView>,
    pub(super) strength: Option<TermNameView>,
}

#[derive(Clone, PartialEq, Serialize)]
pub(super) struct TermNameView {
    pub(super) value: String,
    pub(super) label: String,
    /// The place in its vocabulary, from 1.
    pub(super) rank: usize,
}

#[derive(Serialize)]
pub(super) struct BacklinkView {
    pub(super) title: String,
    pub(super) url: String,
    /// The singular of its collection.
    pub(super) label: Option<String>,
    /// The language of the title, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

/// A page that is about the same.
#[derive(Serialize)]
pub(super) struct NearView {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) description: Option<String>,
    pub(super) draft: bool,
    /// The singular of its collection.
    pub(super) collection: Option<String>,
    /// Words that both pages have, those that say most first.
    pub(super) shared: Vec<String>,
    /// The language of its words, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

/// A page in a list.
#[derive(Clone, Serialize)]
pub(super) struct CardView {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) description: Option<String>,
    /// Whether it is a draft, or its day has not come.
    pub(super) draft: bool,
    /// The value of the whole-number field that orders its collection.
    pub(super) number: Option<i64>,
    pub(super) collection: Option<String>,
    pub(super) fields: Vec<FieldView>,
    /// The first values of the fields that cards show.
    pub(super) highlights: Vec<HighlightView>,
    /// How many pages it is related to, by relation.
    pub(super) counts: Vec<CountView>,
    /// The language of its words, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

/// A field on a card, as plain text.
#[derive(Clone, Serialize)]
pub(super) struct HighlightView {
    pub(super) label: String,
    pub(super) values: Vec<String>,
    /// The language of its words, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

#[derive(Clone, Serialize)]
pub(super) struct CountView {
    pub(super) label: String,
    pub(super) count: usize,
}

/// A place in the navigation beside the text.
#[derive(Serialize)]
pub(super) struct NavigationView {
    pub(super) title: String,
    pub(super) url: String,
    /// Whether it is the page itself.
    pub(super) current: bool,
    /// Whether its children are shown.
    pub(super) open: bool,
    pub(super) children: Vec<NavigationView>,
    /// The language of the title, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

/// The addresses and names that the search of a page needs.
#[derive(Serialize)]
pub(super) struct SearchView {
    /// The address of the page where a query is answered.
    pub(super) url: String,
    /// The address of the script that answers.
    pub(super) script: String,
    /// The keys that open it, as `Control+k`; may be empty.
    pub(super) shortcut: String,
    /// The names of results in each collection.
    pub(super) collections: Vec<SearchCollectionView>,
}

#[derive(Serialize)]
pub(super) struct SearchCollectionView {
    /// As answers of the search have it.
    pub(super) name: String,
    /// Of one page.
    pub(super) label: String,
}

#[derive(Serialize)]
pub(super) struct HomeView {
    /// The names of its parts, from top to bottom.
    pub(super) show: Vec<&'static str>,
    pub(super) lead: Option<String>,
    pub(super) entries: Vec<NamedLinkView>,
    pub(super) collections: Vec<HomeCollectionView>,
    pub(super) matrices: Vec<MatrixNameView>,
    /// The newest pages that have a date.
    pub(super) recent: Vec<CardView>,
    /// Top sections, of a site without collections.
    pub(super) sections: Vec<CardView>,
    /// Pages at the top, of a site without collections.
    pub(super) pages: Vec<CardView>,
}

#[derive(Serialize)]
pub(super) struct HomeCollectionView {
    pub(super) label: String,
    pub(super) description: Option<String>,
    pub(super) url: String,
    pub(super) count: usize,
}

#[derive(Serialize)]
pub(super) struct MatrixNameView {
    pub(super) label: String,
    pub(super) url: String,
}

#[derive(Default, Serialize)]
pub(super) struct SectionView {
    pub(super) pages: Vec<CardView>,
    pub(super) sections: Vec<CardView>,
}

#[derive(Serialize)]
pub(super) struct CollectionView {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) singular: String,
    pub(super) description: Option<String>,
    pub(super) count: usize,
    /// `list` or `glossary`.
    pub(super) layout: &'static str,
    /// The field that divides the list into groups.
    pub(super) group_by: Option<String>,
    /// The fields by which readers can narrow the list.
    pub(super) filters: Vec<FilterView>,
    /// The fields in which all pages have the same values.
    pub(super) shared: Vec<FieldView>,
    pub(super) groups: Vec<GroupView>,
}

/// A field by whose values a list can be narrowed.
#[derive(Clone, Serialize)]
pub(super) struct FilterView {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) values: Vec<FilterValueView>,
}

#[derive(Clone, Serialize)]
pub(super) struct FilterValueView {
    pub(super) name: String,
    pub(super) text: String,
    /// Pages of the list that have it.
    pub(super) count: usize,
    /// The address of the search page, narrowed to these.
    pub(super) search: String,
}

/// The pages of a list that takes more than one.
#[derive(Serialize)]
pub(super) struct ListPagesView {
    /// Which one this is, from 1.
    pub(super) number: usize,
    pub(super) count: usize,
    pub(super) pages: Vec<ListPageView>,
    /// The addresses of the ones before and after it.
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}

#[derive(Serialize)]
pub(super) struct ListPageView {
    pub(super) number: usize,
    pub(super) url: String,
    /// Whether it is the page itself.
    pub(super) current: bool,
}

/// A part of a list.
#[derive(Serialize)]
pub(super) struct GroupView {
    pub(super) label: Option<String>,
    pub(super) anchor: Option<String>,
    pub(super) description: Option<String>,
    pub(super) pages: Vec<CardView>,
}

/// All tags, or all values of a vocabulary.
#[derive(Serialize)]
pub(super) struct TermsView {
    pub(super) label: String,
    pub(super) entries: Vec<TermCountView>,
}

#[derive(Serialize)]
pub(super) struct TermCountView {
    pub(super) text: String,
    pub(super) url: String,
    pub(super) count: usize,
    pub(super) description: Option<String>,
}

/// The pages with one tag or value.
#[derive(Serialize)]
pub(super) struct TermView {
    pub(super) text: String,
    pub(super) description: Option<String>,
    /// The vocabulary's label, or that of tags.
    pub(super) label: String,
    pub(super) index_url: String,
    pub(super) count: usize,
    pub(super) groups: Vec<GroupView>,
}

#[derive(Serialize)]
pub(super) struct MatrixView {
    pub(super) label: String,
    pub(super) rows_label: String,
    pub(super) rows_singular: String,
    pub(super) columns_label: String,
    pub(super) columns_singular: String,
    /// The meaning of a filled cell, from row to column.
    pub(super) relation_label: String,
    pub(super) columns: Vec<MatrixHeadView>,
    pub(super) rows: Vec<MatrixRowView>,
    pub(super) row_gaps: Vec<LinkView>,
    pub(super) column_gaps: Vec<LinkView>,
    pub(super) pairs: usize,
    /// The address of the table as comma-separated values.
    pub(super) csv: String,
    /// The strengths that occur, in the order of the vocabulary.
    pub(super) strengths: Vec<TermNameView>,
}

#[derive(Serialize)]
pub(super) struct MatrixHeadView {
    pub(super) title: String,
    pub(super) url: String,
    /// How many cells of the column are filled.
    pub(super) count: usize,
    /// The language of the title, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
}

#[derive(Serialize)]
pub(super) struct MatrixRowView {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) count: usize,
    /// The language of the title, if it is not that of the page.
    pub(super) language: Option<LocaleInfoView>,
    /// In the order of the columns.
    pub(super) cells: Vec<MatrixCellView>,
}

#[derive(Default, Serialize)]
pub(super) struct MatrixCellView {
    pub(super) filled: bool,
    pub(super) reason: Option<String>,
    /// The language of the reason, if it is not that of the page.
    pub(super) reason_language: Option<LocaleInfoView>,
    pub(super) strength: Option<TermNameView>,
}

#[derive(Serialize)]
pub(super) struct ReferenceView {
    pub(super) key: String,
    pub(super) anchor: String,
    pub(super) number: usize,
    pub(super) label: Option<String>,
    pub(super) name: String,
    pub(super) html: String,
    pub(super) url: Option<String>,
    /// Pages that name the work in a field.
    pub(super) cited_by: Vec<CitingView>,
}

/// The page at an old address.
#[derive(Serialize)]
pub(super) struct RedirectPageView {
    pub(super) language: String,
    pub(super) direction: &'static str,
}
