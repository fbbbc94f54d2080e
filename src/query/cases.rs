//! Groups hits by case.

use std::collections::HashSet;
use std::sync::Arc;

use super::history::case_of;
use super::{Calendar, Case, QueryError};
use crate::engine::Engine;

/// A case and its items among the ids asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseOfHits {
    /// The case.
    pub case: Case,
    /// Their positions in the list of ids, ascending.
    pub hits: Vec<usize>,
}

/// Groups items by case ([`all_cases`](super::all_cases())), in the order in which each case comes
/// first. Costs some look-ups for each case.
///
/// # Errors
///
/// The index fails.
pub fn cases_of_hits(engine: &dyn Engine, ids: &[&str]) -> Result<Vec<CaseOfHits>, QueryError> {
    let calendar: Calendar = engine.last_meetings()?.into_iter().collect();
    let mut grouped: HashSet<usize> = HashSet::new();
    let mut found = Vec::new();
    for (n, id) in ids.iter().enumerate() {
        if grouped.contains(&n) {
            continue;
        }
        let Some(at) = engine.place(id)? else { continue };
        let nodes = case_of(engine, at)?;
        let members: HashSet<&str> = nodes.iter().map(|(_, node)| node.id.as_str()).collect();
        let hits: Vec<usize> = (n..ids.len()).filter(|m| !grouped.contains(m) && members.contains(ids[*m])).collect();
        grouped.extend(&hits);
        let mut steps = Vec::new();
        for (at, node) in &nodes {
            if engine.pair(*at)?.first() == Some(at) {
                steps.push(Arc::clone(node));
            }
        }
        found.extend(Case::new(&steps, &calendar).map(|case| CaseOfHits { case, hits }));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item, with_case};
    use super::*;

    #[test]
    fn hits_of_one_case_stand_together() {
        let items = [
            with_case(item("b#1", "2024-04-01", "Anlægsregnskab for cykelsti", ""), "24/100"),
            with_case(item("a#2", "2024-03-01", "Ny sti langs fjorden", ""), "24/100"),
            item("a#3", "2024-03-01", "Takster for herberger", ""),
        ];
        let (_folder, engine) = index_of(&items);
        let cases = cases_of_hits(&engine, &["a#2", "a#3", "b#1", "gone#1"]).unwrap();
        let hits: Vec<&[usize]> = cases.iter().map(|c| c.hits.as_slice()).collect();
        assert_eq!(hits, [&[0, 2][..], &[1][..]]);
        assert_eq!(cases[0].case.meetings, 2);
    }
}
