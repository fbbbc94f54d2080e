//! Words of the index for somebody who types: what a beginning may become, and what may be meant by a word that hits nothing.

use std::collections::HashMap;

use super::QueryError;
use crate::engine::analysis::{Level, skeleton};
use crate::engine::spelling::edit_distance;
use crate::engine::{Engine, Near};

/// Words that are suggested for one that hits nothing.
const MOST: usize = 3;
/// Words up to this length may have one mistake, longer ones two.
const SHORT: usize = 5;

/// A word that hits nothing, and the nearest words of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The word as typed.
    pub typed: String,
    /// The nearest first.
    pub words: Vec<String>,
}

/// The words of the index that begin so, in lower case, commonest first, each with the number of items that have it (in one
/// section at least; one that has it in several counts for each).
///
/// # Errors
///
/// An index that fails.
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

/// The words of the index that may be meant by one that hits nothing: those that share its skeleton, else those with the
/// fewest edit_distance, the commonest first.
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
