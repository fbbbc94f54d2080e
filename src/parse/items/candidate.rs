//! Decides which rows could head an item, and how far their titles reach.

use std::ops::Range;

use super::look::Look;
use super::{Context, Head};
use crate::parse::cover;
use crate::parse::fields::{self, Field};
use crate::parse::folding::key;
use crate::parse::headings::Fit;
use crate::parse::knowledge::KNOWN;
use crate::parse::numbers::{self, Form, Levels, Numbered};
use crate::parse::rows::Row;
use crate::parse::weights::{Evidence, item as w};

/// More rows than this are a paragraph, not a title.
const LONGEST_TITLE: usize = 4;
/// The longest title without a number, in letters: about one printed line. A longer line is text.
const LONGEST_PLAIN_TITLE: usize = 90;
/// The longest such title with a full stop, in letters. It is shorter because most lines with a full stop are
/// sentences.
const LONGEST_STOPPED_TITLE: usize = 60;
/// At most this many rows of codes separate a number from its title: case number, KLE number and initials.
const MOST_CODES: usize = 3;

/// A row without a number needs one of these signs to be a candidate.
const CARRIES_UNNUMBERED: [Evidence; 5] =
    [w::PRESENTER_FOLLOWS, w::CODES_FOLLOW, w::HEADING_FOLLOWS, w::IN_CONTENTS, w::CODES_BEFORE];

