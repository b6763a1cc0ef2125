//! Why a calendar says what it says of an event: where each field came from, in which feeds it is and by which rule, and on
//! which dates it takes place.

mod answer;
mod as_if;
mod concerned;
mod dates;
mod feeds;
mod fields;
mod find;
mod human;
mod public;
mod rules;
mod spots;

pub use answer::{Answer, Dates, Explained, Explanation, FeedAnswer, Field, OneDate, Reason, RevisionLine, Spot};

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    check::{self, Inherited},
    diag::{Diagnostic, Diagnostics, Severity},
    model::{Catalogue, Event},
    parse::RawSite,
    past::Revision,
    resolve::{ChangedBy, Published, Site},
    source::SourceSet,
};
use concerned::Concerned;
use find::Choice;
use spots::Spots;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// An event: its id, an earlier one, or the path of its file, as the user writes it.
    pub event: &'a str,
    /// The same as a path from the site's folder, where it can be read as one.
    pub path: Option<&'a str>,
    /// A feed, by its path, its address, or the part of either after `feeds/`.
    pub feed: Option<&'a str>,
    /// The way from where the user stands to the site, with a slash at its end; it stands before every path that is shown.
    pub way: &'a str,
}

/// A site as far as it was read and checked.
pub struct Known<'a> {
    /// Its files.
    pub sources: &'a SourceSet,
    /// Its records as they are written.
    pub raw: &'a RawSite,
    /// Its records as they are understood; nothing where there is no site at all.
    pub catalogue: Option<Catalogue>,
    /// What was found so far.
    pub found: Diagnostics,
}

/// Answers a question. `publish` works out a site, as a build does.
pub fn explain(
    question: &Question<'_>,
    known: Known<'_>,
    publish: impl Fn(Catalogue, &mut Diagnostics) -> Site,
) -> Explained {
    let Known { sources, raw, catalogue, mut found } = known;
    let Some(catalogue) = catalogue else { return unclear("there is no site here".to_owned(), Vec::new()) };
    let site = publish(catalogue.clone(), &mut found);
    let found = found.into_sorted(sources);
    let inherited = check::inherited(raw, sources);
    let event = match find::find(question, &inherited, raw, sources) {
        Choice::One(event) => event,
        Choice::Unreadable(path) => return unreadable(path, found, sources),
        Choice::Unclear { message, help } => {
            return gone(question.event, &site).unwrap_or_else(|| unclear(message, help));
        }
    };
    let concerned = Concerned::new(event, &inherited, sources);
    let (diagnostics, others) = found.into_iter().partition(|found| concerned.holds(found));
    let as_if_public = as_if::public(event, &site, &catalogue, &publish);
    let as_if_told = as_if::told(event, &site, &catalogue, &publish);
    let told = Told { event, raw, sources, catalogue: &catalogue, site: &site, as_if_public, as_if_told, question };
    Explained { answer: told.answer(), diagnostics, elsewhere: errors(&others) }
}

/// What is said of an event that no file holds any more, but calendars show as cancelled.
fn gone(name: &str, site: &Site) -> Option<Explained> {
    let known_as =
        |published: &&Arc<Published>| published.event.aliases.iter().any(|alias| *alias.value == *name.trim());
    if let Some(renamed) = site.events.iter().find(known_as) {
        let message = format!("`{}` is `{}` now", name.trim(), renamed.event.id.value);
        return Some(unclear(message, vec![format!("handbill explain {}", renamed.event.id.value)]));
    }
    let gone = site.events.iter().find(|published| *published.event.id.value == *name.trim())?;
    let day = gone.event.zone.to_local(gone.deleted?).date();
    let message =
        format!("`{}` is in no file since {day}, so calendars and its page show it as cancelled", name.trim());
    let by = match &gone.changed_by {
        ChangedBy::Commit(hash) => format!(" (git show {})", &hash[..hash.len().min(12)]),
        _ => String::new(),
    };
    let help = vec![
        format!("to bring it back, restore it under this id{by}"),
        "to have it gone without a word, restore it and write `withdraw: true`".to_owned(),
    ];
    Some(unclear(message, help))
}

fn unclear(message: String, help: Vec<String>) -> Explained {
    Explained { answer: Answer::Unclear { message, help }, diagnostics: Vec::new(), elsewhere: 0 }
}

/// The file that is meant cannot be read: its findings are all that can be said.
fn unreadable(path: &str, found: Vec<Diagnostic>, sources: &SourceSet) -> Explained {
    let in_file = |found: &Diagnostic| &*sources.file(found.primary.span.file).path == path;
    let (diagnostics, others) = found.into_iter().partition(in_file);
    Explained { answer: Answer::Unreadable, diagnostics, elsewhere: errors(&others) }
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|found| found.severity() == Severity::Error).count()
}

