//! Sequences as queries of tantivy; see [`score`](crate::engine::score).
//!
//! tantivy's own phrase query scores by the average lengths in a segment. Those change with every commit, so scores
//! would too.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use super::score::{WordQuery, length_factors};
use crate::engine::plan::{Form, Sequence, Variant};
use crate::engine::score::{form_factor, part_weight, word_score};
use crate::index::format::ItemPart;

/// A sequence in one field of a segment.
pub(super) struct Rows {
    sequence: Arc<Sequence>,
    /// In the order of the sequence.
    terms: Vec<SegmentPostings>,
    /// The numbers of the terms, the rarest first.
    rarest: Vec<usize>,
    positions: Vec<Vec<u32>>,
}

impl Rows {
    /// `None` if the field lacks a term.
    pub(super) fn open(
        segment: &SegmentReader,
        field: Field,
        sequence: &Arc<Sequence>,
    ) -> tantivy::Result<Option<Self>> {
        let inverted = segment.inverted_index(field)?;
        let mut terms = Vec::with_capacity(sequence.terms.len());
        for (_, term) in &sequence.terms {
            let term = Term::from_field_text(field, term);
            match inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => terms.push(postings),
                None => return Ok(None),
            }
        }
        let mut rarest: Vec<usize> = (0..terms.len()).collect();
        rarest.sort_by_key(|n| terms[*n].size_hint());
        let sequence = Arc::clone(sequence);
        Ok(Some(Self { sequence, positions: vec![Vec::new(); terms.len()], terms, rarest }))
    }

    /// Whether a document has a row. Documents are asked for in ascending order.
    pub(super) fn are_in(&mut self, doc: DocId) -> bool {
        let has_all = self.rarest.iter().all(|n| go_to(&mut self.terms[*n], doc) == doc);
        has_all && self.count(true) > 0
    }

    /// The number of rows in the document at which all terms are positioned.
    fn count(&mut self, first: bool) -> u32 {
        self.terms.iter_mut().zip(&mut self.positions).for_each(|(term, positions)| term.positions(positions));
        self.sequence.count(&self.positions, first)
    }

    /// The first document with rows at or after `target`, and their number.
    fn next(&mut self, mut target: DocId) -> Option<(DocId, u32)> {
        'documents: while target < TERMINATED {
            for n in &self.rarest {
                let doc = go_to(&mut self.terms[*n], target);
                if doc != target {
                    target = doc;
                    continue 'documents;
                }
            }
            match self.count(false) {
                0 => target += 1,
                count => return Some((target, count)),
            }
        }
        None
    }
}

/// Goes to the first document at or after `target`.
fn go_to(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// A query for the items with a sequence in one of the fields.
#[derive(Debug, Clone)]
pub(super) struct SequenceQuery {
    pub sequence: Arc<Sequence>,
    pub fields: Vec<(ItemPart, Field)>,
    /// Items in all.
    pub items: u64,
}

impl Query for SequenceQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let rarity = match scoring {
            EnableScoring::Enabled { searcher, .. } => self.rarity(searcher)?,
            EnableScoring::Disabled { .. } => 1.0,
        };
        Ok(Box::new(SequenceWeight { query: self.clone(), rarity }))
    }
}

impl SequenceQuery {
    /// The rarities of its words together.
    fn rarity(&self, searcher: &Searcher) -> tantivy::Result<f32> {
        let of_term = |(_, term): &(usize, String)| {
            let variants = vec![Variant { term: term.clone(), form: Form::Exact }];
            WordQuery { variants, fields: self.fields.clone(), alone: false, items: self.items }.rarity(searcher)
        };
        self.sequence.terms.iter().map(of_term).sum()
    }
}

struct SequenceWeight {
    query: SequenceQuery,
    rarity: f32,
}

impl Weight for SequenceWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let sequence = &self.query.sequence;
        let mut parts = Vec::new();
        for (part, field) in &self.query.fields {
            if let Some(rows) = Rows::open(reader, *field, sequence)? {
                parts.push(PartCursor::new(rows, reader.get_fieldnorms_reader(*field)?, *part, sequence.form));
            }
        }
        let (rarity, form) = (self.rarity * boost, sequence.form);
        let mut scorer = SequenceScorer { parts, rarity, form, doc: 0 };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} has no such sequence")));
        }
        let mut explanation = Explanation::new("a sequence: rarity x form x saturated frequencies", scorer.score());
        explanation.add_const("rarity", self.rarity);
        Ok(explanation)
    }
}

/// A sequence in one part of the items of a segment.
struct PartCursor {
    rows: Rows,
    lengths: FieldNormReader,
    /// The weight of one occurrence, before the factor of the length.
    weight: f32,
    by_length: &'static [f32; 256],
    /// The present document with its rows.
    at: Option<(DocId, u32)>,
}

impl PartCursor {
    fn new(mut rows: Rows, lengths: FieldNormReader, part: ItemPart, form: Form) -> Self {
        let at = rows.next(0);
        let weight = part_weight(part) * form_factor(form);
        Self { rows, lengths, weight, by_length: length_factors(part), at }
    }

    fn doc(&self) -> DocId {
        self.at.map_or(TERMINATED, |(doc, _)| doc)
    }

    fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.at = self.rows.next(target);
        }
    }

    /// Its share of the sum of frequencies in a document.
    fn share(&self, doc: DocId) -> f32 {
        let count = self.at.filter(|(at, _)| *at == doc).map_or(0, |(_, count)| count);
        self.weight * count as f32 * self.by_length[usize::from(self.lengths.fieldnorm_id(doc))]
    }
}

/// The items of one segment with a sequence.
struct SequenceScorer {
    parts: Vec<PartCursor>,
    rarity: f32,
    form: Form,
    doc: DocId,
}

impl SequenceScorer {
    /// Goes to the first document among the parts.
    fn settle(&mut self) -> DocId {
        self.doc = self.parts.iter().map(PartCursor::doc).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for SequenceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.parts.iter_mut().for_each(|part| part.seek(target));
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let of_part = |part: &PartCursor| part.rows.terms.iter().map(DocSet::size_hint).min().unwrap_or(0);
        self.parts.iter().map(of_part).max().unwrap_or(0)
    }
}

impl Scorer for SequenceScorer {
    fn score(&mut self) -> Score {
        word_score(self.rarity, self.form, self.parts.iter().map(|part| part.share(self.doc)).sum(), false)
    }
}
