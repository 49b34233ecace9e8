// @ts-check
// Templates for Zola. Its pages lack one part of those for Hugo, the list of other pages of the section: templates get
// at that only by `get_section`, which copies all of its pages for each page.

import { MISSING, assets, breadcrumbs, contents, entries, entry, menu, page, prose, tags } from "./page.mjs";

/**
 * Files of a Zola project (0.22 or newer) by path, but for the content.
 * @param {boolean} isPlain  whether code is left as it is
 * @param {string[]} sections  folders at the top
 */
export function zola(isPlain, sections) {
  function inMenu(/** @type {string} */ current) {
    return `{% for section in config.extra.sections %}<li><a href="{{ section.path }}"${current}>{{ section.title }}</a></li>\n{% endfor %}`;
  }
  const parts = {
    description: "",
    address: "{{ current_url }}",
    menu: inMenu('{% if current_path is starting_with(section.path) %} aria-current="true"{% endif %}'),
  };
  function list(/** @type {string} */ pages) {
    return `{% for page in ${pages} %}${entry("{{ page.path }}", "{{ page.title }}", "{{ page.description }}")}\n{% endfor %}`;
  }
  const subsections = `{% for path in section.subsections %}${sectionAt("path")}${entry("{{ above.path }}", "{{ above.title }}", "{{ above.description }}")}\n{% endfor %}`;
  const section = { ...own("section"), main: prose("{{ section.content | safe }}") + entries(subsections + list("section.pages")) };
  const pageTags =
    '{% if page.taxonomies.tags %}{% for tag in page.taxonomies.tags %}<li><a href="{{ get_taxonomy_url(kind="tags", name=tag) }}">{{ tag }}</a></li>{% endfor %}{% endif %}';
  const terms = entries(`{% for term in terms %}${entry("{{ term.path }}", "{{ term.name }}", "")}\n{% endfor %}`);
  return {
    "config.toml": config(isPlain, sections),
    "templates/index.html": page({ ...parts, ...section, breadcrumbs: "", contents: "" }),
    "templates/section.html": page({ ...parts, ...section }),
    "templates/page.html": page({ ...parts, ...own("page"), main: prose("{{ page.content | safe }}") + tags(pageTags) }),
    "templates/tags/list.html": page({ ...parts, title: "Tags", main: terms }),
    "templates/tags/single.html": page({ ...parts, title: "{{ term.name }}", main: entries(list("term.pages")) }),
    // It is made without an address.
    "templates/404.html": page({ ...parts, title: "Not found", address: "{{ config.base_url }}/404.html", menu: inMenu(""), main: MISSING }),
    ...assets("static"),
  };
}

/** The address of each page and file stays that of its name; links to headings follow rules of Zola's own. */
function config(/** @type {boolean} */ isPlain, /** @type {string[]} */ sections) {
  return `base_url = "https://corpus.example"
title = "Corpus"
build_search_index = true
taxonomies = [{ name = "tags" }]
[search]
index_format = "elasticlunr_json"
[slugify]
paths = "safe"
paths_keep_dates = true
[link_checker]
internal_level = "warn"
${isPlain ? "" : '[markdown.highlighting]\ntheme = "github-light"\nstyle = "class"\n'}[extra]
${menu(sections)}
`;
}

/** What a page or a section says of itself. */
function own(/** @type {"page" | "section"} */ it) {
  return {
    title: `{{ ${it}.title }}`,
    description: `{{ ${it}.description }}`,
    breadcrumbs: breadcrumbs(`{% for path in ${it}.ancestors %}${sectionAt("path")}<li><a href="{{ above.path }}">{{ above.title }}</a></li>\n{% endfor %}`),
    contents: contents(headings(`${it}.toc`)),
  };
}

const sectionAt = (/** @type {string} */ path) => `{% set above = get_section(path=${path}, metadata_only=true) %}`;

/** Headings of two levels, as Hugo lists them. */
function headings(/** @type {string} */ toc) {
  return `<ul>
{% for heading in ${toc} %}<li><a href="{{ heading.permalink }}">{{ heading.title }}</a>{% if heading.children %}<ul>
{% for inner in heading.children %}<li><a href="{{ inner.permalink }}">{{ inner.title }}</a></li>
{% endfor %}</ul>{% endif %}</li>
{% endfor %}</ul>`;
}
