// Search and filters over the files below search/, and a walk through a month by keys. Nothing is lost without it.

const root = new URL("..", import.meta.url).pathname;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

// ---- Today, in the site's zone; an old browser does not know every zone ----

const written = (timeZone) => new Intl.DateTimeFormat("sv", { timeZone }).format();
let today;
try {
  today = written(one("[data-zone]").dataset.zone);
} catch {
  today = written();
}
// What is near as of an earlier build is not near now.
if (one("[data-today]")?.dataset.today !== today) all(".near").forEach((word) => word.remove());

// ---- A month: arrows go from day to day, Home and End through the week, Page Up and Page Down to other months ----

for (const grid of all(".month")) {
  const days = all("td:not(.other)", grid);
  const now = days.map((day) => one("time", day)).findIndex((time) => time.dateTime === today);
  if (now >= 0) one("time", days[now]).setAttribute("aria-current", "date");
  let stop = Math.max(now, 0);
  days[stop].tabIndex = 0;
  const forward = document.dir === "rtl" ? -1 : 1;

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    const at = days.indexOf(cell);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const weekday = cell.cellIndex;
    const last = days.length - 1;
    const to = {
      ArrowLeft: at - forward,
      ArrowRight: at + forward,
      ArrowUp: at - 7,
      ArrowDown: at + 7,
      Home: Math.max(at - weekday, 0),
      End: Math.min(at + 6 - weekday, last),
    }[event.key];
    const turn = { PageUp: "prev", PageDown: "next" }[event.key];
    if (to >= 0 && to <= last) {
      days[stop].tabIndex = -1;
      stop = to;
      days[to].tabIndex = 0;
      days[to].focus();
    } else if (turn) one(`.pager [rel=${turn}]`)?.click();
    else if (event.key === "Enter" && event.target === cell) one("a", cell)?.focus();
    else if (to === undefined) return;
    event.preventDefault();
  });
}

// ---- Words, without accents and apostrophes, each known by a number ----

const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\p{M}'’]/gu, "").replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]);
const split = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const vocabulary = new Map();
const numbered = (text) => split(text).map((word) => {
  if (!vocabulary.has(word)) vocabulary.set(word, vocabulary.size);
  return vocabulary.get(word);
});

// Whether a word or its beginning differs by few letters: changed, added, missing, or swapped with the next.
function isLike(asked, word) {
  const most = asked.length > 7 ? 2 : 1;
  const width = Math.min(word.length, asked.length + most);
  // Of the first letters one is in its place, or nearly.
  if (![...asked.slice(0, most + 1)].some((letter) => word.slice(0, 2 * most + 1).includes(letter))) return false;
  let [before, last, least] = [[], [], 0];
  for (let j = 0; j <= width; j++) last[j] = j;
  for (let i = 1; i <= asked.length && least <= most; i++) {
    const row = [i];
    least = i;
    for (let j = 1; j <= width; j++) {
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (asked[i - 1] !== word[j - 1]));
      if (asked[i - 1] === word[j - 2] && asked[i - 2] === word[j - 1]) edits = Math.min(edits, before[j - 2] + 1);
      least = Math.min(least, (row[j] = edits));
    }
    [before, last] = [last, row];
  }
  return least <= most;
}

const fit = (asked, word, isLoose) =>
  word.startsWith(asked) ? 3 : isLoose && asked.length > 3 ? (word.includes(asked) ? 2 : +isLike(asked, word)) : 0;

// ---- Events, a file a year ----

const names = [];
const files = {};
const fetched = (name, read) => (files[name] ??= fetch(`${root}search/${name}.json`).then((answer) => answer.json()).then(read));

const events = (year) => fetched(year, (file) => {
  const name = ([folder, id, title, of, isColoured]) => ({ folder, id, title, of, isColoured, words: numbered(title) });
  const rows = file.names.map(name);
  const days = file.days.map(([first, more, title]) => ({ end: Date.UTC(year, 0, 1 + first + more), ...name(["", "", title]) }));
  names.push(...rows, ...days);
  const whole = (row) => (row ? [row, ...whole(rows[row.of])] : []);
  return file.of.split(",").map((list, i) => {
    const own = list.split(" ").map((number) => rows[number]);
    const [when, title] = [days[file.when[i]], file.titles[i]];
    return {
      title, when, time: file.times[file.time[i]], status: file.states[file.state[i]], url: `${root}events/${file.ids[i]}/`,
      kind: own[0], place: own[1], hosts: own.slice(2, 2 + file.hosts[i]), words: numbered(title), names: [when, ...own.flatMap(whole)],
    };
  });
});

// Those that hold each of the words, with how well. A title of as many words is most likely the very one.
function search(among, asked, isLoose) {
  let found = among;
  for (const event of among) event.score = +(event.words.length === asked.length);
  for (const word of asked) {
    const fits = [...vocabulary.keys()].map((known) => fit(word, known, isLoose));
    const best = (words) => words.reduce((most, number) => Math.max(most, fits[number]), 0);
    for (const name of names) name.fit = best(name.words);
    found = found.filter((event) => {
      const score = event.names.reduce((most, name) => Math.max(most, name.fit), best(event.words) * 1.5);
      event.score += score;
      return score > 0;
    });
  }
  return found;
}

// ---- The form and what it finds ----

const SORTS = { town: "towns", group: "groups", campaign: "campaigns", kind: "kinds", access: "access" };
// So many events are read without being asked: at most 300 KB on the way. And so many are shown.
let most = 14_000;
const ROOM = 60;
const form = one("form.find");

