import { page } from "../lib/pages.js";
import { now } from "../lib/words.js";

export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "list" },
  permalink: ({ list }) => `/${list.list}/`,
};
const line = ({ list, name, title, events }) =>
  `<li><a href="/${list}/${name}/">${title}</a> <span class="small">${events.filter((event) => event.date >= now).length} events coming up</span></li>\n`;
export const render = ({ list, page: { url } }) =>
  page({ title: list.list, url, main: `<h1>${list.list}</h1>\n<ul class="directory">\n${list.terms.map(line).join("")}</ul>\n` });
