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
pub(super) enum FileChoice {
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
pub(super) struct FileSelection<'c> {
    pub(super) include: &'c [String],
}

impl FileSelection<'_> {
    /// What becomes of a path, by the choice for the folder it lies in.
    pub(super) fn choose(self, path: &str, is_folder: bool, around: FileChoice) -> FileChoice {
        let parts: Vec<&str> = path.split('/').collect();
        let by_settings = self.include.iter().map(|pattern| chosen(&parts, pattern)).max();
        let by_settings = by_settings.filter(|choice| is_folder || *choice == FileChoice::Publish);
        let name = parts.last().copied().unwrap_or_default();
        let by_name = if around == FileChoice::Enter { FileChoice::Hidden } else { by_name(name) };
        by_settings.unwrap_or(FileChoice::Hidden).max(by_name)
    }
}

/// Whether a pattern names a path, or a folder around it.
pub(super) fn is_named(path: &str, pattern: &str) -> bool {
    chosen(&path.split('/').collect::<Vec<_>>(), pattern) == FileChoice::Publish
}

fn by_name(name: &str) -> FileChoice {
    let lower = name.to_ascii_lowercase();
    let is_leftover = LEFTOVER_NAMES.contains(&lower.as_str())
        || LEFTOVER_ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || LEFTOVER_STARTS.iter().any(|start| lower.starts_with(start))
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'));
    if FOR_HOSTS.contains(&name) {
        FileChoice::Publish
    } else if is_leftover {
        FileChoice::Leftover
    } else if name.starts_with('.') || OTHER_FOLDERS.contains(&name) {
        FileChoice::Hidden
    } else {
        FileChoice::Publish
    }
}

/// What a pattern of the settings says of a path: to publish what it names and all below it, or to look further.
fn chosen(path: &[&str], pattern: &str) -> FileChoice {
    let pattern: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    chosen_by(path, &pattern)
}

fn chosen_by(path: &[&str], pattern: &[&str]) -> FileChoice {
    match (path, pattern) {
        (_, []) => FileChoice::Publish,
        ([], _) => FileChoice::Enter,
        ([_, inner @ ..], ["**", rest @ ..]) => {
            chosen_by(path, rest).max(chosen_by(inner, pattern))
        }
        ([name, inner @ ..], [part, rest @ ..]) if fits(name, part) => chosen_by(inner, rest),
        _ => FileChoice::Hidden,
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
        let selection = FileSelection { include: &include };
        for (path, is_folder, choice) in [
            ("a.md", false, FileChoice::Publish),
            ("~$a.docx", false, FileChoice::Leftover),
            ("a/THUMBS.DB", false, FileChoice::Leftover),
            ("a/b.md~", false, FileChoice::Leftover),
            ("a/b.bak", false, FileChoice::Publish),
            (".env", false, FileChoice::Hidden),
            (".well-known", true, FileChoice::Publish),
            (".github", true, FileChoice::Enter),
            (".github/a.md", false, FileChoice::Publish),
            ("notes/.private", true, FileChoice::Publish),
            ("notes/.private/a/b.txt", false, FileChoice::Publish),
            ("node_modules", true, FileChoice::Enter),
        ] {
            assert_eq!(selection.choose(path, is_folder, FileChoice::Publish), choice, "{path}");
        }
        let inner = selection.choose(".github/a.txt", false, FileChoice::Enter);
        assert_eq!(inner, FileChoice::Hidden);
        assert!(fits("abcbd", "a*b*d") && !fits("abc", "a*d") && fits("é", "*"));
        assert!(
            is_named("notes/.private/a.txt", "notes/.private") && !is_named("notes", "notes/a")
        );
    }
}
