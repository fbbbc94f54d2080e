//! Finds the best sequence of candidates: consecutive numbers earn, numbers going back cost.

use super::Head;
use crate::parse::numbers::Levels;
use crate::parse::weights::item as w;

/// How many partial sequences are kept side by side. Lists inside an item create rival sequences, but hardly more than
/// this; time grows with it.
const BEAM: usize = 24;

/// One partial sequence of heads up to some candidate.
#[derive(Clone, Copy)]
struct State {
    score: f32,
    last: Option<Levels>,
    /// The last choice, an index into the arena.
    node: Option<usize>,
    /// The row after the last head chosen.
    end: usize,
}

/// The candidates of the best sequence, as indices.
pub(super) fn best_sequence(candidates: &[Head]) -> Vec<usize> {
    let mut arena: Vec<(usize, Option<usize>)> = Vec::new();
    let mut beam = vec![State { score: 0.0, last: None, node: None, end: 0 }];
    for (i, head) in candidates.iter().enumerate() {
        let local = head.score();
        let mut best: Option<State> = None;
        let mut from = None;
        for state in beam.iter().filter(|s| s.end <= head.rows.start) {
            let score = state.score + local + transition(state.last, head, state.node.is_none());
            if best.is_none_or(|b| score > b.score) {
                best = Some(State { score, last: head.levels().or(state.last), node: None, end: head.rows.end });
                from = Some(state.node);
            }
        }
        let Some((mut state, parent)) = best.zip(from) else { continue };
        arena.push((i, parent));
        state.node = Some(arena.len() - 1);
        keep(&mut beam, state);
    }
    let best = beam.into_iter().max_by(|a, b| a.score.total_cmp(&b.score));
    let mut out = Vec::new();
    let mut node = best.and_then(|b| b.node);
    while let Some(at) = node {
        out.push(arena[at].0);
        node = arena[at].1;
    }
    out.reverse();
    out
}

/// Puts a partial sequence into the beam, which keeps the best one for each last number.
fn keep(beam: &mut Vec<State>, state: State) {
    match beam.iter_mut().find(|s| s.last == state.last) {
        Some(same) if same.score >= state.score => return,
        // An earlier end leaves more room, but a lower score is not worth keeping for it.
        Some(same) => *same = state,
        None => beam.push(state),
    }
    if beam.len() > BEAM
        && let Some(worst) = (0..beam.len()).min_by(|a, b| beam[*a].score.total_cmp(&beam[*b].score))
    {
        beam.swap_remove(worst);
    }
}

/// The score for `head` following an item numbered `last`.
fn transition(last: Option<Levels>, head: &Head, first: bool) -> f32 {
    let Some(next) = head.levels() else { return 0.0 };
    let Some(last) = last else {
        return if first && next.last() == 1 && next.first() == 1 { w::STARTS_AT_ONE } else { 0.0 };
    };
    let up = |a: Levels, b: Levels| i32::from(b.last()) - i32::from(a.last());
    if next.has_suffix_behind(last) {
        return w::CONSECUTIVE;
    }
    if Some(next) == last.step(1) || Some(next) == last.child() || last.parent().and_then(|p| p.step(1)) == Some(next) {
        return w::CONSECUTIVE;
    }
    let skipped = |n: i32| (w::SKIP * n as f32).max(w::MOST_SKIPPED);
    match (last.parent(), next.parent()) {
        _ if next <= last && next.depth() == 1 && next.first() == 1 && head.under_group => w::RESTART,
        _ if next <= last => w::BACKWARDS,
        (a, b) if a == b && last.depth() == next.depth() => skipped(up(last, next) - 1),
        (Some(a), Some(b)) if a < b => w::NEXT_GROUP + skipped(up(a, b) - 1 + i32::from(next.last()) - 1),
        (Some(a), None) => skipped(up(a, next) - 1),
        (None, Some(b)) if b == last => skipped(i32::from(next.last()) - 1),
        (None, Some(b)) if Some(b) == last.step(1) => w::NEXT_GROUP,
        _ => w::OTHER_DEPTH,
    }
}
