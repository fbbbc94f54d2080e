//! From a misspelt word to words of the index.

use super::analysis::skeleton;

/// Other readings and spellings of a letter, each with a cost in nats: the measured confusions of OCR on Danish print
/// and the two ways of doing without Danish letters.
const CONFUSIONS: [(char, &str, f32); 28] = [
    ('å', "a", 0.1),
    ('å', "aa", 0.1),
    ('å', "é", 3.0),
    ('å', "o", 4.0),
    ('å', "4", 4.0),
    ('å', "&", 4.0),
    ('ø', "o", 0.7),
    ('ø', "oe", 0.1),
    ('ø', "g", 0.7),
    ('ø', "a", 1.5),
    ('ø', "e", 2.3),
    ('ø', "@", 0.5),
    ('ø', "ag", 3.5),
    ('ø', "ga", 3.5),
    ('ø', "ea", 4.0),
    ('ø', "eg", 4.0),
    ('ø', "s", 5.0),
    ('ø', "ö", 0.1),
    ('æ', "ae", 0.1),
    ('æ', "ee", 0.8),
    ('æ', "e", 1.5),
    ('æ', "ze", 1.8),
    ('æ', "a", 2.5),
    ('æ', "aa", 4.0),
    ('æ', "z", 3.5),
    ('æ', "aze", 4.0),
    ('æ', "ä", 0.1),
    ('i', "l", 3.0),
];
/// Words within this cost of the best are taken too, in nats.
const NEARLY_AS_GOOD: f32 = 0.5;
/// Words of at least this many letters may have two edits.
const LONG: usize = 8;

/// Whether a word and one of the index can be forms of each other at all, cheaply.
pub(crate) fn same_skeleton(key: &str, word: &str) -> bool {
    skeleton(word).as_deref() == Some(key)
}

/// The cost of reading `typed` where `meant` was meant, only by confusions. `None` where they do not lead there.
pub(crate) fn confusion_cost(meant: &str, typed: &str) -> Option<f32> {
    let mut reached: Vec<(usize, f32)> = vec![(0, 0.0)];
    for letter in meant.chars() {
        let mut next: Vec<(usize, f32)> = Vec::new();
        for (at, cost) in reached {
            let rest = &typed[at..];
            if rest.starts_with(letter) {
                keep(&mut next, at + letter.len_utf8(), cost);
            }
            for (_, read, more) in CONFUSIONS.iter().filter(|(m, read, _)| *m == letter && rest.starts_with(read)) {
                keep(&mut next, at + read.len(), cost + more);
            }
        }
        reached = next;
    }
    reached.into_iter().find(|(at, _)| *at == typed.len()).map(|(_, cost)| cost)
}

/// Other readings and spellings of a letter.
pub(crate) fn confusions(letter: char) -> impl Iterator<Item = &'static str> {
    CONFUSIONS.iter().filter(move |(meant, ..)| *meant == letter).map(|(_, read, _)| *read)
}

/// Keeps the cheaper way to a place.
fn keep(ways: &mut Vec<(usize, f32)>, at: usize, cost: f32) {
    match ways.iter_mut().find(|(a, _)| *a == at) {
        Some(way) => way.1 = way.1.min(cost),
        None => ways.push((at, cost)),
    }
}

/// The cheapest words, and those within [`NEARLY_AS_GOOD`].
pub(crate) fn cheapest(mut words: Vec<(String, f32)>) -> Vec<String> {
    words.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    let best = words.first().map_or(0.0, |w| w.1);
    words.dedup_by(|a, b| a.0 == b.0);
    words.into_iter().take_while(|w| w.1 <= best + NEARLY_AS_GOOD).map(|w| w.0).collect()
}

/// The most edits for a word of this many letters.
pub(crate) fn allowed_edits(letters: usize) -> usize {
    match letters {
        0..5 => 0,
        5..LONG => 1,
        _ => 2,
    }
}

/// The edit distance (Damerau-Levenshtein: a swap of neighbours is one edit). `None` if it is more than `most`.
pub(crate) fn edit_distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut rows = vec![vec![0usize; b.len() + 1]; 3];
    rows[1] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        rows.rotate_left(1);
        // rows[0] is now row i - 1, rows[2] is row i - 2, and rows[1] is filled next.
        rows[1][0] = i;
        for j in 1..=b.len() {
            let change = rows[0][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[0][j] + 1).min(rows[1][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[2][j - 2] + 1);
            }
            rows[1][j] = best;
        }
    }
    Some(rows[1][b.len()]).filter(|n| *n <= most)
}

/// Spellings of `word` with Danish letters for their substitutes (`ae oe aa`) and the other way round, without `word`.
pub(crate) fn respelt(word: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (letter, digraph) in [("æ", "ae"), ("ø", "oe"), ("å", "aa")] {
        for from in std::iter::once(word.to_owned()).chain(found.clone()).collect::<Vec<_>>() {
            found.push(from.replace(digraph, letter));
            found.push(from.replace(letter, digraph));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|w| w != word);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scan_form_costs_less_for_the_word_it_is_likelier_to_be() {
        let cost = |meant, typed| confusion_cost(meant, typed).unwrap();
        assert!(cost("møde", "mgde") < cost("møde", "mede"));
        assert_eq!(confusion_cost("måde", "mgde"), None, "å is never read as g");
        assert!(confusion_cost("økonomi", "okonomi").is_some());
        assert!(confusion_cost("færdig", "feerdig").is_some());
    }

    #[test]
    fn swapped_neighbours_are_one_mistake() {
        let count = |a: &str, b: &str| edit_distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 2);
        assert_eq!(count("takst", "tkast"), Some(1));
        assert_eq!(count("rammeaftle", "rammeaftale"), Some(1));
        assert_eq!(count("ab", "ab"), Some(0));
        assert_eq!(count("herberg", "hvalp"), None);
    }

    #[test]
    fn both_ways_of_spelling_are_tried() {
        assert!(respelt("boern").contains(&"børn".to_owned()));
        assert!(respelt("århus").contains(&"aarhus".to_owned()));
        assert!(respelt("laegeaaret").contains(&"lægeåret".to_owned()));
        assert!(respelt("takst").is_empty());
    }
}
