//! The words, terms and settings of a language, for texts that are written in it.

use super::html;
use super::input::Peer;
use super::terms::Terms;
use crate::config::Config;
use crate::site::Site;

/// The parts that texts in a language need, in every edition that shows them.
pub(super) struct Tongue<'a> {
    pub(super) words: html::Words,
    pub(super) terms: Terms,
    pub(super) config: &'a Config,
}

impl<'a> Tongue<'a> {
    /// The language of `peer`, for texts that `site` shows.
    pub(super) fn new(peer: &Peer<'a>, site: &Site) -> Tongue<'a> {
        let Peer { config, theme, site: own } = *peer;
        let terms = Terms::new(site, config, own.language);
        Tongue { words: html::Words::new(&theme.strings), terms, config }
    }
}
