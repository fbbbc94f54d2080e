//! All cases of an archive: the connected groups of items.
//!
//! A list needs stronger ties than the history of one case: a wrong tie joins two whole cases, and nobody checks each row. So one
//! shared name alone does not count here: two cases of one school stay apart. In doubt a case is split.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::lookup::{CachedLookup, LoadedLookup, NodeLookup, hidden};
use super::state::{Calendar, State, last_outcome, state};
use super::ties::{HARDLY_ANY, Ties};
use super::{EdgeReason, in_date_order, listed};
use crate::engine::{Engine, EngineError, Place};
use crate::facts::case::{Key, NameKind, Node, printed_name};
use crate::model::Outcome;
use crate::query::{Filters, QueryError, Question, search};

/// Least number of shared names for a tie. A word of both titles about a shared name counts as one.
const NAMES: usize = 2;

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The title with most words of the other titles; the latest of several equal ones.
    pub title: String,
    /// Ids of its items in date order, of a pair the minutes' item.
    pub items: Vec<String>,
    /// Number of meetings.
    pub meetings: usize,
    /// The day of its first meeting.
    pub first: Option<Date>,
    /// The day of its last meeting.
    pub last: Option<Date>,
    /// The bodies in the order of their first meeting on it.
    pub bodies: Vec<String>,
    /// The last outcome.
    pub outcome: Option<Outcome>,
    /// How far it has come.
    pub state: State,
}

impl Case {
    /// Makes a case of items in date order. `None` for no items.
    pub(in crate::query) fn new(steps: &[Arc<Node>], calendar: &Calendar) -> Option<Self> {
        let mut bodies: Vec<String> = Vec::new();
        for body in steps.iter().filter_map(|s| s.body.as_ref()) {
            if !bodies.contains(body) {
                bodies.push(body.clone());
            }
        }
        let mut dates = steps.iter().filter_map(|s| s.date);
        let first = dates.next();
        Some(Self {
            title: title(steps)?,
            items: steps.iter().map(|s| s.id.clone()).collect(),
            meetings: meetings(steps),
            first,
            last: dates.next_back().or(first),
            bodies,
            outcome: last_outcome(steps),
            state: state(steps, calendar),
        })
    }
}

impl Case {
    /// `2019–2024`.
    pub fn span(&self) -> String {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first.year() != last.year() => format!("{}–{}", first.year(), last.year()),
            (Some(first), _) => first.year().to_string(),
            _ => "undated".into(),
        }
    }

    /// `5 meetings`.
    pub fn meetings_in_words(&self) -> String {
        format!("{} {}", self.meetings, if self.meetings == 1 { "meeting" } else { "meetings" })
    }
}

/// The name that most titles have, as printed with its kind of institution: *Herberget Havnevej*. Without one, the title whose words
/// the other titles have most, so that a short title for the whole case wins over a long one for a part of it.
fn title(steps: &[Arc<Node>]) -> Option<String> {
    if let Some(name) = common_name(steps) {
        return Some(name);
    }
    let all: Vec<BTreeSet<String>> = steps.iter().map(|s| s.title_keys()).collect();
    let shared = |own: &BTreeSet<String>| -> f32 {
        let others = |word| all.iter().filter(|other| other.contains(word)).count() - 1;
        own.iter().map(others).sum::<usize>() as f32 / own.len().max(1) as f32
    };
    let best = steps.iter().zip(&all).max_by(|(_, a), (_, b)| shared(a).total_cmp(&shared(b)));
    best.map(|(step, _)| step.title.clone())
}

