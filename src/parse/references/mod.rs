//! The reference file to [`Reference`]s, and with a style to the bibliography that it makes of them.

mod bibtex;
mod style;
mod yaml;

use std::sync::Arc;

use crate::config::{Config, References};
use crate::csl::Bibliography;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::memo::{Fingerprint, Memo};
use crate::site::Reference;
use crate::source::{SourceFile, Span};
use crate::yaml::Slice;

/// The works that pages can cite.
#[derive(Clone, Default, Debug)]
pub(crate) struct Works {
    /// In the order of the reference file.
    pub(crate) references: Arc<Vec<Reference>>,
    /// The same works in a style, if one is set.
    pub(crate) bibliography: Option<Arc<Bibliography>>,
}

/// Works, and what is wrong with them.
pub(crate) type ReadWorks = (Works, Diagnostics);

/// Whether works are read for a style, too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    WithStyle,
    WithoutStyle,
}

/// Reads the works of a reference file; `style` is the style file of the project, if it names one. Of a
/// file that was there before, under equal `settings`, the memo has the works.
pub(crate) fn works(
    file: &Slice,
    style: Option<&SourceFile>,
    config: &Config,
    settings: Fingerprint,
    memo: &Memo<ReadWorks>,
    diagnostics: &mut Diagnostics,
) -> Works {
    let Some(declared) = &config.references else { return Works::default() };
    let fingerprints = [settings, file.file.fingerprint()].map(Fingerprint::bytes);
    let style_fingerprint = style.map(|style| style.fingerprint().bytes());
    let key = Fingerprint::of(fingerprints.iter().chain(&style_fingerprint));
    let (works, found) = memo.get(key, || {
        let mut found = Diagnostics::default();
        (read(file, style, declared, &config.language, &mut found), found)
    });
    diagnostics.extend(found);
    works
}

fn read(
    file: &Slice,
    style_file: Option<&SourceFile>,
    declared: &References,
    language: &str,
    diagnostics: &mut Diagnostics,
) -> Works {
    let style = style::style(declared, style_file, diagnostics);
    let wanted = if style.is_some() { Wanted::WithStyle } else { Wanted::WithoutStyle };
    let (references, works) = if declared.is_bibtex() {
        bibtex::references(file, wanted, diagnostics)
    } else {
        yaml::references(file.clone(), wanted, diagnostics)
    };
    let bibliography = style.map(|style| Arc::new(Bibliography::new(&works, style, language)));
    Works { references: Arc::new(references), bibliography }
}

/// Keys become parts of addresses, and stand in citations.
fn is_key(key: &str) -> bool {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "#%\"'<>&".contains(c);
    !key.is_empty() && !key.contains(is_odd)
}

fn bad_key(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "a key of a work holds no spaces or quotes").at(span)
}

fn is_web_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// A work that a style cannot be written with.
fn unreadable(key: &str, why: &str, span: Span) -> Diagnostic {
    let message = format!("`{key}` cannot be read for the style: {why}");
    Diagnostic::new(Code::InvalidValue, message).at(span)
}

/// A DOI as it is registered (ISO 26324): `10.`, the number of whoever gave it out, and a name.
fn checked_doi(
    text: &str,
    span: impl Fn() -> Span,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let bare = ["https://doi.org/", "http://dx.doi.org/", "doi:"]
        .into_iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    let is_valid = bare.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(
        |(registrant, name)| {
            let digits = registrant.split('.').next().unwrap_or_default();
            digits.len() >= 4
                && registrant.chars().all(|c| c.is_ascii_digit() || c == '.')
                && !name.is_empty()
                && !name.contains(char::is_whitespace)
        },
    );
    if !is_valid || bare != text {
        let message = format!("`{text}` is not a DOI");
        let problem = Diagnostic::new(Code::InvalidValue, message).at(span());
        let help = "a DOI looks like `10.1000/182`";
        let repaired = format!("write `{bare}`");
        diagnostics.push(problem.help(if is_valid { &repaired } else { help }));
    }
    is_valid.then(|| bare.to_owned())
}
