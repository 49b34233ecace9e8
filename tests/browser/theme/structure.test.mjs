// What a page is made of: landmarks, headings, titles, languages, tables, pictures, and valid HTML.
// @ts-check
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { KINDS, build, pages, serve } from "../support.mjs";
import { languageOf, stage } from "./support.mjs";

const own = stage();

test("1: the first focusable element is a skip link to the main content, outside of any landmark", async () => {
  const faults = await own.faults((document) => {
    if (document.querySelector(".kind-redirect")) return [];
    const first = document.body.querySelector("a[href], button, input, summary, [tabindex]");
    const isFirst = first?.matches("body > .skip-link:first-child");
    if (!isFirst) return [`the first is ${first?.outerHTML}`];
    return first?.getAttribute("href") === "#main" && document.getElementById("main")?.localName === "main" ? [] : ["it leads elsewhere"];
  });
  assert.deepEqual(faults, []);
});

test("2: one main, one header, one footer, and navigations with names of their own", async () => {
  const faults = await own.faults((document) => {
    if (document.querySelector(".kind-redirect")) return [];
    const found = [];
    for (const tag of ["main", "header", "footer"]) {
      const count = document.querySelectorAll(tag).length;
      if (count !== 1) found.push(`${count} ${tag}`);
    }
    const names = [...document.querySelectorAll("nav")].map((nav) => {
      const by = nav.getAttribute("aria-labelledby");
      return (by ? document.getElementById(by)?.textContent : nav.getAttribute("aria-label"))?.trim();
    });
    if (names.some((name) => !name) || new Set(names).size < names.length) found.push(`navigations: ${names}`);
    return found;
  });
  assert.deepEqual(faults, []);
});

test("3: one h1, equal to the title of the page; levels never skip, and no heading is empty", async () => {
  const faults = await own.faults((document) => {
    function words(heading) {
      const copy = heading.cloneNode(true);
      for (const anchor of copy.querySelectorAll(".anchor")) anchor.remove();
      return copy.textContent.replace(/\s+/g, " ").trim();
    }
    const found = [];
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
    const first = headings.filter((heading) => heading.localName === "h1");
    if (first.length !== 1) return [`${first.length} h1`];
    const named = document.querySelector('meta[property="og:title"]')?.getAttribute("content");
    if (named !== undefined && words(first[0]) !== named) found.push(`h1 "${words(first[0])}", title "${named}"`);
    if (!document.title.startsWith(words(first[0]))) found.push(`h1 "${words(first[0])}" begins no "${document.title}"`);
    let before = 0;
    for (const heading of headings) {
      const level = Number(heading.localName[1]);
      if (level > before + 1) found.push(`h${before}, then h${level} "${words(heading)}"`);
      if (!words(heading)) found.push(`an empty h${level}`);
      before = level;
    }
    return found;
  });
  assert.deepEqual(faults, []);
});

test("4: no two pages of a site share a title, and each reads page, section, site", async () => {
  /** @type {Record<string, string[]>} */
  const titles = {};
  const found = await own.faults((document) => {
    const crumbs = [...document.querySelectorAll(".breadcrumbs a")].map((link) => link.textContent);
    const heading = document.querySelector('meta[property="og:title"]')?.getAttribute("content") ?? "";
    const site = document.querySelector('meta[property="og:site_name"]')?.getAttribute("content") ?? "";
    const parts = [heading, ...crumbs.slice(1).slice(-1), site];
    const expected = parts.filter((part, at) => part !== parts[at - 1]).join(", ");
    const isMoved = document.querySelector(".kind-redirect");
    return isMoved || document.title === expected ? [] : [`"${document.title}", not "${expected}"`];
  });
  for (const { name, html } of own.documents) {
    const site = name.split("/")[0];
    (titles[`${site}: ${/<title>(.*)<\/title>/.exec(html)?.[1]}`] ??= []).push(name);
  }
  assert.deepEqual(found, []);
  assert.deepEqual(Object.entries(titles).filter(([, names]) => names.length > 1), []);
});

