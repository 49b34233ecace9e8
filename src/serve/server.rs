//! Requests and answers.

use std::io;
use std::net::{IpAddr, SocketAddr};

use tiny_http::{Header, Method, Request, Response, StatusCode};

use super::published::{Answer, Published};
use crate::diagnostic::{Code, Diagnostic};

/// The policy under which every page has to work; sites should be served with it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Threads that answer.
const THREADS: usize = 4;

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

    /// Answers requests until the program is stopped.
    pub(crate) fn run(&self, published: &Published) {
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    while let Ok(request) = self.http.recv() {
                        // A client that went away needs no answer.
                        let _ = answer(request, published);
                    }
                });
            }
        });
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

fn answer(request: Request, published: &Published) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request
            .respond(with_headers(Response::from_string("").with_status_code(405), "text/plain"));
    }
    match published.answer(request.url()) {
        Answer::File { body, mime } => {
            request.respond(with_headers(Response::from_data(body.to_vec()), mime))
        }
        Answer::Redirect(to) => {
            let moved = Response::from_string("").with_status_code(StatusCode(301));
            let moved = moved.with_header(header("Location", &to));
            request.respond(with_headers(moved, "text/plain"))
        }
        Answer::NotFound(page) => {
            let body = page.map_or_else(|| b"Page not found".to_vec(), |page| page.to_vec());
            let missing = Response::from_data(body).with_status_code(StatusCode(404));
            request.respond(with_headers(missing, "text/html; charset=utf-8"))
        }
    }
}

fn with_headers<R: io::Read>(response: Response<R>, mime: &str) -> Response<R> {
    response
        .with_header(header("Content-Type", mime))
        .with_header(header("Content-Security-Policy", POLICY))
        .with_header(header("X-Content-Type-Options", "nosniff"))
        .with_header(header("Referrer-Policy", "no-referrer"))
        .with_header(header("Cache-Control", "no-cache"))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values are plain text")
}
