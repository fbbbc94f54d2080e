//! Meetings: lists, counts, neighbours, and a whole meeting with its items.
//!
//! The command line, the page, the API and the exports all read meetings here. The index groups documents into meetings
//! when it is written ([`Meetings`](crate::index::Meetings)). Lists read no items; a whole meeting does.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;

use super::QueryError;
use crate::engine::{Engine, Place};
use crate::index::{DocumentRecord, MeetingRecord, StoredItem};

/// A meeting with its items.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeMeeting {
    /// The meeting and its documents.
    pub meeting: MeetingRecord,
    /// Each item once, as the minutes have it where they do.
    pub items: Vec<StoredItem>,
}

/// The extent of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// The number of documents.
    pub documents: usize,
    /// The number of meetings.
    pub meetings: usize,
    /// Of all bodies together.
    pub days: BTreeSet<Date>,
}

/// The meetings of one body in one year, and the years of all its meetings.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingsOfBody {
    /// Meetings by year, newest first; `None` for undated documents.
    pub years: Vec<(Option<i16>, usize)>,
    /// Of the requested year, newest first.
    pub meetings: Vec<MeetingRecord>,
}

/// The extent of the archive.
///
/// # Errors
///
/// The index fails.
pub fn extent(engine: &dyn Engine) -> Result<Extent, QueryError> {
    let all = engine.meetings()?.all();
    let days = all.iter().filter_map(|m| m.facts.date).collect();
    Ok(Extent { documents: engine.document_count()?, meetings: all.len(), days })
}

/// The day of each body's last meeting, by body.
///
/// # Errors
///
/// The index fails.
pub fn last_meetings(engine: &dyn Engine) -> Result<BTreeMap<String, Date>, QueryError> {
    Ok(engine.last_meetings()?.into_iter().collect())
}

/// The newest meetings with a known day, newest first, `most` of them.
///
/// # Errors
///
/// The index fails.
pub fn newest(engine: &dyn Engine, most: usize) -> Result<Vec<MeetingRecord>, QueryError> {
    let dated = engine.meetings()?.all().iter().rev().filter(|m| m.facts.date.is_some());
    Ok(dated.take(most).cloned().collect())
}

/// The number of meetings with a document among these.
///
/// # Errors
///
/// The index fails.
pub fn count_of<'a>(engine: &dyn Engine, sources: impl IntoIterator<Item = &'a str>) -> Result<usize, QueryError> {
    let meetings = engine.meetings()?;
    let ids: HashSet<&str> =
        sources.into_iter().filter_map(|source| meetings.of_source(source)).map(|m| m.id.as_str()).collect();
    Ok(ids.len())
}

/// The meetings of a body, by its exact name in some document; documents naming it otherwise count too. `None` where the
/// index has none. Without a `year` those of the last one.
///
/// # Errors
///
/// The index fails.
pub fn of_body(engine: &dyn Engine, body: &str, year: Option<i16>) -> Result<Option<MeetingsOfBody>, QueryError> {
    let of_body = engine.meetings()?.of_body(body);
    let year_of = |m: &MeetingRecord| m.facts.date.map(Date::year);
    let mut years: BTreeMap<Option<i16>, usize> = BTreeMap::new();
    of_body.iter().for_each(|m| *years.entry(year_of(m)).or_default() += 1);
    let Some(last) = years.keys().next_back().copied() else { return Ok(None) };
    let wanted = year.map_or(last, Some);
    let meetings = of_body.into_iter().rev().filter(|m| year_of(m) == wanted).cloned().collect();
    Ok(Some(MeetingsOfBody { years: years.into_iter().rev().collect(), meetings }))
}

/// The meetings of the same body and authority before and after one.
///
/// # Errors
///
/// The index fails.
pub fn neighbours(engine: &dyn Engine, of: &MeetingRecord) -> Result<[Option<MeetingRecord>; 2], QueryError> {
    Ok(engine.meetings()?.neighbours(of).map(|found| found.cloned()))
}

