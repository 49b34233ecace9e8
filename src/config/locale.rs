//! The settings in each language of a site.

use std::ops::Deref;
use std::sync::Arc;

use super::Config;

/// The settings in one language of a site. Those of all its languages are made together, and copies share them.
#[derive(Clone, Debug)]
pub(crate) struct LocaleConfig {
    /// By the position of the language; at least one.
    all: Arc<[Config]>,
    language: usize,
}

impl LocaleConfig {
    /// The settings as they are written, which are those of the first language.
    pub(crate) fn new(config: Config) -> LocaleConfig {
        let others = 1..config.languages.locale_sites();
        let others: Vec<Config> = others.map(|language| config.in_language(language)).collect();
        let all = std::iter::once(config).chain(others).collect();
        LocaleConfig { all, language: 0 }
    }

    /// Those of all languages, by their position.
    pub(crate) fn all(&self) -> &[Config] {
        &self.all
    }

    /// The same settings in each language.
    pub(crate) fn in_all_languages(&self) -> impl Iterator<Item = LocaleConfig> {
        let of = |language| LocaleConfig { all: Arc::clone(&self.all), language };
        (0..self.all.len()).map(of)
    }
}

impl Deref for LocaleConfig {
    type Target = Config;

    fn deref(&self) -> &Config {
        &self.all[self.language]
    }
}
