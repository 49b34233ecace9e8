// Builds the showcase, serves it under the strict policy, and opens pages in Chromium.
// @ts-check
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** The policy that the manual gives for servers. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
};

/** One page of each kind. */
export const KINDS = {
  home: "index.html",
  guide: "guides/hospitals-and-emergency-departments.html",
  page: "barriers/peer-drift.html",
  collection: "barriers/index.html",
  glossary: "glossary/index.html",
  terms: "setting/index.html",
  term: "setting/hospital.html",
  tag: "tags/index.html",
  search: "search.html",
  matrix: "matrix.html",
  references: "references.html",
  review: "reviews.html",
  notFound: "404.html",
};

/** Builds the site in content/, or that of another project, into a folder of its own. */
export function build({ root = repository, strict = true, flags = /** @type {string[]} */ ([]) } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "fieldguide-browser-"));
  const program = process.env.FIELDGUIDE ?? join(repository, "target/debug/fieldguide");
  const output = join(folder, "public");
  const all = ["build", "--quiet", ...(strict ? ["--strict"] : []), ...flags, "--output", output];
  execFileSync(program, all, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  return { output, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Every HTML file below a folder, relative to it. */
export function pages(folder, inside = "") {
  return readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = inside ? `${inside}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return pages(folder, path);
    return path.endsWith(".html") ? [path] : [];
  });
}

/**
 * Serves a folder below `prefix`; requests for anything else are counted as strays, and answered
 * with the page `notFound` if there is one.
 */
export async function serve(folder, prefix = "/", policy = POLICY, notFound = "") {
  const strays = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
    const file = path.startsWith(prefix) ? join(folder, path.slice(prefix.length)) : "";
    if (!file || !existsSync(file) || !extname(file)) {
      if (path !== "/favicon.ico") strays.push(path);
      response.writeHead(404, { "content-type": TYPES[".html"], "content-security-policy": policy });
      response.end(notFound && readFileSync(join(folder, notFound)));
      return;
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": policy });
    response.end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    base: `http://127.0.0.1:${port}${prefix}`,
    strays,
    close: () => new Promise((done) => server.close(done)),
  };
}

/** Milliseconds after which nobody waits any longer for a context to close. */
const PATIENCE = 5000;

/** Starts the Chromium of this machine. */
export async function browser() {
  const known = ["chromium", "chromium-browser", "google-chrome"].map((name) => `/usr/bin/${name}`);
  const executablePath = process.env.CHROMIUM ?? known.find(existsSync);
  if (!executablePath) throw new Error("no Chromium: set CHROMIUM to its path, or run tests/run");
  const chrome = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
  const newContext = chrome.newContext.bind(chrome);
  chrome.newContext = async (options) => {
    const context = await newContext(options);
    const close = context.close.bind(context);
    // Chromium at times never tells that a context is closed whose page has just moved on, and the tests would
    // wait for ever. Whatever is left of it ends with the browser.
    context.close = (options) => Promise.race([close(options), setTimeout(PATIENCE, undefined, { ref: false })]);
    return context;
  };
  return chrome;
}

/** Opens a page and gathers whatever it complains of. */
export async function open(context, url) {
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => {
    // What the browser gives up because another page is opened is no failure.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
