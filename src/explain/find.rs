//! Which event is meant.

use chrono::NaiveDate;

use super::Question;
use crate::{
    check::Inherited,
    diag::wording,
    parse::RawSite,
    source::{FileId, SourceSet},
};

/// How many events of a file are named.
const NAMED: usize = 40;

/// What a name stands for.
pub(super) enum Choice<'a> {
    One(&'a Inherited),
    /// A file that cannot be read, by its path.
    Unreadable(&'a str),
    Unclear {
        message: String,
        help: Vec<String>,
    },
}

pub(super) fn find<'a>(
    question: &Question<'_>,
    inherited: &'a [Inherited],
    raw: &'a RawSite,
    sources: &SourceSet,
) -> Choice<'a> {
    let name = question.event.trim();
    for name in [name, id_in_calendar(name)] {
        let of_series = name.len().checked_sub("-2016-02-27".len()).and_then(|at| name.split_at_checked(at));
        let series = of_series.filter(|(_, date)| date[1..].parse::<NaiveDate>().is_ok()).map(|(series, _)| series);
        let of_coach = name.split_once("-travel-").map(|(event, _)| event);
        let known = [Some(name), series, of_coach].into_iter().flatten();
        let mut found = known.filter_map(|name| by_id(name, inherited).or_else(|| by_alias(name, inherited)));
        if let Some(event) = found.next() {
            return Choice::One(event);
        }
    }
    let paths = paths(question);
    if let Some(file) = file(&paths, raw, name, sources) {
        return in_file(file, inherited, &format!("{}{}", question.way, sources.file(file).path));
    }
    let is_meant = |path: &&str| paths.iter().any(|meant| meant == path) || stem(path) == name;
    if let Some(path) = raw.broken.iter().map(|path| &**path).find(is_meant) {
        return Choice::Unreadable(path);
    }
    match paths.iter().find(|path| sources.find(path).is_some()) {
        Some(path) => Choice::Unclear {
            message: format!("`{}{path}` is not the file of an event", question.way),
            help: vec!["name an event by its id, or by the path of its file".to_owned()],
        },
        None => unknown(name, inherited, sources),
    }
}

/// What a subscriber can see of an id: a UID without its domain, the last part of a page's address.
fn id_in_calendar(name: &str) -> &str {
    let name = name.split_once('@').map_or(name, |(id, _)| id);
    let page = name.split_once("://").and_then(|(_, rest)| rest.split_once("/events/"));
    let id = page.map_or(name, |(_, id)| id);
    id.trim_end_matches('/').trim_end_matches("/index.html").trim_end_matches(".ics")
}

fn by_id<'a>(name: &str, inherited: &'a [Inherited]) -> Option<&'a Inherited> {
    inherited.iter().find(|event| event.id.as_ref().is_some_and(|id| *id.value == *name))
}

fn by_alias<'a>(name: &str, inherited: &'a [Inherited]) -> Option<&'a Inherited> {
    let earlier = |event: &Inherited| {
        event.record.aliases.iter().flat_map(|list| &list.value).any(|alias| alias.value.trim() == name)
    };
    inherited.iter().find(|event| earlier(event))
}

/// The paths that a name may stand for: as it is, below `events/`, and either with an ending.
fn paths(question: &Question<'_>) -> Vec<String> {
    let name = question.event.trim().trim_start_matches("./").replace('\\', "/");
    let below = format!("events/{name}");
    let bare = question.path.map(str::to_owned).into_iter().chain([name, below]);
    bare.flat_map(|path| [path.clone(), format!("{path}.yaml"), format!("{path}.yml")]).collect()
}

/// The event file at one of the paths, else the one of this name, wherever it lies.
fn file(paths: &[String], raw: &RawSite, name: &str, sources: &SourceSet) -> Option<FileId> {
    let path = |file: FileId| &*sources.file(file).path;
    let files = || raw.events.iter().map(|event| event.file);
    let at = paths.iter().find_map(|meant| files().find(|file| path(*file) == *meant));
    at.or_else(|| files().find(|file| stem(path(*file)) == name))
}

/// The name of a file without its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The one event of a file, or a list of its events to choose from.
fn in_file<'a>(file: FileId, inherited: &'a [Inherited], path: &str) -> Choice<'a> {
    let events: Vec<&Inherited> = inherited.iter().filter(|event| event.record.span.file == file).collect();
    match &*events {
        [event] => Choice::One(event),
        [] => Choice::Unclear { message: format!("there is no event in `{path}`"), help: Vec::new() },
        many => Choice::Unclear {
            message: format!("there are {} in `{path}`", wording::count(many.len(), "event")),
            help: vec![format!("name one of them: {}", ids(many))],
        },
    }
}

fn ids(events: &[&Inherited]) -> String {
    let all: Vec<&str> = events.iter().filter_map(|event| Some(&*event.id.as_ref()?.value)).collect();
    let named = all.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if all.len() > NAMED { format!("{named} and {} more", all.len() - NAMED) } else { named }
}

fn unknown<'a>(name: &str, inherited: &[Inherited], sources: &SourceSet) -> Choice<'a> {
    let ids = inherited.iter().filter_map(|event| Some(&*event.id.as_ref()?.value));
    let aliases = inherited.iter().flat_map(|event| event.record.aliases.iter().flat_map(|list| &list.value));
    let known = ids.chain(aliases.map(|alias| &*alias.value));
    let files = inherited.iter().map(|event| stem(&sources.file(event.record.span.file).path));
    let near = wording::did_you_mean(stem(name), known.chain(files));
    let help = near.unwrap_or_else(|| "name an event by its id, or by the path of its file".to_owned());
    Choice::Unclear { message: format!("there is no event `{}`", wording::shorten(name, 60)), help: vec![help] }
}
