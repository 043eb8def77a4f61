// Development only, not shipped: signs in at a running Plumbline and takes every page's picture, phone and laptop,
// light and dark, and asks axe. Usage: BASE=http://127.0.0.1:8000 PASSWORD=... node dev/shots.mjs [name ...]
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const base = process.env.BASE ?? "http://127.0.0.1:8000";
const password = process.env.PASSWORD ?? "";
const out = process.env.OUT ?? new URL("./shots", import.meta.url).pathname;
const only = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(out, { recursive: true });

const SIZES = { laptop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const doneClip = async (page, org, pick = (item) => item.state === "done" && item.count > 4) => {
  const list = await page.evaluate(async (slug) => (await fetch(`/api/v1/orgs/${slug}/assessments`)).json(), org);
  return (list.results.find(pick) ?? list.results[0])?.id;
};
const PAGES = [
  { name: "sign-in", go: async () => "/sign-in" },
  { name: "reset", go: async () => "/reset-password" },
  { name: "invitation-gone", go: async () => "/invitation/none" },
  { name: "queue", as: "physio@riverside.example", go: async () => "/o/riverside" },
  { name: "queue-all", as: "physio@riverside.example", go: async () => "/o/riverside?show=all" },
  { name: "queue-none", as: "physio@riverside.example", go: async () => "/o/riverside?show=stopped&exercise=plank" },
  { name: "queue-empty", as: "physio@riverside.example", go: async () => "/o/riverside", before: (page) => page.route("**/assessments?*", (route) => route.fulfill({ json: { next: null, previous: null, results: [] } })) },
  { name: "queue-offline", as: "physio@riverside.example", go: async () => "/o/riverside", before: (page) => page.route("**/assessments?*", (route) => route.abort()) },
  { name: "queue-loading", as: "physio@riverside.example", go: async () => "/o/riverside", before: (page) => page.route("**/assessments?*", () => undefined) },
  { name: "result", as: "physio@riverside.example", go: async (page) => `/o/riverside/clips/${await doneClip(page, "riverside")}`, then: showFault },
  { name: "result-loading", as: "physio@riverside.example", go: async (page) => `/o/riverside/clips/${await doneClip(page, "riverside")}`, before: (page) => page.route("**/assessments/*", () => undefined) },
  { name: "not-found", as: "physio@riverside.example", go: async () => "/o/riverside/clips/00000000-0000-7000-8000-000000000000" },
  { name: "keys", as: "physio@riverside.example", go: async (page) => `/o/riverside/clips/${await doneClip(page, "riverside")}`, then: async (page) => { await page.waitForSelector("video"); await page.keyboard.press("?"); } },
  { name: "upload-pro", as: "physio@riverside.example", go: async () => "/o/riverside/new?exercise=deep_squat" },
  { name: "account", as: "physio@riverside.example", go: async () => "/account" },
  { name: "members-pro", as: "physio@riverside.example", go: async () => "/o/riverside/members" },
  { name: "home", as: "mara@riverside.example", go: async () => "/o/riverside" },
  { name: "result-own", as: "mara@riverside.example", go: async (page) => `/o/riverside/clips/${await doneClip(page, "riverside")}`, then: showFault },
  { name: "results-own", as: "mara@riverside.example", go: async () => "/o/riverside/clips" },
  { name: "upload", as: "mara@riverside.example", go: async () => "/o/riverside/new?exercise=deep_squat" },
  { name: "film", as: "mara@riverside.example", go: async () => "/o/riverside/film?exercise=deep_squat" },
  { name: "consent", as: "mara@riverside.example", go: async () => "/o/riverside/consent" },
  { name: "members", as: "admin@riverside.example", go: async () => "/o/riverside/members" },
  { name: "devices", as: "admin@riverside.example", go: async () => "/o/riverside/devices" },
  { name: "clips-admin", as: "admin@riverside.example", go: async () => "/o/riverside" },
];

async function showFault(page) {
  await page.waitForSelector("[data-testid=stage]");
  const button = page.locator(".finds .btn, .dock .main").first();
  if ((await button.count()) === 0) return;
  await button.click();
  await page.waitForTimeout(900);
  await page.keyboard.press(" ").catch(() => undefined);
  await page.evaluate(() => document.querySelector("video")?.pause());
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
});
const states = new Map();
async function stateOf(mail) {
  if (!states.has(mail)) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${base}/sign-in`);
    await page.fill("input[type=email]", mail);
    await page.fill("input[type=password]", password);
    await page.click("button[type=submit]");
    await page.waitForURL("**/o/**");
    states.set(mail, await context.storageState());
    await context.close();
  }
  return states.get(mail);
}

let complaints = 0;
for (const [size, viewport] of Object.entries(SIZES)) {
  if (process.env.SIZE !== undefined && process.env.SIZE !== size) continue;
  for (const theme of (process.env.THEMES ?? "light,dark").split(",")) {
    for (const entry of PAGES) {
      const name = `${entry.name}-${size}-${theme}`;
      if (only.length > 0 && !only.some((word) => name.startsWith(word))) continue;
      const context = await browser.newContext({ viewport, colorScheme: theme, deviceScaleFactor: size === "phone" ? 2 : 1, reducedMotion: "reduce", bypassCSP: true, ...(entry.as ? { storageState: await stateOf(entry.as) } : {}) });
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error" && !/ERR_FAILED|404|401/.test(message.text())) console.log(name, "console:", message.text());
      });
      page.on("pageerror", (error) => console.log(name, "error:", error.message));
      if (entry.as) await page.goto(`${base}/account`, { waitUntil: "domcontentloaded" });
      const address = await entry.go(page);
      await entry.before?.(page);
      await page.goto(base + address, { waitUntil: "load" });
      await page.waitForTimeout(1200);
      await entry.then?.(page);
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${out}/${name}.png` });
      await page.addScriptTag({ content: axeSource });
      const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      for (const violation of result.violations) {
        complaints += 1;
        console.log(name, "axe:", violation.id, violation.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} | ${node.failureSummary?.split("\n")[1] ?? ""}`).join(" ;; "));
      }
      await context.close();
    }
  }
}
await browser.close();
console.log(`${complaints} complaints of axe`);
