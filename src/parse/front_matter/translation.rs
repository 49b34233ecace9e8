//! What a page says of itself as a translation.

use crate::config::Languages;
use crate::diagnostic::Diagnostics;
use crate::site::{ContentPath, Located, Translation, Translator};
use crate::yaml::{Document, Fields, Node, Slice};

/// The keys of a translation.
pub(super) const OF: &str = "translation_of";
const ABOUT: &str = "translation";

pub(super) fn keys(
    block: &mut Fields<'_>,
    language: usize,
    languages: &Languages,
    diagnostics: &mut Diagnostics,
) -> Translation {
    let mut translation = Translation::default();
    let (of, about) = (block.get(OF), block.get(ABOUT));
    if language == 0 {
        for node in of.iter().chain(&about) {
            let message = match languages.all.first() {
                Some(first) => format!("pages in `{}` are no translations", first.tag),
                None => "the site has one language only".to_owned(),
            };
            let help = "name the languages of the site under `languages`, and this file after its \
                        language: `page.fr.md`, or `fr/page.md`";
            diagnostics.push(node.invalid(message).help(help));
        }
        return translation;
    }
    if let Some(node) = of {
        match node.text(diagnostics) {
            Some(named) if path(&named, languages).is_none() => {
                diagnostics.push(node.invalid("the way leads out of the content folder"));
            }
            named => translation.of = named.map(|named| Located::new(named, node.place.clone())),
        }
    }
    if let Some(mut about) = about.and_then(|node| node.fields(diagnostics)) {
        translation.by = about.get("by").and_then(|node| translator(&node, diagnostics));
        if let Some(sections) = about.get("sections") {
            let sections = sections.entries(diagnostics).into_iter();
            let hashes =
                sections.filter_map(|(key, node)| Some((key.to_owned(), node.text(diagnostics)?)));
            translation.sections = hashes.collect();
        }
        about.finish(diagnostics);
    }
    translation
}

fn translator(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Translator> {
    let text = node.text(diagnostics)?;
    let found = Translator::ALL.iter().find(|(name, _)| *name == text);
    if found.is_none() {
        let message = format!("`{text}` is not one of `machine` or `person`");
        diagnostics.push(node.invalid(message));
    }
    found.map(|(_, translator)| *translator)
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
    let document = Document::parse(slice.clone(), &mut silent);
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
