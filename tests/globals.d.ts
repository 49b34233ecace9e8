// What the search script defines for the other scripts.
interface Window {
  fieldguide: import("../themes/default/static/js/search/client.js").Fieldguide;
}
