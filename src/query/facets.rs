//! Counts by municipality, body, topic, kind and date.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::fastfield::FacetReader;
use tantivy::schema::Facet;
use tantivy::{DocAddress, DocId, SegmentReader};

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
    /// A region's count holds those of its municipalities, a municipality's those of the former ones that went over into it.
    pub region: Vec<FacetCount>,
    pub municipality: Vec<FacetCount>,
    pub body: Vec<FacetCount>,
    /// Every path, an ancestor holding those below it.
    pub topic: Vec<FacetCount>,
    /// Regions, municipalities and those that went over into them as one tree: `/Syddanmark/Svendborg/Egebjerg`.
    pub place: Vec<FacetCount>,
    /// Numbers of KL's plan with the groups above them: `27`, `27.35`, `27.35.04`.
    pub kle: Vec<FacetCount>,
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
    Place,
    Body,
    Topic,
    Kle,
    Kind,
    Year,
    Month,
}

/// The facet fields of the index.
const FIELDS: [&str; 6] = ["place", "body", "topic", "kle", "kind", "month"];

/// The values that a path of a facet field counts for.
fn values(field: &str, path: &[&str]) -> Vec<(Group, String)> {
    let level = |n: usize, group| path.get(n).map(|v| (group, (*v).to_owned()));
    match field {
        "place" => {
            let names = (0..3).filter_map(|n| level(n, if n == 0 { Group::Region } else { Group::Municipality }));
            names.chain(ancestors(Group::Place, path)).collect()
        }
        "month" => level(0, Group::Year).into_iter().chain(level(1, Group::Month)).collect(),
        "topic" => ancestors(Group::Topic, path).collect(),
        "kle" => path.iter().map(|number| (Group::Kle, (*number).to_owned())).collect(),
        "body" => level(0, Group::Body).into_iter().collect(),
        _ => level(0, Group::Kind).into_iter().collect(),
    }
}

/// A path and all above it.
fn ancestors(group: Group, path: &[&str]) -> impl Iterator<Item = (Group, String)> {
    (1..=path.len()).map(move |n| (group, format!("/{}", path[..n].join("/"))))
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Region,
        Self::Municipality,
        Self::Place,
        Self::Body,
        Self::Topic,
        Self::Kle,
        Self::Kind,
        Self::Year,
        Self::Month,
    ];
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
            let of = values_of(reader, field, ord)?.into_iter().map(|value| self.place(value)).collect();
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

/// What was counted several times because several documents are one.
pub(super) struct Doubles {
    /// The number that a value has in all segments.
    names: HashMap<(Group, String), usize>,
    /// For each segment, its facet fields.
    segments: Vec<Vec<FieldValues>>,
    /// How often each value was counted too often.
    counts: Vec<u64>,
    ords: [Vec<u64>; 2],
    values: Vec<usize>,
}

/// The values that documents of a segment have in one facet field.
struct FieldValues {
    field: &'static str,
    reader: FacetReader,
    /// The ordinals of each document's paths.
    ordinals: Column<u64>,
    /// The values of each ordinal, once it was met.
    of: Vec<Option<Vec<usize>>>,
    /// How often an ordinal was the only one of two documents that are one: nearly always, and then nothing is to be
    /// compared.
    shared: Vec<u64>,
}

impl Doubles {
    /// Nothing yet.
    pub fn new(segments: &[SegmentReader]) -> tantivy::Result<Self> {
        let fields = |segment| Ok(Counter::all(segment)?.into_iter().map(FieldValues::new).collect());
        let segments = segments.iter().map(fields).collect::<tantivy::Result<_>>()?;
        let (names, counts, ords, values) = Default::default();
        Ok(Self { names, segments, counts, ords, values })
    }

    /// Takes in documents that are one.
    pub fn add(&mut self, docs: &[DocAddress]) -> tantivy::Result<()> {
        for field in 0..FIELDS.len() {
            match docs {
                [a, b] if a.segment_ord == b.segment_ord && self.is_shared(field, *a, *b) => {
                    self.segments[a.segment_ord as usize][field].shared[self.ords[0][0] as usize] += 1;
                }
                _ => self.compare(field, docs)?,
            }
        }
        Ok(())
    }

    /// True where both have the same ordinal and no other; it is then read.
    fn is_shared(&mut self, field: usize, a: DocAddress, b: DocAddress) -> bool {
        let ordinals = &self.segments[a.segment_ord as usize][field].ordinals;
        for (ords, at) in self.ords.iter_mut().zip([a, b]) {
            ords.clear();
            ords.extend(ordinals.values_for_doc(at.doc_id));
        }
        self.ords[0].len() == 1 && self.ords[0] == self.ords[1]
    }

    /// Counts what comes again from one document to the next.
    fn compare(&mut self, field: usize, docs: &[DocAddress]) -> tantivy::Result<()> {
        self.values.clear();
        for at in docs {
            let field = &mut self.segments[at.segment_ord as usize][field];
            let ords: Vec<u64> = field.ordinals.values_for_doc(at.doc_id).collect();
            let start = self.values.len();
            for ord in ords {
                for value in field.met(ord, &mut self.names)? {
                    if !self.values[start..].contains(value) {
                        self.values.push(*value);
                    }
                }
            }
        }
        self.counts.resize(self.names.len(), 0);
        self.values.sort_unstable();
        self.values.windows(2).filter(|w| w[0] == w[1]).for_each(|w| self.counts[w[0]] += 1);
        Ok(())
    }

    /// Takes them out of what was counted.
    pub fn take_out_of(mut self, counts: &mut Counts) -> tantivy::Result<()> {
        for field in self.segments.iter_mut().flatten() {
            for ord in 0..field.shared.len() {
                let shared = field.shared[ord];
                if shared > 0 {
                    let values = field.met(ord as u64, &mut self.names)?;
                    self.counts.resize(self.names.len(), 0);
                    values.iter().for_each(|value| self.counts[*value] += shared);
                }
            }
        }
        for (value, number) in self.names {
            if let Some(count) = counts.get_mut(&value) {
                *count = count.saturating_sub(self.counts[number]);
            }
        }
        Ok(())
    }
}

impl FieldValues {
    /// Those of the field that a counter counts.
    fn new(counter: Counter) -> Self {
        let Counter { field, reader, ordinals, .. } = counter;
        let size = reader.num_facets();
        Self { field, reader, ordinals, of: vec![None; size], shared: vec![0; size] }
    }

    /// The values of an ordinal; those that are new get the next numbers of `names`.
    fn met(&mut self, ord: u64, names: &mut HashMap<(Group, String), usize>) -> tantivy::Result<&[usize]> {
        let of = &mut self.of[ord as usize];
        if of.is_none() {
            let number = |value| {
                let next = names.len();
                *names.entry(value).or_insert(next)
            };
            *of = Some(values_of(&self.reader, self.field, ord)?.into_iter().map(number).collect());
        }
        Ok(of.as_deref().unwrap_or_default())
    }
}

/// The values that an ordinal of a facet field counts for.
fn values_of(reader: &FacetReader, field: &str, ord: u64) -> tantivy::Result<Vec<(Group, String)>> {
    let mut facet = Facet::root();
    reader.facet_from_ord(ord, &mut facet)?;
    Ok(values(field, &facet.to_path()))
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
            place: take(Group::Place, true),
            kle: take(Group::Kle, true),
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
