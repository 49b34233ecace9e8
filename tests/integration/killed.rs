//! Whatever moment a run is killed at: every file is as it was or as it was to be, and the next run leaves no trace of
//! it. `FIELDGUIDE_SEEDS=500 cargo test killed` kills each command that often.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::support::{Site, program, tree};

type Files = BTreeMap<String, Vec<u8>>;

/// A command that writes, from a project in which it has something to do.
struct Case {
    arguments: &'static [&'static str],
    /// What brings the project to rest after a kill.
    next: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { arguments: &["build"], next: &["build"] },
    Case { arguments: &["check", "--fix", "--yes"], next: &["check", "--fix", "--yes"] },
    Case { arguments: ACCEPT, next: ACCEPT },
    Case { arguments: ACCEPT_ADDRESSES, next: ACCEPT_ADDRESSES },
    Case {
        arguments: &["translated", "content/a.es.md"],
        next: &["translated", "content/a.es.md"],
    },
    Case { arguments: NEW, next: NEW },
    Case { arguments: &["init", "fresh"], next: &["init", "fresh"] },
    Case { arguments: &["schema", "--write", "schemas"], next: &["schema", "--write", "schemas"] },
];

const ACCEPT: &[&str] = &["check", "--baseline", "known.txt", "--accept"];
const ACCEPT_ADDRESSES: &[&str] = &["check", "--addresses", "--accept"];
const NEW: &[&str] = &["new", "notes", "Another page"];

/// A project that was built, then edited.
fn site() -> Site {
    let site = Site::new()
        .file("fieldguide.yaml", "title: T\nlanguages: [en, es]\ncollections:\n  notes: {}\n")
        .file("content/index.md", "# Home\n\nText.\n")
        .file("content/a.md", "# A\n\n[b](/notes/old/) and so on.\n")
        .file("content/a.es.md", "# A\n\nTexto.\n")
        .file("content/notes/b.md", "---\naliases: [/notes/old/]\n---\n# B\n\nMore text.\n")
        .file("known.txt", "")
        .file("addresses.txt", "");
    site.build().fine();
    site.write("content/a.md", "# A\n\n[b](/notes/old/) and so forth.\n");
    site.write("content/notes/c.md", "");
    site
}

fn copy_of(files: &Files) -> Site {
    let site = Site::new();
    for (path, bytes) in files {
        site.write(path, bytes);
    }
    site
}

/// What an author or a reader sees: everything but the cache.
fn seen(site: &Site) -> Files {
    let mut files = tree(site.root());
    files.retain(|path, _| !path.starts_with(".fieldguide/"));
    files
}

/// Files that only a run in progress has.
fn litter(site: &Site) -> Vec<String> {
    tree(site.root()).into_keys().filter(|path| is_litter(path)).collect()
}

fn is_litter(path: &str) -> bool {
    const MARKS: [&str; 6] = [
        "fieldguide-tmp",
        "fieldguide-new",
        "fieldguide-old",
        "fieldguide-rest",
        "unpublished",
        "lock",
    ];
    path.contains("/.tmp") || MARKS.iter().any(|mark| path.contains(mark))
}

/// How often each command is killed.
fn kills() -> u32 {
    std::env::var("FIELDGUIDE_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(4)
}

fn command(site: &Site, arguments: &[&str]) -> Command {
    let mut command = program();
    command.current_dir(site.root()).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Kills a run after a share of the time that it takes.
fn kill(site: &Site, arguments: &[&str], after: Duration) {
    let mut run = command(site, arguments).spawn().expect("it starts");
    std::thread::sleep(after);
    // It may have ended by itself.
    let _ = run.kill();
    run.wait().expect("it was started");
}

/// The moment of a kill, spread evenly over a bit more than the whole run (a sequence of low discrepancy by the golden
/// ratio).
fn moment(number: u32, whole: Duration) -> Duration {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    whole.mul_f64((f64::from(number + 1) * GOLDEN).fract() * 1.1)
}

#[test]
fn a_killed_run_leaves_every_file_old_or_new_and_no_litter() {
    let start = tree(site().root());
    for Case { arguments, next } in CASES {
        let done = copy_of(&start);
        let before = seen(&done);
        let began = Instant::now();
        command(&done, arguments).status().expect("it starts");
        let whole = began.elapsed();
        let after = seen(&done);
        assert_ne!(before, after, "{arguments:?} has something to do");
        for number in 0..kills() {
            let site = copy_of(&start);
            kill(&site, arguments, moment(number, whole));
            check_each_file(&site, &before, &after, arguments);
            command(&site, next).status().expect("it starts");
            // The content folder is swept by whoever reads it.
            command(&site, &["build"]).status().expect("it starts");
            let mut rest = seen(&site);
            rest.retain(|path, _| !path.starts_with("public/") || *arguments == ["build"]);
            let mut wanted = after.clone();
            wanted.retain(|path, _| !path.starts_with("public/") || *arguments == ["build"]);
            assert!(rest == wanted, "{arguments:?}: {:?} {:?}", rest.keys(), wanted.keys());
            assert_eq!(litter(&site), [""; 0], "{arguments:?}");
        }
    }
}

/// Each file is the one from before or the one from after, and the published site is one of the two.
fn check_each_file(site: &Site, before: &Files, after: &Files, arguments: &[&str]) {
    let now = seen(site);
    let of_site = |files: &Files| -> Files {
        let published = files.iter().filter(|(path, _)| path.starts_with("public/"));
        let published = published.filter(|(path, _)| !path.ends_with(".fieldguide-unpublished"));
        published.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    let published = of_site(&now);
    let is_one = published == of_site(before) || published == of_site(after);
    assert!(is_one, "{arguments:?} left a site that is neither: {:?}", published.keys());
    for (path, bytes) in before.iter().filter(|(path, _)| !path.starts_with("public/")) {
        let found = now.get(path);
        let is_whole = found == Some(bytes) || found == after.get(path);
        assert!(is_whole, "{arguments:?} left `{path}` neither old nor new");
    }
    let is_new = |path: &&String| !before.contains_key(*path) && !is_litter(path);
    for path in now.keys().filter(is_new).filter(|path| !path.starts_with("public/")) {
        let is_whole = now.get(path) == after.get(path);
        assert!(is_whole, "{arguments:?} left a part of `{path}`");
    }
}

#[test]
fn a_killed_server_leaves_nothing_that_a_build_minds() {
    let clean = site();
    clean.run(&["build"]);
    let (start, wanted) = (tree(site().root()), clean.tree());
    for number in 0..kills() {
        let site = copy_of(&start);
        let mut server = command(&site, &["serve", "--port", "0"]).spawn().expect("it starts");
        std::thread::sleep(moment(number, Duration::from_millis(400)));
        fs::write(site.root().join("content/index.md"), "# Home\n\nOther text.\n")
            .expect("it can be written");
        std::thread::sleep(moment(number * 7, Duration::from_millis(200)));
        server.kill().expect("it runs");
        server.wait().expect("it was started");
        fs::write(site.root().join("content/index.md"), "# Home\n\nText.\n")
            .expect("it can be written");
        site.run(&["build"]);
        assert!(site.tree() == wanted, "another site after a killed server");
        assert_eq!(litter(&site), [""; 0]);
    }
}
