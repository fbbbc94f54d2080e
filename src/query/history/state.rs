//! Where a case stands: what its last meeting decided, and whether it was to come back and did.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::outcome::{Outcome, decision, outcome_of};
use crate::index::StoredItem;
use crate::model::SectionKind;
use crate::query::reference::{self, same_body};

/// The words by which a decision says that a case comes back.
static COMES_BACK: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"(?i)\b(?:forelægges|fremlægges|genoptages|genbehandles|behandles|drøftes|optages|tages op|vender tilbage|sættes på|udsættes|udsat|udsatte)\b";
    Regex::new(words).expect("a pattern of our own")
});
/// `genoptages på næste møde`: no date, and the own body.
static NEXT_MEETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:næste|kommende|førstkommende) (?:\w+s)?møde\b").expect("a pattern of our own")
});

/// A decision that the case comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Id of the item that says so.
    pub item: String,
    /// The sentence, as printed.
    pub words: String,
    /// Where it is to come; the own body where nothing else is said.
    pub body: Option<String>,
    /// When; `None` for the next meeting.
    pub date: Option<Date>,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// The last decision is final.
    Decided(Outcome),
    /// Something is left to decide, or the minutes do not tell.
    #[default]
    Open,
    /// To come back to a meeting that the archive does not have yet.
    Awaited(Announcement),
    /// To come back to a meeting that the archive has, or a later one, and it never did.
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

    /// What was announced and did not come.
    pub fn announcement(&self) -> Option<&Announcement> {
        match self {
            Self::Awaited(a) | Self::Overdue(a) => Some(a),
            Self::Decided(_) | Self::Open => None,
        }
    }
}

/// Which body met when, as far as the archive knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar(BTreeSet<(Date, String)>);

impl Calendar {
    /// The meetings of these items.
    pub fn of(items: &[StoredItem]) -> Self {
        let met = |i: &StoredItem| Some((i.meeting.date?, i.meeting.body.clone()?));
        items.iter().filter_map(met).collect()
    }

    /// True where the body met on that day or later.
    fn has_met(&self, body: &str, from: Date) -> bool {
        self.0.range((from, String::new())..).any(|(_, other)| same_body(other, body))
    }
}

impl FromIterator<(Date, String)> for Calendar {
    fn from_iter<I: IntoIterator<Item = (Date, String)>>(meetings: I) -> Self {
        Self(meetings.into_iter().collect())
    }
}

/// Where the case stands that has these steps, in date order.
pub(super) fn state(steps: &[&StoredItem], calendar: &Calendar) -> State {
    let last = steps.iter().rev().find_map(|s| Some((s.meeting.date, decision(s)?)));
    let broken = steps.iter().rev().flat_map(|s| announcements(s)).find(|a| !was_kept(a, steps));
    match (broken, last.and_then(|(_, words)| outcome_of(words))) {
        (Some(announced), _) => placed(announced, steps, calendar),
        (None, Some(outcome)) if outcome.is_final() => State::Decided(outcome),
        _ => State::Open,
    }
}

fn placed(announced: Announcement, steps: &[&StoredItem], calendar: &Calendar) -> State {
    let said = steps.iter().find(|s| s.id == announced.item).and_then(|s| s.meeting.date);
    let due = announced.date.or_else(|| said.and_then(|d| d.tomorrow().ok()));
    let met = due.zip(announced.body.as_deref()).is_some_and(|(due, body)| calendar.has_met(body, due));
    if met { State::Overdue(announced) } else { State::Awaited(announced) }
}

/// True where a step came after the announcement and not before the day announced.
fn was_kept(announced: &Announcement, steps: &[&StoredItem]) -> bool {
    let said = steps.iter().find(|s| s.id == announced.item).and_then(|s| s.meeting.date);
    let came = |s: &&&StoredItem| s.meeting.date > said && s.meeting.date >= announced.date;
    steps.iter().any(|s| came(&s))
}

/// What the item's decisions announce.
fn announcements(item: &StoredItem) -> Vec<Announcement> {
    let Some(own) = item.meeting.date else { return Vec::new() };
    let minutes = item.item.sections.iter().filter(|s| s.kind == SectionKind::Minutes);
    let mut found = Vec::new();
    for text in minutes.map(|s| s.text.as_str()) {
        let dated = reference::find(text, &item.into()).into_iter().filter(|r| r.date.is_some_and(|d| d > own));
        let dated = dated.map(|r| (reference::sentence(text, &r.at), r.body, r.date));
        let next = NEXT_MEETING.find_iter(text).map(|m| (reference::sentence(text, &m.range()), None, None));
        let says = |words: &str| COMES_BACK.is_match(words);
        found.extend(dated.chain(next).filter(|(words, ..)| says(words)).map(|(words, body, date)| Announcement {
            item: item.id.clone(),
            words: words.to_owned(),
            body: body.or_else(|| item.meeting.body.clone()),
            date,
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::item;
    use super::*;
    use crate::model::{Section, Text};

    fn decided(id: &str, day: &str, words: &str) -> StoredItem {
        let mut item = item(id, day, "Skolen ved fjorden", "");
        let text = Text::on_page(words, 1);
        item.item.sections.push(Section { kind: SectionKind::Minutes, heading: None, body: None, date: None, text });
        item
    }

    fn name_of(steps: &[&StoredItem], others: &[StoredItem]) -> &'static str {
        state(steps, &Calendar::of(others)).name()
    }

    #[test]
    fn case_that_was_to_come_back_and_did_not_is_overdue_once_the_body_has_met() {
        let said = decided("a#1", "2024-01-10", "Udsat. Sagen genoptages på mødet den 14. februar 2024.");
        assert_eq!(name_of(&[&said], &[]), "awaited");
        assert_eq!(name_of(&[&said], &[item("b#1", "2024-01-20", "Andet", "")]), "awaited");
        assert_eq!(name_of(&[&said], &[item("c#1", "2024-02-14", "Andet", "")]), "overdue");
        let came = decided("c#2", "2024-02-14", "Godkendt.");
        assert_eq!(name_of(&[&said, &came], &[item("c#1", "2024-02-14", "Andet", "")]), "decided");
    }

    #[test]
    fn next_meeting_needs_no_date() {
        let said = decided("a#1", "2024-01-10", "Punktet udsættes til næste møde.");
        let State::Awaited(announced) = state(&[&said], &Calendar::default()) else { panic!("awaited") };
        assert_eq!((announced.body.as_deref(), announced.date), (Some("DASSOS"), None));
        assert_eq!(name_of(&[&said], &[item("b#1", "2024-01-20", "Andet", "")]), "overdue");
    }

    #[test]
    fn date_of_something_else_announces_nothing() {
        let said = decided("a#1", "2024-01-10", "Godkendt. Næste møde afholdes den 14. februar 2024.");
        assert_eq!(name_of(&[&said], &[item("c#1", "2024-02-14", "Andet", "")]), "decided");
        assert_eq!(name_of(&[&decided("a#1", "2024-01-10", "Drøftet.")], &[]), "open");
    }
}
