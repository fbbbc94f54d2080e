//! The ties between items, each with its reason.
//!
//! Standing items have no ties: every agenda repeats them. A case number ties within one authority's register only, and not if
//! meetings use it for several items. Ties are symmetric and depend only on the two items and on how rare their shared names are, so
//! the order of indexing does not matter. In doubt there is no tie.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::EdgeReason;
use super::lookup::NodeLookup;
use crate::engine::{EngineError, Place};
use crate::facts::case::reference::same_body;
use crate::facts::case::{Key, Name, NameKind, Node, Pointer, is_local_body, is_recurring};
use crate::lexicon::authorities;
use crate::model::{AuthorityKind, MeetingKind};

/// How likely such a tie is right, as estimates. Strengths of ties in a row multiply.
pub(super) fn strength(reason: &EdgeReason) -> f32 {
    match reason {
        EdgeReason::Pair => 0.98,
        EdgeReason::CaseNumber(_) => 0.95,
        EdgeReason::Reference(_) => 0.8,
        EdgeReason::Title => 0.8,
        EdgeReason::Names(_) | EdgeReason::TitleWords(_) => 0.7,
        // The item itself, and no further.
        EdgeReason::Mention(_) => 0.5,
        EdgeReason::Subject => 0.5,
    }
}

/// Most items that may have a rare name, by the size of the register (of the archive, between registers) and the kind of name:
/// compound, capitalised, proper. Steps instead of a share, so that one more meeting seldom changes which names are rare.
const RARE: [(usize, [usize; 3]); 3] = [(0, [4, 8, 12]), (500, [8, 14, 20]), (2_000, [16, 24, 30])];

fn most_holders(kind: NameKind, size: usize) -> usize {
    let row = RARE.iter().rev().find(|(from, _)| size >= *from).map_or(RARE[0].1, |(_, row)| row.to_owned());
    match kind {
        NameKind::Compound => row[0],
        NameKind::Capital => row[1],
        NameKind::Proper => row[2],
    }
}

/// Most meetings that may have a name if it stands in only one of the titles, or if it is all that ties two items in a list.
pub(super) const HARDLY_ANY: usize = 3;
/// Titles are compared with at most this many others for a word, to bound the time. A word that more have is no evidence.
const CANDIDATES: usize = 64;
/// Least number of shared words for two titles to say the same, and their least share of the words of both. With half of the words
/// *Centrale udmeldinger* does not draw together every case of one.
const LEAST_WORDS: usize = 2;
const LEAST_SHARE: f32 = 0.5;
/// Shortest part of a compound.
const LEAST_PART: usize = 5;

/// The other ends of an item's ties.
pub(super) type Tied = Vec<(Place, EdgeReason)>;

/// Finds ties through a lookup.
pub(super) struct Ties<'a, G> {
    pub lookup: &'a G,
    /// Whether the mention of another item of the same agenda ties.
    pub mentions: bool,
}