/// The whole meeting of a document. `None` for a document without items.
///
/// # Errors
///
/// The index fails.
pub fn whole(engine: &dyn Engine, source: &str) -> Result<Option<WholeMeeting>, QueryError> {
    let Some(meeting) = engine.meetings()?.of_source(source) else { return Ok(None) };
    let items = items(engine, meeting, |_| true)?;
    Ok(Some(WholeMeeting { meeting: meeting.clone(), items }))
}

/// The accepted items of a meeting, each once, in the order of the documents.
pub(super) fn items(
    engine: &dyn Engine,
    meeting: &MeetingRecord,
    accept: impl Fn(Place) -> bool,
) -> Result<Vec<StoredItem>, QueryError> {
    let mut items = Vec::new();
    for document in &meeting.documents {
        let mut of_document = Vec::new();
        for at in item_places(engine, &document.source)? {
            if engine.pair(at)?.into_iter().find(|at| accept(*at)) == Some(at) {
                of_document.push(engine.item_at(at)?);
            }
        }
        of_document.sort_by_key(|i| i.position);
        items.extend(of_document);
    }
    Ok(items)
}

/// A meeting from some of its documents, with only its closed items, or only its open ones, where
/// `closed` asks for it. `None` where nothing is left.
pub(super) fn restricted(
    engine: &dyn Engine,
    meeting: &MeetingRecord,
    keeps: impl Fn(&DocumentRecord) -> bool,
    closed: Option<bool>,
) -> Result<Option<MeetingRecord>, QueryError> {
    let mut left = meeting.clone();
    left.documents.retain(keeps);
    if closed.is_none() && left.documents.len() == meeting.documents.len() {
        return Ok(Some(left));
    }
    let mut kept = HashSet::new();
    for document in &mut left.documents {
        let places = item_places(engine, &document.source)?;
        let Some(closed) = closed else {
            kept.extend(places);
            continue;
        };
        let mut items = Vec::new();
        for at in places {
            let stored = engine.item_at(at)?;
            if stored.item.closed == closed {
                kept.insert(at);
                items.push(stored);
            }
        }
        items.sort_by_key(|i| i.position);
        document.items = items.len();
        document.numbers = items.into_iter().filter_map(|i| i.item.number).collect();
    }
    left.documents.retain(|d| d.items > 0);
    let Some(first) = left.documents.first() else { return Ok(None) };
    left.facts.kind = first.facts.kind;
    left.items = items(engine, &left, |at| kept.contains(&at))?.len();
    Ok(Some(left))
}

/// The items of a source, without its file.
fn item_places(engine: &dyn Engine, source: &str) -> Result<Vec<Place>, QueryError> {
    let mut places = Vec::new();
    for at in engine.places_in(source)? {
        if !engine.id_at(at)?.is_empty() {
            places.push(at);
        }
    }
    Ok(places)
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
        let (_folder, index) = index_of(&archive());
        let extent = extent(&index).unwrap();
        assert_eq!((extent.documents, extent.days.len()), (4, 3));
        let newest = newest(&index, 2).unwrap();
        let sources: Vec<&str> = newest.iter().map(|m| m.documents[0].source.as_str()).collect();
        assert_eq!(sources, ["c", "b"]);
        assert_eq!((newest[1].documents.len(), newest[1].items), (2, 3));
    }

    #[test]
    fn body_is_told_year_by_year() {
        let (_folder, index) = index_of(&archive());
        let last = of_body(&index, "DASSOS", None).unwrap().unwrap();
        assert_eq!(last.years, [(Some(2024), 2), (Some(2023), 1)]);
        assert_eq!(last.meetings.len(), 2);
        assert_eq!(of_body(&index, "DASSOS", Some(2023)).unwrap().unwrap().meetings.len(), 1);
        assert_eq!(of_body(&index, "Byrådet", None).unwrap(), None);
    }

    #[test]
    fn meeting_has_neighbours_and_each_item_once() {
        let (_folder, index) = index_of(&archive());
        let whole = whole(&index, "b-dagsorden").unwrap().unwrap();
        let ids: Vec<&str> = whole.items.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(ids, ["b#1", "b#2", "b-dagsorden#3"]);
        let [before, after] = neighbours(&index, &whole.meeting).unwrap();
        assert_eq!(before.unwrap().documents[0].source, "a");
        assert_eq!(after.unwrap().documents[0].source, "c");
    }
}
