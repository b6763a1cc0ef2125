import { listing, page, subscribeBox } from "../lib/pages.js";

export const data = { permalink: "/" };
export const render = ({ collections }) =>
  page({ title: "What’s on", url: "/", main: `<h1>What’s on</h1>\n${listing(collections.events, 60, 12)}${subscribeBox}` });
