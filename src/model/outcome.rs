//! The outcome of a decision and its votes.

/// The effect of a decision on the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Godkendt, vedtaget, tiltrådt, bevilget.
    Approved,
    /// Differs from the proposal: another amount, a point left out, a condition, an addition.
    ApprovedWithChanges,
    /// Some points adopted, others postponed, refused or dropped.
    PartlyApproved,
    /// Taget til efterretning.
    Noted,
    /// Anbefales, indstilles godkendt: another body decides.
    Recommended,
    /// Anbefales med den tilføjelse, at …
    RecommendedWithChanges,
    /// Anbefales ikke, indstilles til afslag.
    NotRecommended,
    /// Oversendes, sendes i høring.
    SentOn,
    /// Sent back for more work.
    SentBack,
    /// Udsat.
    Postponed,
    /// Forkastet, afslået, ikke godkendt.
    Rejected,
    /// Taget af dagsordenen, trukket tilbage, bortfaldet.
    Withdrawn,
    /// Valgt, udpeget.
    Elected,
    /// Drøftet, without a decision.
    Discussed,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Approved,
        Self::ApprovedWithChanges,
        Self::PartlyApproved,
        Self::Noted,
        Self::Recommended,
        Self::RecommendedWithChanges,
        Self::NotRecommended,
        Self::SentOn,
        Self::SentBack,
        Self::Postponed,
        Self::Rejected,
        Self::Withdrawn,
        Self::Elected,
        Self::Discussed,
    ];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::ApprovedWithChanges => "approved_with_changes",
            Self::PartlyApproved => "partly_approved",
            Self::Noted => "noted",
            Self::Recommended => "recommended",
            Self::RecommendedWithChanges => "recommended_with_changes",
            Self::NotRecommended => "not_recommended",
            Self::SentOn => "sent_on",
            Self::SentBack => "sent_back",
            Self::Postponed => "postponed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Elected => "elected",
            Self::Discussed => "discussed",
        }
    }

    /// True if the proposal is adopted, whole, in part or with changes.
    pub fn is_adopted(self) -> bool {
        matches!(
            self,
            Self::Approved
                | Self::ApprovedWithChanges
                | Self::PartlyApproved
                | Self::Recommended
                | Self::RecommendedWithChanges
                | Self::Elected
        )
    }

    /// True if the body itself settled the matter, one way or the other.
    pub fn decides(self) -> bool {
        matches!(
            self,
            Self::Approved | Self::ApprovedWithChanges | Self::PartlyApproved | Self::Rejected | Self::Elected
        )
    }

    /// True if the proposal is not adopted, for now or for good.
    pub fn is_not_adopted(self) -> bool {
        matches!(self, Self::Rejected | Self::NotRecommended | Self::Withdrawn | Self::SentBack | Self::Postponed)
    }

    /// The outcome with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.name() == name)
    }
}

/// The voters on one side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// The number of voters, if printed.
    pub count: Option<u32>,
    /// People as printed, with the letter of their party in brackets: `Ole Brink (V)`.
    pub names: Vec<String>,
    /// Letters or names of parties voting as one: `A`, `Venstre`.
    pub parties: Vec<String>,
}

impl Side {
    /// True if no voter is on this side.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The votes on a motion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Votes {
    /// Voters in favour.
    pub in_favour: Side,
    /// Voters against.
    pub against: Side,
    /// Abstentions.
    pub abstained: Side,
}

impl Votes {
    /// True if the text has no vote.
    pub fn is_empty(&self) -> bool {
        [&self.in_favour, &self.against, &self.abstained].into_iter().all(Side::is_empty)
    }

    /// In favour, against, abstained.
    pub fn sides_mut(&mut self) -> [&mut Side; 3] {
        [&mut self.in_favour, &mut self.against, &mut self.abstained]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_found_by_its_name() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_name(outcome.name()), Some(outcome));
        }
        assert_eq!(Outcome::from_name("godkendt"), None);
    }
}
