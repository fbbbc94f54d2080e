//! What must not be published: CPR numbers, found with how sure it is, and masked.
//!
//! [`cpr::find`] finds them in a text, [`mask`] takes them out of a meeting before it goes to the index.
//! [`closed_texts`] finds what was dealt with behind closed doors and is printed all the same.

pub mod cpr;
mod mask;

use crate::model::{Item, Meeting};

pub use cpr::{Certainty, Finding};
pub use mask::{mask, masked};

/// A closed item that a document prints with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedText {
    /// The item's number as printed.
    pub number: Option<String>,
    /// The page of its head, counted from 1.
    pub page: Option<u32>,
    /// How many characters its sections hold.
    pub chars: usize,
}

/// The closed items that are printed with text under them: what was dealt with behind closed doors is published by its title
/// at most (lov om kommunernes styrelse § 10 and § 8, stk. 5).
pub fn closed_texts(meeting: &Meeting) -> Vec<ClosedText> {
    let chars = |item: &Item| item.sections.iter().map(|s| s.text.as_str().trim().chars().count()).sum();
    let closed = meeting.items.iter().filter(|i| i.closed).map(|item| ClosedText {
        number: item.number.as_ref().map(ToString::to_string),
        page: item.page,
        chars: chars(item),
    });
    closed.filter(|c| c.chars > 0).collect()
}
