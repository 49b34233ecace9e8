// @ts-check

/**
 * "On this page": following an entry moves the focus too, and the entry of the section on screen
 * is marked.
 */
export function startContents() {
  const contents = /** @type {HTMLElement | null} */ (document.querySelector(".contents"));
  const folded = contents?.querySelector("details");
  if (contents && folded) start(contents, folded);
}

/** @param {HTMLElement} contents @param {HTMLDetailsElement} folded */
function start(contents, folded) {
  // On a wide screen the contents are open; the style sheet shows them there in any case.
  const wide = matchMedia("(min-width: 80em)");
  function unfold() {
    folded.open = wide.matches;
  }
  wide.addEventListener("change", unfold);
  unfold();

  /** @type {Map<HTMLElement, HTMLAnchorElement>} */
  const entryOf = new Map();
  for (const entry of contents.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(entry.hash.slice(1)));
    if (!heading) continue;
    entryOf.set(heading, entry);
    entry.addEventListener("click", () => {
      if (!wide.matches) folded.open = false;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    });
  }

  function follow() {
    const heading = headingBeingRead([...entryOf.keys()]);
    const entry = heading && entryOf.get(heading);
    if (entry?.hasAttribute("aria-current")) return;
    for (const other of entryOf.values()) other.removeAttribute("aria-current");
    entry?.setAttribute("aria-current", "true");
    if (entry && wide.matches) bringIntoView(contents, entry);
  }
  let isPlanned = false;
  function plan() {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      follow();
    });
  }
  addEventListener("scroll", plan, { passive: true });
  addEventListener("resize", plan);
  follow();
}

/**
 * The last heading at or above the place to which links to headings scroll. The sections at the
 * foot of a page may be too short to get there: at its end, the heading that the reader went to counts,
 * or the last one.
 *
 * @param {HTMLElement[]} headings
 */
function headingBeingRead(headings) {
  const root = document.documentElement;
  const isAtEnd = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
  if (isAtEnd) {
    const isSeen = (/** @type {HTMLElement} */ heading) => heading.getBoundingClientRect().top < innerHeight;
    const seen = headings.filter(isSeen);
    return seen.find((heading) => heading === document.activeElement) ?? seen.at(-1);
  }
  const line = (parseFloat(getComputedStyle(root).scrollPaddingBlockStart) || 0) + innerHeight / 10;
  return headings.filter((heading) => heading.getBoundingClientRect().top < line).at(-1);
}

/**
 * Scrolls a box, and nothing around it, until one of its entries is visible.
 *
 * @param {HTMLElement} box
 * @param {HTMLElement} entry
 */
function bringIntoView(box, entry) {
  const frame = box.getBoundingClientRect();
  const { top, bottom } = entry.getBoundingClientRect();
  if (top < frame.top) box.scrollTop -= frame.top - top + frame.height / 3;
  else if (bottom > frame.bottom) box.scrollTop += bottom - frame.bottom + frame.height / 3;
}
