//! What `check` compares a site with, and what it writes.

use std::fs;

use super::support::{Ran, Site, program};

const KNOWN: [&str; 5] = ["check", "--format", "short", "--baseline", "known.jsonl"];
const ADDRESSES: [&str; 4] = ["check", "--format", "short", "--addresses"];

fn read(site: &Site, path: &str) -> String {
    fs::read_to_string(site.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn with(arguments: &[&'static str], more: &[&'static str]) -> Vec<&'static str> {
    [arguments, more].concat()
}

#[test]
fn known_problems_are_counted_and_new_ones_told() {
    let site = Site::new()
        .file("content/a.md", "# A\n\n[x](no.md) and [x](no.md)\n")
        .file("content/b.md", "# B\n\n![](p.svg)\n")
        .file("content/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>");
    site.run(&KNOWN).fails(2).says("error[no-record]: there is no file `known.jsonl` (write it");
    let made = site.run(&with(&KNOWN, &["--accept"])).fine();
    assert!(
        made.err.contains("3 known problems in known.jsonl: 3 added, 0 removed"),
        "{}",
        made.err
    );
    assert_eq!(
        read(&site, "known.jsonl"),
        "{\"path\":\"content/a.md\",\"code\":\"broken-link\",\"message\":\"there is no page `no.md`\",\"count\":2}\n\
         {\"path\":\"content/b.md\",\"code\":\"missing-alt\",\"message\":\"the image `p.svg` has no text alternative\"}\n"
    );
    let fine = site.run(&with(&KNOWN, &["--strict"])).fine();
    assert_eq!(fine.err, "nothing new in 2 pages\n3 known problems in known.jsonl\n");

    // Other lines of the page may change, and the folder where the command is started.
    site.write("content/a.md", "# A\n\nMore.\n\nAnd more. [x](no.md)\n\n[x](no.md)\n");
    site.run(&KNOWN).fine();
    let above = site.root().parent().expect("a folder");
    let root = site.root().to_string_lossy().into_owned();
    let from_above = super::support::program()
        .current_dir(above)
        .args(["check", "--root", &root, "--baseline"])
        .arg(site.root().join("known.jsonl"))
        .output()
        .expect("it starts");
    assert!(from_above.status.success(), "{from_above:?}");

    site.write("content/a.md", "# A\n\n[x](no.md)\n\n[x](no.md)\n\n[x](no.md) [y](nor.md)\n");
    let ran = site.run(&KNOWN).fails(1).says("2 errors in 2 pages");
    let told: Vec<&str> = ran.err.lines().filter(|line| line.contains("error[")).collect();
    assert_eq!(
        told,
        [
            "content/a.md:7:1: error[broken-link]: there is no page `no.md`",
            "content/a.md:7:12: error[broken-link]: there is no page `nor.md`",
        ]
    );
}

#[test]
fn a_known_problem_that_is_gone_is_told_until_the_file_is_written_anew() {
    let site = Site::new().file("content/a.md", "# A\n\n[x](no.md) and [x](no.md) [y](nor.md)\n");
    site.run(&with(&KNOWN, &["--accept"])).fine();
    site.write("content/a.md", "# A\n\n[x](no.md)\n");
    let ran = site.run(&KNOWN).fine();
    assert!(
        ran.err.contains(
            "known.jsonl:1:1: warning[known-problem-gone]: of 2 problems `broken-link` in \
             `content/a.md` 1 remain"
        ),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains(
            "known.jsonl:2:1: warning[known-problem-gone]: this problem `broken-link` in \
             `content/a.md` is gone"
        ),
        "{}",
        ran.err
    );
    site.run(&with(&KNOWN, &["--strict"])).fails(1);
    site.run(&with(&KNOWN, &["--accept"]))
        .fine()
        .says("1 known problem in known.jsonl: 0 added, 2");
    site.run(&with(&KNOWN, &["--strict"])).fine();
}

#[test]
fn a_file_that_is_no_list_of_known_problems_is_never_overwritten() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n");
    for (text, told) in [
        ("Notes of mine\n", "known.jsonl:1:1: error[record-syntax]: this is no known problem:"),
        (
            "{\"code\":\"x\",\"message\":\"y\",\"line\":3}\n",
            "known.jsonl:1:32: error[record-syntax]: this is no known problem: unknown field `line`",
        ),
        (
            "\n<<<<<<< HEAD\n",
            "known.jsonl:2:1: error[record-syntax]: git could not merge these lines",
        ),
    ] {
        site.write("known.jsonl", text);
        site.run(&KNOWN).fails(2).says(told);
        site.run(&with(&KNOWN, &["--accept"])).fails(2).says(told);
        assert_eq!(read(&site, "known.jsonl"), text);
    }
    site.write("known.jsonl", "\u{feff}{\"code\":\"日本\", 日}\n");
    let human = site.run(&["check", "--color", "never", "--baseline", "known.jsonl"]).fails(2);
    human.says(" --> known.jsonl:1:15").says("1 | {\"code\":\"日本\", 日}");
    site.run(&["check", "--accept"]).fails(2).says("--baseline");
    site.run(&["check", "--baseline", "content"]).fails(2).says("[unreadable-file]");
    site.run(&["check", "--baseline", "no/such.jsonl", "--accept"]).fails(2).says("[write-failed]");
}

