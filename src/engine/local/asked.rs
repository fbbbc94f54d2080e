//! [`Engine`] for the built-in engine.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::postings::{Postings, TermInfo};
use tantivy::query::{EnableScoring, TermQuery};
use tantivy::schema::{Facet as Path, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, Term};

use super::Index;
use super::clauses::{self, Prepared};
use super::error as local;
use super::fold::Pairs;
use super::near::{Edits, Misread};
use super::rank::ranked;
use super::reader::{Reader, place_of};
use super::run::{Results, run};
use crate::engine::analysis::Level;
use crate::engine::plan::{Clause, Plan, Word};
use crate::engine::{Answer, Counts, Engine, EngineError, Listing, Near, Occurrence, Place, Positions};
use crate::facts::case::{Key, Node};
use crate::index::format::{self, ItemPart};
use crate::index::{Meetings, StoredItem};
use crate::model::Participant;

impl Engine for Index {
    fn state(&self) -> u64 {
        self.state()
    }

    fn parts(&self) -> Result<&[ItemPart], EngineError> {
        self.answered(self.reader().parts())
    }

    fn answer(&self, plan: &Plan, listing: &Listing) -> Result<Answer, EngineError> {
        self.answered(self.reader().answer(plan, listing))
    }

    fn count(&self, plan: &Plan, fold: bool) -> Result<Counts, EngineError> {
        self.answered(self.reader().count(plan, fold))
    }

    fn matching(&self, conditions: &[Clause]) -> Result<Vec<Place>, EngineError> {
        self.answered(self.reader().matching(conditions))
    }

    fn admitted(&self, plan: &Plan, places: &[Place]) -> Result<Vec<bool>, EngineError> {
        self.answered(self.reader().admitted(plan, places))
    }

    fn values(&self, column: &'static str) -> Result<BTreeSet<Vec<String>>, EngineError> {
        self.answered(self.reader().values(column))
    }

    fn terms_beginning(&self, begin: &str, each: &mut dyn FnMut(&str, u32)) -> Result<(), EngineError> {
        self.answered(self.reader().for_each_term(begin, each))
    }

    fn words_near(&self, level: Level, near: Near<'_>, each: &mut dyn FnMut(&str, u32)) -> Result<(), EngineError> {
        self.answered(self.reader().words_near(level, near, each))
    }

    fn has_term(&self, term: &str, parts: &[ItemPart]) -> Result<bool, EngineError> {
        self.answered(self.reader().has_term(term, parts))
    }

    fn rarity(&self, word: &Word) -> Result<f32, EngineError> {
        self.answered(self.reader().rarity(word))
    }

    fn occurrences(&self, word: &Word, at: Place) -> Result<Vec<Occurrence>, EngineError> {
        self.answered(self.reader().occurrences(word, at))
    }

