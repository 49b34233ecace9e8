//! The server, over a socket.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::support::{Folder, Site, program, tree};

struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(site: &Site) -> Serving {
    let mut child = program()
        .current_dir(site.root())
        .args(["serve", "--port", "0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    let line = lines
        .find_map(|line| Some(line.ok()?.split("http://").nth(1)?.to_owned()))
        .expect("it prints its address");
    // The program goes on writing there.
    std::thread::spawn(move || lines.for_each(drop));
    let address = line.split('/').next().expect("a host").to_owned();
    Serving { child, address }
}

impl Serving {
    fn get(&self, path: &str) -> (String, String) {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.address))
    }

    /// Head and body of the answer to a request, given without its last line.
    fn ask(&self, request: &str) -> (String, String) {
        let answer = self.ask_bytes(request);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        (head.to_owned(), body.to_owned())
    }

    fn ask_bytes(&self, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "{request}Connection: close\r\n\r\n").expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        answer
    }

    /// The bytes of a file of the site, without what the server adds to pages.
    fn file(&self, path: &str) -> Option<Vec<u8>> {
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
    fn news(&self) -> News {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time can be set");
        let host = &self.address;
        let request = format!("GET /__fieldguide/events HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        News { lines: BufReader::new(stream) }
    }
}

struct News {
    lines: BufReader<TcpStream>,
}

impl News {
    fn next(&mut self) -> serde_json::Value {
        // A line of its own says that there is nothing new yet.
        for _ in 0..20 {
            let mut line = String::new();
            self.lines.read_line(&mut line).expect("the stream goes on");
            if let Some(news) = line.strip_prefix("data: ") {
                return serde_json::from_str(news).expect("news are JSON");
            }
        }
        panic!("no news for more than a minute");
    }

    /// The next news for which something holds.
    fn until(&mut self, holds: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        loop {
            let news = self.next();
            if holds(&news) {
                return news;
            }
        }
    }
}

/// The problems that the news tell, as a report.
fn report(news: &serde_json::Value) -> String {
    let problems = news["problems"].as_array().expect("a list");
    problems.iter().map(|problem| problem.as_str().expect("a text")).collect()
}

#[test]
fn the_site_is_served_with_its_policy() {
    let site = Site::new().file("content/über/a.md", "# A\n\nText.\n");
    let serving = serve(&site);
    let (head, body) = serving.get("/");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains("default-src 'none'; script-src 'self'; style-src 'self'"), "{head}");
    assert!(body.contains("<title>Knowledge base</title>"), "{body}");
    assert!(serving.get("/%C3%BCber/a.html?x=1").0.starts_with("HTTP/1.1 200"));
    assert!(serving.get("/%C3%BCber").0.contains("Location: /%C3%BCber/"));
    let (head, body) = serving.get("/../fieldguide.yaml");
    assert!(head.starts_with("HTTP/1.1 404") && body.contains("Page not found"), "{head}");
}

#[test]
fn a_taken_port_is_told_with_a_way_out() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n");
    let serving = serve(&site);
    let port = serving.address.rsplit(':').next().expect("a port");
    site.run(&["serve", "--port", port]).fails(2).says("[port-taken]").says("--port ");
}

#[test]
fn a_site_with_errors_is_served_all_the_same() {
    let site = Site::new().file("content/a.md", "# A\n\n[gone](gone.md)\n");
    let serving = serve(&site);
    assert!(serving.get("/a.html").1.contains("A</h1>"));
}

#[test]
fn only_requests_for_this_server_are_answered() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n");
    let serving = serve(&site);
    let own = &serving.address;
    let status = |request: String| serving.ask(&request).0.lines().next().map(str::to_owned);
    let port = own.rsplit(':').next().expect("a port");
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1:1", ""] {
        let refused = status(format!("GET / HTTP/1.1\r\nHost: {host}\r\n"));
        assert!(refused.is_some_and(|line| line.contains("403")), "{host}");
    }
    assert!(status("GET / HTTP/1.1\r\n".to_owned()).is_some_and(|line| line.contains("403")));
    let post = status(format!("POST / HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0\r\n"));
    assert!(post.is_some_and(|line| line.contains("405")));
    let long = status(format!("GET /{} HTTP/1.1\r\nHost: {own}\r\n", "a".repeat(9000)));
    assert!(long.is_some_and(|line| line.contains("414")));
    for path in ["/../fieldguide.yaml", "/%2e%2e/fieldguide.yaml", "/__fieldguide/../../etc/passwd"]
    {
        assert!(serving.get(path).0.starts_with("HTTP/1.1 404"), "{path}");
    }
}

#[test]
fn clients_that_do_not_read_on_keep_nobody_waiting() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n");
    let serving = serve(&site);
    let stuck: Vec<News> = (0..40).map(|_| serving.news()).collect();
    let half: Vec<TcpStream> = (0..10)
        .map(|_| {
            let mut stream = TcpStream::connect(&serving.address).expect("it listens");
            stream.write_all(b"GET /a.html HT").expect("it reads");
            stream
        })
        .collect();
    let mut news = serving.news();
    let first = news.next()["page"].as_u64();
    std::fs::write(site.root().join("content/a.md"), "# A\n\nOther words.\n").expect("it is ours");
    news.until(|news| news["page"].as_u64() > first);
    assert!(serving.get("/a.html").1.contains("Other words"));
    drop((stuck, half));
}

