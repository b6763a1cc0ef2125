import { forget, isCurrent } from "./lib/words.js";

const lists = ["groups", "campaigns", "towns", "kinds", "tags"];

const named = (name) => (name[0].toUpperCase() + name.slice(1)).replace("-", " ");

/** The events by the names that their front matter has under a key. */
const terms = (events, key) => {
  const found = new Map();
  for (const event of events)
    for (const name of event.data[key] ?? []) {
      if (!found.has(name)) found.set(name, { list: key, name, title: named(name), events: [] });
      found.get(name).events.push(event);
    }
  return [...found.values()].sort((a, b) => a.title.localeCompare(b.title));
};

export default function (config) {
  const events = (api) => api.getFilteredByGlob("content/events/*.md");
  config.addCollection("events", events);
  config.addCollection("current", (api) => events(api).filter(isCurrent));
  config.addCollection("terms", (api) => lists.flatMap((list) => terms(events(api), list)));
  config.addCollection("withNews", (api) => ["groups", "campaigns"].flatMap((list) => terms(events(api), list)));
  config.addCollection("lists", (api) => lists.map((list) => ({ list, terms: terms(events(api), list) })));
  config.addCollection("months", (api) => terms(events(api), "calendar"));
  config.addCollection("years", (api) => terms(events(api), "archive"));
  config.addPassthroughCopy({ static: "/" });
  config.on("eleventy.before", forget);
  config.setQuietMode(true);
  return {
    dir: { input: "content", output: "public", layouts: "../layouts", includes: "../lib", data: "../data" },
    markdownTemplateEngine: false,
    templateFormats: ["md", "11ty.js"],
  };
}
