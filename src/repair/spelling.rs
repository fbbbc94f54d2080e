//! How Danish words are spelt: a letter 5-gram that judges words which no list has.
//!
//! `spelling.fst` maps n-grams of up to five characters to their cost, made from the lexicon by
//! `examples/compile_spelling.rs` (Witten-Bell smoothing; rare long n-grams left out).

use std::sync::LazyLock;

use fst::Map;

/// Length of the longest n-grams.
pub const ORDER: usize = 5;
/// Stands before the first letter of a word, as often as the longest n-gram needs.
pub const START: char = '^';
/// Stands after the last letter.
pub const END: char = '$';
/// Steps per nat of a stored cost.
pub const STEPS: f32 = 16.0;
/// Base of the second part of a value, the cost of falling back to a shorter n-gram.
pub const FALL_BACK: u64 = 256;
/// Cost of a character that no word has, in nats.
const NEVER_SEEN: f32 = 12.0;

static MODEL: LazyLock<Map<&[u8]>> =
    LazyLock::new(|| Map::new(include_bytes!("spelling.fst").as_slice()).expect("spelling.fst is a map"));

/// ln of the probability that a running word unknown to all lists is spelt `word` (lower case).
pub fn log_p(word: &str) -> f32 {
    let padded: String = std::iter::repeat_n(START, ORDER - 1).chain(word.chars()).chain([END]).collect();
    let at: Vec<usize> = padded.char_indices().map(|(i, _)| i).chain([padded.len()]).collect();
    (ORDER..at.len()).map(|end| -cost(&padded, &at[end - ORDER..=end])).sum()
}

/// The cost of the last character of `at` after those before it, in nats: of the longest n-gram that is known.
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
