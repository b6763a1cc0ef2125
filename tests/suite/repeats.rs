//! Repetition in words: every form of the format as the rule that it stands for, and its first dates.

use chrono::NaiveDate;
use handbill::{
    check,
    diag::Diagnostics,
    model::{Event, Limit, Series, When, expand},
    parse,
};

use crate::support::{TODAY, site};

/// The one event of a site, with everything that was found.
fn event(text: &str) -> (Option<Event>, Diagnostics) {
    let sources = site([("events/x.yaml", text)]);
    let mut found = Diagnostics::default();
    let raw = parse::parse(&sources, &mut found);
    let catalogue = check::check(raw, &sources, TODAY.parse().unwrap(), &mut found);
    (catalogue.and_then(|catalogue| catalogue.events.into_iter().next()), found)
}

fn series(start: &str, repeats: &str) -> Event {
    let text = format!("title: X\nkind: meeting\nstart: {start}\nrepeats: {repeats}\n");
    let (event, found) = event(&text);
    assert!(!found.has_errors(), "{repeats}: {found:?}");
    event.unwrap_or_else(|| panic!("{repeats} gives no event"))
}

fn dates(event: &Event, count: usize) -> Vec<NaiveDate> {
    let rule = &event.series.as_ref().unwrap().rule;
    let end = match rule.limit {
        Limit::Until(last) => last,
        _ => "2024-12-31".parse().unwrap(),
    };
    expand(rule, event.when.first_day(), end).unwrap().into_iter().take(count).collect()
}

fn days(text: &str) -> Vec<NaiveDate> {
    text.split_whitespace().map(|day| day.parse().unwrap()).collect()
}

