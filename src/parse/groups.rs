//! Builds the outline of a document: items under groups, displaced numbers put back, and sections.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::contents::Contents;
use super::fields::{self, Field};
use super::folding::key;
use super::headings::{self, Heading};
use super::items::{self, Context, Head};
use super::knowledge::KNOWN;
use super::numbers::{self, Form, Levels};
use super::rows::Rows;
use super::sections::{self, Candidate, Span, Template, unheaded};
use super::text::{Join, Piece, wrap};
use crate::model::SectionKind;

/// A label under this many titles belongs to the template. Two may be a coincidence.
const MANY_LABELS: usize = 3;
/// This near to the end, in rows, a line closing the meeting needs no white space above: a signature or two may follow
/// it.
const LAST_ROWS: usize = 4;
/// A longer line, in letters, is no label for a value below it.
const LONGEST_LABEL: usize = 30;
/// A cell of a matrix of bodies has at most this many letters: initials or a cross.
const LONGEST_CELL: usize = 4;
/// A longer row, in letters, is a sentence and names no group.
const LONGEST_GROUP: usize = 80;

/// One item of the outline.
#[derive(Debug)]
pub(super) struct OutlineItem {
    pub head: Head,
    /// As printed, or restored from the sequence.
    pub number: Option<String>,
    /// The number was not printed with the title.
    pub number_restored: bool,
    pub group: Option<String>,
    /// Rows between the head and the text: presenter, codes.
    pub fields: Range<usize>,
    pub spans: Vec<Span>,
    pub rejected: Vec<Candidate>,
}

/// The structure found in a document's rows.
pub(super) struct Outline {
    pub contents: Contents,
    pub fields: Vec<Option<Field>>,
    pub items: Vec<OutlineItem>,
    /// Rows that head a group, in order.
    pub group_rows: Vec<usize>,
    /// Rows with nothing but a displaced number, in order.
    pub number_rows: Vec<usize>,
    pub rejected: Vec<Head>,
}

impl Outline {
    pub(super) fn of(rows: &Rows) -> Self {
        let contents = Contents::find(rows);
        let mut found: Vec<Option<Heading>> = rows.rows.iter().map(|r| headings::read(r.text())).collect();
        let mut row_fields: Vec<Option<Field>> = rows.rows.iter().map(|r| fields::read(r.text())).collect();
        drop_values(rows, &mut found);
        drop_entries(rows, &mut found);
        confirm_alone(&mut found);
        mark_matrices(rows, &mut row_fields);
        found[contents.rows.clone()].fill(None);
        row_fields[contents.rows.clone()].fill(None);
        let heads = items::find(&Context::new(rows, &contents, &found, &row_fields));
        let mut out = Self {
            contents,
            fields: row_fields,
            items: Vec::new(),
            group_rows: Vec::new(),
            number_rows: Vec::new(),
            rejected: heads.rejected,
        };
        out.learn_labels(rows, &found, &heads.chosen);
        out.group(rows, &found, heads.chosen);
        out.restore_numbers(rows);
        out.split(rows, &found);
        out
    }

    /// Takes `Formål: Orientering` right under a title as a field where the label occurs under many titles.
    fn learn_labels(&mut self, rows: &Rows, found: &[Option<Heading>], heads: &[Head]) {
        let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
        for head in heads {
            let at = (head.rows.end..rows.len()).find(|at| self.fields[*at].is_none());
            let Some(at) = at.filter(|at| found[*at].as_ref().is_none_or(|h| !h.is_sure())) else { continue };
            if let Some(label) = fields::short_label(rows.rows[at].text()) {
                seen.entry(key(label)).or_default().push(at);
            }
        }
        let many = |at: &&Vec<usize>| at.len() >= MANY_LABELS && at.len() * 10 >= heads.len() * 4;
        for at in seen.values().filter(many).flatten() {
            self.fields[*at] = Some(Field::Codes);
        }
    }

