//! Settings that touch every entry.

use super::SettingChange;
use crate::model::{CancelledPolicy, Settings};

/// The settings that differ, the most urgent first. The base addresses are those that the sites are published at.
pub(super) fn changes(before: &Settings, after: &Settings, base: (&str, &str)) -> Vec<SettingChange> {
    let past = |settings: &Settings| format!("{} days", settings.past_days);
    let all = [
        setting("uid_domain", &before.uid_domain, &after.uid_domain, true, &keep_uids(before)),
        setting("base_url", base.0, base.1, true, MOVED),
        setting("timezone", before.zone.name(), after.zone.name(), false, ZONE),
        setting("feed.cancelled", policy(before), policy(after), false, "what becomes of cancelled events in feeds"),
        setting("feed.past", &past(before), &past(after), false, "how long ended events stay in feeds"),
        setting("language", &before.language, &after.language, false, "the language that calendars are told of"),
        setting("title", &before.title, &after.title, false, "the name of every calendar ends with it"),
    ];
    all.into_iter().flatten().collect()
}

const MOVED: &str = "subscribers keep asking at the old address: let it redirect to the new one, feed by feed, or their calendars \
                     stop; the links in every entry change";
const ZONE: &str = "the times of events that name no zone of their own are read in it";

fn keep_uids(before: &Settings) -> String {
    let old = &before.uid_domain;
    format!(
        "every entry gets a new identity: calendars that keep what a feed no longer holds show everything twice; write \
         `uid_domain: {old}` in site.yaml to keep it"
    )
}

fn policy(settings: &Settings) -> &'static str {
    match settings.cancelled {
        CancelledPolicy::Mark => "mark",
        CancelledPolicy::Keep => "keep",
        CancelledPolicy::Drop => "drop",
    }
}

fn setting(setting: &'static str, before: &str, after: &str, breaks: bool, meaning: &str) -> Option<SettingChange> {
    let change = || SettingChange {
        setting,
        before: before.to_owned(),
        after: after.to_owned(),
        breaks,
        meaning: meaning.to_owned(),
    };
    (before != after).then(change)
}
