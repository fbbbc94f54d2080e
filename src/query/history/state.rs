//! The state of a case: decided, open, or announced to come back.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::facts::case::reference::same_body;
use crate::facts::case::{Announced, Node};
use crate::model::Outcome;

/// A sentence that announces the case for a later meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Id of the item with the sentence.
    pub item: String,
    /// The sentence, as printed.
    pub words: String,
    /// The body of the later meeting; the item's own body if the sentence names none.
    pub body: Option<String>,
    /// The day of the later meeting; `None` for the body's next one.
    pub date: Option<Date>,
    /// The last day of the month or quarter, if the sentence names no day.
    pub until: Option<Date>,
}

/// The state of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// The last decision is final.
    Decided(Outcome),
    /// Something is left to decide, or no outcome was recognised.
    #[default]
    Open,
    /// Announced for a meeting after the last one in the archive.
    Awaited(Announcement),
    /// Announced for a meeting in the archive, but missing there and afterwards.
    Overdue(Announcement),
}

impl State {
    /// The name used in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Decided(_) => "decided",
            Self::Open => "open",
            Self::Awaited(_) => "awaited",
            Self::Overdue(_) => "overdue",
        }
    }

    /// The announcement without a following step.
    pub fn announcement(&self) -> Option<&Announcement> {
        match self {
            Self::Awaited(a) | Self::Overdue(a) => Some(a),
            Self::Decided(_) | Self::Open => None,
        }
    }
}

/// True if the outcome ends a case.
fn is_final(outcome: Outcome) -> bool {
    use Outcome::{Approved, ApprovedWithChanges, Elected, Noted, PartlyApproved, Rejected, Withdrawn};
    matches!(outcome, Approved | ApprovedWithChanges | PartlyApproved | Elected | Noted | Rejected | Withdrawn)
}

/// The last day each body met, in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar(HashMap<String, Date>);

impl Calendar {
    /// True if the body met on that day or later.
    pub(super) fn has_met(&self, body: &str, from: Date) -> bool {
        self.0.iter().any(|(other, last)| *last >= from && same_body(other, body))
    }
}

impl FromIterator<(String, Date)> for Calendar {
    fn from_iter<I: IntoIterator<Item = (String, Date)>>(meetings: I) -> Self {
        let mut last = HashMap::new();
        for (body, day) in meetings {
            last.entry(body).and_modify(|known: &mut Date| *known = day.max(*known)).or_insert(day);
        }
        Self(last)
    }
}

/// The state of a case. `steps` are in date order.
pub(super) fn state(steps: &[Arc<Node>], calendar: &Calendar) -> State {
    let announced = steps.iter().rev().flat_map(|s| s.announced.iter().map(move |a| (&**s, a)));
    let broken = announced.into_iter().find(|(said, a)| !was_kept(said, a, steps));
    match (broken, last_outcome(steps)) {
        (Some((said, announced)), _) => placed(said, announced, calendar),
        (None, Some(outcome)) if is_final(outcome) => State::Decided(outcome),
        _ => State::Open,
    }
}

/// The outcome of the last step that decides something; of the last step with an outcome if none does. A report that is noted after
/// the decision does not open or close a case.
pub(super) fn last_outcome(steps: &[Arc<Node>]) -> Option<Outcome> {
    let outcomes = || steps.iter().rev().filter(|s| s.decided).filter_map(|s| s.outcome);
    let decides = |outcome: &Outcome| !matches!(outcome, Outcome::Noted | Outcome::Discussed);
    outcomes().find(decides).or_else(|| outcomes().next())
}

fn placed(said: &Node, announced: &Announced, calendar: &Calendar) -> State {
    let announcement = Announcement {
        item: said.id.clone(),
        words: announced.words.clone(),
        body: announced.body.clone().or_else(|| said.body.clone()),
        date: announced.date,
        until: announced.until,
    };
    let due = announced.until.and_then(|d| d.tomorrow().ok()).or(announced.date);
    let due = due.or_else(|| said.date.and_then(|d| d.tomorrow().ok()));
    let met = due.zip(announcement.body.as_deref()).is_some_and(|(due, body)| calendar.has_met(body, due));
    if met { State::Overdue(announcement) } else { State::Awaited(announcement) }
}

/// True if a later step is on or after the announced day.
fn was_kept(said: &Node, announced: &Announced, steps: &[Arc<Node>]) -> bool {
    steps.iter().any(|s| s.date > said.date && s.date >= announced.date)
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::super::tests::{item, node};
    use super::*;
    use crate::model::{Section, SectionKind, Text};

    fn said(id: &str, day: &str, words: &str) -> Arc<Node> {
        let mut item = item(id, day, "Skolen ved fjorden", "");
        let text = Text::on_page(words, 1);
        item.item.sections.push(Section::new(SectionKind::Minutes, text));
        crate::facts::read_item(&mut item.item);
        Arc::new(node(&item))
    }

    /// The state once the body has met on these days too.
    fn name_of(steps: &[Arc<Node>], met: &[&str]) -> &'static str {
        let met = met.iter().map(|day| ("DASSOS".to_owned(), day.parse().unwrap()));
        state(steps, &met.collect()).name()
    }

    #[test]
    fn case_that_was_to_come_back_and_did_not_is_overdue_once_the_body_has_met() {
        let postponed = said("a#1", "2024-01-10", "Udsat. Sagen genoptages på mødet den 14. februar 2024.");
        assert_eq!(name_of(from_ref(&postponed), &[]), "awaited");
        assert_eq!(name_of(from_ref(&postponed), &["2024-01-20"]), "awaited");
        assert_eq!(name_of(from_ref(&postponed), &["2024-02-14"]), "overdue");
        assert_eq!(name_of(&[postponed, said("c#2", "2024-02-14", "Godkendt.")], &["2024-02-14"]), "decided");
    }

    #[test]
    fn month_is_over_before_a_case_is_overdue() {
        let later = said("a#1", "2024-01-10", "Sagen forelægges igen i november.");
        assert_eq!(name_of(from_ref(&later), &["2024-11-05"]), "awaited");
        assert_eq!(name_of(&[later], &["2024-12-03"]), "overdue");
    }

    #[test]
    fn next_meeting_needs_no_date() {
        let postponed = said("a#1", "2024-01-10", "Punktet udsættes til næste møde.");
        let State::Awaited(announced) = state(from_ref(&postponed), &Calendar::default()) else { panic!("awaited") };
        assert_eq!((announced.body.as_deref(), announced.date), (Some("DASSOS"), None));
        assert_eq!(name_of(&[postponed], &["2024-01-20"]), "overdue");
    }

    #[test]
    fn date_of_something_else_announces_nothing() {
        let approved = said("a#1", "2024-01-10", "Godkendt. Næste møde afholdes den 14. februar 2024.");
        assert_eq!(name_of(&[approved], &["2024-02-14"]), "decided");
        assert_eq!(name_of(&[said("a#1", "2024-01-10", "Drøftet.")], &[]), "open");
    }
}
