//! The server beneath `serve`, over sockets: limits, parts of files, odd requests.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use super::serving::{Serving, serve};
use super::support::Site;

fn small_site() -> Site {
    Site::new().file("content/a.md", "# A\n\nText.\n").file("content/data.csv", "0123456789")
}

/// The answer to bytes that are sent as they are, to its end.
fn answer(serving: &Serving, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(&serving.address).expect("it listens");
    // The server may have said all and gone before everything is written.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// The answer to a request for a file, with some more fields.
fn ask(serving: &Serving, method: &str, path: &str, fields: &str) -> (String, String) {
    serving.ask(&format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{fields}", serving.address))
}

fn status(head: &str) -> &str {
    head.split(' ').nth(1).expect("a status")
}

fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn a_part_of_a_file_can_be_asked_for() {
    let site = small_site();
    let serving = serve(&site);
    let part = |range: &str| ask(&serving, "GET", "/data.csv", &format!("Range: {range}\r\n"));
    for (range, bytes, told) in
        [("bytes=2-4", "234", "2-4"), ("bytes=-3", "789", "7-9"), ("bytes=7-", "789", "7-9")]
    {
        let (head, body) = part(range);
        assert_eq!((status(&head), body.as_str()), ("206", bytes), "{range}");
        assert_eq!(field(&head, "Content-Range"), Some(format!("bytes {told}/10").as_str()));
        assert_eq!(field(&head, "Content-Length"), Some("3"));
    }
    let (head, _) = part("bytes=10-");
    assert_eq!((status(&head), field(&head, "Content-Range")), ("416", Some("bytes */10")));
    let (head, body) = part("bytes=0-1,4-5");
    assert_eq!((status(&head), body.as_str()), ("200", "0123456789"));
    let (head, body) = ask(&serving, "HEAD", "/data.csv", "Range: bytes=2-4\r\n");
    assert_eq!((status(&head), body.as_str()), ("200", ""));
    assert_eq!(field(&head, "Content-Length"), Some("10"));
    assert_eq!(field(&head, "Accept-Ranges"), Some("bytes"));
}

#[test]
fn a_file_that_a_browser_has_is_not_sent_again_until_it_changes() {
    let site = small_site();
    let serving = serve(&site);
    for path in ["/data.csv", "/a.html", "/__fieldguide/live.js"] {
        let (head, _) = ask(&serving, "GET", path, "");
        let tag = field(&head, "ETag").expect("it has a tag").to_owned();
        let (head, body) =
            ask(&serving, "GET", path, &format!("If-None-Match: W/{tag}, \"x\"\r\n"));
        assert_eq!((status(&head), body.as_str()), ("304", ""), "{path}");
        assert_eq!(field(&head, "ETag"), Some(tag.as_str()));
    }
    let tag = |head: &str| field(head, "ETag").expect("it has a tag").to_owned();
    let old = tag(&ask(&serving, "GET", "/data.csv", "").0);
    let part = |tag: &str| {
        ask(&serving, "GET", "/data.csv", &format!("Range: bytes=0-1\r\nIf-Range: {tag}\r\n"))
    };
    assert_eq!(part(&old).1, "01");
    site.write("content/data.csv", "abcdefghijk");
    assert_eq!(part(&old).1, "abcdefghijk", "a part of another file would be of no use");
    let (head, body) = ask(&serving, "GET", "/data.csv", &format!("If-None-Match: {old}\r\n"));
    assert_eq!((status(&head), body.as_str()), ("200", "abcdefghijk"));
    assert_ne!(tag(&head), old);
}

/// Kilobytes of memory that a few requests may take.
const LITTLE: usize = 50_000;

#[test]
fn a_large_file_is_sent_from_the_disk_piece_by_piece() {
    const LENGTH: usize = 200_000_000;
    let site = small_site();
    let file = std::fs::File::create(site.root().join("content/film.mp4")).expect("it is ours");
    file.set_len(LENGTH as u64).expect("there is room");
    let serving = serve(&site);
    let before = serving.peak();
    let host = &serving.address;
    let mut downloads: Vec<TcpStream> = (0..3)
        .map(|_| {
            let mut stream = TcpStream::connect(host).expect("it listens");
            let close = "Connection: close\r\n\r\n";
            write!(stream, "GET /film.mp4 HTTP/1.1\r\nHost: {host}\r\n{close}").expect("it reads");
            stream.read_exact(&mut [0; 1000]).expect("it answers");
            stream
        })
        .collect();
    if let (Some(before), Some(after)) = (before, serving.peak()) {
        assert!(after < before + LITTLE, "{before} kB, then {after} kB");
    }
    let rest = std::io::copy(&mut downloads[0], &mut std::io::sink()).expect("it goes on");
    assert!(rest + 1000 > LENGTH as u64, "{rest} bytes");
    let (head, body) = ask(&serving, "GET", "/film.mp4", "Range: bytes=199999990-\r\n");
    assert_eq!((status(&head), body.len()), ("206", 10));
}

#[test]
fn a_head_without_end_is_refused() {
    let site = small_site();
    let serving = serve(&site);
    let before = serving.peak();
    let host = &serving.address;
    let long =
        |length: usize| format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}", "x".repeat(length));
    assert!(answer(&serving, format!("{}\r\n\r\n", long(100_000)).as_bytes()).contains(" 431 "));
    // One that was not asked for more says it all the same.
    assert!(answer(&serving, long(100_000).as_bytes()).contains(" 431 "));
    let many = format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "X: y\r\n".repeat(1000));
    assert!(answer(&serving, many.as_bytes()).contains(" 431 "));
    answer(&serving, long(200_000_000).as_bytes());
    if let (Some(before), Some(after)) = (before, serving.peak()) {
        assert!(after < before + LITTLE, "{before} kB, then {after} kB");
    }
    assert_eq!(status(&serving.get("/a.html").0), "200");
}

