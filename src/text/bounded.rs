//! Patterns that ask for the boundaries of words, at nearly the price of those that do not.
//!
//! The regex engine's fast automaton gives up at the first letter that is no ASCII where a pattern has a `\b`; in Danish
//! that is every other word, and what steps in takes ten times as long. Without its boundaries a pattern matches in more places,
//! never in fewer. So it is tried without them first, and most texts are done with then.

use regex::{Captures, Regex};

/// A pattern, and the same without boundaries.
pub(crate) struct Bounded {
    exact: Regex,
    loose: Regex,
}

impl Bounded {
    /// A pattern of our own.
    ///
    /// # Panics
    ///
    /// Where it is none.
    pub fn new(pattern: &str) -> Self {
        let compile = |pattern: &str| Regex::new(pattern).expect("a pattern of our own");
        Self { exact: compile(pattern), loose: compile(&pattern.replace(r"\b", "")) }
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.loose.is_match(text) && self.exact.is_match(text)
    }

    pub fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let may_match = self.loose.is_match(text);
        may_match.then(|| self.exact.captures_iter(text)).into_iter().flatten()
    }

    /// The first match from byte `start` on.
    pub fn captures_at<'t>(&self, text: &'t str, start: usize) -> Option<Captures<'t>> {
        self.loose.is_match_at(text, start).then(|| self.exact.captures_at(text, start)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_count_where_the_rest_matches() {
        let pattern = Bounded::new(r"(?i)\bpunkt\b");
        assert!(pattern.is_match("på Punkt 3") && !pattern.is_match("synspunkter på møder"));
        assert_eq!(pattern.captures_iter("punkt og punktum, punkt").count(), 2);
        assert!(pattern.captures_at("punkt på", 1).is_none());
    }
}
