//! Pages of the site's own.

use minijinja::Value;

use super::{context::context, head::Head, view::View};
use crate::{model::SitePage, output::OutPath, render::markdown};

context! {
    /// A page of the site's own.
    OwnPage for "page.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// Its title.
        title: String,
        /// What it says, as HTML.
        text: Option<Value>,
    }
}

impl View<'_> {
    /// A page of the site's own.
    pub(super) fn own_page(self, page: &SitePage, path: &OutPath, site: Value) -> OwnPage {
        let said = page.text.as_ref().map(markdown::to_text);
        let about = page.description.as_deref().or(said.as_deref()).unwrap_or(&page.title);
        let head = Head::new(self, path, &page.title, about, "none");
        OwnPage {
            site,
            head: Head { section: super::navigation::key(&page.name), ..head },
            title: page.title.to_string(),
            text: page.text.as_ref().map(|text| Value::from_safe_string(markdown::to_page(text))),
        }
    }
}