/// A name in the titles of more than half of the steps, whose titles say different things of it.
fn common_name(steps: &[Arc<Node>]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in steps.iter().flat_map(|s| &s.names).filter(|n| n.about && n.kind == NameKind::Proper) {
        *counts.entry(&name.key).or_default() += 1;
    }
    let titles: BTreeSet<&str> = steps.iter().map(|s| s.title.as_str()).collect();
    let (key, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    if count * 2 <= steps.len() || count < 2 || titles.len() < 2 {
        return None;
    }
    let printed = steps.iter().filter_map(|s| printed_name(&s.title, key));
    // The longest has the kind of institution with it.
    let name = printed.max_by_key(|name| name.chars().count())?;
    let mut letters = name.chars();
    Some(letters.next()?.to_uppercase().chain(letters).collect())
}

fn meetings(steps: &[Arc<Node>]) -> usize {
    let mut held: Vec<_> = steps.iter().map(|s| (s.date, &s.body)).collect();
    held.sort_unstable();
    held.dedup();
    held.len()
}

/// Every case of two meetings or more, and every listed point that never came. Latest activity first.
///
/// # Errors
///
/// An index that fails.
pub fn all_cases(engine: &dyn Engine) -> Result<Vec<Case>, QueryError> {
    cases_where(engine, &Question::default())
}

/// The cases with at least one hit of a search for `question`; all cases for an empty one. A filter on closed items also removes the
/// ties through them.
///
/// # Errors
///
/// A filter that fits nothing in the index, or an index that fails.
pub fn cases_where(engine: &dyn Engine, question: &Question) -> Result<Vec<Case>, QueryError> {
    let lookup = LoadedLookup::read(engine, &hidden(engine, question.filters.closed())?)?;
    let mut found = all(&lookup)?;
    if !question.words.trim().is_empty() || question.filters != Filters::default() {
        let ids = found_with_pairs(&lookup, &search::places(engine, question)?)?;
        found.retain(|m| m.items.iter().any(|id| ids.contains(id)));
    }
    Ok(found)
}

/// The ids of the items there and of their pairs.
fn found_with_pairs(lookup: &LoadedLookup, places: &HashSet<Place>) -> Result<HashSet<String>, EngineError> {
    let mut ids = HashSet::new();
    for (at, _) in lookup.nodes().filter(|(at, _)| places.contains(at)) {
        for one in lookup.pair(at)?.iter() {
            ids.insert(lookup.node(*one)?.id.clone());
        }
    }
    Ok(ids)
}

/// Every case, those of a single meeting included, with the ids of all its items: of a pair both. Standing items are of no case.
/// `closed` as in [`cases_where`].
pub(in crate::query) fn every_case(
    engine: &dyn Engine,
    closed: Option<bool>,
) -> Result<Vec<(Case, Vec<String>)>, QueryError> {
    let lookup = LoadedLookup::read(engine, &hidden(engine, closed)?)?;
    let Grouped { nodes, groups, calendar } = Grouped::new(&lookup)?;
    let found = groups.iter().filter(|group| !nodes[group[0]].1.standing).filter_map(|group| {
        let ids = group.iter().map(|&n| nodes[n].1.id.clone()).collect();
        Some((Case::new(&steps(&lookup, &nodes, group), &calendar)?, ids))
    });
    let mut found: Vec<(Case, Vec<String>)> = found.collect();
    found.sort_by(|(a, _), (b, _)| a.first.cmp(&b.first).then_with(|| a.items.cmp(&b.items)));
    Ok(found)
}

/// The items of an archive in date order, and the connected groups of their numbers.
struct Grouped<'a> {
    nodes: Vec<(Place, &'a Arc<Node>)>,
    groups: Vec<Vec<usize>>,
    calendar: Calendar,
}

impl<'a> Grouped<'a> {
    fn new(lookup: &'a LoadedLookup) -> Result<Self, EngineError> {
        let mut nodes: Vec<(Place, &Arc<Node>)> = lookup.nodes().collect();
        nodes.sort_by(|(_, a), (_, b)| in_date_order(a, b));
        let ranks: BTreeMap<Place, usize> = nodes.iter().enumerate().map(|(n, (at, _))| (*at, n)).collect();
        let ties = Ties { lookup, mentions: false };
        let tied = |(n, (at, _)): (usize, &(Place, _))| -> Result<Vec<(usize, usize)>, EngineError> {
            let strong = strong(&ties, *at)?.into_iter();
            Ok(strong.filter_map(|other| Some((n, *ranks.get(&other)?))).collect())
        };
        let pairs: Vec<Vec<(usize, usize)>> = nodes.par_iter().enumerate().map(tied).collect::<Result<_, _>>()?;
        let calendar: Calendar = nodes.iter().filter_map(|(_, n)| Some((n.body.clone()?, n.date?))).collect();
        let groups = groups(nodes.len(), &pairs.concat());
        Ok(Self { nodes, groups, calendar })
    }
}

/// The steps of a group: of a pair only the minutes' item.
fn steps(lookup: &LoadedLookup, nodes: &[(Place, &Arc<Node>)], group: &[usize]) -> Vec<Arc<Node>> {
    let stands = |at| lookup.pair(at).is_ok_and(|pair| pair[0] == at);
    group.iter().filter(|&&n| stands(nodes[n].0)).map(|&n| Arc::clone(nodes[n].1)).collect()
}

fn all(lookup: &LoadedLookup) -> Result<Vec<Case>, EngineError> {
    let Grouped { nodes, groups, calendar } = Grouped::new(lookup)?;
    let found = groups
        .par_iter()
        .filter(|g| g.len() > 1)
        .filter_map(|group| Case::new(&steps(lookup, &nodes, group), &calendar).filter(|m| m.meetings > 1));
    let mut found: Vec<Case> = found.collect();
    let in_order: Vec<&Arc<Node>> = nodes.iter().map(|(_, node)| *node).collect();
    found.extend(listed::unanswered(&in_order, &calendar));
    found.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| (&a.items, &a.title).cmp(&(&b.items, &b.title))));
    Ok(found)
}

