//! Everything that a site is made of.

use std::{collections::BTreeMap, sync::Arc};

use super::{Colour, Contact, Event, Id, Markdown, Settings, SitePage, WebAddress, When};
use crate::source::{FileId, Spanned};

/// A group, a town, a region or a nation.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: Spanned<Id>,
    /// Its file.
    pub file: FileId,
    /// Its name.
    pub title: Arc<str>,
    /// The group that it is part of.
    pub part_of: Option<Spanned<Id>>,
    /// Its town.
    pub town: Option<Arc<str>>,
    /// Its website.
    pub url: Option<WebAddress>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// What it is.
    pub description: Option<Markdown>,
    /// Its colour.
    pub colour: Option<Colour>,
}

/// A campaign.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its id.
    pub id: Spanned<Id>,
    /// Its file.
    pub file: FileId,
    /// Its name.
    pub title: Arc<str>,
    /// What it wants.
    pub description: Option<Markdown>,
    /// Its website.
    pub url: Option<WebAddress>,
    /// When it begins.
    pub start: Option<When>,
    /// When it ends.
    pub end: Option<When>,
}

/// A tour: its stops are events of their own.
#[derive(Clone, Debug)]
pub struct Tour {
    /// Its id.
    pub id: Spanned<Id>,
    /// Its file.
    pub file: FileId,
    /// Its name.
    pub title: Arc<str>,
    /// One line for lists and previews.
    pub summary: Option<Arc<str>>,
    /// What it is about.
    pub description: Option<Markdown>,
}

/// Everything that a site is made of, each record valid and every reference leading somewhere.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// What holds for the whole site.
    pub settings: Settings,
    /// Pages of the site's own, in the order of their files.
    pub pages: Arc<Vec<SitePage>>,
    /// Groups by id.
    pub groups: BTreeMap<Id, Group>,
    /// Campaigns by id.
    pub campaigns: BTreeMap<Id, Campaign>,
    /// Tours by id.
    pub tours: BTreeMap<Id, Tour>,
    /// Events in the order of their ids.
    pub events: Vec<Arc<Event>>,
}
