//! Positions of a search's words on a page.

use std::ops::Range;

use crate::archive::{ArchiveError, Snapshot};
use crate::query::Question;
use crate::source::{Place, PlacedWord, Sheet};

/// Before these words a hyphen at the end of a line stays: *børne-* and *og ungeområdet*.
const JOINING: [&str; 4] = ["og", "eller", "samt", "til"];

/// The positions of the words of a search, in points.
///
/// # Errors
///
/// Those of [`Snapshot::spot`].
pub(super) fn of(snapshot: &Snapshot, sheet: &Sheet, request: &Question) -> Result<Vec<Place>, ArchiveError> {
    let (text, pieces) = joined(&sheet.words);
    let spotted = snapshot.spot(request, &text)?;
    Ok(places(&sheet.words, &text, &pieces, &spotted))
}

/// The words as a text, one parted at a line's end joined again, and the bytes of each word.
fn joined(words: &[PlacedWord]) -> (String, Vec<Range<usize>>) {
    let (mut text, mut pieces) = (String::new(), Vec::with_capacity(words.len()));
    for (n, word) in words.iter().enumerate() {
        let before = n.checked_sub(1).map(|n| &words[n]);
        match before {
            Some(before) if goes_on(before, word) => {
                let hyphen = text.chars().next_back().map_or(0, char::len_utf8);
                text.truncate(text.len() - hyphen);
                let first: &mut Range<usize> = &mut pieces[n - 1];
                first.end -= hyphen;
            }
            Some(_) => text.push(' '),
            None => {}
        }
        let start = text.len();
        text.push_str(&word.text);
        pieces.push(start..text.len());
    }
    (text, pieces)
}

/// True where a word is the rest of the one before it.
fn goes_on(before: &PlacedWord, word: &PlacedWord) -> bool {
    let parted = before.text.ends_with(['-', '\u{ad}']) && before.text.chars().count() > 1;
    let below = word.place.top > before.place.top + 0.5 * (before.place.bottom - before.place.top);
    let begins_small = word.text.chars().next().is_some_and(char::is_lowercase);
    // The hyphen of *MED-udvalget* belongs to the word.
    let is_short_form = before.text.chars().rev().nth(1).is_some_and(char::is_uppercase);
    parted && !is_short_form && below && begins_small && !JOINING.contains(&word.text.as_str())
}

/// Both are in order.
fn places(words: &[PlacedWord], text: &str, pieces: &[Range<usize>], spotted: &[Range<usize>]) -> Vec<Place> {
    let mut places = Vec::new();
    for at in spotted {
        let first = pieces.partition_point(|piece| piece.end <= at.start);
        let touched = pieces.iter().enumerate().skip(first).take_while(|(_, piece)| piece.start < at.end);
        places.extend(touched.map(|(n, piece)| {
            let within = at.start.max(piece.start)..at.end.min(piece.end);
            part(words[n].place, text, piece, &within)
        }));
    }
    places
}

/// The box of a part of a word, by its share of the letters. Punctuation at the ends does not shrink the box.
fn part(place: Place, text: &str, word: &Range<usize>, part: &Range<usize>) -> Place {
    let is_upright = place.right - place.left >= place.bottom - place.top;
    let rest = [&text[word.start..part.start], &text[part.end..word.end]];
    if !is_upright || rest.iter().all(|r| !r.contains(char::is_alphanumeric)) {
        return place;
    }
    let letters = |range: Range<usize>| text[range].chars().count() as f32;
    let letter = (place.right - place.left) / letters(word.clone()).max(1.0);
    Place {
        left: place.left + letter * letters(word.start..part.start),
        right: place.right - letter * letters(part.end..word.end),
        ..place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: f32, top: f32) -> PlacedWord {
        let right = left + 5.0 * text.chars().count() as f32;
        PlacedWord { text: text.into(), place: Place { left, top, right, bottom: top + 10.0 } }
    }

    #[test]
    fn word_parted_at_a_line_end_has_two_boxes() {
        let words = [
            word("herbergs-", 50.0, 100.0),
            word("pladser,", 10.0, 112.0),
            word("a-", 60.0, 112.0),
            word("b", 75.0, 112.0),
        ];
        let (text, pieces) = joined(&words);
        assert_eq!(text, "herbergspladser, a- b");
        let at = 0.."herbergspladser".len();
        assert_eq!(places(&words, &text, &pieces, &[at]), [words[0].place, words[1].place]);
    }

    #[test]
    fn hanging_part_keeps_its_hyphen() {
        let words = [word("børne-", 50.0, 100.0), word("og", 10.0, 112.0)];
        assert_eq!(joined(&words).0, "børne- og");
        let words = [word("MED-", 50.0, 100.0), word("udvalget", 10.0, 112.0)];
        assert_eq!(joined(&words).0, "MED- udvalget");
    }

    #[test]
    fn part_of_a_word_has_its_share_of_the_box() {
        let words = [word("takster/herberg", 100.0, 100.0)];
        let (text, pieces) = joined(&words);
        let found = places(&words, &text, &pieces, std::slice::from_ref(&(8..15)));
        assert_eq!((found[0].left, found[0].right), (140.0, 175.0));
    }
}
