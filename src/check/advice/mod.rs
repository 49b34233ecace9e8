//! Advice on how pages are written: sentences, links, abbreviations, words, numbers.
//!
//! Off unless `check --advice` wants all of it, or the settings give a rule a level. Every rule is a
//! function over the prose of one page. A page can silence a rule and say why.

mod acronyms;
mod emphasis;
mod figures;
mod links;
mod orphans;
mod sentences;
mod silences;
mod wording;

use rayon::prelude::*;

use super::{CheckedSite, translation};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::ProseBlock;
use crate::site::{Page, PageTargets};
use crate::source::Span;

/// A page, and what rules need to know of it.
struct Prose<'a> {
    page: &'a Page,
    blocks: Vec<ProseBlock>,
    /// Where the links of the page lead, in order.
    targets: &'a PageTargets,
    config: &'a Config,
    /// Abbreviations that need no explanation on any page.
    known: &'a [&'a str],
}

type AdviceRule = fn(&Prose<'_>, &mut Diagnostics);

/// The rules, and whether each knows English only.
const RULES: &[(Code, AdviceRule, bool)] = &[
    (Code::LongSentence, sentences::long, false),
    (Code::VagueLink, links::vague, true),
    (Code::SameLinkText, links::same_text, false),
    (Code::UndefinedAcronym, acronyms::undefined, false),
    (Code::Wording, wording::listed, false),
    (Code::NumberWithoutSource, figures::without_source, false),
    (Code::EmphasisAsHeading, emphasis::as_heading, false),
];

impl Prose<'_> {
    /// A problem at words of a block.
    fn problem(
        &self,
        code: Code,
        message: String,
        block: &ProseBlock,
        words: &std::ops::Range<usize>,
    ) -> Diagnostic {
        let place = block.place(words);
        let start = self.page.body_start;
        let span = Span::new(self.page.source.id, start + place.start, start + place.end);
        Diagnostic::new(code, message).at(span)
    }
}

/// Runs the rules that are wanted: all, or those that the settings give a level.
pub(crate) fn advise(
    locale_sites: &[CheckedSite<'_>],
    wants_all: bool,
    diagnostics: &mut Diagnostics,
) {
    let config = locale_sites[0].config;
    let is_wanted = |code| wants_all || config.checks.wants(code);
    for locale_site in locale_sites {
        let mut found = Diagnostics::default();
        advise_locale_site(locale_site, wants_all, &mut found);
        diagnostics.extend(found.in_files(&locale_site.own_files()));
    }
    if is_wanted(Code::MissingTranslation) {
        translation::missing(locale_sites, diagnostics);
    }
    if is_wanted(Code::UnrecordedTranslation) {
        translation::unrecorded(locale_sites, diagnostics);
    }
    // Last, since it asks what the others found.
    if is_wanted(Code::UselessSilence) {
        silences::useless(locale_sites, wants_all, diagnostics);
    }
}

fn advise_locale_site(
    locale_site @ CheckedSite { site, links, config }: &CheckedSite<'_>,
    wants_all: bool,
    diagnostics: &mut Diagnostics,
) {
    let is_english = config.language == "en" || config.language.starts_with("en-");
    let wanted: Vec<AdviceRule> = RULES
        .iter()
        .filter(|(code, _, english)| {
            (wants_all || config.checks.wants(*code)) && (is_english || !english)
        })
        .map(|(_, rule, _)| *rule)
        .collect();
    if wants_all || config.checks.wants(Code::OrphanPage) {
        orphans::orphans(site, links, diagnostics);
    }
    if !wanted.is_empty() {
        run(&wanted, locale_site, diagnostics);
    }
}

/// Runs rules over the prose of every page.
fn run(
    wanted: &[AdviceRule],
    CheckedSite { site, links, config }: &CheckedSite<'_>,
    diagnostics: &mut Diagnostics,
) {
    let known = acronyms::known(site, config);
    let pages = site.pages.as_slice().par_iter().zip(links.targets.as_slice());
    let pages = pages.filter(|(page, _)| site.is_own(page));
    let found: Vec<Diagnostics> = pages
        .map(|(page, targets)| {
            let document = &page.document;
            let blocks = document.prose(document.all(), page.body());
            let prose = Prose { page, blocks, targets, config, known: &known };
            let mut found = Diagnostics::default();
            for rule in wanted {
                rule(&prose, &mut found);
            }
            found
        })
        .collect();
    for found in found {
        diagnostics.extend(found);
    }
}
