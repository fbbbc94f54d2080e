//! What hits can be narrowed down by: lists of values with counts, those that are chosen first.

use crate::index::format::UNKNOWN;
use crate::model::SectionKind;
use crate::query::{self, FacetCount};
use crate::web::Question;
use crate::web::pages::{Frame, topic};
use crate::web::question::Facet;

use super::chip::KINDS;

/// Values of a list that are shown unless all are asked for.
const SHOWN: usize = 10;
/// From so many values on a list can be searched within.
const LONG: usize = 8;

/// Everything beside the hits.
pub struct Facets {
    pub lists: Vec<List>,
    pub from: String,
    pub to: String,
}

/// The values of one facet.
pub struct List {
    /// What it is called in addresses of this page.
    pub id: &'static str,
    pub legend: String,
    pub hint: Option<String>,
    pub values: Vec<Value>,
    /// One value at most can be chosen.
    pub single: bool,
    pub is_long: bool,
    /// All values are shown of a long list.
    pub is_whole: bool,
    /// Shows all values, and how many there are.
    pub more: Option<(String, String)>,
}

/// A value that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The parameter that it is chosen by.
    pub name: &'static str,
    pub value: String,
    pub label: String,
    pub count: Option<String>,
    pub chosen: bool,
    /// There is nothing to be found by it.
    pub is_empty: bool,
    /// From 0.
    pub depth: usize,
}

impl Facets {
    pub fn new(frame: &Frame<'_>, question: &Question, counts: &query::Facets) -> Self {
        let all = [
            list(frame, question, "place", &frame.words.facets.place, places(frame, question, &counts.place)),
            list(frame, question, "body", &frame.words.facets.body, values(frame, question, Facet::Body, &counts.body)),
            list(frame, question, "topic", &frame.words.facets.topic, topics(frame, question, &counts.topic)),
            Some(kinds(frame, question, &counts.kind)),
            Some(sections(frame, question)),
            list(frame, question, "kle", &frame.words.facets.kle, values(frame, question, Facet::Kle, &counts.kle)),
            Some(closed(frame, question)),
        ];
        Self { lists: all.into_iter().flatten().collect(), from: question.from.clone(), to: question.to.clone() }
    }
}

/// A list of values, the chosen ones first. `None` for no values.
fn list(
    frame: &Frame<'_>,
    question: &Question,
    id: &'static str,
    legend: &str,
    mut values: Vec<Value>,
) -> Option<List> {
    let (all, is_long) = (values.len(), values.len() >= LONG);
    values.sort_by_key(|v| !v.chosen);
    let chosen = values.iter().filter(|v| v.chosen).count();
    let shown = if question.whole == id { all } else { SHOWN.max(chosen) };
    let more = (all > shown).then(|| {
        let address = frame.search(&Question { whole: id.to_owned(), ..question.clone() });
        (format!("{address}#facet-{id}"), frame.words.count(all as u64, &frame.words.facets.show_all))
    });
    values.truncate(shown);
    let legend = legend.to_owned();
    (all > 0).then_some(List {
        id,
        legend,
        hint: None,
        values,
        single: false,
        is_long,
        is_whole: all > SHOWN && more.is_none(),
        more,
    })
}

/// A value of a facet; `label` is what people read.
fn value(frame: &Frame<'_>, question: &Question, facet: Facet, of: (&str, u64), label: String) -> Value {
    let (value, count) = of;
    let chosen = question.values(facet).iter().any(|v| v.to_lowercase() == value.to_lowercase());
    let count = Some(frame.words.number(count));
    Value { count, ..choice(facet.name(), value, label, chosen) }
}

/// What is chosen and not counted: typed by its beginning, or without a hit.
fn uncounted(question: &Question, facet: Facet, counted: &[Value]) -> Vec<Value> {
    let is_counted = |typed: &&String| {
        counted.iter().any(|v| v.name == facet.name() && v.value.to_lowercase() == typed.to_lowercase())
    };
    let chosen = question.values(facet).iter().filter(|v| !is_counted(v));
    let label = |v: &String| if facet == Facet::Topic { topic(v) } else { v.clone() };
    chosen.map(|v| choice(facet.name(), v, label(v), true)).collect()
}

fn values(frame: &Frame<'_>, question: &Question, facet: Facet, counts: &[FacetCount]) -> Vec<Value> {
    let shown = |c: &FacetCount| {
        let depth = if facet == Facet::Kle { c.value.matches('.').count() } else { 0 };
        Value { depth, ..value(frame, question, facet, (&c.value, c.count), c.value.clone()) }
    };
    let mut values: Vec<Value> = counts.iter().map(shown).collect();
    values.extend(uncounted(question, facet, &values));
    values
}

