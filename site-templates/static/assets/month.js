// A walk through a month by keys: arrows go from day to day, Home and End through the week, Page Up and Page Down to other months.
// Nothing is lost without it.

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
// The Swedish way to write a day is that of machines.
const today = new Date().toLocaleDateString("sv");

for (const grid of all(".month")) {
  const days = all("td:not(.other)", grid);
  const now = days.findIndex((day) => one("time", day).dateTime === today);
  if (now >= 0) one("time", days[now]).setAttribute("aria-current", "date");
  let stop = Math.max(now, 0);
  days[stop].tabIndex = 0;
  const forward = document.dir === "rtl" ? -1 : 1;

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    const at = days.indexOf(cell);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const last = days.length - 1;
    const to = {
      ArrowLeft: at - forward,
      ArrowRight: at + forward,
      ArrowUp: at - 7,
      ArrowDown: at + 7,
      Home: Math.max(at - cell.cellIndex, 0),
      End: Math.min(at + 6 - cell.cellIndex, last),
    }[event.key];
    const turn = { PageUp: "prev", PageDown: "next" }[event.key];
    if (to >= 0 && to <= last) {
      days[stop].tabIndex = -1;
      stop = to;
      days[to].tabIndex = 0;
      days[to].focus();
    } else if (turn) one(`.pager [rel=${turn}]`)?.click();
    else if (to === undefined) return;
    event.preventDefault();
  });
}
