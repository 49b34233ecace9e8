//! The server, over a socket.

use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;

use super::serving::{Connection, News, report, serve, serve_with};
use super::support::Site;

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
}

#[test]
fn nothing_beside_the_site_can_be_read_however_it_is_written() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: Secret\n")
        .file("content/a.md", "# A\n\nText.\n")
        .file("content/.hidden.md", "# Hidden\n")
        .file("content/data.csv", "a,b\n");
    let serving = serve(&site);
    assert!(serving.get("/data.csv").0.starts_with("HTTP/1.1 200"));
    let root = site.root().to_string_lossy().into_owned();
    for path in [
        "/../fieldguide.yaml",
        "/..%2ffieldguide.yaml",
        "/..%5cfieldguide.yaml",
        "/..\\fieldguide.yaml",
        "/%2e%2e/fieldguide.yaml",
        "/%2E%2E%2Ffieldguide.yaml",
        "/%252e%252e/fieldguide.yaml",
        "/%c0%ae%c0%ae/fieldguide.yaml",
        "/./../fieldguide.yaml",
        "/a/../../fieldguide.yaml",
        "/....//fieldguide.yaml",
        "//fieldguide.yaml",
        "/fieldguide.yaml",
        "/content/a.md",
        "/a.md",
        "/.hidden.md",
        "/.fieldguide/search/site.json",
        "/data.csv%00.html",
        "/data.csv/",
        "/__fieldguide/../../etc/passwd",
        "/__fieldguide/live.js/../events",
        &format!("/{root}/fieldguide.yaml"),
        &format!("/%2F{}/fieldguide.yaml", root.trim_start_matches('/')),
        &format!("/file://{root}/fieldguide.yaml"),
    ] {
        let (head, body) = serving.get(path);
        assert!(head.starts_with("HTTP/1.1 404"), "{path}: {head}");
        assert!(!body.contains("title: Secret"), "{path}");
    }
}

#[test]
fn a_file_is_opened_only_for_a_page_of_the_server_itself() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n").file("other.md", "Mine.\n");
    let opened = site.root().join("opened");
    let editor = format!("cp {{file}} '{}'", opened.display());
    let serving = serve_with(&site, &["--editor", &editor]);
    let own = &serving.address;
    let open = |file: &str, origin: &str| {
        serving.ask(&format!(
            "POST /__fieldguide/open?file={file}&line=3&column=1 HTTP/1.1\r\nHost: {own}\r\n\
             Content-Length: 0\r\n{origin}"
        ))
    };
    for origin in ["", "Origin: null\r\n", "Origin: http://evil.example\r\n"] {
        assert!(open("content/a.md", origin).0.starts_with("HTTP/1.1 403"), "{origin}");
    }
    let ours = format!("Origin: http://{own}\r\n");
    for file in ["other.md", "..%2f..%2fetc%2fpasswd", "%2Fetc%2Fpasswd", "", "gone.md"] {
        assert!(open(file, &ours).1.contains("is no file of the site"), "{file}");
    }
    assert!(!opened.exists());
    assert!(serving.get("/a.html").1.contains("&quot;file&quot;:&quot;content/a.md&quot;"));
    assert!(open("content/a.md", &ours).0.starts_with("HTTP/1.1 200"));
    let is_there = || std::fs::read_to_string(&opened).is_ok_and(|text| text.contains("# A"));
    let wait = |_: &u32| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        is_there()
    };
    assert!((0..6000).any(|at| wait(&at)), "the editor is not started");
}

