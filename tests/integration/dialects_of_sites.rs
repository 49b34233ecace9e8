//! Pages of Docusaurus, Starlight and `VitePress`.

use super::support::Site;

const BUILD: [&str; 7] = ["build", "--content", "docs", "--output", "public", "--format", "short"];

#[test]
fn pages_of_docusaurus_and_starlight() {
    let site = Site::new()
        .file("docusaurus.config.js", "module.exports = {};\n")
        .file("docs/index.md", "# Home\n\nText.\n")
        .file("docs/part.mdx", "# Part\n\nWords of a part.\n")
        .file(
            "docs/page.mdx",
            "---\ntitle: Page\n---\n\nimport Tabs from '@theme/Tabs';\nimport Part from './part.mdx';\n\n\
             export const secretive = {\n  a: 1,\n};\n\n\
             <Tabs>\n  <TabItem value=\"a\" label=\"Apple\">\n\n    A **red** apple.\n\n    ```js {1} title=\"x\"\n    let a;\n    ```\n\n  </TabItem>\n</Tabs>\n\n\
             :::tip[With `code`]{#here}\n\nText of a tip.\n\n:::\n\n{/* secretive */}\n\n<Part />\n\n\
             <Chart data={secret}>\n\nWords of a chart.\n\n</Chart>\n\n\
             Import the tools from 'there', or a < b. `<Tabs>` and `{code}`.\n\n{1 + 1}\n",
        );
    let ran = site.run(&BUILD).fine();
    ran.says("docs/page.mdx:34:1: warning[not-understood]: `<Chart>` means nothing here")
        .says("docs/page.mdx:42:1: warning[not-understood]: `{…}` means nothing here");
    let page = site.published("page.html");
    for wanted in [
        "A <strong>red</strong> apple.",
        "Apple",
        "With <code>code</code>",
        "id=\"here\"",
        "<p>Words of a part.</p>",
        "<p>Words of a chart.</p>",
        "Import the tools from",
        "<code>&lt;Tabs&gt;</code> and <code>{code}</code>",
    ] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
    for unwanted in ["secretive", "@theme", "</TabItem>", "<Tabs>", ":::"] {
        assert!(!page.contains(unwanted), "{unwanted} is in {page}");
    }
}

#[test]
fn pages_of_vitepress() {
    let site = Site::new()
        .file("docs/.vitepress/config.js", "export default {}\n")
        .file("docs/part.md", "# Part\n\nWords of a part.\n")
        .file(
            "docs/index.md",
            "<script setup>\nimport secretive from 'x'\n</script>\n\n# Home <Badge text=\"new\" />\n\n[[toc]]\n\n\
             ::: code-group\n\n```js{1} [a.js]\nlet a;\n```\n\n```sh [Shell]\nls\n```\n\n:::\n\n\
             ::: info Some words\nText.\n:::\n\n<!--@include: ./part.md-->\n\n<<< @/a.js\n\n{{ count }}\n\n<Counter />\n",
        );
    let ran = site.run(&BUILD).fine();
    ran.says("docs/index.md:27:1: warning[not-understood]: `<<<` means nothing here")
        .says("docs/index.md:29:1: warning[not-understood]: `{{ count }}` means nothing here")
        .says("docs/index.md:31:1: warning[not-understood]: `<Counter>` means nothing here");
    let home = site.published("index.html");
    for wanted in ["<em>new</em>", "a.js", "Shell", "language-js", "Some words", "Words of a part."]
    {
        assert!(home.contains(wanted), "{wanted} is not in {home}");
    }
    for unwanted in ["secretive", "[[toc]]", "code-group", "js{1}", "<counter", ":::"] {
        assert!(!home.contains(unwanted), "{unwanted} is in {home}");
    }
}

#[test]
fn titles_of_callouts_keep_their_marks() {
    let site = Site::new()
        .file("docs/.obsidian/app.json", "{}")
        .file("docs/other.md", "# Other\n\nText.\n")
        .file("docs/index.md", "# Home\n\n> [!tip] See [[other|that]] **page**\n> Text.\n");
    site.run(&BUILD).fine();
    let home = site.published("index.html");
    assert!(home.contains("See <a href=\"other.html\">that</a> <strong>page</strong>"), "{home}");
}