test("5: each page says its language, and texts in another say theirs", async () => {
  const faults = await own.faults((document, path) => {
    const found = [];
    const site = document.querySelector('meta[property="og:site_name"]')?.getAttribute("content") ?? "";
    const folder = /^(es|fr|de|ja|zh-cn)\//.exec(path)?.[1];
    const expected = /\p{Script=Arabic}/u.test(site) ? "ar" : (folder?.replace("cn", "CN") ?? "en");
    if (document.documentElement.lang !== expected) found.push(`lang "${document.documentElement.lang}"`);
    const isFromRight = (/** @type {Element | null | undefined} */ part) => /^(ar|fa|he|ur)/.test(part?.getAttribute("lang") ?? "");
    for (const part of document.querySelectorAll("body [lang]")) {
      const turns = isFromRight(part) !== isFromRight(part.parentElement?.closest("[lang]"));
      if (turns && !part.getAttribute("dir")) found.push(`${part.outerHTML} has no dir`);
    }
    return found;
  });
  assert.deepEqual(faults, []);
  await own.visit({}, async (page) => {
    await page.goto(`${own.servedArabic.base}guide/first.html`);
    const english = page.locator('[lang="en"]');
    assert.equal(await english.evaluate((part) => getComputedStyle(part).direction), "ltr");
  });
});

test("5: a site in a script from right to left says so", async () => {
  await own.visit({}, async (page) => {
    await page.goto(`${own.servedArabic.base}guide/first.html`);
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  });
});

test("18: links lead from the home page to every page", async () => {
  for (const { output } of [own.site, own.manual, own.arabic]) {
    const { reached, all } = crawl(output);
    assert.deepEqual(all.filter((path) => !reached.has(path) && !path.endsWith("404.html")), []);
  }
});

test("18: the search finds each page but those that list others", async () => {
  await own.visit({}, async (page) => {
    for (const [{ base }, { output }] of [[own.served, own.site], [own.servedManual, own.manual]]) {
      await page.goto(`${base}search.html`);
      const asked = pages(output).flatMap((path) => {
        const html = readFileSync(join(output, path), "utf8");
        if (/<body class="kind-(home|terms?|review|references|search|not-found|redirect)"/.test(html)) return [];
        // What nobody has translated is found in its own language.
        const canonical = /rel="canonical" href="[^"]*?:\/\/[^/]*\/([^"]*)"/.exec(html)?.[1];
        if (canonical && canonical !== path) return [];
        const title = /property="og:title" content="([^"]*)"/.exec(html)?.[1] ?? "";
        return [[path, title.replace(/&\S+;/g, " "), languageOf(path)]];
      });
      const missed = await page.evaluate(async (pairs) => {
        const { fieldguide } = /** @type {any} */ (window);
        await fieldguide.ready;
        const lost = [];
        for (const [path, title, language] of pairs) {
          const { results } = await fieldguide.search(title, { limit: 50, language });
          if (!results.some((result) => result.url === path)) lost.push(path);
        }
        return lost;
      }, asked);
      assert.ok(asked.length > 10, `${asked.length} pages`);
      assert.deepEqual(missed, []);
    }
  });
});

test("18: the order of the menu and of the links at the foot is that of the home page everywhere", async () => {
  /** @type {Record<string, string>} */
  const orders = {};
  const differing = [];
  for (const { name, html } of own.documents) {
    if (html.includes("kind-redirect")) continue;
    const lists = [/class="menu-list"[\s\S]*?<\/ul>/, /class="site-footer-links"[\s\S]*?<\/ul>/];
    const order = lists.map((list) => [...(list.exec(html)?.[0] ?? "").matchAll(/>([^<>\n]+)<\/a>/g)].map(([, label]) => label).join(" | ")).join(" || ");
    const [place, folder] = name.split("/");
    const site = place === "showcase" ? `${place} ${languageOf(folder)}` : place;
    orders[site] ??= order;
    if (order !== orders[site]) differing.push(`${name}: ${order}`);
  }
  assert.ok(Object.values(orders).every((order) => order.length > 4), JSON.stringify(orders));
  assert.deepEqual(differing, []);
});

