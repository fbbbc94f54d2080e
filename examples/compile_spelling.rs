//! Compiles from the lexicon what the repair stage brings along: the letter model and the common words of the gate.
//!
//! ```text
//! cargo run --release --example compile_spelling -- src/repair
//! ```

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::path::Path;

use dagsorden::lexicon::{Entry, Lexicon};
use dagsorden::repair::spelling::{END, FALL_BACK, ORDER, START, STEPS};
use fst::{MapBuilder, Streamer};

/// Longer words are compounds, whose spelling is that of their parts.
const LONGEST_WORD: usize = 12;
/// What one in so many running words weighs as much as standing in the dictionary.
const WEIGHT_OF_FREQUENCY: f32 = 2e5;
/// An n-gram longer than three must have this count, so that the file stays small.
const MIN_COUNT: [u64; ORDER + 1] = [0, 0, 1, 4, 25, 90];
/// How many of the commonest words with a Danish letter the gate looks for.
const COMMON_WORDS: usize = 400;

#[derive(Default)]
struct Context {
    total: u64,
    next: HashMap<char, u64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("expected one argument: the folder to write to")?;
    let words = words();
    fs::write(Path::new(&out).join("common_words.txt"), common_words(&words))?;
    fs::write(Path::new(&out).join("spelling.fst"), spelling(&words)?)?;
    Ok(())
}

fn words() -> Vec<(String, Entry)> {
    let (mut out, mut stream) = (Vec::new(), Lexicon.words().stream());
    while let Some((word, value)) = stream.next() {
        out.push((String::from_utf8_lossy(word).into_owned(), Entry::from_value(value)));
    }
    out
}

fn common_words(words: &[(String, Entry)]) -> String {
    let danish = |w: &str| w.contains(['æ', 'ø', 'å']) && w.chars().count() > 1;
    let mut common: Vec<_> = words.iter().filter(|(w, e)| e.counted && e.in_dictionary && danish(w)).collect();
    common.sort_by(|(a, x), (b, y)| x.cost.total_cmp(&y.cost).then_with(|| a.cmp(b)));
    common.truncate(COMMON_WORDS);
    common.iter().flat_map(|(w, _)| [w.as_str(), "\n"]).collect()
}

fn spelling(words: &[(String, Entry)]) -> Result<Vec<u8>, fst::Error> {
    let contexts = count(words);
    let mut grams: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (context, seen) in &contexts {
        let order = context.chars().count();
        let kept: Vec<_> = seen.next.iter().filter(|(_, n)| **n >= MIN_COUNT[order + 1]).collect();
        if !kept.is_empty() {
            let kinds = seen.next.len() as f32;
            grams.entry(context.clone()).or_default().1 = steps(kinds / (seen.total as f32 + kinds));
        }
        for (next, _) in kept {
            grams.entry(format!("{context}{next}")).or_default().0 = steps(probability(&contexts, context, *next));
        }
    }
    let mut map = MapBuilder::memory();
    for (gram, (cost, fall_back)) in grams.iter().filter(|(g, _)| !g.is_empty()) {
        map.insert(gram, cost + fall_back * FALL_BACK)?;
    }
    map.into_inner()
}

fn count(words: &[(String, Entry)]) -> HashMap<String, Context> {
    let mut contexts: HashMap<String, Context> = HashMap::new();
    for (word, entry) in words {
        let length = word.chars().count();
        let often = if entry.counted { ((-entry.cost).exp() * WEIGHT_OF_FREQUENCY) as u64 } else { 0 };
        let weight = u64::from(length <= LONGEST_WORD) + often;
        if length < 2 || weight == 0 {
            continue;
        }
        let padded: Vec<char> = std::iter::repeat_n(START, ORDER - 1).chain(word.chars()).chain([END]).collect();
        for end in ORDER - 1..padded.len() {
            for start in end + 1 - ORDER..=end {
                let seen = contexts.entry(padded[start..end].iter().collect()).or_default();
                seen.total += weight;
                *seen.next.entry(padded[end]).or_default() += weight;
            }
        }
    }
    contexts
}

/// Witten-Bell: what a context has not seen falls back to the context without its first character.
fn probability(contexts: &HashMap<String, Context>, context: &str, next: char) -> f32 {
    let shorter = context.chars().next().map(|c| &context[c.len_utf8()..]);
    let fall_back = shorter.map_or(1.0 / 40.0, |s| probability(contexts, s, next));
    let Some(seen) = contexts.get(context) else { return fall_back };
    let kinds = seen.next.len() as f32;
    let n = seen.next.get(&next).copied().unwrap_or(0) as f32;
    (n + kinds * fall_back) / (seen.total as f32 + kinds)
}

fn steps(p: f32) -> u64 {
    (-p.ln() * STEPS).round().clamp(0.0, 255.0) as u64
}
