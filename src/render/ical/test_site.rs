//! Sites for the tests of this folder: a catalogue by hand, resolved as a real one is.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::Calendars;
use crate::{
    diag::Diagnostics,
    model::{
        Announce, CancelledPolicy, Catalogue, Change, Coach, Details, Event, Frequency, Group, Id, Kind, Limit, Moment,
        Ordinal, Place, Publication, Rule, Series, Settings, Status, Timed, WebAddress, When, zones::Zone,
    },
    past::{History, Revision},
    resolve::{self, Recorded, Site},
    source::{Content, FileId, Origin, SourceFile, SourceSet, Span, Spanned},
};

/// When the one file of the site was made and changed.
pub const REVISION: Revision = Revision { created: moment(1_450_000_000), changed: moment(1_455_000_000), sequence: 7 };

/// The moment that the site is seen from: 2016-02-01T00:00:00Z.
pub const NOW: DateTime<Utc> = moment(1_454_284_800);

const fn moment(seconds: i64) -> DateTime<Utc> {
    match DateTime::from_timestamp(seconds, 0) {
        Some(moment) => moment,
        None => DateTime::UNIX_EPOCH,
    }
}

fn sources() -> SourceSet {
    let content = Content::Text("".into());
    SourceSet::new(vec![SourceFile { path: "events/a.yaml".into(), origin: Origin::User, content }])
}

fn file() -> FileId {
    sources().iter().next().unwrap().0
}

pub fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::start_of(file()))
}

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn url(text: &str) -> WebAddress {
    WebAddress::new(text).unwrap()
}

pub fn zone(name: &str) -> Zone {
    Zone::find(name).unwrap()
}

pub fn london() -> Zone {
    zone("Europe/London")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A wall-clock time such as `2016-02-27 12:00` in a zone.
pub fn at(text: &str, zone: &Zone) -> Moment {
    Moment::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap(), zone)
}

/// From one time to another in London; no end where the second is empty.
pub fn timed(start: &str, end: &str) -> When {
    timed_in(start, end, &london())
}

pub fn timed_in(start: &str, end: &str, zone: &Zone) -> When {
    When::Timed(Timed { start: at(start, zone), end: (!end.is_empty()).then(|| at(end, zone)) })
}

pub fn days(first: &str, last: &str) -> When {
    When::AllDay { first: day(first), last: day(last) }
}

pub fn place(name: &str, town: &str) -> Place {
    Place { name: Some(name.into()), town: Some(town.into()), ..Place::default() }
}

pub fn details(title: &str) -> Details {
    Details {
        title: title.into(),
        summary: None,
        description: None,
        place: None,
        online: None,
        speakers: Vec::new(),
        status: Status::Confirmed,
        status_note: None,
        links: Vec::new(),
    }
}

/// An event in London that says no more than it must.
pub fn event(name: &str, when: When) -> Event {
    Event {
        id: spanned(id(name)),
        files: vec![file()],
        aliases: Vec::new(),
        tour: None,
        kind: id("demo"),
        zone: london(),
        when,
        when_span: Span::start_of(file()),
        details: details("Stop Trident"),
        hosts: Vec::new(),
        supporters: Vec::new(),
        campaigns: Vec::new(),
        tags: Vec::new(),
        replaced_by: None,
        booking: None,
        contact: None,
        image: None,
        access: None,
        programme: Vec::new(),
        travel: Vec::new(),
        announce: Announce::default(),
        publication: Publication::Listed,
        report: None,
        series: None,
    }
}

/// A series in London by a rule.
pub fn repeating(name: &str, when: When, rule: Rule) -> Event {
    let series = Series {
        span: Span::start_of(file()),
        rule,
        words: None,
        except: Vec::new(),
        also: Vec::new(),
        changes: BTreeMap::new(),
    };
    Event { series: Some(Box::new(series)), ..event(name, when) }
}

pub fn weekly(until: &str) -> Rule {
    Rule { limit: Limit::Until(day(until)), ..Rule::new(Frequency::Weekly) }
}

