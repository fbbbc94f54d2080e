//! Finds many terms at once in a run of words.
//!
//! Each distinct word of the text is looked up by its key, by its beginnings and by its ends, so that the cost does not
//! depend on how many terms there are.

use std::collections::HashMap;

use super::words::{key, words};

/// One term of the rules: one word or several in a row.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Whom it speaks for; the meaning is the caller's.
    pub owner: usize,
    pub weight: f32,
    parts: Vec<Part>,
}

/// One word of a term.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
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
    /// A term as the rules write it. `None` where it has no word or a `*` in the middle of one.
    pub fn new(written: &str, owner: usize, weight: f32, key: impl Fn(&str) -> String) -> Option<Self> {
        let written = written.to_lowercase();
        let parts = written.split_whitespace().flat_map(|word| {
            let (open_start, open_end) = (word.starts_with('*'), word.ends_with('*'));
            let bare = word.trim_matches('*').to_owned();
            let pieces: Vec<String> =
                if bare.contains('*') { Vec::new() } else { words(&bare).map(str::to_owned).collect() };
            let last = pieces.len().saturating_sub(1);
            let part = |(n, piece): (usize, String)| match (open_start && n == 0, open_end && n == last) {
                (false, false) => Part::Word(key(&piece)),
                (false, true) => Part::Start(piece),
                (true, false) => Part::End(key(&piece)),
                (true, true) => Part::Inside(piece),
            };
            pieces.into_iter().enumerate().map(part).collect::<Vec<_>>()
        });
        let parts: Vec<Part> = parts.collect();
        let stars = written.split_whitespace().all(|w| !w.trim_matches('*').contains('*'));
        (stars && !parts.is_empty()).then_some(Self { owner, weight, parts })
    }
}

/// A place where a term was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// Number of the term, for [`Terms::get`].
    pub term: usize,
    /// The first word and how many there are.
    pub at: usize,
    pub len: usize,
}

/// Terms made ready to be looked for.
#[derive(Debug)]
pub(super) struct Terms {
    list: Vec<Term>,
    /// Which terms begin with a part.
    by_first: HashMap<usize, Vec<usize>>,
    /// The parts of each term, as numbers.
    parts: Vec<Vec<usize>>,
    exact: HashMap<String, usize>,
    start: HashMap<String, usize>,
    end: HashMap<String, usize>,
    inside: HashMap<String, usize>,
    /// Bytes of the longest part. A word of a document may have a million.
    longest: usize,
}

impl Terms {
    pub fn new(list: Vec<Term>) -> Self {
        let mut all = Self {
            list: Vec::new(),
            by_first: HashMap::new(),
            parts: Vec::new(),
            exact: HashMap::new(),
            start: HashMap::new(),
            end: HashMap::new(),
            inside: HashMap::new(),
            longest: 0,
        };
        let mut count = 0;
        for (n, term) in list.iter().enumerate() {
            let parts: Vec<usize> = term.parts.iter().map(|p| all.number(p, &mut count)).collect();
            all.by_first.entry(parts[0]).or_default().push(n);
            all.parts.push(parts);
        }
        all.list = list;
        all
    }

    fn number(&mut self, part: &Part, count: &mut usize) -> usize {
        let (map, text) = match part {
            Part::Word(text) => (&mut self.exact, text),
            Part::Start(text) => (&mut self.start, text),
            Part::End(text) => (&mut self.end, text),
            Part::Inside(text) => (&mut self.inside, text),
        };
        self.longest = self.longest.max(text.len());
        *map.entry(text.clone()).or_insert_with(|| {
            *count += 1;
            *count - 1
        })
    }

    /// The term of a [`Match`].
    pub fn get(&self, term: usize) -> &Term {
        &self.list[term]
    }

    /// Every place where a term stands, by place.
    pub fn find(&self, words: &[&str]) -> Vec<Match> {
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        for word in &lower {
            if !known.contains_key(word) {
                known.insert(word.clone(), self.parts_met_by(word));
            }
        }
        let met: Vec<&[usize]> = lower.iter().map(|w| known[w].as_slice()).collect();
        let mut found = Vec::new();
        for (at, firsts) in met.iter().enumerate() {
            let terms = firsts.iter().filter_map(|p| self.by_first.get(p)).flatten();
            found.extend(terms.filter_map(|&term| {
                let parts = &self.parts[term];
                let here = met.get(at..at + parts.len())?;
                let whole = parts.iter().zip(here).all(|(p, met)| met.contains(p));
                whole.then_some(Match { term, at, len: parts.len() })
            }));
        }
        found
    }

    /// The parts of terms that a word (in lower case) meets.
    fn parts_met_by(&self, word: &str) -> Vec<usize> {
        let key = key(word);
        let mut met: Vec<usize> = self.exact.get(&key).copied().into_iter().collect();
        met.extend(self.beginnings(word).filter_map(|part| self.start.get(part)));
        let ends = key.char_indices().rev().map(|(from, _)| &key[from..]).take_while(|end| end.len() <= self.longest);
        met.extend(ends.filter_map(|part| self.end.get(part)));
        if !self.inside.is_empty() {
            let pieces = word.char_indices().flat_map(|(from, _)| self.beginnings(&word[from..]));
            met.extend(pieces.filter_map(|part| self.inside.get(part)));
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    /// The beginnings of a text that are no longer than the longest part of a term.
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
