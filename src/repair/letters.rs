//! Misread letters: the noisy channel over a whole document.
//!
//! Each scanned word is read as the word that maximises ln P(read | meant) + ln P(meant). Two passes: the second knows
//! which words the first mended more than once, and what the variants of one unknown word have in common (*ommeerke*,
//! *ommzerke* can only both be *ommærke*). Then neighbours settle pairs that are both words.

use std::collections::HashMap;
use std::rc::Rc;

use super::candidates::{Candidates, Finder};
use super::confusions::is_danish_letter;
use super::edit::Edit;
use super::language::Language;
use super::neighbours::{self, Around, NUMBER};
use super::reading::{Candidate, Rates, Reading};
use super::spelling;
use super::tokens::{Kind, Part};
use super::variants;
use crate::lexicon::{Lexicon, Vocabulary};
use crate::model::RepairKind;

/// Words mended at least so often are remembered.
const MENDED_OFTEN: f64 = 2.0;
/// Shorter words are too easily the same by chance.
const MIN_REMEMBERED: usize = 4;
/// A capital within a sentence is a name more often than one that opens a sentence; so much more evidence is asked for, in
/// nats, before a rare one is read as another word.
const NAME_WITHIN_SENTENCE: f32 = 3.0;
/// Commoner words are no rare names, in nats.
const RARER_THAN: f32 = 13.0;
/// The letters of a name are less like Danish than those of the word that it might be by no more than this, in nats.
const LIKE_A_NAME: f32 = 4.0;
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
    /// It opens with a capital, holds letters alone, and is rare.
    may_be_name: bool,
}

impl Entry {
    fn best(&self) -> &Candidate {
        &self.candidates.list[0].1
    }
}

impl<'a> Mender<'a> {
    pub fn new(archive: &'a Vocabulary, rates: Rates) -> Self {
        let language = Language::new(archive);
        let finder = Finder::new(&language, rates);
        Self { language, finder, entries: HashMap::new() }
    }

    /// The edits for `parts`, with the number of their line, in order.
    pub fn mend(&mut self, parts: &[Scanned<'_>]) -> Vec<(usize, Edit)> {
        let words = || parts.iter().filter(|p| p.part.kind == Kind::Word).map(|p| p.text);
        let counts = count(words());
        self.learn(&counts);
        let entries: Vec<Option<Rc<Entry>>> =
            parts.iter().map(|p| (p.part.kind == Kind::Word).then(|| self.entry(p.text))).collect();
        (0..parts.len()).filter_map(|i| self.edit(parts, &entries, i)).collect()
    }

    /// Fills the memory from a first reading, and weighs anew what it changes.
    fn learn(&mut self, counts: &HashMap<&str, f64>) {
        let mut mended: HashMap<String, f64> = HashMap::new();
        let mut unknown = Vec::new();
        for (word, n) in counts {
            let entry = self.entry(word);
            let best = &entry.best().word;
            let is_long = best.chars().count() >= MIN_REMEMBERED;
            if is_long && best.chars().any(is_danish_letter) && *best != entry.reading.word() {
                *mended.entry(best.clone()).or_default() += n;
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
        let may_be_name = reading.is_name_like()
            && as_read.chars().all(char::is_alphabetic)
            && Lexicon.entry(&as_read).is_none_or(|e| e.cost > RARER_THAN);
        Entry { reading, candidates, as_read, may_be_name }
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

    fn edit(&self, parts: &[Scanned<'_>], entries: &[Option<Rc<Entry>>], i: usize) -> Option<(usize, Edit)> {
        let entry = entries[i].as_ref()?;
        let choices = in_context(parts, entries, i);
        let (best, score) = choices.first()?;
        let text = best.cased(&entry.reading);
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

/// The choices for word `i` weighed with its neighbours, best first.
fn in_context<'e>(parts: &[Scanned<'_>], entries: &'e [Option<Rc<Entry>>], i: usize) -> Vec<(&'e Candidate, f32)> {
    let Some(entry) = &entries[i] else { return Vec::new() };
    let mut choices: Vec<(&Candidate, f32)> = entry.candidates.list.iter().map(|(s, c)| (c, *s)).collect();
    if entry.may_be_name && stands_within_sentence(parts, i) {
        weigh_name(&mut choices, &entry.as_read);
    }
    if choices.len() > 1 && choices.iter().any(|(c, _)| neighbours::concerns(&c.word)) {
        let back = |n| i.checked_sub(n).and_then(|j| neighbour(parts, entries, j));
        let (further, before, after) = (back(2), back(1), neighbour(parts, entries, i + 1));
        let around = Around { further: further.as_deref(), before: before.as_deref(), after: after.as_deref() };
        for (candidate, score) in &mut choices {
            *score += neighbours::bonus(&candidate.word, around);
        }
        choices.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
    choices
}

/// A name that is spelt about as well as its likeliest repair is likelier than it seems.
fn weigh_name(choices: &mut [(&Candidate, f32)], as_read: &str) {
    let Some((best, _)) = choices.first().filter(|(c, _)| c.word != as_read) else { return };
    if spelling::log_p(as_read) + LIKE_A_NAME < spelling::log_p(&best.word) {
        return;
    }
    let as_read = choices.iter_mut().find(|(c, _)| c.word == as_read);
    as_read.into_iter().for_each(|(_, score)| *score += NAME_WITHIN_SENTENCE);
    choices.sort_by(|a, b| b.1.total_cmp(&a.1));
}

/// A word stands before it in its line, and no end of a sentence between them.
fn stands_within_sentence(parts: &[Scanned<'_>], i: usize) -> bool {
    let before = i.checked_sub(1).map(|j| &parts[j]);
    before.is_some_and(|b| b.line == parts[i].line && b.part.kind != Kind::Stop)
}

/// The word at `j` as it was best read without its own neighbours.
fn neighbour(parts: &[Scanned<'_>], entries: &[Option<Rc<Entry>>], j: usize) -> Option<String> {
    match parts.get(j)?.part.kind {
        Kind::Word => entries[j].as_ref().map(|e| e.best().word.clone()),
        Kind::Fixed => Some(parts[j].text.to_lowercase()),
        Kind::Number => Some(NUMBER.to_owned()),
        Kind::Stop => None,
    }
}
