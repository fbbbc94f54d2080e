//! All cases of an archive: what ties hold together.
//!
//! A tie that is good enough for somebody who asked for one case is not good enough for a list that nobody looks through
//! first: ties reach on, and one wrong one joins two cases for good. So one shared name does not count here.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::archive::Archive;
use super::in_date_order;
use super::outcome::{Outcome, decision, outcome_of};
use super::state::{Calendar, State, state};
use super::ties::Ties;
use super::{Edge, EdgeReason};
use crate::index::StoredItem;

/// A tie by names counts where at least so many are shared.
const NAMES: usize = 2;

/// One case in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// The title of its last step.
    pub title: String,
    /// Ids of its items, in date order; of agenda and minutes the latter's.
    pub items: Vec<String>,
    /// At how many meetings it came up.
    pub meetings: usize,
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// The bodies that dealt with it, in the order in which they came to it.
    pub bodies: Vec<String>,
    /// Of the last decision.
    pub outcome: Option<Outcome>,
    pub state: State,
}

impl Matter {
    /// The case that these items make, in date order. `None` for no items.
    pub(super) fn new(steps: &[&StoredItem], calendar: &Calendar) -> Option<Self> {
        let last = steps.last()?;
        let mut bodies: Vec<String> = Vec::new();
        for body in steps.iter().filter_map(|s| s.meeting.body.as_ref()) {
            if !bodies.contains(body) {
                bodies.push(body.clone());
            }
        }
        let mut dates = steps.iter().filter_map(|s| s.meeting.date);
        let first = dates.next();
        Some(Self {
            title: last.item.title.clone(),
            items: steps.iter().map(|s| s.id.clone()).collect(),
            meetings: meetings(steps),
            first,
            last: dates.next_back().or(first),
            bodies,
            outcome: steps.iter().rev().find_map(|s| decision(s)).and_then(outcome_of),
            state: state(steps, calendar),
        })
    }
}

impl Matter {
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

fn meetings(steps: &[&StoredItem]) -> usize {
    let mut held: Vec<_> = steps.iter().map(|s| (s.meeting.date, &s.meeting.body)).collect();
    held.sort_unstable();
    held.dedup();
    held.len()
}

/// Every case that came up at two meetings or more, latest activity first.
pub fn matters(items: &[StoredItem]) -> Vec<Matter> {
    let calendar = Calendar::of(items);
    let ties = Ties::new(&mut Archive::new(items));
    let tied = |n: usize| -> Vec<(usize, usize)> {
        let strong = ties.of(n).into_iter().filter(|(_, reason)| is_strong(reason));
        strong.map(|(other, _)| (n, other)).collect()
    };
    let pairs: Vec<(usize, usize)> = (0..items.len()).into_par_iter().flat_map_iter(tied).collect();
    let groups = groups((0..items.len()).collect(), &pairs);
    let found = groups.par_iter().filter(|g| g.len() > 1).filter_map(|group| {
        let mut steps: Vec<&StoredItem> = ties.twins.folded(group).into_iter().map(|n| &items[n]).collect();
        steps.sort_by(|a, b| in_date_order(a, b));
        Matter::new(&steps, &calendar).filter(|m| m.meetings > 1)
    });
    let mut found: Vec<Matter> = found.collect();
    found.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| a.items.cmp(&b.items)));
    found
}

fn is_strong(reason: &EdgeReason) -> bool {
    match reason {
        EdgeReason::Names(names) => names.len() >= NAMES,
        EdgeReason::Subject => false,
        _ => true,
    }
}

/// The members in groups that edges hold together, by the smallest member; the members of a group in order.
pub(super) fn groups(members: Vec<usize>, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut leader: BTreeMap<usize, usize> = members.iter().map(|&n| (n, n)).collect();
    for &(a, b) in pairs.iter().filter(|(a, b)| a != b) {
        if let (Some(a), Some(b)) = (lead(&mut leader, a), lead(&mut leader, b)) {
            leader.insert(a.max(b), a.min(b));
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in members {
        let first = lead(&mut leader, n).unwrap_or(n);
        groups.entry(first).or_default().push(n);
    }
    groups.into_values().collect()
}

/// The leader of a member's group; the way there is shortened for the next who asks. `None` for no member.
fn lead(leader: &mut BTreeMap<usize, usize>, member: usize) -> Option<usize> {
    let mut at = member;
    while *leader.get(&at)? != at {
        let next = leader[&at];
        let after = leader[&next];
        leader.insert(at, after);
        at = after;
    }
    Some(at)
}

/// The pairs of edges that hold a case together, as places in `ids`.
pub(super) fn holding(edges: &[Edge], ids: &BTreeMap<&str, usize>) -> Vec<(usize, usize)> {
    let holds = edges.iter().filter(|e| e.reason != EdgeReason::Subject);
    holds.filter_map(|e| Some((*ids.get(e.from.as_str())?, *ids.get(e.to.as_str())?))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{item, with_case};
    use super::*;

    #[test]
    fn case_is_listed_once_with_its_span_and_bodies() {
        let items = [
            with_case(item("a#2", "2024-03-01", "Ny sti langs fjorden", ""), "24/100"),
            with_case(item("a-dagsorden#2", "2024-03-01", "Ny sti langs fjorden", ""), "24/100"),
            with_case(item("b#2", "2025-01-01", "Anlægsregnskab for cykelsti", ""), "24/100"),
            item("c#1", "2025-02-01", "Takster for herberger", ""),
        ];
        let found = matters(&items);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].meetings, found[0].items.clone()), (2, vec!["a#2".to_owned(), "b#2".to_owned()]));
        assert_eq!((found[0].bodies.as_slice(), found[0].span().as_str()), (&["DASSOS".to_owned()][..], "2024–2025"));
        assert_eq!(found[0].last.map(|d| d.to_string()).as_deref(), Some("2025-01-01"));
    }

    #[test]
    fn agenda_and_minutes_of_one_meeting_are_no_case() {
        let pair = ["a#2", "a-dagsorden#2"].map(|id| item(id, "2024-03-01", "Ny sti langs fjorden", ""));
        assert_eq!(matters(&pair), []);
    }

    proptest! {
        #[test]
        fn groups_part_the_members_and_keep_pairs_together(pairs in prop::collection::vec((0usize..20, 0usize..20), 0..30)) {
            let groups = groups((0..20).collect(), &pairs);
            let mut all: Vec<usize> = groups.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..20).collect::<Vec<_>>());
            let of = |n: usize| groups.iter().position(|g| g.contains(&n));
            prop_assert!(pairs.iter().all(|(a, b)| of(*a) == of(*b)));
        }
    }
}
