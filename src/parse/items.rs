//! Finds where items begin: candidates with evidence, and the best sequence of them.
//!
//! Every row that could head an item becomes a [`Head`] ([`candidate`]) with signs for and against ([`signs`], weights
//! in [`weights::item`](super::weights)). The surest of them show how heads look in this document ([`look`]), which
//! adds a sign to the others. Then one pass over the candidates finds the sequence with the greatest sum
//! ([`sequence`]). If it has next to no heads, a second pass asks less of a head.

mod candidate;
mod look;
mod run;
mod sequence;
mod signs;
mod untitled;

use std::ops::Range;

use self::look::{Look, Profile};
use self::sequence::best_sequence;
use super::contents::Contents;
use super::fields::Field;
use super::headings::Heading;
use super::knowledge::KNOWN;
use super::numbers::{self, Levels, Numbered};
use super::rows::Rows;
use super::weights::{Evidence, item as w};

/// A list of at least this many titles without any text is an agenda. Two lines alone may be a letterhead.
const SHORTEST_LIST: usize = 3;
/// This many standing items show that a document without numbers or headings is made of items.
const STANDING_ITEMS: usize = 2;

/// A row that may head an item.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// All rows of the head: number, title, a second printing, codes above.
    pub rows: Range<usize>,
    /// The rows of the title; the first begins at byte `title_at`.
    pub title: Range<usize>,
    pub title_at: usize,
    pub number: Option<Numbered>,
    /// Its entry in the list of contents.
    pub entry: Option<usize>,
    pub evidence: Vec<Evidence>,
    /// The name of a group is right above; numbers may begin anew there.
    under_group: bool,
    look: Look,
}

impl Head {
    pub(super) fn score(&self) -> f32 {
        self.evidence.iter().map(|e| e.weight).sum()
    }

    pub(super) fn levels(&self) -> Option<Levels> {
        self.number.as_ref().map(|n| n.levels).filter(|l| l.depth() > 0)
    }

    fn has(&self, sign: Evidence) -> bool {
        self.evidence.contains(&sign)
    }
}

/// The evidence about each row before items are looked for.
pub(super) struct Context<'r> {
    rows: &'r Rows,
    contents: &'r Contents,
    headings: &'r [Option<Heading>],
    fields: &'r [Option<Field>],
    /// For each row, the first section heading at or after it, or the number of rows.
    next_heading: Vec<usize>,
    /// The same for rows after white space that open with a number.
    next_number: Vec<usize>,
}

/// The heads of a document's items, in order, and the rejected candidates.
pub(super) struct Heads {
    pub chosen: Vec<Head>,
    pub rejected: Vec<Head>,
}

/// Finds the heads of the items.
pub(super) fn find(context: &Context) -> Heads {
    let mut candidates = context.candidates();
    let mut chosen = best_sequence(&candidates);
    if chosen.len() < 2 && context.contents.is_empty() {
        candidates = context.plain_candidates(candidates);
        chosen = best_sequence(&candidates);
    }
    if chosen.len() < 2 && context.contents.is_empty() {
        // An agenda may be nothing but a list of titles.
        // Lines without text between them are no paragraph.
        let goes_on = |c: &Head, e: Evidence| e == w::MID_PARAGRAPH && c.number.is_some();
        for c in &mut candidates {
            let kept = c.evidence.iter().copied().filter(|e| *e != w::IN_LIST && !goes_on(c, *e)).collect();
            c.evidence = kept;
        }
        let bare = best_sequence(&candidates);
        chosen = if bare.len() >= SHORTEST_LIST { bare } else { chosen };
    }
    let untitled = context.untitled();
    let titled =
        chosen.iter().filter(|i| candidates[**i].number.is_some() || candidates[**i].has(w::IN_CONTENTS)).count();
    if titled == 0 && untitled.len() > chosen.len() * 2 {
        return Heads { chosen: untitled, rejected: candidates };
    }
    let (mut out, mut next) = (Heads { chosen: Vec::new(), rejected: Vec::new() }, chosen.into_iter().peekable());
    for (i, head) in candidates.into_iter().enumerate() {
        if next.next_if_eq(&i).is_some() { out.chosen.push(head) } else { out.rejected.push(head) }
    }
    out
}

