//! The items that agendas and minutes of one meeting share, as steps of a case see them: one step each.

use std::collections::{BTreeMap, HashSet};

use crate::index::{StoredItem, pairs};

/// Which items are one.
#[derive(Debug, Default)]
pub(super) struct Twins {
    /// Each pair, the item that stands for it first.
    pairs: Vec<Vec<usize>>,
    pair_of: BTreeMap<usize, usize>,
}

impl Twins {
    pub fn new(items: &[StoredItem]) -> Self {
        let pairs = pairs(items);
        let of_pair = |(p, pair): (usize, &Vec<usize>)| pair.iter().map(move |&n| (n, p)).collect::<Vec<_>>();
        let pair_of = pairs.iter().enumerate().flat_map(of_pair).collect();
        Self { pairs, pair_of }
    }

    /// The items that are one with this one, which is not among them.
    pub fn of(&self, n: usize) -> impl Iterator<Item = usize> {
        let pair = self.pair_of.get(&n).map(|&p| self.pairs[p].as_slice()).unwrap_or_default();
        pair.iter().copied().filter(move |&other| other != n)
    }

    /// The one of them that stands for it.
    pub fn standing(&self, n: usize) -> usize {
        self.pair_of.get(&n).map_or(n, |&p| self.pairs[p][0])
    }

    /// One item for each pair, in the order of the first of each.
    pub fn folded(&self, members: &[usize]) -> Vec<usize> {
        let mut seen = HashSet::new();
        members.iter().map(|&n| self.standing(n)).filter(|&n| seen.insert(n)).collect()
    }
}