/// Words, what people read of them, the same as a rule, and the first dates.
const FORMS: [(&str, &str, &str, &str, &str); 40] = [
    ("2016-02-09", "{ every: day }", "every day", "FREQ=DAILY", "2016-02-09 2016-02-10 2016-02-11"),
    ("2016-02-09", "{ every: 3 days }", "every 3 days", "FREQ=DAILY;INTERVAL=3", "2016-02-09 2016-02-12 2016-02-15"),
    ("2016-02-09", "{ every: week }", "every week", "FREQ=WEEKLY", "2016-02-09 2016-02-16 2016-02-23"),
    ("2016-02-09", "{ every: 1 week }", "every week", "FREQ=WEEKLY", "2016-02-09 2016-02-16 2016-02-23"),
    ("2016-02-09", "{ every: 2 weeks }", "every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", "2016-02-09 2016-02-23 2016-03-08"),
    (
        "2016-02-09",
        "{ every: two weeks }",
        "every two weeks",
        "FREQ=WEEKLY;INTERVAL=2",
        "2016-02-09 2016-02-23 2016-03-08",
    ),
    (
        "2016-02-09",
        "{ every: every 2 weeks }",
        "every 2 weeks",
        "FREQ=WEEKLY;INTERVAL=2",
        "2016-02-09 2016-02-23 2016-03-08",
    ),
    (
        "2016-02-09",
        "{ every: Every Second Week }",
        "every second week",
        "FREQ=WEEKLY;INTERVAL=2",
        "2016-02-09 2016-02-23",
    ),
    (
        "2016-02-09",
        "{ every: other week }",
        "every other week",
        "FREQ=WEEKLY;INTERVAL=2",
        "2016-02-09 2016-02-23 2016-03-08",
    ),
    (
        "2016-02-09",
        "{ every: fortnight }",
        "every fortnight",
        "FREQ=WEEKLY;INTERVAL=2",
        "2016-02-09 2016-02-23 2016-03-08",
    ),
    ("2016-02-09", "{ every: 2 fortnights }", "every 2 fortnights", "FREQ=WEEKLY;INTERVAL=4", "2016-02-09 2016-03-08"),
    (
        "2016-02-09",
        "{ every: month }",
        "every month on the 9th",
        "FREQ=MONTHLY;BYMONTHDAY=9",
        "2016-02-09 2016-03-09 2016-04-09",
    ),
    (
        "2016-02-09",
        "{ every: 2 months }",
        "every 2 months on the 9th",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=9",
        "2016-02-09 2016-04-09",
    ),
    ("2016-02-29", "{ every: year }", "every year", "FREQ=YEARLY", "2016-02-29 2020-02-29 2024-02-29"),
    ("2016-02-09", "{ every: 2 years }", "every 2 years", "FREQ=YEARLY;INTERVAL=2", "2016-02-09 2018-02-09 2020-02-09"),
    (
        "2016-02-09",
        "{ every: week, on: [tuesday] }",
        "every week on Tuesday",
        "FREQ=WEEKLY;BYDAY=TU",
        "2016-02-09 2016-02-16",
    ),
    (
        "2016-02-09",
        "{ every: week, on: [Tuesday, Thu] }",
        "every week on Tuesday and Thursday",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "2016-02-09 2016-02-11 2016-02-16",
    ),
    (
        "2016-02-09",
        "{ every: week, on: [thursdays, tuesdays] }",
        "every week on Thursday and Tuesday",
        "FREQ=WEEKLY;BYDAY=TH,TU",
        "2016-02-09 2016-02-11 2016-02-16",
    ),
    // Weeks begin on Monday: the Sunday belongs to the week of the Tuesday before it.
    (
        "2016-02-09",
        "{ every: 2 weeks, on: [tuesday, sunday] }",
        "every 2 weeks on Tuesday and Sunday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU",
        "2016-02-09 2016-02-14 2016-02-23 2016-02-28",
    ),
    (
        "2016-02-08",
        "{ every: day, on: [monday, tuesday, wednesday, thursday, friday] }",
        "every week on Monday, Tuesday, Wednesday, Thursday and Friday",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "2016-02-08 2016-02-09 2016-02-10 2016-02-11 2016-02-12 2016-02-15",
    ),
    (
        "2016-02-09",
        "{ every: month, on: [second tuesday] }",
        "every month on the second Tuesday",
        "FREQ=MONTHLY;BYDAY=2TU",
        "2016-02-09 2016-03-08 2016-04-12",
    ),
    (
        "2016-02-09",
        "{ every: month, on: [the 2nd Tue] }",
        "every month on the 2nd Tuesday",
        "FREQ=MONTHLY;BYDAY=2TU",
        "2016-02-09 2016-03-08 2016-04-12",
    ),
    (
        "2016-02-02",
        "{ every: month, on: [first tuesday, third tuesday] }",
        "every month on the first Tuesday and the third Tuesday",
        "FREQ=MONTHLY;BYDAY=1TU,3TU",
        "2016-02-02 2016-02-16 2016-03-01 2016-03-15",
    ),
    (
        "2016-01-29",
        "{ every: month, on: [fifth friday] }",
        "every month on the fifth Friday",
        "FREQ=MONTHLY;BYDAY=5FR",
        "2016-01-29 2016-04-29 2016-07-29 2016-09-30",
    ),
    (
        "2016-01-29",
        "{ every: month, on: [last friday] }",
        "every month on the last Friday",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "2016-01-29 2016-02-26 2016-03-25",
    ),
    (
        "2016-02-25",
        "{ every: month, on: [fourth thursday] }",
        "every month on the fourth Thursday",
        "FREQ=MONTHLY;BYDAY=4TH",
        "2016-02-25 2016-03-24 2016-04-28",
    ),
    (
        "2016-02-02",
        "{ every: month, on: [tuesday] }",
        "every month on every Tuesday",
        "FREQ=MONTHLY;BYDAY=TU",
        "2016-02-02 2016-02-09 2016-02-16",
    ),
    (
        "2016-02-02",
        "{ every: month, on: [every tuesday] }",
        "every month on every Tuesday",
        "FREQ=MONTHLY;BYDAY=TU",
        "2016-02-02 2016-02-09 2016-02-16",
    ),
    (
        "2016-02-15",
        "{ every: month, on: [15] }",
        "every month on the 15th",
        "FREQ=MONTHLY;BYMONTHDAY=15",
        "2016-02-15 2016-03-15",
    ),
    (
        "2016-02-01",
        "{ every: month, on: [1, 22nd] }",
        "every month on the 1st and the 22nd",
        "FREQ=MONTHLY;BYMONTHDAY=1,22",
        "2016-02-01 2016-02-22 2016-03-01",
    ),
    (
        "2016-01-31",
        "{ every: month, on: [31] }",
        "every month on the 31st",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "2016-01-31 2016-03-31 2016-05-31",
    ),
    (
        "2016-02-29",
        "{ every: month, on: [last day] }",
        "every month on the last day",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "2016-02-29 2016-03-31 2016-04-30",
    ),
    (
        "2016-02-03",
        "{ every: month, on: [the 3rd] }",
        "every month on the 3rd",
        "FREQ=MONTHLY;BYMONTHDAY=3",
        "2016-02-03 2016-03-03",
    ),
    (
        "2016-02-09",
        "{ every: 3 months, on: [second tuesday] }",
        "every 3 months on the second Tuesday",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU",
        "2016-02-09 2016-05-10 2016-08-09",
    ),
    (
        "2016-05-02",
        "{ every: year, on: [first monday] }",
        "every year on the first Monday",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO",
        "2016-05-02 2017-05-01 2018-05-07",
    ),
    (
        "2016-02-09",
        "{ every: week, times: 3 }",
        "every week",
        "FREQ=WEEKLY;COUNT=3",
        "2016-02-09 2016-02-16 2016-02-23",
    ),
    (
        "2016-02-09",
        "{ every: week, until: 2016-02-23 }",
        "every week",
        "FREQ=WEEKLY;UNTIL=20160223",
        "2016-02-09 2016-02-16 2016-02-23",
    ),
    (
        "2016-02-09",
        "{ every: week, until: 2016-02-22 }",
        "every week",
        "FREQ=WEEKLY;UNTIL=20160222T235959Z",
        "2016-02-09 2016-02-16",
    ),
    (
        "2016-02-09",
        "{ every: week, until: 2016-02-09 }",
        "every week",
        "RRULE:FREQ=WEEKLY;UNTIL=2016-02-09",
        "2016-02-09",
    ),
    (
        "2016-02-09",
        "{ every: month, on: [second tuesday], times: 2 }",
        "every month on the second Tuesday",
        "freq=monthly;byday=2tu;count=2",
        "2016-02-09 2016-03-08",
    ),
];

