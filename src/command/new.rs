//! `fieldguide new COLLECTION "Title"`: a page to fill in.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::PathBuf;

use super::own_file::own_folder;
use super::{Outcome, SiteArguments, Terminal, cannot_write};
use crate::config::{CollectionSchema, Config, Field, FieldKind, Project};
use crate::diagnostic::{Code, Diagnostic};
use crate::files;
use crate::nearest::nearest;
use crate::pipeline::{self, Failed};
use crate::site::Slug;

/// Writes a page with every field of its collection, the optional ones commented out.
pub(super) fn run(
    root: PathBuf,
    collection: &str,
    title: &str,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let project = SiteArguments::whole(root).project(None)?;
    let settings = pipeline::settings(&project);
    let Some(position) = settings.config.collection(collection) else {
        let problem = no_such_collection(collection, &settings.config);
        return Err(settings.failed([problem]));
    };
    let config = &settings.config;
    if title.trim().is_empty() {
        let problem = Diagnostic::new(Code::InvalidValue, "a page needs a title");
        return Err(problem.help("write it in quotes after the collection").into());
    }
    let schema = &config.collections[position];
    let folder = project.content_folder(config).join(&schema.folder);
    let slug = Slug::new(title);
    if matches!(slug.as_str(), "index" | "readme") {
        let message = format!("a page called `{title}` would be the page of the whole collection");
        let problem = Diagnostic::new(Code::InvalidValue, message);
        return Err(problem.help("give it another title, and change the title in the file").into());
    }
    own_folder(&folder, &project, config)?;
    let path = folder.join(format!("{}.md", slug.as_str()));
    let shown = Project::shown(&path);
    let text = page(title, schema, config);
    let written = fs::create_dir_all(&folder).and_then(|()| {
        files::sweep(&folder);
        files::create(&path, text.as_bytes())
    });
    match written {
        Ok(()) => {
            terminal.print(&shown);
            Ok(Outcome::Fine)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let message = format!("there is a page `{shown}` already");
            let problem = Diagnostic::new(Code::WriteFailed, message);
            Err(Failed::from(problem.help("give the new page another title, or edit that one")))
        }
        Err(error) => Err(cannot_write(&path, &error)),
    }
}

fn no_such_collection(name: &str, config: &Config) -> Diagnostic {
    let names: Vec<&str> = config.collections.iter().map(|schema| schema.name.as_str()).collect();
    let message = format!("no collection is called `{name}`");
    let problem = Diagnostic::new(Code::UnknownName, message);
    let by_singular = config.collections.iter().find(|c| c.singular.eq_ignore_ascii_case(name));
    let meant = by_singular.map(|schema| schema.name.as_str());
    let problem = problem.did_you_mean(meant.or_else(|| nearest(name, names.iter().copied())));
    match names.as_slice() {
        [] => problem
            .help("declare collections in `fieldguide.yaml`, or start with `fieldguide init DIR`"),
        names => problem.note(format!("the collections are {}", names.join(", "))),
    }
}

fn page(title: &str, schema: &CollectionSchema, config: &Config) -> String {
    let mut text = "---\n".to_owned();
    let _ = writeln!(text, "title: {}", quoted(title));
    text.push_str("# One sentence for lists and search engines.\ndescription:\n");
    for field in &schema.fields {
        let _ = write!(text, "\n# {}: {}", field.label, explanation(field, config));
        text.push('\n');
        let comment = if field.required { "" } else { "# " };
        let _ = writeln!(text, "{comment}{}:{}", field.name, if field.list { " []" } else { "" });
    }
    text.push_str("\n# Not published until this line is removed.\ndraft: true\n---\n\n");
    text.push_str("Write here. Headings begin with `##`.\n");
    text
}

/// A YAML string in double quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// How to fill in a field, on one line.
fn explanation(field: &Field, config: &Config) -> String {
    let mut parts = Vec::new();
    parts.extend(
        field.help.as_deref().map(|help| help.split_whitespace().collect::<Vec<_>>().join(" ")),
    );
    let list = if field.list { "list of " } else { "" };
    parts.push(match &field.kind {
        FieldKind::OneOf(vocabulary) => {
            let terms = &config.vocabularies[*vocabulary].terms;
            let values: Vec<&str> = terms.iter().map(|term| term.value.as_str()).collect();
            format!("({list}{})", values.join(" | "))
        }
        FieldKind::Relation(relation) => {
            let to = &config.collections[relation.to];
            format!("({list}file names of {} without .md)", to.label)
        }
        FieldKind::Date => "(a day, as 2026-03-31)".to_owned(),
        FieldKind::Citation => format!("({list}keys of the reference file)"),
        kind => format!("({list}{})", kind.name()),
    });
    if field.required {
        parts.push("Required.".to_owned());
    }
    parts.join(" ")
}
