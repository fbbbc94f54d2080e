//! A word → the forms that it is indexed and searched under.

use std::ops::Range;
use std::sync::Arc;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

use super::known::Known;
use super::skeleton;
use crate::lexicon::{Lexicon, Splitter, Vocabulary};

/// How far a form is from the word as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Exact,
    Stem,
    Part,
    Skeleton,
}

impl Level {
    /// The sign that its terms begin with.
    pub fn sign(self) -> char {
        match self {
            Self::Exact => '=',
            Self::Stem => '~',
            Self::Part => '+',
            Self::Skeleton => '?',
        }
    }

    /// The term that `form` is indexed as.
    pub fn term(self, form: &str) -> String {
        let mut term = String::with_capacity(form.len() + 1);
        term.push(self.sign());
        term.push_str(form);
        term
    }
}

/// What ends a term among others.
const END: char = '\n';

/// The terms of a word, exact first, each once. They lie in one piece: an index of millions of words reads them from all over memory.
#[derive(Debug, Clone)]
pub struct Terms(Arc<str>);

impl Terms {
    fn new(terms: &[String]) -> Self {
        Self(terms.iter().flat_map(|term| [term.as_str(), "\n"]).collect::<String>().into())
    }

    /// No terms.
    pub fn none() -> Self {
        Self("".into())
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(END)
    }

    /// The term at a place, and the place of the next one; the first is at 0.
    pub fn at(&self, place: usize) -> Option<(&str, usize)> {
        let (term, _) = self.0.get(place..)?.split_once(END)?;
        Some((term, place + term.len() + 1))
    }
}

/// Finds the forms of words and remembers them.
#[derive(Clone)]
pub struct Analyzer {
    vocabulary: Option<Arc<Vocabulary>>,
    snowball: TextAnalyzer,
    /// By the word as printed: capitals tell names.
    known: Known<Terms>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::with(None)
    }
}

impl Analyzer {
    /// An analyzer that splits compounds with the words of an archive too.
    pub fn with(vocabulary: Option<Arc<Vocabulary>>) -> Self {
        let snowball = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::Danish)).build();
        Self { vocabulary, snowball, known: Known::default() }
    }

    /// The terms of a word as printed, exact first, each once.
    pub fn terms(&mut self, printed: &str) -> Terms {
        if let Some(known) = self.known.get(printed) {
            return known.clone();
        }
        let terms = Terms::new(&self.find_terms(printed));
        self.known.insert(printed, terms.clone());
        terms
    }

    /// The stems under which a word of a query may stand in the index. A name has one as a name (without its genitive s)
    /// and one as a word, since a query is seldom typed with capitals.
    pub fn stems(&mut self, word: &str) -> Vec<String> {
        let lower = word.to_lowercase();
        let mut stems: Vec<String> = self.headword(&lower).into_iter().collect();
        stems.extend(noun_of(&lower).map(str::to_owned));
        if stems.is_empty() {
            stems = vec![self.snowball(&lower), name_stem(&lower).to_owned()];
            stems.dedup();
        }
        stems
    }

    /// The parts of a compound (lower case) in the form that they are indexed in.
    pub fn parts(&self, word: &str) -> Vec<String> {
        let split = self.splitter().split(word).unwrap_or_default();
        split.into_iter().map(|at| lemma(&word[at])).collect()
    }

    /// The last part of a compound (lower case) as it stands there. `None` for a word that is none.
    pub fn last_part<'a>(&self, word: &'a str) -> Option<&'a str> {
        self.splitter().split(word)?.last().map(|at| &word[at.clone()])
    }

    fn splitter(&self) -> Splitter<'_> {
        Splitter::with(self.vocabulary.as_deref())
    }

    fn find_terms(&mut self, printed: &str) -> Vec<String> {
        let lower = printed.to_lowercase();
        let split = self.splitter().split(&lower);
        let mut terms = vec![Level::Exact.term(&lower)];
        let headword = self.headword_of(&lower, split.as_deref());
        let known = headword.is_some();
        let stem = headword.unwrap_or_else(|| self.stem_unknown(printed, &lower));
        terms.push(Level::Stem.term(&stem));
        terms.extend(noun_of(&lower).map(|noun| Level::Stem.term(noun)));
        for part in split.iter().flat_map(|s| sub_compounds(&lower, s)) {
            let term = Level::Part.term(&part);
            if part != stem && !terms.contains(&term) {
                terms.push(term);
            }
        }
        if !known && let Some(key) = skeleton(&lower) {
            terms.push(Level::Skeleton.term(&key));
        }
        terms
    }

    /// The stem of a word that no list has: a name stays as it is but for its genitive s.
    fn stem_unknown(&mut self, printed: &str, lower: &str) -> String {
        match printed.starts_with(char::is_uppercase) {
            true => name_stem(lower).to_owned(),
            false => self.snowball(lower),
        }
    }

    fn headword(&self, lower: &str) -> Option<String> {
        self.headword_of(lower, self.splitter().split(lower).as_deref())
    }

    /// The headword of a word that the dictionary or the splitter knows, or that is no word at all (a number).
    fn headword_of(&self, lower: &str, split: Option<&[Range<usize>]>) -> Option<String> {
        if lower.chars().any(|c| c.is_numeric()) {
            return Some(lower.to_owned());
        }
        if let Some(lemma) = Lexicon.lemma(lower) {
            return Some(lemma.into_owned());
        }
        let last = split?.last()?;
        Some([&lower[..last.start], &lemma(&lower[last.clone()])].concat())
    }

    fn snowball(&mut self, lower: &str) -> String {
        let mut stream = self.snowball.token_stream(lower);
        stream.next().map_or_else(|| lower.to_owned(), |token| token.text.clone())
    }
}

