//! A question → hits.

use super::{Facets, Filters, Hit, QueryError};
use crate::index::Index;

/// In which order hits come. Ties always by date (newest first), then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Relevance,
    OldestFirst,
    NewestFirst,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Request {
    /// The words as typed. Empty asks for everything that the filters let through.
    pub query: String,
    pub filters: Filters,
    pub order: Order,
    /// Only the very words; no other form, no synonym.
    pub exact: bool,
    pub synonyms: bool,
    /// How many hits to give, at most. `None` for all.
    pub limit: Option<usize>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: Filters::default(),
            order: Order::default(),
            exact: false,
            synonyms: true,
            limit: Some(20),
        }
    }
}

/// The answer to a [`Request`].
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub hits: Vec<Hit>,
    /// How many there are in all, beyond the limit too.
    pub total: u64,
    pub facets: Facets,
    /// How the query was read: `all of: kapacitet* herberg*; in: minutes`.
    pub reading: String,
    /// What was wrong with the query as typed and how it was mended.
    pub remarks: Vec<String>,
}

/// Answers a question from an index.
///
/// # Errors
///
/// A filter that fits nothing in the index ([`QueryError::UnknownValue`]), or an index that fails.
pub fn search(_index: &Index, _request: &Request) -> Result<Answer, QueryError> {
    Ok(Answer::default())
}
