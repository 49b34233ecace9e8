//! HTTP/1.1 (RFC 9110 and 9112): connections, requests, answers.
//!
//! `tiny_http` has the types of HTTP, and writes the heads of answers. Its listener is not used: it ends at the first
//! connection that the system refuses, reads heads of any length for any time, lets a connection wait behind another one that
//! stays open, and its threads panic where they cannot start others. So a listener of our own (`listener`) takes
//! connections in, each in a thread of its own and so many at most (`connections`), reads the heads of requests
//! within limits of length and time (`request`), and sends answers piece by piece (`reply`), whole or in
//! part (`selection`).
//!
//! What a request is answered with is not known here.

mod connections;
mod listener;
mod reply;
mod request;
mod selection;

pub(super) use tiny_http::Method;

pub(super) use listener::{Answering, Listener};
pub(super) use reply::{Reply, ReplyBody};
pub(super) use request::Request;
