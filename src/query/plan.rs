//! Query tree → the engine's query, and the words to be marked.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query as Engine,
};

use super::QueryError;
use super::expand::{Expander, Leaf, Sequence};
use super::stop_words::is_stop_word;
use super::syntax::{Field, Query};
use crate::engine::Index;
use crate::engine::local::score::{WordQuery, form_factor, rarity};
use crate::engine::local::values as resolve;
use crate::index::format::Part;

/// What a row of words as typed adds to the words' own scores, times their rarities.
const IN_A_ROW: f32 = 0.35;
/// What a phrase counts beside words.
const PHRASE: f32 = 0.6;
/// What the parts of an unknown compound, anywhere in an item, count beside words.
const PARTS_ANYWHERE: f32 = 0.4;
/// Other words that may stand in a row of words as typed.
const ROW_SLOP: u32 = 1;

/// Something wanted, as the engine's query.
pub(crate) struct Wanted {
    pub strict: Box<dyn Engine>,
    /// The same with the parts of a compound anywhere in the item.
    pub loose: Box<dyn Engine>,
}

/// A row of words that makes a hit better where it stands, by the part that it stands in: what counts most comes first, and the first
/// part that has it counts.
pub(crate) struct Bonus {
    pub parts: Vec<(Box<dyn Engine>, f32)>,
}

impl Bonus {
    /// No row gives more.
    pub fn most(&self) -> f32 {
        self.parts.first().map_or(0.0, |(_, worth)| *worth)
    }
}

/// What a query asks for, in pieces that can be joined strictly or loosely.
#[derive(Default)]
pub(crate) struct Plan {
    /// One for each word, phrase or group: all are required, or most.
    pub wanted: Vec<Wanted>,
    /// Values that every hit must have.
    pub values: Vec<Box<dyn Engine>>,
    pub unwanted: Vec<Box<dyn Engine>>,
    /// What makes a hit better and is never required.
    pub bonus: Vec<Bonus>,
    /// What is to be marked, with the parts of an item that it may stand in.
    pub leaves: Vec<(Leaf, Vec<Part>)>,
    /// Words that the index has in no form.
    pub unknown: Vec<String>,
}

impl Plan {
    /// Items that have all that is wanted.
    pub fn strict(&self, conditions: &[Box<dyn Engine>]) -> Box<dyn Engine> {
        let mut clauses = self.conditions(conditions);
        clauses.extend(self.wanted.iter().map(|w| (Occur::Must, w.strict.box_clone())));
        joined(clauses)
    }

    /// The same with the bonus in the score.
    fn with_bonus(&self, conditions: &[Box<dyn Engine>]) -> Box<dyn Engine> {
        let worth = |(row, worth): &(Box<dyn Engine>, f32)| -> Box<dyn Engine> {
            Box::new(ConstScoreQuery::new(row.box_clone(), *worth))
        };
        let all = |parts: &[_]| DisjunctionMaxQuery::new(parts.iter().map(worth).collect());
        let bonus = self.bonus.iter().map(|b| Box::new(all(&b.parts)));
        let bonus = bonus.map(|b| (Occur::Should, b as Box<dyn Engine>));
        Box::new(BooleanQuery::new(std::iter::once((Occur::Must, self.strict(conditions))).chain(bonus).collect()))
    }

    /// Items that have one thing wanted, loosely, and meet the conditions.
    pub fn one(&self, wanted: &Wanted, conditions: &[Box<dyn Engine>]) -> Box<dyn Engine> {
        let mut clauses = self.conditions(conditions);
        clauses.push((Occur::Must, wanted.loose.box_clone()));
        joined(clauses)
    }

    /// Items that could be hits, whatever words they have. `None` for all.
    pub fn admitted(&self, index: &Index, conditions: &[Box<dyn Engine>]) -> Option<Box<dyn Engine>> {
        let mut clauses = self.conditions(conditions);
        if clauses.is_empty() {
            return None;
        }
        clauses.push((Occur::Must, resolve::items(index)));
        Some(Box::new(BooleanQuery::new(clauses)))
    }

    fn conditions(&self, conditions: &[Box<dyn Engine>]) -> Vec<(Occur, Box<dyn Engine>)> {
        let must = conditions.iter().chain(&self.values).map(|q| (Occur::Must, q.box_clone()));
        must.chain(self.unwanted.iter().map(|q| (Occur::MustNot, q.box_clone()))).collect()
    }
}

/// Turns a tree into a [`Plan`].
pub(crate) struct Planner<'a> {
    pub index: &'a Index,
    pub expander: Expander<'a>,
    leaves: Vec<(Leaf, Vec<Part>)>,
    unknown: Vec<String>,
}

impl<'a> Planner<'a> {
    pub fn new(index: &'a Index, expander: Expander<'a>) -> Self {
        Self { index, expander, leaves: Vec::new(), unknown: Vec::new() }
    }

    /// The plan of a query whose words may stand in `parts`.
    pub fn plan(mut self, query: &Query, parts: &[Part]) -> Result<Plan, QueryError> {
        let mut plan = self.side_by_side(query, parts)?;
        plan.leaves = self.leaves;
        plan.unknown = self.unknown;
        Ok(plan)
    }

