//! Shorter names for what stands at the top of a joined script.
//!
//! Only names that are nothing but names of variables get another one: never that of a property, a method or a key,
//! `{ name }` among those. A name is changed everywhere, so it does not matter what it means where.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::module;

/// Names of two letters that mean something else.
const RESERVED: [&str; 5] = ["as", "do", "if", "in", "of"];

/// A joined script with shorter names at its top. What cannot be read stays as it is.
pub(super) fn shorten(script: &str) -> String {
    let Ok(tokens) = module::token_ranges(script) else { return script.to_owned() };
    let short = short_names(script, &tokens);
    let mut shortened = String::with_capacity(script.len());
    let mut end = 0;
    for token in tokens {
        shortened.push_str(&script[end..token.start]);
        let text = &script[token.clone()];
        shortened.push_str(short.get(text).map_or(text, String::as_str));
        end = token.end;
    }
    shortened.push_str(&script[end..]);
    shortened
}

/// The new name of each name at the top that gets one: the most used ones get the shortest.
fn short_names<'s>(script: &'s str, tokens: &[Range<usize>]) -> BTreeMap<&'s str, String> {
    let tokens: Vec<&str> = tokens.iter().map(|token| &script[token.clone()]).collect();
    let names = NameUses::of(&tokens);
    let mut own: Vec<(&str, usize)> = names
        .at_top
        .difference(&names.of_properties)
        .map(|name| (*name, tokens.iter().filter(|token| *token == name).count()))
        .filter(|(name, _)| name.len() > 2)
        .collect();
    own.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    let taken: BTreeSet<&str> = tokens.into_iter().chain(RESERVED).collect();
    let mut free = candidates().filter(|name| !taken.contains(name.as_str()));
    own.into_iter().filter_map(|(name, _)| Some((name, free.next()?))).collect()
}

/// All names of one letter, and then of two.
fn candidates() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let two =
        letters().flat_map(move |first| letters().map(move |second| format!("{first}{second}")));
    letters().map(String::from).chain(two)
}

/// How a script uses names.
#[derive(Default)]
struct NameUses<'s> {
    /// Declared outside of all brackets.
    at_top: BTreeSet<&'s str>,
    /// Perhaps of a property, a method or a key.
    of_properties: BTreeSet<&'s str>,
}

impl<'s> NameUses<'s> {
    fn of(tokens: &[&'s str]) -> NameUses<'s> {
        let mut uses = NameUses::default();
        let mut open: Vec<&str> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            follow_brackets(token, &mut open);
            let before = at.checked_sub(1).map_or("", |before| tokens[before]);
            if !token.starts_with(|first: char| first.is_ascii_alphabetic()) {
                continue;
            }
            if open.is_empty() && ["const", "let", "function", "class"].contains(&before) {
                uses.at_top.insert(token);
            }
            let is_in_braces = open.last() == Some(&"{");
            if is_of_property(tokens, at, before, is_in_braces) {
                uses.of_properties.insert(token);
            }
        }
        uses
    }
}

/// Keeps account of the brackets that are open: the expressions in a template are in brackets, too.
fn follow_brackets<'s>(token: &'s str, open: &mut Vec<&'s str>) {
    if token.starts_with(['}', ')', ']']) {
        open.pop();
    }
    if matches!(token, "{" | "(" | "[") || token.starts_with(['`', '}']) && token.ends_with("${") {
        open.push(token);
    }
}

/// Whether a name may be that of a property, a method or a key, or the flags of a regular expression.
fn is_of_property(tokens: &[&str], at: usize, before: &str, is_in_braces: bool) -> bool {
    let next = tokens.get(at + 1).copied().unwrap_or_default();
    let is_flag = before.len() > 1 && before.starts_with('/');
    let is_key = matches!(before, "{" | ",") && matches!(next, "," | "}" | ":" | "=");
    let is_method = before != "function" && next == "(" && opens_body(tokens, at + 1);
    let is_field = matches!(before, "{" | "}" | ";" | "static") && matches!(next, "=" | ";");
    is_flag || before == "." || is_in_braces && (is_key || is_method || is_field)
}

/// Whether a block follows the parentheses that open here.
fn opens_body(tokens: &[&str], start: usize) -> bool {
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(start) {
        follow_brackets(token, &mut open);
        if open.is_empty() {
            return tokens.get(at + 1) == Some(&"{");
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_top_become_short_and_no_others() {
        for (script, expected) in [
            (
                "const long=1;function named(x){return long+x}named(long)",
                "const a=1;function b(x){return a+x}b(a)",
            ),
            (
                "class Thing{}const made=new Thing(`${Thing} Thing`)",
                "class a{}const b=new a(`${a} Thing`)",
            ),
            ("const key=1;f({key})", "const key=1;f({key})"),
            ("const key=1;f({key:2},x.key)", "const key=1;f({key:2},x.key)"),
            ("function run(){}class C{run(){run()}}", "function run(){}class C{run(){run()}}"),
            ("function call(){}function f(){call();call()}", "function a(){}function f(){a();a()}"),
            ("const gis=1;x=/a/gis;y=a", "const gis=1;x=/a/gis;y=a"),
            ("const one=1;{const two=one}", "const a=1;{const two=a}"),
            ("const 'b", "const 'b"),
        ] {
            assert_eq!(shorten(script), expected, "{script}");
        }
    }
}
