//! Collections, fields, relations and the matrix, as a reader sees them.

use super::support::Site;

const SETTINGS: &str = "
title: Kitchen
vocabularies:
  level: { label: Level, values: { easy: Easy, hard: \"Hard work\" } }
  fit: { values: { strong: Strong, weak: Weak } }
collections:
  dishes:
    singular: Dish
    order: number
    ordered: true
    fields:
      number: { type: integer, min: 1 }
      level: { type: one-of, vocabulary: level, label: Level }
      tools: { type: relation, to: tools, label: Needs, inverse: dishes, inverse_label: Used for, strength: fit }
  tools:
    singular: Tool
matrices:
  table: { label: Dishes and tools, rows: dishes, columns: tools, relation: tools }
";

fn kitchen() -> Site {
    Site::new()
        .file("fieldguide.yaml", SETTINGS)
        .file(
            "content/dishes/soup.md",
            "---\ntitle: Soup\nnumber: 2\nlevel: easy\ntools:\n  - { to: pot, reason: \"It holds, \\\"well\\\", a lot.\", strength: strong }\n---\nText.\n",
        )
        .file("content/dishes/salad.md", "---\ntitle: Salad\nnumber: 10\nlevel: hard\n---\nText.\n")
        .file("content/dishes/bread.md", "---\ntitle: Bread\nnumber: 1\n---\nText.\n")
        .file("content/tools/pot.md", "---\ntitle: Pot\n---\nText.\n")
        .file(
            "content/tools/bowl.md",
            "---\ntitle: Bowl\ndishes: [{ to: salad, reason: Mix it there. }]\n---\nText.\n",
        )
        .file("content/tools/fork.md", "---\ntitle: Fork\n---\nText.\n")
}

#[test]
fn a_relation_written_on_one_side_shows_on_both() {
    let site = kitchen();
    site.build().fine();
    let soup = site.published("dishes/soup.html");
    assert!(
        soup.contains(">Needs</h2>") && soup.contains("href=\"../tools/pot.html\">Pot</a>"),
        "{soup}"
    );
    assert!(soup.contains("It holds, &quot;well&quot;, a lot."), "{soup}");
    let pot = site.published("tools/pot.html");
    assert!(
        pot.contains(">Used for</h2>") && pot.contains("href=\"../dishes/soup.html\">Soup</a>")
    );
    assert!(pot.contains("It holds"), "the reason shows on both sides");
    let salad = site.published("dishes/salad.html");
    assert!(salad.contains("Mix it there.") && salad.contains("href=\"../tools/bowl.html\""));
}

#[test]
fn the_matrix_shows_pairs_reasons_and_gaps() {
    let site = kitchen();
    site.build().fine();
    let matrix = site.published("table.html");
    assert!(
        matrix.contains("<caption") && matrix.matches("scope=\"row\"").count() >= 3,
        "{matrix}"
    );
    assert!(matrix.contains("No tool yet"), "bread needs nothing: {matrix}");
    assert_eq!(
        site.published("table.csv"),
        "Dish,Tool,Strength,Reason\r\nBread,,,\r\nSoup,Pot,Strong,\"It holds, \"\"well\"\", a lot.\"\r\nSalad,Bowl,,Mix it there.\r\n"
    );
}

/// The numbers of a matrix: of its rows and columns, of pairs and of gaps; then of pairs by row, by column
/// and in all.
fn matrix_numbers(page: &str) -> ([usize; 4], Vec<usize>, Vec<usize>) {
    let number = |text: &str| {
        let digits = text.split('<').next().unwrap_or_default().trim();
        digits.parse::<usize>().unwrap_or_else(|_| panic!("`{digits}` is no number in {page}"))
    };
    let told: Vec<usize> = page.split("<dd>").skip(1).map(number).collect();
    let told = told.try_into().unwrap_or_else(|told| panic!("{told:?} in {page}"));
    let (body, foot) = page.split_once("<tfoot>").expect("a table with a foot");
    let body = body.split_once("<tbody>").expect("a table with a body").1;
    let rows = body.split("<td class=\"matrix-total\">").skip(1).map(number).collect();
    let foot = foot.split_once("</tfoot>").expect("it is closed").0;
    let of_cell = |cell: &str| number(cell.split_once('>').expect("a cell").1);
    (told, rows, foot.split("<td").skip(1).map(of_cell).collect())
}

#[test]
fn a_matrix_counts_each_pair_once_by_row_by_column_and_in_all() {
    let turned = "  turned: { label: Turned, rows: tools, columns: dishes, relation: tools }\n";
    let site = kitchen()
        .file("fieldguide.yaml", format!("{SETTINGS}{turned}"))
        .file(
            "content/dishes/soup.md",
            "---\ntitle: Soup\nnumber: 2\ntools: [pot, bowl]\n---\nText.\n",
        )
        // Written on both sides, it is one pair all the same.
        .file("content/tools/pot.md", "---\ntitle: Pot\ndishes: [soup]\n---\nText.\n")
        .file("content/tools/cup.md", "---\ntitle: Cup\ndishes: [soup]\n---\nText.\n");
    site.build().fine();
    // Bread, Soup, Salad; Bowl, Cup, Fork, Pot.
    let table = matrix_numbers(&site.published("table.html"));
    assert_eq!(table, ([3, 4, 4, 2], vec![0, 3, 1], vec![2, 1, 0, 1, 4]));
    let turned = matrix_numbers(&site.published("turned.html"));
    assert_eq!(turned, ([4, 3, 4, 2], vec![2, 1, 0, 1], vec![0, 3, 1, 4]));
    assert_eq!(
        site.published("turned.csv"),
        "Tool,Dish,Strength,Reason\r\nBowl,Soup,,\r\nBowl,Salad,,Mix it there.\r\nCup,Soup,,\r\nFork,,,\r\nPot,Soup,,\r\n"
    );
}

#[test]
fn a_relation_that_is_its_own_inverse_is_one_pair_and_others_have_two_sides() {
    let settings = "collections:\n  tools:\n    fields:\n      \
        kin: { type: relation, to: tools, label: Kin, inverse: kin, inverse_label: Never }\n      \
        fits: { type: relation, to: tasks, label: Fits, inverse: fits, inverse_label: Fitting }\n  tasks: {}\n";
    let site = Site::new()
        .file("fieldguide.yaml", settings)
        .file("content/tools/saw.md", "---\ntitle: Saw\nkin: [axe]\nfits: [cut]\n---\nText.\n")
        // The same pair again, from its other side.
        .file("content/tools/axe.md", "---\ntitle: Axe\nkin: [saw]\n---\nText.\n")
        .file("content/tools/adze.md", "---\ntitle: Adze\nkin: [axe]\n---\nText.\n")
        .file("content/tasks/cut.md", "---\ntitle: Cut\n---\nText.\n");
    site.build().fine();
    let relations = |page: &str| -> Vec<String> {
        let page = site.published(page);
        let main = page.split_once("<main").expect("a main part").1;
        let mut told: Vec<String> = Vec::new();
        for section in main.split("<h2").skip(1) {
            let head = section.split_once('>').expect("it is closed").1;
            let head = head.split('<').next().unwrap_or_default();
            for name in ["Saw", "Axe", "Adze", "Cut"] {
                let times = section.matches(&format!(">{name}</a>")).count();
                told.extend(std::iter::repeat_n(format!("{head}: {name}"), times));
            }
        }
        told
    };
    assert_eq!(relations("tools/saw.html"), ["Kin: Axe", "Fits: Cut"]);
    assert_eq!(relations("tools/axe.html"), ["Kin: Saw", "Kin: Adze"]);
    assert_eq!(relations("tools/adze.html"), ["Kin: Axe"]);
    assert_eq!(relations("tasks/cut.html"), ["Fitting: Saw"]);
}

#[test]
fn an_ordered_collection_leads_from_page_to_page_by_number() {
    let site = kitchen();
    site.build().fine();
    let soup = site.published("dishes/soup.html");
    let at = |text: &str| soup.find(text).unwrap_or_else(|| panic!("no {text} in {soup}"));
    assert!(at("rel=\"prev\"") < at("rel=\"next\""));
    let list = site.published("dishes/index.html");
    let place = |title: &str| list.rfind(&format!(">{title}</a>")).expect("it is listed");
    assert!(place("Bread") < place("Soup") && place("Soup") < place("Salad"), "2 before 10");
}

#[test]
fn every_value_of_a_vocabulary_has_its_page() {
    let site = kitchen();
    site.build().fine();
    assert!(site.published("level/hard.html").contains(">Salad</a>"));
    assert!(!site.published("level/hard.html").contains(">Soup</a>"));
    let level = site.published("level/index.html");
    assert!(
        level.contains("href=\"../level/easy.html\"") || level.contains("href=\"easy.html\""),
        "{level}"
    );
    assert!(!site.tree().contains_key("fit/index.html"), "a strength is no field to browse by");
}

#[test]
fn a_page_of_ones_own_gives_words_to_a_generated_page() {
    let site = kitchen()
        .file("content/table.md", "---\ntitle: Who needs what\n---\n\nRead it row by row.\n")
        .file("content/level/hard.md", "---\ntitle: Hard work ahead\n---\n\nTake your time.\n");
    site.build().fine();
    let matrix = site.published("table.html");
    assert!(matrix.contains(">Who needs what</h1>") && matrix.contains("Read it row by row."));
    assert!(matrix.contains("<table"));
    let term = site.published("level/hard.html");
    assert!(term.contains(">Hard work ahead</h1>") && term.contains(">Salad</a>"));
}

#[test]
fn backlinks_name_the_kind_of_page() {
    let site =
        kitchen().file("content/dishes/stew.md", "---\ntitle: Stew\n---\nLike [soup](soup.md).\n");
    site.build().fine();
    let soup = site.published("dishes/soup.html");
    let backlinks = &soup[soup.find("page-backlinks").expect("there are backlinks")..];
    assert!(
        backlinks.contains("href=\"../dishes/stew.html\">Stew</a>") && backlinks.contains("Dish"),
        "{backlinks}"
    );
}

#[test]
fn tags_differ_by_their_letters_only() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\ntags: [Warm Handoff]\n---\nText.\n")
        .file("content/b.md", "---\ntitle: B\ntags: [\"warm handoff\", other]\n---\nText.\n");
    site.build().fine();
    let tag = site.published("tags/warm-handoff.html");
    assert!(tag.contains(">A</a>") && tag.contains(">B</a>"), "{tag}");
}

#[test]
fn another_language_sets_the_pages_language() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: Küche\nlanguage: de-AT\n")
        .file("content/öfen.md", "# Öfen\n\nHeiß.\n");
    site.build().fine();
    assert!(site.published("öfen.html").contains("<html lang=\"de-AT\">"));
    assert!(
        site.published("index.html").contains("href=\"./%C3%B6fen.html\""),
        "{}",
        site.published("index.html")
    );
}

