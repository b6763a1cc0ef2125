import { base, escape, keep, label, numericDay, title as site, when } from "./words.js";

const entry = (event) =>
  `<entry><title>${numericDay(event.date)} ${escape(event.data.title)}</title><id>${base}${event.url}</id><updated>2026-06-01T00:00:00Z</updated>${event.data.tags.map((tag) => `<category term="${tag}"/>`).join("")}<link href="${base}${event.url}" rel="alternate" type="text/html"/><summary>${escape(event.data.summary)}</summary><content type="html">${escape(html(event))}</content></entry>`;

export const html = (event) => `<p>${when(event)}</p><p>${label(event)}</p><p>${event.data.summary}</p>${event.content}`;

export const atom = (title, url, events) => `<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>${escape(title)}</title><id>${base}${url}</id><updated>2026-06-01T00:00:00Z</updated><author><name>${site}</name></author><link href="${base}${url}" rel="alternate" type="text/html"/>
${events.map((event) => keep("entry", event, entry)).join("")}</feed>
`;