#[test]
fn published_addresses_are_kept_or_lead_on() {
    let site = Site::new()
        .file("content/guides/start.md", "# Start\n\n## First steps\n\nText.\n\n## Next\n\nText.\n")
        .file("content/guides/a b#c.pdf", "x");
    site.run(&ADDRESSES).fails(2).says("[no-record]").says("`addresses.txt`");
    site.run(&with(&ADDRESSES, &["--accept"])).fine().says("addresses.txt: 8 addresses added, 0");
    assert_eq!(
        read(&site, "addresses.txt").lines().skip(1).collect::<Vec<_>>(),
        [
            "guides/a%20b%23c.pdf",
            "guides/index.html",
            "guides/start.html",
            "guides/start.html#first-steps",
            "guides/start.html#next",
            "guides/start.html#start",
            "index.html",
            "search.html",
        ]
    );
}

#[test]
fn an_address_that_would_be_gone_is_an_error_at_its_line() {
    let site = Site::new()
        .file("content/a.md", "# A\n\n## One\n\nText.\n")
        .file("content/b.md", "# B\n\nText.\n")
        .file("content/c.pdf", "x");
    site.run(&with(&ADDRESSES, &["--accept"])).fine();
    let ledger = read(&site, "addresses.txt");
    fs::remove_file(site.root().join("content/b.md")).expect("it is there");
    fs::remove_file(site.root().join("content/c.pdf")).expect("it is there");
    site.write("content/a.md", "# A\n\n## Two\n\nText.\n");
    site.write("content/d.md", "# D\n\nText.\n");
    let ran = site.run(&ADDRESSES).fails(1).says("not yet in addresses.txt: 3 (add them");
    let told: Vec<&str> = ran.err.lines().filter(|line| line.contains("error[")).collect();
    assert_eq!(
        told,
        [
            "addresses.txt:4:1: error[lost-anchor]: the page `/a.html` would no longer have the \
             place `#one` (give the heading that took its place the id: `{#one}`)",
            "addresses.txt:5:1: error[lost-address]: the published page `/b.html` would be gone \
             (add `aliases: [/b.html]` to the page that took its place)",
            "addresses.txt:7:1: error[lost-address]: the published file `/c.pdf` would be gone \
             (put it back under this name)",
        ],
        "{}",
        ran.err
    );
    assert_eq!(read(&site, "addresses.txt"), ledger);
    let plain = site.run(&["check", "--addresses", "--color", "never"]).fails(1);
    plain
        .says("let it go with `fieldguide check --addresses --accept`")
        .says("::: content/a.md:1:1");

    // What the helps say, helps.
    site.write("content/a.md", "# A\n\n## Two {#one}\n\nText.\n");
    site.write("content/d.md", "---\naliases: [/b.html]\n---\n# D\n\nText.\n");
    site.write("content/c.pdf", "x");
    site.run(&ADDRESSES).fine();
    let kept = site.run(&with(&ADDRESSES, &["--accept"])).fine();
    assert!(
        kept.err.contains("2 addresses added, 1 removed\n  - b.html#b\n  + d.html"),
        "{}",
        kept.err
    );

    // A redirect is an address too, and an address can be let go.
    site.write("content/d.md", "# D\n\nText.\n");
    site.run(&ADDRESSES).fails(1).says("`/b.html` would be gone");
    site.run(&with(&ADDRESSES, &["--accept"])).fine().says("  - b.html");
    site.run(&ADDRESSES).fine();
}

