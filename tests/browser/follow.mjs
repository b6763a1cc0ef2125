// What an author sees in the browser while `handbill serve` runs: node follow.mjs PROGRAM SITE, where SITE is the folder of
// a site with events/x.yaml that may be changed. It says what it looked at, and ends with 1 at the first thing that is not so.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const [program, site] = process.argv.slice(2);
// Long, for machines that are busy: it is waited for what is seen, never for time to pass.
const PATIENCE = +(process.env.PATIENCE ?? 120_000);
const TRUSTED = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
  + "--disable-component-update --disable-sync";

// ---- The site and the program ----

function put(path, text) {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
}

const event = (title, more = "") =>
  `title: ${title}\nkind: demo\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\n${more}`;

// Starts the program and waits until it says where it serves.
async function serve(port) {
  const child = spawn(program, ["serve", "--now", "2016-02-01", "--port", String(port)], { cwd: site });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    const hear = (bytes) => {
      said += bytes;
      const found = /^Serving (\S+)$/m.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", (code) => reject(new Error(`the program ended with ${code}:\n${said}`)));
  });
  const stop = () => new Promise((resolve) => {
    child.on("exit", resolve);
    child.kill("SIGTERM");
  });
  return { address, stop };
}

// ---- The browser ----

const complaints = [];

async function open(context, address) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("console", (message) => {
    // Chromium says so of every page that is not there, or not yet.
    const isStatus = /the server responded with a status of (404|503)/.test(message.text());
    const isAway = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isStatus && !isAway) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
  await page.goto(address);
  await followed(page);
  return page;
}

// Waits until the page is connected, so that what comes next is news and nothing it was loaded with.
async function followed(page) {
  await page.waitForFunction(() => performance.getEntriesByType("resource").some((entry) => entry.name.includes("/.preview/follow.js")));
}

const mark = (page) => page.evaluate(() => (window.mark = "as loaded"));
const marked = (page) => page.evaluate(() => window.mark);
const shows = (page, selector, text) => page.locator(selector, { hasText: text }).first().waitFor();
const overlay = (page) => page.locator("handbill-preview dialog");

const steps = [];
const step = (name, run) => steps.push({ name, run });

step("an edit shows without touching the browser", async ({ context, address }) => {
  const page = await open(context, `${address}events/x/`);
  const began = Date.now();
  put("events/x.yaml", event("Peace march"));
  await shows(page, "h1", "Peace march");
  const shown = await page.evaluate(() => performance.timeOrigin + performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
  console.log(`  from the save to the page: ${Math.round(shown - began)} ms`);
  await page.close();
});

step("another page's edit leaves a page alone", async ({ context, address }) => {
  const page = await open(context, `${address}about.html`);
  const witness = await open(context, `${address}events/x/`);
  await mark(page);
  put("events/x.yaml", event("Walk for peace"));
  await shows(witness, "h1", "Walk for peace");
  put("site-templates/static/assets/style.css", style("rgb(9, 8, 7)"));
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(9, 8, 7)");
  assert.equal(await marked(page), "as loaded", "a reload for an edit that it does not show");
  await page.close();
  await witness.close();
});

step("a changed stylesheet is put in place without a reload", async ({ context, address }) => {
  const page = await open(context, `${address}events/x/`);
  await mark(page);
  for (const colour of ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]) {
    put("site-templates/static/assets/style.css", style(colour));
    await page.waitForFunction((colour) => getComputedStyle(document.body).backgroundColor === colour, colour);
  }
  await page.waitForFunction(() => document.querySelectorAll('link[rel~="stylesheet"][href*="style.css"]').length === 1);
  assert.equal(await marked(page), "as loaded");
  await page.close();
});

step("a picture that the page shows is loaded anew", async ({ context, address }) => {
  const page = await open(context, `${address}about.html`);
  const width = (wanted) => page.waitForFunction((wanted) => document.querySelector("img").naturalWidth === wanted, wanted);
  await width(20);
  put("site-templates/static/logo.svg", picture(30));
  await width(30);
  await page.close();
});

step("mistakes lie over the last good page until they are mended", async ({ context, address }) => {
  const page = await open(context, `${address}events/x/`);
  await mark(page);
  put("events/x.yaml", event("Walk for peace", "loaction: <img src=x onerror=\"window.hacked=1\">\n"));
  await overlay(page).waitFor();
  assert.equal(await overlay(page).getAttribute("role"), "alertdialog");
  await shows(page, "handbill-preview h2", "1 error");
  const text = await page.locator("handbill-preview pre").textContent();
  assert.match(text, /error\[unknown-field\]: `loaction` is not a field of an event/);
  assert.match(text, /events\/x\.yaml:5:1/);
  assert.match(text, /did you mean/);
  assert.ok(text.includes("<img src=x"), text);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator("h1").first().textContent(), "Walk for peace");

  await page.keyboard.press("Escape");
  await overlay(page).waitFor({ state: "detached" });
  put("events/x.yaml", event("Walk for peace", "knid: demo\n"));
  await shows(page, "handbill-preview pre", "knid");
  await page.getByRole("button", { name: "Close" }).click();
  await overlay(page).waitFor({ state: "detached" });
  assert.equal(await marked(page), "as loaded");

  await page.reload();
  await shows(page, "handbill-preview pre", "knid");
  const other = await open(context, `${address}about.html`);
  await shows(other, "handbill-preview pre", "knid");

  put("events/x.yaml", event("Walk for peace"));
  await overlay(page).waitFor({ state: "detached" });
  await overlay(other).waitFor({ state: "detached" });
  await other.close();
  await page.close();
});

