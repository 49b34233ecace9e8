//! Words between two equal signs, as several tools write them: `==marked==`, `H~2~O`, `^2^`, `++inserted++`.

use super::edits::Edits;
use super::prose::SourceProse;

/// Turns words between signs of a kind into an element.
pub(super) fn between(prose: &SourceProse<'_>, sign: &str, element: &str, edits: &mut Edits) {
    let mut open: Option<usize> = None;
    for at in prose.find(sign) {
        let text = prose.text;
        let after = &text[at + sign.len()..];
        let is_longer = after.starts_with(&sign[..1]) || text[..at].ends_with(&sign[..1]);
        if is_longer {
            open = None;
            continue;
        }
        match open {
            Some(start)
                if !text[..at].ends_with([' ', '\n']) && !text[start..at].contains("\n\n") =>
            {
                edits.replace(start..start + sign.len(), format!("<{element}>"));
                edits.replace(at..at + sign.len(), format!("</{element}>"));
                open = None;
            }
            _ => open = Some(at).filter(|_| !after.starts_with([' ', '\n'])),
        }
    }
}
