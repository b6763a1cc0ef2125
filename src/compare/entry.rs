//! What happens to one entry.

use chrono::{DateTime, Utc};

use super::{
    EntryChange, FieldChange, Kind, Loss, dates, fields,
    pairs::Pair,
    side::{Entry, Side},
};
use crate::{
    model::{Place, Status, When, zones::Zone},
    render::words::{one_line, span_words, time_under_day, zone_words},
    resolve::{Site, has_place_moved},
};

/// What subscribers see happen to an entry; nothing where they see no change.
pub(super) fn change(pair: &Pair<'_>, old: &Side<'_>, new: &Side<'_>) -> Option<EntryChange> {
    match (pair.before, pair.after) {
        (Some(before), Some(after)) => changed(pair, (before, old), (after, new)),
        (Some(before), None) => Some(lost(pair, before, (old, new))),
        // What was deleted long ago is remembered by one side alone.
        (None, Some(after)) if after.published.deleted.is_some() => None,
        (None, Some(after)) => Some(told(Kind::Added, pair, after, new)),
        (None, None) => None,
    }
}

/// An entry as one side has it, with nothing said of what differs.
fn told(kind: Kind, pair: &Pair<'_>, entry: &Entry<'_>, side: &Side<'_>) -> EntryChange {
    let zone = &entry.published.event.zone;
    let when = entry.shown();
    EntryChange {
        kind,
        id: pair.key.name(),
        title: entry.title(),
        when: span_words(&when, zone),
        place: location(entry),
        file: side.file(entry),
        is_over: entry.is_over(now(side)),
        begins: when.begins(zone),
        loss: None,
        renamed: pair.renamed.clone(),
        fields: Vec::new(),
        dates: Vec::new(),
        joins: Vec::new(),
        leaves: Vec::new(),
    }
}

fn lost(pair: &Pair<'_>, before: &Entry<'_>, (old, new): (&Side<'_>, &Side<'_>)) -> EntryChange {
    let is_quiet = before.is_over(now(new)) || before.status() == Status::Cancelled;
    let kind = if is_quiet { Kind::Removed } else { Kind::Gone };
    let loss = match new.published(&pair.key.event) {
        None => Loss::Deleted,
        Some(published) if !published.is_listed => Loss::Unlisted,
        Some(published) if !published.event.when.is_dated() => Loss::Undated,
        Some(_) => Loss::NoCoach,
    };
    EntryChange { loss: Some(loss), ..told(kind, pair, before, old) }
}

fn now(side: &Side<'_>) -> DateTime<Utc> {
    side.site.map_or(DateTime::<Utc>::MIN_UTC, |(site, _)| site.now)
}

fn changed(
    pair: &Pair<'_>,
    (before, old): (&Entry<'_>, &Side<'_>),
    (after, new): (&Entry<'_>, &Side<'_>),
) -> Option<EntryChange> {
    let fields = differences((before, old.site?.0), (after, new.site?.0));
    let dates = dates::changes(before.published, after.published, now(new));
    let dates = if before.coach.is_none() { dates } else { Vec::new() };
    let both_held = !before.feeds.is_empty() && !after.feeds.is_empty();
    let joins = elsewhere(after, before, old).filter(|_| both_held).collect::<Vec<_>>();
    let leaves = elsewhere(before, after, new).filter(|_| both_held).collect::<Vec<_>>();
    if [fields.len(), dates.len(), joins.len(), leaves.len()] == [0; 4] && pair.renamed.is_none() {
        return None;
    }
    let kind = kind(pair, (before.status(), after.status()), &fields, !dates.is_empty());
    Some(EntryChange { fields, dates, joins, leaves, ..told(kind, pair, after, new) })
}

/// The feeds that hold an entry and not the other one, although both sides have such a feed.
fn elsewhere(entry: &Entry<'_>, other: &Entry<'_>, other_side: &Side<'_>) -> impl Iterator<Item = String> {
    let feeds = entry.feeds.iter().filter(|path| !other.feeds.contains(*path) && other_side.feeds.contains_key(*path));
    feeds.map(|path| (*path).to_owned()).collect::<Vec<_>>().into_iter()
}

fn kind(pair: &Pair<'_>, (before, after): (Status, Status), fields: &[FieldChange], has_dates: bool) -> Kind {
    let takes_place = |status| matches!(status, Status::Confirmed | Status::Tentative);
    match after {
        Status::Cancelled if before != after => Kind::Cancelled,
        Status::Postponed if before != after => Kind::Postponed,
        _ if takes_place(after) && !takes_place(before) => Kind::Reinstated,
        _ if fields.iter().any(|field| field.moves) => Kind::Moved,
        _ if pair.renamed.as_ref().is_some_and(|renamed| !renamed.is_alias) => Kind::Renamed,
        _ if has_dates => Kind::Dates,
        _ if pair.renamed.is_some() && fields.is_empty() => Kind::Renamed,
        _ => Kind::Changed,
    }
}

