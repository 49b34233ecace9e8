//! Answers, sent piece by piece.

use std::fs::File;
use std::io::{self, BufWriter, Cursor, ErrorKind, Read, Seek as _, SeekFrom, Write};
use std::net::TcpStream;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, UNIX_EPOCH};

use tiny_http::{HTTPVersion, Header, Method, Response, StatusCode};

use super::request::Request;
use super::selection::{Selection, select};
use crate::memo::Fingerprint;

/// The policy under which every page has to work; sites should be served with it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every answer says.
const COMMON: [(&str, &str); 4] = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-cache"),
];

/// Bytes that are read and sent at once.
const PIECE: usize = 64 * 1024;

/// How long a client may take nothing of an answer, and how many bytes of it in a second it has to take after that time: one
/// that takes less holds what others need.
const PATIENCE: Duration = Duration::from_secs(30);
const SLOWEST: u64 = 4096;

/// An answer.
#[derive(Debug)]
pub(in crate::serve) struct Reply {
    status: u16,
    mime: &'static str,
    fields: Vec<Header>,
    body: ReplyBody,
}

/// The bytes of an answer.
#[derive(Debug)]
pub(in crate::serve) enum ReplyBody {
    Bytes(Arc<[u8]>),
    /// A file of the disk, with its length in bytes and the nanoseconds since 1970 at which it was written.
    File {
        file: File,
        length: u64,
        written: u128,
    },
}

impl ReplyBody {
    /// A file of the disk as it is now; an error if it is none that can be read.
    pub(in crate::serve) fn open(path: &Path) -> io::Result<ReplyBody> {
        let file = File::open(path)?;
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(ErrorKind::NotFound.into());
        }
        let written = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        Ok(ReplyBody::File { file, length: about.len(), written })
    }

    pub(in crate::serve) fn length(&self) -> u64 {
        match self {
            ReplyBody::Bytes(bytes) => bytes.len() as u64,
            ReplyBody::File { length, .. } => *length,
        }
    }

    /// All of it, in memory.
    pub(in crate::serve) fn read(self) -> io::Result<Arc<[u8]>> {
        match self {
            ReplyBody::Bytes(bytes) => Ok(bytes),
            ReplyBody::File { mut file, .. } => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                Ok(bytes.into())
            }
        }
    }

    /// The entity tag (RFC 9110, 8.8.3): another one whenever the bytes are others.
    fn tag(&self) -> String {
        let fingerprint = match self {
            ReplyBody::Bytes(bytes) => Fingerprint::of([bytes]),
            ReplyBody::File { length, written, .. } => {
                Fingerprint::of_values([u128::from(*length), *written])
            }
        };
        format!("\"{:032x}\"", u128::from_le_bytes(fingerprint.bytes()))
    }

    fn reader(self, part: &Range<u64>) -> io::Result<Box<dyn Read>> {
        let length = part.end - part.start;
        Ok(match self {
            ReplyBody::Bytes(bytes) => {
                let mut reader = Cursor::new(bytes);
                reader.set_position(part.start);
                Box::new(reader.take(length))
            }
            ReplyBody::File { mut file, .. } => {
                file.seek(SeekFrom::Start(part.start))?;
                Box::new(file.take(length))
            }
        })
    }
}

impl<B: Into<Arc<[u8]>>> From<B> for ReplyBody {
    fn from(bytes: B) -> ReplyBody {
        ReplyBody::Bytes(bytes.into())
    }
}

impl Reply {
    pub(in crate::serve) fn new(status: u16, mime: &'static str, body: ReplyBody) -> Reply {
        Reply { status, mime, fields: Vec::new(), body }
    }

    /// An answer of a few words.
    pub(in crate::serve) fn words(status: u16, words: &str) -> Reply {
        let line = format!("{words}\n").into_bytes();
        Reply::new(status, "text/plain; charset=utf-8", line.into())
    }