impl<G: NodeLookup> Ties<'_, G> {
    /// The ties of the item at `at`, by place, the strongest reason first.
    pub(super) fn of(&self, at: Place) -> Result<Tied, EngineError> {
        let own = self.lookup.node(at)?;
        if own.standing {
            return Ok(Vec::new());
        }
        let mut found = self.by_case_number(&own)?;
        found.extend(self.pairs(at)?);
        found.extend(self.references(&own)?);
        found.extend(self.referring(at, &own)?);
        found.extend(self.same_titles(&own)?);
        found.extend(self.similar_titles(&own)?);
        found.extend(self.partners(&own)?);
        found.extend(self.shared_names(&own)?);
        found.retain(|(other, reason)| *other != at && (self.mentions || !matches!(reason, EdgeReason::Mention(_))));
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| strength(&b.1).total_cmp(&strength(&a.1))));
        Ok(found)
    }

    /// The items with that key for which `meant` holds. Keys are hashes and may collide.
    fn holders_where(&self, key: Key, meant: impl Fn(&Node) -> bool) -> Result<Vec<(Place, Arc<Node>)>, EngineError> {
        let mut found = Vec::new();
        for &at in self.lookup.holders(key)?.iter() {
            let node = self.lookup.node(at)?;
            if meant(&node) {
                found.push((at, node));
            }
        }
        Ok(found)
    }

    fn by_case_number(&self, own: &Node) -> Result<Tied, EngineError> {
        let Some(case) = &own.case else { return Ok(Vec::new()) };
        let same = |n: &Node| n.register == own.register && n.case.as_ref().is_some_and(|c| c.key == case.key);
        let held = self.holders_where(Key::case(&own.register, &case.key), same)?;
        if is_reused(held.iter().map(|(_, n)| &**n)) {
            return Ok(Vec::new());
        }
        Ok(held.into_iter().map(|(at, _)| (at, EdgeReason::CaseNumber(case.printed.clone()))).collect())
    }

    /// The same item in the meeting's other documents.
    fn pairs(&self, at: Place) -> Result<Tied, EngineError> {
        Ok(self.lookup.pair(at)?.iter().map(|other| (*other, EdgeReason::Pair)).collect())
    }

    fn references(&self, own: &Node) -> Result<Tied, EngineError> {
        let mut found = Vec::new();
        for pointer in &own.pointers {
            let to = self.resolve(own, pointer)?;
            found.extend(to.map(|at| (at, reference(pointer))));
        }
        Ok(found)
    }

    /// The items with a reference to this one.
    fn referring(&self, at: Place, own: &Node) -> Result<Tied, EngineError> {
        let Some(number) = &own.number else { return Ok(Vec::new()) };
        let here = own.date.map(|d| Key::pointer(&own.source, Some(d), number));
        let mut found = Vec::new();
        for key in [Some(Key::pointer(&own.source, None, number)), here].into_iter().flatten() {
            for (from, node) in self.holders_where(key, |n| !n.standing)? {
                for pointer in node.pointers.iter().filter(|p| p.point == *number) {
                    if self.resolve(&node, pointer)? == Some(at) {
                        found.push((from, reference(pointer)));
                    }
                }
            }
        }
        Ok(found)
    }

    /// The item a reference points to. `None` for a standing item or a meeting outside the archive.
    pub(super) fn resolve(&self, from: &Node, pointer: &Pointer) -> Result<Option<Place>, EngineError> {
        let is_it = |n: &Node| {
            let here = match pointer.date {
                None => n.source == from.source,
                Some(_) => n.date == pointer.date && is_meant(from, pointer, n),
            };
            here && n.number.as_deref() == Some(pointer.point.as_str())
        };
        let found = self.holders_where(Key::place(&from.source, pointer.date, &pointer.point), is_it)?;
        let rank =
            |n: &Node| (n.register != from.register, n.kind != MeetingKind::Minutes, n.source.clone(), n.position);
        Ok(found.into_iter().min_by_key(|(_, n)| rank(n)).map(|(at, _)| at))
    }

    fn same_titles(&self, own: &Node) -> Result<Tied, EngineError> {
        let Some(words) = own.title_words else { return Ok(Vec::new()) };
        let same = |n: &Node| n.register == own.register && n.title_words == own.title_words;
        let held = self.holders_where(Key::title(&own.register, words), same)?;
        Ok(held.into_iter().map(|(at, _)| (at, EdgeReason::Title)).collect())
    }

    /// Titles of two meetings that say the same in other forms: half of the words of both, and a rare word among them. Between
    /// authorities only where one of them is a region or a shared body, because municipalities have cases of one kind at one time.
    fn similar_titles(&self, own: &Node) -> Result<Tied, EngineError> {
        let words = own.title_keys();
        let most = most_holders(NameKind::Compound, self.lookup.size());
        let mut rare: BTreeSet<&String> = BTreeSet::new();
        let mut candidates: BTreeSet<Place> = BTreeSet::new();
        for word in words.iter().filter(|word| !is_recurring(word)) {
            let holders = self.lookup.holders(Key::word(word))?;
            if holders.len() > CANDIDATES {
                continue;
            }
            if self.meetings(&holders)? <= most {
                rare.insert(word);
            }
            candidates.extend(holders.iter());
        }
        let mut found = Vec::new();
        for at in candidates {
            let other = self.lookup.node(at)?;
            let related = other.register == own.register || is_shared(&own.register) || is_shared(&other.register);
            if !related || is_same_meeting(own, &other) || numbers_differ(own, &other) || names_differ(own, &other) {
                continue;
            }
            let theirs = other.title_keys();
            let (own_words, other_words) = (split_by(&words, &theirs), split_by(&theirs, &words));
            let shared: Vec<&String> = own_words.intersection(&other_words).collect();
            let telling = shared.iter().filter(|word| !is_recurring(word)).count();
            // A compound in the one and its parts in the other are as rare as the compound.
            let is_split = own_words.len() > words.len() || other_words.len() > theirs.len();
            let is_rare = is_split || shared.iter().any(|word| rare.contains(word));
            let share = shared.len() as f32 / own_words.union(&other_words).count() as f32;
            if telling >= LEAST_WORDS && is_rare && share >= LEAST_SHARE {
                found.push((at, EdgeReason::TitleWords(shared.into_iter().cloned().collect())));
            }
        }
        Ok(found)
    }

    /// Items of two authorities whose titles name each other: both sides of one agreement.
    fn partners(&self, own: &Node) -> Result<Tied, EngineError> {
        let mut found = Vec::new();
        let words = own.title_keys();
        for partner in own.partners() {
            for word in words.iter().filter(|word| !is_recurring(word)) {
                let is_partner = |n: &Node| {
                    n.register == partner
                        && n.partners().contains(&own.register)
                        && n.title_keys().contains(word)
                        && !numbers_differ(own, n)
                };
                let held = self.holders_where(Key::between(&own.register, &partner, word), is_partner)?;
                found.extend(held.into_iter().map(|(at, _)| {
                    (at, EdgeReason::TitleWords(vec![own.register.clone(), partner.clone(), word.clone()]))
                }));
            }
        }
        Ok(found)
    }

    /// Rare names. Within one register every kind ties, between registers proper names only, and one of the registers is a region or
    /// a shared body. Both items have the name in the title, or one has it there and the other in its proposal or summary; then it
    /// must be a proper name that hardly any item has.
    fn shared_names(&self, own: &Node) -> Result<Tied, EngineError> {
        let mut shared: BTreeMap<Place, Vec<String>> = BTreeMap::new();
        let size = self.lookup.holders(Key::register(&own.register))?.len();
        for name in &own.names {
            let within = NameScope { key: Key::name(&own.register, &name.key), size, same_register: true };
            let between = NameScope { key: Key::proper(&name.key), size: self.lookup.size(), same_register: false };
            let proper = name.kind == NameKind::Proper;
            if name.kind == NameKind::Capital && self.is_ordinary(&name.key)? {
                continue;
            }
            for held in [Some(within), proper.then_some(between)].into_iter().flatten() {
                for at in self.by_name(own, name, &held)? {
                    shared.entry(at).or_default().push(name.key.clone());
                }
            }
        }
        let mut found = Vec::new();
        for (at, mut names) in shared {
            let other = self.lookup.node(at)?;
            if numbers_differ(own, &other) {
                continue;
            }
            names.extend(said_of_the_same(own, &other, &names));
            names.sort_unstable();
            names.dedup();
            found.push((at, EdgeReason::Names(names)));
        }
        Ok(found)
    }

    fn by_name(&self, own: &Node, name: &Name, held: &NameScope) -> Result<Vec<Place>, EngineError> {
        let holders = self.lookup.holders(held.key)?;
        let most = |kind| most_holders(kind, held.size);
        // Each meeting may have an agenda and minutes, and more than one item.
        if holders.len() < 2 || holders.len() > 4 * most(NameKind::Proper) {
            return Ok(Vec::new());
        }
        let meetings = self.meetings(&holders)?;
        let tied = |n: &Node| {
            let place = n.names.binary_search_by(|other| other.key.cmp(&name.key));
            let Ok(other) = place.map(|p| &n.names[p]) else { return false };
            let proper = name.kind == NameKind::Proper && other.kind == NameKind::Proper;
            let rare = match (name.about, other.about) {
                (true, true) if name.kind.max(other.kind) == NameKind::Compound => {
                    meetings <= most(NameKind::Compound) && !is_same_meeting(own, n)
                }
                (true, true) => meetings <= most(name.kind.max(other.kind)),
                (false, false) => false,
                (about, _) => {
                    let silent = if about { n } else { own };
                    name.kind.max(other.kind) == NameKind::Proper && meetings <= HARDLY_ANY && is_title_open(silent)
                }
            };
            let scope = match held.same_register {
                true => n.register == own.register,
                false => n.register != own.register && proper && (is_shared(&own.register) || is_shared(&n.register)),
            };
            rare && scope
        };
        Ok(self.holders_where(held.key, tied)?.into_iter().map(|(at, _)| at).collect())
    }

    /// The number of meetings of these items.
    pub(super) fn meetings(&self, places: &[Place]) -> Result<usize, EngineError> {
        let mut found = BTreeSet::new();
        for &at in places {
            let node = self.lookup.node(at)?;
            let undated = node.date.is_none().then(|| node.source.clone());
            found.insert((node.register.clone(), node.date, undated));
        }
        Ok(found.len())
    }

    /// True for a word that most titles with it use as an ordinary one: the archive knows better than a capital.
    fn is_ordinary(&self, key: &str) -> Result<bool, EngineError> {
        let holders = self.lookup.holders(Key::word(key))?;
        let mut plain = 0;
        for &at in holders.iter().take(CANDIDATES) {
            plain += usize::from(self.lookup.node(at)?.topic.iter().any(|word| word == key));
        }
        Ok(2 * plain > holders.len().min(CANDIDATES))
    }
}

