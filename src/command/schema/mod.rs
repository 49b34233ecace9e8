//! `fieldguide schema`: JSON Schemas (draft-07), by which editors complete and check settings and front
//! matter while they are written.

mod pages;
mod shape;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::terminal::count;
use super::{Outcome, SiteArguments, Terminal, make_folder, write_whole};
use crate::config::{Project, setting_keys};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::pipeline::{self, BuildMemo, Failed, Linked, LocaleSite};

/// The names of the schemas that every project has: of `fieldguide.yaml`, and of pages outside of
/// collections.
const SETTINGS: &str = "settings";
const PAGES: &str = "pages";

/// The word before the name of a collection that is called like one of these.
const COLLECTION: &str = "collection-";

/// Which schema, and where to.
pub(crate) struct SchemaArguments {
    pub(crate) root: PathBuf,
    /// Of the settings, of plain pages, or of a collection.
    pub(crate) name: String,
    /// The folder to write all of them to, instead of printing one.
    pub(crate) write: Option<PathBuf>,
}

/// Prints a schema, or writes all of them into a folder.
pub(super) fn run(arguments: SchemaArguments, terminal: &Terminal) -> Result<Outcome, Failed> {
    let project = SiteArguments::whole(arguments.root).project(None)?;
    let linked = read(&project, terminal)?;
    let locale_site = linked.locale_sites.first();
    if let Some(folder) = arguments.write {
        let schemas = all(locale_site);
        write(&schemas, &folder)?;
        let shown = Project::shown(&folder);
        terminal.say(&format!("{} in {shown}", count(schemas.len(), "schema")));
        return Ok(Outcome::Fine);
    }
    let names = || locale_site.config.collections.iter().map(|schema| schema.name.as_str());
    let schema = match arguments.name.as_str() {
        SETTINGS => of_settings(locale_site),
        PAGES => pages::of_plain_pages(locale_site),
        name => {
            match locale_site.config.collection(name.strip_prefix(COLLECTION).unwrap_or(name)) {
                Some(position) => pages::of_collection(position, locale_site),
                None => {
                    let message = format!("there is no collection `{name}`");
                    let known = names().chain([SETTINGS, PAGES]);
                    let problem = Diagnostic::new(Code::UnknownName, message);
                    let near = nearest(name, known);
                    let all = names().chain([SETTINGS, PAGES]).collect::<Vec<_>>().join("`, `");
                    let problem = match near {
                        Some(near) => problem.did_you_mean(Some(near)),
                        None => problem.help(format!("write one of `{all}`")),
                    };
                    return Err(problem.into());
                }
            }
        }
    };
    terminal.print(&text(&schema));
    Ok(Outcome::Fine)
}

/// Every schema of a project with its file name, written into a folder.
pub(super) fn write_all(
    project: &Project,
    folder: &Path,
    terminal: &Terminal,
) -> Result<(), Failed> {
    write(&all(read(project, terminal)?.locale_sites.first()), folder)
}

/// Whatever is wrong with the content, there is a schema: it helps to fix it.
fn read(project: &Project, terminal: &Terminal) -> Result<Linked, Failed> {
    let steps = terminal.progress();
    let settings = pipeline::settings(project);
    let linked = pipeline::link(project, settings, &mut BuildMemo::default(), &steps);
    steps.finish();
    linked
}

fn all(locale_site: &LocaleSite) -> Vec<(String, Value)> {
    let file = |name: &str| format!("{name}.schema.json");
    let mut schemas = vec![
        (file(SETTINGS), of_settings(locale_site)),
        (file(PAGES), pages::of_plain_pages(locale_site)),
    ];
    for (position, schema) in locale_site.config.collections.iter().enumerate() {
        let is_taken = [SETTINGS, PAGES].contains(&schema.name.as_str());
        let name =
            if is_taken { format!("{COLLECTION}{}", schema.name) } else { schema.name.clone() };
        schemas.push((file(&name), pages::of_collection(position, locale_site)));
    }
    schemas
}

/// Of `fieldguide.yaml`, with the names that it declares.
fn of_settings(locale_site: &LocaleSite) -> Value {
    let mut schema = shape::block(&setting_keys(), &locale_site.config);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("Settings of a fieldguide site");
    schema
}

fn write(schemas: &[(String, Value)], folder: &Path) -> Result<(), Failed> {
    make_folder(folder)?;
    for (name, schema) in schemas {
        write_whole(&folder.join(name), &(text(schema) + "\n"))?;
    }
    Ok(())
}

/// One of these names; where there is none, nothing is right.
fn one_of<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Value {
    let names: Vec<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
    if names.is_empty() { json!({ "not": {} }) } else { json!({ "enum": names }) }
}

fn text(schema: &Value) -> String {
    serde_json::to_string_pretty(schema).expect("a schema is plain data")
}
