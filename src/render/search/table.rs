//! What many events share, each once.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// Rows in the order in which they were first asked for, each known by a key.
#[derive(Debug)]
pub(super) struct Table<Key, Row> {
    numbers: BTreeMap<Key, usize>,
    rows: Vec<Row>,
}

impl<Key: Ord, Row> Table<Key, Row> {
    /// A table without rows.
    pub fn new() -> Self {
        Self { numbers: BTreeMap::new(), rows: Vec::new() }
    }

    /// The number of a row, which is made where it is new.
    pub fn number(&mut self, key: Key, row: impl FnOnce() -> Row) -> usize {
        let rows = &mut self.rows;
        *self.numbers.entry(key).or_insert_with(|| {
            rows.push(row());
            rows.len() - 1
        })
    }
}

impl<Key, Row: Serialize> Serialize for Table<Key, Row> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}
