//! Files that nobody finds.

use std::collections::HashSet;

use super::CheckedSite;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{Asset, ContentPath};

/// Endings of files that lead to others, and that nobody here reads.
const LEADING: [&str; 6] = [".html", ".htm", ".css", ".js", ".mjs", ".webmanifest"];

pub(super) fn check(locale_sites: &[CheckedSite<'_>], diagnostics: &mut Diagnostics) {
    let CheckedSite { site, config, .. } = locale_sites[0];
    let leads = |asset: &Asset| LEADING.iter().any(|end| asset.path.as_str().ends_with(end));
    if site.assets.is_empty() || config.theme.folder.is_some() || site.assets.iter().any(leads) {
        return;
    }
    let used: HashSet<&ContentPath> =
        locale_sites.iter().flat_map(|locale_site| locale_site.links.files()).collect();
    for asset in site.assets.iter() {
        // Some services look for their files at the top, or in a folder with a dot.
        let is_for_services =
            asset.path.folder().is_empty() || asset.path.as_str().starts_with('.');
        if !is_for_services && !asset.is_linked_only && !used.contains(&asset.path) {
            let message = format!("no page leads to the file `{}`", asset.path);
            let problem = Diagnostic::new(Code::UnusedFile, message);
            diagnostics.push(problem.help("link to it, or remove it"));
        }
    }
}
