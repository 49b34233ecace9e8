//! fieldguide builds a knowledge-base site from a folder of Markdown.
//!
//! Read `pipeline::link` first: it calls every stage before the first page is rendered, in order.
//!
//! - nouns: `source` (texts and spans in them), `diagnostic` (findings and the formats of a report), `config` (what a
//!   project declares), `cache` (files that one run leaves for the next), `document` (the text of a page as a tree),
//!   `site` (pages, sections, relations, links), `theme`
//! - stages: `read` a folder to sources, `parse` them to a site, `link` it, `check` it, `render` it to outputs,
//!   `index` it for search, `write` the outputs
//! - tools: `arena` (lists whose positions have a type), `memo` (results of the build before), `files` (written whole
//!   or not at all), `nearest` (did you mean), `nesting` (what uses what, and how deep), `percent` (encoding of
//!   addresses), `language` (words and stems, plurals, days, order), `markdown` (our dialect), `dialect` (those of other
//!   tools), `convert` (foreign documents), `yaml` (values with
//!   spans), `csl` (works and citations in a style), `external` (whether links to other hosts work)
//! - spine: `pipeline` (the stages in order), `search` (answers to queries, from the index of a build; the
//!   client in the browser, `themes/default/static/js/search`, is its twin)
//! - `import`: the site of another tool as a project of ours; `package`: a built site as one file to hand out
//! - faces: `serve`, `command`, `cli`
//!
//! No stage imports another. Nothing below the faces prints. Only `files`, `cache`, `read`, `write`, `index`,
//! `external` and the faces touch the file system, and only `external` sends requests to other hosts.

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
mod dialect;
mod yaml;
mod csl;
mod convert;
mod external;

// The spine and the faces.
mod pipeline;
mod search;
mod import;
mod package;
mod serve;
mod command;
mod cli;

use std::process::ExitCode;

/// Carries out what the arguments of the process ask for. Returns 0 when all is fine, 1 when the
/// site has errors, 2 when the command could not run.
pub fn run() -> ExitCode {
    cli::run()
}
