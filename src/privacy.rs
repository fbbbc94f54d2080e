//! What must not be published: CPR numbers, found with how sure it is, and masked.
//!
//! [`cpr::find`] finds them in a text, [`mask`] takes them out of a meeting before it goes to the index.
//! [`closed_texts`] finds what was dealt with behind closed doors and is printed all the same.

pub mod cpr;
mod mask;

use crate::model::{Item, Meeting};

pub use cpr::{Certainty, Finding};
pub use mask::{mask, masked};

/// With fewer characters an item says no more than how it was decided, which is published with its title.
const TELLING_CHARS: usize = 100;

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
    closed.filter(|c| c.chars >= TELLING_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::mask::tests::{meeting, section};
    use super::*;
    use crate::model::Text;

    #[test]
    fn closed_item_is_told_where_more_than_its_decision_is_printed() {
        let closed = |text: &str| Item {
            closed: true,
            sections: vec![section(Text::on_page(text, 1))],
            ..Item::titled("Lukket sag")
        };
        let long = "Udvalget drøftede borgerens forhold. ".repeat(5);
        let open = Item { closed: false, ..closed(&long) };
        let found = closed_texts(&meeting(vec![closed("Godkendt."), closed(&long), open]));
        assert_eq!(found.iter().map(|c| c.chars).collect::<Vec<_>>(), [long.trim().chars().count()]);
    }
}
