//! What requests are answered with.

use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::edit::EditPosition;
use super::http::{Answering, Listener, Method, Reply, ReplyBody, Request};
use super::live::Live;
use super::published::Response;
use crate::diagnostic::{Code, Diagnostic};
use crate::percent;
use crate::site::Html;

/// Bytes of an address at most.
const LONGEST_ADDRESS: usize = 8192;

/// Bytes of a page at most that is held in memory, to be kept up to date. A longer one is sent as its file is.
const LONGEST_PAGE: u64 = 16 * 1024 * 1024;

/// What is not part of the site: the script that keeps pages up to date, the news it reads, and the worker that reads
/// them for all pages.
const OWN: &str = "/__fieldguide/";
const OPEN: &str = "/__fieldguide/open?";
const EVENTS: &str = "/__fieldguide/events";
const SCRIPT: &str = include_str!("live.js");
const WORKER: &str = include_str!("news.js");

const HTML: &str = "text/html; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The head of a stream of news (HTML Living Standard, server-sent events).
const STREAM_HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
                           Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
                           Connection: close\r\n\r\n";

/// How often somebody who waits for news hears that there are none: so a page that was closed is
/// noticed.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// A server at an address of its own.
pub(crate) struct Server {
    listener: Listener,
}

impl Server {
    pub(crate) fn bind(host: IpAddr, port: u16) -> Result<Server, Diagnostic> {
        let wanted = SocketAddr::new(host, port);
        let listener = Listener::bind(wanted).map_err(|error| cannot_bind(wanted, &error))?;
        Ok(Server { listener })
    }

    /// The address of the home page.
    pub(crate) fn address(&self) -> String {
        format!("http://{}/", self.listener.address())
    }

    /// Answers requests until the program is stopped. `say` tells the author what happens meanwhile.
    pub(crate) fn run(&self, live: &Live, say: &(dyn Fn(&str) + Sync)) {
        self.listener.run(&Answers { own: self.listener.address(), live, say });
    }
}

fn cannot_bind(address: SocketAddr, error: &io::Error) -> Diagnostic {
    if error.kind() == ErrorKind::AddrInUse {
        let message = format!("another program listens at {address} already");
        let free = address.port().saturating_add(1);
        return Diagnostic::new(Code::PortTaken, message)
            .help(format!("stop it, or use another port: `--port {free}`, or `--port 0` for any"));
    }
    Diagnostic::new(Code::PortTaken, format!("cannot listen at {address}: {error}"))
}

/// The answers of a server.
struct Answers<'l> {
    /// Where it listens.
    own: SocketAddr,
    live: &'l Live,
    say: &'l (dyn Fn(&str) + Sync),
}

impl Answering for Answers<'_> {
    fn answer(&self, request: &Request) -> Option<Reply> {
        if !self.is_ours(request) {
            // Another site's name that leads here (DNS rebinding) must not read ours.
            return Some(Reply::words(403, "this server does not go by that name"));
        }
        if request.target.len() > LONGEST_ADDRESS {
            return Some(Reply::words(414, "the address is too long"));
        }
        if request.method == Method::Post && request.target.starts_with(OPEN) {
            return Some(self.open(request));
        }
        if !matches!(request.method, Method::Get | Method::Head) {
            let refused = Reply::words(405, "only GET and HEAD are answered");
            return Some(refused.with("Allow", "GET, HEAD"));
        }
        let path = request.target.split('?').next().unwrap_or_default();
        if path == EVENTS && request.method == Method::Get {
            return None;
        }
        let own = path.strip_prefix(OWN).map(own_file);
        Some(own.unwrap_or_else(|| self.file(&request.target)))
    }

    /// The first piece of news says what is so now.
    fn stream(&self, client: &mut dyn Write) -> io::Result<()> {
        client.write_all(STREAM_HEAD.as_bytes())?;
        let mut since = 0;
        loop {
            let piece = match self.live.wait(since, HEARTBEAT) {
                Some(news) => {
                    since = news.revision;
                    format!("data: {}\n\n", serde_json::to_string(&news)?)
                }
                None => ":\n\n".to_owned(),
            };
            client.write_all(piece.as_bytes())?;
        }
    }

    fn wake_streams(&self) {
        self.live.wake();
    }

    fn say(&self, words: &str) {
        (self.say)(words);
    }
}

