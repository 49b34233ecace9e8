//! Which folder, and the options of one run.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{Config, Editor, UrlStyle};
use crate::diagnostic::{Code, Diagnostic};

/// The folder of what runs keep for each other, from the project's root. It can be removed at any time.
const CACHE: &str = ".fieldguide";

/// Whether drafts are part of the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Drafts {
    Exclude,
    /// Also pages whose first day has not come.
    Include,
    /// Also pages that have expired: whoever moves a site takes all of it along.
    IncludeExpired,
}

/// Whether errors of the content keep a site from being written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Leniency {
    /// As the settings say.
    AsSet,
    /// Not in a folder without settings: whoever looks at one for the first time wants to see a site.
    WithoutSettings,
    /// They never do.
    Always,
}

/// A project folder and what the command line says of this run. Flags stand beside the
/// configuration, never in it; the methods here are the one place where the two meet.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// The folder that holds `fieldguide.yaml`.
    pub(crate) root: PathBuf,
    /// From the folder where the command was started.
    pub(crate) content: Option<PathBuf>,
    pub(crate) output: Option<PathBuf>,
    pub(crate) base_url: Option<String>,
    pub(crate) drafts: Drafts,
    pub(crate) leniency: Leniency,
    /// Whether all rules of advice are wanted, and not only those that the settings turn on.
    pub(crate) advice: bool,
    /// The style of addresses, instead of that of the settings.
    pub(crate) urls: Option<UrlStyle>,
    /// Instead of the one of the settings.
    pub(crate) editor: Option<Editor>,
    /// The day of the build, for `publish_on` and `expires_on`.
    pub(crate) today: Date,
}

impl Project {
    /// The file that configures the site.
    pub(crate) fn settings_file(&self) -> PathBuf {
        self.root.join("fieldguide.yaml")
    }

    /// The folder of what runs keep for each other.
    pub(crate) fn cache_folder(&self) -> PathBuf {
        self.root.join(CACHE)
    }

    pub(crate) fn content_folder(&self, config: &Config) -> PathBuf {
        self.content.clone().unwrap_or_else(|| self.root.join(&config.content))
    }

    /// The folder with the project's own files of the theme, if there is one.
    pub(crate) fn theme_folder(&self, config: &Config) -> Option<PathBuf> {
        config.theme.folder.as_ref().map(|(folder, _)| self.root.join(folder))
    }

    pub(crate) fn output_folder(&self, config: &Config) -> PathBuf {
        self.output.clone().unwrap_or_else(|| self.root.join(&config.output))
    }

    pub(crate) fn base_url<'a>(&'a self, config: &'a Config) -> Option<&'a str> {
        self.base_url.as_deref().or(config.base_url.as_deref())
    }

    pub(crate) fn editor<'a>(&'a self, config: &'a Config) -> &'a Editor {
        self.editor.as_ref().unwrap_or(&config.editor)
    }

    /// The report of a path that leads out of the project.
    pub(crate) fn outside_link(path: &Path) -> Diagnostic {
        let shown = Project::shown(path);
        let message = format!("`{shown}` leads out of the project, by a symbolic link");
        Diagnostic::new(Code::OutsideLink, message)
    }

    /// A path as reports show it: with `/`, and without a leading `./`.
    pub(crate) fn shown(path: &Path) -> String {
        let text = path.to_string_lossy();
        let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
        text.strip_prefix("./").unwrap_or(&text).to_owned()
    }
}