/// Twenty thousand requests while files change: each is answered, the last edit is seen, and the memory
/// in use does not grow from one half to the next by more than a few sites.
#[test]
fn twenty_thousand_requests_are_answered_while_the_site_changes() {
    const CLIENTS: usize = 8;
    const EACH: usize = 1250;
    let pages = 0..20;
    let site = pages.clone().fold(Site::new(), |site, page| {
        site.file(&format!("content/p{page}.md"), format!("# P{page}\n\n[On](p0.md)\n"))
    });
    let serving = serve(&site);
    let ask = |client: usize| {
        let mut connection = Connection::new(&serving.address);
        for number in 0..EACH {
            let page = (client * EACH + number) % pages.len();
            if number % 50 == 0 {
                site.write("content/p0.md", format!("# P0\n\nEdit {client} {number}.\n"));
            }
            let (status, body) = connection.get(&format!("/p{page}.html"));
            assert_eq!(status, 200);
            assert!(String::from_utf8_lossy(&body).contains(&format!("P{page}</h1>")));
        }
    };
    let half = || {
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                scope.spawn(move || ask(client));
            }
        });
        serving.resident()
    };
    let (first, second) = (half(), half());
    if let (Some(first), Some(second)) = (first, second) {
        assert!(second < first + 64_000, "{first} kB, then {second} kB");
    }
    site.write("content/p0.md", "# P0\n\nThe last edit.\n");
    let mut news = serving.news();
    while !serving.get("/p0.html").1.contains("The last edit") {
        news.next();
    }
}

#[test]
fn clients_that_do_not_read_on_keep_nobody_waiting() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n");
    site.write("content/large.csv", "a,b\n".repeat(2_000_000));
    let serving = serve(&site);
    let stuck: Vec<News> = (0..40).map(|_| serving.news()).collect();
    let half: Vec<TcpStream> = (0..10)
        .map(|_| {
            let mut stream = TcpStream::connect(&serving.address).expect("it listens");
            stream.write_all(b"GET /a.html HT").expect("it reads");
            stream
        })
        .collect();
    let unread: Vec<TcpStream> = (0..10)
        .map(|_| {
            let mut stream = TcpStream::connect(&serving.address).expect("it listens");
            let host = &serving.address;
            let request = format!("GET /large.csv HTTP/1.1\r\nHost: {host}\r\n\r\n");
            stream.write_all(request.as_bytes()).expect("it reads");
            stream
        })
        .collect();
    let mut news = serving.news();
    let first = news.next()["page"].as_u64();
    std::fs::write(site.root().join("content/a.md"), "# A\n\nOther words.\n").expect("it is ours");
    news.until(|news| news["page"].as_u64() > first);
    assert!(serving.get("/a.html").1.contains("Other words"));
    drop((stuck, half, unread));
}

#[test]
fn a_mistake_is_told_over_the_last_good_page_until_it_is_mended() {
    let site =
        Site::new().file("fieldguide.yaml", "title: X\n").file("content/a.md", "# A\n\nText.\n");
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

/// Changes the byte in the middle of each file in a folder whose name ends so.
fn damage(folder: &Path, endings: &[&str]) {
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        let path = entry.path();
        if !path.extension().is_some_and(|found| endings.iter().any(|ending| found == *ending)) {
            continue;
        }
        let mut bytes = std::fs::read(path).expect("it is a file");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        // Others may have the file open, so that it must not be written into.
        std::fs::remove_file(path).expect("it is ours");
        std::fs::write(path, bytes).expect("it is ours");
    }
}

#[test]
fn the_search_comes_back_after_the_program_failed_on_it() {
    let text = |page: usize| format!("# Page {page}\n\nSome words about number {page}.\n");
    let site = (0..6)
        .fold(Site::new(), |site, page| site.file(&format!("content/p{page}.md"), text(page)));
    site.build().fine();
    let cache = site.root().join(".fieldguide");
    damage(&cache, &["idx", "term", "pos"]);
    site.write("content/p0.md", text(0) + "Edited wombat.\n");
    let serving = serve(&site);
    // As soon as it is known that there is no search, nobody waits for it.
    serving.get("/assets/search.js");
    let is_gone = || std::fs::remove_dir_all(&cache).is_ok() || !cache.exists();
    assert!((0..1000).any(|_| is_gone()), "somebody writes into it all the time");
    site.write("content/p0.md", text(0) + "The last words.\n");
    let is_back = || {
        std::thread::sleep(std::time::Duration::from_millis(10));
        serving.get("/assets/search.js").0.starts_with("HTTP/1.1 200")
    };
    assert!((0..3000).any(|_| is_back()), "{:?}", serving.said());
}
