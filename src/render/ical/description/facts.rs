//! The facts of an event: running order, speakers, booking, coaches, access, whom to ask.

use crate::{
    model::{Access, Booking, Coach, Contact, Details, Event, Moment, ProgrammeItem, Speaker, When, zones::Zone},
    render::{
        ical::plain::{plain, plain_line},
        markdown::href,
        words::{access_answer, access_feature, closing_words, day_words, moment_beside, number},
    },
    resolve::Published,
};

/// The facts of one date of an event, a block each.
pub fn blocks(published: &Published, details: &Details, when: &When) -> Vec<Option<String>> {
    let event = &published.event;
    let place_notes = details.place.as_ref().and_then(|place| place.notes.as_deref());
    vec![
        list("Programme:", event.programme.iter().map(|item| programme_line(item, when, &event.zone))),
        list("Speakers:", details.speakers.iter().map(speaker_line)),
        event.booking.as_ref().map(|booking| booking_block(booking, &event.zone)),
        list("Coaches:", event.travel.iter().map(|coach| coach_lines(coach, event, when))),
        place_notes.map(|notes| format!("Getting there: {}", plain(notes))),
        event.access.as_ref().and_then(access_block),
        event.contact.as_ref().map(|contact| format!("Contact: {}", contact_line(contact))),
    ]
}

fn list(heading: &str, lines: impl Iterator<Item = String>) -> Option<String> {
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| format!("{heading}\n{}", lines.join("\n")))
}

/// "midday: Assemble, Marble Arch".
fn programme_line(item: &ProgrammeItem, when: &When, zone: &Zone) -> String {
    let first_day = when.first_day();
    let day = item.day.unwrap_or(first_day);
    let time = match item.time {
        Some(time) => Some(moment_beside(&Moment::from_local(day.and_time(time), zone), first_day, zone)),
        None => item.day.filter(|day| *day != first_day).map(day_words),
    };
    let place = item.place.as_ref().map(|place| plain_line(&place.one_line()));
    let what: Vec<String> = [Some(plain_line(&item.title)), place].into_iter().flatten().collect();
    time.into_iter().chain([what.join(", ")]).collect::<Vec<_>>().join(": ")
}

fn speaker_line(speaker: &Speaker) -> String {
    let role = speaker.role.as_deref().map(|role| format!(" ({})", plain_line(role)));
    plain_line(&speaker.name) + &role.unwrap_or_default()
}

fn booking_block(booking: &Booking, zone: &Zone) -> String {
    let lines = [
        booking.price.as_deref().map(|price| format!("Price: {}", plain_line(price))),
        booking.capacity.map(|capacity| format!("Places: {}", number(capacity))),
        booking.closes.as_ref().map(|closes| format!("Booking closes: {}", closing_words(closes, zone))),
        booking.url.as_ref().map(|url| format!("Book here:\n{}", href(url))),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// "Sheffield: 6:30am, Pond Street; back 6pm; £15", and on the next line where to book.
fn coach_lines(coach: &Coach, event: &Event, when: &When) -> String {
    let time = |moment: &Moment| moment_beside(moment, when.first_day(), &event.zone);
    let place = coach.place.as_ref().map(|place| plain_line(&place.one_line()));
    let leaves: Vec<String> = [Some(time(&coach.leaves)), place].into_iter().flatten().collect();
    let parts = [
        Some(leaves.join(", ")),
        coach.returns.as_ref().map(|returns| format!("back {}", time(returns))),
        coach.price.as_deref().map(plain_line),
    ];
    let line = format!("{}: {}", plain_line(&coach.from), parts.into_iter().flatten().collect::<Vec<_>>().join("; "));
    [Some(line), coach.book.as_ref().map(|url| href(url))].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn access_block(access: &Access) -> Option<String> {
    let answers = access
        .answers
        .iter()
        .map(|(feature, answer)| format!("{}: {}", access_feature(*feature), access_answer(Some(*answer))));
    list("Access:", answers.chain(access.notes.as_deref().map(plain)))
}

/// Name, e-mail address and telephone number, with commas between them.
pub fn contact_line(contact: &Contact) -> String {
    let parts = [
        contact.name.as_deref().map(plain_line),
        contact.email.as_deref().map(str::to_owned),
        contact.phone.as_deref().map(str::to_owned),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
