//! Finds the same item in several documents of a meeting.
//!
//! Agenda and minutes of a meeting have the same items. So have a supplementary agenda, a corrected issue, and minutes
//! of the open and the closed part. [`groups`] finds them. Documents are from one meeting if they have the same body,
//! authority and day, and items in common: an extraordinary meeting on the same evening has other items. A document
//! without a date is never paired, because its body meets every month.
//!
//! The result depends on the items alone, not on their order. In doubt items stay apart: an item shown twice is a
//! nuisance, but two items merged into one hide a decision.

mod similarity;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::{MeetingFacts, StoredItem, format};
use crate::facts::topics::words::{key, words};
use crate::model::{Item, MeetingKind, SectionKind};
use similarity::similarity;

/// The facts about an item needed for pairing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The date as the number yyyymmdd.
    pub day: i64,
    /// The source of its document.
    pub source: String,
    /// Position in the document, from 0.
    pub position: u32,
    /// Hash of the item's id; see [`key_of`].
    pub key: u64,
    /// The item's default pair; see [`own_pair`].
    pub own: u64,
    minutes: bool,
    /// The body in lower case, without its authority's name.
    body: String,
    authority: Option<String>,
    number: Option<String>,
    /// True for an item on every agenda.
    standing: bool,
    /// The title's words in lower case, separated by spaces.
    title: String,
    case: Option<String>,
    closed: bool,
}

impl Entry {
    /// Reads an item. `None` if its meeting has no date or no body, so the meeting is unknown.
    pub(crate) fn new(id: &str, source: &str, position: u32, meeting: &MeetingFacts, item: &Item) -> Option<Self> {
        if meeting.kind == MeetingKind::Other {
            return None;
        }
        let day = format::day_number(meeting.date?);
        let authority = meeting.authority.as_ref().map(|a| a.name.to_lowercase());
        let body = body_key(meeting)?;
        Some(Self {
            day,
            source: source.to_owned(),
            position,
            key: key_of(id),
            own: own_pair(id, meeting, item),
            minutes: meeting.kind == MeetingKind::Minutes,
            body,
            authority,
            number: item.number.as_ref().map(|n| n.as_str().to_lowercase()),
            standing: item.standing,
            title: normal(&item.title),
            case: item.case_number.as_ref().map(|c| c.0.trim().to_lowercase()),
            closed: item.closed,
        })
    }

    /// Reads a stored item; see [`Entry::new`].
    pub(crate) fn of(stored: &StoredItem) -> Option<Self> {
        Self::new(&stored.id, &stored.source, stored.position, &stored.meeting, &stored.item)
    }

    fn order(&self) -> (&str, u32) {
        (&self.source, self.position)
    }
}

