//! What a search is made of, each part with a link that takes it out.

use crate::model::MeetingKind;
use crate::query::syntax::Query;
use crate::query::{Order, Reading};
use crate::web::Question;
use crate::web::language::fill;
use crate::web::pages::{Frame, topic};
use crate::web::question::Facet;

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
    fn new(frame: &Frame<'_>, name: &str, value: impl Into<String>, without: &Question) -> Self {
        let value = value.into();
        let what = if name.is_empty() { value.clone() } else { format!("{name}: {value}") };
        let remove = fill(&frame.words.search.remove, &[("what", &what)]);
        Self { name: name.to_owned(), value, remove, address: frame.search(without) }
    }
}

/// A filter, what it is called, its value, and the search without it.
pub struct Part {
    pub name: String,
    pub value: String,
    pub without: Question,
}

/// The filters of a search one by one.
pub fn filters(frame: &Frame<'_>, question: &Question) -> Vec<Part> {
    let (words, mut parts) = (&frame.words.facets, Vec::new());
    let mut push = |name: &str, value: String, without: Question| {
        parts.push(Part { name: name.to_owned(), value, without });
    };
    for facet in Facet::ALL {
        for value in question.values(facet) {
            push(frame.facet(facet), shown(facet, value), question.without(facet, value));
        }
    }
    if let Some(kind) = question.filters.kind {
        push(&words.kind, frame.words.names.kind(kind).to_owned(), question.changed(|q| q.filters.kind = None));
    }
    if !question.from.is_empty() || !question.to.is_empty() {
        push(&words.dates, span(question), question.between("", ""));
    }
    for section in &question.filters.sections {
        let without = question.changed(|q| q.filters.sections.retain(|s| s != section));
        push(&words.section, frame.words.names.section(*section).to_owned(), without);
    }
    if let Some(closed) = question.filters.closed {
        let value = if closed { &words.only_closed } else { &words.only_open };
        push(&words.closed, value.clone(), question.changed(|q| q.filters.closed = None));
    }
    parts
}

/// The parts of the words, each with the words without it, where there are several.
pub fn words(reading: &Reading) -> Vec<(String, String)> {
    let Query::All(of) = &reading.query else { return Vec::new() };
    let without =
        |n: usize| Query::all(of.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, q)| q.clone()).collect());
    (0..of.len()).map(|n| (of[n].to_string(), without(n).to_string())).collect()
}

/// A chip for each part of a search.
pub fn chips(frame: &Frame<'_>, question: &Question, reading: &Reading) -> Vec<Chip> {
    let mut chips = Vec::new();
    if let Query::All(of) = &reading.query {
        for (part, (_, rest)) in of.iter().zip(words(reading)) {
            chips.push(Chip::new(frame, "", typed(frame, part), &question.changed(|q| q.words = rest.clone())));
        }
    } else if !question.words.is_empty() {
        chips.push(Chip::new(frame, "", &*question.words, &question.changed(|q| q.words.clear())));
    }
    let parts = filters(frame, question);
    chips.extend(parts.iter().map(|p| Chip::new(frame, &p.name, &*p.value, &p.without)));
    chips
}

/// A value as people read it.
fn shown(facet: Facet, value: &str) -> String {
    if facet == Facet::Topic { topic(value) } else { value.to_owned() }
}

/// `2019`, `2019–2021`, `2019–`.
fn span(question: &Question) -> String {
    match (question.from.as_str(), question.to.as_str()) {
        (from, to) if from == to => from.to_owned(),
        (from, to) => format!("{from}–{to}"),
    }
}

impl Question {
    /// True where something is asked: words, a filter, or another page or order than the first.
    pub fn is_asked(&self) -> bool {
        !self.words.is_empty()
            || self.filters != crate::query::Filters::default()
            || self.page > 1
            || self.order != Order::default()
    }
}

impl Frame<'_> {
    /// What a facet is called.
    pub fn facet(&self, facet: Facet) -> &str {
        let words = &self.words.facets;
        match facet {
            Facet::Municipality => &words.municipality,
            Facet::Region => &words.region,
            Facet::Body => &words.body,
            Facet::Topic => &words.topic,
            Facet::Kle => &words.kle,
        }
    }
}

/// The kinds of documents, agenda first.
pub const KINDS: [MeetingKind; 2] = [MeetingKind::Agenda, MeetingKind::Minutes];
