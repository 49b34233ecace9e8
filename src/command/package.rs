//! `fieldguide package`: the site as one file, for people without network.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::build::{self, BuildArguments};
use super::terminal::{count, size};
use super::{Outcome, SiteArguments, Strictness, Terminal, Timings, cannot_write};
use crate::config::{Project, UrlStyle};
use crate::files;
use crate::language::Conventions;
use crate::package::{self, SITE, START};
use crate::pipeline::{self, BuildMemo, Failed, Linked};
use crate::site::Page;
use crate::source::Sources;
use crate::write::published_files;

/// What to hand out, and how.
pub(crate) struct PackageArguments {
    pub(crate) site: SiteArguments,
    /// Instead of a name from the title and the day, in the current folder.
    pub(crate) output: Option<PathBuf>,
    /// The day that the texts are of, instead of the newest one of a page.
    pub(crate) date: Option<Date>,
    pub(crate) strictness: Strictness,
}

/// Builds the site and writes the package.
pub(super) fn run(arguments: PackageArguments, terminal: &Terminal) -> Result<Outcome, Failed> {
    let mut project = arguments.site.project(None)?;
    let settings = pipeline::settings(&project);
    let is_apart = settings.config.urls == UrlStyle::Directories;
    let steps = terminal.progress();
    let linked = pipeline::link(&project, settings, &mut BuildMemo::default(), &steps)?;
    steps.finish();
    let facts = PackageFacts::of(&linked, &project, arguments.date);
    let file = arguments.output.unwrap_or_else(|| PathBuf::from(format!("{}.zip", facts.name)));
    // From a disk, a browser opens files and no folders.
    let scratch = is_apart.then(|| TemporarySite::beside(&file));
    if let Some(scratch) = &scratch {
        project.urls = Some(UrlStyle::Files);
        project.output = Some(scratch.0.clone());
    }
    let build =
        BuildArguments { strictness: arguments.strictness, timings: Timings::Brief, report: None };
    match build::run(&project, &build, terminal)? {
        Outcome::Fine => facts.write(
            &project.output_folder(&linked.locale_sites.first().config),
            &file,
            terminal,
        ),
        failed => Ok(failed),
    }
}

/// A folder for a site that is only made to be packed. It goes with this value.
struct TemporarySite(PathBuf);

impl TemporarySite {
    fn beside(file: &Path) -> TemporarySite {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        TemporarySite(file.with_file_name(format!(".{name}.site")))
    }
}

impl Drop for TemporarySite {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a package says of its site.
struct PackageFacts {
    /// Of the folder in the package.
    name: String,
    date: Option<Date>,
    texts: Vec<(&'static str, String)>,
}

impl PackageFacts {
    fn of(linked: &Linked, project: &Project, date: Option<Date>) -> PackageFacts {
        let date = date.or_else(|| linked.locale_sites.pages().filter_map(newest).max());
        let texts = PackageTexts { linked, project, date };
        let texts = vec![
            (START, texts.start()),
            ("READ-ME.txt", texts.read_me()),
            ("LICENSE.txt", texts.license()),
        ];
        PackageFacts {
            name: package::name(&linked.locale_sites.first().config.title, date),
            date,
            texts,
        }
    }

    /// Writes the package of a site in a folder.
    fn write(self, site: &Path, file: &Path, terminal: &Terminal) -> Result<Outcome, Failed> {
        let PackageFacts { name, date, texts } = self;
        let published = published_files(site);
        let problems = package::problems(&name, &published);
        if !problems.is_empty() {
            terminal.report(&problems, &Sources::default());
            return Ok(Outcome::SiteHasErrors);
        }
        let read = |path: &str| fs::read(site.join(path));
        let archive = package::archive(&name, &published, &read, texts, date);
        let archive = archive.map_err(|error| cannot_write(file, &error))?;
        if let Some(folder) = file.parent() {
            files::sweep(folder);
        }
        files::write(file, &archive).map_err(|error| cannot_write(file, &error))?;
        let (shown, bytes) = (Project::shown(file), size(archive.len() as u64));
        let files = count(published.len(), "file");
        terminal
            .say(&format!("{files} packed into {shown}, {bytes}: unpack it, then open {START}"));
        Ok(Outcome::Fine)
    }
}

/// The day of the last change that a page names.
fn newest(page: &Page) -> Option<Date> {
    page.front_matter.updated.or(page.front_matter.date)
}

/// The texts beside the site, in its first language.
struct PackageTexts<'p> {
    linked: &'p Linked,
    project: &'p Project,
    date: Option<Date>,
}

impl PackageTexts<'_> {
    /// A page that leads to the site.
    fn start(&self) -> String {
        let config = &self.linked.locale_sites.first().config;
        let conventions = Conventions::of(&config.language);
        let title = escaped(&config.title);
        format!(
            "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
             <meta http-equiv=\"refresh\" content=\"0; url={SITE}/index.html\">\n</head>\n\
             <body><main><h1>{title}</h1>\n<p><a href=\"{SITE}/index.html\">{title}</a></p></main></body>\n</html>\n",
            escaped(&config.language),
            conventions.direction(),
        )
    }

    fn read_me(&self) -> String {
        let config = &self.linked.locale_sites.first().config;
        let mut lines = vec![config.title.clone(), String::new()];
        lines.push(self.string("package_extract", &[]));
        lines.push(self.string("package_open", &[("file", START)]));
        let conventions = Conventions::of(&config.language);
        let day = |date: Date| conventions.day(date.year(), date.month(), date.day());
        if let Some(day) = self.date.and_then(day) {
            lines.extend([String::new(), self.string("package_date", &[("date", &day)])]);
        }
        if let Some(address) = self.project.base_url(config) {
            lines.push(self.string("package_current", &[("address", address)]));
        }
        // Windows' editor of old wants its line ends; everybody else takes them.
        lines.join("\r\n") + "\r\n"
    }

    /// The license of the project, or what its settings say of it.
    fn license(&self) -> String {
        let names = ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt"];
        let text =
            names.iter().find_map(|name| fs::read_to_string(self.project.root.join(name)).ok());
        let named = self.linked.locale_sites.first().config.footer.license.as_ref();
        let named =
            || named.map(|license| format!("{}: {}\r\n", license.label, license.destination));
        text.or_else(named).unwrap_or_else(|| self.string("package_no_license", &[]) + "\r\n")
    }

    /// A string of the theme with its placeholders filled in.
    fn string(&self, key: &str, values: &[(&str, &str)]) -> String {
        let words = self.linked.locale_sites.first().theme.strings.get(key);
        let words = words.cloned().unwrap_or_default();
        values
            .iter()
            .fold(words, |words, (name, value)| words.replace(&format!("{{{name}}}"), value))
    }
}

/// A text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
