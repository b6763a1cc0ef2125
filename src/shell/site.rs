//! Where the site is.

use std::{
    env,
    path::{Component, Path, PathBuf},
    sync::OnceLock,
};

use super::Problem;

/// The file that makes a folder a site.
const SETTINGS: &str = "site.yaml";

/// A site on the disk.
#[derive(Clone, Debug)]
pub struct Site {
    /// The folder that holds `site.yaml`, absolute and without links.
    pub folder: PathBuf,
    /// The way there from where the program was started, with a slash at its end; empty for that folder itself. Before a
    /// path of the site it makes a path that a terminal, an editor or GitHub can open.
    pub way: String,
}

/// Makes a folder the one that all relative paths start from, as `git -C` does.
///
/// # Errors
/// When there is no such folder, or it may not be entered.
pub fn enter(folder: &Path) -> Result<(), Problem> {
    started();
    env::set_current_dir(folder).map_err(|error| Problem::io("change to", folder, &error))
}

/// The folder where the program was started. Paths are shown from there, whatever [`enter`] changes, because that is where
/// the user's terminal, editor and GitHub look for them.
fn started() -> &'static Path {
    static STARTED: OnceLock<PathBuf> = OnceLock::new();
    STARTED.get_or_init(here)
}

/// The folder where the program stands now; `.` where the system does not say.
fn here() -> PathBuf {
    env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
}

/// Finds the site: in the folder named, else here or in the nearest folder above that holds a `site.yaml`.
///
/// # Errors
/// When there is no `site.yaml`; the help says how to start one.
pub fn find_site(named: Option<&Path>) -> Result<Site, Problem> {
    let here = here();
    let above = || here.ancestors().find(|above| has_settings(above));
    let folder = match named {
        Some(folder) if has_settings(folder) => folder,
        Some(folder) => return Err(not_in(folder)),
        None => above().ok_or_else(|| not_above(&here))?,
    };
    let folder = folder.canonicalize().map_err(|error| Problem::io("open", folder, &error))?;
    let way = way(started(), &folder);
    Ok(Site { folder, way })
}

/// A link that leads nowhere counts: it is told of as a mistake in the input, not as no site at all.
fn has_settings(folder: &Path) -> bool {
    folder.join(SETTINGS).symlink_metadata().is_ok()
}

fn not_in(folder: &Path) -> Problem {
    let shown = folder.display();
    if !folder.exists() {
        return Problem::new(format!("there is no folder {shown}"))
            .help("--site names the folder that holds site.yaml");
    }
    let problem = Problem::new(format!("there is no {SETTINGS} in {shown}"));
    with_start(misnamed(folder, problem))
}

fn not_above(here: &Path) -> Problem {
    let shown = here.display();
    let problem = Problem::new(format!("there is no {SETTINGS} in {shown}, nor in any folder above it"));
    let problem = problem.help("go to the folder of your site, or name it with --site DIR");
    with_start(misnamed(here, problem))
}

fn misnamed(folder: &Path, problem: Problem) -> Problem {
    let near = ["site.yml", "_site.yaml", "Site.yaml"];
    match near.iter().find(|name| folder.join(name).exists()) {
        Some(name) => problem.help(format!("there is a {name}: rename it to {SETTINGS}")),
        None => problem,
    }
}

fn with_start(problem: Problem) -> Problem {
    problem.help(format!(
        "to start a site, write a {SETTINGS} of two lines, and your events below events/:\n    \
         title: What is on\n    base_url: https://example.org/"
    ))
}

/// The way from one folder to another, both absolute.
fn way(from: &Path, to: &Path) -> String {
    let from = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    let path = relative(&from, to).unwrap_or_else(|| to.to_owned());
    let text = path.to_string_lossy().replace('\\', "/");
    if text.is_empty() || text.ends_with('/') { text } else { text + "/" }
}

/// `to` as seen from `from`, where one lies below the other.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    if let Ok(below) = to.strip_prefix(from) {
        return Some(below.to_owned());
    }
    let above = from.strip_prefix(to).ok()?;
    Some(above.components().map(|_| Component::ParentDir).collect())
}

/// A path as the user types it, from where the program stands, as a path of the site; nothing where it leads elsewhere.
pub fn within(site: &Site, typed: &Path) -> Option<String> {
    let absolute = here().join(typed);
    // A file that may be left out its ending is not there under this name; its folder is.
    let whole = absolute.canonicalize().ok().or_else(|| {
        let folder = absolute.parent()?.canonicalize().ok()?;
        Some(folder.join(absolute.file_name()?))
    })?;
    let below = whole.strip_prefix(&site.folder).ok()?.to_str()?;
    Some(below.replace('\\', "/"))
}

/// Whether there is anything at a path.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// A path as the user would type it: from where the program was started, if it lies below, else in full.
pub fn shown(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let canonical = started().canonicalize();
    let below = [Some(started()), canonical.as_deref().ok()].into_iter().flatten();
    match below.filter_map(|started| absolute.strip_prefix(started).ok()).next() {
        Some(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Some(below) => below.display().to_string(),
        None => absolute.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_leads_down_up_or_is_absolute() {
        assert_eq!(way(Path::new("/none/a"), Path::new("/none/a")), "");
        assert_eq!(way(Path::new("/none/a"), Path::new("/none/a/b/c")), "b/c/");
        assert_eq!(way(Path::new("/none/a/b/c"), Path::new("/none/a")), "../../");
        assert_eq!(way(Path::new("/none/a"), Path::new("/none/b")), "/none/b/");
    }

    #[test]
    fn a_named_folder_without_settings_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let problem = find_site(Some(folder.path())).unwrap_err();
        assert!(problem.message.starts_with("there is no site.yaml in "), "{problem}");
        std::fs::write(folder.path().join("site.yml"), "").unwrap();
        let problem = find_site(Some(folder.path())).unwrap_err();
        assert_eq!(problem.help[0], "there is a site.yml: rename it to site.yaml");
        let nowhere = folder.path().join("x");
        let problem = find_site(Some(&nowhere)).unwrap_err();
        assert!(problem.message.starts_with("there is no folder "), "{problem}");
    }
}
