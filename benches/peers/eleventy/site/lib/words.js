export const base = "https://network.example.org";
export const title = "Network calendar";
export const now = new Date("2026-06-01T00:00:00Z");
const window = new Date(now - 90 * 24 * 3600 * 1000);

/** Times are kept as if they were UTC: front matter has them by the clock on the wall. */
const days = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const months = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

export const day = (date) => days.format(date).replace(",", "");
export const month = (date) => months.format(date);
export const numericDay = (date) => date.toISOString().slice(0, 10);
export const machine = (date) => date.toISOString().slice(0, 19);
export const time = (date) => {
  const [hour, minute] = [date.getUTCHours(), date.getUTCMinutes()];
  return `${hour % 12 || 12}:${String(minute).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
};

export const id = (event) => event.fileSlug;
export const isOver = (event) => event.data.end < now && !event.data.rrule;
export const isCurrent = (event) => event.date >= window || event.data.rrule;
export const when = (event) =>
  event.data.all_day ? day(event.date) : `${day(event.date)}, ${time(event.date)} to ${time(event.data.end)}`;
export const venue = (event) => event.data.venues[event.data.venue];
export const label = (event) => venue(event).label;

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => entities[sign]);

/** What is made of an event is made once a build. */
let kept = new Map();
export const forget = () => (kept = new Map());
export const keep = (key, event, make) => {
  const name = `${key} ${event.url}`;
  if (!kept.has(name)) kept.set(name, make(event));
  return kept.get(name);
};
