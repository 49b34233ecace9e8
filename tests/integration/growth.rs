//! Twice the input takes twice the work, and not four times as much, whatever there is a lot of.
//!
//! Each kind of input is made in one size and in four times that; the program may take at most
//! [`MOST`] times the processor time. It runs on one thread. Its own time is taken, which other programs do not add to,
//! without that for a site of nothing; and what seems too much is measured again and again: the least time of each
//! size counts, and only if they never agree, the test fails.

#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::support::{Site, program};

/// Twice the input may take 2.6 times the time; so four times the input.
const MOST: f64 = 2.6 * 2.6;

/// Ticks of processor time that the smaller input has to take, beside those for a site of nothing: a tick more or
/// less does not matter then. There are a hundred in a second.
const LEAST: u64 = 10;

/// How often the smaller input is doubled until it takes that; one that never does takes no time to speak of.
const DOUBLINGS: u32 = 4;

/// How often two sizes are measured.
const ROUNDS: usize = 6;

/// Files by path.
type Files = Vec<(String, String)>;

/// A kind of input: its name, a size to begin with, what to run, and the files of a size.
type Kind = (&'static str, usize, &'static [&'static str], fn(usize) -> Files);

const CHECK: &[&str] = &["check"];
const ADVICE: &[&str] = &["check", "--advice"];
const BUILD: &[&str] = &["build"];

const KINDS: &[Kind] = &[
    ("unknown keys of a page", 1_000, CHECK, |n| head(&lines(n, |i| format!("key{i}: x")), "Text")),
    ("unknown settings", 1_000, CHECK, |n| settings(&lines(n, |i| format!("key{i}: x")), "Text")),
    ("unknown keys in brackets", 1_000, CHECK, |n| {
        settings(&format!("theme: {{{}}}", list(n, |i| format!("key{i}: x"))), "Text")
    }),
    ("a key many times", 1_000, CHECK, |n| settings(&lines(n, |_| "key: x".to_owned()), "Text")),
    ("broken links in a line", 2_000, CHECK, |n| page(&words(n, |i| format!("[x](p{i}.md)")))),
    ("broken links as JSON", 2_000, &["check", "--format", "json"], |n| {
        page(&words(n, |i| format!("[x](p{i}.md)")))
    }),
    ("broken links as SARIF", 2_000, &["check", "--format", "sarif"], |n| {
        page(&words(n, |i| format!("[x](p{i}.md)")))
    }),
    ("broken links as annotations", 2_000, &["check", "--format", "github"], |n| {
        page(&words(n, |i| format!("[x](p{i}.md)")))
    }),
    ("broken links among many pages", 300, CHECK, |n| {
        let pages = (0..n).map(|i| (format!("content/p{i}.md"), format!("# P{i}\n\nText\n")));
        pages.chain(page(&words(n, |i| format!("[x](q{i}q.md)")))).collect()
    }),
    ("broken anchors in a line", 2_000, CHECK, |n| page(&words(n, |i| format!("[x](#p{i})")))),
    ("broken anchors among headings", 1_000, CHECK, |n| {
        page(&blocks(n, |i| format!("## Head {i}\n\nx [x](#heading-{i})")))
    }),
    ("anchors of headings", 2_000, CHECK, |n| {
        page(&blocks(n, |i| format!("## Head {i}\n\nx [x](#head-{i})")))
    }),
    ("missing pictures", 2_000, CHECK, |n| page(&words(n, |i| format!("![x](p{i}.svg)")))),
    ("links with blanks", 1_000, CHECK, |n| page(&words(n, |_| "[a](b c.md)".to_owned()))),
    ("labels", 2_000, CHECK, |n| {
        page(&format!(
            "{}\n{}",
            lines(n, |i| format!("[r{i}]: /")),
            words(n, |i| format!("[r{i}]"))
        ))
    }),
    ("labels that nobody defines", 2_000, CHECK, |n| page(&words(n, |i| format!("[x][r{i}]")))),
    ("tags", 1_000, CHECK, |n| head(&format!("tags: [{}]", list(n, |i| format!("t{i}"))), "Text")),
    ("tags that are numbers", 1_000, CHECK, |n| {
        head(&format!("tags: [{}]", list(n, |i| format!("1.{i}"))), "Text")
    }),
    ("unknown tags", 500, CHECK, |n| {
        let mut files = settings(&format!("tags: [{}]", list(n, |i| format!("u{i}"))), "");
        files.extend(head(&format!("tags: [{}]", list(n, |i| format!("tag{i}"))), "Text"));
        files
    }),
    ("old addresses", 1_000, CHECK, |n| {
        head(&format!("aliases: [{}]", list(n, |i| format!("/old{i}.html"))), "Text")
    }),
    ("wrong addresses", 1_000, CHECK, |n| {
        head(&format!("aliases: [{}]", list(n, |i| format!("\"../old{i}\""))), "Text")
    }),
    ("footnotes", 2_000, BUILD, |n| {
        page(&format!(
            "{}\n\n{}",
            words(n, |i| format!("a[^{i}]")),
            blocks(n, |i| format!("[^{i}]: x"))
        ))
    }),
    ("footnotes without a note", 2_000, CHECK, |n| page(&words(n, |i| format!("a[^{i}]")))),
    ("notes without a mark", 2_000, CHECK, |n| page(&blocks(n, |i| format!("[^{i}]: x")))),
    ("arguments of a component", 1_000, CHECK, |n| {
        page(&format!("::: note x {{{}}}\nx\n:::", words(n, |i| format!("k{i}=v"))))
    }),
    ("unknown components", 1_000, CHECK, |n| page(&blocks(n, |i| format!("::: nota{i}\nx\n:::")))),
    ("components", 1_000, BUILD, |n| page(&blocks(n, |_| "::: note\nx\n:::".to_owned()))),
    ("components in components", 500, BUILD, |n| {
        page(&format!(
            "{}x\n{}",
            lines(n, |_| "::: note".to_owned()),
            lines(n, |_| ":::".to_owned())
        ))
    }),
    ("includes of nothing", 1_000, CHECK, |n| page(&blocks(n, |i| format!("::: include p{i}.md")))),
    ("cards", 300, BUILD, |n| page(&blocks(n, |_| "::: card a.md".to_owned()))),
    ("columns of a CSV file", 1_000, BUILD, |n| {
        table(&format!("{}\n{}", list(n, |i| format!("c{i}")), list(n, |_| "1".to_owned())), "")
    }),
    ("columns of one name", 1_000, CHECK, |n| {
        table(&format!("{}\n{}", list(n, |_| "c".to_owned()), list(n, |_| "1".to_owned())), "")
    }),
    ("columns that are not there", 500, CHECK, |n| {
        let columns = format!(" columns=\"{}\"", list(n, |i| format!("k{i}")));
        table(
            &format!("{}\n{}", list(n, |i| format!("c{i}")), list(n, |_| "1".to_owned())),
            &columns,
        )
    }),
    ("rows that are too short", 2_000, CHECK, |n| {
        table(&format!("a,b\n{}", lines(n, |_| "1".to_owned())), "")
    }),
    ("values of a YAML file", 500, CHECK, |n| {
        let mut files = page("::: data-table d.yaml {caption=x}");
        files.push((
            "content/d.yaml".to_owned(),
            format!("- {{{}}}\n", list(n, |i| format!("c{i}: 1.5"))),
        ));
        files
    }),
    ("rows of a YAML file with other columns", 500, CHECK, |n| {
        let mut files = page("::: data-table d.yaml {caption=x}");
        let rows = lines(n, |i| format!("- {{b{i}: 1}}"));
        files.push(("content/d.yaml".to_owned(), format!("- {{a: 1}}\n{rows}")));
        files
    }),
    ("brackets in brackets", 10_000, CHECK, |n| settings(&format!("x: {}", "[".repeat(n)), "Text")),
    ("brackets side by side", 5_000, CHECK, |n| {
        settings(&format!("x: [{}]", list(n, |_| "[a]".to_owned())), "Text")
    }),
    ("values of a vocabulary", 500, CHECK, |n| vocabulary(n, "a")),
    ("values of no vocabulary", 500, CHECK, |n| vocabulary(n, "x")),
    ("fields of a collection", 300, CHECK, |n| fields(n, "string")),
    ("fields of the wrong type", 300, CHECK, |n| fields(n, "integer")),
    ("relations", 200, CHECK, |n| relations(n, "p")),
    ("relations to nothing", 200, CHECK, |n| relations(n, "q")),
    ("collections", 300, CHECK, collections),
    ("tags", 500, BUILD, |n| head(&format!("tags: [{}]", list(n, |i| format!("t{i}"))), "Text")),
    ("tags of one slug", 500, CHECK, |n| {
        head(&format!("tags: [{}]", list(n, |i| format!("\"a{}\"", signs(i)))), "Text")
    }),
    ("headings of one name", 1_000, CHECK, |n| page(&blocks(n, |_| "## Head\n\nx".to_owned()))),
    ("headings with one anchor", 1_000, CHECK, |n| {
        page(&blocks(n, |i| format!("## Head {i} {{#a}}\n\nx")))
    }),
    ("headings", 500, BUILD, |n| page(&blocks(n, |i| format!("## Head {i}\n\nx y z")))),
    ("ids in HTML", 1_000, CHECK, |n| {
        page(&words(n, |i| format!("<i id=\"a{i}\">x</i> [x](#a{i})")))
    }),
    ("HTML that is blocked", 1_000, CHECK, |n| {
        page(&words(n, |_| "<a onclick=\"x\" href=\"p.md\">x</a>".to_owned()))
    }),
    ("a block of HTML", 1_000, CHECK, |n| {
        page(&format!(
            "<div>{}</div>",
            words(n, |_| "<a onclick=\"x\" href=\"p.md\">x</a>".to_owned())
        ))
    }),
    ("items of a list", 5_000, BUILD, |n| page(&lines(n, |_| "- x".to_owned()))),
    ("rows of a table", 2_000, BUILD, |n| {
        page(&format!("|a|b|\n|-|-|\n{}", lines(n, |_| "|x|y|".to_owned())))
    }),
    ("marks of emphasis", 5_000, CHECK, |n| page(&words(n, |_| "*a **b".to_owned()))),
    ("brackets in a text", 5_000, CHECK, |n| page(&"[a](".repeat(n))),
    ("open tags", 5_000, CHECK, |n| page(&"<a ".repeat(n))),
    ("lines of code", 1_000, BUILD, |n| {
        page(&format!("```rust\n{}```", lines(n, |_| "let x = 1;".to_owned())))
    }),
    ("unknown variables", 500, CHECK, |n| {
        let declared = format!("variables:\n{}", lines(n, |i| format!("  v{i}: x")));
        settings(&declared, &words(n, |i| format!("{{{{ w{i}aa }}}}")))
    }),
    ("variables", 1_000, BUILD, |n| {
        let declared = format!("variables:\n{}", lines(n, |i| format!("  v{i}: x")));
        settings(&declared, &words(n, |i| format!("{{{{ v{i} }}}}")))
    }),
    ("abbreviations", 500, BUILD, |n| {
        let declared = format!("abbreviations:\n{}", lines(n, |i| format!("  A{i}B: x y")));
        settings(&declared, &words(n, |i| format!("A{i}B")))
    }),
    ("terms of a glossary", 150, BUILD, |n| {
        let terms = (0..n).map(|i| {
            (format!("content/t/term{i}.md"), format!("---\ntitle: Term{i}\n---\nWhat\n"))
        });
        let text = words(n * 3, |i| format!("Term{i} and"));
        terms.chain(settings("collections:\n  t:\n    link_terms: true\n", &text)).collect()
    }),
    ("synonyms", 500, BUILD, |n| {
        let synonyms = lines(n, |i| format!("    - [a{i}, b{i}]"));
        settings(&format!("search:\n  synonyms:\n{synonyms}"), "Text")
    }),
    ("citations", 500, BUILD, |n| works(&works_of(n), &words(n, |i| format!("[@k{i}]")), "")),
    ("citations in one", 500, BUILD, |n| {
        works(&works_of(n), &format!("[{}]", list(n, |i| format!("@k{i}")).replace(',', ";")), "")
    }),
    ("citations in a style", 150, BUILD, |n| {
        works(&works_of(n), &words(n, |i| format!("[@k{i}]")), ", style: ieee")
    }),
    ("unknown citations", 500, CHECK, |n| {
        works(&works_of(n), &words(n, |i| format!("[@l{i}]")), "")
    }),
    ("works in one line", 500, CHECK, |n| works(&works_of(n).replace('\n', " "), "Text", "")),
    ("abbreviations in BibTeX", 500, CHECK, |n| {
        let chain = lines(n, |i| format!("@string{{s{i} = s{}}}", i + 1));
        works(&format!("{chain}@book{{k, title=s0, author={{A}}, year=2020}}\n"), "[@k].", "")
    }),
    ("unknown abbreviations in BibTeX", 300, CHECK, |n| {
        let bad = |i| {
            format!("@string{{s{i} = \"x\"}}\n@book{{k{i}, title=t{i}, author={{A}}, year=2020}}")
        };
        works(&lines(n, bad), "Text", "")
    }),
    ("works that take fields from nothing", 300, CHECK, |n| {
        let bad =
            |i| format!("@book{{k{i}, title={{T}}, author={{A}}, year=2020, crossref={{l{i}}}}}");
        works(&lines(n, bad), "Text", "")
    }),
    ("works in YAML", 300, CHECK, |n| {
        let mut files = settings("references: { file: w.yml }", "Text");
        let works = lines(n, |i| format!("k{i}:\n  type: book\n  title: T\n  url: x"));
        files.push(("content/w.yml".to_owned(), works));
        files
    }),
    ("words of the theme", 500, CHECK, |n| {
        let mut files = settings("theme: { folder: theme }", "Text");
        files.push(("theme/strings/en.yaml".to_owned(), lines(n, |i| format!("k{i}: [x]"))));
        files
    }),
    ("words in another language", 500, CHECK, |n| {
        let words = list(n, |i| format!("w{i}: x{i}"));
        settings(&format!("languages: [en, de]\nwords: {{ de: {{{words}}} }}"), "Text")
    }),
    ("entries of a menu", 300, CHECK, |n| {
        settings(
            &format!("menu: [{}]", list(n, |i| format!("{{ label: x, url: p{i}.md }}"))),
            "Text",
        )
    }),
    ("abbreviations that nobody explains", 500, ADVICE, |n| {
        let letter = |i: usize| char::from(b'A' + u8::try_from(i % 26).expect("a letter"));
        let word = |i: usize| {
            ["Q".to_owned(), String::from_iter([letter(i), letter(i / 26), letter(i / 676)])]
        };
        page(&words(n, |i| word(i).concat()))
    }),
    ("vague links", 1_000, ADVICE, |n| page(&words(n, |_| "[here](a.md)".to_owned()))),
    ("numbers without a source", 1_000, ADVICE, |n| {
        page(&words(n, |_| "It is 45 % of 1200.".to_owned()))
    }),
];

fn joined(count: usize, separator: &str, part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0..count {
        write!(text, "{}{separator}", part(at)).expect("it is a string");
    }
    text
}

/// A number in two signs that no address has.
fn signs(number: usize) -> String {
    format!("{number:b}").replace('0', "+").replace('1', "!")
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    joined(count, "\n", line)
}

fn words(count: usize, word: impl Fn(usize) -> String) -> String {
    joined(count, " ", word)
}

fn blocks(count: usize, block: impl Fn(usize) -> String) -> String {
    joined(count, "\n\n", block)
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    joined(count, ",", item).trim_end_matches(',').to_owned()
}

fn page(text: &str) -> Files {
    vec![("content/a.md".to_owned(), format!("# A\n\n{text}\n"))]
}

fn head(keys: &str, text: &str) -> Files {
    vec![("content/a.md".to_owned(), format!("---\n{}\n---\n\n{text}\n", keys.trim_end()))]
}

/// Settings, and a page unless it says nothing.
fn settings(settings: &str, text: &str) -> Files {
    let file = ("fieldguide.yaml".to_owned(), format!("title: X\n{settings}\n"));
    let pages = if text.is_empty() { Vec::new() } else { page(text) };
    std::iter::once(file).chain(pages).collect()
}

fn table(csv: &str, arguments: &str) -> Files {
    let mut files = page(&format!("::: data-table d.csv {{caption=x{arguments}}}"));
    files.push(("content/d.csv".to_owned(), format!("{csv}\n")));
    files
}

fn works(bib: &str, text: &str, style: &str) -> Files {
    let mut files = settings(&format!("references: {{ file: w.bib{style} }}"), text);
    files.push(("content/w.bib".to_owned(), bib.to_owned()));
    files
}

fn works_of(count: usize) -> String {
    lines(count, |i| format!("@book{{k{i}, title={{T{i}}}, author={{A{i}, B}}, year=2020}}"))
}

/// A page whose field has values that begin so; those of the vocabulary begin with `a`.
fn vocabulary(count: usize, begin: &str) -> Files {
    let declared = list(count, |i| format!("a{i}: b{i}"));
    let collection = "collections:\n  c:\n    fields:\n      f: { type: many-of, vocabulary: v }";
    let mut files =
        settings(&format!("vocabularies:\n  v:\n    values: {{{declared}}}\n{collection}"), "");
    let values = list(count, |i| format!("{begin}{i}"));
    files.push(("content/c/a.md".to_owned(), format!("---\nf: [{values}]\n---\nText\n")));
    files
}

fn fields(count: usize, kind: &str) -> Files {
    let declared = lines(count, |i| format!("      f{i}: {{ type: {kind} }}"));
    let mut files = settings(&format!("collections:\n  c:\n    fields:\n{declared}"), "");
    let values = lines(count, |i| format!("f{i}: x"));
    files.push(("content/c/a.md".to_owned(), format!("---\n{values}---\nText\n")));
    files
}

/// Collections with a page each.
fn collections(count: usize) -> Files {
    let mut files =
        settings(&format!("collections:\n{}", lines(count, |i| format!("  c{i}: {{}}"))), "");
    files.extend((0..count).map(|i| (format!("content/c{i}/a.md"), format!("# A{i}\n\nText\n"))));
    files
}

/// Pages that begin with `p`, and one with relations to pages that begin so.
fn relations(count: usize, begin: &str) -> Files {
    let collection = "collections:\n  c:\n    fields:\n      r: { type: relation, to: c }";
    let mut files = settings(collection, "");
    files.extend(
        (0..count)
            .map(|i| (format!("content/c/p{i}.md"), format!("---\ntitle: P{i}\n---\nText\n"))),
    );
    let names = list(count, |i| format!("{begin}{i}"));
    files.push(("content/c/a.md".to_owned(), format!("---\nr: [{names}]\n---\nText\n")));
    files
}

/// The ticks of processor time, in user mode, that the program takes for a site.
fn ticks(files: &Files, arguments: &[&str]) -> u64 {
    let site = Site::new();
    for (path, text) in files {
        site.write(path, text);
    }
    let mut command = program();
    command.current_dir(site.root()).args(arguments).env("RAYON_NUM_THREADS", "1");
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let mut out = child.stdout.take().expect("it is piped");
    std::io::copy(&mut out, &mut std::io::sink()).expect("it can be read");
    // Its output has ended. Until somebody waits for it, the system keeps what it took.
    let stat = loop {
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).expect("it is kept");
        // Field 3 of proc_pid_stat(5), the state, comes after the name in parentheses.
        let (_, fields) = stat.rsplit_once(") ").expect("a name stands in parentheses");
        if fields.starts_with('Z') {
            break fields.to_owned();
        }
        std::thread::yield_now();
    };
    child.wait().expect("it has ended");
    // Field 14, the time in user mode, is the twelfth from there.
    stat.split(' ').nth(11).and_then(|ticks| ticks.parse().ok()).expect("a number of ticks")
}

/// How many times as long an input takes that is four times as large, beside what a site of nothing takes.
fn growth(kind: &Kind, nothing: u64) -> Option<f64> {
    let (_, first, arguments, files) = kind;
    let measured = |count| ticks(&files(count), arguments);
    let sizes = (0..=DOUBLINGS).map(|doublings| first << doublings);
    let (count, mut small) =
        sizes.map(|count| (count, measured(count))).find(|(_, small)| *small >= nothing + LEAST)?;
    let mut large = u64::MAX;
    for round in 0..ROUNDS {
        large = large.min(measured(4 * count));
        if ratio(small, large, nothing) <= MOST {
            break;
        }
        if round + 1 < ROUNDS {
            small = small.min(measured(count));
        }
    }
    Some(ratio(small, large, nothing))
}

#[expect(clippy::cast_precision_loss, reason = "ticks of a few seconds")]
fn ratio(small: u64, large: u64, nothing: u64) -> f64 {
    large.saturating_sub(nothing) as f64 / small.saturating_sub(nothing).max(1) as f64
}

#[test]
fn four_times_the_input_takes_no_more_than_four_times_the_work_or_little_more() {
    let least = |arguments: &[&str]| (0..3).map(|_| ticks(&page("Text"), arguments)).min();
    let [check, build] = [CHECK, BUILD].map(|arguments| least(arguments).expect("it was measured"));
    let (next, workers) =
        (AtomicUsize::new(0), std::thread::available_parallelism().map_or(1, usize::from));
    let work = || {
        let mut grown = Vec::new();
        while let Some(kind) = KINDS.get(next.fetch_add(1, Ordering::Relaxed)) {
            let nothing = if kind.2 == BUILD { build } else { check };
            grown.extend(growth(kind, nothing).map(|growth| (kind.0, growth)));
        }
        grown
    };
    let grown: Vec<(&str, f64)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("it measures to the end"))
            .collect()
    });
    let too_much: Vec<&(&str, f64)> = grown.iter().filter(|(_, growth)| *growth > MOST).collect();
    assert!(too_much.is_empty(), "{too_much:.1?}");
    assert!(grown.len() > KINDS.len() / 4, "most take no time: {grown:.1?}");
}
