//! What stands under an item's head: its sections.
//!
//! Each row of an item that reads as a heading ([`headings`](super::headings)) is a candidate. The document as a whole says
//! which headings its template has ([`Template`]): those that come in many items, set alike, in the same order. In each
//! item the best set of candidates is chosen by dynamic programming, where the order seen elsewhere earns and a repetition
//! costs.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::headings::{self, Fit, Heading};
use super::knowledge::KNOWN;
use super::rows::Rows;
use super::weights::{Evidence, section as w};
use crate::model::SectionKind;

/// How many candidates back a heading's predecessor is looked for; an item has fewer sections than this.
const WINDOW: usize = 24;
/// A decision without a heading is at most this long, in rows.
const SHORT_DECISION: usize = 8;

/// A decision set in the margin begins so far from the left, in letters.
const MARGIN: f32 = 20.0;

/// A section of an item: its heading, if it has one, and the rows of its text.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// The row of the heading.
    pub heading_row: Option<usize>,
    pub heading: Option<Heading>,
    /// The rows of the text below the heading's row.
    pub rows: Range<usize>,
    /// It holds a decision although nothing heads it.
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
    pub fn score(&self) -> f32 {
        self.evidence.iter().map(|e| e.weight).sum()
    }
}

/// What the document's headings have in common.
#[derive(Debug, Default)]
pub(super) struct Template {
    items: usize,
    /// In how many items each key stands alone on a row or before a colon.
    count: HashMap<String, usize>,
    /// The share of the sure headings that are set bold or larger.
    bold: f32,
    /// The share of them that end in a colon.
    colons: f32,
    /// How often one key comes right after another.
    order: HashMap<(String, String), usize>,
    /// The key of each kind that heads most items.
    main: HashMap<SectionKind, (String, usize)>,
}

impl Template {
    /// Reads the rows of all items.
    pub fn of(rows: &Rows, found: &[Option<Heading>], items: &[Range<usize>]) -> Self {
        let mut out = Self { items: items.len(), ..Self::default() };
        let mut set: HashMap<&str, (usize, usize)> = HashMap::new();
        let (mut sure, mut colons) = (0_usize, 0_usize);
        for item in items {
            let mut seen = HashSet::new();
            let mut last: Option<&str> = None;
            for row in item.clone() {
                let Some(key) = heading_key(rows, found, row) else { continue };
                if let Some(h) = &found[row]
                    && matches!(h.fit, Fit::Sure | Fit::Dated)
                {
                    sure += 1;
                    colons += usize::from(h.colon);
                    let (n, marked) = set.entry(h.key.as_str()).or_default();
                    *n += 1;
                    *marked += usize::from(rows.rows[row].bold || rows.rows[row].larger);
                }
                if let Some(last) = last {
                    *out.order.entry((last.to_owned(), key.to_owned())).or_default() += 1;
                }
                last = Some(key);
                if seen.insert(key) {
                    *out.count.entry(key.to_owned()).or_default() += 1;
                }
            }
        }
        out.colons = colons as f32 / sure.max(1) as f32;
        let bold = set.values().filter(|(n, marked)| marked * 2 > *n).count();
        out.bold = bold as f32 / set.len().max(1) as f32;
        out.find_main(found);
        out
    }

    fn find_main(&mut self, found: &[Option<Heading>]) {
        for h in found.iter().flatten().filter(|h| matches!(h.fit, Fit::Sure | Fit::Dated)) {
            let n = self.count.get(&h.key).copied().unwrap_or(0);
            let best = self.main.entry(h.kind).or_insert_with(|| (h.key.clone(), n));
            if n > best.1 {
                *best = (h.key.clone(), n);
            }
        }
    }

    fn share(&self, key: &str) -> f32 {
        self.count.get(key).copied().unwrap_or(0) as f32 / self.items.max(1) as f32
    }

    fn is_template(&self, key: &str) -> bool {
        self.count.get(key).is_some_and(|n| *n >= 2) && self.share(key) >= 0.25
    }

    /// A heading that no lexicon knows and that stands in this many items is the template's own.
    fn is_learnt(&self, key: &str) -> bool {
        self.count.get(key).is_some_and(|n| *n >= 3) && self.share(key) >= 0.4
    }

    /// The word is sure, and yet another of its kind heads nearly all items.
    fn is_stray(&self, heading: &Heading) -> bool {
        let main = self.main.get(&heading.kind);
        self.count.get(&heading.key).is_none_or(|n| *n <= 1)
            && main.is_some_and(|(key, n)| *key != heading.key && *n >= 3 && *n * 10 >= self.items * 6)
            && heading.kind == SectionKind::Minutes
    }

