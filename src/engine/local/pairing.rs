//! Keeps the pairs of an index right while documents come and go.
//!
//! Only the days whose documents changed are paired anew, with what the index has of them already.

use std::collections::{BTreeMap, BTreeSet};

use super::Index;
use crate::index::pairing::{Entry, Exception, exceptions};
use crate::index::{IndexError, StoredItem};

/// What a writer has to know to settle the pairs at its commit: some 300 bytes for each item that was put.
#[derive(Default)]
pub(crate) struct Pairing {
    /// The index as it was when writing began.
    before: Option<Index>,
    noted: Vec<Exception>,
    /// Items put since, by their file. A file that was taken out has none.
    changed: BTreeMap<String, Vec<Entry>>,
    /// Days whose documents changed since the pairs were settled.
    touched: BTreeSet<i64>,
}

impl Pairing {
    /// Goes on with the pairs of an index.
    pub fn beside(before: Index) -> Result<Self, IndexError> {
        let noted = before.exceptions()?;
        Ok(Self { before: Some(before), noted, ..Self::default() })
    }

    /// Takes in an item that was put.
    pub fn add(&mut self, stored: &StoredItem) {
        if let Some(entry) = Entry::of(stored) {
            self.touched.insert(entry.day);
            self.changed.entry(stored.source.clone()).or_default().push(entry);
        }
    }

    /// Takes out the items of a file.
    pub fn take_out(&mut self, source: &str) -> Result<(), IndexError> {
        if let Some(before) = &self.before {
            self.touched.extend(before.days_of(source)?);
        }
        let put = self.changed.insert(source.to_owned(), Vec::new()).unwrap_or_default();
        self.touched.extend(put.iter().map(|e| e.day));
        Ok(())
    }

    /// All that is to be noted of pairs. `None` where nothing changed since the last time.
    pub fn settle(&mut self) -> Result<Option<&[Exception]>, IndexError> {
        if self.touched.is_empty() {
            return Ok(None);
        }
        let mut put: BTreeMap<i64, Vec<&Entry>> = BTreeMap::new();
        self.changed.values().flatten().for_each(|e| put.entry(e.day).or_default().push(e));
        let mut noted: Vec<Exception> = self.noted.iter().filter(|e| !self.touched.contains(&e.day)).copied().collect();
        for day in &self.touched {
            let put = put.remove(day).unwrap_or_default().into_iter().cloned();
            let entries: Vec<Entry> = put.chain(self.unchanged(*day)?).collect();
            noted.extend(exceptions(&entries));
        }
        noted.sort_unstable();
        self.noted = noted;
        self.touched.clear();
        Ok(Some(&self.noted))
    }

    /// The items of a day in the index whose files were left as they are.
    fn unchanged(&self, day: i64) -> Result<Vec<Entry>, IndexError> {
        let Some(before) = &self.before else { return Ok(Vec::new()) };
        let mut entries = Vec::new();
        for at in before.places_of_day(day)? {
            let stored = before.item_at(at)?;
            if !self.changed.contains_key(&stored.source) {
                entries.extend(Entry::of(&stored));
            }
        }
        Ok(entries)
    }
}
