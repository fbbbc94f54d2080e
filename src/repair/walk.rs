//! A walk through the lexicon's automaton along everything that a scanned word may be.
//!
//! It follows the letters as read and every letter that they may have been at once, so that only spellings of words are
//! ever looked at. Where a word ends it may start again, for compounds; what may stand behind is worked out once.

use std::collections::HashMap;
use std::mem;
use std::rc::Rc;

use fst::raw::{CompiledAddr, Fst};

use super::channel::Channel;
use super::language::{MIN_PART, MIN_UNCOUNTED_PART, SHORT_HEADS};
use super::reading::{Candidate, Reading, best_of_each};
use crate::lexicon::Entry;

/// Readings less likely than this are given up, in nats.
const LEAST_LIKELY: f32 = -14.0;
/// States that one walk may visit: a bound on made-up words, far above what real ones need.
const MOST_STEPS: u32 = 6_000;
/// ln of the probability that a letter is passed over. Measured: 0.3 of 100 å with the English model, 2 of 100 æ with the
/// German one.
const LOST: f32 = -6.0;
/// Parts of a compound.
const MOST_PARTS: u32 = 3;
/// Only the likeliest ends of a compound are kept.
const MOST_ENDINGS: usize = 12;

/// A walk through an automaton of words.
pub(super) struct Walk<'r> {
    reading: &'r Reading,
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
    /// By where they begin and the number of their first part.
    endings: HashMap<(usize, u32), Rc<Vec<Candidate>>>,
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
    /// A letter was missing already.
    lost: bool,
}

impl<'r> Walk<'r> {
    pub fn new(reading: &'r Reading, channel: &'r Channel, only_danish: bool) -> Self {
        Self {
            reading,
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

    /// Adds what `words` has to what was found.
    pub fn through<D: AsRef<[u8]>>(&mut self, words: &Fst<D>) {
        self.steps = 0;
        let node = words.root().addr();
        self.go(words, Place { at: 0, node, value: 0, channel: 0.0, part: 0, parts: 1, lost: false });
    }

    fn go<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: Place) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return;
        }
        let node = words.node(here.node);
        let ends = node.is_final() && self.may_end(here, here.value + node.final_output().value());
        if self.may_lose && !here.lost && here.at > 0 {
            for letter in ['æ', 'ø', 'å'] {
                self.follow(words, Place { lost: true, ..here }, letter, 0, here.channel + LOST);
            }
        }
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
            self.join(words, here);
        }
        let read = self.reading.lower[here.at];
        self.follow(words, here, read, 1, here.channel);
        for (confusion, rarer) in self.reading.confusions_at(here.at) {
            let channel = here.channel + self.channel.log_p(confusion) + rarer;
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

    /// Puts every ending behind the part that ends here, with or without a linking letter.
    fn join<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: Place) {
        if here.parts >= MOST_PARTS {
            return;
        }
        self.join_behind(words, here);
        let link = self.reading.lower[here.at];
        if matches!(link, 's' | 'e') {
            self.with(link, 1, |walk| walk.join_behind(words, Place { at: here.at + 1, ..here }));
        }
    }

    fn join_behind<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, here: Place) {
        if self.reading.lower.len() < here.at + MIN_PART {
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

    /// What the reading from `at` on may be, as the last parts of a compound. Worked out once: it does not depend on what
    /// stands before.
    fn endings<D: AsRef<[u8]>>(&mut self, words: &Fst<D>, at: usize, parts: u32) -> Rc<Vec<Candidate>> {
        if let Some(known) = self.endings.get(&(at, parts)) {
            return Rc::clone(known);
        }
        let before = (mem::take(&mut self.word), mem::take(&mut self.spans), mem::take(&mut self.found));
        let node = words.root().addr();
        self.go(words, Place { at, node, value: 0, channel: 0.0, part: 0, parts, lost: true });
        let mut found = best_of_each(mem::replace(&mut self.found, before.2));
        (self.word, self.spans) = (before.0, before.1);
        found.truncate(MOST_ENDINGS);
        let found = Rc::new(found);
        self.endings.insert((at, parts), Rc::clone(&found));
        found
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
