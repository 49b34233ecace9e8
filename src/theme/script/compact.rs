//! A script without its comments, and without the blanks that mean nothing.

use super::module;

/// A script of the same tokens in the same lines: without comments, empty lines, and blanks where none is needed. A line
/// goes on in the next one where a statement cannot end. What cannot be read stays as it is.
pub(super) fn compact(script: &str) -> String {
    let Ok(tokens) = module::token_ranges(script) else { return script.to_owned() };
    let mut compact = String::with_capacity(script.len());
    let mut end = 0;
    for token in tokens {
        let between = &script[end..token.start];
        let text = &script[token.clone()];
        if between.contains('\n') && may_end_statement(&compact) {
            compact.push('\n');
        } else if !between.is_empty() && would_join(&compact, text) {
            compact.push(' ');
        }
        compact.push_str(text);
        end = token.end;
    }
    if !compact.is_empty() {
        compact.push('\n');
    }
    compact
}

/// Whether a statement can end behind some code: it ends in a value or a block.
fn may_end_statement(code: &str) -> bool {
    code.chars().next_back().is_some_and(|last| !"{(,;".contains(last))
}

/// Whether two tokens would be others without a blank between them.
fn would_join(before: &str, token: &str) -> bool {
    let (Some(left), Some(right)) = (before.chars().next_back(), token.chars().next()) else {
        return false;
    };
    let are_names = module::is_of_name(left) && module::is_of_name(right);
    let is_sign_twice = left == right && "+-/".contains(left);
    are_names || is_sign_twice || left.is_ascii_digit() && right == '.'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_something_stays() {
        for (script, expected) in [
            ("/** A. */\nconst a = 1; // One.\n\nlet b;\n", "const a=1;let b;\n"),
            (
                "function f( a, b ) {\n  return a + b;\n}\nf()\n[1].g()\n",
                "function f(a,b){return a+b;}\nf()\n[1].g()\n",
            ),
            ("a = b + +c - -d / /e f/g.source", "a=b+ +c- -d/ /e f/g.source\n"),
            ("`a  ${ b  + `c ${ d }` } // e`", "`a  ${b+`c ${d}`} // e`\n"),
            ("x = y /* z */ in w ? 1 .toFixed() : \"a  b\"", "x=y in w?1 .toFixed():\"a  b\"\n"),
            ("return\n/a b/", "return\n/a b/\n"),
            ("a = 'b\n", "a = 'b\n"),
            ("", ""),
        ] {
            assert_eq!(compact(script), expected, "{script}");
        }
    }
}