#[test]
fn a_ledger_can_be_merged_and_is_not_written_from_a_broken_site() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n");
    site.write("addresses.txt", "a.html#a\r\nsearch.html\r\n\r\na.html\r\na.html\r\n# note\r\n");
    site.run(&ADDRESSES).fine().says("not yet in addresses.txt: 1 (add");
    let merge = "a.html\n<<<<<<< ours\n/b/\n=======\nc.html\n>>>>>>> theirs\n";
    site.write("addresses.txt", merge);
    let ran = site.run(&with(&ADDRESSES, &["--accept"])).fails(2);
    let told: Vec<&str> =
        ran.err.lines().map(|line| line.split(" (").next().unwrap_or("")).collect();
    assert_eq!(
        told,
        [
            "addresses.txt:2:1: error[record-syntax]: git could not merge these lines, and the conflict is still open",
            "addresses.txt:3:1: error[record-syntax]: `/b/` is no address as this file writes them",
            "addresses.txt:4:1: error[record-syntax]: git could not merge these lines, and the conflict is still open",
            "addresses.txt:6:1: error[record-syntax]: git could not merge these lines, and the conflict is still open",
        ]
    );
    assert_eq!(read(&site, "addresses.txt"), merge);
    site.write("addresses.txt", "a.html\n");
    site.write("content/a.md", "# A\n\n[x](no.md)\n");
    let broken = site.run(&with(&ADDRESSES, &["--accept"])).fails(1);
    assert!(broken.err.contains("addresses.txt stays as it is while the site has errors"));
    assert_eq!(read(&site, "addresses.txt"), "a.html\n");
    site.run(&["check", "--addresses", "--drafts"]).fails(2).says("--drafts");
}

#[test]
fn the_anchors_of_cited_works_and_the_feed_are_addresses() {
    let site = Site::new()
        .file("fieldguide.yaml", "base_url: https://a.example\nreferences: { file: works.yaml }\n")
        .file(
            "content/works.yaml",
            "smith:\n  type: book\n  title: One\n  author: Smith, A\n  date: 2020\n",
        )
        .file(
            "content/a.md",
            "---\ndate: 2026-01-01\n---\n# A\n\nText [@smith].\n\n<a id=\"here\"></a>\n",
        );
    site.run(&with(&ADDRESSES, &["--accept"])).fine();
    let ledger = read(&site, "addresses.txt");
    for address in ["a.html#here", "feed.xml", "references.html#ref-smith"] {
        assert!(ledger.lines().any(|line| line == address), "{address} in {ledger}");
    }
}

#[test]
fn the_summary_counts_by_kind_and_by_owner() {
    let site =
        Site::new().file("content/a.md", "---\nowner: Ann\n---\n# A\n\n[x](x.md) [y](y.md)\n");
    let site = site.file("content/b.md", "# B\n\n## C\n\n#### D\n\n[x](x.md)\n");
    let ran = site.run(&["check", "--format", "short"]).fails(1);
    let summary = "3 errors, 1 warning in 2 pages\n     3  broken-link\n     1  heading-order\n\
                   by owner:\n     2  Ann\n     2  no owner\n";
    assert!(ran.err.ends_with(summary), "{}", ran.err);
    site.write("content/a.md", "# A\n\nText.\n");
    let ran = site.run(&["check", "--format", "short"]).fails(1);
    assert!(ran.err.ends_with("     1  broken-link\n     1  heading-order\n"), "{}", ran.err);
}

