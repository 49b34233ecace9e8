// @ts-check
// The search page: results as one types, filters with counts. What pages say is text, never HTML.

/** Milliseconds without a key before a query is asked. */
const PAUSE = 120;
const RESULTS = 10;
const MOST_RESULTS = 100;

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Text with the words that were found marked. @param {{ text: string, marked: boolean }[]} pieces */
const marked = (pieces) =>
  pieces.map((piece) => (piece.marked ? element("mark", {}, piece.text) : piece.text));

/** @param {HTMLElement} page */
function searchPage(page) {
  const form = /** @type {HTMLFormElement} */ (page.querySelector("form"));
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const part = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (page.querySelector(`[data-search-${name}]`));
  const [status, list, filters, correction] = ["status", "results", "filters", "correction"].map(part);
  const words = page.dataset;
  const say = (/** @type {string | undefined} */ text, /** @type {Record<string, string>} */ values = {}) =>
    (text ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  /** @type {Record<string, string[]>} */
  let chosen = {};
  let asked = 0;
  let limit = RESULTS;
  let timer = 0;

  const fromAddress = () => {
    const parameters = new URLSearchParams(location.search);
    input.value = parameters.get("q") ?? "";
    chosen = {};
    for (const [name, value] of parameters) {
      if (name.startsWith("f.")) (chosen[name.slice(2)] ??= []).push(value);
    }
  };

  const toAddress = () => {
    const parameters = new URLSearchParams();
    if (input.value) parameters.set("q", input.value);
    for (const [name, values] of Object.entries(chosen)) {
      for (const value of values) parameters.append(`f.${name}`, value);
    }
    const query = parameters.toString();
    try {
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    } catch {
      // A folder on a disk may not allow it: the page works all the same.
    }
  };

  /** @param {any} result */
  const item = (result) => {
    const root = words.root ?? "";
    const address = root + result.url;
    const made = element(
      "li",
      { class: "result" },
      element("h2", {}, element("a", { href: address }, ...marked(result.titlePieces))),
    );
    const excerpt = element("p", { class: "result-excerpt" }, ...marked(result.excerpt));
    if (result.excerpt.length) made.append(excerpt);
    if (result.sections.length) {
      const links = result.sections.map((/** @type {any} */ section) =>
        element("li", {}, element("a", { href: `${address}#${encodeURIComponent(section.anchor)}` }, section.title)),
      );
      made.append(element("ul", { class: "result-sections", role: "list" }, ...links));
    }
    return made;
  };

  /** @param {any} answer */
  const showList = (answer) => list.replaceChildren(...answer.results.map(item));

  /** @param {any} answer */
  const showFilters = (answer) => {
    const held = document.activeElement instanceof HTMLInputElement && document.activeElement.dataset.filter;
    const groups = Object.entries(answer.facets).map(([name, facet]) => {
      const own = chosen[name] ?? [];
      const values = facet.values.filter((/** @type {any} */ value) => value.count || own.includes(value.name));
      if (values.length < 2 && !own.length) return "";
      const boxes = values.map((/** @type {any} */ value) => {
        const key = `${name}=${value.name}`;
        const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", "data-filter": key }));
        box.checked = own.includes(value.name);
        box.addEventListener("change", () => {
          chosen[name] = own.filter((other) => other !== value.name);
          if (box.checked) chosen[name].push(value.name);
          ask();
        });
        return element("label", { class: "filter" }, box, element("span", {}, `${value.label} (${value.count})`));
      });
      const summary = element("summary", {}, facet.label);
      return element("details", own.length ? { open: "" } : {}, summary, element("div", { class: "filter-values" }, ...boxes));
    });
    const open = new Set([...filters.querySelectorAll("details[open] summary")].map((summary) => summary.textContent));
    filters.replaceChildren(...groups.filter(Boolean));
    for (const details of filters.querySelectorAll("details")) {
      if (open.has(details.querySelector("summary")?.textContent ?? "")) details.open = true;
    }
    filters.hidden = !filters.children.length;
    for (const box of filters.querySelectorAll("input")) if (held && box.dataset.filter === held) box.focus();
  };

  /** @param {any} answer */
  const showCorrections = (answer) => {
    correction.replaceChildren();
    for (const { from, to } of answer.corrections) {
      const insist = element("button", { type: "button", class: "link-button" }, say(words.insist, { from }));
      insist.addEventListener("click", () => {
        input.value = input.value
          .split(/(\s+)/)
          .map((word) => (word.toLowerCase() === from ? `"${word}"` : word))
          .join("");
        if (!input.value.includes('"')) input.value = `"${from}"`;
        ask();
        input.focus();
      });
      correction.append(element("p", {}, say(words.corrected, { from, to }), " ", insist));
    }
  };

  const ask = async () => {
    const query = input.value;
    const own = ++asked;
    toAddress();
    const used = Object.entries(chosen).filter(([, values]) => values.length);
    try {
      const options = { limit, filters: Object.fromEntries(used), facets: true };
      const answer = await /** @type {any} */ (window).fieldguide.search(query, options);
      // A newer query is on its way: this answer is of no use.
      if (own !== asked) return;
      showCorrections(answer);
      showFilters(answer);
      showList(answer);
      if (!query.trim()) status.textContent = "";
      else if (!answer.total) status.textContent = say(query.includes('"') ? words.noPhrase : words.none, { query });
      else status.textContent = say(answer.total === 1 ? words.one : words.other, { count: String(answer.total) });
      if (answer.total > answer.results.length && limit < MOST_RESULTS) {
        const more = element("button", { type: "button", class: "button" }, words.more ?? "");
        more.addEventListener("click", () => {
          limit = Math.min(MOST_RESULTS, limit + RESULTS);
          ask();
        });
        list.append(element("li", { class: "result-more" }, more));
      }
      if (answer.results.some((/** @type {any} */ result) => !result.excerpt.length)) {
        await answer.details();
        if (own === asked) answer.results.forEach((/** @type {any} */ result, /** @type {number} */ at) => list.children[at]?.replaceWith(item(result)));
      }
    } catch (error) {
      if (own !== asked) return;
      for (const shown of [list, filters, correction]) shown.replaceChildren();
      status.textContent = say(words.failed, { reason: error instanceof Error ? error.message : String(error) });
    }
  };

  const askAnew = () => {
    limit = RESULTS;
    ask();
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(askAnew, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    askAnew();
  });
  window.addEventListener("popstate", () => {
    fromAddress();
    askAnew();
  });
  fromAddress();
  if (input.value) askAnew();
  else input.focus({ preventScroll: true });
}

/** Starts the search page, if this is one. */
export function startSearchPage() {
  const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-search-page]"));
  if (page) searchPage(page);
}
