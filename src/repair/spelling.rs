//! Models the spelling of Danish words: a letter 5-gram for words that no list has.
//!
//! `spelling.fst` maps n-grams of up to five characters to their cost. `examples/compile_spelling.rs` makes it from the
//! lexicon (Witten-Bell smoothing; rare long n-grams left out).

use std::sync::LazyLock;

use fst::Map;

/// Length of the longest n-grams. Shorter ones accept more broken words, longer ones make the table several times
/// larger.
pub const ORDER: usize = 5;
/// Padding before the first letter of a word, up to the longest n-gram.
pub const START: char = '^';
/// Follows the last letter.
pub const END: char = '$';
/// Steps per nat of a stored cost: integers compress better, and a sixteenth of a nat decides nothing.
pub const STEPS: f32 = 16.0;
/// Base of the second part of a value, the cost of falling back to a shorter n-gram.
pub const FALL_BACK: u64 = 256;
/// Cost of a character found in no word, in nats; it rules such a word out.
const NEVER_SEEN: f32 = 12.0;

static MODEL: LazyLock<Map<&[u8]>> =
    LazyLock::new(|| Map::new(include_bytes!("spelling.fst").as_slice()).expect("spelling.fst is a map"));

/// ln of the probability that a running word unknown to all lists is spelt `word` (lower case).
pub fn log_p(word: &str) -> f32 {
    let padded: String = std::iter::repeat_n(START, ORDER - 1).chain(word.chars()).chain([END]).collect();
    let at: Vec<usize> = padded.char_indices().map(|(i, _)| i).chain([padded.len()]).collect();
    (ORDER..at.len()).map(|end| -cost(&padded, &at[end - ORDER..=end])).sum()
}

/// The cost of the last character of `at` after those before it, in nats, by the longest known n-gram.
fn cost(text: &str, at: &[usize]) -> f32 {
    let (end, last) = (at[ORDER], at[ORDER - 1]);
    let mut fallen = 0.0;
    for start in &at[..ORDER] {
        if let Some(value) = MODEL.get(&text[*start..end]) {
            return fallen + (value % FALL_BACK) as f32 / STEPS;
        }
        if let Some(value) = MODEL.get(&text[*start..last]) {
            fallen += (value / FALL_BACK) as f32 / STEPS;
        }
    }
    fallen + NEVER_SEEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_spelling_is_likelier_than_a_broken_one() {
        for (right, broken) in
            [("herbergsområdet", "herbergsomrzedet"), ("fællesmøde", "feellesmgde"), ("ommærke", "ommzerke")]
        {
            assert!(log_p(right) > log_p(broken), "{right}: {} {}", log_p(right), log_p(broken));
        }
    }

    #[test]
    fn any_text_has_a_probability() {
        for word in ["", "ж", "a\u{308}", "x".repeat(200).as_str()] {
            assert!(log_p(word).is_finite());
        }
    }
}
