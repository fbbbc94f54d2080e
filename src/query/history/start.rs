//! The starting items of a case: those the question names, or the best answers to its words.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::answer::{self, Answer};
use super::lookup::{CachedLookup, NodeLookup};
use super::{HistoryRequest, in_date_order};
use crate::engine::{Engine, Place};
use crate::facts::case::{Node, case_number};
use crate::query::QueryError;
use crate::query::suggest::Suggestion;
use crate::query::syntax::Remark;

/// Least share of the question, and of the best item's share, for a starting item. Measured on the bench's histories: 0.38 and
/// 0.4 cost 0.04 of recall, 0.3 and 0.35 cost 0.07 of precision, 0.3 and 0.42 cost 0.007 of recall.
const ENOUGH: f32 = 0.3;
const BESIDE_BEST: f32 = 0.41;
/// The same for items on the subject only ([`HistoryRequest::loose`]). Lower, because the user asked for more items.
const LOOSE_ENOUGH: f32 = 0.15;
const LOOSE_BESIDE_BEST: f32 = 0.25;
/// Least strength of a tie followed from words: only pairs and case numbers have it. From an item every tie is followed.
const SURE_TIE: f32 = 0.9;

/// The start of a case.
pub(super) struct Start {
    pub scores: BTreeMap<Place, f32>,
    /// Weaker ties are not followed.
    pub least_tie: f32,
    /// The items allowed by filters and exclusions. `None` for all.
    pub admitted: Option<HashSet<Place>>,
    pub interpretation: String,
    pub remarks: Vec<Remark>,
    pub suggestions: Vec<Suggestion>,
    /// The items on the same subject, if the request is loose.
    pub subject: BTreeMap<Place, f32>,
}

pub(super) fn start(engine: &dyn Engine, lookup: &CachedLookup, request: &HistoryRequest) -> Result<Start, QueryError> {
    let query = request.question.words.trim();
    let start =
        |found, least_tie, name: &str| of_items(engine, lookup, request, found, least_tie, format!("{name} {query}"));
    if request.case_number {
        let found = engine.with_case_number(&|printed| begins_case_number(printed, query))?;
        return start(found, SURE_TIE, "case number");
    }
    if request.item || looks_like_id(query) {
        let at = engine.place(query)?.ok_or(()).or_else(|()| no_such_item(engine, query))?;
        return start(vec![at], 0.0, "item");
    }
    let typed = case_number(query);
    let with_digit = typed.bytes().any(|b| b.is_ascii_digit());
    let found =
        if with_digit { engine.with_case_number(&|printed| case_number(printed) == typed)? } else { Vec::new() };
    if !found.is_empty() {
        return start(found, SURE_TIE, "case number");
    }
    let answer = answer::answer(engine, &request.question)?;
    let subject = if request.loose { of_subject(answer.scores.clone()) } else { BTreeMap::new() };
    let Answer { scores, admitted, interpretation, remarks, suggestions } = answer;
    let (scores, interpretation) = (answering(scores, ENOUGH, BESIDE_BEST), interpretation.to_string());
    Ok(Start { scores, least_tie: SURE_TIE, admitted, interpretation, remarks, suggestions, subject })
}

/// Starts from items. The title of the first by date stands for the subject.
fn of_items(
    engine: &dyn Engine,
    lookup: &CachedLookup,
    request: &HistoryRequest,
    found: Vec<Place>,
    least_tie: f32,
    interpretation: String,
) -> Result<Start, QueryError> {
    let title = match request.loose {
        true => first(lookup, &found)?.map(|node| node.title.clone()).unwrap_or_default(),
        false => String::new(),
    };
    let answer = answer::of_title(engine, &title, &request.question)?;
    let scores = found.into_iter().map(|at| (at, 1.0)).collect();
    let (remarks, suggestions) = Default::default();
    let (admitted, subject) = (answer.admitted, of_subject(answer.scores));
    Ok(Start { scores, least_tie, admitted, interpretation, remarks, suggestions, subject })
}

/// The first item by date.
fn first(lookup: &CachedLookup, found: &[Place]) -> Result<Option<Arc<Node>>, QueryError> {
    let mut nodes = found.iter().map(|at| lookup.node(*at)).collect::<Result<Vec<_>, _>>()?;
    nodes.sort_by(|a, b| in_date_order(a, b));
    Ok(nodes.into_iter().next())
}

/// `27.42.00` begins `27.42.00-P20-3-21`, `27.4` does not. Blanks, separators and misread digits do not matter.
fn begins_case_number(number: &str, typed: &str) -> bool {
    let (number, typed) = (case_number(number), case_number(typed));
    let rest = number.strip_prefix(&typed).filter(|_| !typed.is_empty());
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The items on the same subject.
fn of_subject(scores: BTreeMap<Place, f32>) -> BTreeMap<Place, f32> {
    answering(scores, LOOSE_ENOUGH, LOOSE_BESIDE_BEST)
}

/// The items with a high enough score.
fn answering(scores: BTreeMap<Place, f32>, enough: f32, beside_best: f32) -> BTreeMap<Place, f32> {
    let best = scores.values().copied().fold(0.0, f32::max);
    let least = (beside_best * best).max(enough.min(best)).max(f32::MIN_POSITIVE);
    scores.into_iter().filter(|(_, s)| *s >= least).collect()
}

/// `dassos-2026-02-27#1.8`: one word with a `#` in it.
fn looks_like_id(query: &str) -> bool {
    query.contains('#') && !query.contains(char::is_whitespace)
}

fn no_such_item<T>(engine: &dyn Engine, id: &str) -> Result<T, QueryError> {
    Err(QueryError::NoSuchItem { id: id.to_owned(), near: ids_near(engine, id)? })
}

/// Ids of other items of the same document, for the error about an unknown id. Sorted, ten at most.
///
/// # Errors
///
/// An index that fails.
pub fn ids_near(engine: &dyn Engine, id: &str) -> Result<Vec<String>, QueryError> {
    /// An error fits on a few lines of a terminal.
    const SHOWN: usize = 10;
    let stem = id.split_once('#').map_or(id, |(stem, _)| stem);
    let mut near = engine.ids_beginning(&format!("{stem}#"))?;
    near.sort_unstable();
    near.truncate(SHOWN);
    Ok(near)
}

#[cfg(test)]
mod tests {
    use super::super::history;
    use super::super::tests::{archive, index_of};
    use super::*;

    #[test]
    fn case_number_may_be_begun_at_a_boundary() {
        assert!(begins_case_number("27.42.00-P20-3-21", "27.42.00") && begins_case_number("24/100", "24/100"));
        assert!(!begins_case_number("27.42.00-P20", "27.4") && !begins_case_number("24/100", ""));
        assert!(begins_case_number("27.42.00-P20-3-21", "27.42.00 P2O"), "blanks and misread digits do not matter");
        let (_folder, index) = index_of(&archive());
        let asked = |query: &str| HistoryRequest { case_number: true, ..HistoryRequest::of(query) };
        assert_eq!(history(&index, &asked("24")).unwrap().steps.len(), 2);
        assert_eq!(history(&index, &asked("Kollegiet")).unwrap().steps, []);
    }

    #[test]
    fn unknown_id_is_told_its_neighbours() {
        let (_folder, index) = index_of(&archive());
        let error = history(&index, &HistoryRequest::of("a#9")).unwrap_err();
        assert!(matches!(&error, QueryError::NoSuchItem { near, .. } if near.len() == 3), "{error:?}");
        assert!(looks_like_id("a#9") && !looks_like_id("punkt # 9"));
    }
}
