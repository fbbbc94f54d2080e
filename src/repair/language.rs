//! How likely a word is to be meant: P(meant) of the noisy channel.
//!
//! A mixture of what is known of a word: its share of running Danish, that a dictionary lists it, that its parts make a
//! compound, that the archive's clean documents use it, that this document used it before, and, for all other words, that
//! it is spelt like one. Word lists hold junk that would confirm broken words (*omrade*), so being listed weighs little
//! and frequency decides.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::spelling;
use crate::lexicon::{Lexicon, Vocabulary, authorities};

/// Weights of the mixture. The figures were tuned on rendered pages of minutes and newspapers; anything near them does.
const OF_FREQUENCY: f64 = 0.5;
const OF_DICTIONARY: f64 = 0.06;
const OF_MILIEU: f64 = 0.15;
const OF_NAMES: f64 = 0.004;
const OF_COMPOUNDS: f64 = 0.9;
const OF_ARCHIVE: f64 = 0.3;
const OF_MEMORY: f64 = 0.05;
const OF_SPELLING: f64 = 0.01;

/// Forms that the dictionaries list, which share the weight of the dictionary.
const DICTIONARY_FORMS: f64 = 800_000.0;
/// No word is less likely.
const IMPOSSIBLE: f64 = 1e-30;
/// From this probability of its parts on, a compound counts as a known word.
const KNOWN_COMPOUND: f64 = 1e-12;
/// The shortest part of a compound, and the shortest compound, in letters.
pub(super) const MIN_PART: usize = 3;
const MIN_COMPOUND: usize = 6;

static MILIEU: LazyLock<HashMap<&str, f64>> = LazyLock::new(|| milieu(include_str!("milieu.tsv")));
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(names);

/// The table's counts are per 100,000 running words.
fn milieu(table: &str) -> HashMap<&str, f64> {
    let lines = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    lines.flat_map(|(n, words)| words.split(' ').map(move |w| (w, n.parse::<f64>().unwrap_or(0.0) / 1e5))).collect()
}

/// Given and family names and the words of the authorities' names, in lower case.
fn names() -> HashSet<String> {
    let listed = include_str!("../lexicon/data/names.txt").lines().filter(|l| !l.starts_with('#'));
    let authorities = authorities().all().iter().map(|a| a.name.as_str());
    listed.chain(authorities).flat_map(|l| l.split([' ', '-'])).map(str::to_lowercase).collect()
}

/// What is known of Danish, of an archive and of the document at hand.
#[derive(Debug)]
pub(super) struct Language<'a> {
    archive: &'a Vocabulary,
    memory: HashMap<String, f64>,
    memory_total: f64,
    known: HashMap<String, Knowledge>,
}

/// What was worked out for a word.
#[derive(Debug, Clone, Copy)]
struct Knowledge {
    /// Without the memory, which changes.
    p: f64,
    is_known: bool,
}

impl<'a> Language<'a> {
    pub fn new(archive: &'a Vocabulary) -> Self {
        Self { archive, memory: HashMap::new(), memory_total: 1.0, known: HashMap::new() }
    }

    /// Keeps in mind how often words were read in this document.
    pub fn remember(&mut self, counts: HashMap<String, f64>) {
        self.memory_total = counts.values().sum::<f64>().max(1.0);
        self.memory = counts;
    }

    /// ln of the probability that a running word is `word` (lower case).
    pub fn log_p(&mut self, word: &str) -> f32 {
        let remembered = OF_MEMORY * self.memory.get(word).copied().unwrap_or(0.0) / self.memory_total;
        (self.knowledge(word).p + remembered).ln() as f32
    }

    /// Some list has `word`, it was read before, or it is a compound.
    pub fn knows(&mut self, word: &str) -> bool {
        self.memory.contains_key(word) || self.knowledge(word).is_known
    }

