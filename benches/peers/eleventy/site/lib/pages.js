import { base, day, escape, isOver, keep, label, machine, now, numericDay, time, title as site, venue, when } from "./words.js";

const header = `<a class="skip" href="#main">Skip to the content</a>
<header class="site-header">
<div class="wrap">
<p class="site-title"><a href="/">${site}</a></p>
<nav aria-label="Main">
<ul>
<li><a href="/">What’s on</a></li>
<li><a href="/calendar/">Calendar</a></li>
<li><a href="/groups/">Groups</a></li>
<li><a href="/campaigns/">Campaigns</a></li>
<li><a href="/towns/">Towns</a></li>
<li><a href="/archive/">Archive</a></li>
<li><a href="/subscribe/">Subscribe</a></li>
</ul>
</nav>
</div>
</header>`;
const footer = `<footer class="site-footer">
<div class="wrap">
<nav aria-label="All lists">
<ul>
<li><a href="/groups/">Groups</a></li>
<li><a href="/campaigns/">Campaigns</a></li>
<li><a href="/towns/">Towns</a></li>
<li><a href="/kinds/">Kinds of event</a></li>
<li><a href="/tags/">Tags</a></li>
</ul>
</nav>
<p>What we know about you: nothing. These pages set no cookies, run no scripts and load nothing from anyone else.</p>
</div>
</footer>`;

/** A whole page. */
export const page = ({ title, heading = title, url, description = `${title}: dates, places and calendar feeds.`, type = "website", feeds = [], head = "", main }) => `<!doctype html>
<html lang="en-GB" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escape(title)} – ${site}</title>
<meta name="description" content="${escape(description)}">
<link rel="canonical" href="${base}${url}">
${feeds.map((feed) => `<link rel="alternate" type="text/calendar" title="${escape(heading)}" href="${feed}">\n`).join("")}<link rel="alternate" type="text/calendar" title="All events (iCalendar)" href="/index.ics">
<link rel="alternate" type="application/atom+xml" title="News (Atom)" href="/index.atom">
<link rel="alternate" type="application/feed+json" title="Events as data (JSON Feed)" href="/index.json">
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<link rel="stylesheet" href="/assets/style.css">
<meta property="og:title" content="${escape(heading)}">
<meta property="og:type" content="${type}">
<meta property="og:url" content="${base}${url}">
<meta property="og:description" content="${escape(description)}">
<meta property="og:site_name" content="${site}">
<meta property="og:locale" content="en_GB">
<meta property="og:image" content="${base}/assets/share.png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="Calendar sheets in plain colours: ${site}">
<meta name="twitter:card" content="summary_large_image">
${head}
</head>
<body>
${header}
<main id="main" class="wrap">
${main}
</main>
${footer}
</body>
</html>
`;

const makeCard = (level) => (event) => `<li class="card">
<h${level}><a href="${event.url}">${escape(event.data.title)}</a></h${level}>
<p class="facts"><time datetime="${machine(event.date)}">${when(event)}</time> <span class="where">${venue(event).name}, ${venue(event).town}</span></p>
${event.data.status === "cancelled" ? `<p class="status cancelled"><strong>Cancelled</strong>: <span>${event.data.status_note}</span></p>\n` : ""}<p>${escape(event.data.summary)}</p>
<p class="meta"><span>${event.data.kinds}</span> <span>${event.data.hosts.join(", ")}</span></p>
</li>
`;

export const cards = (events, level) =>
  `<ul class="cards">\n${events.map((event) => keep(`card${level}`, event, makeCard(level))).join("")}</ul>\n`;

export const by = (events, key) => {
  const groups = new Map();
  for (const event of events) {
    const name = key(event.date);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(event);
  }
  return [...groups];
};

const days = (events) =>
  by(events, numericDay)
    .map(([date, events]) => `<section class="day">
<h3 class="day-title"><time datetime="${date}">${day(events[0].date)}</time></h3>
${cards(events, 4)}</section>
`)
    .join("");

