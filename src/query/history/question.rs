//! How well items answer a question in words.
//!
//! The question's words and its pairs of neighbours weigh by how rare they are in the archive, what stands in brackets less.
//! A word is met by its inflections and, less surely, inside compounds.

use std::collections::{HashMap, HashSet};

use super::archive::{Archive, Place};

/// What a word in brackets weighs: it explains, it does not name.
const IN_BRACKETS: f32 = 0.35;
/// What two words in a row weigh beside the words themselves.
const PAIR: f32 = 0.3;
/// What no item has weighs so much of what it otherwise would.
const UNMET: f32 = 0.5;
/// A word met as part of a compound.
const PART: f32 = 0.8;
/// A mention counts by where it stands, in the order of [`Place::ALL`].
const PLACES: [f32; 3] = [1.0, 1.0, 0.95];
/// The shortest word that is looked for at the start and at the end of compounds, in letters.
const START: usize = 5;
const END: usize = 6;

/// One thing that the question asks for.
struct Wanted {
    weight: f32,
    /// The best place factor for each item that has it.
    found: HashMap<usize, f32>,
}

/// For each item, the share of what was asked that it has, 0 to 1.
pub(super) fn scores(archive: &mut Archive, question: &str) -> Vec<f32> {
    let wanted = wanted(archive, question);
    let total = wanted.iter().map(|w| w.weight).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut scores = vec![0.0; archive.items.len()];
    for part in &wanted {
        for (&item, place) in &part.found {
            scores[item] += part.weight * place / total;
        }
    }
    scores
}

fn wanted(archive: &mut Archive, question: &str) -> Vec<Wanted> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    for (piece, in_brackets) in pieces(question) {
        let ids = archive.words.of(piece);
        let importance = if in_brackets { IN_BRACKETS } else { 1.0 };
        let forms: Vec<HashMap<u32, f32>> = ids.iter().map(|&id| forms(archive, id)).collect();
        for (&id, forms) in ids.iter().zip(&forms) {
            if seen.insert((id, None)) {
                all.push(weighed(archive, word(archive, forms), importance));
            }
        }
        for (pair, forms) in ids.windows(2).zip(forms.windows(2)) {
            if seen.insert((pair[0], Some(pair[1]))) {
                all.push(weighed(archive, neighbours(archive, &forms[0], &forms[1]), importance * PAIR));
            }
        }
    }
    all
}

/// The question's text outside and inside brackets.
fn pieces(question: &str) -> Vec<(&str, bool)> {
    let mut out = Vec::new();
    let mut rest = question;
    while let Some((before, after)) = rest.split_once('(') {
        let (inside, behind) = after.split_once(')').unwrap_or((after, ""));
        out.extend([(before, false), (inside, true)]);
        rest = behind;
    }
    out.push((rest, false));
    out
}

/// Rarity counts twice, as in any vector model: once for what is asked and once for what has it. What nothing has tells
/// the items apart no more, but keeps a question that is mostly unanswered from scoring high.
fn weighed(archive: &Archive, found: HashMap<usize, f32>, importance: f32) -> Wanted {
    let met = if found.is_empty() { UNMET } else { 1.0 };
    Wanted { weight: met * importance * archive.rarity(found.len()).powi(2), found }
}

/// The archive's words that are the word or a compound with it, and how sure that is.
fn forms(archive: &Archive, id: u32) -> HashMap<u32, f32> {
    let wanted = archive.words.key(id);
    let letters = wanted.chars().count();
    let as_part = |key: &str| letters >= START && key.starts_with(wanted) || letters >= END && key.ends_with(wanted);
    let sure = |(n, key): (usize, &String)| {
        let factor = if n == id as usize { Some(1.0) } else { as_part(key).then_some(PART) };
        Some((n as u32, factor?))
    };
    archive.words.keys().iter().enumerate().filter_map(sure).collect()
}

fn word(archive: &Archive, forms: &HashMap<u32, f32>) -> HashMap<usize, f32> {
    by_item(archive, |text| text.iter().filter_map(|id| forms.get(id)).copied().fold(0.0, f32::max))
}

/// Two words that stand together, in either order.
fn neighbours(archive: &Archive, first: &HashMap<u32, f32>, second: &HashMap<u32, f32>) -> HashMap<usize, f32> {
    let both = |a: u32, b: u32| Some(first.get(&a)?.min(*second.get(&b)?));
    by_item(archive, |text| {
        let pairs = text.windows(2).filter_map(|w| both(w[0], w[1]).or_else(|| both(w[1], w[0])));
        pairs.fold(0.0, f32::max)
    })
}

/// The best of what `factor` finds in each place of each item, where it finds anything.
fn by_item(archive: &Archive, factor: impl Fn(&[u32]) -> f32) -> HashMap<usize, f32> {
    let best = |texts: &[Vec<u32>; 3]| {
        Place::ALL.iter().map(|&p| factor(&texts[p as usize]) * PLACES[p as usize]).fold(0.0, f32::max)
    };
    let all = archive.texts.iter().map(best).enumerate();
    all.filter(|(_, factor)| *factor > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_part_the_question() {
        assert_eq!(pieces("Kollegiet (Syddjurs) nu"), [("Kollegiet ", false), ("Syddjurs", true), (" nu", false)]);
        assert_eq!(pieces("a (b"), [("a ", false), ("b", true), ("", false)]);
    }
}
