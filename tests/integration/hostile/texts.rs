//! Texts in each language that a project is written in. They are sound as they stand, or nearly so: damage that is
//! done to them goes deep.

use super::super::random::Random;

/// The pages, from the content folder.
pub(super) const PAGES: [&str; 16] = [
    "index.md",
    "about.md",
    "saw.md",
    "tools/axe.md",
    "tools/plane.md",
    "tools/rasp.md",
    "tools/index.md",
    "tasks/cut.md",
    "tasks/split.md",
    "notes/a.md",
    "notes/b.md",
    "notes/deep/er/c.md",
    "notes/Straße & co.md",
    "notes/日本.md",
    "cut.de.md",
    "404.md",
];

const WORDS: [&str; 14] = [
    "saws",
    "cut",
    "Teeth",
    "of",
    "steel",
    "TPI",
    "ﬁles",
    "Straße",
    "naïve",
    "日本語",
    "مِنشار",
    "5",
    "e.g.",
    "🪚",
];

pub(super) const SETTINGS: &str = "\
title: Workshop
base_url: https://workshop.example/guide/
theme: { folder: theme, accent: \"#0a5f6b\" }
references: { file: works.bib, style: style.csl }
math: true
variables: { phone: 0800 123 }
abbreviations: { TPI: teeth per inch }
callouts: { evidence: { label: How well founded?, tone: important } }
search: { synonyms: [[saw, blade]] }
menu: [ { label: About, link: about.md } ]
home: { lead: What is in the shed., entries: [ { title: Saws, text: All., link: about.md } ] }
footer: { text: \"*Ours*\", links: [ { label: About, link: about.md } ] }
vocabularies:
  level: { label: Level, values: { easy: Easy, hard: { label: Hard, description: Takes days. } } }
collections:
  tools:
    label: Tools
    order: weight
    group_by: level
    fields:
      level: { type: one-of, vocabulary: level }
      teeth: { type: integer, min: 1, max: 99 }
      fits: { type: relation, to: tasks, inverse: tools, strength: level }
      bought: { type: date }
      sources: { type: citation, list: true }
  tasks: { label: Tasks, link_terms: true, fields: { note: { type: text } } }
matrices: { table: { label: Tools and tasks, rows: tools, columns: tasks, relation: fits } }
checks: { empty-page: off, duplicate-title: off, broken-link: warning, broken-anchor: warning }
";

/// Settings like [`SETTINGS`], with one line more, or one of them twice or in another place.
pub(super) fn settings(random: &mut Random) -> String {
    let more = random.of(&[
        "languages: [en, de]\nwords: { de: { Tools: Werkzeuge } }\n",
        "urls: directories\n",
        "language: de\n",
        "language: x-klingon\n",
        "include: [more.yaml, fieldguide.yaml]\n",
        "tags: [steel, wood]\n",
        "editor: \"nonsense {file}\"\n",
        "feed: { limit: 3 }\n",
        "review: { page: reviews.md }\n",
        "related: 20\n",
        "advice: { sentence_words: 5, known_acronyms: [TPI], wording: { dull: blunt } }\n",
        "author: &a [Jo, *a]\n",
        "search: { shortcut: \"Control+Shift+🪚\" }\n",
        "aliases: !!binary \"gA==\"\n",
        "collections: { tasks: { fields: { a: { type: relation, to: tasks, acyclic: true } } } }\n",
    ]);
    let mut lines: Vec<&str> = SETTINGS.split_inclusive('\n').collect();
    let (from, to) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(4) {
        0 => lines.insert(to, lines[from]),
        1 => drop(lines.remove(from)),
        _ => {}
    }
    lines.concat() + more
}

/// A page: front matter at times, then a text.
pub(super) fn page(random: &mut Random) -> String {
    let mut text = String::new();
    if !random.chance(4) {
        text += "---\n";
        for _ in 0..random.below(5) {
            text += random.of(&[
                "title: \"Saws: all\"\n",
                "title: |-\n  Two\n  lines\n",
                "description: Of *saws*.\n",
                "tags: [steel, Wood, \"C++\"]\n",
                "aliases: [/old/a.html, /old/b/]\n",
                "slug: renamed\n",
                "date: 2024-02-29\n",
                "updated: 2024-03-01T23:59:59Z\n",
                "review: { by: 2030-01-01, every: 6 months }\n",
                "weight: -3\n",
                "draft: true\n",
                "contents: false\n",
                "level: easy\n",
                "teeth: 24\n",
                "fits: [cut, { to: split, reason: \"It *fits*.\", strength: hard }]\n",
                "bought: 2020-12-31\n",
                "sources: [ants, bees]\n",
                "note: \"[There](about.md)\"\n",
                "tags: &x [\"no: *x\"]\n",
            ]);
        }
        text += "---\n\n";
    }
    for _ in 0..=random.below(6) {
        text += &block(random, 3);
        text += "\n";
    }
    for label in WORDS {
        if text.contains(&format!("[^{label}]")) {
            text += &format!("\n[^{label}]: Note of *{label}*.\n");
        }
    }
    text
}

/// A block of Markdown that ends with a line end; blocks in it nest no deeper than that.
fn block(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 8 } else { 14 }) {
        0 => format!("{} {}\n", "#".repeat(1 + random.below(6)), inline(random, 1)),
        1 => format!("## {} {{#a{}}}\n", inline(random, 1), random.below(999)),
        2 => {
            format!("```{}\nlet a = \"{}\";\n```\n", random.of(&["rust", "", "none"]), word(random))
        }
        3 => table(random),
        4 => leaf(random),
        5 => random
            .of(&[
                "<div class=\"x\" id=\"own\">\n<a href=\"/about.md\">x</a>\n</div>\n",
                "<details><summary>S</summary>\n\nText.\n</details>\n",
                "<script>alert(1)</script>\n",
                "<!-- a\n\ncomment -->\n",
                "<img src=\"/plan.svg\" srcset=\"/plan.svg 2x\" alt=\"\">\n",
                "$$\n\\frac{1}{\\sqrt{2}} \\begin{matrix}a&b\\\\c\\end{matrix}\n$$\n",
                "***\n",
            ])
            .to_owned(),
        6 => format!("{}\n: {}\n", word(random), inline(random, 1)),
        7 => inline(random, 3) + "\n",
        8 => nested(random, depth, &["- ", "* ", "- [x] "], "  "),
        9 => nested(random, depth, &["1. ", "7) "], "   "),
        10 => nested(random, depth, &["> ", "> [!NOTE]\n> "], "> "),
        11 => format!(
            "::: figure A saw\n![{}](/plan.svg)\n\n{}\n:::\n",
            word(random),
            block(random, depth - 1)
        ),
        12 => format!("::: table Saws {{headings=both}}\n\n{}\n:::\n", table(random)),
        _ => component(random, depth),
    }
}