/** What is coming up, and the latest past. */
export const listing = (events, mostComing, mostPast) => {
  const coming = events.filter((event) => event.date >= now);
  const past = events.filter((event) => event.date < now).reverse().slice(0, mostPast);
  return `<section aria-labelledby="coming">
<h2 id="coming">Coming up</h2>
${days(coming.slice(0, mostComing))}${coming.length > mostComing ? '<p class="more"><a href="/calendar/">All months of the calendar</a></p>\n' : ""}</section>
<section aria-labelledby="past" class="past">
<h2 id="past">Latest past</h2>
${cards(past, 3)}<p class="more"><a href="/archive/">All past events</a></p>
</section>
`;
};

/** Ways to subscribe to a feed. */
export const links = (title, feed) => {
  const [whole, name] = [encodeURIComponent(`${base}${feed}`), encodeURIComponent(title)];
  return `<ul class="buttons">
<li><a class="button" href="webcal://network.example.org${feed}">Apple and most apps<span class="hidden">: ${title}</span></a></li>
<li><a class="button" href="https://calendar.google.com/calendar/r?cid=${whole}">Google Calendar<span class="hidden">: ${title}</span></a></li>
<li><a class="button" href="https://outlook.live.com/calendar/0/addfromweb?url=${whole}&amp;name=${name}">Outlook.com<span class="hidden">: ${title}</span></a></li>
<li><a class="button" href="https://outlook.office.com/calendar/0/addfromweb?url=${whole}&amp;name=${name}">Microsoft 365<span class="hidden">: ${title}</span></a></li>
</ul>
<p class="address"><span>Address to copy:</span> <code>${base}${feed}</code></p>
`;
};

export const subscribeBox = `<section class="subscribe" aria-labelledby="subscribe-title">
<h2 id="subscribe-title">Never miss the next one</h2>
<p>Everything in this calendar.</p>
${links("All events", "/index.ics")}
<p class="more"><a href="/subscribe/">How to subscribe, step by step, and all other feeds</a></p>
</section>
`;

const reference = (list) => (name) => `<a href="/${list}/${name}/">${name.replace("-", " ")}</a>`;
const references = (list, names) => names.map(reference(list)).join(", ");
const fact = (title, text) => (text ? `<div>\n<dt>${title}</dt>\n<dd>${text}</dd>\n</div>\n` : "");

const structured = (event, content) => {
  const place = venue(event);
  return JSON.stringify({
    "@context": "https://schema.org",
    "@type": "Event",
    description: content.replace(/<[^>]*>/g, ""),
    endDate: machine(event.data.end),
    eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
    eventStatus: `https://schema.org/Event${event.data.status === "cancelled" ? "Cancelled" : "Scheduled"}`,
    image: [`${base}/assets/share.png`],
    location: {
      "@type": "Place",
      address: { "@type": "PostalAddress", addressCountry: place.country, addressLocality: place.town, streetAddress: place.address },
      geo: { "@type": "GeoCoordinates", latitude: place.latitude, longitude: place.longitude },
      name: place.name,
    },
    name: event.data.title,
    organizer: event.data.hosts.map((host) => ({ "@type": "Organization", name: host, url: `${base}/groups/${host}/` })),
    startDate: machine(event.date),
    url: `${base}${event.url}`,
  });
};

const add = (event) => {
  const utc = (date) => `${machine(date).replace(/[-:]/g, "")}Z`;
  const details = `${event.data.summary}\n\n${base}${event.url}`;
  const google = new URLSearchParams({ action: "TEMPLATE", dates: `${utc(event.date)}/${utc(event.data.end)}`, ctz: "Europe/London", text: event.data.title, location: label(event), details });
  const outlook = escape(new URLSearchParams({ rru: "addevent", startdt: machine(event.date), enddt: machine(event.data.end), subject: event.data.title, location: label(event), body: details }));
  return `<section aria-labelledby="add">
<h2 id="add">Add to your calendar</h2>
<ul class="buttons">
<li><a class="button" href="${event.url}index.ics">Calendar file (.ics)</a></li>
<li><a class="button" href="https://calendar.google.com/calendar/render?${escape(google)}">Google Calendar</a></li>
<li><a class="button" href="https://outlook.live.com/calendar/0/action/compose?${outlook}">Outlook.com</a></li>
<li><a class="button" href="https://outlook.office.com/calendar/0/action/compose?${outlook}">Microsoft 365</a></li>
</ul>
</section>
`;
};

