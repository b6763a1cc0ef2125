//! Text to raw records: knows YAML, knows no meaning.
//!
//! Every file gives what can be read of it; what cannot is reported, and the rest goes on to the next stage.

mod lines;
mod meant;
mod page;
mod reader;
mod records;
mod syntax;
mod tree;
mod written;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;

pub use page::RawPage;
pub use reader::{Entries, List, Reference, Text};
pub use records::*;
pub use written::Written;

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
    /// Pages of the site's own, in the order of their paths.
    pub pages: Vec<InFile<RawPage>>,
    /// Event files in the order of their paths.
    pub events: Vec<InFile<Box<RawEvent>>>,
    /// Defaults by the folder that they hold for, `events` or a folder below it.
    pub defaults: BTreeMap<Arc<str>, RawEvent>,
    /// The paths of files that could not be read, which is reported: what others expect in them is not missing.
    pub broken: BTreeSet<Arc<str>>,
}

impl RawSite {
    /// The names without endings of files in a folder that could not be read.
    pub fn broken_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let below = move |path: &'a Arc<str>| path.strip_prefix(folder)?.strip_prefix('/');
        self.broken.iter().filter_map(below).filter(|name| !name.contains('/')).map(without_ending)
    }
}

/// The name of a file without its ending.
fn without_ending(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
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
    Page,
}

/// What one file holds.
#[derive(Clone, Debug)]
pub enum Parsed {
    /// site.yaml.
    Settings(Box<RawSettings>),
    /// Who organises.
    Group(InFile<RawGroup>),
    /// What for.
    Campaign(InFile<RawCampaign>),
    /// Where.
    Venue(InFile<RawPlace>),
    /// Defaults, and the folder that they hold for.
    Defaults(Arc<str>, Box<RawEvent>),
    /// A page of the site's own.
    Page(InFile<RawPage>),
    /// An event, a tour or a list of events. Boxed, because it is many times as large as the others, and there are most of it.
    Event(InFile<Box<RawEvent>>),
}

/// Reads one file that holds a record; nothing where its path is none of a record's, or it holds a mistake.
pub fn parse_one(id: FileId, file: &SourceFile) -> Option<Parsed> {
    let mut found = Diagnostics::default();
    let role = role(id, file, &mut found)?;
    let (parsed, findings) = parse_file(id, file, role);
    parsed.filter(|_| !findings.has_errors())
}

/// What came of reading one file.
#[derive(Debug)]
pub struct ParsedFile {
    /// The file.
    pub file: FileId,
    /// Its record; nothing where it cannot be read, or holds none.
    pub parsed: Option<Parsed>,
    /// Whether it should hold a record and cannot be read.
    pub is_broken: bool,
    /// What was found in it.
    pub found: Diagnostics,
}

/// Reads every file of a site that holds records.
pub fn parse(sources: &SourceSet, found: &mut Diagnostics) -> RawSite {
    RawSite::gather(sources, parse_files(sources, |_, _| true), found)
}

/// Reads those files of a site that are asked for and hold records, or look as if they should.
pub fn parse_files(sources: &SourceSet, is_asked: impl Fn(FileId, &SourceFile) -> bool) -> Vec<ParsedFile> {
    let asked: Vec<_> = sources.iter().filter(|(id, file)| is_asked(*id, file)).collect();
    asked.par_iter().filter_map(|(id, file)| parse_whole(*id, file)).collect()
}

fn parse_whole(file: FileId, source: &SourceFile) -> Option<ParsedFile> {
    let mut found = Diagnostics::default();
    let Some(role) = role(file, source, &mut found) else {
        return (!found.is_empty()).then_some(ParsedFile { file, parsed: None, is_broken: false, found });
    };
    let (parsed, findings) = parse_file(file, source, role);
    found.append(findings);
    Some(ParsedFile { file, is_broken: parsed.is_none(), parsed, found })
}