    /// Separates groups from items and assigns each item its group.
    fn group(&mut self, rows: &Rows, found: &[Option<Heading>], chosen: Vec<Head>) {
        let mut group: Option<(Option<Levels>, String)> = None;
        let mut end = 0;
        let mut chosen = chosen.into_iter().peekable();
        while let Some(head) = chosen.next() {
            if let Some(at) = self.group_above(rows, found, end, &head) {
                self.group_rows.push(at);
                group = Some((None, group_name(rows.rows[at].text())));
            }
            let levels = head.levels();
            let below = chosen.peek().filter(|next| next.rows.start == head.rows.end && is_parent_of(&head, next));
            if below.is_some() {
                let name = title(rows, &head, &self.contents);
                let letter = head.number.as_ref().filter(|n| n.form == Form::Letter).map(|n| n.printed.as_str());
                group = Some((levels, letter.map_or(name.clone(), |l| format!("{l}. {name}"))));
                self.group_rows.extend(head.rows.clone());
                end = head.rows.end;
                continue;
            }
            // A number of the group's own level ends it.
            let over = group.as_ref().filter(|(g, _)| g.is_none() || levels.is_none_or(|l| l.parent() == *g));
            if over.is_none() {
                group = None;
            }
            let next = chosen.peek().map_or(rows.len(), |n| n.rows.start);
            // Some documents print the group again under each title, or only there.
            let below = self.group_below(rows, head.rows.end, next, group.as_ref().map(|g| g.1.as_str()));
            if let Some(name) = below {
                group = Some((None, name));
            }
            let from = head.rows.end;
            let fields = from..self.fields_end(rows, from + usize::from(repeats_group(&group, rows, from, next)), next);
            end = fields.end;
            self.items.push(OutlineItem {
                number: head.number.as_ref().map(|n| n.printed.clone()),
                number_restored: false,
                group: group.as_ref().map(|g| g.1.clone()),
                fields,
                spans: Vec::new(),
                rejected: Vec::new(),
                head,
            });
        }
    }

    /// A row right above a head that names a group.
    fn group_above(&self, rows: &Rows, found: &[Option<Heading>], from: usize, head: &Head) -> Option<usize> {
        let at = head.rows.start.checked_sub(1).filter(|at| *at >= from && !self.contents.rows.contains(at))?;
        let (row, first) = (&rows.rows[at], &rows.rows[head.rows.start]);
        let text = row.text();
        let lone_number = numbers::read(text).is_some_and(|n| n.title_at == text.len());
        let plain = self.fields[at].is_none()
            && !row.bulleted()
            && !row.ends_sentence()
            && !lone_number
            && row.width() <= LONGEST_GROUP
            && text.starts_with(char::is_uppercase)
            && !text.contains('\t')
            && found[at].as_ref().is_none_or(|h| h.fit == headings::Fit::Weak);
        let known = self.contents.entry(None, &row.key).is_some_and(|(e, _)| self.contents.entries[e].number.is_none());
        let under_heading = at.checked_sub(1).is_some_and(|a| found[a].as_ref().is_some_and(|h| h.rest_at.is_none()));
        // A line above many items is no group: the body's name may be printed above each.
        let capitals =
            rows.repetitions(at) < 3 && text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
        let set = (row.bold || row.larger) && (first.bold || first.larger);
        let over = at.checked_sub(1).is_some_and(|a| rows.rows[a].ends_sentence()) || rows.is_unspaced();
        let apart = row.starts_block()
            || rows.is_unspaced() && KNOWN.groups.lettered.is_match(text)
            || (over || under_heading) && fields::is_closed(text);
        (plain
            && (!under_heading || fields::is_closed(text))
            && apart
            && (known || set || capitals || KNOWN.groups.named.is_match(text) || KNOWN.groups.lettered.is_match(text)))
        .then_some(at)
    }

    /// The name of a lettered group right under a title, unless it is the current one.
    fn group_below(&self, rows: &Rows, at: usize, to: usize, current: Option<&str>) -> Option<String> {
        let text = rows.get(at).filter(|_| at < to)?.text();
        (KNOWN.groups.lettered.is_match(text)
            && current.is_none_or(|c| key(c) != key(text))
            && self.fields.get(at + 1)? == &Some(Field::Codes))
            .then(|| group_name(text))
    }

    /// The rows of fields under a head, up to the first text.
    fn fields_end(&self, rows: &Rows, from: usize, to: usize) -> usize {
        let mut end = from;
        while end < to {
            match self.fields[end] {
                Some(Field::Codes) => end += 1,
                Some(Field::Presenter) => {
                    end += 1;
                    // A long presenter goes on in the next row.
                    while end < to && rows.is_full(end - 1) && rows.rows[end].gap == 0 && self.continues(rows, end) {
                        end += 1;
                    }
                }
                None => break,
            }
        }
        end
    }

    fn continues(&self, rows: &Rows, at: usize) -> bool {
        let text = rows.rows[at].text();
        self.fields[at].is_none()
            && headings::read(text).is_none()
            && !rows.rows[at].ends_sentence()
            && !rows.is_full(at)
    }

