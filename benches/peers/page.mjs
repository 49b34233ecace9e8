// @ts-check
// The pages that templates of peers make. They have the parts of the built-in theme and are about as
// large: head, menu, search form, breadcrumbs, contents, text, tags. Our theme prints more: related pages and the
// pages that link here.

/** Our theme lists as many in the menu, and pages of a section beside the text only up to as many. */
const MENU = 12;
export const BESIDE = 100;

const ICON = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.75"/><path d="m10.5 10.5 4 4"/></svg>';

/** @typedef {{ title: string, description: string, address: string, menu: string, sidebar?: string, contents?: string, breadcrumbs?: string, main: string }} Parts */

/** @param {Parts} parts */
export function page({ title, description, address, menu, sidebar = "", contents = "", breadcrumbs = "", main }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}, Corpus</title>
<meta name="description" content="${description}">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#13181b">
<meta property="og:title" content="${title}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Corpus">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${address}">
<link rel="canonical" href="${address}">
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/style.css">
<script src="/main.js" defer></script>
</head>
<body>
<a class="skip-link" href="#main">Skip to main content</a>
<header class="site-header">
<div class="site-header-inner">
<a class="brand" href="/"><span class="brand-name">Corpus</span></a>
<button class="header-button search-open" type="submit" form="site-search-form">${ICON}Search</button>
<form class="site-search" id="site-search-form" role="search" aria-label="Search this site" action="/search/" method="get">
<label class="visually-hidden" for="site-search">Search this site</label>
<div class="search-row">
<div class="search-field"><input id="site-search" name="q" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" placeholder="Search"><kbd class="search-key" aria-hidden="true" hidden></kbd></div>
<button class="button" type="submit">Search</button>
</div>
</form>
<button class="theme-switch" type="button" role="switch" aria-checked="false" hidden><span class="theme-switch-track"></span>Dark mode</button>
<details class="menu">
<summary class="header-button menu-button">Menu</summary>
<div class="menu-panel">
<nav aria-label="Main">
<ul class="menu-list" role="list">
${menu}
<li><a href="/tags/">Tags</a></li>
</ul>
</nav>
</div>
</details>
</div>
</header>
<div class="shell">
${sidebar}${contents}${breadcrumbs}<main id="main" tabindex="-1" data-pagefind-body>
<article>
<div class="page-header">
<h1>${title}</h1>
<p class="lead">${description}</p>
</div>
${main}
</article>
</main>
</div>
<footer class="site-footer"><p>Corpus</p></footer>
</body>
</html>
`;
}

export function contents(/** @type {string} */ list) {
  return `<nav class="contents" aria-label="On this page">
<details>
<summary>On this page</summary>
${list}
</details>
</nav>
`;
}

export function breadcrumbs(/** @type {string} */ items) {
  return `<nav class="breadcrumbs" aria-label="You are here">
<ol role="list">
${items}
</ol>
</nav>
`;
}

export function prose(/** @type {string} */ text) {
  return `<div class="prose">
${text}
</div>
`;
}

export function entries(/** @type {string} */ items) {
  return `<ul class="entries" role="list">
${items}
</ul>
`;
}

export function entry(/** @type {string} */ address, /** @type {string} */ title, /** @type {string} */ description) {
  return `<li class="entry"><h3 class="entry-title"><a href="${address}">${title}</a></h3><p>${description}</p></li>`;
}

export function tags(/** @type {string} */ items) {
  return `<div class="page-meta">
<p><span id="page-tags">Tags</span></p>
<ul class="tags" role="list" aria-labelledby="page-tags" data-pagefind-ignore>
${items}
</ul>
</div>
`;
}

export const MISSING = "<p>There is no such page.</p>";

/** The title of a folder. */
export const label = (/** @type {string} */ name) => name[0].toUpperCase() + name.slice(1).replaceAll("-", " ");

/** The menu as TOML. */
export function menu(/** @type {string[]} */ sections) {
  return `sections = [${sections.slice(0, MENU).map((name) => `{ path = "/${name}/", title = "${label(name)}" }`).join(", ")}]`;
}

/** Files that pages load. */
export function assets(/** @type {string} */ folder) {
  return {
    [`${folder}/style.css`]: "body { max-width: 60rem; margin: auto; font: 16px/1.6 system-ui, sans-serif; }\n",
    [`${folder}/main.js`]: "",
    [`${folder}/favicon.svg`]: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/></svg>\n',
  };
}
