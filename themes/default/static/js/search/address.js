// @ts-check

/** Puts the query and the filters into the address of the page, without a new entry in the history. @param {URLSearchParams} parameters */
export function showInAddress(parameters) {
  const query = parameters.toString();
  try {
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  } catch {
    // A folder on a disk may not allow it; the page still works.
  }
}
