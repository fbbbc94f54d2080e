//! Repairs misread letters: the noisy channel over a whole document.
//!
//! Each scanned word becomes the word with the highest ln P(read | meant) + ln P(meant). There are two passes. The
//! second knows how the letters of this document are misread, which words the first repaired more than once, and the
//! common source of the variants of one unknown word (*ommeerke* and *ommzerke* can only both be *ommærke*). Then
//! neighbours decide between pairs of real words.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::candidates::{Candidates, Finder};
use super::channel::Channel;
use super::confusions::{confusions, is_danish_letter};
use super::edit::Edit;
use super::language::{Language, is_name, is_person};
use super::names::{self, BESIDE_NAME, OPENING_SENTENCE};
use super::neighbours::{self, Around, NUMBER};
use super::scanned_word::{Candidate, ScannedWord};
use super::tokens::{Kind, Segment};
use super::variants;
use crate::lexicon::Vocabulary;
use crate::model::RepairKind;

/// Words repaired at least this often are remembered: once may be a mistake.
const MENDED_OFTEN: f64 = 2.0;
/// Words shorter than this, in letters, are not remembered: they are too easily the same by chance.
const MIN_REMEMBERED: usize = 4;
/// Beginnings of adjectives and verbs, written small within a sentence although the sign read for their Ø looks like a
/// capital.
const RARELY_CAPITAL: [&str; 5] = ["ønsk", "øg", "øvrig", "økonomisk", "øjeblik"];
/// A candidate this many nats ahead of the next is sure: seven times as likely.
const SURE: f32 = 2.0;
/// Nats ahead for a repaired word to be remembered: several such words together are sure.
const TO_REMEMBER: f32 = 0.5;
/// A second candidate is recorded from this share of the best one's probability on. Lower shares are noise to a reader.
const CLOSE_CALL: f32 = 0.02;

/// A part of a line, with its scanned text.
#[derive(Debug, Clone)]
pub(super) struct ScannedSegment<'t> {
    pub line: usize,
    pub segment: Segment,
    pub text: &'t str,
}

/// Repairs the words of a document.
#[derive(Debug)]
pub(super) struct Mender<'a> {
    language: Language<'a>,
    finder: Finder,
    entries: HashMap<String, Rc<Entry>>,
}

/// A scanned word and its candidates.
#[derive(Debug)]
struct Entry {
    scanned: ScannedWord,
    candidates: Candidates,
    /// In lower case.
    as_read: String,
    may_be_name: bool,
    /// For each candidate, by how many nats it must beat the assumption of a name within a sentence.
    likelier: Vec<f32>,
}

impl Entry {
    fn best(&self) -> &Candidate {
        &self.candidates.list[0].1
    }

    /// The repaired word, if it is evidence for other words. A rare word in place of a name is none.
    fn evidence_word(&self) -> Option<&str> {
        let word = self.best().word.as_str();
        let is_mended = word.chars().any(is_danish_letter) && word != self.as_read;
        let is_long = word.chars().count() >= MIN_REMEMBERED;
        let is_sure = self.is_ahead_by(TO_REMEMBER) && (!self.may_be_name || names::is_well_known(word));
        (is_mended && is_long && is_sure).then_some(word)
    }

    /// Its best candidate is this many nats ahead of the next.
    fn is_ahead_by(&self, nats: f32) -> bool {
        let list = &self.candidates.list;
        list.get(1).is_none_or(|next| list[0].0 - next.0 > nats)
    }
}

impl<'a> Mender<'a> {
    pub(super) fn new(archive: &'a Vocabulary, channel: Channel) -> Self {
        let language = Language::new(archive);
        let finder = Finder::new(&language, channel);
        Self { language, finder, entries: HashMap::new() }
    }

