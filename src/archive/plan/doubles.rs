//! Files of the same content: one is read, and the others are its doubles. If the content of a gone file turns up under
//! another path, the file has moved.
//!
//! Content is only read if another file has the same size. A file keeps its row as long as it keeps its path and its
//! content. Among new files the first by path is read.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::candidate::{Candidate, State};
use super::disk::Content;
use crate::index::{FileRecord, Outcome};

/// The action for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action<'a> {
    /// It is in the index as it is.
    Stays(&'a FileRecord),
    /// It is to be read.
    Read,
    /// It takes the place of this one, now gone.
    MovedFrom(&'a FileRecord),
    /// It has the same content as this one.
    Double(Original<'a>),
}

impl<'a> Action<'a> {
    /// The name in the index of the file that it replaces.
    pub(super) fn moved_from(&self) -> Option<&'a str> {
        match self {
            Self::MovedFrom(record) => Some(record.source.as_str()),
            _ => None,
        }
    }
}

/// The original of a double.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Original<'a> {
    /// One of the candidates, by its number.
    Here(usize),
    /// The source of a file outside this run.
    Elsewhere(&'a str),
}

/// Decides the action for each of the `candidates`. The files of `gone` are no longer at their paths; this run did not look
/// at those of `elsewhere`.
pub(super) fn actions<'a>(
    candidates: &[Candidate<'a>],
    gone: &[&'a FileRecord],
    elsewhere: &[&'a FileRecord],
) -> Vec<Action<'a>> {
    let mut contents = Contents::new(candidates, gone, elsewhere);
    let mut actions: Vec<Action> = candidates.iter().map(|_| Action::Read).collect();
    let mut open: Vec<usize> = Vec::new();
    for (n, file) in candidates.iter().enumerate() {
        match file.original() {
            Some(record) => {
                contents.hold(content_of(record), Original::Here(n));
                actions[n] = if file.state == State::Same { Action::Stays(record) } else { Action::Read };
            }
            None => open.push(n),
        }
    }
    // A changed file keeps its name and its ids, so it is not the moved one.
    let rank = |n: &usize| (!candidates[*n].is_changed(), *n);
    open.sort_by_key(rank);
    let mut later = Vec::new();
    for n in open {
        let Some(content) = contents.of(&candidates[n]) else { continue };
        match contents.holder(content) {
            Some(original) => actions[n] = Action::Double(original),
            None if candidates[n].is_changed() || !contents.is_gone(content) => {
                contents.hold(content, Original::Here(n))
            }
            None => later.push((n, content)),
        }
    }
    for (content, among) in by_content(later) {
        assign_moved(content, &among, candidates, &mut contents, &mut actions);
    }
    actions
}

fn by_content(open: Vec<(usize, Content)>) -> BTreeMap<Content, Vec<usize>> {
    let mut by_content: BTreeMap<Content, Vec<usize>> = BTreeMap::new();
    open.into_iter().for_each(|(n, content)| by_content.entry(content).or_default().push(n));
    by_content
}

/// Lets one of the files `among` take the place of a gone file with the same content: best one of the same name, then one of
/// its doubles, then the first by path.
fn assign_moved<'a>(
    content: Content,
    among: &[usize],
    candidates: &[Candidate<'a>],
    contents: &mut Contents<'a>,
    actions: &mut [Action<'a>],
) {
    let Some(from) = contents.gone.get(&content).copied() else { return };
    let is_other_name = |n: usize| candidates[n].file.path.file_name() != from.path.file_name();
    let best = among.iter().copied().min_by_key(|n| (is_other_name(*n), candidates[*n].record.is_none(), *n));
    for n in among {
        actions[*n] = match best {
            Some(best) if best == *n => Action::MovedFrom(from),
            Some(best) => Action::Double(Original::Here(best)),
            None => Action::Read,
        };
    }
}

/// The files by content.
struct Contents<'a> {
    held: HashMap<Content, Original<'a>>,
    gone: HashMap<Content, &'a FileRecord>,
    /// Sizes of more than one file. A file with any other size differs from all others, so its content is not read.
    sizes: HashSet<u64>,
}

impl<'a> Contents<'a> {
    fn new(candidates: &[Candidate<'a>], gone: &[&'a FileRecord], elsewhere: &[&'a FileRecord]) -> Self {
        let records = gone.iter().chain(elsewhere).filter(|r| can_stand_for_others(r));
        let mut counts: HashMap<u64, u32> = HashMap::new();
        let sizes = candidates.iter().map(|s| s.bytes()).chain(records.map(|r| r.bytes));
        sizes.for_each(|bytes| *counts.entry(bytes).or_default() += 1);
        let held = elsewhere.iter().filter(|r| can_stand_for_others(r));
        let held = held.map(|r| (content_of(r), Original::Elsewhere(r.source.as_str()))).collect();
        let gone = gone.iter().rev().filter(|r| can_stand_for_others(r)).map(|r| (content_of(r), *r)).collect();
        Self { held, gone, sizes: counts.into_iter().filter(|(_, n)| *n > 1).map(|(bytes, _)| bytes).collect() }
    }

    /// The content of a file, if it matters.
    fn of(&self, file: &Candidate<'_>) -> Option<Content> {
        if file.bytes() == 0 || !self.sizes.contains(&file.bytes()) { None } else { file.content() }
    }

    fn hold(&mut self, content: Content, original: Original<'a>) {
        if content.bytes > 0 {
            self.held.entry(content).or_insert(original);
        }
    }

    fn holder(&self, content: Content) -> Option<Original<'a>> {
        self.held.get(&content).copied()
    }

    fn is_gone(&self, content: Content) -> bool {
        self.gone.contains_key(&content)
    }
}

/// False for an empty file, because it is nobody's double; for a failed one, because it is read again under a new path; and
/// for a double, because it has no items.
fn can_stand_for_others(record: &FileRecord) -> bool {
    record.bytes > 0 && matches!(record.outcome, Outcome::Read | Outcome::ReadInPart(_))
}

fn content_of(record: &FileRecord) -> Content {
    Content { bytes: record.bytes, hash: record.hash }
}
