//! The decision in short, above the text.

use crate::index::StoredItem;
use crate::model::{Dissent, MeetingKind, Motion, PointsOutcome, SectionKind, Side, Votes};
use crate::text::shortened;
use crate::web::pages::{Badge, Frame};

/// Characters of the decision above the text: about five lines. The text has all of it.
const SHOWN: usize = 420;

/// The decision in short.
#[derive(Default)]
pub(super) struct Decision {
    pub badge: Option<Badge>,
    pub text: Option<String>,
    /// The number of its section, from 1.
    pub section: Option<usize>,
    pub is_cut: bool,
    pub votes: Vec<(String, String)>,
    /// Each motion and its result.
    pub motions: Vec<(String, String)>,
    pub dissent: Vec<(String, String)>,
    pub parts: Vec<(String, String)>,
    /// The sentence for minutes without a decision.
    pub none: Option<String>,
}

impl Decision {
    pub(super) fn new(frame: &Frame<'_>, stored: &StoredItem) -> Self {
        let item = &stored.item;
        let mut sections = item.sections.iter().enumerate();
        let last = sections.rfind(|(_, s)| s.kind == SectionKind::Minutes && !s.text.is_blank());
        let Some((n, section)) = last else {
            let agenda = stored.meeting.kind == MeetingKind::Agenda;
            return Self { none: (!agenda).then(|| frame.words.item.no_decision.clone()), ..Self::default() };
        };
        let text = section.text.as_str();
        Self {
            badge: item.outcome().map(|o| frame.badge(o)),
            text: Some(shortened(text, SHOWN)),
            section: Some(n + 1),
            is_cut: text.chars().nth(SHOWN).is_some(),
            votes: section.decision.as_ref().and_then(|d| d.votes.as_ref()).map_or_else(Vec::new, |v| votes(frame, v)),
            motions: section.decision.iter().flat_map(|d| &d.motions).map(|m| motion(frame, m)).collect(),
            dissent: section.decision.iter().flat_map(|d| &d.dissent).map(|d| dissent(frame, d)).collect(),
            parts: section.decision.iter().flat_map(|d| &d.parts).map(|p| part(frame, p)).collect(),
            none: None,
        }
    }
}

/// `Ændringsforslag`, `Ole Brink (V): forkastet, For 3, Imod 14`.
fn motion(frame: &Frame<'_>, motion: &Motion) -> (String, String) {
    let result = motion.result.map(|r| frame.words.names.result(r).to_owned());
    let votes = motion.votes.iter().flat_map(|v| votes(frame, v)).map(|(side, who)| format!("{side} {who}"));
    let told: Vec<String> = result.into_iter().chain(votes).collect();
    let mover = motion.mover.iter().map(|m| if told.is_empty() { m.clone() } else { format!("{m}: ") });
    (frame.words.names.motion(motion.kind).to_owned(), mover.collect::<String>() + &told.join(", "))
}

fn dissent(frame: &Frame<'_>, dissent: &Dissent) -> (String, String) {
    (frame.words.names.dissent(dissent.kind).to_owned(), dissent.who.clone())
}

fn part(frame: &Frame<'_>, part: &PointsOutcome) -> (String, String) {
    (part.points.clone(), frame.words.names.outcome(part.outcome).to_owned())
}

fn votes(frame: &Frame<'_>, votes: &Votes) -> Vec<(String, String)> {
    let words = &frame.words.item;
    let sides =
        [(&words.in_favour, &votes.in_favour), (&words.against, &votes.against), (&words.abstained, &votes.abstained)];
    sides.into_iter().filter(|(_, side)| !side.is_empty()).map(|(name, side)| (name.clone(), shown(side))).collect()
}

/// `5 (A, V, Ole Brink)`.
fn shown(side: &Side) -> String {
    let who: Vec<&str> = side.parties.iter().chain(&side.names).map(String::as_str).collect();
    match (side.count, who.is_empty()) {
        (Some(count), true) => count.to_string(),
        (Some(count), false) => format!("{count} ({})", who.join(", ")),
        (None, _) => who.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn side_is_told_by_number_and_names() {
        let side = |count, names: &[&str]| Side {
            count,
            names: names.iter().map(|n| (*n).to_owned()).collect(),
            parties: vec!["A".into()],
        };
        assert_eq!(shown(&side(Some(5), &["Ole Brink (V)"])), "5 (A, Ole Brink (V))");
        assert_eq!(shown(&side(None, &[])), "A");
    }
}
