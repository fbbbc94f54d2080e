//! Makes one hit of the items of a pair: the same item in the agenda and in the minutes.
//!
//! The minutes' item stands for the pair, were the words found in the agenda's alone, as where minutes print no more than
//! the decision; the hit then says where they were found. Only items that the filters let through take part, so that
//! `--kind agenda` finds the agenda's item as such.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query as Engine, Weight};
use tantivy::{DocAddress, DocId, DocSet, TERMINATED};

use super::QueryError;
use super::facets::{Counts, Doubles};
use super::run::Scored;
use crate::index::{Index, IndexError};

/// The passage of the item that stands for a pair is shown unless another's score is so many times better.
const CLEARLY_BETTER: f32 = 1.25;
/// Documents whose columns are read at a time.
const BLOCK: usize = 256;

/// Which pair the documents of an index are of.
pub(super) struct Pairs<'a> {
    index: &'a Index,
    /// By the number of an item's id: its pair, where that is another than it tells alone.
    moved: &'a HashMap<u64, u64>,
    /// For each segment, the columns `key`, `pair`, `rank` and `day`.
    columns: Vec<Columns>,
    /// The items of a day by pair, as they were asked for.
    days: HashMap<i64, HashMap<u64, Vec<DocAddress>>>,
}

struct Columns {
    key: Column<u64>,
    pair: Column<u64>,
    rank: Column<u64>,
    day: Column<i64>,
}

impl<'a> Pairs<'a> {
    pub fn new(index: &'a Index) -> Result<Self, IndexError> {
        let columns = index.searcher().segment_readers().iter().map(|segment| {
            let fast = segment.fast_fields();
            Ok(Columns {
                key: fast.u64("key")?,
                pair: fast.u64("pair")?,
                rank: fast.u64("rank")?,
                day: fast.i64("day")?,
            })
        });
        let columns = columns.collect::<tantivy::Result<_>>().map_err(|e| index.failed(e))?;
        Ok(Self { index, moved: index.moved_pairs()?, columns, days: HashMap::new() })
    }

    /// The pair of each document, in their order. Those of a segment stand together.
    fn of(&self, places: &[DocAddress]) -> Vec<u64> {
        let mut pairs = Vec::with_capacity(places.len());
        for block in places.chunk_by(|a, b| a.segment_ord == b.segment_ord).flat_map(|run| run.chunks(BLOCK)) {
            let docs: Vec<DocId> = block.iter().map(|at| at.doc_id).collect();
            let columns = &self.columns[block[0].segment_ord as usize];
            let read = |column: &Column<u64>| {
                let mut values = vec![None; docs.len()];
                column.first_vals(&docs, &mut values);
                values
            };
            let own = read(&columns.pair).into_iter().map(Option::unwrap_or_default);
            match self.moved.is_empty() {
                true => pairs.extend(own),
                false => pairs.extend(own.zip(read(&columns.key)).map(|(own, key)| self.moved_or(own, key))),
            }
        }
        pairs
    }

    fn moved_or(&self, own: u64, key: Option<u64>) -> u64 {
        key.and_then(|key| self.moved.get(&key)).copied().unwrap_or(own)
    }

    fn rank(&self, at: DocAddress) -> u64 {
        self.columns[at.segment_ord as usize].rank.first(at.doc_id).unwrap_or_default()
    }

    /// The documents with the one that stands for them first.
    fn ranked(&self, places: Vec<DocAddress>) -> Result<Vec<DocAddress>, IndexError> {
        let named = places.into_iter().map(|at| Ok((Reverse(self.rank(at)), self.index.id_at(at)?, at)));
        let mut named = named.collect::<Result<Vec<_>, IndexError>>()?;
        named.sort_unstable();
        Ok(named.into_iter().map(|(_, _, at)| at).collect())
    }

    /// All items of the pair that one is of, itself among them, the one that stands for them first.
    pub fn whole(&mut self, at: DocAddress) -> Result<Vec<DocAddress>, IndexError> {
        let Some(day) = self.columns[at.segment_ord as usize].day.first(at.doc_id) else { return Ok(vec![at]) };
        if !self.days.contains_key(&day) {
            let places = self.index.places_of_day(day)?;
            let mut by_pair: HashMap<u64, Vec<DocAddress>> = HashMap::new();
            for (pair, at) in self.of(&places).into_iter().zip(places) {
                by_pair.entry(pair).or_default().push(at);
            }
            self.days.insert(day, by_pair);
        }
        let pair = self.of(&[at])[0];
        let members = self.days.get(&day).and_then(|pairs| pairs.get(&pair)).cloned();
        self.ranked(members.unwrap_or_else(|| vec![at]))
    }
}

