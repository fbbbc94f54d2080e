//! What is asked and what is answered.
//!
//! [`syntax`] turns the words typed into a tree, leniently; [`search()`] runs it over an [`Index`](crate::engine::Index)
//! and gives an [`Answer`] of [`Hit`]s; [`history()`] follows a case.

mod cases;
#[cfg(test)]
mod engines;
mod english;
mod expand;
mod explain;
mod export;
mod facets;
pub mod filter;
mod highlights;
mod history;
mod hit;
mod hits;
mod interpretation;
mod meetings;
mod meetings_of;
mod plan;
mod question;
mod resolve;
mod search;
mod snippet;
mod spot;
mod stop_words;
mod suggest;
mod synonyms;
pub mod syntax;
mod twins;

use std::fmt;

use crate::engine::EngineError;
pub use crate::index::Dimension;

pub use cases::{CaseOfHits, cases_of_hits};
pub use explain::{Explanation, WordScore};
pub use export::{Export, ExportedCase, ExportedStep, ids as filtered_ids};
pub use facets::{FacetCount, Facets};
pub use filter::{DateBound, Filter, FilterKind, Filters};
pub use highlights::{Highlights, highlights};
pub use history::{
    Announcement, Calendar, Case, CaseHistory, Change, Edge, EdgeReason, HistoryRequest, State, Step, all_cases,
    cases_where, history, ids_near, resolve as resolve_reference,
};
pub use hit::{Excerpt, FoundIn, Hit, HitDecision, Snippet};
pub use hits::{Checked, Hits};
pub use interpretation::{Expansion, Interpretation};
pub use meetings::{
    Extent, MeetingsOfBody, WholeMeeting, count_of, extent, last_meetings, neighbours, newest, of_body, whole,
};
pub use meetings_of::{MeetingsOf, meetings_of};
pub use question::Question;
pub use search::{Answer, search, search_lazily};
pub use spot::spot;
pub use suggest::{Suggestion, complete};
pub use synonyms::Synonyms;
pub use twins::twins;

pub use crate::engine::Order;
pub use crate::engine::plan::Form;

/// Why a question could not be answered.
#[derive(Debug)]
pub enum QueryError {
    /// A filter names something that the index does not have; the nearest values it has.
    UnknownValue {
        /// The name of the filter.
        filter: &'static str,
        /// The value as given.
        value: String,
        /// The nearest values of the index.
        known: Vec<String>,
    },
    /// A filter is given a value that it cannot have, such as a date that is none; what was expected.
    WrongValue {
        /// The name of the filter.
        filter: &'static str,
        /// What was expected and found.
        expected: String,
    },
    /// There is no item of that id; ids of the same document, if there are some.
    NoSuchItem {
        /// The id asked for.
        id: String,
        /// Ids of items of the same document.
        near: Vec<String>,
    },
    /// The engine fails.
    Engine(EngineError),
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, hint: &str, values: &[String]| match values {
            [] => Ok(()),
            values => write!(f, "\nhint: {hint} {}", values.join(", ")),
        };
        match self {
            Self::UnknownValue { filter, value, known } => {
                write!(f, "--{filter} {value}: expected a value that the index has, but found none that begins so")?;
                list(f, "it has", known)
            }
            Self::WrongValue { filter, expected } => write!(f, "--{filter}: {expected}"),
            Self::NoSuchItem { id, near } => {
                write!(f, "{id}: expected the id of an item, but the index has none such")?;
                list(f, "near it are", near)
            }
            Self::Engine(e) => e.fmt(f),
        }
    }
}

impl std::error::Error for QueryError {}

impl From<EngineError> for QueryError {
    fn from(e: EngineError) -> Self {
        Self::Engine(e)
    }
}
