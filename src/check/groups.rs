//! Groups and campaigns.

use std::collections::{BTreeMap, BTreeSet};

use super::{extras, identity, values, when};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Campaign, Group, Id, zones::Zone},
    parse::{InFile, RawCampaign, RawGroup, RawSite, Text},
    source::Spanned,
};

/// Every group by its id; each `part_of` leads to a group.
pub(super) fn groups(raw: &RawSite, found: &mut Diagnostics) -> BTreeMap<Id, Group> {
    let ids = super::known_ids(raw.groups.iter().map(|group| &group.name), raw.broken_in("events/_groups"));
    let mut groups = BTreeMap::new();
    for raw in &raw.groups {
        if let Some(group) = group(raw, &ids, found) {
            identity::insert_once(&mut groups, group.id.clone(), group, "group", found);
        }
    }
    identity::part_of_loops(&groups, found);
    cut_chains(&mut groups, found);
    groups
}

/// Groups may be part of groups this deep: a branch of a town of a region of a nation of a union is five.
const DEEPEST: usize = 32;

/// Reports chains of groups that are too long, and cuts them and the loops, so that whoever follows one comes to an end.
fn cut_chains(groups: &mut BTreeMap<Id, Group>, found: &mut Diagnostics) {
    let mut depths: BTreeMap<Id, usize> = BTreeMap::new();
    let mut cut: BTreeSet<Id> = BTreeSet::new();
    for id in groups.keys() {
        let mut chain: Vec<&Id> = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at.filter(|id| !depths.contains_key(id)) {
            chain.push(id);
            // Nothing is deep while it is looked at: a loop ends where it began.
            depths.insert(id.clone(), 0);
            at = groups.get(id).and_then(|group| group.part_of.as_ref()).map(|parent| &parent.value);
        }
        let is_loop = at.is_some_and(|at| chain.contains(&at));
        let mut depth = at.filter(|_| !is_loop).and_then(|at| depths.get(at)).copied().unwrap_or(0);
        cut.extend(chain.last().filter(|_| is_loop).map(|last| (*last).clone()));
        for id in chain.into_iter().rev() {
            depth += 1;
            if depth > DEEPEST {
                if let Some(group) = groups.get(id).filter(|_| !is_loop) {
                    found.push(too_deep(group));
                }
                cut.insert(id.clone());
                depth = 1;
            }
            depths.insert(id.clone(), depth);
        }
    }
    groups.iter_mut().filter(|(id, _)| cut.contains(*id)).for_each(|(_, group)| group.part_of = None);
}

fn too_deep(group: &Group) -> Diagnostic {
    let span = group.part_of.as_ref().map_or(group.id.span, |parent| parent.span);
    Diagnostic::new(
        Code::InvalidValue,
        span,
        format!("`{}` is part of more than {DEEPEST} groups within each other", group.id.value),
    )
    .help("let it be part of a group that is less deep")
}

fn group(raw: &InFile<RawGroup>, ids: &BTreeSet<Id>, found: &mut Diagnostics) -> Option<Group> {
    let record = &raw.record;
    let id = file_id(&raw.name, found);
    let title = title(record.title.as_ref(), record.lacks("title", &record.title), &raw.name, found);
    Some(Group {
        part_of: record.part_of.as_ref().and_then(|id| known_group(id, ids, found)),
        town: values::optional_line(record.town.as_ref(), found),
        url: values::web_address(record.url.as_ref(), found),
        contact: record.contact.as_deref().and_then(|contact| extras::contact(contact, found)),
        description: values::markdown(record.description.as_ref(), found),
        colour: values::colour(record.colour.as_ref(), found),
        file: raw.file,
        id: id?,
        title: title?,
    })
}

/// The id of a record that is alone in its file.
pub(super) fn file_id(name: &Text, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    values::file_id(name, |slug| format!("rename the file to {slug}.yaml"), found)
}

fn title(text: Option<&Text>, is_missing: bool, file: &Text, found: &mut Diagnostics) -> Option<std::sync::Arc<str>> {
    if is_missing {
        let missing = Diagnostic::new(Code::MissingField, file.span, "`title` is missing");
        found.push(missing.help(format!("write `title: {}`, as people call it", capitalised(file))));
    }
    values::optional_line(text, found)
}

/// "Stop Trident" for `stop-trident`.
fn capitalised(id: &str) -> String {
    id.split('-').map(values::capitalised).collect::<Vec<_>>().join(" ")
}

/// The id of a group that there is.
pub(super) fn known_group(id: &Text, ids: &BTreeSet<Id>, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    known(id, ids, Code::UnknownGroup, "group", "_groups", found)
}

/// The id of a campaign that there is.
pub(super) fn known_campaign(id: &Text, ids: &BTreeSet<Id>, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    known(id, ids, Code::UnknownCampaign, "campaign", "_campaigns", found)
}

fn known(
    id: &Text,
    ids: &BTreeSet<Id>,
    code: Code,
    noun: &str,
    folder: &str,
    found: &mut Diagnostics,
) -> Option<Spanned<Id>> {
    if let Some(known) = Id::new(id).filter(|id| ids.contains(id)) {
        return Some(Spanned::new(known, id.span));
    }
    let message = format!("there is no {noun} `{}`", values::shorten(id));
    let known = ids.iter().map(|id| &**id);
    let near = wording::did_you_mean(id, known.clone());
    let make = Id::slug(id).map(|slug| format!("make events/{folder}/{slug}.yaml with its `title`"));
    let help = match near {
        Some(near) => vec![near],
        None => wording::suggestion(id, known).into_iter().chain(make).collect(),
    };
    let finding = Diagnostic::new(code, id.span, message).note(format!("{noun}s are the files in events/{folder}/"));
    found.push(finding.help_if(wording::alternatives(help)));
    None
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
    let id = file_id(&raw.name, found);
    let title = title(record.title.as_ref(), record.lacks("title", &record.title), &raw.name, found);
    let start = when::day_or_moment(record.start.as_ref(), zone, found);
    let end = when::day_or_moment(record.end.as_ref(), zone, found);
    if let (Some(first), Some(last), Some(from), Some(to)) = (start, end, &record.start, &record.end)
        && last.last_day() < first.first_day()
    {
        let finding = Diagnostic::new(Code::EndBeforeStart, to.span, "the campaign ends before it starts");
        found.push(finding.label("the end").also(from.span, "the start").help("check the two dates"));
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
