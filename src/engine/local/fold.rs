//! Makes one hit of the items of a pair: the same item in the agenda and in the minutes.
//!
//! The minutes' item is shown for the pair, even if only the agenda has the words, because minutes may print no more
//! than the decision. The hit then names the agenda as the place of the words. Only items accepted by the filters take
//! part, so `--kind agenda` finds the agenda's item.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::DocId;

use super::columns::{Columns, SegmentColumns, read};
use super::error::Result;
use super::reader::Reader;
use crate::engine::score::CLEARLY_BETTER;
use crate::engine::{Found, Place};

/// The pairs of an index.
pub(crate) struct Pairs<'a> {
    index: &'a Reader,
    columns: &'a Columns,
    /// Items with another pair than in their column.
    moved: &'a HashMap<u64, u64>,
}

/// The pairs of the days used so far.
pub(crate) type PairsByDay = Mutex<HashMap<i64, HashMap<u64, Vec<Place>>>>;

/// The most days with cached pairs: enough for a page of hits, or for a case. A day of a whole country has some
/// thousands of items, of 24 bytes each.
const DAYS: usize = 256;

impl<'a> Pairs<'a> {
    pub(super) fn new(index: &'a Reader) -> Result<Self> {
        Ok(Self { index, columns: index.columns()?, moved: index.moved_pairs()? })
    }

    fn columns(&self, at: Place) -> &SegmentColumns {
        &self.columns.segments[at.high() as usize]
    }

    /// The pair of each document. `places` must be in the order of the index.
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

    /// The documents of a pair, the one to show first.
    fn ranked(&self, places: Vec<Place>) -> Result<Vec<Place>> {
        if places.len() < 2 {
            return Ok(places);
        }
        let named = places.into_iter().map(|at| Ok((Reverse(self.rank(at)), self.index.id_at(at)?, at)));
        let mut named = named.collect::<Result<Vec<_>>>()?;
        named.sort_unstable();
        Ok(named.into_iter().map(|(_, _, at)| at).collect())
    }

    fn of_day(&self, day: i64) -> Result<HashMap<u64, Vec<Place>>> {
        let places = self.index.places_of_day(day)?;
        let mut by_pair: HashMap<u64, Vec<Place>> = HashMap::new();
        for (pair, at) in self.of(places.iter().copied()).into_iter().zip(places) {
            by_pair.entry(pair).or_default().push(at);
        }
        Ok(by_pair)
    }

    /// All items of an item's pair, itself included, the one to show first.
    pub(super) fn whole(&self, at: Place) -> Result<Vec<Place>> {
        let day = self.columns(at).day.get_val(at.low());
        if day == 0 {
            return Ok(vec![at]);
        }
        let pair = self.of(std::iter::once(at))[0];
        // Each holder of the lock inserts whole days only, so a panic leaves the map valid.
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
    /// The pairs with two or more of these items, each led by the item to show. `places` must be in order.
    pub(super) fn several(&self, places: &[Place]) -> Result<Vec<Vec<Place>>> {
        let mut by_pair: HashMap<u64, Vec<Place>> = HashMap::new();
        for (pair, at) in self.of(places.iter().copied()).into_iter().zip(places) {
            by_pair.entry(pair).or_default().push(*at);
        }
        by_pair.into_values().filter(|pair| pair.len() > 1).map(|pair| self.ranked(pair)).collect()
    }
}

/// The groups of matches of the same pair. A match is named by its place in the list.
#[derive(Debug, Default)]
pub(crate) struct Together {
    /// For each match the next one of its group; [`NONE`] for the last one and for a single match.
    next: Vec<u32>,
    /// Whether an item has others of its group before it.
    later: Vec<bool>,
}

/// No item.
const NONE: u32 = u32::MAX;

impl Together {
    /// Groups matches by pair, in an open hash table. Pairs are hashes already, so their own bits are the first slot.
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

    /// Whether the match has others in its group.
    pub(super) fn has(&self, n: usize) -> bool {
        self.next.get(n).is_some_and(|next| *next != NONE || self.later[n])
    }

    /// The groups, each with its places in order.
    pub(super) fn groups(&self) -> impl Iterator<Item = impl Iterator<Item = usize> + Clone> {
        let firsts = (0..self.next.len()).filter(|n| self.next[*n] != NONE && !self.later[*n]);
        firsts.map(|first| {
            std::iter::successors(Some(first), |n| Some(self.next[*n]).filter(|next| *next != NONE).map(|n| n as usize))
        })
    }
}

impl Pairs<'_> {
    /// Groups the matches by pair. They must be in the order of the documents.
    pub(super) fn together(&self, found: &[Found]) -> Together {
        Together::by_pair(&self.of(found.iter().map(|f| f.at)))
    }

    /// Leaves one hit of each pair.
    pub(super) fn fold(&self, mut found: Vec<Found>, together: &Together) -> Result<Vec<Found>> {
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

    /// The hit with the passage for the pair: that of the item to show, unless another is clearly better.
    fn best(&self, group: impl Iterator<Item = Found>) -> Result<Option<Found>> {
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

    /// Whether `one` is shown for the pair rather than `other`.
    fn stands_before(&self, one: Place, other: Place) -> Result<bool> {
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
