//! The site over HTTP, out of memory, as fresh as its files. Only what belongs to it can be asked
//! for.

mod edit;
mod http;
mod live;
mod published;
mod searchable;
mod server;
mod survive;
mod watch;

pub(crate) use edit::{EditPosition, open_browser};
pub(crate) use live::{Live, ShownProblem, ShownProblems, SiteChange};
pub(crate) use published::{PublishedSite, ValidatedPages};
pub(crate) use searchable::Searchable;
pub(crate) use server::Server;
pub(crate) use survive::{attempt, held, hide_panics};
pub(crate) use watch::{Followed, Watch};