    /// Adds a field; a value that is no ASCII cannot be sent, and is left out.
    pub(in crate::serve) fn with(mut self, name: &str, value: &str) -> Reply {
        self.fields.extend(Header::from_bytes(name, value));
        self
    }

    /// Sends the answer to a request, or to what was none. Ends with an error if the client does not take it, and if the
    /// file became shorter meanwhile: the connection cannot be used any more then.
    pub(super) fn send(
        self,
        request: Option<&Request>,
        keeps_open: bool,
        stream: &TcpStream,
    ) -> io::Result<()> {
        let (reply, part) = self.select(request);
        let is_head = request.is_some_and(|request| request.method == Method::Head);
        // Of what a client has already, only the length is told (RFC 9110, 15.4.5).
        let is_bare = is_head || reply.status == 304;
        let mut out = BufWriter::with_capacity(PIECE, Paced::new(stream));
        out.write_all(&reply.head(part.end - part.start, keeps_open)?)?;
        if !is_bare {
            let wanted = part.end - part.start;
            if io::copy(&mut reply.body.reader(&part)?, &mut out)? < wanted {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        out.flush()
    }

    /// The answer as a request wants it, and which part of its body is sent.
    fn select(self, request: Option<&Request>) -> (Reply, Range<u64>) {
        let length = self.body.length();
        let Some(request) = request.filter(|_| self.status == 200) else {
            return (self, 0..length);
        };
        let tag = self.body.tag();
        let selection = select(request, length, &tag);
        let reply = self.with("ETag", &tag).with("Accept-Ranges", "bytes");
        match selection {
            Selection::Whole => (reply, 0..length),
            Selection::Unchanged => (Reply { status: 304, ..reply }, 0..length),
            Selection::Part(part) => {
                let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                (Reply { status: 206, ..reply.with("Content-Range", &range) }, part)
            }
            Selection::OutOfRange => {
                let refused = Reply::words(416, "the file has no such part");
                let range = format!("bytes */{length}");
                let length = refused.body.length();
                (refused.with("Content-Range", &range), 0..length)
            }
        }
    }

    /// The status line and the fields.
    fn head(&self, length: u64, keeps_open: bool) -> io::Result<Vec<u8>> {
        let length = usize::try_from(length).map_err(io::Error::other)?;
        let common = COMMON.iter().copied().chain([("Content-Type", self.mime)]);
        let common = common.filter_map(|(name, value)| Header::from_bytes(name, value).ok());
        let fields = self.fields.iter().cloned().chain(common).collect();
        let response =
            Response::new(StatusCode(self.status), fields, io::empty(), Some(length), None)
                // The length is known: it is said.
                .with_chunked_threshold(usize::MAX);
        let mut head = Vec::new();
        response.raw_print(&mut head, HTTPVersion(1, 1), &[], true, None)?;
        if !keeps_open {
            // The library writes this field for nobody.
            head.truncate(head.len() - b"\r\n".len());
            head.extend_from_slice(b"Connection: close\r\n\r\n");
        }
        Ok(head)
    }
}

/// A connection to a client that has to take what it is sent.
struct Paced<'s> {
    stream: &'s TcpStream,
    begun: Instant,
    sent: u64,
    has_failed: bool,
}

impl Paced<'_> {
    fn new(stream: &TcpStream) -> Paced<'_> {
        Paced { stream, begun: Instant::now(), sent: 0, has_failed: false }
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let limit = PATIENCE + Duration::from_secs(self.sent / SLOWEST);
        if self.has_failed || self.begun.elapsed() > limit {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stream.set_write_timeout(Some(PATIENCE))?;
        let sent = self.stream.write(bytes)?;
        self.sent += sent as u64;
        Ok(sent)
    }
}

impl Write for Paced<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.send(bytes);
        let is_over = |error: &io::Error| error.kind() != ErrorKind::Interrupted;
        // A buffer before this one tries again when it is dropped.
        self.has_failed |= sent.as_ref().is_err_and(is_over);
        sent
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