impl<'r> Context<'r> {
    pub(super) fn new(
        rows: &'r Rows,
        contents: &'r Contents,
        headings: &'r [Option<Heading>],
        fields: &'r [Option<Field>],
    ) -> Self {
        let heads = |at: usize| headings[at].as_ref().is_some_and(Heading::is_sure);
        let numbered = |at: usize| rows.rows[at].starts_block() && numbers::read(rows.rows[at].text()).is_some();
        Self {
            rows,
            contents,
            headings,
            fields,
            next_heading: next_of(rows.len(), heads),
            next_number: next_of(rows.len(), numbered),
        }
    }

    /// The candidates of the document, judged by the look of its sure heads.
    fn candidates(&self) -> Vec<Head> {
        let mut found: Vec<Head> = (0..self.end()).filter_map(|row| self.candidate(row)).collect();
        // Without headings in the text a number one is rarely a point of a proposal: an editor that broke a list in two
        // began to count anew.
        if self.next_heading.first() == Some(&self.rows.len()) {
            let first = |c: &&mut Head| c.levels().is_some_and(|l| l.depth() == 1 && l.first() == 1);
            found.iter_mut().filter(first).for_each(|c| c.under_group = true);
        }
        let profile = Profile::of(&found, w::SURE);
        found.iter_mut().for_each(|c| profile.judge(c));
        run::strengthen(&mut found, self.rows.len());
        found
    }

    /// The candidates of a document without sure heads: less is asked of each. If standing items' titles have lines of
    /// their own, other lines set the same way are candidates too.
    fn plain_candidates(&self, surer: Vec<Head>) -> Vec<Head> {
        let mut plain: Vec<Head> = (0..self.end()).filter_map(|row| self.plain_title(row)).collect();
        let standing = plain.iter().filter(|h| h.has(w::STANDING)).count();
        // The cover ends at the first of them.
        let from = plain.iter().position(|h| h.has(w::STANDING)).unwrap_or(plain.len());
        plain.drain(..from);
        let mut found = if standing >= STANDING_ITEMS { merge(surer, plain) } else { surer };
        found.iter_mut().for_each(|c| c.evidence.push(w::RELAXED));
        if standing >= STANDING_ITEMS {
            let taught: Vec<Head> =
                found.iter().filter(|h| h.number.is_none() && h.has(w::STANDING)).cloned().collect();
            let profile = Profile::of(&taught, f32::NEG_INFINITY);
            found.iter_mut().filter(|c| c.number.is_none()).for_each(|c| profile.judge(c));
        }
        found
    }

    /// Where the items end: at a single list of all attachments.
    fn end(&self) -> usize {
        let lists = |at: &usize| {
            KNOWN.titles.lists_of_attachments.contains(&self.rows.rows[*at].key) && !self.contents.rows.contains(at)
        };
        let mut found = (0..self.rows.len()).filter(lists);
        match (found.next(), found.next()) {
            (Some(only), None) if only * 2 > self.rows.len() => only,
            _ => self.rows.len(),
        }
    }

    fn heads_section(&self, row: usize) -> bool {
        self.headings.get(row).is_some_and(|h| h.as_ref().is_some_and(Heading::is_sure))
    }

    fn text(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", |r| r.text())
    }

    /// The row names a group of items and has the line to itself.
    fn names_group(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|r| {
            KNOWN.groups.named.is_match(r.text())
                && numbers::read(r.text()).is_none()
                && !self.contents.rows.contains(&row)
        })
    }

    fn is_field(&self, row: usize) -> bool {
        self.fields.get(row).is_some_and(Option::is_some)
    }
}

/// For each of `n` rows, and for the end, the first row at or after it where `holds` is true.
fn next_of(n: usize, holds: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut out = vec![n; n + 1];
    for at in (0..n).rev() {
        out[at] = if holds(at) { at } else { out[at + 1] };
    }
    out
}

/// Both lists in the order of their rows; the surer list wins where both have a row.
fn merge(surer: Vec<Head>, plain: Vec<Head>) -> Vec<Head> {
    let mut out = surer;
    let new: Vec<Head> =
        plain.into_iter().filter(|p| out.binary_search_by_key(&p.rows.start, |h| h.rows.start).is_err()).collect();
    out.extend(new);
    out.sort_by_key(|h| h.rows.start);
    out
}
