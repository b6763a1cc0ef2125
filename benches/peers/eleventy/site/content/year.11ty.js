import { by, cards, page } from "../lib/pages.js";
import { month } from "../lib/words.js";

export const data = {
  pagination: { data: "collections.years", size: 1, alias: "term" },
  permalink: ({ term }) => `/archive/${term.name}/`,
};
export const render = ({ term, page: { url } }) => {
  const section = ([name, events]) => `<section>
<h2>${name}</h2>
${term.events.length > 400 ? `<p>${events.length} dates</p>\n` : cards(events, 3)}</section>
`;
  const main = `<h1>Archive ${term.name}</h1>\n${by(term.events, month).map(section).join("")}`;
  return page({ title: term.name, url, main });
};
