//! The prior probability of a word: P(meant) of the noisy channel.
//!
//! A mixture of several sources: the word's share of running Danish, whether a dictionary lists it, whether its parts
//! make a compound, its use in the archive's clean documents and earlier in this document, and, for all other words,
//! its spelling. Word lists hold junk that would confirm broken words (*omrade*), so being listed weighs little and
//! frequency decides.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::spelling;
use crate::lexicon::{Entry, Lexicon, Vocabulary, authorities};

/// Weights of the mixture. They were tuned on rendered pages of minutes and newspapers; nearby values give the same
/// results.
const OF_FREQUENCY: f64 = 0.5;
/// A listed form says little: the lists contain misspellings.
const OF_DICTIONARY: f64 = 0.06;
/// Words far commoner in minutes than elsewhere (`milieu.tsv`).
const OF_MILIEU: f64 = 0.15;
/// Names of people and places.
const OF_NAMES: f64 = 0.01;
/// A share of the product of the parts' probabilities.
const OF_COMPOUNDS: f64 = 0.9;
/// Words of the archive's clean documents.
const OF_ARCHIVE: f64 = 0.3;
/// Words read before in the same document.
const OF_MEMORY: f64 = 0.05;
/// Words no list has, by their letters alone.
const OF_SPELLING: f64 = 0.01;

/// The number of forms in the dictionaries; they share the dictionary's weight.
const DICTIONARY_FORMS: f64 = 800_000.0;
/// The lowest probability of any word: it keeps the logarithm finite.
const IMPOSSIBLE: f64 = 1e-30;
/// A compound is a known word if its parts have at least this probability. Lower values accept chance splits of broken
/// words.
const KNOWN_COMPOUND: f64 = 1e-12;
/// The shortest part of a compound, in letters. Two letters fit almost anywhere.
pub(super) const MIN_PART: usize = 3;
/// The shortest part that no frequency list has, in letters: shorter ones are mostly junk of the dictionaries.
pub(super) const MIN_UNCOUNTED_PART: usize = 5;
/// The shortest compound, in letters: two shortest parts.
const MIN_COMPOUND: usize = 6;
/// First parts shorter than that.
pub(super) const SHORT_HEADS: &[&str] = &["af", "bi", "bo", "ny", "om", "op", "på", "ud"];
/// The probability of such a part. Its share as a word of its own would be far too high.
const OF_SHORT_HEAD: f64 = 1e-3;
/// A form that was never counted has this share of its headword.
const OF_HEADWORD: f64 = 0.02;
/// A genitive that is not listed has this share of the word.
const OF_GENITIVE: f64 = 0.02;
/// A part has at most this probability, however common it is as a word: *for*, *med*.
const MOST_OF_A_PART: f64 = 2e-3;
/// A linking letter needs a part rarer than this, in nats: *møde* is *møde*, not *med* with an e.
const LINKED_RARER_THAN: f32 = 6.5;
/// A compound with a linking letter has this share: most are joined without one.
const OF_LINKED: f64 = 0.3;
/// A compound of three parts has this share: there are far fewer than of two.
const OF_THREE_PARTS: f64 = 0.1;

static MILIEU: LazyLock<HashMap<&str, f64>> = LazyLock::new(|| milieu(include_str!("milieu.tsv")));
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(names);
static PEOPLE: LazyLock<HashSet<String>> = LazyLock::new(|| listed("given").chain(listed("family")).collect());

/// The table's counts are per 100,000 running words.
fn milieu(table: &str) -> HashMap<&str, f64> {
    let lines = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    lines.flat_map(|(n, words)| words.split(' ').map(move |w| (w, n.parse::<f64>().unwrap_or(0.0) / 1e5))).collect()
}

/// Names of people and places and the words of the authorities' names, in lower case.
fn names() -> HashSet<String> {
    let authorities = authorities().all().iter().flat_map(|a| words(&a.name));
    listed("given").chain(listed("family")).chain(listed("places")).chain(authorities).collect()
}

