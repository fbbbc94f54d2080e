//! What a scanned word may have been: the words that the measured confusions lead to.
//!
//! A [walk](super::walk) finds those that the lexicon spells, compounds among them. A word that leads nowhere is varied by
//! the likeliest confusions alone and left to the letter model.

use fst::Map;

use super::channel::Channel;
use super::language::{Language, MIN_PART};
use super::reading::{Candidate, Reading, best_of_each};
use super::walk::Walk;
use crate::lexicon::Lexicon;

/// A word that is known as it was read needs a better reason to be another.
const KNOWN_AS_READ: f32 = 0.8;
/// And one to be a compound that no list has.
const KNOWN_TO_COMPOUND: f32 = -0.5;
/// So does an unknown one with a capital: it may be a name that no list has.
const NAME_AS_READ: f32 = 2.5;
/// Longer words are rarely names, in letters.
const LONGEST_NAME: usize = 10;
/// An unknown word is rarely another unknown word.
const UNKNOWN_TO_UNKNOWN: f32 = -2.0;
/// Confusions that an unknown word is varied by, and how many of them at once.
const LIKELY_CONFUSION: f32 = -3.5;
const MOST_VARIATIONS: u32 = 2;
/// Letters other than the Danish ones are mended in words of this length: shorter ones are too easily another word.
const MIN_OTHER_LETTERS: usize = 4;
/// Only so many of the best are kept: of all, and of the variations of an unknown word.
const MOST_CANDIDATES: usize = 16;
const MOST_UNKNOWN: usize = 40;
/// Longer unknown words are the debris of dotted lines.
const LONGEST_UNKNOWN: usize = 24;

/// The candidates for one scanned word.
#[derive(Debug)]
pub(super) struct Candidates {
    /// Each with ln P(read | meant) + ln P(meant), best first. Never empty.
    pub list: Vec<(f32, Candidate)>,
    /// Some list has one of them.
    pub any_known: bool,
}

impl Candidates {
    fn best_first(scored: impl Iterator<Item = (f32, Candidate)>, any_known: bool) -> Self {
        let mut list: Vec<_> = scored.collect();
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.word.cmp(&b.1.word)));
        list.truncate(MOST_CANDIDATES);
        Self { list, any_known }
    }
}

/// Finds candidates in the lexicon, in the words beyond it, and by variation.
#[derive(Debug)]
pub(super) struct Finder {
    /// Words of the archive and names that the lexicon lacks.
    beyond: Map<Vec<u8>>,
    channel: Channel,
}

impl Finder {
    pub fn new(language: &Language<'_>, channel: Channel) -> Self {
        let words = language.beyond_lexicon().into_iter().map(|w| (w, 0));
        Self { beyond: Map::from_iter(words).unwrap_or_default(), channel }
    }

    /// Takes in what the letters of the document were read as; true where that changes much.
    pub fn learn(&mut self, seen: &[f32]) -> bool {
        self.channel.learn(seen)
    }

    /// What `reading` may have been, itself among it, best first; at most [`MOST_CANDIDATES`].
    pub fn candidates(&self, reading: &Reading, language: &mut Language<'_>) -> Candidates {
        let as_read = reading.word();
        let is_known = language.knows(&as_read);
        let mut found = self.known_words(reading, is_known || reading.all_capitals);
        found.retain(|c| c.word != as_read);
        if found.is_empty() && !is_known {
            return self.unknown(reading, language);
        }
        let bonus = match () {
            () if is_common(&as_read) => KNOWN_AS_READ + most_remembered(&found, language),
            () if is_known => KNOWN_AS_READ,
            () => unknown_as_read(reading),
        };
        found.push(Candidate { channel: bonus, ..Candidate::as_read(reading) });
        let has_capital = reading.has_capital();
        let score = |c: Candidate| {
            let is_compound = is_known && c.word != as_read && !Lexicon.contains(&c.word);
            let bonus = if is_compound { KNOWN_TO_COMPOUND } else { 0.0 };
            (c.channel + bonus + language.log_p(&c.word, has_capital), c)
        };
        Candidates::best_first(found.into_iter().map(score), true)
    }

