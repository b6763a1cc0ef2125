//! What sort of file a name says it is.

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// YAML.
    Record,
    /// A picture beside an event.
    Picture,
    /// A template.
    Template,
    /// A static file, which may be text.
    Static,
}

impl Sort {
    /// How large such a file may be, in bytes.
    pub(super) fn limit(self) -> u64 {
        const MEBIBYTE: u64 = 1024 * 1024;
        match self {
            Self::Record => 8 * MEBIBYTE,
            Self::Template => 4 * MEBIBYTE,
            Self::Picture | Self::Static => 20 * MEBIBYTE,
        }
    }
}

/// What a file below `events/` is; nothing for names that are not read. Upper case counts: cameras write `.JPG`.
pub(super) fn event(name: &str) -> Option<Sort> {
    let (stem, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    match extension.as_str() {
        _ if stem.is_empty() => None,
        "yaml" | "yml" => Some(Sort::Record),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" => Some(Sort::Picture),
        _ => None,
    }
}

/// What a file below `pages/` is. Upper case counts, so that it can be told of.
pub(super) fn page(name: &str) -> Option<Sort> {
    name.to_ascii_lowercase().ends_with(".md").then_some(Sort::Record)
}

/// What a file beside site.yaml is: a picture may be the site's logo.
pub(super) fn beside(name: &str) -> Option<Sort> {
    let is_svg = name.to_ascii_lowercase().strip_suffix(".svg").is_some_and(|stem| !stem.is_empty());
    let sort = if is_svg { Some(Sort::Picture) } else { event(name) };
    sort.filter(|sort| *sort == Sort::Picture && !name.starts_with(['.', '_']))
}

/// What a file below `site-templates/` is.
pub(super) fn template(name: &str) -> Option<Sort> {
    let html = name.rsplit_once('.').is_some_and(|(_, extension)| extension == "html");
    Some(if html { Sort::Template } else { Sort::Static })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_file_is() {
        assert_eq!(event("a.b.yaml"), Some(Sort::Record));
        assert_eq!(event("IMG_1.JPG"), Some(Sort::Picture));
        assert_eq!(event("poster.svg"), None);
        assert_eq!(event("yaml"), None);
        assert_eq!((page("about.md"), page("about.txt")), (Some(Sort::Record), None));
        assert_eq!((beside("Logo.SVG"), beside("logo.png")), (Some(Sort::Picture), Some(Sort::Picture)));
        assert_eq!([".svg", ".x.png", "_old.png", "a.yaml"].map(beside), [None; 4]);
        assert_eq!(template("base.html"), Some(Sort::Template));
        assert_eq!(template("CNAME"), Some(Sort::Static));
    }
}