impl Answers<'_> {
    /// Whether a request names an address at which we listen. A server for the whole network has many
    /// addresses, but no name.
    fn is_ours(&self, request: &Request) -> bool {
        request.host.as_ref().is_some_and(|host| names_us(host, self.own))
    }

    /// A file of the site.
    fn file(&self, target: &str) -> Reply {
        let (answer, revision) = self.live.answer(target);
        match answer {
            Response::File { body, mime, source } if mime.starts_with("text/html") => {
                page(200, body, revision, source.as_ref())
            }
            Response::File { body, mime, .. } => Reply::new(200, mime, body),
            Response::Redirect(to) => {
                Reply::words(301, "the address has a slash at its end").with("Location", &to)
            }
            Response::NotFound(body) => {
                let body = body.unwrap_or_else(|| {
                    ReplyBody::from(*b"<title>Page not found</title><body></body>")
                });
                page(404, body, revision, None)
            }
            Response::Unreadable(error) => unreadable(&error),
        }
    }

    /// Opens a file for its author, if one of our own pages on this machine asks for it: browsers tell
    /// from where a request comes (Fetch Standard, `Origin`), and no other page can say that it is ours.
    fn open(&self, request: &Request) -> Reply {
        let from_us = request.field("Origin").and_then(|origin| origin.strip_prefix("http://"));
        if from_us.is_none()
            || from_us != request.host.as_deref()
            || !request.peer.ip().is_loopback()
        {
            return Reply::words(403, "only a page of this server on this machine can open files");
        }
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        let asked = |name: &str| {
            let mut parts = query.split('&').filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| *key == name).and_then(|(_, value)| percent::decode(value))
        };
        let number = |name| asked(name).and_then(|value| value.parse().ok()).unwrap_or(1);
        match self.live.open(&asked("file").unwrap_or_default(), number("line"), number("column")) {
            Ok(()) => Reply::words(200, "opened"),
            Err(why) => Reply::words(500, &why),
        }
    }
}

fn names_us(host: &str, own: SocketAddr) -> bool {
    let authority = host.to_ascii_lowercase();
    let (name, port) = match authority.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (authority.as_str(), "80"),
    };
    if port.parse() != Ok(own.port()) {
        return false;
    }
    if name == "localhost" {
        return own.ip().is_loopback() || own.ip().is_unspecified();
    }
    let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    let Ok(address) = bare.parse::<IpAddr>() else {
        return false;
    };
    address == own.ip() || own.ip().is_unspecified()
}

/// What open pages ask for, by its name.
fn own_file(name: &str) -> Reply {
    match name {
        "live.js" => Reply::new(200, JAVASCRIPT, ReplyBody::from(SCRIPT.as_bytes())),
        "news.js" => Reply::new(200, JAVASCRIPT, ReplyBody::from(WORKER.as_bytes())),
        _ => Reply::words(404, "there is no such thing"),
    }
}

fn unreadable(error: &io::Error) -> Reply {
    Reply::words(500, &format!("the file cannot be read: {error}"))
}

/// A page that is kept up to date.
fn page(status: u16, body: ReplyBody, revision: u64, source: Option<&EditPosition>) -> Reply {
    if body.length() > LONGEST_PAGE {
        return Reply::new(status, HTML, body);
    }
    match body.read() {
        Ok(page) => Reply::new(status, HTML, with_script(&page, revision, source).into()),
        Err(error) => unreadable(&error),
    }
}

/// A page with the script that keeps it up to date, just before its end.
fn with_script(page: &[u8], revision: u64, source: Option<&EditPosition>) -> Vec<u8> {
    let end = page.windows(7).rposition(|window| window == b"</body>").unwrap_or(page.len());
    let mut script = Html::default();
    script.push_markup(&format!("<script src=\"{OWN}live.js\" data-revision=\"{revision}\""));
    if let Some(place) = source {
        script.push_markup(" data-source=\"");
        script.push_text(&serde_json::to_string(place).expect("a place is plain data"));
        script.push_markup("\"");
    }
    script.push_markup(" defer></script>");
    [&page[..end], script.as_str().as_bytes(), &page[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_server_are_ours() {
        let own: SocketAddr = "127.0.0.1:4000".parse().expect("an address");
        for host in ["127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000"] {
            assert!(names_us(host, own), "{host}");
        }
        for host in
            ["evil.example:4000", "127.0.0.1", "localhost:4001", "127.0.0.2:4000", "", ":4000"]
        {
            assert!(!names_us(host, own), "{host}");
        }
        let all: SocketAddr = "[::]:80".parse().expect("an address");
        for host in ["192.168.1.7", "[::1]", "[fe80::1]:80", "localhost"] {
            assert!(names_us(host, all), "{host}");
        }
        assert!(!names_us("name.example", all));
    }

    #[test]
    fn the_script_stands_just_before_the_last_end_of_the_body() {
        let page = with_script(b"<body>&lt;/body></body> </body>\n", 7, None);
        let page = String::from_utf8(page).expect("it is text");
        let script = "<script src=\"/__fieldguide/live.js\" data-revision=\"7\" defer></script>";
        assert_eq!(page, format!("<body>&lt;/body></body> {script}</body>\n"));
    }
}
