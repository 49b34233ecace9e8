// `fieldguide serve` and an open page: both know at once what the files say.
// @ts-check
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, open, repository } from "./support.mjs";

let root, server, address, chrome;

before(async () => {
  root = mkdtempSync(join(tmpdir(), "fieldguide-serve-"));
  for (const part of ["fieldguide.yaml", "content"]) cpSync(join(repository, part), join(root, part), { recursive: true });
  mkdirSync(join(root, "theme/static/css"), { recursive: true });
  writeFileSync(join(root, "theme/static/css/own.css"), "h1 { letter-spacing: 0; }\n");
  const settings = join(root, "fieldguide.yaml");
  writeFileSync(settings, readFileSync(settings, "utf8").replace(/^theme:$/m, "theme:\n  folder: theme"));
  const program = process.env.FIELDGUIDE ?? join(repository, "target/debug/fieldguide");
  server = spawn(program, ["serve", "--quiet", "--port", "0", "--root", root, "--editor", "testing://open{file}?{line}"], { stdio: ["ignore", "pipe", "inherit"] });
  address = await new Promise((resolve) => server.stdout.once("data", (line) => resolve(String(line).trim())));
  chrome = await browser();
});

after(async () => {
  await chrome?.close();
  server?.kill();
  rmSync(root, { recursive: true, force: true });
});

test("a change is seen where the reader stands, a mistake over the last good page, and a style at once", async () => {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 600 } });
  const { page, complaints } = await open(context, `${address}guides/academic-medical-centers.html`);
  const file = join(root, "content/guides/academic-medical-centers.md");
  const text = readFileSync(file, "utf8");
  await page.evaluate(() => window.scrollTo(0, 900));

  writeFileSync(file, `${text}\nQuokkas are fresh words.\n`);
  await page.getByText("Quokkas are fresh words.").waitFor();
  await page.waitForFunction(() => Math.abs(window.scrollY - 900) < 5);

  writeFileSync(file, `${text}\nSee [this](gone.md).\n`);
  const box = page.locator("fieldguide-problems section");
  await box.waitFor();
  assert.match(await box.textContent(), /1 error.*last state without errors.*there is no page `gone\.md`/s);
  assert.ok(await page.getByText("Quokkas are fresh words.").count());
  const lines = text.split("\n").length + 1;
  const place = `testing://open${encodeURI(file)}?${lines}`;
  assert.equal(await box.getByRole("link", { name: `academic-medical-centers.md:${lines}` }).getAttribute("href"), place);
  const edit = page.getByRole("link", { name: "Edit this page" });
  assert.equal(await edit.getAttribute("href"), `testing://open${encodeURI(file)}?1`);
  await box.getByRole("button", { name: "Hide" }).click();
  assert.equal(await box.count(), 0);

  writeFileSync(file, `${text}\nSee [<b>that</b>](gone.md "<img src=x>").\n`);
  await box.waitFor();
  assert.equal(await box.locator("b, img").count(), 0, "what files say is text");
  writeFileSync(file, text);
  await page.getByText("Quokkas are fresh words.").waitFor({ state: "detached" });
  assert.equal(await box.count(), 0);

  await page.evaluate(() => (/** @type {any} */ (window).mark = "still here"));
  writeFileSync(join(root, "theme/static/css/own.css"), "h1 { letter-spacing: 7px; }\n");
  await page.waitForFunction(() => getComputedStyle(/** @type {Element} */ (document.querySelector("h1"))).letterSpacing === "7px");
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).mark), "still here", "the page was not loaded again");
  assert.equal(await page.locator("link[rel=stylesheet]").count(), 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the search knows an edit shortly after the page does", async () => {
  writeFileSync(join(root, "content/about.md"), `${readFileSync(join(root, "content/about.md"), "utf8")}\nZygomorphic flowers.\n`);
  const context = await chrome.newContext();
  const { page } = await open(context, `${address}search.html`);
  await page.waitForFunction(async () => {
    // The script of the page is of the time when the page was loaded.
    await new Promise((loaded) => {
      const script = document.createElement("script");
      script.onload = loaded;
      script.src = `/assets/search.js?${Math.random()}`;
      document.head.append(script);
    });
    const { results } = await /** @type {any} */ (window).fieldguide.search("zygomorphic");
    return results[0]?.url === "about.html" && results[0].title.length > 0;
  });
  await context.close();
});

/** Tells a page that it is `hidden`, or `visible`: a browser under test shows all of its tabs at once. */
function see(page, state) {
  return page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

/** More than the connections to a server that browsers allow themselves. */
const TABS = 12;

test("twelve tabs load, and each learns of an edit, a hidden one as soon as it is seen", async () => {
  const context = await chrome.newContext();
  const file = join(root, "content/about.md");
  const text = readFileSync(file, "utf8");
  const tabs = [];
  for (let at = 0; at < TABS; at++) tabs.push(await open(context, `${address}about.html`));
  writeFileSync(file, `${text}\nTwelve wombats read this.\n`);
  for (const { page } of tabs) await page.getByText("Twelve wombats read this.").waitFor();

  for (const { page } of tabs.slice(1)) await see(page, "hidden");
  writeFileSync(file, `${text}\nThirteen wombats read this.\n`);
  await tabs[0].page.getByText("Thirteen wombats read this.").waitFor();
  for (const { page } of tabs.slice(1)) {
    assert.ok(await page.getByText("Twelve wombats read this.").count(), "a hidden tab is left alone");
    await see(page, "visible");
    await page.getByText("Thirteen wombats read this.").waitFor();
  }
  writeFileSync(file, text);
  for (const { page, complaints } of tabs) {
    await page.getByText("wombats read this.").waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
  }
  await context.close();
});

test("a tab whose browser has no shared workers follows by itself, and holds no stream while it is hidden", async () => {
  const context = await chrome.newContext();
  await context.addInitScript(() => {
    const own = /** @type {any} */ (window);
    delete own.SharedWorker;
    own.streams = new Set();
    own.EventSource = class extends EventSource {
      constructor(url) {
        super(url);
        own.streams.add(this);
      }
      close() {
        super.close();
        own.streams.delete(this);
      }
    };
  });
  const { page } = await open(context, `${address}about.html`);
  const streams = () => page.evaluate(() => /** @type {any} */ (window).streams.size);
  const file = join(root, "content/about.md");
  const text = readFileSync(file, "utf8");
  assert.equal(await streams(), 1);
  await see(page, "hidden");
  assert.equal(await streams(), 0);
  writeFileSync(file, `${text}\nA lone wombat reads this.\n`);
  await see(page, "visible");
  await page.getByText("A lone wombat reads this.").waitFor();
  await page.waitForFunction(() => /** @type {any} */ (window).streams?.size === 1);
  writeFileSync(file, text);
  await page.getByText("A lone wombat reads this.").waitFor({ state: "detached" });
  await context.close();
});
