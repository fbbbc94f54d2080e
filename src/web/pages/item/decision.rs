//! What was decided, in short.

use crate::index::StoredItem;
use crate::model::{MeetingKind, Section, SectionKind, Side};
use crate::text::shortened;
use crate::web::pages::{Badge, Frame};

/// Characters of the decision that are shown first; the rest stands in its place in the text.
const SHOWN: usize = 420;

/// The decision as it stands above the text.
#[derive(Default)]
pub struct Decision {
    pub badge: Option<Badge>,
    pub text: Option<String>,
    /// The section that it is, and whether more stands there.
    pub section: Option<usize>,
    pub is_cut: bool,
    pub votes: Vec<(String, String)>,
    /// What is said where there is none.
    pub none: Option<String>,
}

impl Decision {
    pub fn new(frame: &Frame<'_>, stored: &StoredItem) -> Self {
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
            votes: votes(frame, section),
            none: None,
        }
    }
}

fn votes(frame: &Frame<'_>, section: &Section) -> Vec<(String, String)> {
    let Some(votes) = section.decision.as_ref().and_then(|d| d.votes.as_ref()) else { return Vec::new() };
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
