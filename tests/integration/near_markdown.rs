//! Text that other programs read in another way than its author: prices, emphasis beside East Asian punctuation,
//! colons; and the fixes for what is nearly Markdown.

use super::support::Site;

/// The first paragraph of a page in a language.
fn paragraph(settings: &str, markdown: &str) -> String {
    let site = Site::new()
        .file("fieldguide.yaml", format!("title: X\n{settings}"))
        .file("content/index.md", format!("---\ntitle: X\n---\n{markdown}\n"));
    site.build();
    let html = site.published("index.html");
    let start = html.find("<p>").map_or(0, |at| at + 3);
    let end = html[start..].find("</p>").map_or(html.len(), |at| start + at);
    html[start..end].to_owned()
}

#[test]
fn emphasis_stands_beside_east_asian_punctuation() {
    let cases = [
        ("**これは大切です。**次", "<strong>これは大切です。</strong>次"),
        ("彼は**「はい」**と言った", "彼は<strong>「はい」</strong>と言った"),
        ("これは**(注)**です", "これは<strong>(注)</strong>です"),
        ("**スペース（空白）**を", "<strong>スペース（空白）</strong>を"),
        ("太郎は**\"x\"**と言った", "太郎は<strong>&quot;x&quot;</strong>と言った"),
        ("~~これは。~~次", "<del>これは。</del>次"),
        ("*見て！*あれ", "<em>見て！</em>あれ"),
        (
            "**[a](https://a.example/)**次と**`b`**次**\\*`c`**",
            "<strong><a href=\"https://a.example/\">a</a></strong>次と<strong><code>b</code></strong>次<strong>*<code>c</code></strong>",
        ),
        (
            "**次、[a](https://a.example/)**。次は。**`b`**",
            "<strong>次、<a href=\"https://a.example/\">a</a></strong>。次は。<strong><code>b</code></strong>",
        ),
        ("会費は**¥3,000**です。", "会費は<strong>¥3,000</strong>です。"),
        (
            "答えは**②**で、次は**😀**です。",
            "答えは<strong>②</strong>で、次は<strong>😀</strong>です。",
        ),
        ("・**㋑**:二つ目", "・<strong>㋑</strong>:二つ目"),
        ("葛\u{e0100}**(注)**葛\u{e0100}", "葛\u{e0100}<strong>(注)</strong>葛\u{e0100}"),
        (
            "**F#**も**C++**も**「Rust」**も。Web**（API）**を。",
            "<strong>F#</strong>も<strong>C++</strong>も<strong>「Rust」</strong>も。Web<strong>（API）</strong>を。",
        ),
        (
            "次は**`a`と`b`**。次は**.env**を",
            "次は<strong><code>a</code>と<code>b</code></strong>。次は<strong>.env</strong>を",
        ),
        ("これは***とても。***大事", "これは<em><strong>とても。</strong></em>大事"),
        ("__甲。__乙", "__甲。__乙"),
        ("a * b * c", "a * b * c"),
    ];
    for (markdown, html) in cases {
        assert_eq!(paragraph("language: ja\n", markdown), html, "{markdown}");
    }
    let korean = paragraph("language: ko\n", "**\"안녕\"**이라고");
    assert_eq!(korean, "<strong>&quot;안녕&quot;</strong>이라고");
    let english = paragraph("language: en\n", "a**\"b\"**c");
    assert_eq!(english, "a**&quot;b&quot;**c");
}

#[test]
fn prices_are_no_formulas() {
    let words = "A seat costs $0.40 a day ($25 / month), and $0.30 on the large one ($75 a month).";
    assert_eq!(paragraph("math: true\n", words), words);
    let mixed = paragraph("math: true\n", "It costs $5, and $x^2$ is a formula, `$a$` is code.");
    assert!(mixed.starts_with("It costs $5, and <math"), "{mixed}");
    assert_eq!(mixed.matches("<math").count(), 1, "{mixed}");
    assert!(mixed.ends_with("<code>$a$</code> is code."), "{mixed}");
}

#[test]
fn fixes_write_what_was_meant() {
    let cases = [
        ("##Heading\n", "## Heading\n"),
        ("-one\n-two\n", "- one\n- two\n"),
        ("1.one\n2.two\n", "1. one\n2. two\n"),
        ("• one\n• two\n", "- one\n- two\n"),
        ("- [] one\n- [X]two\n", "- [ ] one\n- [x] two\n"),
        ("| a | b |\n| 1 | 2 |\n", "| a | b |\n| --- | --- |\n| 1 | 2 |\n"),
        ("| a | b |\n|---|---|\n| `x|y` | 2 |\n", "| a | b |\n|---|---|\n| `x\\|y` | 2 |\n"),
        ("[a] (https://a.example/)\n", "[a](https://a.example/)\n"),
        ("(a)[https://a.example/]\n", "[a](https://a.example/)\n"),
        ("`a`{.b}\n", "`a`\n"),
        ("A sentence.\n---\n", "A sentence.\n\n---\n"),
        ("2026. That was it.\n", "2026\\. That was it.\n"),
        ("See [[the other]].\n", "See [the other](<folder/the other.md>).\n"),
        ("See [[Another#A part|it]].\n", "See [it](<folder/the other.md#a-part>).\n"),
        ("![[Plan.svg|200]]\n", "![Plan](folder/plan.svg)\n"),
    ];
    for (written, meant) in cases {
        let head = "---\ntitle: X\n---\n\n";
        let site = Site::new()
            .file("fieldguide.yaml", "title: X\n")
            .file("content/folder/the other.md", "---\ntitle: Another\n---\n## A part\n\nText.\n")
            .file("content/folder/plan.svg", "<svg viewBox='0 0 2 1'/>")
            .file("content/index.md", format!("{head}{written}"));
        site.run(&["check", "--strict"]).fails(1);
        site.run(&["check", "--fix", "--yes"]).fine();
        let text =
            std::fs::read_to_string(site.root().join("content/index.md")).expect("it is there");
        assert_eq!(text, format!("{head}{meant}"));
        let after = site.run(&["check", "--format", "short"]);
        let codes = ["-syntax]", "accidental-block", "broken-"];
        assert!(!codes.iter().any(|code| after.err.contains(code)), "{}", after.err);
    }
}
