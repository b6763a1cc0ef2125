#!/usr/bin/env python3
"""Reads .ics files with icalendar and expands them with recurring-ical-events; see README.md for the output.

    expand.py FROM TO FILE...      (or - to read file names from stdin, one a line)

Zone arithmetic is zoneinfo's with the tzdata package of requirements.txt: the file's VTIMEZONE is not asked as long as
the TZID is an IANA name, and neither is the system's zone database.
"""
import zoneinfo

zoneinfo.reset_tzpath(to=[])  # before anything builds a zone

import datetime as dt
import gc
import json
import logging
import os
import signal
import sys
import warnings

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

import icalendar
import recurring_ical_events as rie

UTC = dt.timezone.utc
MARGIN = dt.timedelta(days=2)  # zones reach from -12 to +14 h; the exact cut is made in overlaps()
TIMEOUT = float(os.environ.get("INTEROP_TIMEOUT", "60"))  # seconds for one file


class Quick(rie.Occurrence):
    """An occurrence that is told as plain values rather than as a copy of its component."""

    def as_component(self, keep_recurrence_attributes=False):
        c = self._adapter._component
        return [str(c.get("UID", "")), stamp(self.start), stamp(self.end), first(c, "SUMMARY") or ""]


EVENTS = rie.ComponentsWithName("VEVENT", occurrence=Quick)


def stamp(t):
    if not isinstance(t, dt.datetime):
        return t.isoformat()
    if t.tzinfo is None:  # floating
        return t.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return t.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def overlaps(start, end, frm, to):
    """Half-open on both sides; an event without length counts where it starts."""
    lo, hi = (frm, to) if len(start) == 10 else (frm + "T00:00:00Z", to + "T00:00:00Z")
    return start < hi and (end > lo or start >= lo)


def first(component, name):
    v = component.get(name)
    if isinstance(v, list):
        v = v[0]
    return None if v is None else str(v)


def categories(component):
    v = component.get("CATEGORIES")
    return [] if v is None else [str(x) for c in (v if isinstance(v, list) else [v]) for x in c.cats]


def expand(path, frm, to):
    with open(path, "rb") as f:
        data = f.read()
    data.decode("utf-8")  # icalendar would replace bad bytes and go on
    calendars = icalendar.Calendar.from_ical(data, multiple=True)
    if not calendars:
        raise ValueError("no calendar in the file")
    lo, hi = (dt.datetime.fromisoformat(d).replace(tzinfo=UTC) for d in (frm, to))
    lo, hi = lo - MARGIN, hi + MARGIN
    occurrences, properties = [], []
    for calendar in calendars:
        if calendar.name != "VCALENDAR":
            raise ValueError(f"the root component is {calendar.name}")
        for c in calendar.walk():
            for name, error in getattr(c, "errors", None) or ():  # properties that icalendar dropped
                raise ValueError(f"{c.name} {c.get('UID', '')} {name}: {error}")
        for e in calendar.walk("VEVENT"):
            if e.get("DTSTART") is None:
                raise ValueError(f"VEVENT {e.get('UID', '')} without DTSTART")
            rid = e.get("RECURRENCE-ID")
            properties.append({
                "uid": str(e.get("UID", "")), "recurrence_id": None if rid is None else stamp(rid.dt),
                "summary": first(e, "SUMMARY"), "description": first(e, "DESCRIPTION"), "location": first(e, "LOCATION"),
                "url": first(e, "URL"), "categories": categories(e)})
        occurrences += [o for o in rie.of(calendar, components=[EVENTS]).between(lo, hi) if overlaps(o[1], o[2], frm, to)]
    occurrences.sort()
    properties.sort(key=lambda p: (p["uid"], p["recurrence_id"] or ""))
    return {"file": path, "occurrences": occurrences, "properties": properties}


def alarm(*_):
    raise TimeoutError(f"no result within {TIMEOUT:g} s")


def main(args):
    try:
        frm, to, *files = args
        if not files or any(dt.date.fromisoformat(d).isoformat() != d for d in (frm, to)):
            raise ValueError
    except ValueError:
        print("usage: expand.py FROM TO FILE... (or -)", file=sys.stderr)
        return 2
    if files == ["-"]:
        files = [x for x in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n") if x]
    failed = False
    out = sys.stdout.buffer
    signal.signal(signal.SIGALRM, alarm)
    gc.set_threshold(500_000, 20, 100)  # parsed components are many and live until the end of their file
    for path in files:
        signal.setitimer(signal.ITIMER_REAL, TIMEOUT)
        try:
            result = expand(path, frm, to)
        except Exception as e:
            result, failed = {"file": path, "error": f"{type(e).__name__}: {' '.join(str(e).split())}"[:500]}, True
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        out.write(json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogateescape") + b"\n")
        out.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