fn table(random: &mut Random) -> String {
    format!("| A | B |\n|---|:-:|\n| {} | {} |\n", word(random), word(random))
}

/// A paragraph and a block in another block, whose first line begins with one of `first` and all others with
/// `others`.
fn nested(random: &mut Random, depth: usize, first: &[&str], others: &str) -> String {
    let text = inline(random, 1) + "\n\n" + &block(random, depth - 1);
    let mut lines = text.lines();
    let first = format!("{}{}\n", random.of(first), lines.next().unwrap_or_default());
    lines.fold(first, |text, line| format!("{text}{others}{line}\n"))
}

fn component(random: &mut Random, depth: usize) -> String {
    let number = random.below(999);
    let inner = block(random, depth - 1) + "\n" + &block(random, depth - 1);
    let opening = random.of(&[
        "note",
        "evidence",
        "details More {#bN}",
        "quote {role=\"Apprentice, *first* year\" #bN}",
        "recommendation Sharpen",
        "step Clean {#bN}",
        "question How often?",
        "tabs\n::: tab One",
    ]);
    let ends = ":::\n".repeat(1 + opening.matches(":::").count());
    format!("::: {}\n{inner}\n{ends}", opening.replace('N', &number.to_string()))
}

fn leaf(random: &mut Random) -> String {
    let (page, data) = (random.of(&PAGES), random.of(&["saws.csv", "saws.yaml"]));
    match random.below(4) {
        0 => format!("::: include /{page}\n"),
        1 => format!("::: card /{page}\n"),
        2 => format!("::: data-table /{data} {{caption=\"Saws\" columns=\"Teeth, Saw\"}}\n"),
        _ => {
            let kind = random.of(&["bar", "line"]);
            format!("::: chart /{data} {{caption=\"Teeth\" kind={kind} y=\"Teeth\"}}\n")
        }
    }
}

