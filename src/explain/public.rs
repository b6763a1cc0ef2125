//! Why an event is not public, or in no feed at all.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Reason, Told};
use crate::{
    model::zones::Zone,
    parse::Written,
    resolve::{KeptOut, Published},
};

impl Told<'_> {
    /// Why nobody, or no list and no feed, shows the event.
    pub(super) fn not_public(&self) -> Vec<Reason> {
        let (record, spots) = (&self.event.record, self.spots());
        let flag = |flag: &Option<crate::source::Spanned<bool>>| flag.filter(|flag| flag.value).map(|flag| flag.span);
        let mut reasons = Vec::new();
        if let Some(span) = flag(&record.draft) {
            let id = self.event.id.as_ref().map(|id| &id.value);
            let is_kept =
                |published: &&Arc<Published>| published.deleted.is_some() && Some(&published.event.id.value) == id;
            let text = match self.site.events.iter().find(is_kept) {
                Some(_) => "it is a draft; what was public of it is shown as cancelled",
                None => "it is a draft",
            };
            reasons.push(spots.reason("draft", text, Some(span)));
        }
        if let Some(span) = flag(&record.withdraw) {
            reasons.push(spots.reason("withdrawn", "it is withdrawn", Some(span)));
        }
        if let Some((at, zone)) = self.announced_later() {
            let text = format!("it is not announced until {}", moment(at, zone));
            let written = record.announce.as_ref().and_then(|announce| announce.at.as_ref());
            reasons.push(spots.reason("not-announced", text, written.map(Written::span)));
        }
        let is_published = self.model().is_some_and(|event| event.publication.is_public());
        if let Some(span) = flag(&record.unlisted).filter(|_| is_published) {
            let text = "it is unlisted: those who know its address see it, lists and feeds do not show it";
            reasons.push(spots.reason("unlisted", text, Some(span)));
        }
        reasons
    }

    fn announced_later(&self) -> Option<(DateTime<Utc>, &Zone)> {
        let event = self.model()?;
        let at = event.announce.at.filter(|at| *at > self.site.now)?;
        Some((at, &event.zone))
    }

    /// The place is withheld, so that no rule sees it.
    pub(super) fn place_withheld(&self) -> Option<Reason> {
        let event = self.model()?;
        let at = event.announce.place_at.filter(|at| *at > self.site.now)?;
        let text = format!("its place is withheld until {}", moment(at, &event.zone));
        let written = self.event.record.announce.as_ref().and_then(|announce| announce.place_at.as_ref());
        Some(self.spots().reason("place-withheld", text, written.map(Written::span)))
    }

    /// What keeps the event out of every feed, whatever their rules say; it may be public all the same.
    pub(super) fn out_of_every_feed(&self, published: &Published) -> Vec<Reason> {
        let mut reasons = self.not_public();
        let (record, spots) = (&self.event.record, self.spots());
        match published.kept_out(self.site.settings.cancelled) {
            Some(KeptOut::Undated) => {
                let text = "its day is not known, so that no calendar can show it";
                reasons.push(spots.reason("undated", text, record.start.as_ref().map(Written::span)));
            }
            Some(KeptOut::Dropped) => {
                let policy = self.raw.settings.as_ref().and_then(|settings| settings.feed.as_ref()?.cancelled.as_ref());
                let policy = policy.map(|policy| format!(", {}", spots.at(policy.span))).unwrap_or_default();
                let text = format!("the site drops cancelled events (`feed.cancelled`{policy}), and it is cancelled");
                reasons.push(spots.reason("cancelled", text, record.status.as_ref().map(Written::span)));
            }
            // Told of above.
            Some(KeptOut::Unlisted) | None => {}
        }
        reasons
    }
}

/// `2016-02-01 09:00 GMT (2016-02-01 09:00 UTC)`
pub(super) fn moment(at: DateTime<Utc>, zone: &Zone) -> String {
    let utc = at.format("%Y-%m-%d %H:%M UTC");
    if zone.is_utc() {
        return utc.to_string();
    }
    format!("{} {} ({utc})", zone.to_local(at).format("%Y-%m-%d %H:%M"), zone.abbreviation(at))
}