test("19: the contents list each h2 and h3 of the text in order, no h1, and stand before the main part", async () => {
  const faults = await own.faults((document) => {
    const contents = document.querySelector(".contents");
    if (!contents) return [];
    const found = [];
    const follows = contents.compareDocumentPosition(/** @type {Node} */ (document.querySelector("main")));
    if (!(follows & Node.DOCUMENT_POSITION_FOLLOWING)) found.push("they come after the main part");
    const listed = [...contents.querySelectorAll("a")].map((link) => decodeURIComponent((link.getAttribute("href") ?? "").slice(1)));
    const headings = [...document.querySelectorAll("main :is(h2, h3)")].map((heading) => heading.id);
    if (listed.join() !== headings.filter((id) => listed.includes(id)).join()) found.push(`not in order, or no h2 or h3: ${listed}`);
    const text = [...document.querySelectorAll(".prose :is(h2, h3)[id]")].filter((heading) => !heading.closest(".included, blockquote, .footnotes"));
    for (const { id } of text) if (!listed.includes(id)) found.push(`#${id} is missing`);
    return found;
  });
  assert.deepEqual(faults, []);
});

test("20: tables have a name, a caption where there is one, and scoped heading cells", async () => {
  const faults = await own.faults((document) => {
    const found = [];
    for (const table of document.querySelectorAll("table")) {
      const region = table.closest("[role=region]");
      const name = table.caption?.textContent?.trim() || region?.getAttribute("aria-label");
      if (!name) found.push("a table without a name");
      if (!region?.getAttribute("aria-label") || region.getAttribute("tabindex") !== "0") found.push(`${name}: scrolls in no named region`);
      const heads = [...table.querySelectorAll("th")];
      if (!heads.length) found.push(`${name}: no heading cell`);
      for (const head of heads) {
        const isColumn = Boolean(head.closest("thead"));
        if (head.getAttribute("scope") !== (isColumn ? "col" : "row")) found.push(`${name}: ${head.outerHTML}`);
      }
    }
    for (const row of document.querySelectorAll(".matrix tr")) {
      if (row.firstElementChild?.localName !== "th") found.push("a row of the matrix without a heading");
    }
    return found;
  });
  assert.deepEqual(faults, []);
});

test("20: a wide table is reached and scrolled by keyboard; on a phone the matrix is a list", async () => {
  await own.visit({ viewport: { width: 768, height: 600 } }, async (page) => {
    await page.goto(own.at(KINDS.matrix));
    const region = page.getByRole("region", { name: /Barriers and strategies/ });
    await region.focus();
    const [before, width] = await region.evaluate((box) => [box.scrollLeft, box.scrollWidth - box.clientWidth]);
    assert.ok(width > 100, "it is wider than its region");
    for (let times = 0; times < 5; times += 1) await page.keyboard.press("ArrowRight");
    await page.waitForFunction((start) => (document.querySelector(".matrix-scroll")?.scrollLeft ?? 0) > start, before);
    await page.setViewportSize({ width: 320, height: 700 });
    assert.equal(await region.isVisible(), false);
    await page.locator(".match summary").first().click();
    assert.ok(await page.locator(".match li").first().isVisible());
  });
});

test("21: pictures have a text or say that they need none, and no drawing stands alone in a control", async () => {
  const faults = await own.faults((document) => {
    const found = [];
    for (const picture of document.querySelectorAll("img")) {
      const text = picture.getAttribute("alt");
      if (text === null) found.push(`no alt: ${picture.outerHTML}`);
      else if (/\.(png|jpe?g|svg|webp|gif|avif)$|^(image|picture|photo|graphic) of/i.test(text)) found.push(`"${text}" says nothing`);
    }
    for (const drawing of document.querySelectorAll("svg")) {
      const isNamed = drawing.getAttribute("role") === "img" && drawing.getAttribute("aria-label");
      if (drawing.getAttribute("aria-hidden") !== "true" && !isNamed) found.push(`neither hidden nor named: ${drawing.outerHTML.slice(0, 90)}`);
    }
    for (const control of document.querySelectorAll("a, button, summary")) {
      const text = control.textContent?.trim() || control.getAttribute("aria-label") || control.querySelector("img")?.alt;
      if (!text) found.push(`no words in ${control.outerHTML}`);
    }
    return found;
  });
  assert.deepEqual(faults, []);
});

