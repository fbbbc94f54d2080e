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
const OF_NAMES: f64 = 0.01;
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
/// A part that no frequency list has must be so long.
pub(super) const MIN_UNCOUNTED_PART: usize = 5;
const MIN_COMPOUND: usize = 6;
/// First parts that are shorter.
pub(super) const SHORT_HEADS: &[&str] = &["af", "bi", "bo", "ny", "om", "op", "på", "ud"];
/// What such a part counts for: its share as a word of its own says nothing.
const OF_SHORT_HEAD: f64 = 1e-5;
/// An inflected form that was never counted has this share of its headword.
const OF_HEADWORD: f64 = 0.02;
/// Three parts are far fewer than two.
const OF_THREE_PARTS: f64 = 0.1;

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

    /// ln of the probability that a running word is `word` (lower case). Only a word with a capital can be a name.
    pub fn log_p(&mut self, word: &str, has_capital: bool) -> f32 {
        let remembered = OF_MEMORY * self.memory.get(word).copied().unwrap_or(0.0) / self.memory_total;
        let name = if has_capital && NAMES.contains(word) { OF_NAMES / NAMES.len() as f64 } else { 0.0 };
        (self.knowledge(word).p + remembered + name).ln() as f32
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
        word_p(word) + headword_p(word) + archive
    }
}

/// The probability that the embedded lists give a word, whole or as a part.
fn word_p(word: &str) -> f64 {
    let Some(entry) = Lexicon.entry(word) else { return 0.0 };
    let running = if entry.counted { OF_FREQUENCY * f64::from(-entry.cost).exp() } else { 0.0 };
    let listed = if entry.in_dictionary { OF_DICTIONARY / DICTIONARY_FORMS } else { 0.0 };
    running + listed + OF_MILIEU * MILIEU.get(word).copied().unwrap_or(0.0)
}

/// What a form that was never counted has from its headword: *direktørens* from *direktør*.
fn headword_p(word: &str) -> f64 {
    let uncounted = Lexicon.entry(word).is_some_and(|e| !e.counted);
    let headword = uncounted.then(|| Lexicon.lemma(word)).flatten().filter(|lemma| lemma != word);
    headword.map_or(0.0, |lemma| OF_HEADWORD * word_p(&lemma))
}

/// The probability of the best split of `word` into two or three parts, 0 for none. A part but the last may end in a
/// linking *s* or *e*. Short parts count less: three letters make a word too easily.
fn compound_p(word: &str) -> f64 {
    let ends: Vec<usize> = word.char_indices().map(|(i, _)| i).chain([word.len()]).collect();
    if ends.len() <= MIN_COMPOUND || !word.chars().all(char::is_alphabetic) {
        return 0.0;
    }
    let split = Split { word, ends: &ends };
    let of_two = split.of_two();
    if of_two > 0.0 { of_two } else { OF_THREE_PARTS * split.of_three() }
}

/// A word with the byte offsets of its letters and of its end.
struct Split<'w> {
    word: &'w str,
    ends: &'w [usize],
}

impl Split<'_> {
    fn of_two(&self) -> f64 {
        let n = self.ends.len() - 1;
        let short = SHORT_HEADS.iter().find_map(|h| self.word.strip_prefix(h)).map_or(0.0, word_p);
        let splits = (MIN_PART..=n - MIN_PART).map(|i| self.tail(i, n) * self.head(0, i));
        splits.fold(if self.tail(2, n) > 0.0 { OF_SHORT_HEAD * short } else { 0.0 }, f64::max)
    }

    fn of_three(&self) -> f64 {
        let n = self.ends.len() - 1;
        let firsts = MIN_PART..=n.saturating_sub(2 * MIN_PART);
        let splits = firsts.flat_map(|i| (i + MIN_PART..=n - MIN_PART).map(move |j| (i, j)));
        splits.map(|(i, j)| self.tail(j, n) * self.head(i, j) * self.head(0, i)).fold(0.0, f64::max)
    }

    /// Short words that were never counted are junk of the dictionaries.
    fn part(&self, from: usize, to: usize) -> f64 {
        let part = &self.word[self.ends[from]..self.ends[to]];
        let is_junk = to - from < MIN_UNCOUNTED_PART && Lexicon.entry(part).is_none_or(|e| !e.counted);
        if is_junk { 0.0 } else { word_p(part) }
    }

    fn tail(&self, from: usize, to: usize) -> f64 {
        self.part(from, to) * if to - from > 4 { 3.0 } else { 0.3 }
    }

    fn head(&self, from: usize, to: usize) -> f64 {
        let link = &self.word[self.ends[to - 1]..self.ends[to]];
        let may_link = to - from > MIN_PART && matches!(link, "s" | "e");
        let linked = if may_link { self.part(from, to - 1) } else { 0.0 };
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