#[test]
fn cards_show_the_first_three_values_of_a_field_as_plain_text() {
    let site = Site::new()
        .file(
            "fieldguide.yaml",
            "title: T\ncollections:\n  tools:\n    label: Tools\n    fields:\n      \
             uses: { type: text, list: true, label: Good for, in_cards: true }\n      \
             maker: { type: string }\n",
        )
        .file(
            "content/tools/saw.md",
            "---\ntitle: Saw\nmaker: Ann\nuses: [\"*Rip* & cut\", \"[Logs](axe.md)\", Ice, Bone]\n---\n\nA saw.\n",
        )
        .file("content/tools/axe.md", "# Axe\n\nAn axe.\n")
        .file("content/a.md", "# A\n\n::: card tools/saw.md\n\n::: card tools/axe.md\n");
    site.build().fine();
    let shown = "<div class=\"highlights\">\n<p>Good for</p>\n<ul>\n<li>Rip &amp; cut</li>\n<li>Logs</li>\n\
                 <li>Ice</li>\n</ul>\n</div>";
    for path in ["a.html", "tools/index.html"] {
        let html = site.published(path);
        assert!(html.contains(shown), "{path}: {html}");
        assert_eq!(html.matches("class=\"highlights\"").count(), 1, "{path}");
        assert!(!html.contains("Ann") && !html.contains("Bone"), "{path}: {html}");
    }
}

