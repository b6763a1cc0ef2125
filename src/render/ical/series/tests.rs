use chrono::Weekday;

use crate::{
    model::{CancelledPolicy, Change, Details, Event, Frequency, Limit, Ordinal, Rule, Status, Timed, When},
    render::ical::test_site::*,
};

const TZID: &str = ";TZID=Europe/London";

/// Every second Tuesday of the month from 12 January to the end of 2016.
fn tuesdays() -> Event {
    let rule = monthly(2, Weekday::Tue, "2016-12-31");
    repeating("hackney", timed("2016-01-12 19:30", "2016-01-12 21:00"), rule)
}

fn changed(event: Event, date: &str, change: impl FnOnce(&mut Details) -> Option<When>) -> Event {
    let mut event = event;
    let mut details = event.details.clone();
    let when = change(&mut details);
    event.series.as_mut().unwrap().changes.insert(day(date), Change { ..self::change_of(details, when) });
    event
}

fn change_of(details: Details, when: Option<When>) -> Change {
    change(details, when)
}

fn moved(event: Event, date: &str, start: &str, end: &str) -> Event {
    changed(event, date, |_| Some(timed(start, end)))
}

fn uids(feed: &str) -> Vec<&str> {
    vevents(feed).into_iter().map(|vevent| line(vevent, "UID").split('@').next().unwrap()).collect()
}

#[test]
fn e7_a_rule_is_a_master_whose_until_is_the_end_of_its_last_day_in_utc() {
    let feed = feed_of_event(tuesdays());
    assert_eq!(vevents(&feed).len(), 1);
    let master = vevents(&feed)[0];
    assert_eq!(line(master, "RRULE"), "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20161231T235959Z");
    assert_eq!(line(master, "DTSTART"), format!("{TZID}:20160112T193000"));
    let summer = repeating("a", timed("2016-06-01 10:00", "2016-06-01 11:00"), weekly("2016-07-06"));
    assert_eq!(line(vevents(&feed_of_event(summer))[0], "RRULE"), "FREQ=WEEKLY;UNTIL=20160706T225959Z");
}

#[test]
fn e7_until_is_a_date_for_whole_days_and_count_needs_none() {
    let all_day = repeating("a", days("2016-06-01", "2016-06-01"), weekly("2016-07-06"));
    assert_eq!(line(vevents(&feed_of_event(all_day))[0], "RRULE"), "FREQ=WEEKLY;UNTIL=20160706");
    let rule = Rule { limit: Limit::Times(5), interval: 2, ..Rule::new(Frequency::Weekly) };
    let five = repeating("a", days("2016-06-01", "2016-06-01"), rule);
    assert_eq!(line(vevents(&feed_of_event(five))[0], "RRULE"), "FREQ=WEEKLY;INTERVAL=2;COUNT=5");
}

#[test]
fn e9_exceptions_are_exdates_of_the_form_of_dtstart() {
    let mut event = tuesdays();
    event.series.as_mut().unwrap().except = vec![spanned(day("2016-01-12")), spanned(day("2016-08-09"))];
    let feed = feed_of_event(event);
    let expected = [format!("{TZID}:20160112T193000"), format!("{TZID}:20160809T193000")];
    assert_eq!(lines(vevents(&feed)[0], "EXDATE"), expected);
    assert_eq!(line(vevents(&feed)[0], "DTSTART"), format!("{TZID}:20160112T193000"));
    let mut all_day = repeating("a", days("2016-06-01", "2016-06-01"), weekly("2016-07-06"));
    all_day.series.as_mut().unwrap().except = vec![spanned(day("2016-06-08"))];
    assert_eq!(lines(vevents(&feed_of_event(all_day))[0], "EXDATE"), [";VALUE=DATE:20160608"]);
}

#[test]
fn e10_a_change_is_an_override_complete_in_itself() {
    let event = changed(tuesdays(), "2016-05-10", |details| {
        details.place = Some(place("Town Hall", "Hackney"));
        details.status_note = Some("Moved for the count.".into());
        Some(timed("2016-05-12 19:30", "2016-05-12 21:30"))
    });
    let feed = feed_of_event(event);
    let changed = vevents(&feed)[1];
    assert_eq!(uids(&feed), ["hackney", "hackney"]);
    assert_eq!(line(changed, "RECURRENCE-ID"), format!("{TZID}:20160510T193000"));
    assert_eq!(line(changed, "DTSTART"), format!("{TZID}:20160512T193000"));
    assert_eq!(line(changed, "DTEND"), format!("{TZID}:20160512T213000"));
    assert_eq!(line(changed, "LOCATION"), "Town Hall\\, Hackney");
    assert!(
        line(changed, "DESCRIPTION").starts_with("Moved: was Tuesday 10 May 2016\\, 7:30pm.\\n\\nMoved for the count.")
    );
    for name in ["RRULE", "EXDATE"] {
        assert!(lines(changed, name).is_empty());
    }
    for name in ["DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "URL", "STATUS", "TRANSP", "CATEGORIES"] {
        assert_eq!(lines(changed, name).len(), 1, "{name}");
    }
}

