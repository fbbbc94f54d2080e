//! Protects personal data: finds CPR numbers with a degree of certainty, and masks them.
//!
//! [`cpr::find`] finds the numbers in a text, [`mask`] masks them in a meeting before indexing. [`closed_texts`] finds
//! closed items printed with their text by mistake.

pub mod cpr;
mod mask;

use crate::model::{Item, Meeting};

pub use cpr::{Certainty, Finding};
pub use mask::{mask, masked};

/// A closed item with fewer characters holds only its decision. That is published together with the title.
const MIN_CHARS: usize = 100;

/// A closed item printed with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedText {
    /// The item's number as printed.
    pub number: Option<String>,
    /// The page with the item's title, counted from 1.
    pub page: Option<u32>,
    /// Number of characters in its sections.
    pub chars: usize,
}

/// Finds closed items printed with text. The law allows publishing their titles at most (lov om kommunernes styrelse §
/// 10 and § 8, stk. 5).
pub fn closed_texts(meeting: &Meeting) -> Vec<ClosedText> {
    let chars = |item: &Item| item.sections.iter().map(|s| s.text.as_str().trim().chars().count()).sum();
    let closed = meeting.items.iter().filter(|i| i.closed).map(|item| ClosedText {
        number: item.number.as_ref().map(ToString::to_string),
        page: item.page,
        chars: chars(item),
    });
    closed.filter(|c| c.chars >= MIN_CHARS).collect()
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
