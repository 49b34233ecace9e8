//! Requests and answers.

use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::Builder;
use std::time::Duration;

use tiny_http::{Header, Method, Request, Response, StatusCode};

use super::edit::Place;
use super::live::Live;
use super::published::Answer;
use super::survive::attempt;
use crate::diagnostic::{Code, Diagnostic};
use crate::percent;
use crate::site::Html;

/// The policy under which every page has to work; sites should be served with it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Requests that are answered at once, those that wait for news among them: a client that is slow
/// keeps no other waiting.
const ANSWERED_AT_ONCE: usize = 512;

/// Bytes of an address at most.
const LONGEST_ADDRESS: usize = 8192;

/// What is not part of the site: the script that keeps pages up to date, and the news it reads.
const OWN: &str = "/__fieldguide/";
const OPEN: &str = "/__fieldguide/open?";
const SCRIPT: &str = include_str!("live.js");

/// How often somebody who waits for news hears that there are none: so a page that was closed is
/// noticed.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// How long a connection may wait for a thread.
const EVERY: Duration = Duration::from_millis(25);

/// A server at an address of its own.
pub(crate) struct Server {
    http: tiny_http::Server,
    address: SocketAddr,
}

impl Server {
    pub(crate) fn bind(host: IpAddr, port: u16) -> Result<Server, Diagnostic> {
        let wanted = SocketAddr::new(host, port);
        let http = tiny_http::Server::http(wanted).map_err(|error| cannot_bind(wanted, &*error))?;
        let address = http.server_addr().to_ip().unwrap_or(wanted);
        Ok(Server { http, address })
    }

    /// The address of the home page.
    pub(crate) fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers requests, each in a thread of its own, until the program is stopped.
    pub(crate) fn run(&self, live: &Live) {
        let own = self.address;
        std::thread::spawn(move || free_waiting_connections(own));
        let answering = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            while let Ok(request) = self.http.recv() {
                if answering.fetch_add(1, Ordering::AcqRel) >= ANSWERED_AT_ONCE {
                    answering.fetch_sub(1, Ordering::AcqRel);
                    let _ = say(request, 503, "too many requests at once");
                    continue;
                }
                let answering = &answering;
                let answer = move || {
                    // A client that went away needs no answer, and a request on which we panic gets a bare one.
                    let _ = attempt(|| answer(request, own, live));
                    answering.fetch_sub(1, Ordering::AcqRel);
                };
                if Builder::new().spawn_scoped(scope, answer).is_err() {
                    answering.fetch_sub(1, Ordering::AcqRel);
                }
            }
        });
    }
}

/// Opens and closes a connection to ourselves, again and again.
///
/// `tiny_http` 0.12 hands a connection to a thread that it believes to be idle; of several that come
/// at once, some wait behind others that stay open. A thread that is done looks after them, so one
/// that is done at once sees to it that nobody waits for long.
fn free_waiting_connections(mut own: SocketAddr) {
    if own.ip().is_unspecified() {
        own.set_ip(if own.is_ipv4() {
            Ipv4Addr::LOCALHOST.into()
        } else {
            Ipv6Addr::LOCALHOST.into()
        });
    }
    loop {
        std::thread::sleep(EVERY);
        drop(TcpStream::connect_timeout(&own, HEARTBEAT));
    }
}

fn cannot_bind(address: SocketAddr, error: &(dyn std::error::Error + 'static)) -> Diagnostic {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if kind == Some(io::ErrorKind::AddrInUse) {
        let message = format!("another program listens at {address} already");
        let free = address.port().saturating_add(1);
        return Diagnostic::new(Code::PortTaken, message)
            .help(format!("stop it, or use another port: `--port {free}`, or `--port 0` for any"));
    }
    Diagnostic::new(Code::PortTaken, format!("cannot listen at {address}: {error}"))
}

fn answer(request: Request, own: SocketAddr, live: &Live) -> io::Result<()> {
    if !is_ours(&request, own) {
        // Another site's name that leads here (DNS rebinding) must not read ours.
        return say(request, 403, "this server does not go by that name");
    }
    if request.url().len() > LONGEST_ADDRESS {
        return say(request, 414, "the address is too long");
    }
    if *request.method() == Method::Post && request.url().starts_with(OPEN) {
        return open(request, live);
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return say(request, 405, "only GET and HEAD are answered");
    }
    if let Some(own) = request.url().strip_prefix(OWN) {
        let own = own.to_owned();
        return answer_own(request, &own, live);
    }
    let (answer, revision) = live.answer(request.url());
    match answer {
        Answer::File { body, mime, source } if mime.starts_with("text/html") => {
            let page = with_script(&body, revision, source.as_ref());
            send(request, Response::from_data(page), mime)
        }
        Answer::File { body, mime, .. } => send(request, Response::from_data(body.to_vec()), mime),
        Answer::Redirect(to) => {
            let moved = Response::from_string("").with_status_code(StatusCode(301));
            let moved = moved.with_header(header("Location", &to));
            send(request, moved, "text/plain")
        }
        Answer::NotFound(page) => {
            let body = page.as_deref().unwrap_or(b"<title>Page not found</title><body></body>");
            let missing = Response::from_data(with_script(body, revision, None));
            let missing = missing.with_status_code(StatusCode(404));
            send(request, missing, "text/html; charset=utf-8")
        }
    }
}

