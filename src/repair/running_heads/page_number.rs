//! Reads lines with nothing but a page's number.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::source::Page;

/// `3`, `- 3 -`, `Side 3`, `Side 3 af 17`, `3/17`, `s. 3`, `Page 3 of 17`, `iv`, `Side iv`.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ [-–—\[(|\s]* (?:(side|page|pag\.|s\.)\s*:?\s*)? (?:(\d{1,4})|([ivx]{1,6}))
          (?:\s*(af|of|/)\s*\d{1,4})? [-–—\])|\s.]* $",
    )
    .ok()
});

/// The number of a line that is nothing but a page's number.
pub(super) fn read(text: &str) -> Option<u32> {
    number(text).map(|(number, _)| number)
}

/// The number, and whether a word or a total marks it as a page's.
fn number(text: &str) -> Option<(u32, bool)> {
    let found = NUMBER.as_ref()?.captures(text.trim())?;
    let number = match (found.get(2), found.get(3)) {
        (Some(digits), _) => digits.as_str().parse().ok()?,
        (None, Some(letters)) => roman(letters.as_str())?,
        _ => return None,
    };
    Some((number, found.get(1).is_some() || found.get(4).is_some_and(|of| of.as_str() != "/")))
}

/// `Side iv` at the end of a line as `Side 4`.
pub(super) fn with_digits(text: &str) -> Cow<'_, str> {
    let text = text.trim_end();
    let Some((before, last)) = text.rsplit_once(char::is_whitespace) else { return text.into() };
    let is_page = || before.trim_end().to_lowercase().ends_with("side");
    match roman(last).filter(|number| *number > 0 && is_page()) {
        Some(number) => format!("{before} {number}").into(),
        None => text.into(),
    }
}

/// A roman number below forty, as used in front matter; `None` for letters in another order.
fn roman(letters: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    if !letters.bytes().all(|b| b"ivxIVX".contains(&b)) {
        return None;
    }
    let letters = letters.to_lowercase();
    let ones = letters.trim_start_matches('x');
    // `ix` does not begin with a second x, so the part cut off is tens.
    let tens = letters.len() - ones.len();
    let ones = ONES.iter().position(|one| *one == ones)?;
    (tens < 4).then_some(10 * tens as u32 + ones as u32)
}

/// In a document of one page: marks `Side n` lines with ascending numbers.
pub(super) fn mark_rising(pages: &mut [Page]) {
    let lines = || pages.iter().enumerate().flat_map(|(p, page)| (0..page.lines.len()).map(move |i| (p, i)));
    let sure = |(p, i): (usize, usize)| match number(&pages[p].lines[i].text) {
        Some((number, true)) => Some((p, i, number)),
        _ => None,
    };
    let found: Vec<(usize, usize, u32)> = lines().filter_map(sure).collect();
    if found.len() < 2 || !found.is_sorted_by(|a, b| a.2 < b.2) {
        return;
    }
    for (page, line, _) in found {
        pages[page].lines[line].running = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_in_all_their_dresses() {
        for text in ["3", " - 3 - ", "Side 3", "SIDE 3 af 17", "3/17", "s. 3", "[3]", "iii", "Side iii", "| 3"] {
            assert_eq!(read(text), Some(3), "{text}");
        }
        assert_eq!(read("xiv"), Some(14));
    }

    #[test]
    fn roman_page_number_ends_a_line_as_digits() {
        assert_eq!(with_digits("åben   Side vii "), "åben   Side 7");
        assert_eq!(with_digits("Sagen mod vi"), "Sagen mod vi");
    }

    #[test]
    fn other_numbers_are_none() {
        for text in ["1.4", "3,5 mio.", "20-03-2013", "2013 og 2014", "Punkt 3", "12345", "", "Side", "vix"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
