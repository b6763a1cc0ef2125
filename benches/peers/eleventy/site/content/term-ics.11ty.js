import { calendar } from "../lib/calendar.js";
import { isCurrent } from "../lib/words.js";

export const data = {
  pagination: { data: "collections.terms", size: 1, alias: "term" },
  permalink: ({ term }) => `/${term.list}/${term.name}/index.ics`,
};
export const render = ({ term }) => calendar(term.title, `/${term.list}/${term.name}/`, term.events.filter(isCurrent));
