//! Collects all matches of a tantivy query.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::engine::{Found, Place};

/// The documents of one segment in their order, each with its score.
pub(crate) type Scores = Vec<(DocId, Score)>;

/// Collects everything, segment by segment.
pub(crate) struct Everything;

impl Collector for Everything {
    type Fruit = Vec<Scores>;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<Segment> {
        Ok(Segment { ordinal, scores: Scores::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, mut fruits: Vec<(SegmentOrdinal, Scores)>) -> tantivy::Result<Vec<Scores>> {
        fruits.sort_unstable_by_key(|(ordinal, _)| *ordinal);
        Ok(fruits.into_iter().map(|(_, scores)| scores).collect())
    }
}

/// Collects from one segment.
pub(crate) struct Segment {
    ordinal: SegmentOrdinal,
    scores: Scores,
}

impl SegmentCollector for Segment {
    type Fruit = (SegmentOrdinal, Scores);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.scores.push((doc, score));
    }

    fn harvest(self) -> Self::Fruit {
        (self.ordinal, self.scores)
    }
}

/// The matches, in the order of the documents.
pub(crate) fn found(segments: &[Scores]) -> Vec<Found> {
    let mut all = Vec::with_capacity(segments.iter().map(Vec::len).sum());
    for (ordinal, scores) in (0..).zip(segments) {
        let at = |doc: &DocId| Place::new(ordinal, *doc);
        all.extend(scores.iter().map(|(doc, score)| Found { at: at(doc), score: *score, day: 0, partial: false }));
    }
    all
}
