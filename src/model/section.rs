//! The parts of an item.

use jiff::civil::Date;

use super::{Decision, Text};

/// What a section is for. `bench/FORMAT.md` lists the headings of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// What is to be decided: `Indstilling`.
    Proposal,
    /// What the case is: `Sagsfremstilling`.
    CaseSummary,
    /// What was said and decided: `Referat`, `Beslutning`.
    Minutes,
    /// `Resume`.
    Summary,
    /// `Baggrund`, `Historik`.
    Background,
    /// `Økonomi`.
    Economy,
    /// `Lovgrundlag`.
    Legal,
    /// `Høring`.
    Hearing,
    /// `Bilag`.
    Attachments,
    /// Any other heading of the place's template.
    Other,
}

impl SectionKind {
    /// All of them, in the order of the table in `bench/FORMAT.md`.
    pub const ALL: [Self; 10] = [
        Self::Proposal,
        Self::CaseSummary,
        Self::Minutes,
        Self::Summary,
        Self::Background,
        Self::Economy,
        Self::Legal,
        Self::Hearing,
        Self::Attachments,
        Self::Other,
    ];

    /// The name used in JSON, in filters and in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::CaseSummary => "case_summary",
            Self::Minutes => "minutes",
            Self::Summary => "summary",
            Self::Background => "background",
            Self::Economy => "economy",
            Self::Legal => "legal",
            Self::Hearing => "hearing",
            Self::Attachments => "attachments",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// One section, in the order of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub kind: SectionKind,
    /// The heading as printed, broken letters repaired, without a trailing colon. `None` where the text has none.
    pub heading: Option<String>,
    /// The body that decided, where the heading names it: `Beslutning i Byrådet den 20-03-2013`.
    pub body: Option<String>,
    /// The day it decided, where the heading names it.
    pub date: Option<Date>,
    pub text: Text,
    /// What a section of kind [`SectionKind::Minutes`] decides. Filled in by [`facts`](crate::facts); `None` where nothing
    /// was read.
    pub decision: Option<Decision>,
}

impl Section {
    /// A section without a heading, of which no facts were read.
    pub fn new(kind: SectionKind, text: Text) -> Self {
        Self { kind, heading: None, body: None, date: None, text, decision: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in SectionKind::ALL {
            assert_eq!(SectionKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(SectionKind::from_name("Indstilling"), None);
    }
}