impl Context<'_> {
    /// Reads the row as the first of a head.
    pub(super) fn candidate(&self, first: usize) -> Option<Head> {
        if self.contents.rows.contains(&first) {
            return None;
        }
        let text = self.text(first);
        match numbers::read(text) {
            Some(n) if n.title_at < text.len() => self.titled(first, first, n.title_at, Some(n)),
            Some(n) => self.number_alone(first, n),
            None => self.unnumbered(first),
        }
    }

    /// A title without a number on a line of its own above its text, judged from the row and its neighbours.
    pub(super) fn plain_title(&self, first: usize) -> Option<Head> {
        let row = self.rows.get(first)?;
        let below = self.rows.get(first + 1)?;
        let over = first.checked_sub(1).is_none_or(|above| {
            self.rows.rows[above].ends_sentence() || self.rows.is_unspaced() && !self.rows.is_wrapped(above)
        });
        let apart = row.starts_block() || row.bold && !below.bold || over;
        // Old minutes end their titles in a full stop; white space then shows that the line is one.
        let stopped = row.gap > 0 && below.gap == 0 && row.width() <= LONGEST_STOPPED_TITLE;
        let ended = row.ends_sentence() && (!stopped || fields::has_two_sentences(row.text()));
        let decides = KNOWN.decisions.made.is_match(row.text()) || row.text().ends_with("til efterretning.");
        let ended = ended || decides;
        let heads = apart && below.gap <= 1 && row.width() <= LONGEST_PLAIN_TITLE && !ended;
        let new = self.candidate(first).is_none() && self.may_be_title(first) && numbers::read(row.text()).is_none();
        (heads && new).then(|| self.titled(first, first, 0, None)).flatten()
    }

    /// The number has a line to itself; the title is below it, or below the codes after it.
    fn number_alone(&self, first: usize, number: Numbered) -> Option<Head> {
        let next = (first + 1..=first + 1 + MOST_CODES).find(|at| self.fields.get(*at) != Some(&Some(Field::Codes)))?;
        let row = self.rows.get(next)?;
        let free = self.fields[next].is_none() && !self.heads_section(next) && !row.bulleted();
        let near = row.gap <= 2 || number.form == Form::Labelled;
        let lone = numbers::read(row.text()).is_none_or(|n| n.title_at < row.text().len());
        // Codes that belong to a label-like number only: "12" may be a page's.
        let codes = next == first + 1 || number.form == Form::Labelled;
        if !(free && near && lone && codes) || self.contents.rows.contains(&next) {
            return None;
        }
        self.titled(first, next, 0, Some(number))
    }

    fn unnumbered(&self, first: usize) -> Option<Head> {
        if !self.may_be_title(first) {
            return None;
        }
        let head = self.titled(first, first, 0, None)?;
        CARRIES_UNNUMBERED.iter().any(|e| head.has(*e)).then_some(head)
    }

    /// The row is no heading, field, list entry or line of the cover.
    fn may_be_title(&self, at: usize) -> bool {
        let row = &self.rows.rows[at];
        let heading = self.headings[at].as_ref().is_some_and(|h| h.fit != Fit::Weak);
        !heading
            && self.fields[at].is_none()
            && fields::short_label(row.text()).is_none()
            && !KNOWN.contents.headers.contains(&row.key)
            && !row.bulleted()
            && !self.contents.rows.contains(&at)
            && !cover::states_fact(row.text())
    }

    fn titled(&self, first: usize, title: usize, title_at: usize, mut number: Option<Numbered>) -> Option<Head> {
        let words = &self.text(title)[title_at..];
        if words.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            return None;
        }
        let levels = number.as_ref().map(|n| n.levels);
        let entry = self.contents.entry(levels, &key(words));
        let end = self.title_end(title, title_at, entry.map(|e| e.0));
        let mut rows = first..end;
        let mut evidence = vec![w::BASE];
        rows.end = self.second_printing(&rows, title..end, title_at, levels, &mut evidence);
        if number.is_none()
            && let Some(below) = self.number_below(rows.end)
        {
            number = Some(below);
            rows.end += 1;
            rows.end = self.second_printing(&rows, title..end, title_at, levels, &mut evidence);
        }
        if self.has_codes_above(first) || number.is_some() && self.has_own_codes_above(first, rows.end) {
            rows.start = first - 1;
            evidence.push(w::CODES_BEFORE);
        }
        let mut head = Head {
            under_group: rows.start.checked_sub(1).is_some_and(|above| self.names_group(above)),
            look: Look::of(self, first, rows.end, number.as_ref()),
            rows,
            title: title..end,
            title_at,
            number,
            entry: entry.map(|e| e.0),
            evidence,
        };
        self.gather(&mut head, entry.map(|e| e.1));
        Some(head)
    }

    /// `Sag nr. 24` under the title. Under a sentence it belongs to the next item.
    fn number_below(&self, at: usize) -> Option<Numbered> {
        let text = self.text(at);
        let number = numbers::read(text).filter(|n| n.form == Form::Labelled && n.title_at == text.len())?;
        let over = at.checked_sub(1).and_then(|above| self.rows.get(above))?;
        (!over.ends_sentence()).then_some(number)
    }

    /// A line of codes right above a number, where none follows the title.
    fn has_own_codes_above(&self, first: usize, after: usize) -> bool {
        let codes = |at: usize| self.fields.get(at) == Some(&Some(Field::Codes));
        first.checked_sub(1).is_some_and(codes) && !first.checked_sub(2).is_some_and(codes) && !codes(after)
    }

    fn has_codes_above(&self, first: usize) -> bool {
        let above = first.checked_sub(1).filter(|a| self.fields[*a] == Some(Field::Codes));
        let over = |a: usize| a.checked_sub(1).is_some_and(|o| self.rows.rows[o].ends_sentence());
        above.is_some_and(|a| self.rows.rows[a].starts_block() || over(a))
    }

    /// Where the title ends: as in the list of contents, or at the first row of another kind.
    fn title_end(&self, title: usize, title_at: usize, entry: Option<usize>) -> usize {
        let mut joined = key(&self.text(title)[title_at..]);
        let mut end = title + 1;
        let wanted = entry.map(|e| self.contents.entries[e].key.as_str());
        while end < title + LONGEST_TITLE && self.goes_on(end, wanted.is_some()) {
            let next = &self.rows.rows[end];
            if let Some(wanted) = wanted {
                let longer = format!("{joined}{}", next.key);
                if joined.len() >= wanted.len() || !(wanted.starts_with(&longer) || longer.starts_with(wanted)) {
                    break;
                }
                joined = longer;
            }
            end += 1;
        }
        if wanted.is_none() && end > title + 1 && self.runs_into_text(title, end) { title + 1 } else { end }
    }

    /// The supposed rows of a title are a title and the paragraph under it.
    fn runs_into_text(&self, title: usize, end: usize) -> bool {
        let (first, second, last) = (&self.rows.rows[title], &self.rows.rows[title + 1], &self.rows.rows[end - 1]);
        let sentence = second.text().starts_with(char::is_uppercase) && !first.ends_sentence() && last.ends_sentence();
        let set = first.bold || first.larger;
        let ended = self.is_field(end) || self.heads_section(end) || self.rows.get(end).is_none_or(Row::starts_block);
        self.goes_on(end, false) || !set && (sentence || !ended && !self.rows.is_wrapped(title))
    }

    /// The row may continue a title from above.
    fn goes_on(&self, row: usize, known: bool) -> bool {
        let (Some(this), Some(before)) = (self.rows.get(row), self.rows.get(row.wrapping_sub(1))) else { return false };
        let same_look = (this.bold, this.larger) == (before.bold, before.larger);
        let full = self.rows.is_full(row - 1) || this.bold || this.larger || before.text().ends_with('-');
        (this.gap == 0 && !this.page_top || known && this.gap <= 1 && !this.page_top)
            && same_look
            && (known || full)
            && self.fields[row].is_none()
            && !self.contents.rows.contains(&row)
            && !self.heads_section(row)
            && !this.bulleted()
            && (known || numbers::read(this.text()).is_none())
            && !before.ends_sentence()
            && !fields::ends_in_case_number(before.text())
    }

    /// Where the head ends if it is printed twice.
    fn second_printing(
        &self,
        rows: &Range<usize>,
        title: Range<usize>,
        at: usize,
        levels: Option<Levels>,
        evidence: &mut Vec<Evidence>,
    ) -> usize {
        let Some(next) = self.rows.get(rows.end).filter(|_| !self.contents.rows.contains(&rows.end)) else {
            return rows.end;
        };
        let number = numbers::read(next.text());
        let from = number.as_ref().map_or(0, |n| n.title_at);
        let same = number.is_none_or(|n| Some(n.levels) == levels)
            && key(&next.text()[from..]) == key(&self.text(title.start)[at..]);
        if !same || levels.is_none() && title.len() > 1 {
            return rows.end;
        }
        evidence.push(w::REPEATED);
        (rows.end + title.len()).min(self.rows.len())
    }
}
