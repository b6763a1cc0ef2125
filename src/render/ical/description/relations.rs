//! What an event is connected with: the event that takes place instead, groups, links, what came of it.

use std::collections::BTreeMap;

use crate::{
    model::{Details, Group, Id, Link, Report},
    render::{
        ical::{
            entry::Context,
            plain::{plain, plain_line},
        },
        markdown::{href, to_text},
        words::{number, sentence_list},
    },
    resolve::{Published, absolute},
};

/// What an event is connected with, a block each.
pub fn blocks(context: &Context<'_>, published: &Published, details: &Details) -> Vec<Option<String>> {
    let event = &published.event;
    let groups = &context.site.groups;
    vec![
        link_lines(&details.links),
        groups_sentence("Organised by", &event.hosts, groups),
        groups_sentence("Supported by", &event.supporters, groups),
        event.report.as_ref().map(report_block),
    ]
}

/// The event that takes place instead, and its page.
pub fn instead(context: &Context<'_>, published: &Published) -> Option<String> {
    let id = published.event.replaced_by.as_ref()?;
    // A feed tells nobody of an unlisted event.
    let other = context.event(id).filter(|other| other.is_listed || !published.is_listed)?;
    let page = absolute(&context.site.base_url, &other.page);
    Some(format!("This takes place instead: {}\n{page}", plain_line(&other.event.details.title)))
}

/// Each link on a line of its own, below its title where it has one.
fn link_lines(links: &[Link]) -> Option<String> {
    let lines = links.iter().map(|link| {
        let address = href(&link.url);
        if *link.title == *link.url { address } else { format!("{}:\n{address}", plain_line(&link.title)) }
    });
    (!links.is_empty()).then(|| lines.collect::<Vec<_>>().join("\n"))
}

fn groups_sentence(words: &str, ids: &[Id], groups: &BTreeMap<Id, Group>) -> Option<String> {
    let titles: Vec<String> =
        ids.iter().filter_map(|id| groups.get(id)).map(|group| plain_line(&group.title)).collect();
    (!titles.is_empty()).then(|| format!("{words} {}.", sentence_list(titles.iter().map(String::as_str))))
}

fn report_block(report: &Report) -> String {
    let lines = [
        report.turnout.map(|turnout| format!("{} came.", number(turnout))),
        report.summary.as_ref().map(|markdown| plain(&to_text(markdown))),
        link_lines(&report.links),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
