//! Pictures in formats that browsers do not show.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{Asset, Links, Site, Target};
use crate::source::Span;

pub(super) fn check(site: &Site, links: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    if site.assets.iter().all(|asset| asset.unshown.is_none()) {
        return;
    }
    // Of several sources of a picture, a browser takes one that it can show.
    let shown = links
        .written(site)
        .filter(|(_, link, _)| link.kind.is_picture() && !link.is_one_of_several());
    let in_texts = shown.map(|(_, link, target)| (link.destination, link.span, target));
    let in_settings = config.theme.files();
    let in_settings = in_settings.map(|(path, span)| (path, span, links.configured(span)));
    for (destination, span, target) in in_texts.chain(in_settings) {
        let Target::Asset(path) = target else { continue };
        diagnostics
            .extend_with(site.asset(path).and_then(|asset| unshown(asset, destination, span)));
    }
}

fn unshown(asset: &Asset, destination: &str, span: Span) -> Option<Diagnostic> {
    let format = asset.unshown?;
    let message =
        format!("browsers cannot show the picture `{destination}`: its format is {format}");
    let problem = Diagnostic::new(Code::UnshownPicture, message).at(span);
    Some(problem.help("export it as JPEG or PNG, a drawing as SVG, and name that file"))
}
