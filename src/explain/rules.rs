//! The rule by which a feed gathers an event.

use std::ops::Deref;

use super::{Reason, Told};
use crate::{
    diag::wording,
    model::{Event, Id, Place},
    parse::{List, Text, Written},
    resolve::{CollectionSort, Feed, FeedSort, Published, Site, with_ancestors},
    source::Span,
};

/// Characters of a condition that are shown.
const CONDITION: usize = 80;

impl Told<'_> {
    /// Why a feed's rule gathers the event.
    ///
    /// # Errors
    /// Why it does not.
    pub(super) fn rules(
        &self,
        site: &Site,
        feed: &Feed,
        index: usize,
        published: &Published,
    ) -> Result<Vec<Reason>, Reason> {
        let id = name(feed);
        let spots = self.spots();
        let event = &published.event;
        match feed.sort {
            FeedSort::All => Ok(vec![spots.reason("all", "every event of the site", None)]),
            FeedSort::Custom => self.condition(site, feed, feed.members.contains(&index)),
            FeedSort::Network => self.network(site, id, event),
            FeedSort::Travel => self.travel(id, event),
            FeedSort::Archive(year) => {
                let holds = feed.members.contains(&index);
                let left = format!(
                    "of what left the other feeds, {} was in {year}",
                    if holds { "this" } else { "nothing of it" }
                );
                let reason = spots.reason("archive", left, None);
                if holds { Ok(vec![reason]) } else { Err(reason) }
            }
            FeedSort::Collection(sort) => match sort {
                CollectionSort::Group => self.group(site, id, event),
                CollectionSort::Town => self.town(id, published),
                _ => self.value(sort, id, published),
            },
        }
    }

    /// A campaign, tour, kind or tag that the event names.
    fn value(&self, sort: CollectionSort, id: &str, published: &Published) -> Result<Vec<Reason>, Reason> {
        let (record, spots) = (&self.event.record, self.spots());
        let event = &published.event;
        let kind = || record.kind.as_ref().map(Written::span);
        let (rule, is, span, yes, no) = match sort {
            CollectionSort::Campaign => {
                let yes = format!("for the campaign `{id}`");
                let no = format!("it is not for the campaign `{id}`{}", also("it is for", &event.campaigns));
                ("campaign", event.campaigns.iter().any(|own| **own == *id), item(&record.campaigns, id), yes, no)
            }
            CollectionSort::Tour => {
                let is = event.tour.as_deref() == Some(id);
                let tour = event.tour.as_ref().and_then(|tour| self.catalogue.tours.get(tour));
                let span = tour.map(|tour| tour.id.span);
                ("tour", is, span, format!("a stop of the tour `{id}`"), format!("it is no stop of the tour `{id}`"))
            }
            CollectionSort::Kind => {
                let no = format!("its kind is `{}`, not `{id}`", event.kind);
                ("kind", *event.kind == *id, kind(), format!("kind `{id}`"), no)
            }
            _ => {
                let tag = published.tags.iter().zip(&event.tags).find(|(slug, _)| ***slug == *id).map(|(_, tag)| tag);
                let span = tag.and_then(|tag| item(&record.tags, tag));
                let yes = format!("tag `{}`", tag.map_or(id, |tag| tag));
                let no = format!("it has no tag `{id}`{}", also("it has", &event.tags));
                ("tag", tag.is_some(), span, yes, no)
            }
        };
        if is { Ok(vec![spots.reason(rule, yes, span)]) } else { Err(spots.reason(rule, no, None)) }
    }

    /// One of the site's own feeds.
    fn condition(&self, site: &Site, feed: &Feed, is: bool) -> Result<Vec<Reason>, Reason> {
        let custom = site.settings.feeds.iter().find(|custom| *custom.id == *name(feed));
        let text = custom.map_or("where", |custom| &*custom.condition.value);
        let text = wording::shorten(&text.split_whitespace().collect::<Vec<_>>().join(" "), CONDITION);
        let reason =
            |end: &str| self.spots().reason("where", format!("`{text}` {end}"), custom.map(|own| own.condition.span));
        if is { Ok(vec![reason("is true")]) } else { Err(reason("is not true of it")) }
    }

    /// A group that organises or backs the event, or has a part that does.
    fn group(&self, site: &Site, id: &str, event: &Event) -> Result<Vec<Reason>, Reason> {
        let reasons = self.by_groups(event, |group| {
            let chain = with_ancestors(group, &site.groups);
            let at = chain.iter().position(|above| **above == *id)?;
            Some(chain[1..=at].iter().map(|above| format!(", which is part of `{above}`")).collect())
        });
        if reasons.is_empty() {
            let text =
                format!("neither `{id}` nor a group that is part of it hosts or supports it{}", groups_of(event));
            return Err(self.spots().reason("group", text, None));
        }
        Ok(reasons)
    }

    /// What a group does, and what the groups above it host or support.
    fn network(&self, site: &Site, id: &str, event: &Event) -> Result<Vec<Reason>, Reason> {
        let mut reasons = self.group(site, id, event).unwrap_or_default();
        let above = Id::new(id).map(|id| with_ancestors(&id, &site.groups)).unwrap_or_default();
        let is_above = |group: &Id| above.iter().skip(1).any(|own| own == group);
        reasons.extend(self.by_groups(event, |group| is_above(group).then(|| format!(", which `{id}` is part of"))));
        if reasons.is_empty() {
            let text = format!(
                "neither `{id}`, nor a group that is part of it or that it is part of, hosts or supports it{}",
                groups_of(event)
            );
            return Err(self.spots().reason("network", text, None));
        }
        Ok(reasons)
    }

    /// A reason for each host and supporter of which there is something to be said.
    fn by_groups(&self, event: &Event, say: impl Fn(&Id) -> Option<String>) -> Vec<Reason> {
        let record = &self.event.record;
        let lists = [
            ("host", "hosted by", &event.hosts, &record.hosts),
            ("supporter", "supported by", &event.supporters, &record.supporters),
        ];
        let mut reasons = Vec::new();
        for (rule, does, groups, written) in lists {
            for group in groups {
                let reason = say(group).map(|rest| format!("{does} `{group}`{rest}"));
                reasons.extend(reason.map(|text| self.spots().reason(rule, text, item(written, group))));
            }
        }
        reasons
    }

    /// Where the event takes place, on any of its dates.
    fn town(&self, id: &str, published: &Published) -> Result<Vec<Reason>, Reason> {
        let spots = self.spots();
        let event = &published.event;
        let mut reasons = Vec::new();
        if let Some(town) = in_town(event.details.place.as_ref(), id) {
            let span = super::fields::town(self.event, self.raw);
            reasons.push(spots.reason("town", format!("it takes place in {town}"), span));
        }
        for (day, change) in event.series.iter().flat_map(|series| &series.changes) {
            let is_elsewhere = change.details.place != event.details.place;
            if let Some(town) = in_town(change.details.place.as_ref(), id).filter(|_| is_elsewhere) {
                reasons.push(spots.reason("town", format!("its date of {day} is in {town}"), Some(change.span)));
            }
        }
        if !reasons.is_empty() {
            return Ok(reasons);
        }
        let is_hidden = self.model().is_some_and(|model| in_town(model.details.place.as_ref(), id).is_some());
        if let Some(withheld) = self.place_withheld().filter(|_| is_hidden) {
            return Err(withheld);
        }
        Err(spots.reason(
            "town",
            format!("no date of it takes place in `{id}`{}", also("it is in", &published.towns)),
            None,
        ))
    }

    /// A coach from a town.
    fn travel(&self, id: &str, event: &Event) -> Result<Vec<Reason>, Reason> {
        let coaches = event.travel.iter().filter(|coach| *coach.town == *id);
        let reason = |coach: &crate::model::Coach| {
            let text = format!("its coach `{}` leaves from {}", coach.id, coach.from);
            self.spots().reason("coach", text, Some(coach.span))
        };
        let reasons: Vec<Reason> = coaches.map(reason).collect();
        if reasons.is_empty() {
            let towns = also("coaches leave from", event.travel.iter().map(|coach| &coach.town));
            return Err(self.spots().reason("coach", format!("no coach to it leaves from `{id}`{towns}"), None));
        }
        Ok(reasons)
    }
}

