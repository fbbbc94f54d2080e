//! A decision as a sequence of motions: content, mover, vote and result of each.
//!
//! `bench/FORMAT.md`, section Decisions, has the rulings behind these types.

use std::ops::Range;

use super::{Outcome, Votes};

/// The name of an outcome for a decision with an unclear result.
pub const UNCLEAR: &str = "unclear";

/// The decision in a text of minutes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// The result of the main motion. `None` if the text decides nothing, or if two interpretations are about equally
    /// likely.
    pub outcome: Option<Outcome>,
    /// True if the text decides something with an unclear result.
    pub unclear: bool,
    /// The vote on the main motion.
    pub votes: Option<Votes>,
    /// In the order of the text. A main motion with nothing but its outcome is left out.
    pub motions: Vec<Motion>,
    /// People and parties in dissent.
    pub dissent: Vec<Dissent>,
    /// Filled in if the points of a proposal had different outcomes.
    pub parts: Vec<PointsOutcome>,
    /// Why the numbers of its votes cannot all be right. They are given as printed all the same.
    pub votes_doubt: Option<VotesDoubt>,
    /// The sentence that the outcome was read from, in bytes of the section's text.
    /// [`Section::deciding_sentence`](super::Section::deciding_sentence) gives its words.
    pub sentence: Option<Range<usize>>,
}

/// Why the numbers of a vote cannot all be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VotesDoubt {
    /// More votes than people present.
    ExceedsPresent,
    /// The printed sum is another than that of the printed numbers.
    SumDiffers,
}

impl VotesDoubt {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::ExceedsPresent, Self::SumDiffers];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExceedsPresent => "exceeds_present",
            Self::SumDiffers => "sum_differs",
        }
    }

    /// The doubt of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.name() == name)
    }
}

impl Decision {
    /// The name of the outcome, or [`UNCLEAR`].
    pub fn outcome_name(&self) -> Option<&'static str> {
        self.outcome.map(Outcome::name).or(self.unclear.then_some(UNCLEAR))
    }

    /// True if nothing was read.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One motion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Motion {
    /// The purpose of the motion.
    pub kind: MotionKind,
    /// The person, party or body as printed.
    pub mover: Option<String>,
    /// The result. `None` if the text does not give one.
    pub result: Option<MotionResult>,
    /// The vote on it.
    pub votes: Option<Votes>,
}

/// The purpose of a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MotionKind {
    /// The proposal before the body, or the member's own proposal.
    Main,
    /// A change of the main motion.
    Amendment,
    /// A replacement for the main motion.
    CounterProposal,
    /// Referral back, postponement, referral to a committee, order of business.
    Procedural,
}

impl MotionKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Main, Self::Amendment, Self::CounterProposal, Self::Procedural];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Amendment => "amendment",
            Self::CounterProposal => "counter_proposal",
            Self::Procedural => "procedural",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// The result of a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MotionResult {
    /// Adopted.
    Carried,
    /// Voted down.
    Rejected,
    /// Dropped without a vote of its own.
    Lapsed,
    /// Withdrawn by its mover.
    Withdrawn,
    /// Put off to a later meeting.
    Postponed,
    /// Passed on to another body.
    SentOn,
    /// Sent back for more work.
    SentBack,
}

impl MotionResult {
    /// All results.
    pub const ALL: [Self; 7] =
        [Self::Carried, Self::Rejected, Self::Lapsed, Self::Withdrawn, Self::Postponed, Self::SentOn, Self::SentBack];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Rejected => "rejected",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::Postponed => "postponed",
            Self::SentOn => "sent_on",
            Self::SentBack => "sent_back",
        }
    }

    /// The result with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// A person or party in dissent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dissent {
    /// As printed.
    pub who: String,
    /// The form of the dissent.
    pub kind: DissentKind,
}

/// The form of a dissent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DissentKind {
    /// Could not support it.
    Against,
    /// Reserved its position: `tog forbehold`.
    Reservation,
    /// Had a remark recorded: `tilført protokollen`, `mindretalsudtalelse`.
    Remark,
    /// Brought the matter before the council: `styrelseslovens § 23`.
    Referral,
}

impl DissentKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Against, Self::Reservation, Self::Remark, Self::Referral];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Against => "against",
            Self::Reservation => "reservation",
            Self::Remark => "remark",
            Self::Referral => "referral",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// The outcome of some points of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsOutcome {
    /// As printed: `1-3`.
    pub points: String,
    /// Their outcome.
    pub outcome: Outcome,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        assert!(MotionKind::ALL.into_iter().all(|k| MotionKind::from_name(k.name()) == Some(k)));
        assert!(MotionResult::ALL.into_iter().all(|r| MotionResult::from_name(r.name()) == Some(r)));
        assert!(VotesDoubt::ALL.into_iter().all(|d| VotesDoubt::from_name(d.name()) == Some(d)));
        assert!(DissentKind::ALL.into_iter().all(|k| DissentKind::from_name(k.name()) == Some(k)));
    }
}