#[test]
fn a_text_links_to_a_term_where_it_first_uses_it() {
    let site = Site::new()
        .file(
            "fieldguide.yaml",
            "title: T\ncollections:\n  terms:\n    label: Terms\n    link_terms: true\n    fields:\n      \
             short: { type: string, synonyms: true }\n",
        )
        .file("content/terms/saw.md", "---\ntitle: Pull saw\ndescription: A \"saw\".\nshort: PS\n---\nA pull saw.\n")
        .file(
            "content/a.md",
            "# A pull saw\n\n## Pull saw\n\n`pull saw`, a *Pull saw*, a pull saw. PS, ps.\n\n![pull saw](s.svg)\n",
        )
        .file("content/s.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>")
        .file("content/b.md", "# B\n\nA pull saw, and [its page](terms/saw.md).\n")
        .file("content/c.md", "# C\n\nThe PS.\n");
    site.build().fine();
    let terms = |path: &str| site.published(path).matches("class=\"term\"").count();
    assert_eq!(["a.html", "b.html", "c.html", "terms/saw.html"].map(terms), [1, 0, 1, 0]);
    let a = site.published("a.html");
    let link = "a <em><span class=\"term\"><a href=\"terms/saw.html\" aria-describedby=\"definition~1\">Pull saw</a>\
                <span class=\"definition\" role=\"tooltip\" id=\"definition~1\">A &quot;saw&quot;.</span></span></em>";
    assert!(a.contains(link), "{a}");
    assert!(site.published("c.html").contains(">Pull saw: A &quot;saw&quot;.</span>"));
}

