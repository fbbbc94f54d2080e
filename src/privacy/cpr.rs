//! Finds CPR numbers (`personnumre`): six digits for a birthday and four more.
//!
//! Evidence comes from the digits, the print and the words before the number. Modulus 11 alone proves nothing, because
//! numbers without it have been issued since 2007. The seventh digit gives the century by the rules of the CPR office
//! (*Personnummeret i CPR*, 2008). In doubt a number is reported with a lower certainty.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};
use serde::Deserialize;

/// The probability of a real CPR number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// One in four, or more.
    Possible,
    /// More likely than not.
    Likely,
    /// Nine in ten, or more.
    Certain,
}

impl Certainty {
    /// All values, lowest first.
    pub const ALL: [Self; 3] = [Self::Possible, Self::Likely, Self::Certain];

    /// The name used in JSON, in options and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// A piece of evidence for or against a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// A hyphen between date and last four digits.
    Hyphen,
    /// A word such as `CPR` before it.
    Announced,
    /// A word for a person before it.
    Person,
    /// A word for another kind of number before it.
    OtherNumber,
    /// The modulus 11 check succeeds.
    ModulusRight,
    /// The modulus 11 check fails.
    ModulusWrong,
    /// The birthday is in the future or too long ago.
    UnlikelyBirth,
    /// A substitute number with 60 added to the day.
    Replacement,
    /// Uneven white space between the digits.
    Gaps,
    /// Letters in place of digits.
    Letters,
    /// The line has several long numbers.
    Table,
}

impl Sign {
    /// A description for reports.
    pub fn description(self) -> &'static str {
        match self {
            Self::Hyphen => "printed with a hyphen",
            Self::Announced => "announced as a CPR number",
            Self::Person => "a person is spoken of",
            Self::OtherNumber => "announced as another number",
            Self::ModulusRight => "modulus 11 is right",
            Self::ModulusWrong => "modulus 11 is wrong",
            Self::UnlikelyBirth => "an unlikely birthday",
            Self::Replacement => "a replacement number",
            Self::Gaps => "white space between the digits",
            Self::Letters => "letters that a scan may have for digits",
            Self::Table => "in a table of numbers",
        }
    }
}

/// A number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The bytes of the number.
    pub at: Range<usize>,
    /// The bytes of its last four digits, the secret part.
    pub secret: Range<usize>,
    /// The certainty.
    pub certainty: Certainty,
    /// The evidence.
    pub signs: Vec<Sign>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    weights: Weights,
    certainty: Thresholds,
    words: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    plain: f32,
    hyphen: f32,
    announced: f32,
    person: f32,
    other_number: f32,
    modulus_right: f32,
    modulus_wrong: f32,
    unlikely_birth: f32,
    replacement: f32,
    gaps: f32,
    letter: f32,
    table: f32,
}