    /// The edits for `parts`, with the number of their line, in order.
    pub(super) fn mend(&mut self, segments: &[ScannedSegment<'_>]) -> Vec<(usize, Edit)> {
        let words = || segments.iter().filter(|p| p.segment.kind == Kind::Word).map(|p| p.text);
        let counts = count(words());
        self.learn(&counts);
        let entries: Vec<Option<Rc<Entry>>> =
            segments.iter().map(|p| (p.segment.kind == Kind::Word).then(|| self.entry(p.text))).collect();
        let document = Segments::new(segments, &entries);
        (0..segments.len()).filter_map(|i| self.edit(&document, i)).collect()
    }

    /// Learns from the first pass how letters were misread and which words were meant, and scores the affected words
    /// again.
    fn learn(&mut self, counts: &HashMap<&str, f64>) {
        let seen = self.confusions_seen(counts);
        if self.finder.learn(&seen) {
            self.entries.clear();
        }
        self.learn_words(counts);
    }

    /// How often each confusion separates a word from its sure repair.
    fn confusions_seen(&mut self, counts: &HashMap<&str, f64>) -> Vec<f32> {
        let mut seen = vec![0.0; confusions().len()];
        for (word, n) in counts {
            let entry = self.entry(word);
            if entry.candidates.any_known && entry.is_ahead_by(SURE) {
                entry.best().used(&entry.scanned).iter().for_each(|c| seen[c.id] += *n as f32);
            }
        }
        seen
    }

    /// Learns the words repaired more than once, and the common source of unknown ones.
    fn learn_words(&mut self, counts: &HashMap<&str, f64>) {
        let mut mended: HashMap<String, f64> = HashMap::new();
        let mut unknown = Vec::new();
        for (word, n) in counts {
            let entry = self.entry(word);
            if let Some(word) = entry.evidence_word() {
                *mended.entry(word.to_owned()).or_default() += n;
            }
            if !entry.candidates.any_known {
                unknown.push((entry.scanned.clone(), *n));
            }
        }
        mended.retain(|_, n| *n >= MENDED_OFTEN);
        for (word, n) in variants::common_words(&unknown, &self.finder) {
            *mended.entry(word).or_default() += n;
        }
        self.entries.retain(|_, e| {
            e.candidates.any_known && !e.candidates.list.iter().any(|(_, c)| mended.contains_key(&c.word))
        });
        self.language.remember(mended);
    }

    fn entry(&mut self, word: &str) -> Rc<Entry> {
        if let Some(entry) = self.entries.get(word) {
            return Rc::clone(entry);
        }
        let entry = Rc::new(self.weigh(word));
        self.entries.insert(word.to_owned(), Rc::clone(&entry));
        entry
    }

    fn weigh(&mut self, word: &str) -> Entry {
        let scanned = ScannedWord::new(self.without_bar(word));
        let candidates = self.finder.candidates(&scanned, &mut self.language);
        let as_read = scanned.word();
        let may_be_name = names::may_be_name(&scanned, &as_read);
        let likelier = candidates.list.iter().map(|(_, c)| names::likelier(&c.word)).collect();
        Entry { scanned, candidates, as_read, may_be_name, likelier }
    }

    /// A bar in front is either a capital I or the rule of a table; the one that makes a word wins.
    fn without_bar<'w>(&mut self, word: &'w str) -> &'w str {
        let Some(rest) = word.strip_prefix('|') else { return word };
        let scanned = ScannedWord::new(rest);
        let with_i = self.finder.candidates(&ScannedWord::new(word), &mut self.language);
        let without = self.finder.candidates(&scanned, &mut self.language);
        let is_rule = scanned.has_capital() || without.any_known && !with_i.any_known;
        if is_rule { rest } else { word }
    }

    fn edit(&self, document: &Segments<'_, '_>, i: usize) -> Option<(usize, Edit)> {
        let (segments, entry) = (document.segments, document.entries[i].as_ref()?);
        let choices = document.in_context(i);
        let (best, score) = choices.first()?;
        let mut text = best.cased(&entry.scanned);
        if document.is_within_sentence(i) && !segments[i].text.starts_with(char::is_alphabetic) {
            text = without_odd_capital(text);
        }
        let total: f32 = choices.iter().map(|(_, s)| (s - score).exp()).sum();
        let second = choices.get(1).filter(|(_, s)| (s - score).exp() > CLOSE_CALL);
        (text != segments[i].text).then(|| {
            let second = second.map(|(c, _)| c.cased(&entry.scanned));
            let at = segments[i].segment.at.clone();
            let edit = Edit { at, text, kind: RepairKind::Letters, confidence: 1.0 / total, second };
            (segments[i].line, edit)
        })
    }
}

