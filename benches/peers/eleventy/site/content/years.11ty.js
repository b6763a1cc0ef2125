import { page } from "../lib/pages.js";

export const data = { permalink: "/archive/" };
export const render = ({ collections }) =>
  page({ title: "Archive", url: "/archive/", main: `<h1>Archive</h1>\n<ul>\n${collections.years.map(({ name }) => `<li><a href="/archive/${name}/">${name}</a></li>\n`).join("")}</ul>\n` });