impl Weights {
    fn of(&self, sign: Sign) -> f32 {
        match sign {
            Sign::Hyphen => self.hyphen,
            Sign::Announced => self.announced,
            Sign::Person => self.person,
            Sign::OtherNumber => self.other_number,
            Sign::ModulusRight => self.modulus_right,
            Sign::ModulusWrong => self.modulus_wrong,
            Sign::UnlikelyBirth => self.unlikely_birth,
            Sign::Replacement => self.replacement,
            Sign::Gaps => self.gaps,
            Sign::Letters => self.letter,
            Sign::Table => self.table,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    certain: f32,
    likely: f32,
    possible: f32,
}

impl Thresholds {
    fn certainty(&self, sum: f32) -> Option<Certainty> {
        let reached = [
            (self.certain, Certainty::Certain),
            (self.likely, Certainty::Likely),
            (self.possible, Certainty::Possible),
        ];
        reached.into_iter().find(|(least, _)| sum >= *least).map(|(_, certainty)| certainty)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    announced: Vec<String>,
    person: Vec<String>,
    other_number: Vec<String>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| toml::from_str(include_str!("data/cpr.toml")).expect("cpr.toml is right"));

/// A digit, or a letter commonly confused with one in scans.
const DIGIT: &str = "[0-9OoQIl|SBZ]";

/// Ten digits, with the separators used by people and scans. Groups: day, month, year, separator, last four.
static CANDIDATE: LazyLock<Regex> = LazyLock::new(|| {
    let two = format!("({DIGIT} ?{DIGIT})");
    let pattern = format!(r"{two}[ .]?{two}[ .]?{two}(\s?[-‐‑–—]\s?|\s?)({DIGIT} ?{DIGIT} ?{DIGIT} ?{DIGIT})");
    Regex::new(&pattern).expect("the pattern is right")
});

/// Characters searched for an announcing word before a number: about one printed line. A longer range would pick up
/// labels of other fields.
const BEFORE_CHARS: usize = 60;
/// Maximum number of words between the announcing word and the number. Allows for `CPR-nr. på den pågældende borger:
/// …`.
const BETWEEN_WORDS: usize = 4;
/// Minimum of real digits in a candidate. With fewer, ordinary words of look-alike letters would match.
const REAL_DIGITS: usize = 7;
/// Earlier birth years are unlikely: an archive of the last forty years hardly mentions anybody older.
const EARLIEST_BIRTH: i16 = 1885;

/// Finds the CPR numbers in a text, in order. A birthday after `today` counts against a number.
pub fn find(text: &str, today: Date) -> Vec<Finding> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(candidate) = CANDIDATE.captures_at(text, from) {
        let whole = candidate.get_match();
        match judged(text, &candidate, today) {
            Some(finding) => {
                from = whole.end();
                found.push(finding);
            }
            // The next candidate may begin inside this one.
            None => from = whole.start() + first_char_len(&text[whole.start()..]),
        }
    }
    found
}

fn first_char_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

fn judged(text: &str, candidate: &Captures<'_>, today: Date) -> Option<Finding> {
    let whole = candidate.get_match();
    let digits = digits(whole.as_str())?;
    let birth = Birth::of(&digits)?;
    if !stands_alone(text, whole.range()) {
        return None;
    }
    let mut signs = printed(candidate);
    signs.extend(announced(&text[..whole.start()]));
    signs.push(if modulus_is_right(&digits) { Sign::ModulusRight } else { Sign::ModulusWrong });
    signs.extend(birth.is_replacement.then_some(Sign::Replacement));
    signs.extend(birth.is_unlikely(today).then_some(Sign::UnlikelyBirth));
    signs.extend(is_in_table(text, whole.range()).then_some(Sign::Table));
    let letters = whole.as_str().chars().filter(char::is_ascii_alphabetic).count();
    let extra = DATA.weights.letter * letters.saturating_sub(1) as f32;
    let sum = DATA.weights.plain + signs.iter().map(|s| DATA.weights.of(*s)).sum::<f32>() + extra;
    let secret = candidate.get(5)?.range();
    Some(Finding { at: whole.range(), secret, certainty: DATA.certainty.certainty(sum)?, signs })
}

/// The ten digits of a candidate, with look-alike letters read as digits. `None` if too few are real digits.
fn digits(candidate: &str) -> Option<[u8; 10]> {
    let real = candidate.chars().filter(char::is_ascii_digit).count();
    let mut digits = [0; 10];
    let mut read = candidate.chars().filter_map(digit);
    digits.iter_mut().try_for_each(|d| read.next().map(|r| *d = r))?;
    (real >= REAL_DIGITS).then_some(digits)
}

fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => u8::try_from(u32::from(c) - u32::from('0')).ok(),
        'O' | 'o' | 'Q' => Some(0),
        'I' | 'l' | '|' => Some(1),
        'Z' => Some(2),
        'S' => Some(5),
        'B' => Some(8),
        _ => None,
    }
}

/// The birthday in the first seven digits.
struct Birth {
    date: Date,
    is_replacement: bool,
}

