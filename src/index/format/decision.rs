//! The stored form of a decision: JSON without empty fields, because most decisions are only an outcome.

use serde::{Deserialize, Serialize};

use crate::model::{
    Decision, Dissent, DissentKind, Motion, MotionKind, MotionResult, Outcome, PointsOutcome, Side, Votes, VotesDoubt,
};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct DecisionRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unclear: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<VotesRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    motions: Vec<MotionRow>,
    /// Names, and the name of the kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dissent: Vec<(String, String)>,
    /// Points as printed, and the name of their outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    votes_doubt: Option<String>,
    /// First byte of the sentence that decides, and the first behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<(usize, usize)>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct VotesRow {
    #[serde(rename = "for", skip_serializing_if = "SideRow::is_empty")]
    in_favour: SideRow,
    #[serde(skip_serializing_if = "SideRow::is_empty")]
    against: SideRow,
    #[serde(skip_serializing_if = "SideRow::is_empty")]
    abstained: SideRow,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct SideRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parties: Vec<String>,
}

impl SideRow {
    fn is_empty(&self) -> bool {
        self.count.is_none() && self.names.is_empty() && self.parties.is_empty()
    }
}

#[derive(Serialize, Deserialize)]
struct MotionRow {
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mover: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    votes: Option<VotesRow>,
}

impl From<&Decision> for DecisionRow {
    fn from(decision: &Decision) -> Self {
        let named = |(who, name): (&String, &str)| (who.clone(), name.to_owned());
        Self {
            outcome: decision.outcome.map(|o| o.name().to_owned()),
            unclear: decision.unclear,
            votes: decision.votes.as_ref().map(VotesRow::from),
            motions: decision.motions.iter().map(MotionRow::from).collect(),
            dissent: decision.dissent.iter().map(|d| named((&d.who, d.kind.name()))).collect(),
            parts: decision.parts.iter().map(|p| named((&p.points, p.outcome.name()))).collect(),
            votes_doubt: decision.votes_doubt.map(|d| d.name().to_owned()),
            sentence: decision.sentence.as_ref().map(|at| (at.start, at.end)),
        }
    }
}

impl From<DecisionRow> for Decision {
    fn from(row: DecisionRow) -> Self {
        let dissent = |(who, kind): (String, String)| Some(Dissent { who, kind: DissentKind::from_name(&kind)? });
        let part = |(points, outcome): (String, String)| {
            Some(PointsOutcome { points, outcome: Outcome::from_name(&outcome)? })
        };
        Self {
            outcome: row.outcome.as_deref().and_then(Outcome::from_name),
            unclear: row.unclear,
            votes: row.votes.map(Votes::from),
            motions: row.motions.into_iter().filter_map(MotionRow::motion).collect(),
            dissent: row.dissent.into_iter().filter_map(dissent).collect(),
            parts: row.parts.into_iter().filter_map(part).collect(),
            votes_doubt: row.votes_doubt.as_deref().and_then(VotesDoubt::from_name),
            sentence: row.sentence.map(|(from, to)| from..to),
        }
    }
}

impl From<&Motion> for MotionRow {
    fn from(motion: &Motion) -> Self {
        Self {
            kind: motion.kind.name().to_owned(),
            mover: motion.mover.clone(),
            result: motion.result.map(|r| r.name().to_owned()),
            votes: motion.votes.as_ref().map(VotesRow::from),
        }
    }
}

impl MotionRow {
    /// `None` for an unknown kind.
    fn motion(self) -> Option<Motion> {
        Some(Motion {
            kind: MotionKind::from_name(&self.kind)?,
            mover: self.mover,
            result: self.result.as_deref().and_then(MotionResult::from_name),
            votes: self.votes.map(Votes::from),
        })
    }
}

impl From<&Votes> for VotesRow {
    fn from(votes: &Votes) -> Self {
        let side = |s: &Side| SideRow { count: s.count, names: s.names.clone(), parties: s.parties.clone() };
        Self { in_favour: side(&votes.in_favour), against: side(&votes.against), abstained: side(&votes.abstained) }
    }
}

impl From<VotesRow> for Votes {
    fn from(row: VotesRow) -> Self {
        let side = |s: SideRow| Side { count: s.count, names: s.names, parties: s.parties };
        Self { in_favour: side(row.in_favour), against: side(row.against), abstained: side(row.abstained) }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A decision with a value in every field.
    pub(in crate::index::format) fn full() -> Decision {
        let against = Side { count: Some(2), names: vec!["Ole Brink (V)".into()], parties: vec!["A".into()] };
        let votes = Some(Votes { against, ..Votes::default() });
        Decision {
            outcome: Some(Outcome::Approved),
            unclear: true,
            votes: votes.clone(),
            motions: vec![Motion {
                kind: MotionKind::CounterProposal,
                mover: Some("V".into()),
                result: Some(MotionResult::Lapsed),
                votes,
            }],
            dissent: vec![Dissent { who: "Karin Bang".into(), kind: DissentKind::Reservation }],
            parts: vec![PointsOutcome { points: "1-3".into(), outcome: Outcome::Postponed }],
            votes_doubt: Some(VotesDoubt::SumDiffers),
            sentence: Some(10..19),
        }
    }

    #[test]
    fn decision_comes_back_as_it_went_in() {
        for decision in [full(), Decision::default()] {
            let bytes = serde_json::to_vec(&DecisionRow::from(&decision)).unwrap();
            assert_eq!(Decision::from(serde_json::from_slice::<DecisionRow>(&bytes).unwrap()), decision);
        }
    }
}
