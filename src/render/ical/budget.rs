//! How large a feed may be.
//!
//! Google Calendar takes no feed of much more than a megabyte, and says so to nobody: its subscribers keep what they have.

use std::collections::BTreeMap;

use super::{Calendars, entry::Entries};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Event, Id},
    render::words::number,
    resolve::{CollectionSort, EventIndex, Feed, FeedIndex, FeedSort, Site},
    source::Span,
};

/// A feed may have this many bytes.
const BUDGET: usize = 1_000_000;
/// The head of a feed and the VTIMEZONEs of all zones that there are come nowhere near this many bytes.
const MOST_BESIDE_EVENTS: usize = 400_000;
/// So many causes are told.
const CAUSES: usize = 3;
/// So many feeds are told of one by one.
const NAMED_FEEDS: usize = 10;

/// A part of a feed that makes it large.
struct Cause<'a> {
    /// What it is.
    what: String,
    /// Its size in bytes.
    size: usize,
    /// The event that it is, where it is one.
    event: Option<&'a Event>,
}

/// Warns of feeds that some calendars will not take, the largest first. Archives are left out: they are read once, if ever; and
/// so are twins without cancelled events, which are smaller than the feed that they belong to.
pub fn check(site: &Site, calendars: &Calendars, found: &mut Diagnostics) {
    let is_looked_at = |feed: &Feed| !matches!(feed.sort, FeedSort::Archive(_)) && !feed.is_live;
    let numbers = (0..site.feeds.len()).filter(|number| is_looked_at(&site.feeds[*number]));
    let sizes = numbers.filter_map(|number| Some((number, size_if_large(site, calendars, &site.feeds[number])?)));
    let sizes: BTreeMap<FeedIndex, usize> = sizes.collect();
    let others = sizes.len().saturating_sub(NAMED_FEEDS);
    for (rank, (number, size)) in largest(sizes, NAMED_FEEDS).into_iter().enumerate() {
        let finding = too_large(site, calendars, &site.feeds[number], size);
        let tells_of_others = rank == 0 && others > 0;
        found.push(if tells_of_others { finding.note(rest(others)) } else { finding });
    }
}

fn rest(others: usize) -> String {
    format!(
        "{} beside the {NAMED_FEEDS} largest ones: shortening `feed.past` in site.yaml helps all",
        wording::count(others, "more large feed")
    )
}

/// The size of a feed over its budget. Where the events alone are far below, nothing more is looked at.
fn size_if_large(site: &Site, calendars: &Calendars, feed: &Feed) -> Option<usize> {
    let events: usize = calendars.entries(feed).map(|(_, entry)| entry.text.len()).sum();
    let may_be_large = events + MOST_BESIDE_EVENTS > BUDGET;
    may_be_large.then(|| calendars.size(site, feed)).filter(|size| *size > BUDGET)
}

fn too_large(site: &Site, calendars: &Calendars, feed: &Feed, size: usize) -> Diagnostic {
    let causes = causes(site, calendars, feed, size);
    let message = format!("{} has {}: too large for some calendars", feed.path, bytes(size));
    let told: Vec<String> = causes.iter().map(|cause| format!("{}, {}", cause.what, bytes(cause.size))).collect();
    Diagnostic::new(Code::FeedTooLarge, place(site, feed, &causes), message)
        .note("Google Calendar takes about 1 MB and drops what is larger: its subscribers see no change any more")
        .note(format!("most of it: {}", told.join("; ")))
        .help(cure(site, feed, &causes))
}

/// The three largest events where they are a tenth of the feed together, else the hosts or kinds whose events weigh most.
fn causes<'a>(site: &'a Site, calendars: &Calendars, feed: &Feed, size: usize) -> Vec<Cause<'a>> {
    let mut weights: BTreeMap<EventIndex, usize> = BTreeMap::new();
    for (event, entry) in calendars.entries(feed) {
        *weights.entry(event).or_default() += entry.text.len();
    }
    let events = largest(weights.clone(), CAUSES);
    if events.iter().map(|(_, weight)| weight).sum::<usize>() * 10 > size {
        let cause = |(number, weight): (EventIndex, usize)| {
            let event = &site.events[number].event;
            let what = format!("`{}` ({})", event.id.value, why(event, &calendars.events[number], weight));
            Cause { what, size: weight, event: Some(event) }
        };
        return events.into_iter().map(cause).collect();
    }
    let gathered = largest(gathered(site, &weights), CAUSES);
    gathered.into_iter().map(|(what, size)| Cause { what, size, event: None }).collect()
}

/// What the events of each host weigh; of each kind where there are no hosts.
fn gathered(site: &Site, weights: &BTreeMap<EventIndex, usize>) -> BTreeMap<String, usize> {
    let mut by_host: BTreeMap<&Id, usize> = BTreeMap::new();
    let mut by_kind: BTreeMap<&Id, usize> = BTreeMap::new();
    for (number, weight) in weights {
        let event = &site.events[*number].event;
        event.hosts.iter().for_each(|host| *by_host.entry(host).or_default() += weight);
        *by_kind.entry(&event.kind).or_default() += weight;
    }
    let (what, gathered) = if by_host.is_empty() { ("kind", by_kind) } else { ("group", by_host) };
    gathered.into_iter().map(|(id, weight)| (format!("the {what} `{id}`"), weight)).collect()
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

/// Where the cure is: the largest event, the group whose feed it is, or the settings of all feeds.
fn place(site: &Site, feed: &Feed, causes: &[Cause<'_>]) -> Span {
    let event = causes.first().and_then(|cause| cause.event);
    let is_of_group = matches!(feed.sort, FeedSort::Network | FeedSort::Collection(CollectionSort::Group));
    match event {
        Some(event) => event.series.as_ref().map_or(event.id.span, |series| series.span),
        None if is_of_group => feed.span,
        None => site.settings.feed_span,
    }
}

fn cure(site: &Site, feed: &Feed, causes: &[Cause<'_>]) -> String {
    let shorten =
        format!("shorten `feed.past` in site.yaml (now {})", wording::count(site.settings.past_days as usize, "day"));
    let event = causes.first().and_then(|cause| cause.event);
    match (event, feed.sort) {
        (Some(event), _) if event.series.is_some() => {
            format!(
                "end the series sooner, or repeat it by one weekday or one day of the month, which takes no list of dates; or {shorten}"
            )
        }
        (Some(_), _) => format!("shorten the description and link to a page with the rest; or {shorten}"),
        (None, FeedSort::Network | FeedSort::Collection(CollectionSort::Group)) => {
            format!(
                "{shorten}, or let groups that are part of this one host the events, so that people can follow those"
            )
        }
        (None, _) => format!("{shorten}, or shorten descriptions"),
    }
}

fn bytes(size: usize) -> String {
    format!("{} bytes", number(u32::try_from(size).unwrap_or(u32::MAX)))
}
