//! Names that no list has, and that are spelt like another word.
//!
//! A capital within a sentence makes a rare word a name more often than not, and a name that is mended into the word that
//! it resembles (*Eggen* into *Æggen*) is worse than one that stays broken. So the repair must be likelier by far: least where it is a
//! common word (*Abent* is *Åbent*), more where it is another name (*Gerlev* is not *Gørlev*), most where it is a rare word or
//! a compound (*Brovad* is not *Brovåd*). All figures are nats, set on 300 names and 76,000 scanned words.

use super::language::is_name;
use super::reading::Reading;
use crate::lexicon::Lexicon;

/// How much likelier the repair must be: a common word; another name; a word that some list has; any other; one that is long
/// for a name.
const COMMON: f32 = 0.5;
const NAME: f32 = 3.0;
const LISTED: f32 = 5.0;
const OTHER: f32 = 7.0;
const LONG: f32 = 3.0;
/// Common words cost less.
const COST_OF_COMMON: f32 = 11.0;
/// Names are rarely longer, in letters, and next to never longer by half.
const LONGEST_NAME: usize = 7;
const NO_NAME: usize = 11;
/// Beside a person's name that is known (*Tina Ebler*), a word that is no name must be likelier by so much more.
pub(super) const BESIDE_NAME: f32 = 10.0;
/// A capital that opens a sentence tells less.
pub(super) const OPENING_SENTENCE: f32 = 0.5;
/// Commoner words are no rare names.
const COST_OF_RARE: f32 = 13.0;

/// It opens with a capital, holds letters alone, and is rare.
pub(super) fn may_be_name(reading: &Reading, as_read: &str) -> bool {
    let is_rare = || Lexicon.entry(as_read).is_none_or(|e| e.cost > COST_OF_RARE);
    reading.has_capital() && as_read.chars().all(char::is_alphabetic) && is_rare()
}

/// By how much `word` must be likelier than a name within a sentence that is spelt otherwise.
pub(super) fn likelier(word: &str) -> f32 {
    let letters = word.chars().count();
    match Lexicon.entry(word) {
        _ if letters >= NO_NAME => COMMON,
        Some(entry) if entry.cost < COST_OF_COMMON => COMMON,
        _ if is_name(word) => NAME,
        _ if letters > LONGEST_NAME => LONG,
        Some(_) => LISTED,
        None => OTHER,
    }
}

/// `word` is common, or a name itself: it tells what other words of the document are.
pub(super) fn is_well_known(word: &str) -> bool {
    likelier(word) <= NAME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_words_need_more_evidence() {
        let words = ["åben", "gørlev", "æggen", "brovåd"];
        assert!(words.windows(2).all(|w| likelier(w[0]) < likelier(w[1])), "{:?}", words.map(likelier));
        assert!(likelier("børneudvalget") < likelier("brovåd"), "names are shorter");
    }

    #[test]
    fn rare_word_with_a_capital_may_be_a_name() {
        let may = |word: &str| may_be_name(&Reading::new(word), &word.to_lowercase());
        assert!(may("Ebler") && may("Gar"));
        assert!(!may("ebler") && !may("Kommunen") && !may("@bler"));
    }
}
