//! From an address to a file: only what can be an output, and only below the output folder.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use crate::output::OutPath;

/// The page for addresses at which nothing lies.
const NOT_FOUND: &str = "404.html";

/// What lies at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The file.
    File(PathBuf),
    /// A folder that has a page, where the address lacks its last slash.
    Folder,
    /// Nothing; the page that says so, where the site has one.
    Nothing(Option<PathBuf>),
}

/// The output folder, and the part of addresses that stands for it.
#[derive(Clone, Debug)]
pub(super) struct Root {
    /// The folder.
    pub(super) folder: PathBuf,
    /// `/`, or what stands before every address of the site: `/calendar/`.
    pub(super) mount: String,
}

impl Root {
    /// What lies at the path of an address, which is encoded as in a request.
    pub(super) fn find(&self, address: &str) -> Found {
        let [file, page] = self.outputs(address);
        match file.or(page.clone()).and_then(|path| self.on_disk(&path)) {
            Some(file) => Found::File(file),
            None if page.is_some_and(|page| self.on_disk(&page).is_some()) => Found::Folder,
            None => Found::Nothing(OutPath::new(NOT_FOUND).and_then(|path| self.on_disk(&path))),
        }
    }

    /// The outputs that may lie at an address: the file itself, and the page of the folder.
    pub(super) fn outputs(&self, address: &str) -> [Option<OutPath>; 2] {
        let Some(decoded) = address.strip_prefix(&*self.mount).and_then(decode) else { return [None, None] };
        let folder = decoded.strip_suffix('/').unwrap_or(&decoded);
        let page = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        let is_folder = decoded.is_empty() || decoded.ends_with('/');
        [if is_folder { None } else { OutPath::new(&decoded) }, OutPath::new(&page)]
    }

    /// Whether a build that wrote or removed these files changed what a browser shows at an address.
    pub(super) fn is_changed(&self, address: &str, has_changed: impl Fn(&str) -> bool) -> bool {
        let outputs = self.outputs(address);
        let mut own = outputs.iter().flatten();
        let is_missing = || outputs.iter().flatten().all(|path| self.on_disk(path).is_none());
        own.any(|path| has_changed(path.as_str())) || has_changed(NOT_FOUND) && is_missing()
    }

    /// A path of the site as an address.
    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.mount)
    }

    fn on_disk(&self, path: &OutPath) -> Option<PathBuf> {
        let folder = self.folder.canonicalize().ok()?;
        // A link may lead anywhere.
        let file = folder.join(path.as_str()).canonicalize().ok()?;
        (file.starts_with(&folder) && file.is_file()).then_some(file)
    }
}

/// The file that a page is shown for when nothing lies at an address.
pub(super) fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html"))
}

/// The text of a path; nothing where a part of it hides a slash or is no UTF-8.
fn decode(path: &str) -> Option<String> {
    let part = |part: &str| {
        let decoded = percent_decode_str(part).decode_utf8().ok()?.into_owned();
        (!decoded.contains('/')).then_some(decoded)
    };
    path.split('/').map(part).collect::<Option<Vec<_>>>().map(|parts| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn site() -> (tempfile::TempDir, Root) {
        let folder = tempfile::tempdir().unwrap();
        for path in ["index.html", "events/x/index.html", "feeds/all.ics", ".handbill/manifest.json", ".env", "a b.txt"]
        {
            let disk = folder.path().join("out").join(path);
            fs::create_dir_all(disk.parent().unwrap()).unwrap();
            fs::write(disk, path).unwrap();
        }
        fs::write(folder.path().join("secret"), "secret").unwrap();
        let root = Root { folder: folder.path().join("out"), mount: "/".to_owned() };
        (folder, root)
    }

    fn read(root: &Root, address: &str) -> Option<String> {
        match root.find(address) {
            Found::File(file) => Some(fs::read_to_string(file).unwrap()),
            _ => None,
        }
    }

    #[test]
    fn addresses_lead_to_files_and_folders_to_their_page() {
        let (_folder, root) = site();
        for (address, path) in [
            ("/", "index.html"),
            ("/index.html", "index.html"),
            ("/events/x/", "events/x/index.html"),
            ("/feeds/all.ics", "feeds/all.ics"),
            ("/feeds/%61ll.ics", "feeds/all.ics"),
            ("/a%20b.txt", "a b.txt"),
        ] {
            assert_eq!(read(&root, address).as_deref(), Some(path), "{address}");
        }
        assert_eq!(root.find("/events/x"), Found::Folder);
        assert_eq!(root.find("/events"), Found::Nothing(None));
        assert_eq!(root.find("/feeds/all.ics/"), Found::Nothing(None));
    }

    #[test]
    fn no_address_leaves_the_folder_or_shows_what_is_no_output() {
        let (_folder, root) = site();
        for address in [
            "/../secret",
            "/%2e%2e/secret",
            "/%2E%2e%2fsecret",
            "/events/%2e%2e/%2e%2e/secret",
            "/..%5csecret",
            "/..\\secret",
            "//secret",
            "/events//x/",
            "/./index.html",
            "/index.html%00",
            "/index.html%00.ics",
            "/.handbill/manifest.json",
            "/%2ehandbill/manifest.json",
            "/.env",
            "/events%2fx/",
            "/%ff",
            "/C:/secret",
            "secret",
            "",
        ] {
            assert_eq!(read(&root, address), None, "{address}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_the_folder_leads_nowhere() {
        let (folder, root) = site();
        let link = |name: &str, target: PathBuf| std::os::unix::fs::symlink(target, root.folder.join(name)).unwrap();
        link("out.txt", folder.path().join("secret"));
        link("up", folder.path().to_owned());
        link("in.txt", root.folder.join("a b.txt"));
        assert_eq!(read(&root, "/out.txt"), None);
        assert_eq!(read(&root, "/up/secret"), None);
        assert_eq!(read(&root, "/in.txt").as_deref(), Some("a b.txt"));
    }

    #[test]
    fn below_a_path_nothing_lies_beside_it() {
        let (_folder, root) = site();
        let root = Root { mount: "/calendar/".to_owned(), ..root };
        assert_eq!(read(&root, "/calendar/").as_deref(), Some("index.html"));
        assert_eq!(read(&root, "/calendar/feeds/all.ics").as_deref(), Some("feeds/all.ics"));
        assert_eq!(read(&root, "/index.html"), None);
    }

    #[test]
    fn a_page_changes_with_its_file_and_a_missing_one_with_the_page_that_says_so() {
        let (_folder, root) = site();
        let changes = |address: &str, changed: &str| root.is_changed(address, |path| path == changed);
        assert!(changes("/events/x/", "events/x/index.html"));
        assert!(changes("/", "index.html"));
        assert!(changes("/events/new/", "events/new/index.html"));
        assert!(changes("/events/new/", "404.html"));
        assert!(!changes("/events/x/", "404.html"));
        assert!(!changes("/events/x/", "index.html"));
    }
}
