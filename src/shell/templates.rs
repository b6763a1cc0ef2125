//! The built-in templates and static files beside those of a site.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use super::{Problem, Site, load, site::shown};

/// The folder of a site's own.
const FOLDER: &str = "site-templates";

/// Every built-in file by its path below `site-templates/`, sorted.
pub fn built_in_templates() -> Vec<(String, &'static [u8])> {
    load::built_in()
}

/// What stands at a built-in file's path in a site; nothing where nothing does.
///
/// # Errors
/// When it cannot be read.
pub fn own_template(site: &Site, name: &str) -> Result<Option<Vec<u8>>, Problem> {
    let path = template_path(site, name);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Problem::io("read", &path, &error)),
    }
}

/// Whether anything stands there, if only a link that leads nowhere.
pub fn has_own_template(site: &Site, name: &str) -> bool {
    template_path(site, name).symlink_metadata().is_ok()
}

/// Where a site's own file stands or would stand.
pub fn template_path(site: &Site, name: &str) -> PathBuf {
    site.folder.join(FOLDER).join(name)
}

/// Writes a file of a site's own. What is there is left alone, unless it is to be replaced; then the new file takes its place at once.
///
/// # Errors
/// When the disk does not let it, when there is something already, or when a folder on the way is a link.
pub fn write_template(site: &Site, name: &str, bytes: &[u8], replace: bool) -> Result<(), Problem> {
    let path = template_path(site, name);
    let folder = path.parent().unwrap_or(&site.folder);
    refuse_links(site, folder)?;
    fs::create_dir_all(folder).map_err(|error| Problem::io("create", folder, &error))?;
    if !replace {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path);
        return file
            .as_mut()
            .map_err(|error| Problem::io("create", &path, error))
            .and_then(|file| fill(file, &path, bytes));
    }
    // The loader leaves out what begins with a dot.
    let beside = folder.join(format!(".handbill-{}.new", std::process::id()));
    let written = File::create(&beside)
        .map_err(|error| Problem::io("create", &path, &error))
        .and_then(|mut file| fill(&mut file, &path, bytes))
        .and_then(|()| fs::rename(&beside, &path).map_err(|error| Problem::io("write", &path, &error)));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn fill(file: &mut File, path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    file.write_all(bytes).map_err(|error| Problem::io("write", path, &error))
}

/// A folder that is a link may lead out of the site, and is not read either.
fn refuse_links(site: &Site, folder: &Path) -> Result<(), Problem> {
    let below = folder.ancestors().take_while(|above| *above != site.folder);
    let link = below.filter(|folder| folder.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink())).last();
    match link {
        Some(link) => {
            Err(Problem::new(format!("{} is a link to a folder, and such links are not followed", shown(link)))
                .help("put the folder itself in its place"))
        }
        None => Ok(()),
    }
}
