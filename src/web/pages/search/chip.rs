//! What a search is made of, each part with a link that takes it out.

use crate::query::syntax::Query;
use crate::query::{Filter, FilterKind, Interpretation, Order};
use crate::web::SearchState;
use crate::web::pages::{Frame, topic};
use crate::words::fill;

use super::reading::typed;

/// A part of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// `Kommune`; empty for a word.
    pub name: String,
    pub value: String,
    /// What the link is called for those who do not see where it stands: `Fjern Kommune: Viborg`.
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

/// A filter, what it is called, its value, and the search without it.
pub struct Part {
    pub name: String,
    pub value: String,
    pub without: SearchState,
}

/// The filters of a search one by one.
pub fn filters(frame: &Frame<'_>, question: &SearchState) -> Vec<Part> {
    let words = &frame.words.facets;
    let mut parts = Vec::new();
    for (filter, values) in question.filters.set() {
        match filter.kind {
            FilterKind::From | FilterKind::To => {
                // Both ends of a span are one part, the last of the two in the table.
                let last = if question.filters.to().is_some() { FilterKind::To } else { FilterKind::From };
                if filter.kind == last {
                    let (name, value) = (words.dates.clone(), span(question));
                    parts.push(Part { name, value, without: question.between("", "") });
                }
            }
            _ => parts.extend(values.iter().map(|value| Part {
                name: frame.words.names.filter(filter).to_owned(),
                value: shown(frame, filter, value),
                without: question.without(filter, value),
            })),
        }
    }
    for section in &question.filters.sections {
        let without = question.changed(|q| q.filters.sections.retain(|s| s != section));
        let value = frame.words.names.section(*section).to_owned();
        parts.push(Part { name: words.section.clone(), value, without });
    }
    parts
}

/// The parts of the words, each with the words without it, where there are several.
pub fn words(reading: &Interpretation) -> Vec<(String, String)> {
    let Query::All(of) = &reading.query else { return Vec::new() };
    let without =
        |n: usize| Query::all(of.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, q)| q.clone()).collect());
    (0..of.len()).map(|n| (of[n].to_string(), without(n).to_string())).collect()
}

/// A chip for each part of a search.
pub fn chips(frame: &Frame<'_>, question: &SearchState, reading: &Interpretation) -> Vec<Chip> {
    let mut chips = Vec::new();
    if let Query::All(of) = &reading.query {
        for (part, (_, rest)) in of.iter().zip(words(reading)) {
            let without = question.changed(|q| q.words = rest.clone());
            chips.push(Chip::new(frame, "", typed(frame, part), frame.search(&without)));
        }
    } else if !question.words.is_empty() {
        let without = question.changed(|q| q.words.clear());
        chips.push(Chip::new(frame, "", &*question.words, frame.search(&without)));
    }
    chips.extend(of_filters(frame, question, |without| frame.search(without)));
    chips
}

/// A chip for each filter; `address` is that of the page with other filters.
pub fn of_filters(frame: &Frame<'_>, question: &SearchState, address: impl Fn(&SearchState) -> String) -> Vec<Chip> {
    let chip = |p: Part| Chip::new(frame, &p.name, p.value, address(&p.without));
    filters(frame, question).into_iter().map(chip).collect()
}

/// A value as people read it.
pub fn shown(frame: &Frame<'_>, filter: &Filter, value: &str) -> String {
    match filter.kind {
        FilterKind::Value(lookup) if lookup.as_path => topic(value),
        FilterKind::YesNo { .. } | FilterKind::Choice { .. } => frame.words.names.choice(filter, value).to_owned(),
        _ => value.to_owned(),
    }
}

/// `2019`, `2019–2021`, `2019–`.
fn span(question: &SearchState) -> String {
    match question.span() {
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
