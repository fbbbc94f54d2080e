//! Splits a sentence into pieces: words with their senses. A person, a party or a body is one piece.

use std::ops::Range;

use super::words::{Act, Form, Meaning, Sense, lexicon};
use crate::text::MONTHS;

/// One piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// As printed.
    pub text: &'t str,
    /// Byte range in the whole text.
    pub at: Range<usize>,
    /// The word in lower case.
    pub word: String,
    pub kind: Kind,
    /// Within round brackets.
    pub in_brackets: bool,
    /// Within quotation marks.
    pub in_quotes: bool,
    pub capital: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Verb(Act, Form),
    Word(Sense),
    Number(u32),
    Mark(char),
}

impl Piece<'_> {
    pub(crate) fn is(&self, sense: Sense) -> bool {
        self.kind == Kind::Word(sense)
    }

    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(crate) fn act(&self) -> Option<(Act, Form)> {
        match self.kind {
            Kind::Verb(act, form) => Some((act, form)),
            _ => None,
        }
    }

    pub(crate) fn does(&self, act: Act) -> bool {
        self.act().is_some_and(|(a, _)| a == act)
    }

    pub(crate) fn number(&self) -> Option<u32> {
        match self.kind {
            Kind::Number(n) => Some(n),
            _ => None,
        }
    }

    /// A person or a party.
    pub(crate) fn is_voter(&self) -> bool {
        self.is(Sense::Person) || self.is(Sense::Party)
    }

    /// Outside brackets and quotation marks.
    pub(crate) fn is_plain(&self) -> bool {
        !self.in_brackets && !self.in_quotes
    }
}

/// The pieces of the sentence at `at` of `text`.
pub(super) fn pieces<'t>(text: &'t str, at: &Range<usize>) -> Vec<Piece<'t>> {
    let shouted = is_shouted(&text[at.clone()]);
    let mut tokens = tokens(&text[at.clone()], at.start);
    if !shouted {
        tokens.iter_mut().filter(|t| is_short_name_of_body(t)).for_each(|t| t.kind = Kind::Word(Sense::Body));
    }
    expand_abbreviations(&mut tokens);
    tokens = join_parties(text, tokens);
    tokens = join_people(text, tokens, shouted);
    tokens
}

/// A sentence of more words than this is no note such as `Tiltr.`.
const LONGEST_NOTE: usize = 6;

/// `Tiltr.`, `Taget til eftr.`: the first word of a short sentence, or the one behind *til*.
fn expand_abbreviations(tokens: &mut [Piece<'_>]) {
    if tokens.iter().filter(|t| !matches!(t.kind, Kind::Mark(_))).count() > LONGEST_NOTE {
        return;
    }
    for n in 0..tokens.len() {
        let is_short = tokens[n].is(Sense::Other) && tokens.get(n + 1).is_some_and(|t| t.is_mark('.'));
        if !is_short {
            continue;
        }
        if n > 0 && tokens[n - 1].word == "til" && tokens[n].word.starts_with("eft") {
            tokens[n].kind = Kind::Word(Sense::Noting);
        } else if let Some(act) = lexicon().abbreviated(&tokens[n].word).filter(|_| n == 0) {
            tokens[n].kind = Kind::Verb(act, Form::Participle);
        }
    }
}

/// True for a sentence in capitals. Its capitals do not indicate names.
fn is_shouted(sentence: &str) -> bool {
    let letters = sentence.chars().filter(|c| c.is_alphabetic());
    let (all, small) = letters.fold((0, 0), |(n, s), c| (n + 1, s + usize::from(c.is_lowercase())));
    all > 8 && small * 10 < all
}

/// `DASSOS`, `KKR`: at least three capitals, outside brackets, and not a party.
fn is_short_name_of_body(token: &Piece<'_>) -> bool {
    let letters = token.text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2
        && token.is(Sense::Other)
        && token.is_plain()
        && token.text.chars().all(char::is_uppercase)
        && !lexicon().is_party_letters(&token.word)
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '´')
}