#[test]
fn a_mistake_is_told_over_the_last_good_page_until_it_is_mended() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n");
    let serving = serve(&site);
    let mut news = serving.news();
    assert_eq!(report(&news.next()), "");
    let file = site.root().join("content/a.md");
    std::fs::write(&file, "# A\n\nNew [x](gone.md).\n").expect("it is ours");
    let told = news.until(|news| news["stale"] == true);
    assert!(report(&told).contains("there is no page `gone.md`"), "{told}");
    assert!(report(&told).contains("content/a.md:3:5"), "{told}");
    assert!(serving.get("/a.html").1.contains("Text."));
    std::fs::write(&file, "# A\n\nMended.\n").expect("it is ours");
    let mended = news.until(|news| news["stale"] == false);
    assert_eq!(report(&mended), "");
    assert!(serving.get("/a.html").1.contains("Mended."));
}

/// Every kind of edit, one after the other; each leaves a site without errors, or one with them.
fn edit(root: &Path, step: usize) {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is ours");
        std::fs::write(path, text).expect("it is ours");
    };
    let remove = |path: &str| std::fs::remove_file(root.join(path)).expect("it is there");
    match step {
        0 => write("content/a.md", "# A\n\nOther words, and [B](b.md).\n"),
        1 => {
            write("content/new/page.md", "---\ntags: [fresh]\n---\n\n# New\n\nSee [A](../a.md).\n");
        }
        2 => std::fs::rename(root.join("content/b.md"), root.join("content/c.md")).expect("ours"),
        3 => write("content/a.md", "# A\n\nOther words, and [C](c.md).\n"),
        4 => write("content/c.md", "---\ntitle: [\n---\n\nBroken.\n"),
        5 => write("content/c.md", "---\ntitle: C again\n---\n\nMended.\n"),
        6 => write("theme/templates/partials/footer.html", "<footer>{{ site.title }}</footer>"),
        7 => write("theme/templates/partials/footer.html", "<footer>{{ site.nothing }}</footer>"),
        8 => write("theme/templates/partials/footer.html", "<footer>Ours</footer>"),
        9 => {
            write(
                "fieldguide.yaml",
                "title: Renamed\ntheme:\n  folder: theme\nurls: directories\n",
            );
        }
        10 => std::fs::remove_dir_all(root.join("content/new")).expect("it is there"),
        11 => {
            std::fs::rename(root.join("content"), root.join("away")).expect("it is ours");
            std::fs::rename(root.join("away"), root.join("content")).expect("it is ours");
            write("content/after.md", "# After\n\nThe folder is back.\n");
        }
        _ => remove("content/after.md"),
    }
}

#[test]
fn after_every_edit_the_site_is_that_of_a_clean_build() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: Edited\ntheme:\n  folder: theme\n")
        .file("theme/templates/partials/footer.html", "<footer>First</footer>")
        .file("content/a.md", "# A\n\nSome words.\n")
        .file("content/b.md", "# B\n\nMore words.\n");
    let serving = serve(&site);
    let mut news = serving.news();
    let mut last = news.next();
    let address = format!("http://{}/", serving.address);
    let mut good = BTreeMap::new();
    for step in 0..13 {
        edit(site.root(), step);
        // What a clean build says and makes.
        let clean = Folder::new();
        for part in ["content", "theme", "fieldguide.yaml"] {
            copy(&site.root().join(part), &clean.path().join(part));
        }
        let arguments = ["build", "--base-url", &address];
        let built = program().current_dir(clean.path()).args(arguments).output().expect("it runs");
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        if built.status.success() {
            good = tree(&clean.path().join("public"));
            good.retain(|path, _| !path.starts_with('.'));
        }
        // The server gets there, after one piece of news or several: files change one by one, and
        // what follows behind the pages is told when it is known.
        loop {
            let is_fresh = |(path, bytes): (&String, &Vec<u8>)| {
                path.starts_with("assets/search") || serving.file(path).as_ref() == Some(bytes)
            };
            let problems = report(&last);
            let has_error = problems.contains("error[") == said.contains("error[");
            if good.iter().all(is_fresh) && said.starts_with(&problems) && has_error {
                break;
            }
            last = news.next();
        }
        // The search follows behind; a server without it keeps whoever asks waiting.
        let search = |path: &&String| path.starts_with("assets/search");
        for path in good.keys().filter(search) {
            let is_fresh = |_: &u32| serving.file(path).as_ref() == Some(&good[path]);
            assert!((0..50_000).any(|at| is_fresh(&at)), "{path} is not brought up to date");
        }
    }
    assert!(serving.file("after/index.html").is_none());
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::copy(from, to).expect("it can be copied");
        return;
    }
    for (path, bytes) in tree(from) {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is ours");
        std::fs::write(path, bytes).expect("it is ours");
    }
}
