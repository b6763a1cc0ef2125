use crate::{
    model::{
        Access, AccessFeature, Announce, Answer, Booking, Contact, EmailAddress, Event, Link, Markdown, Place,
        ProgrammeItem, Publication, Report, Speaker, Status,
    },
    render::ical::test_site::*,
    source::Span,
};

fn description(feed: &str) -> String {
    line(vevents(feed)[0], "DESCRIPTION").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
}

fn item(time: &str, title: &str, place: Option<Place>, span: Span) -> ProgrammeItem {
    ProgrammeItem { day: None, time: Some(time.parse().unwrap()), title: title.into(), place, span }
}

fn full() -> Event {
    let mut event = event("a", timed("2016-02-27 12:00", "2016-02-27 17:00"));
    let span = event.when_span;
    event.details.status = Status::Tentative;
    event.details.status_note = Some("Moved from Trafalgar Square.".into());
    event.details.summary = Some("A national demo.".into());
    event.details.description = Some(Markdown::new("Bring **flags**.\n\n- one\n- two").unwrap());
    event.details.online = Some(url("https://example.org/stream"));
    event.details.place = Some(Place { notes: Some("By the arch.".into()), ..place("Marble Arch", "London") });
    event.details.speakers = vec![Speaker { name: "Ann".into(), role: Some("MP".into()) }];
    event.details.links = vec![Link { title: "Leaflet".into(), url: url("https://example.org/leaflet.pdf") }];
    event.programme = vec![
        item("12:00:00", "Assemble", Some(place("Marble Arch", "London")), span),
        item("14:30:00", "Rally", None, span),
    ];
    let closes = Some(days("2016-02-20", "2016-02-20"));
    let url = Some(url("https://example.org/book"));
    event.booking = Some(Box::new(Booking { url, price: Some("Free".into()), capacity: Some(4000), closes }));
    let mut coach = coach("sheffield", "Sheffield", at("2016-02-27 06:30", &london()));
    coach.returns = Some(at("2016-02-27 18:00", &london()));
    coach.price = Some("£15".into());
    event.travel = vec![coach];
    let answers = vec![(AccessFeature::StepFree, Answer::Yes), (AccessFeature::Bsl, Answer::Partly)];
    event.access = Some(Access { answers, notes: Some("Ask a steward.".into()) });
    event.contact = Some(Contact { name: None, email: EmailAddress::new("a@example.org"), phone: None });
    event.hosts = vec![id("cnd")];
    event.report = Some(Report { turnout: Some(60_000), summary: None, links: Vec::new() });
    event
}

#[test]
fn e14_everything_stands_in_its_order_with_addresses_on_lines_of_their_own() {
    let mut catalogue = catalogue(vec![full()]);
    catalogue.groups.extend([group("cnd", "CND")]);
    let expected = "\
Moved from Trafalgar Square.

A national demo.

Bring flags.

- one
- two

Join online:
https://example.org/stream

Programme:
midday: Assemble, Marble Arch, London
2:30pm: Rally

Speakers:
Ann (MP)

Price: Free
Places: 4,000
Booking closes: Saturday 20 February 2016
Book here:
https://example.org/book

Coaches:
Sheffield: 6:30am; back 6pm; £15

Getting there: By the arch.

Access:
Step-free: yes
British Sign Language: partly
Ask a steward.

Contact: a@example.org

Leaflet:
https://example.org/leaflet.pdf

Organised by CND.

60,000 came.

https://example.org/events/a/";
    assert_eq!(description(&feed_of(catalogue)), expected);
}

#[test]
fn e16_an_event_that_says_nothing_ends_with_its_page_all_the_same() {
    let feed = feed_of_event(event("a", days("2016-02-27", "2016-02-27")));
    assert_eq!(description(&feed), "https://example.org/events/a/");
}

#[test]
fn the_event_that_takes_place_instead_is_named_with_its_page() {
    let mut cancelled = event("a", days("2016-02-27", "2016-02-27"));
    cancelled.details.status = Status::Cancelled;
    cancelled.replaced_by = Some(spanned(id("b")));
    let feed = feed_of(catalogue(vec![cancelled, event("b", days("2016-03-05", "2016-03-05"))]));
    assert!(
        description(&feed).starts_with("This takes place instead: Stop Trident\nhttps://example.org/events/b/\n\n")
    );
}

#[test]
fn no_feed_names_an_unlisted_event() {
    let mut cancelled = event("a", days("2016-02-27", "2016-02-27"));
    cancelled.replaced_by = Some(spanned(id("b")));
    let unlisted = Event { publication: Publication::Unlisted, ..event("b", days("2016-03-05", "2016-03-05")) };
    let feed = feed_of(catalogue(vec![cancelled, unlisted]));
    assert_eq!(description(&feed), "https://example.org/events/a/");
}

#[test]
fn a_withheld_place_is_told_when_it_will_be_told() {
    let mut event = event("a", days("2016-07-27", "2016-07-27"));
    event.details.place = Some(place("The secret barn", "London"));
    let place_at = Some("2016-07-26T17:00:00Z".parse().unwrap());
    event.announce = Announce { at: None, place_at, place_hint: Some("Central London".into()) };
    let feed = feed_of_event(event);
    assert!(description(&feed).starts_with("The place will be told on Tuesday 26 July 2016, 6pm."));
    assert!(!feed.contains("secret"));
}

#[test]
fn e14_html_and_escapes_of_an_author_reach_nobody_as_such() {
    let mut event = event("a", days("2016-02-27", "2016-02-27"));
    event.details.status_note = Some("<p>Bread &amp;amp; roses</p>".into());
    event.details.description = Some(Markdown::new("See <b>now</b> &lt;i&gt; C:\\new").unwrap());
    let text = description(&feed_of_event(event));
    assert!(text.starts_with("‹p›Bread & roses‹/p›\n\nSee ‹b›now‹/b› ‹i› C:∖new\n\n"), "{text}");
}
