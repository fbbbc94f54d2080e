//! Every hit of a query with what it is sorted by, and the counts over all of them.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use super::facets::{Counter, Counts, Group};

/// Documents that are looked up in a column at a time: one by one, finding the place costs more than reading.
const BLOCK: usize = 256;
/// Hits that are gathered before those are let go that cannot be among the best.
const GATHERED: usize = 8192;

/// A hit that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub score: Score,
    /// The date as the number yyyymmdd. `None` where there is none, and as long as [`Hits`] collects.
    pub day: Option<i64>,
    pub at: DocAddress,
}

/// Documents of each segment, a bit for each.
pub(super) type Bits = Vec<Vec<u64>>;

/// Which hits are worth keeping: the best `most`, and what lies within `margin` of the last of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keep {
    pub most: usize,
    pub margin: Score,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    /// All hits, or those that are worth keeping.
    pub found: Vec<Found>,
    pub total: u64,
    /// Hits without a date.
    pub undated: u64,
    pub counts: Counts,
}

/// Collects all hits, or those among them that are accepted, and counts their facets.
#[derive(Default)]
pub(super) struct Hits {
    pub accepted: Option<Arc<Bits>>,
    /// `None` for all.
    pub keep: Option<Keep>,
}

impl Collector for Hits {
    type Fruit = Harvest;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let days = reader.fast_fields().i64("day")?;
        let (accepted, keep) = (self.accepted.clone(), self.keep);
        let (counters, waiting) = (Counter::all(reader)?, Vec::with_capacity(BLOCK));
        let (harvest, room) = (Harvest::default(), GATHERED);
        Ok(Segment { ordinal, accepted, keep, days, counters, harvest, room, waiting, failed: None })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Harvest>>) -> tantivy::Result<Harvest> {
        let mut all = Harvest::default();
        for more in fruits {
            let more = more?;
            all.found.extend(more.found);
            all.total += more.total;
            all.undated += more.undated;
            for (value, n) in more.counts {
                *all.counts.entry(value).or_default() += n;
            }
        }
        Ok(all)
    }
}

/// Collects the hits of one segment.
pub(super) struct Segment {
    ordinal: SegmentOrdinal,
    accepted: Option<Arc<Bits>>,
    keep: Option<Keep>,
    days: Column<i64>,
    counters: Vec<Counter>,
    harvest: Harvest,
    /// How many hits may be gathered before some are let go.
    room: usize,
    /// The last documents found, which are still to be counted.
    waiting: Vec<DocId>,
    failed: Option<TantivyError>,
}

impl Segment {
    /// Counts the documents that wait.
    fn count(&mut self) {
        self.harvest.total += self.waiting.len() as u64;
        if let Err(e) = self.counters.iter_mut().try_for_each(|c| c.add(&self.waiting)) {
            self.failed.get_or_insert(e);
        }
        self.waiting.clear();
        if let Some(keep) = self.keep.filter(|_| self.harvest.found.len() > self.room) {
            keep.best_of(&mut self.harvest.found);
            self.room = GATHERED.max(2 * self.harvest.found.len());
        }
    }

    /// Reads the dates of the hits that were kept.
    fn read_days(&mut self) {
        for found in self.harvest.found.chunks_mut(BLOCK) {
            let docs: Vec<DocId> = found.iter().map(|f| f.at.doc_id).collect();
            let mut days = vec![None; docs.len()];
            self.days.first_vals(&docs, &mut days);
            found.iter_mut().zip(days).for_each(|(found, day)| found.day = day);
        }
    }

    fn finish(&mut self) -> tantivy::Result<()> {
        self.count();
        if let Some(keep) = self.keep {
            keep.best_of(&mut self.harvest.found);
            self.harvest.found.sort_unstable_by_key(|f| f.at);
        }
        self.read_days();
        let counters = std::mem::take(&mut self.counters);
        counters.into_iter().try_for_each(|counter| counter.give(&mut self.harvest.counts))?;
        let years = self.harvest.counts.iter().filter(|((group, _), _)| *group == Group::Year);
        self.harvest.undated = self.harvest.total - years.map(|(_, n)| n).sum::<u64>();
        self.failed.take().map_or(Ok(()), Err)
    }
}

impl SegmentCollector for Segment {
    type Fruit = tantivy::Result<Harvest>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let at = DocAddress::new(self.ordinal, doc);
        if self.accepted.as_ref().is_some_and(|bits| !contains(bits, at)) {
            return;
        }
        self.waiting.push(doc);
        self.harvest.found.push(Found { score, day: None, at });
        if self.waiting.len() == BLOCK {
            self.count();
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.finish()?;
        Ok(self.harvest)
    }
}

impl Keep {
    /// Lets go of what is not worth keeping.
    pub fn best_of(self, found: &mut Vec<Found>) {
        let Some(last) = self.most.checked_sub(1).filter(|last| *last < found.len()) else { return };
        let (_, last, _) = found.select_nth_unstable_by(last, |a, b| b.score.total_cmp(&a.score));
        let least = last.score - self.margin;
        found.retain(|f| f.score >= least);
    }
}

/// The documents of a query, without scores.
pub(super) struct Documents;

impl Collector for Documents {
    type Fruit = Bits;
    type Child = SegmentDocuments;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentDocuments> {
        Ok(SegmentDocuments(ordinal, vec![0; (reader.max_doc() as usize).div_ceil(64)]))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, mut fruits: Vec<(SegmentOrdinal, Vec<u64>)>) -> tantivy::Result<Bits> {
        fruits.sort_unstable_by_key(|(ordinal, _)| *ordinal);
        Ok(fruits.into_iter().map(|(_, bits)| bits).collect())
    }
}

/// The documents of one segment.
pub(super) struct SegmentDocuments(SegmentOrdinal, Vec<u64>);

impl SegmentCollector for SegmentDocuments {
    type Fruit = (SegmentOrdinal, Vec<u64>);

    fn collect(&mut self, doc: DocId, _: Score) {
        self.1[doc as usize / 64] |= 1 << (doc % 64);
    }

    fn harvest(self) -> Self::Fruit {
        (self.0, self.1)
    }
}

/// True where the bit of a document is set.
pub(super) fn contains(bits: &Bits, at: DocAddress) -> bool {
    let word = bits.get(at.segment_ord as usize).and_then(|segment| segment.get(at.doc_id as usize / 64));
    word.is_some_and(|word| word >> (at.doc_id % 64) & 1 == 1)
}

/// The documents of a segment whose bits are set.
pub(super) fn documents(segment: &[u64]) -> impl Iterator<Item = usize> {
    segment.iter().enumerate().flat_map(|(n, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let next = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(n * 64 + next)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_bonus_may_still_lift_is_kept() {
        let found = |score| Found { score, day: None, at: DocAddress::new(0, 0) };
        let mut all = [1.0, 5.0, 3.0, 4.5, 4.0].map(found).to_vec();
        Keep { most: 2, margin: 0.5 }.best_of(&mut all);
        let mut kept: Vec<Score> = all.iter().map(|f| f.score).collect();
        kept.sort_by(f32::total_cmp);
        assert_eq!(kept, [4.0, 4.5, 5.0]);
    }

    #[test]
    fn bits_give_their_documents_back() {
        let bits = vec![vec![], vec![0b101, 1 << 63]];
        assert_eq!(documents(&bits[1]).collect::<Vec<_>>(), [0, 2, 127]);
        assert!(contains(&bits, DocAddress::new(1, 2)) && !contains(&bits, DocAddress::new(0, 2)));
    }
}
