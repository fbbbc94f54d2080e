//! A plan → the matches: items with all wanted words and, if those are few, items with most of them.

use tantivy::SegmentOrdinal;
use tantivy::query::Query;

use super::clauses::Prepared;
use super::collect::{Everything, Scores, found};
use super::count::{self, Counted};
use super::error::Result;
use super::fold::{Pairs, Together};
use super::reader::Reader;
use crate::engine::score::{MOST, enough, least_partial, rarity};
use crate::engine::{Counts, Found, Place};

/// The hits and the counts over all of them.
#[derive(Debug, Default)]
pub(crate) struct Results {
    /// In the order of the documents.
    pub hits: Vec<Found>,
    /// How many have only most of the words.
    pub partial: u64,
    /// Hits without a date.
    pub undated: u64,
    pub counts: Counts,
}

/// Runs a plan, and makes one hit of each pair where they are to be folded.
pub(crate) fn run(index: &Reader, plan: &Prepared, fold: bool) -> Result<Results> {
    let mut hits = items(index, plan)?;
    let columns = index.columns()?;
    let rows = count::rows(columns, &mut hits);
    let pairs = fold.then(|| Pairs::new(index)).transpose()?;
    let together = pairs.as_ref().map_or_else(Together::default, |pairs| pairs.together(&hits));
    let counted = count::count(columns, &hits, &rows, &together)?;
    if let Some(pairs) = pairs {
        hits = pairs.fold(hits, &together)?;
    }
    let Counted { counts, undated } = counted;
    Ok(Results { partial: hits.iter().filter(|h| h.partial).count() as u64, hits, undated, counts })
}

/// Items with all wanted words and, if those are few, items with most of them.
fn items(index: &Reader, plan: &Prepared) -> Result<Vec<Found>> {
    let whole = scores(index, &*plan.strict())?;
    if whole.iter().map(Vec::len).sum::<usize>() >= enough(plan.wanted.len()) {
        return Ok(found(&whole));
    }
    let most = with_most_words(index, plan)?;
    let both = whole.iter().zip(&most).zip(0..).flat_map(|((whole, most), segment)| merged(whole, most, segment));
    let mut both: Vec<Found> = both.collect();
    let least = least_partial(both.iter().map(|found| found.score));
    both.retain(|found| !found.partial || found.score >= least);
    Ok(both)
}

fn scores(index: &Reader, query: &dyn Query) -> Result<Vec<Scores>> {
    Ok(index.searcher().search(query, &Everything)?)
}

/// A segment's items with all wanted words, joined with those that have only most of them.
fn merged(whole: &Scores, most: &Scores, segment: SegmentOrdinal) -> Vec<Found> {
    let found = |partial: bool| {
        move |(doc, score): &(u32, f32)| Found { at: Place::new(segment, *doc), score: *score, day: 0, partial }
    };
    let others = most.iter().filter(|(doc, _)| whole.binary_search_by_key(doc, |(doc, _)| *doc).is_err());
    let mut all: Vec<Found> = whole.iter().map(found(false)).chain(others.map(found(true))).collect();
    all.sort_unstable_by_key(|f| f.at);
    all
}

/// Each segment's items with most of the wanted words, weighed by rarity. Words without any item do not count.
fn with_most_words(index: &Reader, plan: &Prepared) -> Result<Vec<Scores>> {
    let mut having: Vec<(f32, Vec<Scores>)> = Vec::new();
    for wanted in &plan.wanted {
        let scores = scores(index, &*plan.one(wanted))?;
        let count = scores.iter().map(Vec::len).sum::<usize>() as u64;
        if count > 0 {
            having.push((rarity(count, index.item_count()? as u64), scores));
        }
    }
    let enough = MOST * having.iter().map(|(rarity, _)| rarity).sum::<f32>();
    let segments = index.searcher().segment_readers().iter().enumerate().map(|(n, segment)| {
        let of_segment = having.iter().map(|(rarity, scores)| (*rarity, &scores[n]));
        heavy(segment.max_doc() as usize, of_segment, enough)
    });
    Ok(segments.collect())
}

/// The documents of a segment with weights of at least `enough` together, and the sums of their scores. `size` is the
/// number of documents in the segment.
fn heavy<'a>(size: usize, having: impl Iterator<Item = (f32, &'a Scores)> + Clone, enough: f32) -> Scores {
    let of_one = |(weight, scores): (f32, &'a Scores)| (weight >= enough).then_some(scores);
    if let (1, Some(scores)) = (having.clone().count(), having.clone().find_map(of_one)) {
        return scores.clone();
    }
    let mut sums = vec![(0.0_f32, 0.0_f32); size];
    for (weight, scores) in having {
        for (doc, score) in scores {
            let (weights, scores) = &mut sums[*doc as usize];
            *weights += weight;
            *scores += score;
        }
    }
    let has_most = |(_, (weight, _)): &(u32, (f32, f32))| *weight > 0.0 && *weight >= enough;
    (0..).zip(sums).filter(has_most).map(|(doc, (_, score))| (doc, score)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_with_most_of_the_weight_are_taken() {
        let scores = |docs: &[u32]| docs.iter().map(|doc| (*doc, 1.0)).collect::<Scores>();
        let (rare, common) = (scores(&[0, 1]), scores(&[1, 2]));
        let of = |weights: [f32; 2]| {
            let enough = MOST * weights.iter().sum::<f32>();
            heavy(3, [(weights[0], &rare), (weights[1], &common)].into_iter(), enough)
        };
        assert_eq!(of([3.0, 1.0]), [(0, 1.0), (1, 2.0)]);
        assert_eq!(of([1.0, 1.0]), [(0, 1.0), (1, 2.0), (2, 1.0)]);
    }

    #[test]
    fn what_has_everything_is_not_among_those_that_have_most() {
        let found = merged(&vec![(2, 5.0)], &vec![(1, 3.0), (2, 4.0)], 0);
        let told: Vec<(u32, f32, bool)> = found.iter().map(|f| (f.at.low(), f.score, f.partial)).collect();
        assert_eq!(told, [(1, 3.0, true), (2, 5.0, false)]);
    }
}
