//! A case through its meetings.

mod archive;
mod question;

use super::QueryError;
use crate::index::{Index, StoredItem};

/// Whose history.
#[derive(Debug, Clone, Default)]
pub struct HistoryRequest {
    /// A phrase, a case number or an item's id.
    pub query: String,
    /// Add items on the same subject that no stronger tie holds.
    pub loose: bool,
}

/// Why two items belong to one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EdgeReason {
    /// The same case number.
    CaseNumber(String),
    /// One refers to the other, in these words.
    Reference(String),
    /// The agenda and the minutes of one meeting.
    Pair,
    /// The same rare names in title or proposal.
    Names(Vec<String>),
    /// Titles that say the same.
    Title,
    /// Only the words asked for: the same subject.
    Subject,
}

/// A tie between two items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Ids of the two items.
    pub from: String,
    pub to: String,
    pub reason: EdgeReason,
}

/// One item of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub item: StoredItem,
    /// How well it answers the question, 0 to 1.
    pub score: f32,
}

/// A case through its meetings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseHistory {
    /// In date order, undated last, ties by id.
    pub steps: Vec<Step>,
    /// Why they belong together.
    pub edges: Vec<Edge>,
    /// How the question was read.
    pub reading: String,
}

/// Follows a case.
///
/// # Errors
///
/// [`QueryError::NoSuchItem`] where the question is an id that the index does not have; an index that fails.
pub fn history(index: &Index, request: &HistoryRequest) -> Result<CaseHistory, QueryError> {
    Ok(follow(&index.items()?, request))
}

/// Follows a case through `items`.
pub fn follow(items: &[StoredItem], request: &HistoryRequest) -> CaseHistory {
    let mut archive = archive::Archive::new(items);
    let scores = question::scores(&mut archive, &request.query);
    let least: f32 = std::env::var("LEAST").ok().and_then(|v| v.parse().ok()).unwrap_or(0.4);
    let rel: f32 = std::env::var("REL").ok().and_then(|v| v.parse().ok()).unwrap_or(0.6);
    let best = scores.iter().copied().fold(0.0, f32::max);
    let mut steps: Vec<Step> = items
        .iter()
        .zip(&scores)
        .filter(|(_, s)| **s >= least.min(best) && **s >= rel * best && **s > 0.0)
        .map(|(i, s)| Step { item: i.clone(), score: *s })
        .collect();
    steps.sort_by(|a, b| a.item.meeting.date.cmp(&b.item.meeting.date));
    CaseHistory { steps, ..CaseHistory::default() }
}
