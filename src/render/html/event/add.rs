//! Links that put a single date into a calendar.

use std::borrow::Cow;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::super::{cards::short_place, context::context, view::View};
use crate::{
    model::{Details, When, zones::Zone},
    render::{markdown, words},
    resolve::{Published, absolute, encode},
};

/// Addresses longer than this are cut by some browsers and refused by some servers.
const LONGEST_ADDRESS: usize = 1_900;

context! {
    /// The ways to put an event into a calendar.
    AddLinks {
        /// The path of the iCalendar file.
        file: String,
        /// Google Calendar.
        google: String,
        /// Outlook.com.
        outlook: String,
        /// Microsoft 365.
        microsoft365: String,
        /// The date that the links add, where there are several.
        day: Option<String>,
    }
}

/// What a link says of an event, and when that is.
struct Entry {
    title: Words,
    details: Words,
    location: Words,
    when: EntryWhen,
}

enum EntryWhen {
    Timed {
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        zone: Zone,
    },
    /// The end is the day after the last.
    AllDay {
        start: NaiveDate,
        end: NaiveDate,
    },
}

impl View<'_> {
    /// Links for the date that the page speaks of, where its day is known and it takes place then.
    pub(super) fn add_links(self, published: &Published, details: &Details) -> Option<AddLinks> {
        let shown = published.shown();
        let file = published.file.as_ref().filter(|_| takes_place(published, details) && shown.over > self.site.now)?;
        let entry = self.add_entry(published, details)?;
        let is_one_of_many = published.occurrences.len() > 1;
        let outlook = entry.outlook();
        Some(AddLinks {
            file: self.path(file.address()),
            google: entry.google(),
            outlook: format!("https://outlook.live.com{outlook}"),
            microsoft365: format!("https://outlook.office.com{outlook}"),
            day: is_one_of_many.then(|| words::day_words(shown.when.first_day())),
        })
    }

    /// The path of the calendar file of what is over and did take place.
    pub(super) fn file_of_the_past(self, published: &Published, details: &Details) -> Option<String> {
        let is_past = takes_place(published, details) && published.shown().over <= self.site.now;
        published.file.as_ref().filter(|_| is_past).map(|file| self.path(file.address()))
    }

    fn add_entry(self, published: &Published, details: &Details) -> Option<Entry> {
        let event = &published.event;
        let page = absolute(&self.site.base_url, &published.page);
        let summary = details.summary.as_deref().map(words::one_line);
        let note = details.status_note.as_deref().map(words::one_line);
        let online = details.online.as_deref().map(markdown::href);
        let lines: Vec<String> = [note, summary, online, Some(page)].into_iter().flatten().collect();
        let place = details.place.as_ref().map(|place| place.one_line()).filter(|place| !place.is_empty());
        let title = match words::status_word(details.status) {
            Some(word) => format!("{word}: {}", details.title),
            None => details.title.to_string(),
        };
        Some(Entry {
            title: Words::new(title, 150),
            details: Words::new(lines.join("\n\n"), 500),
            location: Words::new(place.or_else(|| short_place(details)).unwrap_or_default(), 150),
            when: EntryWhen::new(&published.shown().when, &event.zone)?,
        })
    }
}

fn takes_place(published: &Published, details: &Details) -> bool {
    published.deleted.is_none() && details.status.takes_place()
}

impl EntryWhen {
    fn new(when: &When, zone: &Zone) -> Option<Self> {
        match when {
            When::Timed(timed) => {
                let end = timed.published_end(zone).utc;
                Some(Self::Timed { start: timed.start.utc, end, zone: zone.clone() })
            }
            When::AllDay { first, last } => Some(Self::AllDay { start: *first, end: *last + Days::new(1) }),
            When::Month { .. } | When::Year { .. } => None,
        }
    }
}

impl Entry {
    fn google(&self) -> String {
        let dates = match &self.when {
            EntryWhen::Timed { start, end, zone } => {
                format!("{}/{}&ctz={}", words::compact_moment(*start), words::compact_moment(*end), zone.name())
            }
            EntryWhen::AllDay { start, end } => format!("{}/{}", words::compact_day(*start), words::compact_day(*end)),
        };
        let fixed = format!("https://calendar.google.com/calendar/render?action=TEMPLATE&dates={dates}");
        self.with_words(fixed, "text", "details")
    }

