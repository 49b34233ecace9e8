//! Queries of readers, from a list or from the log of a web server: those that the site does not answer well.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

use serde_json::{Value, json};

use super::{OpenedIndex, Options, SearchResults, search, unreadable_index};
use crate::command::Terminal;
use crate::command::terminal::count;
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::percent;

/// How often a query has to be asked to be looked at: a rare one can tell who asked.
const RARE: usize = 5;

/// Pages that could answer a query, at most.
const SUGGESTED: usize = 2;

/// The letters that two words or titles share at least to be alike, of all that either has.
const ALIKE: f64 = 0.35;

/// Queries, each with how often it was asked.
struct AskedQueries {
    counts: BTreeMap<String, usize>,
    /// Queries that were asked too rarely to be looked at.
    left_out: usize,
}

/// How well the site answers a query.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Weakness {
    /// No page is found.
    Nothing,
    /// Pages are found because a word was corrected.
    Corrected,
    /// The first page lacks a word of the query.
    Weak,
}

impl Weakness {
    const ALL: [(Weakness, &str, &str); 3] = [
        (Weakness::Nothing, "nothing", "Nothing is found"),
        (Weakness::Corrected, "corrected", "Pages are found only after a correction"),
        (Weakness::Weak, "weak", "The first page lacks a word of the query"),
    ];
}

/// A query that is not answered well.
struct WeakAnswer {
    weakness: Weakness,
    query: String,
    asked: usize,
    /// Words that no page has, and corrections.
    missing: Vec<String>,
    corrected: Vec<(String, String)>,
    /// Titles and addresses of pages that could answer it.
    pages: Vec<(String, String)>,
}

/// Reports the queries of a file that the site does not answer well.
pub(super) fn run(
    file: &Path,
    index: &OpenedIndex,
    is_json: bool,
    terminal: &Terminal,
) -> Result<(), Diagnostic> {
    let asked = read(file).map_err(|error| {
        let message = format!("`{}` cannot be read: {error}", Project::shown(file));
        let problem = Diagnostic::new(Code::UnreadableFile, message);
        problem.help("name a list of queries, or the log of a web server")
    })?;
    let titles = OnceCell::new();
    let mut weak = Vec::new();
    for (query, asked) in &asked.counts {
        weak.extend(weak_answer(query, *asked, index, &titles)?);
    }
    // The most frequent first; of equals by the alphabet.
    weak.sort_by(|a, b| (a.weakness, b.asked, &a.query).cmp(&(b.weakness, a.asked, &b.query)));
    terminal.print(&if is_json { as_json(&asked, &weak) } else { as_text(&asked, &weak) });
    Ok(())
}

