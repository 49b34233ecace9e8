//! The server, over a socket.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use super::support::{Site, program};

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
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )
        .expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        (head.to_owned(), body.to_owned())
    }
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
