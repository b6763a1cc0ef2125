//! The pages that list all groups, campaigns, tours, towns, kinds and tags.

use minijinja::Value;

use super::{context::context, head::Head, maps::MapWords, shared::directory_title, view::View};
use crate::{
    model::Id,
    output::OutPath,
    resolve::{Collection, CollectionSort},
};

context! {
    /// A page that lists all collections of a sort.
    DirectoryPage for "directory.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// Its title.
        title: &'static str,
        /// Where things are coming up: of towns alone.
        map: Option<MapWords>,
        /// The collections; groups that are part of others stand below them.
        entries: Vec<DirectoryEntry>,
    }
}

context! {
    /// A collection in the list of its sort.
    DirectoryEntry {
        /// Its number on the map.
        number: Option<usize>,
        /// Its name.
        title: String,
        /// The path of its page.
        url: String,
        /// How much is coming up, in words.
        coming: String,
        /// The class that colours it.
        colour: Option<String>,
        /// Those that are part of it.
        parts: Vec<DirectoryEntry>,
    }
}

impl<'a> View<'a> {
    /// The page that lists all collections of a sort.
    pub(super) fn directory_page(self, sort: CollectionSort, path: &OutPath, site: Value) -> DirectoryPage {
        let title = directory_title(sort);
        let about = format!(
            "{title} of {}, each with a page of its own and a calendar feed to subscribe to.",
            self.site.settings.title
        );
        let all = self.site.collections.iter().filter(|collection| collection.sort == sort);
        let tops = all.filter(|collection| self.whole(collection).is_none());
        let (map, numbers) = match sort {
            CollectionSort::Town => self.towns_map().unzip(),
            _ => (None, None),
        };
        let numbers: Vec<&Id> = numbers.into_iter().flatten().map(|number| &self.site.collections[number].id).collect();
        DirectoryPage {
            site,
            head: Head::new(self, path, title, &about, sort.folder()),
            title,
            map,
            entries: tops.map(|collection| self.numbered_entry(collection, &numbers)).collect(),
        }
    }

    fn numbered_entry(self, collection: &Collection, numbers: &[&Id]) -> DirectoryEntry {
        let number = numbers.iter().position(|id| **id == collection.id).map(|number| number + 1);
        DirectoryEntry { number, ..self.directory_entry(collection) }
    }

    /// The group that a group is part of, where that has a page.
    fn whole(self, collection: &Collection) -> Option<&'a Collection> {
        let group = self.site.groups.get(&collection.id).filter(|_| collection.sort == CollectionSort::Group)?;
        self.collection(CollectionSort::Group, &group.part_of.as_ref()?.value)
    }

    /// The groups with a page that are part of a group.
    fn parts(self, collection: &Collection) -> Vec<&'a Collection> {
        if collection.sort != CollectionSort::Group {
            return Vec::new();
        }
        let groups = self.site.groups.iter();
        let parts = groups.filter(|(_, part)| part.part_of.as_ref().is_some_and(|whole| whole.value == collection.id));
        parts.filter_map(|(id, _)| self.collection(CollectionSort::Group, id)).collect()
    }

    fn directory_entry(self, collection: &Collection) -> DirectoryEntry {
        let parts = self.parts(collection).into_iter().map(|part| self.directory_entry(part)).collect();
        let has_colour = self.site.groups.get(&collection.id).is_some_and(|group| group.colour.is_some());
        let is_coloured = collection.sort == CollectionSort::Group && has_colour;
        DirectoryEntry {
            number: None,
            title: collection.title.to_string(),
            url: self.path(collection.page.address()),
            coming: self.coming_words(collection),
            colour: is_coloured.then(|| format!("group-{}", collection.id)),
            parts,
        }
    }

    /// "3 events coming up": events, not dates, since a series has many.
    fn coming_words(self, collection: &Collection) -> String {
        let is_coming = |event: &&usize| self.event(**event).occurrences.iter().any(|date| date.over > self.site.now);
        match collection.events.iter().filter(is_coming).count() {
            0 => "nothing coming up".to_owned(),
            1 => "1 event coming up".to_owned(),
            coming => format!("{coming} events coming up"),
        }
    }
}
