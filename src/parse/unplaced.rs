//! Finds text outside all items that is not part of the cover.
//!
//! A reader must find each sentence, however the items were found. Rows before the first item are the cover as long as
//! they read like one: names, labels, dates, a greeting. They are text from the first numbered title over a sentence
//! on, or where several sentences occur; the same holds for rows behind the last item. [`ranges`] finds such rows, and
//! the caller makes items of them. In doubt a row stays with the cover, which `parse` and the page also show.

use std::ops::Range;

use super::assemble::Role;
use super::numbers::{self, Form};
use super::rows::Rows;

/// Words of the shortest sentence with content: `Rådet konstituerer sig på næste møde.`
const SENTENCE_WORDS: usize = 6;
/// This many sentences are a text. A cover may greet, call the meeting and name the place, in three sentences.
const MIN_SENTENCES: usize = 4;

/// The rows of text outside all items, in order. `roles` has the role of each row.
pub(super) fn ranges(rows: &Rows, roles: &[Role], first_item: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < roles.len() {
        let end = (at..roles.len()).find(|&row| roles[row] != Role::Front).unwrap_or(roles.len());
        let start =
            if at < first_item { text_start(rows, at..end.min(first_item)) } else { closing_start(rows, at..end) };
        found.extend(start.map(|start| start..end));
        at = end + 1;
    }
    found.retain(|range| !range.is_empty());
    found
}

/// Where a text begins among rows of a possible cover.
fn text_start(rows: &Rows, of: Range<usize>) -> Option<usize> {
    let titled = of.clone().find(|&row| heads_text(rows, row, of.end));
    let sentences: Vec<usize> = of.filter(|&row| is_sentence(rows, row)).collect();
    let told = sentences.first().copied().filter(|_| sentences.len() >= MIN_SENTENCES);
    match (titled, told) {
        (Some(title), Some(told)) => Some(title.min(told)),
        (title, told) => title.or(told),
    }
}

/// Where a text begins behind the last item; a signature and the time of closing do not count.
fn closing_start(rows: &Rows, of: Range<usize>) -> Option<usize> {
    let start = of.clone().find(|&row| is_sentence(rows, row))?;
    (of.filter(|&row| is_sentence(rows, row)).count() >= MIN_SENTENCES).then_some(start)
}

/// A numbered title right above a sentence.
fn heads_text(rows: &Rows, row: usize, end: usize) -> bool {
    let text = rows.rows[row].text();
    let is_title = numbers::read(text).is_some_and(|n| {
        let title = &text[n.title_at..];
        matches!(n.form, Form::Dotted | Form::Labelled | Form::Bracketed) && title.starts_with(char::is_uppercase)
    });
    is_title && row + 1 < end && is_sentence(rows, row + 1)
}

fn is_sentence(rows: &Rows, row: usize) -> bool {
    let Some(row) = rows.get(row) else { return false };
    let words = row
        .text()
        .split_whitespace()
        .filter(|word| word.chars().all(|ch| ch.is_alphabetic() || ".,;:()-–".contains(ch)));
    let small = words.clone().filter(|word| word.starts_with(char::is_lowercase)).count();
    row.ends_sentence() && words.count() >= SENTENCE_WORDS && small >= SENTENCE_WORDS / 2
}
