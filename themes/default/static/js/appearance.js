// @ts-check
// The appearance that a reader chose, before the first paint: a page that turns dark after it flashes. It is a script of its
// own, because the policy of the site allows none in the page.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch {
    // There is no access to storage: the system decides.
  }
})();
