//! Files are written whole or not at all, and only where they belong.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::{Ran, Site, program, tree};

/// Two pages in two languages, with something that `--fix` fixes.
fn site() -> Site {
    Site::new()
        .file("fieldguide.yaml", "title: T\nlanguages: [en, es]\ncollections:\n  notes: {}\n")
        .file("content/index.md", "# Home\n\nText.\n")
        .file(
            "content/a.md",
            "---\naliases: [/old.html]\n---\n# A\n\n[b](/notes/old/) and so on.\n",
        )
        .file("content/a.es.md", "# A\n\nTexto.\n")
        .file("content/notes/b.md", "---\naliases: [/notes/old/]\n---\n# B\n\nMore text.\n")
}

/// Everything in the project but what builds make.
fn own_files(site: &Site) -> Vec<(String, Vec<u8>)> {
    let is_own = |path: &String| !path.starts_with("public/") && !path.starts_with(".fieldguide/");
    tree(site.root()).into_iter().filter(|(path, _)| is_own(path)).collect()
}

/// The names of a folder's hidden files.
fn hidden(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.') && name != ".fieldguide").collect()
}

/// Runs the program where no file can grow: a full disk.
fn run_on_full_disk(site: &Site, arguments: &[&str]) -> Ran {
    let mut command = Command::new("sh");
    // A signal that is ignored stays so in the program, and writing fails with an error.
    command.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]);
    command.arg(program().get_program()).args(arguments);
    command.env("SOURCE_DATE_EPOCH", "1780000000").current_dir(site.root());
    Ran::of(command.output().expect("a shell is there"))
}

#[cfg(unix)]
#[test]
fn a_full_disk_costs_nothing_that_was_there() {
    let site = site();
    site.run(&["check", "--baseline", "known.txt", "--accept"]).fine();
    site.run(&["check", "--addresses", "--accept"]).fine();
    site.build().fine();
    // Now there is more to accept.
    site.write("content/notes/c.md", "# C\n\n[nothing](\n");
    site.write("content/notes/d.md", "");
    let before = own_files(&site);
    let commands: &[&[&str]] = &[
        &["check", "--baseline", "known.txt", "--accept"],
        &["check", "--addresses", "--accept"],
        &["check", "--fix", "--yes"],
        &["translated", "content/a.es.md"],
        &["new", "notes", "Another page"],
        &["schema", "--write", "schemas"],
        &["init", "fresh"],
        &["build"],
    ];
    for command in commands {
        let ran = run_on_full_disk(&site, command);
        assert_ne!(ran.code, 101, "{command:?}: {}", ran.err);
        assert_eq!(own_files(&site), before, "{command:?}");
    }
    let accepted = run_on_full_disk(&site, &["check", "--baseline", "known.txt", "--accept"]);
    accepted.fails(2).says("`known.txt` cannot be written");
    // What failed can be done once there is room.
    for command in &commands[..7] {
        site.run(command).fine();
    }
    assert!(hidden(site.root()).is_empty(), "{:?}", hidden(site.root()));
}

#[cfg(unix)]
#[test]
fn links_with_names_of_ours_are_not_followed() {
    use std::os::unix::fs::symlink;

    let outside =
        Site::new().file("precious.txt", "precious\n").file("folder/.fieldguide-unpublished", "");
    outside.write("folder/deep/precious.txt", "precious\n");
    let precious = tree(outside.root());
    let (file, folder) = (outside.root().join("precious.txt"), outside.root().join("folder"));
    let build: &[&str] = &["build"];
    let accept_all: &[&str] = &["check", "--baseline", "known.txt", "--accept"];
    let accept_addresses: &[&str] = &["check", "--addresses", "--accept"];
    let cases: &[(&str, &Path, &[&str], i32)] = &[
        (".public.fieldguide-lock", &file, build, 2),
        (".public.fieldguide-new", &folder, build, 2),
        (".public.fieldguide-old", &folder, build, 2),
        ("public", &folder, build, 2),
        (".fieldguide", &folder, build, 2),
        (".fieldguide", &folder, &["check"], 2),
        (".fieldguide", &folder, &["search", "text"], 2),
        (".fieldguide", Path::new("nowhere"), build, 2),
        (".fieldguide/search", &folder, build, 0),
        (".fieldguide/search-es", &folder, build, 0),
        (".fieldguide/search.lock", &file, build, 0),
        (".fieldguide/built.json", &file, build, 0),
        (".fieldguide/texts", &file, build, 0),
        (".fieldguide/code", &file, build, 0),
        (".fieldguide/search/site.json", &file, build, 0),
        (".fieldguide/search/meta.json", &file, build, 0),
        (".fieldguide/search/.tantivy-writer.lock", &file, build, 0),
        (".fieldguide/search/.managed.json", &file, build, 0),
        ("known.txt", &file, accept_all, 2),
        ("addresses.txt", &file, accept_addresses, 2),
        ("content/.a.es.md.new", &file, &["translated", "content/a.es.md"], 0),
        ("content/notes/another-page.md", &file, &["new", "notes", "Another page"], 2),
    ];
    for (name, target, command, code) in cases {
        for is_built in [false, true] {
            let site = site();
            if is_built {
                site.build().fine();
            }
            let link = site.root().join(name);
            let _ = fs::remove_dir_all(&link).or_else(|_| fs::remove_file(&link));
            fs::create_dir_all(link.parent().expect("it lies in the project"))
                .expect("it can be made");
            symlink(target, &link).expect("links can be made");
            let ran = site.run(command);
            assert_eq!(ran.code, *code, "{name} {command:?}: {}", ran.err);
            let is_told = ran.err.contains("link") || ran.err.contains("already");
            assert!(*code == 0 || is_told, "{name} {command:?}: {}", ran.err);
            assert_eq!(tree(outside.root()), precious, "{name} {command:?}");
        }
    }
}

