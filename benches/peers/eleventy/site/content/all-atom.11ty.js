import { atom } from "../lib/news.js";
import { title } from "../lib/words.js";

export const data = { permalink: "/index.atom" };
export const render = ({ collections }) => atom(title, "/", [...collections.current].reverse().slice(0, 1000));