    fn positions<'a>(&'a self, terms: Vec<String>) -> Box<dyn Positions + 'a> {
        Box::new(TermPositions { index: self, terms, present: HashMap::new() })
    }

    fn place(&self, id: &str) -> Result<Option<Place>, EngineError> {
        self.answered(self.reader().place(id))
    }

    fn id_at(&self, at: Place) -> Result<String, EngineError> {
        self.answered(self.reader().id_at(at))
    }

    fn item_at(&self, at: Place) -> Result<StoredItem, EngineError> {
        self.answered(self.reader().item_at(at))
    }

    fn node_at(&self, at: Place) -> Result<Node, EngineError> {
        self.answered(self.reader().node_at(at))
    }

    fn days_at(&self, places: &[Place]) -> Result<Vec<Option<Date>>, EngineError> {
        self.answered(self.reader().days_at(places))
    }

    fn nodes(&self) -> Result<Vec<(Place, Node)>, EngineError> {
        self.answered(self.reader().nodes())
    }

    fn holders(&self, key: Key) -> Result<Vec<Place>, EngineError> {
        self.answered(self.reader().holders(key))
    }

    fn for_each_key(&self, each: &mut dyn FnMut(Key, Vec<Place>)) -> Result<(), EngineError> {
        self.answered(self.reader().for_each_key(each))
    }

    fn pair(&self, at: Place) -> Result<Vec<Place>, EngineError> {
        self.answered(self.reader().pair(at))
    }

    fn pairs_among(&self, places: &[Place]) -> Result<Vec<Vec<Place>>, EngineError> {
        self.answered(self.reader().pairs_among(places))
    }

    fn item_count(&self) -> Result<usize, EngineError> {
        self.answered(self.reader().item_count())
    }

    fn document_count(&self) -> Result<usize, EngineError> {
        self.answered(self.reader().document_count())
    }

    fn with_case_number(&self, accept: &dyn Fn(&str) -> bool) -> Result<Vec<Place>, EngineError> {
        self.answered(self.reader().with_case_number(accept))
    }

    fn ids_beginning(&self, begin: &str) -> Result<Vec<String>, EngineError> {
        self.answered(self.reader().ids_beginning(begin))
    }

    fn participants(&self, source: &str) -> Result<Vec<Participant>, EngineError> {
        self.answered(self.reader().participants(source))
    }

    fn sources(&self) -> Result<Vec<String>, EngineError> {
        self.answered(self.reader().sources())
    }

    fn places_in(&self, source: &str) -> Result<Vec<Place>, EngineError> {
        self.answered(self.reader().item_places_in(source))
    }

    fn places_of_day(&self, day: Date) -> Result<Vec<Place>, EngineError> {
        self.answered(self.reader().places_of_day(format::day_number(day)))
    }

    fn meetings(&self) -> Result<&Meetings, EngineError> {
        self.answered(self.reader().meetings())
    }

    fn last_meetings(&self) -> Result<HashMap<String, Date>, EngineError> {
        self.answered(self.reader().last_meetings())
    }
}

impl Index {
    fn answered<T>(&self, result: local::Result<T>) -> Result<T, EngineError> {
        Ok(self.in_folder(result)?)
    }
}

/// See the methods of [`Engine`].
impl Reader {
    fn answer(&self, plan: &Plan, listing: &Listing) -> local::Result<Answer> {
        let plan = Prepared::new(self, plan)?;
        let Results { hits, partial, undated, counts } = run(self, &plan, listing.fold)?;
        let total = hits.len() as u64;
        Ok(Answer { hits: ranked(self, &plan, hits, listing)?, total, partial, undated, counts })
    }

    fn count(&self, plan: &Plan, fold: bool) -> local::Result<Counts> {
        Ok(run(self, &Prepared::new(self, plan)?, fold)?.counts)
    }

    fn matching(&self, conditions: &[Clause]) -> local::Result<Vec<Place>> {
        let query = clauses::matching(self, conditions)?;
        let found = self.searcher().search(&*query, &DocSetCollector)?;
        let mut places: Vec<Place> = found.into_iter().map(place_of).collect();
        places.sort_unstable();
        Ok(places)
    }