/// The number for an item's id in the columns of the index.
pub(crate) fn key_of(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

/// The default pair of an item: equal for items with the same number and title, on one day and from one body. Most
/// agendas and minutes agree this way. The index stores the other cases as [`exceptions`].
pub(crate) fn own_pair(id: &str, meeting: &MeetingFacts, item: &Item) -> u64 {
    let (Some(date), Some(body)) = (meeting.date, body_key(meeting)) else { return key_of(id) };
    let authority = meeting.authority.as_ref().map_or("", |a| a.name.as_str()).to_lowercase();
    let number = item.number.as_ref().map_or("", |n| n.as_str()).to_lowercase();
    let facts = [date.to_string(), authority, body, number, normal(&item.title)];
    xxh3_64(facts.join("\n").as_bytes())
}

/// The rank of an item in its pair; the highest represents the pair. Minutes rank above agendas, items with a decision
/// above items without, items of longer documents above those of shorter ones. `length` is in bytes of text.
pub(crate) fn rank(meeting: &MeetingFacts, item: &Item, length: u64) -> u64 {
    let minutes = u64::from(meeting.kind == MeetingKind::Minutes);
    let decided = item.sections.iter().any(|s| s.kind == SectionKind::Minutes && !s.text.is_blank());
    minutes << 62 | u64::from(decided) << 61 | length.min((1 << 61) - 1)
}

/// Length of the sections' text in bytes.
pub(crate) fn length(item: &Item) -> u64 {
    item.sections.iter().map(|s| s.text.as_str().len() as u64).sum()
}

/// Groups of equal items, each with its representative first. Items without an equal are left out. Groups are sorted by
/// source and position of their first items.
pub fn pairs(items: &[StoredItem]) -> Vec<Vec<usize>> {
    let (places, entries): (Vec<usize>, Vec<Entry>) =
        items.iter().enumerate().filter_map(|(n, item)| Some((n, Entry::of(item)?))).unzip();
    let mut lengths: HashMap<&str, u64> = HashMap::new();
    for stored in items {
        *lengths.entry(&stored.source).or_default() += length(&stored.item);
    }
    let rank = |n: usize| {
        let stored = &items[places[n]];
        rank(&stored.meeting, &stored.item, lengths[stored.source.as_str()])
    };
    let several = groups(&entries).into_iter().filter(|g| g.len() > 1);
    several
        .map(|mut group| {
            group.sort_by_key(|&n| (Reverse(rank(n)), &items[places[n]].id));
            group.into_iter().map(|n| places[n]).collect()
        })
        .collect()
}

/// All entries in groups, single ones in groups of their own. Groups and members are sorted by source and position.
fn groups(entries: &[Entry]) -> Vec<Vec<usize>> {
    let mut meetings: BTreeMap<(i64, &str), Vec<usize>> = BTreeMap::new();
    for (n, entry) in entries.iter().enumerate() {
        meetings.entry((entry.day, &entry.body)).or_default().push(n);
    }
    let mut groups: Vec<Vec<usize>> = meetings.into_values().flat_map(|of| of_one_body(entries, of)).collect();
    groups.sort_by(|a, b| entries[a[0]].order().cmp(&entries[b[0]].order()));
    groups
}

/// The result of pairing for all items of some days.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// The items outside their default pair.
    pub exceptions: Vec<Exception>,
    /// The sources of each meeting, and the number of items found in several of them.
    pub meetings: Vec<(Vec<String>, usize)>,
}

/// Settles pairs and meetings. `entries` must have all items of the days concerned.
pub(crate) fn settled(entries: &[Entry]) -> Settled {
    let groups = groups(entries);
    Settled { meetings: meetings(entries, &groups), exceptions: exceptions(entries, groups) }
}

/// The documents of each meeting: those connected by common items, directly or through others.
fn meetings(entries: &[Entry], groups: &[Vec<usize>]) -> Vec<(Vec<String>, usize)> {
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    let mut meetings: Vec<(BTreeSet<&str>, usize)> = Vec::new();
    for group in groups {
        let new = meetings.len();
        meetings.push((BTreeSet::new(), group.len() - 1));
        for source in group.iter().map(|&n| entries[n].source.as_str()) {
            meetings[new].0.insert(source);
            let known = place.insert(source, new).filter(|known| *known != new);
            let (sources, paired) = known.map(|known| std::mem::take(&mut meetings[known])).unwrap_or_default();
            sources.iter().for_each(|s| _ = place.insert(s, new));
            meetings[new].0.extend(sources);
            meetings[new].1 += paired;
        }
    }
    meetings.retain(|(sources, _)| !sources.is_empty());
    meetings.into_iter().map(|(sources, paired)| (sources.into_iter().map(str::to_owned).collect(), paired)).collect()
}

fn exceptions(entries: &[Entry], mut groups: Vec<Vec<usize>>) -> Vec<Exception> {
    // The largest groups keep their default pair, so few items are exceptions.
    groups.sort_by_key(|g| Reverse(g.len()));
    let mut taken: HashSet<u64> = HashSet::new();
    let mut out = Vec::new();
    for group in groups {
        let own = |n: &usize| entries[*n].own;
        let agreeing = |pair: u64| group.iter().filter(|n| own(n) == pair).count();
        let mut wanted: Vec<u64> = group.iter().map(own).collect();
        wanted.sort_by_key(|pair| (Reverse(agreeing(*pair)), *pair));
        let ids = group.iter().map(|n| entries[*n].key);
        let Some(pair) = wanted.into_iter().chain(ids).find(|pair| !taken.contains(pair)) else { continue };
        taken.insert(pair);
        let others = group.iter().map(|&n| &entries[n]).filter(|e| e.own != pair);
        out.extend(others.map(|e| Exception { day: e.day, key: e.key, pair }));
    }
    out
}

