//! Danish words: which exist, how common they are, what their headword is.
//!
//! Everything is embedded as finite-state maps, so that nothing is loaded: a look-up walks the bytes of the program
//! itself. `data/SOURCES.md` says where the words come from and under which licences. [`Lexicon`] is what the program
//! brings along; [`Vocabulary`] is what one archive's clean documents add (place names, schemes, abbreviations).

mod authorities;
mod compounds;
pub mod dates;
mod vocabulary;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fst::Map;

pub use authorities::{Authorities, Mention, authorities};
pub use compounds::Splitter;
pub use vocabulary::Vocabulary;

static WORDS: LazyLock<Map<&[u8]>> =
    LazyLock::new(|| Map::new(include_bytes!("lexicon/data/words.fst").as_slice()).expect("words.fst is a map"));
static LEMMAS: LazyLock<Map<&[u8]>> =
    LazyLock::new(|| Map::new(include_bytes!("lexicon/data/lemmas.fst").as_slice()).expect("lemmas.fst is a map"));
static LEMMA_RULES: LazyLock<Vec<(usize, &str)>> = LazyLock::new(|| {
    let lines = include_str!("lexicon/data/lemma_rules.tsv").lines();
    lines.filter_map(|l| l.split_once('\t')).map(|(n, add)| (n.parse().expect("a number of letters"), add)).collect()
});
static IRREGULAR: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| include_str!("lexicon/data/irregular.tsv").lines().filter_map(|l| l.split_once('\t')).collect());

/// Added to the value of a word that a dictionary lists.
const IN_DICTIONARY: u64 = 256;
/// The cost byte of a word that no frequency list has.
const NEVER_COUNTED: u64 = 255;
/// The cost of such a word, in nats: rarer than any counted one (the rarest costs 19.6).
const UNCOUNTED_COST: f32 = 21.0;

/// Endings before which a short vowel's consonant is doubled.
const DOUBLING_ENDINGS: [&str; 5] = ["erne", "ene", "er", "en", "et"];
/// Endings of regular nouns, longer ones first, and the letters that what they are added to has at least.
const REGULAR_ENDINGS: [&str; 10] = ["ernes", "enes", "erne", "ens", "ets", "ene", "er", "en", "et", "s"];
const LEAST_REGULAR: usize = 5;
/// Words that cost less are no such forms, in nats.
const COMMONEST: f32 = 8.5;

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// -ln of the share of running words that are this word, in nats: 3 for *og*, about 21 for a word never counted.
    pub cost: f32,
    /// A dictionary lists it. Frequency lists alone also hold names, foreign words and misspellings.
    pub in_dictionary: bool,
    /// A frequency list holds it.
    pub counted: bool,
}

impl Entry {
    /// Reads a value of the map of words.
    pub fn from_value(value: u64) -> Self {
        let cost = value % IN_DICTIONARY;
        let counted = cost != NEVER_COUNTED;
        Self {
            cost: if counted { cost as f32 / 10.0 } else { UNCOUNTED_COST },
            in_dictionary: value >= IN_DICTIONARY,
            counted,
        }
    }
}

/// The embedded Danish words. Words are given in lower case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lexicon;

impl Lexicon {
    /// What is known of `word`. `None` for a word that no list has.
    ///
    /// ```
    /// use dagsorden::lexicon::Lexicon;
    ///
    /// assert!(Lexicon.entry("møde").unwrap().in_dictionary);
    /// assert!(Lexicon.entry("herbergspladser").is_none(), "compounds are split, not listed");
    /// ```
    pub fn entry(self, word: &str) -> Option<Entry> {
        WORDS.get(word).map(Entry::from_value)
    }

    /// True where some list has `word`.
    pub fn contains(self, word: &str) -> bool {
        WORDS.contains_key(word)
    }

    /// The map itself, for walks that follow many spellings at once. Its values are read by [`Entry::from_value`].
    pub fn words(self) -> &'static Map<&'static [u8]> {
        &WORDS
    }