    fn side_by_side(&mut self, query: &Query, parts: &[Part]) -> Result<Plan, QueryError> {
        let of = match query {
            Query::Everything => &[],
            Query::All(of) => of.as_slice(),
            other => std::slice::from_ref(other),
        };
        let decides = |q: &Query| !matches!(q, Query::Word(w) if is_stop_word(w));
        let all_decide = !of.iter().any(|q| decides(q) && !matches!(q, Query::Not(_)));
        let mut plan = Plan::default();
        for query in of.iter().filter(|q| all_decide || decides(q)) {
            match query {
                Query::Not(inner) => plan.unwanted.push(self.unmarked(inner, parts)?),
                Query::In(field, _) if matches!(field, Field::Filter(_) | Field::Number) => {
                    plan.values.push(self.build(query, parts)?);
                }
                Query::Word(word) => {
                    let leaf = self.word(word)?;
                    let (strict, loose) = (self.ways(&leaf, parts, false), self.ways(&leaf, parts, true));
                    self.leaves.push((leaf, parts.to_vec()));
                    plan.wanted.push(Wanted { strict, loose });
                }
                other => {
                    let strict = self.build(other, parts)?;
                    plan.wanted.push(Wanted { loose: strict.box_clone(), strict });
                }
            }
        }
        plan.bonus = self.rows(of, parts)?;
        Ok(plan)
    }

    fn build(&mut self, query: &Query, parts: &[Part]) -> Result<Box<dyn Engine>, QueryError> {
        Ok(match query {
            Query::Everything => resolve::items(self.index),
            Query::Word(word) => {
                let leaf = self.word(word)?;
                self.leaf(leaf, parts)
            }
            Query::Prefix(word) => {
                let leaf = self.expander.prefix(word)?;
                self.leaf(leaf, parts)
            }
            Query::Phrase { words, slop } => {
                let leaf = self.expander.phrase(words, *slop);
                self.leaf(leaf, parts)
            }
            Query::In(field, inner) => self.within(*field, inner, parts)?,
            Query::Not(inner) => {
                let unwanted = self.unmarked(inner, parts)?;
                let clauses = vec![(Occur::Must, resolve::items(self.index)), (Occur::MustNot, unwanted)];
                Box::new(BooleanQuery::new(clauses))
            }
            Query::All(of) => {
                let plan = self.side_by_side(&Query::All(of.clone()), parts)?;
                plan.with_bonus(&[resolve::items(self.index)])
            }
            Query::Any(of) => {
                let some = of.iter().map(|q| self.build(q, parts)).collect::<Result<Vec<_>, _>>()?;
                Box::new(BooleanQuery::union(some))
            }
        })
    }

    /// What a word stands for; remembered where that is nothing.
    fn word(&mut self, word: &str) -> Result<Leaf, QueryError> {
        let leaf = self.expander.word(word)?;
        if leaf.unknown && leaf.parts.is_empty() {
            self.unknown.push(word.to_owned());
        }
        Ok(leaf)
    }

    /// A query whose words are not to be marked.
    fn unmarked(&mut self, query: &Query, parts: &[Part]) -> Result<Box<dyn Engine>, QueryError> {
        let (marked, unknown) = (self.leaves.len(), self.unknown.len());
        let built = self.build(query, parts);
        self.leaves.truncate(marked);
        self.unknown.truncate(unknown);
        built
    }

    fn within(&mut self, field: Field, inner: &Query, parts: &[Part]) -> Result<Box<dyn Engine>, QueryError> {
        let part = match field {
            Field::Title => Part::Title,
            Field::Section(kind) => Part::Section(kind),
            _ => return self.of_value(field, inner),
        };
        let parts: Vec<Part> = parts.iter().copied().filter(|p| *p == part).collect();
        self.build(inner, &parts)
    }

    /// Items that have a value; groups of values are joined as they stand.
    fn of_value(&self, field: Field, inner: &Query) -> Result<Box<dyn Engine>, QueryError> {
        let each = |of: &[Query]| of.iter().map(|q| self.of_value(field, q)).collect::<Result<Vec<_>, _>>();
        let typed = match inner {
            Query::Any(of) => return Ok(Box::new(BooleanQuery::union(each(of)?))),
            Query::All(of) => return Ok(Box::new(BooleanQuery::intersection(each(of)?))),
            Query::Not(of) => {
                let clauses =
                    vec![(Occur::Must, resolve::items(self.index)), (Occur::MustNot, self.of_value(field, of)?)];
                return Ok(Box::new(BooleanQuery::new(clauses)));
            }
            Query::Phrase { words, .. } => words,
            Query::Word(word) | Query::Prefix(word) => word,
            Query::In(_, of) => return self.of_value(field, of),
            Query::Everything => return Ok(resolve::items(self.index)),
        };
        match field {
            Field::Filter(filter) => resolve::value(self.index, filter, typed),
            _ => Ok(resolve::number(self.index, typed)),
        }
    }

