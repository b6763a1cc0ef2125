// How soon a browser shows an edit: node edits.mjs ADDRESS < EDITS, where ADDRESS is that of a running `handbill serve` and EDITS is
// a JSON list of { page, file, text, words }. Each text is moved over its file while its page is open; printed is, in milliseconds
// and as JSON, how long it took until a frame with the words was drawn. Without a browser (with --told) it is how long it took until the
// server told of the build.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

const [address, mode] = process.argv.slice(2);
const now = () => performance.timeOrigin + performance.now();
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
/** So long a page is left alone before an edit: nothing of its loading is then measured. */
const REST = 300;
const PATIENCE = 120_000;
const FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** As editors do. */
function save({ file, text }) {
  const beside = join(dirname(file), `.${basename(file)}.tmp`);
  writeFileSync(beside, text);
  const moment = now();
  renameSync(beside, file);
  return moment;
}

/** In the page, however often it is loaded again: when a frame with the words has been drawn. */
const drawn = (words) => {
  const holds = document.body?.textContent.includes(words) || document.querySelector(`time[datetime^="${words}"]`);
  return holds && new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now()))));
};

async function inBrowser(edits) {
  const { chromium } = createRequire(new URL("../../tests/browser/", import.meta.url))("playwright-core");
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS.split(" ") });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    const times = [];
    for (const edit of edits) {
      await page.goto(address + edit.page);
      if (await page.evaluate(drawn, edit.words)) throw new Error(`${edit.page} shows ${edit.words} before the edit`);
      await pause(REST);
      const moved = save(edit);
      const shown = await page.waitForFunction(drawn, edit.words, { polling: "raf" });
      times.push((await shown.jsonValue()) - moved);
    }
    return times;
  } finally {
    await browser.close();
  }
}

/** What the server says to a page, as it comes. */
async function listen(page) {
  const html = await (await fetch(address + page)).text();
  const query = new URLSearchParams({ page: `/${page}`, since: /data-build="([^"]*)"/.exec(html)[1] });
  const { body } = await fetch(`${address}.preview/events?${query}`);
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const heard = { text: "", stop: () => reader.cancel() };
  heard.more = () => reader.read().then(({ value }) => (heard.text += value));
  return heard;
}

async function untilTold(edits) {
  const times = [];
  for (const edit of edits) {
    const heard = await listen(edit.page);
    let next = heard.more();
    // What it says of the builds before.
    while ((await Promise.race([next, pause(REST)])) !== undefined) next = heard.more();
    heard.text = "";
    const moved = save(edit);
    for (; !/^data:.*\n/m.test(heard.text); next = heard.more()) await next;
    times.push(now() - moved);
    await heard.stop();
    const html = await (await fetch(address + edit.page)).text();
    if (!html.includes(edit.words)) throw new Error(`${edit.page} does not hold ${edit.words} when its browser is told`);
  }
  return times;
}

const isThere = [process.env.CHROMIUM ?? "/usr/bin/chromium", new URL("../../tests/browser/node_modules/playwright-core", import.meta.url)].every((path) => existsSync(path));
if (mode === "--is-there") process.exit(isThere ? 0 : 1);
const edits = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(await (mode === "--told" ? untilTold(edits) : inBrowser(edits))));
