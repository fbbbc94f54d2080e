//! Meetings, looked up one by one: nothing reads all items.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::QueryError;
use super::export::Sitting;
use crate::engine::plan::Clause;
use crate::engine::{Engine, Place};
use crate::index::{MeetingFacts, StoredItem};
use crate::model::MeetingKind;

/// Meetings that are looked at to find the next one of the same authority.
const NEIGHBOURS: usize = 40;

/// A meeting in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Of the document that stands for it.
    pub facts: MeetingFacts,
    /// Sources of its agendas and minutes, minutes first.
    pub documents: Vec<(String, MeetingKind)>,
    /// Items of the document that has most.
    pub items: usize,
}

/// What an archive spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    pub documents: usize,
    /// Of all bodies together.
    pub days: BTreeSet<Date>,
}

/// The meetings of one body in one year, and in which years it met.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingsOfBody {
    /// Days with a meeting by year, newest first; `None` for undated documents.
    pub years: Vec<(Option<i16>, usize)>,
    /// Of the year that was asked for, newest first.
    pub meetings: Vec<Held>,
}

/// What the archive holds.
///
/// # Errors
///
/// An index that fails.
pub fn extent(engine: &dyn Engine) -> Result<Extent, QueryError> {
    Ok(Extent { documents: engine.document_count()?, days: engine.days()? })
}

/// The last day on which each body met, by body.
///
/// # Errors
///
/// An index that fails.
pub fn last_meetings(engine: &dyn Engine) -> Result<BTreeMap<String, Date>, QueryError> {
    Ok(engine.last_meetings()?.into_iter().collect())
}

/// The meetings of the last days on which there were some.
///
/// # Errors
///
/// An index that fails.
pub fn newest(engine: &dyn Engine, extent: &Extent, most: usize) -> Result<Vec<Held>, QueryError> {
    let mut found = Vec::new();
    for day in extent.days.iter().rev() {
        if found.len() >= most {
            break;
        }
        found.extend(held(engine, engine.places_of_day(*day)?)?);
    }
    found.truncate(most);
    Ok(found)
}

/// The meetings of a body of exactly that name. `None` where the index has none. Without a `year` those of the last one.
///
/// # Errors
///
/// An index that fails.
pub fn of_body(engine: &dyn Engine, body: &str, year: Option<i16>) -> Result<Option<MeetingsOfBody>, QueryError> {
    let places = with_days(engine, places_of_body(engine, body)?)?;
    let mut days: BTreeMap<Option<i16>, BTreeSet<Option<Date>>> = BTreeMap::new();
    for (_, day) in &places {
        days.entry(day.map(Date::year)).or_default().insert(*day);
    }
    let Some(last) = days.keys().next_back().copied() else { return Ok(None) };
    let wanted = year.map_or(last, Some);
    let of_year = places.into_iter().filter(|(_, day)| day.map(Date::year) == wanted).map(|(at, _)| at);
    let meetings = held(engine, of_year.collect())?;
    let years = days.into_iter().rev().map(|(year, days)| (year, days.len())).collect();
    Ok(Some(MeetingsOfBody { years, meetings }))
}

/// The meetings of the same body and authority before and after one.
///
/// # Errors
///
/// An index that fails.
pub fn neighbours(engine: &dyn Engine, of: &MeetingFacts) -> Result<[Option<Held>; 2], QueryError> {
    let (Some(body), Some(day)) = (&of.body, of.date) else { return Ok([None, None]) };
    let mut by_day: BTreeMap<Date, Vec<Place>> = BTreeMap::new();
    for (at, held) in with_days(engine, places_of_body(engine, body)?)? {
        if let Some(held) = held {
            by_day.entry(held).or_default().push(at);
        }
    }
    let before = of_authority(engine, of, by_day.range(..day).rev().map(|(_, places)| places))?;
    let after = of_authority(engine, of, by_day.range(day..).filter(|(d, _)| **d > day).map(|(_, places)| places))?;
    Ok([before, after])
}

