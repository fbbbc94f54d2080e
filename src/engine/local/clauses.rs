//! A plan → queries of tantivy.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Facet as Path, Field, IndexRecordOption};

use super::error::Result;
use super::reader::Reader;
use super::score::WordQuery;
use super::sequence::SequenceQuery;
use crate::engine::plan::{Bonus, Clause, Plan, Sequence, Word};
use crate::engine::score::{bonus, form_factor, rarity};
use crate::index::format;
use crate::index::format::ItemPart;

/// A bonus sequence, with its value in each field, the highest first. Only the first field with a match counts.
pub(super) struct Row {
    pub sequence: Arc<Sequence>,
    pub parts: Vec<(Field, f32)>,
}

impl Row {
    /// The highest bonus of a row.
    pub(super) fn most(&self) -> f32 {
        self.parts.first().map_or(0.0, |(_, worth)| *worth)
    }
}

/// A query, and how it is joined with others.
type Joined = (Occur, Box<dyn Query>);

/// A plan, compiled in pieces, to be joined strictly or loosely.
pub(super) struct Prepared {
    /// Strictly and loosely.
    pub wanted: Vec<[Box<dyn Query>; 2]>,
    conditions: Vec<Joined>,
    pub bonus: Vec<Row>,
}

impl Prepared {
    pub(super) fn new(index: &Reader, plan: &Plan) -> Result<Self> {
        let compiler = Compiler::new(index)?;
        let wanted = plan.wanted.iter().map(|w| Ok([compiler.query(&w.strict)?, compiler.query(&w.loose)?]));
        let wanted = wanted.collect::<Result<Vec<_>>>()?;
        let mut conditions = compiler.conditions(plan)?;
        if wanted.is_empty() {
            // Files have no words, so only a search without words must exclude them.
            conditions.push((Occur::Must, compiler.items()));
        }
        let bonus = plan.bonus.iter().filter_map(|b| compiler.row(b).transpose());
        Ok(Self { wanted, conditions, bonus: bonus.collect::<Result<_>>()? })
    }

    /// Items with all wanted words.
    pub(super) fn strict(&self) -> Box<dyn Query> {
        self.with(self.wanted.iter().map(|[strict, _]| strict))
    }

    /// Items with one of the wanted words, loosely.
    pub(super) fn one(&self, [_, loose]: &[Box<dyn Query>; 2]) -> Box<dyn Query> {
        self.with([loose])
    }

    fn with<'a>(&self, wanted: impl IntoIterator<Item = &'a Box<dyn Query>>) -> Box<dyn Query> {
        let mut clauses: Vec<_> = self.conditions.iter().map(|(occur, query)| (*occur, query.box_clone())).collect();
        clauses.extend(wanted.into_iter().map(|query| (Occur::Must, query.box_clone())));
        joined(clauses)
    }

    /// The same with the bonus in the score.
    fn with_bonus(&self, compiler: &Compiler<'_>) -> Box<dyn Query> {
        let in_field = |row: &Row, (field, worth): &(Field, f32)| -> Box<dyn Query> {
            // Any part will do: it only matters for the score of the sequence, and this is replaced.
            let fields = vec![(ItemPart::Head, *field)];
            let rows = SequenceQuery { sequence: Arc::clone(&row.sequence), fields, items: compiler.items };
            Box::new(ConstScoreQuery::new(Box::new(rows), *worth))
        };
        let best = |row: &Row| DisjunctionMaxQuery::new(row.parts.iter().map(|part| in_field(row, part)).collect());
        let bonus = self.bonus.iter().map(|row| (Occur::Should, Box::new(best(row)) as Box<dyn Query>));
        Box::new(BooleanQuery::new(std::iter::once((Occur::Must, self.strict())).chain(bonus).collect()))
    }
}

/// The query for items that meet conditions.
pub(super) fn matching(index: &Reader, conditions: &[Clause]) -> Result<Box<dyn Query>> {
    let compiler = Compiler::new(index)?;
    let queries = conditions.iter().map(|c| compiler.query(c)).chain([Ok(compiler.items())]);
    let clauses = queries.map(|query| Ok((Occur::Must, query?))).collect::<Result<_>>()?;
    Ok(Box::new(BooleanQuery::new(clauses)))
}

/// The query for items that meet the conditions of a plan. The wanted words do not matter.
pub(super) fn admitted(index: &Reader, plan: &Plan) -> Result<Box<dyn Query>> {
    let compiler = Compiler::new(index)?;
    let mut clauses = compiler.conditions(plan)?;
    clauses.push((Occur::Must, compiler.items()));
    Ok(Box::new(BooleanQuery::new(clauses)))
}

/// A word as the engine's query.
pub(super) fn word(index: &Reader, word: &Word) -> Result<WordQuery> {
    Ok(Compiler::new(index)?.word(word))
}

struct Compiler<'a> {
    index: &'a Reader,
    /// Items in all.
    items: u64,
}

impl<'a> Compiler<'a> {
    fn new(index: &'a Reader) -> Result<Self> {
        Ok(Self { index, items: index.item_count()? as u64 })
    }