/// The items of one item's case and their places, in date order. An item without ties is a case of its own.
pub(in crate::query) fn case_of(engine: &dyn Engine, at: Place) -> Result<Vec<(Place, Arc<Node>)>, EngineError> {
    let lookup = CachedLookup::new(engine)?;
    let ties = Ties { lookup: &lookup, mentions: false };
    let mut found = BTreeSet::from([at]);
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        open.extend(strong(&ties, at)?.into_iter().filter(|other| found.insert(*other)));
    }
    let mut steps = found.into_iter().map(|at| Ok((at, lookup.node(at)?))).collect::<Result<Vec<_>, EngineError>>()?;
    steps.sort_by(|(_, a), (_, b)| in_date_order(a, b));
    Ok(steps)
}

/// The ties of an item strong enough for a list. What is said on the same agenda does not count: an item mentions another to leave
/// something to it.
fn strong<G: NodeLookup>(ties: &Ties<G>, at: Place) -> Result<Vec<Place>, EngineError> {
    let own = ties.lookup.node(at)?;
    let mut found = Vec::new();
    for (other, reason) in ties.of(at)? {
        let holds = match reason {
            EdgeReason::Names(names) => {
                names.len() >= NAMES || is_lone(ties, &own, &*ties.lookup.node(other)?, &names)?
            }
            EdgeReason::Subject | EdgeReason::Mention(_) => false,
            _ => true,
        };
        if holds {
            found.push(other);
        }
    }
    Ok(found)
}

/// True if a shared name is rare enough to be the case's own ([`HARDLY_ANY`] meetings of each register).
fn is_lone<G: NodeLookup>(ties: &Ties<G>, a: &Node, b: &Node, names: &[String]) -> Result<bool, EngineError> {
    for key in names {
        let mut rare = true;
        for register in [&a.register, &b.register] {
            rare &= ties.meetings(&ties.lookup.holders(Key::name(register, key))?)? <= HARDLY_ANY;
        }
        if rare {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The connected groups of the numbers below `members`, each in order, sorted by their first number (union-find).
pub(super) fn groups(members: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..members).collect();
    for &(a, b) in pairs {
        let (a, b) = (lead(&mut leader, a), lead(&mut leader, b));
        leader[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in 0..members {
        groups.entry(lead(&mut leader, n)).or_default().push(n);
    }
    groups.into_values().collect()
}

/// The leader of a member's group. Halves the path, so that later calls are short.
fn lead(leader: &mut [usize], member: usize) -> usize {
    let mut at = member;
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{index_of, item, with_case};
    use super::*;

    #[test]
    fn case_is_listed_once_with_its_span_and_bodies() {
        let items = [
            with_case(item("a#2", "2024-03-01", "Ny sti langs fjorden", ""), "24/100"),
            with_case(item("a-dagsorden#2", "2024-03-01", "Ny sti langs fjorden", ""), "24/100"),
            with_case(item("b#2", "2025-01-01", "Anlægsregnskab for cykelsti", ""), "24/100"),
            item("c#1", "2025-02-01", "Takster for herberger", ""),
        ];
        let (_folder, engine) = index_of(&items);
        let found = all_cases(&engine).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].meetings, found[0].items.clone()), (2, vec!["a#2".to_owned(), "b#2".to_owned()]));
        assert_eq!((found[0].bodies.as_slice(), found[0].span().as_str()), (&["DASSOS".to_owned()][..], "2024–2025"));
        assert_eq!(found[0].last.map(|d| d.to_string()).as_deref(), Some("2025-01-01"));
    }

    #[test]
    fn agenda_and_minutes_of_one_meeting_are_no_case() {
        let pair = ["a#2", "a-dagsorden#2"].map(|id| item(id, "2024-03-01", "Ny sti langs fjorden", ""));
        let (_folder, engine) = index_of(&pair);
        assert_eq!(all_cases(&engine).unwrap(), []);
    }

    proptest! {
        #[test]
        fn groups_part_the_members_and_keep_pairs_together(pairs in prop::collection::vec((0usize..20, 0usize..20), 0..30)) {
            let groups = groups(20, &pairs);
            let mut all: Vec<usize> = groups.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..20).collect::<Vec<_>>());
            let of = |n: usize| groups.iter().position(|g| g.contains(&n));
            prop_assert!(pairs.iter().all(|(a, b)| of(*a) == of(*b)));
        }
    }
}