fn tokens(sentence: &str, offset: usize) -> Vec<Piece<'_>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    let (mut depth, mut quoted) = (0usize, false);
    let mut chars = sentence.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        if !is_word_char(c) {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                '”' | '"' | '“' | '„' | '»' | '«' => quoted = !quoted,
                _ => {}
            }
            // A full stop between initials is dropped. All dashes count as separators.
            if matches!(c, ',' | ';' | ':' | '(' | ')' | '-' | '–' | '—' | '/' | '%' | '.') {
                let mark = if matches!(c, '–' | '—') { '-' } else { c };
                let end = start + c.len_utf8();
                out.push(Piece {
                    text: &sentence[start..end],
                    at: start + offset..end + offset,
                    word: String::new(),
                    kind: Kind::Mark(mark),
                    in_brackets: depth > 0 || c == ')',
                    in_quotes: quoted,
                    capital: false,
                });
            }
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut genitive = 0;
        while let Some((at, next)) = chars.peek().copied() {
            let rest = &sentence[at + next.len_utf8()..];
            // `Social-` and `Rød-Grønne` are one word; `11-8` are two numbers.
            let hyphen = matches!(next, '-' | '‑')
                && !sentence[start..at].chars().all(|c| c.is_ascii_digit())
                && rest.starts_with(|c: char| c.is_alphabetic());
            let stop = next == '.'
                && sentence[start..at].ends_with(|c: char| c.is_ascii_digit())
                && rest.starts_with(|c: char| c.is_ascii_digit());
            if !(is_word_char(next) || hyphen || stop) {
                break;
            }
            // `Å's stemme`: the letter of a party in the genitive.
            if matches!(next, '\'' | '’' | '´') && rest.starts_with('s') && is_letters_of_party(&sentence[start..at])
            {
                genitive = at + next.len_utf8() + 1;
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        while chars.peek().is_some_and(|(at, _)| *at < genitive) {
            chars.next();
        }
        let text = &sentence[start..end];
        let word = text.to_lowercase();
        let kind = match lexicon().number(&word) {
            Some(n) if text.starts_with(|c: char| c.is_ascii_digit()) => Kind::Number(n),
            _ => match lexicon().meaning(&word) {
                Meaning::Verb(act, form) => Kind::Verb(act, form),
                Meaning::Noun(sense) => Kind::Word(sense),
            },
        };
        let capital = text.starts_with(char::is_uppercase);
        let at = start + offset..end + offset;
        out.push(Piece { text, at, word, kind, in_brackets: depth > 0, in_quotes: quoted, capital });
    }
    out
}

fn is_letters_of_party(word: &str) -> bool {
    word.chars().count() <= 3 && word.chars().all(char::is_uppercase)
}