#[test]
fn an_output_among_the_projects_own_files_is_refused() {
    let site = site()
        .file("fieldguide.yaml", "include: [more/settings.yaml]\ntheme: { folder: look }\n")
        .file("more/settings.yaml", "title: T\n")
        .file("look/static/extra.css", "p { margin: 0 }\n");
    let refused = [
        ("look", "theme"),
        ("look/public", "theme"),
        ("content/public", "content"),
        (".fieldguide", "cache"),
        (".fieldguide/public", "cache"),
        ("more", "settings"),
        (".", "content"),
    ];
    for (output, what) in refused {
        let ran = site.run(&["build", "--output", output]).fails(2).says("[output-overlap]");
        assert!(ran.err.contains(&format!("overlaps with the {what}")), "{output}: {}", ran.err);
    }
    site.run(&["build", "--output", "more-public"]).fine();
    site.run(&["check", "--report", "look/report"]).fails(2).says("overlaps with the theme");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_does_not_arrive_is_an_error() {
    let site = site();
    site.build().fine();
    let commands: &[&[&str]] = &[
        &["check", "--format", "sarif"],
        &["check", "--format", "github"],
        &["schema"],
        &["search", "text"],
        &["search", "text", "--json"],
        &["explain"],
        &["explain", "broken-link"],
        &["completions", "bash"],
        &["build", "--timings"],
        &["new", "notes", "Another page"],
        &["--help"],
        &["--version"],
    ];
    for arguments in commands {
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let mut command = program();
        command.current_dir(site.root()).args(*arguments).stdout(full);
        let ran = Ran::of(command.output().expect("it starts"));
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("could not be written"), "{arguments:?}: {}", ran.err);
    }
    // A reader that has seen enough is no failure.
    let (reader, writer) = std::io::pipe().expect("pipes can be made");
    drop(reader);
    let mut command = program();
    command.current_dir(site.root()).args(["search", "text"]).stdout(writer);
    Ran::of(command.output().expect("it starts")).fine();
}

#[test]
fn a_file_that_is_no_ledger_is_not_replaced() {
    for text in ["Dear all,\nsee you on Monday.\n", "# Where we live\n", "one\ntwo\n"] {
        let site = site().file("addresses.txt", text);
        site.run(&["check", "--addresses", "--accept"]).fails(2).says("[record-syntax]");
        let kept = fs::read_to_string(site.root().join("addresses.txt")).expect("it is there");
        assert_eq!(kept, text);
    }
}

#[test]
fn an_interrupted_start_is_finished_by_the_next() {
    let site = Site::new();
    site.run(&["init", "whole"]).fine();
    let whole = tree(&site.root().join("whole"));
    let cut_at = [0, 1, 5, whole.len() - 1];
    for files in cut_at {
        let name = format!("cut-{files}");
        // Written last, so it is not there.
        let there = whole.iter().filter(|(path, _)| !path.ends_with("extensions.json"));
        for (path, text) in there.take(files) {
            site.write(&format!("{name}/{path}"), text);
        }
        site.write(&format!("{name}/.1-0.fieldguide-tmp"), "half a fi");
        site.run(&["init", &name]).fine();
        assert_eq!(tree(&site.root().join(&name)), whole, "{files} files");
    }
    site.run(&["init", "whole"]).fails(2).says("[output-not-ours]");
    site.write("mine/fieldguide.yaml", "title: Mine\n");
    site.run(&["init", "mine"]).fails(2).says("[output-not-ours]");
}
