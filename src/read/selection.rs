//! Which files of a folder count: not those that are hidden, and not what programs leave behind.

/// Hidden files and folders that hosts of sites look for.
const FOR_HOSTS: [&str; 3] = [".well-known", ".htaccess", ".nojekyll"];

/// Names of files that operating systems leave behind.
const LEFTOVER_NAMES: [&str; 4] = [".ds_store", "desktop.ini", "ehthumbs.db", "thumbs.db"];

/// Endings of backups, and of files that a program is writing.
const LEFTOVER_ENDINGS: [&str; 11] =
    [".bak", ".crdownload", ".orig", ".part", ".rej", ".swn", ".swo", ".swp", ".temp", ".tmp", "~"];

/// Beginnings of the names of locks and of shadows of other files.
const LEFTOVER_STARTS: [&str; 4] = ["~$", ".~lock.", ".#", "._"];

/// Folders of other people's packages, and of what an archive left.
const OTHER_FOLDERS: [&str; 2] = ["node_modules", "__MACOSX"];

/// What becomes of a file or a folder.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Choice {
    /// It is nobody's business.
    Hidden,
    /// Another program left it behind.
    Leftover,
    /// A folder of which something may be published.
    Enter,
    Publish,
}

/// The files that the settings publish besides others: paths from the content folder, and patterns of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Selection<'c> {
    pub(super) include: &'c [String],
}

impl Selection<'_> {
    /// What becomes of a path, by the choice for the folder it lies in.
    pub(super) fn choose(self, path: &str, is_folder: bool, around: Choice) -> Choice {
        let parts: Vec<&str> = path.split('/').collect();
        let by_settings = self.include.iter().map(|pattern| chosen(&parts, pattern)).max();
        let by_settings = by_settings.filter(|choice| is_folder || *choice == Choice::Publish);
        let name = parts.last().copied().unwrap_or_default();
        let by_name = if around == Choice::Enter { Choice::Hidden } else { by_name(name) };
        by_settings.unwrap_or(Choice::Hidden).max(by_name)
    }
}

/// Whether a pattern names a path, or a folder around it.
pub(super) fn is_named(path: &str, pattern: &str) -> bool {
    chosen(&path.split('/').collect::<Vec<_>>(), pattern) == Choice::Publish
}

fn by_name(name: &str) -> Choice {
    let lower = name.to_ascii_lowercase();
    let is_leftover = LEFTOVER_NAMES.contains(&lower.as_str())
        || LEFTOVER_ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || LEFTOVER_STARTS.iter().any(|start| lower.starts_with(start))
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'));
    if FOR_HOSTS.contains(&name) {
        Choice::Publish
    } else if is_leftover {
        Choice::Leftover
    } else if name.starts_with('.') || OTHER_FOLDERS.contains(&name) {
        Choice::Hidden
    } else {
        Choice::Publish
    }
}

/// What a pattern of the settings says of a path: to publish what it names and all below it, or to look further.
fn chosen(path: &[&str], pattern: &str) -> Choice {
    let pattern: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    chosen_by(path, &pattern)
}

fn chosen_by(path: &[&str], pattern: &[&str]) -> Choice {
    match (path, pattern) {
        (_, []) => Choice::Publish,
        ([], _) => Choice::Enter,
        ([_, inner @ ..], ["**", rest @ ..]) => {
            chosen_by(path, rest).max(chosen_by(inner, pattern))
        }
        ([name, inner @ ..], [part, rest @ ..]) if fits(name, part) => chosen_by(inner, rest),
        _ => Choice::Hidden,
    }
}

/// Whether a name fits a part of a pattern, in which `*` stands for anything.
fn fits(name: &str, part: &str) -> bool {
    let Some((start, rest)) = part.split_once('*') else { return name == part };
    let Some(name) = name.strip_prefix(start) else { return false };
    let ends = (0..=name.len()).filter(|at| name.is_char_boundary(*at));
    ends.map(|at| &name[at..]).any(|behind| fits(behind, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns_choose() {
        let include = [".github/*.md", "**/*.bak", "notes/.private"].map(str::to_owned);
        let selection = Selection { include: &include };
        for (path, is_folder, choice) in [
            ("a.md", false, Choice::Publish),
            ("~$a.docx", false, Choice::Leftover),
            ("a/THUMBS.DB", false, Choice::Leftover),
            ("a/b.md~", false, Choice::Leftover),
            ("a/b.bak", false, Choice::Publish),
            (".env", false, Choice::Hidden),
            (".well-known", true, Choice::Publish),
            (".github", true, Choice::Enter),
            (".github/a.md", false, Choice::Publish),
            ("notes/.private", true, Choice::Publish),
            ("notes/.private/a/b.txt", false, Choice::Publish),
            ("node_modules", true, Choice::Enter),
        ] {
            assert_eq!(selection.choose(path, is_folder, Choice::Publish), choice, "{path}");
        }
        let inner = selection.choose(".github/a.txt", false, Choice::Enter);
        assert_eq!(inner, Choice::Hidden);
        assert!(fits("abcbd", "a*b*d") && !fits("abc", "a*d") && fits("é", "*"));
        assert!(
            is_named("notes/.private/a.txt", "notes/.private") && !is_named("notes", "notes/a")
        );
    }
}
