//! The filtered archive, meeting by meeting, with the case of each item: for import into other programs.
//!
//! Meetings come one after another by date, so memory holds one at a time beside a few bytes for each document and item.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::history::{Case, case_of, every_case};
use super::{Filters, QueryError, WholeMeeting, meetings, resolve};
use crate::engine::{Engine, Place};
use crate::facts::case::Node;
use crate::index::{MeetingRecord, StoredItem};
use crate::model::Participant;

/// The items passing filters.
pub struct Export<'a> {
    engine: &'a dyn Engine,
    items: HashSet<Place>,
    /// The filters' condition on closed items.
    closed: Option<bool>,
    /// Hashes of the ids of items with their case already given.
    given: RefCell<HashSet<u64>>,
}

/// A case through its meetings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedCase {
    /// Each item once, in date order. Never empty.
    pub steps: Vec<ExportedStep>,
}

/// An item of a case, and its meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedStep {
    /// The facts tying the item to others.
    pub node: Node,
    /// The id of the meeting.
    pub meeting: String,
    /// The body that met, as the meeting is listed under.
    pub body: Option<String>,
}

impl<'a> Export<'a> {
    /// An export of the items passing `filters`.
    ///
    /// # Errors
    ///
    /// A filter fits nothing in the engine, or the index fails.
    pub fn new(engine: &'a dyn Engine, filters: &Filters) -> Result<Self, QueryError> {
        let items = let_through(engine, filters)?.into_iter().collect();
        Ok(Self { engine, items, closed: filters.closed(), given: RefCell::default() })
    }

    /// True where the filters accept no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Every item, document by document.
    pub fn items(&self) -> Result<impl Iterator<Item = Result<StoredItem, QueryError>>, QueryError> {
        let items = self.engine.sources()?.into_iter().map(|source| self.of_source(&source));
        Ok(items.flat_map(|found| match found {
            Ok(items) => items.into_iter().map(Ok).collect(),
            Err(e) => vec![Err(e)],
        }))
    }

    /// Every meeting with an item passing the filters, by date, with those items.
    pub fn meetings(&self) -> Result<impl Iterator<Item = Result<WholeMeeting, QueryError>>, QueryError> {
        let whole = |meeting: &MeetingRecord| {
            let items = meetings::items(self.engine, meeting, |at| self.items.contains(&at))?;
            let mut meeting = meeting.clone();
            let held_back = |source: &str| Ok::<_, QueryError>(self.places_in(source)?.next().is_none());
            for source in meeting.sources().into_iter().map(|(source, _)| source) {
                if held_back(&source)? {
                    meeting.documents.retain(|d| d.source != source);
                }
            }
            Ok((!items.is_empty()).then_some(WholeMeeting { meeting, items }))
        };
        Ok(self.engine.meetings()?.all().iter().filter_map(move |meeting| whole(meeting).transpose()))
    }

    /// The case of an item, where no earlier call gave it; without steps excluded by the filters.
    pub fn case_of(&self, item: &StoredItem) -> Result<Option<ExportedCase>, QueryError> {
        if self.given.borrow().contains(&xxh3_64(item.id.as_bytes())) {
            return Ok(None);
        }
        let Some(at) = self.engine.place(&item.id)? else { return Ok(None) };
        let case = case_of(self.engine, at)?.into_iter().filter(|(at, _)| self.items.contains(at));
        let mut steps = Vec::new();
        for (at, node) in case {
            self.given.borrow_mut().insert(xxh3_64(node.id.as_bytes()));
            if self.stands(at)? {
                steps.push(self.step(&node)?);
            }
        }
        let standing = steps.first().is_none_or(|s: &ExportedStep| s.node.standing);
        Ok((!standing).then_some(ExportedCase { steps }))
    }

    /// Every case with an item passing the filters, by first meeting: cases of one meeting too. A case comes whole.
    pub fn cases(&self) -> Result<Vec<Case>, QueryError> {
        Ok(self.cases_and_ids()?.into_iter().map(|(case, _)| case).collect())
    }

    /// The case of each item by the item's id: the id of the case's first item.
    pub fn case_ids(&self) -> Result<HashMap<String, String>, QueryError> {
        let cases = self.cases_and_ids()?.into_iter();
        let of_case = |(case, ids): (Case, Vec<String>)| {
            let first = case.items.into_iter().next().unwrap_or_default();
            ids.into_iter().map(move |id| (id, first.clone()))
        };
        Ok(cases.flat_map(of_case).collect())
    }

    fn cases_and_ids(&self) -> Result<Vec<(Case, Vec<String>)>, QueryError> {
        let admitted: HashSet<String> = self.items.iter().map(|at| self.engine.id_at(*at)).collect::<Result<_, _>>()?;
        let mut cases = every_case(self.engine, self.closed)?;
        cases.retain(|(_, ids)| ids.iter().any(|id| admitted.contains(id)));
        Ok(cases)
    }

