//! What the pages say, in Danish and English.
//!
//! The words are data: `words/da.toml` and `words/en.toml` with the same keys, checked when they are first read and by a test.

use std::sync::LazyLock;

use serde::Deserialize;

/// A language that pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    Danish,
    English,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Danish, Self::English];

    /// As in `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::English => "en",
        }
    }

    /// Its words.
    pub fn words(self) -> &'static Words {
        match self {
            Self::Danish => &DANISH,
            Self::English => &ENGLISH,
        }
    }
}

static DANISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("words/da.toml")));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("words/en.toml")));

fn read(text: &str) -> Words {
    toml::from_str(text).expect("the words of a language have every key once")
}

/// Everything that pages say by themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub title: String,
    pub skip_to_content: String,
    pub search: String,
    pub search_label: String,
    pub hits: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        for language in Language::ALL {
            assert!(!language.words().search.is_empty(), "{}", language.code());
        }
    }
}
