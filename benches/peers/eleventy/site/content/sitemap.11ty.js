import { base } from "../lib/words.js";

export const data = { permalink: "/sitemap.xml" };
const line = (url) => `<url><loc>${base}${url}</loc></url>\n`;
export const render = ({ collections }) => {
  const terms = [...collections.terms, ...collections.years, ...collections.months];
  const urls = [...collections.events.map(({ url }) => url), ...terms.map(({ list, name }) => `/${list}/${name}/`)];
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.map(line).join("")}</urlset>
`;
};
