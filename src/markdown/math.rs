//! Formulas in `LaTeX` to `MathML`, which browsers show by themselves.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

/// A formula as an element `math`; `Err` says what is wrong with it.
pub(crate) fn mathml(formula: &str, is_display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(formula, &storage) {
        events.push(event.map_err(|error| message(&error.to_string()))?);
    }
    let display_mode = if is_display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut markup = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut markup, events, config).map_err(|error| message(&error.to_string()))?;
    // No element of `MathML` needs an attribute of style, and the security policy forbids them.
    if markup.contains(" style=\"") {
        return Err("colours and distances cannot be set".to_owned());
    }
    // The crate writes the sign for "less than" as it is.
    Ok(markup.replace("<mo><</mo>", "<mo>&lt;</mo>"))
}

/// The first line of an error, without what every one of them begins with.
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
        for odd in [r"\frac{1", r"\nope", r"\color{red}x", "a & b"] {
            assert!(mathml(odd, false).is_err(), "{odd}");
        }
    }
}
