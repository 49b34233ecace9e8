//! Pictures in shortcodes: `{{< figure src="a.png" alt="…" caption="…" >}}`.

use super::super::edits::literal;
use super::super::lines;
use super::{Shortcode, ShortcodeMeaning, ShortcodePage};

impl ShortcodePage<'_, '_> {
    pub(super) fn picture(&self, own: &Shortcode<'_>) -> ShortcodeMeaning {
        let Some(address) = own.named_or_first(&["src", "path", "url", "name", "image"]) else {
            return ShortcodeMeaning::NotUnderstood;
        };
        let caption = caption(own);
        let alternative = literal(own.named(&["alt"]).unwrap_or_default());
        let address = destination(address);
        let picture = format!("![{alternative}]({address})");
        let link = own.named(&["link"]);
        let picture = match link {
            Some(link) => format!("[{picture}]({})", self.address_of(link)),
            None => picture,
        };
        if caption.is_empty() {
            return ShortcodeMeaning::Words(picture);
        }
        let has_marks = caption.contains(['[', '*', '`', '_', '<', '{']);
        if has_marks || link.is_some() || !lines::stands_alone(self.prose, &own.place) {
            ShortcodeMeaning::Lines(format!("{picture}\n\n{caption}\n"))
        } else {
            ShortcodeMeaning::Lines(format!("::: figure {caption}\n{picture}\n:::"))
        }
    }
}

/// The words below a picture: its title, its caption, and whose it is.
fn caption(own: &Shortcode<'_>) -> String {
    let author = own.named(&["attr"]).map(|author| match own.named(&["attrlink"]) {
        Some(link) => format!("[{author}]({})", destination(link)),
        None => author.to_owned(),
    });
    let parts = [own.named(&["title"]), own.named(&["caption"]), author.as_deref()];
    let parts: Vec<String> = parts.into_iter().flatten().map(on_one_line).collect();
    parts.join(" – ")
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace("\\\"", "\"")
}

/// An address in a link, where a blank would end it.
fn destination(address: &str) -> String {
    if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address.to_owned() }
}