/// Topics below their parents, the largest first on each level.
fn topics(frame: &Frame<'_>, question: &Question, counts: &[FacetCount]) -> Vec<Value> {
    let shown = |c: &FacetCount| {
        let depth = c.value.matches('/').count().saturating_sub(1);
        Value { depth, ..value(frame, question, Facet::Topic, (&c.value, c.count), topic(&c.value)) }
    };
    let mut values: Vec<Value> = tree(counts).into_iter().map(shown).collect();
    values.extend(uncounted(question, Facet::Topic, &values));
    values
}

/// Regions with their municipalities, and below those what went over into them.
fn places(frame: &Frame<'_>, question: &Question, counts: &[FacetCount]) -> Vec<Value> {
    let words = &frame.words.facets;
    let shown = |c: &FacetCount| {
        let steps: Vec<&str> = c.value.trim_start_matches('/').split('/').collect();
        let (depth, name) = (steps.len() - 1, steps.last().copied().unwrap_or_default());
        let (facet, label) = match depth {
            0 if name == UNKNOWN => (Facet::Region, words.no_region.clone()),
            0 => (Facet::Region, format!("Region {name}")),
            1 => (Facet::Municipality, name.to_owned()),
            _ => (Facet::Municipality, format!("{name} ({})", words.former)),
        };
        Value { depth, ..value(frame, question, facet, (name, c.count), label) }
    };
    let mut values: Vec<Value> = tree(counts).into_iter().map(shown).collect();
    let others = [Facet::Region, Facet::Municipality].map(|f| uncounted(question, f, &values));
    values.extend(others.into_iter().flatten());
    values
}

/// Paths in the order of a tree, the largest first on each level.
fn tree(counts: &[FacetCount]) -> Vec<&FacetCount> {
    let size = |path: &str| counts.iter().find(|c| c.value == path).map_or(0, |c| c.count);
    let key = |c: &FacetCount| -> Vec<(std::cmp::Reverse<u64>, String)> {
        let ends = c.value.match_indices('/').map(|(at, _)| at).skip(1).chain([c.value.len()]);
        ends.map(|end| (std::cmp::Reverse(size(&c.value[..end])), c.value[..end].to_owned())).collect()
    };
    let mut sorted: Vec<&FacetCount> = counts.iter().collect();
    sorted.sort_by_cached_key(|c| key(c));
    sorted
}

fn kinds(frame: &Frame<'_>, question: &Question, counts: &[FacetCount]) -> List {
    let words = &frame.words.facets;
    let of = |kind: crate::model::MeetingKind| {
        let count = counts.iter().find(|c| c.value == kind.name()).map_or(0, |c| c.count);
        let chosen = question.filters.kind == Some(kind);
        let label = frame.words.names.kind(kind).to_owned();
        let is_empty = count == 0 && !chosen;
        Value { count: Some(frame.words.number(count)), is_empty, ..choice("kind", kind.name(), label, chosen) }
    };
    let any = choice("kind", "", words.any_kind.clone(), question.filters.kind.is_none());
    single("kind", &words.kind, std::iter::once(any).chain(KINDS.map(of)).collect())
}

fn closed(frame: &Frame<'_>, question: &Question) -> List {
    let words = &frame.words.facets;
    let of = |value: &str, label: &str, is: Option<bool>| {
        choice("closed", value, label.to_owned(), question.filters.closed == is)
    };
    let values = vec![
        of("", &words.open_and_closed, None),
        of("no", &words.only_open, Some(false)),
        of("yes", &words.only_closed, Some(true)),
    ];
    single("closed", &words.closed, values)
}

fn sections(frame: &Frame<'_>, question: &Question) -> List {
    let words = &frame.words.facets;
    let of = |kind: SectionKind| {
        let chosen = question.filters.sections.contains(&kind);
        choice("section", kind.name(), frame.words.names.section(kind).to_owned(), chosen)
    };
    let hint = Some(words.section_hint.clone());
    List { hint, single: false, ..single("section", &words.section, SectionKind::ALL.map(of).into()) }
}

fn choice(name: &'static str, value: &str, label: String, chosen: bool) -> Value {
    Value { name, value: value.to_owned(), label, count: None, chosen, is_empty: false, depth: 0 }
}

fn single(id: &'static str, legend: &str, values: Vec<Value>) -> List {
    List {
        id,
        legend: legend.to_owned(),
        hint: None,
        values,
        single: true,
        is_long: false,
        is_whole: false,
        more: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tree_has_children_below_their_parents_and_the_largest_first() {
        let count = |value: &str, count| FacetCount { value: value.into(), count };
        let counts =
            [count("/a", 3), count("/b", 9), count("/b/x", 2), count("/b/y", 7), count("/a/z", 3), count("/c", 9)];
        let order: Vec<&str> = tree(&counts).into_iter().map(|c| c.value.as_str()).collect();
        assert_eq!(order, ["/b", "/b/y", "/b/x", "/c", "/a", "/a/z"]);
    }
}
