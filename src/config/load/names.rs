//! Names of what a project declares, to positions.

use crate::config::Config;
use crate::config::declare::{not_one_of, quoted};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::Suggestions;
use crate::source::Span;

/// A name as settings write it, and where.
pub(super) type Named = (String, Span);

/// Finds what names stand for, once all is declared. Names of nothing are reported.
pub(super) struct Names<'d> {
    pub(super) diagnostics: &'d mut Diagnostics,
    suggestions: Suggestions,
}

impl<'d> Names<'d> {
    pub(super) fn new(diagnostics: &'d mut Diagnostics) -> Names<'d> {
        Names { diagnostics, suggestions: Suggestions::default() }
    }

    /// The position of a collection.
    pub(super) fn collection(&mut self, named: &Named, config: &Config) -> Option<usize> {
        let names: Vec<&str> = config.collections.iter().map(|it| it.name.as_str()).collect();
        self.declared(named, "collection", &names)
    }

    /// The position of a vocabulary.
    pub(super) fn vocabulary(&mut self, named: &Named, config: &Config) -> Option<usize> {
        let names: Vec<&str> = config.vocabularies.iter().map(|it| it.name.as_str()).collect();
        self.declared(named, "vocabulary", &names)
    }

    fn declared(&mut self, (name, span): &Named, kind: &str, names: &[&str]) -> Option<usize> {
        let position = names.iter().position(|known| known == name);
        if position.is_none() {
            let message = format!("no {kind} is called `{name}`");
            let problem = Diagnostic::new(Code::UnknownName, message).at(*span);
            let mut problem = problem.did_you_mean(self.nearest(name, names));
            if problem.help.is_none() && !names.is_empty() {
                problem = problem.note(format!("declared are {}", quoted(names)));
            }
            self.diagnostics.push(problem);
        }
        position
    }

    /// One of these values, by its name.
    pub(super) fn one_of<C: Copy>(
        &mut self,
        (name, span): &Named,
        choices: &[(&str, C)],
    ) -> Option<C> {
        let found = choices.iter().find(|(known, _)| known == name);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let nearest = self.nearest(name, &names);
            self.diagnostics.push(not_one_of(name, &names, nearest).at(*span));
        }
        found.map(|(_, value)| *value)
    }

    pub(super) fn nearest<'n>(&self, name: &str, names: &[&'n str]) -> Option<&'n str> {
        self.suggestions.nearest(name, names.iter().copied())
    }
}
