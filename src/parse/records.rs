//! The records of the format as they are written: every field optional, every value with its place, nothing understood yet.

#![allow(missing_docs, reason = "the fields are those of the authoring format, which documents them")]

use super::reader::{Entries, List, Reference, Text, record};
use crate::source::Spanned;

record! {
    /// site.yaml.
    RawSettings, "site.yaml" {
        title: Text,
        base_url: Text,
        uid_domain: Text,
        timezone: Text,
        language: Text,
        description: Text,
        colour: Text,
        logo: Box<RawLogo>,
        navigation: List<RawNavigationLink>,
        footer: Text,
        kinds: Entries<Text>,
        feeds: List<RawFeed>,
        feed: RawFeedSettings,
        share_pictures: Spanned<bool>,
    }
}

record! {
    /// A picture beside site.yaml, or below site-templates/static/.
    RawLogo, "`logo`" {
        file: Text,
        alt: Text,
    }
}

record! {
    /// A link of the navigation.
    RawNavigationLink, "an entry of `navigation`" {
        title: Text,
        url: Text,
        page: Text,
    }
}

record! {
    /// What stands between two lines of `---` at the beginning of a page.
    RawPageFields, "a page" {
        title: Text,
        description: Text,
        navigation: Spanned<bool>,
        order: Spanned<u32>,
    }
}

record! {
    /// One of the site's own feeds.
    RawFeed, "a feed" {
        id: Text,
        title: Text,
        condition as "where": Text,
    }
}

record! {
    /// What holds for every feed.
    RawFeedSettings, "`feed`" {
        past: Text,
        moved: Text,
        cancelled: Text,
        live: Spanned<bool>,
    }
}

record! {
    /// An event, a tour, a list of events, or defaults for events.
    RawEvent, "an event", at most 10_000 in a list {
        title: Text,
        kind: Text,
        start: Text,
        end: Text,
        duration: Text,
        timezone: Text,
        id: Text,
        aliases: List<Text>,
        summary: Text,
        description: Text,
        place: Reference<RawPlace>,
        online: Text,
        hosts: List<Text>,
        supporters: List<Text>,
        campaigns: List<Text>,
        tags: List<Text>,
        speakers: List<RawSpeaker>,
        status: Text,
        status_note: Text,
        replaced_by: Text,
        links: List<RawLink>,
        booking: Box<RawBooking>,
        contact: Box<RawContact>,
        image: Box<RawImage>,
        access: Box<RawAccess>,
        programme: List<RawProgrammeItem>,
        travel: List<RawTravel>,
        announce: Box<RawAnnounce>,
        draft: Spanned<bool>,
        unlisted: Spanned<bool>,
        withdraw: Spanned<bool>,
        report: Box<RawReport>,
        repeats: Box<RawRepeats>,
        stops: List<RawEvent>,
        events: List<RawEvent>,
    }
}

record! {
    /// A place.
    RawPlace, "a place" {
        name: Text,
        address: Text,
        town: Text,
        region: Text,
        country: Text,
        geo: List<Text>,
        notes: Text,
    }
}

record! {
    /// Someone who speaks.
    RawSpeaker, "a speaker" {
        name: Text,
        role: Text,
    }
}

record! {
    /// A link.
    RawLink, "a link" {
        title: Text,
        url: Text,
    }
}

record! {
    /// How to book.
    RawBooking, "`booking`" {
        url: Text,
        price: Text,
        capacity: Spanned<u32>,
        closes: Text,
    }
}

record! {
    /// Whom to ask.
    RawContact, "`contact`" {
        name: Text,
        email: Text,
        phone: Text,
    }
}

record! {
    /// A picture beside the event file.
    RawImage, "`image`" {
        file: Text,
        alt: Text,
    }
}

record! {
    /// What the place offers to whom.
    RawAccess, "`access`" {
        step_free: Text,
        bsl: Text,
        hearing_loop: Text,
        toilets: Text,
        quiet_space: Text,
        seating: Text,
        creche: Text,
        notes: Text,
    }
}

record! {
    /// One entry of the running order.
    RawProgrammeItem, "an entry of `programme`" {
        at: Text,
        title: Text,
        place: Reference<RawPlace>,
    }
}

record! {
    /// A coach.
    RawTravel, "an entry of `travel`" {
        id: Text,
        from: Text,
        leaves: Text,
        arrives: Text,
        place: Reference<RawPlace>,
        returns: Text,
        group: Text,
        price: Text,
        seats: Spanned<u32>,
        book: Text,
    }
}

record! {
    /// What is told when.
    RawAnnounce, "`announce`" {
        at: Text,
        place_at: Text,
        place_hint: Text,
    }
}

record! {
    /// How it went.
    RawReport, "`report`" {
        turnout: Spanned<u32>,
        summary: Text,
        links: List<RawLink>,
    }
}

record! {
    /// A repetition.
    RawRepeats, "`repeats`" {
        every: Text,
        on: List<Text>,
        rule: Text,
        until: Text,
        times: Spanned<u32>,
        except: List<Reference<RawException>>,
        also: List<Text>,
        changes: Entries<RawChange>,
    }
}

record! {
    /// A date of a series that does not take place, and what is to be said of it.
    RawException, "an excepted date" {
        date: Text,
        note: Text,
    }
}

record! {
    /// What is different on a single date of a series.
    RawChange, "a changed date" {
        title: Text,
        start: Text,
        end: Text,
        duration: Text,
        summary: Text,
        description: Text,
        place: Reference<RawPlace>,
        online: Text,
        speakers: List<RawSpeaker>,
        status: Text,
        status_note: Text,
        links: List<RawLink>,
    }
}

record! {
    /// A group, a town, a region or a nation.
    RawGroup, "a group" {
        title: Text,
        part_of: Text,
        town: Text,
        url: Text,
        contact: Box<RawContact>,
        description: Text,
        colour: Text,
    }
}

record! {
    /// A campaign.
    RawCampaign, "a campaign" {
        title: Text,
        description: Text,
        url: Text,
        start: Text,
        end: Text,
    }
}
