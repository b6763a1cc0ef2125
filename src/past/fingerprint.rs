//! Whether an event's entry in a calendar is still the same: one number for everything that it is made of.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use crate::model::{Event, Id, Settings};

/// A hash of everything that an event's entry is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 16]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl Fingerprint {
    /// Reads what [`Fingerprint`] prints as.
    pub fn parse(digits: &str) -> Option<Self> {
        let plain = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        plain.then(|| u128::from_str_radix(digits, 16).ok())?.map(|number| Self(number.to_be_bytes()))
    }
}

/// What the groups and campaigns are called that an event names.
pub trait Titles {
    /// The title of a group.
    fn group(&self, id: &Id) -> Option<&str>;
    /// The title of a campaign.
    fn campaign(&self, id: &Id) -> Option<&str>;
}

impl Titles for crate::check::past::Ground {
    fn group(&self, id: &Id) -> Option<&str> {
        self.group(id)
    }

    fn campaign(&self, id: &Id) -> Option<&str> {
        self.campaign(id)
    }
}

impl Titles for crate::model::Catalogue {
    fn group(&self, id: &Id) -> Option<&str> {
        self.groups.get(id).map(|group| &*group.title)
    }

    fn campaign(&self, id: &Id) -> Option<&str> {
        self.campaigns.get(id).map(|campaign| &*campaign.title)
    }
}

/// The fingerprint of an event: of its own facts and of what its entry shows of others. Where something is written, in which
/// file or order of files, does not enter it, nor does what the public is not told.
pub fn fingerprint(event: &Event, settings: &Settings, titles: &dyn Titles) -> Fingerprint {
    let mut hasher = Stable(blake3::Hasher::new());
    hash_event(event, &mut hasher);
    event.hosts.iter().chain(&event.supporters).for_each(|id| titles.group(id).hash(&mut hasher));
    event.campaigns.iter().for_each(|id| titles.campaign(id).hash(&mut hasher));
    let kind = settings.kinds.iter().find(|kind| kind.id == event.kind).map(|kind| &kind.label);
    (kind, &settings.base_url, &settings.language, settings.cancelled as u8).hash(&mut hasher);
    let mut half = [0; 16];
    half.copy_from_slice(&hasher.0.finalize().as_bytes()[..16]);
    Fingerprint(half)
}

fn hash_event(event: &Event, hasher: &mut Stable) {
    // Every field is named, so that a new one must be thought of here.
    let Event {
        id,
        files: _,
        aliases: _,
        tour: _,
        kind,
        zone,
        when,
        when_span: _,
        details,
        hosts,
        supporters,
        campaigns,
        tags,
        replaced_by,
        booking,
        contact,
        image,
        access,
        programme,
        travel,
        announce: _,
        publication,
        report,
        series,
    } = event;
    (id, kind, zone, when, details, hosts, supporters, campaigns, tags).hash(hasher);
    (replaced_by, booking, contact, access, programme, travel, publication, report).hash(hasher);
    image.as_ref().map(|image| &image.source).hash(hasher);
    series.as_ref().map(|series| (&series.rule, &series.except, &series.also, &series.changes)).hash(hasher);
}

/// Numbers are hashed in one form on every machine.
struct Stable(blake3::Hasher);

impl Hasher for Stable {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn write_u16(&mut self, number: u16) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_u32(&mut self, number: u32) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_i16(&mut self, number: i16) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_i32(&mut self, number: i32) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_i64(&mut self, number: i64) {
        self.0.update(&number.to_le_bytes());
    }

    fn write_isize(&mut self, number: isize) {
        self.write_i64(number as i64);
    }

    /// Nobody asks for the short form.
    fn finish(&self) -> u64 {
        0
    }
}
