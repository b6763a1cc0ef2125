//! The facts around an event: speakers, links, booking, contact, picture, access, report.

use minijinja::Value;

use super::super::{context::context, view::View};
use crate::{
    model::{Access, AccessFeature, Booking, Contact, Event, Link, Markdown, Report, Speaker},
    render::{markdown, words},
    resolve::picture,
};

context! {
    /// Someone who speaks.
    SpeakerWords {
        /// The name.
        name: String,
        /// What they are.
        role: Option<String>,
    }
}

context! {
    /// A link.
    LinkWords {
        /// The words.
        title: String,
        /// Where it leads.
        url: String,
    }
}

context! {
    /// How to book.
    BookingWords {
        /// Where.
        url: Option<String>,
        /// What it costs.
        price: Option<String>,
        /// How many can come.
        capacity: Option<String>,
        /// When booking ends.
        closes: Option<String>,
    }
}

context! {
    /// Whom to ask.
    ContactWords {
        /// The name.
        name: Option<String>,
        /// The e-mail address.
        email: Option<String>,
        /// The telephone number.
        phone: Option<String>,
        /// The same as it is dialled.
        dialled: Option<String>,
    }
}

context! {
    /// A picture.
    ImageWords {
        /// The path.
        url: String,
        /// What it shows.
        alt: String,
        /// Width in pixels.
        width: Option<u32>,
        /// Height in pixels.
        height: Option<u32>,
    }
}

context! {
    /// What the place offers to whom.
    AccessWords {
        /// Every feature with an answer; empty where there are only notes.
        features: Vec<FeatureWords>,
        /// What else is to be said.
        notes: Option<String>,
    }
}

context! {
    /// What is known of a feature.
    FeatureWords {
        /// The feature.
        title: &'static str,
        /// The answer.
        answer: &'static str,
    }
}

context! {
    /// How it went.
    ReportWords {
        /// How many came.
        turnout: Option<String>,
        /// What happened, as HTML.
        summary: Option<Value>,
        /// Where to read and see more.
        links: Vec<LinkWords>,
    }
}

/// Markdown as HTML that templates print as it is.
pub(super) fn html(text: &Markdown) -> Value {
    Value::from_safe_string(markdown::to_html(text))
}

/// Who speaks.
pub(super) fn speakers(speakers: &[Speaker]) -> Vec<SpeakerWords> {
    let words = |speaker: &Speaker| SpeakerWords {
        name: speaker.name.to_string(),
        role: speaker.role.as_deref().map(str::to_owned),
    };
    speakers.iter().map(words).collect()
}

/// Links.
pub(super) fn links(links: &[Link]) -> Vec<LinkWords> {
    links.iter().map(|link| LinkWords { title: link.title.to_string(), url: markdown::href(&link.url) }).collect()
}

impl BookingWords {
    /// How to book.
    pub fn new(booking: &Booking, event: &Event) -> Self {
        Self {
            url: booking.url.as_deref().map(markdown::href),
            price: booking.price.as_deref().map(str::to_owned),
            capacity: booking.capacity.map(words::number),
            closes: booking.closes.as_ref().map(|when| words::closing_words(when, &event.zone)),
        }
    }
}

impl ContactWords {
    /// Whom to ask.
    pub fn new(contact: &Contact) -> Self {
        Self {
            name: contact.name.as_deref().map(str::to_owned),
            email: contact.email.as_deref().map(str::to_owned),
            phone: contact.phone.as_deref().map(str::to_owned),
            dialled: contact.phone.as_ref().map(|phone| phone.dialled()),
        }
    }
}

impl AccessWords {
    /// What the place offers to whom; where anything is known, what is not known is said too.
    pub fn new(access: &Access) -> Self {
        let answer = |feature| access.answers.iter().find(|(known, _)| *known == feature).map(|(_, answer)| *answer);
        let words = |feature| FeatureWords {
            title: words::access_feature(feature),
            answer: words::access_answer(answer(feature)),
        };
        let features = if access.answers.is_empty() { &[][..] } else { &AccessFeature::ALL[..] };
        Self {
            features: features.iter().map(|feature| words(*feature)).collect(),
            notes: access.notes.as_deref().map(str::to_owned),
        }
    }
}

impl ReportWords {
    /// How it went.
    pub fn new(report: &Report) -> Self {
        Self {
            turnout: report.turnout.map(words::number),
            summary: report.summary.as_ref().map(html),
            links: links(&report.links),
        }
    }
}

impl View<'_> {
    /// The event's picture.
    pub(super) fn image(self, event: &Event) -> Option<ImageWords> {
        let image = event.image.as_ref()?;
        Some(ImageWords {
            url: self.path(picture(event)?.address()),
            alt: image.alt.to_string(),
            width: image.dimensions.map(|(width, _)| width),
            height: image.dimensions.map(|(_, height)| height),
        })
    }
}
