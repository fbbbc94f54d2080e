//! How a hit's score came about.

use super::QueryError;
use super::expand::Leaf;
use crate::engine::plan::{Form, Word};
use crate::engine::score::word_score;
use crate::engine::{Engine, Occurrence, Place};
use crate::index::format::ItemPart;

/// The pieces of a score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Explanation {
    /// The whole score.
    pub score: f32,
    /// The score of each word, in the order of the query, without words missing from the item.
    pub words: Vec<WordScore>,
    /// The score of adjacent words and phrases.
    pub together: f32,
}

/// The score of one word of a query: `rarity` × the factor of `form` × the frequencies of `places`, saturated.
#[derive(Debug, Clone, PartialEq)]
pub struct WordScore {
    /// The word as typed.
    pub typed: String,
    /// Its part of the score.
    pub score: f32,
    /// The idf of BM25: 0 for a word in all items.
    pub rarity: f32,
    /// The nearest form in the item.
    pub form: Form,
    /// The name of a part of the item (`title`, `minutes`), a form and its frequency there.
    pub places: Vec<(&'static str, Form, u32)>,
}

/// Explains the score of the item at `at`.
pub(super) fn explanation(
    engine: &dyn Engine,
    leaves: &[(Leaf, Vec<ItemPart>)],
    at: Place,
    score: f32,
) -> Result<Explanation, QueryError> {
    let words = leaves.iter().map(|(leaf, parts)| word(engine, leaf, parts, at));
    let words: Vec<WordScore> = words.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    let together = score - words.iter().map(|w| w.score).sum::<f32>();
    Ok(Explanation { score, words, together })
}

fn word(engine: &dyn Engine, leaf: &Leaf, parts: &[ItemPart], at: Place) -> Result<Option<WordScore>, QueryError> {
    let word = Word { variants: leaf.variants.clone(), parts: parts.to_vec(), alone: leaf.alone };
    let found = engine.occurrences(&word, at)?;
    let Some(form) = found.iter().map(|o| o.form).min() else { return Ok(None) };
    let rarity = engine.rarity(&word)?;
    let score = word_score(rarity, form, found.iter().map(|o| o.frequency).sum(), leaf.alone);
    let place = |o: &Occurrence| (o.part.name(), o.form, o.count);
    let places = found.iter().map(place).collect();
    Ok(Some(WordScore { typed: leaf.typed.clone(), score, rarity, form, places }))
}
