//! Searches the lexicon's automaton for everything a scanned word may be.
//!
//! It follows the scanned letters and every letter they may have been at once, so only spellings of real words are
//! visited. At the end of a word it may start again, for compounds; the possible endings are computed once.

use std::collections::HashMap;
use std::mem;
use std::rc::Rc;

use fst::raw::{CompiledAddr, Fst};

use super::channel::Channel;
use super::language::{MIN_PART, MIN_UNCOUNTED_PART, SHORT_HEADS};
use super::scanned_word::{Candidate, ScannedWord, best_of_each};
use crate::lexicon::Entry;

/// Candidates less likely than this, in nats, are dropped: about three rare confusions.
const LEAST_LIKELY: f32 = -14.0;
/// The most states visited in one search: a bound on made-up words, far above the need of real ones.
const MOST_STEPS: u32 = 6_000;
/// ln of the probability of a lost letter. Measured: 0.3 of 100 å with the English model, 2 of 100 æ with the German
/// one.
const LOST: f32 = -6.0;
/// Parts of a compound. Four are rare, and short parts would make any word a compound.
const MOST_PARTS: u32 = 3;
/// Only this many of the likeliest endings of a compound are kept; each is combined with every beginning.
const MOST_ENDINGS: usize = 12;

/// A search through an automaton of words.
pub(super) struct TrieSearch<'r> {
    scanned: &'r ScannedWord,
    channel: &'r Channel,
    /// Follow only confusions that mean a Danish letter.
    only_danish: bool,
    /// Start again where a part of a compound ends.
    pub compounds: bool,
    /// One Danish letter may be missing.
    pub may_lose: bool,
    steps: u32,
    pub found: Vec<Candidate>,
    word: String,
    spans: Vec<u8>,
    /// By the start of the ending and the number of its first part.
    endings: HashMap<(usize, u32), Rc<Vec<Candidate>>>,
}

/// A state of the search.
#[derive(Clone, Copy)]
struct State {
    /// How many scanned characters are used up.
    at: usize,
    node: CompiledAddr,
    /// Sum of the outputs since the root.
    value: u64,
    channel: f32,
    /// Letters of the current part of a compound, and the parts before it.
    part: usize,
    parts: u32,
    /// A letter was lost already.
    lost: bool,
}

impl<'r> TrieSearch<'r> {
    pub(super) fn new(scanned: &'r ScannedWord, channel: &'r Channel, only_danish: bool) -> Self {
        Self {
            scanned,
            channel,
            only_danish,
            compounds: false,
            may_lose: false,
            steps: 0,
            found: Vec::new(),
            word: String::new(),
            spans: Vec::new(),
            endings: HashMap::new(),
        }
    }

    /// Adds the candidates found in `words`.
    pub(super) fn search<D: AsRef<[u8]>>(&mut self, words: &Fst<D>) {
        self.steps = 0;
        let node = words.root().addr();
        self.step(words, State { at: 0, node, value: 0, channel: 0.0, part: 0, parts: 1, lost: false });
    }

    fn step<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: State) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return;
        }
        let node = words.node(here.node);
        let ends = node.is_final() && self.may_end(here, here.value + node.final_output().value());
        if self.may_lose && !here.lost && here.at > 0 {
            for letter in ['æ', 'ø', 'å'] {
                self.follow(words, State { lost: true, ..here }, letter, 0, here.channel + LOST);
            }
        }
        if here.at == self.scanned.lower.len() {
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
            self.join(words, here);
        }
        let read = self.scanned.lower[here.at];
        self.follow(words, here, read, 1, here.channel);
        for (confusion, rarer) in self.scanned.confusions_at(here.at) {
            let channel = here.channel + self.channel.log_p(confusion) + rarer;
            if channel > LEAST_LIKELY && (confusion.is_danish() || !self.only_danish) {
                self.follow(words, here, confusion.meant, confusion.read.len(), channel);
            }
        }
    }

    /// Whether a word with this value may be the whole word, or a part of it.
    fn may_end(&self, here: State, value: u64) -> bool {
        let is_whole = here.parts == 1 && here.at == self.scanned.lower.len();
        let is_short_head = here.parts == 1 && SHORT_HEADS.contains(&self.word.as_str());
        is_whole
            || is_short_head
            || here.part >= MIN_UNCOUNTED_PART
            || (here.part >= MIN_PART && Entry::from_value(value).counted)
    }

    /// Appends every ending to the part that ends here, with or without a linking letter.
    fn join<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: State) {
        if here.parts >= MOST_PARTS {
            return;
        }
        self.join_behind(words, here);
        let link = self.scanned.lower[here.at];
        if matches!(link, 's' | 'e') {
            self.with(link, 1, |search| search.join_behind(words, State { at: here.at + 1, ..here }));
        }
    }

    fn join_behind<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: State) {
        if self.scanned.lower.len() < here.at + MIN_PART {
            return;
        }
        for ending in self.endings(words, here.at, here.parts + 1).iter() {
            let channel = here.channel + ending.channel;
            if channel > LEAST_LIKELY {
                let word = [self.word.as_str(), &ending.word].concat();
                let spans = [self.spans.as_slice(), &ending.spans].concat();
                self.found.push(Candidate { word, channel, spans });
            }
        }
    }

    /// The possible endings from `at` on, as the last parts of a compound. They are computed once because they do not
    /// depend on the beginning.
    fn endings<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, at: usize, parts: u32) -> Rc<Vec<Candidate>> {
        if let Some(known) = self.endings.get(&(at, parts)) {
            return Rc::clone(known);
        }
        let before = (mem::take(&mut self.word), mem::take(&mut self.spans), mem::take(&mut self.found));
        let node = words.root().addr();
        self.step(words, State { at, node, value: 0, channel: 0.0, part: 0, parts, lost: true });
        let mut found = best_of_each(mem::replace(&mut self.found, before.2));
        (self.word, self.spans) = (before.0, before.1);
        found.truncate(MOST_ENDINGS);
        let found = Rc::new(found);
        self.endings.insert((at, parts), Rc::clone(&found));
        found
    }

    fn follow<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: State, letter: char, span: usize, channel: f32) {
        let (mut addr, mut value) = (here.node, here.value);
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            let node = words.node(addr);
            let Some(i) = node.find_input(byte) else { return };
            let step = node.transition(i);
            (addr, value) = (step.addr, value + step.out.value());
        }
        let there = State { at: here.at + span, node: addr, value, channel, part: here.part + 1, ..here };
        self.with(letter, span, |search| search.step(words, there));
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
