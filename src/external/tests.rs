//! A host on this machine that misbehaves in every way.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use super::*;

/// A host, how often it was asked, and how many asked at once.
struct Host {
    base: String,
    requests: Arc<AtomicUsize>,
    most_at_once: Arc<AtomicUsize>,
}

/// Answers of the host by path; the number of the request counts from 1.
fn answer(method: &str, path: &str, number: usize) -> Option<String> {
    match path {
        "/gone" => simple("410 Gone"),
        "/missing" => simple("404 Not Found"),
        "/busy" if number < 3 => Some(
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
                .to_owned(),
        ),
        "/no-head" if method == "HEAD" => simple("405 Method Not Allowed"),
        "/head-lies" if method == "HEAD" => simple("404 Not Found"),
        "/works" | "/caf%C3%A9" | "/no-head" | "/head-lies" | "/busy" => simple("200 OK"),
        "/login" => simple("401 Unauthorized"),
        "/robots-not-welcome" => simple("403 Forbidden"),
        "/moved" => to("301 Moved Permanently", "/works"),
        "/moved-twice" => to("308 Permanent Redirect", "/moved"),
        "/for-now" => to("302 Found", "works"),
        "/moved-then-for-now" => to("301 Moved Permanently", "/for-now"),
        "/circle" => to("301 Moved Permanently", "/circle-2"),
        "/circle-2" => to("302 Found", "/circle"),
        "/on-and-on" => to("302 Found", "/on-and-on?1"),
        path if path.starts_with("/on-and-on?") => to("302 Found", &format!("{path}1")),
        path if path.starts_with("/to?") => to("302 Found", &path["/to?".len()..]),
        "/to-mail" => to("302 Found", "mailto:a@b.example"),
        "/nowhere" => simple("302 Found"),
        "/always-busy" => Some(
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
                .to_owned(),
        ),
        "/breaks" => simple("500 Internal Server Error"),
        "/nonsense" => Some("this is no answer\r\n\r\n".to_owned()),
        "/hangs-up" => Some(String::new()),
        "/endless" => Some(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", u64::MAX)),
        // It never answers.
        _ => None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it is an answer")]
fn simple(status: &str) -> Option<String> {
    Some(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"))
}

#[expect(clippy::unnecessary_wraps, reason = "it is an answer")]
fn to(status: &str, to: &str) -> Option<String> {
    Some(format!("HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"))
}

impl Host {
    fn start() -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let base = format!("http://{}", listener.local_addr().expect("it is bound"));
        let host = Host { base, requests: Arc::default(), most_at_once: Arc::default() };
        let (requests, most) = (Arc::clone(&host.requests), Arc::clone(&host.most_at_once));
        let open = Arc::new(AtomicUsize::new(0));
        let by_path: Arc<Mutex<HashMap<String, usize>>> = Arc::default();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { break };
                let (requests, most, open) =
                    (Arc::clone(&requests), Arc::clone(&most), Arc::clone(&open));
                let by_path = Arc::clone(&by_path);
                std::thread::spawn(move || {
                    let mut bytes = [0; 4096];
                    while let Ok(read @ 1..) = stream.read(&mut bytes) {
                        let text = String::from_utf8_lossy(&bytes[..read]).into_owned();
                        let mut words = text.split(' ');
                        let (method, path) =
                            (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                        most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        requests.fetch_add(1, Ordering::SeqCst);
                        let number = {
                            let mut by_path = by_path.lock().expect("no thread panics here");
                            let count = by_path.entry(path.to_owned()).or_default();
                            *count += 1;
                            *count
                        };
                        let answer = answer(method, path, number);
                        let hangs_up = answer.as_ref().is_some_and(String::is_empty);
                        if let Some(answer) = answer {
                            let _ = stream.write_all(answer.as_bytes());
                        }
                        open.fetch_sub(1, Ordering::SeqCst);
                        if hangs_up {
                            break;
                        }
                    }
                });
            }
        });
        host
    }

    fn moved_to(&self, path: &str) -> LinkStatus {
        LinkStatus::Moved(format!("{}{path}", self.base))
    }

    /// Answers for paths of this host, in order.
    fn ask(&self, paths: &[&str], file: &Cache) -> Vec<LinkStatus> {
        let addresses: Vec<String> =
            paths.iter().map(|path| format!("{}{path}", self.base)).collect();
        let answers = ask(&addresses, &manners(), file, &|| {}).0;
        addresses.iter().map(|address| answers[address].clone()).collect()
    }
}

fn broken(why: &str) -> LinkStatus {
    LinkStatus::Broken(why.to_owned())
}

fn unknown(why: &str) -> LinkStatus {
    LinkStatus::Unknown(why.to_owned())
}

fn manners() -> Manners {
    Manners {
        timeout: Duration::from_millis(300),
        pause: Duration::from_millis(1),
        keep: 7,
        today: jiff::civil::date(2026, 3, 10),
        reach: everywhere,
    }
}

/// Where nothing is to be late, however busy the machine is.
fn patient() -> Manners {
    Manners { timeout: Duration::from_secs(60), ..manners() }
}

fn scratch(name: &str) -> Cache {
    let folder =
        std::env::temp_dir().join(format!("fieldguide-external-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    Cache::in_folder(folder)
}

#[test]
fn every_way_to_misbehave_has_one_of_three_outcomes() {
    let host = Host::start();
    let expected = [
        ("/works", LinkStatus::Works),
        ("/works#part", LinkStatus::Works),
        ("/café", LinkStatus::Works),
        ("/no-head", LinkStatus::Works),
        ("/head-lies", LinkStatus::Works),
        ("/endless", LinkStatus::Works),
        ("/busy", LinkStatus::Works),
        ("/for-now", LinkStatus::Works),
        ("/moved", host.moved_to("/works")),
        ("/moved#part", host.moved_to("/works#part")),
        ("/moved-twice", host.moved_to("/works")),
        ("/moved-then-for-now", host.moved_to("/for-now")),
        ("/gone", broken("the host says 410 Gone")),
        ("/missing", broken("the host says 404 Not Found")),
        ("/circle", broken("it redirects in a circle")),
        ("/on-and-on", broken("it redirects more than 20 times")),
        ("/login", unknown("the host says 401 Unauthorized")),
        ("/robots-not-welcome", unknown("the host says 403 Forbidden")),
        ("/nowhere", unknown("it redirects, and not to an address (302 Found)")),
        ("/to-mail", unknown("it redirects, and not to an address (302 Found)")),
        ("/always-busy", unknown("the host says 429 Too Many Requests")),
        ("/breaks", unknown("the host says 500 Internal Server Error")),
        ("/hangs-up", unknown("the connection failed")),
        ("/silent", unknown("the host did not answer in time")),
    ];
    let paths: Vec<&str> = expected.iter().map(|(path, _)| *path).collect();
    let found = host.ask(&paths, &scratch("outcomes"));
    for ((path, expected), found) in expected.iter().zip(&found) {
        assert_eq!(found, expected, "{path}");
    }
    assert!(matches!(&host.ask(&["/nonsense"], &scratch("nonsense"))[0], LinkStatus::Unknown(_)));
    assert_eq!(host.most_at_once.load(Ordering::SeqCst), 1, "one request at a time");
}

#[test]
fn answers_are_kept_for_some_days_unless_something_is_wrong() {
    let (host, file) = (Host::start(), scratch("kept"));
    let paths = ["/works", "/moved", "/missing"];
    let first = host.ask(&paths, &file);
    let asked = host.requests.load(Ordering::SeqCst);
    assert_eq!(host.ask(&paths, &file), first);
    // The one that is missing, by head and whole.
    assert_eq!(host.requests.load(Ordering::SeqCst), asked + 2);
    let before = host.requests.load(Ordering::SeqCst);
    assert_eq!(requests_on(16, &host, &file), before);
    assert_eq!(requests_on(17, &host, &file), before + 1);
    std::fs::write(file.folder("links.json"), "no json").expect("it is ours");
    assert_eq!(requests_on(17, &host, &file), before + 2);
}

/// Asks for an address that works on a day of March, and returns all requests of the host so far.
fn requests_on(day: i8, host: &Host, file: &Cache) -> usize {
    let manners = Manners { today: jiff::civil::date(2026, 3, day), ..manners() };
    let address = vec![format!("{}/works", host.base)];
    ask(&address, &manners, file, &|| {}).1.expect("the file can be written");
    host.requests.load(Ordering::SeqCst)
}

/// As if this address alone were that of a host of the Internet.
fn only_127_0_0_1(address: IpAddr) -> Option<&'static str> {
    (address != IpAddr::V4(Ipv4Addr::LOCALHOST)).then_some("elsewhere")
}

#[test]
fn hosts_that_only_this_machine_can_reach_are_not_asked() {
    let host = Host::start();
    let port = host.base.rsplit_once(':').expect("it has a port").1;
    // By an address in every notation that systems take, and by a name.
    for written in
        ["127.0.0.1", "127.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost"]
    {
        let why = why_not_asked(&format!("http://{written}:{port}/works"));
        assert!(why.starts_with("its host is on this machine ("), "{why}");
    }
    assert_eq!(why_not_asked("http://10.0.0.1/"), "its host is in a private network (10.0.0.1)");
    assert_eq!(why_not_asked("https://[fd00::1]/"), "its host is in a private network (fd00::1)");
    assert_eq!(host.requests.load(Ordering::SeqCst), 0);
}

fn why_not_asked(address: &str) -> String {
    let manners = Manners { reach: public, ..patient() };
    let answers = ask(&[address.to_owned()], &manners, &scratch("private"), &|| {}).0;
    match &answers[address] {
        LinkStatus::NotAsked(why) => why.clone(),
        other => panic!("{address}: {other:?}"),
    }
}

#[test]
fn redirects_to_such_hosts_are_not_followed() {
    let host = Host::start();
    let port = host.base.rsplit_once(':').expect("it has a port").1;
    let address = format!("{}/to?http://0.0.0.0:{port}/works", host.base);
    let manners = Manners { reach: only_127_0_0_1, ..patient() };
    let found = ask(std::slice::from_ref(&address), &manners, &scratch("redirect"), &|| {}).0;
    let why = format!(
        "it redirects to `http://0.0.0.0:{port}/works`, and its host is elsewhere (0.0.0.0)"
    );
    assert_eq!(found[&address], LinkStatus::NotAsked(why));
    assert_eq!(host.requests.load(Ordering::SeqCst), 1);
}

/// A host with a self-signed certificate. Returns its base.
fn host_with_a_certificate_of_its_own() -> String {
    let certificate = CertificateDer::from(include_bytes!("self-signed.der").to_vec());
    let key = PrivatePkcs8KeyDer::from(include_bytes!("self-signed.key.der").to_vec());
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .expect("the two belong together");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let base = format!("https://{}", listener.local_addr().expect("it is bound"));
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let connection =
                rustls::ServerConnection::new(Arc::clone(&config)).expect("it is fine");
            // A client that does not trust the certificate says so and goes.
            let _ = rustls::StreamOwned::new(connection, stream).read(&mut [0; 1024]);
        }
    });
    base
}