fn word<'t>(random: &mut Random) -> &'t str {
    random.of(&WORDS)
}

fn inline(random: &mut Random, depth: usize) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(5) {
        let piece = match random.below(if depth == 0 { 6 } else { 12 }) {
            0 => "{{ phone }}".to_owned(),
            1 => format!("[@{}, p. {}]", random.of(&["ants", "bees", "wasps"]), random.below(99)),
            2 if random.chance(3) => format!("[^{}]", word(random)),
            3 => random
                .of(&[
                    "$x^{2}_{3}$",
                    "<br>",
                    "&amp;&nbsp;&#128;",
                    "a\\\nb",
                    "`` ` ``",
                    "https://a.example/?b=c)",
                    "[[about]]",
                ])
                .to_owned(),
            2 | 4 | 5 => word(random).to_owned(),
            6 => format!("*{}*", inline(random, depth - 1)),
            7 => format!("**{}**", inline(random, depth - 1)),
            8 => format!("![{}](/plan.svg \"{}\")", inline(random, depth - 1), word(random)),
            9 => format!("[{}](<https://a.example/{}>)", inline(random, depth - 1), word(random)),
            10 => format!("~~{}~~", inline(random, depth - 1)),
            _ => {
                let anchor = random.of(&["", "", "?a=b"]);
                format!("[{}](</{}{anchor}>)", inline(random, depth - 1), random.of(&PAGES))
            }
        };
        text += &piece;
        text += random.of(&[" ", " ", ", ", ". ", "", "\n"]);
    }
    text.trim_end().to_owned()
}

pub(super) fn csv(random: &mut Random) -> String {
    let divider = random.of(&[",", ",", ";"]);
    let mut text = format!("Saw{divider}Teeth{divider}\"Long \"\"name\"\"\"\n");
    for _ in 0..random.below(6) {
        let number = random.of(&["5", "-0.5", "99%", ""]);
        text += &format!("\"{}\"{divider}{number}{divider}{}\n", word(random), word(random));
    }
    text
}

pub(super) fn data_yaml(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(6) {
        let number = random.of(&["5", "-0.5", "'7'", "0x10"]);
        text += &format!("- {{ Saw: \"{}\", Teeth: {number} }}\n", word(random));
    }
    text
}

pub(super) fn bibtex(random: &mut Random) -> String {
    let mut text = String::from("@string{jan = {January}}\n@comment{no}\n% no\n");
    for key in ["ants", "bees", "wasps"] {
        text += &format!(
            "@{}{{{key},\n",
            random.of(&["book", "article", "InProceedings", "online", "misc"])
        );
        text += "  title = {Of \\emph{Ants}},\n  author = {Lee, Jo and {The {I}nstitute} and others},\n";
        for _ in 0..random.below(5) {
            text += random.of(&[
                "  year = 2020,\n",
                "  date = {2020-05/2021-12},\n",
                "  date = {-0044-03-15~},\n",
                "  month = jan,\n",
                "  pages = {11--19},\n",
                "  doi = {10.1000/a_b%c},\n",
                "  url = \"https://a.example/{\\~b}\",\n",
                "  crossref = {bees},\n",
                "  xdata = {ants, wasps},\n",
                "  editor = {von der Heide, Jr., Ann},\n",
                "  title = {\\\"{U}ber $\\frac{1}{2}$ \\v{c}\\i},\n",
                "  volume = {ⅩⅣ},\n",
                "  language = {german},\n",
            ]);
        }
        text += "}\n\n";
    }
    text
}

pub(super) fn hayagriva(random: &mut Random) -> String {
    let mut text = String::new();
    for key in ["ants", "bees", "wasps"] {
        text += &format!(
            "{key}:\n  type: {}\n  title: Of Ants\n",
            random.of(&["book", "article", "web", "misc"])
        );
        for line in [
            "  author: [\"Lee, Jo\", { name: Doe, given-name: Ann, prefix: von }]\n",
            "  date: 2024-05\n",
            "  page-range: 11-19, iv\n",
            "  parent: { type: periodical, title: J, volume: 3, issue: 2 }\n",
            "  parent: [ { type: book, parent: { type: proceedings, title: P } } ]\n",
            "  url: { value: https://a.example/, date: 2024-01-01 }\n",
            "  serial-number: { doi: 10.1000/x }\n",
            "  affiliated: [ { role: translator, names: [X] } ]\n",
            "  language: de-AT\n",
            "  runtime: \"10:03:02\"\n",
        ] {
            if random.chance(3) {
                text += line;
            }
        }
    }
    text
}

