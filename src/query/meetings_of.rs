//! The meetings of the items passing filters, some at a time.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::export::let_through;
use super::meetings::restricted;
use super::{Filters, QueryError};
use crate::engine::{Engine, Place};
use crate::index::{DocumentRecord, MeetingRecord};

/// One page of the wanted meetings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MeetingsOf {
    /// Newest first, undated last.
    pub meetings: Vec<MeetingRecord>,
    /// There are further ones behind them.
    pub more: bool,
}

/// The meetings with an item passing filters, newest first, undated last: `most` of them behind the first `skip`. A
/// meeting keeps its documents with such an item, and these are whole; only the filter by closed items
/// takes items out.
///
/// # Errors
///
/// A filter fits nothing in the index, or the index fails.
pub fn meetings_of(engine: &dyn Engine, filters: &Filters, skip: usize, most: usize) -> Result<MeetingsOf, QueryError> {
    let table = engine.meetings()?;
    let undated = table.all().iter().filter(|m| m.facts.date.is_none());
    let newest = table.all().iter().rev().filter(|m| m.facts.date.is_some()).chain(undated);
    let mut wanted = Wanted::new(engine, filters)?;
    let (mut passed, mut found) = (0, MeetingsOf::default());
    for meeting in newest {
        let stems = wanted.stems_of_day(meeting.facts.date)?;
        let keeps = |d: &DocumentRecord| stems.is_none_or(|stems| stems.contains(&d.stem));
        if !meeting.documents.iter().any(keeps) {
            continue;
        }
        passed += 1;
        if found.meetings.len() == most {
            found.more = true;
            break;
        }
        if passed > skip {
            found.meetings.extend(restricted(engine, meeting, keeps, filters.closed())?);
        }
    }
    Ok(found)
}

/// The documents with an item passing filters. Looks up the items of a day on the first question about the day.
struct Wanted<'a> {
    engine: &'a dyn Engine,
    /// `None` where everything is let through.
    by_day: Option<BTreeMap<Option<Date>, Vec<Place>>>,
    /// The last requested day, and the beginnings of its items' ids.
    day: Option<Option<Date>>,
    stems: HashSet<String>,
}

impl<'a> Wanted<'a> {
    fn new(engine: &'a dyn Engine, filters: &Filters) -> Result<Self, QueryError> {
        let (day, stems) = (None, HashSet::new());
        if *filters == Filters::default() {
            return Ok(Self { engine, by_day: None, day, stems });
        }
        let mut by_day: BTreeMap<Option<Date>, Vec<Place>> = BTreeMap::new();
        let places = let_through(engine, filters)?;
        for (at, day) in places.iter().zip(engine.days_at(&places)?) {
            by_day.entry(day).or_default().push(*at);
        }
        Ok(Self { engine, by_day: Some(by_day), day, stems })
    }

    /// The beginnings of the ids of a day's passing items. `None` for all. Keeps one day, because callers ask day by day.
    fn stems_of_day(&mut self, day: Option<Date>) -> Result<Option<&HashSet<String>>, QueryError> {
        let Some(by_day) = &mut self.by_day else { return Ok(None) };
        if self.day != Some(day) {
            let places = by_day.remove(&day).unwrap_or_default();
            let stems = places.into_iter().map(|at| Ok(stem(&self.engine.id_at(at)?).to_owned()));
            self.stems = stems.collect::<Result<_, QueryError>>()?;
            self.day = Some(day);
        }
        Ok(Some(&self.stems))
    }
}

/// The common beginning of the ids of a document's items.
fn stem(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item};
    use super::*;
    use crate::index::StoredItem;

    fn archive() -> Vec<StoredItem> {
        vec![
            item("a#1", "2023-03-01", "Takster for herberger", ""),
            item("b#1", "2024-03-01", "Ny sti langs fjorden", ""),
            item("b#2", "2024-03-01", "Eventuelt", ""),
            item("b-dagsorden#1", "2024-03-01", "Ny sti langs fjorden", ""),
            item("c#1", "2024-05-01", "Salg af grund", ""),
            item("d#1", "", "Udateret", ""),
        ]
    }

    fn sources(filters: &Filters, skip: usize, most: usize) -> (Vec<String>, bool) {
        let (_folder, index) = index_of(&archive());
        let MeetingsOf { meetings, more } = meetings_of(&index, filters, skip, most).unwrap();
        (meetings.into_iter().map(|m| m.documents[0].source.clone()).collect(), more)
    }

    #[test]
    fn meetings_come_newest_first_and_undated_last() {
        let all = Filters::default();
        assert_eq!(sources(&all, 0, 9), (["c", "b", "a", "d"].map(Into::into).into(), false));
        assert_eq!(sources(&all, 1, 2), (["b", "a"].map(Into::into).into(), true));
        assert_eq!(sources(&all, 9, 2), (Vec::new(), false));
    }

    #[test]
    fn meeting_is_whole_where_one_item_is_let_through() {
        let filters = Filters::default().with(&super::super::filter::KIND, "minutes").unwrap();
        let (_folder, index) = index_of(&archive());
        let found = meetings_of(&index, &filters, 1, 1).unwrap();
        assert_eq!((found.meetings[0].documents.len(), found.meetings[0].items), (1, 2));
    }
}
