//! The meetings of the items that filters let through, some at a time.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::export::let_through;
use super::meetings::{held, stem, with_days};
use super::{Filters, Held, QueryError};
use crate::engine::{Engine, Place};

/// Some of the meetings that were asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MeetingsOf {
    /// Newest first, undated last.
    pub meetings: Vec<Held>,
    /// There are further ones behind them.
    pub more: bool,
}

/// The meetings of which filters let an item through, newest first, undated last: `most` of them behind the first `skip`. Of
/// the documents of the days that are looked at, one item each is read.
///
/// # Errors
///
/// A filter that fits nothing in the engine, or an index that fails.
pub fn meetings_of(engine: &dyn Engine, filters: &Filters, skip: usize, most: usize) -> Result<MeetingsOf, QueryError> {
    let mut by_day: BTreeMap<Option<Date>, Vec<Place>> = BTreeMap::new();
    for (at, day) in with_days(engine, let_through(engine, filters)?)? {
        by_day.entry(day).or_default().push(at);
    }
    let mut found: Vec<Held> = Vec::new();
    for (day, places) in by_day.into_iter().rev() {
        if found.len() > skip + most {
            break;
        }
        found.extend(held(engine, whole(engine, day, places)?)?);
    }
    let more = found.len() > skip + most;
    Ok(MeetingsOf { meetings: found.into_iter().skip(skip).take(most).collect(), more })
}

/// All items of that day of the documents that these are of.
fn whole(engine: &dyn Engine, day: Option<Date>, places: Vec<Place>) -> Result<Vec<Place>, QueryError> {
    let Some(day) = day else { return Ok(places) };
    let mut wanted = HashSet::new();
    for at in places {
        wanted.insert(stem(&engine.id_at(at)?).to_owned());
    }
    let mut whole = Vec::new();
    for at in engine.places_of_day(day)? {
        if wanted.contains(stem(&engine.id_at(at)?)) {
            whole.push(at);
        }
    }
    Ok(whole)
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
        let (_folder, engine) = index_of(&archive());
        let MeetingsOf { meetings, more } = meetings_of(&engine, filters, skip, most).unwrap();
        (meetings.into_iter().map(|m| m.documents[0].0.clone()).collect(), more)
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
        let (_folder, engine) = index_of(&archive());
        let found = meetings_of(&engine, &filters, 1, 1).unwrap();
        assert_eq!((found.meetings[0].documents.len(), found.meetings[0].items), (1, 2));
    }
}
