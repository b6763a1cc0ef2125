//! Which files there are.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
};

use ignore::{DirEntry, WalkBuilder, WalkParallel, WalkState};

use super::{DEPTH, FILES, sort::Sort};
use crate::shell::{Problem, problem::reason};

/// Tells what sort of file a name is; nothing for names that are not read.
type SortOf = fn(&str) -> Option<Sort>;

/// A file that was found.
pub(super) struct Entry {
    /// Path relative to the site's folder, with `/` between its parts.
    pub(super) path: String,
    /// Where it is on the disk.
    pub(super) disk: PathBuf,
    pub(super) found: Found,
}

/// Whether it can be read.
pub(super) enum Found {
    Readable(Sort),
    Refused(String),
}

/// One file, whether it is there or not.
pub(super) fn file(site: &Path, path: &str, sort: Sort) -> Entry {
    let disk = site.join(path);
    let found = match fs::symlink_metadata(&disk) {
        Ok(metadata) if metadata.is_symlink() => follow(site, &disk, Some(sort)),
        Ok(metadata) if metadata.is_file() => Some(Found::Readable(sort)),
        Ok(_) => Some(not_a_file()),
        Err(error) => Some(Found::Refused(reason(&error))),
    };
    let found = found.unwrap_or_else(not_a_file);
    Entry { path: path.to_owned(), disk, found }
}

/// Every file below a folder of the site that is read, in no order; none where there is no such folder. Of names that
/// begin with a dot only the `dotted` ones are looked at.
///
/// # Errors
/// When folders lie deeper in folders than a site can have them.
pub(super) fn folder(
    site: &Path,
    folder: &str,
    dotted: &'static [&'static str],
    sort_of: SortOf,
) -> Result<Vec<Entry>, Problem> {
    let root = site.join(folder);
    match fs::symlink_metadata(&root) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        // The walk would follow a link that it starts from.
        Ok(metadata) if !metadata.is_dir() => {
            let found = follow(site, &root, Some(Sort::Static)).unwrap_or_else(not_a_file);
            let found = if let Found::Readable(_) = found { not_a_folder() } else { found };
            return Ok(vec![Entry { path: folder.to_owned(), disk: root, found }]);
        }
        _ => {}
    }
    let (sender, found) = mpsc::channel();
    let count = AtomicUsize::new(0);
    walker(&root, dotted).run(|| {
        let (sender, count) = (sender.clone(), &count);
        Box::new(move |walked| {
            let found = entry(site, walked, sort_of).transpose();
            let is_sent = found.is_some_and(|found| sender.send(found).is_ok());
            let is_too_much = is_sent && count.fetch_add(1, Ordering::Relaxed) >= FILES;
            if is_too_much { WalkState::Quit } else { WalkState::Continue }
        })
    });
    drop(sender);
    let (entries, problems): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
    // Whichever thread comes first, the same is told.
    match problems.into_iter().filter_map(Result::err).min_by(|a, b| a.message.cmp(&b.message)) {
        Some(problem) => Err(problem),
        None => Ok(entries.into_iter().flatten().collect()),
    }
}

/// The files that lie in the site's folder itself and are read, in no order. Of a folder that cannot be read others tell.
pub(super) fn beside(site: &Path, sort_of: SortOf) -> Vec<Entry> {
    let names =
        fs::read_dir(site).into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let entry = |name: String| sort_of(&name).map(|sort| file(site, &name, sort));
    names.filter_map(entry).collect()
}

fn walker(root: &Path, dotted: &'static [&'static str]) -> WalkParallel {
    let shown = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        !name.starts_with('.') || dotted.contains(&&*name)
    };
    let mut walker = WalkBuilder::new(root);
    walker.standard_filters(false).follow_links(false).max_depth(Some(DEPTH + 1));
    walker.threads(rayon::current_num_threads()).filter_entry(move |entry| shown(entry)).build_parallel()
}

fn entry(site: &Path, walked: Result<DirEntry, ignore::Error>, sort_of: SortOf) -> Result<Option<Entry>, Problem> {
    let walked = match walked {
        Ok(walked) => walked,
        Err(error) => return Ok(Some(unreadable(site, &error))),
    };
    let kind = walked.file_type();
    let is = |test: fn(&fs::FileType) -> bool| kind.as_ref().is_some_and(test);
    if is(fs::FileType::is_dir) {
        return if walked.depth() > DEPTH { Err(too_deep(walked.path())) } else { Ok(None) };
    }
    let sort = sort_of(&walked.file_name().to_string_lossy());
    let disk = walked.into_path();
    let found = if is(fs::FileType::is_symlink) {
        follow(site, &disk, sort)
    } else if is(fs::FileType::is_file) {
        sort.map(Found::Readable)
    } else {
        sort.map(|_| not_a_file())
    };
    Ok(found.map(|found| found_at(site, disk, found)))
}

/// A link to a file of the site is that file. A link to a folder is refused whatever its name, because whoever made it
/// believes that the events in it are read.
fn follow(site: &Path, link: &Path, sort: Option<Sort>) -> Option<Found> {
    let refused = |why: &str| Found::Refused(format!("it is a link {why}"));
    let target = match link.canonicalize() {
        Ok(target) => target,
        Err(error) => {
            return sort.map(|_| refused(&format!("that leads nowhere: {}", reason(&error))));
        }
    };
    if target.is_dir() {
        return Some(refused("to a folder, and such links are not followed"));
    }
    let sort = sort?;
    Some(match (target.starts_with(site), target.is_file()) {
        (false, _) => refused("that leaves the site's folder"),
        (true, false) => not_a_file(),
        (true, true) => Found::Readable(sort),
    })
}

fn found_at(site: &Path, disk: PathBuf, found: Found) -> Entry {
    let below = disk.strip_prefix(site).unwrap_or(&disk);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    let path = parts.join("/");
    let found = match below.to_str() {
        Some(_) => found,
        None => Found::Refused("its name is not UTF-8".to_owned()),
    };
    Entry { path, disk, found }
}

fn unreadable(site: &Path, error: &ignore::Error) -> Entry {
    let disk = place_of(error).map_or_else(|| site.to_owned(), Path::to_owned);
    let why = error.io_error().map_or_else(|| error.to_string(), reason);
    found_at(site, disk, Found::Refused(why))
}

fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => place_of(err),
        _ => None,
    }
}

fn not_a_file() -> Found {
    Found::Refused("it is neither a file nor a folder".to_owned())
}

fn not_a_folder() -> Found {
    Found::Refused("it must be a folder, and is a file".to_owned())
}

fn too_deep(path: &Path) -> Problem {
    let shown = crate::shell::site::shown(path);
    Problem::new(format!("{shown} is a folder in more than {DEPTH} folders"))
        .help("move it up: how deep an event file lies makes no difference to its page")
}