impl Pairs<'_> {
    /// The pairs that have several of these items, which are in their order, each with the one that stands for it first.
    pub fn several(&self, places: &[DocAddress]) -> Result<Vec<Vec<DocAddress>>, IndexError> {
        let mut by_pair: HashMap<u64, Vec<DocAddress>> = HashMap::new();
        for (pair, at) in self.of(places).into_iter().zip(places) {
            by_pair.entry(pair).or_default().push(*at);
        }
        by_pair.into_values().filter(|pair| pair.len() > 1).map(|pair| self.ranked(pair)).collect()
    }
}

/// The ids of the items that are one with the item of that id, the one that stands for them first.
///
/// # Errors
///
/// An index that fails.
pub fn twins(index: &Index, id: &str) -> Result<Vec<String>, QueryError> {
    let Some(own) = index.place(id)? else { return Ok(Vec::new()) };
    let others = Pairs::new(index)?.whole(own)?.into_iter().filter(|at| *at != own);
    others.map(|at| Ok(index.id_at(at)?)).collect()
}

/// Leaves one hit of each pair, and takes what was counted twice out of the counts.
pub(super) fn fold(index: &Index, hits: Vec<Scored>, counts: &mut Counts) -> Result<Vec<Scored>, QueryError> {
    let pairs = Pairs::new(index)?;
    let places: Vec<DocAddress> = hits.iter().map(|h| h.found.at).collect();
    let mut by_pair: Vec<(u64, usize)> = pairs.of(&places).into_iter().zip(0..).collect();
    by_pair.sort_unstable();
    let several = || by_pair.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1);
    if several().next().is_none() {
        return Ok(hits);
    }
    let mut kept = vec![true; hits.len()];
    let mut doubles = Doubles::new(index.searcher().segment_readers()).map_err(|e| index.failed(e))?;
    let mut docs = Vec::new();
    for run in several() {
        let best = pairs.best(run, &hits)?;
        run.iter().for_each(|&(_, n)| kept[n] = n == best);
        docs.clear();
        docs.extend(run.iter().map(|&(_, n)| places[n]));
        doubles.add(&docs).map_err(|e| index.failed(e))?;
    }
    doubles.take_out_of(counts).map_err(|e| index.failed(e))?;
    Ok(hits.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(hit, _)| hit).collect())
}

impl Pairs<'_> {
    /// The hit whose passage speaks for the pair: that of the item that stands for it, unless another is clearly better.
    fn best(&self, run: &[(u64, usize)], hits: &[Scored]) -> Result<usize, QueryError> {
        let (mut first, mut strongest) = (run[0].1, run[0].1);
        for &(_, n) in &run[1..] {
            if self.stands_before(hits[n].found.at, hits[first].found.at)? {
                first = n;
            }
            let (one, other) = (&hits[n], &hits[strongest]);
            if other.partial.cmp(&one.partial).then(one.found.score.total_cmp(&other.found.score)).is_gt() {
                strongest = n;
            }
        }
        let (standing, other) = (&hits[first], &hits[strongest]);
        let enough = standing.partial == other.partial && standing.found.score * CLEARLY_BETTER >= other.found.score;
        Ok(if enough { first } else { strongest })
    }

    /// Whether an item stands for its pair rather than another.
    fn stands_before(&self, one: DocAddress, other: DocAddress) -> Result<bool, QueryError> {
        Ok(match self.rank(one).cmp(&self.rank(other)) {
            Ordering::Equal => self.index.id_at(one)? < self.index.id_at(other)?,
            order => order.is_gt(),
        })
    }
}

/// Conditions that a single document is held against.
pub(super) struct Conditions<'a> {
    index: &'a Index,
    weight: Box<dyn Weight>,
}

impl<'a> Conditions<'a> {
    pub fn new(index: &'a Index, query: &dyn Engine) -> Result<Self, QueryError> {
        let scoring = EnableScoring::disabled_from_searcher(index.searcher());
        let weight = query.weight(scoring).map_err(|e| index.failed(e))?;
        Ok(Self { index, weight })
    }

    /// Whether a document meets them.
    pub fn are_met_by(&self, at: DocAddress) -> Result<bool, QueryError> {
        let reader = self.index.searcher().segment_reader(at.segment_ord);
        let mut met = self.weight.scorer(reader, 1.0).map_err(|e| self.index.failed(e))?;
        Ok(met.doc() != TERMINATED
            && (met.doc() == at.doc_id || met.doc() < at.doc_id && met.seek(at.doc_id) == at.doc_id))
    }
}
