//! A plan → the hits: those that have all that is wanted, and where that leaves little, those that have most of it.

use std::sync::Arc;

use tantivy::query::Query as Condition;

use super::QueryError;
use super::collect::{Bits, Documents, Found, Harvest, Hits, Keep, contains, documents};
use super::facets::Counts;
use super::fold;
use super::plan::{Plan, Wanted};
use super::score::rarity;
use crate::index::Index;

/// Fewer hits than this are few: items with most of the words follow.
const FEW: u64 = 5;
/// The share of the words, weighed by rarity, that makes an item worth showing: of two words the rarer one does. Measured on the
/// bench: 0.5 loses half a point of recall, 0.6 three.
const MOST: f32 = 0.4;

/// A hit before it is looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub found: Found,
    pub partial: bool,
}

/// The hits and the counts over all of them.
#[derive(Default)]
pub(super) struct Results {
    /// Those that were to be kept.
    pub hits: Vec<Scored>,
    /// Some have only most of the words.
    pub partial: bool,
    pub total: u64,
    pub undated: u64,
    pub counts: Counts,
}

impl Results {
    fn new(harvest: Harvest, hits: Vec<Scored>) -> Self {
        let Harvest { total, undated, counts, .. } = harvest;
        Self { partial: hits.iter().any(|h| h.partial), hits, total, undated, counts }
    }
}

/// Runs a plan, and makes one hit of each pair where they are to be folded: every hit is looked at then.
pub(super) fn run(
    index: &Index,
    plan: &Plan,
    conditions: &[Box<dyn Condition>],
    keep: Option<Keep>,
    fold: bool,
) -> Result<Results, QueryError> {
    if !fold {
        return run_unfolded(index, plan, conditions, keep);
    }
    let Results { hits, mut counts, .. } = run_unfolded(index, plan, conditions, None)?;
    let hits = fold::fold(index, hits, &mut counts)?;
    let (partial, total) = (hits.iter().any(|h| h.partial), hits.len() as u64);
    let undated = hits.iter().filter(|h| h.found.day.is_none()).count() as u64;
    Ok(Results { hits, partial, total, undated, counts })
}

/// Runs a plan: strictly, and where that leaves little, loosely too.
fn run_unfolded(
    index: &Index,
    plan: &Plan,
    conditions: &[Box<dyn Condition>],
    keep: Option<Keep>,
) -> Result<Results, QueryError> {
    let collect =
        |query: &dyn Condition, hits: &Hits| index.searcher().search(query, hits).map_err(|e| index.failed(e));
    let mut strict = collect(&plan.strict(conditions), &Hits { accepted: None, keep })?;
    let whole = |found| Scored { found, partial: false };
    let enough = match plan.wanted.len() {
        0 => 0,
        1 => 1,
        _ => FEW,
    };
    if strict.total >= enough {
        let hits = std::mem::take(&mut strict.found).into_iter().map(whole).collect();
        return Ok(Results::new(strict, hits));
    }
    let Some((accepted, met)) = with_most_words(index, plan, conditions)? else { return Ok(Results::default()) };
    let mut wholly = vec![Vec::new(); accepted.len()];
    strict.found.iter().for_each(|f| insert(&mut wholly, f));
    let keep = keep.map(|k| Keep { most: k.most + strict.found.len(), ..k });
    let mut loose = collect(&plan.loose(&met, conditions), &Hits { accepted: Some(Arc::new(accepted)), keep })?;
    let found = std::mem::take(&mut loose.found).into_iter().filter(|f| !contains(&wholly, f.at));
    let more = found.map(|found| Scored { found, partial: true });
    let hits = strict.found.into_iter().map(whole).chain(more).collect();
    Ok(Results::new(loose, hits))
}

/// Sets the bit of a hit.
fn insert(bits: &mut Bits, found: &Found) {
    let (segment, at) = (&mut bits[found.at.segment_ord as usize], found.at.doc_id as usize);
    segment.resize(segment.len().max(at / 64 + 1), 0);
    segment[at / 64] |= 1 << (at % 64);
}

/// The items that have most of what is wanted, each thing weighed by its rarity. What nothing has does not count. `None`
/// where nothing has anything; else also what something has.
fn with_most_words<'a>(
    index: &Index,
    plan: &'a Plan,
    conditions: &[Box<dyn Condition>],
) -> Result<Option<(Bits, Vec<&'a Wanted>)>, QueryError> {
    let (mut having, mut met): (Vec<(f32, Bits)>, Vec<&Wanted>) = (Vec::new(), Vec::new());
    for wanted in &plan.wanted {
        let query = plan.one(wanted, conditions);
        let bits = index.searcher().search(&query, &Documents).map_err(|e| index.failed(e))?;
        let count: u64 = bits.iter().flatten().map(|word| u64::from(word.count_ones())).sum();
        if count > 0 {
            having.push((rarity(count, index.searcher().num_docs()), bits));
            met.push(wanted);
        }
    }
    let enough = MOST * having.iter().map(|(rarity, _)| rarity).sum::<f32>();
    let Some((_, first)) = having.first() else { return Ok(None) };
    let segments = first.iter().enumerate().map(|(n, bits)| {
        let of_segment = having.iter().map(|(rarity, bits)| (*rarity, bits[n].as_slice()));
        heavy(bits.len(), of_segment, enough)
    });
    Ok(Some((segments.collect(), met)))
}

/// The documents of a segment whose weights add up to `enough`, in `words` words of bits.
fn heavy<'a>(words: usize, having: impl Iterator<Item = (f32, &'a [u64])>, enough: f32) -> Vec<u64> {
    let mut weights = vec![0.0_f32; words * 64];
    for (weight, bits) in having {
        documents(bits).for_each(|at| weights[at] += weight);
    }
    let bit = |(n, weight): (usize, &f32)| if *weight > 0.0 && *weight >= enough { 1 << n } else { 0 };
    weights.chunks(64).map(|chunk| chunk.iter().enumerate().map(bit).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_with_most_of_the_weight_are_taken() {
        let (rare, common): (&[u64], &[u64]) = (&[0b0011], &[0b0110]);
        assert_eq!(heavy(1, [(3.0, rare), (1.0, common)].into_iter(), MOST * 4.0), [0b0011]);
        assert_eq!(heavy(1, [(1.0, rare), (1.0, common)].into_iter(), MOST * 2.0), [0b0111]);
    }
}
