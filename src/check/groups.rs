//! Groups and campaigns.

use std::collections::BTreeMap;

use super::{extras, identity, values, when};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Campaign, Group, Id, zones::Zone},
    parse::{InFile, RawCampaign, RawGroup, Text},
    source::Spanned,
};

/// Every group by its id; each `part_of` leads to a group.
pub(super) fn groups(raw: &[InFile<RawGroup>], found: &mut Diagnostics) -> BTreeMap<Id, Group> {
    let ids: Vec<Id> = raw.iter().filter_map(|group| Id::new(&group.name)).collect();
    let mut groups = BTreeMap::new();
    for raw in raw {
        if let Some(group) = group(raw, &ids, found) {
            identity::insert_once(&mut groups, group.id.clone(), group, "group", found);
        }
    }
    identity::part_of_loops(&groups, found);
    groups
}

fn group(raw: &InFile<RawGroup>, ids: &[Id], found: &mut Diagnostics) -> Option<Group> {
    let record = &raw.record;
    let id = values::id(&raw.name, found);
    let title = title(record.title.as_ref(), raw, found);
    Some(Group {
        part_of: record.part_of.as_ref().and_then(|id| known_group(id, ids, found)),
        town: values::optional_line(record.town.as_ref(), found),
        url: values::web_address(record.url.as_ref(), found),
        contact: record.contact.as_deref().map(|contact| extras::contact(contact, found)),
        description: values::markdown(record.description.as_ref(), found),
        colour: values::colour(record.colour.as_ref(), found),
        file: raw.file,
        id: id?,
        title: title?,
    })
}

fn title<T>(text: Option<&Text>, file: &InFile<T>, found: &mut Diagnostics) -> Option<std::sync::Arc<str>> {
    if text.is_none() {
        let missing = Diagnostic::new(Code::MissingField, file.name.span, "`title` is missing");
        found.push(missing.help(format!("write `title: {}`, as people call it", capitalised(&file.name))));
    }
    values::optional_line(text, found)
}

fn capitalised(id: &str) -> String {
    let mut words = id.replace('-', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The id of a group that there is.
pub(super) fn known_group(id: &Text, ids: &[Id], found: &mut Diagnostics) -> Option<Spanned<Id>> {
    known(id, ids, Code::UnknownGroup, "group", "_groups", found)
}

/// The id of a campaign that there is.
pub(super) fn known_campaign(id: &Text, ids: &[Id], found: &mut Diagnostics) -> Option<Spanned<Id>> {
    known(id, ids, Code::UnknownCampaign, "campaign", "_campaigns", found)
}

fn known(id: &Text, ids: &[Id], code: Code, noun: &str, folder: &str, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    let known = ids.iter().find(|known| ***known == *id.value);
    if known.is_none() {
        let message = format!("there is no {noun} `{}`", values::shorten(id));
        let create = Id::slug(id).map(|slug| format!("or make events/{folder}/{slug}.yaml with its `title`"));
        let finding = Diagnostic::new(code, id.span, message)
            .note(format!("{noun}s are the files in events/{folder}/"))
            .help_if(wording::suggestion(id, ids.iter().map(|id| &**id)))
            .help_if(create);
        found.push(finding);
    }
    known.map(|known| Spanned::new(known.clone(), id.span))
}

/// Every campaign by its id.
pub(super) fn campaigns(raw: &[InFile<RawCampaign>], zone: &Zone, found: &mut Diagnostics) -> BTreeMap<Id, Campaign> {
    let mut campaigns = BTreeMap::new();
    for raw in raw {
        if let Some(campaign) = campaign(raw, zone, found) {
            identity::insert_once(&mut campaigns, campaign.id.clone(), campaign, "campaign", found);
        }
    }
    campaigns
}

fn campaign(raw: &InFile<RawCampaign>, zone: &Zone, found: &mut Diagnostics) -> Option<Campaign> {
    let record = &raw.record;
    let id = values::id(&raw.name, found);
    let title = title(record.title.as_ref(), raw, found);
    let start = when::day_or_moment(record.start.as_ref(), zone, found);
    let end = when::day_or_moment(record.end.as_ref(), zone, found);
    if let (Some(first), Some(last), Some(from), Some(to)) = (start, end, &record.start, &record.end) {
        if last.last_day() < first.first_day() {
            let finding = Diagnostic::new(Code::EndBeforeStart, to.span, "the campaign ends before it starts");
            found.push(finding.label("the end").also(from.span, "the start").help("check the two dates"));
        }
    }
    Some(Campaign {
        description: values::markdown(record.description.as_ref(), found),
        url: values::web_address(record.url.as_ref(), found),
        file: raw.file,
        id: id?,
        title: title?,
        start,
        end,
    })
}
