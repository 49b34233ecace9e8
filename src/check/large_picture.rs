//! Pictures that readers wait for.

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{Links, Site, Target};

/// Bytes of a picture at most.
const LARGEST: u64 = 1024 * 1024;

/// Each picture is told once, where it is first shown.
pub(super) fn check(site: &Site, links: &Links, _: &Config, diagnostics: &mut Diagnostics) {
    if site.assets.iter().all(|asset| asset.bytes <= LARGEST) {
        return;
    }
    let mut told = HashSet::new();
    for (_, link, target) in links.written(site) {
        let Target::Asset(path) = target else { continue };
        if !link.kind.is_picture() {
            continue;
        }
        // Films and sounds have no size, and are loaded when somebody plays them.
        let picture = site.asset(path).filter(|asset| asset.size.is_some());
        let Some(picture) = picture.filter(|asset| asset.bytes > LARGEST) else { continue };
        if told.insert(path) {
            let tenths = picture.bytes * 10 / (1024 * 1024);
            let message = format!(
                "the picture `{}` takes {}.{} MiB",
                link.destination,
                tenths / 10,
                tenths % 10
            );
            let problem = Diagnostic::new(Code::LargePicture, message).at(link.span);
            diagnostics.push(problem.help("save it no larger than it is shown, or link to it"));
        }
    }
}