/// Joins `from..to` into one piece.
fn joined<'t>(text: &'t str, pieces: &[Piece<'t>], sense: Sense) -> Piece<'t> {
    let (first, last) = (&pieces[0], &pieces[pieces.len() - 1]);
    let at = first.at.start..last.at.end;
    let printed = &text[at.clone()];
    Piece { text: printed, at, word: printed.to_lowercase(), kind: Kind::Word(sense), ..first.clone() }
}

/// Joins the words of parties: names, letters, `gruppe F`, `Venstres byrådsgruppe`.
fn join_parties<'t>(text: &'t str, tokens: Vec<Piece<'t>>) -> Vec<Piece<'t>> {
    let mut out: Vec<Piece<'t>> = Vec::with_capacity(tokens.len());
    let mut n = 0;
    while n < tokens.len() {
        let capital_within = |len: usize| tokens[n..n + len].iter().any(|t| t.capital);
        if let Some(len) = party_length(&tokens[n..]).filter(|len| capital_within(*len)) {
            let group = tokens.get(n + len).is_some_and(|t| is_group_word(&t.word));
            let len = len + usize::from(group);
            out.push(joined(text, &tokens[n..n + len], Sense::Party));
            n += len;
            continue;
        }
        // `Liste K`
        let list = tokens[n].word == "liste"
            && tokens[n].capital
            && tokens.get(n + 1).is_some_and(|t| t.capital && t.text.chars().count() <= 2);
        if list {
            out.push(joined(text, &tokens[n..n + 2], Sense::Party));
            n += 2;
            continue;
        }
        let token = &tokens[n];
        if is_party_token(&tokens, n) {
            out.push(Piece { kind: Kind::Word(Sense::Party), ..token.clone() });
        } else {
            out.push(token.clone());
        }
        n += 1;
    }
    out
}

/// How many tokens the name of a party takes. A dash or hyphen in it parts its words as a blank does:
/// `Enhedslisten - De Rød-Grønne`.
fn party_length(tokens: &[Piece<'_>]) -> Option<usize> {
    if matches!(tokens.first()?.kind, Kind::Mark(_)) {
        return None;
    }
    let named = tokens
        .iter()
        .enumerate()
        .take(MOST_TOKENS)
        .take_while(|(_, t)| !matches!(t.kind, Kind::Mark(_)) || t.is_mark('-'));
    let words: Vec<(usize, &str)> =
        named.filter(|(_, t)| !t.is_mark('-')).flat_map(|(n, t)| t.word.split('-').map(move |w| (n, w))).collect();
    let plain: Vec<&str> = words.iter().map(|(_, w)| *w).collect();
    let len = lexicon().party(&plain)?;
    Some(words[len - 1].0 + 1)
}

/// The longest name of a party, with a dash in it.
const MOST_TOKENS: usize = 6;

fn is_group_word(word: &str) -> bool {
    word.starts_with("byrådsgruppe") || word.starts_with("gruppe") || word == "regionsrådsgruppe"
}

/// True for a party's letter or short name, or a local list.
fn is_party_token(tokens: &[Piece<'_>], n: usize) -> bool {
    let token = &tokens[n];
    if !token.capital || token.text.contains('.') {
        return false;
    }
    let length = token.text.chars().count();
    if length == 1 {
        // `I` is a preposition and `A.` an initial. After `punkt` a letter is a number.
        let initial = tokens.get(n + 1).is_some_and(|t| t.is_mark('.'))
            && tokens.get(n + 2).is_some_and(|t| t.capital && t.is(Sense::Other));
        let after_name = n > 0 && tokens[n - 1].capital && tokens[n - 1].is(Sense::Other);
        let point = n > 0
            && (tokens[n - 1].is(Sense::Main)
                || tokens[n - 1].is(Sense::Plain)
                    && tokens[n - 1].word != "af"
                    && tokens[n - 1].word != "fra"
                    && tokens[n - 1].word != "både"
                    && tokens[n - 1].word != "de");
        let within = token.in_brackets
            || tokens.get(n + 1).is_none_or(|t| !t.is(Sense::Other))
            || tokens.get(n + 1).is_some_and(|t| t.is_mark(','));
        return token.text.chars().all(char::is_uppercase)
            && token.text != "I"
            && !initial
            && !after_name
            && !point
            && within;
    }
    if lexicon().is_party_letters(&token.word) && token.text.chars().all(char::is_uppercase) {
        return true;
    }
    // `AE` or `NBS` in brackets after a name or a word for a majority.
    length <= 3 && token.in_brackets && token.text.chars().all(char::is_uppercase) && token.is(Sense::Other)
        || lexicon().ends_like_party(&token.word)
}

/// Joins the words of a person's name, including the party's letter in brackets.
fn join_people<'t>(text: &'t str, tokens: Vec<Piece<'t>>, shouted: bool) -> Vec<Piece<'t>> {
    let mut out: Vec<Piece<'t>> = Vec::with_capacity(tokens.len());
    let mut n = 0;
    while n < tokens.len() {
        let len = name_length(&tokens, n, shouted);
        let party = party_behind(&tokens, n + len);
        let single = len == 1 && party > 0;
        if len >= 2 || single {
            let sense = sense_of_name(&tokens[n..n + len]);
            let whole = if sense == Sense::Person { len + party } else { len };
            let mut name = joined(text, &tokens[n..n + whole], sense);
            name.capital = !shouted;
            out.push(name);
            n += whole;
            continue;
        }
        out.push(tokens[n].clone());
        n += 1;
    }
    out
}

/// Number of tokens from `n` in a possible name: capitalised words without another sense, initials, and `de` or `af` in
/// between.
fn name_length(tokens: &[Piece<'_>], n: usize, shouted: bool) -> usize {
    let is_name = |t: &Piece<'_>| {
        t.capital && t.is(Sense::Other) && t.text.chars().count() > 1 && !t.text.chars().any(|c| c.is_ascii_digit())
    };
    // `Tage Winther`: a verb in the infinitive begins no sentence of minutes, and none has a capital within it.
    let is_word_as_name = |k: usize| {
        let t = &tokens[k];
        let infinitive = matches!(t.kind, Kind::Verb(_, Form::Infinitive));
        let within = k > 0 && (tokens[k - 1].is_mark(',') || matches!(tokens[k - 1].kind, Kind::Word(_)));
        // Months are written small: `Maj Sperling` is somebody.
        let month = t.is(Sense::Plain) && MONTHS.contains(&t.word.as_str());
        let verb = t.act().is_some() && (infinitive || within);
        !shouted && t.capital && (verb || month) && tokens.get(k + 1).is_some_and(is_name)
    };
    let is_initial = |k: usize| {
        let t = &tokens[k];
        let one = t.text.chars().count() == 1 && (t.is(Sense::Other) || t.is(Sense::Party));
        // `Chr. Holm`
        let shortened = t.is(Sense::Other)
            && t.text.chars().count() <= 4
            && !t.word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'æ', 'ø', 'å'])
            && tokens.get(k + 1).is_some_and(|t| t.is_mark('.'));
        t.capital && (one || shortened)
    };
    let (mut k, mut end) = (n, n);
    while k < tokens.len() && end - n < 8 {
        let t = &tokens[k];
        let small = |t: &Piece<'_>| matches!(t.word.as_str(), "de" | "af" | "von" | "van" | "la" | "del" | "el" | "al");
        if t.in_brackets != tokens[n].in_brackets {
            break;
        }
        if is_name(t) && !(is_initial(k) && tokens.get(k + 1).is_some_and(|t| t.is_mark('.')))
            || k == n && is_word_as_name(k)
        {
            (k, end) = (k + 1, k + 1);
        } else if is_initial(k)
            && (k > n || tokens.get(k + 1).is_some_and(|t| t.is_mark('.')))
            && tokens.get(k + 1).is_some_and(|t| t.is_mark('.') || is_name(t))
            && (tokens.get(k + 1).is_some_and(is_name) || tokens.get(k + 2).is_some_and(|t| is_name(t) || t.capital))
        {
            k += 1 + usize::from(tokens[k + 1].is_mark('.'));
        } else if k > n && end == k && small(t) && tokens.get(k + 1).is_some_and(is_name) {
            k += 1;
        } else if k > n
            && end == k
            && t.capital
            && tokens.get(k).is_some_and(|t| matches!(t.kind, Kind::Word(Sense::Body | Sense::Outsider | Sense::Role)))
        {
            // `Teknisk Udvalg`, `Struer Kommune`.
            return k + 1 - n;
        } else {
            break;
        }
    }
    end - n
}

fn sense_of_name(tokens: &[Piece<'_>]) -> Sense {
    match tokens.last().map(|t| t.kind) {
        Some(Kind::Word(Sense::Body)) => Sense::Body,
        Some(Kind::Word(Sense::Outsider)) => Sense::Outsider,
        _ => Sense::Person,
    }
}

/// The length of `(X)` or `(Enhedslisten)` at `n`.
fn party_behind(tokens: &[Piece<'_>], n: usize) -> usize {
    let short = |t: &Piece<'_>| {
        t.is(Sense::Party)
            || t.capital && t.text.chars().count() <= 4 && t.text.chars().all(char::is_uppercase)
            || lexicon().ends_like_party(&t.word)
    };
    match tokens.get(n..n + 3) {
        Some([open, party, close]) if open.is_mark('(') && close.is_mark(')') && short(party) => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, sense: Sense) -> Vec<&str> {
        pieces(text, &(0..text.len())).into_iter().filter(|p| p.is(sense)).map(|p| p.text).collect()
    }

    #[test]
    fn people_and_parties_are_one_piece_each() {
        let text = "Imod stemte Sine Skov (Ø), P. A. Holm, Venstres byrådsgruppe, gruppe F og A.";
        assert_eq!(named(text, Sense::Person), ["Sine Skov (Ø)", "P. A. Holm"]);
        assert_eq!(named(text, Sense::Party), ["Venstres byrådsgruppe", "F", "A"]);
        assert_eq!(named("IMOD STEMTE TONNY MEJLBY", Sense::Person), ["TONNY MEJLBY"]);
    }

    #[test]
    fn body_of_two_words_is_no_person() {
        let text = "Fremsendes til Teknisk Udvalg. I mødet godkendte Byrådet punkt A.";
        assert_eq!(named(text, Sense::Body), ["Teknisk Udvalg", "Byrådet"]);
        assert_eq!(named(text, Sense::Person), [] as [&str; 0]);
        assert_eq!(named(text, Sense::Party), [] as [&str; 0]);
    }
}
