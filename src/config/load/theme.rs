//! What a project sets of the theme: pictures, colours, fonts.

use super::values::{COLOUR_HELP, colour, located_path, quoted};
use crate::config::{FontFace, FontFile, ThemeSettings};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::yaml::Node;

pub(super) fn theme(theme: &mut ThemeSettings, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let Some(mut fields) = node.fields(diagnostics) else {
        return;
    };
    theme.folder = fields.get("folder").and_then(|node| located_path(&node, diagnostics));
    theme.logo = fields.get("logo").and_then(|node| located_path(&node, diagnostics));
    theme.favicon = fields.get("favicon").and_then(|node| located_path(&node, diagnostics));
    for (key, setting) in [("accent", &mut theme.accent), ("accent_dark", &mut theme.accent_dark)] {
        *setting =
            fields.get(key).and_then(|node| Some((colour(&node, diagnostics)?, node.span())));
        if let Some(span) = fields.empty(key) {
            let problem = Diagnostic::new(Code::InvalidValue, format!("`{key}` has no value"));
            diagnostics.push(problem.at(span).help(COLOUR_HELP));
        }
    }
    for (key, is_for_headings) in [("font", false), ("heading_font", true)] {
        if let Some(node) = fields.get(key) {
            theme.fonts.extend(font(&node, is_for_headings, diagnostics));
        }
    }
    fields.finish(diagnostics);
}

/// The files of a font, by face.
fn font(node: &Node<'_>, is_for_headings: bool, diagnostics: &mut Diagnostics) -> Vec<FontFile> {
    let Some(mut fields) = node.fields(diagnostics) else { return Vec::new() };
    let mut files = Vec::new();
    for (name, face) in FontFace::ALL {
        let Some(node) = fields.get(name) else { continue };
        let Some(file) = located_path(&node, diagnostics) else { continue };
        if FontFace::format(&file.0).is_none() {
            let endings = FontFace::FORMATS.map(|(ending, _)| ending);
            let problem = node.invalid(format!("`{}` is no font that browsers read", file.0));
            diagnostics
                .push(problem.help(format!("name a file that ends in {}", quoted(&endings))));
            continue;
        }
        files.push(FontFile { is_for_headings, face, file });
    }
    fields.finish(diagnostics);
    for is_italic in [false, true] {
        let faces = || files.iter().filter(|file| file.face.is_italic == is_italic);
        if faces().any(|file| file.face.is_variable) && faces().count() > 1 {
            let problem =
                node.invalid("a variable font has all weights, and another file some of them");
            diagnostics.push(problem.help("leave out `variable`, or `regular` and `bold`"));
        }
    }
    if files.iter().all(|file| file.face.is_bold || file.face.is_italic) {
        let problem = node.invalid("the font has no upright letters of usual weight");
        diagnostics.push(problem.help("add `regular` or `variable`"));
    }
    files
}