    /// An item of a case, if it is let through, and the id of its meeting.
    pub fn step_of(&self, id: &str) -> Result<Option<(StoredItem, String)>, QueryError> {
        let Some(at) = self.engine.place(id)?.filter(|at| self.items.contains(at)) else { return Ok(None) };
        let item = self.engine.item_at(at)?;
        let meeting = self.engine.meetings()?.of_source(&item.source).map_or_else(String::new, |m| m.id.clone());
        Ok(Some((item, meeting)))
    }

    /// The participants of a meeting, from its first document with a list.
    pub fn participants(&self, meeting: &MeetingRecord) -> Result<Vec<Participant>, QueryError> {
        for document in &meeting.documents {
            let found = self.engine.participants(&document.source)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    fn step(&self, node: &Node) -> Result<ExportedStep, QueryError> {
        let meeting = self.engine.meetings()?.of_source(&node.source);
        let id = meeting.map_or_else(String::new, |m| m.id.clone());
        let body = meeting.map_or_else(|| node.body.clone(), |m| m.facts.body.clone());
        Ok(ExportedStep { node: node.clone(), meeting: id, body })
    }

    /// Whether the item there represents its pair among the wanted items.
    fn stands(&self, at: Place) -> Result<bool, QueryError> {
        Ok(self.engine.pair(at)?.into_iter().find(|at| self.items.contains(at)) == Some(at))
    }

    fn of_source(&self, source: &str) -> Result<Vec<StoredItem>, QueryError> {
        self.items_at(self.places_in(source)?)
    }

    fn places_in(&self, source: &str) -> Result<impl Iterator<Item = Place>, QueryError> {
        Ok(self.engine.places_in(source)?.into_iter().filter(|at| self.items.contains(at)))
    }

    fn items_at(&self, places: impl IntoIterator<Item = Place>) -> Result<Vec<StoredItem>, QueryError> {
        let items = places.into_iter().map(|at| Ok(self.engine.item_at(at)?));
        let mut items = items.collect::<Result<Vec<_>, QueryError>>()?;
        items.sort_by_key(|i| i.position);
        Ok(items)
    }
}

/// The places of the items passing filters.
pub(super) fn let_through(engine: &dyn Engine, filters: &Filters) -> Result<Vec<Place>, QueryError> {
    Ok(engine.matching(&resolve::conditions(engine, filters)?)?)
}

/// Ids of the items passing filters.
///
/// # Errors
///
/// A filter fits nothing in the engine, or the index fails.
pub fn ids(engine: &dyn Engine, filters: &Filters) -> Result<HashSet<String>, QueryError> {
    let places = let_through(engine, filters)?;
    Ok(places.into_iter().map(|at| engine.id_at(at)).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item, with_case};
    use super::*;

    fn closed(mut item: StoredItem) -> StoredItem {
        item.item.closed = true;
        item
    }

    fn archive() -> Vec<StoredItem> {
        vec![
            with_case(item("b#1", "2024-04-01", "Anlægsregnskab", ""), "24/100"),
            with_case(item("a#2", "2024-03-01", "Ny sti langs fjorden", ""), "24/100"),
            with_case(item("a-dagsorden#2", "2024-03-01", "Ny sti langs fjorden", ""), "24/100"),
            item("a-dagsorden#3", "2024-03-01", "Takster for herberger", ""),
            closed(with_case(item("c#1", "2024-05-01", "Salg af grund", ""), "24/100")),
        ]
    }

    #[test]
    fn meeting_has_each_item_once_as_the_minutes_have_it() {
        let (_folder, engine) = index_of(&archive());
        let export = Export::new(&engine, &Filters::default()).unwrap();
        let all: Vec<WholeMeeting> = export.meetings().unwrap().collect::<Result<_, _>>().unwrap();
        let ids: Vec<Vec<&str>> = all.iter().map(|s| s.items.iter().map(|i| i.id.as_str()).collect()).collect();
        assert_eq!(ids, [vec!["a#2", "a-dagsorden#3"], vec!["b#1"], vec!["c#1"]]);
        assert_eq!(all[0].meeting.documents.len(), 2);
    }

    #[test]
    fn case_is_given_once_without_what_filters_hold_back() {
        let (_folder, engine) = index_of(&archive());
        let export =
            Export::new(&engine, &Filters::default().with(&super::super::filter::CLOSED, "no").unwrap()).unwrap();
        let items: Vec<StoredItem> = export.items().unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(items.len(), 4);
        let cases: Vec<ExportedCase> = items.iter().filter_map(|i| export.case_of(i).unwrap()).collect();
        let ids: Vec<Vec<&str>> = cases.iter().map(|c| c.steps.iter().map(|s| s.node.id.as_str()).collect()).collect();
        assert_eq!(ids, [vec!["a#2", "b#1"], vec!["a-dagsorden#3"]]);
    }
}
