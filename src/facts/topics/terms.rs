//! Finds many terms at once in a list of words.
//!
//! Each distinct word is looked up by its key, its prefixes and its suffixes. So the cost does not depend on the number
//! of terms.

use std::collections::HashMap;

use super::words::{key, words};

/// A term of the rules: one or several consecutive words.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// An index supplied by the caller, for identifying the topic.
    pub owner: usize,
    pub weight: f32,
    patterns: Vec<WordPattern>,
}

/// A pattern for one word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum WordPattern {
    /// Any inflection of the word with this key.
    Word(String),
    /// `herberg*`
    Start(String),
    /// `*plads`: by key.
    End(String),
    /// `*bolig*`
    Inside(String),
}

impl Term {
    /// Parses a term in the notation of the rules. `None` without words, or with a `*` inside a word.
    pub(crate) fn new(written: &str, owner: usize, weight: f32, key: impl Fn(&str) -> String) -> Option<Self> {
        let written = written.to_lowercase();
        let patterns = written.split_whitespace().flat_map(|word| {
            let (open_start, open_end) = (word.starts_with('*'), word.ends_with('*'));
            let bare = word.trim_matches('*').to_owned();
            let pieces: Vec<String> =
                if bare.contains('*') { Vec::new() } else { words(&bare).map(str::to_owned).collect() };
            let last = pieces.len().saturating_sub(1);
            let pattern = |(n, piece): (usize, String)| match (open_start && n == 0, open_end && n == last) {
                (false, false) => WordPattern::Word(key(&piece)),
                (false, true) => WordPattern::Start(piece),
                (true, false) => WordPattern::End(key(&piece)),
                (true, true) => WordPattern::Inside(piece),
            };
            pieces.into_iter().enumerate().map(pattern).collect::<Vec<_>>()
        });
        let patterns: Vec<WordPattern> = patterns.collect();
        let stars = written.split_whitespace().all(|w| !w.trim_matches('*').contains('*'));
        (stars && !patterns.is_empty()).then_some(Self { owner, weight, patterns })
    }
}

/// An occurrence of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// Index of the term, for [`Terms::get`].
    pub term: usize,
    /// The first word's position and the number of words.
    pub at: usize,
    pub len: usize,
}

/// Terms compiled for searching.
#[derive(Debug)]
pub(super) struct Terms {
    list: Vec<Term>,
    /// Terms by the index of their first pattern.
    by_first: HashMap<usize, Vec<usize>>,
    /// The patterns of each term, as indices.
    patterns: Vec<Vec<usize>>,
    exact: HashMap<String, usize>,
    start: HashMap<String, usize>,
    end: HashMap<String, usize>,
    inside: HashMap<String, usize>,
    /// Bytes of the longest pattern. Limits the look-ups for huge words: damaged documents have words of a million
    /// bytes.
    longest: usize,
}

impl Terms {
    pub(crate) fn new(list: Vec<Term>) -> Self {
        let mut all = Self {
            list: Vec::new(),
            by_first: HashMap::new(),
            patterns: Vec::new(),
            exact: HashMap::new(),
            start: HashMap::new(),
            end: HashMap::new(),
            inside: HashMap::new(),
            longest: 0,
        };
        let mut count = 0;
        for (n, term) in list.iter().enumerate() {
            let patterns: Vec<usize> = term.patterns.iter().map(|p| all.number(p, &mut count)).collect();
            all.by_first.entry(patterns[0]).or_default().push(n);
            all.patterns.push(patterns);
        }
        all.list = list;
        all
    }

    fn number(&mut self, pattern: &WordPattern, count: &mut usize) -> usize {
        let (map, text) = match pattern {
            WordPattern::Word(text) => (&mut self.exact, text),
            WordPattern::Start(text) => (&mut self.start, text),
            WordPattern::End(text) => (&mut self.end, text),
            WordPattern::Inside(text) => (&mut self.inside, text),
        };
        self.longest = self.longest.max(text.len());
        *map.entry(text.clone()).or_insert_with(|| {
            *count += 1;
            *count - 1
        })
    }

    /// The term of a [`Match`].
    pub(crate) fn get(&self, term: usize) -> &Term {
        &self.list[term]
    }

    /// Every occurrence of a term, by position.
    pub(crate) fn find(&self, words: &[&str]) -> Vec<Match> {
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        for word in &lower {
            if !known.contains_key(word) {
                known.insert(word.clone(), self.patterns_met_by(word));
            }
        }
        let met: Vec<&[usize]> = lower.iter().map(|w| known[w].as_slice()).collect();
        let mut found = Vec::new();
        for (at, firsts) in met.iter().enumerate() {
            let terms = firsts.iter().filter_map(|p| self.by_first.get(p)).flatten();
            found.extend(terms.filter_map(|&term| {
                let patterns = &self.patterns[term];
                let here = met.get(at..at + patterns.len())?;
                let whole = patterns.iter().zip(here).all(|(p, met)| met.contains(p));
                whole.then_some(Match { term, at, len: patterns.len() })
            }));
        }
        found
    }

    /// The patterns matching a word (in lower case).
    fn patterns_met_by(&self, word: &str) -> Vec<usize> {
        let key = key(word);
        let mut met: Vec<usize> = self.exact.get(&key).copied().into_iter().collect();
        met.extend(self.beginnings(word).filter_map(|pattern| self.start.get(pattern)));
        let ends = key.char_indices().rev().map(|(from, _)| &key[from..]).take_while(|end| end.len() <= self.longest);
        met.extend(ends.filter_map(|pattern| self.end.get(pattern)));
        if !self.inside.is_empty() {
            let pieces = word.char_indices().flat_map(|(from, _)| self.beginnings(&word[from..]));
            met.extend(pieces.filter_map(|pattern| self.inside.get(pattern)));
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    /// The prefixes of a text up to the length of the longest pattern.
    fn beginnings<'w>(&self, of: &'w str) -> impl Iterator<Item = &'w str> {
        let longest = self.longest;
        of.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(move |end| *end <= longest).map(|end| &of[..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(term: &str, text: &str) -> bool {
        let terms = Terms::new(vec![Term::new(term, 0, 1.0, key).unwrap()]);
        !terms.find(&words(text).collect::<Vec<_>>()).is_empty()
    }

    #[test]
    fn word_without_end_costs_no_more_than_its_length() {
        let endless = "æble".repeat(200_000);
        assert!(found("*lodsejer*", &format!("{endless}lodsejerlav{endless}")));
        assert!(!found("*plads", &endless));
    }

    #[test]
    fn star_opens_a_word_on_its_side() {
        assert!(found("herberg*", "Kapacitetsstyring af herbergsområdet"));
        assert!(!found("herberg", "Kapacitetsstyring af herbergsområdet"));
        assert!(found("*plads", "de nye botilbudspladser"));
        assert!(!found("*plads", "en pladsgaranti"));
        assert!(found("*bolig*", "ungdomsboligerne"));
    }

    #[test]
    fn term_of_several_words_needs_them_in_a_row() {
        assert!(found("§ 110", "efter servicelovens §§ 110 og 107"));
        assert!(found("skæv bolig", "fem skæve boliger"));
        assert!(!found("skæv bolig", "skæve og andre boliger"));
    }

    #[test]
    fn star_inside_a_word_is_no_term() {
        assert!(Term::new("her*berg", 0, 1.0, key).is_none());
        assert!(Term::new(" * ", 0, 1.0, key).is_none());
    }
}