/// True for a register of a region or of a body that several authorities share.
pub(super) fn is_shared(register: &str) -> bool {
    match authorities().named(register) {
        Some(authority) => authority.kind == AuthorityKind::Region,
        None => !is_local_body(register),
    }
}

fn is_same_meeting(a: &Node, b: &Node) -> bool {
    a.register == b.register && a.date == b.date
}

/// True if a title names nothing, and nothing that comes up every year. Only then a name in the proposal may be the case's: a list
/// of tariffs mentions every institution.
fn is_title_open(n: &Node) -> bool {
    let named = n.names.iter().any(|name| name.about && name.kind > NameKind::Compound);
    !named && !n.topic.iter().any(|word| is_recurring(word))
}

/// True if both titles have capitalised names and none in common.
fn names_differ(a: &Node, b: &Node) -> bool {
    let named = |n: &Node| -> BTreeSet<String> {
        n.names
            .iter()
            .filter(|name| name.about && name.kind > NameKind::Compound)
            .map(|name| name.key.clone())
            .collect()
    };
    let (a, b) = (named(a), named(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// The words, with compounds split whose parts the other title has: *psykiatripladser* by *pladser i psykiatrien*.
fn split_by(words: &BTreeSet<String>, by: &BTreeSet<String>) -> BTreeSet<String> {
    let parts = |whole: &str| {
        by.iter().filter(|part| part.len() >= LEAST_PART).find_map(|first| {
            let rest = whole.strip_prefix(first.as_str())?;
            // *s* and *e* join the parts of a compound.
            let rests = [Some(rest), rest.strip_prefix('s'), rest.strip_prefix('e')];
            let second = rests.into_iter().flatten().find(|rest| rest.len() >= LEAST_PART && by.contains(*rest))?;
            Some([first.clone(), second.to_owned()])
        })
    };
    let split = |word: &String| match parts(word).filter(|_| !by.contains(word)) {
        Some(parts) => parts.to_vec(),
        None => vec![word.clone()],
    };
    words.iter().flat_map(split).collect()
}

/// A reference to another meeting, or the mention of an item of the same agenda.
fn reference(pointer: &Pointer) -> EdgeReason {
    let words = pointer.words.clone();
    if pointer.date.is_some() { EdgeReason::Reference(words) } else { EdgeReason::Mention(words) }
}

/// Other words of both titles beside a shared name: *renovering* of *Sydskolen*.
fn said_of_the_same(a: &Node, b: &Node, names: &[String]) -> Vec<String> {
    let about = |n: &Node| n.names.iter().any(|name| name.about && names.contains(&name.key));
    if !about(a) || !about(b) {
        return Vec::new();
    }
    a.topic.iter().filter(|word| !is_number(word) && b.topic.contains(word)).cloned().collect()
}

/// True if each title has a number missing in the other: years, quarters, numbers of plans.
fn numbers_differ(a: &Node, b: &Node) -> bool {
    let lacks = |a: &Node, b: &Node| a.topic.iter().any(|word| is_number(word) && !b.topic.contains(word));
    lacks(a, b) && lacks(b, a)
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Among which items a name must be rare.
struct NameScope {
    key: Key,
    /// The number of those items.
    size: usize,
    same_register: bool,
}

/// True for a number most meetings use for several items at once: a filing code, not a case.
fn is_reused<'a>(holders: impl Iterator<Item = &'a Node>) -> bool {
    let mut uses: HashMap<&str, usize> = HashMap::new();
    holders.for_each(|n| *uses.entry(n.source.as_str()).or_default() += 1);
    let several = uses.values().filter(|n| **n > 1).count();
    several * 2 >= uses.len()
}

/// True if the body named is the body of `n`. Every municipality has an *Økonomiudvalget*, so another's needs its authority's
/// name, unless several authorities share the body.
fn is_meant(from: &Node, pointer: &Pointer, n: &Node) -> bool {
    let named = pointer.body.as_deref().unwrap_or_default();
    let shared = || authorities().named(&n.register).is_none();
    let body = n.body.as_deref().is_some_and(|b| same_body(b, named));
    body && (n.register == from.register || shared() || named.contains(&n.register))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::tests::{index_of, item, with_authority, with_case};
    use super::*;
    use crate::query::history::lookup::{CachedLookup, LoadedLookup};

    /// Every tie of an archive: the ids and the reason.
    fn ties(items: &[crate::index::StoredItem]) -> Vec<String> {
        let (_folder, engine) = index_of(items);
        let (whole, lookup) =
            (LoadedLookup::read(&engine, &HashSet::new()).unwrap(), CachedLookup::new(&engine).unwrap());
        let mut found = Vec::new();
        for (at, node) in whole.nodes() {
            let tied = Ties { lookup: &whole, mentions: true }.of(at).unwrap();
            assert_eq!(
                tied,
                Ties { lookup: &lookup, mentions: true }.of(at).unwrap(),
                "both lookups give the same ties"
            );
            let id = |at| whole.node(at).unwrap().id.clone();
            found.extend(tied.into_iter().map(|(other, reason)| format!("{} {} {reason:?}", node.id, id(other))));
        }
        found.sort();
        found
    }

    #[test]
    fn reference_ties_from_both_ends() {
        let found = ties(&[
            item("a#2", "2024-03-01", "Ny skole", "Se DASSOS, 5.2.24, pkt. 7."),
            item("b#7", "2024-02-05", "Takster for herberger", ""),
        ]);
        assert_eq!(
            found,
            ["a#2 b#7 Reference(\"DASSOS, 5.2.24, pkt. 7\")", "b#7 a#2 Reference(\"DASSOS, 5.2.24, pkt. 7\")"]
        );
    }

    #[test]
    fn committee_of_another_municipality_is_not_meant() {
        let of = |id: &str, day: &str, authority: &str, text: &str| {
            let mut item = with_authority(item(id, day, "Sag om noget", text), authority);
            item.meeting.body = Some("Økonomiudvalget".into());
            item
        };
        let words = "jf. Økonomiudvalget, 12. maj 2014, pkt. 7";
        let items = |other| [of("a#1", "2014-06-01", "Viborg", words), of("b#7", "2014-05-12", other, "")];
        assert_eq!(ties(&items("Skive")), [""; 0]);
        assert_eq!(ties(&items("Viborg")).iter().filter(|t| t.contains("Reference")).count(), 2);
    }

    #[test]
    fn number_that_a_meeting_uses_for_several_items_is_no_case() {
        let of = |id: &str, day: &str, title: &str| with_case(item(id, day, title, ""), "24/100");
        let mut items = vec![
            of("a#1", "2024-01-01", "Ny sti langs fjorden"),
            of("a#2", "2024-01-01", "Takster for herberger"),
            of("b#1", "2024-02-01", "Anlægsregnskab"),
        ];
        assert_eq!(ties(&items), [""; 0]);
        items.extend([of("c#1", "2024-03-01", "Belysning"), of("d#1", "2024-04-01", "Afmærkning")]);
        assert_eq!(ties(&items).len(), 20, "most meetings use it for one");
    }

    #[test]
    fn what_is_rare_changes_in_steps() {
        assert_eq!(most_holders(NameKind::Proper, 60), most_holders(NameKind::Proper, 499));
        assert!(most_holders(NameKind::Compound, 2_000) > most_holders(NameKind::Compound, 499));
    }
}