    /// Gives a head without a number the only one missing from the sequence at its place.
    fn restore_numbers(&mut self, rows: &Rows) {
        let numbered = self.items.iter().filter(|i| i.number.is_some()).count();
        if numbered * 2 < self.items.len() || numbered == self.items.len() {
            return;
        }
        self.number_rows = self.lone_numbers(rows);
        let mut levels: Vec<Option<Levels>> = self.items.iter().map(|i| i.head.levels()).collect();
        let same_group = |a: usize, b: usize| self.items[a].group == self.items[b].group;
        for i in (0..levels.len().saturating_sub(1)).rev() {
            if levels[i].is_none() && same_group(i, i + 1) {
                levels[i] = levels[i + 1].and_then(|l| l.step(-1));
            }
        }
        for i in 1..levels.len() {
            let next = levels.get(i + 1).copied().flatten();
            if levels[i].is_none() && same_group(i - 1, i) {
                levels[i] = levels[i - 1].and_then(|l| l.step(1)).filter(|l| next.is_none_or(|n| *l < n));
            }
        }
        for (item, levels) in self.items.iter_mut().zip(&levels) {
            if let (None, Some(levels)) = (&item.number, levels) {
                item.number = Some(levels.print());
                item.number_restored = true;
            }
        }
    }

    /// Rows with nothing but a number of two levels, not part of any head.
    fn lone_numbers(&self, rows: &Rows) -> Vec<usize> {
        let taken: HashSet<usize> = self.items.iter().flat_map(|i| i.head.rows.clone()).collect();
        let lone = |at: &usize| {
            let text = rows.rows[*at].text();
            numbers::read(text).is_some_and(|n| n.title_at == text.len() && n.levels.depth() == 2)
                && !taken.contains(at)
        };
        (0..rows.len())
            .filter(|at| rows.rows[*at].width() <= 8 && !self.contents.rows.contains(at))
            .filter(lone)
            .collect()
    }

    fn split(&mut self, rows: &Rows, found: &[Option<Heading>]) {
        let taken = |at: &usize| self.group_rows.binary_search(at).is_ok();
        let mut bodies: Vec<Range<usize>> = Vec::new();
        for (i, item) in self.items.iter().enumerate() {
            let next = self.items.get(i + 1).map_or(rows.len(), |n| n.head.rows.start);
            let closes = |at: &usize| {
                i + 1 == self.items.len()
                    && (rows.rows[*at].starts_block() || rows.is_unspaced() || *at + LAST_ROWS >= rows.len())
                    && KNOWN.groups.closing.is_match(rows.rows[*at].text())
                    // A list of the item's own attachments has more of the item below it.
                    && !(*at + 1..next).any(|below| found[below].as_ref().is_some_and(Heading::is_sure))
            };
            let end = (item.fields.end..next).find(|at| taken(at) || closes(at)).unwrap_or(next);
            bodies.push(item.fields.end..end);
        }
        let template = Template::of(rows, found, &bodies);
        for (item, body) in self.items.iter_mut().zip(bodies) {
            (item.spans, item.rejected) = sections::split(rows, found, &template, body);
        }
        unheaded::split_off_text_behind_decisions(rows, self.items.iter_mut().map(|i| &mut i.spans));
        unheaded::split_off_headless_decisions(rows, self.items.iter_mut().map(|i| &mut i.spans));
    }
}

/// A heading's word with a full stop right under a short label is the label's value: `Punkttype` `Beslutning.`
fn drop_values(rows: &Rows, found: &mut [Option<Heading>]) {
    for at in 1..rows.len() {
        let (above, row) = (&rows.rows[at - 1], &rows.rows[at]);
        let value = row.ends_sentence() && found[at].as_ref().is_some_and(|h| h.rest_at.is_none());
        let label = found[at - 1].as_ref().is_none_or(|h| h.kind == SectionKind::Other && h.rest_at.is_none());
        let under = row.gap == 0 && !row.page_top && !above.ends_sentence() && label;
        if value && under && above.width() <= LONGEST_LABEL {
            found[at] = None;
        }
    }
}