/// An item outside its default pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exception {
    /// As [`Entry::day`].
    pub day: i64,
    /// As [`Entry::key`].
    pub key: u64,
    /// The pair it belongs to.
    pub pair: u64,
}

/// The groups among entries with the same day and body.
fn of_one_body(entries: &[Entry], mut members: Vec<usize>) -> Vec<Vec<usize>> {
    members.sort_by(|&a, &b| entries[a].order().cmp(&entries[b].order()));
    let documents: Vec<Vec<usize>> =
        members.chunk_by(|&a, &b| entries[a].source == entries[b].source).map(<[usize]>::to_vec).collect();
    if documents.len() == 1 {
        return members.into_iter().map(|n| vec![n]).collect();
    }
    let mut ties = ties_of_meetings(entries, &documents);
    ties.sort_by(|x, y| y.strength.total_cmp(&x.strength).then_with(|| x.order(entries).cmp(&y.order(entries))));
    joined(entries, members, &ties)
}

/// Two equal items.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Tie {
    a: usize,
    b: usize,
    strength: f32,
}

impl Tie {
    fn order<'e>(&self, entries: &'e [Entry]) -> [(&'e str, u32); 2] {
        let mut ends = [entries[self.a].order(), entries[self.b].order()];
        ends.sort_unstable();
        ends
    }
}

/// The equal items of two documents, the surest first. Each item is matched at most once.
fn matched(entries: &[Entry], a: &[usize], b: &[usize]) -> Vec<Tie> {
    let all = a.iter().flat_map(|&a| b.iter().map(move |&b| (a, b)));
    let mut ties: Vec<Tie> =
        all.filter_map(|(a, b)| Some(Tie { a, b, strength: similarity(&entries[a], &entries[b])? })).collect();
    let apart = |t: &Tie| entries[t.a].position.abs_diff(entries[t.b].position);
    ties.sort_by(|x, y| {
        let likely = y.strength.total_cmp(&x.strength).then_with(|| apart(x).cmp(&apart(y)));
        likely.then_with(|| x.order(entries).cmp(&y.order(entries)))
    });
    let mut taken = HashSet::new();
    ties.retain(|t| {
        let free = !taken.contains(&t.a) && !taken.contains(&t.b);
        if free {
            taken.extend([t.a, t.b]);
        }
        free
    });
    ties
}

/// The ties between documents of one meeting.
///
/// Items on every agenda do not connect documents, unless a document has no others. An agenda goes with the minutes
/// most similar to it, in either direction. So an ordinary and an extraordinary meeting on one evening stay apart even
/// if an item moved between them. Two agendas, or two minutes, are issues of one document if they share half of their
/// items and do not match different minutes.
fn ties_of_meetings(entries: &[Entry], documents: &[Vec<usize>]) -> Vec<Tie> {
    let count = documents.len();
    let pairs_of_documents = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let pairs_of_documents: Vec<DocumentPair> = pairs_of_documents
        .filter(|&(a, b)| same_authority(entries, documents, a, b))
        .map(|(a, b)| DocumentPair::new(entries, documents, a, b))
        .collect();
    let across = |d: usize| pairs_of_documents.iter().filter(move |c| c.opposite && (c.a == d || c.b == d));
    let most = |d: usize| across(d).filter(|c| c.distinctive).map(|c| c.share).max();
    let is_best = |c: &DocumentPair, d: usize| c.distinctive && most(d) == Some(c.share);
    let best = |d: usize| across(d).filter(|c| is_best(c, d)).map(|c| c.a + c.b - d).collect::<Vec<_>>();
    let together = |c: &DocumentPair| {
        let (a, b) = (best(c.a), best(c.b));
        a.is_empty() || b.is_empty() || a.iter().any(|d| b.contains(d))
    };
    let is_one = |c: &DocumentPair| match (c.opposite, c.distinctive) {
        (true, true) => is_best(c, c.a) || is_best(c, c.b),
        (true, false) => c.standing && across(c.a).count() == 1 && across(c.b).count() == 1,
        (false, distinctive) => distinctive && c.share >= SAME_ISSUE_SHARE && together(c),
    };
    pairs_of_documents.iter().filter(|c| is_one(c)).flat_map(|c| c.ties.iter().copied()).collect()
}