fn count<'t>(words: impl Iterator<Item = &'t str>) -> HashMap<&'t str, f64> {
    let mut counts = HashMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1.0;
    }
    counts
}

/// Removes a capital produced by a sign, if the word is written small within a sentence.
fn without_odd_capital(text: String) -> String {
    let small = text.to_lowercase();
    if RARELY_CAPITAL.iter().any(|stem| small.starts_with(stem)) { small } else { text }
}

/// The parts of a document with the candidates for each word.
struct Segments<'p, 't> {
    segments: &'p [ScannedSegment<'t>],
    entries: &'p [Option<Rc<Entry>>],
    /// Words with a capital within some sentence.
    names: HashSet<&'t str>,
}

impl<'p, 't> Segments<'p, 't> {
    fn new(segments: &'p [ScannedSegment<'t>], entries: &'p [Option<Rc<Entry>>]) -> Self {
        let mut all = Self { segments, entries, names: HashSet::new() };
        let names = (0..segments.len()).filter(|i| entries[*i].as_ref().is_some_and(|e| e.may_be_name));
        all.names = names.filter(|i| all.is_within_sentence(*i)).map(|i| segments[i].text).collect();
        all
    }

    /// The candidates for word `i` scored with its neighbours, best first.
    fn in_context(&self, i: usize) -> Vec<(&'p Candidate, f32)> {
        let Some(entry) = &self.entries[i] else { return Vec::new() };
        let mut choices: Vec<(&Candidate, f32)> = entry.candidates.list.iter().map(|(s, c)| (c, *s)).collect();
        if entry.may_be_name {
            self.weigh_name(entry, i, &mut choices);
        }
        if choices.len() > 1 && choices.iter().any(|(c, _)| neighbours::concerns(&c.word)) {
            let back = |n| i.checked_sub(n).and_then(|j| self.neighbour(j));
            let (further, before, after) = (back(2), back(1), self.neighbour(i + 1));
            let around = Around { further: further.as_deref(), before: before.as_deref(), after: after.as_deref() };
            for (candidate, score) in &mut choices {
                *score += neighbours::bonus(&candidate.word, around);
            }
        }
        choices.sort_by(|a, b| b.1.total_cmp(&a.1));
        choices
    }

    /// Subtracts from each candidate the amount by which it must beat a correctly read name.
    fn weigh_name(&self, entry: &Entry, i: usize, choices: &mut [(&Candidate, f32)]) {
        let share = if self.names.contains(self.segments[i].text) { 1.0 } else { OPENING_SENTENCE };
        let beside = if self.is_beside_name(i) { BESIDE_NAME } else { 0.0 };
        for ((candidate, score), likelier) in choices.iter_mut().zip(&entry.likelier) {
            let beside = if is_name(&candidate.word) { 0.0 } else { beside };
            *score -= if candidate.word == entry.as_read { 0.0 } else { share * likelier + beside };
        }
    }

    /// A word is before it in its line, without the end of a sentence in between.
    fn is_within_sentence(&self, i: usize) -> bool {
        let before = i.checked_sub(1).map(|j| &self.segments[j]);
        before.is_some_and(|b| b.line == self.segments[i].line && b.segment.kind != Kind::Stop)
    }

    /// A person's name is right before or right behind it.
    fn is_beside_name(&self, i: usize) -> bool {
        let is_before = self.is_within_sentence(i) && self.is_persons_name(i - 1);
        is_before || (i + 1 < self.segments.len() && self.is_within_sentence(i + 1) && self.is_persons_name(i + 1))
    }

    fn is_persons_name(&self, i: usize) -> bool {
        let is_read = |e: &Rc<Entry>| e.scanned.is_name_like() && is_person(&e.best().word);
        self.entries[i].as_ref().is_some_and(is_read)
    }

    /// The best reading of the word at `j` without its own neighbours.
    fn neighbour(&self, j: usize) -> Option<String> {
        match self.segments.get(j)?.segment.kind {
            Kind::Word => self.entries[j].as_ref().map(|e| e.best().word.clone()),
            Kind::Fixed => Some(self.segments[j].text.to_lowercase()),
            Kind::Number => Some(NUMBER.to_owned()),
            Kind::Stop => None,
        }
    }
}
