//! The clock changes a site, too.

use chrono::{DateTime, DurationRound, SecondsFormat, TimeDelta, Utc};

use super::running::{Watching, event, wait_for_text};
use crate::program::Site;

fn written(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

/// A whole second that is to come soon.
fn soon() -> DateTime<Utc> {
    (now() + TimeDelta::seconds(5)).duration_trunc(TimeDelta::seconds(1)).unwrap()
}

#[test]
fn what_is_announced_later_is_published_then() {
    let site = Site::new();
    let at = soon();
    let start = (at + TimeDelta::days(3)).format("%Y-%m-%d");
    let text = format!("title: Secret\nkind: demo\nstart: {start}\nannounce: {{ at: {} }}\n", written(at));
    site.put("events/secret.yaml", &text);
    let mut watching = Watching::start(&site, &[]);
    let line = watching.wait_for_build();
    assert!(line.starts_with("the clock: wrote "), "{line}");
    assert!(now() >= at, "before it was announced: {line}");
    wait_for_text(&site.out().join("events/secret/index.html"), "Secret");
}

#[test]
fn an_event_that_ends_is_over() {
    let site = Site::new();
    let (start, end) = (now() - TimeDelta::hours(1), soon());
    let text = format!("title: Short\nkind: demo\nstart: {}\nend: {}\n", written(start), written(end));
    site.put("events/short.yaml", &text);
    let mut watching = Watching::start(&site, &[]);
    let line = watching.wait_for_build();
    assert!(line.starts_with("the clock: wrote ") && now() >= end, "{line}");
}

/// Where the moment is named, by `--now` or by SOURCE_DATE_EPOCH, the clock on the wall does not matter, though many moments
/// have come since.
#[test]
fn a_fixed_moment_stays() {
    let site = Site::new();
    let mut epoch = site.command(&["watch", "--out", "epoch"]);
    epoch.env("SOURCE_DATE_EPOCH", "1454284800");
    for mut watching in [Watching::spawn(epoch), Watching::start(&site, &["--now", "2016-02-01"])] {
        super::running::wait("the first build", || !watching.said().is_empty());
        site.put("events/x.yaml", &event("A save"));
        let line = watching.wait_for_build();
        assert!(line.starts_with("events/x.yaml: "), "{line}");
        site.put("events/marker.yaml", &event(&format!("Marker {}", watching.id())));
        watching.wait_for("events/marker.yaml: ");
        assert_eq!(watching.builds(), 2, "{:#?}", watching.said());
    }
}