/// Minimum share of common items for two issues of one agenda, in thousandths: half. A corrected issue keeps most
/// items; agendas of two meetings share only the standing ones.
const SAME_ISSUE_SHARE: usize = 500;

/// Two documents with the same body and day.
struct DocumentPair {
    a: usize,
    b: usize,
    /// True for an agenda with minutes.
    opposite: bool,
    ties: Vec<Tie>,
    /// Share of tied items in both documents, in thousandths.
    share: usize,
    /// True if a tie is between items not on every agenda.
    distinctive: bool,
    /// True if one document has only items found on every agenda.
    standing: bool,
}

impl DocumentPair {
    fn new(entries: &[Entry], documents: &[Vec<usize>], a: usize, b: usize) -> Self {
        let (first, second) = (&documents[a], &documents[b]);
        let ties = matched(entries, first, second);
        let standing = |of: &[usize]| of.iter().all(|&n| entries[n].standing);
        Self {
            a,
            b,
            opposite: entries[first[0]].minutes != entries[second[0]].minutes,
            share: 2000 * ties.len() / (first.len() + second.len()),
            distinctive: ties.iter().any(|t| !entries[t.a].standing && !entries[t.b].standing),
            standing: standing(first) || standing(second),
            ties,
        }
    }
}

/// Whether two documents can be from one authority. A document without authority matches if there is only one.
fn same_authority(entries: &[Entry], documents: &[Vec<usize>], a: usize, b: usize) -> bool {
    let of = |d: usize| entries[documents[d][0]].authority.as_deref();
    match (of(a), of(b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        (Some(one), None) | (None, Some(one)) => (0..documents.len()).filter_map(of).all(|other| other == one),
    }
}

/// Groups the members connected by ties. A group has at most one item of each document.
fn joined(entries: &[Entry], members: Vec<usize>, ties: &[Tie]) -> Vec<Vec<usize>> {
    let mut group_of: HashMap<usize, usize> = members.iter().enumerate().map(|(g, &n)| (n, g)).collect();
    let mut groups: Vec<Vec<usize>> = members.iter().map(|&n| vec![n]).collect();
    for tie in ties {
        let (a, b) = (group_of[&tie.a], group_of[&tie.b]);
        let same_document = |&x: &usize, &y: &usize| entries[x].source == entries[y].source;
        let clash = groups[a].iter().any(|x| groups[b].iter().any(|y| same_document(x, y)));
        if a == b || clash {
            continue;
        }
        let moved = std::mem::take(&mut groups[b]);
        moved.iter().for_each(|&n| {
            group_of.insert(n, a);
        });
        groups[a].extend(moved);
    }
    groups.retain(|g| !g.is_empty());
    groups.iter_mut().for_each(|g| g.sort_by(|&a, &b| entries[a].order().cmp(&entries[b].order())));
    groups
}

/// The headwords of a meeting's body without the name of its authority: `Viborg Byråd` is the `Byrådet` of Viborg.
/// `None` if the body is unknown.
pub(crate) fn body_key(meeting: &MeetingFacts) -> Option<String> {
    let authority = meeting.authority.as_ref().map(|a| normal(&a.name)).unwrap_or_default();
    let names_authority = |word: &str| {
        let bare = word.strip_suffix('s').unwrap_or(word);
        bare == "kommune" || authority.split(' ').any(|part| part == word || part == bare)
    };
    let body = normal(meeting.body.as_deref()?);
    let own: Vec<&str> = body.split(' ').filter(|w| !names_authority(w)).collect();
    let words = if own.is_empty() { body.split(' ').collect() } else { own };
    let heads: Vec<String> = words.into_iter().map(key).collect();
    Some(heads.join(" ")).filter(|b| !b.is_empty())
}

/// The words of a text in lower case, separated by spaces.
fn normal(text: &str) -> String {
    let lower = text.to_lowercase();
    words(&lower).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
