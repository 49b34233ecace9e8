//! Images without a text alternative.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{LinkKind, Links, Site};

pub(super) fn check(site: &Site, _: &Links, _: &Config, diagnostics: &mut Diagnostics) {
    for page in &site.pages {
        for image in page.links.iter().filter(|link| link.kind == LinkKind::Image) {
            if !image.decorative && image.text.trim().is_empty() {
                let message = format!("the image `{}` has no text alternative", image.destination);
                let problem = Diagnostic::new(Code::MissingAlt, message).at(image.span);
                diagnostics.push(problem.help("write between the brackets what it shows"));
            }
        }
    }
}
