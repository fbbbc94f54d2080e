//! The rows of the tables.

use jiff::civil::Time;

use super::super::history::text_of_item;
use super::super::{Cell, Links};
use crate::index::{MeetingRecord, StoredItem};
use crate::model::{Motion, MotionResult, Outcome, Participant, SectionKind, Side, Votes};
use crate::query::Case;

fn text(words: Option<impl Into<String>>) -> Cell {
    words.map(Into::into).filter(|w| !w.is_empty()).map_or(Cell::Empty, Cell::Text)
}

fn flag(yes: bool) -> Cell {
    Cell::Text(if yes { "yes" } else { "no" }.into())
}

fn list(of: impl IntoIterator<Item = impl Into<String>>) -> Cell {
    let of: Vec<String> = of.into_iter().map(Into::into).collect();
    if of.is_empty() { Cell::Empty } else { Cell::List(of) }
}

fn number(n: usize) -> Cell {
    Cell::number(u32::try_from(n).ok())
}

fn time(at: Option<Time>) -> Cell {
    text(at.map(|t| t.strftime("%H:%M").to_string()))
}

fn authority(of: Option<&crate::model::Authority>) -> Cell {
    text(of.map(|a| a.name.as_str()))
}

/// Counts and people of a vote: six cells.
fn votes(of: Option<&Votes>) -> Vec<Cell> {
    let sides = of.map(|v| [&v.in_favour, &v.against, &v.abstained]);
    let count = |n: usize| Cell::number(sides.and_then(|s| s[n].count));
    let who = |side: &Side| list(side.names.iter().chain(&side.parties).cloned());
    let people = |n: usize| sides.map_or(Cell::Empty, |s| who(s[n]));
    (0..3).map(count).chain((0..3).map(people)).collect()
}

fn outcome(of: Option<Outcome>) -> Cell {
    text(of.map(Outcome::name))
}

/// A row of `items`.
pub(crate) fn item_row(stored: &StoredItem, meeting: &str, case: Option<&str>, links: &Links) -> Vec<Cell> {
    let (item, of) = (&stored.item, &stored.meeting);
    let mut row = vec![
        Cell::from(stored.id.as_str()),
        Cell::from(meeting),
        text(case),
        Cell::date(of.date),
        text(of.body.as_deref()),
        authority(of.authority.as_ref()),
        text(of.region.map(|r| r.name())),
        Cell::from(of.kind.name()),
        text(item.number.as_ref().map(ToString::to_string)),
        Cell::from(item.title.as_str()),
        text(item.group.as_deref()),
        text(item.case_number.as_ref().map(|c| c.0.as_str())),
        flag(item.closed),
        flag(item.standing),
        list(item.municipalities.iter().cloned()),
        list(item.topics.iter().map(ToString::to_string)),
        list(item.kle.iter().cloned()),
        outcome(item.outcome()),
    ];
    row.extend(votes(item.decision.as_ref().and_then(|d| d.votes.as_ref())));
    row.extend([
        text(text_of_item(item, SectionKind::Proposal)),
        text(text_of_item(item, SectionKind::Minutes)),
        Cell::number(item.page),
        Cell::from(stored.source.as_str()),
        address(links.to_page(&stored.source, item.page)),
    ]);
    row
}

fn address(of: Option<String>) -> Cell {
    of.map_or(Cell::Empty, |address| Cell::Link { text: address.clone(), address })
}

/// A row of `steps`.
pub(crate) fn step_row(case: &str, step: usize, stored: &StoredItem, meeting: &str) -> Vec<Cell> {
    let (item, of) = (&stored.item, &stored.meeting);
    vec![
        Cell::from(case),
        number(step),
        Cell::from(stored.id.as_str()),
        Cell::from(meeting),
        Cell::date(of.date),
        text(of.body.as_deref()),
        authority(of.authority.as_ref()),
        text(item.number.as_ref().map(ToString::to_string)),
        Cell::from(item.title.as_str()),
        outcome(item.outcome()),
    ]
}

/// A row of `cases`.
pub(crate) fn case_row(case: &Case) -> Vec<Cell> {
    let announced = case.state.announcement();
    vec![
        text(case.items.first().map(String::as_str)),
        Cell::from(case.title.as_str()),
        Cell::date(case.first),
        Cell::date(case.last),
        number(case.meetings),
        list(case.bodies.iter().cloned()),
        outcome(case.outcome),
        Cell::from(case.state.name()),
        Cell::date(announced.and_then(|a| a.date)),
        text(announced.and_then(|a| a.body.as_deref())),
        text(announced.map(|a| a.words.as_str())),
        list(case.items.iter().cloned()),
    ]
}

/// The rows of `votes` of one item: its motions, those of earlier bodies included. A main motion with only its vote
/// has a row of its own.
pub(crate) fn vote_rows(stored: &StoredItem, meeting: &str) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let minutes = stored.item.sections.iter().filter(|s| s.kind == SectionKind::Minutes);
    for (section, decision) in minutes.filter_map(|s| Some((s, s.decision.as_ref()?))) {
        let body = section.body.as_deref().or(stored.meeting.body.as_deref());
        let date = section.date.or(stored.meeting.date);
        let mut add = |what: &str, mover: Option<&str>, result: Option<MotionResult>, of: Option<&Votes>| {
            let mut row = vec![
                Cell::from(stored.id.as_str()),
                number(rows.len() + 1),
                Cell::from(meeting),
                Cell::date(date),
                text(body),
                authority(stored.meeting.authority.as_ref()),
                text(stored.item.number.as_ref().map(ToString::to_string)),
                Cell::from(stored.item.title.as_str()),
                Cell::from(what),
                text(mover),
                text(result.map(MotionResult::name)),
            ];
            row.extend(votes(of));
            rows.push(row);
        };
        for Motion { kind, mover, result, votes } in &decision.motions {
            add(kind.name(), mover.as_deref(), *result, votes.as_ref());
        }
        let told = decision.motions.iter().any(|m| m.votes.is_some() && m.votes == decision.votes);
        if let (Some(of), false) = (&decision.votes, told) {
            add("main", None, None, Some(of));
        }
    }
    rows
}

/// A row of `meetings`.
pub(crate) fn meeting_row(meeting: &MeetingRecord, items: usize, links: &Links) -> Vec<Cell> {
    let of = &meeting.facts;
    let sources: Vec<String> = meeting.sources().into_iter().map(|(source, _)| source).collect();
    let first = sources.first().and_then(|source| links.to_page(source, None));
    vec![
        Cell::from(meeting.id.as_str()),
        Cell::date(of.date),
        text(of.body.as_deref()),
        authority(of.authority.as_ref()),
        text(of.region.map(|r| r.name())),
        time(of.start),
        time(of.end),
        text(of.place.as_deref()),
        Cell::from(of.kind.name()),
        number(items),
        list(sources),
        address(first),
    ]
}

/// A row of `participants`.
pub(crate) fn participant_row(meeting: &MeetingRecord, person: usize, of: &Participant) -> Vec<Cell> {
    vec![
        Cell::from(meeting.id.as_str()),
        number(person),
        Cell::date(meeting.facts.date),
        text(meeting.facts.body.as_deref()),
        authority(meeting.facts.authority.as_ref()),
        Cell::from(of.name.as_str()),
        text(of.organisation.as_deref()),
        text(of.role.as_deref()),
        flag(of.absent),
    ]
}