/// The name of a feed's file, without its ending and what marks a network's.
fn name(feed: &Feed) -> &str {
    let path = feed.path.as_str();
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".ics").unwrap_or(name);
    let name = if feed.is_live { name.strip_suffix("-live").unwrap_or(name) } else { name };
    if feed.sort == FeedSort::Network { name.strip_suffix("-network").unwrap_or(name) } else { name }
}

/// The name of the town where the place is in it.
fn in_town<'a>(place: Option<&'a Place>, id: &str) -> Option<&'a str> {
    let town = place?.town.as_deref()?;
    Id::slug(town).filter(|slug| **slug == *id).map(|_| town)
}

/// Where an entry of a list stands.
fn item(list: &Option<List<Text>>, value: &str) -> Option<Span> {
    let items = list.iter().flat_map(|list| &list.value);
    items.into_iter().find(|item| item.line() == *value).map(Written::span)
}

/// Who organises and backs the event, for a reason that names somebody else.
fn groups_of(event: &Event) -> String {
    also("it is hosted by", &event.hosts) + &also("it is supported by", &event.supporters)
}

/// "; it is for `a` and `b`", where there is any.
fn also<'a, T: Deref<Target = str> + 'a>(what: &str, values: impl IntoIterator<Item = &'a T>) -> String {
    let values: Vec<String> = values.into_iter().map(|value| format!("`{}`", &**value)).collect();
    if values.is_empty() { String::new() } else { format!("; {what} {}", wording::all_of(values)) }
}
