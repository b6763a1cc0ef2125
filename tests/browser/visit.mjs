// What a visitor can do on the pages of a built site: node visit.mjs SITE, where SITE is the folder that it was built into, of a site
// at https://calendar.example.org/. It says what it looked at, and ends with 1 at the first thing that is not so.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const [site] = process.argv.slice(2);
const TRUSTED = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
  + "--disable-component-update --disable-sync";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png" };
const PHONE = { width: 360, height: 740 };
const MARCH = "events/stop-trident/";

// ---- The site on this machine, as the plainest host serves it ----

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  try {
    const file = path.endsWith("/") ? `${path}index.html` : path;
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    response.end(await readFile(join(site, file)));
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}/`;

// ---- The browser ----

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: TRUSTED.split(" ") });
const complaints = [];

// Opens a page in a browser of its own, does something there and looks that nothing was complained of.
async function at(path, options, run) {
  const context = await browser.newContext({ viewport: PHONE, timezoneId: "Europe/London", ...options });
  if (options.script) await context.addInitScript(options.script);
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => request.url().startsWith(base) || complaints.push(`asked for ${request.url()}`));
  await page.goto(base + path);
  await run(page, context);
  await context.close();
  assert.deepEqual(complaints, [], path);
}

const sheets = async (page) => (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
const dialog = (page) => page.locator("dialog[open]");
const steps = [];
const step = (name, run) => steps.push({ name, run });

step("the visitor's own time stands beside the event's where it is another one", async () => {
  await at(MARCH, { timezoneId: "Pacific/Auckland" }, async (page) => {
    const told = await page.locator(".your-time").innerText();
    assert.match(told, /Pacific\/Auckland.*Sunday.*28 February 2016.*01:00/);
    assert.match(await page.locator(".key-facts").first().innerText(), /Saturday 27 February 2016, midday[^]*Europe\/London/);
  });
  await at(MARCH, { timezoneId: "America/New_York" }, async (page) => {
    assert.match(await page.locator(".your-time").innerText(), /New York.*Saturday.*27 February 2016.*07:00/);
  });
  for (const timezoneId of ["Europe/London", "Africa/Accra"]) {
    await at(MARCH, { timezoneId }, async (page) => assert.equal(await page.locator(".your-time").isVisible(), false, timezoneId));
  }
});

step("the box with the feeds opens as a dialog, and Esc closes it where it was opened", async () => {
  for (const path of [MARCH, "groups/momentum/", "tours/jc4pm/", "calendar/2016/02/", "towns/london/"]) {
    await at(path, {}, async (page) => {
      const link = page.locator('a[href="#subscribe"]').first();
      await link.focus();
      await page.keyboard.press("Enter");
      await dialog(page).waitFor();
      assert.equal(await dialog(page).locator('a[href^="webcal:"]').first().isVisible(), true);
      assert.equal(await page.evaluate(() => document.activeElement.closest("dialog")?.open), true);
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
      assert.equal(await link.evaluate((link) => link === document.activeElement), true, "the focus returns");
      assert.equal(await page.locator("main #subscribe").count(), 1, "the box is back in its place");
      await link.click();
      await dialog(page).getByRole("button", { name: "Close" }).click();
      await dialog(page).waitFor({ state: "detached" });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scroll");
    });
  }
});

step("an address is copied, and that is said", async () => {
  await at(MARCH, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.locator(".share").getByRole("button", { name: "Copy" }).click();
    await page.locator(".share [role=status]", { hasText: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `https://calendar.example.org/${MARCH}`);
  });
  await at("groups/momentum/", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.locator('a[href="#subscribe"]').first().click();
    await dialog(page).getByRole("button", { name: "Copy" }).first().click();
    await dialog(page).locator("[role=status]", { hasText: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "https://calendar.example.org/feeds/groups/momentum.ics");
  });
});

