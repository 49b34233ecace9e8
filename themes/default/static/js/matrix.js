// @ts-check

/** Highlights the column of the cell under the pointer or the focus; the style sheet highlights its row. */
export function startMatrix() {
  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll(".matrix"))) {
    /** @param {Event} event */
    function light(event) {
      const cell = /** @type {Element | null} */ (event.target)?.closest("th, td");
      const column = cell instanceof HTMLTableCellElement ? cell.cellIndex : 0;
      for (const lit of table.querySelectorAll("[data-lit]")) lit.removeAttribute("data-lit");
      // The first column has the names of the rows.
      if (column === 0 || event.type === "pointerleave" || event.type === "focusout") return;
      for (const row of table.rows) row.cells[column]?.setAttribute("data-lit", "");
    }
    for (const type of ["pointerover", "pointerleave", "focusin", "focusout"]) table.addEventListener(type, light);
  }
}