/// The headword of a dictionary word, or the word.
fn lemma(word: &str) -> String {
    let regular = || Lexicon.regular_headword(word).unwrap_or(word).to_owned();
    Lexicon.lemma(word).map_or_else(regular, |l| l.into_owned())
}

/// The noun that a form may be of beside the verb that the dictionary gives: *loven* is of *love* there, but of *lov* too.
fn noun_of(lower: &str) -> Option<&str> {
    let bare = lower.strip_suffix('s').unwrap_or(lower);
    let noun = bare.strip_suffix("en").or_else(|| bare.strip_suffix("et")).filter(|n| n.chars().count() > 2)?;
    let verb = Lexicon.lemma(lower)?;
    let of_verb = verb.strip_suffix('e') == Some(noun);
    (of_verb && Lexicon.lemma(noun).as_deref() == Some(noun) && Lexicon.entry(noun)?.counted).then_some(noun)
}

/// A name without its genitive s: *Viborgs* → *viborg*. *Horsens* loses one too, in the index and in queries alike.
fn name_stem(lower: &str) -> &str {
    lower.strip_suffix('s').filter(|rest| rest.chars().count() >= 4).unwrap_or(lower)
}

/// Every run of neighbouring parts but the whole, in its headword's form: of dobbelt|diagnose|behandling also
/// *dobbeltdiagnose* and *diagnosebehandling*.
fn sub_compounds(word: &str, parts: &[Range<usize>]) -> Vec<String> {
    let mut found = Vec::new();
    for from in 0..parts.len() {
        for to in from..parts.len() {
            if to - from + 1 < parts.len() {
                found.push([&word[parts[from].start..parts[to].start], &lemma(&word[parts[to].clone()])].concat());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(printed: &str) -> String {
        Analyzer::default().terms(printed).iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn compound_has_its_headword_and_its_parts() {
        assert_eq!(terms("Herbergspladserne"), "=herbergspladserne ~herbergsplads +herberg +plads");
    }

    #[test]
    fn neighbouring_parts_of_a_long_compound_are_compounds_too() {
        assert!(terms("dobbeltdiagnosebehandling").contains("+dobbeltdiagnose "));
    }

    #[test]
    fn name_is_not_stemmed_but_loses_its_genitive() {
        assert!(terms("Kofoedsmindes").starts_with("=kofoedsmindes ~kofoedsminde "));
        assert!(Analyzer::default().stems("kofoedsminde").contains(&"kofoedsminde".to_owned()));
    }

    #[test]
    fn only_unknown_words_have_a_skeleton() {
        assert!(terms("fglgende").contains('?'));
        assert!(!terms("følgende").contains('?'));
        assert!(!terms("herbergspladser").contains('?'));
    }

    #[test]
    fn form_of_verb_and_noun_has_both_headwords() {
        assert_eq!(terms("loven"), "=loven ~love ~lov");
        assert_eq!(Analyzer::default().stems("rådet"), ["råde", "råd"]);
        assert_eq!(terms("møderne"), "=møderne ~møde");
    }

    #[test]
    fn number_is_its_own_stem() {
        assert_eq!(terms("110"), "=110 ~110");
    }
}
