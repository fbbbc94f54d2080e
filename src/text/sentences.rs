//! Finds the ends of Danish sentences.
//!
//! Takes running text and returns the byte range of each sentence. In doubt it joins: two sentences read as one are
//! still understood, but half a sentence may mean the opposite of the whole.
//!
//! ```
//! use dagsorden::text::sentences;
//!
//! let text = "Vedtaget på mødet den 27. august 2025. Ole Brink tog forbehold, jf. pkt. 2.";
//! assert_eq!(sentences(text).count(), 2);
//! ```

use std::ops::Range;

use super::MONTHS;

/// A sentence is cut at the next space after this many bytes. Callers compare the words of a sentence with each other,
/// so their time grows with the square of its length. In the documents of the bench no sentence is half as long.
const LONGEST: usize = 4_000;
/// Abbreviations written with a full stop, without it. The full stop does not end a sentence.
const ABBREVIATIONS: [&str; 62] = [
    "adm", "afd", "alm", "anm", "bl", "bl.a", "ca", "cand", "d", "d.d", "dir", "dr", "e.kr", "eksp", "ekskl", "evt",
    "f.eks", "fhv", "fm", "ff", "fx", "gl", "hhv", "hr", "ift", "ifm", "iflg", "inkl", "jf", "jnr", "j.nr", "jvf",
    "kap", "kl", "kr", "kvt", "m.fl", "m.h.t", "m.m", "m.v", "max", "mht", "mia", "mill", "mio", "mv", "nr", "o.l",
    "osv", "p.g.a", "pga", "pkt", "pr", "s", "sml", "st", "stk", "t.o.m", "tlf", "vedr", "vej", "vsa",
];
/// The [`ABBREVIATIONS`] often found at the end of a sentence. Before a capital letter they end it.
const MAY_END: [&str; 13] = ["kr", "m.m", "m.v", "mv", "m.fl", "osv", "o.l", "d.d", "mio", "mia", "mill", "ff", "vej"];
/// Abbreviated month names.
const SHORT_MONTHS: [&str; 12] = ["jan", "feb", "febr", "mar", "apr", "jun", "jul", "aug", "sept", "okt", "nov", "dec"];
/// Words never found at the end of a sentence. A line ending with one continues on the next.
const OPEN_ENDED: [&str; 46] = [
    "ad", "af", "at", "bliver", "blev", "da", "de", "den", "der", "deres", "det", "ej", "eller", "en", "er", "et",
    "for", "fra", "frem", "har", "havde", "hos", "hvor", "i", "idet", "ikke", "imod", "med", "mellem", "men", "mod",
    "når", "og", "om", "over", "pr", "på", "samt", "sin", "som", "til", "ud", "under", "ved", "var", "vedr",
];

/// The byte range of each sentence of `text`, in order, without surrounding white space. Empty ones are left out.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < text.len() {
            let end = sentence_end(text, from);
            let piece = &text[from..end];
            let start = from + piece.len() - piece.trim_start().len();
            from = end;
            let trimmed = piece.trim();
            if !trimmed.is_empty() {
                return Some(start..start + trimmed.len());
            }
        }
        None
    })
}

/// The sentence around byte `at`.
pub fn sentence_at(text: &str, at: usize) -> Range<usize> {
    sentences(text).find(|s| at < s.end).unwrap_or(text.len()..text.len())
}

