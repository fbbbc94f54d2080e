//! Points listed for a later meeting (`Punkter til næste møde`) that never came.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::all_cases::Case;
use super::state::{Announcement, Calendar, State};
use crate::facts::case::reference::same_body;
use crate::facts::case::{Announced, Node, naming_keys};

/// Least number of naming words shared by a listed row and the item for it, or all of the row if it has fewer. One word alone
/// (*skole*) is in too many titles.
const SHARED: usize = 2;

/// A case for each listed row without an item: *overdue* if the archive has the meeting, *awaited* if the body has not met since.
/// A row for a meeting missing in the archive is left out, because its item may be there. `nodes` are in date order.
pub(super) fn unanswered(nodes: &[&Arc<Node>], calendar: &Calendar) -> Vec<Case> {
    let mut told: BTreeSet<(&str, Option<Date>, String)> = BTreeSet::new();
    let mut found = Vec::new();
    for listing in nodes.iter().filter(|n| !n.listed.is_empty()) {
        for row in &listing.listed {
            // The agenda and the minutes have the same list.
            let new = told.insert((&listing.register, listing.date, row.words.to_lowercase()));
            if new && let Some(state) = state(listing, row, nodes, calendar) {
                found.push(case(listing, row, state));
            }
        }
    }
    found
}

fn state(listing: &Node, row: &Announced, nodes: &[&Arc<Node>], calendar: &Calendar) -> Option<State> {
    let own = listing.date?;
    let body = row.body.as_deref().or(listing.body.as_deref())?;
    let due = row.date.or_else(|| own.tomorrow().ok())?;
    let later = nodes.partition_point(|n| n.date.is_some_and(|d| d <= own));
    let of_body = |n: &&&Arc<Node>| n.body.as_deref().is_some_and(|b| same_body(b, body));
    let mut since = nodes[later..].iter().filter(|n| n.register == listing.register);
    let is_there = match row.date {
        Some(date) => since.clone().filter(of_body).any(|n| n.date == Some(date)),
        None => calendar.has_met(body, due),
    };
    let keys: BTreeSet<String> = naming_keys(&row.words);
    if keys.is_empty() || since.any(|n| answers(n, &keys)) {
        return None;
    }
    let announcement = Announcement {
        item: listing.id.clone(),
        words: row.words.clone(),
        body: Some(body.to_owned()),
        date: row.date,
        until: None,
    };
    match (is_there, calendar.has_met(body, due)) {
        (true, _) => Some(State::Overdue(announcement)),
        (false, false) => Some(State::Awaited(announcement)),
        (false, true) => None,
    }
}

fn answers(node: &Node, keys: &BTreeSet<String>) -> bool {
    let names = node.names.iter().filter(|n| n.about).flat_map(|n| n.key.split(' '));
    let words = names.chain(node.topic.iter().map(String::as_str));
    let shared: BTreeSet<&str> = words.filter(|key| keys.contains(*key)).collect();
    !node.standing && shared.len() >= SHARED.min(keys.len())
}

fn case(listing: &Node, row: &Announced, state: State) -> Case {
    Case {
        title: row.words.clone(),
        items: vec![listing.id.clone()],
        meetings: 1,
        first: listing.date,
        last: listing.date,
        bodies: listing.body.iter().cloned().collect(),
        outcome: None,
        state,
    }
}

#[cfg(test)]
mod tests {
    use super::super::all_cases;
    use super::super::tests::{index_of, item};
    use crate::index::StoredItem;

    fn listing() -> StoredItem {
        let text = "Næste møde afholdes den 6. maj 2024.\nFølgende sager forventes dagsordenssat:\n\
                    - Status på kapacitetsanalysen\n- Drøftelse af beredskabsplaner på botilbud";
        item("a#9", "2024-03-01", "Punkter til næste møde i DASSOS", text)
    }

    /// Title and state of what was listed and has not come.
    fn unanswered(others: &[StoredItem]) -> Vec<(String, &'static str)> {
        let (_folder, index) = index_of(&[&[listing()], others].concat());
        all_cases(&index).unwrap().into_iter().map(|m| (m.title, m.state.name())).collect()
    }

    #[test]
    fn listed_case_that_never_came_is_overdue_once_the_meeting_is_there() {
        let came = || item("b#1", "2024-05-06", "Beredskabsplaner for botilbud", "");
        let missing = |state| vec![("Status på kapacitetsanalysen".to_owned(), state)];
        assert_eq!(unanswered(&[]).iter().map(|(_, state)| *state).collect::<Vec<_>>(), ["awaited", "awaited"]);
        assert_eq!(unanswered(&[came()]), missing("overdue"));
        let analysis = item("b#2", "2024-05-06", "Kapacitetsanalysen", "");
        assert_eq!(unanswered(&[came(), analysis]), []);
    }

    #[test]
    fn meeting_that_the_archive_does_not_have_tells_nothing() {
        assert_eq!(unanswered(&[item("c#1", "2025-01-01", "Takster for herberger", "")]), []);
    }
}
