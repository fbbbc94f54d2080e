//! What is asked: words, filters, and how the answer is wanted. Searches, histories and lists of cases all take a [`Question`].

use super::{Filters, Synonyms};
use crate::engine::Order;

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// The words as typed. Empty asks for everything that the filters let through.
    pub words: String,
    /// Which items count.
    pub filters: Filters,
    /// The order of the hits.
    pub order: Order,
    /// Only the very words; no other form, no synonym.
    pub exact: bool,
    /// Look for synonyms too.
    pub synonyms: bool,
    /// Synonyms in place of those that the program brings along.
    pub own_synonyms: Option<Synonyms>,
    /// An item that stands in the agenda and in the minutes is one hit.
    pub fold: bool,
    /// How many hits to give, at most. `None` for all.
    pub limit: Option<usize>,
    /// How many of the best to pass over: those of the pages before. They are within the limit.
    pub skip: usize,
    /// The counts are to be shown: those of a facet that is filtered by hold what else there is. Where they are not, they
    /// are those of the hits, which costs less.
    pub counts: bool,
    /// Each hit is to say how its score came about.
    pub explain: bool,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            words: String::new(),
            filters: Filters::default(),
            order: Order::default(),
            exact: false,
            synonyms: true,
            own_synonyms: None,
            fold: true,
            limit: Some(20),
            skip: 0,
            counts: false,
            explain: false,
        }
    }
}