/// Sends an answer as a whole: sent in two pieces, the second one would wait until the first is
/// acknowledged, 40 ms on most systems (RFC 896, RFC 1122 4.2.3.2).
fn send<R: io::Read>(request: Request, response: Response<R>, mime: &str) -> io::Result<()> {
    let response = with_headers(response, mime);
    let is_head = *request.method() == Method::Head;
    let mut whole = Vec::new();
    let version = request.http_version().clone();
    response.raw_print(&mut whole, version, request.headers(), is_head, None)?;
    let mut writer = request.into_writer();
    writer.write_all(&whole)?;
    writer.flush()
}

/// An answer of a few words.
fn say(request: Request, status: u16, words: &str) -> io::Result<()> {
    let refused = Response::from_string(format!("{words}\n")).with_status_code(status);
    send(request, refused, "text/plain; charset=utf-8")
}

/// Whether a request names an address at which we listen. A server for the whole network has many
/// addresses, but no name.
fn is_ours(request: &Request, own: SocketAddr) -> bool {
    let mut hosts = request.headers().iter().filter(|header| header.field.equiv("Host"));
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    names_us(host.value.as_str(), own)
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

/// What open pages ask for.
fn answer_own(request: Request, path: &str, live: &Live) -> io::Result<()> {
    match path.split('?').next().unwrap_or_default() {
        "live.js" => send(request, Response::from_string(SCRIPT), "text/javascript; charset=utf-8"),
        "events" => stream(request, live),
        _ => say(request, 404, "there is no such thing"),
    }
}

/// Opens a file for its author, if one of our own pages on this machine asks for it: browsers tell
/// from where a request comes (Fetch Standard, `Origin`), and no other page can say that it is ours.
fn open(request: Request, live: &Live) -> io::Result<()> {
    let value = |name: &'static str| {
        let mut found = request.headers().iter().filter(|header| header.field.equiv(name));
        found.next().map(|header| header.value.as_str())
    };
    let from_us = value("Origin").and_then(|origin| origin.strip_prefix("http://"));
    let is_here = request.remote_addr().is_some_and(|address| address.ip().is_loopback());
    if from_us.is_none() || from_us != value("Host") || !is_here {
        return say(request, 403, "only a page of this server on this machine can open files");
    }
    let query = request.url().split_once('?').map_or("", |(_, query)| query);
    let asked = |name: &str| {
        let mut parts = query.split('&').filter_map(|part| part.split_once('='));
        parts.find(|(key, _)| *key == name).and_then(|(_, value)| percent::decode(value))
    };
    let number = |name| asked(name).and_then(|value| value.parse().ok()).unwrap_or(1);
    match live.open(&asked("file").unwrap_or_default(), number("line"), number("column")) {
        Ok(()) => say(request, 200, "opened"),
        Err(why) => say(request, 500, &why),
    }
}

/// A stream of news (HTML Living Standard, server-sent events), until the page is closed. The first
/// piece says what is so now.
fn stream(request: Request, live: &Live) -> io::Result<()> {
    let mut since = 0;
    let mut writer = request.into_writer();
    write!(
        writer,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )?;
    writer.flush()?;
    loop {
        match live.wait(since, HEARTBEAT) {
            Some(news) => {
                since = news.revision;
                let news = serde_json::to_string(&news).expect("news are plain data");
                write!(writer, "data: {news}\n\n")?;
            }
            None => write!(writer, ":\n\n")?,
        }
        writer.flush()?;
    }
}

/// A page with the script that keeps it up to date, just before its end.
fn with_script(page: &[u8], revision: u64, source: Option<&Place>) -> Vec<u8> {
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

fn with_headers<R: io::Read>(response: Response<R>, mime: &str) -> Response<R> {
    response
        // The length is known: it is said.
        .with_chunked_threshold(usize::MAX)
        .with_header(header("Content-Type", mime))
        .with_header(header("Content-Security-Policy", POLICY))
        .with_header(header("X-Content-Type-Options", "nosniff"))
        .with_header(header("Referrer-Policy", "no-referrer"))
        .with_header(header("Cache-Control", "no-cache"))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values are plain text")
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
