export const data = { permalink: "/robots.txt" };
export const render = () => "User-agent: *\n";
