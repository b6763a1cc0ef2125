// Follows the builds of `handbill serve`. The server adds this script to pages on their way; no file holds it.
(() => {
  "use strict";

  const KEPT = "handbill-preview";
  let build = document.currentScript.dataset.build;
  let source = null;
  let again = 0;
  let overlay = null;
  let closed = "";

  // ---- The connection ----

  // A browser has six connections for one server: pages that nobody sees leave theirs to others, and ask what they missed
  // when they are shown again.
  function connect() {
    clearTimeout(again);
    if (source || document.hidden) return;
    const query = new URLSearchParams({ page: location.pathname, since: build });
    source = new EventSource(`/.preview/events?${query}`);
    source.onmessage = (event) => {
      build = event.lastEventId;
      take(JSON.parse(event.data));
    };
    source.onerror = () => {
      // The browser tries again by itself, unless the answer was no stream of events.
      if (source.readyState !== EventSource.CLOSED) return;
      source = null;
      again = setTimeout(connect, 1000);
    };
  }

  function disconnect() {
    clearTimeout(again);
    if (source) source.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  // A page that the browser kept for the way back.
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);

  // ---- What changed ----

  function take(message) {
    if (message.reload || message.shown.some(isShown) || !message.styles.every(swap)) return reload();
    draw(message.mistakes);
  }

  function isShown(address) {
    return performance.getEntriesByType("resource").some((entry) => pathOf(entry.name) === address);
  }

  function pathOf(address) {
    const url = new URL(address, location);
    return url.origin === location.origin ? decode(url.pathname) : "";
  }

  function decode(path) {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }

  // Puts the changed stylesheet in place of the one shown. Answers no where only a reload can do that.
  function swap(address) {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"]')].filter((link) => pathOf(link.href) === address);
    if (links.length === 0) return !isShown(address);
    const fresh = links.at(-1).cloneNode();
    const url = new URL(fresh.href);
    url.search = `build=${build}`;
    fresh.href = url.href;
    // The old one goes when the new one is there: the page is never without.
    fresh.addEventListener("load", () => links.forEach((link) => link.remove()));
    fresh.addEventListener("error", () => fresh.remove());
    links.at(-1).after(fresh);
    return true;
  }

  // ---- Loading again, at the same place ----

  function reload() {
    disconnect();
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(place()));
    } catch {
      // Storage is full or forbidden: the browser keeps the place as well as it can.
    }
    location.reload();
  }

  function place() {
    const all = [...document.querySelectorAll("body *")];
    return {
      page: location.pathname + location.search,
      top: scrollY,
      left: scrollX,
      scrolled: all.flatMap((box, at) => (box.scrollTop || box.scrollLeft ? [[at, box.tagName, box.scrollTop, box.scrollLeft]] : [])),
      details: [...document.querySelectorAll("details")].map((details) => details.open),
    };
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
    } catch {
      return;
    }
    if (!kept || kept.page !== location.pathname + location.search) return;
    const details = [...document.querySelectorAll("details")];
    if (details.length === kept.details.length) details.forEach((each, at) => (each.open = kept.details[at]));
    const all = [...document.querySelectorAll("body *")];
    const scroll = () => {
      for (const [at, tag, top, left] of kept.scrolled) {
        if (all[at]?.tagName === tag) Object.assign(all[at], { scrollTop: top, scrollLeft: left });
      }
      scrollTo({ top: kept.top, left: kept.left, behavior: "instant" });
    };
    scroll();
    // Pictures and fonts that come later move the page; its reader may have moved it, too.
    let isMoved = false;
    for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      addEventListener(kind, () => (isMoved = true), { once: true, passive: true });
    }
    addEventListener("load", () => isMoved || scroll(), { once: true });
  }

  // ---- Mistakes ----

  const STYLE = `
    dialog {
      --paper: #fffdf8; --ink: #1d1a16; --quiet: #5a5249; --line: #d9cdb8; --shade: #f6efe2; --mark: #a3170c;
      box-sizing: border-box; width: min(60rem, 100vw - 1.5rem); max-width: none; max-height: calc(100dvh - 1.5rem);
      margin: auto; padding: 0; border: 1px solid var(--line); border-top: .375rem solid var(--mark); border-radius: .5rem;
      background: var(--paper); color: var(--ink); color-scheme: light dark; box-shadow: 0 .5rem 2rem #0006;
      font: 1rem/1.5 system-ui, sans-serif; overflow: hidden;
    }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: #0009; }
    header { display: flex; gap: 1rem; align-items: center; justify-content: space-between; padding: .75rem 1rem; }
    h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
    p { margin: 0; padding: .5rem 1rem .75rem; color: var(--quiet); font-size: .875rem; }
    pre {
      flex: 1 1 auto; min-height: 4rem; margin: 0; padding: .75rem 1rem; overflow: auto; border-block: 1px solid var(--line);
      background: var(--shade); font: .875rem/1.5 ui-monospace, Menlo, Consolas, "Liberation Mono", monospace;
      white-space: pre; tab-size: 4; overscroll-behavior: contain;
    }
    .words { padding-inline-start: 4ch; text-indent: -4ch; white-space: pre-wrap; overflow-wrap: anywhere; }
    .title { color: var(--mark); font-weight: bold; }
    button {
      flex: none; min-width: 2.75rem; min-height: 2.75rem; padding: 0 .875rem; border: 1px solid currentColor; border-radius: .375rem;
      background: none; color: inherit; font: inherit; cursor: pointer;
    }
    button:hover { background: var(--shade); }
    :focus-visible { outline: .1875rem solid var(--mark); outline-offset: -.1875rem; }
    @media (prefers-color-scheme: dark) {
      dialog { --paper: #16130f; --ink: #f2ece1; --quiet: #bfb4a2; --line: #4a4236; --shade: #28231c; --mark: #ff8f80; }
    }
    @media (hover: none) { .keys { display: none; } }
    @media (max-width: 40rem) { pre { font-size: .8125rem; } }
  `;

  // Words wrap; lines of files stay whole, because what points into them stands below.
  function line(text) {
    const isTitle = /^(error|warning)\[/.test(text);
    const kind = isTitle ? "words title" : /^ *= /.test(text) ? "words" : "";
    return element("div", { class: kind }, `${text}\n`);
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // The text comes from files of the site and is never read as HTML: `append` and `textContent` take it as it is.
  function draw(mistakes) {
    if (!mistakes) {
      closed = "";
      return remove();
    }
    if (mistakes.text === closed || overlay?.text === mistakes.text) return;
    remove();
    const host = element("handbill-preview");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const button = element("button", { type: "button" }, "Close");
    const dialog = element(
      "dialog",
      { role: "alertdialog", "aria-labelledby": "title", "aria-describedby": "hint" },
      element("header", {}, element("h2", { id: "title" }, mistakes.title), button),
      element("pre", { tabindex: "0", role: "region", "aria-label": "What is wrong" }, ...mistakes.text.trimEnd().split("\n").map(line)),
      element(
        "p",
        { id: "hint" },
        "Below is the last good state. This goes by itself when the mistakes are mended",
        element("span", { class: "keys" }, "; Esc closes it"),
        ".",
      ),
    );
    root.append(dialog);
    button.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      if (overlay?.host !== host) return;
      closed = mistakes.text;
      remove();
    });
    overlay = { host, dialog, text: mistakes.text };
    document.documentElement.append(host);
    dialog.showModal();
    button.focus({ preventScroll: true });
  }

  function remove() {
    if (!overlay) return;
    const { host, dialog } = overlay;
    overlay = null;
    // Closing gives the focus back to where it was.
    dialog.close();
    host.remove();
  }

  restore();
  connect();
})();
