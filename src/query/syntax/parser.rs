//! Tokens → query tree.

use std::iter::Peekable;

use super::tokens::Token;
use super::{DEEPEST, MOST_WORDS, Query, Remark};

type Tokens = Peekable<std::vec::IntoIter<Token>>;

/// Reads tokens, and remembers unreadable parts.
#[derive(Default)]
pub(super) struct Parser {
    pub remarks: Vec<Remark>,
    words: usize,
}

impl Parser {
    pub(super) fn remark(&mut self, remark: Remark) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// Alternatives up to a closing parenthesis or the end.
    pub(super) fn any(&mut self, tokens: &mut Tokens, depth: usize) -> Query {
        let mut alternatives = vec![self.all(tokens, depth)];
        while tokens.next_if_eq(&Token::Or).is_some() {
            alternatives.push(self.all(tokens, depth));
        }
        if alternatives.len() > 1 && alternatives.contains(&Query::Everything) {
            self.remark(Remark::LoneOr);
        }
        Query::any(alternatives)
    }

    /// Reads adjacent parts as a conjunction.
    fn all(&mut self, tokens: &mut Tokens, depth: usize) -> Query {
        let mut parts = Vec::new();
        while let Some(token) = tokens.peek() {
            match token {
                Token::Or => break,
                Token::Close if depth > 0 => break,
                Token::Close => {
                    tokens.next();
                    self.remark(Remark::LoneParenthesis);
                }
                _ => parts.push(self.one(tokens, depth)),
            }
        }
        Query::all(parts)
    }

    /// Reads one word, phrase or group with its signs before it.
    fn one(&mut self, tokens: &mut Tokens, depth: usize) -> Query {
        match tokens.next() {
            Some(Token::Minus) => self.operand(tokens, depth).not(),
            Some(Token::Field(field)) => self.operand(tokens, depth).within(field),
            Some(Token::Open) => self.group(tokens, depth),
            Some(Token::Word(word)) => self.counted(Query::Word(word)),
            Some(Token::Prefix(word)) => self.counted(Query::Prefix(word)),
            Some(Token::Phrase(words, slop)) => self.counted(Query::Phrase { words, slop }),
            Some(Token::Or | Token::Close) | None => Query::Everything,
        }
    }

    /// Reads the operand of a `-` or of a field's name.
    fn operand(&mut self, tokens: &mut Tokens, depth: usize) -> Query {
        let missing = matches!(tokens.peek(), None | Some(Token::Or | Token::Close));
        if missing || depth >= DEEPEST {
            self.remark(Remark::NothingBehind);
            return Query::Everything;
        }
        self.one(tokens, depth + 1)
    }

    fn group(&mut self, tokens: &mut Tokens, depth: usize) -> Query {
        if depth >= DEEPEST {
            self.remark(Remark::TooDeep);
            return Query::Everything;
        }
        let group = self.any(tokens, depth + 1);
        if tokens.next_if_eq(&Token::Close).is_none() {
            self.remark(Remark::OpenParenthesis);
        }
        group
    }

    fn counted(&mut self, query: Query) -> Query {
        self.words += 1;
        if self.words <= MOST_WORDS {
            return query;
        }
        self.remark(Remark::TooManyWords);
        Query::Everything
    }
}
