import { base, id, keep, label, venue } from "./words.js";

const escape = (text) => text.trim().replace(/[\\,;]/g, "\\$&").replace(/\n+/g, "\\n");
const stamp = "20260601T000000Z";
const compact = (date) => date.toISOString().slice(0, 19).replace(/[-:]/g, "");
const plain = (event) => event.rawInput.replace(/\[([^\]]*)\]\(([^)]*)\)/g, "$1 ($2)");

const vevent = (event) => {
  const { data, url } = event;
  const isCancelled = data.status === "cancelled";
  const place = venue(event);
  const times = data.all_day
    ? `DTSTART;VALUE=DATE:${compact(event.date).slice(0, 8)}\nDTEND;VALUE=DATE:${compact(data.end).slice(0, 8)}`
    : `DTSTART;TZID=Europe/London:${compact(event.date)}\nDTEND;TZID=Europe/London:${compact(data.end)}`;
  return `BEGIN:VEVENT
UID:${id(event)}@network.example.org
DTSTAMP:${stamp}
LAST-MODIFIED:${stamp}
${times}
${data.rrule ? `RRULE:${data.rrule}\n` : ""}STATUS:${isCancelled ? "CANCELLED" : "CONFIRMED"}
TRANSP:${isCancelled ? "TRANSPARENT" : "OPAQUE"}
SUMMARY:${isCancelled ? "Cancelled: " : ""}${escape(data.title)}
DESCRIPTION:${escape(`${data.summary}\n${plain(event)}\n${base}${url}`)}
LOCATION:${escape(label(event))}
GEO:${place.latitude};${place.longitude}
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=72;X-TITLE="${label(event)}":geo:${place.latitude},${place.longitude}
URL:${base}${url}
CATEGORIES:${[...data.kinds, ...data.tags, ...(data.campaigns ?? [])].join(",")}
END:VEVENT
`;
};

export const calendar = (title, url, events) => `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Peer//Eleventy//EN
CALSCALE:GREGORIAN
NAME:${title}
X-WR-CALNAME:${title}
URL:${base}${url}
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
${events.map((event) => keep("vevent", event, vevent)).join("")}END:VCALENDAR
`;
