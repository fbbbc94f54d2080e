//! The items of an archive with their words by number, for comparing many of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::classify::words::{key, words};
use crate::index::StoredItem;
use crate::lexicon::Lexicon;
use crate::model::SectionKind;

/// `2023-24`, `2023/2024`: one name for a span of years, however it is written.
static YEARS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)\b").expect("a pattern of our own"));

/// Words cheaper than this many nats hold a sentence together and name nothing: *og*, *til*, *skal*.
const FUNCTION_WORD: f32 = 6.9;

/// Where in an item a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    /// A proposal or a summary.
    Lead,
    Body,
}

impl Place {
    pub const ALL: [Self; 3] = [Self::Title, Self::Lead, Self::Body];
}

/// Gives every distinct word a number, all inflections of a word the same one.
#[derive(Debug, Default)]
pub(super) struct Words {
    by_form: HashMap<String, Option<u32>>,
    by_key: HashMap<String, u32>,
    keys: Vec<String>,
}

impl Words {
    /// The number of a word in lower case; `None` for a function word.
    fn id(&mut self, form: &str) -> Option<u32> {
        if let Some(&known) = self.by_form.get(form) {
            return known;
        }
        let id = names_something(form).then(|| {
            let key = key(form);
            *self.by_key.entry(key.clone()).or_insert_with(|| {
                self.keys.push(key);
                u32::try_from(self.keys.len() - 1).unwrap_or(u32::MAX)
            })
        });
        self.by_form.insert(form.to_owned(), id);
        id
    }

    /// The words of a text that name something, in order.
    pub fn of(&mut self, text: &str) -> Vec<u32> {
        let text = one_name_for_years(text);
        words(&text).filter_map(|w| self.id(&w.to_lowercase())).collect()
    }

    pub fn key(&self, id: u32) -> &str {
        &self.keys[id as usize]
    }

    pub fn keys(&self) -> &[String] {
        &self.keys
    }
}

/// Spans of years become one word.
pub(super) fn one_name_for_years(text: &str) -> Cow<'_, str> {
    YEARS.replace_all(text, "${1}til${2}")
}

fn names_something(form: &str) -> bool {
    let short = form.chars().count() < 2 && !form.starts_with('§');
    !short && Lexicon.entry(form).is_none_or(|e| e.cost >= FUNCTION_WORD)
}

/// The items with their words.
pub(super) struct Archive<'a> {
    pub items: &'a [StoredItem],
    pub words: Words,
    /// For each item, the words of each [`Place`], in order.
    pub texts: Vec<[Vec<u32>; 3]>,
}

impl<'a> Archive<'a> {
    pub fn new(items: &'a [StoredItem]) -> Self {
        let mut words = Words::default();
        let texts: Vec<[Vec<u32>; 3]> =
            items.iter().map(|i| Place::ALL.map(|place| words.of(&text(i, place)))).collect();
        Self { items, words, texts }
    }

    /// How much it says that an item has something that `holders` items have.
    pub fn rarity(&self, holders: usize) -> f32 {
        let all = self.items.len() as f32;
        ((all + 1.0) / (holders as f32 + 0.5)).ln().max(0.0)
    }
}

/// The text of an item that stands in that place.
pub(super) fn text(item: &StoredItem, place: Place) -> String {
    let lead = |k: SectionKind| matches!(k, SectionKind::Proposal | SectionKind::Summary);
    if place == Place::Title {
        return item.item.title.clone();
    }
    let sections = item.item.sections.iter().filter(|s| lead(s.kind) == (place == Place::Lead));
    sections.map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn span_of_years_is_one_word() {
        let mut words = Words::default();
        assert_eq!(words.of("Rammeaftale 2023-24"), words.of("rammeaftalen 2023/2024"));
        assert_ne!(words.of("Rammeaftale 2023-24"), words.of("Rammeaftale 2025-26"));
    }

    #[test]
    fn function_words_do_not_count() {
        let mut words = Words::default();
        assert_eq!(words.of("og det skal de til"), [0; 0]);
        assert_eq!(words.of("Lukning af Kollegiet").len(), 2);
    }
}