    /// The address on any of Outlook's hosts.
    fn outlook(&self) -> String {
        let times = match &self.when {
            EntryWhen::Timed { start, end, zone } => {
                let time = |utc| encode(&words::machine_moment(utc, zone));
                format!("startdt={}&enddt={}", time(*start), time(*end))
            }
            EntryWhen::AllDay { start, end } => format!("startdt={start}&enddt={end}&allday=true"),
        };
        self.with_words(format!("/calendar/0/action/compose?rru=addevent&{times}"), "subject", "body")
    }

    /// The address with all the words that there is room for; the title goes before the place, the place before the rest.
    fn with_words(&self, mut address: String, title: &str, details: &str) -> String {
        for (name, words) in [(title, &self.title), ("location", &self.location), (details, &self.details)] {
            let room = LONGEST_ADDRESS.saturating_sub(address.len() + name.len() + 2);
            let value = words.fitting(room);
            if !value.is_empty() {
                address.extend(["&", name, "=", &value]);
            }
        }
        address
    }
}

/// Words that go into several addresses.
struct Words {
    text: String,
    /// So many characters are there at most.
    longest: usize,
    /// The words as part of an address.
    encoded: String,
}

impl Words {
    fn new(text: String, longest: usize) -> Self {
        Self { encoded: encode(&words::cut(&text, longest)), text, longest }
    }

    /// The words as part of an address, cut until they fit.
    fn fitting(&self, room: usize) -> Cow<'_, str> {
        if self.encoded.len() <= room {
            return Cow::Borrowed(&self.encoded);
        }
        let mut longest = self.longest;
        while longest >= 8 {
            longest /= 2;
            let encoded = encode(&words::cut(&self.text, longest));
            if encoded.len() <= room {
                return Cow::Owned(encoded);
            }
        }
        Cow::Borrowed("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, details: &str) -> Entry {
        let london = Zone::find("Europe/London").unwrap_or_else(Zone::utc);
        let start = DateTime::from_timestamp(1_462_100_400, 0).unwrap_or_default();
        let end = DateTime::from_timestamp(1_462_107_600, 0).unwrap_or_default();
        let when = EntryWhen::Timed { start, end, zone: london };
        let words = |text: &str, longest| Words::new(text.to_owned(), longest);
        Entry { title: words(title, 150), details: words(details, 500), location: words("Marble Arch", 150), when }
    }

    #[test]
    fn google_gets_utc_and_the_zone_and_outlook_the_offset() {
        let entry = entry("Bread & roses", "");
        assert_eq!(
            entry.google(),
            "https://calendar.google.com/calendar/render?action=TEMPLATE&dates=20160501T110000Z/20160501T130000Z\
             &ctz=Europe/London&text=Bread%20%26%20roses&location=Marble%20Arch"
        );
        assert_eq!(
            entry.outlook(),
            "/calendar/0/action/compose?rru=addevent&startdt=2016-05-01T12%3A00%3A00%2B01%3A00\
             &enddt=2016-05-01T14%3A00%3A00%2B01%3A00&subject=Bread%20%26%20roses&location=Marble%20Arch"
        );
    }

    #[test]
    fn days_end_on_the_day_after_the_last() {
        let day = |day| NaiveDate::from_ymd_opt(2016, 2, day).unwrap_or_default();
        let when = EntryWhen::AllDay { start: day(5), end: day(8) };
        let entry = Entry { when, ..entry("A", "") };
        assert!(entry.google().contains("dates=20160205/20160208&text="));
        assert!(entry.outlook().contains("startdt=2016-02-05&enddt=2016-02-08&allday=true"));
    }

    #[test]
    fn no_link_is_too_long() {
        let long = "𝔘 ".repeat(3000);
        let entry = entry(&long, &long);
        assert!(entry.google().len() < 2000 && entry.google().contains("text=%F0"));
        assert!(entry.outlook().len() + "https://outlook.office.com".len() < 2000);
    }
}