/// Drops headings behind bullets as entries of lists, unless the document sets its headings so.
fn drop_entries(rows: &Rows, found: &mut [Option<Heading>]) {
    let (mut listed, mut bare) = (0, 0);
    for (row, heading) in rows.rows.iter().zip(found.iter()) {
        if heading.as_ref().is_some_and(Heading::is_sure) {
            let bullet = numbers::bullet(row.text()) > 0;
            listed += usize::from(bullet);
            bare += usize::from(!bullet);
        }
    }
    if listed < MANY_LABELS || listed < bare {
        for (row, heading) in rows.rows.iter().zip(found.iter_mut()) {
            if numbers::bullet(row.text()) > 0 {
                *heading = None;
            }
        }
    }
}

/// Confirms a weak heading where it repeatedly occurs alone: before a colon, or as often as a sure heading does.
fn confirm_alone(found: &mut [Option<Heading>]) {
    let alone = |h: &Heading| h.fit == headings::Fit::Weak && (h.colon || h.rest_at.is_none());
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut colons: HashMap<String, usize> = HashMap::new();
    let mut sure: HashMap<String, usize> = HashMap::new();
    for heading in found.iter().flatten() {
        if alone(heading) {
            *times.entry(heading.key.clone()).or_default() += 1;
            *colons.entry(heading.key.clone()).or_default() += usize::from(heading.colon);
        } else if heading.is_sure() {
            *sure.entry(heading.key.clone()).or_default() += 1;
        }
    }
    let confirmed = |key: &String| {
        times.get(key).is_some_and(|n| {
            let other = times.iter().any(|(k, m)| k != key && m == n);
            let paired = other || sure.values().any(|s| s.abs_diff(*n) <= 1);
            *n >= MANY_LABELS && (paired || colons.get(key).is_some_and(|c| c * 10 >= n * 8))
        })
    };
    for heading in found.iter_mut().flatten().filter(|h| alone(h)) {
        if confirmed(&heading.key) {
            heading.fit = headings::Fit::Sure;
        }
    }
}

/// Marks rows of a matrix of the bodies dealing with an item: initials and crosses, cell by cell.
fn mark_matrices(rows: &Rows, found: &mut [Option<Field>]) {
    let cell = |at: usize| {
        let text = rows.rows[at].text();
        let short = text.chars().count() <= LONGEST_CELL && !text.is_empty();
        short && text.chars().all(|c| c.is_uppercase() || c == 'x') && text.chars().any(char::is_alphabetic)
    };
    let mut from = 0;
    while from < rows.len() {
        let end = (from..rows.len()).find(|at| !cell(*at)).unwrap_or(rows.len());
        if end - from >= MANY_LABELS {
            found[from..end].fill(Some(Field::Codes));
        }
        from = end + 1;
    }
}

/// True for a head over others: the next number is one level below, or this head has no number and the next has.
fn is_parent_of(head: &Head, next: &Head) -> bool {
    match (head.levels(), next.levels()) {
        (Some(a), Some(b)) => b.depth() > a.depth() && b.parent() == Some(a),
        (Some(a), None) => a.depth() == 1,
        _ => false,
    }
}

/// The row under a title repeats the name of its group.
fn repeats_group(group: &Option<(Option<Levels>, String)>, rows: &Rows, at: usize, to: usize) -> bool {
    at < to && group.as_ref().zip(rows.get(at)).is_some_and(|(g, row)| row.key == key(&g.1))
}

fn group_name(text: &str) -> String {
    text.trim_end_matches(':').trim_end().to_owned()
}

/// The title of a head in one line, as printed.
pub(super) fn printed_title(rows: &Rows, head: &Head) -> String {
    let mut out = String::new();
    for at in head.title.clone() {
        let piece: &Piece = &rows.rows[at].piece;
        let words = if at == head.title.start { piece.text[head.title_at..].trim_start() } else { piece.text.as_str() };
        match if out.is_empty() { Join::Tight } else { wrap(&out, words) } {
            Join::Space | Join::Break => out.push(' '),
            Join::Unhyphen => {
                out.pop();
            }
            Join::Tight => {}
        }
        out.push_str(words);
    }
    out.replace('\t', " ")
}

/// The title of a head without its case number; a title in capitals takes its spelling from the list of contents.
pub(super) fn title(rows: &Rows, head: &Head, contents: &Contents) -> String {
    let printed = printed_title(rows, head);
    let capitals =
        printed.chars().filter(|c| c.is_alphabetic()).count() > 4 && !printed.chars().any(char::is_lowercase);
    let listed = head.entry.map(|e| contents.entries[e].title.trim());
    let listed = listed.filter(|l| capitals && l.chars().any(char::is_lowercase));
    fields::split_title(listed.unwrap_or(&printed)).0.to_owned()
}
