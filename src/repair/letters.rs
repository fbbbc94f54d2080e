//! Misread letters: the noisy channel over a whole document.
//!
//! Each scanned word is read as the word that maximises ln P(read | meant) + ln P(meant). Two passes: the second knows
//! how the letters of this document are misread, which words the first mended more than once, and what the variants of one unknown word have in common (*ommeerke*,
//! *ommzerke* can only both be *ommærke*). Then neighbours settle pairs that are both words.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::candidates::{Candidates, Finder};
use super::channel::Channel;
use super::confusions::{confusions, is_danish_letter};
use super::edit::Edit;
use super::language::{Language, is_name, is_person};
use super::names::{self, BESIDE_NAME, OPENING_SENTENCE};
use super::neighbours::{self, Around, NUMBER};
use super::reading::{Candidate, Reading};
use super::tokens::{Kind, Part};
use super::variants;
use crate::lexicon::Vocabulary;
use crate::model::RepairKind;

/// Words mended at least so often are remembered.
const MENDED_OFTEN: f64 = 2.0;
/// Shorter words are too easily the same by chance.
const MIN_REMEMBERED: usize = 4;
/// Beginnings of adjectives and verbs, which have no capital within a sentence though the sign read for their Ø has one.
const RARELY_CAPITAL: [&str; 5] = ["ønsk", "øg", "øvrig", "økonomisk", "øjeblik"];
/// A candidate so many nats ahead of the next one is sure; less is enough to be remembered.
const SURE: f32 = 2.0;
const TO_REMEMBER: f32 = 0.5;
/// A second reading is kept from this share of the best one's probability on.
const CLOSE_CALL: f32 = 0.02;

/// A part of a line, and what was scanned there.
#[derive(Debug, Clone)]
pub(super) struct Scanned<'t> {
    pub line: usize,
    pub part: Part,
    pub text: &'t str,
}

/// Mends the words of a document.
#[derive(Debug)]
pub(super) struct Mender<'a> {
    language: Language<'a>,
    finder: Finder,
    entries: HashMap<String, Rc<Entry>>,
}

/// A scanned word and what it may be.
#[derive(Debug)]
struct Entry {
    reading: Reading,
    candidates: Candidates,
    /// In lower case.
    as_read: String,
    may_be_name: bool,
    /// By how much each candidate must be likelier for this not to be a name within a sentence, in nats.
    likelier: Vec<f32>,
}

impl Entry {
    fn best(&self) -> &Candidate {
        &self.candidates.list[0].1
    }

    /// What it was mended into, where that tells what other words are. A rare word in place of a name does not.
    fn lesson(&self) -> Option<&str> {
        let word = self.best().word.as_str();
        let is_mended = word.chars().any(is_danish_letter) && word != self.as_read;
        let is_long = word.chars().count() >= MIN_REMEMBERED;
        let is_sure = self.is_ahead_by(TO_REMEMBER) && (!self.may_be_name || names::is_well_known(word));
        (is_mended && is_long && is_sure).then_some(word)
    }

    /// Its best candidate is so many nats ahead of the next.
    fn is_ahead_by(&self, nats: f32) -> bool {
        let list = &self.candidates.list;
        list.get(1).is_none_or(|next| list[0].0 - next.0 > nats)
    }
}

impl<'a> Mender<'a> {
    pub fn new(archive: &'a Vocabulary, channel: Channel) -> Self {
        let language = Language::new(archive);
        let finder = Finder::new(&language, channel);
        Self { language, finder, entries: HashMap::new() }
    }

