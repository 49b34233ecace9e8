//! Links that lead to a page by a name that is not the name of its file.

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::percent;
use crate::site::{ContentPath, EntryId, LinkedText, Links, Site, Target, split_destination};
use crate::source::{SourceFile, Span};

/// Links by an old address.
pub(super) fn redirected(
    site: &Site,
    links: &Links,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let moved: HashSet<EntryId> =
        site.redirects.iter().map(|(_, page)| site.entry_ids[*page]).collect();
    let old: Vec<String> =
        site.redirects.iter().map(|(old, _)| old.output().as_str().to_owned()).collect();
    let old: HashSet<&str> = old.iter().map(String::as_str).collect();
    each_link_to(&moved, site, links, config, &mut |link| {
        let index = format!("{}/index.html", link.path);
        let is_old = old.contains(link.path.as_str()) || old.contains(index.as_str());
        if is_old && named(&link.path, site).is_empty() {
            let message = format!("`{}` is an old address of `{}`", link.written, link.page);
            let problem = Diagnostic::new(Code::RedirectedLink, message).at(link.span);
            let new = link.to(link.page);
            let problem = problem.help(format!("write `{new}`"));
            diagnostics.push(match link.file {
                Some(file) => problem.fixed_by(link.written, &new, file),
                None => problem,
            });
        }
    });
}

/// Links by the name of a page that is the name of a folder too.
pub(super) fn ambiguous(
    site: &Site,
    links: &Links,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let folders =
        site.entries.iter().filter_map(|entry| entry.path.as_str().strip_suffix("/index.md"));
    let twins =
        folders.filter_map(|folder| site.entry_id_at(&ContentPath::new(format!("{folder}.md"))));
    each_link_to(&twins.collect(), site, links, config, &mut |link| {
        if let [page, folder] = named(&link.path, site)[..]
            && !link.is_folder
        {
            let message = format!("`{}` is the name of a page and of a folder", link.written);
            let problem = Diagnostic::new(Code::AmbiguousLink, message).at(link.span);
            let (page, folder) = (link.to(page), link.to(folder));
            diagnostics.push(problem.help(format!("write `{page}` or `{folder}`")));
        }
    });
}

/// The page and the folder that a path without an ending can stand for.
fn named<'s>(path: &ContentPath, site: &'s Site) -> Vec<&'s ContentPath> {
    let paths = [path.to_string() + ".md", format!("{path}/index.md")];
    let entries = paths.into_iter().filter_map(|path| site.entry_at(&ContentPath::new(path)));
    entries.map(|entry| &entry.path).collect()
}

/// A link that does not name the file of its page.
struct IndirectLink<'s> {
    written: &'s str,
    /// The folder of the file that holds it.
    folder: &'s str,
    span: Span,
    /// The page that holds it; `None`: the settings do.
    file: Option<&'s SourceFile>,
    /// What it names, from the content folder.
    path: ContentPath,
    /// Whether it ends as the name of a folder does.
    is_folder: bool,
    page: &'s ContentPath,
}

impl IndirectLink<'_> {
    /// The link as it leads to a path, with the query and the anchor that it has.
    fn to(&self, path: &ContentPath) -> String {
        let (_, query, fragment) = split_destination(self.written);
        percent::encode(&path.seen_from(self.folder), "/-._~") + query + fragment
    }
}

/// Hands out the links of pages and settings to some entries that do not name a file.
fn each_link_to(
    entries: &HashSet<EntryId>,
    site: &Site,
    links: &Links,
    config: &Config,
    visit: &mut dyn FnMut(IndirectLink<'_>),
) {
    if entries.is_empty() {
        return;
    }
    let mut look =
        |written: &str, folder: &str, span: Span, file: Option<&SourceFile>, target: &Target| {
            let Target::Entry { entry, .. } = target else { return };
            let (path, ..) = split_destination(written);
            if !entries.contains(entry) || path.is_empty() {
                return;
            }
            let is_folder = path.ends_with('/');
            let decoded = percent::decode(path).unwrap_or_else(|| path.to_owned());
            let Some(path) = ContentPath::resolve(folder, &decoded) else { return };
            let page = &site.entry(*entry).path;
            if site.entry_at(&path).is_none() {
                visit(IndirectLink { written, folder, span, file, path, is_folder, page });
            }
        };
    for (page, link, target) in links.written(site) {
        let file = Some(&*page.source);
        look(link.destination, page.written.folder(), link.span, file, target);
    }
    for link in config.links() {
        look(&link.destination, "", link.span, None, links.configured(link.span));
    }
    for (link, target) in links.footer.iter().flat_map(LinkedText::written) {
        look(link.destination, "", link.span, None, target);
    }
}
