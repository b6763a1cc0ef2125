//! Text to raw records: knows YAML, knows no meaning.
//!
//! Every file gives what can be read of it; what cannot is reported, and the rest goes on to the next stage.

mod reader;
mod records;
mod syntax;
mod tree;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

pub use reader::{Entries, List, Reference, Text};
pub use records::*;

use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    source::{Content, FileId, SourceFile, SourceSet, Span, Spanned},
};
use reader::Read;

/// A record and the file that it is alone in.
#[derive(Clone, Debug)]
pub struct InFile<T> {
    /// The file's name without its ending, placed at the file's start.
    pub name: Text,
    /// The file.
    pub file: FileId,
    /// What it holds.
    pub record: T,
}

/// Everything that a site's files say, as they say it.
#[derive(Clone, Debug, Default)]
pub struct RawSite {
    /// site.yaml.
    pub settings: Option<RawSettings>,
    /// Who organises.
    pub groups: Vec<InFile<RawGroup>>,
    /// What for.
    pub campaigns: Vec<InFile<RawCampaign>>,
    /// Where.
    pub venues: Vec<InFile<RawPlace>>,
    /// Event files in the order of their paths.
    pub events: Vec<InFile<RawEvent>>,
    /// Defaults by the folder that they hold for, `events` or a folder below it.
    pub defaults: BTreeMap<Arc<str>, RawEvent>,
}

/// What a file is by its path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Settings,
    Group,
    Campaign,
    Venue,
    Defaults,
    Event,
}

enum Parsed {
    Settings(RawSettings),
    Group(InFile<RawGroup>),
    Campaign(InFile<RawCampaign>),
    Venue(InFile<RawPlace>),
    Defaults(Arc<str>, RawEvent),
    Event(InFile<RawEvent>),
}

/// Reads every file of a site that holds records.
pub fn parse(sources: &SourceSet, found: &mut Diagnostics) -> RawSite {
    let files: Vec<_> = sources.iter().filter_map(|(id, file)| Some((id, file, role(id, file, found)?))).collect();
    let parsed: Vec<_> = files.par_iter().map(|(id, file, role)| parse_file(*id, file, *role)).collect();
    let mut site = RawSite::default();
    for (record, findings) in parsed {
        found.append(findings);
        match record {
            Some(Parsed::Settings(settings)) => site.settings = Some(settings),
            Some(Parsed::Group(group)) => site.groups.push(group),
            Some(Parsed::Campaign(campaign)) => site.campaigns.push(campaign),
            Some(Parsed::Venue(venue)) => site.venues.push(venue),
            Some(Parsed::Defaults(folder, defaults)) => {
                site.defaults.insert(folder, defaults);
            }
            Some(Parsed::Event(event)) => site.events.push(event),
            None => {}
        }
    }
    site
}

const FOLDERS: [(&str, Role); 3] = [("_groups", Role::Group), ("_campaigns", Role::Campaign), ("_venues", Role::Venue)];

/// What the file is, by its path alone.
fn role(id: FileId, file: &SourceFile, found: &mut Diagnostics) -> Option<Role> {
    if &*file.path == "site.yaml" {
        return Some(Role::Settings);
    }
    let below = file.path.strip_prefix("events/")?;
    if !(below.ends_with(".yaml") || below.ends_with(".yml")) {
        return None;
    }
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    if let Some((_, role)) = FOLDERS.iter().find(|(special, _)| *special == folder) {
        return Some(*role);
    }
    if name == "_defaults.yaml" && !folder.split('/').any(|part| part.starts_with('_')) {
        return Some(Role::Defaults);
    }
    match below.split('/').find(|part| part.starts_with('_')) {
        Some(part) => {
            warn_of_ignored(id, file, part, found);
            None
        }
        None => Some(Role::Event),
    }
}

/// A name that begins with `_` is left out on purpose, unless it looks like one that is read.
fn warn_of_ignored(id: FileId, file: &SourceFile, part: &str, found: &mut Diagnostics) {
    let known = ["_groups", "_campaigns", "_venues", "_defaults.yaml"];
    let Some(meant) = wording::nearest(part, known) else { return };
    let message = format!("`{}` is not read", file.path);
    let help = match meant {
        "_defaults.yaml" => "the defaults of a folder stand in a file named `_defaults.yaml`".to_owned(),
        folder => format!("records of this sort stand in `events/{folder}/`, one file each"),
    };
    let found_here = Diagnostic::new(Code::IgnoredFile, Span::start_of(id), message);
    found.push(found_here.note("names that begin with `_` are left out").help(help));
}

fn parse_file(id: FileId, file: &SourceFile, role: Role) -> (Option<Parsed>, Diagnostics) {
    let mut found = Diagnostics::default();
    let parsed = read_tree(id, file, &mut found).and_then(|node| read_record(&node, id, file, role, &mut found));
    (parsed, found)
}

fn read_record(
    node: &tree::Node,
    id: FileId,
    file: &SourceFile,
    role: Role,
    found: &mut Diagnostics,
) -> Option<Parsed> {
    Some(match role {
        Role::Settings => Parsed::Settings(RawSettings::read(node, found)?),
        Role::Group => Parsed::Group(in_file(RawGroup::read(node, found)?, id, file)),
        Role::Campaign => Parsed::Campaign(in_file(RawCampaign::read(node, found)?, id, file)),
        Role::Venue => Parsed::Venue(in_file(RawPlace::read(node, found)?, id, file)),
        Role::Defaults => Parsed::Defaults(file.folder().into(), RawEvent::read(node, found)?),
        Role::Event => Parsed::Event(in_file(RawEvent::read(node, found)?, id, file)),
    })
}

fn in_file<T>(record: T, file: FileId, source: &SourceFile) -> InFile<T> {
    let name = source.name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    InFile { name: Spanned::new(stem.into(), Span::start_of(file)), file, record }
}

fn read_tree(id: FileId, file: &SourceFile, found: &mut Diagnostics) -> Option<tree::Node> {
    match readable(id, file).and_then(|text| tree::read(id, text)) {
        Ok(Some(node)) if !node.is_empty() => Some(node),
        Ok(_) => {
            let message = "there is nothing in this file";
            let help = "write the record, or delete the file";
            found.push(Diagnostic::new(Code::DocumentCount, Span::start_of(id), message).help(help));
            None
        }
        Err(finding) => {
            found.push(*finding);
            None
        }
    }
}

fn readable(id: FileId, file: &SourceFile) -> Result<&str, Box<Diagnostic>> {
    let whole = Span::start_of(id);
    let finding = match &file.content {
        Content::Text(text) => return Ok(text),
        Content::NotUtf8 { at, .. } => {
            Diagnostic::new(Code::NotUtf8, Span::new(id, *at..*at + '\u{fffd}'.len_utf8()), "this is not UTF-8 text")
                .help("save the file as UTF-8 (editors call it \"encoding\")")
        }
        Content::TooLarge { bytes, limit } => {
            let message = format!("the file has {bytes} bytes; {limit} are allowed");
            Diagnostic::new(Code::FileTooLarge, whole, message).help("split it into several files")
        }
        Content::Refused(reason) => Diagnostic::new(Code::UnreadableFile, whole, format!("not read: {reason}"))
            .help("put the file itself here, readable for you"),
        Content::Bytes(_) | Content::Picture(_) => {
            Diagnostic::new(Code::NotUtf8, whole, "this is not text")
        }
    };
    Err(Box::new(finding))
}
