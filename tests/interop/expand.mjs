#!/usr/bin/env node
// Reads .ics files and expands them with ical.js; see README.md for the output.
//
//     node expand.mjs FROM TO FILE...      (or - to read file names from stdin, one a line)
//
// The file's own VTIMEZONE decides what a zoned time means; a TZID without one is read as floating.
import fs from 'node:fs';
import vm from 'node:vm';
import ICAL from 'ical.js';

const CAP = 200000; // steps of one event's rules; more is an error, never a short answer
const TIMEOUT = Number(process.env.INTEROP_TIMEOUT || 60) * 1000; // for one file: some impossible rules never end in ical.js

const p2 = n => (n < 10 ? '0' : '') + n;
const p4 = n => String(n).padStart(4, '0');
const day = t => `${p4(t.year)}-${p2(t.month)}-${p2(t.day)}`;
const clock = t => `${day(t)}T${p2(t.hour)}:${p2(t.minute)}:${p2(t.second)}`;
const floating = z => !z || z === ICAL.Timezone.localTimezone || z.tzid === 'floating';

function stamp(t) {
  if (t.isDate) return day(t);
  return floating(t.zone) ? clock(t) : clock(t.convertToZone(ICAL.Timezone.utcTimezone)) + 'Z';
}

// Half-open on both sides; an event without length counts where it starts.
function overlaps(start, end, from, to) {
  const [lo, hi] = start.length === 10 ? [from, to] : [`${from}T00:00:00Z`, `${to}T00:00:00Z`];
  return start < hi && (end > lo || start >= lo);
}

// Strings by code point, as Python sorts them; JavaScript's own order is by UTF-16 unit.
function compare(a, b) {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i), y = b.charCodeAt(i);
    if (x !== y) {
      const sx = x >= 0xd800 && x < 0xe000, sy = y >= 0xd800 && y < 0xe000;
      return sx !== sy ? (sx ? 1 : -1) : x - y;
    }
  }
  return a.length - b.length;
}

function compareRows(a, b) {
  for (let i = 0; i < a.length; i++) {
    const c = compare(a[i], b[i]);
    if (c) return c;
  }
  return 0;
}

// The times at which a recurring event starts, as far as anything of it can still touch the window.
function expandSeries(event, exceptions, uid, from, to, out) {
  // Moved instances: the rule must be followed to the last RECURRENCE-ID, or an override that moves back is missed.
  let last = to;
  for (const x of exceptions) {
    const r = stamp(x.getFirstPropertyValue('recurrence-id')).slice(0, 10);
    if (r > last) last = r;
  }
  const it = event.iterator();
  let next;
  for (let steps = 0; (next = it.next()); steps++) {
    if (steps >= CAP) throw new Error(`over ${CAP} instances of ${uid}`);
    const o = event.getOccurrenceDetails(next);
    const start = stamp(o.startDate), end = stamp(o.endDate);
    if (overlaps(start, end, from, to)) out.push([uid, start, end, String(o.item.summary ?? '')]);
    // One day more: local days and UTC days differ.
    const n = next.clone();
    n.adjust(-1, 0, 0, 0);
    if (day(n) > last) break;
  }
}

function expand(file, from, to) {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fs.readFileSync(file));
  if (!/^BEGIN:VCALENDAR\r?\n/i.test(text)) throw new Error('does not begin with BEGIN:VCALENDAR'); // ical.js fails obscurely
  const parsed = ICAL.parse(text);
  const roots = Array.isArray(parsed[0]) ? parsed : [parsed];
  const occurrences = [], properties = [];
  ICAL.Timezone._minimumExpansionYear = Number(to.slice(0, 4)) + 1; // instead of today's: the same answer every year
  for (const jcal of roots) {
    const calendar = new ICAL.Component(jcal);
    if (calendar.name !== 'vcalendar') throw new Error(`the root component is ${calendar.name.toUpperCase()}`);
    ICAL.TimezoneService.reset();
    for (const v of calendar.getAllSubcomponents('vtimezone')) {
      ICAL.TimezoneService.register(new ICAL.Timezone({ component: v, tzid: v.getFirstPropertyValue('tzid') }));
    }
    const series = new Map();
    for (const v of calendar.getAllSubcomponents('vevent')) {
      const uid = String(v.getFirstPropertyValue('uid') ?? '');
      if (!v.hasProperty('dtstart')) throw new Error(`VEVENT ${uid} without DTSTART`);
      const rid = v.getFirstPropertyValue('recurrence-id');
      const value = name => { const x = v.getFirstPropertyValue(name); return x === null ? null : String(x); };
      properties.push({
        uid, recurrence_id: rid === null ? null : stamp(rid), summary: value('summary'), description: value('description'),
        location: value('location'), url: value('url'),
        categories: v.getAllProperties('categories').flatMap(p => p.getValues()).map(String),
      });
      if (!series.has(uid)) series.set(uid, { masters: [], exceptions: [] });
      series.get(uid)[rid === null ? 'masters' : 'exceptions'].push(v);
    }
    const single = (uid, event) => {
      const start = stamp(event.startDate), end = stamp(event.endDate);
      if (overlaps(start, end, from, to)) occurrences.push([uid, start, end, String(event.summary ?? '')]);
    };
    for (const [uid, { masters, exceptions }] of series) {
      if (!masters.length) for (const x of exceptions) single(uid, new ICAL.Event(x)); // as clients show an orphan
      for (const m of masters) {
        const event = new ICAL.Event(m, { exceptions });
        if (event.isRecurring()) expandSeries(event, exceptions, uid, from, to, occurrences);
        else single(uid, event);
      }
    }
  }
  occurrences.sort(compareRows);
  properties.sort((a, b) => compare(a.uid, b.uid) || compare(a.recurrence_id ?? '', b.recurrence_id ?? ''));
  return { file, occurrences, properties };
}

const isDate = s => /^\d{4}-\d\d-\d\d$/.test(s) && !Number.isNaN(Date.parse(s));
const [from, to, ...args] = process.argv.slice(2);
if (!args.length || !isDate(from) || !isDate(to)) {
  console.error('usage: node expand.mjs FROM TO FILE... (or -)');
  process.exit(2);
}
const files = args.length === 1 && args[0] === '-' ? fs.readFileSync(0, 'utf8').split('\n').filter(Boolean) : args;
let failed = false;
for (const file of files) {
  let result;
  try {
    globalThis.expandOne = () => expand(file, from, to);
    result = vm.runInThisContext('expandOne()', { timeout: TIMEOUT }); // stops an endless loop too
  } catch (e) {
    failed = true;
    const why = e?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? `no result within ${TIMEOUT / 1000} s` : (e?.message ?? String(e));
    result = { file, error: `${e?.name ?? 'Error'}: ${why}`.replace(/\s+/g, ' ').slice(0, 500) };
  }
  process.stdout.write(JSON.stringify(result) + '\n');
}
process.exitCode = failed ? 1 : 0;
