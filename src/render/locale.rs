//! The words, terms and settings of a language, for texts that are written in it.

use super::html;
use super::input::SiblingLocale;
use super::terms::Terms;
use crate::config::Config;
use crate::site::Site;

/// The parts that texts in a language need, in every locale site that shows them.
pub(super) struct LocaleContext<'a> {
    pub(super) words: html::TextStrings,
    pub(super) terms: Terms,
    pub(super) config: &'a Config,
}

impl<'a> LocaleContext<'a> {
    /// The language of `sibling`, for texts that `site` shows.
    pub(super) fn new(sibling: &SiblingLocale<'a>, site: &Site) -> LocaleContext<'a> {
        let SiblingLocale { config, theme, site: own } = *sibling;
        let terms = Terms::new(site, config, own.language);
        LocaleContext { words: html::TextStrings::new(&theme.strings), terms, config }
    }
}
