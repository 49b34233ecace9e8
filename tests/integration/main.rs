//! What a person can see of the program, tested through the program itself.

mod bad_inputs;
mod build;
mod cache;
mod check;
mod commands;
mod commonmark;
mod corpus;
mod golden;
mod http;
mod killed;
mod languages;
mod model;
mod near;
mod search;
mod edits;
mod serve;
mod serving;
mod support;
mod symlinks;
mod tidy;
mod whole;
mod unpublished;
