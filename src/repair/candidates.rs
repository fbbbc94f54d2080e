//! Finds the words that a scanned word may have been, by the measured confusions.
//!
//! A [trie search](super::trie_search) finds words of the lexicon, compounds among them. A word without such candidates
//! is varied by the likeliest confusions alone and left to the letter model.

use fst::Map;

use super::channel::Channel;
use super::language::{Language, MIN_PART};
use super::scanned_word::{Candidate, ScannedWord, best_of_each};
use super::trie_search::TrieSearch;
use crate::lexicon::Lexicon;

/// A bonus, in nats, for a known word to stay as it was read. Too low breaks good words, too high leaves broken ones
/// that look like words.
const KNOWN_AS_READ: f32 = 0.8;
/// A penalty, in nats, for turning a known word into a compound that no list has.
const KNOWN_TO_COMPOUND: f32 = -0.5;
/// A bonus, in nats, for an unknown word with a capital to stay as it was read: it may be a name that no list has.
const NAME_AS_READ: f32 = 2.5;
/// Longer words are rarely names, in letters.
const LONGEST_NAME: usize = 10;
/// A penalty, in nats, because an unknown word is rarely another unknown word.
const UNKNOWN_TO_UNKNOWN: f32 = -2.0;
/// The least likely confusion, in nats, for varying an unknown word, and how many at once. Rarer ones would give
/// thousands of variations.
const LIKELY_CONFUSION: f32 = -3.5;
/// Confusions applied at once to an unknown word: three give thousands of variations and next to no hits.
const MOST_VARIATIONS: u32 = 2;
/// Letters other than the Danish ones are repaired in words of at least this length: shorter ones are too easily
/// another word.
const MIN_OTHER_LETTERS: usize = 4;
/// Only this many of the best candidates are kept: of all, and of the variations of an unknown word. Time grows with
/// it; later ones have next to no probability.
const MOST_CANDIDATES: usize = 16;
/// Variations of an unknown word that get a spelling score, likeliest first.
const MOST_UNKNOWN: usize = 40;
/// Longer unknown words, in letters, are the debris of dotted lines.
const LONGEST_UNKNOWN: usize = 24;

/// The candidates for one scanned word.
#[derive(Debug)]
pub(super) struct Candidates {
    /// Each with ln P(read | meant) + ln P(meant), best first. Never empty.
    pub list: Vec<(f32, Candidate)>,
    /// Some list has one of the candidates.
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
    pub(super) fn new(language: &Language<'_>, channel: Channel) -> Self {
        let words = language.beyond_lexicon().into_iter().map(|w| (w, 0));
        Self { beyond: Map::from_iter(words).unwrap_or_default(), channel }
    }

    /// Learns how the letters of the document were misread; true where that changes much.
    pub(super) fn learn(&mut self, seen: &[f32]) -> bool {
        self.channel.learn(seen)
    }

    /// The candidates for `scanned`, itself among them, best first; at most [`MOST_CANDIDATES`].
    pub(super) fn candidates(&self, scanned: &ScannedWord, language: &mut Language<'_>) -> Candidates {
        let as_read = scanned.word();
        let is_known = language.knows(&as_read);
        let mut found = self.known_words(scanned, is_known || scanned.all_capitals);
        found.retain(|c| c.word != as_read);
        if found.is_empty() && !is_known {
            return self.unknown(scanned, language);
        }
        let bonus = match () {
            () if is_common(&as_read) => KNOWN_AS_READ + most_remembered(&found, language),
            () if is_known => KNOWN_AS_READ,
            () => unknown_as_read(scanned),
        };
        found.push(Candidate { channel: bonus, ..Candidate::as_read(scanned) });
        let has_capital = scanned.has_capital();
        let score = |c: Candidate| {
            let is_compound = is_known && c.word != as_read && !Lexicon.contains(&c.word);
            let bonus = if is_compound { KNOWN_TO_COMPOUND } else { 0.0 };
            (c.channel + bonus + language.log_p(&c.word, has_capital), c)
        };
        Candidates::best_first(found.into_iter().map(score), true)
    }

