//! The default templates and static files, embedded in the program.

use include_dir::{Dir, DirEntry, include_dir};

use super::{
    read,
    sort::{self, Sort},
};
use crate::source::{Origin, SourceFile};

static SITE_TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/site-templates");

/// Every built-in file, at the path where a site's own would replace it; templates below `default/` too, where nothing does.
pub(super) fn files() -> Vec<SourceFile> {
    named().into_iter().flat_map(|(name, bytes)| source_files(&name, bytes)).collect()
}

/// Every built-in file by its path below `site-templates/`, sorted.
pub(in crate::shell) fn named() -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    collect(&SITE_TEMPLATES, &mut files);
    files.sort();
    files
}

fn collect(folder: &'static Dir<'_>, files: &mut Vec<(String, &'static [u8])>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => files.extend(named_file(file)),
        }
    }
}

fn named_file(file: &'static include_dir::File<'_>) -> Option<(String, &'static [u8])> {
    let path = file.path().to_str()?.replace('\\', "/");
    let name = path.rsplit('/').next()?;
    let is_hidden = name.starts_with('.') && !super::DOTTED.contains(&name);
    (!is_hidden).then(|| (path.clone(), file.contents()))
}

fn source_files(name: &str, bytes: &[u8]) -> Vec<SourceFile> {
    let is_static = name.starts_with("static/") || sort::template(name) == Some(Sort::Static);
    let content = if is_static { read::static_file(bytes.to_vec()) } else { read::text(bytes.to_vec()) };
    let folders = if is_static { &["site-templates"][..] } else { &["site-templates", "site-templates/default"] };
    let file = |folder: &&str| SourceFile {
        path: format!("{folder}/{name}").into(),
        origin: Origin::BuiltIn,
        content: content.clone(),
    };
    folders.iter().map(file).collect()
}
