//! Makes one hit of the items of a pair: the same item in the agenda and in the minutes.
//!
//! The minutes' item stands for the pair, were the words found in the agenda's alone, as where minutes print no more than
//! the decision; the hit then says where they were found. Only items that the filters let through take part, so that
//! `--kind agenda` finds the agenda's item as such.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::DocId;

use super::Index;
use super::columns::{Columns, SegmentColumns, read};
use crate::engine::score::CLEARLY_BETTER;
use crate::engine::{Found, Place};
use crate::index::IndexError;

/// Which items of an index are one.
pub(crate) struct Pairs<'a> {
    index: &'a Index,
    columns: &'a Columns,
    /// Items whose pair is another than their column says.
    moved: &'a HashMap<u64, u64>,
}

/// The items of the days that were asked for, by their pairs.
pub(crate) type PairsByDay = Mutex<HashMap<i64, HashMap<u64, Vec<Place>>>>;

/// Days whose pairs are remembered at most: those of the hits of a page, or of a case. A day of a whole country has some
/// thousands of items, of 24 bytes each.
const DAYS: usize = 256;

impl<'a> Pairs<'a> {
    pub fn new(index: &'a Index) -> Result<Self, IndexError> {
        Ok(Self { index, columns: index.columns()?, moved: index.moved_pairs()? })
    }

    fn columns(&self, at: Place) -> &SegmentColumns {
        &self.columns.segments[at.high() as usize]
    }

    /// The pair of each document, in their order, which is that of the index.
    fn of(&self, places: impl Iterator<Item = Place>) -> Vec<u64> {
        let mut pairs = Vec::with_capacity(places.size_hint().0);
        let (mut docs, mut places) = (Vec::new(), places.peekable());
        while let Some(first) = places.next() {
            docs.clear();
            docs.push(first.low());
            while let Some(at) = places.next_if(|at| at.high() == first.high()) {
                docs.push(at.low());
            }
            self.of_segment(self.columns(first), &docs, &mut pairs);
        }
        pairs
    }

    fn of_segment(&self, columns: &SegmentColumns, docs: &[DocId], pairs: &mut Vec<u64>) {
        let start = pairs.len();
        read(&*columns.pair, docs, |_, pair| pairs.push(pair));
        if !self.moved.is_empty() {
            read(&*columns.key, docs, |at, key| {
                if let Some(pair) = self.moved.get(&key) {
                    pairs[start + at] = *pair;
                }
            });
        }
    }

    fn rank(&self, at: Place) -> u64 {
        self.columns(at).rank.get_val(at.low())
    }

    /// The documents with the one that stands for them first.
    fn ranked(&self, places: Vec<Place>) -> Result<Vec<Place>, IndexError> {
        if places.len() < 2 {
            return Ok(places);
        }
        let named = places.into_iter().map(|at| Ok((Reverse(self.rank(at)), self.index.id_at(at)?, at)));
        let mut named = named.collect::<Result<Vec<_>, IndexError>>()?;
        named.sort_unstable();
        Ok(named.into_iter().map(|(_, _, at)| at).collect())
    }

    fn of_day(&self, day: i64) -> Result<HashMap<u64, Vec<Place>>, IndexError> {
        let places = self.index.places_of_day(day)?;
        let mut by_pair: HashMap<u64, Vec<Place>> = HashMap::new();
        for (pair, at) in self.of(places.iter().copied()).into_iter().zip(places) {
            by_pair.entry(pair).or_default().push(at);
        }
        Ok(by_pair)
    }

    /// All items of the pair that one is of, itself among them, the one that stands for them first.
    pub fn whole(&self, at: Place) -> Result<Vec<Place>, IndexError> {
        let day = self.columns(at).day.get_val(at.low());
        if day == 0 {
            return Ok(vec![at]);
        }
        let pair = self.of(std::iter::once(at))[0];
        // Whoever holds it only inserts whole days: it is as good as before.
        let known = || self.index.pairs_by_day().lock().unwrap_or_else(PoisonError::into_inner);
        let members = |pairs: &HashMap<u64, Vec<Place>>| pairs.get(&pair).cloned();
        let remembered = known().get(&day).map(members);
        let members = match remembered {
            Some(members) => members,
            None => {
                let of_day = self.of_day(day)?;
                let (found, mut known) = (members(&of_day), known());
                if known.len() >= DAYS {
                    known.clear();
                }
                known.insert(day, of_day);
                found
            }
        };
        self.ranked(members.unwrap_or_else(|| vec![at]))
    }
}