#[test]
fn e10_the_override_of_whole_days_names_a_date() {
    let event = repeating("a", days("2016-06-01", "2016-06-01"), weekly("2016-07-06"));
    let feed = feed_of_event(changed(event, "2016-06-08", |_| None));
    assert_eq!(line(vevents(&feed)[1], "RECURRENCE-ID"), ";VALUE=DATE:20160608");
    assert_eq!(line(vevents(&feed)[1], "DTSTART"), ";VALUE=DATE:20160608");
}

#[test]
fn e12_a_cancelled_date_is_an_override_that_says_so() {
    let cancelled = |details: &mut Details| {
        details.status = Status::Cancelled;
        None
    };
    let feed = feed_of_event(changed(tuesdays(), "2016-06-14", cancelled));
    assert_eq!(line(vevents(&feed)[1], "STATUS"), "CANCELLED");
    assert_eq!(line(vevents(&feed)[1], "SUMMARY"), "Cancelled: Stop Trident");
    assert_eq!(line(vevents(&feed)[1], "TRANSP"), "TRANSPARENT");
    let mut catalogue = catalogue(vec![changed(tuesdays(), "2016-06-14", cancelled)]);
    catalogue.settings.cancelled = CancelledPolicy::Drop;
    let feed = feed_of(catalogue);
    assert_eq!(vevents(&feed).len(), 1);
    assert_eq!(lines(vevents(&feed)[0], "EXDATE"), [format!("{TZID}:20160614T193000")]);
}

#[test]
fn e8_a_date_moved_to_or_past_a_neighbour_is_an_event_of_its_own() {
    let event = repeating("a", timed("2016-06-01 10:00", "2016-06-01 11:00"), weekly("2016-07-06"));
    for (start, end) in [
        ("2016-06-15 08:00", "2016-06-15 09:00"),
        ("2016-06-16 10:00", "2016-06-16 11:00"),
        ("2016-06-01 18:00", "2016-06-01 19:00"),
        ("2016-06-14 23:00", "2016-06-15 10:30"),
    ] {
        let feed = feed_of_event(moved(event.clone(), "2016-06-08", start, end));
        assert_eq!(uids(&feed), ["a", "a-2016-06-08"], "{start}");
        assert_eq!(lines(vevents(&feed)[0], "EXDATE"), [format!("{TZID}:20160608T100000")]);
        assert!(lines(vevents(&feed)[1], "RECURRENCE-ID").is_empty());
    }
    let feed = feed_of_event(moved(event, "2016-06-08", "2016-06-14 10:00", "2016-06-14 11:00"));
    assert_eq!(uids(&feed), ["a", "a"]);
}

#[test]
fn e8_a_moved_neighbour_and_an_excepted_one_are_in_the_way_too() {
    let event = repeating("a", timed("2016-06-01 10:00", "2016-06-01 11:00"), weekly("2016-07-06"));
    let both = moved(event.clone(), "2016-06-08", "2016-06-13 10:00", "2016-06-13 11:00");
    let both = moved(both, "2016-06-15", "2016-06-12 10:00", "2016-06-12 11:00");
    assert_eq!(uids(&feed_of_event(both)), ["a", "a-2016-06-08", "a-2016-06-15"]);
    let mut excepted = moved(event, "2016-06-08", "2016-06-16 10:00", "2016-06-16 11:00");
    excepted.series.as_mut().unwrap().except = vec![spanned(day("2016-06-15"))];
    assert_eq!(uids(&feed_of_event(excepted)), ["a", "a-2016-06-08"]);
}

#[test]
fn e10_a_date_that_becomes_a_whole_day_is_an_event_of_its_own() {
    let event = changed(tuesdays(), "2016-05-10", |_| Some(days("2016-05-10", "2016-05-10")));
    assert_eq!(uids(&feed_of_event(event)), ["hackney", "hackney-2016-05-10"]);
}

#[test]
fn e8_extra_dates_are_events_and_no_rdate() {
    let mut event = tuesdays();
    event.series.as_mut().unwrap().also = vec![spanned(timed("2016-08-16 19:30", "2016-08-16 21:00"))];
    let feed = feed_of_event(event);
    assert_eq!(uids(&feed), ["hackney", "hackney-2016-08-16"]);
    assert_eq!(line(vevents(&feed)[1], "DTSTART"), format!("{TZID}:20160816T193000"));
    assert!(!feed.contains("RDATE"));
}

