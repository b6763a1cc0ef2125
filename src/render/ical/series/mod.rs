//! How a series is published: as a rule with what departs from it, or date by date.
//!
//! A rule (RFC 5545 3.8.5.3) is what subscribers like best, but programs differ in what they can hold. A series is a
//! master with RRULE, EXDATEs and overrides where every one of them shows the same dates; else each date is an event of
//! its own. Such a date has the UID `<id>-<date>@…`, with its date in the series, before it was moved.

mod departures;
mod rule;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use icalendar::{Component, DatePerhapsTime, Event as Vevent, EventLike, Property};

use self::departures::{Departure, departures};
use super::{
    entry::Context,
    standing::is_dropped,
    times::Form,
    vevent::{Dated, vevent},
};
use crate::{
    model::{Details, Moment, Series, When, midnight},
    resolve::{Occurrence, Published},
};

/// The components of a series: the master and its overrides by date, and then single dates; or single dates alone.
pub fn components(context: &Context<'_>, published: &Published, series: &Series) -> Vec<Vevent> {
    match rule::form(context, published, series) {
        Some(form) => by_rule(context, published, series, form),
        None => written_out(context, published),
    }
}

fn by_rule(
    context: &Context<'_>,
    published: &Published,
    series: &Series,
    form: Form<'_>,
) -> Vec<Vevent> {
    let event = &published.event;
    let dated = |details: &Details, when: &When| {
        vevent(
            context,
            published,
            &Dated {
                uid: published.uid.clone(),
                details,
                when,
            },
        )
    };
    let Some(mut master) = dated(&event.details, &event.when) else {
        return Vec::new();
    };
    master.add_property("RRULE", rule::value(&series.rule, form, &event.zone));
    let (mut overrides, mut singles) = (Vec::new(), Vec::new());
    for (date, departure) in departures(context, published, series, form) {
        let original = on_date(published, date, form);
        match departure {
            Departure::Gone => exclude(&mut master, &original),
            Departure::Override(details, when) => {
                overrides
                    .extend(dated(details, &when).map(|mut it| it.recurrence_id(original).done()));
            }
            Departure::Apart(details, when) => {
                exclude(&mut master, &original);
                singles.extend(single(context, published, date, details, &when));
            }
        }
    }
    // Never RDATEs: Outlook ignores them, and libical misplaces them in summer.
    let extra = series
        .also
        .iter()
        .map(|when| (when.first_day(), &when.value));
    singles.extend(
        extra.filter_map(|(date, when)| single(context, published, date, &event.details, when)),
    );
    [vec![master], overrides, singles].concat()
}

/// A date of the rule as the master gives it: EXDATE and RECURRENCE-ID repeat the form of DTSTART to the letter.
fn on_date(published: &Published, date: NaiveDate, form: Form<'_>) -> DatePerhapsTime {
    let time = match &published.event.when {
        When::Timed(timed) => timed.start.local.time(),
        _ => NaiveTime::MIN,
    };
    form.moment(Moment::from_local(
        date.and_time(time),
        &published.event.zone,
    ))
}

/// Adds an EXDATE (RFC 5545 3.8.5.1), one for each date: some readers know no lists of them.
fn exclude(master: &mut Vevent, original: &DatePerhapsTime) {
    // The crate has a setter for RECURRENCE-ID and none for EXDATE; the value and its parameters are the same.
    let mut bearer = Vevent::new();
    bearer.recurrence_id(original.clone());
    let Some(bearer) = bearer.properties().get("RECURRENCE-ID") else {
        return;
    };
    let mut exdate = Property::new("EXDATE", bearer.value());
    for parameter in bearer.params().values() {
        exdate.add_parameter(parameter.key(), parameter.value());
    }
    master.append_multi_property(exdate);
}

/// Every date as an event of its own. What is out of the feeds' window is left out, but never all of it.
fn written_out(context: &Context<'_>, published: &Published) -> Vec<Vevent> {
    let dates: Vec<&Occurrence> = published
        .occurrences
        .iter()
        // Where every date is excepted, the first one stands there for the page to speak of.
        .filter(|date| !published.excepted.contains(&date.origin))
        .filter(|date| {
            !is_dropped(
                published.details(date),
                &published.event,
                context.cancelled(),
            )
        })
        .collect();
    let window = window(context);
    let recent = dates.iter().filter(|date| date.over >= window);
    let shown: Vec<_> = if recent.clone().next().is_some() {
        recent.collect()
    } else {
        dates.last().into_iter().collect()
    };
    shown
        .iter()
        .filter_map(|date| {
            single(
                context,
                published,
                date.origin,
                published.details(date),
                &date.when,
            )
        })
        .collect()
}

/// What was over before this moment, in UTC, is no longer in feeds: a midnight of the site's zone, so that they change at most
/// once a day by the clock alone.
fn window(context: &Context<'_>) -> DateTime<Utc> {
    let (today, settings) = (context.site.today, &context.site.settings);
    let first_day = today
        .checked_sub_days(Days::new(settings.past_days.into()))
        .unwrap_or(today);
    midnight(first_day, &settings.zone)
}

/// The VEVENT of a date as an event of its own.
fn single(
    context: &Context<'_>,
    published: &Published,
    date: NaiveDate,
    details: &Details,
    when: &When,
) -> Option<Vevent> {
    let uid = format!(
        "{}-{date}@{}",
        published.event.id.value, context.site.settings.uid_domain
    );
    vevent(context, published, &Dated { uid, details, when })
}
