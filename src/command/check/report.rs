//! The problems of a site as one page of HTML: for those who look after it and do not use a
//! terminal. It needs no other file, and has no scripts.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::summary::{by_kind, by_owner};
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::pipeline::Build;
use crate::site::{Html, MANIFEST, Output, OutputPath};
use crate::source::{Sources, Span};
use crate::write::{Apart, Staging, overlap};

/// The page, and the only file of a report besides its manifest.
const PAGE: &str = "index.html";

/// A folder for a report, open for writing.
pub(super) struct Report {
    staging: Staging,
    shown: String,
}

impl Report {
    /// Prepares to write into a folder: a new or empty one, or that of an earlier report.
    pub(super) fn open(folder: &Path, apart: &Apart) -> Result<Report, Diagnostic> {
        let shown = Project::shown(folder);
        let help = "name a folder of its own with `--report DIR`";
        for (other, what) in &apart.own {
            if overlap(folder, other) {
                let message =
                    format!("the folder `{shown}` of the report overlaps with the {what}");
                return Err(Diagnostic::new(Code::OutputOverlap, message).help(help));
            }
        }
        if !is_free(folder) {
            let message = format!("`{shown}` holds something else than an earlier report");
            return Err(Diagnostic::new(Code::OutputNotOurs, message).help(help));
        }
        Ok(Report { staging: Staging::open(folder, apart)?, shown })
    }

    /// Writes the problems, with notes. Returns the path of the page.
    pub(super) fn write(
        self,
        project: &Project,
        build: &Build,
        total: &str,
        notes: &[String],
    ) -> Result<String, Diagnostic> {
        let html = page(project, build, total, notes);
        self.staging.put(Output::text(OutputPath::new(PAGE), html.into_string()));
        self.staging.commit(None)?;
        Ok(format!("{}/{PAGE}", self.shown))
    }
}

/// Whether a folder is not there, is empty, or holds a report and nothing else.
fn is_free(folder: &Path) -> bool {
    if !folder.exists() {
        return true;
    }
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.is_empty()
        || (names.iter().all(|name| name == PAGE || name == MANIFEST)
            && names.iter().any(|name| name == MANIFEST))
}

fn page(project: &Project, build: &Build, total: &str, notes: &[String]) -> Html {
    let mut html = Html::default();
    html.push_markup(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>Health of ",
    );
    html.push_text(&build.config().title);
    html.push_markup("</title>\n<style>\n");
    html.push_markup(include_str!("report.css"));
    html.push_markup("</style>\n</head>\n<body>\n<main>\n<h1>Health of ");
    html.push_text(&build.config().title);
    let _ = write!(html, "</h1>\n<p>{}: ", project.today);
    html.push_text(total);
    html.push_markup(".</p>\n");
    for note in notes {
        paragraph(&mut html, "quiet", note);
    }
    let found = &build.diagnostics;
    if !found.is_empty() {
        overview(&mut html, found);
        kinds(&mut html, found, &build.sources);
        owners(&mut html, build);
    }
    html.push_markup("</main>\n</body>\n</html>\n");
    html
}

/// The kinds with their numbers, each a link to its part of the page.
fn overview(html: &mut Html, found: &[Diagnostic]) {
    html.push_markup(
        "<table>\n<caption>Kinds of problems</caption>\n<thead><tr><th scope=\"col\">Kind</th>\
         <th scope=\"col\">Counts as</th><th scope=\"col\">Number</th></tr></thead>\n<tbody>\n",
    );
    for (code, problems) in by_kind(found) {
        let (name, severity) = (code.name(), problems[0].1.severity.name());
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\"><a href=\"#{name}\">{name}</a></th><td>{severity}</td>\
             <td>{}</td></tr>",
            problems.len()
        );
    }
    html.push_markup("</tbody>\n</table>\n");
}

/// Every problem under its kind.
fn kinds(html: &mut Html, found: &[Diagnostic], sources: &Sources) {
    html.push_markup("<h2>By kind</h2>\n");
    for (code, problems) in by_kind(found) {
        let name = code.name();
        let _ =
            writeln!(html, "<section aria-labelledby=\"{name}\">\n<h3 id=\"{name}\">{name}</h3>");
        for part in code.explanation().split("\n\n") {
            paragraph(html, "", part);
        }
        html.push_markup("<ol>\n");
        for (number, problem) in problems {
            let _ = writeln!(html, "<li id=\"problem-{number}\">");
            describe(html, problem, sources);
            html.push_markup("</li>\n");
        }
        html.push_markup("</ol>\n</section>\n");
    }
}

/// A problem as a report in the terminal has it, without the source.
fn describe(html: &mut Html, problem: &Diagnostic, sources: &Sources) {
    paragraph(html, "", &problem.message);
    if let Some(span) = problem.span {
        paragraph(html, "place", &place(span, sources));
    }
    for note in &problem.notes {
        let at = note.span.map(|span| format!(": {}", place(span, sources)));
        paragraph(html, "quiet", &format!("Note: {}{}", note.message, at.unwrap_or_default()));
    }
    if let Some(help) = &problem.help {
        paragraph(html, "", &format!("Help: {help}"));
    }
}

/// The same problems once more, in short, by the owners of their pages.
fn owners(html: &mut Html, build: &Build) {
    let owners = by_owner(&build.diagnostics, &build.locale_sites);
    if owners.is_empty() {
        return;
    }
    html.push_markup("<h2>By owner</h2>\n");
    for (owner, problems) in owners {
        html.push_markup("<h3>");
        html.push_text(owner);
        html.push_markup("</h3>\n<ul>\n");
        for (number, problem) in problems {
            let _ = write!(html, "<li><a href=\"#problem-{number}\">");
            match problem.span {
                Some(span) => html.push_text(&place(span, &build.sources)),
                None => html.push_markup(problem.code.name()),
            }
            html.push_markup("</a> ");
            marked(html, &problem.message);
            html.push_markup("</li>\n");
        }
        html.push_markup("</ul>\n");
    }
}

/// Where something is, as editors read it.
fn place(span: Span, sources: &Sources) -> String {
    let (file, at) = sources.position(span);
    format!("{}:{}:{}", file.path, at.line, at.column)
}

fn paragraph(html: &mut Html, class: &str, text: &str) {
    html.push_markup("<p");
    if !class.is_empty() {
        let _ = write!(html, " class=\"{class}\"");
    }
    html.push_markup(">");
    marked(html, text);
    html.push_markup("</p>\n");
}

/// Appends text; what stands between backticks becomes code.
fn marked(html: &mut Html, text: &str) {
    let mut parts = text.split('`');
    html.push_text(parts.next().unwrap_or_default());
    while let Some(code) = parts.next() {
        let Some(after) = parts.next() else {
            html.push_text("`");
            html.push_text(code);
            return;
        };
        html.push_markup("<code>");
        html.push_text(code);
        html.push_markup("</code>");
        html.push_text(after);
    }
}
