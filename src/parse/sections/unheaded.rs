//! Finds sections without a heading: white space alone separates them from the text above.

use super::Span;
use crate::model::SectionKind;
use crate::parse::knowledge::KNOWN;
use crate::parse::rows::Rows;
use crate::parse::weights::section as w;

/// A decision without a heading has at most this many rows; longer text is more likely the case summary.
const SHORT_DECISION: usize = 8;

/// A decision set in the margin begins this far from the left, in letters: about a quarter of a page.
const MARGIN: f32 = 20.0;

/// This many items prove that the template prints a paragraph without a heading behind each decision. Fewer may be a
/// coincidence.
const ENOUGH_ITEMS: usize = 3;

/// Splits off decisions without a heading: the last words of an item, after white space or in the margin. Where other
/// items head their decisions, only those under another heading; where hardly any does, and many items end so, all.
pub(in crate::parse) fn split_off_headless_decisions<'s>(rows: &Rows, items: impl Iterator<Item = &'s mut Vec<Span>>) {
    let mut items: Vec<&mut Vec<Span>> = items.collect();
    let headed = items.iter().filter(|spans| has_decision(spans)).count() * 10 >= items.len() * 3;
    let ending = items.iter().filter(|spans| decision_at_end(rows, spans).is_some()).count();
    let usual = ending >= ENOUGH_ITEMS && ending * 2 >= items.len();
    for spans in &mut items {
        let under_heading = spans.last().is_some_and(|s| s.heading.is_some());
        let Some(at) = decision_at_end(rows, spans).filter(|_| usual || headed && under_heading) else { continue };
        let Some(last) = spans.last_mut() else { continue };
        let decision = at..last.rows.end;
        last.rows.end = at;
        let evidence = vec![w::HEADLESS];
        spans.push(Span { heading_row: None, heading: None, rows: decision, headless_decision: true, evidence });
    }
}

fn has_decision(spans: &[Span]) -> bool {
    spans.iter().any(|s| s.heading.as_ref().is_some_and(|h| h.kind == SectionKind::Minutes))
}

/// Where a decision without a heading begins at the end of an item.
fn decision_at_end(rows: &Rows, spans: &[Span]) -> Option<usize> {
    let last = spans.last().filter(|_| !has_decision(spans))?;
    let from = last.rows.end.saturating_sub(SHORT_DECISION).max(last.rows.start + 1);
    let opens = |row: &usize| {
        let r = &rows.rows[*row];
        (r.gap > 0 || r.indent > MARGIN) && !r.bulleted() && KNOWN.decisions.opens.is_match(r.text())
    };
    (from..last.rows.end).rev().find(opens)
}

/// Splits off the paragraph printed by a template behind each decision, where items begin with the decision:
/// `Beslutninger`, the decision, white space, a sentence on the case, `Resume`. A document has it in most items or in
/// none.
pub(in crate::parse) fn split_off_text_behind_decisions<'s>(
    rows: &Rows,
    items: impl Iterator<Item = &'s mut Vec<Span>>,
) {
    let mut followed = 0;
    let mut found: Vec<(&mut Vec<Span>, usize, usize)> = Vec::new();
    for spans in items {
        let Some(at) = spans.iter().position(is_decision_alone).filter(|at| at + 1 < spans.len()) else { continue };
        // White space before the next heading already separates the two.
        followed +=
            usize::from(rows.get(spans[at + 1].rows.start.saturating_sub(1)).is_some_and(|r| !r.starts_block()));
        if let Some(row) = paragraph_behind(rows, &spans[at], &spans[at + 1]) {
            found.push((spans, at, row));
        }
    }
    if found.len() < ENOUGH_ITEMS || found.len() * 2 < followed {
        return;
    }
    for (spans, at, row) in found {
        let paragraph = row..spans[at].rows.end;
        spans[at].rows.end = row;
        let evidence = vec![w::BEHIND_DECISION];
        let span = Span { heading_row: None, heading: None, rows: paragraph, headless_decision: false, evidence };
        spans.insert(at + 1, span);
    }
}

/// A decision under a heading alone on its row.
fn is_decision_alone(span: &Span) -> bool {
    span.heading.as_ref().is_some_and(|h| h.kind == SectionKind::Minutes && h.rest_at.is_none())
}

/// Where the last paragraph of a decision begins, with white space above it and the next heading right below.
fn paragraph_behind(rows: &Rows, decision: &Span, next: &Span) -> Option<usize> {
    let heading = next.heading_row.and_then(|at| rows.get(at)).filter(|r| !r.starts_block());
    let begins = |at: &usize| rows.rows[*at].gap > 0;
    let row = heading.and((decision.rows.start + 1..decision.rows.end).rev().find(begins))?;
    (!KNOWN.decisions.opens.is_match(rows.rows[row].text())).then_some(row)
}