/// The fields that differ, those that people act on first.
fn differences((before, old): (&Entry<'_>, &Site), (after, new): (&Entry<'_>, &Site)) -> Vec<FieldChange> {
    let status = pair_of("status", fields::status(before.status()), fields::status(after.status()), false);
    let found = [status, start(before, after), end(before, after), place(before, after), repetition(before, after)];
    let rest = fields::differences(fields::of_entry(before, old), fields::of_entry(after, new));
    let mut all: Vec<FieldChange> = found.into_iter().flatten().collect();
    let has_place = all.iter().any(|field| field.field == "place");
    all.extend(rest.into_iter().filter(|field| !(has_place && field.field == "place")));
    all
}

fn pair_of(field: &'static str, before: &str, after: &str, moves: bool) -> Option<FieldChange> {
    let told = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    (before != after).then(|| FieldChange { field, before: told(before), after: told(after), moves })
}

fn start(before: &Entry<'_>, after: &Entry<'_>) -> Option<FieldChange> {
    let (old, new) = (before.when(), after.when());
    let (old_zone, new_zone) = (&before.published.event.zone, &after.published.event.zone);
    let is_series = before.is_series() || after.is_series();
    // The dates of a series are compared one by one; here its time of day is.
    let old_then = if is_series { old.on(new.first_day(), old_zone) } else { old };
    let is_same = begins_alike((&old_then, old_zone), (&new, new_zone));
    let zones = (old_zone != new_zone).then_some((old_zone, new_zone));
    let words = |when: &When, zone: &Zone| {
        let words = if is_series { time_under_day(when, zone) } else { span_words(when, zone) };
        zones.map_or(words.clone(), |_| format!("{words}, {}", zone_words(zone, when.begins(zone))))
    };
    if !is_same {
        let field =
            |before, after| FieldChange { field: "start", before: Some(before), after: Some(after), moves: true };
        return Some(field(words(&old_then, old_zone), words(&new, new_zone)));
    }
    let first = |when: &When, zone: &Zone| span_words(when, zone);
    let is_first_another = before.is_series() && after.is_series() && old.first_day() != new.first_day();
    is_first_another.then(|| pair_of("start", &first(&old, old_zone), &first(&new, new_zone), false)).flatten()
}

/// Whether both begin at the same moment, or on the same day.
pub(super) fn begins_alike((old, old_zone): (&When, &Zone), (new, new_zone): (&When, &Zone)) -> bool {
    match (old, new) {
        (When::Timed(old), When::Timed(new)) => old.start.utc == new.start.utc,
        (When::AllDay { .. }, When::AllDay { .. }) => old.first_day() == new.first_day(),
        (When::Timed(_) | When::AllDay { .. }, _) | (_, When::Timed(_) | When::AllDay { .. }) => false,
        _ => old.begins(old_zone) == new.begins(new_zone),
    }
}

/// The end, where the start is the same; a start that moves is told with its end.
fn end(before: &Entry<'_>, after: &Entry<'_>) -> Option<FieldChange> {
    let (old_zone, new_zone) = (&before.published.event.zone, &after.published.event.zone);
    let is_series = before.is_series() || after.is_series();
    let new = after.when();
    let old = if is_series { before.when().on(new.first_day(), old_zone) } else { before.when() };
    let is_told_already = !begins_alike((&old, old_zone), (&new, new_zone)) || ends(&old) == ends(&new);
    let words = |when: &When, zone: &Zone| {
        if is_series { time_under_day(when, zone) } else { span_words(when, zone) }
    };
    if is_told_already { None } else { pair_of("end", &words(&old, old_zone), &words(&new, new_zone), false) }
}

fn ends(when: &When) -> (Option<DateTime<Utc>>, Option<chrono::NaiveDate>) {
    match when {
        When::Timed(timed) => (timed.end.map(|end| end.utc), None),
        _ => (None, Some(when.last_day())),
    }
}

fn place(before: &Entry<'_>, after: &Entry<'_>) -> Option<FieldChange> {
    let (old, new) = (location(before), location(after));
    let is_withheld = [before, after].into_iter().any(|entry| entry.place().is_some_and(|place| place.withheld));
    // What is no move to those who are told of moves is none here.
    let moves = !is_withheld && has_place_moved(before.place(), after.place());
    (old != new).then_some(FieldChange { field: "place", before: old, after: new, moves })
}

/// Where an entry takes place, in one line.
fn location(entry: &Entry<'_>) -> Option<String> {
    let is_online = entry.coach.is_none() && entry.published.event.details.online.is_some();
    location_of(entry.place(), is_online)
}

/// A place in one line; of an event without one that can be joined online, "online".
pub(super) fn location_of(place: Option<&Place>, is_online: bool) -> Option<String> {
    let line = place.map(|place| one_line(&place.one_line())).filter(|line| !line.is_empty());
    line.or_else(|| is_online.then(|| "online".to_owned()))
}

fn repetition(before: &Entry<'_>, after: &Entry<'_>) -> Option<FieldChange> {
    let words = |entry: &Entry<'_>| {
        let series = entry.published.event.series.as_deref().filter(|_| entry.coach.is_none());
        series.map(dates::rule_words).unwrap_or_default()
    };
    pair_of("repeats", &words(before), &words(after), false)
}
