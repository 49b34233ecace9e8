//! How deep the brackets of a YAML text go (YAML 1.1, chapter 9: flow styles).
//!
//! The library refuses values that are nested too deep, but only after it has read all of them, and what it does
//! for each token grows with the brackets that are open. So they are counted before.

/// Brackets in brackets that a text may have: as many as the library accepts as the value of a key.
const DEEPEST: usize = 127;

/// Where a text opens more brackets in brackets than it may, in bytes.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    // Nearly all texts have fewer brackets than that.
    if text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count() <= DEEPEST {
        return None;
    }
    let mut scan = Scan { text: text.as_bytes(), at: 0, depth: 0 };
    while scan.at < text.len() {
        if scan.depth > 0 {
            scan.in_brackets();
        } else {
            scan.line();
        }
        if scan.depth > DEEPEST {
            return Some(scan.at - 1);
        }
    }
    None
}

struct Scan<'t> {
    text: &'t [u8],
    at: usize,
    /// Brackets that are open.
    depth: usize,
}

impl Scan<'_> {
    /// Reads a sign inside of brackets, or a string.
    fn in_brackets(&mut self) {
        let before = self.text[..self.at].last().copied().unwrap_or(b' ');
        let is_first = matches!(before, b'[' | b'{' | b',' | b':') || before.is_ascii_whitespace();
        match self.text[self.at] {
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth -= 1,
            quote @ (b'"' | b'\'') if is_first => return self.string(quote),
            b'#' if before.is_ascii_whitespace() => return self.skip_line(),
            _ => {}
        }
        self.at += 1;
    }

    /// Reads a line outside of brackets, up to a bracket that opens a value.
    fn line(&mut self) {
        let start = self.at;
        let indent = self.skip_blanks();
        let mut is_value = true;
        while let Some(&byte) = self.text.get(self.at).filter(|byte| **byte != b'\n') {
            match byte {
                b'#' if self.at == start || self.text[self.at - 1].is_ascii_whitespace() => break,
                b'[' | b'{' if is_value => {
                    self.depth = 1;
                    self.at += 1;
                    return;
                }
                b'|' | b'>' if is_value => return self.skip_block(indent),
                b'"' | b'\'' if is_value => {
                    self.string(byte);
                    is_value = false;
                    continue;
                }
                // A name or a type before a value.
                b'&' | b'!' if is_value => self.skip_word(),
                b'-' | b'?' | b':' if self.is_before_blank() => is_value = true,
                b' ' | b'\t' => {}
                _ => is_value = false,
            }
            self.at += 1;
        }
        self.skip_line();
    }

    /// Whether a blank or the end of the line comes next.
    fn is_before_blank(&self) -> bool {
        self.text.get(self.at + 1).is_none_or(u8::is_ascii_whitespace)
    }

    fn skip_blanks(&mut self) -> usize {
        let rest = &self.text[self.at..];
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        self.at += blanks;
        blanks
    }

    /// Goes to the last byte of a word.
    fn skip_word(&mut self) {
        while !self.is_before_blank() {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
    }

    /// Skips a text in lines that are indented further than that in which it begins.
    fn skip_block(&mut self, indent: usize) {
        self.skip_line();
        while self.at < self.text.len() {
            let start = self.at;
            let own = self.skip_blanks();
            let is_blank = matches!(self.text.get(self.at), None | Some(b'\n' | b'\r'));
            if own <= indent && !is_blank {
                self.at = start;
                return;
            }
            self.skip_line();
        }
    }

    /// Skips what stands between quotes.
    fn string(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'\\' if quote == b'"' => self.at += 1,
                byte if *byte == quote => break,
                _ => {}
            }
            self.at += 1;
        }
        self.at = (self.at + 1).min(self.text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_that_nest_too_deep_are_found() {
        let deep = "[".repeat(DEEPEST + 1);
        for before in [
            "",
            "a: ",
            "- - a:   ",
            "a: &name !tag ",
            "\"x\": ",
            "a: 'it''s'\nb: ",
            "a: |\n  text\nb: ",
        ] {
            assert_eq!(
                too_deep(&format!("{before}{deep}")),
                Some(before.len() + DEEPEST),
                "{before}"
            );
        }
        let mixed = "a: {b: [".repeat(DEEPEST);
        assert!(too_deep(&mixed.replace("a: {", "{a: ")).is_some());
        assert_eq!(too_deep(&format!("a: {}{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST))), None);
    }

    #[test]
    fn brackets_that_open_nothing_do_not_count() {
        let many = "[".repeat(1000);
        for text in [
            format!("a: b {many}"),
            format!("a: \"{many}\""),
            format!("a: ['{many}', \"\\\"{many}\"]"),
            format!("# {many}"),
            format!("a: b # {many}"),
            format!("a: [ # {many}\n]"),
            format!("a: |\n  {many}\n\n  {many}\n"),
            format!("a: >-\n  {many}\n"),
            format!("a: x\n  y {many}"),
            "a: [b]\n".repeat(1000),
            "- [x] done\n".repeat(1000),
        ] {
            assert_eq!(too_deep(&text), None, "{text}");
        }
    }

    #[test]
    fn no_text_makes_the_scan_panic() {
        let parts =
            ["[", "]", "{", "}", "\"", "'", "\\", "\n", " ", "#", "|", "a", ": ", "- ", "&", "é"];
        let mut state = 7_usize;
        for _ in 0..2_000 {
            let mut text = "[".repeat(DEEPEST);
            for _ in 0..20 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(parts[(state >> 33) % parts.len()]);
            }
            let _ = too_deep(&text);
        }
    }
}
