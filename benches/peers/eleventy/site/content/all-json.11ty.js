import { html } from "../lib/news.js";
import { base, id, machine, numericDay, title, venue } from "../lib/words.js";

const item = (event) => {
  const { data } = event;
  return {
    id: `${base}${event.url}`,
    url: `${base}${event.url}`,
    title: `${numericDay(event.date)} ${data.title}`,
    content_html: html(event),
    summary: data.summary,
    tags: data.tags,
    _event: {
      id: id(event),
      title: data.title,
      kind: data.kinds[0],
      status: data.status ?? "confirmed",
      status_note: data.status_note ?? null,
      start: machine(event.date),
      end: machine(data.end),
      all_day: Boolean(data.all_day),
      timezone: "Europe/London",
      repeats: data.repeats ?? null,
      summary: data.summary,
      description: event.rawInput,
      place: venue(event),
      hosts: data.hosts,
      supporters: data.supporters ?? [],
      campaigns: data.campaigns ?? [],
      tags: data.tags,
      booking: data.booking ?? null,
      access: data.access ?? null,
      ics: `${base}${event.url}index.ics`,
    },
  };
};

export const data = { permalink: "/index.json" };
export const render = ({ collections }) =>
  JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: `${base}/`,
    description: "What is on in every town.",
    language: "en-GB",
    items: [...collections.events].reverse().map(item),
  });