impl Birth {
    fn of(d: &[u8; 10]) -> Option<Self> {
        let pair = |n: usize| i8::try_from(d[n] * 10 + d[n + 1]).ok();
        let (day, month, year) = (pair(0)?, pair(2)?, i16::from(pair(4)?));
        let is_replacement = day > 60;
        let day = if is_replacement { day - 60 } else { day };
        let date = Date::new(century(d[6], year) + year, month, day).ok()?;
        Some(Self { date, is_replacement })
    }

    fn is_unlikely(&self, today: Date) -> bool {
        self.date > today || self.date.year() < EARLIEST_BIRTH
    }
}

/// The century for a two-digit year, by the seventh digit.
fn century(seventh: u8, year: i16) -> i16 {
    match (seventh, year) {
        (0..=3, _) => 1900,
        (4 | 9, ..=36) | (5..=8, ..=57) => 2000,
        (4 | 9, _) => 1900,
        _ => 1800,
    }
}

fn modulus_is_right(d: &[u8; 10]) -> bool {
    const FACTORS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    d.iter().zip(FACTORS).map(|(d, f)| u32::from(*d) * f).sum::<u32>() % 11 == 0
}

/// False for a part of a longer number, word, case number or amount.
fn stands_alone(text: &str, at: Range<usize>) -> bool {
    let before = text[..at.start].chars().next_back();
    let mut after = text[at.end..].chars();
    let (next, second) = (after.next(), after.next());
    let goes_on = |c: char| c.is_alphanumeric() || c == '|';
    let joins = |c: char| "-‐‑–/.,".contains(c);
    let joined_before = before.is_some_and(|c| goes_on(c) || "-‐‑–/,§".contains(c));
    let joined_after = next.is_some_and(joins) && second.is_some_and(|c| c.is_ascii_digit());
    !joined_before && !next.is_some_and(goes_on) && !joined_after
}

/// Evidence from the printed form.
fn printed(candidate: &Captures<'_>) -> Vec<Sign> {
    let (whole, between) = (&candidate[0], candidate[4].trim());
    let mut signs = Vec::new();
    signs.extend((!between.is_empty()).then_some(Sign::Hyphen));
    signs.extend(has_uneven_gaps(whole).then_some(Sign::Gaps));
    signs.extend(whole.chars().any(|c| c.is_ascii_alphabetic() || c == '|').then_some(Sign::Letters));
    signs
}

/// White space inside the date or inside the last four digits, but not between all digits (letter-spacing).
fn has_uneven_gaps(candidate: &str) -> bool {
    let (mut gaps, mut joints) = (0, 0);
    let chars: Vec<char> = candidate.chars().collect();
    for pair in chars.windows(2) {
        joints += usize::from(digit(pair[0]).is_some());
        gaps += usize::from(digit(pair[0]).is_some() && pair[1] == ' ');
    }
    let (head, tail) = candidate.split_at(candidate.rfind(['-', '‐', '‑', '–', '—', ' ']).unwrap_or(0));
    let parted_once =
        gaps == 1 && head.chars().all(|c| c != ' ') && tail.chars().filter(|c| digit(*c).is_some()).count() == 4;
    gaps > 0 && gaps + 1 < joints && !parted_once
}

/// Evidence from the words before a number. The nearest one counts.
fn announced(before: &str) -> Option<Sign> {
    let start = before.char_indices().rev().nth(BEFORE_CHARS).map_or(0, |(at, _)| at);
    let words = before[start..].split(|c: char| c.is_whitespace() || "():;,".contains(c)).filter(|w| !w.is_empty());
    words.rev().take(BETWEEN_WORDS).find_map(|word| {
        let word = word.trim_end_matches(['.', ':']).to_lowercase();
        let is_among = |list: &[String]| list.contains(&word);
        let words = &DATA.words;
        if is_among(&words.announced) {
            Some(Sign::Announced)
        } else if is_among(&words.other_number) {
            Some(Sign::OtherNumber)
        } else {
            is_among(&words.person).then_some(Sign::Person)
        }
    })
}

