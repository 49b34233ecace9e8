//! What a reader sees of a page, and what a part of one shows on another.

/// The elements around something, from the text of a page on, outer ones first.
pub(super) type Path = Vec<&'static str>;

/// Something on a page that a reader sees, in the order of the page.
#[derive(Clone, Debug)]
pub(super) enum Seen {
    /// `is_indexed`: whether it has to be; HTML is no text.
    Word {
        word: String,
        path: Path,
        is_indexed: bool,
    },
    /// A word that has a page: the first one on a page leads there, unless it stands where no link may.
    Term {
        word: String,
        path: Path,
        is_open: bool,
    },
    /// With its words, which come once more behind it.
    Heading {
        level: Level,
        words: Vec<String>,
    },
    /// Where it leads, from the folder of the site, with its words, which come once more behind it.
    Link {
        to: String,
        words: Vec<String>,
    },
    Picture {
        alt: Vec<String>,
    },
}

/// The level of a heading.
#[derive(Clone, Copy, Debug)]
pub(super) enum Level {
    Own(usize),
    /// Of a heading that the page includes.
    Included(usize),
    /// Nothing says which one it has.
    Any,
}

impl Level {
    pub(super) fn number(self) -> Option<usize> {
        match self {
            Level::Own(level) | Level::Included(level) => Some(level),
            Level::Any => None,
        }
    }
}

/// A place that another page can include.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) address: String,
    pub(super) seen: Vec<Seen>,
    /// The level that its first headings have, or would have.
    pub(super) top: usize,
    /// The notes that it uses, until they are known.
    pub(super) notes: Vec<usize>,
}

/// A footnote: its words, and the notes that it uses itself.
pub(super) struct Note {
    pub(super) seen: Vec<Seen>,
    pub(super) notes: Vec<usize>,
}

impl Place {
    /// Whether its headings have levels of their own where a heading of a level stands before them.
    pub(super) fn fits_below(&self, level: usize) -> bool {
        let levels = self.seen.iter().filter_map(|seen| match seen {
            Seen::Heading { level, .. } => level.number(),
            _ => None,
        });
        let shown = self.top + 2..=self.top + 6;
        levels.map(|own| own + level + 1).all(|lower| shown.contains(&lower))
    }

    /// What it shows inside of some elements, below a heading of a level.
    pub(super) fn shown(&self, path: &Path, level: usize) -> Vec<Seen> {
        let lower = |own: usize| own + level + 1 - self.top;
        let shown = self.seen.iter().cloned().map(|seen| match seen {
            Seen::Word { word, path: own, is_indexed } => {
                Seen::Word { word, path: [path.clone(), own].concat(), is_indexed }
            }
            Seen::Term { word, path: own, is_open } => {
                Seen::Term { word, path: [path.clone(), own].concat(), is_open }
            }
            Seen::Heading { level, words } => {
                let level = level.number().map_or(Level::Any, |own| Level::Included(lower(own)));
                Seen::Heading { level, words }
            }
            other => other,
        });
        shown.collect()
    }
}

impl Seen {
    /// The same in a part that begins inside of so many of the elements around it.
    pub(super) fn in_part(&self, depth: usize) -> Seen {
        let mut seen = self.clone();
        if let Seen::Word { path, .. } | Seen::Term { path, .. } = &mut seen {
            path.drain(..depth);
        }
        seen
    }

    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Seen::Word { word, .. } | Seen::Term { word, .. } => Some(word),
            _ => None,
        }
    }
}

/// What some notes show, and those that they use, in the order of their numbers.
pub(super) fn seen_of_notes(notes: &[Note], used: &[usize]) -> Vec<Seen> {
    let (mut used, mut seen) = (used.to_vec(), Vec::new());
    let mut next = 0;
    while let Some(note) = used.get(next).map(|note| &notes[*note]) {
        seen.extend(note.seen.iter().cloned());
        note.notes.iter().for_each(|note| add_new(&mut used, *note));
        next += 1;
    }
    seen
}

/// Adds a note that is not used so far.
pub(super) fn add_new(notes: &mut Vec<usize>, note: usize) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}