#[test]
fn odd_requests_get_a_proper_answer() {
    let site = small_site();
    let serving = serve(&site);
    let host = &serving.address;
    for (request, expected) in [
        (format!("GET http://{host}/a.html HTTP/1.1\r\nHost: {host}\r\n"), "200"),
        (format!("GET HTTP://{host} HTTP/1.1\r\nHost: proxy.example\r\n"), "200"),
        (format!("GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\n"), "403"),
        (format!("GET https://{host}/ HTTP/1.1\r\nHost: {host}\r\n"), "400"),
        (format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n"), "400"),
        (format!("GET /a.html HTTP/1.0\r\nHost: {host}\r\n"), "200"),
        (format!("\r\nGET /a.html HTTP/1.1\r\nHost: {host}\r\n"), "200"),
        (format!("GET /a.html HTTP/1.1\r\nHost: {host}\r\nCookie: ü\r\n"), "200"),
        (format!("GET /a.html HTTP/1.1\r\nHost: {host}\r\nno colon\r\n"), "400"),
        (format!("GET /a.html HTTP/1.1\r\nHost : {host}\r\n"), "400"),
        (format!("GET /a.html HTTP/3.0\r\nHost: {host}\r\n"), "505"),
    ] {
        assert_eq!(status(&serving.ask(&request).0), expected, "{request}");
    }
    let preface = answer(&serving, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assert!(preface.starts_with("HTTP/1.1 505"), "{preface}");
    let hello = answer(&serving, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03");
    assert!(hello.starts_with("HTTP/1.1 400"), "{hello}");
    let body = format!("GET /a.html HTTP/1.1\r\nHost: {host}\r\nContent-Length: 40\r\n\r\n");
    let smuggled = format!("{body}GET /data.csv HTTP/1.1\r\nHost: {host}\r\n\r\n");
    assert_eq!(answer(&serving, smuggled.as_bytes()).matches("HTTP/1.1").count(), 1);
    let several = format!("GET /data.csv HTTP/1.1\r\nHost: {host}\r\n\r\n").repeat(2)
        + &format!("GET /data.csv HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let answers = answer(&serving, several.as_bytes());
    assert_eq!(answers.matches("\r\n\r\n0123456789").count(), 3, "{answers}");
}

#[test]
fn a_redirect_keeps_the_query() {
    let site = Site::new().file("content/über/a.md", "# A\n\nText.\n");
    let serving = serve(&site);
    let (head, _) = serving.get("/%C3%BCber?q=a&b=%20");
    assert_eq!((status(&head), field(&head, "Location")), ("301", Some("/%C3%BCber/?q=a&b=%20")));
}

#[test]
fn a_client_that_sends_a_byte_now_and_then_is_told_that_it_took_too_long() {
    let site = small_site();
    let serving = serve(&site);
    let mut stream = TcpStream::connect(&serving.address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_millis(100))).expect("a time can be set");
    stream.write_all(b"GET / HTTP/1.1\r\nX: ").expect("it reads");
    let mut answer = [0; 1000];
    let mut hears_nothing = || {
        let _ = stream.write_all(b"x");
        stream.read(&mut answer).is_err()
    };
    let is_told = (0..3000).any(|_| !hears_nothing());
    assert!(is_told && answer.starts_with(b"HTTP/1.1 408"));
}

/// Where Linux tells of every connection, those at the port of a server.
#[cfg(target_os = "linux")]
fn connections(serving: &Serving) -> usize {
    const LISTENS: &str = "0A";
    let port = serving.address.rsplit(':').next().and_then(|port| port.parse::<u16>().ok());
    let port = format!(":{:04X}", port.expect("a port"));
    let table = std::fs::read_to_string("/proc/net/tcp").expect("it can be read");
    let is_its = |line: &&str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        fields[1..3].iter().any(|end| end.ends_with(&port)) && fields[3] != LISTENS
    };
    table.lines().skip(1).filter(is_its).count()
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_makes_no_connections_of_its_own() {
    let site = small_site();
    let serving = serve(&site);
    // Another server may have had its port before.
    let before = connections(&serving);
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(20));
        assert!(connections(&serving) <= before);
    }
    assert_eq!(status(&serving.get("/a.html").0), "200");
    assert!(connections(&serving) > 0, "the table tells of connections");
}

#[cfg(unix)]
mod limits {
    use super::super::serving::{News, serve_under};
    use super::*;

    /// Many connections that are left open: of pages, of browsers that may ask for more, of clients that ask slowly.
    fn crowd(serving: &Serving) -> (Vec<News>, Vec<TcpStream>) {
        let mut news = Vec::new();
        let mut others = Vec::new();
        for at in 0..150 {
            let mut stream = TcpStream::connect(&serving.address).expect("it listens");
            match at % 3 {
                0 => news.push(serving.news()),
                1 => {
                    let _ = stream.write_all(b"GET /a.html HT");
                    others.push(stream);
                }
                _ => others.push(stream),
            }
        }
        (news, others)
    }

    fn warnings(serving: &Serving) -> usize {
        serving.said().iter().filter(|line| line.starts_with("warning: ")).count()
    }

    /// Has a server answer in the middle of a crowd, and after it.
    fn stays_up(site: &Site, serving: &Serving) {
        let crowd = crowd(serving);
        for _ in 0..20 {
            assert_eq!(status(&serving.get("/a.html").0), "200");
            assert_eq!(serving.get("/data.csv").1, "0123456789");
        }
        let mut news = serving.news();
        let first = news.next()["page"].as_u64();
        site.write("content/a.md", "# A\n\nOther words.\n");
        news.until(|news| news["page"].as_u64() > first);
        assert!(serving.get("/a.html").1.contains("Other words"));
        drop(crowd);
        assert_eq!(status(&serving.get("/a.html").0), "200");
        let is_told = || {
            std::thread::sleep(Duration::from_millis(10));
            warnings(serving) > 0
        };
        assert!((0..3000).any(|_| is_told()), "{:?}", serving.said());
        assert_eq!(warnings(serving), 1, "{:?}", serving.said());
        assert!(!serving.said().iter().any(|line| line.contains("panicked")));
    }

    #[test]
    fn more_connections_than_the_server_may_have_leave_it_up() {
        let site = small_site();
        stays_up(&site, &serve_under(&site, "ulimit -n 100"));
    }
}