pub fn monthly(nth: i8, weekday: chrono::Weekday, until: &str) -> Rule {
    let weekdays = vec![Ordinal { nth: Some(nth), weekday }];
    Rule { weekdays, limit: Limit::Until(day(until)), ..Rule::new(Frequency::Monthly) }
}

/// A change of one date: its details, and when it takes place instead.
pub fn change(details: Details, when: Option<When>) -> Change {
    Change { span: Span::start_of(file()), when, details }
}

pub fn coach(name: &str, from: &str, leaves: Moment) -> Coach {
    Coach {
        id: id(name),
        from: from.into(),
        town: Id::slug(from).unwrap(),
        leaves,
        arrives: None,
        place: None,
        returns: None,
        group: None,
        price: None,
        seats: None,
        book: None,
        span: Span::start_of(file()),
    }
}

pub fn group(name: &str, title: &str) -> (Id, Group) {
    let group = Group {
        id: spanned(id(name)),
        file: file(),
        title: title.into(),
        part_of: None,
        town: None,
        url: None,
        contact: None,
        description: None,
        colour: None,
    };
    (id(name), group)
}

/// A catalogue of these events and no more.
pub fn catalogue(mut events: Vec<Event>) -> Catalogue {
    events.sort_by(|a, b| a.id.value.cmp(&b.id.value));
    let settings = Settings {
        span: Span::start_of(file()),
        title: "Campaign calendar".into(),
        base_url: "https://example.org/".into(),
        uid_domain: "example.org".into(),
        zone: london(),
        language: "en-GB".into(),
        description: None,
        look: crate::model::Look::default(),
        kinds: vec![Kind { id: id("demo"), label: "Demo".into() }],
        feeds: Vec::new(),
        past_days: 90,
        moved_days: 30,
        cancelled: CancelledPolicy::Mark,
        live_feeds: false,
        share_pictures: false,
        feed_span: Span::start_of(file()),
    };
    Catalogue {
        settings,
        pages: std::sync::Arc::default(),
        groups: BTreeMap::new(),
        campaigns: BTreeMap::new(),
        tours: BTreeMap::new(),
        events: events.into_iter().map(std::sync::Arc::new).collect(),
    }
}

/// The site of a catalogue at [`NOW`].
pub fn resolved(catalogue: Catalogue) -> Site {
    let recorded = Recorded { past: None, history: &History::default() };
    let moment = resolve::Moment { now: NOW, today: NOW.date_naive() };
    let mut site = resolve::resolve(catalogue, &sources(), recorded, moment, None, &mut Diagnostics::default());
    site.events.iter_mut().for_each(|published| std::sync::Arc::make_mut(published).revision = REVISION);
    site
}

/// The feed of everything, with its lines unfolded.
pub fn feed_of(catalogue: Catalogue) -> String {
    unfolded(&feed_text(&resolved(catalogue), "feeds/all.ics"))
}

/// The feed of one event, with its lines unfolded.
pub fn feed_of_event(event: Event) -> String {
    feed_of(catalogue(vec![event]))
}

/// The text of the feed at this path.
pub fn feed_text(site: &Site, path: &str) -> String {
    let number = site.feeds.iter().position(|feed| feed.path.as_str() == path).unwrap();
    Calendars::new(site, None).feed(site, number)
}

pub fn unfolded(text: &str) -> String {
    text.replace("\r\n ", "").replace("\r\n", "\n")
}

/// The VEVENTs of a feed, in order.
pub fn vevents(feed: &str) -> Vec<&str> {
    feed.split("BEGIN:VEVENT\n").skip(1).map(|rest| rest.split("END:VEVENT\n").next().unwrap()).collect()
}

/// The lines of a property, without its name.
pub fn lines<'a>(component: &'a str, name: &str) -> Vec<&'a str> {
    let of_property = component.lines().filter_map(|line| line.strip_prefix(name));
    of_property.filter(|rest| rest.starts_with([':', ';'])).map(|rest| rest.strip_prefix(':').unwrap_or(rest)).collect()
}

/// The one line of a property.
pub fn line<'a>(component: &'a str, name: &str) -> &'a str {
    let lines = lines(component, name);
    assert_eq!(lines.len(), 1, "{name} in {component}");
    lines[0]
}
