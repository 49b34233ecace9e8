//! Pieces that are not well-formed. What they do ends with the block or the component that they stand in.

use super::{Author, Piece};

/// Elements that lie around what follows them until something ends them.
const LEFT_OPEN: [&str; 8] = ["div", "main", "header", "nav", "center", "span", "i", "your-box"];

/// Elements of a line that are left open.
const LEFT_OPEN_IN_LINE: [&str; 8] =
    ["i", "u", "small", "span", "mark", "cite", "my-own", "strike"];

/// Elements that no piece has open.
const STRAY: [&str; 10] =
    ["body", "html", "footer", "form", "fieldset", "td", "legend", "address", "dialog", "h5"];

/// Elements in which the rest of a page would vanish, without those that go on over empty lines.
#[rustfmt::skip]
const SWALLOWING: [&str; 9] = [
    "title", "noframes", "iframe", "xmp", "noembed", "select", "template", "noscript", "plaintext",
];

/// Those that go on over empty lines.
const SWALLOWING_ALL: [&str; 3] = ["textarea", "script", "style"];

/// Elements that have rules of their own for what stands in them.
#[rustfmt::skip]
const SOUP: [&str; 48] = [
    "a", "b", "i", "nobr", "font", "p", "div", "li", "ul", "dd", "dl", "h2", "table", "tbody", "tr",
    "td", "th", "caption", "colgroup", "col", "select", "option", "optgroup", "button", "form",
    "input", "br", "hr", "img", "svg", "path", "g", "title", "style", "desc", "foreignObject",
    "math", "mi", "mtext", "annotation-xml", "template", "noscript", "textarea", "pre", "ruby",
    "rt", "object", "frameset",
];

/// Markup that is no tag, or none that ends.
const ODD: [&str; 6] = [
    "<![CDATA[x>]]>",
    "\n\n<div><svg><![CDATA[x></svg></div>\n\n",
    "<!x>",
    "<?x?>",
    "<div\n\n",
    "<b title='\n\n",
];

impl Author<'_> {
    /// A word of which has to be told, by its line.
    fn told(&mut self) -> String {
        let word = self.word();
        self.told.push(word.clone());
        word
    }

    pub(super) fn broken_inline(&mut self) -> Piece {
        let told = self.told();
        match self.random.below(5) {
            0 => {
                let name = LEFT_OPEN_IN_LINE[self.random.below(LEFT_OPEN_IN_LINE.len())];
                let piece = self.shown(&told).between("", &format!(" <{name}>"));
                self.path.push(name);
                piece
            }
            1 => {
                // The tags of a page are text among words.
                let name = self.random.of(&STRAY[2..]);
                self.shown(&told).between("", &format!(" </{name}>"))
            }
            2 => {
                let name = self.random.of(&[&SWALLOWING[..], &SWALLOWING_ALL].concat());
                self.shown(&told).between(&format!("<{name}> "), "")
            }
            3 => {
                self.told.pop();
                self.shown(&told).between("<div ", "")
            }
            _ => self.shown(&told).between("<", ">"),
        }
    }

    pub(super) fn broken_block(&mut self, depth: usize) -> Piece {
        let piece = match self.random.below(9) {
            0 | 1 => {
                let (name, told) = (LEFT_OPEN[self.random.below(LEFT_OPEN.len())], self.told());
                self.path.push(name);
                return Piece::text(format!("<{name} class=\"{told}\">\n\n"));
            }
            2 => {
                let (name, told) = (self.random.of(&STRAY), self.told());
                return Piece::text(format!("</{name} class=\"{told}\">\n\n"));
            }
            3 => {
                let told = self.told();
                self.shown(&told).between("<div title=\"", "\n\n")
            }
            4 => {
                let told = self.told();
                self.shown(&told).between("<", ">\n\n")
            }
            5 => {
                let name = self.random.of(&SWALLOWING);
                self.swallowing(name).between("", "\n\n")
            }
            6 => {
                let name = self.random.of(&SWALLOWING_ALL);
                self.within(&["blockquote"], |it| it.swallowing(name)).inside("> ", "> ")
            }
            7 => self.left_open_in_item(),
            _ if depth == 0 && self.around == 0 => return self.component_left_open(),
            _ => self.soup(),
        };
        self.recorded(piece)
    }

    /// The tag is text, and so is what stands behind it.
    fn swallowing(&mut self, name: &str) -> Piece {
        let told = self.told();
        let mut piece = self.shown(&told).between(&format!("<{name} class=\""), "\">\n");
        piece.push(self.words(2).in_html());
        piece
    }

    fn left_open_in_item(&mut self) -> Piece {
        let told = self.told();
        let mut item = self.within(&["ul", "li", "div"], |it| it.words(1)).in_html();
        item = item.between(&format!("<div class=\"{told}\">\n"), "\n\n");
        item.push(self.within(&["ul", "li", "div", "p"], |it| it.words(1)));
        item.inside("- ", "  ")
    }

    /// All that follows stands in it.
    fn component_left_open(&mut self) -> Piece {
        let told = self.told();
        let label = self.within(&["div", "p"], |it| it.shown(&told));
        let label = self.recorded(label.between("::: note ", "\n\n"));
        self.path.push("div");
        self.around = self.sections.len();
        label
    }

    /// Tags of all kinds among words.
    fn soup(&mut self) -> Piece {
        let mut text = String::from("::: note\n\n");
        for _ in 0..4 + self.random.below(12) {
            let piece = match self.random.below(12) {
                0..=3 => self.soup_word(),
                4 => "\n\n".to_owned(),
                5 => format!("*{}*", self.soup_word()),
                6..=8 => self.soup_tag("<", ">"),
                9 => self.soup_tag("<", "/>"),
                10 => self.soup_tag("</", ">"),
                _ => {
                    let odd = self.random.of(&ODD);
                    format!("{}{odd}", self.soup_word())
                }
            };
            text.push_str(&piece);
        }
        let end = self.soup_word();
        text.push_str(&format!("\n\n{end}\n\n:::\n\n"));
        Piece::text(text)
    }

    fn soup_word(&mut self) -> String {
        self.count += 1;
        let word = format!("s{}x{}", self.page, self.count);
        self.soup.push(word.clone());
        format!(" {word} ")
    }

    fn soup_tag(&mut self, before: &str, after: &str) -> String {
        let name = self.random.of(&SOUP);
        // Some begin an HTML block that no empty line ends.
        let is_endless = ["style", "textarea", "pre"].contains(&name);
        let start = if is_endless { self.soup_word() } else { String::new() };
        format!("{start}{before}{name}{after}")
    }
}