#[test]
fn e8_a_rule_that_outlook_cannot_hold_is_written_date_by_date() {
    let weekdays = [1, 3].map(|nth| Ordinal { nth: Some(nth), weekday: Weekday::Tue }).to_vec();
    let rule = Rule { weekdays, limit: Limit::Until(day("2016-02-29")), ..Rule::new(Frequency::Monthly) };
    let mut event = repeating("a", timed("2016-01-05 19:30", "2016-01-05 21:00"), rule);
    event.series.as_mut().unwrap().except = vec![spanned(day("2016-02-02"))];
    let event = moved(event, "2016-02-16", "2016-02-17 19:30", "2016-02-17 21:00");
    let feed = feed_of_event(event);
    assert_eq!(uids(&feed), ["a-2016-01-05", "a-2016-01-19", "a-2016-02-16"]);
    assert_eq!(line(vevents(&feed)[2], "DTSTART"), format!("{TZID}:20160217T193000"));
    assert!(!feed.split("END:VTIMEZONE").nth(1).unwrap().contains("RRULE"));
}

#[test]
fn e8_a_rule_that_outlook_would_give_more_dates_is_written_out() {
    let count = |start: &str, rule: Rule| {
        let rule = Rule { limit: Limit::Until(day("2016-12-31")), ..rule };
        vevents(&feed_of_event(repeating("a", days(start, start), rule))).len()
    };
    let monthly = || Rule::new(Frequency::Monthly);
    let nth = |nth| Rule { weekdays: vec![Ordinal { nth: Some(nth), weekday: Weekday::Fri }], ..monthly() };
    let on = |day| Rule { month_days: vec![day], ..monthly() };
    assert_eq!(count("2016-01-29", nth(5)), 5);
    assert_eq!(count("2016-01-29", nth(-1)), 1);
    assert_eq!(count("2016-01-31", on(31)), 7);
    assert_eq!(count("2016-01-31", on(-1)), 1);
    assert_eq!(count("2016-01-30", monthly()), 11);
    assert_eq!(count("2016-01-28", monthly()), 1);
}

#[test]
fn c7_dates_written_out_leave_with_the_window_but_never_all() {
    let until = |end: &str| {
        let weekdays = [1, 3].map(|nth| Ordinal { nth: Some(nth), weekday: Weekday::Tue }).to_vec();
        let rule = Rule { weekdays, limit: Limit::Until(day(end)), ..Rule::new(Frequency::Monthly) };
        feed_of_event(repeating("a", timed("2015-09-01 19:30", "2015-09-01 21:00"), rule))
    };
    // 90 days before 1 February 2016 is 3 November 2015.
    assert_eq!(uids(&until("2015-12-01")), ["a-2015-11-03", "a-2015-11-17", "a-2015-12-01"]);
    assert_eq!(uids(&until("2015-10-31")), ["a-2015-10-20"]);
}

#[test]
fn a_series_of_which_every_date_is_excepted_is_valid_all_the_same() {
    let except = |mut event: Event, dates: &[&str]| {
        event.series.as_mut().unwrap().except = dates.iter().map(|date| spanned(day(date))).collect();
        feed_of_event(event)
    };
    let event = repeating("a", timed("2016-06-01 10:00", "2016-06-01 11:00"), weekly("2016-06-08"));
    let feed = except(event, &["2016-06-01", "2016-06-08"]);
    assert_eq!(lines(vevents(&feed)[0], "EXDATE").len(), 2);
    let overlapping = Rule { months: vec![6, 7], ..weekly("2016-06-01") };
    let feed = except(repeating("a", timed("2016-06-01 10:00", "2016-06-01 11:00"), overlapping), &["2016-06-01"]);
    assert!(vevents(&feed).is_empty() && feed.contains("BEGIN:VTIMEZONE"));
}

#[test]
fn e11_a_date_that_lasts_over_a_clock_change_spells_out_its_end() {
    let event = repeating("a", timed("2016-03-05 22:00", "2016-03-06 04:00"), weekly("2016-04-09"));
    let feed = feed_of_event(event);
    assert_eq!(vevents(&feed).len(), 2);
    assert_eq!(line(vevents(&feed)[1], "RECURRENCE-ID"), format!("{TZID}:20160326T220000"));
    assert_eq!(line(vevents(&feed)[1], "DTSTART"), format!("{TZID}:20160326T220000"));
    assert_eq!(line(vevents(&feed)[1], "DTEND"), format!("{TZID}:20160327T040000"));
}