#[test]
fn texts_cite_works_by_number_and_the_lists_lead_back() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: T\nreferences: { file: works.yaml }\n")
        .file("content/works.yaml", "a:\n  title: First\nb:\n  title: Second\n")
        .file("content/p.md", "# [@a] P\n\nOne [@b; @a, p. 4 & 5].\n\n## See [@b]\n\n[Link](p.md) ![x [@b]](s.svg) [@b].\n")
        .file("content/s.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>");
    site.build().fine();
    let page = site.published("p.html");
    let citation = "<p>One <span class=\"citation\" id=\"cite~2\">[<a href=\"references.html#ref-a\" \
                    aria-label=\"Reference 1\">1</a>, p. 4 &amp; 5; <a href=\"references.html#ref-b\" \
                    aria-label=\"Reference 2\">2</a>]</span>.</p>";
    assert!(page.contains(citation), "{page}");
    assert!(
        page.contains("<a href=\"p.html\">Link</a>")
            || page.contains("<a href=\"./\">Link</a>")
            || page.contains(">Link</a> <img src=\"s.svg\""),
        "{page}"
    );
    assert!(page.contains("id=\"see\">See <span class=\"citation\" id=\"cite~3\">"), "{page}");
    assert!(page.contains("id=\"cite~5\">[<a href=\"references.html#ref-b\""), "{page}");
    assert!(page.contains("href=\"#cite~2\" aria-label=\"Back to citation"), "{page}");
    assert!(page.contains("<h1 id=\"p\"><span class=\"citation\" id=\"cite~1\">"), "{page}");
    // What an alternative cites has no place that could be shown.
    assert!(page.contains("href=\"#cite~1\"") && !page.contains("#cite~4\""), "{page}");
    assert!(page.contains("alt=\"x \""), "{page}");
    let list = site.published("references.html");
    assert!(list.contains("<a href=\"./p.html#cite~2\" aria-label=\"P, place"), "{list}");
}

#[test]
fn formulas_are_mathml_where_the_settings_say_so() {
    let text = "# A\n\nSo $a < b^2$, and:\n\n$$\n\\sqrt{x}\n$$\n";
    let site = Site::new().file("fieldguide.yaml", "math: true\n").file("content/a.md", text);
    site.build().fine();
    let page = site.published("a.html");
    let inline =
        "<math display=\"inline\"><mi>a</mi><mo>&lt;</mo><msup><mi>b</mi><mn>2</mn></msup></math>,";
    assert!(page.contains(inline), "{page}");
    assert!(page.contains("<math display=\"block\"><msqrt>"), "{page}");
    site.write("fieldguide.yaml", "title: T\n");
    site.build().fine();
    assert!(site.published("a.html").contains("So $a &lt; b^2$, and:"));
}

/// Works of the same authors and year, and one more; the second is cited with a page.
const BIBTEX: &str = "@article{b, title={Bees}, author={Smith, Ann}, year=2020, journal={J}}\n\
                      @article{a, title={Ants}, author={Smith, Ann}, year=2020, journal={J}}\n\
                      @book{c, title={Cats}, author={Adams, Bo}, year=2018, publisher={P}}\n";

/// The text of a page without the attributes of its elements.
fn bare(html: &str) -> String {
    let mut bare = String::new();
    for (at, part) in html.split('<').enumerate() {
        let (tag, words) = part.split_once('>').unwrap_or(("", part));
        if at > 0 {
            bare += &format!("<{}>", tag.split(' ').next().unwrap_or_default());
        }
        bare += words;
    }
    bare
}

