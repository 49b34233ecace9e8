//! What a person can see of the program, tested through the program itself.

mod bad_inputs;
mod build;
mod cache;
mod check;
mod commands;
mod commonmark;
mod corpus;
mod edits;
mod golden;
mod growth;
mod hostile;
mod http;
mod killed;
mod languages;
mod model;
mod near;
mod random;
mod regions;
mod search;
mod serve;
mod serving;
mod support;
mod symlinks;
mod tidy;
mod unpublished;
mod whole;
