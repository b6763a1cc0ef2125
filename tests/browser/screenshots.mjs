// Pictures of the pages of a built site: node screenshots.mjs SITE FOLDER. See docs/screenshots.sh.
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const [site, folder] = process.argv.slice(2);

const PAGES = {
  front: "/",
  event: "/events/stop-trident/",
  month: "/calendar/2016/02/",
  search: "/search/",
  group: "/groups/sheffield/",
  tour: "/tours/jc4pm/",
  archive: "/archive/",
  subscribe: "/subscribe/",
};
const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const TYPES = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json",
  ".png": "image/png", ".svg": "image/svg+xml",
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const path = join(site, normalize(decodeURIComponent(pathname)), pathname.endsWith("/") ? "index.html" : "");
  const body = await readFile(path).catch(() => null);
  response.writeHead(body ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
  response.end(body ?? "");
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const { port } = server.address();

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [screen, viewport] of Object.entries(SCREENS)) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(PAGES)) {
      const answer = await page.goto(`http://127.0.0.1:${port}${path}`, { waitUntil: "networkidle" });
      if (!answer.ok()) throw new Error(`${path}: ${answer.status()}`);
      if (name === "search") await search(page);
      await page.screenshot({ path: join(folder, `${name}-${screen}-${colorScheme}.png`) });
    }
    await context.close();
  }
}
await browser.close();
server.close();

// A word with a slip, as people type it.
async function search(page) {
  await page.getByRole("searchbox").first().fill("tridnet");
  await page.waitForLoadState("networkidle");
  await page.getByRole("link", { name: /Trident/ }).first().waitFor();
}
