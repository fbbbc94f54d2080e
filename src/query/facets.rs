//! Counts by municipality, body, topic, kind and date.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::fastfield::FacetReader;
use tantivy::schema::Facet;
use tantivy::{DocId, SegmentReader};

/// A value and how many items have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// As shown: `Viborg`, `/social/takster`, `2019`, `2019-05`.
    pub value: String,
    pub count: u64,
}

/// Counts over all hits, not only those that are shown. Largest first, ties by value; dates in their order. A filter on a
/// facet leaves that facet's own counts as they would be without it, so that one sees what else there is to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// A region's count holds those of its municipalities.
    pub region: Vec<FacetCount>,
    pub municipality: Vec<FacetCount>,
    pub body: Vec<FacetCount>,
    /// Every path, an ancestor holding those below it.
    pub topic: Vec<FacetCount>,
    pub kind: Vec<FacetCount>,
    pub year: Vec<FacetCount>,
    pub month: Vec<FacetCount>,
    /// Items without a date, in no year or month.
    pub undated: u64,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Group {
    Region,
    Municipality,
    Body,
    Topic,
    Kind,
    Year,
    Month,
}

/// The facet fields of the index.
const FIELDS: [&str; 5] = ["place", "body", "topic", "kind", "month"];

/// The values that a path of a facet field counts for.
fn values(field: &str, path: &[&str]) -> Vec<(Group, String)> {
    let level = |n: usize, group| path.get(n).map(|v| (group, (*v).to_owned()));
    match field {
        "place" => level(0, Group::Region).into_iter().chain(level(1, Group::Municipality)).collect(),
        "month" => level(0, Group::Year).into_iter().chain(level(1, Group::Month)).collect(),
        "topic" => (1..=path.len()).map(|n| (Group::Topic, format!("/{}", path[..n].join("/")))).collect(),
        "body" => level(0, Group::Body).into_iter().collect(),
        _ => level(0, Group::Kind).into_iter().collect(),
    }
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Region, Self::Municipality, Self::Body, Self::Topic, Self::Kind, Self::Year, Self::Month];
}

/// Counts by value.
pub(super) type Counts = HashMap<(Group, String), u64>;

/// Counts the values of one facet field in one segment. An item counts once for a value, however many paths lead to it.
pub(super) struct Counter {
    field: &'static str,
    reader: FacetReader,
    /// The ordinals of each document's paths.
    ordinals: Column<u64>,
    /// Documents that have only this ordinal, by ordinal: nearly all have one at most, and then there is nothing to compare.
    alone: Vec<u64>,
    /// Counts of the other documents.
    several: Several,
    first: Vec<Option<u64>>,
    ords: Vec<u64>,
}

/// The values met so far, and the counts of documents that have several paths.
#[derive(Default)]
struct Several {
    places: HashMap<(Group, String), usize>,
    /// Which of the values each ordinal counts for, once it was met: few of a large archive's values are met in one answer.
    of: Vec<Option<Vec<usize>>>,
    counts: Vec<u64>,
    seen: Vec<usize>,
}

impl Counter {
    /// A counter for each facet field of a segment.
    pub fn all(segment: &SegmentReader) -> tantivy::Result<Vec<Self>> {
        FIELDS.iter().map(|field| Self::new(segment, field)).collect()
    }

    fn new(segment: &SegmentReader, field: &'static str) -> tantivy::Result<Self> {
        let reader = segment.facet_reader(field)?;
        let ordinals = match segment.fast_fields().str(field)? {
            Some(column) => column.ords().clone(),
            None => Column::build_empty_column(segment.max_doc()),
        };
        let alone = vec![0; reader.num_facets()];
        let several = Several { of: vec![None; reader.num_facets()], ..Several::default() };
        Ok(Self { field, reader, ordinals, alone, several, first: Vec::new(), ords: Vec::new() })
    }

    /// Counts documents.
    pub fn add(&mut self, docs: &[DocId]) -> tantivy::Result<()> {
        if self.ordinals.get_cardinality().is_multivalue() {
            return docs.iter().try_for_each(|doc| self.add_one(*doc));
        }
        self.first.clear();
        self.first.resize(docs.len(), None);
        self.ordinals.first_vals(docs, &mut self.first);
        for ord in self.first.iter().flatten() {
            self.alone[*ord as usize] += 1;
        }
        Ok(())
    }