    /// One heading opens the sections of that kind in most items.
    fn has_main(&self, kind: SectionKind) -> bool {
        self.main.get(&kind).is_some_and(|(_, n)| *n >= 2 && *n * 10 >= self.items * 5)
    }

    fn follows(&self, before: &str, after: &str) -> bool {
        self.order.get(&(before.to_owned(), after.to_owned())).is_some_and(|n| *n >= 2)
    }
}

/// The key that a row counts under: a known heading's, or its own if it looks like one.
fn heading_key<'r>(rows: &'r Rows, found: &'r [Option<Heading>], row: usize) -> Option<&'r str> {
    let text = rows.rows[row].text();
    match &found[row] {
        Some(h) if h.rest_at.is_none() || h.fit == Fit::Sure => Some(&h.key),
        Some(_) => None,
        None => {
            // A heading has text under it and is not the text of the heading above.
            let heads = |at: usize| found.get(at).is_none_or(Option::is_some);
            let between = row > 0 && !heads(row - 1) && !heads(row + 1);
            (between && headings::could_be_learnt(text.trim_end_matches(':'))).then_some(rows.rows[row].key.as_str())
        }
    }
}

/// The sections of one item, whose rows under the head are `item`; and the candidates that were left out.
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
            let bare = row.text().trim_end_matches(':');
            let learnt = headings::could_be_learnt(bare) && template.is_learnt(&row.key);
            learnt.then(|| headings::learnt(row.text(), &row.key)).flatten()?
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
    add(inline && heading.fit == Fit::Sure, w::INLINE);
    add(inline && heading.fit != Fit::Sure, w::INLINE_WEAK);
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
    // Whether the section that the candidate opens belongs to what somebody else sent in.
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

/// What it earns that one heading comes right after another.
fn pair(rows: &Rows, template: &Template, before: &Candidate, this: &Candidate) -> f32 {
    let mut sum = 0.0;
    let adjacent = before.row + 1 == this.row;
    if this.heading.fit == Fit::Sentence && adjacent && opens_with_sentence(&before.heading) {
        sum += w::SENTENCE_UNDER_HEADING;
    } else if this.heading.fit == Fit::Sentence && this.heading.kind == before.heading.kind {
        sum += w::AGAIN;
    }
    if adjacent && rows.rows[this.row].gap == 0 && this.heading.rest_at.is_some() && before.heading.rest_at.is_none() {
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

/// A heading of the place's own template, which ends what somebody else sent in.
fn is_own(template: &Template, heading: &Heading) -> bool {
    template.is_template(&heading.key)
        || matches!(heading.kind, SectionKind::Attachments | SectionKind::Minutes)
        || heading.fit == Fit::Dated
}

/// The text under such a heading may begin with `X indstiller, at`.
fn opens_with_sentence(heading: &Heading) -> bool {
    matches!(heading.kind, SectionKind::Proposal | SectionKind::Minutes) && heading.rest_at.is_none()
}

/// What it costs that the heading was there before in the item: every section but attachments and dated decisions is
/// there once.
fn earlier(candidates: &[Candidate], best: &[(f32, Option<usize>)], from: usize, this: &Candidate) -> f32 {
    if this.heading.kind == SectionKind::Attachments || this.heading.fit == Fit::Dated {
        return 0.0;
    }
    let mut chain = std::iter::successors(Some(from), |i| best[*i].1).take(WINDOW);
    if chain.any(|i| candidates[i].heading.key == this.heading.key) { w::AGAIN } else { 0.0 }
}

/// Parts off a decision that nothing heads: the last words of an item, after white space, where other items have decisions.
pub(super) fn part_headless_decision(rows: &Rows, spans: &mut Vec<Span>) {
    if spans.iter().any(|s| s.heading.as_ref().is_some_and(|h| h.kind == SectionKind::Minutes)) {
        return;
    }
    let Some(last) = spans.last_mut() else { return };
    if last.heading.is_none() {
        return;
    }
    let from = last.rows.end.saturating_sub(SHORT_DECISION).max(last.rows.start + 1);
    let opens = |row: &usize| {
        let r = &rows.rows[*row];
        (r.gap > 0 || r.indent > MARGIN) && !r.bulleted() && KNOWN.decisions.opens.is_match(r.text())
    };
    if let Some(at) = (from..last.rows.end).rev().find(opens) {
        let rows = at..last.rows.end;
        last.rows.end = at;
        let evidence = vec![w::HEADLESS];
        spans.push(Span { heading_row: None, heading: None, rows, headless_decision: true, evidence });
    }
}
