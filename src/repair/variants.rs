//! What the variants of one unknown word have in common.
//!
//! A name or a term that no list has is misread in several ways within one document. What all of its readings may have
//! been, and is spelt like Danish, is the word.

use std::collections::HashMap;

use super::candidates::{Finder, Reading};
use super::confusions::is_danish_letter;
use super::spelling;

/// Shorter words share their skeleton by chance.
const MIN_LETTERS: usize = 5;
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
        if word.chars().count() >= MIN_LETTERS {
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
    let score = |meant: &str, by: &HashMap<&str, f32>| -> f32 {
        let cost =
            |(w, (_, n)): (&String, &(_, f64))| by.get(w.as_str()).unwrap_or(&UNEXPLAINED) * n.min(ENOUGH) as f32;
        group.iter().map(cost).sum::<f32>() + spelling::log_p(meant)
    };
    let as_read = group.keys().map(|w| score(w, &HashMap::from([(w.as_str(), 0.0)]))).fold(f32::MIN, f32::max);
    let mut ranked: Vec<(f32, String)> = explained
        .iter()
        .filter(|(w, _)| w.chars().any(is_danish_letter))
        .map(|(w, by)| (score(w, by), w.clone()))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let (best, word) = ranked.first()?;
    let next = ranked.get(1).map_or(f32::MIN, |r| r.0);
    let is_sure = *best > as_read + AHEAD_OF_READING && *best > next + AHEAD_OF_NEXT;
    is_sure.then(|| (word.clone(), WEIGHT * group.values().map(|(_, n)| n).sum::<f64>()))
}

/// The same for all readings of one word: what the confusions mix up is one sign.
fn skeleton(word: &str) -> String {
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
    use super::*;

    #[test]
    fn readings_of_one_word_share_their_skeleton() {
        assert_eq!(skeleton("ommeerke"), skeleton("ommzerke"));
        assert_eq!(skeleton("ommeerke"), skeleton("ommærke"));
        assert_ne!(skeleton("kommune"), skeleton("kommuner"));
    }
}
