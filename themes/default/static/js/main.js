// @ts-check
import { startList } from "./list.js";
import { startCombobox } from "./search/combobox.js";
import { startSearchPage } from "./search/page.js";
import { startTabs } from "./tabs.js";
import { startTerms } from "./terms.js";

// Comforts only: every page reads and works without this file.
(() => {
  // The script that answers runs after this one.
  document.addEventListener("DOMContentLoaded", startSearchPage);
  startCombobox();
  startList();
  startTabs();
  startTerms();

  // What can be unfolded is read on paper, too, in browsers whose style sheets cannot see to it.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details.expand")) folded.setAttribute("open", "");
  });

  // A page grows old after it was built.
  const today = new Date().toISOString().slice(0, 10);
  for (const due of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-review-by]"))) {
    if ((due.dataset.reviewBy ?? today) < today) due.hidden = false;
  }

  const root = document.documentElement;
  const key = "theme";

  /** @returns {string | null} */
  function storedTheme() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  /** @param {string} theme */
  function storeTheme(theme) {
    try {
      localStorage.setItem(key, theme);
    } catch {
      // Storage is closed to us: the choice lasts for this page.
    }
  }

  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = storedTheme();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  // One stands in the header, one in the menu of a narrow screen.
  /** @type {NodeListOf<HTMLButtonElement>} */
  const switches = document.querySelectorAll(".theme-switch");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);
  const showTheme = () => {
    for (const button of switches) button.setAttribute("aria-checked", String(isDark()));
  };
  for (const button of switches) {
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      root.dataset.theme = theme;
      storeTheme(theme);
      showTheme();
    });
    button.hidden = false;
  }
  systemDark.addEventListener("change", showTheme);
  showTheme();

  // Beside a wide text the contents stand open; the style sheet shows them there in any case.
  const wide = matchMedia("(min-width: 80em)");
  const contents = /** @type {HTMLDetailsElement | null} */ (
    document.querySelector(".contents > details")
  );
  const unfold = () => {
    if (contents) contents.open = wide.matches;
  };
  wide.addEventListener("change", unfold);
  unfold();

  // Escape closes what is open and gives the focus back; a click elsewhere closes the menu.
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const menus = document.querySelectorAll(".menu, .sidebar > details, .contents > details");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open || (menu === contents && wide.matches)) continue;
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary")?.focus();
    }
  });
  const mainMenu = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".menu"));
  document.addEventListener("click", (event) => {
    if (!mainMenu || mainMenu.contains(/** @type {Node} */ (event.target))) return;
    mainMenu.open = false;
  });

  // "On this page": the focus goes along, and the entry being read is marked.
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const entries = document.querySelectorAll(".contents a");
  /** @type {Map<Element, HTMLAnchorElement>} */
  const entryOf = new Map();
  for (const entry of entries) {
    const heading = document.getElementById(decodeURIComponent(entry.hash.slice(1)));
    if (!heading) continue;
    entryOf.set(heading, entry);
    entry.addEventListener("click", () => {
      if (contents && !wide.matches) contents.open = false;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    });
  }
  if (entryOf.size > 0) {
    const watcher = new IntersectionObserver(
      (changes) => {
        const seen = changes.find((change) => change.isIntersecting);
        if (!seen) return;
        for (const entry of entries) entry.removeAttribute("aria-current");
        entryOf.get(seen.target)?.setAttribute("aria-current", "true");
      },
      { rootMargin: "0px 0px -75% 0px" },
    );
    for (const heading of entryOf.keys()) watcher.observe(heading);
  }
})();
