//! Words as queries of tantivy; see [`score`](crate::engine::score).

use std::fmt;
use std::sync::LazyLock;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use crate::engine::Occurrence;
use crate::engine::plan::{Form, Variant};
use crate::engine::score::{form_factor, length_factor, part_weight, rarity, word_score};
use crate::index::format::ItemPart;

/// The documents scored together: their sums, 16 KiB, fit the first-level cache.
const WINDOW: usize = 2048;

/// The sum of a document without the word.
const NO_WORD: (f32, Form) = (0.0, Form::Synonym);

/// The factor of one occurrence by the length of its field, for titles and for sections. The index is tantivy's rounded
/// length.
static NORMS: LazyLock<[[f32; 256]; 2]> = LazyLock::new(|| {
    let factor = |part, id: usize| length_factor(part, FieldNormReader::id_to_fieldnorm(id as u8) as f32);
    // All sections count alike.
    [ItemPart::Title, ItemPart::Head].map(|part| std::array::from_fn(|id| factor(part, id)))
});

/// The same for a part.
pub(super) fn length_factors(part: ItemPart) -> &'static [f32; 256] {
    if part == ItemPart::Title { &NORMS[0] } else { &NORMS[1] }
}

/// A query for the items with one of the variants.
#[derive(Clone)]
pub(crate) struct WordQuery {
    pub variants: Vec<Variant>,
    pub fields: Vec<(ItemPart, Field)>,
    /// Nothing else is asked for.
    pub alone: bool,
    /// Items in all.
    pub items: u64,
}

impl fmt::Debug for WordQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.variants.iter().map(|v| &v.term)).finish()
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let rarity = match scoring {
            EnableScoring::Enabled { searcher, .. } => self.rarity(searcher)?,
            EnableScoring::Disabled { .. } => 1.0,
        };
        Ok(Box::new(WordWeight { query: self.clone(), rarity }))
    }
}

impl WordQuery {
    /// The rarity of the most frequent variant, misspellings and synonyms excluded unless there is no other.
    pub(super) fn rarity(&self, searcher: &Searcher) -> tantivy::Result<f32> {
        let (mut own, mut other) = (0, 0);
        for variant in &self.variants {
            let most = if variant.form < Form::Spelling { &mut own } else { &mut other };
            let terms = self.fields.iter().map(|(_, field)| Term::from_field_text(*field, &variant.term));
            *most = terms.map(|t| searcher.doc_freq(&t)).sum::<tantivy::Result<u64>>()?.max(*most);
        }
        Ok(rarity(if own > 0 { own } else { other }, self.items))
    }

