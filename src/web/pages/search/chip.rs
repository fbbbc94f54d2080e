//! Chips: the parts of a search, each with a link to remove it.

use crate::query::syntax::Query;
use crate::query::{Filter, FilterKind, Interpretation, Order};
use crate::web::SearchState;
use crate::web::pages::{Frame, topic};
use crate::words::fill;

use super::reading::typed;

/// A part of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chip {
    /// `Kommune`; empty for a word.
    pub name: String,
    pub value: String,
    /// The link's name for screen readers: `Fjern Kommune: Viborg`.
    pub remove: String,
    /// The search without it.
    pub address: String,
}

impl Chip {
    fn new(frame: &Frame<'_>, name: &str, value: impl Into<String>, address: String) -> Self {
        let value = value.into();
        let what = if name.is_empty() { value.clone() } else { format!("{name}: {value}") };
        let remove = fill(&frame.words.search.remove, &[("what", &what)]);
        Self { name: name.to_owned(), value, remove, address }
    }
}

/// A filter in use: its name, its value, and the search without it.
pub(crate) struct ActiveFilter {
    pub name: String,
    pub value: String,
    pub without: SearchState,
}

/// The filters of a search one by one.
pub(crate) fn filters(frame: &Frame<'_>, state: &SearchState) -> Vec<ActiveFilter> {
    let words = &frame.words.facets;
    let mut active = Vec::new();
    for (filter, values) in state.filters.set() {
        match filter.kind {
            FilterKind::From | FilterKind::To => {
                // Both ends of a span are one part, the last of the two in the table.
                let last = if state.filters.to().is_some() { FilterKind::To } else { FilterKind::From };
                if filter.kind == last {
                    let (name, value) = (words.dates.clone(), span(state));
                    active.push(ActiveFilter { name, value, without: state.between("", "") });
                }
            }
            _ => active.extend(values.iter().map(|value| ActiveFilter {
                name: frame.words.names.filter(filter).to_owned(),
                value: shown(frame, filter, value),
                without: state.without(filter, value),
            })),
        }
    }
    for section in &state.filters.sections {
        let without = state.changed(|q| q.filters.sections.retain(|s| s != section));
        let value = frame.words.names.section(*section).to_owned();
        active.push(ActiveFilter { name: words.section.clone(), value, without });
    }
    active
}

/// The parts of the words, each with the words without it, where there are several.
pub(crate) fn words(reading: &Interpretation) -> Vec<(String, String)> {
    let Query::All(of) = &reading.query else { return Vec::new() };
    let without =
        |n: usize| Query::all(of.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, q)| q.clone()).collect());
    (0..of.len()).map(|n| (of[n].to_string(), without(n).to_string())).collect()
}

/// A chip for each part of a search.
pub(crate) fn chips(frame: &Frame<'_>, state: &SearchState, reading: &Interpretation) -> Vec<Chip> {
    let mut chips = Vec::new();
    if let Query::All(of) = &reading.query {
        for (part, (_, rest)) in of.iter().zip(words(reading)) {
            let without = state.changed(|q| q.words = rest.clone());
            chips.push(Chip::new(frame, "", typed(frame, part), frame.search(&without)));
        }
    } else if !state.words.is_empty() {
        let without = state.changed(|q| q.words.clear());
        chips.push(Chip::new(frame, "", &*state.words, frame.search(&without)));
    }
    chips.extend(of_filters(frame, state, |without| frame.search(without)));
    // A lone word is in the search box already.
    if chips.len() == 1 && !state.words.is_empty() {
        chips.clear();
    }
    chips
}

/// A chip for each filter; `address` makes the page's address from other filters.
pub(crate) fn of_filters(
    frame: &Frame<'_>,
    state: &SearchState,
    address: impl Fn(&SearchState) -> String,
) -> Vec<Chip> {
    let chip = |p: ActiveFilter| Chip::new(frame, &p.name, p.value, address(&p.without));
    filters(frame, state).into_iter().map(chip).collect()
}

/// A value as people read it.
pub(crate) fn shown(frame: &Frame<'_>, filter: &Filter, value: &str) -> String {
    match filter.kind {
        FilterKind::Value(lookup) if lookup.as_path => topic(value),
        FilterKind::YesNo { .. } | FilterKind::Choice { .. } => frame.words.names.choice(filter, value).to_owned(),
        _ => value.to_owned(),
    }
}

/// `2019`, `2019–2021`, `2019–`.
fn span(state: &SearchState) -> String {
    match state.span() {
        [from, to] if from == to => from.to_owned(),
        [from, to] => format!("{from}–{to}"),
    }
}

impl SearchState {
    /// True where something is asked: words, a filter, or another page or order than the first.
    pub fn is_asked(&self) -> bool {
        !self.words.is_empty()
            || self.filters != crate::query::Filters::default()
            || self.page > 1
            || self.order != Order::default()
    }
}
