// Runs inside of a page, before its own scripts: what a style sheet comes to there.
// @ts-check
(() => {
  const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  );
  /** @type {Map<string, number[]>} */
  const known = new Map();

  /** Red, green, blue (0 to 255) and alpha (0 to 1) of any color that CSS can write. */
  function rgba(color) {
    const found = known.get(color);
    if (found) return found;
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = color;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
    const value = [red, green, blue, alpha / 255];
    known.set(color, value);
    return value;
  }

  function over(above, below) {
    return [
      ...[0, 1, 2].map((at) => above[at] * above[3] + below[at] * (1 - above[3])),
      1,
    ];
  }

  function luminance(color) {
    const [red, green, blue] = color.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function ratio(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  /** The color that is seen behind what stands in an element. */
  function backdrop(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, above) => over(above, below), [255, 255, 255, 1]);
  }

  /** Contrast of a color with what is behind an element. */
  function contrast(color, element) {
    const below = backdrop(element);
    return ratio(over(rgba(color), below), below);
  }

  /** Whether an element can be seen: not folded, not for screen readers only. */
  function visible(element) {
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && !element.closest(".visually-hidden");
  }

  /** A short name of an element for reports. */
  function name(element) {
    const own = element.id ? `#${element.id}` : [...element.classList].map((one) => `.${one}`).join("");
    const text = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 30);
    return `${element.parentElement?.className ?? ""} > ${element.localName}${own} "${text}"`;
  }

  /** What the Tab key stops at, in the order of the document. */
  function stops() {
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
      (element) =>
        /** @type {HTMLElement} */ (element).tabIndex >= 0 &&
        !element.matches(":disabled, [type=hidden]") &&
        element.checkVisibility({ checkVisibilityCSS: true }) &&
        element.getClientRects().length > 0,
    );
  }

  /** Texts that are seen, each with the element that holds it. */
  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (holder && node.textContent?.trim() && visible(holder)) yield { node, holder };
    }
  }

  /** Words that a box cuts off, or that stand outside of the window where nothing scrolls to them. */
  function lost() {
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
      if (!visible(element) || element.closest("svg, math, .matrix thead")) continue;
      const style = getComputedStyle(element);
      const cuts = (/** @type {string} */ overflow) => ["hidden", "clip"].includes(overflow);
      const isWide = cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const isTall = cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      if (isWide || isTall) found.push(`cut: ${name(element)}`);
    }
    for (const { node, holder } of texts()) {
      if (holder.closest(".table-scroll, .matrix-scroll, .code, .chart, math, .skip-link")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      const inside = box.left >= -1 && box.right <= document.documentElement.clientWidth + 1;
      if (!inside) found.push(`outside: ${name(holder)}`);
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`scrolls sideways: ${scrollWidth} > ${clientWidth}`);
    return found;
  }

  /** @type {any} */ (window).audit = { rgba, ratio, over, backdrop, contrast, visible, name, stops, texts, lost };
})();
