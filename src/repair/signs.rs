//! Repairs bullets and bare strokes: single signs read for another.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::edit::Edit;
use super::tokens::tokens;
use crate::model::RepairKind;

/// Readings of a round bullet at the start of a line. None of them is a Danish word. *o* is not among them: word
/// processors print that very letter as the bullet of their second level.
const BULLETS: &[&str] = &["e", "¢", "«", "*", "©", "®", "°", "@", "»"];
/// Readings of a hollow bullet, the letter *o*, in a column of its own.
const HOLLOW: &[&str] = &["o", "O"];
/// Readings of a capital I, a bare stroke.
const STROKES: &[&str] = &["|", "l"];
/// The confidence in a bullet: in one scan all of 38 bullets were read so, and nothing else was.
const SURE_OF_BULLET: f32 = 0.97;
/// The confidence in a stroke read for *I*: a rule of a table may look the same.
const SURE_OF_STROKE: f32 = 0.9;
/// The confidence in an abbreviation with an unambiguous reading elsewhere in the document.
const SURE_OF_SIGN: f32 = 0.95;

/// Abbreviations with Ø at the start, as scans have them: *ØA26*, the budget agreement (økonomiaftale) of a year, and
/// *ØU*, the committee of economy.
static WITH_OE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s(/,-])([@JOQG0])(?:A ?\d\d|U)(?:$|[^\d\w])").expect("a pattern"));
/// Unambiguous readings of them.
static SURELY_WITH_OE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s(/,-])(?:[@Ø]A ?\d\d|[@QØ0]U)(?:$|[^\d\w])").expect("a pattern"));

/// Edits for bullets at the start of a line and for strokes read in place of the word *I*.
pub(super) fn edits(line: &str) -> Vec<Edit> {
    let stray = column(line);
    if !stray.is_empty() {
        return stray;
    }
    bullet(line).into_iter().chain(strokes(line)).chain(party_letters(line)).chain(clock(line)).collect()
}

/// The signs of a line with nothing but bullets, read from a column: a hollow one is a small *o*.
fn column(line: &str) -> Vec<Edit> {
    let all: Vec<_> = tokens(line).collect();
    let is_stray = |t: &Range<usize>| BULLETS.contains(&&line[t.clone()]) || HOLLOW.contains(&&line[t.clone()]);
    if all.len() < 2 || !all.iter().all(is_stray) || !line.contains(char::is_alphabetic) {
        return Vec::new();
    }
    let text = |t: &Range<usize>| if HOLLOW.contains(&&line[t.clone()]) { "o" } else { "•" };
    all.into_iter().map(|t| edit(t.clone(), text(&t), RepairKind::Bullet, SURE_OF_BULLET)).collect()
}

/// True where a line has an unambiguous reading of *ØA26* or *ØU*.
pub(super) fn surely_has_oe(line: &str) -> bool {
    line.contains(['A', 'U']) && SURELY_WITH_OE.is_match(line)
}

/// The readings of *ØA26* and *ØU* in a line of a document that [surely has one](surely_has_oe).
pub(super) fn abbreviations(line: &str) -> Vec<Edit> {
    let found = WITH_OE.captures_iter(line).filter_map(|c| c.get(1));
    found.map(|m| edit(m.range(), "Ø", RepairKind::Abbreviation, SURE_OF_SIGN)).collect()
}

/// The party letter Ø behind a name.
fn party_letters(line: &str) -> Vec<Edit> {
    let found = ["(@)", "(©)", "(®)"].into_iter().flat_map(|sign| line.match_indices(sign));
    found.map(|(i, sign)| edit(i + 1..i + sign.len() - 1, "Ø", RepairKind::Letters, SURE_OF_SIGN)).collect()
}

/// *kl.* before a time of day, its l read as a capital I.
static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s(,])[Kk]([I1|i])[.:]?\s?\d{1,2}[.:]\d\d").expect("a pattern"));

fn clock(line: &str) -> Vec<Edit> {
    let found = CLOCK.captures_iter(line).filter_map(|c| c.get(1));
    found.map(|m| edit(m.range(), "l", RepairKind::Letters, SURE_OF_SIGN)).collect()
}

