import { calendar } from "../lib/calendar.js";

export const data = {
  pagination: { data: "collections.events", size: 1, alias: "event" },
  permalink: ({ event }) => `${event.url}index.ics`,
};
export const render = ({ event }) => calendar(event.data.title, event.url, [event]);
