//! Advice for a search without hits: how many hits it would have without each of its parts.

use crate::archive::Snapshot;
use crate::query::{self, Filters, Question, syntax};
use crate::web::pages::Frame;
use crate::web::{Problem, SearchState};
use crate::words::fill;

use super::chip;

/// The most searches tried: each is a search of its own, though it only counts.
const MOST: usize = 12;

/// A search with hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Advice {
    /// `Uden »Kommune: Viborg«`.
    pub sentence: String,
    pub count: String,
    pub address: String,
}

/// Searches with one part less, and how much each finds; the largest first.
pub(super) fn advice(frame: &Frame<'_>, snapshot: &Snapshot, state: &SearchState) -> Result<Vec<Advice>, Problem> {
    let mut found = Vec::new();
    for (sentence, other) in others(frame, state).into_iter().take(MOST) {
        let request = other.question(frame.site.settings.synonyms.clone());
        let total = snapshot.search(&Question { limit: Some(1), skip: 1, counts: false, ..request })?.total;
        if total > 0 {
            let count = frame.words.count(total, &frame.words.search.count);
            found.push((total, Advice { sentence, count, address: frame.search(&other) }));
        }
    }
    found.sort_by_key(|(total, _)| std::cmp::Reverse(*total));
    Ok(found.into_iter().map(|(_, advice)| advice).collect())
}

/// Without any filter, where several are set: one alone may not be to blame.
fn without_filters(frame: &Frame<'_>, state: &SearchState) -> Option<(String, SearchState)> {
    let bare = state.changed(|q| q.filters = Filters::default());
    let several = chip::filters(frame, state).len() > 1;
    several.then(|| (frame.words.search.without_filters.clone(), bare))
}

fn others(frame: &Frame<'_>, state: &SearchState) -> Vec<(String, SearchState)> {
    let words = &frame.words.search;
    let parts = chip::filters(frame, state)
        .into_iter()
        .map(|part| (fill(&words.without, &[("what", &format!("{}: {}", part.name, part.value))]), part.without));
    let mut others: Vec<(String, SearchState)> = without_filters(frame, state).into_iter().chain(parts).collect();
    if state.exact {
        others.push((words.with_forms.clone(), state.changed(|q| q.exact = false)));
    }
    if state.no_synonyms {
        others.push((words.with_synonyms.clone(), state.changed(|q| q.no_synonyms = false)));
    }
    let reading =
        query::Interpretation { query: syntax::parse(&state.words).query, ..query::Interpretation::default() };
    for (word, rest) in chip::words(&reading) {
        let without = fill(&words.without_word, &[("what", &word)]);
        others.push((without, state.changed(|q| q.words = rest)));
    }
    others
}