#[test]
fn a_report_is_one_page_in_a_folder_of_its_own() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: A & B\n")
        .file("content/a.md", "---\nowner: Ann\n---\n# A\n\n[x](x&y.md) and [z](z.md)\n");
    let ran = site.run(&["check", "--format", "short", "--report", "out/health"]).fails(1);
    assert!(ran.err.contains("the report is in out/health/index.html"), "{}", ran.err);
    let html = read(&site, "out/health/index.html");
    for part in [
        "<h1>Health of A &amp; B</h1>",
        "2 errors in 1 page.",
        "<h3 id=\"broken-link\">broken-link</h3>",
        "<p>A link leads to a page that does not exist, or nowhere at all.</p>",
        "<p>there is no page <code>x&amp;y.md</code></p>\n<p class=\"place\">content/a.md:6:1</p>",
        "<h3>Ann</h3>",
        "<li><a href=\"#problem-2\">content/a.md:6:17</a> there is no page <code>z.md</code></li>",
    ] {
        assert!(html.contains(part), "`{part}` is not in {html}");
    }
    for link in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(html.contains(&format!("id=\"{link}\"")), "{link} leads nowhere");
    }
    assert!(!html.contains("<script") && !html.contains("http"), "{html}");
    site.write("content/a.md", "# A\n\nText.\n");
    site.run(&["check", "--report", "out/health"]).fine();
    assert!(read(&site, "out/health/index.html").contains("nothing wrong in 1 page."));
    let names: Vec<String> = super::support::tree(&site.root().join("out")).into_keys().collect();
    assert_eq!(names, ["health/.fieldguide-files", "health/index.html"]);
}

#[test]
fn a_report_replaces_nothing_but_a_report() {
    let site = Site::new().file("content/a.md", "# A\n\nText.\n").file("mine/index.html", "x");
    site.build().fine();
    site.run(&["build", "--output", "elsewhere"]).fine();
    for (folder, told) in [
        ("content/health", "[output-overlap]"),
        ("public", "[output-overlap]"),
        ("public/health", "[output-overlap]"),
        (".", "[output-overlap]"),
        ("elsewhere", "[output-not-ours]"),
        ("mine", "[output-not-ours]"),
        ("mine/index.html", "[output-not-ours]"),
    ] {
        site.run(&["check", "--report", folder]).fails(2).says(told).says("`--report DIR`");
    }
    assert_eq!(read(&site, "mine/index.html"), "x");
}

/// A host on this machine that has an answer for some paths.
fn host() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("it is bound"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            use std::io::{Read as _, Write as _};
            let mut bytes = [0; 4096];
            let Ok(read) = stream.read(&mut bytes) else { continue };
            let text = String::from_utf8_lossy(&bytes[..read]).into_owned();
            let head = match text.split(' ').nth(1).unwrap_or_default() {
                "/fine" => "200 OK",
                "/old" => "301 Moved Permanently\r\nLocation: /fine",
                "/login" => "401 Unauthorized",
                _ => "404 Not Found",
            };
            let answer =
                format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    base
}