impl Pairs<'_> {
    /// The pairs that have several of these items, which are in their order, each with the one that stands for it first.
    pub fn several(&self, places: &[Place]) -> Result<Vec<Vec<Place>>, IndexError> {
        let mut by_pair: HashMap<u64, Vec<Place>> = HashMap::new();
        for (pair, at) in self.of(places.iter().copied()).into_iter().zip(places) {
            by_pair.entry(pair).or_default().push(*at);
        }
        by_pair.into_values().filter(|pair| pair.len() > 1).map(|pair| self.ranked(pair)).collect()
    }
}

/// Which of the items found are one, by their places among them.
#[derive(Debug, Default)]
pub(crate) struct Together {
    /// For each item found the next of its group, [`NONE`] for the last one and for those that stand alone.
    next: Vec<u32>,
    /// Whether an item has others of its group before it.
    later: Vec<bool>,
}

/// No item.
const NONE: u32 = u32::MAX;

impl Together {
    /// Those of the same pair. Pairs are hashes: their own bits say where in a table they are looked for.
    fn by_pair(pairs: &[u64]) -> Self {
        let mask = (pairs.len() * 2).next_power_of_two() - 1;
        let mut table = vec![NONE; mask + 1];
        let (mut next, mut later) = (vec![NONE; pairs.len()], vec![false; pairs.len()]);
        for (n, pair) in (0..).zip(pairs) {
            let mut at = *pair as usize & mask;
            while table[at] != NONE && pairs[table[at] as usize] != *pair {
                at = (at + 1) & mask;
            }
            if table[at] != NONE {
                next[table[at] as usize] = n;
                later[n as usize] = true;
            }
            table[at] = n;
        }
        Self { next, later }
    }

    /// Whether the item at that place is one with another.
    pub fn has(&self, n: usize) -> bool {
        self.next.get(n).is_some_and(|next| *next != NONE || self.later[n])
    }

    /// The groups, each with its places in order.
    pub fn groups(&self) -> impl Iterator<Item = impl Iterator<Item = usize> + Clone> {
        let firsts = (0..self.next.len()).filter(|n| self.next[*n] != NONE && !self.later[*n]);
        firsts.map(|first| {
            std::iter::successors(Some(first), |n| Some(self.next[*n]).filter(|next| *next != NONE).map(|n| n as usize))
        })
    }
}

impl Pairs<'_> {
    /// Which of the items found, in the order of the documents, are one.
    pub fn together(&self, found: &[Found]) -> Together {
        Together::by_pair(&self.of(found.iter().map(|f| f.at)))
    }

    /// Leaves one hit of each pair.
    pub fn fold(&self, mut found: Vec<Found>, together: &Together) -> Result<Vec<Found>, IndexError> {
        for group in together.groups() {
            let best = self.best(group.clone().map(|n| found[n]))?;
            found.extend(best);
        }
        let mut n = 0;
        found.retain(|_| {
            n += 1;
            !together.has(n - 1)
        });
        Ok(found)
    }

    /// The hit whose passage speaks for the pair: that of the item that stands for it, unless another is clearly better.
    fn best(&self, group: impl Iterator<Item = Found>) -> Result<Option<Found>, IndexError> {
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
    fn stands_before(&self, one: Place, other: Place) -> Result<bool, IndexError> {
        Ok(match self.rank(one).cmp(&self.rank(other)) {
            Ordering::Equal if one == other => false,
            Ordering::Equal => self.index.id_at(one)? < self.index.id_at(other)?,
            order => order.is_gt(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_those_of_one_pair_in_their_order() {
        let together = Together::by_pair(&[7, 1, 7, 2, 15, 1, 7]);
        let groups: Vec<Vec<usize>> = together.groups().map(Iterator::collect).collect();
        assert_eq!(groups, [vec![0, 2, 6], vec![1, 5]]);
        assert_eq!((0..7).filter(|n| together.has(*n)).collect::<Vec<_>>(), [0, 1, 2, 5, 6]);
    }
}
