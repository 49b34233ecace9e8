//! JSON-LD (schema.org) for a page: its place on the site, and its kind.

use serde::Serialize;

use super::input::RenderInput;
use super::view::LinkView;
use crate::config::Config;
use crate::document::{NodeId, PlainText};
use crate::site::{ComponentKind, Entry, Page, Role};

// The types of schema.org, as much of them as pages say. Keys stand in order of the alphabet.

#[derive(Serialize)]
struct JsonLd<'b, T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    thing: &'b T,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct WebSite<'p> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'p str>,
    #[serde(rename = "inLanguage")]
    language: &'p str,
    name: &'p str,
    url: String,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct BreadcrumbList<'p> {
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'p>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct ListItem<'p> {
    item: String,
    name: &'p str,
    position: usize,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Article<'p> {
    author: Organization<'p>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'p str>,
    headline: &'p str,
    #[serde(rename = "inLanguage")]
    language: &'p str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'p str>,
    #[serde(rename = "mainEntityOfPage")]
    main_entity_of: &'p str,
    #[serde(rename = "translationOfWork", skip_serializing_if = "Option::is_none")]
    translation_of: Option<IdReference>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Organization<'p> {
    name: &'p str,
}

#[derive(Serialize)]
struct IdReference {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "FAQPage")]
struct FaqPage<'p> {
    #[serde(rename = "inLanguage")]
    language: &'p str,
    #[serde(rename = "mainEntity")]
    questions: Vec<Question<'p>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Question<'p> {
    #[serde(rename = "acceptedAnswer")]
    answer: Answer,
    name: &'p str,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Answer {
    text: String,
}

/// The blocks of a page, ready for a `script` element. They need the site's absolute address.
pub(super) fn blocks(
    entry: &Entry,
    breadcrumbs: &[LinkView],
    input: &RenderInput<'_>,
    base_url: &str,
) -> Vec<String> {
    let RenderInput { site, config, .. } = input;
    let url = format!("{base_url}{}", entry.url.encoded());
    let mut blocks = Vec::new();
    if entry.role == Role::Home {
        blocks.push(text(&WebSite {
            description: config.description.as_deref(),
            language: &config.language,
            name: &config.title,
            url: format!("{base_url}{}", site.prefix),
        }));
    }
    if !breadcrumbs.is_empty() {
        blocks.push(text(&breadcrumb_list(&site.title(entry), breadcrumbs, &url, base_url)));
    }
    // A page without a translation has its data on the page in its own language.
    let page = entry.page.map(|id| site.page(id)).filter(|page| site.is_own(page));
    if let Some(page) = page.filter(|_| entry.role == Role::Page) {
        blocks.push(text(&article(page, &url, input, base_url)));
    }
    if let Some(page) = page {
        blocks.extend(questions(page, config).as_ref().map(text));
    }
    blocks
}

fn article<'p>(
    page: &'p Page,
    url: &'p str,
    input: &RenderInput<'p>,
    base_url: &str,
) -> Article<'p> {
    let RenderInput { site, config, locale_sites, .. } = input;
    let front_matter = &page.front_matter;
    let tags = front_matter.tags.iter().filter_map(|label| site.tag(label));
    let tags = tags.map(|id| site.tags[id].label.as_str());
    // Search engines want a whole address.
    let license = config.footer.license.as_ref().map(|link| link.destination.as_str());
    let translated = page.original.as_ref().and_then(|original| {
        let there = locale_sites[original.language].site.entry_at(&original.path)?;
        Some(IdReference { id: format!("{base_url}{}", there.url.encoded()) })
    });
    Article {
        author: Organization { name: config.author.as_ref().unwrap_or(&config.title) },
        modified: front_matter.updated.or(front_matter.date).map(|day| day.to_string()),
        published: front_matter.date.map(|day| day.to_string()),
        description: page.description(),
        headline: &page.title,
        language: &config.language,
        keywords: tags.collect(),
        license: license.filter(|address| address.contains("://")),
        main_entity_of: url,
        translation_of: translated,
    }
}

/// The questions and answers of a page, if it has any.
fn questions<'p>(page: &'p Page, config: &'p Config) -> Option<FaqPage<'p>> {
    let components = page.document.components.iter();
    let asked: Vec<NodeId> = components
        .filter(|component| component.kind == ComponentKind::Question)
        .map(|component| component.node)
        .collect();
    if asked.is_empty() {
        return None;
    }
    let plain = page.plain_text();
    let headings = plain.headings.iter().map(|id| &page.document.headings[*id]).enumerate();
    let questions = headings.filter(|(_, heading)| asked.contains(&heading.node));
    let questions: Vec<Question<'_>> = questions
        .filter_map(|(at, heading)| {
            // One that stands on another page is that page's answer.
            let text = Some(answer(page, &plain, at)).filter(|words| !words.is_empty())?;
            Some(Question { answer: Answer { text }, name: page.read(heading.text) })
        })
        .collect();
    (!questions.is_empty()).then(|| FaqPage { language: &config.language, questions })
}

/// The text under a heading, with the headings below it.
fn answer(page: &Page, plain: &PlainText, at: usize) -> String {
    let mut headings = plain.headings.iter().map(|id| &page.document.headings[*id]).skip(at);
    let mut passages = plain.passages.iter().map(|text| text.trim()).skip(at + 1);
    let level = headings.next().map_or(0, |heading| heading.level);
    let mut answer = passages.next().unwrap_or_default().to_owned();
    for (heading, text) in headings.zip(passages).take_while(|(below, _)| below.level > level) {
        answer += &format!("\n{}\n{text}", page.read(heading.text));
    }
    answer
}

/// The breadcrumbs of a page, and itself.
fn breadcrumb_list<'p>(
    title: &'p str,
    breadcrumbs: &'p [LinkView],
    url: &'p str,
    base_url: &str,
) -> BreadcrumbList<'p> {
    let above = breadcrumbs.iter().map(|crumb| (&*crumb.title, format!("{base_url}{}", crumb.url)));
    let all = above.chain([(title, url.to_owned())]).zip(1..);
    let items = all.map(|((name, item), position)| ListItem { item, name, position });
    BreadcrumbList { items: items.collect() }
}

/// A block as JSON, without anything that could end the element around it.
fn text(thing: &impl Serialize) -> String {
    let block = JsonLd { context: "https://schema.org", thing };
    let text = serde_json::to_string(&block).expect("a block is plain data");
    if text.contains(['<', '\u{2028}']) {
        return text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028");
    }
    text
}
