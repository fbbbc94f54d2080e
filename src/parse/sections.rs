//! Splits an item into its sections.
//!
//! Each row of an item that reads as a heading ([`headings`](super::headings)) is a candidate. The document as a whole
//! shows the headings of its template ([`Template`]): they occur in many items, set alike, in the same order. In each
//! item dynamic programming chooses the best set of candidates: the usual order earns, a repetition costs.

mod template;
pub(super) mod unheaded;

use std::ops::Range;

pub(super) use self::template::Template;

use super::folding::key;
use super::headings::{self, Fit, Heading};
use super::numbers;
use super::rows::Rows;
use super::weights::{Evidence, section as w};
use crate::model::SectionKind;

/// How many candidates back a heading's predecessor is looked for. An item has fewer sections than this; the time grows
/// with it.
const WINDOW: usize = 24;
/// The value of a label under a heading has at most this many letters: initials of bodies.
const SHORT_VALUE: usize = 20;
/// A section of an item: its heading, if it has one, and the rows of its text.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// The row of the heading.
    pub heading_row: Option<usize>,
    pub heading: Option<Heading>,
    /// The rows of the text below the heading's row.
    pub rows: Range<usize>,
    /// It holds a decision although it has no heading.
    pub headless_decision: bool,
    pub evidence: Vec<Evidence>,
}

/// A row that may head a section.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub row: usize,
    pub heading: Heading,
    pub evidence: Vec<Evidence>,
}

impl Candidate {
    pub(super) fn score(&self) -> f32 {
        self.evidence.iter().map(|e| e.weight).sum()
    }
}

/// The sections of one item and the rejected candidates. `item` holds the rows under its head.
pub(super) fn split(
    rows: &Rows,
    found: &[Option<Heading>],
    template: &Template,
    item: Range<usize>,
) -> (Vec<Span>, Vec<Candidate>) {
    let candidates: Vec<Candidate> =
        item.clone().filter_map(|row| candidate(rows, found, template, &item, row)).collect();
    let chosen = best_set(rows, template, &candidates);
    let mut spans = Vec::new();
    let mut from = item.start;
    let mut open: Option<Candidate> = None;
    let mut rejected = Vec::new();
    for (i, candidate) in candidates.into_iter().enumerate() {
        if !chosen.contains(&i) {
            rejected.push(candidate);
            continue;
        }
        push_span(&mut spans, open.take(), from..candidate.row);
        from = candidate.row + 1;
        open = Some(candidate);
    }
    push_span(&mut spans, open, from..item.end);
    (spans, rejected)
}

fn push_span(spans: &mut Vec<Span>, open: Option<Candidate>, rows: Range<usize>) {
    if open.is_none() && rows.is_empty() {
        return;
    }
    let (heading_row, heading, evidence) = match open {
        Some(c) => (Some(c.row), Some(c.heading), c.evidence),
        None => (None, None, Vec::new()),
    };
    spans.push(Span { heading_row, heading, rows, headless_decision: false, evidence });
}

fn candidate(
    rows: &Rows,
    found: &[Option<Heading>],
    template: &Template,
    item: &Range<usize>,
    at: usize,
) -> Option<Candidate> {
    let row = &rows.rows[at];
    let heading = match &found[at] {
        Some(known) => known.clone(),
        None => {
            let bare = row.text()[numbers::bullet(row.text())..].trim_end_matches(':');
            let inline = headings::inline_label(row.text()).filter(|_| template.inline > 0.5).map(key);
            let key = inline.unwrap_or_else(|| row.key.clone());
            let alone = headings::could_be_learnt(bare) || key != row.key;
            let learnt = alone && template.is_learnt(&key);
            learnt.then(|| headings::learnt(row.text(), &key)).flatten()?
        }
    };
    let mut evidence = vec![w::BASE];
    evidence.push(match heading.fit {
        Fit::Sure => w::SURE,
        Fit::Weak => w::WEAK,
        Fit::Dated => w::DATED,
        Fit::Sentence => w::SENTENCE,
        Fit::Learnt => w::LEARNT,
    });
    let mut add = |yes: bool, sign: Evidence| {
        if yes {
            evidence.push(sign);
        }
    };
    let inline = heading.rest_at.is_some();
    let marked = row.bold || row.larger;
    let capitals = heading.printed.chars().count() > 4 && !heading.printed.chars().any(char::is_lowercase);
    let above = at.checked_sub(1).and_then(|r| rows.get(r));
    let goes_on = row.gap == 0
        && !row.page_top
        && at > item.start
        && above.is_some_and(|a| rows.is_full(at - 1) && !a.ends_sentence() && !a.text().ends_with(':'));
    add(heading.foreign, w::SENT_IN);
    add(heading.blurred, w::BLURRED);
    add(heading.colon && !inline && template.colons > 0.5, w::COLON);
    add(heading.colon && template.colons < 0.15 && heading.fit != Fit::Sentence, w::ODD_COLON);
    let weak = matches!(heading.fit, Fit::Weak | Fit::Learnt);
    add(!heading.colon && weak && !marked && template.colons > 0.8, w::NO_COLON);
    let unusual = inline && template.inline < 0.5;
    add(unusual && heading.fit == Fit::Sure, w::INLINE);
    add(unusual && heading.fit != Fit::Sure, w::INLINE_WEAK);
    add(row.starts_block(), w::BLOCK);
    add(marked, w::BOLD);
    let unsure = matches!(heading.fit, Fit::Weak | Fit::Sentence | Fit::Learnt) && !inline;
    add(unsure && marked && template.bold > 0.6, w::SET_ALIKE);
    add(capitals, w::CAPITALS);
    add(!marked && !capitals && template.bold > 0.6, w::PLAIN);
    add(goes_on && !marked, w::MID_PARAGRAPH);
    add(template.is_template(&heading.key), w::TEMPLATE);
    add(template.is_stray(&heading), w::STRAY);
    add(heading.fit == Fit::Sentence && template.has_main(heading.kind), w::STRAY_SENTENCE);
    add(row.indent > 6.0, w::INDENTED);
    add(at == item.start, w::FIRST);
    Some(Candidate { row: at, heading, evidence })
}