    /// The variants in an item: the part, the count, and the share of the sum of frequencies.
    pub(super) fn occurrences(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Vec<Occurrence>> {
        let mut found = Vec::new();
        for (part, field, variant) in self.fields.iter().flat_map(|(p, f)| self.variants.iter().map(|v| (*p, *f, v))) {
            let Some(mut cursor) = self.cursor(reader, part, field, variant)? else { continue };
            cursor.seek(doc);
            if cursor.doc() != doc {
                continue;
            }
            let (count, frequency) = (cursor.postings.freq(cursor.at), cursor.frequency());
            found.push(Occurrence { part, form: variant.form, count, frequency });
        }
        Ok(found)
    }

    fn cursor(
        &self,
        reader: &SegmentReader,
        part: ItemPart,
        field: Field,
        variant: &Variant,
    ) -> tantivy::Result<Option<Cursor>> {
        let term = Term::from_field_text(field, &variant.term);
        let postings = reader.inverted_index(field)?.read_block_postings(&term, IndexRecordOption::WithFreqs)?;
        let Some(postings) = postings else { return Ok(None) };
        Ok(Some(Cursor::new(postings, reader.get_fieldnorms_reader(field)?, part, variant.form)))
    }
}

struct WordWeight {
    query: WordQuery,
    rarity: f32,
}

impl WordWeight {
    fn word_scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<WordScorer> {
        let mut cursors = Vec::new();
        for (part, field) in &self.query.fields {
            for variant in &self.query.variants {
                cursors.extend(self.query.cursor(reader, *part, *field, variant)?);
            }
        }
        Ok(WordScorer::new(cursors, self.rarity * boost, self.query.alone))
    }
}

impl Weight for WordWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.word_scorer(reader, boost)?))
    }

    fn for_each(&self, reader: &SegmentReader, callback: &mut dyn FnMut(DocId, Score)) -> tantivy::Result<()> {
        let mut scorer = self.word_scorer(reader, 1.0)?;
        while scorer.doc != TERMINATED {
            scorer.each_of_window(callback);
            scorer.fill();
        }
        Ok(())
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

/// One term in one field. Reading postings in blocks costs half as much as reading one document after another.
struct Cursor {
    postings: BlockSegmentPostings,
    /// The place in the block.
    at: usize,
    lengths: FieldNormReader,
    /// The weight of one occurrence before the factor of the length.
    weight: f32,
    form: Form,
    by_length: &'static [f32; 256],
}

impl Cursor {
    fn new(postings: BlockSegmentPostings, lengths: FieldNormReader, part: ItemPart, form: Form) -> Self {
        let weight = part_weight(part) * form_factor(form);
        Self { postings, at: 0, lengths, weight, form, by_length: length_factors(part) }
    }

    /// The present document.
    fn doc(&self) -> DocId {
        if self.at < self.postings.block_len() { self.postings.doc(self.at) } else { TERMINATED }
    }

    /// Goes to the first document at or after `target`.
    fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.at = self.postings.seek(target);
        }
    }

    /// Its share of the sum at the present document.
    fn frequency(&self) -> f32 {
        self.share(self.postings.doc(self.at), self.postings.freq(self.at))
    }

    /// The share of `count` occurrences in `doc`.
    fn share(&self, doc: DocId, count: u32) -> f32 {
        self.weight * count as f32 * self.by_length[usize::from(self.lengths.fieldnorm_id(doc))]
    }

    /// Calls `each` with every document before `end` and its share of the sum, and moves on to `end`.
    fn each_before(&mut self, end: DocId, mut each: impl FnMut(DocId, f32)) {
        loop {
            let (docs, counts) = (self.postings.docs(), self.postings.freqs());
            let rest = docs[self.at.min(docs.len())..].iter().zip(&counts[self.at.min(counts.len())..]);
            let mut passed = 0;
            for (doc, count) in rest.take_while(|(doc, _)| **doc < end) {
                each(*doc, self.share(*doc, *count));
                passed += 1;
            }
            self.at += passed;
            if docs.is_empty() || self.at < docs.len() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// The items of one segment with one of the terms, window after window: within one, each term is passed through once
/// and its share added to the items that have it. Advancing all terms together would cost a comparison per item and
/// term.
struct WordScorer {
    cursors: Vec<Cursor>,
    rarity: f32,
    alone: bool,
    /// The first document of the window.
    start: DocId,
    doc: DocId,
    /// Which documents of the window have a term.
    having: [u64; WINDOW / 64],
    /// By document of the window: the sum of frequencies and the nearest form.
    sums: Box<[(f32, Form); WINDOW]>,
}

impl WordScorer {
    fn new(cursors: Vec<Cursor>, rarity: f32, alone: bool) -> Self {
        let (having, sums) = ([0; WINDOW / 64], Box::new([NO_WORD; WINDOW]));
        let mut scorer = Self { cursors, rarity, alone, start: 0, doc: 0, having, sums };
        scorer.fill();
        scorer
    }

    /// Moves to the window that begins at the next document.
    fn fill(&mut self) -> DocId {
        self.cursors.retain(|c| c.doc() != TERMINATED);
        let Some(start) = self.cursors.iter().map(Cursor::doc).min() else {
            self.doc = TERMINATED;
            return TERMINATED;
        };
        self.start = start;
        self.having = [0; WINDOW / 64];
        self.sums.fill(NO_WORD);
        let end = start.saturating_add(WINDOW as DocId);
        for cursor in &mut self.cursors {
            let (having, sums, form) = (&mut self.having, &mut self.sums, cursor.form);
            cursor.each_before(end, |doc, share| {
                let at = (doc - start) as usize;
                having[at / 64] |= 1 << (at % 64);
                let (sum, nearest) = sums[at];
                sums[at] = (sum + share, nearest.min(form));
            });
        }
        self.doc = start;
        start
    }

    /// The first document at or after the place `at` of the window.
    fn next_in_window(&self, at: usize) -> Option<DocId> {
        let mut word = at / 64;
        let mut bits = self.having.get(word)? & (!0 << (at % 64));
        while bits == 0 {
            word += 1;
            bits = *self.having.get(word)?;
        }
        Some(self.start + (word * 64) as DocId + bits.trailing_zeros())
    }

    /// Calls back with every document of the window.
    fn each_of_window(&self, callback: &mut dyn FnMut(DocId, Score)) {
        for (n, word) in self.having.iter().enumerate() {
            let mut bits = *word;
            while bits != 0 {
                let at = n * 64 + bits.trailing_zeros() as usize;
                let (sum, nearest) = self.sums[at];
                callback(self.start + at as DocId, word_score(self.rarity, nearest, sum, self.alone));
                bits &= bits - 1;
            }
        }
    }

    /// Goes to the first document at or after `target`. `target` must be after the present one.
    fn go_to(&mut self, target: DocId) -> DocId {
        match self.next_in_window((target - self.start) as usize) {
            Some(doc) => self.doc = doc,
            None => {
                self.cursors.iter_mut().for_each(|c| c.seek(target));
                self.fill();
            }
        }
        self.doc
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.go_to(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.go_to(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.cursors.iter().map(|c| c.postings.doc_freq()).max().unwrap_or(0)
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let (sum, nearest) = self.sums[(self.doc - self.start) as usize];
        word_score(self.rarity, nearest, sum, self.alone)
    }
}
