import { links, page } from "../lib/pages.js";

export const data = { permalink: "/subscribe/" };
const feed = ({ list, name, title }) => `<details class="feed">
<summary>${title}</summary>
<p><a href="/${list}/${name}/">See what is in it<span class="hidden">: ${title}</span></a></p>
${links(title, `/${list}/${name}/index.ics`)}</details>
`;
export const render = ({ collections }) =>
  page({
    title: "Subscribe",
    url: "/subscribe/",
    main: `<h1>Subscribe</h1>
<p class="lead">Subscribe once, and your own calendar keeps itself up to date: new events appear, moved ones move, cancelled ones say so. No account, no e-mail address, and nobody sees who subscribes.</p>
${links("All events", "/index.ics")}${collections.lists.map(({ list, terms }) => `<section>\n<h2>${list}</h2>\n${terms.map(feed).join("")}</section>\n`).join("")}`,
  });
