//! Splits text into words and reduces them to the keys used in rules.

use std::borrow::Cow;

use crate::lexicon::Lexicon;

/// Minimum letters of the last part of an unlisted compound, and of the part before it. Shorter strings are often
/// endings.
const HEAD: usize = 4;
const BEFORE_HEAD: usize = 3;
/// Maximum bytes of a word to split. Longer runs of letters are damage, and splitting them costs time.
const LONGEST: usize = 100;
/// Minimum bytes of a headword tested for being an inflection as well. The dictionary lists some long inflections as
/// headwords; short headwords are safe.
const LISTED_FORM: usize = 9;

/// Endings of nouns and adjectives, longest first. Removed from words unknown to the dictionary.
const ENDINGS: [&str; 14] =
    ["ernes", "erne", "enes", "eres", "ens", "ets", "ers", "ene", "er", "en", "et", "es", "s", "e"];

/// The words of a text in order: runs of letters and digits, and paragraph signs (`§§` equals `§`).
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '§')
        .filter(|w| !w.is_empty())
        .map(|w| if w.starts_with('§') { "§" } else { w })
}

/// A key shared by all inflections of a word: its headword from the dictionary, else the headword of a compound's last
/// part, else a stem. `word` is in lower case.
pub(crate) fn key(word: &str) -> String {
    match Lexicon.lemma(word) {
        Some(lemma) if lemma != word || word.len() < LISTED_FORM => lemma.into_owned(),
        _ => compound_key(word).unwrap_or_else(|| stem(word).to_owned()),
    }
}

/// True if a word (in lower case) ends in a dictionary word with something before it.
pub(crate) fn is_compound(word: &str) -> bool {
    compound_key(word).is_some()
}

fn compound_key(word: &str) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let last = starts.len().checked_sub(HEAD)?;
    let heads = starts.get(BEFORE_HEAD..=last)?;
    heads.iter().find_map(|&at| Some([&word[..at], &*head_key(&word[at..])?].concat()))
}

/// The headword. Some forms are listed as their own headwords; if undoubling the stem's last consonant gives a word, it
/// is used instead: *buddene* belongs to *bud*.
fn head_key(head: &str) -> Option<Cow<'_, str>> {
    let lemma = Lexicon.lemma(head)?;
    let undoubled = || {
        let stem = ENDINGS.iter().find_map(|e| head.strip_suffix(e))?;
        let last = stem.chars().next_back().filter(|c| c.is_alphabetic())?;
        let once = stem.strip_suffix(last).filter(|s| s.ends_with(last))?;
        Lexicon.lemma(once).filter(|lemma| lemma == once)
    };
    Some(if lemma == head { undoubled().unwrap_or(lemma) } else { lemma })
}

fn stem(word: &str) -> &str {
    let long_enough = |s: &&str| s.chars().count() >= HEAD;
    ENDINGS.iter().find_map(|e| word.strip_suffix(e).filter(long_enough)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_share_a_key() {
        for (form, base) in [
            ("pladserne", "plads"),
            ("herbergsområdets", "herbergsområde"),
            ("botilbuddene", "botilbud"),
            ("kofoedsmindes", "kofoedsminde"),
            ("ungementorordningen", "ungementorordning"),
        ] {
            assert_eq!(key(form), key(base), "{form}");
        }
    }

    #[test]
    fn word_without_end_is_not_split() {
        let endless = "herberg".repeat(100_000);
        assert_eq!(key(&endless), endless);
    }

    #[test]
    fn paragraphs_are_words() {
        assert_eq!(words("efter §§ 107-108, stk. 2").collect::<Vec<_>>(), ["efter", "§", "107", "108", "stk", "2"]);
    }
}
