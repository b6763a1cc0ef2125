import { eventPage } from "../lib/pages.js";

export const render = (data) => eventPage({ data, url: data.page.url, date: data.page.date }, data.content);
