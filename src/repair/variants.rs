//! What the variants of one unknown word have in common.
//!
//! A name or a term that no list has is misread in several ways within one document. What all of its readings may have
//! been, and is spelt like Danish, is the word.

use std::collections::HashMap;

use super::candidates::Finder;
use super::confusions::is_danish_letter;
use super::reading::Reading;
use super::spelling;

/// Shorter words share their skeleton by chance.
const MIN_LETTERS: usize = 5;
/// Longer ones are the debris of dotted lines.
const MAX_LETTERS: usize = 24;
/// Only the likeliest are judged by their letters.
const MOST_SPELT: usize = 40;
/// Every confusion of the table may take part.
const LEAST_LIKELY: f32 = -9.0;
/// What a reading costs that the word does not explain.
const UNEXPLAINED: f32 = -9.0;
/// A reading seen more often than this tells no more.
const ENOUGH: f64 = 3.0;
/// By how many nats the word must be likelier than a reading left as it is, and than the next best word.
const AHEAD_OF_READING: f32 = 2.0;
const AHEAD_OF_NEXT: f32 = 1.0;
/// How much more a word found so counts than one mended in the usual way.
const WEIGHT: f64 = 3.0;

/// The words that groups of unknown readings share, with how often they were read.
pub(super) fn common_words(unknown: &[(Reading, f64)], finder: &Finder) -> Vec<(String, f64)> {
    let mut groups: HashMap<String, HashMap<String, (&Reading, f64)>> = HashMap::new();
    for (reading, n) in unknown {
        let word = reading.word();
        if (MIN_LETTERS..=MAX_LETTERS).contains(&word.chars().count()) {
            groups.entry(skeleton(&word)).or_default().entry(word).or_insert((reading, 0.0)).1 += n;
        }
    }
    let several = groups.into_values().filter(|g| g.len() > 1);
    several.filter_map(|group| common_word(&group, finder)).collect()
}

fn common_word(group: &HashMap<String, (&Reading, f64)>, finder: &Finder) -> Option<(String, f64)> {
    let mut explained: HashMap<String, HashMap<&str, f32>> = HashMap::new();
    for (word, (reading, _)) in group {
        for candidate in finder.variations(reading, LEAST_LIKELY) {
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

/// Ties fall to the alphabet, so that a document is always read the same.
fn best_first(ranked: &mut [(f32, String)]) {
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
}

/// The same for all readings of one word: what the confusions mix up is one sign.
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
        let unknown: Vec<_> = readings.iter().map(|r| (Reading::new(r), 2.0)).collect();
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
