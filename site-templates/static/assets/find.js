// Search and filters over the files below search/. Nothing is lost without it.

const root = new URL("..", import.meta.url).pathname;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

// The Swedish way to write a day is that of machines. What was near when the site was built is not near now.
const today = new Date().toLocaleDateString("sv");
if (one("[data-today]")?.dataset.today !== today) all(".near").forEach((word) => word.remove());

// Words, without accents and apostrophes, each known by a number.
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
const split = (text) => text.toLowerCase().normalize("NFKD").replace(/[\p{M}'’]/gu, "")
  .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]).match(/[\p{L}\p{N}]+/gu) ?? [];
const vocabulary = new Map();
const numbered = (text) => split(text).map((word) => {
  if (!vocabulary.has(word)) vocabulary.set(word, vocabulary.size);
  return vocabulary.get(word);
});

// Whether a word or its beginning differs by few letters: changed, added, missing, or swapped with the next.
function isLike(asked, word) {
  const most = asked.length > 7 ? 2 : 1;
  const width = Math.min(word.length, asked.length + most);
  if (![...asked.slice(0, most + 1)].some((letter) => word.slice(0, 2 * most + 1).includes(letter))) return false;
  let [before, last, least] = [[], [], 0];
  for (let j = 0; j <= width; j++) last[j] = j;
  for (let i = 1; i <= asked.length && least <= most; i++) {
    const row = [(least = i)];
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

// Events, a file a year.
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

async function coming() {
  const { today: now, years } = await fetched("years", (file) => file);
  const year = +now.slice(0, 4);
  const read = await Promise.all(years.filter((one) => one[0] >= year).map((one) => events(one[0])));
  return { now: Date.parse(now), year, past: years.filter((one) => one[0] < year), read: read.flat() };
}

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
      return score;
    });
  }
  return found;
}

const SORTS = { Town: "towns", Group: "groups", Campaign: "campaigns", Kind: "kinds", Access: "access" };
// So many events are read unasked, less than 300 KB, and so many are shown.
let most = 14_000;
const ROOM = 60;
const form = one("form.find");
const status = form && one("[role=status]", form);

function card({ title, url, when, time, status, place, kind, hosts }) {
  const colour = hosts.find((host) => host.isColoured);
  const item = make("li", { className: colour ? `card group-${colour.id}` : "card" }, make("h3", {}, make("a", { href: url }, title)));
  const line = (className, ...words) => item.append(make("p", { className }, ...words.flatMap((word) => [word, " "])));
  const span = (words, className = "") => make("span", { className }, words);
  line("facts", span(time ? `${when.title}, ${time}` : when.title), place.title && span(place.title, "where"));
  if (status[1]) line(`status ${status[0]}`, make("strong", {}, status[1]));
  line("meta", ...[kind, ...hosts].map((name) => span(name.title)));
  return item;
}

const list = (title, found) => found[0] ? [
  make("h2", {}, found[ROOM] ? `${title}: ${ROOM} of ${found.length}` : title),
  make("ul", { className: "cards" }, ...found.slice(0, ROOM).map(card)),
] : [];

// Selects take the place of the links, with what is coming up.
let chosen;
const choose = () => (chosen ??= coming().then(({ now, read }) => {
  const known = new Set(read.filter(({ when }) => when.end >= now).flatMap((event) => event.names));
  const sorted = [...known].sort((a, b) => a.title.localeCompare(b.title));
  one(".find-by", form).replaceChildren(...Object.entries(SORTS).map(([label, folder]) => {
    const options = new Map(sorted.filter((name) => name.folder === folder).map(({ title, id }) => [id, new Option(title, id)]));
    const select = make("select", { name: label.toLowerCase() }, new Option("Any", ""), ...options.values());
    return options.size ? make("label", {}, `${label} `, select) : "";
  }));
}));

let turn = 0;
async function show() {
  const mine = ++turn;
  const results = one("#found");
  const usual = one("#usual");
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  const words = split(asked.q ?? "");
  const wanted = Object.entries(SORTS).map(([label, folder]) => ({ folder, id: asked[label.toLowerCase()] })).filter(({ id }) => id);
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
  const look = (isLoose) => search(read.filter((event) => wanted.every((name) => event.names.some(isSame(name)))), words, isLoose);
  const earlier = words[0] ? past : [];
  let since = year;
  let found;
  // What was read before is searched at once, what was not only as far as it is needed.
  for (;;) {
    const [before, size] = earlier.at(-1) ?? [];
    if (!files[before]) {
      found = look();
      if (!before || (found[ROOM] && most < 1e5) || read.length + size > most) break;
    }
    read.push(...(await events((since = before))));
    earlier.pop();
  }
  if (!found[0]) found = look(true);
  if (mine !== turn) return;

  const sorted = (isNext) => found.filter(({ when }) => (when.end >= now) === isNext)
    .sort((a, b) => b.score - a.score || (isNext ? 1 : -1) * (a.when.end - b.when.end));
  const [next, over] = [sorted(true), words[0] ? sorted(false) : []];
  const count = next.length + over.length;
  status.textContent = `${count || "No"} ${count === 1 ? "event" : "events"} found${earlier[0] ? ` since ${since}` : ""}`;
  const feeds = wanted.map((name) => names.find(isSame(name))).filter((name) => name && name.folder !== "access").map(({ folder, id, title }) =>
    make("li", {}, make("a", { className: "button", href: `webcal://${location.host}${root}feeds/${folder}/${id}.ics` }, `Subscribe to ${title}`)));
  const hint = feeds[0] && (words[0] || wanted[1]) ? "Subscriptions hold more than is shown here." : "";
  const more = () => make("button", { className: "button", type: "button", onclick: () => tell((most = 1e9)) }, `Search before ${since} too`);
  results.replaceChildren(
    make("h2", { id: "found-title", tabIndex: -1 }, status.textContent),
    make("p", { className: "more" }, make("a", { href: location.pathname }, "Clear")),
    make("ul", { className: "buttons" }, ...feeds), make("p", { className: "small" }, hint),
    ...list("Coming up", next), ...list("Past", over), earlier[0] ? more() : "",
  );
}

const tell = () => show().catch(() => (status.textContent = "This could not be loaded. Use the lists."));

if (form) {
  const step = (way) => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history[way](null, "", `?${query}`);
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
