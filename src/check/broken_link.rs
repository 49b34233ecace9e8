//! Links, images and links of the configuration that lead nowhere; images from other hosts.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, listed};
use crate::markdown::raw_html::is_unsafe;
use crate::site::{
    DATA_ENDINGS, LinkedText, Links, Page, PageTargets, Reason, Site, Target, Visibility,
    WrittenLink,
};
use crate::source::Span;

/// Those of a page.
pub(super) fn of_page(page: &Page, targets: &PageTargets, diagnostics: &mut Diagnostics) {
    for (link, target) in targets.written(page) {
        check_link(link, target, page, diagnostics);
    }
}

/// Those of the configuration.
pub(super) fn of_settings(_: &Site, links: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    check_configured(links, config, diagnostics);
    if let Some(footer) = &links.footer {
        check_footer(footer, diagnostics);
    }
}

fn check_footer(footer: &LinkedText, diagnostics: &mut Diagnostics) {
    for (link, target) in footer.written() {
        check_target(link.destination, link.span, target, diagnostics);
    }
    for problem in &footer.problems {
        diagnostics.push(problem.diagnostic.clone().at(footer.text.span));
    }
}

fn check_link(link: WrittenLink<'_>, target: &Target, page: &Page, diagnostics: &mut Diagnostics) {
    if let Target::Unresolved(reason @ Reason::Meant { to }) = target {
        let problem = unresolved(link.destination, link.span, reason);
        diagnostics.push(problem.fixed_by(link.destination, to, &page.source));
        return;
    }
    check_target(link.destination, link.span, target, diagnostics);
    let is_remote = match target {
        Target::External => !is_unsafe(link.destination) && !link.destination.starts_with("data:"),
        Target::OnTheWeb(_) => true,
        _ => false,
    };
    if link.kind.is_picture() && is_remote {
        let message = "the picture would be loaded from another host";
        let problem = Diagnostic::new(Code::RemoteResource, message).at(link.span);
        diagnostics.push(problem.help("save it into the content folder and name that file"));
    }
}

/// A destination that leads nowhere, or where nobody should be led.
fn check_target(destination: &str, span: Span, target: &Target, diagnostics: &mut Diagnostics) {
    match target {
        Target::Unresolved(reason) => diagnostics.push(unresolved(destination, span, reason)),
        Target::External if is_unsafe(destination) => {
            diagnostics.push(unsafe_link(destination, span));
        }
        _ => {}
    }
}

fn check_configured(links: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    for link in config.links() {
        let target = links.configured(link.span);
        check_target(&link.destination, link.span, target, diagnostics);
    }
    for (path, span) in config.theme.files() {
        match links.configured(span) {
            Target::Asset(_) => {}
            Target::Unresolved(reason) => diagnostics.push(unresolved(path, span, reason)),
            _ => diagnostics.push(not_a_file(path, span)),
        }
    }
}

fn unresolved(destination: &str, span: Span, reason: &Reason) -> Diagnostic {
    if destination.trim().is_empty() {
        let problem = Diagnostic::new(Code::BrokenLink, "the link has no destination").at(span);
        return problem.help("write one between the round brackets");
    }
    match reason {
        Reason::NoSuchPage { nearest } => {
            let message = format!("there is no page `{destination}`");
            let problem = Diagnostic::new(Code::BrokenLink, message).at(span);
            problem.did_you_mean(nearest.as_deref())
        }
        Reason::NoSuchFile { nearest } => no_such_file(destination, span, nearest.as_deref()),
        Reason::Meant { to } => meant(destination, span, to),
        Reason::NotAPage => {
            let message = format!("`{destination}` is no page of this site");
            let problem = Diagnostic::new(Code::BrokenLink, message).at(span);
            problem.help("write an ordinary link to it: `[Words](address)`")
        }
        Reason::NotData => {
            let endings = DATA_ENDINGS.map(|ending| format!("`.{ending}`")).join(", ");
            let message = format!("`{destination}` is no file of data");
            let problem = Diagnostic::new(Code::MissingFile, message).at(span);
            problem.help(format!("name a file of the content folder that ends in {endings}"))
        }
        Reason::NotASection => {
            let message = format!("`{destination}` is no section and no component");
            let problem = Diagnostic::new(Code::BrokenAnchor, message).at(span);
            problem.help(
                "name a heading, or a component with `#id`, that stands in no list and no quotation",
            )
        }
        Reason::NotAPicture => not_a_picture(destination, span),
        Reason::NoSuchAnchor { nearest, known, .. } => {
            let (page, anchor) = destination.split_once('#').unwrap_or((destination, ""));
            let place = if page.is_empty() { "this page".to_owned() } else { format!("`{page}`") };
            let message = format!("{place} has no heading `#{anchor}`");
            let problem = Diagnostic::new(Code::BrokenAnchor, message).at(span);
            let nearest = nearest.as_ref().map(|nearest| format!("{page}#{nearest}"));
            let problem = problem.did_you_mean(nearest.as_deref());
            let known: Vec<String> = known.iter().map(|anchor| format!("#{anchor}")).collect();
            if known.is_empty() {
                return problem;
            }
            problem.note(format!("its anchors are {}", listed(known.iter().map(String::as_str))))
        }
        Reason::Hidden(visibility) => hidden(destination, span, *visibility),
        Reason::Outside => {
            let message = format!("`{destination}` leads out of the content folder");
            let problem = Diagnostic::new(Code::BrokenLink, message).at(span);
            problem.help("link to a page of this site, or write a whole address with `https://`")
        }
    }
}

/// A destination that can only mean another one.
fn meant(destination: &str, span: Span, to: &str) -> Diagnostic {
    let code = if is_unsafe(destination) { Code::UnsafeLink } else { Code::BrokenLink };
    let message = format!("`{destination}` leads to no page and no file of this site");
    Diagnostic::new(code, message).at(span).help(format!("write `{to}`"))
}

fn not_a_picture(destination: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingFile, format!("`{destination}` is a page, not a picture")).at(span)
}

fn not_a_file(destination: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingFile, format!("`{destination}` is a page, not a file")).at(span)
}

fn unsafe_link(destination: &str, span: Span) -> Diagnostic {
    let message = format!("following `{destination}` would run something, or open a file");
    Diagnostic::new(Code::UnsafeLink, message).at(span)
}

fn no_such_file(destination: &str, span: Span, nearest: Option<&str>) -> Diagnostic {
    let message = format!("there is no file `{destination}`");
    Diagnostic::new(Code::MissingFile, message).at(span).did_you_mean(nearest)
}

fn hidden(destination: &str, span: Span, visibility: Visibility) -> Diagnostic {
    let help = match visibility {
        Visibility::Draft | Visibility::Published => {
            "publish it, remove the link, or build with `--drafts`"
        }
        Visibility::Scheduled(_) => "add the link on that day",
        Visibility::Expired(_) => "remove the link",
        Visibility::Leftover => "rename the file, or name it in the setting `files.include`",
    };
    let state = visibility.reason();
    let ending = destination.rsplit_once('/').map_or(destination, |(_, name)| name);
    let ending = ending.split(['#', '?']).next().unwrap_or_default().rsplit_once('.');
    let is_page = ending.is_none_or(|(_, ending)| matches!(ending, "md" | "markdown" | "html"));
    let what = if is_page { "page" } else { "file" };
    let message = format!("the {what} `{destination}` {state}");
    Diagnostic::new(Code::BrokenLink, message).at(span).help(help)
}
