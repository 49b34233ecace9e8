//! fieldguide builds a knowledge-base site from a folder of Markdown.
//!
//! Read `pipeline::link` first: it calls every stage before the first page is made, in order.
//!
//! - nouns: `source` (text and places in it), `diagnostic` (what is wrong and how it is told),
//!   `config` (what a project declares), `cache` (what runs keep for each other), `document` (the text of a page as a
//!   tree), `site` (pages, sections, relations, links), `theme`
//! - stages: `read` a folder to sources, `parse` them to a site, `link` it, `check` it, `render`
//!   it to outputs, `index` it for search, `write` the outputs
//! - `search`: answers to queries, from the index that a build left; the client in the browser
//!   (`themes/default/static/js/search`) is its twin
//! - tools: `arena` (lists whose positions have a type), `memo` (work of the build before), `files` (written whole
//!   or not at all), `nearest` (did you mean), `nesting` (what uses what, and how deep), `percent` (encoding of
//!   addresses),
//!   `language` (words and stems, plurals, days, order), `markdown` (the dialect), `yaml` (values with places), `csl` (works
//!   and citations in a style), `external` (whether addresses on other hosts lead anywhere)
//! - faces: `command`, `serve`, `cli`
//!
//! No stage imports another. Nothing below the faces prints. Only `files`, `cache`, `read`, `write`,
//! `index`, `external` and the faces touch the file system, and only `external` the network.

// Nouns.
mod source;
mod diagnostic;
mod config;
mod cache;
mod document;
mod site;
mod theme;

// Stages, in the order they run.
mod read;
mod parse;
mod link;
mod check;
mod render;
mod index;
mod write;

// Tools.
mod arena;
mod memo;
mod files;
mod nearest;
mod nesting;
mod percent;
mod language;
mod markdown;
mod yaml;
mod csl;
mod external;

// The spine and the faces.
mod pipeline;
mod search;
mod serve;
mod command;
mod cli;

use std::process::ExitCode;

/// Carries out what the arguments of the process ask for. Returns 0 when all is fine, 1 when the
/// site has errors, 2 when the command could not run.
pub fn run() -> ExitCode {
    cli::run()
}
