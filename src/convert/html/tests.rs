use super::*;
use crate::convert::PlainValue;
use crate::convert::tests::ScratchFolder;

/// A site of pages, each with its name and what its body holds.
fn site(pages: &[(&str, &str)]) -> (Conversion, ScratchFolder) {
    let files: Vec<(&str, &[u8])> =
        pages.iter().map(|(name, html)| (*name, html.as_bytes())).collect();
    let folder = ScratchFolder::with(&files);
    let conversion = convert(&folder.0).expect("it is a site");
    (conversion, folder)
}

/// The Markdown of a page with a body.
fn text(body: &str) -> String {
    site(&[("a.html", body)]).0.pages.remove(0).text
}

#[test]
fn blocks_and_words_of_a_page_become_our_marks() {
    for (html, markdown) in [
        ("<p>a\n b<br>c <i>d</i><b> e</b></p>", "a b\\\nc *d* **e**\n"),
        (
            "<p>x<sup>2</sup> H<sub>2</sub>O <kbd>Ctrl</kbd> <q>r</q>",
            "x<sup>2</sup> H<sub>2</sub>O <kbd>Ctrl</kbd> “r”\n",
        ),
        ("<ol start=3><li>a<ul><li>b</ul><li>c</ol>", "3. a\n   - b\n4. c\n"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b\n"),
        ("<ul><li><input type=checkbox checked> a</ul>", "- [x] a\n"),
        ("<dl><dt>a<dt>b<dd>c<dd>d</dl>", "a<br>b\n: c\n: d\n"),
        ("<details><summary>a</summary><p>b</p></details>", "::: details a\nb\n:::\n"),
        (
            "<details><summary>a <b>c</b></summary>b</details>",
            "<details>\n<summary>a <strong>c</strong></summary>\n\nb\n\n</details>\n",
        ),
        ("<pre><code class='x language-rust'>a\n  b\n</code></pre>", "```rust\na\n  b\n```\n"),
        (
            "<table><tr><th>a<th>b<tr><td>1|2<td align=right>3</table>",
            "| a | b |\n| --- | ---: |\n| 1\\|2 | 3 |\n",
        ),
        (
            "<table><tr><th colspan=2>a<tr><td>1<td><ul><li>b</ul></table>",
            "<table>\n<thead>\n<tr>\n<th colspan=\"2\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>\n\n- b\n\n</td>\n</tr>\n</tbody>\n</table>\n",
        ),
        ("<table><tr><td><h2>a</h2>b<td>c</table>", "b\n\nc\n"),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b\n"),
        ("<a href=x.html><code>a</code></a>", "`a`\n"),
        ("<div>a<div>b</div>c</div><span><p>d</p></span>", "a\n\nb\n\nc\n\nd\n"),
        (
            "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation></semantics></math>",
            "$x$\n",
        ),
    ] {
        assert_eq!(text(html), markdown, "{html}");
    }
}

#[test]
fn links_lead_to_the_new_pages_and_old_addresses_stay() {
    let (site, _folder) = site(&[
        (
            "index.html",
            "<a href='/guide/'>a</a> <a href='guide/p q.HTML#s'>b</a> <a href='https://x.example/'>c</a> <a href='gone.html'>d</a> <a href='f.pdf'>e</a>",
        ),
        (
            "guide/index.html",
            "<h1>Guide</h1><a href='p%20q.html#nowhere'>a</a> <a href='../index.html?x=1'>b</a> <a href='#'>c</a>",
        ),
        ("guide/p q.html", "<title>P</title><section id=s><h2>Sect</h2></section><h2 id=t>T</h2>"),
        ("f.pdf", "x"),
        ("unused.pdf", "x"),
    ]);
    let text = &site.page("index.md").text;
    assert_eq!(
        text,
        "[a](guide/index.md) [b](guide/p%20q.md#s) [c](https://x.example/) d [e](f.pdf)\n"
    );
    assert_eq!(site.page("guide/index.md").text, "[a](p%20q.md) [b](../index.md) c\n");
    assert_eq!(site.page("guide/p q.md").text, "## Sect {#s}\n\n## T\n");
    assert_eq!(site.page("guide/p q.md").old_address.as_deref(), Some("/guide/p q.html"));
    assert_eq!(
        (site.lost("dead-link"), site.lost("dead-anchor")),
        (vec!["d"], vec!["p%20q.md#nowhere"])
    );
    let files: Vec<&str> = site.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(files, ["f.pdf"]);
}

#[test]
fn what_stands_around_the_text_is_left_out_and_told_once() {
    let page = |words: &str| {
        format!(
            "<html lang=fr><title>{words} | Us</title><div><a href=/>Menu</a></div><div><h1>{words}</h1><p>{words} text</p></div><div>Imprint</div>"
        )
    };
    let pages = ["One", "Two", "Three"].map(page);
    let (site, _folder) =
        site(&[("a.html", &pages[0]), ("b.html", &pages[1]), ("c.html", &pages[2])]);
    assert_eq!(
        (site.page("b.md").title.as_str(), site.page("b.md").text.as_str()),
        ("Two", "Two text\n")
    );
    assert_eq!(site.lost("repeated"), ["Imprint", "Menu"]);
    assert_eq!(site.setting("title"), Some(&PlainValue::Text("Us".to_owned())));
    assert_eq!(site.setting("language"), Some(&PlainValue::Text("fr".to_owned())));
}

#[test]
fn the_element_that_says_so_is_the_text() {
    let (site, _folder) = site(&[(
        "a.html",
        "<header>Top</header><main><nav>In</nav><h1>T</h1><p>x</main><aside>Side</aside>",
    )]);
    assert_eq!((site.page("a.md").title.as_str(), site.page("a.md").text.as_str()), ("T", "x\n"));
    let lost = [site.lost("header"), site.lost("navigation"), site.lost("sidebar")];
    assert_eq!(lost, [vec!["Top"], vec!["In"], vec!["Side"]]);
}

#[test]
fn notes_are_notes_if_nothing_is_guessed() {
    let linked = "<p>a<sup id=r1><a href=#n1>[1]</a></sup> b<a href=#n1 role=doc-noteref>1</a></p><hr><ol><li id=n1>Note <a href=#r1>↩</a></ol>";
    assert_eq!(text(linked), "a[^1] b[^1]\n\n[^1]: Note\n");
    let plain = "<p>word<sup>1</sup> 5 m<sup>2</sup> end.<sup>2</sup></p><h2>Notes</h2><ol><li>One<li>Two</ol>";
    assert_eq!(text(plain), "word[^1] 5 m<sup>2</sup> end.[^2]\n\n[^1]: One\n\n[^2]: Two\n");
    // An item without a mark.
    let partial = "<p>word<sup>1</sup></p><h2>Notes</h2><ol><li>One<li>Two</ol>";
    assert_eq!(text(partial), "word<sup>1</sup>\n\n## Notes\n\n1. One\n2. Two\n");
}

#[test]
fn what_runs_or_loads_is_told() {
    let (site, _folder) = site(&[(
        "a.html",
        "<p>a</p><script>run()</script><style>p{}</style><form>Name <button>Send</button></form><iframe src='https://v.example/1'></iframe><a href='javascript:x()'>go</a><img src=gone.png alt=Gone>",
    )]);
    assert_eq!(site.pages[0].text, "a\n\n<https://v.example/1>\n\ngo\n");
    for (kind, words) in [
        ("script", "run()"),
        ("style", "p{}"),
        ("form", "Name Send"),
        ("embedded", "https://v.example/1"),
        ("missing-picture", "Gone"),
    ] {
        assert_eq!(site.lost(kind), [words], "{kind}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_folder_is_read() {
    let outside = ScratchFolder::with(&[("secret.txt", b"secret"), ("s.html", b"<p>secret")]);
    let folder = ScratchFolder::with(&[(
        "a.html",
        b"<a href='../secret.txt'>a</a><a href=l.txt>b</a><a href=l.html>c</a>",
    )]);
    for (name, link) in [("secret.txt", "l.txt"), ("s.html", "l.html")] {
        std::os::unix::fs::symlink(outside.0.join(name), folder.0.join(link))
            .expect("it can be made");
    }
    for source in [folder.0.clone(), folder.0.join("a.html")] {
        let site = convert(&source).expect("it is a site");
        assert_eq!((site.pages.len(), site.files.len()), (1, 0));
        assert_eq!(site.pages[0].text, "abc\n");
    }
}

#[test]
fn a_page_nested_too_deep_and_a_folder_without_pages_are_refused() {
    for (name, html) in [("a.html", "<div>".repeat(2000)), ("a.txt", "a".to_owned())] {
        let folder = ScratchFolder::with(&[(name, html.as_bytes())]);
        let problem = convert(&folder.0).expect_err("it is refused");
        assert!(problem.help.is_some(), "{}", problem.message);
    }
}