/** The page of an event. */
export const eventPage = (event, content) => {
  const { data, url } = event;
  const place = venue(event);
  const point = `${place.latitude},${place.longitude}`;
  const whenWords = data.all_day
    ? `<time class="dt-start" datetime="${numericDay(event.date)}">${day(event.date)}</time>`
    : `<time class="dt-start" datetime="${machine(event.date)}">${day(event.date)}, ${time(event.date)}</time> to <time class="dt-end" datetime="${machine(data.end)}">${time(data.end)}</time><span class="zone">Europe/London time</span>`;
  const where = `<span class="p-location h-card"><span class="p-name place-name">${place.name}</span>, <span class="p-adr">${place.address}</span>, <span class="p-adr">${place.town}</span>, <span class="p-adr">${place.country}</span></span>
<p>More in ${references("towns", data.towns)}</p>
<p class="maps">Map and directions: <a href="https://www.openstreetmap.org/?mlat=${place.latitude}&amp;mlon=${place.longitude}#map=17/${place.latitude}/${place.longitude}">OpenStreetMap</a>, <a href="https://www.google.com/maps/search/?api=1&amp;query=${encodeURIComponent(point)}">Google Maps</a>, <a href="https://maps.apple.com/?ll=${encodeURIComponent(point)}&amp;q=${encodeURIComponent(place.name)}">Apple Maps</a>, <a href="geo:${point}">Map app</a></p>`;
  const booking = data.booking && `<p>Price: ${data.booking.price}</p><p>Places: ${data.booking.capacity}</p><p><a class="button" href="${data.booking.url}">${isOver(event) ? "Booking page" : "Book a place"}</a></p>`;
  const main = `<article class="event h-event">
<p class="kind">${references("kinds", data.kinds)}</p>
<h1 class="p-name">${escape(data.title)}</h1>
${data.status === "cancelled" ? `<p class="status cancelled"><strong>Cancelled</strong>: <span>${data.status_note}</span></p>\n` : ""}${isOver(event) ? '<p class="status over">This is over.</p>\n' : ""}<p class="lead p-summary">${escape(data.summary)}</p>
<dl class="key-facts">
${fact("When", whenWords)}${fact("Where", where)}${fact("Organised by", references("groups", data.hosts))}${fact("Supported by", data.supporters && references("groups", data.supporters))}${fact("Campaign", data.campaigns && references("campaigns", data.campaigns))}${fact("Booking", booking)}</dl>
${isOver(event) ? "" : add(event)}<section aria-labelledby="about">
<h2 id="about">About</h2>
<div class="e-content">${content}</div>
</section>
${data.repeats ? `<section aria-labelledby="dates">\n<h2 id="dates">Dates</h2>\n<p>Repeats every ${data.repeats}.</p>\n</section>\n` : ""}${data.access ? `<section aria-labelledby="access">\n<h2 id="access">Access</h2>\n<ul class="access">\n${Object.entries(data.access).map(([feature, answer]) => `<li class="${answer}"><span>${feature}:</span> <strong>${answer}</strong></li>\n`).join("")}</ul>\n</section>\n` : ""}<p class="tags">Tags: ${references("tags", data.tags)}</p>
<p class="permalink">This page: <a class="u-url" href="${base}${url}">${base}${url}</a></p>
</article>
<p>Calendars that hold this event: ${references("groups", data.groups)}${data.campaigns ? `, ${references("campaigns", data.campaigns)}` : ""}.</p>
${subscribeBox}`;
  return page({
    title: `${data.title}, ${day(event.date)}`,
    heading: data.title,
    url,
    description: `${data.title}: ${when(event)}, ${label(event)}. ${data.summary}`,
    type: "event",
    feeds: [`${url}index.ics`],
    head: `<script type="application/ld+json">${structured(event, content)}</script>`,
    main,
  });
};
