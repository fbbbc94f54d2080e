//! Danish words: which exist, how common they are, what their headword is.
//!
//! Everything is embedded as finite-state maps, so that nothing is loaded: a look-up walks the bytes of the program
//! itself. `data/SOURCES.md` says where the words come from and under which licences. [`Lexicon`] is what the program
//! brings along; [`Vocabulary`] is what one archive's clean documents add (place names, schemes, abbreviations).

mod authorities;
mod compounds;
pub mod dates;
mod derivation;
mod vocabulary;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use fst::Map;

pub use authorities::{Authorities, Mention, authorities};
pub use compounds::Splitter;
pub use derivation::derived;
pub use vocabulary::Vocabulary;

static WORDS: LazyLock<Map<&[u8]>> =
    LazyLock::new(|| Map::new(include_bytes!("lexicon/data/words.fst").as_slice()).expect("words.fst is a map"));
static LEMMAS: LazyLock<Map<&[u8]>> =
    LazyLock::new(|| Map::new(include_bytes!("lexicon/data/lemmas.fst").as_slice()).expect("lemmas.fst is a map"));
static LEMMA_RULES: LazyLock<Vec<Vec<LemmaRule>>> = LazyLock::new(|| {
    let sets = include_str!("lexicon/data/lemma_rules.tsv").lines();
    sets.map(|set| set.split('\t').filter_map(LemmaRule::read).collect()).collect()
});

static PEOPLE: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lists = include_str!("lexicon/data/names.txt").split('[').filter_map(|list| list.split_once("]\n"));
    let names = lists.filter(|(of, _)| *of == "people").flat_map(|(_, names)| names.split_whitespace());
    names.map(str::to_lowercase).collect()
});

/// How a form becomes one of its headwords.
struct LemmaRule {
    class: Class,
    /// Letters that are taken off the end, and what is put in their place.
    strip: usize,
    add: &'static str,
}

impl LemmaRule {
    /// Reads `N2e`: a noun, two letters off, *e* added.
    fn read(rule: &'static str) -> Option<Self> {
        let class = Class::from_letter(rule.chars().next()?)?;
        let digits = rule[1..].find(|c: char| !c.is_ascii_digit()).map_or(rule.len(), |at| at + 1);
        Some(Self { class, strip: rule[1..digits].parse().ok()?, add: &rule[digits..] })
    }

    fn headword<'w>(&self, form: &'w str) -> Headword<'w> {
        let text = match self.strip.checked_sub(1) {
            None if self.add.is_empty() => Cow::Borrowed(form),
            None => Cow::Owned([form, self.add].concat()),
            Some(last) => {
                let kept = form.char_indices().rev().nth(last).map_or("", |(at, _)| &form[..at]);
                Cow::Owned([kept, self.add].concat())
            }
        };
        Headword { text, class: self.class }
    }
}

/// The class of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Also a word that is a verb too, under the same headword.
    Noun,
    Verb,
    Adjective,
    /// Function words, and verbs whose forms the dictionary lists one by one.
    Other,
    Name,
}

impl Class {
    fn from_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'N' => Self::Noun,
            'V' => Self::Verb,
            'A' => Self::Adjective,
            'X' => Self::Other,
            'P' => Self::Name,
            _ => return None,
        })
    }
}

/// A headword of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headword<'w> {
    /// In lower case.
    pub text: Cow<'w, str>,
    /// What it is a form as.
    pub class: Class,
}

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

    /// The likeliest headword that `word` is a form of; a headword is its own. `None` for a word that the dictionary does
    /// not list, so that the caller can fall back on a stemmer.
    ///
    /// ```
    /// use dagsorden::lexicon::Lexicon;
    ///
    /// assert_eq!(Lexicon.lemma("pladserne").as_deref(), Some("plads"));
    /// assert_eq!(Lexicon.lemma("børn").as_deref(), Some("barn"));
    /// assert_eq!(Lexicon.lemma("dassos"), None);
    /// ```
    pub fn lemma(self, word: &str) -> Option<Cow<'_, str>> {
        let own = || self.entry(word).filter(|e| e.in_dictionary).map(|_| Cow::Borrowed(word));
        self.headwords(word).into_iter().next().map(|headword| headword.text).or_else(own)
    }

    /// All headwords that `word` is a form of, the likeliest first: *priser* is a form of *pris* and of *prise*. Empty for a
    /// word of which the dictionary does not say it.
    ///
    /// ```
    /// use dagsorden::lexicon::Lexicon;
    ///
    /// let headwords = |word: &'static str| Lexicon.headwords(word).into_iter().map(|h| h.text).collect::<Vec<_>>();
    /// assert_eq!(headwords("leder"), ["leder", "lede"]);
    /// assert_eq!(headwords("busserne"), ["bus"]);
    /// assert!(headwords("dassos").is_empty());
    /// ```
    pub fn headwords(self, word: &str) -> Vec<Headword<'_>> {
        if let Some(set) = LEMMAS.get(word).and_then(|set| LEMMA_RULES.get(usize::try_from(set).ok()?)) {
            return set.iter().map(|rule| rule.headword(word)).collect();
        }
        let entry = self.entry(word).filter(|e| e.in_dictionary);
        let text = entry.and_then(|entry| self.undoubled(word, entry));
        text.map(|text| Headword { text: Cow::Borrowed(text), class: Class::Noun }).into_iter().collect()
    }

    /// True for a given or family name of the program's list.
    pub fn is_person_name(self, word: &str) -> bool {
        PEOPLE.contains(word)
    }

    /// True for the headword of a noun.
    pub fn is_noun(self, word: &str) -> bool {
        self.headwords(word).iter().any(|h| h.class == Class::Noun && h.text == word)
    }
}

impl Lexicon {
    /// The headword that a word of which no dictionary says it would be a regular form of: dictionaries have *sekretariaterne*,
    /// agendas *sekretariatene* too. `None` for a word with headwords.
    ///
    /// ```
    /// use dagsorden::lexicon::Lexicon;
    ///
    /// assert_eq!(Lexicon.regular_headword("sekretariatene"), Some("sekretariat"));
    /// assert_eq!(Lexicon.regular_headword("pladserne"), None);
    /// ```
    pub fn regular_headword(self, form: &str) -> Option<&str> {
        if LEMMAS.contains_key(form) {
            return None;
        }
        let headword = |base: &&str| {
            let in_use = self.entry(base).is_some_and(|e| e.in_dictionary && e.counted);
            base.chars().count() >= LEAST_REGULAR && in_use && self.headwords(base).iter().any(|h| h.text == **base)
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
        let listed = counted && self.is_noun(base);
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
    fn form_of_several_words_has_all_their_headwords() {
        let headwords =
            |word: &str| Lexicon.headwords(word).into_iter().map(|h| h.text.into_owned()).collect::<Vec<_>>();
        assert_eq!(headwords("priser"), ["pris", "prise"]);
        assert_eq!(headwords("bruger"), ["bruger", "bruge"]);
        assert_eq!(headwords("lokale"), ["lokale", "lokal"]);
        assert_eq!(headwords("tog"), ["tog", "tage"]);
        assert_eq!(headwords("is"), ["is"], "a function word has no genitive");
        assert_eq!(headwords("embedsmændene"), ["embedsmand"]);
    }

    #[test]
    fn unknown_word_has_no_lemma() {
        assert_eq!(Lexicon.lemma("xyzzyx"), None);
        assert_eq!(Lexicon.lemma(""), None);
    }
}
