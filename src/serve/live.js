// Keeps an open page up to date while its author works: loads it again after a change, puts a new
// style sheet in place, shows what is wrong, and leads to the files. Only `fieldguide serve` adds this
// script.
"use strict";
(() => {
  const script = document.currentScript;
  const shown = Number(script.dataset.revision);
  const source = script.dataset.source && JSON.parse(script.dataset.source);

  const RULES = `
    :host { all: initial; }
    a, .open { color: #9cc9ff; font: inherit; text-decoration: underline; text-underline-offset: 0.15em; }
    .open { min-width: 0; min-height: 0; padding: 0; border: 0; background: none; cursor: pointer; }
    a:focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
    .place { margin-top: 1rem; }
    .edit { position: fixed; inset: auto 0.75rem 0.75rem auto; z-index: 2147483646; margin: 0; padding: 0.35rem 0.75rem;
      border: 1px solid #8b8580; border-radius: 0.25rem; background: #1d1b1b; color: #f4f1ee; font: 0.875rem/1.5 system-ui, sans-serif; }
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto;
      box-sizing: border-box; padding: 1rem 1.25rem; background: #1d1b1b; color: #f4f1ee; border-top: 4px solid #e5484d;
      font: 1rem/1.5 system-ui, sans-serif; }
    section.warnings { border-top-color: #e2a336; }
    h2 { margin: 0; font-size: 1rem; }
    header { display: flex; justify-content: space-between; align-items: start; gap: 1rem; }
    button { min-width: 2.75rem; min-height: 2.75rem; padding: 0 0.75rem; border: 1px solid #8b8580; border-radius: 0.25rem;
      background: none; color: inherit; font: inherit; cursor: pointer; }
    button:focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
    p { margin: 0.25rem 0 0; }
    pre { margin: 0.75rem 0 0; padding: 0.75rem; overflow: auto; background: #2b2827; border-radius: 0.25rem;
      font: 0.875rem/1.45 ui-monospace, monospace; }
    @media print { section, .edit { display: none; } }`;
  let host, hidden;

  /** Shows something over the page, in a tree of its own: the rules of the site do not reach it. */
  function overlay(name, content) {
    const outer = document.createElement(name);
    const root = outer.attachShadow({ mode: "open" });
    const rules = new CSSStyleSheet();
    rules.replaceSync(RULES);
    root.adoptedStyleSheets = [rules];
    root.append(content);
    document.body.append(outer);
    return outer;
  }

  /** A link that opens a place in the author's editor; where no address does, the server starts it. */
  function opener({ file, line, column, link }, words) {
    if (link) {
      const made = element("a", words);
      made.href = link;
      return made;
    }
    const made = element("button", words);
    made.className = "open";
    made.addEventListener("click", async () => {
      const query = new URLSearchParams({ file, line, column }).toString().replaceAll("+", "%20");
      const answer = await fetch(`/__fieldguide/open?${query}`, { method: "POST" });
      if (!answer.ok) made.after(element("p", await answer.text()));
    });
    return made;
  }

  /** An element with text: what files say is never markup. */
  const element = (name, text, ...children) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  };

  function showProblems({ errors, warnings, problems, more, stale }) {
    host?.remove();
    host = undefined;
    const texts = problems.map((problem) => problem.report).join("");
    if (texts !== hidden) hidden = undefined;
    if (!problems.length || hidden) return;
    const count = (number, word) => (number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : []);
    const title = [...count(errors, "error"), ...count(warnings, "warning")].join(", ");
    const close = element("button", "Hide");
    close.addEventListener("click", () => {
      hidden = texts;
      host?.remove();
    });
    const box = element("section", "", element("header", "", element("h2", title), close));
    box.setAttribute("role", "alert");
    box.setAttribute("aria-label", "Problems of the site");
    if (stale) box.append(element("p", "The page shows the last state without errors."));
    if (!errors) box.className = "warnings";
    for (const { report, place } of problems) {
      if (place) {
        const line = element("p", "", opener(place, `${place.file}:${place.line}`));
        line.className = "place";
        box.append(line);
      }
      const text = element("pre", report.trim());
      text.tabIndex = 0;
      box.append(text);
    }
    if (more) box.append(element("p", `and ${more} more, in the terminal`));
    host = overlay("fieldguide-problems", box);
  }

  /** Puts another style sheet in the place of the page's; the old one goes when the new one is there. */
  function showStyle(address) {
    const own = [...document.querySelectorAll("link[rel=stylesheet]")].find((link) => /\/main-[^/]*\.css$/.test(link.href));
    const url = new URL(`/${address}`, location.href).href;
    if (!own || !address || own.href === url) return;
    const next = own.cloneNode();
    next.href = url;
    next.addEventListener("load", () => own.remove());
    own.after(next);
  }

  function take(news) {
    // A server that was started anew counts from the beginning.
    if (news.page > shown || news.revision < shown) {
      leave();
      location.reload();
      return;
    }
    showStyle(news.style);
    showProblems(news);
  }

  // A browser opens six connections to a server at most, over all of its tabs. So they share one stream of news, in a
  // worker, and a page that nobody sees does without.
  let leave = () => {};

  /** Milliseconds until a server that went away is asked again. */
  const RETRY = 500;

  function follow() {
    leave();
    leave = () => {};
    if (document.visibilityState === "hidden") return;
    leave = "SharedWorker" in window ? followTogether() : followAlone();
  }

  function followTogether() {
    const worker = new SharedWorker("/__fieldguide/news.js");
    const { port } = worker;
    let retry;
    worker.onerror = () => (retry = setTimeout(follow, RETRY));
    port.onmessage = (event) => take(event.data);
    port.postMessage(shown);
    return () => {
      clearTimeout(retry);
      port.postMessage("leave");
      port.close();
    };
  }

  /** For browsers without shared workers. The first piece of news says what is so now: nothing is missed. */
  function followAlone() {
    let retry;
    const events = new EventSource("/__fieldguide/events");
    events.onmessage = (event) => take(JSON.parse(event.data));
    events.onerror = () => {
      events.close();
      retry = setTimeout(follow, RETRY);
    };
    return () => {
      clearTimeout(retry);
      events.close();
    };
  }

  if (source) {
    const line = element("p", "", opener(source, "Edit this page"));
    line.className = "edit";
    overlay("fieldguide-edit", line);
  }
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => leave());
  // A page that comes back as it was left has to catch up.
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
})();
