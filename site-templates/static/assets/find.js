// Finding events: how near the days are, and a walk through a month by keys. Nothing is lost without it.
"use strict";

(() => {
  const { zone } = document.currentScript.dataset;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // ---- The day by the clock on the wall, in the site's zone ----

  function dayNow() {
    // The Swedish way to write a day is that of machines. Old phones do not know every zone.
    const written = (timeZone) => new Intl.DateTimeFormat("sv", { timeZone }).format(new Date());
    try {
      return written(zone);
    } catch {
      return written();
    }
  }

  const today = dayNow();

  // The same words as the build's, which may be some days old.
  function near(day) {
    const ahead = (Date.parse(day) - Date.parse(today)) / 864e5;
    const fromMonday = (new Date(today).getUTCDay() + 6) % 7;
    if (ahead === 0) return "Today";
    if (ahead === 1) return "Tomorrow";
    return ahead > 1 && fromMonday < 5 && [5, 6].includes(fromMonday + ahead) ? "This weekend" : "";
  }

  for (const title of all(".day-title")) {
    const time = title.querySelector("time");
    let word = title.querySelector(".near");
    const words = time ? near(time.dateTime) : "";
    if (words && !word) {
      word = document.createElement("strong");
      word.className = "near";
      title.append(" ", word);
    }
    if (words) word.textContent = words;
    else word?.remove();
  }

  // ---- A month: arrows go from day to day, Home and End through the week, Page Up and Page Down to other months ----

  function walk(grid) {
    const days = all("td:not(.other)", grid);
    const dayOf = (cell) => cell.querySelector("time").dateTime;
    const current = days.find((cell) => dayOf(cell) === today);
    current?.querySelector("time").setAttribute("aria-current", "date");
    let stop = current ?? days[0];
    stop.tabIndex = 0;

    const go = (cell) => {
      if (!cell) return;
      stop.tabIndex = -1;
      stop = cell;
      stop.tabIndex = 0;
      stop.focus();
    };
    const turn = (rel) => document.querySelector(`.pager a[rel=${rel}]`)?.click();
    const forward = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
    const keys = {
      ArrowLeft: (at) => go(days[at - forward]),
      ArrowRight: (at) => go(days[at + forward]),
      ArrowUp: (at) => go(days[at - 7]),
      ArrowDown: (at) => go(days[at + 7]),
      Home: (at) => go(all("td:not(.other)", days[at].parentElement)[0]),
      End: (at) => go(all("td:not(.other)", days[at].parentElement).pop()),
      PageUp: () => turn("prev"),
      PageDown: () => turn("next"),
    };
    grid.addEventListener("keydown", (event) => {
      const at = days.indexOf(event.target.closest("td"));
      if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.key === "Enter" && event.target === days[at]) days[at].querySelector("a")?.focus();
      else if (keys[event.key]) keys[event.key](at);
      else return;
      event.preventDefault();
    });
  }

  all(".month").forEach(walk);
})();
