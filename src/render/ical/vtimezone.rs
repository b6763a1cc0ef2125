//! VTIMEZONE: what a TZID means (RFC 5545 3.6.5), written from the transitions of a [`Zone`].
//!
//! Most zones follow one pair of yearly rules. For those the text is one STANDARD and one DAYLIGHT
//! with an RRULE each, the only shape that Outlook reads ([MS-OXCICAL] 2.1.3.1.1.19), anchored where
//! that pair came into force: the same text in every build. Where a zone had other rules when
//! the feed begins, or has none, single onsets are listed instead.

mod onset;
mod yearly_rule;

use std::fmt::Write;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};

use self::onset::{Observance, Onset, onsets};
use self::yearly_rule::YearlyRule;
use super::content_line::ContentLine;
use crate::{model::zones::Zone, render::words::compact_local};

/// Where the history of a zone begins, unless a feed goes back further.
const FIRST_YEAR: i32 = 1970;

/// The years from which the lasting rules of a zone are read: later than any single change that the
/// tables foretell, and 28 of them, in which every day of the year meets every weekday.
const SETTLED_YEARS: RangeInclusive<i32> = 2101..=2128;

/// How long before the first event a VTIMEZONE must hold. Programs compare wall clocks with onsets,
/// and a clock an hour after a change may show a time from before it.
const MARGIN: TimeDelta = TimeDelta::days(1);

/// The VTIMEZONE of a zone, in content lines ended by CRLF, right for every instant from `earliest`
/// on, which should be the start of the first event in the feed.
///
/// Changes by no yearly rule are told to the end of `until_year`, and at least of the year after
/// `earliest`. From there on the zone goes by its lasting rules, or keeps its last offset. UTC has no
/// VTIMEZONE.
pub fn vtimezone(zone: &Zone, earliest: DateTime<Utc>, until_year: i32) -> String {
    debug_assert!(!zone.is_utc(), "times in UTC have no TZID");
    let begin = earliest.checked_sub_signed(MARGIN).unwrap_or(earliest);
    let until_year = until_year.max(earliest.year() + 1);
    let mut out = String::new();
    let mut line = ContentLine::default();
    line.start("BEGIN").raw("VTIMEZONE", &mut out);
    line.start("TZID").text(zone.name(), &mut out);
    for part in parts(zone, begin, until_year) {
        part.write(&mut line, &mut out);
    }
    line.start("END").raw("VTIMEZONE", &mut out);
    out
}

/// A STANDARD or DAYLIGHT sub-component.
struct Part {
    observance: Observance,
    /// DTSTART and RDATE, on the wall clock before the change. One at least.
    onsets: Vec<NaiveDateTime>,
    /// RRULE, which begins with the only onset.
    rule: Option<YearlyRule>,
}

/// The sub-components: single onsets while the zone is without its lasting rules, then those.
///
/// What the tables foretell for the years after `until_year` does not count. Gaza follows one pair
/// of rules until the Ramadan of 2036, and a feed of this year need not list the changes after that.
fn parts(zone: &Zone, earliest: DateTime<Utc>, until_year: i32) -> Vec<Part> {
    let mut history = onsets(zone, earliest.year().min(FIRST_YEAR)..=until_year);
    let in_force = history.iter().rposition(|onset| onset.at <= earliest).unwrap_or(0);
    let Some(rules) = lasting_rules(zone) else {
        return listed(&history[in_force..]);
    };
    history.extend(rules.iter().filter_map(|rule| rule.onset_in(until_year + 1)));
    let era_start = era_start(&history, &rules);
    let mut parts = listed(&history[in_force.min(era_start)..era_start]);
    parts.extend(history[era_start..].iter().take(2).map(|first| {
        let rule = rules.iter().find(|rule| rule.gives(first));
        Part::at(first, rule.cloned())
    }));
    parts
}

/// Single onsets: one part for each kind of observance.
fn listed(onsets: &[Onset]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for onset in onsets {
        match parts.iter_mut().find(|part| part.observance == onset.observance) {
            Some(part) => part.onsets.push(onset.local),
            None => parts.push(Part::at(onset, None)),
        }
    }
    parts
}

/// The pair of yearly rules that a zone follows in the end, in the order of the year.
fn lasting_rules(zone: &Zone) -> Option<[YearlyRule; 2]> {
    let settled = onsets(zone, SETTLED_YEARS);
    // The first stands for what is in force at new year. Then two a year: every other by one rule.
    let half = |first: usize| settled.iter().skip(first).step_by(2);
    Some([YearlyRule::behind(half(1))?, YearlyRule::behind(half(2))?])
}

/// The first onset of those that the rules give without a break up to the last one.
fn era_start(history: &[Onset], rules: &[YearlyRule; 2]) -> usize {
    let is_break = |three: &[Onset]| !follows(three, rules);
    history.windows(3).rposition(is_break).map_or(0, |last_break| last_break + 1)
}

/// Whether the first of three onsets is by one of the rules, and the third by the same a year later.
fn follows(three: &[Onset], rules: &[YearlyRule; 2]) -> bool {
    let [first, _, third] = three else {
        return false;
    };
    rules.iter().any(|rule| rule.gives(first) && rule.gives(third)) && first.local.year() + 1 == third.local.year()
}

impl Part {
    fn at(onset: &Onset, rule: Option<YearlyRule>) -> Part {
        Part { observance: onset.observance.clone(), onsets: vec![onset.local], rule }
    }

    fn write(&self, line: &mut ContentLine, out: &mut String) {
        let kind = if self.observance.is_daylight { "DAYLIGHT" } else { "STANDARD" };
        line.start("BEGIN").raw(kind, out);
        line.start("DTSTART").raw(&local_time(&self.onsets[0]), out);
        line.start("TZOFFSETFROM").raw(&utc_offset(self.observance.offset_from), out);
        line.start("TZOFFSETTO").raw(&utc_offset(self.observance.offset_to), out);
        line.start("TZNAME").text(&self.observance.name, out);
        if let Some(rule) = &self.rule {
            line.start("RRULE").raw(&rule.to_string(), out);
        }
        self.write_single_onsets(line, out);
        line.start("END").raw(kind, out);
    }

    /// One to a line, and DTSTART once more: ical.js reads the first value of each RDATE only, and
    /// neither it nor libical counts DTSTART as an onset where there is an RDATE.
    fn write_single_onsets(&self, line: &mut ContentLine, out: &mut String) {
        if self.onsets.len() > 1 {
            for onset in &self.onsets {
                line.start("RDATE").raw(&local_time(onset), out);
            }
        }
    }
}

/// DATE-TIME without a zone (RFC 5545 3.3.5, form 1).
fn local_time(time: &NaiveDateTime) -> String {
    compact_local(*time)
}

/// UTC-OFFSET (RFC 5545 3.3.14) of seconds east of UTC.
fn utc_offset(seconds: i32) -> String {
    let (sign, size) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let mut text = format!("{sign}{:02}{:02}", size / 3600, size / 60 % 60);
    if size % 60 != 0 {
        let _ = write!(text, "{:02}", size % 60);
    }
    text
}

#[cfg(test)]
mod tests;
