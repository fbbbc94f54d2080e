//! A question: words, filters, and the form of the answer. Searches, histories and lists of cases all take a [`Question`].

use super::{Filters, Synonyms};
use crate::engine::Order;

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// The words as typed. Empty asks for all items passing the filters.
    pub words: String,
    /// The filters on items.
    pub filters: Filters,
    /// The order of the hits.
    pub order: Order,
    /// Only the very words; no other form, no synonym.
    pub exact: bool,
    /// Look for synonyms too.
    pub synonyms: bool,
    /// Synonyms in place of the built-in ones.
    pub own_synonyms: Option<Synonyms>,
    /// Makes one hit of an item in both agenda and minutes.
    pub fold: bool,
    /// How many hits to give, at most. `None` for all.
    pub limit: Option<usize>,
    /// How many of the best to pass over: those of the pages before. They are within the limit.
    pub skip: usize,
    /// Whether the counts are for display: a filtered facet then counts its other values too. Otherwise they
    /// cover only the hits, at less cost.
    pub counts: bool,
    /// Whether each hit explains its score.
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
