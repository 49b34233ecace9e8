//! Signs by name: `:smile:` for a sign that Unicode has, `:material-check:` for an icon of Material for `MkDocs`.

use super::edits::Edits;
use super::prose::SourceProse;

/// Sets of icons, by what their names begin with.
const ICONS: [&str; 4] = ["material-", "octicons-", "fontawesome-", "simple-"];

/// Puts signs in the place of names that are known. Icons without a sign go, and a report says so.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    let mut done = 0;
    for at in prose.find(":").into_iter().filter(|at| !is_in_word(prose.text, *at)) {
        let Some(name) = name(&prose.text[at + 1..]).filter(|_| at >= done) else { continue };
        let place = at..at + name.len() + 2;
        if let Some(sign) = sign(name) {
            done = place.end;
            edits.replace(place, sign);
        } else if let Some(set) = ICONS.iter().find(|set| name.starts_with(**set)) {
            done = place.end;
            edits.lost(place, &format!(":{set}…:"));
        }
    }
}

fn is_in_word(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | ':'))
}

/// The name that a colon ends.
fn name(rest: &str) -> Option<&str> {
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_+-".contains(c))?;
    (length > 0 && rest[length..].starts_with(':')).then(|| &rest[..length])
}

/// The sign of a name, or of the part of the name of an icon that says what it shows.
fn sign(name: &str) -> Option<&'static str> {
    let Some(icon) = ICONS.iter().find_map(|set| name.strip_prefix(set)).map(icon) else {
        return emoji(name);
    };
    let own = ICON_SIGNS.iter().find(|(_, names)| names.contains(&icon));
    own.map(|(sign, _)| *sign).or_else(|| emoji(&icon.replace('-', "_")))
}

/// The sign that GitHub (github.com/github/gemoji) has for a name.
fn emoji(name: &str) -> Option<&'static str> {
    let known = |name: &str| emojis::get_by_shortcode(name).map(emojis::Emoji::as_str);
    known(name).or_else(|| known(&as_github_names_it(name)?))
}

/// `raising_hand_man` for `man_raising_hand`, as sets of icons name it.
fn as_github_names_it(name: &str) -> Option<String> {
    let (person, rest) = name.split_once('_').filter(|(it, _)| matches!(*it, "man" | "woman"))?;
    Some(format!("{}_{person}", rest.trim_start_matches("in_")))
}

/// The name of an icon without the style and the size of it.
fn icon(name: &str) -> &str {
    let name = ["solid-", "regular-", "brands-"]
        .iter()
        .find_map(|style| name.strip_prefix(style))
        .unwrap_or(name);
    let endings = ["-24", "-16", "-bold", "-outline", "-circle", "-fill"];
    endings.iter().fold(name, |name, ending| name.strip_suffix(ending).unwrap_or(name))
}

/// Signs for what icons show where sets of icons have names of their own for it.
const ICON_SIGNS: [(&str, &[&str]); 12] = [
    ("👍", &["thumb-up", "thumbs-up"]),
    ("👎", &["thumb-down", "thumbs-down"]),
    ("💡", &["lightbulb", "light-bulb"]),
    ("📝", &["pencil"]),
    ("✅", &["check", "check-all"]),
    ("❌", &["close", "x"]),
    ("⚠️", &["warning", "alert", "triangle-exclamation"]),
    ("ℹ️", &["information", "info"]),
    ("❓", &["help", "question"]),
    ("❗", &["exclamation"]),
    ("➡️", &["arrow-right"]),
    ("⬅️", &["arrow-left"]),
];

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn known_names_are_signs() {
        for (text, expected) in [
            ("A :smile: and :+1:.\n", "A 😄 and 👍.\n"),
            (":man_raising_hand: :woman_in_lotus_position:\n", "🙋‍♂️ 🧘‍♀️\n"),
            (":globe_with_meridians: and :melting_face:\n", "🌐 and 🫠\n"),
            (
                ":https: and :style: and a:smile: 10:20:30\n",
                ":https: and :style: and a:smile: 10:20:30\n",
            ),
            ("| :material-check: | :fontawesome-solid-circle: |\n", "| ✅ |  |\n"),
            (":octicons-heart-fill-24: `:smile:`\n", "❤️ `:smile:`\n"),
        ] {
            assert_eq!(translated(text, SourceDialect::Mkdocs, &[]), expected, "{text}");
        }
    }
}
