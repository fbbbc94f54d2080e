//! Keeps the pairs and the meetings of an index right while documents come and go.
//!
//! Only days with changed documents are paired again, together with their unchanged documents in the index.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Result;
use super::reader::Reader;
use crate::index::pairing::{Entry, Exception, settled};
use crate::index::{DocumentRecord, MeetingRecord, Meetings, StoredItem, format};

/// The data for pairing at a commit: about 300 bytes for each new item.
#[derive(Default)]
pub(crate) struct Pairing {
    /// The index as it was when writing began.
    before: Option<Reader>,
    noted: Vec<Exception>,
    /// New items, by file. A removed file has none.
    changed: BTreeMap<String, Vec<Entry>>,
    /// Days with changed documents since the last pairing.
    touched: BTreeSet<i64>,
    /// Every document there is, by source.
    documents: BTreeMap<String, DocumentRecord>,
    /// The sources of each meeting by the last pairing, and its number of items in several of them.
    meetings: Vec<(Vec<String>, usize)>,
    /// Whether any document, dated or not, came or went since.
    is_changed: bool,
}

/// The data to store at a commit.
pub(crate) struct Noted<'a> {
    pub exceptions: &'a [Exception],
    pub meetings: Meetings,
}

impl Pairing {
    /// Continues from the pairs of an index.
    pub(super) fn beside(before: Reader) -> Result<Self> {
        let noted = before.exceptions()?;
        let known = before.meetings()?;
        let documents = known.documents().map(|(_, d)| (d.source.clone(), d.clone())).collect();
        let sources = |m: &MeetingRecord| m.documents.iter().map(|d| d.source.clone()).collect();
        let paired = |m: &MeetingRecord| m.documents.iter().map(|d| d.items).sum::<usize>() - m.items;
        let meetings = known.all().iter().map(|m| (sources(m), paired(m))).collect();
        Ok(Self { before: Some(before), noted, documents, meetings, ..Self::default() })
    }

    /// Takes in a new item.
    pub(super) fn add(&mut self, stored: &StoredItem) {
        self.is_changed = true;
        let document = self.documents.entry(stored.source.clone());
        document.or_insert_with(|| DocumentRecord::new(stored)).add(stored);
        if let Some(entry) = Entry::of(stored) {
            self.touched.insert(entry.day);
            self.changed.entry(stored.source.clone()).or_default().push(entry);
        }
    }

    /// Takes out the items of a file.
    pub(super) fn take_out(&mut self, source: &str) -> Result<()> {
        if let Some(before) = &self.before {
            self.touched.extend(before.days_of(source)?);
        }
        self.is_changed |= self.documents.remove(source).is_some();
        let put = self.changed.insert(source.to_owned(), Vec::new()).unwrap_or_default();
        self.touched.extend(put.iter().map(|e| e.day));
        Ok(())
    }

    /// Pairs the changed days. Gives all pairs and meetings, or `None` if nothing changed.
    pub(super) fn settle(&mut self) -> Result<Option<Noted<'_>>> {
        if self.touched.is_empty() && !self.is_changed {
            return Ok(None);
        }
        let mut put: BTreeMap<i64, Vec<&Entry>> = BTreeMap::new();
        self.changed.values().flatten().for_each(|e| put.entry(e.day).or_default().push(e));
        let mut noted: Vec<Exception> = self.noted.iter().filter(|e| !self.touched.contains(&e.day)).copied().collect();
        let mut meetings: Vec<(Vec<String>, usize)> =
            self.meetings.iter().filter(|m| self.stays(&m.0)).cloned().collect();
        for day in &self.touched {
            let put = put.remove(day).unwrap_or_default().into_iter().cloned();
            let entries: Vec<Entry> = put.chain(self.unchanged(*day)?).collect();
            let settled = settled(&entries);
            noted.extend(settled.exceptions);
            meetings.extend(settled.meetings);
        }
        noted.sort_unstable();
        (self.noted, self.meetings, self.is_changed) = (noted, meetings, false);
        self.touched.clear();
        Ok(Some(Noted { meetings: self.table(), exceptions: &self.noted }))
    }

    /// Whether nothing changed about a meeting of these documents.
    fn stays(&self, sources: &[String]) -> bool {
        sources.iter().all(|source| {
            let day = |d: &DocumentRecord| d.facts.date.map(format::day_number);
            self.documents.get(source).is_some_and(|d| day(d).is_none_or(|day| !self.touched.contains(&day)))
        })
    }

    /// Every meeting. A document without a date or a body is not paired and is a meeting of its own.
    fn table(&self) -> Meetings {
        let mut left = self.documents.clone();
        let mut groups: Vec<(Vec<DocumentRecord>, usize)> = Vec::new();
        for (sources, paired) in &self.meetings {
            groups.push((sources.iter().filter_map(|s| left.remove(s)).collect(), *paired));
        }
        Meetings::of_groups(groups.into_iter().chain(left.into_values().map(|d| (vec![d], 0))))
    }

    /// The items of a day in the index with unchanged files.
    fn unchanged(&self, day: i64) -> Result<Vec<Entry>> {
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