#[test]
fn other_hosts_are_asked_only_when_wanted() {
    let base = host();
    let text = format!(
        "# A\n\n[a]({base}/fine) [b]({base}/old) [c]({base}/gone#x) [d]({base}/login) [d]({base}/login)\n\n\
         [s]({base}/skipped/x) <a href=\"{base}/gone\">e</a>\n"
    );
    let site = Site::new()
        .file("content/a.md", text)
        .file("content/links/b.md", format!("---\nhome: {base}/gone\n---\n\nB.\n"))
        .file(
            "fieldguide.yaml",
            format!(
                "title: X\nexternal:\n  skip: [\"{base}/skip*\"]\ncollections:\n  links:\n    fields:\n      \
                 home: {{ type: url }}\nfooter:\n  links:\n    - {{ label: Old, link: \"{base}/old\" }}\n"
            ),
        );
    site.run(&["check", "--strict"]).fine();
    let ran = site.run(&["check", "--external", "--private-hosts", "--format", "short"]).fails(1);
    let problems: Vec<String> = ran
        .err
        .lines()
        .filter(|line| line.contains("error[") || line.contains("warning["))
        // Columns follow from the number of the port.
        .map(|line| {
            let (place, rest) = line.split_once(": ").expect("a place and a problem");
            let (place, _) = place.rsplit_once(':').expect("a column");
            format!("{place}: {rest}").replace(&base, "")
        })
        .collect();
    assert_eq!(
        problems,
        [
            "fieldguide.yaml:10: warning[moved-external-link]: `/old` has moved for good (write `/fine`)",
            "content/a.md:3: warning[moved-external-link]: `/old` has moved for good (write `/fine`)",
            "content/a.md:3: error[broken-external-link]: `/gone#x` leads nowhere: the host says 404 Not Found (find out where it went, or remove the link)",
            "content/a.md:3: warning[untold-external-link]: nobody can tell whether `/login` works: the host says 401 Unauthorized (look at it yourself, or name it under `skip`)",
            "content/a.md:5: error[broken-external-link]: `/gone` leads nowhere: the host says 404 Not Found (find out where it went, or remove the link)",
            "content/links/b.md:2: error[broken-external-link]: `/gone` leads nowhere: the host says 404 Not Found (find out where it went, or remove the link)",
        ],
        "{}",
        ran.err
    );
    ran.says("5 links to other hosts: 2 work, 2 broken, 1 could not be told; 1 skipped");

    // What was known and not looked for is not gone.
    let external = |more: &[&str]| {
        let all =
            [&["check", "--external", "--private-hosts", "--baseline", "known"], more].concat();
        site.run(&all).fine();
    };
    external(&["--accept"]);
    site.run(&["check", "--strict", "--baseline", "known"]).fine();
    external(&["--strict"]);
}

#[test]
fn a_proxy_is_not_sent_to_private_hosts() {
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    proxy.set_nonblocking(true).expect("it can be");
    let address = format!("http://{}", proxy.local_addr().expect("it is bound"));
    let site =
        Site::new().file("content/a.md", "# A\n\n[a](http://10.0.0.1/) [b](https://localhost/)\n");
    let mut check = program();
    check.current_dir(site.root()).args(["check", "--external"]).env("ALL_PROXY", address);
    let ran =
        Ran::of(check.env_remove("NO_PROXY").env_remove("no_proxy").output().expect("it starts"));
    ran.fine().says("2 not asked, on private hosts");
    assert!(proxy.accept().is_err(), "nobody came");
}

#[test]
fn private_hosts_are_asked_only_if_somebody_says_so() {
    let base = host();
    let site =
        Site::new().file("content/a.md", format!("# A\n\n[a]({base}/gone) [b]({base}/gone)\n"));
    let ran = site.run(&["check", "--external", "--format", "short"]).fine();
    let told = format!(
        "content/a.md:3:1: warning[untold-external-link]: `{base}/gone` was not asked: its host is on this machine \
         (127.0.0.1) (name it under `skip`, or allow such hosts with `private_hosts: true` or `--private-hosts`)"
    );
    assert_eq!(ran.err.matches("was not asked").count(), 1, "{}", ran.err);
    ran.says(&told).says("0 work, 0 broken, 0 could not be told; 1 not asked, on private hosts");
    site.run(&["check", "--private-hosts"]).fails(2).says("--external");
    site.run(&["check", "--external", "--private-hosts"]).fails(1).says("404 Not Found");
    site.write("fieldguide.yaml", "external: { private_hosts: true }\n");
    site.run(&["check", "--external"]).fails(1).says("404 Not Found");
}

#[test]
fn a_fixed_link_is_one_whatever_the_name_of_the_page() {
    let site = Site::new()
        .file("content/my (new) page.md", "---\naliases: [/old.html]\n---\n\n## Part\n\nText.\n")
        .file("content/b.md", "# B\n\n[a](old.html?x=1#part) <a href=\"old.html\">a</a>\n");
    site.run(&["check", "--fix", "--yes"]).fine().says("2 problems fixed in 1 file");
    let mended = "# B\n\n[a](my%20%28new%29%20page.md?x=1#part) <a href=\"my%20%28new%29%20page.md\">a</a>\n";
    assert_eq!(read(&site, "content/b.md"), mended);
    let again = site.run(&["check"]).fine();
    assert!(again.err.starts_with("nothing wrong"), "{}", again.err);
}

