//! Words with their marks.

use super::super::seen::{Note, Seen};
use super::{Author, May, Piece};

/// What stands for the variable `v` of the settings.
pub(crate) const VARIABLE: &str = "w8v";

/// The word that has a page in the glossary of a site.
pub(crate) fn term(site: u64) -> String {
    format!("w{site}t")
}

impl Author<'_> {
    /// A new word.
    pub(super) fn word(&mut self) -> String {
        self.count += 1;
        format!("w{}x{}", self.page, self.count)
    }

    /// New words with blanks between them.
    pub(super) fn words(&mut self, count: usize) -> Piece {
        let mut words = Piece::default();
        for number in 0..count {
            let word = self.word();
            words.text.push_str(if number == 0 { "" } else { " " });
            words.push(self.shown(&word));
        }
        words
    }

    /// A word as it is.
    pub(super) fn shown(&self, word: &str) -> Piece {
        let seen = Seen::Word { word: word.to_owned(), path: self.path.clone(), is_indexed: true };
        Piece { text: word.to_owned(), seen: vec![seen], notes: Vec::new() }
    }

    /// A line of words and marks.
    pub(super) fn inlines(&mut self, most: usize) -> Piece {
        let around = self.path.len();
        let mut line = self.words(1);
        for _ in 0..self.random.below(most + 1) {
            let next = self.inline();
            line.text.push(' ');
            line.push(next);
        }
        // What a broken piece left open ends here.
        self.leave(around);
        line
    }

    fn inline(&mut self) -> Piece {
        // Such marks side by side would mean something else.
        let is_marked = self.path.iter().any(|name| ["em", "strong"].contains(name));
        match self.random.below(20) {
            0 | 1 if is_marked => self.words(1),
            0 => self.within(&["em"], |it| it.inlines(2)).between("*", "*"),
            1 => self.within(&["strong"], |it| it.inlines(2)).between("**", "**"),
            2 => self.within(&["code"], |it| it.words(1)).between("`", "`"),
            3 => self.within(&["b"], |it| it.inlines(2)).between("<b>", "</b>"),
            4 => self.variable(),
            5 | 6 => self.term(),
            7..=9 if self.may.links => self.link(),
            10 if self.may.links => self.html_link(),
            11 if self.may.links => self.bare_link(),
            12 if self.may.notes => self.picture(),
            13 | 14 if self.may.notes => self.note(),
            15 | 16 if self.may_break => self.broken_inline(),
            17 => Piece::text("<!-- words -->"),
            _ => self.words(2),
        }
    }

    fn variable(&mut self) -> Piece {
        Piece { text: "{{v}}".to_owned(), ..self.shown(VARIABLE) }
    }

    fn term(&mut self) -> Piece {
        let (word, path) = (term(self.site), self.path.clone());
        let seen = Seen::Term { word: word.clone(), path, is_open: self.may.terms };
        Piece { text: word, seen: vec![seen], notes: Vec::new() }
    }

    /// Where a link can lead: as it is written, and the address that it gets.
    fn destination(&mut self) -> (String, String) {
        let all = self.known.len() + self.anchors.len();
        if all == 0 {
            return ("p.svg".to_owned(), "p.svg".to_owned());
        }
        let chosen = self.random.below(all);
        match self.known.get(chosen) {
            Some(place) => (place.address.clone(), place.address.replacen(".md", ".html", 1)),
            None => {
                let anchor = &self.anchors[chosen - self.known.len()];
                (format!("#{anchor}"), format!("{}.html#{anchor}", self.page))
            }
        }
    }

    fn link(&mut self) -> Piece {
        let (written, to) = self.destination();
        let words = self.within(&["a"], |it| it.closed(|it| it.inlines(1)));
        let link = into_link(words, to);
        if self.random.chance(2) {
            return link.between("[", &format!("]({written})"));
        }
        self.count += 1;
        let label = format!("d{}", self.count);
        self.definitions.push_str(&format!("[{label}]: {written}\n\n"));
        link.between("[", &format!("][{label}]"))
    }

    /// A link of HTML.
    pub(super) fn html_link(&mut self) -> Piece {
        let (written, to) = self.destination();
        let words = self.within(&["a"], |it| it.closed(|it| it.words(1)));
        into_link(words, to).between(&format!("<a href=\"{written}\">"), "</a>")
    }

    fn bare_link(&mut self) -> Piece {
        let words = self.within(&["a"], |it| it.words(1)).between("https://x.example/", "");
        let to = words.text.clone();
        into_link(words, to).between("<", ">")
    }

    /// A picture, with marks and a link in the words that stand for it.
    fn picture(&mut self) -> Piece {
        let (address, _) = self.destination();
        let words = [self.word(), self.word(), self.word()];
        let [first, second, third] = &words;
        let text = format!("![{first} [{second}]({address}) *{third}*](p.svg)");
        Piece { text, seen: vec![Seen::Picture { alt: words.into() }], notes: Vec::new() }
    }

    pub(super) fn html_picture(&mut self) -> Piece {
        let word = self.word();
        let text = format!("<img src=\"p.svg\" alt=\"{word}\">");
        Piece { text, seen: vec![Seen::Picture { alt: vec![word] }], notes: Vec::new() }
    }

    /// A mark of a note, which is new or not.
    fn note(&mut self) -> Piece {
        let count = self.notes.len();
        let is_known = count > 0 && self.random.chance(3);
        let number = if is_known { self.random.below(count) } else { self.new_note() };
        Piece { text: format!("[^n{number}]"), seen: Vec::new(), notes: vec![number] }
    }

    fn new_note(&mut self) -> usize {
        // A note stands in no section of the text.
        let sections = std::mem::take(&mut self.sections);
        let path = std::mem::replace(&mut self.path, vec!["section", "ol", "li", "p"]);
        let may = May { terms: false, notes: self.notes.len() < 3, ..self.may };
        let Piece { text, seen, notes } = self.with(may, |it| it.inlines(3));
        (self.path, self.sections) = (path, sections);
        self.notes.push(Note { seen, notes });
        let number = self.notes.len() - 1;
        self.definitions.push_str(&format!("[^n{number}]: {text}\n\n"));
        number
    }
}

fn into_link(mut words: Piece, to: String) -> Piece {
    let link = Seen::Link { to, words: words.words() };
    words.seen.insert(0, link);
    words
}