/// The names under one heading of the list.
fn listed(heading: &'static str) -> impl Iterator<Item = String> {
    let parts = include_str!("../lexicon/data/names.txt").split('[').skip(1).filter_map(|part| part.split_once("]\n"));
    parts.filter(move |(name, _)| *name == heading).flat_map(|(_, names)| words(names))
}

fn words(names: &str) -> impl Iterator<Item = String> {
    names.split([' ', '-', '\n']).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

/// True where a clean document with `word` (lower case) makes it a candidate for repairs: no list has it, and it has a
/// Danish letter.
pub(super) fn is_repair_target(word: &str) -> bool {
    word.contains(['æ', 'ø', 'å']) && word.len() > 2 && !Lexicon.contains(word)
}

/// Some list has `word` (lower case) as a person's name.
pub(super) fn is_person(word: &str) -> bool {
    PEOPLE.contains(word)
}

/// Some list has `word` (lower case) as a name of people, places or authorities.
pub(super) fn is_name(word: &str) -> bool {
    NAMES.contains(word)
}

/// Knowledge of Danish, of an archive and of the document at hand.
#[derive(Debug)]
pub(super) struct Language<'a> {
    archive: &'a Vocabulary,
    memory: HashMap<String, f64>,
    memory_total: f64,
    known: HashMap<String, Knowledge>,
}

/// The cached knowledge of a word.
#[derive(Debug, Clone, Copy)]
struct Knowledge {
    /// Without the memory, because that changes.
    p: f64,
    is_known: bool,
}

impl<'a> Language<'a> {
    pub(super) fn new(archive: &'a Vocabulary) -> Self {
        Self { archive, memory: HashMap::new(), memory_total: 1.0, known: HashMap::new() }
    }

    /// Remembers how often words were read in this document.
    pub(super) fn remember(&mut self, counts: HashMap<String, f64>) {
        self.memory_total = counts.values().sum::<f64>().max(1.0);
        self.memory = counts;
    }

    /// ln of the probability that a running word is `word` (lower case). Only a word with a capital can be a name.
    pub(super) fn log_p(&mut self, word: &str, has_capital: bool) -> f32 {
        let name = if has_capital && NAMES.contains(word) { OF_NAMES / NAMES.len() as f64 } else { 0.0 };
        (self.knowledge(word).p + self.remembered_p(word) + name).ln() as f32
    }

    /// The same for a word that is neither listed nor a compound.
    pub(super) fn unlisted_log_p(&self, word: &str) -> f32 {
        (self.remembered_p(word) + spelt_p(word)).max(IMPOSSIBLE).ln() as f32
    }

    /// The bonus for `word` having been read before in this document, in nats.
    pub(super) fn memory_bonus(&mut self, word: &str) -> f32 {
        let p = self.knowledge(word).p;
        ((p + self.remembered_p(word)) / p).ln() as f32
    }

    /// `word` was read before in this document.
    pub(super) fn remembers(&self, word: &str) -> bool {
        self.memory.contains_key(word)
    }

    fn remembered_p(&self, word: &str) -> f64 {
        OF_MEMORY * self.memory.get(word).copied().unwrap_or(0.0) / self.memory_total
    }

    /// Some list has `word`, it was read before, or it is a compound.
    pub(super) fn knows(&mut self, word: &str) -> bool {
        self.remembers(word) || self.knowledge(word).is_known
    }