test("25: the not-found page says so plainly, and leads on", async () => {
  await own.visit({}, async (page) => {
    await page.goto(own.at(KINDS.notFound));
    assert.match(await page.title(), /^Page not found, /);
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Page not found");
    const words = await page.locator("main").innerText();
    assert.doesNotMatch(words, /404|error|oops|sorry|whoops|you (typed|entered)|!/i);
    const box = page.locator("main").getByRole("searchbox");
    await box.fill("supervision");
    await box.press("Enter");
    await page.waitForURL(/search\.html\?q=supervision$/);
  });
});

test("25: the not-found page names a contact", async () => {
  await own.visit({}, async (page) => {
    await page.goto(own.at(KINDS.notFound));
    assert.ok(await page.locator("main").getByRole("link", { name: "Report a mistake" }).count());
  });
});

test("25: the links of the not-found page lead right at any depth, below a folder too", async (t) => {
  for (const prefix of ["/", "/some/where/"]) {
    const built = build({ flags: ["--base-url", `https://x.example${prefix}`] });
    t.after(() => built.remove());
    const served = await serve(built.output, prefix, undefined, "404.html");
    t.after(() => served.close());
    await own.visit({}, async (page) => {
      for (const missing of ["gone.html", "a/b/c/gone.html"]) {
        const answer = await page.goto(served.base + missing);
        assert.equal(answer?.status(), 404);
        const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => /** @type {HTMLAnchorElement} */ (link).href.split("#")[0]));
        const lost = links.filter((link) => link.startsWith(served.base) && link !== page.url() && !existsSync(join(built.output, link.slice(served.base.length))));
        assert.deepEqual(lost, []);
        assert.equal(links.filter((link) => !link.startsWith(served.base) && link.startsWith("http://127")).length, 0);
      }
      assert.deepEqual(served.strays.filter((path) => !path.endsWith("/gone.html")), []);
    });
  }
});

test("25: no page but one that moved leads away by itself, and a link to another language names it", async () => {
  const faults = await own.faults((document) => {
    const found = [];
    if (document.querySelector("[http-equiv=refresh]") && !document.querySelector(".kind-redirect")) found.push("leads away");
    for (const link of document.querySelectorAll("body a[hreflang]")) {
      if (link.getAttribute("lang") !== link.getAttribute("hreflang") || !link.closest("li, .notice") || link.querySelector("img, svg")) {
        found.push(link.outerHTML);
      }
    }
    return found;
  });
  assert.deepEqual(faults, []);
});

test("every page is valid HTML", () => {
  const validator = new HtmlValidate(
    new StaticConfigLoader({
      root: true,
      extends: ["html-validate:recommended"],
      rules: {
        // Matters of taste: the doctype is written small, and a title is as long as its page needs.
        "doctype-style": "off",
        "long-title": "off",
        // A list without marks is no list to VoiceOver unless it says that it is one.
        "no-redundant-role": "off",
        "prefer-native-element": "off",
        // HTML allows any sign but spaces; headings keep the letters of their language.
        "valid-id": ["error", { relaxed: true }],
      },
    }),
  );
  const found = own.documents.flatMap(({ name, html }) =>
    validator.validateStringSync(html, name).results.flatMap(({ messages }) => messages.map((one) => `${name}:${one.line} ${one.ruleId}: ${one.message}`)),
  );
  assert.deepEqual(found, []);
});

/** Follows links and forms through the files of a site, as far as they lead. */
function crawl(output) {
  const reached = new Set(["index.html"]);
  for (const path of reached) {
    const html = readFileSync(join(output, path), "utf8");
    for (const [, href] of html.matchAll(/<(?:a|form) [^>]*(?:href|action)="([^"#:]*)[^"]*"/g)) {
      const target = new URL(href, `http://x/${path}`).pathname.slice(1);
      if (target.endsWith(".html") && existsSync(join(output, target))) reached.add(target);
    }
  }
  return { reached, all: pages(output) };
}
