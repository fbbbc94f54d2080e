//! Protects names that no list has and that look like a broken word.
//!
//! A capital within a sentence makes a rare word a name more often than not, and a name changed into a similar word
//! (*Eggen* into *Æggen*) is worse than one left broken. So the repair must be likelier by a margin: least for a common
//! word (*Abent* is *Åbent*), more for another name (*Gerlev* is not *Gørlev*), most for a rare word or a compound
//! (*Brovad* is not *Brovåd*). All figures are nats, set on 300 names and 76,000 scanned words.

use super::language::is_name;
use super::scanned_word::ScannedWord;
use crate::lexicon::Lexicon;

/// The margin if the repair is a common word, or too long for a name.
const COMMON: f32 = 0.5;
/// The margin if it is another name.
const NAME: f32 = 3.0;
/// The margin if it is a rare word of some list.
const LISTED: f32 = 5.0;
/// The margin if no list has it.
const OTHER: f32 = 7.0;
/// The margin if it is longer than most names.
const LONG: f32 = 3.0;
/// The cost (negative ln P) below which a word is common.
const COST_OF_COMMON: f32 = 11.0;
/// Words with more letters are rarely names.
const LONGEST_NAME: usize = 7;
/// Words with this many letters are no names.
const NO_NAME: usize = 11;
/// The additional margin beside a known person's name (*Tina Ebler*) if the repair is no name.
pub(super) const BESIDE_NAME: f32 = 10.0;
/// A capital at the start of a sentence is weaker evidence for a name; the margin has this share there.
pub(super) const OPENING_SENTENCE: f32 = 0.5;
/// Words with a lower cost (negative ln P) are too common to be unknown names.
const COST_OF_RARE: f32 = 13.0;

/// True where it begins with a capital, has letters only, and is rare.
pub(super) fn may_be_name(scanned: &ScannedWord, as_read: &str) -> bool {
    let is_rare = || Lexicon.entry(as_read).is_none_or(|e| e.cost > COST_OF_RARE);
    scanned.has_capital() && as_read.chars().all(char::is_alphabetic) && is_rare()
}

/// The margin by which `word` must beat a name with another spelling within a sentence.
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

/// `word` is common, or a name itself, so it is evidence about other words of the document.
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
        let may = |word: &str| may_be_name(&ScannedWord::new(word), &word.to_lowercase());
        assert!(may("Ebler") && may("Gar"));
        assert!(!may("ebler") && !may("Kommunen") && !may("@bler"));
    }
}