    /// Words of the archive and names missing from the lexicon and containing a Danish letter: only they can be results
    /// of a repair.
    pub(super) fn beyond_lexicon(&self) -> Vec<String> {
        let taught = self.archive.iter().map(|(w, _)| w).filter(|w| is_repair_target(w));
        let named = NAMES.iter().map(String::as_str).filter(|w| !Lexicon.contains(w));
        let mut words: Vec<String> = taught.chain(named).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn knowledge(&mut self, word: &str) -> Knowledge {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let found = self.work_out(word);
        self.known.insert(word.to_owned(), found);
        found
    }

    /// A counted word has the probability of its frequency; a compound listed in a dictionary may be commoner than its
    /// count.
    fn work_out(&self, word: &str) -> Knowledge {
        let entry = Lexicon.entry(word);
        let listed = entry.is_some() || self.archive.count(word) > 0 || NAMES.contains(word);
        let compound = if entry.is_some_and(|e| e.counted) { 0.0 } else { compound_p(word) };
        let spelt = if listed { 0.0 } else { spelt_p(word) };
        let p = self.listed_p(word) + OF_COMPOUNDS * compound + spelt;
        let is_known = listed || compound > KNOWN_COMPOUND || genitive_p(word) > 0.0;
        Knowledge { p: p.max(IMPOSSIBLE), is_known }
    }

    fn listed_p(&self, word: &str) -> f64 {
        let archive = OF_ARCHIVE * f64::from(self.archive.count(word)) / (self.archive.total().max(1) as f64);
        word_p(word) + headword_p(word) + genitive_p(word) + archive
    }
}

/// The probability of a word that no list has.
fn spelt_p(word: &str) -> f64 {
    OF_SPELLING * f64::from(spelling::log_p(word).max(-60.0)).exp()
}

/// The probability of a word in the embedded lists, whole or as a part.
fn word_p(word: &str) -> f64 {
    Lexicon.entry(word).map_or(0.0, |entry| entry_p(word, entry))
}

fn entry_p(word: &str, entry: Entry) -> f64 {
    let running = if entry.counted { OF_FREQUENCY * f64::from(-entry.cost).exp() } else { 0.0 };
    let listed = if entry.in_dictionary { OF_DICTIONARY / DICTIONARY_FORMS } else { 0.0 };
    running + listed + OF_MILIEU * MILIEU.get(word).copied().unwrap_or(0.0)
}

/// The probability of an uncounted form from its headword: *direktørens* from *direktør*.
fn headword_p(word: &str) -> f64 {
    let uncounted = Lexicon.entry(word).is_some_and(|e| !e.counted);
    let headword = uncounted.then(|| Lexicon.lemma(word)).flatten().filter(|lemma| lemma != word);
    headword.map_or(0.0, |lemma| OF_HEADWORD * word_p(&lemma))
}

/// The probability of an unlisted genitive from the word: *tilbuddenes* from *tilbuddene*.
fn genitive_p(word: &str) -> f64 {
    let stem = word.strip_suffix('s').filter(|_| !Lexicon.contains(word));
    stem.map_or(0.0, |stem| OF_GENITIVE * word_p(stem))
}

/// The probability of the best split of `word` into two or three parts, 0 for none. A part but the last may end in a
/// linking *s* or *e*. Short parts count less: three letters make a word too easily.
fn compound_p(word: &str) -> f64 {
    let letters = word.chars().count();
    if letters < MIN_COMPOUND || !word.chars().all(char::is_alphabetic) {
        return 0.0;
    }
    let split = Split::new(word, letters);
    let of_two = split.of_two();
    if of_two > 0.0 { of_two } else { OF_THREE_PARTS * split.of_three() }
}

/// A word and the probability of each of its substrings.
struct Split<'w> {
    word: &'w str,
    /// Whether each letter may be a linking one.
    links: Vec<bool>,
    letters: usize,
    /// The substring from letter `i` to letter `j` is at `i * (letters + 1) + j`.
    p: Vec<f64>,
}

impl<'w> Split<'w> {
    fn new(word: &'w str, letters: usize) -> Self {
        let links = word.chars().map(|c| matches!(c, 's' | 'e')).collect();
        let mut split = Self { word, links, letters, p: vec![0.0; letters * (letters + 1)] };
        for (i, (byte, _)) in word.char_indices().enumerate().filter(|(i, _)| i + MIN_PART <= letters) {
            split.record_words(i, byte);
        }
        split
    }

