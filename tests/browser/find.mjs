// What a visitor sees of search, filters and months in a browser: node find.mjs FOLDER, where FOLDER holds the sample site as of
// 1 February 2016 and the event of tests/suite/find.rs. It says what it looked at, and ends with 1 at the first thing that is not so.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const folder = process.argv[2];
const PATIENCE = +(process.env.PATIENCE ?? 120_000);
const TYPES = {
  ".css": "text/css", ".html": "text/html", ".ics": "text/calendar", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml",
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const path = join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  try {
    const body = await readFile(path);
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const complaints = [];

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  if (options.javaScriptEnabled !== false) await page.clock.setFixedTime(new Date("2016-02-01T10:00:00Z"));
  page.on("console", (message) => message.type() === "error" && complaints.push(`${path}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`${path}: ${error}`));
  await page.goto(address + path);
  return page;
}

const told = (page) => page.locator("form.find [role=status]");
const found = (page) => page.locator("#found h3");
const says = (locator, text) => locator.filter({ hasText: text }).waitFor();
const query = (page) => new URL(page.url()).search;
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());

const steps = [];
const step = (name, run) => steps.push({ name, run });

step("a filter shows at once what is in a town, says how much, and stands in the address", async () => {
  const page = await open("");
  await page.locator("form.find summary").click();
  await page.selectOption("select[name=town]", "london");
  await says(told(page), /^\d+ events? found$/);
  assert.equal(query(page), "?town=london");
  assert.equal(await page.locator("#usual").isVisible(), false);
  const count = +/\d+/.exec(await told(page).textContent())[0];
  assert.ok(count > 1 && (await found(page).count()) === count, `${count}`);
  assert.ok((await page.locator("#found .where").allTextContents()).every((where) => /London|Online/.test(where)));
  const feed = page.getByRole("link", { name: "Subscribe to London" });
  assert.match(await feed.getAttribute("href"), /^webcal:.*\/feeds\/towns\/london\.ics$/);

  await page.selectOption("select[name=kind]", "demo");
  await says(told(page), /^2 events found/);
  assert.equal(query(page), "?town=london&kind=demo");
  assert.deepEqual(await found(page).allTextContents(), ["Stop Trident", "People's Assembly national demo"]);

  await page.goBack();
  await says(told(page), new RegExp(`^${count} `));
  assert.equal(await page.inputValue("select[name=kind]"), "");
  await page.goBack();
  await page.locator("#usual").waitFor();
  assert.equal(await page.locator("#found").isVisible(), false);
});

step("an address with a filter shows what it showed, and all that is part of a group", async () => {
  const page = await open("?group=london");
  await says(told(page), /events found/);
  assert.equal(await page.inputValue("select[name=group]"), "london");
  assert.ok((await found(page).allTextContents()).includes("Hackney monthly meeting"));
  await page.getByRole("link", { name: "Clear" }).click();
  await page.locator("#usual").waitFor();
  assert.equal(query(page), "");
});

step("places that offer what somebody needs are found", async () => {
  const page = await open("?access=step-free");
  await says(told(page), /^1 event found$/);
  assert.deepEqual(await found(page).allTextContents(), ["Café Łódź"]);
  assert.equal(await page.getByRole("link", { name: /^Subscribe to Step/ }).count(), 0);
});

step("a search takes mistakes, accents and beginnings, and is done by keys alone", async () => {
  const page = await open("search/");
  await page.locator("#q").focus();
  await page.keyboard.type("stop tridnet");
  await says(told(page), /events? found/);
  assert.equal((await found(page).allTextContents())[0], "Stop Trident");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "found-title");
  assert.equal(query(page), "?q=stop+tridnet");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Clear");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Stop Trident");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/events\/stop-trident\/$/);

  for (const [asked, title] of [["shefield", "Sheffield monthly meeting"], ["Conférence", "First national conference"], ["phoneb", "Phonebank from home"], ["lodz cafe", "Café Łódź"]]) {
    const other = await open(`search/?q=${encodeURIComponent(asked)}`);
    await says(found(other), title);
  }
});

step("what has been is found too, after what is to come", async () => {
  const page = await open("search/?q=meeting");
  await says(told(page), /events found/);
  const heads = await page.locator("#found h2").allTextContents();
  assert.ok(heads.findIndex((head) => head.startsWith("Past")) > heads.findIndex((head) => head.startsWith("Coming up")), `${heads}`);
  const nothing = await open("search/?q=qwertyuiop");
  await says(told(nothing), "No events found");
});

step("what is near by an earlier build is not said to be near now", async () => {
  const page = await open("");
  await page.locator(".near", { hasText: "Tomorrow" }).waitFor();
  const context = await browser.newContext();
  const later = await context.newPage();
  await later.clock.setFixedTime(new Date("2016-02-03T10:00:00Z"));
  await later.goto(address);
  await later.waitForFunction(() => !document.querySelector(".near"));
});

step("keys walk through a month and on to the next one", async () => {
  const page = await open("calendar/2016/02/");
  const day = () => page.evaluate(() => document.activeElement.querySelector?.("time")?.dateTime);
  assert.equal(await page.locator("time[aria-current=date]").getAttribute("datetime"), "2016-02-01");
  await page.locator(".month td[tabindex='0']").focus();
  const walk = [
    ["ArrowRight", "2016-02-02"], ["ArrowDown", "2016-02-09"], ["End", "2016-02-14"], ["ArrowRight", "2016-02-15"], ["Home", "2016-02-15"],
    ["ArrowUp", "2016-02-08"], ["ArrowLeft", "2016-02-07"], ["ArrowUp", "2016-02-07"],
  ];
  for (const [key, expected] of walk) {
    await page.keyboard.press(key);
    assert.equal(await day(), expected, key);
  }
  assert.equal(await page.locator(".month td[tabindex='0']").count(), 1);
  await page.keyboard.press("PageDown");
  await page.waitForURL(/\/calendar\/2016\/03\/$/);
  await page.locator(".month td[tabindex='0']").focus();
  await page.keyboard.press("PageUp");
  await page.waitForURL(/\/calendar\/2016\/02\/$/);
  // Every event is reached by Tab as well.
  await page.locator(".month td a").first().focus();
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.matches(".month td a")));
});

step("without scripts every list is a link away, and nothing is offered that does nothing", async () => {
  const page = await open("", { javaScriptEnabled: false });
  await page.locator("form.find summary").click();
  await page.getByRole("link", { name: "London", exact: true }).first().click();
  await page.waitForURL(/\/(towns|groups)\/london\/$/);
  await page.goto(address);
  await page.locator("form.find summary").click();
  await page.getByRole("link", { name: /Step-free/ }).click();
  await page.waitForURL(/\/access\/$/);
  await page.goto(`${address}search/?q=x`);
  assert.match(await page.locator("main").textContent(), /runs no scripts/);
  await page.goto(`${address}calendar/2016/02/`);
  await page.locator(".jump summary").click();
  await page.locator(".jump").getByRole("link", { name: "April 2016" }).click();
  await page.waitForURL(/\/calendar\/2016\/04\/$/);
});

step("nothing is wider than a phone", async () => {
  for (const path of ["", "?town=london&kind=demo", "search/?q=meeting", "calendar/2016/02/", "calendar/2016/10/", "access/"]) {
    const page = await open(path, { viewport: { width: 320, height: 640 } });
    if (path.includes("?")) await says(told(page), /found/);
    for (const details of await page.locator("main details > summary").all()) await details.click();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(over, 0, path);
  }
});

for (const { name, run } of steps) {
  try {
    await run();
    console.log(`ok: ${name}`);
  } catch (error) {
    console.error(`not ok: ${name}\n${error.stack}`);
    process.exitCode = 1;
    break;
  }
}
if (complaints.length) {
  console.error(complaints.join("\n"));
  process.exitCode = 1;
}
await browser.close();
server.close();
