//! What a scanned word may have been: the words that the measured confusions lead to.
//!
//! A walk through the lexicon's automaton follows the letters as read and every letter that they may have been at once, so
//! that only spellings of words are ever looked at. It may start again where a word ends, for compounds. A word that leads
//! nowhere is varied by the likeliest confusions alone and left to the letter model.

use std::collections::HashSet;

use fst::Map;
use fst::raw::{CompiledAddr, Fst};

use super::confusions::{Confusion, confusions, lower};
use super::language::{Language, MIN_PART, MIN_UNCOUNTED_PART, SHORT_HEADS};
use crate::lexicon::{Entry, Lexicon};

/// Readings less likely than this are given up, in nats.
const LEAST_LIKELY: f32 = -14.0;
/// States that one walk may visit: a bound on made-up words, far above what real ones need.
const MOST_STEPS: u32 = 6_000;
/// Parts of a compound.
const MOST_PARTS: u32 = 3;
/// A capital is misread like a small letter, but less often.
const AS_SMALL_LETTER: f32 = -0.7;
/// A word that is known as it was read needs a better reason to be another.
const KNOWN_AS_READ: f32 = 0.7;
/// So does an unknown one with a capital: it may be a name that no list has.
const NAME_AS_READ: f32 = 2.5;
/// An unknown word is rarely another unknown word.
const UNKNOWN_TO_UNKNOWN: f32 = -2.0;
/// Confusions that an unknown word is varied by, and how many of them at once.
const LIKELY_CONFUSION: f32 = -3.5;
const MOST_VARIATIONS: u32 = 2;
/// Letters other than the Danish ones are mended in words of this length: shorter ones are too easily another word.
const MIN_OTHER_LETTERS: usize = 4;
/// Only so many of the best are kept.
const MOST_CANDIDATES: usize = 16;
const MOST_UNKNOWN: usize = 60;

/// How likely æ, ø and å are to be broken in the document at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    broken: [f32; 3],
}

/// Shares of æ, ø and å among the letters of Danish minutes.
const EXPECTED: [(char, f32); 3] = [('æ', 0.0090), ('ø', 0.0085), ('å', 0.0105)];

impl Rates {
    /// Estimated from how many of the three letters a broken text still has.
    pub fn of<'t>(lines: impl Iterator<Item = &'t str>) -> Self {
        let (mut letters, mut seen) = (1.0, [0.0; 3]);
        for c in lines.flat_map(str::chars).filter(|c| c.is_alphabetic()).map(lower) {
            letters += 1.0;
            if let Some(i) = index(c) {
                seen[i] += 1.0;
            }
        }
        let rate = |i: usize| (1.0 - seen[i] / letters / EXPECTED[i].1).clamp(0.05, 0.995);
        Self { broken: [rate(0), rate(1), rate(2)] }
    }

    fn of_reading(self, confusion: &Confusion) -> f32 {
        confusion.log_p + index(confusion.meant).map_or(0.0, |i| self.broken[i].ln())
    }
}

fn index(letter: char) -> Option<usize> {
    EXPECTED.iter().position(|(c, _)| *c == letter)
}

/// A word as scanned.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    original: Vec<char>,
    lower: Vec<char>,
    all_capitals: bool,
}

impl Reading {
    pub fn new(word: &str) -> Self {
        let original: Vec<char> = word.chars().collect();
        let lower = original.iter().map(|c| lower(*c)).collect();
        let letters = original.iter().filter(|c| c.is_alphabetic());
        let all_capitals =
            original.len() > 1 && letters.clone().count() > 1 && letters.clone().all(|c| c.is_uppercase());
        Self { original, lower, all_capitals }
    }

    /// The word as read, in lower case.
    pub fn word(&self) -> String {
        self.lower.iter().collect()
    }

    /// It opens with a capital, or with a sign that may be one.
    pub fn has_capital(&self) -> bool {
        self.original.first().is_some_and(|c| !c.is_lowercase())
    }

    /// Whether the letter `meant` that was misread at `at` is a capital.
    fn is_capital(&self, at: usize, meant: char) -> bool {
        let first = self.original[at];
        let next_is_small = self.original.get(at + 1).is_some_and(|c| c.is_lowercase());
        match first {
            _ if self.all_capitals => true,
            'I' if meant == 'l' => false,
            c if c.is_uppercase() => at == 0 || !next_is_small,
            c if c.is_alphabetic() => at == 0 && meant == 'i',
            '|' => true,
            // Signs and digits are taken for a capital more often than for a small letter.
            _ => at == 0,
        }
    }

