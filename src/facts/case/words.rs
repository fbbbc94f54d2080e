//! Extracts the naming words of a text.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::facts::topics::words::{key, words};
use crate::lexicon::Lexicon;

/// A span of years, `2023-24` or `2023/2024`. All spellings count as one name.
static YEARS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)\b").expect("a pattern of our own"));

/// Words cheaper than this, in nats, are function words: *og*, *til*, *skal*. At 6.9 nats a word makes up a thousandth
/// of running text.
const FUNCTION_WORD: f32 = 6.9;

/// The naming words in order, by key. A span of years counts as one word.
pub(crate) fn content_keys(text: &str) -> impl Iterator<Item = String> {
    let text = one_name_for_years(text).to_lowercase();
    let found: Vec<String> = words(&text).filter(|w| !function_word(w)).map(key).collect();
    found.into_iter()
}

/// True for a function word (in lower case).
fn function_word(word: &str) -> bool {
    let short = word.chars().count() < 2 && !word.starts_with('§');
    short || Lexicon.entry(word).is_some_and(|e| e.cost < FUNCTION_WORD)
}

/// The first span of years: byte range, first year, and last two digits of the last year.
pub(crate) fn years(text: &str) -> Option<(std::ops::Range<usize>, &str, &str)> {
    let found = YEARS.captures(text)?;
    let named = |n| found.get(n).map(|m| m.as_str());
    Some((found.get(0)?.range(), named(1)?, named(2)?))
}

pub(super) fn one_name_for_years(text: &str) -> Cow<'_, str> {
    YEARS.replace_all(text, "${1}til${2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn span_of_years_is_one_word() {
        let of = |text| content_keys(text).collect::<Vec<_>>();
        assert_eq!(of("Rammeaftale 2023-24"), of("rammeaftalen 2023/2024"));
        assert_ne!(of("Rammeaftale 2023-24"), of("Rammeaftale 2025-26"));
        assert_eq!(years("fra 2023–2024"), Some((4..15, "2023", "24")));
    }

    #[test]
    fn function_words_do_not_count() {
        assert_eq!(content_keys("og det skal de til").count(), 0);
        assert_eq!(content_keys("Lukning af Kollegiet").count(), 2);
    }
}
