//! Pages that are about the same, found by their words.

use super::support::Site;

const SETTINGS: &str = "title: Workshop\ncollections:\n  tools:\n    label: Tools\n    fields:\n      \
    helps: { type: relation, to: tasks, inverse: tools }\n  tasks:\n    label: Tasks\n    singular: Task\n";

/// Pages about two subjects, in two collections and outside of them.
fn workshop() -> Site {
    let page = |title: &str, text: &str| format!("---\ntitle: {title}\n---\n\n{text}\n");
    Site::new()
        .file("fieldguide.yaml", SETTINGS)
        .file("content/index.md", page("Workshop", "Boards, planks and teeth of the blade."))
        .file("content/tools/saw.md", page("Saw", "The blade has teeth. It cuts a board."))
        .file("content/tasks/cut.md", page("Cutting boards", "The teeth of a blade cut."))
        .file("content/tasks/index.md", page("Tasks", "Boards are cut with teeth and blades."))
        .file("content/rip.md", page("Rip cuts", "Along the board, with a blade of few teeth."))
        .file("content/wax.md", page("Wax", "Melt the wax with turpentine oil."))
        .file("content/polish.md", page("Polish", "Oil, turpentine, wax: a polish."))
        .file("content/soup.md", page("Soup", "Onions and salt."))
}

/// Titles and words of the near pages that a page shows.
fn near(site: &Site, path: &str) -> Vec<(String, String)> {
    let html = site.published(path);
    let Some((_, list)) = html.split_once("<h2 id=\"page-near\">Related pages</h2>") else {
        assert!(!html.contains("page-near"), "{html}");
        return Vec::new();
    };
    let list = list.split("</aside>").next().expect("it is closed");
    let between = |text: &str, start: &str, end: &str| {
        let text = text.split_once(start).expect(start).1;
        text.split(end).next().unwrap_or_default().to_owned()
    };
    let item = |item: &str| {
        let link = between(item, "<a href=", "</a>");
        let title = link.split_once('>').expect("the link has words").1.to_owned();
        (title, between(item, "In common: ", "</p>"))
    };
    list.split("<li class=\"card\">").skip(1).map(item).collect()
}

fn titles(site: &Site, path: &str) -> Vec<String> {
    near(site, path).into_iter().map(|(title, _)| title).collect()
}

#[test]
fn a_page_shows_pages_about_the_same_with_the_words_in_common() {
    let site = workshop();
    site.build().fine();
    let expected = [("Polish".to_owned(), "wax, oil, turpentine".to_owned())];
    assert_eq!(near(&site, "wax.html"), expected);
    assert_eq!(titles(&site, "tools/saw.html"), ["Cutting boards", "Rip cuts"]);
    let html = site.published("tools/saw.html");
    assert!(html.contains("<p>Task</p>"), "the kind of page: {html}");
    assert_eq!(titles(&site, "soup.html"), [""; 0], "nothing is near, and nothing says so");
    for list in ["index.html", "tasks/index.html", "tools/index.html"] {
        assert_eq!(titles(&site, list), [""; 0], "{list}");
    }
}

#[test]
fn a_page_that_a_relation_shows_is_not_shown_again() {
    let site = workshop();
    site.write(
        "content/tools/saw.md",
        "---\ntitle: Saw\nhelps: [cut]\n---\n\nThe blade has teeth. It cuts a board.\n",
    );
    site.build().fine();
    assert_eq!(titles(&site, "tools/saw.html"), ["Rip cuts"]);
    assert_eq!(titles(&site, "tasks/cut.html"), ["Rip cuts"]);
    assert_eq!(titles(&site, "rip.html").len(), 2);
}

#[test]
fn drafts_are_near_only_where_they_are_shown() {
    let site = workshop();
    site.write(
        "content/polish.md",
        "---\ntitle: Polish\ndraft: true\n---\n\nOil, turpentine, wax: a polish.\n",
    );
    site.build().fine();
    assert_eq!(titles(&site, "wax.html"), [""; 0]);
    site.run(&["build", "--drafts"]).fine();
    assert_eq!(titles(&site, "wax.html"), ["Polish"]);
    assert!(site.published("wax.html").contains("badge-draft"));
}

#[test]
fn the_settings_say_how_many_pages_are_shown() {
    let site = workshop();
    for (count, expected) in [(0, 0), (1, 1), (20, 2)] {
        site.write("fieldguide.yaml", format!("{SETTINGS}related: {count}\n"));
        site.build().fine();
        assert_eq!(titles(&site, "rip.html").len(), expected, "related: {count}");
    }
}