    /// The items that have a leaf in one of the parts.
    fn leaf(&mut self, leaf: Leaf, parts: &[Part]) -> Box<dyn Engine> {
        let query = self.ways(&leaf, parts, false);
        self.leaves.push((leaf, parts.to_vec()));
        query
    }

    /// Any of the ways in which a leaf can occur; the parts of a compound stand in for it where it is unknown, or where
    /// the search is `loose`.
    fn ways(&self, leaf: &Leaf, parts: &[Part], loose: bool) -> Box<dyn Engine> {
        let mut ways: Vec<Box<dyn Engine>> = Vec::new();
        if !leaf.variants.is_empty() {
            ways.push(Box::new(self.words(&leaf.variants, parts)));
        }
        for sequence in &leaf.sequences {
            ways.extend(self.sequence(sequence, parts, PHRASE));
        }
        if !leaf.parts.is_empty() && (loose || leaf.unknown) {
            let all = leaf.parts.iter().map(|p| Box::new(self.words(p, parts)) as Box<dyn Engine>).collect();
            ways.push(Box::new(BoostQuery::new(Box::new(BooleanQuery::intersection(all)), PARTS_ANYWHERE)));
        }
        match ways.len() {
            0 => Box::new(EmptyQuery),
            1 => ways.remove(0),
            _ => Box::new(DisjunctionMaxQuery::new(ways)),
        }
    }

    fn words(&self, variants: &[super::expand::Variant], parts: &[Part]) -> WordQuery {
        let fields = parts.iter().map(|p| (*p, self.index.fields().words_of(*p))).collect();
        WordQuery { variants: variants.to_vec(), fields }
    }

    /// A sequence in each part.
    fn sequence(&self, sequence: &Sequence, parts: &[Part], worth: f32) -> Vec<Box<dyn Engine>> {
        parts.iter().map(|part| self.sequence_in(sequence, *part, worth)).collect()
    }

    fn sequence_in(&self, sequence: &Sequence, part: Part, worth: f32) -> Box<dyn Engine> {
        Box::new(BoostQuery::new(Box::new(self.phrase(sequence, part)), boost(sequence, part, worth)))
    }

    fn phrase(&self, sequence: &Sequence, part: Part) -> PhraseQuery {
        let field = self.index.fields().words_of(part);
        let terms = sequence.terms.iter().map(|(at, t)| (*at, Term::from_field_text(field, t))).collect();
        PhraseQuery::new_with_offset_and_slop(terms, sequence.slop)
    }

    /// Words that are typed one after another, as a row of stems: a bonus where they stand so.
    fn rows(&mut self, of: &[Query], parts: &[Part]) -> Result<Vec<Bonus>, QueryError> {
        if self.expander.exact {
            return Ok(Vec::new());
        }
        let rows = of.split(|q| !matches!(q, Query::Word(_))).filter(|row| row.len() > 1);
        let mut bonus = Vec::new();
        for row in rows {
            let typed: Vec<&str> =
                row.iter().filter_map(|q| if let Query::Word(w) = q { Some(w.as_str()) } else { None }).collect();
            if let Some(sequence) = self.expander.stem_sequence(&typed, ROW_SLOP) {
                bonus.extend(self.bonus(&sequence, parts)?);
            }
        }
        Ok(bonus)
    }

    /// A row in each of the parts that have all of its words. `None` where none has.
    fn bonus(&self, sequence: &Sequence, parts: &[Part]) -> Result<Option<Bonus>, QueryError> {
        let mut bonus = Bonus { parts: Vec::new() };
        for part in parts {
            if let Some(rarities) = self.rarities(sequence, *part)? {
                let row = Box::new(self.phrase(sequence, *part));
                bonus.parts.push((row, boost(sequence, *part, IN_A_ROW) * rarities));
            }
        }
        bonus.parts.sort_by(|a, b| b.1.total_cmp(&a.1));
        Ok((!bonus.parts.is_empty()).then_some(bonus))
    }

    /// The rarities of the words of a sequence in a part. `None` where the part has not all of them.
    fn rarities(&self, sequence: &Sequence, part: Part) -> Result<Option<f32>, QueryError> {
        let (field, searcher) = (self.index.fields().words_of(part), self.index.searcher());
        let all: u32 = searcher.segment_readers().iter().map(|s| s.max_doc()).sum();
        let mut rarities = 0.0;
        for (_, term) in &sequence.terms {
            let having = searcher.doc_freq(&Term::from_field_text(field, term)).map_err(|e| self.index.failed(e))?;
            if having == 0 {
                return Ok(None);
            }
            rarities += rarity(having, all.into());
        }
        Ok(Some(rarities))
    }
}

/// Clauses as one query. Nothing is to stand between a single word and the collector.
fn joined(clauses: Vec<(Occur, Box<dyn Engine>)>) -> Box<dyn Engine> {
    match clauses.as_slice() {
        [(Occur::Must, one)] => one.box_clone(),
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

/// What a sequence in a part counts beside words.
fn boost(sequence: &Sequence, part: Part, worth: f32) -> f32 {
    worth * form_factor(sequence.form) * if part == Part::Title { 2.0 } else { 1.0 }
}