pub(super) fn csl(random: &mut Random) -> String {
    let (cited, listed, of_macro) = (element(random, 3), element(random, 3), element(random, 2));
    let kind = random.of(&["in-text", "in-text", "note"]);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"{kind}\" version=\"1.0\" default-locale=\"en-US\">\n\
         <info><title>S</title><id>s</id><updated>2020-01-01T00:00:00+00:00</updated></info>\n\
         <macro name=\"m\">{of_macro}</macro>\n\
         <citation disambiguate-add-year-suffix=\"true\" et-al-min=\"3\" et-al-use-first=\"1\" collapse=\"year\">\
         <sort><key variable=\"issued\"/></sort>\
         <layout prefix=\"(\" suffix=\")\" delimiter=\"; \">{cited}</layout></citation>\n\
         <bibliography hanging-indent=\"true\" second-field-align=\"flush\"><sort><key macro=\"m\"/></sort>\
         <layout>{listed}<text macro=\"m\"/></layout></bibliography>\n</style>\n"
    )
}

fn element(random: &mut Random, depth: usize) -> String {
    let inner = |random: &mut Random| element(random, depth - 1);
    match random.below(if depth == 0 { 7 } else { 10 }) {
        0 => "<text variable=\"title\" text-case=\"title\" quotes=\"true\"/>".to_owned(),
        1 => "<number variable=\"volume\" form=\"ordinal\"/>".to_owned(),
        2 => "<names variable=\"author editor\"><name form=\"short\" and=\"symbol\" initialize-with=\". \"/>\
              <et-al font-style=\"italic\"/><substitute><text variable=\"title\"/></substitute></names>"
            .to_owned(),
        3 => "<date variable=\"issued\" date-parts=\"year-month\" form=\"text\"/>".to_owned(),
        4 => "<text variable=\"citation-number\" vertical-align=\"sup\"/>".to_owned(),
        5 => "<label variable=\"page\" form=\"short\" plural=\"contextual\"/>".to_owned(),
        6 => "<text term=\"edition\" form=\"short\"/><text variable=\"DOI\" prefix=\"https://doi.org/\"/>".to_owned(),
        7 => format!("<group delimiter=\", \" prefix=\"[\">{}{}</group>", inner(random), inner(random)),
        8 => format!(
            "<choose><if type=\"book\" match=\"any\">{}</if><else-if is-numeric=\"volume\">{}</else-if>\
             <else>{}</else></choose>",
            inner(random),
            inner(random),
            inner(random)
        ),
        _ => format!("<names variable=\"translator\">{}</names>", inner(random)),
    }
}

/// A part of the theme.
pub(super) fn template(random: &mut Random) -> String {
    let mut text = String::from("<footer>");
    for _ in 0..random.below(5) {
        text += random.of(&[
            "{{ site.title }}",
            "{{ site.title | upper | truncate(length=3) }}",
            "{% if page.title %}{{ page.title }}{% else %}none{% endif %}",
            "{% for item in site.menu %}{{ loop.index }}{% endfor %}",
            "{% set a = [1, 2.5, \"x\"] %}{{ a[1] + 3 }}",
            "{{ 7 % 3 }} {{ 1 / 2 }} {{ \"a\" ~ 1 }}",
            "{{ page.title | replace(from=\"S\", to=\"&\") | safe }}",
            "{# no #}",
            "{% include \"partials/title.html\" %}",
            "{% raw %}{{{% endraw %}",
            "{{ site.title | date(format=\"%Y\") }}",
            "{{ t.matrix_gap }}",
            "{{ now() }}",
        ]);
    }
    text + "</footer>\n"
}

pub(super) fn query(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(7) {
        text += random.of(&["", "", "\"", "“", "-", "+", "title:", "("]);
        text += word(random);
        text += random.of(&[" ", " ", "\"", "*", "~2", "", "\u{200b}", "'s "]);
    }
    text
}