fn bullet(line: &str) -> Option<Edit> {
    let mut tokens = tokens(line);
    let first = tokens.next()?;
    let next = tokens.next().and_then(|t| line[t].chars().next());
    let sign = &line[first.clone()];
    let is_bullet = BULLETS.contains(&sign) && next.is_none_or(|c| c.is_alphanumeric() || "(\"”“@§[".contains(c));
    is_bullet.then(|| edit(first, "•", RepairKind::Bullet, SURE_OF_BULLET))
}

/// *2008*, as in *I 2008 var udgiften*; other numbers behind a bar are cells of a table.
fn is_year(token: &str) -> bool {
    token.len() == 4 && token.starts_with(['1', '2']) && token.bytes().all(|b| b.is_ascii_digit())
}

/// Strokes before a small letter, or before a year at the start of a sentence. Two of them in a line are the rules of a
/// table.
fn strokes(line: &str) -> Vec<Edit> {
    let all: Vec<_> = tokens(line).collect();
    let is_stroke = |i: &usize| STROKES.contains(&line[all[*i].clone()].trim_start_matches(['"', '“', '(']));
    let goes_on = |i: &usize| {
        let Some(next) = all.get(i + 1).map(|t| &line[t.clone()]) else { return false };
        let opens = i.checked_sub(1).is_none_or(|before| line[all[before].clone()].ends_with('.'));
        next.starts_with(char::is_lowercase) || (opens && is_year(next))
    };
    if all.iter().filter(|t| &line[(*t).clone()] == "|").count() > 1 {
        return Vec::new();
    }
    let found = (0..all.len()).filter(is_stroke).filter(goes_on);
    found.map(|i| edit(all[i].end - 1..all[i].end, "I", RepairKind::LoneLetter, SURE_OF_STROKE)).collect()
}

fn edit(at: Range<usize>, text: &str, kind: RepairKind, confidence: f32) -> Edit {
    Edit { at, text: text.into(), kind, confidence, second: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Line;

    fn mended(text: &str) -> String {
        let mut line = Line::plain(text);
        super::super::edit::apply(&mut line, edits(text));
        line.text
    }

    #[test]
    fn letter_in_place_of_a_bullet_opens_the_line() {
        assert_eq!(mended("  e Orienteres om budget"), "  • Orienteres om budget");
        assert_eq!(mended("¢ drøfter"), "• drøfter");
    }

    #[test]
    fn letter_within_a_line_is_no_bullet() {
        for text in ["punkt e Orienteres", "o Orienteres", "o og p", "e) Budget", "e-mail", "* * *"] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn column_of_bullets_is_known_by_holding_nothing_else() {
        assert_eq!(mended("O O O O"), "o o o o");
        assert_eq!(mended("e ¢  e"), "• •  •");
        for text in ["O", "O Dansk Folkeparti", "0 0 0", "A O O", "* * *"] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn stroke_in_front_of_a_time_is_that_of_kl() {
        assert_eq!(mended("Tid: KI. 14.00 - 16.30, og ki 9:15"), "Tid: Kl. 14.00 - 16.30, og kl 9:15");
        for text in ["KI 2019", "bilag K1.2", "ski 10.30"] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn lone_stroke_before_a_word_is_i() {
        assert_eq!(mended("| det nye udbud"), "I det nye udbud");
        assert_eq!(mended("vedtaget. l alt 5"), "vedtaget. I alt 5");
        assert_eq!(mended("| 2008 var det"), "I 2008 var det");
    }

    #[test]
    fn stroke_of_a_table_stays() {
        for text in ["| navn | beløb |", "a | B", "5 l", "KKR | 16-11-2021", "2003 | 2004", "Ydelse | 764"] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn abbreviation_is_known_by_its_sign() {
        assert!(surely_has_oe("aftalt i @A26 og") && !surely_has_oe("JA27"));
        assert_eq!(abbreviations("fra JA27 til (JA 26).").len(), 2);
        assert!(surely_has_oe("SU/QU/BR") && !surely_has_oe("SU/OU/BR"));
        assert_eq!(abbreviations("SU/OU/BR").len(), 1);
        assert!(abbreviations("JA2026 og SJA27 OUH").is_empty());
    }
}
