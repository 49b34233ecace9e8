//! A project's brand: its colours, held to what people can read, and its fonts.
//!
//! In: the style sheet so far and the settings. Out: rules to put behind it. Contrast is that of WCAG 2.2
//! ("relative luminance"); other shades of a colour keep its hue (Oklch).

use std::fmt::Write as _;

use palette::color_difference::Wcag21RelativeContrast as _;
use palette::{FromColor as _, IsWithinBounds as _, Mix as _, Oklab, Oklch, Srgb};

use crate::config::{Config, FontFace, FontFile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{ContentPath, UrlPath};

/// The contrast that text needs (success criterion 1.4.3), and that of a shade that we choose (1.4.6).
const NEEDED: f32 = 4.5;
const CHOSEN: f32 = 7.0;

/// The part of the accent in the tint behind text, `--accent-soft` in `tokens.css`.
const TINT: f32 = 0.07;

/// Light or dark mode: the backgrounds of text, and the direction in which a colour stands out.
struct Mode {
    name: &'static str,
    page: Option<Srgb>,
    surface: Option<Srgb>,
    is_dark: bool,
}

impl Mode {
    /// The grounds that a colour stands on, with their names: its own tint among them.
    fn grounds(&self, colour: Srgb) -> impl Iterator<Item = (&'static str, Srgb)> {
        let tint = self.page.map(|page| {
            Srgb::from_color(Oklab::from_color(page).mix(Oklab::from_color(colour), TINT))
        });
        let named = [("background", self.page), ("grey background", self.surface), ("tint", tint)];
        named.into_iter().filter_map(|(name, ground)| Some((name, ground?)))
    }

    /// The least contrast of a colour, and with which ground.
    fn contrast(&self, colour: Srgb) -> Option<(&'static str, f32)> {
        let all =
            self.grounds(colour).map(|(name, ground)| (name, colour.relative_contrast(ground)));
        all.min_by(|(_, a), (_, b)| a.total_cmp(b))
    }

    /// Whether a colour has a contrast everywhere.
    fn suffices(&self, colour: Srgb, wanted: f32) -> bool {
        self.contrast(colour).is_none_or(|(_, contrast)| contrast >= wanted)
    }
}

/// The rules of a project's colours and fonts. Reports colours that people cannot read.
pub(super) fn rules(sheet: &str, config: &Config, diagnostics: &mut Diagnostics) -> String {
    let theme = &config.theme;
    let mut rules = String::new();
    let mut tokens: Vec<String> = Vec::new();
    let modes = modes(sheet);
    let accents = [&theme.accent, &theme.accent_dark];
    let names = ["--accent-light", "--accent-dark"];
    for (at, (mode, name)) in modes.iter().zip(names).enumerate() {
        if let Some((written, span)) = accents[at] {
            let problem =
                colour(written).and_then(|colour| contrast_problem(written, colour, mode));
            if let Some(problem) = problem {
                diagnostics.push(problem.at(*span));
            }
            tokens.push(format!("{name}: {written};"));
        } else if let Some((other, _)) = accents[1 - at] {
            // Of one colour, the other one is a shade.
            let shade = colour(other).and_then(|colour| readable(colour, mode, CHOSEN));
            tokens.extend(shade.map(|shade| format!("{name}: {};", hex(shade))));
        }
    }
    for (is_for_headings, family, token) in
        [(false, "Site text", "--font-text"), (true, "Site headings", "--font-heading")]
    {
        let files = theme.fonts.iter().filter(|file| file.is_for_headings == is_for_headings);
        let faces: Vec<String> = files.map(|file| font_face(family, file)).collect();
        if !faces.is_empty() {
            rules.extend(faces);
            tokens.push(format!("{token}: \"{family}\", system-ui, sans-serif;"));
        }
    }
    if !tokens.is_empty() {
        let _ = writeln!(rules, "@layer tokens {{ :root {{ {} }} }}", tokens.join(" "));
    }
    rules
}

/// The backgrounds of text in light and in dark mode, as far as the style sheet has plain colours for them.
fn modes(sheet: &str) -> [Mode; 2] {
    let (page, dark_page) = pair(sheet, "--page").unzip();
    let (surface, dark_surface) = pair(sheet, "--surface").unzip();
    [
        Mode { name: "light", page, surface, is_dark: false },
        Mode { name: "dark", page: dark_page, surface: dark_surface, is_dark: true },
    ]
}

/// The last value of a name in a style sheet that is `light-dark()` of two plain colours. Others, such as
/// those for forced colours, are none of the project's.
fn pair(sheet: &str, name: &str) -> Option<(Srgb, Srgb)> {
    let declaration = format!("{name}:");
    sheet.rmatch_indices(&declaration).find_map(|(at, _)| {
        let is_whole = !sheet[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let value = sheet[at + declaration.len()..].trim_start().strip_prefix("light-dark(")?;
        let (light, rest) = value.split_once(',')?;
        let (dark, _) = rest.split_once(')')?;
        let pair = (colour(light.trim())?, colour(dark.trim())?);
        is_whole.then_some(pair)
    })
}

/// The colour that `#rgb` or `#rrggbb` is.
fn colour(written: &str) -> Option<Srgb> {
    written.parse::<Srgb<u8>>().ok().map(Srgb::into_format)
}

fn hex(colour: Srgb) -> String {
    format!("#{:x}", colour.into_format::<u8>())
}

fn contrast_problem(written: &str, colour: Srgb, mode: &Mode) -> Option<Diagnostic> {
    let (ground, contrast) = mode.contrast(colour)?;
    if contrast >= NEEDED {
        return None;
    }
    // Rounded down: a contrast that is too small never looks as if it sufficed.
    let shown = (contrast * 100.0).floor() / 100.0;
    let ground = match ground {
        "tint" => format!("its own tint on the {} background", mode.name),
        ground => format!("the {} {ground}", mode.name),
    };
    let message = format!(
        "`{written}` has a contrast of {shown:.2} to 1 with {ground}, and text needs {NEEDED}"
    );
    let problem = Diagnostic::new(Code::LowContrast, message);
    Some(match readable(colour, mode, NEEDED) {
        Some(near) => {
            problem.help(format!("the nearest shade that can be read is `{}`", hex(near)))
        }
        None => problem,
    })
}

/// The nearest shade of a colour that has a contrast.
fn readable(colour: Srgb, mode: &Mode, wanted: f32) -> Option<Srgb> {
    const STEP: f32 = 0.005;
    let mut shade = Oklch::from_color(colour);
    while (0.0..=1.0).contains(&shade.l) {
        // As it will be written.
        let written = within_bounds(shade).into_format::<u8>().into_format();
        if mode.suffices(written, wanted) {
            return Some(written);
        }
        shade.l += if mode.is_dark { STEP } else { -STEP };
    }
    None
}

/// A colour that screens can show: the same with less of its hue, if need be.
fn within_bounds(mut colour: Oklch) -> Srgb {
    loop {
        let shown = Srgb::from_color(colour);
        if shown.is_within_bounds() || colour.chroma < 0.001 {
            return shown;
        }
        colour.chroma *= 0.97;
    }
}

/// The rule that loads a file of a font; the style sheet stands in a folder of its own.
fn font_face(family: &str, font: &FontFile) -> String {
    let FontFace { is_variable, is_bold, is_italic } = font.face;
    let weight = match (is_variable, is_bold) {
        (true, _) => "100 900",
        (false, true) => "700",
        (false, false) => "400",
    };
    let style = if is_italic { "italic" } else { "normal" };
    let address = UrlPath::of_asset(&ContentPath::new(font.file.0.as_str())).encoded();
    let format = FontFace::format(&font.file.0).unwrap_or("woff2");
    format!(
        "@font-face {{ font-family: \"{family}\"; src: url(\"../{address}\") format(\"{format}\"); \
         font-weight: {weight}; font-style: {style}; font-display: swap; }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str =
        ":root { --page: light-dark(#fff, #13181b); --surface: light-dark(#f5f7f7, #1a2125); }";

    fn shade(written: &str) -> Srgb {
        colour(written).expect("it is one")
    }

    #[test]
    fn the_contrast_is_that_of_wcag() {
        let white = shade("#ffffff");
        assert!((shade("#000000").relative_contrast(white) - 21.0).abs() < 0.01);
        assert!((shade("#777777").relative_contrast(white) - 4.48).abs() < 0.01);
    }

    #[test]
    fn a_colour_that_cannot_be_read_gets_the_nearest_shade() {
        for mode in modes(SHEET) {
            for written in ["#8ec5ff", "#ffd400", "#777777", "#e4002b", "#00ff00"] {
                let near = readable(shade(written), &mode, NEEDED).expect("there is one");
                assert!(mode.suffices(near, NEEDED), "{written} by {}", mode.name);
                assert_eq!(contrast_problem(&hex(near), near, &mode), None);
                if !mode.suffices(shade(written), NEEDED) {
                    assert!(!mode.suffices(near, NEEDED + 0.4), "{written}: not the nearest");
                    assert!(contrast_problem(written, shade(written), &mode).is_some());
                }
            }
        }
    }

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let built_in = include_str!("../../themes/default/static/css/tokens.css");
        let [light, dark] = modes(built_in);
        assert_eq!(light.page, Some(shade("#ffffff")), "whatever forced colours are");
        assert!(light.surface.is_some() && dark.page.is_some() && dark.surface.is_some());
        let own = format!(
            "{SHEET} :root {{ --my--page: light-dark(#111, #111); --page: light-dark(#000, #fff); }}"
        );
        assert_eq!(modes(&own)[0].page, Some(shade("#000000")));
        let [unknown, _] = modes(":root { --page: Canvas; }");
        assert_eq!(contrast_problem("#ffffff", shade("#ffffff"), &unknown), None);
    }
}
