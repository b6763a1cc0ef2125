import { links, listing, page } from "../lib/pages.js";

export const data = {
  pagination: { data: "collections.terms", size: 1, alias: "term" },
  permalink: ({ term }) => `/${term.list}/${term.name}/`,
};
export const render = ({ term, page: { url } }) =>
  page({
    title: term.title,
    url,
    feeds: [`${url}index.ics`],
    main: `<p class="kind">${term.list}</p>
<h1>${term.title}</h1>
${listing(term.events, 100, 30)}<section class="subscribe" aria-labelledby="subscribe-title">
<h2 id="subscribe-title">Subscribe</h2>
${links(term.title, `${url}index.ics`)}</section>
`,
  });
