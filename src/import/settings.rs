//! The settings of the new project.

use std::fmt::Write as _;
use std::path::Path;

use super::address::OldAddresses;
use super::front_matter::quoted;
use super::report::ImportReport;
use crate::config::{Config, UrlStyle, parse_base_url};
use crate::read::{OldSite, ToolSettings};

/// What `fieldguide.yaml` says.
pub(crate) struct ImportedSettings {
    /// Lines of YAML.
    lines: String,
    /// Problems that would keep the site from being published.
    errors: usize,
}

impl ImportedSettings {
    /// Those of a site of another tool.
    pub(super) fn new(
        origin: &OldSite,
        config: &Config,
        report: &ImportReport,
    ) -> ImportedSettings {
        let tool = origin.settings.as_ref();
        let first = |keys: &[&str]| tool.and_then(|tool| tool.first(keys));
        let mut lines = String::new();
        let title = tool.and_then(ToolSettings::title);
        let title = title.unwrap_or_else(|| title_of_path(&origin.content));
        let _ = writeln!(lines, "title: {}", quoted(&title));
        if let Some(words) = first(&["site_description", "description"]) {
            let _ = writeln!(lines, "description: {}", quoted(&words));
        }
        let language = first(&["languageCode", "default_language", "lang", "language"]);
        if let Some(tag) = language.filter(|tag| is_tag(tag)) {
            let _ = writeln!(lines, "language: {}", tag.replace('_', "-"));
        }
        let address = tool.and_then(ToolSettings::published);
        if let Some(address) = address.and_then(|address| parse_base_url(&address).ok()) {
            let _ = writeln!(lines, "base_url: {}", quoted(&address));
        }
        if OldAddresses::new(origin).style() == UrlStyle::Directories {
            lines += "urls: directories\n";
        }
        if config.math {
            lines += "math: true\n";
        }
        ImportedSettings { lines, errors: report.errors }
    }

    /// Settings that are written already.
    pub(super) fn of_lines(lines: String) -> ImportedSettings {
        ImportedSettings { lines, errors: 0 }
    }

    /// The text of the file. `has_errors`: whether the new project has problems that would keep it from being published.
    pub(crate) fn text(&self, has_errors: bool) -> String {
        let mut text = self.lines.clone();
        if has_errors {
            text += "\n# Problems that the folder brought along count as warnings. `fieldguide check` lists them.\n\
                     # Fix them, then remove these two lines.\nchecks:\n  all: warning\n";
        }
        text
    }

    /// Whether the folder has such problems as it is.
    pub(crate) fn expects_errors(&self) -> bool {
        self.errors > 0
    }
}

/// A title by the name of a file or of a folder, those that many sites have left out.
pub(crate) fn title_of_path(path: &Path) -> String {
    let content = std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).with_extension("");
    let names = content.iter().rev().map(|name| name.to_string_lossy().into_owned());
    let usual = ["docs", "content", "src", "doc", "en"];
    let name = names.into_iter().find(|name| !usual.contains(&name.as_str()));
    crate::config::words_of_name(&name.unwrap_or_default())
}

/// Whether a word is a language: `en`, `pt-BR`.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let is_part = |part: &str, lengths: [usize; 2]| {
        (lengths[0]..=lengths[1]).contains(&part.len())
            && part.chars().all(|c| c.is_ascii_alphabetic())
    };
    parts.next().is_some_and(|first| is_part(first, [2, 3]))
        && parts.all(|part| is_part(part, [2, 4]))
}
