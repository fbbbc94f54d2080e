//! Words, signs and phrases of a query.

use super::{Field, Remark};

/// The widest `~` of a phrase: wider ones match as loosely as separate words.
const WIDEST: u32 = 50;
/// Operators, in capitals: in small letters they are words.
pub(super) const OPERATORS: [&str; 6] = ["OR", "ELLER", "AND", "OG", "NOT", "IKKE"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Prefix(String),
    Phrase(String, u32),
    Field(Field),
    Minus,
    Or,
    Open,
    Close,
}

/// Words, signs and phrases of a query.
pub(super) fn tokens(text: &str, remarks: &mut Vec<Remark>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '(' | ')' => {
                tokens.push(if first == '(' { Token::Open } else { Token::Close });
                &rest[1..]
            }
            '"' | '“' | '”' | '„' | '»' | '«' => phrase(&rest[first.len_utf8()..], &mut tokens, remarks),
            '-' if rest[1..].starts_with(|c: char| !c.is_whitespace() && c != ')' && c != '-') => {
                tokens.push(Token::Minus);
                &rest[1..]
            }
            _ if begins_word(first) => word(rest, &mut tokens, remarks),
            '*' if rest.trim_start_matches('*').starts_with(begins_word) => starred(rest, &mut tokens, remarks),
            _ => &rest[first.len_utf8()..],
        };
        rest = rest.trim_start();
    }
    tokens
}

fn begins_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '§' | '@' | '&')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '»' | '«')
}

/// Reads a phrase after its opening mark; returns the rest.
fn phrase<'a>(rest: &'a str, tokens: &mut Vec<Token>, remarks: &mut Vec<Remark>) -> &'a str {
    let end = rest.find(is_quote);
    if end.is_none() {
        remarks.push(Remark::OpenQuote);
    }
    let words = rest[..end.unwrap_or(rest.len())].split_whitespace().collect::<Vec<_>>().join(" ");
    let after = end.map_or("", |e| rest[e..].strip_prefix(is_quote).unwrap_or(""));
    let digits = after.strip_prefix('~').map_or("", |a| &a[..a.find(|c: char| !c.is_ascii_digit()).unwrap_or(a.len())]);
    let slop = digits.parse().map_or(0, |n: u32| n.min(WIDEST));
    if words.chars().any(char::is_alphanumeric) {
        tokens.push(Token::Phrase(words, slop));
    }
    match digits.is_empty() {
        true => after.strip_prefix('~').unwrap_or(after),
        false => &after[1 + digits.len()..],
    }
}

/// Reads a word, a field's name or an operator; returns the rest.
fn word<'a>(rest: &'a str, tokens: &mut Vec<Token>, remarks: &mut Vec<Remark>) -> &'a str {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c)).unwrap_or(rest.len());
    let (typed, after) = rest.split_at(end);
    if let Some((name, _)) = typed.split_once(':')
        && let Some(field) = Field::from_name(name)
    {
        tokens.push(Token::Field(field));
        return &rest[name.len() + 1..];
    }
    match typed {
        "OR" | "ELLER" => tokens.push(Token::Or),
        "AND" | "OG" => {}
        "NOT" | "IKKE" => tokens.push(Token::Minus),
        "§" | "§§" => return paragraph(typed, after, tokens),
        _ => tokens.extend(plain(typed, remarks)),
    }
    after
}

/// Reads a word with a star before it as the word alone; returns the rest.
fn starred<'a>(rest: &'a str, tokens: &mut Vec<Token>, remarks: &mut Vec<Remark>) -> &'a str {
    let bare = rest.trim_start_matches('*');
    let (known, remarked) = (tokens.len(), remarks.len());
    let after = word(bare, tokens, remarks);
    let typed = rest[..rest.len() - after.len()].trim_end().to_owned();
    let read = match &tokens[known..] {
        [Token::Word(read)] => read.clone(),
        [Token::Prefix(read)] => format!("{read}*"),
        _ => bare[..bare.len() - after.len()].trim_end().to_owned(),
    };
    remarks.truncate(remarked);
    remarks.push(Remark::SignElsewhere { typed, read });
    after
}

/// Reads `§ 110` as one word.
fn paragraph<'a>(sign: &str, after: &'a str, tokens: &mut Vec<Token>) -> &'a str {
    let number = after.trim_start();
    let end = number.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '*' | ':') || is_quote(c));
    let (number, rest) = number.split_at(end.unwrap_or(number.len()));
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        let number = number.trim_end_matches(|c: char| !c.is_alphanumeric());
        tokens.push(Token::Word(format!("{sign} {number}")));
        return rest;
    }
    after
}

/// A word or the beginning of words. `None` where there is neither letter nor digit.
fn plain(typed: &str, remarks: &mut Vec<Remark>) -> Option<Token> {
    let (before, star) = match typed.split_once('*') {
        Some((before, after)) => {
            if after.chars().any(char::is_alphanumeric) {
                remarks.push(Remark::SignElsewhere { typed: typed.to_owned(), read: format!("{before}*") });
            }
            (before, true)
        }
        None => (typed, false),
    };
    let word = before.trim_matches(|c: char| !begins_word(c));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let word = match word.split_once('~') {
        Some((bare, edits)) if bare.chars().any(char::is_alphanumeric) && is_number(edits) => {
            let bare = bare.trim_matches(|c: char| !begins_word(c));
            remarks.push(Remark::SignElsewhere { typed: typed.to_owned(), read: bare.to_owned() });
            bare
        }
        _ => word,
    };
    if !word.chars().any(char::is_alphanumeric) {
        return None;
    }
    // An operator with a sign is a word.
    let word = if OPERATORS.contains(&word) { word.to_lowercase() } else { word.to_owned() };
    Some(if star { Token::Prefix(word) } else { Token::Word(word) })
}
