//! A server under test, and what it has to be equal to.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::support::{Folder, Site, program, tree};

pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) address: String,
    said: Arc<Mutex<Vec<String>>>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn serve(site: &Site) -> Serving {
    serve_with(site, &[])
}

pub(crate) fn serve_with(site: &Site, arguments: &[&str]) -> Serving {
    let mut command = program();
    command.args(["serve", "--port", "0"]).args(arguments);
    start(site, command)
}

/// Serves with a limit that the shell sets, such as `ulimit -n 100`.
#[cfg(unix)]
pub(crate) fn serve_under(site: &Site, limit: &str) -> Serving {
    let mut command = Command::new("sh");
    let script = format!("{limit} && exec \"$0\" serve --port 0");
    command.args(["-c", &script]).arg(program().get_program());
    start(site, command)
}

fn start(site: &Site, mut command: Command) -> Serving {
    command.current_dir(site.root()).stdin(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    let line = lines
        .find_map(|line| Some(line.ok()?.split("http://").nth(1)?.to_owned()))
        .expect("it prints its address");
    let address = line.split('/').next().expect("a host").to_owned();
    let said = Arc::default();
    let heard = Arc::clone(&said);
    // The program goes on writing there.
    std::thread::spawn(move || hear(lines, &heard));
    Serving { child, address, said }
}

fn hear(lines: impl Iterator<Item = std::io::Result<String>>, said: &Mutex<Vec<String>>) {
    for line in lines.map_while(Result::ok) {
        said.lock().expect("no thread panics while it holds this").push(line);
    }
}

impl Serving {
    /// The memory that the server has in use, in kB; `None` where the system does not tell.
    pub(crate) fn resident(&self) -> Option<usize> {
        self.memory("VmRSS:")
    }

    /// The most memory that it ever had in use, in kB; `None` where the system does not tell.
    pub(crate) fn peak(&self) -> Option<usize> {
        self.memory("VmHWM:")
    }

    fn memory(&self, name: &str) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_end_matches("kB").trim().parse().ok()
    }

    /// What it said in the terminal since it told its address.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lock().expect("no thread panics while it holds this").clone()
    }

    pub(crate) fn get(&self, path: &str) -> (String, String) {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.address))
    }

    /// Head and body of the answer to a request, given without its last line.
    pub(crate) fn ask(&self, request: &str) -> (String, String) {
        let answer = self.ask_bytes(request);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        (head.to_owned(), body.to_owned())
    }

    pub(crate) fn ask_bytes(&self, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "{request}Connection: close\r\n\r\n").expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        answer
    }

    /// The bytes of a file of the site, without what the server adds to pages.
    pub(crate) fn file(&self, path: &str) -> Option<Vec<u8>> {
        let answer = self.ask_bytes(&format!("GET /{path} HTTP/1.1\r\nHost: {}\r\n", self.address));
        let head = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
        if !answer.starts_with(b"HTTP/1.1 200") {
            return None;
        }
        let body = &answer[head + 4..];
        let script = b"<script src=\"/__fieldguide/live.js\"";
        let Some(start) = body.windows(script.len()).rposition(|window| window == script) else {
            return Some(body.to_vec());
        };
        let end = b"</script>";
        let length = body[start..].windows(end.len()).position(|window| window == end)?;
        Some([&body[..start], &body[start + length + end.len()..]].concat())
    }

    /// The news, one after the other.
    pub(crate) fn news(&self) -> News {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time can be set");
        let host = &self.address;
        let request = format!("GET /__fieldguide/events HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        News { lines: BufReader::new(stream) }
    }
}

/// A connection that stays open for several requests.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Connection {
    pub(crate) fn new(host: &str) -> Connection {
        let stream = TcpStream::connect(host).expect("it listens");
        Connection { stream: BufReader::new(stream), host: host.to_owned() }
    }

    /// Status and body of an answer.
    pub(crate) fn get(&mut self, path: &str) -> (u16, Vec<u8>) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes()).expect("it reads");
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("it answers");
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().expect("a number");
            }
            let field = line.to_ascii_lowercase();
            if let Some(rest) = field.strip_prefix("content-length:") {
                length = rest.trim().parse().expect("a number");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("it sends what it said");
        (status, body)
    }
}

pub(crate) struct News {
    lines: BufReader<TcpStream>,
}

impl News {
    pub(crate) fn next(&mut self) -> serde_json::Value {
        self.try_next().expect("there is news within a minute")
    }

    fn try_next(&mut self) -> Option<serde_json::Value> {
        // A line of its own says that there is nothing new yet.
        for _ in 0..10 {
            let mut line = String::new();
            self.lines.read_line(&mut line).expect("the stream goes on");
            if let Some(news) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(news).expect("news are JSON"));
            }
        }
        None
    }

    /// The next news for which something holds.
    pub(crate) fn until(
        &mut self,
        holds: impl Fn(&serde_json::Value) -> bool,
    ) -> serde_json::Value {
        loop {
            let news = self.next();
            if holds(&news) {
                return news;
            }
        }
    }
}

