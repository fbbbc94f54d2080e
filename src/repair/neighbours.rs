//! Uses the words on both sides to decide between two real words: *made* is *møde* after *til næste*, *måde* after *på
//! en*; *ar* is *år* after a number.
//!
//! Pairs of words counted in other kinds of text made repairs worse, so this is a small table of Danish usage.

use std::collections::HashMap;
use std::sync::LazyLock;

static TABLE: LazyLock<HashMap<&str, Vec<Hint>>> = LazyLock::new(|| parse(include_str!("neighbours.tsv")));

/// A number, as the table writes it.
pub(super) const NUMBER: &str = "#";

/// The side of a neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
    /// Before an *og* or *eller* in front of the word: words of one kind are joined (*gul og rød*).
    Joined,
}

/// Words joining two words of one kind.
const JOINING: [&str; 4] = ["og", "eller", "samt", "men"];

/// The words around one, in lower case: [`NUMBER`] for digits, none at the end of a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around<'w> {
    /// The second word before it.
    pub further: Option<&'w str>,
    pub before: Option<&'w str>,
    pub after: Option<&'w str>,
}

impl<'w> Around<'w> {
    fn on(self, side: Side) -> Option<&'w str> {
        match side {
            Side::Before => self.before,
            Side::After => self.after,
            Side::Joined => self.further.filter(|_| self.before.is_some_and(|b| JOINING.contains(&b))),
        }
    }
}

#[derive(Debug)]
struct Hint {
    side: Side,
    nats: f32,
    neighbours: Vec<&'static str>,
}

fn parse(table: &'static str) -> HashMap<&'static str, Vec<Hint>> {
    let mut out: HashMap<_, Vec<Hint>> = HashMap::new();
    for line in table.lines().filter(|l| !l.starts_with("# ")) {
        let (word, hint) = entry(line).unwrap_or_else(|| panic!("neighbours.tsv: {line:?}"));
        out.entry(word).or_default().push(hint);
    }
    out
}

fn entry(line: &'static str) -> Option<(&'static str, Hint)> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [word, side, nats, neighbours] = fields.as_slice() else { return None };
    let side = match *side {
        "before" => Side::Before,
        "after" => Side::After,
        "joined" => Side::Joined,
        _ => return None,
    };
    Some((word, Hint { side, nats: nats.parse().ok()?, neighbours: neighbours.split(' ').collect() }))
}

/// The table has an entry for `word` (lower case).
pub(super) fn concerns(word: &str) -> bool {
    TABLE.contains_key(word)
}

/// How much likelier `word` is among these neighbours, in nats.
pub(super) fn bonus(word: &str, around: Around<'_>) -> f32 {
    let Some(hints) = TABLE.get(word) else { return 0.0 };
    let fits = |h: &&Hint| around.on(h.side).is_some_and(|n| h.neighbours.iter().any(|known| is_one(n, known)));
    let best = |side| hints.iter().filter(|h| h.side == side).filter(fits).map(|h| h.nats).fold(0.0, f32::max);
    [Side::Before, Side::After, Side::Joined].into_iter().map(best).sum()
}

/// `known` is the word itself, or `*` and its ending.
fn is_one(word: &str, known: &str) -> bool {
    known.strip_prefix('*').map_or(word == known, |ending| word.len() > ending.len() && word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_tell_words_apart() {
        let behind = |word, before| bonus(word, Around { before: Some(before), ..Around::default() });
        assert!(behind("år", NUMBER) > 0.0);
        assert!(behind("møde", "næste") > behind("måde", "næste"));
        assert!(behind("måde", "en") > behind("møde", "en"));
        assert_eq!(behind("kommune", "en"), 0.0);
    }

    #[test]
    fn like_is_joined_with_like() {
        let joined = |by| bonus("rød", Around { further: Some("gul"), before: Some(by), after: None });
        assert!(joined("og") > joined("er"));
    }

    #[test]
    fn every_word_of_the_table_is_in_the_lexicon() {
        use crate::lexicon::Lexicon;
        assert!(TABLE.len() > 30);
        for word in TABLE.keys() {
            assert!(Lexicon.contains(word), "{word}");
        }
    }
}
