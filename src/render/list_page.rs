//! The pages of a long list: which entries stand on each, and how the pages lead to each other.

use super::input::RenderInput;
use super::navigation;
use super::view::{ListPageView, ListPagesView, PageView};
use crate::site::{Entry, Html, LIST_PAGE, UrlPath};

/// A page of the list of an entry. Most lists have one.
#[derive(Clone, Copy)]
pub(super) struct ListPage<'a> {
    /// From 1.
    number: usize,
    /// The addresses of all pages of the list.
    urls: &'a [UrlPath],
}

impl<'a> ListPage<'a> {
    /// The pages of a list, by their addresses.
    pub(super) fn all(urls: &'a [UrlPath]) -> Vec<ListPage<'a>> {
        (1..=urls.len()).map(|number| ListPage { number, urls }).collect()
    }

    /// The entries of the list that stand on it.
    pub(super) fn window(self) -> Window {
        match self.urls.len() {
            1 => Window { before: 0, left: usize::MAX },
            _ => Window { before: (self.number - 1) * LIST_PAGE, left: LIST_PAGE },
        }
    }

    pub(super) fn url(self) -> &'a UrlPath {
        &self.urls[self.number - 1]
    }

    /// Whether it continues a list that another page begins.
    pub(super) fn is_further(self) -> bool {
        self.number > 1
    }

    /// How the pages lead to each other; `None` where there is one only.
    pub(super) fn view(self) -> Option<ListPagesView> {
        let pages = (1..).zip(self.urls).map(|(number, url)| ListPageView {
            number,
            url: url.encoded(),
            current: number == self.number,
        });
        (self.urls.len() > 1).then(|| ListPagesView {
            number: self.number,
            count: self.urls.len(),
            pages: pages.collect(),
            previous: self.url_of(self.number - 1),
            next: self.url_of(self.number + 1),
        })
    }

    /// The address of another page of the list, by its number; `None` if there is no such page.
    fn url_of(self, number: usize) -> Option<String> {
        self.urls.get(number.checked_sub(1)?).map(UrlPath::encoded)
    }

    /// Makes the view of the list's first page that of a further one: with an address and a title of its own, and
    /// without what belongs to the list as a whole.
    pub(super) fn turn(self, first: PageView, list: &Entry, input: &RenderInput<'_>) -> PageView {
        let url = self.url().encoded();
        let mut breadcrumbs = first.breadcrumbs;
        breadcrumbs.push(navigation::link_to(list, input.site));
        PageView {
            // Only the first page looks like a home page.
            kind: if first.kind == "home" { "section" } else { first.kind },
            document_title: format!("{}, {}", self.title(input), first.document_title),
            canonical: first.canonical.and(input.base_url).map(|base| format!("{base}{url}")),
            url,
            breadcrumbs,
            // Its notes stand at the end of the text.
            title_html: Html::of_text(&first.title).into_string(),
            description: None,
            description_language: None,
            alternates: Vec::new(),
            body: String::new(),
            contents: Vec::new(),
            backlinks: Vec::new(),
            structured_data: Vec::new(),
            ..first
        }
    }

    /// "Page 2 of 5".
    fn title(self, input: &RenderInput<'_>) -> String {
        let words = input.theme.strings.get("list_page");
        let words = words.map_or("{number} / {count}", String::as_str);
        words
            .replace("{number}", &self.number.to_string())
            .replace("{count}", &self.urls.len().to_string())
    }
}

/// The entries of a list that stand on one of its pages.
pub(super) struct Window {
    /// Entries on the pages before, as far as they were not met yet.
    before: usize,
    /// Entries for which there is room.
    left: usize,
}

impl Window {
    /// Takes the next entries of the list, and returns those that stand on the page.
    pub(super) fn take<'l, T>(&mut self, entries: &'l [T]) -> &'l [T] {
        let before = self.before.min(entries.len());
        let taken = self.left.min(entries.len() - before);
        self.before -= before;
        self.left -= taken;
        &entries[before..before + taken]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_stands_on_one_page() {
        assert_eq!(shown_on(3), [[300, 200, 0, 0], [0, 450, 0, 50], [0, 0, 0, 70]]);
        assert_eq!(shown_on(1), [[300, 650, 0, 120]]);
    }

    /// How many entries of each group stand on each of some pages.
    fn shown_on(pages: usize) -> Vec<[usize; 4]> {
        let groups = [vec![1; 300], vec![2; 650], Vec::new(), vec![3; 120]];
        let urls = vec![UrlPath::of_file("a.html"); pages];
        let windows = ListPage::all(&urls).into_iter().map(ListPage::window);
        let shown =
            windows.map(|mut window| groups.each_ref().map(|group| window.take(group).len()));
        shown.collect()
    }
}
