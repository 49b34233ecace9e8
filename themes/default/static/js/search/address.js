// @ts-check

/** What a reader saw of the results: how many, and how far down. @typedef {{ limit: number, scroll: number }} SeenResults */

/**
 * Puts the query and the filters into the address of the page, without a new entry in the history.
 * @param {URLSearchParams} parameters
 * @param {SeenResults | null} [seen] for readers who come back
 */
export function showInAddress(parameters, seen = null) {
  const query = parameters.toString();
  try {
    history.replaceState(seen, "", (query ? `?${query}` : location.pathname) + location.hash);
  } catch {
    // A folder on a disk may not allow it; the page still works.
  }
}
