import { calendar } from "../lib/calendar.js";
import { title } from "../lib/words.js";

export const data = { permalink: "/index.ics" };
export const render = ({ collections }) => calendar(title, "/", collections.current);
