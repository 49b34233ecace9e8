//! JSON-LD (schema.org) for a page: where it stands, and what it is.

use serde_json::{Value, json};

use super::Input;
use super::view::LinkView;
use crate::config::Config;
use crate::site::{Anchor, ComponentKind, Entry, Mark, Page, Role, Site};

/// The blocks of a page, ready for a `script` element. They need the site's absolute address.
pub(super) fn blocks(
    entry: &Entry,
    breadcrumbs: &[LinkView],
    input: &Input<'_>,
    base_url: &str,
) -> Vec<String> {
    let Input { site, config, editions, .. } = input;
    let url = format!("{base_url}{}", entry.url.encoded());
    let mut blocks = Vec::new();
    if entry.role == Role::Home {
        blocks.push(json!({
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": config.title,
            "description": config.description,
            "inLanguage": config.language,
            "url": format!("{base_url}{}", site.prefix),
        }));
    }
    if !breadcrumbs.is_empty() {
        blocks.push(breadcrumb_list(entry, breadcrumbs, &url, site, base_url));
    }
    // What nobody has translated is known by the page in the language that it is written in.
    let page = entry.page.map(|id| site.page(id)).filter(|page| site.is_own(page));
    if let Some(page) = page.filter(|_| entry.role == Role::Page) {
        let front_matter = &page.front_matter;
        let slugs = front_matter.tags.iter().map(|label| site.tag_slugs.get(&label.to_lowercase()));
        let tags = slugs.flatten().filter_map(|slug| Some(&site.tags.get(slug)?.label));
        let tags: Vec<&String> = tags.collect();
        // Search engines want a whole address.
        let license = config.footer.license.as_ref().map(|link| link.destination.as_str());
        let license = license.filter(|address| address.contains("://"));
        let translated = page.original.as_ref().and_then(|original| {
            let there = editions[original.language].site.entry_at(&original.path)?;
            Some(format!("{base_url}{}", there.url.encoded()))
        });
        blocks.push(json!({
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": page.title,
            "description": page.description(),
            "datePublished": front_matter.date.map(|day| day.to_string()),
            "dateModified": front_matter.updated.or(front_matter.date).map(|day| day.to_string()),
            "author": { "@type": "Organization", "name": config.author.as_ref().unwrap_or(&config.title) },
            "inLanguage": config.language,
            "keywords": tags,
            "mainEntityOfPage": url,
            "license": license,
            "translationOfWork": translated.map(|url| json!({ "@id": url })),
        }));
    }
    if let Some(page) = page {
        blocks.extend(questions(page, config));
    }
    blocks.into_iter().map(text).collect()
}

/// The questions and answers of a page, if it has any.
fn questions(page: &Page, config: &Config) -> Option<Value> {
    let anchors: Vec<&Anchor> = page
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Open(component) if component.kind == ComponentKind::Question => {
                component.anchor.as_ref()
            }
            _ => None,
        })
        .collect();
    let questions: Vec<Value> = anchors
        .into_iter()
        .filter_map(|anchor| {
            let at = page.headings.iter().position(|heading| heading.anchor == *anchor)?;
            // One that stands on another page is that page's answer.
            let words = Some(answer(page, at)).filter(|words| !words.is_empty())?;
            let answer = json!({ "@type": "Answer", "text": words });
            let question = &page.headings[at].text;
            Some(json!({ "@type": "Question", "name": question, "acceptedAnswer": answer }))
        })
        .collect();
    (!questions.is_empty()).then(|| {
        json!({
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "inLanguage": config.language,
            "mainEntity": questions,
        })
    })
}

/// The text under a heading, with the headings below it.
fn answer(page: &Page, at: usize) -> String {
    let level = page.headings[at].level;
    let mut answer = page.passages[at + 1].trim().to_owned();
    let below = page.headings.iter().enumerate().skip(at + 1);
    for (below, heading) in below.take_while(|(_, heading)| heading.level > level) {
        answer += &format!("\n{}\n{}", heading.text, page.passages[below + 1].trim());
    }
    answer
}

fn breadcrumb_list(
    entry: &Entry,
    breadcrumbs: &[LinkView],
    url: &str,
    site: &Site,
    base_url: &str,
) -> Value {
    let own = (site.title(entry), url.to_owned());
    let crumbs = breadcrumbs.iter().map(|c| (c.title.clone(), format!("{base_url}{}", c.url)));
    let items: Vec<Value> = crumbs
        .chain([own])
        .enumerate()
        .map(|(at, (name, item))| {
            json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": item })
        })
        .collect();
    json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items,
    })
}

/// JSON without the absent keys and without anything that could end the element around it.
fn text(mut value: Value) -> String {
    if let Value::Object(map) = &mut value {
        map.retain(|_, value| !value.is_null() && *value != json!([]));
    }
    value.to_string().replace('<', "\\u003c").replace("\u{2028}", "\\u2028")
}
