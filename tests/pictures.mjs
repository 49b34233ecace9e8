// Takes the pictures of README and manual anew: node tests/pictures.mjs
// @ts-check
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildLook, looks } from "./browser/looks.mjs";
import { browser, build, repository } from "./browser/support.mjs";

const IMAGES = join(repository, "docs/content/images");
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 800 };

const chrome = await browser();

/**
 * @param {string} name
 * @param {{ output: string }} site
 * @param {string} path
 * @param {object} [options] Of the window.
 * @param {(page: import("playwright-core").Page) => Promise<unknown>} [prepare]
 */
async function picture(name, site, path, options = {}, prepare = async () => {}) {
  const page = await chrome.newPage({ viewport: DESKTOP, ...options });
  const [file, query = ""] = path.split("?");
  await page.goto(`${pathToFileURL(join(site.output, file)).href}?${query}`);
  await prepare(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  await page.close();
}

function scrollTo(/** @type {string} */ selector) {
  return (/** @type {import("playwright-core").Page} */ page) =>
    page.locator(selector).first().evaluate((one) => one.scrollIntoView());
}

const showcase = build();
await picture("home", showcase, "index.html");
await picture("list", showcase, "strategies/index.html?effort=small", {}, scrollTo(".list"));
await picture("matrix", showcase, "matrix.html", { colorScheme: "dark" }, scrollTo(".matrix-bar"));
await picture("phone", showcase, "guides/hospitals-and-emergency-departments.html", { viewport: PHONE });
await picture("search", showcase, "barriers/index.html", {}, async (page) => {
  await page.locator("#site-search").fill("burnout");
  await page.getByRole("option").first().waitFor();
});
showcase.remove();
for (const [name, settings] of looks()) {
  const site = buildLook(settings);
  await picture(`look-${name}`, site, "index.html");
  site.remove();
}
await chrome.close();
