// @ts-check
import { startContents } from "./contents.js";
import { startList } from "./list.js";
import { startMatrix } from "./matrix.js";
import { startCombobox } from "./search/combobox.js";
import { startMarks } from "./search/marks.js";
import { startSearchPage } from "./search/page.js";
import { startTabs } from "./tabs.js";
import { startTerms } from "./terms.js";

// Only comforts: every page works without this file.
(() => {
  // The script that answers runs after this one.
  document.addEventListener("DOMContentLoaded", startSearchPage);
  startCombobox();
  startContents();
  startList();
  startMarks();
  startMatrix();
  startTabs();
  startTerms();

  // Opens folded text on paper, in browsers whose style sheets cannot.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details:is(.expand, .cited-by)")) folded.setAttribute("open", "");
  });

  // A review can become overdue after the build.
  const today = new Date().toISOString().slice(0, 10);
  for (const due of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-review-by]"))) {
    if ((due.dataset.reviewBy ?? today) < today) due.hidden = false;
  }

  const root = document.documentElement;
  const key = "theme";

  /** @param {string} theme */
  function storeTheme(theme) {
    try {
      localStorage.setItem(key, theme);
    } catch {
      // There is no access to storage: the choice lasts for this page.
    }
  }

  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  // One is in the header, one in the menu of a narrow screen.
  /** @type {NodeListOf<HTMLButtonElement>} */
  const switches = document.querySelectorAll(".theme-switch");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);
  function showTheme() {
    for (const button of switches) button.setAttribute("aria-checked", String(isDark()));
  }
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

  // Escape closes an open menu and returns the focus; a click elsewhere closes a menu that covers the page.
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const menus = document.querySelectorAll(".menu, .languages, .sidebar > details, .contents > details");
  const isButton = (/** @type {HTMLDetailsElement} */ menu) => menu.querySelector("summary")?.checkVisibility();
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      // Without a button to open it again, it stays open.
      if (!menu.open || !isButton(menu)) continue;
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary")?.focus();
    }
  });
  const inHeader = [...menus].filter((menu) => menu.matches(".menu, .languages"));
  document.addEventListener("click", (event) => {
    for (const menu of inHeader) {
      if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
    }
  });
})();
