use crate::{
    model::{Coach, Event, Status},
    render::ical::test_site::*,
};

fn with_coach(change: impl FnOnce(&mut Event, &mut Coach)) -> String {
    let mut event = event("stop-trident", timed("2016-02-27 12:00", "2016-02-27 17:00"));
    let mut coach = coach("sheffield", "Sheffield", at("2016-02-27 06:30", &london()));
    change(&mut event, &mut coach);
    event.travel = vec![coach];
    let mut catalogue = catalogue(vec![event]);
    catalogue.groups.extend([group("sheffield", "Sheffield Momentum")]);
    unfolded(&feed_text(&resolved(catalogue), "feeds/travel/sheffield.ics"))
}

#[test]
fn a_coach_is_an_event_from_its_leaving_to_the_start() {
    let feed = with_coach(|_, _| ());
    let vevent = vevents(&feed)[0];
    assert_eq!(line(vevent, "UID"), "stop-trident-travel-sheffield@example.org");
    assert_eq!(line(vevent, "SUMMARY"), "Coach from Sheffield: Stop Trident");
    assert_eq!(line(vevent, "DTSTART"), ";TZID=Europe/London:20160227T063000");
    assert_eq!(line(vevent, "DTEND"), ";TZID=Europe/London:20160227T120000");
    assert_eq!(line(vevent, "SEQUENCE"), "7");
}

#[test]
fn it_ends_on_arrival_or_else_an_hour_later() {
    let feed = with_coach(|_, coach| coach.arrives = Some(at("2016-02-27 11:15", &london())));
    assert_eq!(line(vevents(&feed)[0], "DTEND"), ";TZID=Europe/London:20160227T111500");
    let feed = with_coach(|event, _| event.when = days("2016-02-27", "2016-02-27"));
    assert_eq!(line(vevents(&feed)[0], "DTEND"), ";TZID=Europe/London:20160227T073000");
}

#[test]
fn it_says_how_to_get_on_it_and_back() {
    let feed = with_coach(|_, coach| {
        coach.place = Some(place("Pond Street", "Sheffield"));
        coach.returns = Some(at("2016-02-27 18:00", &london()));
        coach.price = Some("£15 / £8".into());
        coach.seats = Some(49);
        coach.book = Some(url("https://example.org/coach"));
        coach.group = Some(id("sheffield"));
    });
    let expected = "Leaves: Saturday 27 February 2016\\, 6:30am\\nThe time of arrival is not known.\\n\
        Sets off back: Saturday 27 February 2016\\, 6pm\\n\\nPrice: £15 / £8\\nSeats: 49\\nBook here:\\n\
        https://example.org/coach\\n\\nOrganised by Sheffield Momentum.\\n\\nhttps://example.org/events/stop-trident/";
    assert_eq!(line(vevents(&feed)[0], "DESCRIPTION"), expected);
    assert_eq!(line(vevents(&feed)[0], "LOCATION"), "Pond Street\\, Sheffield");
}

#[test]
fn e12_it_is_cancelled_with_its_event() {
    let feed = with_coach(|event, _| event.details.status = Status::Cancelled);
    assert_eq!(line(vevents(&feed)[0], "SUMMARY"), "Cancelled: Coach from Sheffield: Stop Trident");
    assert_eq!(line(vevents(&feed)[0], "STATUS"), "CANCELLED");
    assert_eq!(line(vevents(&feed)[0], "TRANSP"), "TRANSPARENT");
}
