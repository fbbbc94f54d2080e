//! Danish words: existence, frequency, headwords.
//!
//! The data are embedded as finite-state maps. Nothing is loaded: a look-up reads the bytes of the program itself.
//! `data/SOURCES.md` has the origin and licences of the words. [`Lexicon`] is the built-in list; [`Vocabulary`] adds
//! the words of one archive's clean documents (place names, schemes, abbreviations).

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

static PEOPLE: LazyLock<HashSet<String>> = LazyLock::new(|| listed_names(&["given", "family"]));
static GIVEN_NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| listed_names(&["given", "rarer given"]));

/// The names in these lists of the file of names, in lower case.
fn listed_names(of: &[&str]) -> HashSet<String> {
    let lists = include_str!("lexicon/data/names.txt").split('[').filter_map(|list| list.split_once("]\n"));
    let names = lists.filter(|(list, _)| of.contains(list)).flat_map(|(_, names)| names.split_whitespace());
    names.map(str::to_lowercase).collect()
}

/// True where `word` is a given name: *Kirsten*, *Ann-Britt*. Case counts: names have capitals.
pub fn is_given_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && {
        let lower = word.to_lowercase();
        // Double names are listed part by part.
        GIVEN_NAMES.contains(&lower) || lower.contains('-') && lower.split('-').all(|p| GIVEN_NAMES.contains(p))
    }
}

/// A rule from a form to one of its headwords.
struct LemmaRule {
    class: Class,
    /// Number of letters removed from the end, and their replacement.
    strip: usize,
    add: &'static str,
}

impl LemmaRule {
    /// Parses `N2e`: a noun, remove two letters, add *e*.
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

/// Word class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Also for a word used as noun and verb under one headword.
    Noun,
    /// A verb.
    Verb,
    /// An adjective.
    Adjective,
    /// Function words, and verbs with each form listed separately in the dictionary.
    Other,
    /// A proper name.
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
    /// The headword in lower case.
    pub text: Cow<'w, str>,
    /// The word class of the form.
    pub class: Class,
}

/// Flag for dictionary words, the bit above the cost byte.
const DICTIONARY_FLAG: u64 = 256;
/// The cost byte of a word without a count in any frequency list.
const UNCOUNTED_BYTE: u64 = 255;
/// The cost of an uncounted word, in nats: a little more than the rarest counted word (19.6).
const UNCOUNTED_COST: f32 = 21.0;

/// Endings with a doubled consonant before them after a short vowel.
const DOUBLING_ENDINGS: [&str; 5] = ["erne", "ene", "er", "en", "et"];
/// Endings of regular nouns, longer ones first.
const REGULAR_ENDINGS: [&str; 10] = ["ernes", "enes", "erne", "ens", "ets", "ene", "er", "en", "et", "s"];
/// Minimum letters of a stem before a regular ending. Shorter stems match too many unrelated words.
const MIN_REGULAR_STEM: usize = 5;
/// Words cheaper than this, in nats, are not treated as regular forms: common words are listed with their real
/// headwords.
const MIN_REGULAR_COST: f32 = 8.5;

/// The known facts about a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// -ln of the word's share of running text, in nats: 3 for *og*, about 21 for an uncounted word.
    pub cost: f32,
    /// Listed in a dictionary. Frequency lists alone also contain names, foreign words and misspellings.
    pub in_dictionary: bool,
    /// Counted in a frequency list.
    pub counted: bool,
}

impl Entry {
    /// Decodes a value of the word map.
    pub fn from_value(value: u64) -> Self {
        let cost = value % DICTIONARY_FLAG;
        let counted = cost != UNCOUNTED_BYTE;
        Self {
            cost: if counted { cost as f32 / 10.0 } else { UNCOUNTED_COST },
            in_dictionary: value >= DICTIONARY_FLAG,
            counted,
        }
    }
}

/// The embedded Danish words. All arguments are in lower case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lexicon;

impl Lexicon {
    /// The facts about `word`. `None` for an unlisted word.
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

    /// True if any list has `word`.
    pub fn contains(self, word: &str) -> bool {
        WORDS.contains_key(word)
    }

    /// The map itself, for automata over many spellings at once. [`Entry::from_value`] decodes its values.
    pub fn words(self) -> &'static Map<&'static [u8]> {
        &WORDS
    }

    /// The likeliest headword of `word`; a headword returns itself. `None` for a word outside the dictionary, so the
    /// caller can fall back on a stemmer.
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

    /// All headwords of `word`, the likeliest first: *priser* is a form of *pris* and of *prise*. Empty if the
    /// dictionary does not know the word.
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

    /// True for a given or family name in the embedded list.
    pub fn is_person_name(self, word: &str) -> bool {
        PEOPLE.contains(word)
    }

    /// True for the headword of a noun.
    pub fn is_noun(self, word: &str) -> bool {
        self.headwords(word).iter().any(|h| h.class == Class::Noun && h.text == word)
    }
}

impl Lexicon {
    /// The headword of an unlisted but regular noun form: dictionaries have *sekretariaterne*, agendas also
    /// *sekretariatene*. `None` for a word with listed headwords.
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
            base.chars().count() >= MIN_REGULAR_STEM && in_use && self.headwords(base).iter().any(|h| h.text == **base)
        };
        REGULAR_ENDINGS.iter().filter_map(|ending| form.strip_suffix(ending)).find(headword)
    }

    /// The headword of a form with a doubled last consonant (*tilbuddet*, *tallene*): the dictionary lists such forms
    /// as separate headwords. The commonest words are excluded (*sammen* is not a form of *sam*). A plural needs its
    /// definite form in the dictionary (*sommerne* does not exist).
    fn undoubled(self, word: &str, entry: Entry) -> Option<&str> {
        let bare = word.strip_suffix('s').filter(|w| self.contains(w)).unwrap_or(word);
        let (ending, stem) = DOUBLING_ENDINGS.iter().find_map(|e| Some((*e, bare.strip_suffix(e)?)))?;
        let last = stem.chars().next_back().filter(|c| c.is_alphabetic() && !"aeiouyæøå".contains(*c))?;
        let base = stem.strip_suffix(last).filter(|b| b.ends_with(last) && b.chars().count() > 2)?;
        let counted = self.entry(base).is_some_and(|e| e.in_dictionary && e.counted);
        let listed = counted && self.is_noun(base);
        let plural = !ending.starts_with("er") || self.contains(&format!("{stem}erne"));
        (listed && plural && entry.cost > MIN_REGULAR_COST).then_some(base)
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
