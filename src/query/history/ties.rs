//! The ties between items, each with its reason.
//!
//! Standing items have no ties: every agenda repeats them. A case number ties within one authority's register only, and not if
//! meetings use it for several items. Ties are symmetric and depend only on the two items and on how rare their shared names are, so
//! the order of indexing does not matter. In doubt there is no tie.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::EdgeReason;
use super::lookup::NodeLookup;
use crate::engine::{EngineError, Place};
use crate::facts::case::reference::same_body;
use crate::facts::case::{Key, Name, NameKind, Node, Pointer};
use crate::lexicon::authorities;
use crate::model::MeetingKind;

/// How likely such a tie is right, as estimates. Strengths of ties in a row multiply.
pub(super) fn strength(reason: &EdgeReason) -> f32 {
    match reason {
        EdgeReason::Pair => 0.98,
        EdgeReason::CaseNumber(_) => 0.95,
        EdgeReason::Reference(_) => 0.8,
        EdgeReason::Title => 0.8,
        EdgeReason::Names(_) => 0.7,
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

/// The other ends of an item's ties.
pub(super) type Tied = Vec<(Place, EdgeReason)>;

/// Finds ties through a lookup.
pub(super) struct Ties<'a, G> {
    pub lookup: &'a G,
}

impl<G: NodeLookup> Ties<'_, G> {
    /// The ties of the item at `at`, by place, the strongest reason first.
    pub fn of(&self, at: Place) -> Result<Tied, EngineError> {
        let own = self.lookup.node(at)?;
        if own.standing {
            return Ok(Vec::new());
        }
        let mut found = self.by_case_number(&own)?;
        found.extend(self.pairs(at)?);
        found.extend(self.references(&own)?);
        found.extend(self.referring(at, &own)?);
        found.extend(self.same_titles(&own)?);
        found.extend(self.shared_names(&own)?);
        found.retain(|(other, _)| *other != at);
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
            found.extend(to.map(|at| (at, EdgeReason::Reference(pointer.words.clone()))));
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
                        found.push((from, EdgeReason::Reference(pointer.words.clone())));
                    }
                }
            }
        }
        Ok(found)
    }

    /// The item a reference points to. `None` for a standing item or a meeting outside the archive.
    pub fn resolve(&self, from: &Node, pointer: &Pointer) -> Result<Option<Place>, EngineError> {
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

    /// Within one register every rare name ties, between registers only proper names. At least one of the items has it in its title
    /// or proposal.
    fn shared_names(&self, own: &Node) -> Result<Tied, EngineError> {
        let mut shared: BTreeMap<Place, Vec<String>> = BTreeMap::new();
        let size = self.lookup.holders(Key::register(&own.register))?.len();
        for name in &own.names {
            let within = NameScope { key: Key::name(&own.register, &name.key), size, same_register: true };
            let between = NameScope { key: Key::proper(&name.key), size: self.lookup.size(), same_register: false };
            let proper = name.kind == NameKind::Proper;
            for held in [Some(within), proper.then_some(between)].into_iter().flatten() {
                for at in self.by_name(own, name, &held)? {
                    shared.entry(at).or_default().push(name.key.clone());
                }
            }
        }
        let mut found = Vec::new();
        for (at, mut names) in shared {
            names.extend(said_of_the_same(own, &*self.lookup.node(at)?, &names));
            names.sort_unstable();
            names.dedup();
            found.push((at, EdgeReason::Names(names)));
        }
        Ok(found)
    }

    fn by_name(&self, own: &Node, name: &Name, held: &NameScope) -> Result<Vec<Place>, EngineError> {
        let holders = self.lookup.holders(held.key)?;
        let most = |kind| most_holders(kind, held.size);
        if holders.len() < 2 || holders.len() > most(NameKind::Proper) {
            return Ok(Vec::new());
        }
        let tied = |n: &Node| {
            let place = n.names.binary_search_by(|other| other.key.cmp(&name.key));
            let Ok(other) = place.map(|p| &n.names[p]) else { return false };
            let proper = name.kind == NameKind::Proper && other.kind == NameKind::Proper;
            let rare = holders.len() <= most(name.kind.max(other.kind));
            rare && (name.about || other.about)
                && (n.register == own.register) == held.same_register
                && (held.same_register || proper)
        };
        Ok(self.holders_where(held.key, tied)?.into_iter().map(|(at, _)| at).collect())
    }
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
pub(super) fn numbers_differ(a: &Node, b: &Node) -> bool {
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
            let tied = Ties { lookup: &whole }.of(at).unwrap();
            assert_eq!(tied, Ties { lookup: &lookup }.of(at).unwrap(), "both lookups give the same ties");
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
