//! Lines of code that a grammar has parsed before: more than half of those on a site are repeats, and grammars take
//! longer than all else that makes a page.
//!
//! In: blocks of code. Out: the changes of scopes in each line, as `syntect` finds them. They depend on the line, on
//! the state of the grammar before it, and on nothing else. Each thread knows lines of its own.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use syntect::parsing::{ParseState, ScopeStackOp, SyntaxReference, SyntaxSet};

use crate::memo::OfWord;

/// A change of scopes, and before which byte of the line it is made.
pub(super) type ScopeChange = (usize, ScopeStackOp);

/// Lines longer than this are data, and grammars take too long on them.
const LONGEST_LINE: usize = 2_000;

/// Bytes of lines that a thread keeps, about; a large block may make it twice as many.
const MOST_BYTES: usize = 8 << 20;

/// States of a grammar that a thread keeps: a new one is compared with all of them.
const MOST_STATES: usize = 256;

thread_local! {
    static KNOWN: RefCell<Grammars> = RefCell::default();
}

/// Hands on each line of a block, with its changes.
pub(super) fn each_line<'c>(
    code: &'c str,
    syntax: &'static SyntaxReference,
    syntaxes: &SyntaxSet,
    mut take: impl FnMut(&'c str, &[ScopeChange]),
) {
    KNOWN.with_borrow_mut(|known| {
        known.make_room(MOST_BYTES);
        let grammar = known.by_name.entry(&syntax.name).or_default();
        let mut state = grammar.state(ParseState::new(syntax), None);
        for line in code.split_inclusive('\n') {
            if line.len() > LONGEST_LINE {
                take(line, &[]);
                continue;
            }
            let parsed = grammar.parse(line, state, syntaxes);
            take(line, &parsed.changes);
            state = parsed.after;
        }
    });
}

/// The grammars that a thread has used, with the lines that each has parsed.
#[derive(Default)]
struct Grammars {
    by_name: HashMap<&'static str, Grammar>,
}

impl Grammars {
    /// Where there is too much, drops the lines that have not come again since the last time.
    fn make_room(&mut self, most_bytes: usize) {
        self.by_name.retain(|_, grammar| grammar.states.len() < MOST_STATES);
        if self.bytes() <= most_bytes {
            return;
        }
        self.by_name.values_mut().for_each(Grammar::drop_rare_lines);
        if self.bytes() > most_bytes / 2 {
            self.by_name.clear();
        }
    }

    fn bytes(&self) -> usize {
        self.by_name.values().map(|grammar| grammar.bytes).sum()
    }
}

/// The states and the lines that a grammar was in.
#[derive(Default)]
struct Grammar {
    states: Vec<KnownState>,
    /// Of all lines, about.
    bytes: usize,
}

/// A state between two lines, with the lines that were met in it.
struct KnownState {
    state: ParseState,
    lines: HashMap<Box<str>, CodeLine, BuildHasherDefault<OfWord>>,
}

struct CodeLine {
    parsed: ParsedLine,
    /// Whether it was met again.
    is_repeat: Cell<bool>,
}

/// The changes of scopes in a line, and the state of the grammar after it.
#[derive(Clone)]
struct ParsedLine {
    changes: Rc<[ScopeChange]>,
    after: LineState,
}

#[derive(Clone)]
enum LineState {
    /// By its position.
    Known(usize),
    Other(ParseState),
}

impl Grammar {
    /// Parses a line, unless it is known in this state.
    fn parse(&mut self, line: &str, before: LineState, syntaxes: &SyntaxSet) -> ParsedLine {
        let at = match before {
            LineState::Known(at) => at,
            LineState::Other(state) => return self.parse_anew(line, state, None, syntaxes),
        };
        let KnownState { state, lines } = &self.states[at];
        if let Some(known) = lines.get(line) {
            known.is_repeat.set(true);
            return known.parsed.clone();
        }
        let parsed = self.parse_anew(line, state.clone(), Some(at), syntaxes);
        if self.bytes < MOST_BYTES {
            self.bytes += bytes(line, &parsed);
            let known = CodeLine { parsed: parsed.clone(), is_repeat: Cell::new(false) };
            self.states[at].lines.insert(line.into(), known);
        }
        parsed
    }

    fn parse_anew(
        &mut self,
        line: &str,
        mut state: ParseState,
        before: Option<usize>,
        syntaxes: &SyntaxSet,
    ) -> ParsedLine {
        let changes = state.parse_line(line, syntaxes).unwrap_or_default();
        ParsedLine { changes: changes.into(), after: self.state(state, before) }
    }

    /// A state by its position, if it has one or can get one; most lines leave that `before` them as it was.
    fn state(&mut self, state: ParseState, before: Option<usize>) -> LineState {
        let mut candidates = before.into_iter().chain((0..self.states.len()).rev());
        if let Some(at) = candidates.find(|at| self.states[*at].state == state) {
            return LineState::Known(at);
        }
        // States compare captures of patterns by address: such a state differs from its own copy, and never comes
        // again.
        let is_comparable = state.clone() == state;
        if !is_comparable || self.states.len() >= MOST_STATES {
            return LineState::Other(state);
        }
        self.states.push(KnownState { state, lines: HashMap::default() });
        LineState::Known(self.states.len() - 1)
    }

    fn drop_rare_lines(&mut self) {
        for KnownState { lines, .. } in &mut self.states {
            lines.retain(|_, line| line.is_repeat.take());
        }
        let lines = self.states.iter().flat_map(|known| &known.lines);
        self.bytes = lines.map(|(line, known)| bytes(line, &known.parsed)).sum();
    }
}

