//! The contents of an index as a whole, from file rows and columns alone: reading all items would be slow.

use std::collections::HashMap;

use tantivy::collector::Count;
use tantivy::query::TermQuery;
use tantivy::schema::{Facet, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::error::Result;
use super::reader::Reader;
use crate::index::LastRun;
use crate::index::Tombstones;
use crate::index::format;
use crate::index::{DocumentRecord, MeetingRecord};
use crate::model::UNCLEAR;

/// One document and how its items are numbered.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The document in the list of meetings.
    pub record: DocumentRecord,
    /// The id of its meeting.
    pub meeting: String,
    /// Its meeting's body and authority. Other documents of the meeting may name them differently or not at all.
    pub body: Option<String>,
    /// See `body`.
    pub authority: Option<String>,
    /// The part of its ids after `#`, in no order: numbers as printed, `n7` for a seventh item without a number, and
    /// `3-2` for the second item of number 3.
    pub numbers: Vec<String>,
}

impl Reader {
    /// Every document with a meeting, by source, with the numbers of its items.
    pub(super) fn documents(&self) -> Result<Vec<Document>> {
        let mut numbers: HashMap<String, Vec<String>> = HashMap::new();
        for segment in self.searcher().segment_readers() {
            for_each_id(segment, |stem, number| match numbers.get_mut(stem) {
                Some(known) => known.push(number.to_owned()),
                None => _ = numbers.insert(stem.to_owned(), vec![number.to_owned()]),
            })?;
        }
        let document = |(meeting, record): (&MeetingRecord, &DocumentRecord)| Document {
            numbers: numbers.remove(&record.stem).unwrap_or_default(),
            record: record.clone(),
            meeting: meeting.id.clone(),
            body: meeting.facts.body.clone(),
            authority: meeting.facts.authority.as_ref().map(|a| a.name.clone()),
        };
        let mut documents: Vec<Document> = self.meetings()?.documents().map(document).collect();
        documents.sort_unstable_by(|a, b| a.record.source.cmp(&b.record.source));
        Ok(documents)
    }

    /// The number of items behind closed doors.
    pub(super) fn closed_count(&self) -> Result<u64> {
        let mut count = 0;
        for segment in self.searcher().segment_readers() {
            let closed = segment.fast_fields().bool("closed")?;
            count += segment.doc_ids_alive().filter(|doc| closed.first(*doc) == Some(true)).count() as u64;
        }
        Ok(count)
    }

    /// The number of items with an unclear decision.
    pub(super) fn unclear_count(&self) -> Result<u64> {
        let term = Term::from_facet(self.fields().outcome, &Facet::from_path([UNCLEAR]));
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let count = self.searcher().search(&query, &Count)?;
        Ok(count as u64)
    }

    /// The tombstones: all forgotten files and items.
    pub(super) fn tombstones(&self) -> Result<Tombstones> {
        let Some(row) = self.row(format::FORGOTTEN)? else { return Ok(Tombstones::default()) };
        Ok(format::decode_tombstones(&row)?)
    }

    /// The last run's record. `None` in an index without one.
    pub(super) fn last_run(&self) -> Result<Option<LastRun>> {
        let row = self.row(format::RUN)?;
        Ok(row.map(|row| format::decode_run(&row)).transpose()?)
    }
}

/// Calls `each` with the parts of each id before and after its last `#`. Files and notes have no id.
fn for_each_id(segment: &SegmentReader, mut each: impl FnMut(&str, &str)) -> tantivy::Result<()> {
    let Some(ids) = segment.fast_fields().str("id")? else { return Ok(()) };
    let mut ordinals: Vec<u64> = segment.doc_ids_alive().flat_map(|doc| ids.term_ords(doc)).collect();
    ordinals.sort_unstable();
    ids.dictionary().sorted_ords_to_term_cb(&ordinals, |id| {
        if let Some((stem, number)) = std::str::from_utf8(id).ok().and_then(|id| id.rsplit_once('#')) {
            each(stem, number);
        }
    })?;
    Ok(())
}
