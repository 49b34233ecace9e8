// A shared worker that holds the stream of news for all open pages of the site: browsers allow few connections to a
// server. Without pages that somebody sees it holds none. Only `fieldguide serve` has this script.
"use strict";
(() => {
  const pages = new Set();
  let events, last;

  addEventListener("connect", ({ ports: [page] }) => {
    page.onmessage = ({ data }) => (data === "leave" ? leave(page) : join(page, data));
  });

  /** Tells a page all news from now on, and what is so now, unless it knows more than we do. */
  function join(page, revision) {
    pages.add(page);
    if (!events) open();
    else if (last?.revision >= revision) page.postMessage(last);
  }

  function leave(page) {
    pages.delete(page);
    if (!pages.size) close();
  }

  /** The first piece of news says what is so now: nothing is missed. */
  function open() {
    events = new EventSource("/__fieldguide/events");
    events.onmessage = (event) => {
      last = JSON.parse(event.data);
      for (const page of pages) page.postMessage(last);
    };
    events.onerror = () => {
      close();
      setTimeout(() => pages.size && !events && open(), RETRY);
    };
  }

  function close() {
    events?.close();
    events = last = undefined;
  }

  /** Milliseconds until a server that went away is asked again. */
  const RETRY = 500;
})();
