// @ts-check
// A key that leads to the search box: "Control+k", as the form has it. Control also stands for the
// command key of a Mac. A key alone never works while the reader types elsewhere.

const TYPED_IN = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const APPLE = /Mac|iPhone|iPad/;

/** @typedef {{ key: string, control: boolean, alt: boolean, shift: boolean }} Shortcut */

/** @param {string} text @returns {Shortcut | undefined} */
function parseShortcut(text) {
  const names = text.toLowerCase().split("+").map((name) => name.trim());
  const key = names.pop();
  if (!key) return undefined;
  const control = names.includes("control") || names.includes("ctrl") || names.includes("meta");
  return { key, control, alt: names.includes("alt"), shift: names.includes("shift") };
}

/** @param {KeyboardEvent} event @param {Shortcut} shortcut */
function isPressed(event, shortcut) {
  if (event.isComposing || event.key.toLowerCase() !== shortcut.key) return false;
  const { control, alt, shift } = shortcut;
  if ((event.ctrlKey || event.metaKey) !== control || event.altKey !== alt) return false;
  // Some keyboards need Shift for a sign such as "/".
  if (control || alt) return event.shiftKey === shift;
  if (shift && !event.shiftKey) return false;
  return !(event.target instanceof Element && event.target.matches(TYPED_IN));
}

/** The labels of the keys. @param {Shortcut} shortcut @param {string} controlName */
function nameOf({ key, control, alt, shift }, controlName) {
  const isApple = APPLE.test(navigator.userAgent);
  const names = [control && (isApple ? "⌘" : controlName), alt && "Alt", shift && "Shift", key.toUpperCase()];
  return names.filter(Boolean).join(" ");
}

/**
 * Listens for the shortcut of a form and shows it in the box.
 * @param {HTMLFormElement} form
 * @param {string} controlName
 * @param {() => void} openBox
 */
export function startShortcut(form, controlName, openBox) {
  const text = form.dataset.shortcut ?? "";
  const shortcut = parseShortcut(text);
  if (!shortcut) return;
  document.addEventListener("keydown", (event) => {
    if (!isPressed(event, shortcut)) return;
    event.preventDefault();
    openBox();
  });
  form.querySelector("input")?.setAttribute("aria-keyshortcuts", text);
  const hint = /** @type {HTMLElement | null} */ (form.querySelector(".search-key"));
  if (!hint) return;
  hint.textContent = nameOf(shortcut, controlName);
  hint.hidden = false;
}
