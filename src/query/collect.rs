//! Every hit of a query with what it is sorted by, and the counts over all of them.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::facets::{Counter, Counts};

/// Documents whose columns are read at a time: one by one, finding the place costs more than reading.
const BLOCK: usize = 256;

/// A hit that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub score: Score,
    /// The date as the number yyyymmdd. `None` where there is none.
    pub day: Option<i64>,
    pub at: DocAddress,
}

/// Collects all hits, or those among them that are accepted, and counts their facets.
#[derive(Default)]
pub(super) struct Hits {
    pub accepted: Option<Arc<HashSet<DocAddress>>>,
}

impl Collector for Hits {
    type Fruit = (Vec<Found>, Counts);
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let days = reader.fast_fields().i64("day")?;
        let accepted = self.accepted.clone();
        let (counters, waiting) = (Counter::all(reader)?, Vec::with_capacity(BLOCK));
        Ok(Segment { ordinal, accepted, days, counters, found: Vec::new(), waiting, read: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<(Vec<Found>, Counts)>) -> tantivy::Result<Self::Fruit> {
        let (mut found, mut counts) = (Vec::new(), Counts::new());
        for (more, counted) in fruits {
            found.extend(more);
            for (value, n) in counted {
                *counts.entry(value).or_default() += n;
            }
        }
        Ok((found, counts))
    }
}

/// Collects the hits of one segment.
pub(super) struct Segment {
    ordinal: SegmentOrdinal,
    accepted: Option<Arc<HashSet<DocAddress>>>,
    days: Column<i64>,
    counters: Vec<Counter>,
    found: Vec<Found>,
    /// The last documents found, whose columns are still to be read.
    waiting: Vec<DocId>,
    read: Vec<Option<i64>>,
}

impl Segment {
    /// Reads what the columns have of the documents that wait.
    fn read_columns(&mut self) {
        let docs = &self.waiting;
        self.read.clear();
        self.read.resize(docs.len(), None);
        self.days.first_vals(docs, &mut self.read);
        let first = self.found.len() - docs.len();
        for (found, day) in self.found[first..].iter_mut().zip(&self.read) {
            found.day = *day;
        }
        self.counters.iter_mut().for_each(|c| c.add(docs));
        self.waiting.clear();
    }
}

impl SegmentCollector for Segment {
    type Fruit = (Vec<Found>, Counts);

    fn collect(&mut self, doc: DocId, score: Score) {
        let at = DocAddress::new(self.ordinal, doc);
        if self.accepted.as_ref().is_some_and(|a| !a.contains(&at)) {
            return;
        }
        self.waiting.push(doc);
        self.found.push(Found { score, day: None, at });
        if self.waiting.len() == BLOCK {
            self.read_columns();
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.read_columns();
        let mut counts = Counts::new();
        for counter in self.counters {
            counter.give(&mut counts);
        }
        (self.found, counts)
    }
}