step("where the clipboard is closed the address is marked instead", async () => {
  const script = () => Object.defineProperty(navigator, "clipboard", { value: undefined });
  await at(MARCH, { script }, async (page) => {
    await page.locator(".share").getByRole("button", { name: "Copy" }).click();
    await page.locator(".share [role=status]", { hasText: "Marked" }).waitFor();
    assert.equal(await page.evaluate(() => String(getSelection())), `https://calendar.example.org/${MARCH}`);
  });
});

step("the device's own way to share is offered where there is one, and only there", async () => {
  const press = (page) => page.locator(".share").getByRole("button", { name: "Share" });
  const without = () => delete Navigator.prototype.share;
  await at(MARCH, { script: without }, async (page) => assert.equal(await press(page).count(), 0));
  const script = () => (Navigator.prototype.share = async (told) => { window.told = told; });
  await at(MARCH, { script }, async (page) => {
    await press(page).click();
    const told = await page.evaluate(() => window.told);
    assert.equal(told.url, `https://calendar.example.org/${MARCH}`);
    assert.match(told.text, /Saturday 27 February 2016/);
  });
});

step("everything is there without scripts", async () => {
  await at(MARCH, { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator("button:visible").count(), 0, "no dead button");
    assert.equal(await page.locator(".your-time").isVisible(), false);
    assert.equal(await page.locator(".share code").innerText(), `https://calendar.example.org/${MARCH}`);
    for (const name of ["Mastodon", "WhatsApp", "Telegram", "E-mail"]) {
      assert.equal(await page.locator(".share").getByRole("link", { name }).isVisible(), true, name);
    }
    await page.locator('a[href="#subscribe"]').first().click();
    assert.equal(new URL(page.url()).hash, "#subscribe");
    assert.equal(await page.locator('#subscribe a[href^="webcal:"]').first().isVisible(), true);
    await page.getByRole("link", { name: /How to subscribe/ }).first().click();
    assert.equal(new URL(page.url()).pathname, "/subscribe/");
    assert.match(await page.locator("main").innerText(), /Android[^]*What we know about you/);
  });
});

step("an event, a tour and a month each print on one sheet, with a code and the address", async () => {
  const paths = ["events/conference-day/", MARCH, "events/phonebank/", "events/hackney-monthly/", "events/first-national-conference/", "tours/jc4pm/", "calendar/2016/02/"];
  for (const javaScriptEnabled of [true, false]) {
    for (const path of paths) {
      await at(path, { javaScriptEnabled }, async (page) => {
        await page.emulateMedia({ media: "print" });
        const code = await page.locator("svg.qr:visible").boundingBox();
        assert.ok(code.width >= 94, `${path}: the code is ${code.width} wide, 2.5 cm are 94`);
        assert.equal(await page.locator("nav:visible, .button:visible:not(.coach .button, dd .button)").count(), 0, path);
        assert.match(await page.locator(".print").innerText(), new RegExp(`calendar.example.org/${path}`));
        assert.equal(await sheets(page), 1, `${path} is more than a sheet`);
      });
    }
  }
  await at(MARCH, {}, async (page) => {
    await page.pdf();
    assert.match(await page.locator(".printed").textContent(), /Printed on \S+day/);
  });
});

step("a page of an event weighs no more than 30 KB in all", async () => {
  const { gzipSync } = await import("node:zlib");
  await at(MARCH, {}, async (page) => {
    const own = (kind) => page.evaluate((kind) => performance.getEntriesByType("resource").filter((one) => one.initiatorType === kind).map((one) => one.name), kind);
    const files = [page.url(), ...(await own("script")), ...(await own("link")).filter((name) => name.endsWith(".css"))];
    assert.ok(files.some((name) => name.endsWith(".css")) && files.some((name) => name.endsWith(".js")), files);
    let weight = 0;
    for (const file of files) weight += gzipSync(Buffer.from(await (await fetch(file)).arrayBuffer())).length;
    console.log(`  ${weight} bytes in ${files.length} files`);
    assert.ok(weight <= 30_000, `${weight} bytes`);
  });
});

try {
  for (const { name, run } of steps) {
    console.log(name);
    await run();
  }
} finally {
  await browser.close();
  server.close();
}