    /// Confusions that the characters from `at` on may come from, with what their case adds to the cost.
    fn confusions_at(&self, at: usize) -> impl Iterator<Item = (&'static Confusion, f32)> + '_ {
        let (first, read) = (self.original[at], self.lower[at]);
        let sign_in_front = at == 0 && !first.is_alphabetic();
        let is_capital = first.is_uppercase() || sign_in_front || (self.all_capitals && !first.is_alphabetic());
        let is_small = !first.is_alphabetic() || first.is_lowercase();
        let table = confusions();
        let capital = is_capital.then(|| table.capital.starting_with(read)).unwrap_or_default();
        // A capital that is not part of a heading is misread as another capital alone: *Aalund* is no *Ålund*.
        let may_be_small = is_small || self.all_capitals;
        let small = may_be_small.then(|| table.small.starting_with(read)).unwrap_or_default();
        let opening = (at == 0).then(|| table.opening.starting_with(read)).unwrap_or_default();
        let rarer = if is_small { 0.0 } else { AS_SMALL_LETTER };
        let known = capital.iter().chain(opening).map(|c| (c, 0.0)).chain(small.iter().map(move |c| (c, rarer)));
        known.filter(move |(c, _)| self.lower[at..].starts_with(&c.read))
    }
}

/// What a scanned word may have been.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// In lower case.
    pub word: String,
    /// ln P(read | meant).
    pub channel: f32,
    /// How many characters of the reading each letter stands for.
    spans: Vec<u8>,
}

impl Candidate {
    fn as_read(reading: &Reading) -> Self {
        Self { word: reading.word(), channel: 0.0, spans: vec![1; reading.lower.len()] }
    }

    /// The word in the case of the scan.
    pub fn cased(&self, reading: &Reading) -> String {
        let mut at = 0;
        let mut out = String::with_capacity(self.word.len());
        for (meant, span) in self.word.chars().zip(&self.spans) {
            let is_same = *span == 1 && reading.lower[at] == meant;
            match (is_same, reading.is_capital(at, meant)) {
                (true, _) => out.push(reading.original[at]),
                (false, true) => out.extend(meant.to_uppercase()),
                (false, false) => out.push(meant),
            }
            at += usize::from(*span);
        }
        out
    }
}

/// Finds candidates in the lexicon, in the words beyond it, and by variation.
#[derive(Debug)]
pub(super) struct Finder {
    /// Words of the archive and names that the lexicon lacks.
    beyond: Map<Vec<u8>>,
    rates: Rates,
}

impl Finder {
    pub fn new(language: &Language<'_>, rates: Rates) -> Self {
        let words = language.beyond_lexicon().into_iter().map(|w| (w, 0));
        Self { beyond: Map::from_iter(words).unwrap_or_default(), rates }
    }

    /// What `reading` may have been, itself among it; at most [`MOST_CANDIDATES`], in no order.
    pub fn candidates(&self, reading: &Reading, language: &mut Language<'_>) -> Vec<Candidate> {
        let mut as_read = Candidate::as_read(reading);
        let is_known = language.knows(&as_read.word);
        let mut found = self.known_words(reading, is_known || reading.all_capitals);
        if is_known {
            as_read.channel = KNOWN_AS_READ;
        } else if reading.has_capital() && !reading.all_capitals {
            as_read.channel = NAME_AS_READ;
        }
        if found.is_empty() && !is_known {
            found = self.variations(reading, LIKELY_CONFUSION);
            found.truncate(MOST_UNKNOWN);
            for candidate in found.iter_mut().filter(|c| !language.knows(&c.word)) {
                candidate.channel += UNKNOWN_TO_UNKNOWN;
            }
        }
        found.retain(|c| c.word != as_read.word);
        found.push(as_read);
        if found.len() > MOST_CANDIDATES {
            found.sort_by_cached_key(|c| descending(c.channel + language.log_p(&c.word, reading.has_capital())));
            found.truncate(MOST_CANDIDATES);
        }
        found
    }

