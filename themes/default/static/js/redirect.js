// @ts-check
// On the page of an old address: leads to the new one with the query and the anchor that the reader asked for. A
// refresh cannot, so it is only there for browsers without scripts.
(() => {
  const to = document.currentScript?.dataset.to;
  if (to) location.replace(to + location.search + location.hash);
})();
