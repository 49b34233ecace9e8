// @ts-check
// Templates for Hugo.

import { BESIDE, MISSING, assets, breadcrumbs, contents, entries, entry, menu, page, prose, tags } from "./page.mjs";

/**
 * Files of a Hugo project (0.148 or newer) by path, but for the content.
 * @param {boolean} isPlain  whether code is left as it is
 * @param {string[]} sections  folders at the top
 */
export function hugo(isPlain, sections) {
  const parts = {
    title: "{{ or .Title site.Title }}",
    description: "{{ .Description }}",
    address: "{{ .Permalink }}",
    // Not `site.Sections`: at 10,000 pages that alone doubles what Hugo takes.
    menu: `{{ range site.Params.sections }}<li><a href="{{ .path }}"{{ if hasPrefix $.RelPermalink .path }} aria-current="true"{{ end }}>{{ .title }}</a></li>
{{ end }}`,
    breadcrumbs: breadcrumbs('{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>\n{{ end }}'),
  };
  const sidebar = `{{ with .CurrentSection }}{{ if le (len .Pages) ${BESIDE} }}<nav class="sidebar" aria-label="In this section">
<details>
<summary>In this section</summary>
<p class="sidebar-title"><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></p>
<ul role="list">
{{ range .Pages }}<li><a href="{{ .RelPermalink }}"{{ if eq . $ }} aria-current="page"{{ end }}>{{ .LinkTitle }}</a></li>
{{ end }}</ul>
</details>
</nav>
{{ end }}{{ end }}`;
  const list = entries(`{{ range .Pages }}${entry("{{ .RelPermalink }}", "{{ .LinkTitle }}", "{{ .Description }}")}\n{{ end }}`);
  const text = prose("{{ .Content }}");
  return {
    "hugo.toml": `baseURL = "https://corpus.example/"
title = "Corpus"
disableKinds = ["rss"]
enableRobotsTXT = true
[taxonomies]
tag = "tags"
[params]
${menu(sections)}
[markup.highlight]
noClasses = false
codeFences = ${!isPlain}
[markup.goldmark.renderHooks.link]
useEmbedded = "always"
`,
    "layouts/home.html": page({ ...parts, breadcrumbs: "", main: text + list }),
    "layouts/section.html": page({ ...parts, sidebar, contents: contents("{{ .TableOfContents }}"), main: text + list }),
    "layouts/page.html": page({
      ...parts,
      sidebar,
      contents: contents("{{ .TableOfContents }}"),
      main: text + tags('{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}'),
    }),
    "layouts/taxonomy.html": page({ ...parts, main: list }),
    "layouts/term.html": page({ ...parts, main: list }),
    "layouts/404.html": page({ ...parts, breadcrumbs: "", main: MISSING }),
    ...assets("static"),
  };
}
