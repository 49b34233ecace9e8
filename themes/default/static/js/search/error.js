// @ts-check

/** A search that failed; `kind` is `missing`, `damaged`, `version` or `unknown-filter`. */
export class SearchError extends Error {
  /** @param {string} kind @param {string} message @param {[string, string]} [filter] that is unknown: its name and its value */
  constructor(kind, message, filter) {
    super(message);
    this.name = "SearchError";
    this.kind = kind;
    this.filter = filter;
  }
}
