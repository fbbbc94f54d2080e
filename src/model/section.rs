//! The parts of an item.

use jiff::civil::Date;

use super::{Decision, Text};

/// The purpose of a section. `bench/FORMAT.md` lists the headings of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// The proposed decision: `Indstilling`.
    Proposal,
    /// The description of the case: `Sagsfremstilling`.
    CaseSummary,
    /// Discussion and decision: `Referat`, `Beslutning`.
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
    /// All kinds, in the order of the table in `bench/FORMAT.md`.
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

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// One section, in the order of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The purpose of the section.
    pub kind: SectionKind,
    /// The heading as printed, with broken letters repaired, without a trailing colon. `None` if the text has no
    /// heading.
    pub heading: Option<String>,
    /// The deciding body, if the heading names it: `Beslutning i Byrådet den 20-03-2013`.
    pub body: Option<String>,
    /// The day of the decision, if the heading names it.
    pub date: Option<Date>,
    /// The text without the heading.
    pub text: Text,
    /// The decision in a section of kind [`SectionKind::Minutes`]. Filled in by [`facts`](crate::facts); `None` if
    /// nothing was read.
    pub decision: Option<Decision>,
}

impl Section {
    /// A section without a heading and without facts.
    pub fn new(kind: SectionKind, text: Text) -> Self {
        Self { kind, heading: None, body: None, date: None, text, decision: None }
    }

    /// The sentence that says what was decided, as printed.
    pub fn deciding_sentence(&self) -> Option<&str> {
        let at = self.decision.as_ref()?.sentence.clone()?;
        self.text.as_str().get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deciding_sentence_is_a_part_of_the_text() {
        let mut section = Section::new(SectionKind::Minutes, Text::on_page("Ole Brink deltog ikke. Godkendt.", 1));
        assert_eq!(section.deciding_sentence(), None);
        section.decision = Some(Decision { sentence: Some(23..32), ..Decision::default() });
        assert_eq!(section.deciding_sentence(), Some("Godkendt."));
        section.decision = Some(Decision { sentence: Some(23..99), ..Decision::default() });
        assert_eq!(section.deciding_sentence(), None);
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in SectionKind::ALL {
            assert_eq!(SectionKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(SectionKind::from_name("Indstilling"), None);
    }
}
