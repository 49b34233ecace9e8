//! Relations that name no page, contradict each other, are too many, or run in circles.

use std::collections::BTreeMap;

use super::circle::closing_edges;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{Dangling, Links, PageId, RelatedPage, RelationSide, Site};
use crate::source::Span;

/// The place where a page wrote a relation.
fn span(site: &Site, (page, position): (PageId, usize)) -> Span {
    let page = site.page(page);
    page.span_of_value(&page.front_matter.relations[position].to)
}

pub(super) fn dangling(site: &Site, links: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    for (page, position, why) in &links.relations.dangling {
        let relation = &site.page(*page).front_matter.relations[*position];
        let wanted = match relation.side {
            RelationSide::Forward => config.relation(relation.field).to,
            RelationSide::Inverse => relation.field.collection,
        };
        let wanted = &config.collections[wanted].label;
        let name = &relation.to.value;
        let at = span(site, (*page, *position));
        diagnostics.push(match why {
            Dangling::Hidden(visibility) => {
                let state = visibility.reason();
                let message = format!("the page `{name}` {state}, so this relation is left out");
                Diagnostic::new(Code::RelationHidden, message).at(at)
            }
            Dangling::Itself => {
                let message = "this page is related to itself";
                Diagnostic::new(Code::RelationConflict, message).at(at).help("remove it")
            }
            Dangling::NoSuchPage { nearest } => {
                let message = format!("`{wanted}` have no page `{name}`");
                let problem = Diagnostic::new(Code::RelationNotFound, message).at(at);
                problem.did_you_mean(nearest.as_deref())
            }
            Dangling::NotAName { name: meant } => {
                let message = format!("`{wanted}` have no page `{name}`");
                let problem = Diagnostic::new(Code::RelationNotFound, message).at(at);
                let problem = problem.help(format!("write the name of its file: `{meant}`"));
                let source = &site.page(*page).source;
                let is_own = source.id == at.file;
                if is_own { problem.fixed_by(name, meant, source) } else { problem }
            }
            Dangling::WrongCollection { found } => {
                let found = site.page(*found);
                let own = found.collection.map_or("", |own| &config.collections[own].label);
                let message =
                    format!("`{name}` belongs to `{own}`, and this field wants `{wanted}`");
                let problem = Diagnostic::new(Code::RelationWrongCollection, message).at(at);
                problem.note_at("the page of that name", found.start())
            }
        });
    }
}

pub(super) fn required(site: &Site, links: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    for (field, declared, relation) in config.relations().filter(|(_, field, _)| field.required) {
        let name = &declared.name;
        // It may be written in front matter that could not be read.
        let is_whole = |id: &PageId| site.page(*id).front_matter.is_whole;
        if !site.collections[relation.to].iter().all(is_whole) {
            continue;
        }
        for id in &site.collections[field.collection] {
            let is_written = |r: &RelatedPage| r.field == field && r.side == RelationSide::Forward;
            if links.relations.of_pages[*id].iter().any(is_written) {
                continue;
            }
            // A page that names only pages that are wrong has been told so.
            let page = site.page(*id);
            let front_matter = &page.front_matter;
            let is_told = front_matter.relations.iter().any(|relation| relation.field == field);
            if is_told || !front_matter.is_whole {
                continue;
            }
            if let Some((_, key)) = front_matter.unfilled.iter().find(|(at, _)| *at == field.field)
            {
                let message = format!("`{name}` is not filled in yet");
                let problem = Diagnostic::new(Code::MissingField, message).at(*key);
                let help = format!(
                    "write its value behind `{name}:`, or name this page on the other side"
                );
                diagnostics.push(problem.help(help));
                continue;
            }
            let singular = &config.collections[field.collection].singular;
            let message = format!("a page of the kind `{singular}` needs the relation `{name}`");
            let problem = Diagnostic::new(Code::MissingField, message).at(page.start());
            diagnostics
                .push(problem.help(format!("add `{name}:`, or name this page on the other side")));
        }
    }
}

pub(super) fn conflicts(site: &Site, links: &Links, _: &Config, diagnostics: &mut Diagnostics) {
    for [first, second] in &links.relations.conflicts {
        let (message, help) = if first.0 == second.0 {
            ("this page is named twice in one relation", "remove one of the two")
        } else {
            (
                "both sides write this relation, and differently",
                "write it on one side; it shows on both",
            )
        };
        diagnostics.push(
            Diagnostic::new(Code::RelationConflict, message)
                .at(span(site, *second))
                .note_at("also written here", span(site, *first))
                .help(help),
        );
    }
}

pub(super) fn cardinality(
    site: &Site,
    links: &Links,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    for (field, declared, schema) in config.relations() {
        let name = &declared.name;
        for (side, many) in [
            (RelationSide::Forward, schema.cardinality.to_many()),
            (RelationSide::Inverse, schema.cardinality.is_shared()),
        ] {
            if many {
                continue;
            }
            for (id, related) in links.relations.of_pages.enumerate() {
                let mut others = related.iter().filter(|r| r.field == field && r.side == side);
                let Some(first) = others.next() else { continue };
                for surplus in others {
                    let title = &site.page(id).title;
                    let message =
                        format!("`{title}` may have only one page by the relation `{name}`");
                    diagnostics.push(
                        Diagnostic::new(Code::RelationCardinality, message)
                            .at(span(site, surplus.written))
                            .note_at("it has this one already", span(site, first.written)),
                    );
                }
            }
        }
    }
}

pub(super) fn cycles(site: &Site, links: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    for (field, declared, _) in config.relations().filter(|(_, _, relation)| relation.acyclic) {
        let name = &declared.name;
        let mut next: BTreeMap<PageId, Vec<Edge>> = BTreeMap::new();
        for (id, related) in links.relations.of_pages.enumerate() {
            let forward =
                related.iter().filter(|r| r.field == field && r.side == RelationSide::Forward);
            next.insert(id, forward.map(|r| (r.page, r.written)).collect());
        }
        for (page, written) in closing_edges(&next) {
            let title = &site.page(page).title;
            let message = format!("the relation `{name}` leads back to `{title}`");
            let problem = Diagnostic::new(Code::RelationCycle, message).at(span(site, written));
            diagnostics.push(problem.help("remove one link of the circle"));
        }
    }
}

/// A relation seen from one of its pages: the other page, and where it is written.
type Edge = (PageId, (PageId, usize));
