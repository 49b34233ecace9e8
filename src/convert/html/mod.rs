//! A saved site, or one page of HTML.
//!
//! Each page is read twice. The first time, for what the pages have in common: parts that they repeat, ids that links
//! lead to, the name of the site, its language and host. The second time, for its text.

mod content;
mod dom;
mod head;
mod notes;
mod reader;
mod sitemap;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use super::folder::ForeignFolder;
use super::markdown::{self, TargetMarks};
use super::page::{TitleHeading, settle_levels, take_title};
use super::{
    Conversion, ConvertedContent, ConvertedFile, ConvertedPage, Loss, LossPlace, encoding,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::percent;
use crate::site::{ContentPath, split_destination};
use content::{LeftOut, Repetitions};
use dom::{Dom, DomId};
use head::{PageHead, SiteHead};
use reader::{PageSource, ReadPage};
use sitemap::{AddressTarget, SavedSite, is_page};

/// Elements inside one another at most.
const DEEPEST: usize = 400;

/// Bytes of a page at most.
const MOST_BYTES: usize = 16 << 20;

/// Converts a page, or a folder of pages.
pub(super) fn convert(source: &Path) -> Result<Conversion, Diagnostic> {
    let folder =
        if source.is_dir() { ForeignFolder::read(source)? } else { ForeignFolder::around(source) };
    let names: Vec<String> =
        folder.names().filter(|name| is_page(name)).map(str::to_owned).collect();
    if names.is_empty() {
        let message = format!("there is no page of HTML in {}", source.display());
        let problem = Diagnostic::new(Code::NoPages, message);
        return Err(problem.help("name a folder with files that end in `.html`, or one such file"));
    }
    let mut site = SavedSite::new(&folder, &names);
    let survey = Survey::of(&folder, &names, &mut site)?;
    let mut around = LeftOutParts::default();
    let mut pages = Vec::new();
    for name in &names {
        let dom = parse(&folder, name)?;
        pages.push(SavedPage::read(name, &dom, &site, &survey, &mut around));
    }
    settle_anchors(&mut pages, &site);
    Ok(finish(pages, &folder, &site, survey, around))
}

fn parse(folder: &ForeignFolder, name: &str) -> Result<Dom, Diagnostic> {
    let bytes = folder.bytes(name)?;
    if bytes.len() > MOST_BYTES {
        let message = format!("{name} is larger than {} MiB", MOST_BYTES >> 20);
        let problem = Diagnostic::new(Code::FileTooLarge, message);
        return Err(problem.help("divide it, or take it out of the folder"));
    }
    let dom = Dom::parse(&encoding::html(&bytes));
    if dom.depth() > DEEPEST {
        let message = format!("{name} has more than {DEEPEST} elements inside one another");
        let problem = Diagnostic::new(Code::NestingTooDeep, message);
        return Err(problem.help("take it out of the folder"));
    }
    Ok(dom)
}

/// What the pages have in common.
struct Survey {
    repetitions: Repetitions,
    /// By page, the ids that links lead to.
    wanted: HashMap<String, HashSet<String>>,
    head: SiteHead,
}

impl Survey {
    fn of(
        folder: &ForeignFolder,
        names: &[String],
        site: &mut SavedSite<'_>,
    ) -> Result<Survey, Diagnostic> {
        let mut repetitions = Repetitions::default();
        let mut heads = Vec::new();
        let mut links: Vec<(&String, Vec<String>)> = Vec::new();
        for name in names {
            let dom = parse(folder, name)?;
            repetitions.add(&dom);
            heads.push(PageHead::of(&dom, name));
            links.push((name, addresses(&dom)));
        }
        let head = SiteHead::of(&heads);
        site.host.clone_from(&head.host);
        let mut wanted: HashMap<String, HashSet<String>> = HashMap::new();
        for (name, addresses) in links {
            for address in addresses {
                let (page, id) = match site.target(name, &address) {
                    AddressTarget::Here(id) => (site.path(name), id),
                    AddressTarget::Page(path, Some(id)) => (path, id),
                    _ => continue,
                };
                wanted.entry(page.as_str().to_owned()).or_default().insert(id);
            }
        }
        Ok(Survey { repetitions, wanted, head })
    }
}

/// The addresses of all links of a page.
fn addresses(dom: &Dom) -> Vec<String> {
    let links = dom.below(dom.document).into_iter().filter(|id| dom.name(*id) == "a");
    links.filter_map(|link| dom.attribute(link, "href")).map(str::to_owned).collect()
}

/// A page with what it was.
struct SavedPage {
    name: String,
    path: ContentPath,
    title: String,
    /// The id of the heading that became the title.
    title_id: Option<String>,
    head: PageHead,
    read: ReadPage,
}

impl SavedPage {
    fn read(
        name: &str,
        dom: &Dom,
        site: &SavedSite<'_>,
        survey: &Survey,
        around: &mut LeftOutParts,
    ) -> SavedPage {
        let content = content::content(dom, &survey.repetitions);
        around.add(name, dom, &content.left_out);
        let left_out: HashSet<DomId> = content.left_out.iter().map(|part| part.node).collect();
        let path = site.path(name);
        let none = HashSet::new();
        let wanted = survey.wanted.get(path.as_str()).unwrap_or(&none);
        let notes = notes::find(dom, &content.roots);
        let source = PageSource { dom, name, site, wanted, left_out, notes };
        let mut read = reader::read(source, &content.roots);
        let head = PageHead::of(dom, name);
        let heading = take_title(&mut read.text);
        settle_levels(&mut read.text);
        let own = survey.head.own_title(&head.title);
        let (title, title_id) = match heading {
            Some(TitleHeading { words, id }) => (words, id),
            None if own.is_empty() => (name_as_words(name), None),
            None => (own.clone(), None),
        };
        if !own.is_empty() && own != title {
            read.losses.insert(0, window_title(name, &own));
        }
        SavedPage { name: name.to_owned(), path, title, title_id, head, read }
    }
}

fn window_title(name: &str, title: &str) -> Loss {
    let rule = "the title of the window is left out, because the page has a heading of its own";
    Loss::new(name, "window-title", title, rule)
}

/// The name of a page without its ending, as words.
fn name_as_words(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.replace(['-', '_'], " ")
}

/// The parts around the text that pages leave out, each told once.
#[derive(Default)]
struct LeftOutParts {
    /// By kind and words: the place of the first one, and how many pages have it.
    parts: BTreeMap<(&'static str, String), LeftOutPart>,
}

struct LeftOutPart {
    page: String,
    line: usize,
    count: usize,
}

impl LeftOutParts {
    fn add(&mut self, page: &str, dom: &Dom, parts: &[LeftOut]) {
        for LeftOut { node, kind } in parts {
            let words = dom.text(*node);
            if words.is_empty() {
                continue;
            }
            let line = dom.line(*node);
            let first = || LeftOutPart { page: page.to_owned(), line, count: 0 };
            self.parts.entry((kind, words)).or_insert_with(first).count += 1;
        }
    }

    fn losses(self) -> impl Iterator<Item = Loss> {
        self.parts.into_iter().map(|((kind, words), LeftOutPart { page, line, count })| {
            let pages =
                if count == 1 { "on this page".to_owned() } else { format!("on {count} pages") };
            let rule =
                format!("what stands around the text is left out, {pages}: the site has its own");
            Loss::new(&page, kind, words, rule).at(LossPlace::Line(line))
        })
    }
}

/// Takes ids out of links where no such place is on the page that they lead to.
fn settle_anchors(pages: &mut [SavedPage], site: &SavedSite<'_>) {
    let ids: HashMap<String, (HashSet<String>, Option<String>)> = pages
        .iter()
        .map(|page| (page.path.as_str().to_owned(), (page.read.ids.clone(), page.title_id.clone())))
        .collect();
    for SavedPage { name, read, .. } in pages {
        let own = site.path(name);
        let mut missing = Vec::new();
        read.text.for_each_destination(&mut |to| {
            let (path, _, fragment) = split_destination(to);
            let Some(id) = fragment.strip_prefix('#').filter(|_| !path.contains(':')) else {
                return;
            };
            let decoded = percent::decode(path).unwrap_or_else(|| path.to_owned());
            let target = if path.is_empty() {
                Some(own.clone())
            } else {
                ContentPath::resolve(own.folder(), &decoded)
            };
            let Some((known, title)) = target.and_then(|target| ids.get(target.as_str())) else {
                return;
            };
            let is_title = title.as_deref() == Some(id) || id == "top";
            if is_title || !known.contains(id) {
                missing.extend((!is_title).then(|| to.clone()));
                let page = path.to_owned();
                *to = if page.is_empty() { "#top".to_owned() } else { page };
            }
        });
        read.losses.extend(missing.into_iter().map(|to| missing_place(name, to)));
    }
}

fn missing_place(name: &str, to: String) -> Loss {
    let rule = "the link leads to the page, because the place that it named is not there";
    Loss::new(name, "dead-anchor", to, rule)
}

fn finish(
    pages: Vec<SavedPage>,
    folder: &ForeignFolder,
    site: &SavedSite<'_>,
    survey: Survey,
    around: LeftOutParts,
) -> Conversion {
    let marks = TargetMarks { has_math: pages.iter().any(|page| page.read.text.has_formula) };
    let files: BTreeSet<String> = pages.iter().flat_map(|page| page.read.files.clone()).collect();
    let files = files.into_iter().filter_map(|name| {
        let path = site.file_path(&name).as_str().to_owned();
        Some(ConvertedFile { path, content: ConvertedContent::CopyOf(folder.path(&name)?) })
    });
    let mut conversion = Conversion { files: files.collect(), ..Conversion::default() };
    conversion.settings =
        survey.head.settings(pages.first().map(|page| page.title.as_str()), pages.len());
    conversion.set_math(marks.has_math);
    conversion.losses.extend(folder.unfollowed());
    conversion.losses.extend(around.losses());
    for page in pages {
        let SavedPage { name, path, title, head, read, .. } = page;
        conversion.losses.extend(read.losses);
        conversion.pages.push(ConvertedPage {
            path: path.as_str().to_owned(),
            title,
            front_matter: head.front_matter(),
            text: markdown::write(&read.text, marks),
            old_address: Some(format!("/{name}")),
        });
    }
    conversion
}
