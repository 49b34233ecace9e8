//! Pictures that do not tell their size: a page jumps while they load.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{LinkKind, Links, Site, Target};

pub(super) fn check(site: &Site, links: &Links, _: &Config, diagnostics: &mut Diagnostics) {
    if site.assets.iter().all(|asset| asset.size.is_some()) {
        return;
    }
    for (page, targets) in site.pages.iter().zip(&links.targets) {
        for (link, target) in targets.written(page) {
            let (LinkKind::Image, Target::Asset(path)) = (link.kind, target) else { continue };
            let is_known = site
                .asset(path)
                .is_none_or(|asset| asset.size.is_some() || asset.unshown.is_some());
            if !is_known {
                let message =
                    format!("the size of the picture `{}` cannot be read", link.destination);
                let problem = Diagnostic::new(Code::UnknownPictureSize, message).at(link.span);
                diagnostics
                    .push(problem.help("open the file in a picture editor and save it again"));
            }
        }
    }
}
