//! Code in shortcodes: what stands between them is shown as it is.

use super::super::code::{fenced, inline};
use super::super::edits::literal;
use super::super::lines;
use super::{ShortcodeMeaning, ShortcodePage};

impl ShortcodePage<'_, '_> {
    /// A block of code, or code within a line.
    pub(super) fn code(&self, position: usize) -> ShortcodeMeaning {
        let own = &self.shortcodes[position];
        let Some(code) = self.code_of(position) else { return ShortcodeMeaning::NotUnderstood };
        let options = own.positional(1).unwrap_or_default();
        if options.replace(' ', "").contains("hl_inline=true") {
            return ShortcodeMeaning::Words(inline(&code));
        }
        let language = own.named_or_first(&["lang", "language", "type"]).unwrap_or_default();
        let title = own.named(&["title", "file", "filename", "name"]);
        let title = title.filter(|_| own.name != "code-toggle");
        let head = title.map_or_else(String::new, |title| format!("**{}**\n\n", literal(title)));
        ShortcodeMeaning::Lines(head + &fenced(&code, language))
    }

    /// A drawing or a formula, as it is written.
    pub(super) fn formal(&self, position: usize) -> ShortcodeMeaning {
        let own = &self.shortcodes[position];
        let code = self.code_of(position).or_else(|| own.named(&["body"]).map(str::to_owned));
        let Some(code) = code else { return ShortcodeMeaning::NotUnderstood };
        let place = self.inner_place(position).unwrap_or_default();
        let is_block = code.contains('\n') || self.prose.text[place].contains('\n');
        if is_block {
            ShortcodeMeaning::Lines(fenced(&code, own.name))
        } else {
            ShortcodeMeaning::Words(inline(&code))
        }
    }

    /// The text of a shortcode as code, without the margin of the block it stands in.
    pub(super) fn code_of(&self, position: usize) -> Option<String> {
        let place = self.inner_place(position)?;
        let code = lines::without_margin(self.prose, place, self.shortcodes[position].place.start);
        let code = code.trim_end().trim_start_matches(['\n', '\r']);
        let is_fenced = code.trim_start().starts_with("```") && code.ends_with("```");
        let inner = is_fenced.then(|| without_fences(code)).flatten();
        Some(inner.unwrap_or(code).to_owned())
    }
}

/// What stands between fences.
fn without_fences(code: &str) -> Option<&str> {
    let (_, inner) = code.trim_start().split_once('\n')?;
    Some(inner.trim_end_matches('`').trim_end())
}