#[test]
fn words_say_the_same_as_rules() {
    for (start, words, told, rule, first) in FORMS {
        for time in ["", " 19:30"] {
            let from_words = series(&format!("{start}{time}"), words);
            let from_rule = series(&format!("{start}{time}"), &format!("{{ rule: \"{rule}\" }}"));
            let expected = days(first);
            assert_eq!(dates(&from_words, expected.len()), expected, "{words}");
            assert_eq!(dates(&from_rule, expected.len()), expected, "{rule}");
            let (by_words, by_rule) = (from_words.series.unwrap(), from_rule.series.unwrap());
            assert_eq!(by_words.rule, by_rule.rule, "{words}");
            assert_eq!(by_words.words.as_deref(), Some(told), "{words}");
            assert_eq!(by_rule.words, None, "{rule}");
        }
    }
}

/// A rule is written as it was read, but for its end, whose form depends on the start.
#[test]
fn a_rule_is_written_in_the_usual_order() {
    let event = series("2016-05-02", "{ rule: \"BYDAY=1MO;BYMONTH=5;WKST=SU;INTERVAL=2;FREQ=YEARLY;COUNT=3\" }");
    assert_eq!(event.series.unwrap().rule.to_string(), "FREQ=YEARLY;INTERVAL=2;WKST=SU;BYMONTH=5;BYDAY=1MO");
}