/// Indices of the best set of candidates.
fn best_set(rows: &Rows, template: &Template, candidates: &[Candidate]) -> Vec<usize> {
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(candidates.len());
    // Whether the section opened by the candidate belongs to a case sent in by somebody else.
    let mut foreign: Vec<bool> = Vec::with_capacity(candidates.len());
    for (i, this) in candidates.iter().enumerate() {
        let mut found = (this.score(), None);
        let own = is_own(template, &this.heading);
        for (j, before) in candidates.iter().enumerate().take(i).skip(i.saturating_sub(WINDOW)) {
            let inside = if foreign[j] && !own { w::FOREIGN.weight } else { 0.0 };
            let score = best[j].0
                + this.score()
                + inside
                + pair(rows, template, before, this)
                + earlier(candidates, &best, j, this);
            if score > found.0 {
                found = (score, Some(j));
            }
        }
        foreign.push(this.heading.foreign || !own && found.1.is_some_and(|j| foreign[j]));
        best.push(found);
    }
    let last = (0..best.len()).max_by(|a, b| best[*a].0.total_cmp(&best[*b].0)).filter(|i| best[*i].0 > 0.0);
    let mut out: Vec<usize> = std::iter::successors(last, |i| best[*i].1).collect();
    out.reverse();
    out
}

/// The score for one heading right after another.
fn pair(rows: &Rows, template: &Template, before: &Candidate, this: &Candidate) -> f32 {
    let mut sum = 0.0;
    let adjacent = before.row + 1 == this.row;
    if this.heading.fit == Fit::Sentence && adjacent && opens_with_sentence(&before.heading) {
        sum += w::SENTENCE_UNDER_HEADING;
    } else if this.heading.fit == Fit::Sentence && this.heading.kind == before.heading.kind {
        sum += w::REPETITION;
    }
    let value = this.heading.rest_at.map_or(0, |at| rows.rows[this.row].text()[at..].chars().count());
    // `Sagsforløb: BY` under `Resume`, also with white space between.
    let label = rows.rows[this.row].gap == 0 || this.heading.kind == SectionKind::Background && value <= SHORT_VALUE;
    if adjacent && label && this.heading.rest_at.is_some() && before.heading.rest_at.is_none() {
        sum += w::LABEL_UNDER_HEADING;
    }
    let marked = |c: &Candidate| rows.rows[c.row].bold || rows.rows[c.row].larger;
    if adjacent && before.heading.kind == SectionKind::Attachments && marked(before) && !marked(this) {
        sum += w::LISTED;
    }
    if template.follows(&before.heading.key, &this.heading.key) {
        sum += w::CYCLE;
    }
    sum
}

/// A heading of the document's own template. It ends a case sent in by somebody else.
fn is_own(template: &Template, heading: &Heading) -> bool {
    template.is_template(&heading.key)
        || matches!(heading.kind, SectionKind::Attachments | SectionKind::Minutes)
        || heading.fit == Fit::Dated
}

/// The text under such a heading may begin with `X indstiller, at`.
fn opens_with_sentence(heading: &Heading) -> bool {
    matches!(heading.kind, SectionKind::Proposal | SectionKind::Minutes) && heading.rest_at.is_none()
}

/// The cost of repeating a heading within the item: each section but attachments and dated decisions occurs once.
fn earlier(candidates: &[Candidate], best: &[(f32, Option<usize>)], from: usize, this: &Candidate) -> f32 {
    if this.heading.kind == SectionKind::Attachments || this.heading.fit == Fit::Dated {
        return 0.0;
    }
    let mut chain = std::iter::successors(Some(from), |i| best[*i].1).take(WINDOW);
    if chain.any(|i| candidates[i].heading.key == this.heading.key) { w::REPETITION } else { 0.0 }
}
