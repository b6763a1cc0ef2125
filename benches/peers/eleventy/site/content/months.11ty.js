import { page } from "../lib/pages.js";

export const data = { permalink: "/calendar/" };
export const render = ({ collections }) =>
  page({ title: "Calendar", url: "/calendar/", main: `<h1>Calendar</h1>\n<ul>\n${collections.months.map(({ name }) => `<li><a href="/calendar/${name}/">${name}</a></li>\n`).join("")}</ul>\n` });