#[test]
fn an_exception_with_a_note_is_a_cancelled_date() {
    let start = "2016-01-12 19:30";
    let rule = "every: month, on: [second tuesday], until: 2016-12-31";
    let noted = format!("{{ {rule}, except: [2016-03-08, {{ date: 2016-08-09, note: No meeting in August. }}] }}");
    let changed = format!(
        "{{ {rule}, except: [2016-03-08],
            changes: {{ 2016-08-09: {{ status: cancelled, status_note: No meeting in August. }} }} }}"
    );
    let (noted, changed) = (series(start, &noted).series.unwrap(), series(start, &changed).series.unwrap());
    let except = |series: &Series| series.except.iter().map(|day| day.value.to_string()).collect::<Vec<_>>();
    assert_eq!(except(&noted), ["2016-03-08"]);
    assert_eq!(except(&noted), except(&changed));
    let changes = |series: &Series| {
        let changes = series.changes.iter();
        changes.map(|(day, change)| (*day, change.when, change.details.clone())).collect::<Vec<_>>()
    };
    assert_eq!(changes(&noted), changes(&changed));
    assert_eq!(changes(&noted).len(), 1);
}

#[test]
fn exceptions_extras_and_changes_keep_the_time_of_the_series() {
    let event = series(
        "2016-01-12 19:30",
        "{ every: month, on: [second tuesday], until: 2016-12-31, except: [2016-08-09], also: [2016-08-16 19:00, 2016-08-23],
          changes: { 2016-05-10: { start: 2016-05-12 20:00 }, 2016-06-14: { status: cancelled }, 2016-07-12: { start: 18:30 },
                     2016-09-13: { end: 21:00 }, 2016-10-11: { duration: 3h } } }",
    );
    let series = event.series.unwrap();
    let start = |when: &When| match when {
        When::Timed(timed) => timed.start.local.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(series.except.iter().map(|day| day.value.to_string()).collect::<Vec<_>>(), ["2016-08-09"]);
    let also: Vec<String> = series.also.iter().map(|when| start(&when.value)).collect();
    assert_eq!(also, ["2016-08-16 19:00:00", "2016-08-23 19:30:00"]);
    let moved: Vec<(String, Option<String>)> =
        series.changes.iter().map(|(day, change)| (day.to_string(), change.when.as_ref().map(start))).collect();
    let expected = [
        ("2016-05-10", Some("2016-05-12 20:00:00")),
        ("2016-06-14", None),
        ("2016-07-12", Some("2016-07-12 18:30:00")),
        ("2016-09-13", Some("2016-09-13 19:30:00")),
        ("2016-10-11", Some("2016-10-11 19:30:00")),
    ];
    let expected: Vec<(String, Option<String>)> =
        expected.iter().map(|(day, when)| ((*day).to_owned(), when.map(str::to_owned))).collect();
    assert_eq!(moved, expected);
}

/// A date of a series is a day: the time of day in a key would be that of the series at best, and is a mistake at worst.
#[test]
fn a_key_of_changes_is_a_day_without_a_time() {
    let (_, found) = event(
        "title: X\nkind: meeting\nstart: 2016-02-09 19:30\n\
         repeats: { every: week, changes: { 2016-02-16 19:30: { status: cancelled } } }\n",
    );
    assert!(found.has_errors());
}

/// An event that lasts past midnight, on the night in which the clocks change, keeps its times of day.
#[test]
fn times_of_day_hold_over_a_change_of_the_clocks() {
    let text =
        "title: X\nkind: vigil\nstart: 2016-03-19 22:00\nend: 2016-03-20 06:00\nrepeats: { every: week, times: 2 }\n";
    let (event, found) = event(text);
    assert!(!found.has_errors());
    let event = event.unwrap();
    let When::Timed(night) = event.when.on("2016-03-26".parse().unwrap(), &event.zone) else { panic!("not timed") };
    assert_eq!(night.start.local.to_string(), "2016-03-26 22:00:00");
    assert_eq!(night.end.unwrap().local.to_string(), "2016-03-27 06:00:00");
    assert_eq!((night.end.unwrap().utc - night.start.utc).num_hours(), 7);
}
