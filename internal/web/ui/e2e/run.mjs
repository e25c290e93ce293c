// Walks through the pages of a demonstration in Chromium as a reader would, and
// looks at every page with axe, in light and dark, wide and narrow.
//
//   node e2e/run.mjs           starts annals itself; skips without Chromium
//   BASE=http://… node e2e/run.mjs   uses one that runs
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { serve, browserPath, args } from "./serve.mjs";

const executablePath = browserPath();
if (!executablePath) {
  console.log("skipped: no Chromium; set CHROMIUM to its path");
  process.exit(0);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { base, stop } = await serve();
const browser = await chromium.launch({ executablePath, args });
let failures = 0;

// open is a new page that must load nothing from elsewhere and log no error.
async function open(options) {
  const context = await browser.newContext({ baseURL: base, ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (m) => { if (["error", "warning"].includes(m.type())) page.wrong.push(m.text()); });
  page.on("pageerror", (e) => page.wrong.push(e.message));
  page.on("request", (r) => { if (!r.url().startsWith(base) && !r.url().startsWith("data:")) page.wrong.push("loads " + r.url()); });
  return page;
}

async function step(name, page, walk) {
  try {
    await walk(page);
    assert.deepEqual(page.wrong, []);
    console.log("ok   " + name);
  } catch (err) {
    failures++;
    console.log(`FAIL ${name}\n     ${err.message.split("\n").slice(0, 30).join("\n     ")}`);
  }
  page.wrong.length = 0;
}

const text = (page, where) => page.locator(where).first().innerText();
const count = async (page) => parseInt(await text(page, "h1"), 10);
const told = "/search?q=" + encodeURIComponent("sources:>=3 sort:sources");

const page = await open({ viewport: { width: 1400, height: 1000 } });
await step("today shows what is new", page, async (p) => {
  const began = Date.now();
  await p.goto("/", { waitUntil: "load" });
  console.log(`     first page loaded in ${Date.now() - began} ms`);
  assert.equal(await text(p, "h1"), "Today");
  assert.ok(await p.locator("ol.plain > li.item").count() > 3);
  await p.locator(".map svg .places circle").first().waitFor();
});
await step("search finds, a facet narrows it, a term is taken away", page, async (p) => {
  await p.fill("form.find input", "party:UKR");
  await p.press("form.find input", "Enter");
  await p.waitForURL(/q=party/);
  const all = await count(p);
  const facet = p.locator("#facets ul.shares a").first();
  const want = parseInt(await facet.locator(".n").innerText(), 10);
  await facet.click();
  await p.waitForURL(/type/);
  assert.equal(await count(p), want);
  assert.ok(want <= all);
  await p.locator("ul.chips a").last().click();
  await p.waitForURL((u) => !u.search.includes("type"));
  assert.equal(await count(p), all);
});
await step("a bar leads to as many claims as it counts", page, async (p) => {
  const bar = p.locator("svg.time a").first();
  const want = parseInt((await bar.getAttribute("aria-label")).match(/: (\d+)/)[1], 10);
  await bar.click();
  await p.waitForURL(/day/);
  assert.equal(await count(p), want);
});
await step("an event leads to its reports, and evidence to the article", page, async (p) => {
  await p.goto(told);
  await p.locator("li.item a[href^='/event/']").first().click();
  await p.waitForURL(/event/);
  assert.ok(await p.locator("li.card").count() >= 2);
  const quote = await text(p, "li.card mark");
  await p.locator("li.card .said a[href^='/article/']").first().click();
  await p.waitForURL(/article\/.*#claim-/);
  assert.ok((await p.locator("blockquote mark").allInnerTexts()).includes(quote));
  assert.equal(await p.locator("li.item:target").count(), 1);
});
await step("keys", page, async (p) => {
  await p.goto("/search");
  for (const key of ["j", "j", "k"]) await p.keyboard.press(key);
  assert.equal(await p.locator("li.item.now").count(), 1);
  assert.ok(await p.locator("li.item").first().evaluate((e) => e.classList.contains("now")));
  await p.keyboard.press("?");
  assert.ok(await p.locator("dialog.keys").isVisible());
  await p.keyboard.press("Escape");
  await p.keyboard.press("/");
  assert.equal(await p.evaluate(() => document.activeElement.name), "q");
  await p.goto("/search?q=sources:1");
  await p.keyboard.press("j");
  await p.keyboard.press("Enter");
  await p.waitForURL(/article|event/);
});
await step("map and network lead to claims and countries", page, async (p) => {
  await p.goto("/map");
  await p.locator(".map .places a").last().click();
  await p.waitForURL(/search\?q=country/);
  await p.goto("/network");
  await p.locator(".net .nodes a circle").first().click();
  await p.waitForURL(/actor/);
});
await step("a claim is split from its event", page, async (p) => {
  await p.goto(told);
  await p.locator("li.item a[href^='/event/']").first().click();
  await p.waitForURL(/event/);
  const before = p.url();
  await p.locator("li.card button").last().click();
  await p.waitForURL((u) => /event/.test(u.pathname) && u.href !== before);
});
await step("an alert is previewed, saved, paused and deleted without scripts", await open({ javaScriptEnabled: false, viewport: { width: 390, height: 1000 } }), async (p) => {
  await p.goto("/search?q=party:UKR");
  await p.getByRole("link", { name: "Notify me" }).click();
  await p.getByLabel("Name").fill("Ukraine <b>");
  await p.getByLabel("an event that so many outlets").check();
  await p.getByLabel("How many outlets").fill("3");
  await p.getByRole("button", { name: "Preview" }).click();
  await p.waitForURL(/least=3/);
  assert.match(await text(p, "h2"), /in the last 30 days/);
  assert.equal(await p.getByLabel("Name").inputValue(), "Ukraine <b>");
  await p.getByRole("button", { name: "Save alert" }).click();
  await p.waitForURL(/done=saved/);
  assert.match(await text(p, "ol.alerts li:target"), /Ukraine <b>[^]*3 outlets/);
  await p.getByRole("button", { name: "Pause" }).click();
  await p.waitForURL(/done=paused/);
  await p.getByRole("button", { name: "Go on" }).click();
  await p.waitForURL(/done=resumed/);
  await p.locator("ol.alerts summary").click();
  await p.getByRole("button", { name: "Delete for good" }).click();
  await p.waitForURL(/done=deleted/);
  assert.equal(await p.locator("ol.alerts li").count(), 0);
});
await step("pages work without scripts", await open({ javaScriptEnabled: false, viewport: { width: 1400, height: 1000 } }), async (p) => {
  for (const path of ["/", "/map", "/network"]) {
    await p.goto(path);
    assert.ok(await p.locator("main a").count() > 5, path);
  }
});

// Every page with axe.
const first = async (q) => (await (await fetch(`${base}/v1/claims?limit=1&q=${encodeURIComponent(q)}`)).json()).claims[0];
const event = "/event/" + (await first("sources:>=3 sort:sources")).event;
const article = "/article/" + (await first("reserved:yes")).article.id;
const kept = await (await fetch(`${base}/v1/alerts`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name: "Looked at", query: "party:UKR" }) })).json();
const paths = ["/", "/search", "/search?q=party:UKR", "/search?q=nothingofthekind", "/pair/RUS-UKR", "/pair/ABW-AFG", "/actor/UKR", event, article,
  "/map", "/map?q=nothingofthekind", "/network", "/outlets", "/inbox", "/alerts", "/alerts/new?q=party:UKR", "/alerts/new?q=wrong:field&name=", "/alerts/" + kept.id, "/codebook", "/docs", "/none"];
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function look(p, path, width) {
  await p.goto(path, { waitUntil: "networkidle" });
  await p.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  const wide = await p.evaluate(() => document.documentElement.scrollWidth);
  const found = wide > width ? [`${path} is ${wide} px wide`] : [];
  await p.evaluate(axe);
  const { violations } = await p.evaluate((runOnly) => window.axe.run(document, { runOnly }), rules);
  if (path === "/none") p.wrong.length = 0; // the browser logs the 404
  return found.concat(violations.map((v) => `${path}: ${v.id}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary.slice(0, 200)}`));
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1400, 390]) {
    await step(`axe: ${paths.length} pages, ${colorScheme}, ${width} px wide`, await open({ viewport: { width, height: 1000 }, colorScheme, bypassCSP: true }), async (p) => {
      const found = [];
      for (const path of paths) found.push(...await look(p, path, width));
      assert.equal(found.join("\n"), "");
    });
  }
}
await browser.close();
stop();
console.log(failures ? `${failures} failed` : "all well");
process.exit(failures ? 1 : 0);