    /// Words of the archive and names that the lexicon lacks and that hold a Danish letter: only they can be mended into.
    pub fn beyond_lexicon(&self) -> Vec<String> {
        let taught = self.archive.iter().map(|(w, _)| w).filter(|w| w.contains(['æ', 'ø', 'å']) && w.len() > 2);
        let named = NAMES.iter().map(String::as_str);
        let mut words: Vec<String> = taught.chain(named).filter(|w| !Lexicon.contains(w)).map(str::to_owned).collect();
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

    fn work_out(&self, word: &str) -> Knowledge {
        let listed = Lexicon.contains(word) || self.archive.count(word) > 0 || NAMES.contains(word);
        let compound = compound_p(word);
        let spelt = f64::from(spelling::log_p(word).max(-60.0)).exp();
        let p = self.listed_p(word) + OF_COMPOUNDS * compound + OF_SPELLING * spelt;
        Knowledge { p: p.max(IMPOSSIBLE), is_known: listed || compound > KNOWN_COMPOUND }
    }

    fn listed_p(&self, word: &str) -> f64 {
        let archive = OF_ARCHIVE * f64::from(self.archive.count(word)) / (self.archive.total().max(1) as f64);
        let milieu = OF_MILIEU * MILIEU.get(word).copied().unwrap_or(0.0);
        let name = if NAMES.contains(word) { OF_NAMES / NAMES.len() as f64 } else { 0.0 };
        word_p(word) + archive + milieu + name
    }
}

/// The probability that the embedded lexicon gives a word.
fn word_p(word: &str) -> f64 {
    Lexicon.entry(word).map_or(0.0, |e| entry_p(e.cost, e.in_dictionary, e.counted))
}

fn entry_p(cost: f32, in_dictionary: bool, counted: bool) -> f64 {
    let running = if counted { OF_FREQUENCY * f64::from(-cost).exp() } else { 0.0 };
    running + if in_dictionary { OF_DICTIONARY / DICTIONARY_FORMS } else { 0.0 }
}

/// The probability of the best split of `word` into two or three parts, 0 for none. A part but the last may end in a
/// linking *s* or *e*. Short parts count less: three letters make a word too easily.
fn compound_p(word: &str) -> f64 {
    let ends: Vec<usize> = word.char_indices().map(|(i, _)| i).chain([word.len()]).collect();
    let n = ends.len() - 1;
    if n < MIN_COMPOUND || !word.chars().all(char::is_alphabetic) {
        return 0.0;
    }
    let part = |from: usize, to: usize| word_p(&word[ends[from]..ends[to]]);
    let head = |from: usize, to: usize| part(from, to).max(linked(word, &ends, from, to));
    let of_two = (MIN_PART..=n - MIN_PART).map(|i| {
        let tail = part(i, n) * if n - i > 4 { 3.0 } else { 0.3 };
        if tail == 0.0 { 0.0 } else { tail * head(0, i) * if i > 3 { 1.0 } else { 0.3 } }
    });
    let best = of_two.fold(0.0, f64::max);
    if best > 0.0 || n < 3 * MIN_PART {
        return best;
    }
    let of_three = (MIN_PART..=n - 2 * MIN_PART).flat_map(|i| (i + MIN_PART..=n - MIN_PART).map(move |j| (i, j)));
    let p = |(i, j)| {
        let tail = part(j, n);
        if tail == 0.0 { 0.0 } else { 0.5 * tail * head(0, i) * head(i, j) }
    };
    of_three.map(p).fold(0.0, f64::max)
}

/// A part that ends in a linking letter.
fn linked(word: &str, ends: &[usize], from: usize, to: usize) -> f64 {
    let link = &word[ends[to - 1]..ends[to]];
    if to - from > MIN_PART && matches!(link, "s" | "e") { word_p(&word[ends[from]..ends[to - 1]]) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log_p(word: &str) -> f32 {
        Language::new(&Vocabulary::default()).log_p(word)
    }

    #[test]
    fn right_words_are_likelier_than_their_broken_forms() {
        for (right, broken) in [
            ("møde", "mgde"),
            ("område", "omrade"),
            ("herbergsområdet", "herbergsomradet"),
            ("sagsfremstilling", "sagsfremstillmg"),
            ("jørgensen", "jgrgensen"),
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
        assert!(language.log_p("aalundgården") > log_p("aalundgården"));
    }

    #[test]
    fn memory_counts_and_is_forgotten() {
        let archive = Vocabulary::default();
        let mut language = Language::new(&archive);
        let before = language.log_p("ommærke");
        language.remember(HashMap::from([("ommærke".to_owned(), 3.0)]));
        assert!(language.log_p("ommærke") > before && language.knows("ommærke"));
        language.remember(HashMap::new());
        assert_eq!(language.log_p("ommærke"), before);
    }
}
