// @ts-check

/**
 * Shows one text of each group of tabs at a time (WAI-ARIA Authoring Practices, "Tabs"). Without it,
 * and on paper, the texts follow one after the other.
 */
export function startTabs() {
  document.querySelectorAll(".tabs").forEach((group, groupNumber) => {
    const panels = /** @type {HTMLElement[]} */ ([...group.children].filter((child) => child.matches(".tab")));
    if (panels.length < 2) return;
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    const tabs = panels.map((panel, number) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.textContent = panel.querySelector(".tab-label")?.textContent ?? "";
      tab.id = `tab-${groupNumber}-${number}`;
      tab.setAttribute("role", "tab");
      panel.id ||= `${tab.id}-panel`;
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
      list.append(tab);
      return tab;
    });

    /** @param {number} chosen */
    function show(chosen) {
      tabs.forEach((tab, number) => {
        tab.setAttribute("aria-selected", String(number === chosen));
        tab.tabIndex = number === chosen ? 0 : -1;
        panels[number].toggleAttribute("data-shown", number === chosen);
      });
    }
    // A link to a place inside of a tab shows that tab.
    function showTarget() {
      const target = document.querySelector(":target");
      const holder = panels.findIndex((panel) => target && panel.contains(target));
      if (holder < 0 || panels[holder].hasAttribute("data-shown")) return;
      show(holder);
      target?.scrollIntoView();
    }
    list.addEventListener("click", (event) => {
      const chosen = tabs.indexOf(/** @type {HTMLButtonElement} */ (event.target));
      if (chosen >= 0) show(chosen);
    });
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
      const forward = getComputedStyle(group).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
      const moves = { [forward]: at + 1, [backward]: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 };
      if (at < 0 || !(event.key in moves)) return;
      event.preventDefault();
      const next = moves[event.key] % tabs.length;
      show(next);
      tabs[next].focus();
    });
    group.prepend(list);
    show(0);
    showTarget();
    addEventListener("hashchange", showTarget);
  });
}
