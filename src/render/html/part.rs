//! Parts of pages that are the same on every page of a section: each is rendered once, and printed on all of them.

use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};

use minijinja::{Error, State, Value};

use super::context::{Shape as _, context};

/// The function that prints a part: `{{ part("header.html", head.section) }}`, or without a section what is the same everywhere.
pub const NAME: &str = "part";

context! {
    /// Everything that a part is given.
    PartWords {
        /// What holds for every page.
        site: Value,
        /// The part of the site that the page belongs to, as `head.section` names it.
        section: String,
        /// Nothing: a part draws in no other.
        part: Option<Value>,
    }
}

/// The function, which keeps what it has rendered: it is for one site.
pub fn printer() -> impl Fn(&State<'_, '_>, &str, Option<&str>) -> Result<Value, Error> + Send + Sync + 'static {
    let kept: RwLock<BTreeMap<String, BTreeMap<String, Value>>> = RwLock::default();
    move |state, name, section| {
        let section = section.unwrap_or_default();
        let known =
            kept.read().unwrap_or_else(PoisonError::into_inner).get(name).and_then(|of| of.get(section).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let rendered = render(state, name, section)?;
        let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.entry(name.to_owned()).or_default().insert(section.to_owned(), rendered.clone());
        Ok(rendered)
    }
}

fn render(state: &State<'_, '_>, name: &str, section: &str) -> Result<Value, Error> {
    let site = state.lookup("site").unwrap_or_default();
    let words = PartWords { site, section: section.to_owned(), part: None };
    state.env().get_template(name)?.render(words.into_value()).map(Value::from_safe_string)
}
