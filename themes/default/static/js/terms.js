// @ts-check

/** Escape hides a definition until the pointer or the focus comes back (WCAG 2.2, 1.4.13). */
export function startTerms() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const term of document.querySelectorAll(".term:is(:hover, :focus-within)")) {
      term.setAttribute("data-closed", "");
      for (const leave of ["mouseleave", "focusout"]) {
        term.addEventListener(leave, () => term.removeAttribute("data-closed"), { once: true });
      }
    }
  });
}