#[test]
fn a_label_that_is_called_as_the_address_keeps_its_name() {
    let site = Site::new()
        .file("content/a.md", "---\naliases: [/old.html]\n---\n\nText.\n")
        .file("content/b.md", "# B\n\n[a][old.html] and [old.html][].\n\n[old.html]: old.html\n");
    site.run(&["check", "--fix", "--yes"]).fine();
    let mended = "# B\n\n[a][old.html] and [old.html][].\n\n[old.html]: a.md\n";
    assert_eq!(read(&site, "content/b.md"), mended);
    let again = site.run(&["check"]).fine();
    assert!(again.err.starts_with("nothing wrong"), "{}", again.err);
}

#[test]
fn what_leaves_no_doubt_is_fixed_once_somebody_says_so() {
    let page = "# B\n\n[a](old.html#a-heading \"T\") and [a](old.html), <a href=\"old.html\">a</a>.\r\n\r\n\
                [ref][r] [old.html](old.html)\n\n[r]: old.html\n";
    let site = Site::new()
        .file("content/a.md", "---\naliases: [/old.html]\n---\n\n## A heading\n\nText.\n")
        .file("content/b.md", page);
    let ran = site.run(&["check", "--fix"]).fine();
    let shown = "--- content/b.md\n+++ content/b.md\n@@ -3 +3 @@\n\
                 -[a](old.html#a-heading \"T\") and [a](old.html), <a href=\"old.html\">a</a>.\n\
                 +[a](a.md#a-heading \"T\") and [a](a.md), <a href=\"a.md\">a</a>.\n\
                 @@ -7 +7 @@\n-[r]: old.html\n+[r]: a.md\n";
    assert!(ran.err.contains(shown), "{}", ran.err);
    ran.says("nothing was written; `--fix --yes` fixes 4 problems in 1 file");
    assert_eq!(read(&site, "content/b.md"), page);
    site.run(&["check", "--yes"]).fails(2).says("--fix");
    site.run(&["check", "--dry-run"]).fails(2).says("--fix");
    site.run(&["check", "--fix", "--yes", "--dry-run"]).fails(2).says("cannot be used with");
    let tried = site.run(&["check", "--fix", "--dry-run", "--quiet"]).fine();
    assert_eq!(tried.out, shown, "the difference is the result");
    assert_eq!(read(&site, "content/b.md"), page);

    let ran = site.run(&["check", "--fix", "--yes", "--format", "short"]).fine();
    ran.says("4 problems fixed in 1 file").says("content/b.md:5:10: warning[redirected-link]");
    let mended = page
        .replacen("old.html#a-heading", "a.md#a-heading", 1)
        .replacen("[a](old.html)", "[a](a.md)", 1)
        .replacen("href=\"old.html\"", "href=\"a.md\"", 1)
        .replacen("[r]: old.html", "[r]: a.md", 1);
    assert_eq!(read(&site, "content/b.md"), mended, "line ends stay, and so does what is in doubt");
    let left = site.run(&["check", "--fix", "--yes", "--format", "short"]).fine();
    assert_eq!(left.err.matches("[redirected-link]").count(), 1, "{}", left.err);
    left.says("nothing here can be fixed without a doubt");
}

#[test]
fn a_place_far_out_in_a_line_is_shown_with_what_is_around_it() {
    let before = "é [x](a.md) ".repeat(400) + "é ";
    let site = Site::new().file("content/a.md", format!("# A\n\n{before}[x](b.md)\n"));
    let told = site.run(&["check"]).fails(1).err;
    let (_, last) = told.split_once("there is no page `b.md`\n").expect("it is told");
    let column = before.chars().count() + 1;
    let (place, snippet) = last.split_once('\n').expect("a snippet follows");
    assert_eq!(place, format!(" --> content/a.md:3:{column}"));
    assert!(snippet.contains("[x](a.md) é [x](b.md)"), "{snippet}");
    assert!(!snippet.contains(":::"), "{snippet}");
}