    /// The edits for `parts`, with the number of their line, in order.
    pub fn mend(&mut self, parts: &[Scanned<'_>]) -> Vec<(usize, Edit)> {
        let words = || parts.iter().filter(|p| p.part.kind == Kind::Word).map(|p| p.text);
        let counts = count(words());
        self.learn(&counts);
        let entries: Vec<Option<Rc<Entry>>> =
            parts.iter().map(|p| (p.part.kind == Kind::Word).then(|| self.entry(p.text))).collect();
        let document = Parts::new(parts, &entries);
        (0..parts.len()).filter_map(|i| self.edit(&document, i)).collect()
    }

    /// Learns from a first reading how the letters were misread and which words were meant, and weighs anew what that
    /// changes.
    fn learn(&mut self, counts: &HashMap<&str, f64>) {
        let seen = self.confusions_seen(counts);
        if self.finder.learn(&seen) {
            self.entries.clear();
        }
        self.learn_words(counts);
    }

    /// How often each confusion stands between a word and what it surely is.
    fn confusions_seen(&mut self, counts: &HashMap<&str, f64>) -> Vec<f32> {
        let mut seen = vec![0.0; confusions().len()];
        for (word, n) in counts {
            let entry = self.entry(word);
            if entry.candidates.any_known && entry.is_ahead_by(SURE) {
                entry.best().used(&entry.reading).iter().for_each(|c| seen[c.id] += *n as f32);
            }
        }
        seen
    }

    /// Which words were mended more than once, and what unknown ones have in common.
    fn learn_words(&mut self, counts: &HashMap<&str, f64>) {
        let mut mended: HashMap<String, f64> = HashMap::new();
        let mut unknown = Vec::new();
        for (word, n) in counts {
            let entry = self.entry(word);
            if let Some(lesson) = entry.lesson() {
                *mended.entry(lesson.to_owned()).or_default() += n;
            }
            if !entry.candidates.any_known {
                unknown.push((entry.reading.clone(), *n));
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
        let reading = Reading::new(self.without_bar(word));
        let candidates = self.finder.candidates(&reading, &mut self.language);
        let as_read = reading.word();
        let may_be_name = names::may_be_name(&reading, &as_read);
        let likelier = candidates.list.iter().map(|(_, c)| names::likelier(&c.word)).collect();
        Entry { reading, candidates, as_read, may_be_name, likelier }
    }

    /// A bar in front is a capital I, or else the rule of a table: which of them makes a word?
    fn without_bar<'w>(&mut self, word: &'w str) -> &'w str {
        let Some(rest) = word.strip_prefix('|') else { return word };
        let reading = Reading::new(rest);
        let with_i = self.finder.candidates(&Reading::new(word), &mut self.language);
        let without = self.finder.candidates(&reading, &mut self.language);
        let is_rule = reading.has_capital() || without.any_known && !with_i.any_known;
        if is_rule { rest } else { word }
    }

    fn edit(&self, document: &Parts<'_, '_>, i: usize) -> Option<(usize, Edit)> {
        let (parts, entry) = (document.parts, document.entries[i].as_ref()?);
        let choices = document.in_context(i);
        let (best, score) = choices.first()?;
        let mut text = best.cased(&entry.reading);
        if document.stands_within_sentence(i) && !parts[i].text.starts_with(char::is_alphabetic) {
            text = without_odd_capital(text);
        }
        let total: f32 = choices.iter().map(|(_, s)| (s - score).exp()).sum();
        let second = choices.get(1).filter(|(_, s)| (s - score).exp() > CLOSE_CALL);
        (text != parts[i].text).then(|| {
            let second = second.map(|(c, _)| c.cased(&entry.reading));
            let at = parts[i].part.at.clone();
            let edit = Edit { at, text, kind: RepairKind::Letters, confidence: 1.0 / total, second };
            (parts[i].line, edit)
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

/// A sign was read for a capital, but the word has none within a sentence.
fn without_odd_capital(text: String) -> String {
    let small = text.to_lowercase();
    if RARELY_CAPITAL.iter().any(|stem| small.starts_with(stem)) { small } else { text }
}

/// The parts of a document with what each word may be.
struct Parts<'p, 't> {
    parts: &'p [Scanned<'t>],
    entries: &'p [Option<Rc<Entry>>],
    /// Words that have a capital within a sentence somewhere.
    names: HashSet<&'t str>,
}

impl<'p, 't> Parts<'p, 't> {
    fn new(parts: &'p [Scanned<'t>], entries: &'p [Option<Rc<Entry>>]) -> Self {
        let mut all = Self { parts, entries, names: HashSet::new() };
        let names = (0..parts.len()).filter(|i| entries[*i].as_ref().is_some_and(|e| e.may_be_name));
        all.names = names.filter(|i| all.stands_within_sentence(*i)).map(|i| parts[i].text).collect();
        all
    }

    /// The choices for word `i` weighed with its neighbours, best first.
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

    /// Takes from each choice what it must be likelier by than a name that was read rightly.
    fn weigh_name(&self, entry: &Entry, i: usize, choices: &mut [(&Candidate, f32)]) {
        let share = if self.names.contains(self.parts[i].text) { 1.0 } else { OPENING_SENTENCE };
        let beside = if self.stands_beside_name(i) { BESIDE_NAME } else { 0.0 };
        for ((candidate, score), likelier) in choices.iter_mut().zip(&entry.likelier) {
            let beside = if is_name(&candidate.word) { 0.0 } else { beside };
            *score -= if candidate.word == entry.as_read { 0.0 } else { share * likelier + beside };
        }
    }

    /// A word stands before it in its line, and no end of a sentence between them.
    fn stands_within_sentence(&self, i: usize) -> bool {
        let before = i.checked_sub(1).map(|j| &self.parts[j]);
        before.is_some_and(|b| b.line == self.parts[i].line && b.part.kind != Kind::Stop)
    }

    /// A person's name stands right before it, or right behind.
    fn stands_beside_name(&self, i: usize) -> bool {
        let is_before = self.stands_within_sentence(i) && self.is_persons_name(i - 1);
        is_before || (i + 1 < self.parts.len() && self.stands_within_sentence(i + 1) && self.is_persons_name(i + 1))
    }

    fn is_persons_name(&self, i: usize) -> bool {
        let is_read = |e: &Rc<Entry>| e.reading.is_name_like() && is_person(&e.best().word);
        self.entries[i].as_ref().is_some_and(is_read)
    }

    /// The word at `j` as it was best read without its own neighbours.
    fn neighbour(&self, j: usize) -> Option<String> {
        match self.parts.get(j)?.part.kind {
            Kind::Word => self.entries[j].as_ref().map(|e| e.best().word.clone()),
            Kind::Fixed => Some(self.parts[j].text.to_lowercase()),
            Kind::Number => Some(NUMBER.to_owned()),
            Kind::Stop => None,
        }
    }
}