#[test]
fn a_style_writes_authors_and_years_in_the_language_of_the_site() {
    let site = Site::new()
        .file("fieldguide.yaml", "references: { file: w.bib, style: apa }\nlanguage: de\n")
        .file("content/w.bib", BIBTEX)
        .file("content/p.md", "# P\n\nA [@b]. B [@b; @c, pp. 4-6]. C [@a; @b].\n\nA [@b], [@b].\n");
    site.build().fine();
    let page = site.published("p.html");
    let link = "<a href=\"references.html#ref-b\" aria-label=\"Quelle Smith, 2020b\">";
    let first = format!(
        "<span class=\"citation\" id=\"cite~1\" data-form=\"words\">({link}Smith, 2020b</a>)</span>"
    );
    assert!(page.contains(&first), "{page}");
    assert!(page.contains(&format!("{link}2020b</a>)</span>.")), "the year alone is named: {page}");
    let text = bare(&page);
    let group = "B <span>(<a>Adams, 2018, S. 4–6</a>; <a>Smith, 2020b</a>)</span>.";
    assert!(text.contains(group), "{text}");
    let again = "A <span>(<a>Smith, 2020b</a>)</span>, <span>(<a>Smith, 2020b</a>)</span>.";
    assert!(text.contains(again), "a citation is the same wherever it stands: {text}");
    let list = bare(&site.published("references.html"));
    let places = ["Adams, B. (2018). <i>Cats</i>", "(2020a). Ants.", "(2020b). Bees."]
        .map(|entry| list.find(entry).unwrap_or_else(|| panic!("{entry} in {list}")));
    assert!(places.is_sorted(), "the style sorts: {list}");
    assert!(!site.root().join("public/w.bib").exists());
}

#[test]
fn a_style_with_numbers_counts_as_its_list_does() {
    let text = "# P\n\nA [@c]. B [@a, p. 4]. C [@c; @b].\n";
    let site = Site::new()
        .file("fieldguide.yaml", "references: { file: w.bib, style: ieee }\n")
        .file("content/w.bib", BIBTEX)
        .file("content/p.md", text);
    site.build().fine();
    let page = bare(&site.published("p.html"));
    let cited = "A <span><a>[3]</a></span>. B <span><a>[2, p. 4]</a></span>. \
                 C <span><a>[1]</a>, <a>[3]</a></span>.";
    assert!(page.contains(cited), "{page}");
    let list = bare(&site.published("references.html"));
    assert!(
        list.contains("<span>[1]</span>\n<div><div>A. Smith, “Bees,” <i>J</i>, 2020."),
        "{list}"
    );
    // A style that sorts its list counts in that order.
    let sorting = "association-for-computing-machinery";
    site.write("fieldguide.yaml", format!("references: {{ file: w.bib, style: {sorting} }}\n"));
    site.build().fine();
    let page = bare(&site.published("p.html"));
    assert!(page.contains("A <span>[<a>1</a>]</span>. B <span>[<a>3:4</a>]</span>."), "{page}");
}

#[test]
fn a_project_brings_its_own_style() {
    let style = "<style xmlns='http://purl.org/net/xbiblio/csl' class='in-text' version='1.0'>\
        <info><title>Ours</title><id>ours</id><updated>2020-01-01T00:00:00+00:00</updated></info>\
        <citation><layout prefix='{' suffix='}' delimiter=' + '><choose>\
        <if position='subsequent'><text value='again'/></if>\
        <else><text variable='title' font-variant='small-caps'/></else></choose></layout></citation>\
        <bibliography><sort><key variable='title'/></sort>\
        <layout><text variable='title' font-weight='bold'/></layout></bibliography></style>";
    let site = Site::new()
        .file("fieldguide.yaml", "references: { file: w.bib, style: own.csl }\n")
        .file("content/w.bib", BIBTEX)
        .file("content/own.csl", style)
        .file("content/p.md", "# P\n\nA [@b; @a], [@b], [@c].\n");
    site.build().fine();
    let page = bare(&site.published("p.html"));
    let cited = "A <span>{<a><span>Bees</span></a> + <a><span>Ants</span></a>}</span>, \
                 <span>{<a><span>Bees</span></a>}</span>, ";
    assert!(page.contains(cited), "{page}");
    assert!(bare(&site.published("references.html")).contains("<b>Ants</b>"));
    assert!(!site.root().join("public/own.csl").exists());
}
