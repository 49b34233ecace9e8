// @ts-check

/** Puts what is asked for into the address of the page, which stays the same one. @param {URLSearchParams} parameters */
export function showInAddress(parameters) {
  const query = parameters.toString();
  try {
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  } catch {
    // A folder on a disk may not allow it: the page works all the same.
  }
}
