//! English words of the field → the Danish words for them, so that a question in English finds minutes in Danish.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::Lexicon;

static ENGLISH: LazyLock<English> =
    LazyLock::new(|| toml::from_str(include_str!("data/english.toml")).expect("english.toml is a table of words"));

#[derive(Debug, Deserialize)]
struct English {
    stop_words: HashSet<String>,
    words: HashMap<String, Vec<String>>,
}

/// The Danish words for an English one, or for two adjacent ones; in lower case, in the singular or the plural.
pub(super) fn danish(english: &str) -> Option<&'static [String]> {
    let of = |word: &str| ENGLISH.words.get(word).map(Vec::as_slice);
    let singular = || of(english.strip_suffix('s')?).or_else(|| of(english.strip_suffix("es")?));
    of(english).or_else(singular).or_else(|| of(&[english.strip_suffix("ies")?, "y"].concat()))
}

/// True for an English word without a Danish headword: its user asks in English.
pub(super) fn is_english(lower: &str) -> bool {
    danish(lower).is_some() && Lexicon.headwords(lower).is_empty()
}

/// True for an English function word.
pub(super) fn is_stop_word(word: &str) -> bool {
    ENGLISH.stop_words.contains(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_is_found_in_the_singular_and_in_the_plural() {
        for (english, first) in [
            ("homeless", "hjemløs"),
            ("shelters", "herberg"),
            ("libraries", "bibliotek"),
            ("waiting lists", "venteliste"),
        ] {
            assert_eq!(danish(english).map(|d| d[0].as_str()), Some(first), "{english}");
        }
        assert_eq!(danish("herberg"), None);
    }

    #[test]
    fn only_a_word_that_is_not_danish_too_makes_a_question_english() {
        assert!(is_english("homeless") && !is_english("budget") && !is_english("takst"));
    }

    #[test]
    fn every_danish_word_is_one() {
        let unknown = |word: &&String| !word.contains(' ') && Lexicon.entry(&word.to_lowercase()).is_none();
        let compound = |word: &&String| crate::engine::analysis::Analyzer::default().parts(word).is_empty();
        let missing: Vec<&String> = ENGLISH.words.values().flatten().filter(unknown).filter(compound).collect();
        // No dictionary lists abbreviations of the field and covid-19.
        assert!(missing.iter().all(|word| !word.chars().all(char::is_lowercase)), "{missing:?}");
    }
}
