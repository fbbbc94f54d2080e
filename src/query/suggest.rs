//! Words of the index for a typing user: completions of a beginning, and corrections of a word without a hit.

use std::collections::HashMap;

use super::QueryError;
use crate::engine::analysis::{Level, skeleton};
use crate::engine::spelling::edit_distance;
use crate::engine::{Engine, Near};

/// Most suggestions for a word without a hit: more include the right one more often, but take longer to read.
const MOST: usize = 3;
/// Words up to this length may have one mistake, longer ones two: two in a short word fit too many others.
const SHORT: usize = 5;

/// A word without a hit, and the nearest words of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The word as typed.
    pub typed: String,
    /// The nearest first.
    pub words: Vec<String>,
}

/// The words of the index beginning so, in lower case, commonest first, each with the number of its items (in one
/// section at least; an item with several such sections counts for each).
///
/// # Errors
///
/// The index fails.
pub fn complete(engine: &dyn Engine, begin: &str, most: usize) -> Result<Vec<(String, u64)>, QueryError> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    engine.terms_beginning(&Level::Exact.term(&begin.to_lowercase()), &mut |term, items| {
        *counts.entry(term[1..].to_owned()).or_default() += u64::from(items);
    })?;
    let mut words: Vec<(String, u64)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(most);
    Ok(words)
}

/// Corrections of a word without a hit: the words of the index with its skeleton, else those with the
/// least edit distance, the commonest first.
pub(super) fn suggestion(engine: &dyn Engine, typed: &str) -> Result<Option<Suggestion>, QueryError> {
    let lower = typed.to_lowercase();
    let letters: Vec<char> = lower.chars().collect();
    if !letters.iter().all(|c| c.is_alphabetic()) {
        return Ok(None);
    }
    let most = if letters.len() <= SHORT { 1 } else { 2 };
    let key = skeleton(&lower);
    let distance = |word: &str| match key.is_some() && skeleton(word) == key {
        true => 0,
        false => edit_distance(&letters, &word.chars().collect::<Vec<_>>(), most).unwrap_or(most),
    };
    let mut counts: HashMap<String, u64> = HashMap::new();
    // With any first letter, two edits would lead through half the dictionary.
    for (edits, careful) in [(most, true), (1, false)] {
        let mut found: HashMap<String, u64> = HashMap::new();
        engine.words_near(Level::Exact, Near::Edits { word: &lower, edits, careful }, &mut |word, items| {
            *found.entry(word.to_owned()).or_default() += u64::from(items);
        })?;
        counts.extend(found);
    }
    let mut near: Vec<(usize, u64, String)> = counts.into_iter().map(|(word, n)| (distance(&word), n, word)).collect();
    near.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    let words: Vec<String> = near.into_iter().map(|(_, _, word)| word).take(MOST).collect();
    Ok((!words.is_empty()).then(|| Suggestion { typed: typed.to_owned(), words }))
}