    fn admitted(&self, plan: &Plan, places: &[Place]) -> local::Result<Vec<bool>> {
        let query = clauses::admitted(self, plan)?;
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher()))?;
        let meets = |at: &Place| {
            let mut met = weight.scorer(self.searcher().segment_reader(at.high()), 1.0)?;
            let (doc, target) = (met.doc(), at.low());
            Ok(doc != TERMINATED && (doc == target || doc < target && met.seek(target) == target))
        };
        places.iter().map(meets).collect()
    }

    fn values(&self, column: &'static str) -> local::Result<BTreeSet<Vec<String>>> {
        let mut known = BTreeSet::new();
        for segment in self.searcher().segment_readers() {
            let reader = segment.facet_reader(column)?;
            for ord in 0..reader.num_facets() {
                let mut path = Path::root();
                reader.facet_from_ord(ord as u64, &mut path)?;
                let steps = path.to_path();
                known.extend((1..=steps.len()).map(|depth| format::path(steps[..depth].iter().copied())));
            }
        }
        Ok(known)
    }

    fn words_near(&self, level: Level, near: Near<'_>, each: &mut dyn FnMut(&str, u32)) -> local::Result<()> {
        match near {
            Near::Misread(word) => self.for_each_match(level.sign(), &Misread::of(word), each),
            Near::Edits { word, edits, careful } => {
                match Edits::of(&word.chars().collect::<Vec<_>>(), edits, careful) {
                    Some(edits) => self.for_each_match(level.sign(), &edits, each),
                    None => Ok(()),
                }
            }
        }
    }

    fn has_term(&self, term: &str, parts: &[ItemPart]) -> local::Result<bool> {
        for part in parts {
            let term = Term::from_field_text(self.fields().words_of(*part), term);
            if self.searcher().doc_freq(&term)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn rarity(&self, word: &Word) -> local::Result<f32> {
        Ok(clauses::word(self, word)?.rarity(self.searcher())?)
    }

    fn occurrences(&self, word: &Word, at: Place) -> local::Result<Vec<Occurrence>> {
        let segment = self.searcher().segment_reader(at.high());
        Ok(clauses::word(self, word)?.occurrences(segment, at.low())?)
    }

    fn days_at(&self, places: &[Place]) -> local::Result<Vec<Option<Date>>> {
        let columns = self.columns()?;
        let day = |at: &Place| format::day_of(columns.segments[at.high() as usize].day.get_val(at.low()));
        Ok(places.iter().map(day).collect())
    }

    fn pair(&self, at: Place) -> local::Result<Vec<Place>> {
        Pairs::new(self)?.whole(at)
    }

    fn pairs_among(&self, places: &[Place]) -> local::Result<Vec<Vec<Place>>> {
        Pairs::new(self)?.several(places)
    }

    fn document_count(&self) -> local::Result<usize> {
        let file = Term::from_field_text(self.fields().what, format::FILE);
        Ok(self.searcher().search(&TermQuery::new(file, IndexRecordOption::Basic), &Count)?)
    }

    fn item_places_in(&self, source: &str) -> local::Result<Vec<Place>> {
        let mut places = Vec::new();
        for at in self.places_in(source)? {
            // A file has no id.
            if !self.id_at(at)?.is_empty() {
                places.push(at);
            }
        }
        Ok(places)
    }
}

/// The terms present in one field of one segment, by number.
struct Present {
    inverted: Arc<InvertedIndexReader>,
    terms: Vec<(usize, TermInfo)>,
}

/// See [`Positions`].
struct TermPositions<'a> {
    index: &'a Index,
    terms: Vec<String>,
    /// By segment and part. Looking terms up only once is most of the saving.
    present: HashMap<(u32, ItemPart), Present>,
}

impl TermPositions<'_> {
    fn look_up(&self, segment: u32, part: ItemPart) -> local::Result<Present> {
        let (reader, mut terms) = (self.index.reader(), Vec::new());
        let field = reader.fields().words_of(part);
        let inverted = reader.searcher().segment_reader(segment).inverted_index(field)?;
        for (n, term) in self.terms.iter().enumerate() {
            terms.extend(inverted.get_term_info(&Term::from_field_text(field, term))?.map(|info| (n, info)));
        }
        Ok(Present { inverted, terms })
    }

    fn for_each(&mut self, at: Place, part: ItemPart, each: &mut dyn FnMut(usize, &[u32])) -> local::Result<()> {
        let key = (at.high(), part);
        if !self.present.contains_key(&key) {
            let found = self.look_up(at.high(), part)?;
            self.present.insert(key, found);
        }
        let present = &self.present[&key];
        let (doc, mut positions): (DocId, Vec<u32>) = (at.low(), Vec::new());
        for (n, info) in &present.terms {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = present.inverted.read_postings_from_terminfo(info, option)?;
            if postings.doc() <= doc && postings.seek(doc) == doc {
                postings.positions(&mut positions);
                each(*n, &positions);
            }
        }
        Ok(())
    }
}

impl Positions for TermPositions<'_> {
    fn in_part(&mut self, at: Place, part: ItemPart, each: &mut dyn FnMut(usize, &[u32])) -> Result<(), EngineError> {
        let index = self.index;
        index.answered(self.for_each(at, part, each))
    }
}