#[test]
fn a_certificate_that_fails_says_so() {
    let address = format!("{}/", host_with_a_certificate_of_its_own());
    let found = ask(std::slice::from_ref(&address), &patient(), &scratch("certificate"), &|| {}).0;
    let why = "the certificate of its host fails: nobody that this machine trusts has signed it";
    assert_eq!(found[&address], LinkStatus::Unknown(why.to_owned()));
}

#[test]
fn a_host_that_keeps_silent_is_left_alone() {
    let host = Host::start();
    let found = host.ask(&["/s1", "/s2", "/s3", "/s4", "/works"], &scratch("silent"));
    let given_up = LinkStatus::Unknown("the host did not answer before".to_owned());
    assert_eq!(found[3..], [given_up.clone(), given_up]);
    let nobody = vec!["http://127.0.0.1:1/".to_owned(), "http://no-such-host.invalid/".to_owned()];
    let answers = ask(&nobody, &manners(), &scratch("nobody"), &|| {}).0;
    assert!(answers.values().all(|answer| matches!(answer, LinkStatus::Unknown(_))), "{answers:?}");
}

#[test]
fn a_name_that_nobody_knows_is_broken_where_others_answer() {
    let mut alone = BTreeMap::from([("a".to_owned(), unknown(NO_HOST))]);
    missing_hosts(&mut alone);
    assert_eq!(alone["a"], unknown(NO_HOST), "there may be no network");
    alone.insert("b".to_owned(), LinkStatus::Works);
    missing_hosts(&mut alone);
    assert_eq!(alone["a"], broken(NO_HOST));
}

#[test]
fn patterns_have_stars() {
    for (pattern, fitting, other) in [
        ("https://a.example", "https://a.example/x", "https://b.example/"),
        ("*://*.example/*", "https://a.example/x", "https://example/x"),
        ("https://*/login", "https://a.example/login", "https://a.example/login?x"),
        ("*", "https://a.example/", ""),
    ] {
        assert!(fits(fitting, pattern), "{pattern}");
        assert!(other.is_empty() || !fits(other, pattern), "{pattern}");
    }
}
