//! Finds runs of numbers. Heads set alike and numbered from end to end of the document are its items, whatever their
//! titles look like.
//!
//! Each form of number and setting is examined separately. The longest chain of consecutive numbers is a run if it has
//! [`SHORTEST`] members, spans most of the rows after its first member, and has text between most members. The points
//! of a proposal fail this: they are close together and begin anew in each item.

use std::collections::HashMap;

use super::Head;
use crate::parse::numbers::{Form, Levels};
use crate::parse::weights::{Evidence, item as w};

/// Fewer consecutive numbers may be a coincidence.
const SHORTEST: usize = 3;
/// The bonus for a consecutive number in a chain. It exceeds the base weight of a line (-3), so plain titles can form a
/// chain.
const LINK: f32 = 3.5;
/// A run overrides these signs: the end of a title and the form of its number.
const OUTWEIGHED: [Evidence; 5] = [w::BROKEN_OFF, w::SENTENCE, w::BRACKETED, w::LETTER, w::AD];

/// Heads with the same look.
type Look = (Form, bool, bool);

/// Adds the sign of a run to each member. `rows` is the number of rows in the document.
pub(super) fn strengthen(candidates: &mut [Head], rows: usize) {
    // Numbers of two levels: those of one level number the groups.
    let deep = candidates.iter().filter(|c| c.levels().is_some_and(|l| l.depth() == 2)).count();
    if deep >= SHORTEST {
        return;
    }
    let mut alike: HashMap<Look, Vec<usize>> = HashMap::new();
    for (i, head) in candidates.iter().enumerate() {
        let (Some(number), Some(levels)) = (&head.number, head.levels()) else { continue };
        if levels.depth() == 1 && !head.has(w::LOWERCASE) && !head.has(w::AMOUNT) {
            let form = if number.form == Form::Bare { Form::Dotted } else { number.form };
            let (bold, larger) = head.look.set();
            alike.entry((form, bold, larger)).or_default().push(i);
        }
    }
    let runs: Vec<Vec<usize>> = alike.into_values().filter_map(|of| run(candidates, &of, rows)).collect();
    for at in runs.into_iter().flatten() {
        candidates[at].evidence.retain(|e| !OUTWEIGHED.contains(e));
        candidates[at].evidence.push(w::RUN);
    }
}

/// The members of the best chain among candidates that look alike, if it is a run.
fn run(candidates: &[Head], alike: &[usize], rows: usize) -> Option<Vec<usize>> {
    let mut best: HashMap<Levels, (f32, usize)> = HashMap::new();
    let mut chain: HashMap<usize, (f32, Option<usize>, usize)> = HashMap::new();
    for &at in alike {
        let levels = candidates[at].levels()?;
        let own: f32 = candidates[at].evidence.iter().filter(|e| !OUTWEIGHED.contains(e)).map(|e| e.weight).sum();
        let before = levels.before().filter_map(|b| best.get(&b)).max_by(|a, b| a.0.total_cmp(&b.0)).copied();
        let before = before.filter(|b| b.0 + LINK > 0.0);
        let length = before.map_or(1, |b| chain[&b.1].2 + 1);
        let score = own + before.map_or(0.0, |b| b.0 + LINK);
        chain.insert(at, (score, before.map(|b| b.1), length));
        let better = best.get(&levels).is_none_or(|b| score >= b.0);
        if better {
            best.insert(levels, (score, at));
        }
    }
    let (_, last) = best.into_values().filter(|b| chain[&b.1].2 >= SHORTEST).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let mut members: Vec<usize> = std::iter::successors(Some(last), |at| chain[at].1).collect();
    members.reverse();
    // Bare titles in front of it, as an agenda begins with, go on to it though none stands over text.
    while let Some(before) = members.first().and_then(|first| right_before(candidates, alike, *first)) {
        members.insert(0, before);
    }
    if !is_spread(candidates, &members, rows) {
        return None;
    }
    members.extend(numbered_anew(candidates, alike, last));
    Some(members)
}

/// Members behind the run numbered from one again, under the name of a group.
fn numbered_anew(candidates: &[Head], alike: &[usize], last: usize) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for &at in alike.iter().filter(|at| **at > last) {
        let levels = candidates[at].levels();
        let first = candidates[at].under_group && levels.is_some_and(|l| l.first() == 1);
        let goes_on = out.last().and_then(|b| candidates[*b].levels()).and_then(|l| l.step(1));
        if first || goes_on.is_some() && goes_on == levels {
            out.push(at);
        }
    }
    out
}

/// The last candidate before `first` whose number goes on to it, where no other number stands between.
fn right_before(candidates: &[Head], alike: &[usize], first: usize) -> Option<usize> {
    let at = alike.iter().copied().rfind(|at| *at < first)?;
    let goes_on = candidates[at].levels().is_some_and(|l| l.step(1) == candidates[first].levels());
    goes_on.then_some(at)
}

/// The chain spans at least half of the rows after its first member, and text separates most of its members.
fn is_spread(candidates: &[Head], members: &[usize], rows: usize) -> bool {
    let starts = |at: usize| candidates[at].rows.start;
    let (Some(&first), Some(&last)) = (members.first(), members.last()) else { return false };
    let apart = members.windows(2).filter(|w| starts(w[1]) > candidates[w[0]].rows.end).count();
    (starts(last) - starts(first)) * 2 >= rows - starts(first) && apart * 3 >= (members.len() - 1) * 2
}