function card({ title, url, when, time, status, place, kind, hosts }) {
  const colour = hosts.find((host) => host.isColoured);
  const item = make("li", { className: `card ${colour ? `group-${colour.id}` : ""}` }, make("h3", {}, make("a", { href: url }, title)));
  const line = (className, ...words) => item.append(make("p", { className }, ...words.flatMap((word) => [word, " "])));
  const span = (words, className = "") => make("span", { className }, words);
  line("facts", span(time ? `${when.title}, ${time}` : when.title), place.title && span(place.title, "where"));
  if (status[1]) line(`status ${status[0]}`, make("strong", {}, status[1]));
  line("meta", ...[kind, ...hosts].map((name) => span(name.title)));
  return item;
}

const list = (title, found) => found.length ? [
  make("h2", {}, found.length > ROOM ? `${title}: ${ROOM} of ${found.length}` : title),
  make("ul", { className: "cards" }, ...found.slice(0, ROOM).map(card)),
] : [];

async function coming() {
  const { today: now, years } = await fetched("years", (file) => file);
  const year = +now.slice(0, 4);
  const read = await Promise.all(years.filter((one) => one[0] >= year).map((one) => events(one[0])));
  return { now: Date.parse(now), year, past: years.filter((one) => one[0] < year), read: read.flat() };
}

// Selects take the place of the links, with what is coming up.
let chosen;
const choose = () => (chosen ??= coming().then(({ now, read }) => {
  const known = new Map(read.filter(({ when }) => when.end >= now).flatMap((event) => event.names).map((name) => [name.folder + name.id, name]));
  const sorted = [...known.values()].sort((a, b) => a.title.localeCompare(b.title));
  const fields = Object.entries(SORTS).map(([key, folder]) => {
    const options = sorted.filter((name) => name.folder === folder).map(({ title, id }) => new Option(title, id));
    return options.length ? make("label", {}, `${key[0].toUpperCase()}${key.slice(1)} `, make("select", { name: key }, new Option("Any", ""), ...options)) : "";
  });
  one(".find-by", form).replaceChildren(...fields);
}));

let turn = 0;
async function show() {
  const mine = ++turn;
  const [results, usual, status] = [one("#found"), one("#usual"), one("[role=status]", form)];
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  const words = split(asked.q ?? "");
  const wanted = Object.keys(SORTS).filter((key) => asked[key]).map((key) => ({ folder: SORTS[key], id: asked[key] }));
  const isIdle = !words[0] && !wanted[0];
  results.hidden = isIdle;
  if (usual) usual.hidden = !isIdle;
  status.textContent = "";
  if (wanted[0]) {
    one("details", form).open = true;
    await choose();
  }
  for (const field of all("[name]", form)) field.value = asked[field.name] ?? "";
  if (isIdle) return;

  const { now, year, past, read } = await coming();
  const isSame = (a) => (b) => a.folder === b.folder && a.id === b.id;
  const look = (among, isLoose) => search(among.filter((event) => wanted.every((name) => event.names.some(isSame(name)))), words, isLoose);
  let [since, among] = [year, read];
  let found;
  do {
    // A year that was read once is searched at once.
    while (words.length && past.length && (files[past.at(-1)[0]] || found)) {
      found = null;
      among.push(...(await events((since = past.pop()[0]))));
    }
    found = look(among);
  } while (words.length && past.length && (found.length < ROOM || most > 1e5) && among.length + past.at(-1)[1] <= most);
  if (!found.length) found = look(among, true);
  if (mine !== turn) return;

  const sorted = (isNext) => found.filter(({ when }) => (when.end >= now) === isNext)
    .sort((a, b) => b.score - a.score || (isNext ? 1 : -1) * (a.when.end - b.when.end));
  const [next, over] = [sorted(true), words.length ? sorted(false) : []];
  const count = next.length + over.length;
  const isMore = words[0] && past[0];
  status.textContent = `${count || "No"} ${count === 1 ? "event" : "events"} found${isMore ? ` since ${since}` : ""}`;
  const feeds = wanted.map((name) => names.find(isSame(name))).filter((name) => name && name.folder !== "access").map(({ folder, id, title }) =>
    make("li", {}, make("a", { className: "button", href: `webcal://${location.host}${root}feeds/${folder}/${id}.ics` }, `Subscribe to ${title}`)));
  const hint = feeds[0] && (words[0] || wanted[1]) ? "A subscription holds more than is shown here." : "";
  const earlier = make("button", { className: "button", type: "button", onclick: () => tell((most = 1e9)) }, `Search before ${since} too`);
  results.replaceChildren(
    make("h2", { id: "found-title", tabIndex: -1 }, status.textContent),
    make("p", { className: "more" }, make("a", { href: location.pathname }, "Clear")),
    make("ul", { className: "buttons" }, ...feeds), make("p", { className: "small" }, hint),
    ...list("Coming up", next), ...list("Past", over), isMore ? earlier : "",
  );
}

const tell = () => show().catch(() => (one("[role=status]", form).textContent = "This could not be loaded. Use the lists."));

if (form) {
  const step = (way) => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    history[way](null, "", query ? `?${query}` : location.pathname);
    return tell();
  };
  let wait;
  form.q.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(step, 120, "replaceState");
  });
  form.addEventListener("change", (event) => event.target !== form.q && step("pushState"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(wait);
    await step("pushState");
    one("#found-title")?.focus();
  });
  one("details", form).addEventListener("toggle", choose);
  addEventListener("popstate", tell);
  tell();
}
