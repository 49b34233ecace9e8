// Keeps an open page up to date while its author works: loads it again after a change, puts a new
// style sheet in place, and shows what is wrong. Only `fieldguide serve` adds this script.
"use strict";
(() => {
  const script = document.currentScript;
  const shown = Number(script.dataset.revision);

  const RULES = `
    :host { all: initial; }
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
    @media print { section { display: none; } }`;
  let host, hidden;

  /** An element with text: what files say is never markup. */
  const element = (name, text, ...children) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  };

  function showProblems({ errors, warnings, problems, stale }) {
    host?.remove();
    host = undefined;
    const texts = problems.join("");
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
    for (const problem of problems) {
      const source = element("pre", problem.trim());
      source.tabIndex = 0;
      box.append(source);
    }
    const more = errors + warnings - problems.length;
    if (more) box.append(element("p", `and ${more} more, in the terminal`));
    host = element("fieldguide-problems");
    const root = host.attachShadow({ mode: "open" });
    const rules = new CSSStyleSheet();
    rules.replaceSync(RULES);
    root.adoptedStyleSheets = [rules];
    root.append(box);
    document.body.append(host);
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

  function connect() {
    // The first piece of news says what is so now: nothing is missed.
    const events = new EventSource("/__fieldguide/events");
    events.addEventListener("message", (event) => {
      const news = JSON.parse(event.data);
      // A server that was started anew counts from the beginning.
      if (news.page > shown || news.revision < shown) {
        events.close();
        location.reload();
        return;
      }
      showStyle(news.style);
      showProblems(news);
    });
    events.addEventListener("error", () => {
      events.close();
      setTimeout(connect, 500);
    });
    addEventListener("pagehide", () => events.close(), { once: true });
  }

  connect();
})();
