//! What tests of all kinds of sources use.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

/// A folder of its own, removed at the end.
pub(super) struct ScratchFolder(pub(super) PathBuf);

impl ScratchFolder {
    /// A folder with files in it.
    pub(super) fn with(files: &[(&str, &[u8])]) -> ScratchFolder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("fieldguide-convert-{}-{number}", std::process::id());
        let folder = ScratchFolder(std::env::temp_dir().join(name));
        for (path, bytes) in files {
            let path = folder.0.join(path);
            fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
            fs::write(path, bytes).expect("it can be written");
        }
        folder
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Conversion {
    /// The page of a path.
    pub(super) fn page(&self, path: &str) -> &ConvertedPage {
        let paths: Vec<&str> = self.pages.iter().map(|page| page.path.as_str()).collect();
        let found = self.pages.iter().find(|page| page.path == path);
        found.unwrap_or_else(|| panic!("there is no {path} among {paths:?}"))
    }

    /// The words of the losses of a kind.
    pub(super) fn lost(&self, kind: &str) -> Vec<&str> {
        let of_kind = self.losses.iter().filter(|loss| loss.kind == kind);
        of_kind.map(|loss| loss.words.as_str()).collect()
    }

    /// The value of a setting.
    pub(super) fn setting(&self, key: &str) -> Option<&PlainValue> {
        self.settings.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }
}
