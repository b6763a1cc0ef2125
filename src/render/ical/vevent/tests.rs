use std::sync::Arc;

use super::media_type;
use crate::{
    model::{Campaign, CancelledPolicy, Contact, EmailAddress, Event, Image, PhoneNumber, Status},
    render::ical::test_site::*,
};

fn demo() -> Event {
    event("stop-trident", timed("2016-02-27 12:00", "2016-02-27 17:00"))
}

fn with_status(status: Status, policy: CancelledPolicy) -> String {
    let mut event = demo();
    event.details.status = status;
    let mut catalogue = catalogue(vec![event]);
    catalogue.settings.cancelled = policy;
    feed_of(catalogue)
}

fn standing(status: Status, policy: CancelledPolicy) -> [String; 3] {
    let feed = with_status(status, policy);
    ["SUMMARY", "STATUS", "TRANSP"].map(|name| line(vevents(&feed)[0], name).to_owned())
}

#[test]
fn e1_e2_e3_identity_and_revision_come_from_the_files_and_never_from_the_clock() {
    let feed = feed_of_event(demo());
    let vevent = vevents(&feed)[0];
    assert_eq!(line(vevent, "UID"), "stop-trident@example.org");
    assert_eq!(line(vevent, "DTSTAMP"), "20160209T064000Z");
    assert_eq!(line(vevent, "LAST-MODIFIED"), "20160209T064000Z");
    assert_eq!(line(vevent, "CREATED"), "20151213T094640Z");
    assert_eq!(line(vevent, "SEQUENCE"), "7");
}

#[test]
fn e12_e13_the_title_says_what_status_says() {
    let mark = CancelledPolicy::Mark;
    assert_eq!(standing(Status::Confirmed, mark), ["Stop Trident", "CONFIRMED", "OPAQUE"]);
    assert_eq!(standing(Status::Tentative, mark), ["Stop Trident (to be confirmed)", "TENTATIVE", "OPAQUE"]);
    assert_eq!(standing(Status::Cancelled, mark), ["Cancelled: Stop Trident", "CANCELLED", "TRANSPARENT"]);
    assert_eq!(standing(Status::Postponed, mark), ["Postponed: Stop Trident", "TENTATIVE", "TRANSPARENT"]);
}

#[test]
fn e12_cancelled_events_may_keep_their_title_or_leave_the_feeds() {
    let keep = standing(Status::Cancelled, CancelledPolicy::Keep);
    assert_eq!(keep, ["Stop Trident", "CANCELLED", "TRANSPARENT"]);
    assert!(vevents(&with_status(Status::Cancelled, CancelledPolicy::Drop)).is_empty());
}

#[test]
fn e14_a_title_is_one_plain_line() {
    let mut event = demo();
    event.details.title = "Stop <b>Trident</b>;\nnow, &amp; C:\\new".into();
    let feed = feed_of_event(event);
    assert_eq!(line(vevents(&feed)[0], "SUMMARY"), "Stop ‹b›Trident‹/b›\\; now\\, & C:∖new");
}

#[test]
fn e16_the_page_is_its_url() {
    let feed = feed_of_event(demo());
    assert_eq!(line(vevents(&feed)[0], "URL"), "https://example.org/events/stop-trident/");
}

#[test]
fn e18_categories_are_the_kind_the_tags_and_the_campaigns_each_once() {
    let mut event = demo();
    event.tags = vec!["peace, now".into(), "Demo".into(), " ".into()];
    event.campaigns = vec![id("trident")];
    let mut catalogue = catalogue(vec![event]);
    let (title, file) = (Arc::from("No Trident"), catalogue.events[0].files[0]);
    let campaign =
        Campaign { id: spanned(id("trident")), file, title, description: None, url: None, start: None, end: None };
    catalogue.campaigns.insert(id("trident"), campaign);
    let feed = feed_of(catalogue);
    assert_eq!(line(vevents(&feed)[0], "CATEGORIES"), "Demo,peace\\, now,No Trident");
}

#[test]
fn e17_a_picture_is_an_absolute_address() {
    let mut event = demo();
    let source = "events/2016/poster 1.JPG".into();
    event.image = Some(Image { source, alt: "A poster".into(), dimensions: None, digest: "".into() });
    let feed = feed_of_event(event);
    let expected =
        ";VALUE=URI;DISPLAY=BADGE;FMTTYPE=\"image/jpeg\":https://example.org/events/stop-trident/poster-1.jpg";
    assert_eq!(line(vevents(&feed)[0], "IMAGE").replace("=image/jpeg", "=\"image/jpeg\""), expected);
    assert_eq!(media_type("poster"), None);
}

#[test]
fn e19_whom_to_ask_is_no_organizer_and_nothing_rings() {
    let mut event = demo();
    event.contact = Some(Contact {
        name: Some("Ann".into()),
        email: EmailAddress::new("ann@example.org"),
        phone: PhoneNumber::new("020 7946 0000"),
    });
    let feed = feed_of_event(event);
    assert_eq!(line(vevents(&feed)[0], "CONTACT"), "Ann\\, ann@example.org\\, 020 7946 0000");
    for name in ["ORGANIZER", "ATTENDEE", "BEGIN:VALARM", "METHOD", "CLASS"] {
        assert!(!feed.contains(name), "{name}");
    }
}