/// Reads a file line by line: a log can be larger than the memory.
fn read(file: &Path) -> io::Result<AskedQueries> {
    let mut reader = BufReader::new(File::open(file)?);
    let mut asked = CountedQueries::default();
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        asked.add(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    Ok(asked.finish())
}

/// Queries while they are counted.
#[derive(Default)]
struct CountedQueries {
    counts: BTreeMap<String, usize>,
    /// Whether a line is of a log, has a number, or repeats another one.
    is_counted: bool,
}

impl CountedQueries {
    fn add(&mut self, line: &str) {
        let target = logged(line);
        self.is_counted |= target.is_some();
        let query = match target {
            Some(target) => query_of(target).map(|query| (query, None)),
            None => listed(line),
        };
        let Some((query, number)) = query else { return };
        let known = self.counts.entry(query).or_default();
        self.is_counted |= *known > 0 || number.is_some();
        *known += number.unwrap_or(1);
    }

    /// Leaves out rare queries. A list in which none is counted was chosen by somebody: all of it counts.
    fn finish(self) -> AskedQueries {
        let mut counts = self.counts;
        let all = counts.len();
        if self.is_counted {
            counts.retain(|_, asked| *asked >= RARE);
        }
        AskedQueries { left_out: all - counts.len(), counts }
    }
}

/// A query, and how often it was asked if the line says so.
type AskedQuery = (String, Option<usize>);

/// The address in a line of a log, in the common or the combined form (httpd.apache.org/docs/current/logs.html).
fn logged(line: &str) -> Option<&str> {
    let methods = ["\"GET ", "\"HEAD ", "\"POST "];
    let (_, request) = methods.iter().find_map(|method| line.split_once(method))?;
    request.split([' ', '"']).next()
}

/// The query in the address of the search page.
fn query_of(target: &str) -> Option<String> {
    let (path, parameters) = target.split_once('?')?;
    let is_search = ["/search.html", "/search/", "/search", "/search/index.html"]
        .iter()
        .any(|page| path.ends_with(page));
    let mut parameters = parameters.split('#').next().unwrap_or_default().split('&');
    let query = parameters.find_map(|pair| pair.strip_prefix("q="))?;
    let query = percent::decode(&query.replace('+', " "))?;
    Some(plain(&query)).filter(|query| is_search && !query.is_empty())
}

/// The query of a line of a list: alone, or with a number before or behind it, as spreadsheets and `uniq -c` write it.
fn listed(line: &str) -> Option<AskedQuery> {
    let unquoted = |words: &str| plain(words.trim().trim_matches('"'));
    for sign in ['\t', ',', ';'] {
        let first = line.split_once(sign).map(|(number, query)| (query, number));
        for (query, number) in line.rsplit_once(sign).into_iter().chain(first) {
            if let Ok(number) = number.trim().trim_matches('"').parse() {
                return Some((unquoted(query), Some(number)))
                    .filter(|(query, _)| !query.is_empty());
            }
        }
    }
    let counted = line.starts_with(' ').then(|| line.trim_start().split_once(' ')).flatten();
    if let Some((number, query)) = counted
        && let Ok(number) = number.parse()
    {
        return Some((plain(query), Some(number)));
    }
    Some((plain(line), None)).filter(|(query, _)| !query.is_empty())
}

/// A query without what does not change its answer.
fn plain(query: &str) -> String {
    query.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with the answer to a query, if anything is.
fn weak_answer(
    query: &str,
    asked: usize,
    index: &OpenedIndex,
    titles: &OnceCell<Vec<TitleLetters>>,
) -> Result<Option<WeakAnswer>, Diagnostic> {
    let filters = BTreeMap::new();
    let options = Options { limit: SUGGESTED, explains: false, filters: &filters };
    let answer = search(index, query, &options).map_err(|error| unreadable_index(&error))?;
    let Some(weakness) = weakness(&answer) else { return Ok(None) };
    let found = answer.results.iter().map(|result| (result.title.clone(), result.url.clone()));
    let mut pages: Vec<(String, String)> = found.collect();
    if pages.is_empty() {
        let titles = match titles.get() {
            Some(titles) => titles,
            None => {
                let read = TitleLetters::all(index)?;
                titles.get_or_init(|| read)
            }
        };
        pages = alike(query, titles);
    }
    let corrections = answer.corrections.into_iter();
    Ok(Some(WeakAnswer {
        weakness,
        query: query.to_owned(),
        asked,
        missing: answer.missing,
        corrected: corrections.map(|it| (it.from, it.to)).collect(),
        pages,
    }))
}

fn weakness(answer: &SearchResults) -> Option<Weakness> {
    let Some(first) = answer.results.first() else { return Some(Weakness::Nothing) };
    if !answer.corrections.is_empty() {
        return Some(Weakness::Corrected);
    }
    let is_whole = answer.missing.is_empty() && first.met == answer.parts;
    (!is_whole).then_some(Weakness::Weak)
}

/// A page with the letters of its title and of its other names.
struct TitleLetters {
    title: String,
    url: String,
    names: Vec<Vec<[char; 3]>>,
}

impl TitleLetters {
    /// Those of all pages.
    fn all(index: &OpenedIndex) -> Result<Vec<TitleLetters>, Diagnostic> {
        let all = (0..).take(index.meta.keys.len()).collect();
        let documents = index.reader.documents(&all).map_err(|error| unreadable_index(&error))?;
        let letters = documents.into_values().map(|document| {
            let names = document.keywords.iter().map(|keyword| &**keyword);
            let names = names.chain([document.title.as_str()]).map(triples).collect();
            TitleLetters { title: document.title, url: document.url, names }
        });
        Ok(letters.collect())
    }
}

/// Pages whose titles have the most letters in common with a query that finds nothing.
fn alike(query: &str, titles: &[TitleLetters]) -> Vec<(String, String)> {
    let own = triples(query);
    let shares = titles.iter().map(|title| {
        let shares = title.names.iter().map(|name| shared(&own, name));
        (shares.fold(0.0, f64::max), title)
    });
    let mut found: Vec<(f64, &TitleLetters)> =
        shares.filter(|(share, _)| *share >= ALIKE).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.url.cmp(&b.1.url)));
    let pages = found.into_iter().take(SUGGESTED);
    pages.map(|(_, page)| (page.title.clone(), page.url.clone())).collect()
}

/// Each three letters of a text that follow each other.
fn triples(text: &str) -> Vec<[char; 3]> {
    let letters: Vec<char> = format!(" {} ", plain(text)).chars().collect();
    let mut triples: Vec<[char; 3]> =
        letters.windows(3).map(|three| [three[0], three[1], three[2]]).collect();
    triples.sort_unstable();
    triples.dedup();
    triples
}

/// What share of the triples of two texts both have (Jaccard's index).
#[expect(clippy::cast_precision_loss, reason = "titles are short")]
fn shared(one: &[[char; 3]], other: &[[char; 3]]) -> f64 {
    let both = one.iter().filter(|three| other.binary_search(three).is_ok()).count();
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}

