//! Splits a line into words that may be repaired and parts that are never touched.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::confusions::confusions;

/// Web and mail addresses and file names, anywhere in a token.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(https?:|file:|mailto:|www\.)|@\w[\w-]*\.\w|\w\.(dk|com|org|net|eu|info|nu|pdf|docx?|xlsx?|pptx?|html?)\b")
        .expect("a pattern")
});

/// Signs around a word that are not part of it.
const AROUND: &[char] = &[
    '"', '“', '”', '„', '\'', '‘', '’', '(', ')', '[', ']', '{', '}', '<', '>', '«', '»', '|', '.', ',', ':', ';', '!',
    '?', '*', '…', '•', '·', '_', '~',
];
/// Signs between the words of one token.
const BETWEEN: &[char] = &[
    '-', '–', '—', '/', '+', '(', ')', '=', '\\', '|', '.', ',', ':', ';', '’', '‘', '\'', '"', '”', '“', '…', '[',
    ']', '<', '>',
];
/// Digits read for a capital Æ or Ø at the start of a word.
const DIGITS_IN_FRONT: &[char] = &['0', '4', '6'];
/// Such a digit needs this many small letters behind it; fewer may be a unit or a code.
const LETTERS_BEHIND_DIGIT: usize = 4;
/// Digits read for one of the letters, inside a word of small letters.
const DIGITS_FOR_LETTERS: &[char] = &['0', '4', '6', '8'];
/// Words in capitals up to this length are abbreviations, unknown to the lexicon; in a line of capitals only shorter
/// ones.
const LONGEST_ABBREVIATION: usize = 5;
/// The same in a line of capitals, where ordinary words are in capitals too.
const LONGEST_ABBREVIATION_IN_HEADING: usize = 3;
/// A line in capitals with this many letters is a heading; fewer may be one abbreviation.
const LETTERS_OF_HEADING: usize = 4;
/// Longer runs of letters are no words: they are debris of rules and dotted lines, and time grows with length.
const LONGEST_WORD: usize = 48;

/// The kind of a part of a line, as its neighbours see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word that may be mended.
    Word,
    /// A word that stays as it is: an abbreviation, a single letter, an address.
    Fixed,
    /// Digits.
    Number,
    /// The end of a sentence.
    Stop,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub kind: Kind,
    /// Bytes of the line.
    pub at: Range<usize>,
}

/// The parts of `line` in order; white space and the signs around words are in none.
pub(super) fn segments(line: &str) -> Vec<Segment> {
    let mut out = Vec::new();
    let abbreviation = if is_heading(line) { LONGEST_ABBREVIATION_IN_HEADING } else { LONGEST_ABBREVIATION };
    for token in tokens(line) {
        token_segments(line, token, abbreviation, &mut out);
    }
    out
}

/// The byte ranges of the tokens of a line, separated by white space.
pub(super) fn tokens(line: &str) -> impl Iterator<Item = Range<usize>> {
    let start = line.as_ptr() as usize;
    line.split_whitespace().map(move |t| {
        let at = t.as_ptr() as usize - start;
        at..at + t.len()
    })
}

/// Where `form` occurs in a line with no letter or digit beside it.
pub(super) fn occurrences<'l>(line: &'l str, form: &'l str) -> impl Iterator<Item = Range<usize>> + 'l {
    let is_free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let found = line.match_indices(form).map(|(at, form)| at..at + form.len());
    found.filter(move |at| is_free(line[..at.start].chars().next_back()) && is_free(line[at.end..].chars().next()))
}

/// A line set in capitals.
fn is_heading(line: &str) -> bool {
    let letters = || line.chars().filter(|c| c.is_alphabetic());
    letters().all(char::is_uppercase) && letters().count() >= LETTERS_OF_HEADING
}

fn token_segments(line: &str, token: Range<usize>, abbreviation: usize, out: &mut Vec<Segment>) {
    let text = &line[token.clone()];
    if text.len() > 3 && text.contains(['.', ':']) && ADDRESS.is_match(text) {
        return out.push(Segment { kind: Kind::Fixed, at: token });
    }
    let core = core(text);
    let mut from = core.start;
    while from < core.end {
        let sign = confusions().capital_with_sign(&text[from..core.end]).filter(|_| from == core.start);
        let stroke = usize::from(from == core.start && is_stroke(&text[from..]));
        let skip: usize = sign.map_or(stroke, |n| text[from..].chars().take(n).map(char::len_utf8).sum());
        let end = text[from + skip..core.end].find(BETWEEN).map_or(core.end, |i| from + skip + i);
        if end > from {
            let at = token.start + from..token.start + end;
            out.push(Segment { kind: kind(&line[at.clone()], abbreviation), at });
        }
        from = end + text[end..core.end].chars().next().map_or(0, char::len_utf8);
    }
    if text[core.end..].contains(['.', ':', '!', '?', ';']) {
        out.push(Segment { kind: Kind::Stop, at: token.start + core.end..token.end });
    }
}