/// The problems that the news tell, as a report.
pub(crate) fn report(news: &serde_json::Value) -> String {
    let problems = news["problems"].as_array().expect("a list");
    problems.iter().map(|problem| problem["report"].as_str().expect("a text")).collect()
}

/// Puts the texts of a project in the place of those that are there.
pub(crate) fn copy_project(from: &Path, to: &Path) {
    for part in ["content", "theme", "fieldguide.yaml"] {
        let _ = std::fs::remove_dir_all(to.join(part));
        if from.join(part).exists() {
            copy(&from.join(part), &to.join(part));
        }
    }
}

/// What a build of a copy of the project says, and what it makes, if it makes something.
pub(crate) fn clean_build(
    site: &Site,
    options: &[&str],
) -> (String, Option<BTreeMap<String, Vec<u8>>>) {
    let clean = Folder::new();
    copy_project(site.root(), clean.path());
    let built = program().current_dir(clean.path()).arg("build").args(options).output();
    let mut built = built.expect("it runs");
    if String::from_utf8_lossy(&built.stderr).contains("first look: ") {
        // The build names kinds of problems only.
        let check = ["check", "--lenient"];
        let checked = program().current_dir(clean.path()).args(check).output().expect("it runs");
        built.stderr = checked.stderr;
    }
    let made = built.status.success().then(|| {
        let mut made = tree(&clean.path().join("public"));
        made.retain(|path, _| !path.starts_with('.'));
        made
    });
    (String::from_utf8_lossy(&built.stderr).into_owned(), made)
}

/// A server, beside clean builds of the same files.
pub(crate) struct Follow<'s> {
    serving: &'s Serving,
    site: &'s Site,
    news: News,
    last: serde_json::Value,
    /// The files of the last clean build without errors.
    good: BTreeMap<String, Vec<u8>>,
}

impl<'s> Follow<'s> {
    pub(crate) fn new(serving: &'s Serving, site: &'s Site) -> Follow<'s> {
        let mut news = serving.news();
        let last = news.next();
        Follow { serving, site, news, last, good: BTreeMap::new() }
    }

    /// What a clean build says; what it makes is good, if it makes something.
    fn build(&mut self) -> String {
        let address = format!("http://{}/", self.serving.address);
        let (said, made) = clean_build(self.site, &["--base-url", &address]);
        if let Some(made) = made {
            self.good = made;
        }
        said
    }

    /// Waits until the server shows what a clean build makes, and says what it says: after one piece of
    /// news or several, since files change one by one, and what follows behind the pages is told when
    /// it is known. Fails when news no longer come.
    pub(crate) fn catches_up(&mut self, step: &str) {
        let said = self.build();
        let is_search = |path: &String| path.starts_with("assets/search");
        loop {
            let is_fresh = |(path, bytes): (&String, &Vec<u8>)| {
                // A picture is shown as it is now, on the last good pages, too.
                let picture = std::fs::read(self.site.root().join("content").join(path)).ok();
                let wanted = picture.as_ref().unwrap_or(bytes);
                is_search(path) || self.serving.file(path).as_ref() == Some(wanted)
            };
            let problems = report(&self.last);
            let are_all = number(&problems) == number(&said).min(SHOWN);
            if said.starts_with(&problems) && are_all && self.good.iter().all(is_fresh) {
                break;
            }
            self.last = self.news.try_next().unwrap_or_else(|| {
                let stale: Vec<&String> = self
                    .good
                    .iter()
                    .filter(|file| !is_fresh(*file))
                    .map(|(path, _)| path)
                    .collect();
                panic!("after {step}, stale: {stale:?}\n--- told:\n{problems}\n--- a clean build says:\n{said}");
            });
        }
        // The search follows behind; a server without it keeps whoever asks waiting.
        for path in self.good.keys().filter(|path| is_search(path)) {
            let is_fresh = || self.serving.file(path).as_ref() == Some(&self.good[path]);
            assert!((0..50_000).any(|_| is_fresh()), "{path} is not brought up to date");
        }
    }
}

/// Problems that a page shows at most.
const SHOWN: usize = 20;

/// How many problems a report tells.
fn number(report: &str) -> usize {
    report.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning[")).count()
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::copy(from, to).expect("it can be copied");
        return;
    }
    // It may be empty.
    std::fs::create_dir_all(to).expect("it is ours");
    for (path, bytes) in tree(from) {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is ours");
        std::fs::write(path, bytes).expect("it is ours");
    }
}
