//! Facets: lists of filter values with counts, chosen values first.

use crate::index::format::UNKNOWN;
use crate::model::SectionKind;
use crate::query::filter::{self, Lookup};
use crate::query::{self, DateBound, Dimension, FacetCount, Filter, FilterKind};
use crate::web::SearchState;
use crate::web::pages::Frame;
use crate::words::fill;

use super::chip::shown;

/// Values of a list before "show all": lists of this length leave several facets in sight.
const SHOWN: usize = 10;
/// Lists from this length on have a search field.
const LONG: usize = 8;

/// Everything beside the hits.
pub(super) struct Facets {
    pub lists: Vec<List>,
    pub dates: [DateField; 2],
}

/// A field for the first or the last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateField {
    /// The name of its parameter.
    pub name: &'static str,
    pub label: String,
    /// As typed.
    pub value: String,
    /// The reason it cannot be used.
    pub error: Option<String>,
}

impl DateField {
    /// The fields of two days as typed.
    pub(super) fn both(frame: &Frame<'_>, typed: [&str; 2]) -> [Self; 2] {
        let words = &frame.words.facets;
        let field = |filter: &Filter, label: &String, value: &str| {
            let is_bad = !value.is_empty() && value.parse::<DateBound>().is_err();
            let error = is_bad.then(|| fill(&words.bad_date, &[("value", value)]));
            Self { name: filter.name, label: label.clone(), value: value.to_owned(), error }
        };
        let mut fields = [field(&filter::FROM, &words.from, typed[0]), field(&filter::TO, &words.to, typed[1])];
        if let [Ok(from), Ok(to)] = typed.map(str::parse::<DateBound>)
            && from.first > to.last
        {
            fields[0].error = Some(words.from_after_to.clone());
        }
        fields
    }
}

/// The values of one facet.
pub(super) struct List {
    /// Its id on the page and in `all=`.
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

/// A filter value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// The name of its parameter.
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
    pub(super) fn new(frame: &Frame<'_>, state: &SearchState, counts: &query::Facets) -> Self {
        let mut lists: Vec<List> = Vec::new();
        for filter in filter::all() {
            lists.extend(List::of(frame, state, filter, counts).filter(|new| lists.iter().all(|l| l.id != new.id)));
            if filter.name == filter::KIND.name {
                lists.push(sections(frame, state));
            }
        }
        Self { lists, dates: DateField::both(frame, state.span()) }
    }
}

impl List {
    /// The facet of a filter. `None` for dates, which have no list.
    fn of(frame: &Frame<'_>, state: &SearchState, filter: &'static Filter, counts: &query::Facets) -> Option<Self> {
        let legend = frame.words.names.filter(filter);
        match filter.kind {
            FilterKind::From | FilterKind::To => None,
            FilterKind::YesNo { .. } | FilterKind::Choice { .. } => Some(choices(frame, state, filter, counts)),
            FilterKind::Value(_) if filter.dimensions.contains(&Dimension::Place) => {
                let values = places(frame, state, &counts.place);
                list(frame, state, Dimension::Place.name(), &frame.words.facets.place, values)
            }
            FilterKind::Value(lookup) => {
                let counts = filter.dimensions.first().map_or(&[][..], |d| counts.by(*d));
                let values = match lookup.as_path {
                    true => paths(frame, state, filter, counts),
                    false => values(frame, state, filter, counts),
                };
                list(frame, state, filter.name, legend, values)
            }
        }
    }
}