/// Everything that an explanation is made from.
struct Told<'a> {
    event: &'a Inherited,
    raw: &'a RawSite,
    sources: &'a SourceSet,
    catalogue: &'a Catalogue,
    site: &'a Site,
    as_if_public: Option<Site>,
    as_if_told: Option<Site>,
    question: &'a Question<'a>,
}

impl Told<'_> {
    fn answer(&self) -> Answer {
        let feeds = self.feeds();
        let feed = match self.question.feed.map(|name| self.choose(name)) {
            None => None,
            Some(Ok(path)) => feeds.iter().find(|feed| feed.path == path).cloned(),
            Some(Err((message, help))) => return Answer::Unclear { message, help },
        };
        Answer::Explained(Box::new(self.explanation(feeds, feed)))
    }

    fn explanation(&self, feeds: Vec<FeedAnswer>, feed: Option<FeedAnswer>) -> Explanation {
        let id = self.event.id.as_ref().map(|id| id.value.to_string()).unwrap_or_default();
        let address = |published: &Published| crate::resolve::absolute(&self.site.base_url, &published.page);
        let published = self.published();
        Explanation {
            title: self.event.record.title.as_ref().map(crate::parse::Written::line).unwrap_or_default(),
            at: self.spots().at(self.event.record.span),
            is_understood: self.model().is_some(),
            not_public: self.not_public(),
            page: published.map(address),
            uid: format!("{id}@{}", self.site.settings.uid_domain),
            uid_domain_at: self.uid_domain(),
            revision: published.map(|published| self.revision(published)),
            fields: self.fields(),
            feeds,
            feed,
            dates: self.any_published().map(|(site, published)| dates::dates(self, site, published)),
            id,
        }
    }

    fn spots(&self) -> Spots<'_> {
        Spots { sources: self.sources, way: self.question.way }
    }

    /// The event as it is published.
    fn published(&self) -> Option<&Published> {
        find_in(self.site, self.event).map(|(_, published)| published)
    }

    /// The sites that know of the event: what holds if it is public comes first.
    fn sites(&self) -> impl Iterator<Item = &Site> {
        self.as_if_public.iter().chain(std::iter::once(self.site)).chain(&self.as_if_told)
    }

    /// The event as it is published, or as it would be if it were public.
    fn any_published(&self) -> Option<(&Site, &Published)> {
        self.sites().find_map(|site| Some((site, find_in(site, self.event)?.1)))
    }

    /// The event as it is understood, what is withheld included.
    fn model(&self) -> Option<&Event> {
        let id = self.event.id.as_ref()?;
        self.catalogue.events.iter().find(|event| event.id == *id).map(|event| &**event)
    }

    /// Where the host part of the UID is written.
    fn uid_domain(&self) -> Option<Spot> {
        let settings = self.raw.settings.as_ref()?;
        let written = settings.uid_domain.as_ref().or(settings.base_url.as_ref())?;
        Some(self.spots().at(written.span))
    }

    /// What the entry in a calendar says of its past.
    fn revision(&self, published: &Published) -> RevisionLine {
        let Revision { created, changed, sequence } = published.revision;
        let written = |moment: DateTime<Utc>| moment.to_rfc3339_opts(SecondsFormat::Secs, true);
        let (created, changed) = (written(created), written(changed));
        RevisionLine { created, changed, sequence, why: why_revision(&published.changed_by) }
    }
}

/// Why the revision is what it is.
fn why_revision(changed_by: &ChangedBy) -> String {
    match changed_by {
        ChangedBy::Nothing => "nothing is known of its past: this stands for it".to_owned(),
        ChangedBy::Commit(hash) => format!("commit {} made the last change", &hash[..hash.len().min(12)]),
        ChangedBy::File => "one of its files was written then, and is not committed like that".to_owned(),
        ChangedBy::Removal => "it was removed then, which is not committed".to_owned(),
        ChangedBy::LastBuild => "the last build published it like that, and nothing newer is known".to_owned(),
        ChangedBy::AfterLastBuild => "it must come after what the last build published".to_owned(),
        ChangedBy::Clock => "it was announced then, its place was told, or the note that it had moved ended".to_owned(),
    }
}

/// The event in a site, with its number there.
fn find_in<'a>(site: &'a Site, event: &Inherited) -> Option<(usize, &'a Published)> {
    let id = event.id.as_ref()?;
    // Of two events with one id, which is reported, only one is published.
    let is_it = |published: &Arc<Published>| {
        let is_remembered = published.deleted.is_some() && published.event.id.value == id.value;
        published.event.id == *id || is_remembered
    };
    let index = site.events.iter().position(is_it)?;
    Some((index, &site.events[index]))
}