step("the keyboard reaches the text and the button of the overlay", async ({ context, address }) => {
  const page = await open(context, `${address}events/x/`);
  put("events/x.yaml", event("Walk for peace", "knid: demo\n"));
  await overlay(page).waitFor();
  const focused = () => page.evaluate(() => document.querySelector("handbill-preview").shadowRoot.activeElement?.localName);
  assert.equal(await focused(), "button");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "pre");
  put("events/x.yaml", event("Walk for peace"));
  await overlay(page).waitFor({ state: "detached" });
  await page.close();
});

step("the place on the page stays, what is scrolled in it and what is open", async ({ context, address }) => {
  const page = await open(context, `${address}about.html`);
  await page.evaluate(() => {
    document.querySelector("details").open = true;
    document.querySelector("#box").scrollTop = 150;
    scrollTo(0, 900);
  });
  await page.waitForFunction(() => scrollY === 900);
  put("site-templates/static/about.html", about("Moved on"));
  await shows(page, "h1", "Moved on");
  await page.waitForFunction(() => scrollY === 900 && document.querySelector("#box").scrollTop === 150);
  assert.ok(await page.evaluate(() => document.querySelector("details").open));
  await page.close();
});

step("two tabs follow", async ({ context, address }) => {
  const pages = [await open(context, `${address}events/x/`), await open(context, `${address}events/x/`)];
  for (const title of ["One for both", "And once more"]) {
    put("events/x.yaml", event(title));
    await Promise.all(pages.map((page) => shows(page, "h1", title)));
  }
  await Promise.all(pages.map((page) => page.close()));
});

step("more tabs than a browser has connections can be open", async ({ context, address }) => {
  const pages = [];
  const hide = (page, hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  for (let number = 0; number < 9; number += 1) {
    pages.push(await open(context, `${address}events/x/`));
    await hide(pages.at(-1), true);
  }
  const [last, ...hidden] = pages.reverse();
  await hide(last, false);
  put("events/x.yaml", event("Nine tabs"));
  await shows(last, "h1", "Nine tabs");
  for (const page of hidden) {
    assert.equal(await page.locator("h1").first().textContent(), "And once more");
    await hide(page, false);
    await shows(page, "h1", "Nine tabs");
    await page.close();
  }
  await last.close();
});

step("a page that is not there becomes the event when it is added, and goes with it", async ({ context, address }) => {
  const page = await open(context, `${address}events/new/`);
  await shows(page, "h1", "Page not found");
  put("events/new.yaml", event("A new one"));
  await shows(page, "h1", "A new one");
  rmSync(join(site, "events/new.yaml"));
  await shows(page, "h1", "Page not found");
  await page.close();
});

step("a page follows a server that was started again", async (running) => {
  const page = await open(running.context, `${running.address}events/x/`);
  await running.stop();
  put("events/x.yaml", event("While it was away"));
  Object.assign(running, await serve(new URL(running.address).port));
  await shows(page, "h1", "While it was away");
  await page.close();
});

step("before there is a site its mistakes are shown, and then the site", async (running) => {
  await running.stop();
  put("events/x.yaml", event("At first", "knid: demo\n"));
  Object.assign(running, await serve(new URL(running.address).port));
  const page = await open(running.context, `${running.address}events/x/`);
  await shows(page, "h1", "Not built yet");
  await shows(page, "handbill-preview pre", "knid");
  put("events/x.yaml", event("At first"));
  await shows(page, "h1", "At first");
  await overlay(page).waitFor({ state: "detached" });
  await page.close();
});

// ---- All of it ----

const style = (colour) => `body { background: ${colour}; }\n`;
const picture = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"></svg>\n`;
const about = (title) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>About</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:">
<link rel="stylesheet" href="/assets/style.css"></head>
<body><h1>${title}</h1><img src="/logo.svg" alt=""><details><summary>More</summary><p>Opened</p></details>
<textarea id="box" rows="3" cols="20">${"line\n".repeat(100)}</textarea>
${"<p>Many words.</p>\n".repeat(200)}</body></html>
`;

put("site-templates/static/assets/style.css", style("white"));
put("site-templates/static/logo.svg", picture(20));
put("site-templates/static/about.html", about("About us"));
put("events/x.yaml", event("March"));

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: TRUSTED.split(" ") });
const running = { context: await browser.newContext(), ...(await serve(0)) };
try {
  for (const { name, run } of steps) {
    console.log(name);
    await run(running);
    assert.deepEqual(complaints, [], name);
  }
} finally {
  await browser.close();
  await running.stop();
}
