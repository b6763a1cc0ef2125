//! The default templates and static files, embedded in the program.

use include_dir::{Dir, DirEntry, include_dir};

use super::{
    read,
    sort::{self, Sort},
};
use crate::source::{Origin, SourceFile};

static SITE_TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/site-templates");

/// Every built-in file, at the path where a site's own would replace it.
pub(super) fn files() -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(&SITE_TEMPLATES, &mut files);
    files
}

fn collect(folder: &Dir<'_>, files: &mut Vec<SourceFile>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => files.extend(source_file(file)),
        }
    }
}

fn source_file(file: &include_dir::File<'_>) -> Option<SourceFile> {
    let path = file.path().to_str()?.replace('\\', "/");
    let name = path.rsplit('/').next()?;
    if name.starts_with('.') && !super::DOTTED.contains(&name) {
        return None;
    }
    let bytes = file.contents().to_vec();
    let content = match sort::template(name)? {
        Sort::Static => read::static_file(bytes),
        _ => read::text(bytes),
    };
    let path = format!("site-templates/{path}").into();
    Some(SourceFile { path, origin: Origin::BuiltIn, content })
}
