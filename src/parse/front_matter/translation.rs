//! What a page says of itself as a translation.

use crate::config::{Languages, TranslationKeys};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{ContentPath, Located, Translation};
use crate::yaml::{Aim, KeyPath, Slice, YamlDocument};

/// The key that names the original.
const OF: &str = "translation_of";

/// What the keys of a translation say: the page that it translates, and about the translation.
pub(super) fn keys(
    of: Option<(String, KeyPath)>,
    about: Option<(TranslationKeys, KeyPath)>,
    language: usize,
    languages: &Languages,
    slice: &Slice,
    diagnostics: &mut Diagnostics,
) -> Translation {
    if language == 0 {
        let places = of.map(|(_, place)| place).into_iter().chain(about.map(|(_, place)| place));
        for place in places {
            let span = slice.locate(&place, Aim::Value);
            diagnostics.push(no_translation(languages).at(span));
        }
        return Translation::default();
    }
    let of = of.filter(|(named, place)| {
        let is_inside = path(named, languages).is_some();
        if !is_inside {
            let message = "the way leads out of the content folder";
            let span = slice.locate(place, Aim::Value);
            diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(span));
        }
        is_inside
    });
    let (TranslationKeys { by, sections }, _) = about.unwrap_or_default();
    Translation { of: of.map(|(named, place)| Located::new(named, place)), by, sections }
}

fn no_translation(languages: &Languages) -> Diagnostic {
    let message = match languages.all.first() {
        Some(first) => format!("pages in `{}` are no translations", first.tag),
        None => "the site has one language only".to_owned(),
    };
    Diagnostic::new(Code::InvalidValue, message).help(
        "name the languages of the site under `languages`, and this file after its language: `page.fr.md`, or \
         `fr/page.md`",
    )
}

/// The path that front matter names as that of the original; what is wrong with it is told when the front
/// matter is read as a whole.
pub(super) fn original(
    slice: &Slice,
    language: usize,
    languages: &Languages,
) -> Option<ContentPath> {
    if language == 0 || !slice.text().contains(OF) {
        return None;
    }
    let mut silent = Diagnostics::default();
    let document = YamlDocument::parse(slice.clone(), &mut silent);
    let named = document.node().fields(&mut silent)?.text(OF, &mut silent)?;
    path(&named, languages)
}

/// The path that an author means: from the content folder, with or without the ending.
fn path(named: &str, languages: &Languages) -> Option<ContentPath> {
    let path = ContentPath::resolve("", named).filter(|path| !path.as_str().is_empty())?;
    let path = ContentPath::new(languages.place(path.as_str()).path);
    if path.stem().eq_ignore_ascii_case("readme") {
        return ContentPath::resolve(path.folder(), "index.md");
    }
    let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending);
    Some(match ending {
        Some("md" | "markdown") => path,
        _ => ContentPath::new(format!("{path}.md")),
    })
}