/// The token without the signs around it.
pub(super) fn core(text: &str) -> Range<usize> {
    let outer = text.len() - text.trim_start_matches(AROUND).len();
    let before = text[..outer].char_indices().next_back().map_or(0, |(i, _)| i);
    let is_letter =
        outer > 0 && (confusions().capital_with_sign(&text[before..]).is_some() || is_stroke(&text[before..]));
    let start = if is_letter { before } else { outer };
    start..text.trim_end_matches(AROUND).len().max(start)
}

/// *|kke*: a capital I at the start of a word of small letters. *|bosteder*, *|Aftaler*: the rule of a table glued to a
/// word.
fn is_stroke(text: &str) -> bool {
    let word = text.strip_prefix('|').unwrap_or_default();
    let small = word.strip_prefix(char::is_uppercase).unwrap_or(word);
    small.chars().take_while(|c| c.is_lowercase()).count() > 1 && !text[1..].contains('|')
}

/// *På* at the start of a sentence.
const READ_AS_CODE: &[&str] = &["P4", "P&"];

/// The kind of a word; all-capital ones of up to `abbreviation` letters are abbreviations.
fn kind(word: &str, abbreviation: usize) -> Kind {
    if READ_AS_CODE.contains(&word) {
        return Kind::Word;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let length = word.chars().count();
    if digits > 0 {
        let misread = digits == 1 && letters > 0 && is_letter_read_as_digit(word);
        return if misread { Kind::Word } else { Kind::Number };
    }
    if letters == 0
        || !(2..=LONGEST_WORD).contains(&length)
        || (letters <= abbreviation && is_in_capitals(word))
        || holds_odd_sign(word)
    {
        return Kind::Fixed;
    }
    Kind::Word
}

/// *ogs4*, *p4*, *m0de*, *4ldre*: one digit among small letters.
fn is_letter_read_as_digit(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().unwrap_or_default();
    let rest = chars.as_str();
    if first.is_ascii_digit() {
        let behind = rest.chars().filter(|c| c.is_lowercase()).count();
        let is_long = behind == rest.chars().count() && behind >= LETTERS_BEHIND_DIGIT;
        return DIGITS_IN_FRONT.contains(&first) && is_long;
    }
    let is_word = first.is_lowercase() || rest.chars().any(char::is_lowercase);
    first.is_alphabetic() && is_word && rest.chars().all(|c| c.is_lowercase() || DIGITS_FOR_LETTERS.contains(&c))
}

/// Nothing but capitals, maybe with the *s* of the genitive.
fn is_in_capitals(word: &str) -> bool {
    let capitals = word.strip_suffix('s').unwrap_or(word);
    !capitals.contains('@') && !capitals.chars().any(char::is_lowercase) && capitals.chars().any(char::is_uppercase)
}

/// It has a sign found in no confusion, so it is no word.
fn holds_odd_sign(word: &str) -> bool {
    let odd = |c: char| {
        !c.is_alphabetic()
            && !matches!(
                c,
                '@' | '&' | '#' | '¢' | '€' | '£' | '©' | '®' | '/' | ':' | '=' | '‘' | '’' | '\'' | '.' | '-' | '|'
            )
    };
    word.chars().any(odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<&str> {
        segments(line).into_iter().filter(|p| p.kind == Kind::Word).map(|p| &line[p.at]).collect()
    }

    #[test]
    fn signs_are_not_part_of_words() {
        assert_eq!(
            words("(\"mgdet\"), bgrne- og ungeomradet/skolen."),
            ["mgdet", "bgrne", "og", "ungeomradet", "skolen"]
        );
    }

    #[test]
    fn numbers_addresses_and_abbreviations_are_not_words() {
        for fixed in [
            "27.2.26",
            "1.234,50",
            "§",
            "80-85",
            "2019-05-22",
            "https://a.dk/made",
            "made@by.dk",
            "KKR",
            "SFO's",
            "a",
            "bilag.pdf",
            "P3",
        ] {
            assert_eq!(words(fixed), [] as [&str; 0], "{fixed}");
        }
    }

    #[test]
    fn short_word_of_a_heading_is_no_abbreviation() {
        assert_eq!(words("MODE I BORNEUDVALGET, KKR"), ["MODE", "BORNEUDVALGET"]);
        assert_eq!(words("MODE i udvalget"), ["udvalget"]);
    }

    #[test]
    fn digit_within_small_letters_is_a_letter() {
        assert_eq!(words("ogs4 p4 m0de 4a A4"), ["ogs4", "p4", "m0de"]);
    }

    #[test]
    fn sign_of_a_misread_capital_belongs_to_the_word() {
        assert_eq!(words("/Eldre og A‘ldreradet, @konomi"), ["/Eldre", "og", "A‘ldreradet", "@konomi"]);
    }
}
