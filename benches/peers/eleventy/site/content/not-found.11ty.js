import { page } from "../lib/pages.js";

export const data = { permalink: "/404.html" };
export const render = () => page({ title: "There is nothing here", url: "/404.html", main: "<h1>There is nothing here</h1>" });
