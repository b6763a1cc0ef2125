import { atom } from "../lib/news.js";
import { isCurrent } from "../lib/words.js";

export const data = {
  pagination: { data: "collections.withNews", size: 1, alias: "term" },
  permalink: ({ term }) => `/${term.list}/${term.name}/index.atom`,
};
export const render = ({ term }) =>
  atom(term.title, `/${term.list}/${term.name}/`, term.events.filter(isCurrent).reverse().slice(0, 100));