    fn known_words(&self, reading: &Reading, only_danish: bool) -> Vec<Candidate> {
        let mut walk = Walk {
            reading,
            rates: self.rates,
            only_danish,
            compounds: false,
            steps: 0,
            found: Vec::new(),
            word: String::new(),
            spans: Vec::new(),
        };
        walk.only_danish |= reading.lower.len() < MIN_OTHER_LETTERS;
        walk.through(self.beyond.as_fst());
        walk.through(Lexicon.words().as_fst());
        let is_common = |c: &Candidate| Lexicon.entry(&c.word).is_some_and(|e| e.counted);
        if reading.lower.len() >= 2 * MIN_PART && !walk.found.iter().any(is_common) {
            walk.compounds = true;
            walk.through(Lexicon.words().as_fst());
        }
        best_of_each(walk.found)
    }

    /// Every word that a few confusions, none less likely than `least`, make of `reading`, likeliest first.
    pub fn variations(&self, reading: &Reading, least: f32) -> Vec<Candidate> {
        let mut vary = Variation { reading, rates: self.rates, least, found: Vec::new() };
        vary.from(0, MOST_VARIATIONS, &mut Candidate { word: String::new(), channel: 0.0, spans: Vec::new() });
        best_of_each(vary.found)
    }
}

/// A sort key that puts the highest score first.
pub(super) fn descending(score: f32) -> i32 {
    (-score * 1000.0) as i32
}

/// One candidate per word, likeliest first.
fn best_of_each(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_by_key(|c| descending(c.channel));
    let mut seen = HashSet::new();
    found.retain(|c| seen.insert(c.word.clone()));
    found
}

/// A walk through an automaton of words.
struct Walk<'r> {
    reading: &'r Reading,
    rates: Rates,
    /// Follow only confusions that mean a Danish letter.
    only_danish: bool,
    /// Start again where a part of a compound ends.
    compounds: bool,
    steps: u32,
    found: Vec<Candidate>,
    word: String,
    spans: Vec<u8>,
}

/// Where a walk stands.
#[derive(Clone, Copy)]
struct Place {
    /// Characters of the reading that were used up.
    at: usize,
    node: CompiledAddr,
    /// Sum of the outputs since the root.
    value: u64,
    channel: f32,
    /// Letters of the part of a compound that is being followed, and the parts before it.
    part: usize,
    parts: u32,
}

impl Walk<'_> {
    fn through<D: AsRef<[u8]>>(&mut self, words: &Fst<D>) {
        self.steps = 0;
        let node = words.root().addr();
        self.go(words, Place { at: 0, node, value: 0, channel: 0.0, part: 0, parts: 1 });
    }

    fn go<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: Place) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return;
        }
        let node = words.node(here.node);
        let ends = node.is_final() && self.may_end(here, here.value + node.final_output().value());
        if here.at == self.reading.lower.len() {
            if ends {
                self.found.push(Candidate {
                    word: self.word.clone(),
                    channel: here.channel,
                    spans: self.spans.clone(),
                });
            }
            return;
        }
        if ends && self.compounds {
            self.start_again(words, here);
        }
        let read = self.reading.lower[here.at];
        self.follow(words, here, read, 1, here.channel);
        for (confusion, rarer) in self.reading.confusions_at(here.at) {
            let channel = here.channel + self.rates.of_reading(confusion) + rarer;
            if channel > LEAST_LIKELY && (confusion.is_danish() || !self.only_danish) {
                self.follow(words, here, confusion.meant, confusion.read.len(), channel);
            }
        }
    }

    /// Whether a word of this value may be the whole word, or a part of it.
    fn may_end(&self, here: Place, value: u64) -> bool {
        let is_whole = here.parts == 1 && here.at == self.reading.lower.len();
        let is_short_head = here.parts == 1 && SHORT_HEADS.contains(&self.word.as_str());
        is_whole
            || is_short_head
            || here.part >= MIN_UNCOUNTED_PART
            || (here.part >= MIN_PART && Entry::from_value(value).counted)
    }

    fn start_again<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: Place) {
        let left = self.reading.lower.len() - here.at;
        if here.parts >= MOST_PARTS || left < MIN_PART {
            return;
        }
        let root = Place { node: words.root().addr(), value: 0, part: 0, parts: here.parts + 1, ..here };
        self.go(words, root);
        let link = self.reading.lower[here.at];
        if matches!(link, 's' | 'e') && left > MIN_PART {
            self.with(link, 1, |walk| walk.go(words, Place { at: root.at + 1, ..root }));
        }
    }

    fn follow<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: Place, letter: char, span: usize, channel: f32) {
        let (mut addr, mut value) = (here.node, here.value);
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            let node = words.node(addr);
            let Some(i) = node.find_input(byte) else { return };
            let step = node.transition(i);
            (addr, value) = (step.addr, value + step.out.value());
        }
        let there = Place { at: here.at + span, node: addr, value, channel, part: here.part + 1, ..here };
        self.with(letter, span, |walk| walk.go(words, there));
    }

    fn with(&mut self, letter: char, span: usize, go_on: impl FnOnce(&mut Self)) {
        let length = self.word.len();
        self.word.push(letter);
        self.spans.push(span as u8);
        go_on(self);
        self.word.truncate(length);
        self.spans.pop();
    }
}