/// The end of the sentence beginning at `from`.
fn sentence_end(text: &str, from: usize) -> usize {
    for (at, c) in text[from..].char_indices().map(|(n, c)| (from + n, c)) {
        let after = at + c.len_utf8();
        match c {
            '\n' if line_break_ends(&text[from..at], &text[after..]) => return after,
            c if c.is_whitespace() && at - from > LONGEST => return after,
            '.' | '!' | '?' => {
                let closed = after + closing(&text[after..]);
                let rest = &text[closed..];
                let ends = rest.starts_with(char::is_whitespace) && (c != '.' || stop_ends(&text[from..at], rest));
                if ends && !is_within_quotation(&text[from..closed], rest) {
                    return closed;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Whether a quotation is open at the end of `before` behind which the sentence goes on: `Forslaget: ”A. B.” blev forkastet.`
fn is_within_quotation(before: &str, rest: &str) -> bool {
    let marks = before.chars().filter(|c| QUOTATION_MARKS.contains(c)).count();
    if marks % 2 == 0 {
        return false;
    }
    let near = rest.split("\n\n").next().unwrap_or_default();
    let Some((_, behind)) = near.split_once(QUOTATION_MARKS) else { return false };
    behind.trim_start_matches(',').trim_start().starts_with(char::is_lowercase)
}

const QUOTATION_MARKS: [char; 6] = ['"', '”', '“', '„', '»', '«'];

/// The length of the closing quotation marks and brackets after a full stop.
fn closing(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(['"', '”', '“', '»', '’', ')', ']']).len()
}

fn last_word(before: &str) -> &str {
    before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default()
}

/// Whether a lower-case word is a month, in full or abbreviated.
fn is_month(word: &str) -> bool {
    MONTHS.contains(&word) || SHORT_MONTHS.contains(&word)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())
}

fn first_word(rest: &str) -> &str {
    rest.trim_start().split(|c: char| c.is_whitespace() || ".,;:)".contains(c)).next().unwrap_or_default()
}

/// Whether the full stop after `before` ends the sentence; `rest` is the text after it.
fn stop_ends(before: &str, rest: &str) -> bool {
    let next = rest.trim_start();
    if next.is_empty() {
        return true;
    }
    // A new paragraph always begins a sentence.
    if rest.chars().take_while(|c| c.is_whitespace()).filter(|c| *c == '\n').count() > 1 {
        return true;
    }
    if next.starts_with(|c: char| c.is_lowercase()) && !starts_with_list_sign(next) {
        return false;
    }
    let word = last_word(before).trim_start_matches(['"', '”', '“', '»']);
    let lower = word.to_lowercase();
    if is_number(word) {
        let following = first_word(next).to_lowercase();
        let ordinal = is_month(&following) || following == "at" && !rest.chars().take(LONGEST).any(|c| c == '\n');
        // `1. Godkendt` begins with its number, and `den 3. Maj` goes on.
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        let label = line.strip_suffix(word).map(|l| l.trim_end().trim_end_matches('.').to_lowercase());
        let alone = !before.trim_start().contains('\n')
            && label.is_some_and(|l| ["", "ad", "pkt", "punkt", "nr", "at"].contains(&l.as_str()));
        return !(ordinal || alone);
    }
    // The initials of a name, and abbreviations.
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    if initial {
        // `A. Hansen` goes on; `stemte Ø. Sagen` and `bestående af V og A. Herefter` do not.
        return before.trim() != word && !before.ends_with('.') && is_list_before(before, word);
    }
    // `Chr. Overgaard`, `Sv. Holm`: a first name shortened to its consonants.
    let is_first_name = word.chars().count() > 1
        && word.starts_with(char::is_uppercase)
        && word.chars().skip(1).all(char::is_lowercase)
        && !lower.contains(['a', 'e', 'i', 'o', 'u', 'y', 'æ', 'ø', 'å']);
    if is_first_name && next.starts_with(char::is_uppercase) && !ABBREVIATIONS.contains(&lower.as_str()) {
        return false;
    }
    if ABBREVIATIONS.contains(&lower.as_str()) {
        return MAY_END.contains(&lower.as_str()) && next.starts_with(char::is_uppercase);
    }
    true
}

/// Whether a single capital letter after `before` is the last of a list of parties rather than an initial.
fn is_list_before(before: &str, word: &str) -> bool {
    let before = before.trim_end_matches(word).trim_end();
    let previous = last_word(before).to_lowercase();
    before.ends_with([',', ')', ':'])
        || ["og", "samt", "af", "stemte", "fra", "liste", "gruppe", "imod", "undtagen", "partiet"]
            .contains(&previous.as_str())
}

/// A bullet, `a)` or `2.`.
fn starts_with_list_sign(text: &str) -> bool {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    match first {
        Some('•' | '-' | '–' | '*' | '·' | '▪') => true,
        Some(c) if c.is_alphabetic() => second == Some(')'),
        Some(c) if c.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with([')', '.']) && rest[1..].starts_with(' ') && !goes_on_as_date(&rest[1..])
        }
        _ => false,
    }
}

fn goes_on_as_date(rest: &str) -> bool {
    let word = first_word(rest);
    is_month(&word.to_lowercase()) || word.starts_with(char::is_lowercase)
}

/// Whether the line break after `before` ends the sentence; `rest` is the text after it. Within a sentence a line break
/// is a space.
fn line_break_ends(before: &str, rest: &str) -> bool {
    let next = rest.trim_start_matches([' ', '\t']);
    if next.is_empty() || next.starts_with('\n') {
        return true;
    }
    let line = before.rsplit('\n').next().unwrap_or_default().trim_end();
    if line.is_empty() {
        return true;
    }
    let last = last_word(line).to_lowercase();
    if ["stemte", "stemmer", "med", "den", "punkt", "pkt.", "nr."].contains(&last.as_str()) {
        return false;
    }
    if starts_with_list_sign(next) {
        return true;
    }
    if line.ends_with([',', '-', '–', '(', '/']) || OPEN_ENDED.contains(&last.as_str()) {
        return false;
    }
    if is_month(&last) && next.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if line.ends_with('.') {
        return stop_ends(&before.trim_end()[..before.trim_end().len() - 1], rest);
    }
    !next.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).map(|at| &text[at]).collect()
    }

    #[test]
    fn text_without_an_end_is_cut_at_a_blank() {
        let text = "herberg takst ".repeat(2_000);
        let lengths: Vec<usize> = sentences(&text).map(|s| s.len()).collect();
        assert!(lengths.len() > 1 && lengths.iter().all(|n| *n <= LONGEST + 8), "{lengths:?}");
    }

    #[test]
    fn number_before_a_month_or_a_small_letter_ends_no_sentence() {
        for whole in [
            "Byrådet har i sit møde den 27. august 2025 vedtaget indstillingen.",
            "Mødet den 3. Maj 2012 blev aflyst.",
            "Sagen udsættes til den 2. behandling.",
            "Oversendes til 1. punkt på dagsordenen.",
            "Udsat til den 1. juli\n2022.",
            "Udsat til den\n27. august 2025.",
        ] {
            assert_eq!(cut(whole), [whole]);
        }
        assert_eq!(cut("Godkendt med 5 mod 2. Ole tog forbehold.").len(), 2);
        assert_eq!(cut("Mødet sluttede kl. 14. Næste møde er i maj.").len(), 2);
    }

    #[test]
    fn abbreviation_ends_no_sentence() {
        for whole in [
            "Jf. Lov om social service gives der bl.a. støtte.",
            "Beløbet er ca. 30 mio. kr. pr. år.",
            "Vedr. Herberget, jf. pkt. 2.",
            "P. A. Holm blev valgt.",
        ] {
            assert_eq!(cut(whole), [whole]);
        }
        assert_eq!(
            cut("Der bevilges 3 mio. kr. Sagen sendes i høring."),
            ["Der bevilges 3 mio. kr.", "Sagen sendes i høring."]
        );
        assert_eq!(cut("Imod stemte A og Ø. Sagen er vedtaget.").len(), 2);
        let whole = "Et af Chr. Overgaard stillet forslag blev forkastet.";
        assert_eq!(cut(whole), [whole]);
        let whole = "Et forslag fra V: ”Stien bygges. Broen bygges ikke” blev forkastet.";
        assert_eq!(cut(whole), [whole]);
        assert_eq!(cut("V udtalte: ”Stien bygges. Broen ikke.” Sagen blev udsat.").len(), 3);
    }

    #[test]
    fn line_break_within_a_sentence_is_a_blank() {
        assert_eq!(cut("Indstillingen blev\ngodkendt."), ["Indstillingen blev\ngodkendt."]);
        assert_eq!(cut("Godkendt\nFraværende: Ole Brink"), ["Godkendt", "Fraværende: Ole Brink"]);
        assert_eq!(cut("Godkendt.\n\nnæste"), ["Godkendt.", "næste"]);
    }

    #[test]
    fn number_of_a_list_belongs_to_its_sentence() {
        let text = "1. Godkendt.\n2. Taget til efterretning. Ole tog forbehold.";
        assert_eq!(cut(text), ["1. Godkendt.", "2. Taget til efterretning.", "Ole tog forbehold."]);
        assert_eq!(cut("Udvalget beslutter:\na) godkendt\nb) udsat").len(), 3);
    }

    #[test]
    fn sentence_around_a_place_is_found() {
        let text = "Godkendt. Næste møde er den 3. maj.";
        assert_eq!(&text[sentence_at(text, text.len() - 3)], "Næste møde er den 3. maj.");
    }

    proptest! {
        #[test]
        fn sentences_hold_all_letters_in_order(text in "(?s)[A-Za-zæøå0-9 .,;:()\n]{0,80}") {
            let joined: String = sentences(&text).map(|at| text[at].to_owned()).collect();
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&joined), letters(&text));
        }
    }
}
