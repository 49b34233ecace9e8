//! Images without a text alternative.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{LinkKind, Page, Role};

pub(super) fn check(page: &Page, _: Role, diagnostics: &mut Diagnostics) {
    for image in page.links().filter(|link| link.kind == LinkKind::Image) {
        if !image.is_decorative() && image.text().trim().is_empty() {
            let message = format!("the image `{}` has no text alternative", image.destination);
            let problem = Diagnostic::new(Code::MissingAlt, message).at(image.span);
            diagnostics.push(problem.help("write between the brackets what it shows"));
        }
    }
}