    /// The candidates for a word that leads to no known one: its variations, judged by their letters.
    fn unknown(&self, reading: &Reading, language: &Language<'_>) -> Candidates {
        let mut found = vec![Candidate { channel: unknown_as_read(reading), ..Candidate::as_read(reading) }];
        if reading.lower.len() <= LONGEST_UNKNOWN {
            let varied = self.variations(reading, LIKELY_CONFUSION).into_iter().take(MOST_UNKNOWN);
            found.extend(varied.filter(|c| c.word != found[0].word).collect::<Vec<_>>());
        }
        let score = |(i, mut c): (usize, Candidate)| {
            let remembered = language.remembers(&c.word);
            c.channel += if i > 0 && !remembered { UNKNOWN_TO_UNKNOWN } else { 0.0 };
            (c.channel + language.unlisted_log_p(&c.word), c)
        };
        Candidates::best_first(found.into_iter().enumerate().map(score), false)
    }

    fn known_words(&self, reading: &Reading, only_danish: bool) -> Vec<Candidate> {
        let only_danish = only_danish || reading.lower.len() < MIN_OTHER_LETTERS;
        let may_lose = !only_danish;
        let mut walk = Walk::new(reading, &self.channel, only_danish);
        walk.through(self.beyond.as_fst());
        walk.through(Lexicon.words().as_fst());
        if reading.lower.len() >= 2 * MIN_PART && !walk.found.iter().any(|c| is_common(&c.word)) {
            walk.compounds = true;
            walk.through(Lexicon.words().as_fst());
        }
        if may_lose && !walk.found.iter().any(|c| is_common(&c.word)) {
            (walk.compounds, walk.may_lose) = (false, true);
            walk.through(Lexicon.words().as_fst());
        }
        best_of_each(walk.found)
    }

    /// Every word that a few confusions, none less likely than `least`, make of `reading`, likeliest first.
    pub fn variations(&self, reading: &Reading, least: f32) -> Vec<Candidate> {
        let mut vary = Variation { reading, channel: &self.channel, least, found: Vec::new() };
        vary.from(0, MOST_VARIATIONS, &mut Candidate { word: String::new(), channel: 0.0, spans: Vec::new() });
        best_of_each(vary.found)
    }
}

/// A frequency list has it.
fn is_common(word: &str) -> bool {
    Lexicon.entry(word).is_some_and(|e| e.counted)
}

/// That a word was mended before (*søger*) says nothing of a common one that it might be again (*sager*).
fn most_remembered(found: &[Candidate], language: &mut Language<'_>) -> f32 {
    found.iter().map(|c| language.memory_bonus(&c.word)).fold(0.0, f32::max)
}

/// What speaks for an unknown word as it was read.
fn unknown_as_read(reading: &Reading) -> f32 {
    if reading.is_name_like() && reading.lower.len() <= LONGEST_NAME { NAME_AS_READ } else { 0.0 }
}

/// All ways to read a word with a few confusions.
struct Variation<'r> {
    reading: &'r Reading,
    channel: &'r Channel,
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
            let cost = self.channel.log_p(confusion) + rarer;
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
        let finder = Finder::new(&language, Channel::of(std::iter::empty()));
        finder.candidates(&Reading::new(word), &mut language).list.into_iter().map(|(_, c)| c.word).collect()
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
            let finder = Finder::new(&language, Channel::of(std::iter::empty()));
            let reading = Reading::new(word);
            let found = finder.candidates(&reading, &mut language);
            found.list.iter().find(|(_, c)| c.word == meant).map(|(_, c)| c.cased(&reading))
        };
        assert_eq!(cased("Mgdet", "mødet").as_deref(), Some("Mødet"));
        assert_eq!(cased("@konomi", "økonomi").as_deref(), Some("Økonomi"));
        assert_eq!(cased("RAdgivning", "rådgivning").as_deref(), Some("Rådgivning"));
        assert_eq!(cased("AEndring", "ændring").as_deref(), Some("Ændring"));
        assert_eq!(cased("M@DEREFERAT", "mødereferat").as_deref(), Some("MØDEREFERAT"));
    }
}
