// @ts-check

/** The table of a matrix: the column of a cell is marked, and its reason opens beside it. */
export function startMatrix() {
  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll(".matrix"))) {
    for (const type of ["pointerover", "pointerleave", "focusin", "focusout"]) {
      table.addEventListener(type, (event) => light(table, event));
    }
    if ("popover" in HTMLElement.prototype) startReasons(table);
  }
}

/** Highlights the column of the cell under the pointer or the focus; the style sheet highlights its row. @param {HTMLTableElement} table @param {Event} event */
function light(table, event) {
  const cell = /** @type {Element | null} */ (event.target)?.closest("th, td");
  const column = cell instanceof HTMLTableCellElement ? cell.cellIndex : 0;
  for (const lit of table.querySelectorAll("[data-lit]")) lit.removeAttribute("data-lit");
  // The first column has the names of the rows.
  if (column === 0 || event.type === "pointerleave" || event.type === "focusout") return;
  for (const row of table.rows) row.cells[column]?.setAttribute("data-lit", "");
}

/** Opens what the list below says of a cell, beside the cell. Without this script, the cell leads there. @param {HTMLTableElement} table */
function startReasons(table) {
  const reason = document.createElement("div");
  reason.className = "reason";
  reason.popover = "auto";
  reason.tabIndex = -1;
  reason.setAttribute("role", "dialog");
  table.parentElement?.after(reason);
  /** @type {HTMLAnchorElement | undefined} */
  let opened;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (table.querySelectorAll("td a"))) {
    link.setAttribute("aria-haspopup", "dialog");
  }
  table.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("td a"));
    const parts = link && partsOf(link);
    if (!link || !parts || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isOpen = link === opened;
    reason.hidePopover();
    if (isOpen) return;
    reason.replaceChildren(...parts);
    reason.setAttribute("aria-label", link.textContent?.trim() ?? "");
    reason.showPopover();
    opened = link;
    link.setAttribute("aria-expanded", "true");
    place(reason, link);
    reason.focus();
  });
  reason.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") return;
    opened?.removeAttribute("aria-expanded");
    if (document.activeElement === document.body || reason.contains(document.activeElement)) opened?.focus();
    opened = undefined;
  });
  // Beside a cell that has moved it would say nothing.
  for (const moved of [window, table.parentElement]) moved?.addEventListener("scroll", () => reason.hidePopover(), { passive: true });
}

/** The name of the row of a cell, and what the list says of the cell. @param {HTMLAnchorElement} link @returns {Node[] | undefined} */
function partsOf(link) {
  const item = document.getElementById(link.hash.slice(1));
  const said = item?.querySelector(":scope > div");
  const row = link.closest("tr")?.querySelector("th a");
  if (!said || !row) return undefined;
  const name = document.createElement("p");
  name.append(row.cloneNode(true));
  return [name, said.cloneNode(true)];
}

/** Puts a box beside a link, inside of the window. @param {HTMLElement} box @param {HTMLElement} link */
function place(box, link) {
  const cell = link.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const isBelow = cell.bottom + height + 8 < innerHeight;
  box.style.top = `${Math.max(8, isBelow ? cell.bottom + 4 : cell.top - height - 4)}px`;
  box.style.left = `${Math.max(8, Math.min(cell.left, innerWidth - width - 8))}px`;
}
