//! The chain as a tokenizer of the engine.

use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{Analyzer, Level, Terms, Word, words};
use crate::lexicon::Vocabulary;
use crate::model::Repair;

/// Separates a text from the scanned words behind it (U+001F, *unit separator*).
const READINGS: char = '\u{1f}';

/// The text of a field, followed by the scan's readings of its repaired words.
///
/// The engine's tokenizer sees a string only, so the readings travel in it: after U+001F, each as the number of its
/// word and the reading, ended by another U+001F. Words keep their places, so the plain text gives the same positions.
pub fn with_scanned_words(text: &str, repairs: &[Repair]) -> String {
    let mut encoded: String = text.replace(READINGS, " ");
    if repairs.is_empty() {
        return encoded;
    }
    for (n, word) in words(text).iter().enumerate() {
        let touching = || repairs.iter().filter(|r| r.at.start < word.at.end && word.at.start < r.at.end);
        let scanned = |pick: fn(&Repair) -> Option<&str>| {
            let mut reading = String::new();
            let mut from = word.at.start;
            for repair in touching() {
                let (start, end) = (repair.at.start.max(word.at.start), repair.at.end.min(word.at.end));
                reading.push_str(text.get(from..start.max(from))?);
                reading.push_str(pick(repair)?);
                from = end;
            }
            reading.push_str(text.get(from..word.at.end)?);
            Some(reading)
        };
        if touching().next().is_none() {
            continue;
        }
        let readings = [scanned(|r| Some(r.original.as_str())), scanned(|r| r.second.as_deref())];
        for reading in readings.into_iter().flatten().filter(|r| !r.contains([' ', READINGS])) {
            encoded.push_str(&format!("{READINGS}{n} {}", reading.to_lowercase()));
        }
    }
    encoded
}

/// The scanned words behind a text, each with the number of its repaired word.
type ScannedWords<'a> = Peekable<std::vec::IntoIter<(usize, &'a str)>>;

/// The text and the readings behind it.
fn split_scanned_words(encoded: &str) -> (&str, ScannedWords<'_>) {
    let mut pieces = encoded.split(READINGS);
    let text = pieces.next().unwrap_or("");
    let readings = pieces.filter_map(|p| p.split_once(' ')).filter_map(|(n, r)| Some((n.parse().ok()?, r)));
    (text, readings.collect::<Vec<_>>().into_iter().peekable())
}

/// Calls `each` with every term of a text, its position and the bytes of its word.
pub fn for_each_term(text: &str, mut each: impl FnMut(&str, u32, Range<usize>)) {
    let mut danish = Danish::default();
    let mut tokens = danish.token_stream(text);
    while tokens.advance() {
        let token = tokens.token();
        let position = u32::try_from(token.position).unwrap_or(u32::MAX);
        each(&token.text, position, token.offset_from..token.offset_to);
    }
}

/// Danish words with all their forms.
#[derive(Clone, Default)]
pub struct Danish {
    analyzer: Analyzer,
}

impl Danish {
    /// A tokenizer with the words of an archive, to split compounds into them too.
    pub fn with(vocabulary: Option<Arc<Vocabulary>>) -> Self {
        Self { analyzer: Analyzer::with(vocabulary) }
    }
}

impl Tokenizer for Danish {
    type TokenStream<'a> = DanishStream<'a>;

    fn token_stream<'a>(&'a mut self, encoded: &'a str) -> DanishStream<'a> {
        let (text, readings) = split_scanned_words(encoded);
        DanishStream {
            words: words(text).into_iter().enumerate(),
            text,
            readings,
            analyzer: &mut self.analyzer,
            forms: Terms::none(),
            next: 0,
            more: Vec::new(),
            token: Token::default(),
        }
    }
}

