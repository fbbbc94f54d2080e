//! An item of an agenda: the unit of everything that follows.

use std::fmt;

use super::{Decision, Outcome, Section, TopicPath};

/// An item's number as printed, without a trailing dot: `1.4`, `24`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemNumber(String);

impl ItemNumber {
    /// A number from its printed form; a trailing dot and white space are taken off. `None` if nothing is left.
    pub fn new(printed: &str) -> Option<Self> {
        let number = printed.trim().trim_end_matches('.').trim_end();
        (!number.is_empty()).then(|| Self(number.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The levels as numbers: `1.4` gives 1, 4. Empty where a level is no number.
    pub fn levels(&self) -> Vec<u32> {
        self.0.split('.').map(str::parse).collect::<Result<_, _>>().unwrap_or_default()
    }
}

impl fmt::Display for ItemNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number that a case has in the authority's own register, as printed: `27.42.00.P20`, `09/12378`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(pub String);

/// One item (*punkt*) of a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub number: Option<ItemNumber>,
    /// One line, hyphenation and line breaks undone, without the case number.
    pub title: String,
    /// The heading that the item stands under: `Beslutningspunkter`.
    pub group: Option<String>,
    /// Who presents it: what stands after `Ved`.
    pub presenter: Option<String>,
    pub case_number: Option<CaseNumber>,
    /// Dealt with behind closed doors.
    pub closed: bool,
    /// The municipalities that it is about, short form. Filled in by [`facts`](crate::facts).
    pub municipalities: Vec<String>,
    /// What it is about. Filled in by [`facts`](crate::facts).
    pub topics: Vec<TopicPath>,
    /// What the meeting decided: the last decision of its own, not those of earlier bodies. Filled in by
    /// [`facts`](crate::facts); `None` where nothing was read.
    pub decision: Option<Decision>,
    /// Numbers of KL's plan for filing that it names. Filled in by [`facts`](crate::facts).
    pub kle: Vec<String>,
    /// Stands on every agenda: approval of the agenda, any other business. Filled in by [`facts`](crate::facts).
    pub standing: bool,
    pub sections: Vec<Section>,
    /// One per line under `Bilag`, with its number if it has one.
    pub attachments: Vec<String>,
    /// What the block under the title says beside these fields, label and value: `Initialer`, `dlj`. The label is empty
    /// where none is printed, the value where a heading has nothing under it.
    pub labels: Vec<(String, String)>,
    /// The page that its head stands on, counted from 1.
    pub page: Option<u32>,
}

impl Item {
    /// An item that has only a title.
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
