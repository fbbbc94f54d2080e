//! How well an item answers a word.
//!
//! A word of a query stands for several terms ([`Variant`]) in several fields. Their frequencies are added up, each weighed by
//! its field and the field's length (the idea of BM25F), and the sum saturates: the tenth occurrence adds little. The
//! score is that sum, times the word's rarity in the index, times a factor of the nearest form that occurs. So a word in its own
//! form beats one inside a compound, which beats a misspelt one, unless the item says it much more often or in its title.

use std::fmt;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::Form;
use super::expand::Variant;
use crate::index::format::Part;
use crate::model::SectionKind;

/// Where the sum of frequencies counts half.
const SATURATION: f32 = 1.2;
/// How much a field's length counts, between 0 and 1.
const LENGTH_MATTERS: f32 = 0.4;
/// Terms (words in all forms) of a title that is neither short nor long.
const TITLE_LENGTH: f32 = 20.0;
/// The same of a section.
const SECTION_LENGTH: f32 = 400.0;

/// What a word in that part of an item is worth.
fn part_weight(part: Part) -> f32 {
    match part {
        Part::Title => 4.0,
        Part::Head => 0.5,
        Part::Section(kind) => match kind {
            SectionKind::Proposal | SectionKind::Minutes => 1.5,
            SectionKind::CaseSummary | SectionKind::Summary => 1.0,
            SectionKind::Attachments => 0.5,
            _ => 0.8,
        },
    }
}

/// What the nearest form that occurs is worth.
pub(super) fn form_factor(form: Form) -> f32 {
    match form {
        Form::Exact => 1.0,
        Form::Inflected => 0.85,
        Form::Compound => 0.65,
        Form::Spelling => 0.5,
        Form::Synonym => 0.3,
    }
}

/// The items that have one of the variants, as the engine's query.
#[derive(Clone)]
pub(super) struct WordQuery {
    pub variants: Vec<Variant>,
    pub fields: Vec<(Part, Field)>,
}

impl fmt::Debug for WordQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.variants.iter().map(|v| &v.term)).finish()
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let rarity = match scoring {
            EnableScoring::Enabled { searcher, .. } => {
                let mut most = 0;
                for variant in self.variants.iter().filter(|v| v.form < Form::Spelling) {
                    let terms = self.fields.iter().map(|(_, field)| Term::from_field_text(*field, &variant.term));
                    most = most.max(terms.map(|t| searcher.doc_freq(&t)).sum::<tantivy::Result<u64>>()?);
                }
                rarity(most, searcher.num_docs())
            }
            EnableScoring::Disabled { .. } => 1.0,
        };
        Ok(Box::new(WordWeight { query: self.clone(), rarity }))
    }
}

/// The rarity of a word that `having` of `all` documents have: the idf of BM25.
pub(super) fn rarity(having: u64, all: u64) -> f32 {
    let (having, all) = (having.min(all) as f32, all as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

struct WordWeight {
    query: WordQuery,
    rarity: f32,
}

impl Weight for WordWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut cursors = Vec::new();
        for (part, field) in &self.query.fields {
            let inverted = reader.inverted_index(*field)?;
            for variant in &self.query.variants {
                let term = Term::from_field_text(*field, &variant.term);
                if let Some(postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? {
                    let lengths = reader.get_fieldnorms_reader(*field)?;
                    cursors.push(Cursor { postings, lengths, part: *part, form: variant.form });
                }
            }
        }
        let doc = cursors.iter().map(|c| c.postings.doc()).min().unwrap_or(TERMINATED);
        Ok(Box::new(WordScorer { cursors, doc, rarity: self.rarity * boost }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} has none of the terms")));
        }
        let mut explanation = Explanation::new("a word: rarity x form x saturated frequencies", scorer.score());
        explanation.add_const("rarity", self.rarity);
        Ok(explanation)
    }
}

/// One term in one field.
struct Cursor {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    part: Part,
    form: Form,
}

impl Cursor {
    /// Its share of the sum at the present document.
    fn frequency(&self) -> f32 {
        let usual = if self.part == Part::Title { TITLE_LENGTH } else { SECTION_LENGTH };
        let length = self.lengths.fieldnorm(self.postings.doc()) as f32;
        let norm = 1.0 - LENGTH_MATTERS + LENGTH_MATTERS * length / usual;
        part_weight(self.part) * form_factor(self.form) * self.postings.term_freq() as f32 / norm
    }
}

struct WordScorer {
    cursors: Vec<Cursor>,
    doc: DocId,
    rarity: f32,
}

impl WordScorer {
    fn settle(&mut self) -> DocId {
        self.doc = self.cursors.iter().map(|c| c.postings.doc()).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        for cursor in self.cursors.iter_mut().filter(|c| c.postings.doc() == self.doc) {
            cursor.postings.advance();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for cursor in self.cursors.iter_mut().filter(|c| c.postings.doc() < target) {
            cursor.postings.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.cursors.iter().map(|c| c.postings.size_hint()).max().unwrap_or(0)
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let here = || self.cursors.iter().filter(|c| c.postings.doc() == self.doc);
        let sum: f32 = here().map(Cursor::frequency).sum();
        let nearest = here().map(|c| c.form).min().map_or(0.0, form_factor);
        self.rarity * nearest * sum / (SATURATION + sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_words_count_more() {
        assert!(rarity(1, 100) > rarity(50, 100) && rarity(100, 100) > 0.0);
    }

    #[test]
    fn nearer_forms_count_more() {
        let forms = [Form::Exact, Form::Inflected, Form::Compound, Form::Spelling, Form::Synonym];
        assert!(forms.map(form_factor).is_sorted_by(|a, b| a > b));
    }
}
