//! The changes from one step of a case to the next.

use crate::index::StoredItem;
use crate::model::{Outcome, SectionKind};

/// What changed since the step before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Another body deals with it; holds the body before.
    Body {
        /// The body of the step before.
        before: String,
    },
    /// It was decided, or decided differently; holds the outcome before, if any.
    Decision {
        /// The outcome of the decision before; `None` if there was no decision or its outcome is unclear.
        before: Option<Outcome>,
    },
    /// From now on behind closed doors.
    Closed,
    /// From now on in public.
    Opened,
}

impl Change {
    /// The name used in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Body { .. } => "new_body",
            Self::Decision { .. } => "new_decision",
            Self::Closed => "closed",
            Self::Opened => "opened",
        }
    }
}

/// The changes of each step, in order. The first step has none.
pub(super) fn changes(steps: &[&StoredItem]) -> Vec<Vec<Change>> {
    let mut decided: Option<(&str, Option<Outcome>)> = None;
    let mut all = Vec::with_capacity(steps.len());
    for (n, step) in steps.iter().enumerate() {
        let mut changes = n.checked_sub(1).map_or_else(Vec::new, |before| since(steps[before], step));
        if let Some(new) = decision(step) {
            let outcome = step.item.outcome();
            if n > 0 && decided.is_none_or(|(words, before)| words != new && (before != outcome || outcome.is_none())) {
                changes.push(Change::Decision { before: decided.and_then(|(_, outcome)| outcome) });
            }
            decided = Some((new, outcome));
        }
        all.push(changes);
    }
    all
}

/// The meeting's own decision: the last one, because decisions of earlier bodies are printed before it.
fn decision(item: &StoredItem) -> Option<&str> {
    let mut sections = item.item.sections.iter().filter(|s| s.kind == SectionKind::Minutes && !s.text.is_blank());
    sections.next_back().map(|s| s.text.as_str().trim())
}

/// All changes but decisions. Those are compared with the last decided step instead.
fn since(before: &StoredItem, now: &StoredItem) -> Vec<Change> {
    let mut changes = Vec::new();
    let body = |i: &StoredItem| {
        i.meeting.body.as_ref().map(|b| (b.to_lowercase(), i.meeting.authority.as_ref().map(|a| a.name.clone())))
    };
    if let (Some(old), true) = (&before.meeting.body, body(now).is_some() && body(before) != body(now)) {
        changes.push(Change::Body { before: old.clone() });
    }
    match (before.item.closed, now.item.closed) {
        (false, true) => changes.push(Change::Closed),
        (true, false) => changes.push(Change::Opened),
        _ => {}
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::super::tests::item;
    use super::*;
    use crate::model::{Section, SectionKind, Text};

    fn decided(mut item: StoredItem, words: &str) -> StoredItem {
        let text = Text::on_page(words, 1);
        item.item.sections.push(Section::new(SectionKind::Minutes, text));
        crate::facts::read_item(&mut item.item);
        item
    }

    #[test]
    fn step_tells_what_the_one_before_had_not() {
        let first = decided(item("a#1", "2024-01-01", "Skolen", ""), "Udsat.");
        let mut second = decided(item("b#1", "2024-02-01", "Skolen", ""), "Godkendt.");
        second.item.closed = true;
        second.meeting.body = Some("Byrådet".into());
        let expected = [
            Change::Body { before: "DASSOS".into() },
            Change::Closed,
            Change::Decision { before: Some(Outcome::Postponed) },
        ];
        assert_eq!(changes(&[&first, &second]), [Vec::new(), expected.to_vec()]);
    }

    #[test]
    fn same_outcome_in_other_words_is_no_news() {
        let first = decided(item("a#1", "2024-01-01", "Skolen", ""), "Godkendt.");
        let second = decided(item("b#1", "2024-02-01", "Skolen", ""), "Indstillingen blev godkendt.");
        assert_eq!(changes(&[&first, &second])[1], []);
    }
}
