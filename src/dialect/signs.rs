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
    let known = |name: &str| SIGNS.iter().find(|(_, names)| names.contains(&name));
    let shown = ICONS.iter().find_map(|set| name.strip_prefix(set)).map(icon);
    known(shown.unwrap_or(name)).map(|(sign, _)| *sign)
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

/// Signs and the names that GitHub (github.com/github/gemoji) and icon sets have for them.
#[rustfmt::skip]
const SIGNS: [(&str, &[&str]); 94] = [
    ("😀", &["grinning"]), ("😃", &["smiley"]), ("😄", &["smile"]), ("😁", &["grin"]),
    ("😆", &["laughing", "satisfied"]), ("😅", &["sweat_smile"]), ("😂", &["joy"]), ("🤣", &["rofl"]),
    ("😊", &["blush"]), ("😉", &["wink"]), ("😍", &["heart_eyes"]), ("😎", &["sunglasses"]),
    ("🤔", &["thinking"]), ("😕", &["confused"]), ("😢", &["cry"]), ("😭", &["sob"]), ("😱", &["scream"]),
    ("😞", &["disappointed"]), ("😏", &["smirk"]), ("😛", &["stuck_out_tongue"]), ("🙂", &["slightly_smiling_face"]),
    ("🙃", &["upside_down_face"]), ("🤗", &["hugs"]), ("😇", &["innocent"]), ("🤯", &["exploding_head"]),
    ("👍", &["+1", "thumbsup", "thumb-up", "thumbs-up"]), ("👎", &["-1", "thumbsdown", "thumb-down", "thumbs-down"]),
    ("👋", &["wave"]), ("👏", &["clap"]), ("🙏", &["pray"]), ("💪", &["muscle"]), ("👀", &["eyes"]),
    ("👉", &["point_right"]), ("👈", &["point_left"]), ("👆", &["point_up_2"]), ("👇", &["point_down"]),
    ("👌", &["ok_hand"]), ("🙌", &["raised_hands"]), ("🤝", &["handshake"]), ("🤷", &["shrug"]),
    ("❤️", &["heart"]), ("💔", &["broken_heart"]), ("💙", &["blue_heart"]), ("💚", &["green_heart"]),
    ("💛", &["yellow_heart"]), ("💜", &["purple_heart"]), ("⭐", &["star"]), ("🌟", &["star2"]), ("✨", &["sparkles"]),
    ("🎉", &["tada"]), ("🚀", &["rocket"]), ("🔥", &["fire"]), ("💡", &["bulb", "lightbulb", "light-bulb"]),
    ("💥", &["boom"]), ("⚡", &["zap"]), ("🐛", &["bug"]), ("🔧", &["wrench"]), ("🔨", &["hammer"]),
    ("⚙️", &["gear"]), ("🔒", &["lock"]), ("🔑", &["key"]), ("📝", &["memo", "pencil"]), ("📖", &["book"]),
    ("📚", &["books"]), ("📦", &["package"]), ("📌", &["pushpin"]), ("📣", &["mega"]), ("🔗", &["link"]),
    ("📷", &["camera"]), ("📅", &["date"]), ("⏰", &["alarm_clock"]), ("☕", &["coffee"]), ("🍺", &["beer"]),
    ("🍕", &["pizza"]), ("🍎", &["apple"]), ("🌍", &["earth_africa"]), ("🌈", &["rainbow"]), ("☀️", &["sunny"]),
    ("🐍", &["snake"]), ("🐳", &["whale"]), ("🦀", &["crab"]), ("🏆", &["trophy"]), ("💯", &["100"]),
    ("✅", &["white_check_mark", "heavy_check_mark", "check", "check-all"]),
    ("❌", &["x", "heavy_multiplication_x", "close", "negative_squared_cross_mark"]),
    ("⚠️", &["warning", "alert", "triangle-exclamation"]), ("ℹ️", &["information_source", "information", "info"]),
    ("❓", &["question", "help"]), ("❗", &["exclamation", "heavy_exclamation_mark"]),
    ("🚧", &["construction"]), ("🙋‍♂️", &["man_raising_hand"]),
    ("🙋‍♀️", &["woman_raising_hand"]), ("➡️", &["arrow_right", "arrow-right"]), ("⬅️", &["arrow_left", "arrow-left"]),
];

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn known_names_are_signs() {
        for (text, expected) in [
            ("A :smile: and :+1:.\n", "A 😄 and 👍.\n"),
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
