//! A decision as a sequence of motions: what was moved, by whom, how it was voted and what became of it.
//!
//! `bench/FORMAT.md`, section Decisions, has the rulings behind these types.

use super::{Outcome, Votes};

/// Stands for an outcome where the words decide something and it cannot be said what.
pub const UNCLEAR: &str = "unclear";

/// What a text of minutes decides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// What became of the main motion. `None` where the words decide nothing, or where two readings are near each other.
    pub outcome: Option<Outcome>,
    /// True where the words decide something and it cannot be said what.
    pub unclear: bool,
    /// The vote on the main motion.
    pub votes: Option<Votes>,
    /// In the order of the text. A main motion of which nothing but its outcome is told is left out.
    pub motions: Vec<Motion>,
    pub dissent: Vec<Dissent>,
    /// Where the points of a proposal fared differently.
    pub parts: Vec<PointsOutcome>,
}

impl Decision {
    /// The name of its outcome, or [`UNCLEAR`].
    pub fn outcome_name(&self) -> Option<&'static str> {
        self.outcome.map(Outcome::name).or(self.unclear.then_some(UNCLEAR))
    }

    /// True where nothing was read.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One motion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Motion {
    pub kind: MotionKind,
    /// The person, party or body as printed.
    pub mover: Option<String>,
    pub result: Option<MotionResult>,
    pub votes: Option<Votes>,
}

/// What a motion asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MotionKind {
    /// The proposal before the body, or the member's own proposal.
    Main,
    /// A change of the main motion.
    Amendment,
    /// Something else in its place.
    CounterProposal,
    /// To send back, to postpone, to send to a committee, the order of business.
    Procedural,
}

impl MotionKind {
    /// All of them.
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

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// What became of a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MotionResult {
    Carried,
    Rejected,
    /// Fell without a vote of its own.
    Lapsed,
    Withdrawn,
    Postponed,
    SentOn,
    SentBack,
}

impl MotionResult {
    /// All of them.
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

    /// The result of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// A person or party that did not go along with a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dissent {
    /// As printed.
    pub who: String,
    pub kind: DissentKind,
}

/// How somebody did not go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DissentKind {
    /// Could not support it.
    Against,
    /// Tog forbehold.
    Reservation,
    /// Had a remark written down: tilført protokollen, mindretalsudtalelse.
    Remark,
    /// Had the matter brought before the council: styrelseslovens § 23.
    Referral,
}

impl DissentKind {
    /// All of them.
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

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// What became of some points of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsOutcome {
    /// As printed: `1-3`.
    pub points: String,
    pub outcome: Outcome,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        assert!(MotionKind::ALL.into_iter().all(|k| MotionKind::from_name(k.name()) == Some(k)));
        assert!(MotionResult::ALL.into_iter().all(|r| MotionResult::from_name(r.name()) == Some(r)));
        assert!(DissentKind::ALL.into_iter().all(|k| DissentKind::from_name(k.name()) == Some(k)));
    }
}