/// The terms of a text, those of one word after another.
pub struct DanishStream<'a> {
    text: &'a str,
    words: std::iter::Enumerate<std::vec::IntoIter<Word>>,
    readings: ScannedWords<'a>,
    analyzer: &'a mut Analyzer,
    /// The terms of the current word, and the place of the next one.
    forms: Terms,
    next: usize,
    /// Terms of its other spellings, given out after them, last first.
    more: Vec<String>,
    token: Token,
}

impl DanishStream<'_> {
    /// Takes up the next word. False at the end.
    fn next_word(&mut self) -> bool {
        let Some((n, word)) = self.words.next() else { return false };
        self.forms = self.analyzer.terms(&self.text[word.at.clone()]);
        self.next = 0;
        for other in &word.also {
            self.add_spelling(other);
        }
        if let Some(lender) = &word.lends {
            let lender = self.text[lender.clone()].to_lowercase();
            if let Some(last) = self.analyzer.last_part(&lender).map(str::to_owned) {
                let whole = self.text[word.at.clone()].to_lowercase() + &last;
                self.add_spelling(&whole);
            }
        }
        while let Some((_, reading)) = self.readings.next_if(|(of, _)| *of <= n) {
            self.more.push(Level::Exact.term(reading));
        }
        self.token.position = word.position as usize;
        self.token.position_length = 1;
        self.token.offset_from = word.at.start;
        self.token.offset_to = word.at.end;
        true
    }

    /// Adds a spelling: all forms of a word, a number as it is.
    fn add_spelling(&mut self, spelling: &str) {
        if spelling.contains(|c: char| c.is_numeric()) {
            self.more.push(Level::Exact.term(spelling));
        } else {
            self.more.extend(self.analyzer.terms(spelling).iter().map(str::to_owned));
        }
    }
}

impl TokenStream for DanishStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some((term, next)) = self.forms.at(self.next) {
                self.next = next;
                self.token.text.clear();
                self.token.text.push_str(term);
                return true;
            }
            if let Some(term) = self.more.pop() {
                if self.forms.iter().any(|form| form == term) {
                    continue;
                }
                self.token.text = term;
                return true;
            }
            if !self.next_word() {
                return false;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::RepairKind;

    /// Every term with its position.
    fn tokens(encoded: &str) -> Vec<(usize, String)> {
        let mut danish = Danish::default();
        let mut stream = danish.token_stream(encoded);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position, stream.token().text.clone()));
        }
        found
    }

    fn has(found: &[(usize, String)], position: usize, term: &str) -> bool {
        found.iter().any(|(p, t)| *p == position && t == term)
    }

    #[test]
    fn scan_reading_stands_where_the_repaired_word_stands() {
        let repair = Repair {
            at: 5..7,
            original: "g".into(),
            kind: RepairKind::Letters,
            confidence: 0.9,
            second: Some("a".into()),
        };
        let found = tokens(&with_scanned_words("til møde nu", &[repair]));
        assert!(has(&found, 1, "=møde") && has(&found, 1, "=mgde") && has(&found, 1, "=made"), "{found:?}");
        assert!(has(&found, 2, "=nu"));
    }

    #[test]
    fn hanging_part_is_found_whole() {
        let found = tokens("børne- og ungeområdet");
        assert!(has(&found, 0, "=børneområdet") && has(&found, 0, "~børneområde"), "{found:?}");
    }

    #[test]
    fn joined_spelling_has_its_parts_too() {
        let found = tokens("psykiatri-pladser");
        assert!(has(&found, 0, "=psykiatripladser") && has(&found, 0, "~psykiatriplads"), "{found:?}");
        assert!(has(&found, 1, "=pladser"));
    }

    proptest! {
        #[test]
        fn offsets_lie_on_whole_characters(text in "\\PC*|[a-zæøåÆØÅ0-9 §./@|-]*") {
            let mut danish = Danish::default();
            let mut stream = danish.token_stream(&text);
            while stream.advance() {
                let token = stream.token();
                prop_assert!(text.get(token.offset_from..token.offset_to).is_some_and(|w| !w.is_empty()));
            }
        }
    }
}
