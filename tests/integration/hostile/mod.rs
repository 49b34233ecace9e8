//! Hostile projects. Whatever stands in its files, the program ends by itself and says what is wrong; what it publishes
//! is whole; a build over the one before makes what a clean one makes; and `check` finds the errors that `build` finds.
//!
//! Runs a few seeds, or with `FIELDGUIDE_SEEDS=1000` as many as wanted. A seed that fails says how to repeat it, and
//! its project is kept.

mod mutate;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::random::{Random, seeds};
use super::serving::copy_project;
use super::support::{Folder, Ran, Site, program, tree};
use mutate::mutated;

/// Seeds without being asked for more: about a minute's work.
const FEW: u64 = 20;

/// Edits of a project, each of several files.
const STEPS: usize = 3;

/// A run that takes longer hangs; none takes a hundredth of it.
const LIMIT: Duration = Duration::from_secs(120);

/// Files of a project by path.
type Files = BTreeMap<String, Vec<u8>>;

/// Makes texts in a language.
type Language = fn(&mut Random) -> String;

/// A project, and its files as they were when it last had no errors.
struct Project {
    site: Site,
    sound: Files,
}

/// What was tried.
#[derive(Default, Debug)]
struct Tried {
    /// Damaged texts, and those of them that are published all the same.
    texts: usize,
    published: usize,
    queries: usize,
}

#[test]
#[expect(clippy::print_stdout, reason = "whoever tries many reads how many")]
fn hostile_projects_are_built_whole_or_refused() {
    let mut tried = Tried::default();
    for seed in seeds(FEW) {
        let project = Project::new();
        project.try_seed(seed, &mut tried).unwrap_or_else(|wrong| {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{seed}"));
            let _ = fs::remove_dir_all(&kept);
            fs::create_dir_all(&kept).expect("it is ours");
            copy_project(project.site.root(), &kept);
            panic!(
                "seed {seed}: {wrong}\nThe project is kept in {}; repeat the seed with \
                 `FIELDGUIDE_SEED={seed} cargo test hostile`.",
                kept.display()
            );
        });
    }
    println!("{tried:?}");
    let says_much = tried.texts > 500;
    assert!(!says_much || tried.published * 3 > tried.texts, "most are refused: {tried:?}");
}

impl Project {
    /// A project without errors, and published.
    fn new() -> Project {
        let mut random = Random(1);
        let mut sound = Files::from([
            ("fieldguide.yaml".to_owned(), texts::SETTINGS.into()),
            ("theme/templates/partials/footer.html".to_owned(), "<footer>Ours</footer>\n".into()),
            ("content/plan.svg".to_owned(), SVG.into()),
            ("content/saws.csv".to_owned(), "Saw,Teeth\nRip,5\n".into()),
            ("content/saws.yaml".to_owned(), "- { Saw: Rip, Teeth: 5 }\n".into()),
            ("content/works.bib".to_owned(), texts::bibtex(&mut random).into()),
            ("content/works.yaml".to_owned(), texts::hayagriva(&mut random).into()),
            ("content/style.csl".to_owned(), texts::csl(&mut random).into()),
        ]);
        for name in texts::PAGES {
            sound.insert(format!("content/{name}"), format!("# About {name}\n\nWords.\n").into());
        }
        let site = Site::new();
        for (path, bytes) in &sound {
            site.write(path, bytes);
        }
        site.build().fine();
        Project { site, sound }
    }

    /// Edits and builds it. Returns what went wrong, if something did.
    fn try_seed(&self, seed: u64, tried: &mut Tried) -> Result<(), String> {
        let mut random = Random(seed);
        let mut sound = self.sound.clone();
        for step in 0..STEPS {
            let at = |wrong: String| format!("step {step}: {wrong}");
            let edits = edits(&mut random);
            tried.texts += edits.len();
            for (path, bytes) in &edits {
                self.site.write(path, bytes);
            }
            tried.published += self.build_until_sound(&mut sound, edits).map_err(at)?;
            self.report(&mut random).map_err(at)?;
            self.search(&mut random).map_err(at)?;
            tried.queries += QUERIES;
        }
        Ok(())
    }

    /// Builds, and takes back the edits that are refused, until nothing is. Returns how many are left.
    fn build_until_sound(&self, sound: &mut Files, mut left: Files) -> Result<usize, String> {
        loop {
            let errors = self.build(left.is_empty())?;
            if errors.is_empty() {
                let published = left.len();
                sound.extend(left);
                return Ok(published);
            }
            for path in refused(&left, &errors) {
                left.remove(&path);
                self.site.write(&path, &sound[&path]);
            }
        }
    }

    /// Checks and builds over what the build before left. Returns the errors that both tell.
    fn build(&self, is_sound: bool) -> Result<BTreeSet<String>, String> {
        let root = self.site.root();
        let before = self.site.tree();
        let checked = run(root, &["check", "--format", "short"])?;
        let built = run(root, &["build", "--quiet", "--format", "short"])?;
        let (checked_errors, errors) = (errors(&checked.err), errors(&built.err));
        if checked_errors != errors || checked.code != built.code {
            return Err(format!("`check` says:\n{checked:?}\n`build` says:\n{built:?}"));
        }
        let beside = names(root).into_iter().find(|name| name.contains(".fieldguide-"));
        if let Some(name) = beside {
            return Err(format!("`{name}` is left behind"));
        }
        match built.code {
            0 => self.compare_with_clean(&built)?,
            _ if is_sound => return Err(format!("what was sound is refused:\n{}", built.err)),
            _ if before != self.site.tree() => {
                return Err("a refused site changed the output".into());
            }
            _ if errors.is_empty() => return Err(format!("it fails without an error: {built:?}")),
            _ => {}
        }
        Ok(errors)
    }