    /// The headword that `word` is a form of; a headword is its own. `None` for a word that the dictionary does not
    /// list, so that the caller can fall back on a stemmer.
    ///
    /// ```
    /// use dagsorden::lexicon::Lexicon;
    ///
    /// assert_eq!(Lexicon.lemma("pladserne").as_deref(), Some("plads"));
    /// assert_eq!(Lexicon.lemma("børn").as_deref(), Some("barn"));
    /// assert_eq!(Lexicon.lemma("dassos"), None);
    /// ```
    pub fn lemma(self, word: &str) -> Option<Cow<'_, str>> {
        if let Some(lemma) = IRREGULAR.get(word) {
            return Some(Cow::Borrowed(lemma));
        }
        let Some(rule) = LEMMAS.get(word) else {
            let entry = self.entry(word).filter(|e| e.in_dictionary)?;
            return Some(self.undoubled(word, entry).map_or(Cow::Borrowed(word), Cow::Borrowed));
        };
        let (strip, add) = LEMMA_RULES[usize::try_from(rule).ok()?];
        let Some(last) = strip.checked_sub(1) else {
            // Nothing is taken off: a verb's imperative that is a noun too (*lån*, *misbrug*). The noun is what is met.
            return Some(Cow::Borrowed(word));
        };
        let kept = word.char_indices().rev().nth(last).map_or("", |(at, _)| &word[..at]);
        Some(Cow::Owned([kept, add].concat()))
    }
}

impl Lexicon {
    /// The headword that a word which no dictionary lists would be a regular form of: dictionaries have *sekretariaterne*,
    /// agendas *sekretariatene* too. `None` for a listed word.
    ///
    /// ```
    /// use dagsorden::lexicon::Lexicon;
    ///
    /// assert_eq!(Lexicon.regular_headword("sekretariatene"), Some("sekretariat"));
    /// assert_eq!(Lexicon.regular_headword("pladserne"), None);
    /// ```
    pub fn regular_headword(self, form: &str) -> Option<&str> {
        if self.entry(form).is_some_and(|e| e.in_dictionary) {
            return None;
        }
        let headword = |base: &&str| {
            let in_use = self.entry(base).is_some_and(|e| e.in_dictionary && e.counted);
            base.chars().count() >= LEAST_REGULAR && in_use && self.lemma(base).as_deref() == Some(*base)
        };
        REGULAR_ENDINGS.iter().filter_map(|ending| form.strip_suffix(ending)).find(headword)
    }

    /// The headword of a form that doubles its last consonant (*tilbuddet*, *tallene*): the dictionary lists such
    /// forms as headwords of their own. None of the commonest words is one (*sammen* is no *sam*), and a plural has
    /// its definite form beside it (there is no *sommerne*).
    fn undoubled(self, word: &str, entry: Entry) -> Option<&str> {
        let bare = word.strip_suffix('s').filter(|w| self.contains(w)).unwrap_or(word);
        let (ending, stem) = DOUBLING_ENDINGS.iter().find_map(|e| Some((*e, bare.strip_suffix(e)?)))?;
        let last = stem.chars().next_back().filter(|c| c.is_alphabetic() && !"aeiouyæøå".contains(*c))?;
        let base = stem.strip_suffix(last).filter(|b| b.ends_with(last) && b.chars().count() > 2)?;
        let counted = self.entry(base).is_some_and(|e| e.in_dictionary && e.counted);
        let listed = counted && self.lemma(base).as_deref() == Some(base);
        let plural = !ending.starts_with("er") || self.contains(&format!("{stem}erne"));
        (listed && plural && entry.cost > COMMONEST).then_some(base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_with_a_doubled_consonant_has_the_headword_without() {
        for (form, lemma) in [
            ("tilbuddet", "tilbud"),
            ("tallene", "tal"),
            ("budgettet", "budget"),
            ("budgettets", "budget"),
            ("domme", "dom"),
        ] {
            assert_eq!(Lexicon.lemma(form).as_deref(), Some(lemma), "{form}");
        }
        for word in ["sammen", "sommer", "nummer", "komme", "penge", "summe"] {
            assert_eq!(Lexicon.lemma(word).as_deref(), Some(word));
        }
    }

    #[test]
    fn common_words_cost_less_than_rare_ones() {
        let cost = |w| Lexicon.entry(w).unwrap().cost;
        assert!(cost("og") < cost("møde") && cost("møde") < cost("herberg"));
    }

    #[test]
    fn forms_share_their_headword() {
        for (form, lemma) in [("læger", "læge"), ("årene", "år"), ("pladsernes", "plads"), ("mødte", "møde")] {
            assert_eq!(Lexicon.lemma(form).as_deref(), Some(lemma), "{form}");
        }
        assert_eq!(Lexicon.lemma("møde").as_deref(), Some("møde"));
        assert_eq!(Lexicon.lemma("lån").as_deref(), Some("lån"));
    }

    #[test]
    fn unknown_word_has_no_lemma() {
        assert_eq!(Lexicon.lemma("xyzzyx"), None);
        assert_eq!(Lexicon.lemma(""), None);
    }
}