/// Whether a file holds events, by its path.
pub fn holds_events(file: FileId, source: &SourceFile) -> bool {
    role(file, source, &mut Diagnostics::default()) == Some(Role::Event)
}

impl RawSite {
    /// A site of these files.
    pub fn gather(sources: &SourceSet, files: Vec<ParsedFile>, found: &mut Diagnostics) -> Self {
        let events = files.iter().filter(|file| matches!(file.parsed, Some(Parsed::Event(_)))).count();
        let mut site = Self { events: Vec::with_capacity(events), ..Self::default() };
        for ParsedFile { file, parsed, is_broken, found: findings } in files {
            found.append(findings);
            if is_broken {
                site.broken.insert(sources.file(file).path.clone());
            }
            match parsed {
                Some(Parsed::Settings(settings)) => site.settings = Some(*settings),
                Some(Parsed::Group(group)) => site.groups.push(group),
                Some(Parsed::Campaign(campaign)) => site.campaigns.push(campaign),
                Some(Parsed::Venue(venue)) => site.venues.push(venue),
                Some(Parsed::Page(page)) => site.pages.push(page),
                Some(Parsed::Defaults(folder, defaults)) => {
                    site.defaults.insert(folder, *defaults);
                }
                Some(Parsed::Event(event)) => site.events.push(event),
                None => {}
            }
        }
        site
    }
}

const FOLDERS: [(&str, Role); 3] = [("_groups", Role::Group), ("_campaigns", Role::Campaign), ("_venues", Role::Venue)];

