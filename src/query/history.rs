//! A case through its meetings.

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
pub fn history(_index: &Index, _request: &HistoryRequest) -> Result<CaseHistory, QueryError> {
    Ok(CaseHistory::default())
}
