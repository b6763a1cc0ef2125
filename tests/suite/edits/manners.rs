//! What holds for every entry of every calendar, whatever the life.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::{output::Output, parsers::Component};

/// What is wrong with the entries of an output that was built at this moment.
pub fn faults(output: &Output, base_url: &str, now: DateTime<Utc>) -> Vec<String> {
    let mut faults: Vec<String> = output.disputed();
    for (path, component) in output.entries() {
        let of_one = [dates_in_order(component, now), takes_no_time(component), links(component, output, base_url)];
        faults.extend(of_one.into_iter().flatten().map(|fault| format!("{path}: {} {fault}", component.uid())));
    }
    faults.sort();
    faults.dedup();
    faults
}

/// Without METHOD, DTSTAMP is the last change (RFC 5545 3.8.7.2). Nothing is of the future.
fn dates_in_order(component: &Component, now: DateTime<Utc>) -> Option<String> {
    let stamp = |name| NaiveDateTime::parse_from_str(component.value(name), "%Y%m%dT%H%M%SZ").ok();
    let [stamped, created, changed] = ["DTSTAMP", "CREATED", "LAST-MODIFIED"].map(stamp);
    let [Some(stamped), Some(created), Some(changed)] = [stamped, created, changed] else {
        return Some("lacks a DTSTAMP, CREATED or LAST-MODIFIED in UTC".into());
    };
    let holds = created <= changed && stamped == changed && changed <= now.naive_utc();
    (!holds).then(|| format!("has CREATED {created}, LAST-MODIFIED {changed} and DTSTAMP {stamped} at {now}"))
}

/// What does not take place leaves the day free.
fn takes_no_time(component: &Component) -> Option<String> {
    let is_off = component.value("STATUS") == "CANCELLED" || component.value("SUMMARY").starts_with("Postponed: ");
    (is_off && component.value("TRANSP") != "TRANSPARENT").then(|| "does not leave the day free".into())
}

/// The address of an entry is that of a page, on the site as it is called now.
fn links(component: &Component, output: &Output, base_url: &str) -> Option<String> {
    let url = component.value("URL");
    let page = url.strip_prefix(base_url).map(|path| format!("{path}index.html"));
    (!page.is_some_and(|page| output.has(&page))).then(|| format!("leads to {url:?}, where there is no page"))
}