/// What the file is, by its path alone.
fn role(id: FileId, file: &SourceFile, found: &mut Diagnostics) -> Option<Role> {
    match &*file.path {
        "site.yaml" => return Some(Role::Settings),
        // The folder itself is there only where it could not be walked.
        "events" => return Some(Role::Event),
        // As the one above.
        "pages" => return Some(Role::Page),
        _ => {}
    }
    if let Some(below) = file.path.strip_prefix("pages/") {
        return page_role(id, file, below, found);
    }
    let below = file.path.strip_prefix("events/")?;
    if !(below.ends_with(".yaml") || below.ends_with(".yml")) {
        return other_role(id, file, found);
    }
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let special = FOLDERS.iter().find(|(special, _)| *special == folder && !name.starts_with('_'));
    if let Some((_, role)) = special {
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

/// Names that begin with `_` are left out.
fn page_role(id: FileId, file: &SourceFile, below: &str, found: &mut Diagnostics) -> Option<Role> {
    if below.split('/').any(|part| part.starts_with('_')) {
        return None;
    }
    let is_page = below.ends_with(".md");
    if !is_page && below.to_lowercase().ends_with(".md") {
        let finding = Diagnostic::new(Code::IgnoredFile, Span::start_of(id), format!("`{}` is not read", file.path));
        found.push(finding.help("write the end of the name in small letters: .md"));
    }
    (is_page || matches!(file.content, Content::Refused(_))).then_some(Role::Page)
}

/// Endings of pictures that every browser shows and that hold no script.
pub const PICTURE_ENDINGS: [&str; 6] = ["jpg", "jpeg", "png", "gif", "webp", "avif"];

/// A link to a folder is told of like an event file that cannot be read: whoever made it believes that the events in it are
/// read. So is a name that ends in capital letters.
fn other_role(id: FileId, file: &SourceFile, found: &mut Diagnostics) -> Option<Role> {
    let lower = file.path.to_lowercase();
    if lower.ends_with(".yaml") || lower.ends_with(".yml") {
        let message = format!("`{}` is not read", file.path);
        let finding = Diagnostic::new(Code::IgnoredFile, Span::start_of(id), message);
        found.push(finding.help("write the end of the name in small letters: .yaml"));
    }
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_picture = PICTURE_ENDINGS.contains(&ending);
    (matches!(file.content, Content::Refused(_)) && !is_picture).then_some(Role::Event)
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
    if role == Role::Page {
        let parsed = read_page(id, file, &mut found);
        return (parsed, found);
    }
    let parsed = read_tree(id, file, &mut found)
        .filter(|node| holds_fields(node, role, &mut found))
        .and_then(|node| read_record(&node, id, file, role, &mut found));
    (parsed, found)
}

/// Whether a file holds fields, as each must.
fn holds_fields(node: &tree::Node, role: Role, found: &mut Diagnostics) -> bool {
    let what = match role {
        Role::Settings => "site.yaml",
        Role::Group => "a group",
        Role::Campaign => "a campaign",
        Role::Venue => "a place",
        Role::Defaults => "defaults for events",
        Role::Event => "an event",
        Role::Page => "a page",
    };
    let help = match (&node.value, role) {
        (tree::Value::Mapping(_), _) => return true,
        (tree::Value::List(_), Role::Event) => "to write many events in one file, put `events:` above the list",
        _ => "write one field a line: its name, a colon, a blank and its value, such as `title: Stop Trident`",
    };
    let finding = Diagnostic::new(Code::WrongType, node.span, format!("expected the fields of {what}"));
    found.push(finding.label(reader::shape(node)).help(help));
    false
}

fn read_record(
    node: &tree::Node,
    id: FileId,
    file: &SourceFile,
    role: Role,
    found: &mut Diagnostics,
) -> Option<Parsed> {
    Some(match role {
        Role::Settings => Parsed::Settings(Box::new(RawSettings::read(node, found)?)),
        Role::Group => Parsed::Group(in_file(RawGroup::read(node, found)?, id, file)),
        Role::Campaign => Parsed::Campaign(in_file(RawCampaign::read(node, found)?, id, file)),
        Role::Venue => Parsed::Venue(in_file(RawPlace::read(node, found)?, id, file)),
        Role::Defaults => Parsed::Defaults(file.folder().into(), Box::new(RawEvent::read(node, found)?)),
        Role::Event => Parsed::Event(in_file(Box::new(RawEvent::read(node, found)?), id, file)),
        Role::Page => return None,
    })
}

fn in_file<T>(record: T, file: FileId, source: &SourceFile) -> InFile<T> {
    InFile { name: Spanned::new(without_ending(source.name()).into(), Span::start_of(file)), file, record }
}

fn read_page(id: FileId, file: &SourceFile, found: &mut Diagnostics) -> Option<Parsed> {
    match readable(id, file) {
        Ok(text) if text.trim_matches(['\u{feff}', ' ', '\n', '\r', '\t']).is_empty() => {
            found.push(nothing_in(id));
            None
        }
        Ok(text) => page::read(id, text, found).map(|page| Parsed::Page(in_file(page, id, file))),
        Err(finding) => {
            found.push(*finding);
            None
        }
    }
}

fn nothing_in(id: FileId) -> Diagnostic {
    Diagnostic::new(Code::DocumentCount, Span::start_of(id), "there is nothing in this file")
        .help("write what belongs in it, or delete the file")
}

fn read_tree(id: FileId, file: &SourceFile, found: &mut Diagnostics) -> Option<tree::Node> {
    match readable(id, file).and_then(|text| tree::read(id, text, found)) {
        Ok(Some(node)) if !node.is_empty() => Some(node),
        Ok(_) => {
            found.push(nothing_in(id));
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
        Content::Refused(reason) => {
            let help = if reason.contains(" link ") {
                "put what the link leads to in its place"
            } else {
                "make sure that it can be opened and read"
            };
            Diagnostic::new(Code::UnreadableFile, whole, format!("not read: {reason}")).help(help)
        }
        Content::Bytes(_) | Content::Picture(_) => Diagnostic::new(Code::NotUtf8, whole, "this is not text"),
    };
    Err(Box::new(finding))
}

#[cfg(test)]
mod tests;
