//! The files of the site, by address.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::percent;
use crate::site::{Content, Output};

/// The files of the site. Filled by several threads during a build.
#[derive(Default)]
pub(crate) struct Published(Mutex<HashMap<String, Content>>);

/// What an address answers with.
#[derive(Debug)]
pub(super) enum Answer {
    File {
        body: Arc<[u8]>,
        mime: &'static str,
    },
    /// The address lacks its final slash.
    Redirect(String),
    NotFound(Option<Arc<[u8]>>),
}

impl Published {
    pub(crate) fn put(&self, output: Output) {
        let mut files = self.0.lock().expect("no thread panics while it holds this");
        files.insert(output.path.as_str().to_owned(), output.content);
    }

    fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        let files = self.0.lock().expect("no thread panics while it holds this");
        let file: PathBuf = match files.get(path)? {
            Content::Bytes(bytes) => return Some(Arc::clone(bytes)),
            Content::File(file) => file.clone(),
        };
        drop(files);
        fs::read(file).ok().map(Arc::from)
    }

    /// The answer to the target of a request line, as it was sent.
    pub(super) fn answer(&self, target: &str) -> Answer {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let decoded = percent::decode(path.trim_start_matches('/'));
        let Some(path) = decoded else {
            return self.not_found();
        };
        let file =
            if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        if let Some(body) = self.bytes(&file) {
            return Answer::File { body, mime: mime(&file) };
        }
        if self.bytes(&format!("{file}/index.html")).is_some() {
            let sent = target.split(['?', '#']).next().unwrap_or_default();
            return Answer::Redirect(format!("/{}/", sent.trim_start_matches('/')));
        }
        self.not_found()
    }

    fn not_found(&self) -> Answer {
        Answer::NotFound(self.bytes("404.html"))
    }
}

/// The media type of a file, by its ending (IANA media types).
fn mime(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ics" => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::OutputPath;

    fn published(paths: &[&str]) -> Published {
        let published = Published::default();
        for path in paths {
            published.put(Output::text(OutputPath::new(*path), (*path).to_owned()));
        }
        published
    }

    fn text(answer: Answer) -> String {
        match answer {
            Answer::File { body, .. } => String::from_utf8_lossy(&body).into_owned(),
            Answer::Redirect(to) => format!("redirect {to}"),
            Answer::NotFound(_) => "not found".to_owned(),
        }
    }

    #[test]
    fn addresses_find_their_files() {
        let site = published(&["index.html", "ü/index.html", "a b.html", "404.html"]);
        assert_eq!(text(site.answer("/")), "index.html");
        assert_eq!(text(site.answer("/?q=1")), "index.html");
        assert_eq!(text(site.answer("/%C3%BC/")), "ü/index.html");
        assert_eq!(text(site.answer("/%C3%BC")), "redirect /%C3%BC/");
        assert_eq!(text(site.answer("/a%20b.html")), "a b.html");
    }

    #[test]
    fn nothing_outside_the_site_can_be_asked_for() {
        let site = published(&["index.html"]);
        for path in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/..%2fCargo.toml",
            "//etc/passwd",
            "/%ff",
            "/%",
        ] {
            assert_eq!(text(site.answer(path)), "not found", "{path}");
        }
    }
}
