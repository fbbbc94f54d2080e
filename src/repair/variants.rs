//! Finds the common source of the variants of one unknown word.
//!
//! A name or term that no list has is misread in several ways within one document. The word is the one that explains
//! all of its readings and is spelt like Danish.

use std::collections::HashMap;

use super::candidates::Finder;
use super::confusions::is_danish_letter;
use super::scanned_word::ScannedWord;
use super::spelling;

/// Shorter words share their skeleton by chance.
const MIN_LETTERS: usize = 5;
/// Longer ones, in letters, are the debris of dotted lines.
const MAX_LETTERS: usize = 24;
/// Only this many of the likeliest words get a spelling score, because that is slow.
const MOST_SPELT: usize = 40;
/// The least likely confusion, in nats: every one of the table may take part.
const LEAST_LIKELY: f32 = -9.0;
/// The cost, in nats, of a reading not explained by the word.
const UNEXPLAINED: f32 = -9.0;
/// A reading counts at most this often: many copies are no independent evidence.
const ENOUGH: f64 = 3.0;
/// By how many nats the word must beat a reading left as it is.
const AHEAD_OF_READING: f32 = 2.0;
/// The same for the next best word.
const AHEAD_OF_NEXT: f32 = 1.0;
/// How much more a word found this way counts than one repaired in the usual way: several readings agree on it.
const WEIGHT: f64 = 3.0;

/// The words behind groups of unknown readings, with how often they were read.
pub(super) fn common_words(unknown: &[(ScannedWord, f64)], finder: &Finder) -> Vec<(String, f64)> {
    let mut groups: HashMap<String, HashMap<String, (&ScannedWord, f64)>> = HashMap::new();
    for (scanned, n) in unknown {
        let word = scanned.word();
        if (MIN_LETTERS..=MAX_LETTERS).contains(&word.chars().count()) {
            groups.entry(skeleton(&word)).or_default().entry(word).or_insert((scanned, 0.0)).1 += n;
        }
    }
    let several = groups.into_values().filter(|g| g.len() > 1);
    several.filter_map(|group| common_word(&group, finder)).collect()
}

fn common_word(group: &HashMap<String, (&ScannedWord, f64)>, finder: &Finder) -> Option<(String, f64)> {
    let mut explained: HashMap<String, HashMap<&str, f32>> = HashMap::new();
    for (word, (scanned, _)) in group {
        for candidate in finder.variations(scanned, LEAST_LIKELY) {
            explained.entry(candidate.word).or_default().insert(word, candidate.channel);
        }
    }
    let channel = |by: &HashMap<&str, f32>| -> f32 {
        let cost =
            |(w, (_, n)): (&String, &(_, f64))| by.get(w.as_str()).unwrap_or(&UNEXPLAINED) * n.min(ENOUGH) as f32;
        group.iter().map(cost).sum()
    };
    let as_read = |w: &String| channel(&HashMap::from([(w.as_str(), 0.0)])) + spelling::log_p(w);
    let as_read = group.keys().map(as_read).fold(f32::MIN, f32::max);
    let is_danish = |w: &str| w.chars().any(is_danish_letter);
    let mut ranked: Vec<(f32, String)> =
        explained.iter().filter(|(w, _)| is_danish(w)).map(|(w, by)| (channel(by), w.clone())).collect();
    best_first(&mut ranked);
    ranked.truncate(MOST_SPELT);
    ranked.iter_mut().for_each(|(score, word)| *score += spelling::log_p(word));
    best_first(&mut ranked);
    let (best, word) = ranked.first()?;
    let next = ranked.get(1).map_or(f32::MIN, |r| r.0);
    let is_sure = *best > as_read + AHEAD_OF_READING && *best > next + AHEAD_OF_NEXT;
    is_sure.then(|| (word.clone(), WEIGHT * group.values().map(|(_, n)| n).sum::<f64>()))
}

/// Ties are broken alphabetically, so the result is deterministic.
fn best_first(ranked: &mut [(f32, String)]) {
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
}

/// One key for all readings of a word: characters confused with one another become one sign.
pub(super) fn skeleton(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.replace("ze", "e").chars() {
        match c {
            'æ' | 'ø' | 'å' | 'a' | 'e' | 'o' | 'g' | '@' | 'é' | '&' => {
                if !out.ends_with('*') {
                    out.push('*');
                }
            }
            'i' => out.push('l'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::channel::Channel;
    use super::super::language::Language;
    use super::*;
    use crate::lexicon::Vocabulary;

    fn common(readings: &[&str]) -> Vec<String> {
        let archive = Vocabulary::default();
        let finder = Finder::new(&Language::new(&archive), Channel::of(std::iter::empty()));
        let unknown: Vec<_> = readings.iter().map(|r| (ScannedWord::new(r), 2.0)).collect();
        common_words(&unknown, &finder).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn variants_can_only_be_one_word() {
        assert_eq!(common(&["skrumleerke", "skrumlaerke", "skrumlzerke"]), ["skrumlærke"]);
    }

    #[test]
    fn one_reading_tells_nothing() {
        assert_eq!(common(&["skrumleerke", "skrumleerke"]), [] as [&str; 0]);
    }

    #[test]
    fn readings_of_one_word_share_their_skeleton() {
        assert_eq!(skeleton("ommeerke"), skeleton("ommzerke"));
        assert_eq!(skeleton("ommeerke"), skeleton("ommærke"));
        assert_ne!(skeleton("kommune"), skeleton("kommuner"));
    }
}
