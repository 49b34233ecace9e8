//! Formulas in `LaTeX` to `MathML`, which browsers show by themselves.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, Storage, push_mathml};

/// Groups in a formula at most: more take long, and nobody reads them.
const MOST_GROUPS: usize = 500;

/// Commands in a formula at most. The parser reads the argument of a command by recursion.
const MOST_COMMANDS: usize = 2_000;

/// Commands of a formula that any thread has the stack for.
const FEW_COMMANDS: usize = 100;

/// Bytes of stack for one of [`MOST_COMMANDS`].
const STACK: usize = 64 << 20;

/// A formula as an element `math`; `Err` says what is wrong with it.
pub(crate) fn mathml(formula: &str, is_display: bool) -> Result<String, String> {
    if formula.matches(['{', '[']).count() > MOST_GROUPS {
        return Err(format!("it has more than {MOST_GROUPS} groups"));
    }
    // With parameters, one command can stand for any number of others.
    if formula.match_indices('#').any(|(at, _)| !formula[..at].ends_with('\\')) {
        return Err("it defines a command with parameters".to_owned());
    }
    let commands = formula.matches('\\').count();
    if commands > MOST_COMMANDS {
        Err(format!("it has more than {MOST_COMMANDS} commands"))
    } else if commands > FEW_COMMANDS {
        on_large_stack(|| element(formula, is_display))
    } else {
        element(formula, is_display)
    }
}

/// Runs some work on a thread of its own, with a stack that is large enough.
fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let done = thread.expect("a thread can be started").join();
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn element(formula: &str, is_display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(formula, &storage) {
        let event = event.map_err(|error| message(&error.to_string()))?;
        // The crate writes names as they are.
        if let Event::Content(Content::Function(name)) = &event
            && name.contains(['<', '>', '&', '"'])
        {
            return Err(format!("`{name}` is not the name of a function"));
        }
        events.push(event);
    }
    let display_mode = if is_display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut markup = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut markup, events, config).map_err(|error| message(&error.to_string()))?;
    // Single signs, too.
    let markup = markup.replace("><</", ">&lt;</").replace(">&</", ">&amp;</");
    let mut tags = markup.split('<').filter_map(|part| part.split('>').next());
    // The security policy forbids styles in attributes, and no style sheet has rules for a slash.
    if tags.clone().any(|tag| tag.contains(" style=\"")) {
        return Err("colours and distances cannot be set".to_owned());
    }
    if tags.any(|tag| tag.contains("mop-negated")) {
        return Err("a slash through a sign cannot be shown".to_owned());
    }
    Ok(markup)
}

/// The first line of an error, without the beginning that all errors have.
fn message(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    line.trim_start_matches("parsing error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_elements_or_errors() {
        let half = "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>";
        assert!(mathml(r"a < \frac{1}{2}", false).is_ok_and(|math| math.contains(half)));
        assert!(mathml("a < b", false).is_ok_and(|math| math.contains("&lt;")));
        assert!(mathml("x", true).is_ok_and(|math| math.starts_with("<math display=\"block\"")));
        assert!(mathml(r"\text{<b>}", false).is_ok_and(|math| math.contains("&lt;b&gt;")));
        assert!(mathml(r"\mathop{<} \&", false).is_ok_and(|math| !math.contains("<<")));
        assert!(mathml(r#"\text{a style="b}"#, false).is_ok());
        let deep = "{".repeat(1000) + "x" + &"}".repeat(1000);
        for odd in [deep.as_str(), r"\operatorname{<img src=x>}", r"\cancel{x}", r"\def\a#1{#1}\a1"]
        {
            assert!(mathml(odd, false).is_err(), "{odd}");
        }
        for odd in [r"\frac{1", r"\nope", r"\color{red}x", "a & b"] {
            assert!(mathml(odd, false).is_err(), "{odd}");
        }
    }

    #[test]
    fn commands_one_behind_the_other_never_use_up_the_stack() {
        for command in [r"\sqrt", r"\frac1", r"\hat", r"\not", r"\left(", r"\text", r"\overset a"] {
            for count in [FEW_COMMANDS, MOST_COMMANDS] {
                // Whether it can be read does not matter here.
                let _ = mathml(&command.repeat(count), false);
            }
            assert!(mathml(&command.repeat(MOST_COMMANDS + 1), false).is_err(), "{command}");
        }
        let long = r"\alpha + ".repeat(MOST_COMMANDS) + "1";
        assert!(mathml(&long, false).is_ok());
    }
}