fn as_text(asked: &AskedQueries, weak: &[WeakAnswer]) -> String {
    let all = asked.counts.len();
    let mut lines = vec![if all == 1 { "1 query".to_owned() } else { format!("{all} queries") }];
    if asked.left_out > 0 {
        let left_out = asked.left_out;
        lines[0] +=
            &format!("; {left_out} more were asked fewer than {RARE} times, and are left out");
    }
    for (weakness, _, said) in Weakness::ALL {
        let of_kind: Vec<_> = weak.iter().filter(|answer| answer.weakness == weakness).collect();
        if of_kind.is_empty() {
            continue;
        }
        lines.push(format!("\n{said}: {}", of_kind.len()));
        lines.extend(of_kind.into_iter().map(said_of));
    }
    if weak.is_empty() && all > 0 {
        lines.push("each finds a page with all of its words".to_owned());
    }
    lines.join("\n")
}

/// A query with what could be done about it.
fn said_of(answer: &WeakAnswer) -> String {
    let WeakAnswer { query, asked, missing, corrected, pages, .. } = answer;
    let mut said = format!("  {query}  ({})", count(*asked, "time"));
    for (from, to) in corrected {
        said += &format!(
            "\n      `{from}` was read as `{to}`; if that is right, add `[{from}, {to}]` to `search.synonyms`"
        );
    }
    if !missing.is_empty() {
        said += &format!("\n      no page contains `{}`", missing.join("`, `"));
    }
    let named: Vec<String> = pages.iter().map(|(title, url)| format!("{title} ({url})")).collect();
    if !named.is_empty() {
        let answers = if named.len() == 1 { "if it is the answer" } else { "if one is the answer" };
        let pages = named.join(", ");
        said += &format!("\n      nearest: {pages}; {answers}, add the words there");
    }
    said
}

fn as_json(asked: &AskedQueries, weak: &[WeakAnswer]) -> String {
    let mut report = json!({
        "version": 1, "queries": asked.counts.len(), "leftOut": asked.left_out,
    });
    for (weakness, name, _) in Weakness::ALL {
        let answers = weak.iter().filter(|answer| answer.weakness == weakness);
        report[name] = answers.map(json_of).collect::<Vec<Value>>().into();
    }
    report.to_string()
}

fn json_of(answer: &WeakAnswer) -> Value {
    let corrections = answer.corrected.iter();
    let corrections = corrections.map(|(from, to)| json!({ "from": from, "to": to }));
    let pages = answer.pages.iter().map(|(title, url)| json!({ "title": title, "url": url }));
    json!({
        "query": answer.query, "count": answer.asked, "missing": answer.missing,
        "corrections": corrections.collect::<Vec<_>>(), "pages": pages.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> (Vec<(String, usize)>, usize) {
        let mut asked = CountedQueries::default();
        text.lines().for_each(|line| asked.add(line));
        let AskedQueries { counts, left_out } = asked.finish();
        (counts.into_iter().collect(), left_out)
    }

    #[test]
    fn lists_are_read_as_people_have_them() {
        let query = |query: &str, asked| (query.to_owned(), asked);
        assert_eq!(
            counts("Stigma\n\nkey element 7\n").0,
            [query("key element 7", 1), query("stigma", 1)]
        );
        for text in [
            "stigma\t12\nrare\t2\n",
            "12,Stigma\n2,rare\n",
            "\"stigma\";\"12\"\nrare;2\n",
            "     12 stigma\n      2 rare\n",
        ] {
            assert_eq!(counts(text), (vec![query("stigma", 12)], 1), "{text}");
        }
        let repeated = "burn out\n".repeat(5) + "Burn  Out\nonce\n";
        assert_eq!(counts(&repeated), (vec![query("burn out", 6)], 1));
    }

    #[test]
    fn logs_give_the_queries_of_the_search_page() {
        let line = |target: &str| {
            format!(
                "203.0.113.7 - - [01/Mar/2027:10:00:00 +0000] \"GET {target} HTTP/1.1\" 200 512 \"-\" \"Browser\"\n"
            )
        };
        let log = line("/guide/search.html?q=Burn+out&tag=a").repeat(5)
            + &line("/search/?tag=a&q=caf%C3%A9").repeat(6)
            + &line("/search.html?q=once")
            + &line("/index.html?q=no").repeat(9)
            + &line("/search.html").repeat(9);
        let expected = vec![("burn out".to_owned(), 5), ("café".to_owned(), 6)];
        assert_eq!(counts(&log), (expected, 1));
    }

    #[test]
    fn titles_that_share_letters_are_alike() {
        let share = |one, other| shared(&triples(one), &triples(other));
        assert!(share("handover", "Warm handoff") < share("handof", "Warm handoff"));
        assert!(share("supervison of peers", "Supervise peers") > ALIKE);
    }
}
