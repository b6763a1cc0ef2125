//! In which feeds an event is, by which rule, and why not in the others.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::{FeedAnswer, Reason, Told, find_in};
use crate::{
    diag::wording,
    resolve::{Feed, FeedSort, Published, Site, absolute},
};

impl Told<'_> {
    /// Every feed, with the event in it or not; none where nothing is known of the event.
    pub(super) fn feeds(&self) -> Vec<FeedAnswer> {
        // A feed that begins with this event is there only when the event is public; then its rule is asked of that site.
        let mut feeds: Vec<FeedAnswer> = Vec::new();
        for site in self.sites() {
            let Some((index, published)) = find_in(site, self.event) else { continue };
            let is_new = |feed: &&Feed| feeds.iter().all(|known| known.path != feed.path.as_str());
            let new: Vec<&Feed> = site.feeds.iter().filter(is_new).collect();
            feeds.extend(new.into_iter().map(|feed| self.feed(site, feed, index, published)));
        }
        feeds
    }

    fn feed(&self, site: &Site, feed: &Feed, index: usize, published: &Published) -> FeedAnswer {
        let rules = self.rules(site, feed, index, published);
        let real = self.site.feeds.iter().find(|real| real.path == feed.path);
        let own = find_in(self.site, self.event).map(|(index, _)| index);
        let holds = real.zip(own).is_some_and(|(real, own)| holds(real, own));
        let mut answer = FeedAnswer {
            path: feed.path.as_str().to_owned(),
            url: absolute(&site.base_url, &feed.path),
            holds,
            rules: rules.clone().unwrap_or_default(),
            kept_out: Vec::new(),
        };
        let is_archive = matches!(feed.sort, FeedSort::Archive(_));
        if holds && is_archive {
            return answer;
        } else if holds {
            answer.rules.extend(self.kept_as_the_last(site, published));
        } else {
            answer.kept_out.extend(rules.err());
            answer.kept_out.extend(self.out_of_every_feed(published));
            answer.kept_out.extend(self.over(site, published).filter(|_| !is_archive));
            answer.kept_out.extend(self.cancelled(feed, published));
            if answer.kept_out.is_empty() {
                // The rule was asked of the site as it will be.
                answer.kept_out.extend(self.place_withheld());
            }
        }
        answer
    }

    /// A twin without cancelled events.
    fn cancelled(&self, feed: &Feed, published: &Published) -> Option<Reason> {
        let is_left_out = feed.is_live && published.event.is_cancelled();
        is_left_out
            .then(|| self.spots().reason("cancelled", "it is cancelled, and this feed leaves such events out", None))
    }

    /// Past the window, but the feed would be empty without it.
    fn kept_as_the_last(&self, site: &Site, published: &Published) -> Option<Reason> {
        let over = published.last_over();
        let is_past = over < site.window;
        let day = site.settings.zone.to_local(over).date();
        let text = format!("over since {day}, but nothing later is left in this feed, which would be empty without it");
        is_past.then(|| self.spots().reason("last", text, None))
    }

    /// Over for longer than feeds keep an event.
    fn over(&self, site: &Site, published: &Published) -> Option<Reason> {
        let over = published.last_over();
        if over >= site.window || !published.event.when.is_dated() {
            return None;
        }
        let written = self.raw.settings.as_ref().and_then(|settings| settings.feed.as_ref()?.past.as_ref());
        let days = usize::try_from(site.settings.past_days).unwrap_or(usize::MAX);
        let default = if written.is_none() { " where site.yaml does not say" } else { "" };
        let past = format!("`feed.past` is {}{default}", wording::count(days, "day"));
        let since = site.settings.zone.to_local(over).date();
        let text = match self.remains(published, since) {
            Some(remains) => {
                format!("it is over since {since}; {remains}. It left the feeds on {}, as {past}", left(over, site))
            }
            // What was never public has left nothing.
            None => format!("it is over since {since}, for too long: {past}"),
        };
        Some(self.spots().reason("over", text, written.map(|past| past.span)))
    }

    /// Where an event is that has left the feeds; nothing where it never was in one.
    fn remains(&self, published: &Published, since: NaiveDate) -> Option<String> {
        let (_, real) = find_in(self.site, self.event)?;
        let year = published.occurrences.last().map_or(since, |date| date.when.first_day()).year();
        real.is_listed.then(|| format!("its page and archive/{year}/ show it"))
    }

    /// The path of the feed that is meant; the message and the help where there is none.
    pub(super) fn choose(&self, name: &str) -> Result<String, (String, Vec<String>)> {
        let meant = self.bare(name);
        let paths = || self.sites().flat_map(|site| &site.feeds);
        let bare = |feed: &Feed| bare_path(feed.path.as_str()).to_owned();
        if let Some(feed) = paths().find(|feed| bare(feed) == meant) {
            return Ok(feed.path.as_str().to_owned());
        }
        let own = self.event.id.as_ref().map(|id| format!("events/{}", id.value));
        if own.as_deref() == Some(&*meant) {
            let message = format!("`{meant}.ics` is the event's own file and no feed");
            return Err((message, vec!["name a feed, such as `all`, or none to see all that hold it".to_owned()]));
        }
        let known: Vec<String> = paths().map(bare).collect();
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let by_name = known.iter().find(|path| last(path) == meant);
        let help = by_name.map(|path| format!("did you mean `{path}`?"));
        let help = help.or_else(|| wording::suggestion(&meant, known.iter().map(String::as_str)));
        let help = help.unwrap_or_else(|| "the page subscribe/ of the site lists every feed".to_owned());
        Err((format!("there is no feed `{}`", wording::shorten(name, 80)), vec![help]))
    }

    /// What is left of a feed's name without the site's address, `feeds/` and the ending.
    fn bare(&self, name: &str) -> String {
        let name = name.trim();
        let below = |base: &str| {
            let host = base.split_once("://").map_or(base, |(_, rest)| rest);
            let rest = name.split_once("://").map(|(_, rest)| rest)?;
            rest.strip_prefix(host).map(str::to_owned)
        };
        let written = below(&self.site.base_url).or_else(|| below(&self.site.settings.base_url));
        bare_path(written.as_deref().unwrap_or(name)).to_owned()
    }
}

fn bare_path(path: &str) -> &str {
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let path = path.strip_prefix("feeds/").unwrap_or(path);
    path.strip_suffix(".ics").unwrap_or(path)
}

fn holds(feed: &Feed, event: usize) -> bool {
    match feed.sort {
        FeedSort::Travel => feed.coaches.iter().any(|(index, _)| *index == event),
        _ => feed.events.contains(&event),
    }
}

/// The first day on which feeds are without an event that was over at this moment.
fn left(over: DateTime<Utc>, site: &Site) -> NaiveDate {
    let day = site.settings.zone.to_local(over).date();
    day.checked_add_days(Days::new(u64::from(site.settings.past_days) + 1)).unwrap_or(day)
}
