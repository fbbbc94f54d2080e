//! A case as a graph: items are nodes, ties are edges. [`widen`] follows ties from the starting items, [`CaseGraph`] groups the result.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::lookup::NodeLookup;
use super::ties::{self, Tied, Ties};
use super::{Change, Edge, EdgeReason, Step, all_cases, changes, in_date_order};
use crate::engine::{Engine, EngineError, Place};
use crate::facts::case::Node;
use crate::index::StoredItem;

/// Least score of an item reached through ties. Two ties by names in a row (0.7 × 0.7) pass, three do
/// not.
const FAINTEST: f32 = 0.45;

/// One item of the graph.
#[derive(Clone)]
pub(super) struct Member {
    at: Place,
    node: Arc<Node>,
    /// The same item in the meeting's other documents.
    twins: Vec<Place>,
    score: f32,
}

/// Items in date order, and the ties between them.
pub(super) struct CaseGraph {
    pub members: Vec<Member>,
    /// By the numbers of two members, the lower first: the strongest reason.
    ties: BTreeMap<(usize, usize), EdgeReason>,
}

impl CaseGraph {
    /// Makes one member of each pair of agenda and minutes.
    pub(super) fn new<G: NodeLookup>(ties: &Ties<G>, widened: Widened) -> Result<Self, EngineError> {
        let Widened { scores, ties: mut known } = widened;
        let mut members = members(ties.lookup, &scores)?;
        members.sort_by(|a, b| in_date_order(&a.node, &b.node));
        let place = |(n, m): (usize, &Member)| m.twins.iter().chain([&m.at]).map(|at| (*at, n)).collect::<Vec<_>>();
        let places: HashMap<Place, usize> = members.iter().enumerate().flat_map(place).collect();
        let mut found: BTreeMap<(usize, usize), EdgeReason> = BTreeMap::new();
        for at in scores.into_keys() {
            let n = places[&at];
            let tied = known.remove(&at).map_or_else(|| ties.of(at), Ok)?;
            for (other, reason) in tied {
                let Some(&other) = places.get(&other).filter(|other| **other != n) else { continue };
                let known = found.entry((n.min(other), n.max(other))).or_insert_with(|| reason.clone());
                if ties::strength(&reason) > ties::strength(known) {
                    *known = reason;
                }
            }
        }
        Ok(Self { members, ties: found })
    }

    /// The connected groups of members: best answer first, then the longest.
    pub(super) fn groups(&self) -> Vec<Vec<usize>> {
        let pairs: Vec<(usize, usize)> = self.ties.keys().copied().collect();
        let mut groups = all_cases::groups(self.members.len(), &pairs);
        let best = |g: &[usize]| g.iter().map(|&n| self.members[n].score).fold(0.0, f32::max);
        groups.sort_by(|a, b| best(b).total_cmp(&best(a)).then_with(|| b.len().cmp(&a.len())));
        groups
    }

    /// The graph of these members only.
    pub(super) fn only(&self, picked: &[usize]) -> Self {
        let place = |n: usize| picked.iter().position(|p| *p == n);
        let ties = self.ties.iter().filter_map(|((a, b), reason)| Some(((place(*a)?, place(*b)?), reason.clone())));
        Self { members: picked.iter().map(|&n| self.members[n].clone()).collect(), ties: ties.collect() }
    }

    pub(super) fn nodes(&self, members: &[usize]) -> Vec<Arc<Node>> {
        members.iter().map(|&n| Arc::clone(&self.members[n].node)).collect()
    }

    /// The members as steps. Changes are found within each group, because the step before may be of another case.
    pub(super) fn steps(&self, engine: &dyn Engine) -> Result<Vec<Step>, EngineError> {
        let items = self.members.iter().map(|m| engine.item_at(m.at)).collect::<Result<Vec<_>, _>>()?;
        let mut changes: Vec<Vec<Change>> = vec![Vec::new(); items.len()];
        for group in self.groups() {
            let of_group: Vec<&StoredItem> = group.iter().map(|&n| &items[n]).collect();
            for (n, change) in group.iter().zip(changes::changes(&of_group)) {
                changes[*n] = change;
            }
        }
        let step = |((item, member), changes): ((StoredItem, &Member), Vec<Change>)| {
            let outcome = item.item.outcome();
            let twins = member.twins.iter().map(|at| engine.item_at(*at)).collect::<Result<_, _>>()?;
            Ok(Step { item, twins, score: member.score, outcome, changes })
        };
        items.into_iter().zip(&self.members).zip(changes).map(step).collect()
    }

    /// Every tie. A member without one is tied to the first by [`EdgeReason::Subject`].
    pub(super) fn edges(&self) -> Vec<Edge> {
        let id = |n: usize| self.members[n].node.id.clone();
        let edge = |a, b, reason| Edge { from: id(a), to: id(b), reason };
        let tied: HashSet<usize> = self.ties.keys().flat_map(|&(a, b)| [a, b]).collect();
        let lone = (1..self.members.len()).filter(|n| !tied.contains(n)).map(|n| edge(0, n, EdgeReason::Subject));
        self.ties.iter().map(|(&(a, b), reason)| edge(a, b, reason.clone())).chain(lone).collect()
    }
}

/// One member for each pair, shown from the pair's first item, with the best score of its items.
fn members<G: NodeLookup>(lookup: &G, scores: &BTreeMap<Place, f32>) -> Result<Vec<Member>, EngineError> {
    let mut members: BTreeMap<Place, Member> = BTreeMap::new();
    for (at, &score) in scores {
        let pair = lookup.pair(*at)?;
        let standing = pair[0];
        let member = Member { at: standing, node: lookup.node(standing)?, twins: pair[1..].to_vec(), score };
        let best = members.entry(standing).or_insert(member);
        best.score = best.score.max(score);
    }
    Ok(members.into_values().collect())
}

/// The items reached through ties.
pub(super) struct Widened {
    pub scores: BTreeMap<Place, f32>,
    /// The ties of every item visited, so that they are looked up once.
    pub ties: HashMap<Place, Tied>,
}

/// Follows ties. An item's score is the score before it times the strength of the tie; the best way to it counts.
pub(super) fn widen<G: NodeLookup>(
    start: BTreeMap<Place, f32>,
    ties: &Ties<G>,
    least_tie: f32,
) -> Result<Widened, EngineError> {
    let mut open: Vec<Place> = start.keys().copied().collect();
    let mut widened = Widened { scores: start, ties: HashMap::new() };
    let Widened { scores, ties: found } = &mut widened;
    while let Some(at) = open.pop() {
        let tied = match found.entry(at) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(ties.of(at)?),
        };
        for (other, reason) in tied.iter() {
            let strength = ties::strength(reason);
            let score = scores[&at] * strength;
            let better = scores.get(other).is_none_or(|known| score > *known);
            if better && strength >= least_tie && score >= FAINTEST {
                scores.insert(*other, score);
                open.push(*other);
            }
        }
    }
    Ok(widened)
}