#[test]
fn e11_a_first_date_over_a_clock_change_cannot_say_how_long_the_others_are() {
    let event = repeating("a", timed("2016-03-26 22:00", "2016-03-27 04:00"), weekly("2016-04-09"));
    assert_eq!(uids(&feed_of_event(event)), ["a-2016-03-26", "a-2016-04-02", "a-2016-04-09"]);
}

#[test]
fn z8_a_rule_that_may_meet_a_clock_change_is_written_out() {
    let sundays = repeating("a", timed("2016-03-20 01:30", "2016-03-20 02:30"), weekly("2016-04-03"));
    let feed = feed_of_event(sundays);
    assert_eq!(uids(&feed), ["a-2016-03-20", "a-2016-03-27", "a-2016-04-03"]);
    assert_eq!(line(vevents(&feed)[1], "DTSTART"), "20160327T013000Z");
    let ends = repeating("a", timed("2016-10-22 22:00", "2016-10-23 01:30"), weekly("2016-11-05"));
    assert_eq!(vevents(&feed_of_event(ends)).len(), 3);
    let mondays = repeating("a", timed("2016-03-21 01:30", "2016-03-21 02:30"), weekly("2016-04-04"));
    assert_eq!(vevents(&feed_of_event(mondays)).len(), 1);
    let over_before = repeating("a", timed("2016-03-06 01:30", "2016-03-06 02:30"), weekly("2016-03-20"));
    assert_eq!(vevents(&feed_of_event(over_before)).len(), 1);
}

#[test]
fn z8_a_rule_by_month_or_year_starts_at_no_time_that_is_skipped_on_any_day() {
    let by_day = |date: &str, frequency| {
        let (start, end) = (format!("{date} 01:30"), format!("{date} 02:30"));
        let rule = Rule { limit: Limit::Until(day("2018-12-31")), ..Rule::new(frequency) };
        vevents(&feed_of_event(repeating("a", timed(&start, &end), rule))).len()
    };
    // libical takes every later date of such a rule for one an hour off.
    assert_eq!(by_day("2016-01-15", Frequency::Monthly), 36);
    assert_eq!(by_day("2016-06-26", Frequency::Yearly), 3);
}

#[test]
fn z8_a_rule_by_weekday_may_end_at_a_time_that_is_skipped_on_another() {
    let until = "2016-12-31";
    let on = |start: &str, end: &str, weekday| {
        vevents(&feed_of_event(repeating("a", timed(start, end), monthly(1, weekday, until)))).len()
    };
    assert_eq!(on("2016-01-01 22:00", "2016-01-02 01:30", Weekday::Fri), 1);
    assert_eq!(on("2016-01-02 22:00", "2016-01-03 01:30", Weekday::Sat), 12);
}

#[test]
fn z6_a_series_in_a_zone_that_outlook_cannot_hold_is_written_out_in_utc() {
    let zone = zone("Asia/Jerusalem");
    let when = timed_in("2016-06-01 10:00", "2016-06-01 11:00", &zone);
    let feed = feed_of_event(Event { zone, ..repeating("a", when, weekly("2016-06-08")) });
    assert_eq!(uids(&feed), ["a-2016-06-01", "a-2016-06-08"]);
    assert_eq!(line(vevents(&feed)[0], "DTSTART"), "20160601T070000Z");
}

#[test]
fn z2_a_series_in_utc_is_written_out() {
    let zone = zone("Etc/UTC");
    let when = timed_in("2016-06-01 00:00", "2016-06-02 00:00", &zone);
    let event = Event { zone, ..repeating("a", when, weekly("2016-06-08")) };
    let feed = feed_of_event(event);
    assert_eq!(uids(&feed), ["a-2016-06-01", "a-2016-06-08"]);
    assert_eq!(line(vevents(&feed)[0], "DTSTART"), "20160601T000000Z");
}

#[test]
fn e8_instances_that_overlap_are_written_out() {
    let event = repeating("a", days("2016-06-01", "2016-06-08"), weekly("2016-06-15"));
    assert_eq!(vevents(&feed_of_event(event)).len(), 3);
    let event = repeating("a", days("2016-06-01", "2016-06-07"), weekly("2016-06-15"));
    assert_eq!(vevents(&feed_of_event(event)).len(), 1);
}

#[test]
fn e6_every_date_of_an_open_end_has_one() {
    let mut event = tuesdays();
    let start = at("2016-01-12 19:30", &london());
    event.when = When::Timed(Timed { start, end: None });
    let feed = feed_of_event(event);
    assert_eq!(line(vevents(&feed)[0], "DTEND"), format!("{TZID}:20160112T213000"));
}
