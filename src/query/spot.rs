//! The matching words of any text, such as a printed page. The index has no pages.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::expand::Leaf;
use super::search::planned_in;
use super::{QueryError, Question, syntax};
use crate::engine::Engine;
use crate::engine::analysis::for_each_term;
use crate::engine::plan::Sequence;
use crate::index::format::ItemPart;

/// The bytes of the words of `text` matching a question, in order: in every form found by [`search`](super::search()).
/// Where there are none, the parts of compounds, as in the fallback of a search.
///
/// # Errors
///
/// The index fails, or words name an unknown value (`udvalg:x`).
pub fn spot(engine: &dyn Engine, question: &Question, text: &str) -> Result<Vec<Range<usize>>, QueryError> {
    let plan = planned_in(engine, question, &syntax::parse(&question.words).query, &ItemPart::ALL)?;
    let leaves: Vec<&Leaf> = plan.leaves.iter().map(|(leaf, _)| leaf).collect();
    let words = Words::of(text);
    let found = [false, true].into_iter().map(|loose| words.that_match(&leaves, loose)).find(|found| !found.is_empty());
    Ok(found.unwrap_or_default())
}

/// A text as the index would have it.
struct Words<'a> {
    text: &'a str,
    /// The bytes of the word in each place with a word.
    at: HashMap<u32, Range<usize>>,
    /// The places of each term, in order.
    places: HashMap<String, Vec<u32>>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let (mut at, mut places) = (HashMap::new(), HashMap::<String, Vec<u32>>::new());
        for_each_term(text, |term, position, bytes| {
            at.insert(position, bytes);
            places.entry(term.to_owned()).or_default().push(position);
        });
        Self { text, at, places }
    }

    fn that_match(&self, leaves: &[&Leaf], loose: bool) -> Vec<Range<usize>> {
        let mut places: BTreeSet<u32> = BTreeSet::new();
        let (prefixes, whole): (Vec<&Leaf>, Vec<&Leaf>) = leaves.iter().partition(|leaf| leaf.prefix.is_some());
        let terms: HashSet<&str> = whole.iter().flat_map(|l| l.all_variants(loose)).map(|v| v.term.as_str()).collect();
        places.extend(terms.into_iter().filter_map(|term| self.places.get(term)).flatten());
        places.extend(leaves.iter().flat_map(|l| &l.sequences).flat_map(|s| self.row(s)));
        for prefix in prefixes.iter().filter_map(|leaf| leaf.prefix.as_deref()) {
            let begins = |at: &Range<usize>| self.text[at.clone()].to_lowercase().starts_with(prefix);
            places.extend(self.at.iter().filter(|(_, at)| begins(at)).map(|(place, _)| place));
        }
        places.iter().filter_map(|place| self.at.get(place).cloned()).collect()
    }

    fn row(&self, sequence: &Sequence) -> Vec<u32> {
        let places = sequence.terms.iter().map(|(_, term)| self.places.get(term).cloned().unwrap_or_default());
        sequence.rows(&places.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item};
    use super::*;

    fn spotted<'a>(query: &str, text: &'a str) -> Vec<&'a str> {
        let (_folder, index) = index_of(&[item("a#1", "2024-03-01", "Takster for herberger", "Byrådet godkendte.")]);
        let question = Question { words: query.into(), ..Question::default() };
        spot(&index, &question, text).unwrap().into_iter().map(|at| &text[at]).collect()
    }

    #[test]
    fn every_form_of_a_word_is_spotted() {
        let text = "Herberget og herbergspladserne, ikke byrådet";
        assert_eq!(spotted("herberg", text), ["Herberget", "herbergspladserne"]);
        assert_eq!(spotted("herb*", text), ["Herberget", "herbergspladserne"]);
        assert_eq!(spotted("zebra", text), [""; 0]);
    }

    #[test]
    fn phrase_is_spotted_where_its_words_stand_in_a_row() {
        let text = "takster for herberger, takster og herberger";
        assert_eq!(spotted("\"takster for herberger\"", text), ["takster", "for", "herberger"]);
    }

    #[test]
    fn unwanted_words_are_not_spotted() {
        assert_eq!(spotted("takster -herberg", "takster for herberger"), ["takster"]);
    }
}