    fn add_one(&mut self, doc: DocId) -> tantivy::Result<()> {
        self.ords.clear();
        self.ords.extend(self.ordinals.values_for_doc(doc));
        match self.ords.as_slice() {
            [] => {}
            [one] => self.alone[*one as usize] += 1,
            several => {
                several.iter().try_for_each(|ord| self.several.meet(*ord, self.field, &self.reader))?;
                self.several.add(several);
            }
        }
        Ok(())
    }

    /// Adds what was counted to `all`.
    pub fn give(mut self, all: &mut Counts) -> tantivy::Result<()> {
        for (ord, alone) in (0..).zip(&self.alone).filter(|(_, n)| **n > 0) {
            self.several.meet(ord, self.field, &self.reader)?;
            let Several { of, counts, .. } = &mut self.several;
            of[ord as usize].iter().flatten().for_each(|value| counts[*value] += alone);
        }
        for (value, place) in self.several.places {
            *all.entry(value).or_default() += self.several.counts[place];
        }
        Ok(())
    }
}

impl Several {
    /// Looks up the values that an ordinal counts for, if that was not done yet.
    fn meet(&mut self, ord: u64, field: &str, reader: &FacetReader) -> tantivy::Result<()> {
        if self.of[ord as usize].is_none() {
            let mut facet = Facet::root();
            reader.facet_from_ord(ord, &mut facet)?;
            let of = values(field, &facet.to_path()).into_iter().map(|value| self.place(value)).collect();
            self.of[ord as usize] = Some(of);
        }
        Ok(())
    }

    fn place(&mut self, value: (Group, String)) -> usize {
        let next = self.places.len();
        let place = *self.places.entry(value).or_insert(next);
        self.counts.resize(self.places.len(), 0);
        place
    }

    /// Counts a document with these ordinals, which were met, for each value once.
    fn add(&mut self, ords: &[u64]) {
        self.seen.clear();
        for value in ords.iter().flat_map(|ord| self.of[*ord as usize].iter().flatten()) {
            if !self.seen.contains(value) {
                self.seen.push(*value);
                self.counts[*value] += 1;
            }
        }
    }
}

impl Facets {
    /// The counts in the order that they are shown in.
    pub(super) fn from_counts(counts: Counts, undated: u64) -> Self {
        let mut by_group: HashMap<Group, Vec<FacetCount>> = HashMap::new();
        for ((group, value), count) in counts {
            by_group.entry(group).or_default().push(FacetCount { value, count });
        }
        let mut take = |group, by_value: bool| {
            let mut counts = by_group.remove(&group).unwrap_or_default();
            counts.sort_unstable_by(|a, b| {
                let size = if by_value { std::cmp::Ordering::Equal } else { b.count.cmp(&a.count) };
                size.then_with(|| a.value.cmp(&b.value))
            });
            counts
        };
        let year = take(Group::Year, true);
        Self {
            region: take(Group::Region, false),
            municipality: take(Group::Municipality, false),
            body: take(Group::Body, false),
            topic: take(Group::Topic, false),
            kind: take(Group::Kind, false),
            month: take(Group::Month, true),
            undated,
            year,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ancestors_of_a_topic_count_too() {
        let paths: Vec<String> = values("topic", &["social", "takster"]).into_iter().map(|(_, v)| v).collect();
        assert_eq!(paths, ["/social", "/social/takster"]);
    }

    #[test]
    fn largest_comes_first_and_years_in_their_order() {
        let count = |group, value: &str, n| ((group, value.to_owned()), n);
        let counts = [
            count(Group::Body, "B", 2),
            count(Group::Body, "A", 2),
            count(Group::Body, "C", 5),
            count(Group::Year, "2020", 1),
            count(Group::Year, "2019", 7),
        ];
        let facets = Facets::from_counts(counts.into(), 1);
        let shown = |c: &[FacetCount]| c.iter().map(|c| c.value.clone()).collect::<Vec<_>>();
        assert_eq!(shown(&facets.body), ["C", "A", "B"]);
        assert_eq!((shown(&facets.year), facets.undated), (vec!["2019".into(), "2020".into()], 1));
    }
}
