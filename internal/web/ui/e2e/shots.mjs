// Takes the pictures of doc/ from a demonstration: node e2e/shots.mjs
import { chromium } from "playwright-core";
import { fileURLToPath } from "node:url";
import { serve, browserPath, args } from "./serve.mjs";

const { base, stop } = await serve();
const browser = await chromium.launch({ executablePath: browserPath(), args });
const claims = async (q) => (await (await fetch(`${base}/v1/claims?limit=1&q=${encodeURIComponent(q)}`)).json()).claims[0];
const event = (await claims("place:Kharkiv dead:>=9 sources:>=3")).event;
const article = (await claims('outlet:"The Gulf Standard" type:SANCTION')).article.id;
const shots = [
  ["today", "/", "light"], ["pair", "/pair/RUS-UKR", "light"], ["event", "/event/" + event, "dark"],
  ["article", "/article/" + article, "light"], ["search", "/search?q=" + encodeURIComponent("party:UKR sort:sources"), "light"], ["network", "/network", "dark"],
];
for (const [name, path, colorScheme] of shots) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, colorScheme });
  await page.goto(base + path, { waitUntil: "networkidle" });
  await page.screenshot({ path: fileURLToPath(new URL(`../../../../doc/${name}.png`, import.meta.url)) });
  await page.close();
}
await browser.close();
stop();
