//! What a project sets of the theme: pictures, colors, fonts.

use super::values::{COLOR, CONTENT_PATH, PROJECT_PATH};
use crate::config::declare::{By, Converted, InBlock, KeyTable, Spanned, To, key, quoted};
use crate::config::{FontFace, FontFile, ThemeSettings};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::yaml::YamlNode;

pub(super) static THEME: KeyTable<ThemeSettings> = KeyTable {
    keys: &[
        key(
            "folder",
            &To(Spanned(PROJECT_PATH), |it: &mut ThemeSettings, folder| it.folder = Some(folder)),
        )
        .or(
            "none: the built-in theme",
            "A folder of files that replace those of the built-in theme.",
        ),
        key(
            "logo",
            &To(Spanned(CONTENT_PATH), |it: &mut ThemeSettings, logo| it.logo = Some(logo)),
        )
        .or("none", "The picture at the top of every page."),
        key(
            "favicon",
            &To(Spanned(CONTENT_PATH), |it: &mut ThemeSettings, icon| it.favicon = Some(icon)),
        )
        .or("the theme's", "The picture in the browser's tab."),
        key("accent", &To(Spanned(COLOR), |it: &mut ThemeSettings, color| it.accent = Some(color)))
            .or(
                "a shade of `accent_dark`, else the theme's",
                "The color of links and marks, which can be read on a light background.",
            ),
        key(
            "accent_dark",
            &To(Spanned(COLOR), |it: &mut ThemeSettings, color| it.accent_dark = Some(color)),
        )
        .or("a shade of `accent`, else the theme's", "The same, on a dark background."),
        key("font", &To(FONT, |it: &mut ThemeSettings, font| it.fonts.extend(font)))
            .or("fonts of the reader's device", "The font of all text."),
        key(
            "heading_font",
            &To(FONT, |it: &mut ThemeSettings, font| {
                it.fonts.extend(font.into_iter().map(FontFile::of_headings));
            }),
        )
        .or("that of the text", "The font of headings."),
    ],
    variants: None,
};

const FONT: Converted<InBlock<Vec<FontFile>>, Vec<FontFile>> = Converted {
    from: InBlock(&FACES),
    make: |files, node, diagnostics| Some(whole_font(files, node, diagnostics)),
};

static FACES: KeyTable<Vec<FontFile>> = KeyTable {
    keys: &[
        key(
            "regular",
            &To(FONT_FILE, |it: &mut Vec<FontFile>, file| it.push(FontFace::REGULAR.of_text(file))),
        )
        .or("none", "The file of upright letters of usual weight."),
        key(
            "bold",
            &To(FONT_FILE, |it: &mut Vec<FontFile>, file| it.push(FontFace::BOLD.of_text(file))),
        )
        .or("none", "The file of bold letters."),
        key(
            "italic",
            &To(FONT_FILE, |it: &mut Vec<FontFile>, file| it.push(FontFace::ITALIC.of_text(file))),
        )
        .or("none", "The file of italic letters."),
        key(
            "bold_italic",
            &To(FONT_FILE, |it: &mut Vec<FontFile>, file| {
                it.push(FontFace::BOLD_ITALIC.of_text(file));
            }),
        )
        .or("none", "The file of bold italic letters."),
        key(
            "variable",
            &To(FONT_FILE, |it: &mut Vec<FontFile>, file| {
                it.push(FontFace::VARIABLE.of_text(file));
            }),
        )
        .or("none", "One file for all weights, instead of `regular` and `bold`."),
        key(
            "variable_italic",
            &To(FONT_FILE, |it: &mut Vec<FontFile>, file| {
                it.push(FontFace::VARIABLE_ITALIC.of_text(file));
            }),
        )
        .or("none", "One file for all weights, instead of `italic` and `bold_italic`."),
    ],
    variants: None,
};

const FONT_FILE: Converted<Spanned<By<String>>, (String, Span)> =
    Converted { from: Spanned(CONTENT_PATH), make: font_file };

fn font_file(
    file: (String, Span),
    node: &YamlNode<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<(String, Span)> {
    if FontFace::format(&file.0).is_none() {
        let endings = FontFace::FORMATS.map(|(ending, _)| ending);
        let problem = node.invalid(format!("`{}` is no font that browsers read", file.0));
        diagnostics.push(problem.help(format!("name a file that ends in {}", quoted(&endings))));
        return None;
    }
    Some(file)
}

/// Reports faces that do not go together, and those that lack the usual letters.
fn whole_font(
    files: Vec<FontFile>,
    node: &YamlNode<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<FontFile> {
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
