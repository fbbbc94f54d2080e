//! Collects the signs for and against a candidate from its own words, its setting and its neighbours.

use super::{Context, Head};
use crate::parse::contents::Agreement;
use crate::parse::cover;
use crate::parse::fields::{self, Field};
use crate::parse::headings::{Fit, Heading};
use crate::parse::knowledge::KNOWN;
use crate::parse::numbers::{self, Form, Numbered};
use crate::parse::rows::Row;
use crate::parse::weights::{Evidence, item as w};

/// A title has at most this many letters; longer ones are sentences.
const LONGEST_WORDS: usize = 180;
/// A line between a title and its first heading is shorter than this, in letters: a presenter or a remark, not text.
const SHORT_LINE: usize = 60;
/// A heading at most this many rows below belongs to the item, about one page. Further off it is no evidence.
const BELOW: usize = 60;

impl Context<'_> {
    /// Adds all signs to `head`. `agreement` is its match with the list of contents.
    pub(super) fn gather(&self, head: &mut Head, agreement: Option<Agreement>) {
        self.by_contents(head, agreement);
        self.by_what_follows(head);
        self.by_setting(head);
        match head.number.clone() {
            Some(number) => self.by_number(head, &number),
            None => self.by_lack_of_number(head),
        }
        self.by_words(head);
        self.by_neighbours(head);
    }

    fn words<'a>(&'a self, head: &Head) -> &'a str {
        &self.text(head.title.start)[head.title_at..]
    }

    fn by_contents(&self, head: &mut Head, agreement: Option<Agreement>) {
        // If the list numbers its entries, its unnumbered lines are no items.
        let other =
            head.entry.is_some_and(|e| self.contents.entries[e].number.is_none()) && self.contents.is_numbered();
        let numbered = head.entry.is_some_and(|e| self.contents.entries[e].number.is_some());
        let lone = head.number.is_none() && numbered && self.contents.is_numbered() && !self.words(head).contains(' ');
        add(head, lone, w::NUMBER_IN_CONTENTS);
        match agreement.filter(|_| !other) {
            Some(Agreement::Full) => head.evidence.push(w::IN_CONTENTS),
            Some(Agreement::Partly) => head.evidence.push(w::PARTLY_IN_CONTENTS),
            None => {
                // A list often omits closed items.
                let missing = !self.contents.is_empty() && !other && !fields::is_closed(self.words(head));
                add(head, missing, w::NOT_IN_CONTENTS);
            }
        }
    }

    fn by_what_follows(&self, head: &mut Head) {
        let next = head.rows.end;
        let after = (next..next + 3).find(|at| !self.is_field(*at)).unwrap_or(next + 3);
        let field = (next..after).find_map(|at| self.fields[at]);
        let heading = self.headings.get(after).and_then(Option::as_ref);
        let follows = heading.is_some_and(|h| h.is_sure() && !self.names_document(head, h));
        let near = heading.is_none()
            && field.is_none()
            && self.heads_section(after + 1)
            && self.rows.rows[after].width() < SHORT_LINE;
        add(head, field == Some(Field::Presenter), w::PRESENTER_FOLLOWS);
        let in_title = head.number.is_some() && fields::presenter_in_title(self.words(head)).is_some();
        add(head, in_title && field.is_none(), w::PRESENTER_IN_TITLE);
        add(head, field == Some(Field::Codes), w::CODES_FOLLOW);
        add(head, follows, w::HEADING_FOLLOWS);
        add(head, heading.is_some_and(|h| matches!(h.fit, Fit::Weak | Fit::Sentence)), w::WEAK_HEADING_FOLLOWS);
        add(head, near, w::HEADING_NEAR);
        add(head, !follows && !near && self.has_heading_below(head), w::HEADING_BELOW);
    }

    /// `Referat` below a line of the cover is the document's own kind: nothing numbered is above it.
    fn names_document(&self, head: &Head, heading: &Heading) -> bool {
        head.number.is_none()
            && KNOWN.contents.headings_on_covers.contains(&heading.key)
            && self.next_number.first().is_some_and(|first| *first > head.rows.start && *first < self.rows.len())
    }

    /// A section heading comes before the next possible item number, with no unnumbered item in between.
    fn has_heading_below(&self, head: &Head) -> bool {
        let from = head.rows.end;
        let Some(heading) = self.next_heading.get(from).copied() else { return false };
        let named = head.number.as_ref().is_some_and(|n| n.form == Form::Labelled || head.title_at > 0);
        named
            && heading < self.next_number[from].min(from + BELOW)
            && !(from + 1..heading).any(|at| self.fields[at] == Some(Field::Presenter))
    }

    fn by_setting(&self, head: &mut Head) {
        let first = &self.rows.rows[self.set_row(head)];
        let top = &self.rows.rows[head.rows.start];
        add(head, top.gap > 0, w::BLOCK);
        add(head, top.gap > 2, w::WIDE_GAP);
        add(head, top.page_top, w::PAGE_TOP);
        add(head, first.bold, w::BOLD);
        add(head, first.larger, w::LARGER);
        add(head, top.indent > 6.0, w::INDENTED);
        let over = head.rows.start.checked_sub(1).is_none_or(|above| !self.rows.is_wrapped(above));
        add(head, self.rows.is_unspaced() && over, w::UNSPACED);
    }

    /// The row that shows how the head is set: the title's, because a number on its own row may be set plain.
    fn set_row(&self, head: &Head) -> usize {
        head.number.as_ref().map_or(head.title.start, |_| head.title.start.min(head.rows.end - 1))
    }

    fn by_number(&self, head: &mut Head, number: &Numbered) {
        let amount = KNOWN.titles.amount.is_match(self.words(head));
        let first = number.levels.first();
        add(head, number.form == Form::Labelled, w::LABELLED);
        add(head, number.form == Form::Bracketed, w::BRACKETED);
        add(head, number.form == Form::Joined, w::JOINED);
        add(head, number.levels.depth() == 2, w::DEEP);
        add(head, amount, w::AMOUNT);
        add(head, first > 1900 || first == 0 && number.form != Form::Extra, w::AMOUNT);
        add(head, number.form == Form::Extra, w::MARKED);
        add(head, number.form == Form::Letter, w::LETTER);
        add(head, number.form == Form::Labelled && is_point(self.text(head.rows.start)), w::AD);
    }

    fn by_lack_of_number(&self, head: &mut Head) {
        let last = &self.rows.rows[head.title.end - 1];
        let above = head.rows.start.checked_sub(1).map_or("", |r| self.text(r));
        let numbered = numbers::read(above).is_some_and(|n| n.title_at < above.len());
        add(head, true, w::UNNUMBERED);
        add(head, head.title.len() > 1 && last.ends_sentence(), w::PARAGRAPH);
        add(head, self.rows.repetitions(head.title.start) > 2, w::REPETITIVE);
        add(head, numbered, w::UNDER_HEAD);
        let under_heading = head.rows.start.checked_sub(1).and_then(|r| self.headings[r].as_ref());
        let under_heading = under_heading.is_some_and(|h| h.is_sure() && h.rest_at.is_none());
        add(head, under_heading, w::UNDER_HEADING);
    }

    fn by_words(&self, head: &mut Head) {
        let words = self.words(head);
        let last = &self.rows.rows[head.title.end - 1];
        let (end, case_number) = fields::split_title(last.text());
        let titles = &KNOWN.titles;
        add(head, titles.mark.is_match(words) || titles.mark.is_match(end), w::MARKED);
        add(head, case_number.is_some(), w::CASE_NUMBER_IN_TITLE);
        add(head, titles.standing.is_match(words), w::STANDING);
        add(head, words.starts_with(char::is_lowercase), w::LOWERCASE);
        add(head, end.ends_with([',', ';', ':']), w::BROKEN_OFF);
        // Old protocols end their titles in a full stop.
        let labelled = head.number.as_ref().is_some_and(|n| n.form == Form::Labelled) && head.title.len() == 1;
        let one = labelled && !fields::has_two_sentences(words);
        add(head, last.ends_sentence() && !end.ends_with("vt.") && !one, w::SENTENCE);
        add(head, words.chars().count() > LONGEST_WORDS, w::LONG);
        add(head, words.contains('\t'), w::COLUMNS);
    }

    /// Adds signs that the row belongs to a list or a paragraph around it.
    fn by_neighbours(&self, head: &mut Head) {
        let top = &self.rows.rows[head.rows.start];
        let before = head.rows.start.checked_sub(1).and_then(|r| self.rows.get(r));
        let adjacent = top.gap == 0 && !top.page_top;
        let goes_on = adjacent
            && before.is_some_and(|b| !b.ends_sentence() && !cover::states_people(b.text()))
            && self.rows.is_wrapped(head.rows.start - 1)
            && !top.bold;
        add(head, goes_on, w::MID_PARAGRAPH);
        let Some(levels) = head.levels() else { return };
        let counts = |row: Option<&Row>, by: i32| {
            row.and_then(|r| numbers::read(r.text())).is_some_and(|n| Some(n.levels) == levels.step(by))
        };
        let below = self.rows.get(head.rows.end).and_then(|r| numbers::read(r.text()));
        let child = below.is_some_and(|n| Some(n.levels) == levels.child());
        let after = self.rows.get(head.rows.end).filter(|r| r.gap == 0);
        let labelled = head.number.as_ref().is_some_and(|n| n.form == Form::Labelled);
        let listed = counts(before.filter(|_| top.gap == 0), -1) || counts(after, 1);
        add(head, child, w::CHILD_FOLLOWS);
        add(head, listed && !labelled, w::IN_LIST);
    }
}

/// `Ad 1.`: a point of the item's own proposal, unless the meeting numbers its items so.
fn is_point(text: &str) -> bool {
    text[numbers::bullet(text)..].to_lowercase().strip_prefix("ad").is_some_and(|r| !r.starts_with(char::is_alphabetic))
}

fn add(head: &mut Head, holds: bool, sign: Evidence) {
    if holds {
        head.evidence.push(sign);
    }
}
