//! The hits to show, in order.

use std::cmp::Ordering;

use super::clauses::{Prepared, Row};
use super::error::Result;
use super::reader::Reader;
use super::sequence::Rows;
use crate::engine::{Found, Listing, Order};

/// The fewest hits to get their bonus first. Too small a sample gives too low a bound, and more hits must be checked.
const SAMPLE: usize = 256;

/// How two hits compare.
type Compare<'a> = dyn Fn(&Found, &Found) -> Ordering + 'a;

/// The best hits in order, with the bonus for adjacent words.
///
/// Checking for adjacent words costs more than anything else, but the bonus is bounded. So only hits within reach of
/// the first `limit` are checked.
pub(crate) fn ranked(index: &Reader, plan: &Prepared, hits: Vec<Found>, listing: &Listing) -> Result<Vec<Found>> {
    let by_day = |a: &Found, b: &Found| b.day.cmp(&a.day);
    let oldest = |a: &Found, b: &Found| (a.day == 0).cmp(&(b.day == 0)).then_with(|| a.day.cmp(&b.day));
    let relevance = |a: &Found, b: &Found| {
        a.partial.cmp(&b.partial).then_with(|| b.score.total_cmp(&a.score)).then_with(|| by_day(a, b))
    };
    let limit = listing.limit.unwrap_or(usize::MAX);
    let compare: &Compare<'_> = match listing.order {
        Order::Relevance => &relevance,
        Order::NewestFirst => &by_day,
        Order::OldestFirst => &oldest,
    };
    let mut shown = match listing.order {
        Order::Relevance => return first(index, candidates(index, plan, hits, limit)?, limit, compare),
        _ => first(index, hits, limit, compare)?,
    };
    add_bonus(index, plan, &mut shown)?;
    first(index, shown, limit, compare)
}

/// The hits among the first `limit` by score, with their bonus.
fn candidates(index: &Reader, plan: &Prepared, hits: Vec<Found>, limit: usize) -> Result<Vec<Found>> {
    let most: f32 = plan.bonus.iter().map(Row::most).sum();
    let (whole, partial) = match hits.iter().any(|h| h.partial) {
        true => hits.into_iter().partition(|h| !h.partial),
        false => (hits, Vec::new()),
    };
    let mut all = Vec::new();
    for mut hits in [whole, partial] {
        keep_best(&mut hits, limit, most);
        all.append(&mut if plan.bonus.is_empty() { hits } else { best(index, plan, hits, limit)? });
    }
    Ok(all)
}

/// Drops hits that could not be among the first `limit` even with a bonus of `most`.
fn keep_best(hits: &mut Vec<Found>, limit: usize, most: f32) {
    let Some(last) = limit.checked_sub(1).filter(|last| *last < hits.len()) else { return };
    let mut scores: Vec<f32> = hits.iter().map(|h| h.score).collect();
    let (_, least, _) = scores.select_nth_unstable_by(last, |a, b| b.total_cmp(a));
    let least = *least - most;
    hits.retain(|h| h.score >= least);
}

/// The hits that may be among the first `limit` with their bonus. A sample of the best gets its bonus first; the scores
/// reached bound the rest.
fn best(index: &Reader, plan: &Prepared, mut hits: Vec<Found>, limit: usize) -> Result<Vec<Found>> {
    let most: f32 = plan.bonus.iter().map(Row::most).sum();
    let sample = limit.saturating_mul(4).max(SAMPLE);
    let mut others = Vec::new();
    if sample < hits.len() {
        hits.select_nth_unstable_by(sample, |a, b| b.score.total_cmp(&a.score));
        others = hits.split_off(sample);
    }
    add_bonus(index, plan, &mut hits)?;
    if let Some(last) = limit.checked_sub(1).filter(|last| *last < hits.len()) {
        let mut scores: Vec<f32> = hits.iter().map(|h| h.score).collect();
        let least = *scores.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1;
        others.retain(|h| h.score >= least - most);
    }
    add_bonus(index, plan, &mut others)?;
    hits.extend(others);
    Ok(hits)
}

/// Adds its bonus to each hit's score.
fn add_bonus(index: &Reader, plan: &Prepared, hits: &mut [Found]) -> Result<()> {
    hits.sort_unstable_by_key(|h| h.at);
    for bonus in &plan.bonus {
        let mut raised = vec![false; hits.len()];
        for (part, worth) in &bonus.parts {
            let mut start = 0;
            for of_segment in hits.chunk_by_mut(|a, b| a.at.high() == b.at.high()) {
                let segment = index.searcher().segment_reader(of_segment[0].at.high());
                let raised = &mut raised[start..start + of_segment.len()];
                if let Some(mut rows) = Rows::open(segment, *part, &bonus.sequence)? {
                    raise(&mut rows, *worth, of_segment, raised);
                }
                start += of_segment.len();
            }
        }
    }
    Ok(())
}

/// Raises the scores of a segment's hits with a row, each hit once. The hits must be in the order of the segment.
fn raise(rows: &mut Rows, worth: f32, hits: &mut [Found], raised: &mut [bool]) {
    for (found, raised) in hits.iter_mut().zip(raised).filter(|(_, raised)| !**raised) {
        if rows.are_in(found.at.low()) {
            found.score += worth;
            *raised = true;
        }
    }
}

/// The first `limit` hits in order, ties by id.
fn first(index: &Reader, mut hits: Vec<Found>, limit: usize, compare: &Compare<'_>) -> Result<Vec<Found>> {
    let Some(last) = limit.min(hits.len()).checked_sub(1) else { return Ok(Vec::new()) };
    let last = *hits.select_nth_unstable_by(last, |a, b| compare(a, b)).1;
    // A hit equal to the last one may come before it by its id.
    hits.retain(|h| compare(h, &last) != Ordering::Greater);
    hits.sort_by(|a, b| compare(a, b));
    sort_ties_by_id(index, &mut hits, compare)?;
    hits.truncate(limit);
    Ok(hits)
}

/// Sorts each run of equal hits by id.
fn sort_ties_by_id(index: &Reader, hits: &mut [Found], compare: &Compare<'_>) -> Result<()> {
    for run in hits.chunk_by_mut(|a, b| compare(a, b) == Ordering::Equal).filter(|run| run.len() > 1) {
        let mut named = run.iter().map(|h| Ok((index.id_at(h.at)?, *h))).collect::<Result<Vec<_>>>()?;
        named.sort_by(|a, b| a.0.cmp(&b.0));
        for (place, (_, hit)) in run.iter_mut().zip(named) {
            *place = hit;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Place;

    #[test]
    fn what_a_bonus_may_still_lift_is_kept() {
        let found = |score| Found { score, day: 0, at: Place::new(0, 0), partial: false };
        let mut all = [1.0, 5.0, 3.0, 4.5, 4.0].map(found).to_vec();
        keep_best(&mut all, 2, 0.5);
        assert_eq!(all.iter().map(|f| f.score).collect::<Vec<_>>(), [5.0, 4.5, 4.0]);
    }
}