    fn conditions(&self, plan: &Plan) -> Result<Vec<Joined>> {
        let must = plan.filters.iter().chain(&plan.values).map(|c| (Occur::Must, c));
        let all = must.chain(plan.unwanted.iter().map(|c| (Occur::MustNot, c)));
        all.map(|(occur, clause)| Ok((occur, self.query(clause)?))).collect()
    }

    fn query(&self, clause: &Clause) -> Result<Box<dyn Query>> {
        let fields = self.index.fields();
        Ok(match clause {
            Clause::Nothing => Box::new(EmptyQuery),
            Clause::Everything => self.items(),
            Clause::Word(word) => Box::new(self.word(word)),
            Clause::Sequence(sequence, parts) => {
                let (sequence, fields) = (Arc::new(sequence.clone()), self.fields(parts));
                Box::new(SequenceQuery { sequence, fields, items: self.items })
            }
            Clause::Best(of) => Box::new(DisjunctionMaxQuery::new(self.queries(of)?)),
            Clause::Any(of) => Box::new(BooleanQuery::union(self.queries(of)?)),
            Clause::All(of) => Box::new(BooleanQuery::intersection(self.queries(of)?)),
            Clause::Worth(of, worth) => Box::new(ConstScoreQuery::new(self.query(of)?, *worth)),
            Clause::Scaled(of, factor) => Box::new(BoostQuery::new(self.query(of)?, *factor)),
            Clause::Not(of) => {
                let clauses = vec![(Occur::Must, self.items()), (Occur::MustNot, self.query(of)?)];
                Box::new(BooleanQuery::new(clauses))
            }
            Clause::Value(column, paths) => {
                let field = self.column(column)?;
                let paths: BTreeSet<Path> = paths.iter().map(Path::from_path).collect();
                let terms = paths.iter().map(|path| term(Term::from_facet(field, path))).collect();
                unscored(Box::new(BooleanQuery::union(terms)))
            }
            Clause::Flag(column, value) => term(Term::from_field_bool(self.column(column)?, *value)),
            Clause::Days(from, to) => {
                let day = |day| Term::from_field_i64(fields.day, day);
                let from = from.map_or(Bound::Excluded(day(0)), |d| Bound::Included(day(format::day_number(d))));
                let to = to.map_or(Bound::Unbounded, |d| Bound::Included(day(format::day_number(d))));
                unscored(Box::new(RangeQuery::new(from, to)))
            }
            Clause::Number(number) => {
                let terms = [fields.number, fields.case_number].map(|f| term(Term::from_field_text(f, number)));
                unscored(Box::new(BooleanQuery::union(terms.into())))
            }
            Clause::Plan(plan) => Prepared::new(self.index, plan)?.with_bonus(self),
        })
    }

    fn queries(&self, of: &[Clause]) -> Result<Vec<Box<dyn Query>>> {
        of.iter().map(|clause| self.query(clause)).collect()
    }

    /// Every item, no file.
    fn items(&self) -> Box<dyn Query> {
        term(Term::from_field_text(self.index.fields().what, format::ITEM))
    }

    fn word(&self, word: &Word) -> WordQuery {
        WordQuery {
            variants: word.variants.clone(),
            fields: self.fields(&word.parts),
            alone: word.alone,
            items: self.items,
        }
    }

    fn fields(&self, parts: &[ItemPart]) -> Vec<(ItemPart, Field)> {
        parts.iter().map(|part| (*part, self.index.fields().words_of(*part))).collect()
    }

    fn column(&self, name: &str) -> Result<Field> {
        Ok(self.index.searcher().schema().get_field(name)?)
    }

    /// The row for each part with all of its words. `None` if there is no such part.
    fn row(&self, of: &Bonus) -> Result<Option<Row>> {
        let mut parts = Vec::new();
        for part in &of.parts {
            let field = self.index.fields().words_of(*part);
            if let Some(rarities) = self.rarities(&of.sequence, field)? {
                let worth = bonus(of.worth, *part) * form_factor(of.sequence.form) * rarities;
                parts.push((field, worth));
            }
        }
        parts.sort_by(|a, b| b.1.total_cmp(&a.1));
        Ok((!parts.is_empty()).then(|| Row { sequence: Arc::new(of.sequence.clone()), parts }))
    }

    /// The sum of the rarities of a sequence's words in a field. `None` if the field lacks one.
    fn rarities(&self, sequence: &Sequence, field: Field) -> Result<Option<f32>> {
        let mut rarities = 0.0;
        for (_, term) in &sequence.terms {
            let having = self.index.searcher().doc_freq(&Term::from_field_text(field, term));
            match having? {
                0 => return Ok(None),
                having => rarities += rarity(having, self.items),
            }
        }
        Ok(Some(rarities))
    }
}

/// Joins clauses to one query. A single word stays as it is: a wrapper would hide its fast `for_each` from the
/// collector.
fn joined(clauses: Vec<Joined>) -> Box<dyn Query> {
    match clauses.as_slice() {
        [(Occur::Must, one)] => one.box_clone(),
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

fn term(term: Term) -> Box<dyn Query> {
    unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
}

fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