/// The bytes that a line takes in memory, about.
fn bytes(line: &str, parsed: &ParsedLine) -> usize {
    size_of::<(Box<str>, CodeLine)>() + line.len() + size_of_val(&*parsed.changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines with their changes.
    type Found = Vec<(String, Vec<ScopeChange>)>;

    /// Code of the program's own, and what spans lines: comments, and strings whose end the grammar captures.
    const CODE: [(&str, &str); 8] = [
        ("rs", include_str!("highlight.rs")),
        ("js", include_str!("../../benches/measure.mjs")),
        ("yaml", include_str!("../../fieldguide.yaml")),
        ("css", include_str!("../../themes/default/static/css/tokens.css")),
        ("html", include_str!("../../themes/default/templates/base.html")),
        ("rs", "/* a\n/* b\n*/\n*/\nlet a = r##\"b\n\"#\n\"##;\n*/\n"),
        ("sh", "cat <<END\n$a\nEND\ncat <<-'OF'\n$a\nEND\n\tOF\nEND\n$a\nOF"),
        ("rb", "a = <<~X\n  #{b}\n  Y\nX\nb = <<~Y\n  #{b}\n  X\nY\nX\n"),
    ];

    fn syntax(syntaxes: &'static SyntaxSet, token: &str) -> &'static SyntaxReference {
        syntaxes.find_syntax_by_token(token).expect("it is one of the library's")
    }

    fn found(code: &str, token: &str, syntaxes: &'static SyntaxSet) -> Found {
        let mut found = Found::new();
        each_line(code, syntax(syntaxes, token), syntaxes, |line, changes| {
            found.push((line.to_owned(), changes.to_vec()));
        });
        found
    }

    /// The same by the library alone.
    fn parsed(code: &str, token: &str, syntaxes: &'static SyntaxSet) -> Found {
        let mut state = ParseState::new(syntax(syntaxes, token));
        let lines = code.split_inclusive('\n').map(|line| {
            let changes = state.parse_line(line, syntaxes).unwrap_or_default();
            (line.to_owned(), changes)
        });
        lines.collect()
    }

    fn syntaxes() -> &'static SyntaxSet {
        &crate::render::highlight::SYNTAXES
    }

    #[test]
    fn changes_are_those_of_the_library_however_often_lines_are_repeated() {
        for (token, code) in CODE {
            let expected = parsed(code, token, syntaxes());
            for round in 0..3 {
                assert!(found(code, token, syntaxes()) == expected, "{token}, round {round}");
            }
            // In other states: from the middle on, and every other line.
            let lines: Vec<&str> = code.split_inclusive('\n').collect();
            let rest = lines[lines.len() / 2..].concat();
            let half: String = lines.iter().step_by(2).copied().collect();
            for code in [rest, half] {
                let expected = parsed(&code, token, syntaxes());
                assert!(found(&code, token, syntaxes()) == expected, "{token}: {code}");
            }
        }
    }

    #[test]
    fn a_line_is_parsed_once_in_each_state() {
        let mut grammar = Grammar::default();
        let start = ParseState::new(syntax(syntaxes(), "rs"));
        let mut state = grammar.state(start, None);
        // The same line is code before the comment, twice, and text inside of it.
        let lines = ["// the first line has a state of its own\n", "a\n", "a\n", "/*\n", "a\n"];
        for line in lines {
            state = grammar.parse(line, state, syntaxes()).after;
        }
        let known = grammar.states.iter().filter_map(|known| known.lines.get("a\n"));
        let repeats: Vec<bool> = known.map(|line| line.is_repeat.get()).collect();
        assert_eq!(repeats, [true, false]);
    }

    #[test]
    fn what_is_kept_is_bounded_and_what_is_met_again_stays() {
        let mut grammars = Grammars::default();
        let start = ParseState::new(syntax(syntaxes(), "js"));
        let most = 20_000;
        for number in 0..200 {
            grammars.make_room(most);
            for line in ["let often = 1;\n".to_owned(), format!("let once = {number};\n")] {
                let grammar = grammars.by_name.entry("js").or_default();
                let state = grammar.state(start.clone(), None);
                grammar.parse(&line, state, syntaxes());
            }
            assert!(grammars.bytes() < most + 2_000, "after {number}");
        }
        let lines = &grammars.by_name["js"].states[0].lines;
        assert!(lines.len() < 150 && lines["let often = 1;\n"].is_repeat.get());
    }

    #[test]
    fn states_are_bounded_and_so_are_those_that_are_never_met_again() {
        let mut grammar = Grammar::default();
        for number in 0..2 * MOST_STATES {
            let mut state = grammar.state(ParseState::new(syntax(syntaxes(), "js")), None);
            for bit in 0..10 {
                let line = if number >> bit & 1 == 1 { "[\n" } else { "(\n" };
                state = grammar.parse(line, state, syntaxes()).after;
            }
        }
        assert_eq!(grammar.states.len(), MOST_STATES);
        let mut grammars = Grammars { by_name: HashMap::from([("js", grammar)]) };
        grammars.make_room(MOST_BYTES);
        assert!(grammars.by_name.is_empty());

        let mut grammar = Grammar::default();
        let mut state = grammar.state(ParseState::new(syntax(syntaxes(), "sh")), None);
        for number in 0..20 {
            for line in [format!("cat <<END{number}\n"), "a\n".to_owned(), format!("END{number}\n")]
            {
                state = grammar.parse(&line, state, syntaxes()).after;
            }
        }
        assert!(grammar.states.len() < 10, "{}", grammar.states.len());
    }
}