/// True if the line has at least three other long numbers.
fn is_in_table(text: &str, at: Range<usize>) -> bool {
    let start = text[..at.start].rfind('\n').map_or(0, |n| n + 1);
    let end = text[at.end..].find('\n').map_or(text.len(), |n| at.end + n);
    let long =
        |part: &str| part.split_whitespace().filter(|w| w.chars().filter(char::is_ascii_digit).count() >= 6).count();
    long(&text[start..at.start]) + long(&text[at.end..end]) >= 3
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 2, 27);

    fn certainties(text: &str) -> Vec<Certainty> {
        find(text, TODAY).into_iter().map(|f| f.certainty).collect()
    }

    #[test]
    fn announced_number_is_certain() {
        for text in ["CPR-nr. 120375-1234", "cpr: 1203751234", "Personnummer 120375 1234", "borger (CPR 120375–1234)"]
        {
            assert_eq!(certainties(text), [Certainty::Certain], "{text}");
        }
    }

    #[test]
    fn hyphen_alone_makes_it_likely() {
        assert!(certainties("Ansøgningen fra 120375-1234 behandles")[0] >= Certainty::Likely);
        assert_eq!(certainties("Bilag 1203751234"), [Certainty::Possible]);
    }

    #[test]
    fn number_is_found_over_a_line_end_and_through_a_scan() {
        for text in ["cpr 120375-\n1234", "cpr l2O375-1234", "CPR 1 2 0 3 7 5 - 1 2 3 4", "cpr.nr. 12 03 75-1234"] {
            assert!(certainties(text).first().is_some_and(|c| *c >= Certainty::Likely), "{text}");
        }
    }

    #[test]
    fn first_six_digits_are_a_day() {
        assert_eq!(certainties("cpr 320375-1234"), []);
        assert_eq!(certainties("cpr 290275-1234"), []);
        assert_eq!(certainties("cpr 290276-1234"), [Certainty::Certain]);
        assert_eq!(certainties("cpr 721275-1234"), [Certainty::Certain]);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "konto 1203751234",
            "Sagsnr. 2012-120375-1234",
            "27.35.04-P19-1-14",
            "kr. 12.037.512,34",
            "tlf. 12 03 75 12",
            "120375-12345",
            "A120375-1234",
            "120375-1234-5",
            "EAN 5798001203751234",
        ] {
            assert_eq!(certainties(text), [], "{text}");
        }
    }

    #[test]
    fn table_of_numbers_lowers_the_certainty() {
        let alone = certainties("Beløb 1203751234");
        assert_eq!(alone, [Certainty::Possible]);
        assert_eq!(certainties("1203751234 2204661111 3001551234 1105441234 0107331234"), []);
    }

    #[test]
    fn somebody_not_yet_born_is_unlikely() {
        let text = "Ansøgningen fra 120330-4234 behandles";
        assert_eq!(certainties(text), []);
        assert!(!find(text, date(2031, 1, 1)).is_empty());
    }

    #[test]
    fn seventh_digit_tells_the_century() {
        assert_eq!(
            [century(0, 99), century(4, 36), century(4, 37), century(5, 57), century(8, 58)],
            [1900, 2000, 1900, 2000, 1800]
        );
    }

    #[test]
    fn secret_is_the_last_four_digits() {
        let text = "cpr 120375-1234.";
        assert_eq!(&text[find(text, TODAY)[0].secret.clone()], "1234");
    }

    proptest! {
        #[test]
        fn findings_lie_in_the_text_in_order(text in r"(?s)(\PC|[0-9 \-–\n]|[0-9]{6}-[0-9]{4}){0,60}") {
            let mut from = 0;
            for f in find(&text, TODAY) {
                prop_assert!(f.at.start >= from && text.get(f.at.clone()).is_some() && text.get(f.secret.clone()).is_some());
                from = f.at.end;
            }
        }

        #[test]
        fn announced_number_of_any_day_is_found(days in 0i32..36_000, rest in 0u32..10_000, gap in prop::sample::select(vec!["-", "", " ", " - "])) {
            let born = date(1925, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let text = format!("CPR-nr.: {:02}{:02}{:02}{gap}{rest:04}", born.day(), born.month(), born.year() % 100);
            prop_assert_eq!(find(&text, TODAY).len(), 1, "{}", text);
        }
    }
}