/// All ways to read a word with a few confusions.
struct Variation<'r> {
    reading: &'r Reading,
    rates: Rates,
    least: f32,
    found: Vec<Candidate>,
}

impl Variation<'_> {
    fn from(&mut self, at: usize, changes: u32, so_far: &mut Candidate) {
        let Some(read) = self.reading.lower.get(at) else {
            self.found.push(so_far.clone());
            return;
        };
        self.with(at, *read, 1, 0.0, changes, so_far);
        for (confusion, rarer) in self.reading.confusions_at(at) {
            let cost = self.rates.of_reading(confusion) + rarer;
            if changes > 0 && confusion.is_danish() && cost > self.least {
                self.with(at, confusion.meant, confusion.read.len(), cost, changes - 1, so_far);
            }
        }
    }

    fn with(&mut self, at: usize, letter: char, span: usize, cost: f32, changes: u32, so_far: &mut Candidate) {
        let (length, before) = (so_far.word.len(), so_far.channel);
        so_far.word.push(letter);
        so_far.spans.push(span as u8);
        so_far.channel += cost;
        self.from(at + span, changes, so_far);
        so_far.word.truncate(length);
        so_far.spans.pop();
        so_far.channel = before;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Vocabulary;

    fn candidates(word: &str) -> Vec<String> {
        let archive = Vocabulary::default();
        let mut language = Language::new(&archive);
        let finder = Finder::new(&language, Rates { broken: [0.995; 3] });
        finder.candidates(&Reading::new(word), &mut language).into_iter().map(|c| c.word).collect()
    }

    fn holds(word: &str, meant: &str) {
        assert!(candidates(word).iter().any(|c| c == meant), "{word}: {:?}", candidates(word));
    }

    #[test]
    fn measured_confusions_lead_to_the_word() {
        for (word, meant) in [
            ("mgde", "møde"),
            ("m@de", "møde"),
            ("made", "måde"),
            ("feelles", "fælles"),
            ("fzelles", "fælles"),
            ("@konomi", "økonomi"),
            ("AEndring", "ændring"),
            ("/Eldre", "ældre"),
            ("Fglgende", "følgende"),
            ("lndstilling", "indstilling"),
        ] {
            holds(word, meant);
        }
    }

    #[test]
    fn compound_that_no_list_has_is_reached() {
        holds("herbergsomradet", "herbergsområdet");
        holds("tilsynsveerktgjer", "tilsynsværktøjer");
    }

    #[test]
    fn scanned_word_is_always_among_its_candidates() {
        for word in ["xqzw", "mgde", "og", "@", "Ærø"] {
            holds(word, &word.to_lowercase());
        }
    }

    #[test]
    fn case_is_that_of_the_scan() {
        let cased = |word: &str, meant: &str| {
            let archive = Vocabulary::default();
            let mut language = Language::new(&archive);
            let finder = Finder::new(&language, Rates { broken: [0.995; 3] });
            let reading = Reading::new(word);
            let found = finder.candidates(&reading, &mut language);
            found.iter().find(|c| c.word == meant).map(|c| c.cased(&reading))
        };
        assert_eq!(cased("Mgdet", "mødet").as_deref(), Some("Mødet"));
        assert_eq!(cased("@konomi", "økonomi").as_deref(), Some("Økonomi"));
        assert_eq!(cased("RAdgivning", "rådgivning").as_deref(), Some("Rådgivning"));
        assert_eq!(cased("AEndring", "ændring").as_deref(), Some("Ændring"));
        assert_eq!(cased("M@DEREFERAT", "mødereferat").as_deref(), Some("MØDEREFERAT"));
    }
}
