//! The heads of requests (RFC 9112), within limits of length and time.

use std::io::{self, ErrorKind, Read as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use httparse::{EMPTY_HEADER, Error, Status};
use tiny_http::{HTTPVersion, Method};

use super::reply::Reply;

/// Bytes of a head at most.
const LONGEST_HEAD: usize = 64 * 1024;

/// Fields of a head at most.
const MOST_FIELDS: usize = 128;

/// How long a connection may be silent between two requests, and how long a head may take from its first byte to its last.
const SILENCE: Duration = Duration::from_secs(60);
const PATIENCE: Duration = Duration::from_secs(10);

/// The head of a request.
#[derive(Debug)]
pub(in crate::serve) struct Request {
    pub(in crate::serve) method: Method,
    /// Path and query, as they were sent.
    pub(in crate::serve) target: String,
    /// The host and the port that are asked; `None` unless there is exactly one.
    pub(in crate::serve) host: Option<String>,
    pub(in crate::serve) peer: SocketAddr,
    pub(super) version: HTTPVersion,
    fields: Vec<(String, String)>,
}

impl Request {
    /// The value of a field; the first, if there are several.
    pub(in crate::serve) fn field(&self, name: &'static str) -> Option<&str> {
        self.values(name).next()
    }

    /// The values of all fields of a name.
    pub(super) fn values<'r>(&'r self, name: &'static str) -> impl Iterator<Item = &'r str> {
        let named = self.fields.iter().filter(move |(field, _)| field.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }

    /// Whether the connection can be used for another request. None of ours has a body, so one that has is not read
    /// further.
    pub(super) fn keeps_open(&self) -> bool {
        let closes = self.values("Connection").any(|value| has_token(value, "close"));
        self.version == (1, 1) && !closes && !self.has_body()
    }

    pub(super) fn has_body(&self) -> bool {
        let is_sent = self.values("Content-Length").any(|length| length != "0");
        is_sent || self.field("Transfer-Encoding").is_some()
    }
}

/// Whether a list has a token in it.
fn has_token(list: &str, token: &str) -> bool {
    list.split(',').any(|one| one.trim().eq_ignore_ascii_case(token))
}

/// The heads that come over a connection, one after the other.
pub(super) struct Heads<'c> {
    stream: &'c TcpStream,
    peer: SocketAddr,
    /// What was read and belongs to no head yet.
    bytes: Vec<u8>,
}

/// Why there is no request.
#[derive(Debug)]
pub(super) enum NoRequest {
    /// The connection ended, or was silent for too long.
    Ended,
    /// What was sent is no request that can be read. Where the next one begins is not known.
    Refused(Reply),
}

impl From<io::Error> for NoRequest {
    fn from(_: io::Error) -> NoRequest {
        NoRequest::Ended
    }
}

impl<'c> Heads<'c> {
    pub(super) fn new(stream: &'c TcpStream, peer: SocketAddr) -> Heads<'c> {
        Heads { stream, peer, bytes: Vec::new() }
    }

    /// Waits for the next request.
    pub(super) fn next(&mut self) -> Result<Request, NoRequest> {
        let end = self.read_head()?;
        let request = parse(&self.bytes[..end], self.peer).map_err(NoRequest::Refused);
        self.bytes.drain(..end);
        request
    }

    /// Reads until the next head is whole, and returns its length.
    fn read_head(&mut self) -> Result<usize, NoRequest> {
        let mut deadline = None;
        let mut searched = 0;
        loop {
            self.skip_empty_lines();
            if self.bytes.first().is_some_and(|first| !first.is_ascii_alphabetic()) {
                return refused(400, "this is no request of HTTP");
            }
            if let Some(end) = end_of_head(&self.bytes, searched) {
                return Ok(end);
            }
            if self.bytes.len() > LONGEST_HEAD {
                return refused(431, "the head of the request is too long");
            }
            searched = self.bytes.len();
            if !self.bytes.is_empty() && deadline.is_none() {
                deadline = Some(Instant::now() + PATIENCE);
            }
            self.read_until(deadline)?;
        }
    }

    /// Empty lines before a request mean nothing (RFC 9112, 2.2).
    fn skip_empty_lines(&mut self) {
        let is_text = |byte: &u8| !matches!(byte, b'\r' | b'\n');
        let empty = self.bytes.iter().position(is_text).unwrap_or(self.bytes.len());
        self.bytes.drain(..empty);
    }

    /// Reads more bytes. `deadline` is that of a head that has begun.
    fn read_until(&mut self, deadline: Option<Instant>) -> Result<(), NoRequest> {
        let left = deadline.map_or(SILENCE, |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() {
            return refused(408, "the request took too long");
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut piece = [0; 4096];
        match self.stream.read(&mut piece) {
            Ok(0) => Err(NoRequest::Ended),
            Ok(length) => {
                self.bytes.extend_from_slice(&piece[..length]);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(()),
            Err(error) if is_timeout(&error) && deadline.is_some() => {
                refused(408, "the request took too long")
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn refused<T>(status: u16, words: &str) -> Result<T, NoRequest> {
    Err(NoRequest::Refused(Reply::words(status, words)))
}

/// Which of both it is depends on the system.
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock)
}

/// Where a head ends: after its first empty line. None ends before `searched`.
fn end_of_head(bytes: &[u8], searched: usize) -> Option<usize> {
    let start = searched.saturating_sub(2);
    let mut ends = (start..bytes.len()).filter(|&at| bytes[at] == b'\n');
    ends.find_map(|at| match bytes[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// Reads a whole head; `Err` is what to answer if it is wrong.
fn parse(head: &[u8], peer: SocketAddr) -> Result<Request, Reply> {
    let mut fields = [EMPTY_HEADER; MOST_FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    let wrong = || Reply::words(400, "the request cannot be understood");
    match parsed.parse(head) {
        Ok(Status::Complete(_)) => {}
        Err(Error::Version) => {
            return Err(Reply::words(505, "only HTTP/1.0 and HTTP/1.1 are spoken here"));
        }
        Err(Error::TooManyHeaders) => {
            return Err(Reply::words(431, "the request has too many header fields"));
        }
        Ok(Status::Partial) | Err(_) => return Err(wrong()),
    }
    let method = parsed.method.and_then(|method| method.parse().ok()).ok_or_else(wrong)?;
    let sent = parsed.path.ok_or_else(wrong)?;
    let (authority, target) = split_target(sent).ok_or_else(wrong)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let fields = parsed.headers.iter().map(|field| (field.name.to_owned(), text(field.value)));
    let version = HTTPVersion(1, parsed.version.ok_or_else(wrong)?);
    let mut request =
        Request { method, target, host: authority, peer, version, fields: fields.collect() };
    if request.host.is_none() {
        request.host = single(request.values("Host")).map(str::to_owned);
    }
    Ok(request)
}

/// The host in a target, if it names one, and its path with the query (RFC 9112, 3.2: a target in absolute form goes
/// before the field `Host`).
fn split_target(sent: &str) -> Option<(Option<String>, String)> {
    const SCHEME: &str = "http://";
    if sent.starts_with('/') || sent == "*" {
        return Some((None, sent.to_owned()));
    }
    let scheme = sent.get(..SCHEME.len())?;
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return None;
    }
    let rest = &sent[SCHEME.len()..];
    let (authority, target) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let slash = if target.starts_with('/') { "" } else { "/" };
    Some((Some(authority.to_owned()), format!("{slash}{target}")))
}

fn single<'v>(mut values: impl Iterator<Item = &'v str>) -> Option<&'v str> {
    let first = values.next();
    first.filter(|_| values.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(head: &str) -> Result<Request, Reply> {
        parse(head.as_bytes(), SocketAddr::from(([127, 0, 0, 1], 5000)))
    }

    #[test]
    fn a_head_ends_after_its_first_empty_line_wherever_the_search_goes_on() {
        let head = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET";
        for searched in 0..head.len() - 4 {
            assert_eq!(end_of_head(head, searched), Some(head.len() - 3), "{searched}");
        }
        for length in 0..head.len() - 3 {
            assert_eq!(end_of_head(&head[..length], 0), None, "{length}");
        }
        assert_eq!(end_of_head(b"GET / HTTP/1.1\n\n", 0), Some(16));
    }

    #[test]
    fn a_target_may_name_its_host() {
        let split =
            |sent| split_target(sent).map(|(host, target)| (host.unwrap_or_default(), target));
        let both = |host: &str, target: &str| Some((host.to_owned(), target.to_owned()));
        assert_eq!(split("/a?b=http://c"), both("", "/a?b=http://c"));
        assert_eq!(split("http://127.0.0.1:4000/a?b"), both("127.0.0.1:4000", "/a?b"));
        assert_eq!(split("HTTP://h"), both("h", "/"));
        assert_eq!(split("http://h?b"), both("h", "/?b"));
        for wrong in ["https://h/", "ftp://h/", "a", "h:80", "http:/", "ü"] {
            assert_eq!(split(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_request_with_a_body_or_a_wish_to_close_is_the_last_of_its_connection() {
        let keeps = |version: &str, fields: &str| {
            let head = format!("GET / HTTP/{version}\r\nHost: a\r\n{fields}\r\n");
            parsed(&head).expect("it is right").keeps_open()
        };
        assert!(keeps("1.1", "") && keeps("1.1", "Content-Length: 0\r\n"));
        assert!(!keeps("1.0", ""));
        for fields in [
            "Connection: x, Close\r\n",
            "Content-Length: 1\r\n",
            "Content-Length: 0\r\nContent-Length: 9\r\n",
            "Transfer-Encoding: chunked\r\n",
        ] {
            assert!(!keeps("1.1", fields), "{fields}");
        }
    }

    #[test]
    fn fields_that_are_no_ascii_are_read_and_a_host_that_is_told_twice_is_none() {
        let request =
            parsed("GET / HTTP/1.1\r\nHost: a\r\nCookie: ü\r\n\r\n").expect("it is right");
        assert_eq!((request.host.as_deref(), request.field("cookie")), (Some("a"), Some("ü")));
        let twice = parsed("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").expect("it can be read");
        assert_eq!(twice.host, None);
    }
}
