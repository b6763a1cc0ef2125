//! How large a feed may be.
//!
//! Google Calendar takes no feed of much more than a megabyte, and says so to nobody: its subscribers keep what they have.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Calendars, entry::Entries};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Event, Group, Id},
    render::words::number,
    resolve::{EventIndex, Feed, FeedIndex, FeedSort, Site},
    source::Span,
};

/// A feed may have this many bytes.
const BUDGET: usize = 1_000_000;
/// The head of a feed and the VTIMEZONEs of all zones that there are come nowhere near this many bytes.
const MOST_BESIDE_EVENTS: usize = 400_000;
/// What makes a list of single dates shorter, or a rule.
const SHORTER_SERIES: &str =
    "end the series sooner, or repeat it by one weekday or one day of the month, which takes no list of dates";
/// So many causes are told.
const CAUSES: usize = 3;
/// So many feeds are told of one by one.
const NAMED_FEEDS: usize = 10;

/// A part of a feed that makes it large.
struct Cause<'a> {
    /// What it is, in words.
    what: String,
    /// Its size in bytes.
    size: usize,
    /// What it is.
    part: Part<'a>,
}

/// By what the events of a feed are gathered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By<'a> {
    Host(&'a Id),
    Kind(&'a Id),
}

/// What a part of a feed comes from.
enum Part<'a> {
    Event(&'a Event),
    Group(&'a Group),
    Kind,
}

/// Warns of feeds that some calendars will not take, the largest first. Archives are left out: they are read once, if ever; and
/// so are twins without cancelled events, which are smaller than the feed that they belong to.
pub fn check(site: &Site, calendars: &Calendars) -> Diagnostics {
    let is_looked_at = |feed: &Feed| !matches!(feed.sort, FeedSort::Archive(_)) && !feed.is_live;
    let numbers = (0..site.feeds.len()).filter(|number| is_looked_at(&site.feeds[*number]));
    let sizes = numbers.filter_map(|number| Some((number, size_if_large(site, calendars, &site.feeds[number])?)));
    let sizes: BTreeMap<FeedIndex, usize> = sizes.collect();
    let others = sizes.len().saturating_sub(NAMED_FEEDS);
    let named = largest(sizes, NAMED_FEEDS);
    let findings = named.par_iter().map(|(number, size)| too_large(site, calendars, &site.feeds[*number], *size));
    let mut found = Diagnostics::default();
    for (rank, finding) in findings.collect::<Vec<_>>().into_iter().enumerate() {
        let tells_of_others = rank == 0 && others > 0;
        found.push(if tells_of_others { finding.note(rest(others)) } else { finding });
    }
    found
}

fn rest(others: usize) -> String {
    format!(
        "{} beside the {NAMED_FEEDS} largest ones: shortening `feed.past` in site.yaml helps all",
        wording::count(others, "more large feed")
    )
}

/// The size of a feed over its budget. Where the events alone are far below, nothing more is looked at.
fn size_if_large(site: &Site, calendars: &Calendars, feed: &Feed) -> Option<usize> {
    let coaches = feed.coaches.iter().map(|(event, coach)| calendars.events[*event].coaches[*coach].text.len());
    let events: usize = feed.events.iter().map(|event| calendars.sizes[*event]).chain(coaches).sum();
    let may_be_large = events + MOST_BESIDE_EVENTS > BUDGET;
    may_be_large.then(|| calendars.size(site, feed)).filter(|size| *size > BUDGET)
}

fn too_large(site: &Site, calendars: &Calendars, feed: &Feed, size: usize) -> Diagnostic {
    let causes = causes(site, calendars, feed, size);
    let message = format!("{} has {}: too large for some calendars", feed.path, bytes(size));
    let told: Vec<String> = causes.iter().map(|cause| format!("{}, {}", cause.what, bytes(cause.size))).collect();
    let (place, cure) = cure(site, causes.first(), size);
    Diagnostic::new(Code::FeedTooLarge, place, message)
        .note("Google Calendar takes about 1 MB and drops what is larger: its subscribers see no change any more")
        .note(format!("most of it: {}", told.join("; ")))
        .help(cure)
}

/// The three largest events where they are a tenth of the feed together, else the hosts or kinds whose events weigh most.
fn causes<'a>(site: &'a Site, calendars: &Calendars, feed: &Feed, size: usize) -> Vec<Cause<'a>> {
    let mut weights: BTreeMap<EventIndex, usize> = BTreeMap::new();
    for (event, entry) in calendars.entries(feed) {
        *weights.entry(event).or_default() += entry.text.len();
    }
    let events = largest(weights.clone(), CAUSES);
    if events.iter().map(|(_, weight)| weight).sum::<usize>() * 10 > size {
        let cause = |(number, size): (EventIndex, usize)| {
            let event = &site.events[number].event;
            let what = format!("`{}` ({})", event.id.value, why(event, &calendars.events[number].entries, size));
            Cause { what, size, part: Part::Event(event) }
        };
        return events.into_iter().map(cause).collect();
    }
    largest(gathered(site, &weights), CAUSES).into_iter().map(|(by, size)| of_many(site, by, size)).collect()
}