/// A list of values, the chosen ones first. `None` for no values.
fn list(
    frame: &Frame<'_>,
    state: &SearchState,
    id: &'static str,
    legend: &str,
    mut values: Vec<Value>,
) -> Option<List> {
    let (all, is_long) = (values.len(), values.len() >= LONG);
    values.sort_by_key(|v| !v.chosen);
    let chosen = values.iter().filter(|v| v.chosen).count();
    let shown = if state.whole == id { all } else { SHOWN.max(chosen) };
    let more = (all > shown).then(|| {
        let address = frame.search(&SearchState { whole: id.to_owned(), ..state.clone() });
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

/// A value of a filter; `label` is its name for people.
fn value(frame: &Frame<'_>, state: &SearchState, filter: &Filter, of: (&str, u64), label: String) -> Value {
    let (value, count) = of;
    let chosen = state.filters.values(filter).iter().any(|v| v.to_lowercase() == value.to_lowercase());
    let count = Some(frame.words.number(count));
    Value { count, ..choice(filter.name, value, label, chosen) }
}

/// Chosen values without a count: prefixes, and values without hits.
fn uncounted(frame: &Frame<'_>, state: &SearchState, filter: &Filter, counted: &[Value]) -> Vec<Value> {
    let is_counted = |typed: &&String| {
        counted.iter().any(|v| v.name == filter.name && v.value.to_lowercase() == typed.to_lowercase())
    };
    let chosen = state.filters.values(filter).iter().filter(|v| !is_counted(v));
    chosen.map(|v| choice(filter.name, v, shown(frame, filter, v), true)).collect()
}

/// Values by count; a KLE number is indented below its group.
fn values(frame: &Frame<'_>, state: &SearchState, filter: &Filter, counts: &[FacetCount]) -> Vec<Value> {
    let is_plan = matches!(filter.kind, FilterKind::Value(Lookup { whole: true, .. }));
    let one = |c: &FacetCount| {
        let depth = if is_plan { c.value.matches('.').count() } else { 0 };
        Value { depth, ..value(frame, state, filter, (&c.value, c.count), c.value.clone()) }
    };
    let mut values: Vec<Value> = counts.iter().map(one).collect();
    values.extend(uncounted(frame, state, filter, &values));
    values
}

/// Paths below their parents, the largest first on each level.
fn paths(frame: &Frame<'_>, state: &SearchState, filter: &Filter, counts: &[FacetCount]) -> Vec<Value> {
    let one = |c: &FacetCount| {
        let depth = c.value.matches('/').count().saturating_sub(1);
        Value { depth, ..value(frame, state, filter, (&c.value, c.count), shown(frame, filter, &c.value)) }
    };
    let mut values: Vec<Value> = tree(counts).into_iter().map(one).collect();
    values.extend(uncounted(frame, state, filter, &values));
    values
}

/// Regions, their municipalities, and former municipalities below those.
fn places(frame: &Frame<'_>, state: &SearchState, counts: &[FacetCount]) -> Vec<Value> {
    let words = &frame.words.facets;
    let shown = |c: &FacetCount| {
        let steps: Vec<&str> = c.value.trim_start_matches('/').split('/').collect();
        let (depth, name) = (steps.len() - 1, steps.last().copied().unwrap_or_default());
        let (filter, label): (&Filter, String) = match depth {
            0 if name == UNKNOWN => (&filter::REGION, words.no_region.clone()),
            0 => (&filter::REGION, format!("Region {name}")),
            1 => (&filter::MUNICIPALITY, name.to_owned()),
            _ => (&filter::MUNICIPALITY, format!("{name} ({})", words.former)),
        };
        Value { depth, ..value(frame, state, filter, (name, c.count), label) }
    };
    let mut values: Vec<Value> = tree(counts).into_iter().map(shown).collect();
    let of_places = filter::all().filter(|f| f.dimensions.contains(&Dimension::Place));
    let others: Vec<Value> = of_places.flat_map(|f| uncounted(frame, state, f, &values)).collect();
    values.extend(others);
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

/// The choices of a filter, with counts if it has any, and "any" first.
fn choices(frame: &Frame<'_>, state: &SearchState, filter: &Filter, counts: &query::Facets) -> List {
    let names = &frame.words.names;
    let asked = state.filters.value(filter);
    let of = |name: &&str| {
        let (chosen, label) = (asked == Some(*name), names.choice(filter, name).to_owned());
        let counted = filter.dimensions.first().map(|d| counts.by(*d).iter().find(|c| c.value == **name));
        let count = counted.map(|c| c.map_or(0, |c| c.count));
        let is_empty = count == Some(0) && !chosen;
        Value { count: count.map(|n| frame.words.number(n)), is_empty, ..choice(filter.name, name, label, chosen) }
    };
    let any = choice(filter.name, "", names.choice(filter, "any").to_owned(), asked.is_none());
    let mut values: Vec<Value> = filter.choices().unwrap_or_default().iter().map(of).collect();
    if values.len() > LONG {
        // Many outcomes never occur in an archive, and would only lengthen the list.
        values.retain(|v| !v.is_empty);
    }
    if let FilterKind::YesNo { .. } = filter.kind {
        // Open items come before closed ones.
        values.reverse();
    }
    single(filter.name, names.filter(filter), std::iter::once(any).chain(values).collect())
}

fn sections(frame: &Frame<'_>, state: &SearchState) -> List {
    let words = &frame.words.facets;
    let of = |kind: SectionKind| {
        let chosen = state.filters.sections.contains(&kind);
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
