//! Makes one hit of the items of a pair: the same item in the agenda and in the minutes.
//!
//! The minutes' item stands for the pair, were the words found in the agenda's alone, as where minutes print no more than
//! the decision; the hit then says where they were found. Only items that the filters let through take part, so that
//! `--kind agenda` finds the agenda's item as such.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use tantivy::query::{EnableScoring, Query as Engine, Weight};
use tantivy::{DocAddress, DocId, DocSet, TERMINATED};

use super::QueryError;
use super::collect::Found;
use crate::index::columns::{Columns, SegmentColumns, read};
use crate::index::{Index, IndexError};

/// The passage of the item that stands for a pair is shown unless another's score is so many times better.
const CLEARLY_BETTER: f32 = 1.25;

/// Which items of an index are one.
pub(super) struct Pairs<'a> {
    index: &'a Index,
    columns: &'a Columns,
    /// Items whose pair is another than their column says.
    moved: &'a HashMap<u64, u64>,
    /// The items of the days that were asked for, by their pairs.
    days: HashMap<i64, HashMap<u64, Vec<DocAddress>>>,
}

impl<'a> Pairs<'a> {
    pub fn new(index: &'a Index) -> Result<Self, IndexError> {
        Ok(Self { index, columns: index.columns()?, moved: index.moved_pairs()?, days: HashMap::new() })
    }

    fn columns(&self, at: DocAddress) -> &SegmentColumns {
        &self.columns.segments[at.segment_ord as usize]
    }

    /// The pair of each document, in their order, which is that of the index.
    fn of(&self, places: &[DocAddress]) -> Vec<u64> {
        let mut pairs = Vec::with_capacity(places.len());
        for run in places.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let docs: Vec<DocId> = run.iter().map(|at| at.doc_id).collect();
            let (start, columns) = (pairs.len(), self.columns(run[0]));
            read(&*columns.pair, &docs, |_, pair| pairs.push(pair));
            if !self.moved.is_empty() {
                read(&*columns.key, &docs, |at, key| {
                    if let Some(pair) = self.moved.get(&key) {
                        pairs[start + at] = *pair;
                    }
                });
            }
        }
        pairs
    }

    fn rank(&self, at: DocAddress) -> u64 {
        self.columns(at).rank.get_val(at.doc_id)
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
        let day = self.columns(at).day.get_val(at.doc_id);
        if day == 0 {
            return Ok(vec![at]);
        }
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

/// Which of the items found are one, by their places among them.
#[derive(Debug, Default)]
pub(super) struct Together {
    /// The first of a group and each of the group, itself among them; in order.
    members: Vec<(u32, u32)>,
    /// A bit for each item found: it is of a group.
    in_group: Vec<u64>,
}

impl Together {
    /// Those of the same pair. Pairs are hashes: their own bits say where in a table they are looked for.
    fn by_pair(pairs: &[u64]) -> Self {
        const NONE: u32 = u32::MAX;
        let mask = (pairs.len() * 2).next_power_of_two() - 1;
        let mut table = vec![NONE; mask + 1];
        let mut members = Vec::new();
        for (n, pair) in (0..).zip(pairs) {
            let mut at = *pair as usize & mask;
            while table[at] != NONE && pairs[table[at] as usize] != *pair {
                at = (at + 1) & mask;
            }
            match table[at] {
                NONE => table[at] = n,
                first => members.push((first, n)),
            }
        }
        let mut in_group = vec![0_u64; pairs.len().div_ceil(64)];
        let mut firsts: Vec<(u32, u32)> = members.iter().map(|(first, _)| (*first, *first)).collect();
        members.append(&mut firsts);
        members.sort_unstable();
        members.dedup();
        members.iter().for_each(|(_, n)| in_group[*n as usize / 64] |= 1 << (n % 64));
        Self { members, in_group }
    }

    /// Whether the item at that place is one with another.
    pub fn has(&self, n: usize) -> bool {
        self.in_group.get(n / 64).is_some_and(|word| word >> (n % 64) & 1 == 1)
    }

    /// The groups, each with its places in order.
    pub fn groups(&self) -> impl Iterator<Item = impl Iterator<Item = usize> + Clone> {
        self.members.chunk_by(|a, b| a.0 == b.0).map(|group| group.iter().map(|(_, n)| *n as usize))
    }
}

impl Pairs<'_> {
    /// Which of the items found, in the order of the documents, are one.
    pub fn together(&self, found: &[Found]) -> Together {
        let places: Vec<DocAddress> = found.iter().map(|f| f.at).collect();
        Together::by_pair(&self.of(&places))
    }

    /// Leaves one hit of each pair.
    pub fn fold(&self, found: Vec<Found>, together: &Together) -> Result<Vec<Found>, QueryError> {
        let mut left: Vec<Found> = Vec::with_capacity(found.len());
        left.extend(found.iter().enumerate().filter(|(n, _)| !together.has(*n)).map(|(_, f)| *f));
        for group in together.groups() {
            left.extend(self.best(group.map(|n| found[n]))?);
        }
        Ok(left)
    }

    /// The hit whose passage speaks for the pair: that of the item that stands for it, unless another is clearly better.
    fn best(&self, group: impl Iterator<Item = Found>) -> Result<Option<Found>, QueryError> {
        let mut best: Option<(Found, Found)> = None;
        for one in group {
            let (standing, strongest) = best.get_or_insert((one, one));
            if self.stands_before(one.at, standing.at)? {
                *standing = one;
            }
            if strongest.partial.cmp(&one.partial).then(one.score.total_cmp(&strongest.score)).is_gt() {
                *strongest = one;
            }
        }
        Ok(best.map(|(standing, strongest)| {
            let enough = standing.partial == strongest.partial && standing.score * CLEARLY_BETTER >= strongest.score;
            if enough { standing } else { strongest }
        }))
    }

    /// Whether an item stands for its pair rather than another.
    fn stands_before(&self, one: DocAddress, other: DocAddress) -> Result<bool, QueryError> {
        Ok(match self.rank(one).cmp(&self.rank(other)) {
            Ordering::Equal if one == other => false,
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
