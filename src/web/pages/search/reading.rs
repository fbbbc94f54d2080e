//! How a query was read, in the language of the page.

use crate::query::syntax::{Query, Remark};
use crate::query::{Answer, Interpretation, Suggestion};
use crate::web::SearchState;
use crate::web::pages::{Frame, Link};
use crate::words::{ReadingWords, fill, named};

/// The explanation of a query above its hits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct QueryReading {
    /// How it was read, a phrase each.
    pub phrases: Vec<String>,
    pub remarks: Vec<String>,
    pub meant: Vec<Meant>,
    /// Searches with or without synonyms and other forms.
    pub switches: Vec<Link>,
}

/// A word unknown to the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    pub sentence: String,
    /// The search with another word in its place.
    pub others: Vec<Link>,
}

impl QueryReading {
    pub(super) fn new(frame: &Frame<'_>, state: &SearchState, answer: &Answer) -> Self {
        if state.words.is_empty() {
            return Self::default();
        }
        Self {
            phrases: phrases(frame, &answer.interpretation),
            remarks: answer.remarks.iter().map(|r| remark(&frame.words.reading, r)).collect(),
            meant: answer.suggestions.iter().map(|s| meant(frame, state, s)).collect(),
            switches: switches(frame, state, &answer.interpretation),
        }
    }
}

fn phrases(frame: &Frame<'_>, reading: &Interpretation) -> Vec<String> {
    let words = &frame.words.reading;
    let mut said = Vec::new();
    let listed = |of: &[&Query]| of.iter().map(|q| inner(frame, q)).collect::<Vec<_>>().join(", ");
    let mut say = |sentence: &str, of: &[&Query]| {
        if !of.is_empty() {
            said.push(fill(sentence, &[("words", &listed(of))]));
        }
    };
    if let Query::Any(of) = &reading.query {
        say(&words.any, &of.iter().collect::<Vec<_>>());
    } else {
        let (with, without) = reading.parts();
        say(if with.len() == 1 { &words.one } else { &words.all }, &with);
        say(&words.none, &without);
    }
    if reading.query == Query::Everything {
        said.push(words.everything.clone());
    }
    if !reading.sections.is_empty() {
        let names: Vec<&str> = reading.sections.iter().map(|s| frame.words.names.section(*s)).collect();
        said.push(fill(&words.in_sections, &[("sections", &names.join(", "))]));
    }
    if reading.exact {
        said.push(words.exact.clone());
    }
    for also in &reading.expansions {
        let mut say = |sentence: &str, others: &[String]| {
            if !others.is_empty() {
                said.push(fill(sentence, &[("word", &also.typed), ("others", &others.join(", "))]));
            }
        };
        say(&words.synonyms_of, &also.synonyms);
        say(&words.spellings_of, &also.spellings);
    }
    said
}

/// A query as one would type it in this language.
pub(super) fn typed(frame: &Frame<'_>, query: &Query) -> String {
    match query {
        Query::In(field, of) => {
            format!("{}:{}", named(&frame.words.names.fields, field.name()), inner(frame, of))
        }
        Query::Not(of) => format!("-{}", inner(frame, of)),
        Query::All(of) => of.iter().map(|q| inner(frame, q)).collect::<Vec<_>>().join(" "),
        Query::Any(of) => {
            let or = format!(" {} ", frame.words.reading.or);
            of.iter().map(|q| inner(frame, q)).collect::<Vec<_>>().join(&or)
        }
        simple => simple.to_string(),
    }
}

/// The same within another query.
fn inner(frame: &Frame<'_>, query: &Query) -> String {
    let typed = typed(frame, query);
    if matches!(query, Query::All(_) | Query::Any(_)) { format!("({typed})") } else { typed }
}

fn remark(words: &ReadingWords, remark: &Remark) -> String {
    let sentence = match remark {
        Remark::TooLong => &words.too_long,
        Remark::TooManyWords => &words.too_many_words,
        Remark::TooDeep => &words.too_deep,
        Remark::OpenQuote => &words.open_quote,
        Remark::OpenParenthesis => &words.open_parenthesis,
        Remark::LoneParenthesis => &words.lone_parenthesis,
        Remark::LoneOr => &words.lone_or,
        Remark::NothingBehind => &words.nothing_behind,
        Remark::SignElsewhere { typed, read } => {
            return fill(&words.sign_elsewhere, &[("typed", typed), ("read", read)]);
        }
        Remark::MostWords => &words.most_words,
    };
    sentence.clone()
}

fn meant(frame: &Frame<'_>, state: &SearchState, suggestion: &Suggestion) -> Meant {
    let link = |other: &String| {
        let words = state.words.replacen(&*suggestion.typed, other, 1);
        Link::new(other, frame.search(&state.changed(|q| q.words = words)))
    };
    Meant {
        sentence: fill(&frame.words.search.did_you_mean, &[("word", &suggestion.typed)]),
        others: suggestion.words.iter().map(link).collect(),
    }
}

/// Links to a wider or narrower search.
fn switches(frame: &Frame<'_>, state: &SearchState, reading: &Interpretation) -> Vec<Link> {
    let (words, mut links) = (&frame.words.reading, Vec::new());
    let mut push = |name: &str, other: SearchState| links.push(Link::new(name, frame.search(&other)));
    let has_synonyms = reading.expansions.iter().any(|a| !a.synonyms.is_empty());
    if state.no_synonyms && !state.exact {
        push(&words.turn_synonyms_on, state.changed(|q| q.no_synonyms = false));
    } else if has_synonyms {
        push(&words.turn_synonyms_off, state.changed(|q| q.no_synonyms = true));
    }
    let name = if state.exact { &words.turn_exact_off } else { &words.turn_exact_on };
    push(name, state.changed(|q| q.exact = !state.exact));
    links
}