/// What the events of each host weigh; of each kind where there are no hosts.
fn gathered<'a>(site: &'a Site, weights: &BTreeMap<EventIndex, usize>) -> BTreeMap<By<'a>, usize> {
    let (mut by_host, mut by_kind) = (BTreeMap::new(), BTreeMap::new());
    for (number, weight) in weights {
        let event = &site.events[*number].event;
        event.hosts.iter().for_each(|host| *by_host.entry(By::Host(host)).or_default() += weight);
        *by_kind.entry(By::Kind(&event.kind)).or_default() += weight;
    }
    if by_host.is_empty() { by_kind } else { by_host }
}

fn of_many<'a>(site: &'a Site, by: By<'a>, size: usize) -> Cause<'a> {
    match by {
        By::Host(id) => {
            let part = site.groups.get(id).map_or(Part::Kind, Part::Group);
            Cause { what: format!("the group `{id}`"), size, part }
        }
        By::Kind(id) => Cause { what: format!("the kind `{id}`"), size, part: Part::Kind },
    }
}

/// The heaviest few, the heaviest first; of two alike the first in order.
fn largest<K: Ord>(weights: BTreeMap<K, usize>, count: usize) -> Vec<(K, usize)> {
    let mut weights: Vec<(K, usize)> = weights.into_iter().collect();
    weights.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    weights.truncate(count);
    weights
}

/// What makes an event large.
fn why(event: &Event, entries: &Entries, weight: usize) -> String {
    let dates = entries.current.count;
    let description = description_length(event);
    if entries.is_written_out {
        format!("a series written out as {}", wording::count(dates, "single date"))
    } else if dates > 1 {
        format!("a series with {} of its own", wording::count(dates - 1, "date"))
    } else if description * 2 > weight {
        format!("a description of {} KB", description.div_ceil(1000))
    } else {
        "much text".to_owned()
    }
}

fn description_length(event: &Event) -> usize {
    event.details.description.as_ref().map_or(0, |text| text.len())
}

/// Where the cure is, and what it is: at the largest event, at a group that is most of the feed, else at the settings of all feeds.
fn cure(site: &Site, cause: Option<&Cause<'_>>, size: usize) -> (Span, String) {
    let past = wording::count(site.settings.past_days as usize, "day");
    let shorten = format!("shorten `feed.past` in site.yaml (now {past})");
    match cause.map(|cause| (&cause.part, cause.size)) {
        Some((Part::Event(event), _)) => match &event.series {
            Some(series) => (series.span, format!("{SHORTER_SERIES}; or {shorten}")),
            None => (event.id.span, format!("shorten it, and link to a page with the rest; or {shorten}")),
        },
        Some((Part::Group(group), of_group)) if of_group * 2 > size => {
            let id = &group.id.value;
            (group.id.span, format!("{shorten}; or let groups that are part of `{id}` host what is theirs"))
        }
        _ => (site.settings.feed_span, format!("{shorten}, or shorten descriptions")),
    }
}

fn bytes(size: usize) -> String {
    format!("{} bytes", number(u32::try_from(size).unwrap_or(u32::MAX)))
}
