import { calendar } from "../lib/calendar.js";

export const data = {
  pagination: { data: "collections.years", size: 1, alias: "term" },
  permalink: ({ term }) => `/archive/${term.name}/index.ics`,
};
export const render = ({ term }) => calendar(term.name, `/archive/${term.name}/`, term.events);