    /// The candidates for a word that leads to no known one: its variations, scored by their letters.
    fn unknown(&self, scanned: &ScannedWord, language: &Language<'_>) -> Candidates {
        let mut found = vec![Candidate { channel: unknown_as_read(scanned), ..Candidate::as_read(scanned) }];
        if scanned.lower.len() <= LONGEST_UNKNOWN {
            let varied = self.variations(scanned, LIKELY_CONFUSION).into_iter().take(MOST_UNKNOWN);
            found.extend(varied.filter(|c| c.word != found[0].word).collect::<Vec<_>>());
        }
        let score = |(i, mut c): (usize, Candidate)| {
            let remembered = language.remembers(&c.word);
            c.channel += if i > 0 && !remembered { UNKNOWN_TO_UNKNOWN } else { 0.0 };
            (c.channel + language.unlisted_log_p(&c.word), c)
        };
        Candidates::best_first(found.into_iter().enumerate().map(score), false)
    }

    fn known_words(&self, scanned: &ScannedWord, only_danish: bool) -> Vec<Candidate> {
        let only_danish = only_danish || scanned.lower.len() < MIN_OTHER_LETTERS;
        let may_lose = !only_danish;
        let mut search = TrieSearch::new(scanned, &self.channel, only_danish);
        search.search(self.beyond.as_fst());
        search.search(Lexicon.words().as_fst());
        if scanned.lower.len() >= 2 * MIN_PART && !search.found.iter().any(|c| is_common(&c.word)) {
            search.compounds = true;
            search.search(Lexicon.words().as_fst());
        }
        if may_lose && !search.found.iter().any(|c| is_common(&c.word)) {
            (search.compounds, search.may_lose) = (false, true);
            search.search(Lexicon.words().as_fst());
        }
        best_of_each(search.found)
    }

    /// Every word reached from `scanned` by a few confusions, none less likely than `least`, likeliest first.
    pub(super) fn variations(&self, scanned: &ScannedWord, least: f32) -> Vec<Candidate> {
        let mut vary = Variation { scanned, channel: &self.channel, least, found: Vec::new() };
        vary.from(0, MOST_VARIATIONS, &mut Candidate { word: String::new(), channel: 0.0, spans: Vec::new() });
        best_of_each(vary.found)
    }
}

/// A frequency list has it.
fn is_common(word: &str) -> bool {
    Lexicon.entry(word).is_some_and(|e| e.counted)
}

/// An earlier repair (*søger*) is no evidence about a common word (*sager*).
fn most_remembered(found: &[Candidate], language: &mut Language<'_>) -> f32 {
    found.iter().map(|c| language.memory_bonus(&c.word)).fold(0.0, f32::max)
}

/// The bonus for an unknown word to stay as it was read.
fn unknown_as_read(scanned: &ScannedWord) -> f32 {
    if scanned.is_name_like() && scanned.lower.len() <= LONGEST_NAME { NAME_AS_READ } else { 0.0 }
}

/// All ways to read a word with a few confusions.
struct Variation<'r> {
    scanned: &'r ScannedWord,
    channel: &'r Channel,
    least: f32,
    found: Vec<Candidate>,
}

impl Variation<'_> {
    fn from(&mut self, at: usize, changes: u32, so_far: &mut Candidate) {
        let Some(read) = self.scanned.lower.get(at) else {
            self.found.push(so_far.clone());
            return;
        };
        self.with(at, *read, 1, 0.0, changes, so_far);
        for (confusion, rarer) in self.scanned.confusions_at(at) {
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
        finder.candidates(&ScannedWord::new(word), &mut language).list.into_iter().map(|(_, c)| c.word).collect()
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
            let scanned = ScannedWord::new(word);
            let found = finder.candidates(&scanned, &mut language);
            found.list.iter().find(|(_, c)| c.word == meant).map(|(_, c)| c.cased(&scanned))
        };
        assert_eq!(cased("Mgdet", "mødet").as_deref(), Some("Mødet"));
        assert_eq!(cased("@konomi", "økonomi").as_deref(), Some("Økonomi"));
        assert_eq!(cased("RAdgivning", "rådgivning").as_deref(), Some("Rådgivning"));
        assert_eq!(cased("AEndring", "ændring").as_deref(), Some("Ændring"));
        assert_eq!(cased("M@DEREFERAT", "mødereferat").as_deref(), Some("MØDEREFERAT"));
    }
}
