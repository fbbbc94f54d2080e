//! An item of an agenda: the unit of search and of all facts.

use std::fmt;

use super::{Decision, Outcome, Section, TopicPath};

/// An item's number as printed, without a trailing dot: `1.4`, `24`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemNumber(String);

impl ItemNumber {
    /// A number from its printed form, without white space and a trailing dot. `None` if nothing is left.
    pub fn new(printed: &str) -> Option<Self> {
        let number = printed.trim().trim_end_matches('.').trim_end();
        (!number.is_empty()).then(|| Self(number.to_owned()))
    }

    /// The number as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The levels as numbers: `1.4` gives 1, 4. Empty if a level is not a number.
    pub fn levels(&self) -> Vec<u32> {
        self.0.split('.').map(str::parse).collect::<Result<_, _>>().unwrap_or_default()
    }
}

impl fmt::Display for ItemNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A case number in the authority's own register, as printed: `27.42.00.P20`, `09/12378`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(pub String);

/// One item (*punkt*) of a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The item's number.
    pub number: Option<ItemNumber>,
    /// One line, with hyphenation and line breaks undone, without the case number.
    pub title: String,
    /// The heading above the item: `Beslutningspunkter`.
    pub group: Option<String>,
    /// The presenter: the name after `Ved`.
    pub presenter: Option<String>,
    /// The case number.
    pub case_number: Option<CaseNumber>,
    /// Dealt with behind closed doors.
    pub closed: bool,
    /// The municipalities concerned, in short form. Filled in by [`facts`](crate::facts).
    pub municipalities: Vec<String>,
    /// Topics, best first. Filled in by [`facts`](crate::facts).
    pub topics: Vec<TopicPath>,
    /// The meeting's own decision: the last one, not those of earlier bodies. Filled in by [`facts`](crate::facts);
    /// `None` if nothing was read.
    pub decision: Option<Decision>,
    /// KLE numbers named in the item. Filled in by [`facts`](crate::facts).
    pub kle: Vec<String>,
    /// True for an item on every agenda: approval of the agenda, any other business. Filled in by
    /// [`facts`](crate::facts).
    pub standing: bool,
    /// The sections in the order of the document.
    pub sections: Vec<Section>,
    /// One per line under `Bilag`, with its number if it has one.
    pub attachments: Vec<String>,
    /// Other labels and values in the block under the title: `Initialer`, `dlj`. The label is empty if none is printed,
    /// the value is empty if the heading has no text under it.
    pub labels: Vec<(String, String)>,
    /// The page with the item's title, counted from 1.
    pub page: Option<u32>,
}

impl Item {
    /// The title of an item made of text that has no place in the outline.
    pub const UNPLACED: &str = "Uden overskrift";

    /// True for an item made of such text.
    pub fn is_unplaced(&self) -> bool {
        self.number.is_none() && self.title == Self::UNPLACED
    }

    /// An item with a title and nothing else.
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            number: None,
            title: title.into(),
            group: None,
            presenter: None,
            case_number: None,
            closed: false,
            municipalities: Vec::new(),
            topics: Vec::new(),
            decision: None,
            kle: Vec::new(),
            standing: false,
            sections: Vec::new(),
            attachments: Vec::new(),
            labels: Vec::new(),
            page: None,
        }
    }

    /// The sentence that its own [`decision`](Self::decision) was read from, as printed.
    pub fn deciding_sentence(&self) -> Option<&str> {
        let own = self.decision.as_ref()?;
        self.sections.iter().rev().find(|s| s.decision.as_ref() == Some(own))?.deciding_sentence()
    }

    /// The outcome of [`decision`](Self::decision).
    pub fn outcome(&self) -> Option<Outcome> {
        self.decision.as_ref().and_then(|d| d.outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_loses_its_trailing_dot() {
        assert_eq!(ItemNumber::new("2.2. ").unwrap().as_str(), "2.2");
        assert_eq!(ItemNumber::new("24.").unwrap().levels(), [24]);
        assert_eq!(ItemNumber::new("A.1").unwrap().levels(), Vec::<u32>::new());
        assert_eq!(ItemNumber::new(" . "), None);
    }
}
