//! The setting `html`: what becomes of HTML in texts, fields and the footer.

use super::support::{Ran, Site};

/// A page with a text, and its build's report.
fn built(policy: &str, markdown: &str) -> (String, Ran) {
    let site = Site::new()
        .file("fieldguide.yaml", format!("title: X\nhtml: {policy}\n"))
        .file("content/index.md", format!("---\ntitle: X\n---\nFirst.\n\n{markdown}\n\nLast.\n"));
    let ran = site.build();
    let html = site.published("index.html");
    let start = html.find("<p>First.</p>").expect("it is there") + 13;
    let end = html[start..].find("<p>Last.</p>").expect("it is there");
    (html[start..start + end].trim().to_owned(), ran)
}

#[test]
fn safe_html_leaves_out_what_runs_loads_or_leads_away() {
    let cases = [
        ("A <b onclick=\"x()\" class='c' >word</b>.", "<p>A <b class='c' >word</b>.</p>"),
        ("A <b\n  title=\"t\" style=\"top:0\">word</b>.", "<p>A <b\n  title=\"t\">word</b>.</p>"),
        ("<form action=\"https://a.example/\">Words</form>", "Words"),
        (
            "<iframe src=\"https://a.example/\">Else <b>this</b></iframe>",
            "Else &lt;b&gt;this&lt;/b&gt;",
        ),
        ("<script>alert(1)</script>", ""),
        ("A <script>alert(1)</script>word.", "<p>A word.</p>"),
        ("<style>\np { color: red }\n</style>", ""),
        ("<meta http-equiv=\"refresh\" content=\"0; url=https://a.example/\">", ""),
        ("A <base href=\"https://a.example/\">word.", "<p>A word.</p>"),
        ("A <x-y>word</x-y>.", "<p>A word.</p>"),
        ("<a href=\"java&#115;cript:x\">Words</a>", "<p><a>Words</a></p>"),
        (
            "<a href=\"https://a.example/\" ping=b>Words</a>",
            "<p><a href=\"https://a.example/\">Words</a></p>",
        ),
        (
            "<svg><set attributeName=\"x\"/><path d=\"M0\"/></svg>",
            "<p><svg><path d=\"M0\"></path></svg></p>",
        ),
        ("<svg><foreignObject>Words</foreignObject></svg>", "<p><svg>Words</svg></p>"),
        ("<img src=\"//a.example/b.png\" alt=\"Words\">", "<img alt=\"Words\">"),
        ("<object data=\"a.pdf\">\n\n**Words**\n\n</object>", "<p><strong>Words</strong></p>"),
    ];
    for (markdown, html) in cases {
        let (shown, ran) = built("safe", markdown);
        assert_eq!(shown, html, "{markdown}");
        let reports = ran.err.matches("warning[left-out-html]").count();
        assert_eq!(reports, 1, "{markdown}: {}", ran.err);
        assert!(!ran.err.contains("error["), "{markdown}: {}", ran.err);
        assert!(!ran.err.contains("blocked-html"), "{markdown}: {}", ran.err);
    }
}

#[test]
fn safe_html_keeps_the_rest_without_a_report() {
    for markdown in [
        "<div class=\"note\">Words</div>",
        "<details><summary>More</summary>Words</details>",
        "<table><tr><td id=\"a\">Words</td></tr></table>",
    ] {
        let (shown, ran) = built("safe", markdown);
        assert_eq!(shown, markdown);
        assert_eq!(ran.err.matches("warning[").count(), 0, "{}", ran.err);
    }
}

#[test]
fn without_html_tags_are_text_and_markdown_stays_markdown() {
    let cases = [
        ("A <b>*word*</b>.", "<p>A &lt;b&gt;<em>word</em>&lt;/b&gt;.</p>"),
        ("<div>\n*word*\n</div>", "<p>&lt;div&gt;\n<em>word</em>\n&lt;/div&gt;</p>"),
        ("<script>\nalert(1)\n</script>", "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>"),
        ("A `<b>` and \\<i>.", "<p>A <code>&lt;b&gt;</code> and &lt;i&gt;.</p>"),
        ("A<!-- note <b> --> word.", "<p>A word.</p>"),
        ("<https://a.example/>", "<p><a href=\"https://a.example/\">https://a.example/</a></p>"),
        ("[A](<https://a.example/b>)", "<p><a href=\"https://a.example/b\">A</a></p>"),
        ("<!-- a --> <b onclick=x>b</b>", "&lt;b onclick=x&gt;b&lt;/b&gt;"),
        // A sign of its own that stands for others in the program.
        ("\u{4}<b onclick=x>b</b>", "<p>\u{4}&lt;b onclick=x&gt;b&lt;/b&gt;</p>"),
        (
            "\u{4}\n\n<script><b onclick=x></script>",
            "<p>\u{4}</p>\n&lt;script&gt;&lt;b onclick=x&gt;&lt;/script&gt;",
        ),
    ];
    for (markdown, html) in cases {
        let (shown, ran) = built("none", markdown);
        assert_eq!(shown, html, "{markdown}");
        assert_eq!(ran.err.matches("warning[").count(), 0, "{}", ran.err);
    }
}

#[test]
fn the_setting_counts_for_fields_and_the_footer() {
    let settings = "title: X\nhtml: none\nfooter:\n  text: A <b>foot</b>\ncollections:\n  things:\n    \
                    fields:\n      note: { type: text }\n";
    let site = Site::new()
        .file("fieldguide.yaml", settings)
        .file("content/things/a.md", "---\ntitle: A\nnote: A <i>note</i>\n---\nText.\n");
    site.build();
    let html = site.published("things/a.html");
    assert!(html.contains("A &lt;b&gt;foot&lt;/b&gt;"), "{html}");
    assert!(html.contains("A &lt;i&gt;note&lt;/i&gt;"), "{html}");
}
