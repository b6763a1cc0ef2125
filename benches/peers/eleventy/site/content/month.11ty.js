import { by, page } from "../lib/pages.js";
import { month, numericDay, time } from "../lib/words.js";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const line = (event) =>
  `<li><a href="${event.url}">${event.data.title}</a>${event.data.all_day ? "" : ` <span>${time(event.date)}</span>`}</li>\n`;

export const data = {
  pagination: { data: "collections.months", size: 1, alias: "term" },
  permalink: ({ term }) => `/calendar/${term.name}/`,
};
export const render = ({ term, page: { url } }) => {
  const days = new Map(by(term.events, numericDay));
  const first = new Date(`${term.name}-01`);
  const date = new Date(first);
  date.setUTCDate(1 - ((first.getUTCDay() + 6) % 7));
  const rows = [];
  for (; rows.length === 0 || date.getUTCMonth() === first.getUTCMonth(); ) {
    const cells = weekdays.map(() => {
      const isHere = date.getUTCMonth() === first.getUTCMonth();
      const events = days.get(numericDay(date));
      const cell = isHere ? `<time datetime="${numericDay(date)}">${date.getUTCDate()}</time>\n${events ? `<ul>\n${events.map(line).join("")}</ul>\n` : ""}` : "";
      date.setUTCDate(date.getUTCDate() + 1);
      return `<td>${cell}</td>\n`;
    });
    rows.push(`<tr>\n${cells.join("")}</tr>\n`);
  }
  const title = month(first);
  const main = `<h1>${title}</h1>
<table class="month">
<caption class="hidden">${title} as a grid of days</caption>
<thead>
<tr>${weekdays.map((name) => `<th scope="col">${name}</th>`).join("")}</tr>
</thead>
<tbody>
${rows.join("")}</tbody>
</table>
`;
  return page({ title, url, main });
};