fn of_authority<'a>(
    engine: &dyn Engine,
    of: &MeetingFacts,
    days: impl Iterator<Item = &'a Vec<Place>>,
) -> Result<Option<Held>, QueryError> {
    for places in days.take(NEIGHBOURS) {
        let found = held(engine, places.clone())?.into_iter().find(|h| h.facts.authority == of.authority);
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The whole meeting that a document is of: each item once, as the minutes have it where they do. `None` for a document
/// without items.
///
/// # Errors
///
/// An index that fails.
pub fn sitting(engine: &dyn Engine, source: &str) -> Result<Option<Sitting>, QueryError> {
    let mut documents: BTreeMap<String, MeetingKind> = BTreeMap::new();
    let mut met = BTreeSet::new();
    for at in engine.places_in(source)? {
        for other in engine.pair(at)? {
            if met.insert(stem(&engine.id_at(other)?).to_owned()) {
                let item = engine.item_at(other)?;
                documents.insert(item.source, item.meeting.kind);
            }
        }
    }
    let mut documents: Vec<(String, MeetingKind)> = documents.into_iter().collect();
    documents.sort_by_key(|(source, kind)| (*kind != MeetingKind::Minutes, source.clone()));
    let mut items: Vec<StoredItem> = Vec::new();
    for (source, _) in &documents {
        let mut standing = Vec::new();
        for at in engine.places_in(source)? {
            if engine.pair(at)?.first() == Some(&at) {
                standing.push(engine.item_at(at)?);
            }
        }
        standing.sort_by_key(|i| i.position);
        items.extend(standing);
    }
    let facts = items.first().map(|i| i.meeting.clone());
    Ok(facts.map(|facts| Sitting { facts, documents, items }))
}

fn places_of_body(engine: &dyn Engine, body: &str) -> Result<Vec<Place>, QueryError> {
    Ok(engine.matching(&[Clause::Value("body", vec![vec![body.to_owned()]])])?)
}

/// Items with their days.
pub(super) fn with_days(engine: &dyn Engine, places: Vec<Place>) -> Result<Vec<(Place, Option<Date>)>, QueryError> {
    let days = engine.days_at(&places)?;
    Ok(places.into_iter().zip(days).collect())
}

/// The meetings that items are of, newest first; of each document one item is read.
pub(super) fn held(engine: &dyn Engine, places: Vec<Place>) -> Result<Vec<Held>, QueryError> {
    let mut documents: BTreeMap<String, (Place, usize)> = BTreeMap::new();
    for at in places {
        let id = engine.id_at(at)?;
        documents.entry(stem(&id).to_owned()).or_insert((at, 0)).1 += 1;
    }
    let mut meetings: BTreeMap<_, Held> = BTreeMap::new();
    for (at, items) in documents.into_values() {
        let StoredItem { source, meeting: facts, .. } = engine.item_at(at)?;
        let key = (facts.date, facts.authority.as_ref().map(|a| a.name.clone()), facts.body.clone());
        let document = (source, facts.kind);
        let held = meetings.entry(key).or_insert_with(|| Held { facts, documents: Vec::new(), items: 0 });
        held.documents.push(document);
        held.items = held.items.max(items);
    }
    let mut meetings: Vec<Held> = meetings.into_values().rev().collect();
    for meeting in &mut meetings {
        meeting.documents.sort_by_key(|(source, kind)| (*kind != MeetingKind::Minutes, source.clone()));
    }
    Ok(meetings)
}

/// What the ids of a document's items begin with.
pub(super) fn stem(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item};
    use super::*;

    fn archive() -> Vec<StoredItem> {
        vec![
            item("a#1", "2023-03-01", "Takster for herberger", ""),
            item("b#1", "2024-03-01", "Ny sti langs fjorden", ""),
            item("b#2", "2024-03-01", "Eventuelt", ""),
            item("b-dagsorden#1", "2024-03-01", "Ny sti langs fjorden", ""),
            item("b-dagsorden#3", "2024-03-01", "Kun i dagsordenen", ""),
            item("c#1", "2024-05-01", "Salg af grund", ""),
        ]
    }

    #[test]
    fn newest_meetings_come_first_each_once() {
        let (_folder, engine) = index_of(&archive());
        let extent = extent(&engine).unwrap();
        assert_eq!((extent.documents, extent.days.len()), (4, 3));
        let newest = newest(&engine, &extent, 2).unwrap();
        let sources: Vec<&str> = newest.iter().map(|h| h.documents[0].0.as_str()).collect();
        assert_eq!(sources, ["c", "b"]);
        assert_eq!((newest[1].documents.len(), newest[1].items), (2, 2));
    }

    #[test]
    fn body_is_told_year_by_year() {
        let (_folder, engine) = index_of(&archive());
        let last = of_body(&engine, "DASSOS", None).unwrap().unwrap();
        assert_eq!(last.years, [(Some(2024), 2), (Some(2023), 1)]);
        assert_eq!(last.meetings.len(), 2);
        assert_eq!(of_body(&engine, "DASSOS", Some(2023)).unwrap().unwrap().meetings.len(), 1);
        assert_eq!(of_body(&engine, "Byrådet", None).unwrap(), None);
    }

    #[test]
    fn meeting_has_neighbours_and_each_item_once() {
        let (_folder, engine) = index_of(&archive());
        let sitting = sitting(&engine, "b-dagsorden").unwrap().unwrap();
        let ids: Vec<&str> = sitting.items.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(ids, ["b#1", "b#2", "b-dagsorden#3"]);
        let [before, after] = neighbours(&engine, &sitting.facts).unwrap();
        assert_eq!(before.unwrap().documents[0].0, "a");
        assert_eq!(after.unwrap().documents[0].0, "c");
    }
}
