//! What is wrong with the cache never shows: every file in it is checked before it is believed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::support::{Ran, Site, program, tree};

/// What can become of a file on a disk.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Truncated,
    Flipped,
    Zeroed,
    /// An earlier run's, which is whole in itself.
    Older,
    Deleted,
}

const ALL: [Damage; 5] =
    [Damage::Truncated, Damage::Flipped, Damage::Zeroed, Damage::Older, Damage::Deleted];

const CACHE: &str = ".fieldguide/";

/// The same pages at two times, and what a clean build makes of the second.
struct Times {
    /// Every file of the project after a build of the first.
    earlier: BTreeMap<String, Vec<u8>>,
    /// The project after a build of the second.
    site: Site,
    later: BTreeMap<String, Vec<u8>>,
    published: BTreeMap<String, Vec<u8>>,
    found: String,
}

fn page(name: &str, words: &str) -> String {
    format!(
        "---\ntags: [{words}]\n---\n# {name}\n\n{words} `code`\n\n```rust\nlet {words} = 1;\n```\n"
    )
}

fn written(site: &Site, words: &str) {
    site.write("fieldguide.yaml", "title: T\n");
    site.write("content/index.md", "# Home\n\nText.\n");
    site.write("content/a.md", page("A", words));
    for number in 0..4 {
        site.write(&format!("content/{number}.md"), page(&format!("Page {number}"), "apple"));
    }
}

fn times() -> Times {
    let site = Site::new();
    written(&site, "banana");
    site.build().fine();
    let earlier = tree(site.root());
    written(&site, "cherry");
    site.build().fine();
    let found = site.run(&["search", "cherry"]).fine().out;
    assert!(found.contains("a.html"), "{found}");
    let later = tree(site.root());
    let clean = Site::new();
    written(&clean, "cherry");
    clean.build().fine();
    assert_eq!(site.tree(), clean.tree());
    Times { earlier, site, later, published: clean.tree(), found }
}

/// A copy of the project. Its files keep their time, so that a build can tell they are the same.
fn copied(times: &Times) -> Site {
    let site = Site::new();
    for (path, bytes) in &times.later {
        site.write(path, bytes);
        let metadata = fs::metadata(times.site.root().join(path)).expect("it is there");
        let copy =
            fs::File::options().write(true).open(site.root().join(path)).expect("it is there");
        copy.set_modified(metadata.modified().expect("it has a time")).expect("it can be set");
    }
    site
}

/// Damages a file of the cache; `false` if there is nothing to be done to it.
fn damage(site: &Site, path: &str, damage: Damage, times: &Times) -> bool {
    let bytes = times.later[path].clone();
    let file = site.root().join(path);
    let damaged = match damage {
        Damage::Truncated => bytes[..bytes.len() / 2].to_vec(),
        Damage::Flipped => {
            let mut flipped = bytes.clone();
            let middle = flipped.len() / 2;
            if let Some(byte) = flipped.get_mut(middle) {
                *byte ^= 1;
            }
            flipped
        }
        Damage::Zeroed => vec![0; bytes.len()],
        Damage::Older => times.earlier.get(path).unwrap_or(&bytes).clone(),
        Damage::Deleted => {
            fs::remove_file(file).expect("it is there");
            return true;
        }
    };
    fs::write(file, &damaged).expect("it can be written");
    damaged != bytes
}

fn run_in(site: &Site, arguments: &[&str]) -> Ran {
    Ran::of(program().current_dir(site.root()).args(arguments).output().expect("it starts"))
}

#[test]
fn a_damaged_cache_changes_nothing() {
    let times = times();
    let cached: Vec<&String> = times.later.keys().filter(|path| path.starts_with(CACHE)).collect();
    for name in ["built.json", "texts", "code", "search/site.json", "search/meta.json"] {
        assert!(cached.iter().any(|path| **path == format!("{CACHE}{name}")), "{name}: {cached:?}");
    }
    let cases: Vec<(&String, Damage)> =
        cached.iter().flat_map(|path| ALL.map(|damage| (*path, damage))).collect();
    cases.par_iter().for_each(|(path, how)| {
        // Each command meets the damage.
        let damaged = || {
            let site = copied(&times);
            damage(&site, path, *how, &times).then_some(site)
        };
        let Some(site) = damaged() else { return };
        if path.contains("/search") {
            let found = run_in(&site, &["search", "cherry"]);
            let answer = (found.code, &found.out);
            assert_eq!(answer, (0, &times.found), "{path} {how:?}: {}", found.err);
        } else {
            let checked = run_in(&site, &["check"]);
            assert_eq!(checked.code, 0, "{path} {how:?}: {}", checked.err);
        }
        let site = damaged().expect("it was damaged before");
        let built = run_in(&site, &["build"]);
        assert_eq!(built.code, 0, "{path} {how:?}: {}", built.err);
        assert!(site.tree() == times.published, "{path} {how:?}: another site");
        // From the other time, what was damaged is of no more use.
        let site = damaged().expect("it was damaged before");
        site.write("content/a.md", page("A", "banana"));
        site.build().fine();
        site.write("content/a.md", page("A", "cherry"));
        let built = run_in(&site, &["build"]);
        assert_eq!(built.code, 0, "{path} {how:?}: {}", built.err);
        assert!(site.tree() == times.published, "{path} {how:?}: another site after an edit");
        let again = run_in(&site, &["build"]);
        assert!(again.err.contains("nothing has changed"), "{path} {how:?}: {}", again.err);
        assert!(!again.err.contains("damaged"), "{path} {how:?}: {}", again.err);
        assert_eq!(run_in(&site, &["search", "cherry"]).out, times.found, "{path} {how:?}");
    });
}

#[test]
fn damage_is_noted_once() {
    let site = Site::new();
    written(&site, "banana");
    site.build().fine();
    for name in ["texts", "code", "built.json", "search/site.json"] {
        site.write(&format!("{CACHE}{name}"), "damaged");
    }
    let built =
        site.build().fine().says("note: what earlier runs left in `.fieldguide` is damaged");
    assert_eq!(built.err.matches("damaged").count(), 1, "{}", built.err);
    assert!(!site.build().fine().err.contains("damaged"));
}

#[test]
fn what_a_killed_build_leaves_in_the_cache_is_swept() {
    let site = Site::new();
    written(&site, "banana");
    site.build().fine();
    let names = |folder: &Path| -> Vec<String> { tree(folder).into_keys().collect() };
    let cache = site.root().join(CACHE);
    let before = names(&cache);
    for stray in ["0123456789abcdef.7.del", ".tmpAbCdEf", ".tantivy-writer.lock", "f00.store"] {
        site.write(&format!("{CACHE}search/{stray}"), "half");
    }
    site.write(&format!("{CACHE}.1-0.fieldguide-tmp"), "half");
    site.write(&format!("{CACHE}search.lock"), "");
    let built = site.build().fine().says("nothing has changed");
    assert!(!built.err.contains("damaged"), "{}", built.err);
    assert_eq!(names(&cache), before);
}

#[test]
fn two_builds_of_one_project_do_not_disturb_each_other() {
    let site = Site::new();
    written(&site, "banana");
    let outputs: Vec<String> = (0..4).map(|number| format!("public-{number}")).collect();
    let built: Vec<Ran> =
        outputs.par_iter().map(|output| run_in(&site, &["build", "--output", output])).collect();
    for ran in built {
        assert!(!ran.fine().err.contains("damaged"));
    }
    let first = tree(&site.root().join("public-0"));
    for output in &outputs[1..] {
        assert!(tree(&site.root().join(output)) == first, "{output}");
    }
}