    /// Records every word that begins at letter `i`. Short words that were never counted are junk of the dictionaries.
    fn record_words(&mut self, i: usize, byte: usize) {
        let words = Lexicon.words().as_fst();
        let (mut node, mut value, mut j, rest) = (words.root(), 0, i, &self.word[byte..]);
        for (at, unit) in rest.bytes().enumerate() {
            let Some(step) = node.find_input(unit).map(|t| node.transition(t)) else { return };
            (node, value) = (words.node(step.addr), value + step.out.value());
            if !rest.is_char_boundary(at + 1) {
                continue;
            }
            j += 1;
            if node.is_final() && j - i >= MIN_PART {
                let entry = Entry::from_value(value + node.final_output().value());
                if entry.counted || j - i >= MIN_UNCOUNTED_PART {
                    let part = &rest[..=at];
                    let inflected = if j == self.letters { headword_p(part) } else { 0.0 };
                    self.p[i * (self.letters + 1) + j] = entry_p(part, entry).min(MOST_OF_A_PART) + inflected;
                }
            }
        }
    }

    fn of_two(&self) -> f64 {
        let n = self.letters;
        let short = SHORT_HEADS.iter().find(|h| self.word.starts_with(*h)).map_or(0.0, |_| self.tail(2));
        let splits = (MIN_PART..=n - MIN_PART).map(|i| self.tail(i) * self.head(0, i));
        splits.fold(OF_SHORT_HEAD * short, f64::max)
    }

    fn of_three(&self) -> f64 {
        let n = self.letters;
        let lasts = (2 * MIN_PART..=n - MIN_PART).filter(|j| self.tail(*j) > 0.0);
        let splits = lasts.flat_map(|j| (MIN_PART..=j - MIN_PART).map(move |i| (i, j)));
        splits.map(|(i, j)| self.tail(j) * self.head(i, j) * self.head(0, i)).fold(0.0, f64::max)
    }

    fn part(&self, from: usize, to: usize) -> f64 {
        self.p[from * (self.letters + 1) + to]
    }

    fn tail(&self, from: usize) -> f64 {
        let last = self.letters - 1;
        let genitive = if self.word.ends_with('s') && last > from { OF_GENITIVE * self.part(from, last) } else { 0.0 };
        self.part(from, self.letters).max(genitive) * if self.letters - from > 4 { 3.0 } else { 0.3 }
    }

    fn head(&self, from: usize, to: usize) -> f64 {
        let may_link = to - from > MIN_PART && self.links[to - 1];
        let linked = if may_link { self.part(from, to - 1) } else { 0.0 };
        let linked = if linked > f64::from(-LINKED_RARER_THAN).exp() * OF_FREQUENCY { 0.0 } else { OF_LINKED * linked };
        self.part(from, to).max(linked) * if to - from > 3 { 1.0 } else { 0.3 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log_p(word: &str) -> f32 {
        Language::new(&Vocabulary::default()).log_p(word, false)
    }

    #[test]
    fn right_words_are_likelier_than_their_broken_forms() {
        for (right, broken) in [
            ("møde", "mgde"),
            ("område", "omrade"),
            ("herbergsområdet", "herbergsomradet"),
            ("sagsfremstilling", "sagsfremstillmg"),
            ("direktørens", "direktorens"),
        ] {
            assert!(log_p(right) > log_p(broken) + 1.0, "{right} {} {broken} {}", log_p(right), log_p(broken));
        }
    }

    #[test]
    fn archive_teaches_words() {
        let mut archive = Vocabulary::default();
        archive.learn("Aalundgården Aalundgården");
        let mut language = Language::new(&archive);
        assert!(language.knows("aalundgården"));
        assert_eq!(language.beyond_lexicon().iter().filter(|w| w.contains("aalund")).count(), 1);
        assert!(language.log_p("aalundgården", false) > log_p("aalundgården"));
    }

    #[test]
    fn memory_counts_and_is_forgotten() {
        let archive = Vocabulary::default();
        let mut language = Language::new(&archive);
        let before = language.log_p("ommærke", false);
        language.remember(HashMap::from([("ommærke".to_owned(), 3.0)]));
        assert!(language.log_p("ommærke", false) > before && language.knows("ommærke"));
        language.remember(HashMap::new());
        assert_eq!(language.log_p("ommærke", false), before);
    }
}