    /// Holds what was built over an earlier site to what is built in an empty folder.
    fn compare_with_clean(&self, built: &Ran) -> Result<(), String> {
        let clean = Folder::new();
        copy_project(self.site.root(), clean.path());
        let alone = run(clean.path(), &["build", "--quiet", "--format", "short"])?;
        if (alone.code, &alone.err) != (built.code, &built.err) {
            return Err(format!("a clean build says:\n{alone:?}\nthis one says:\n{built:?}"));
        }
        let (made, wanted) = (self.site.tree(), tree(&clean.path().join("public")));
        let names: BTreeSet<&String> = made.keys().chain(wanted.keys()).collect();
        let other: Vec<_> =
            names.into_iter().filter(|path| made.get(*path) != wanted.get(*path)).collect();
        if other.is_empty() {
            Ok(())
        } else {
            Err(format!("a clean build makes others of {other:?}"))
        }
    }

    /// Has the report made for other programs, which have to be able to read it.
    fn report(&self, random: &mut Random) -> Result<(), String> {
        let format = random.of(&["json", "sarif"]);
        let told = run(self.site.root(), &["check", "--advice", "--format", format])?;
        // A problem a line, or one log.
        let mut texts =
            if format == "json" { told.err.lines().collect() } else { vec![told.out.as_str()] };
        texts.retain(|text| is_json(text).is_err());
        if texts.is_empty() {
            Ok(())
        } else {
            Err(format!("`check` as {format} is no JSON: {texts:?}"))
        }
    }

    /// Asks for damaged queries.
    fn search(&self, random: &mut Random) -> Result<(), String> {
        for _ in 0..QUERIES {
            let (query, other) = (texts::query(random), texts::query(random));
            let query = String::from_utf8_lossy(&mutated(random, &query, &other)).replace('\0', "");
            let told = run(self.site.root(), &["search", "--json", "--", &query])?;
            if told.code != 0 {
                return Err(format!("the query {query:?} is refused: {told:?}"));
            }
            is_json(&told.out)
                .map_err(|error| format!("the query {query:?}: {error}\n{told:?}"))?;
        }
        Ok(())
    }
}

/// Queries after each step.
const QUERIES: usize = 2;

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='4'/>";

/// Damaged texts for most of the pages, and for some of the other files.
fn edits(random: &mut Random) -> Files {
    let mut edits = Files::new();
    for name in texts::PAGES {
        if !random.chance(3) {
            edits.insert(format!("content/{name}"), damaged(random, texts::page));
        }
    }
    let others: [(&str, Language); 7] = [
        ("content/saws.csv", texts::csv),
        ("content/saws.yaml", texts::data_yaml),
        ("content/works.bib", texts::bibtex),
        ("content/works.yaml", texts::hayagriva),
        ("content/style.csl", texts::csl),
        ("theme/templates/partials/footer.html", texts::template),
        ("fieldguide.yaml", texts::settings),
    ];
    for (path, text) in others {
        if random.chance(2) {
            edits.insert(path.to_owned(), damaged(random, text));
        }
    }
    // The works are read from either of two files.
    if random.chance(2) && !edits.contains_key("fieldguide.yaml") {
        let settings = texts::SETTINGS.replace("works.bib", "works.yaml");
        edits.insert("fieldguide.yaml".to_owned(), settings.into());
    }
    edits
}

/// The edits that errors are about. An error may be told in one file for what another one lacks: pages need works,
/// settings and data.
fn refused(edits: &Files, errors: &BTreeSet<String>) -> Vec<String> {
    let is_of = |error: &String, path: &String| error.starts_with(&format!("{path}:"));
    let is_elsewhere = errors.iter().any(|error| !edits.keys().any(|path| is_of(error, path)));
    let is_refused = |path: &&String| {
        errors.iter().any(|error| is_of(error, path)) || is_elsewhere && !path.ends_with(".md")
    };
    let refused: Vec<String> = edits.keys().filter(is_refused).cloned().collect();
    if refused.is_empty() { edits.keys().cloned().collect() } else { refused }
}

fn damaged(random: &mut Random, text: Language) -> Vec<u8> {
    let (own, other) = (text(random), text(random));
    mutated(random, &own, &other)
}

/// The errors of a report in short form.
fn errors(report: &str) -> BTreeSet<String> {
    report.lines().filter(|line| line.contains(": error[")).map(str::to_owned).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it is ours");
    entries
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect()
}

fn is_json(text: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).map(|_| ())
}

/// Runs the program in a folder. Fails if it does not end, or not by itself.
fn run(folder: &Path, arguments: &[&str]) -> Result<Ran, String> {
    let mut command = program();
    command.current_dir(folder).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let (out, err) = (collect(child.stdout.take()), collect(child.stderr.take()));
    let code = wait(&mut child);
    let text = |thread: JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&thread.join().expect("it reads to the end")).into_owned()
    };
    let (out, err) = (text(out), text(err));
    match code {
        Some(code @ 0..=2) if !err.contains("panicked at") => Ok(Ran { code, out, err }),
        code => Err(format!("{arguments:?} ends with {code:?}:\n{err}")),
    }
}

/// Reads to the end, so that whoever writes need not wait.
fn collect(from: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut from) = from {
            let _ = from.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// The exit code of a program; `None` if a signal ended it, which comes from here after the time limit.
fn wait(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("it can be asked") {
            return status.code();
        }
        if start.elapsed() > LIMIT {
            let _ = child.kill();
        }
        thread::sleep(Duration::from_millis(2));
    }
}
