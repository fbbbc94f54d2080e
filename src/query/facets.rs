//! Counts by municipality, body, topic, kind and date.

use std::collections::HashMap;

use crate::engine::Counts;
use crate::index::Dimension;

/// A value and how many items have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// As shown: `Viborg`, `/social/takster`, `2019`, `2019-05`.
    pub value: String,
    /// How many hits have it.
    pub count: u64,
}

/// Counts over all hits, shown or not. Largest first, ties by value; dates in their order. A filter on a
/// facet does not change that facet's own counts, so readers see the other choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// A region's count holds those of its municipalities, a municipality's those of its predecessors.
    pub region: Vec<FacetCount>,
    /// By municipality.
    pub municipality: Vec<FacetCount>,
    /// By body.
    pub body: Vec<FacetCount>,
    /// Every path, an ancestor holding those below it.
    pub topic: Vec<FacetCount>,
    /// Regions, municipalities and their predecessors as one tree: `/Syddanmark/Svendborg/Egebjerg`.
    pub place: Vec<FacetCount>,
    /// Numbers of KL's plan with the groups above them: `27`, `27.35`, `27.35.04`.
    pub kle: Vec<FacetCount>,
    /// By the kind of document.
    pub kind: Vec<FacetCount>,
    /// The outcomes of the items; `unclear` for an unknown one.
    pub outcome: Vec<FacetCount>,
    /// By year, `2024`.
    pub year: Vec<FacetCount>,
    /// By month, `2024-03`.
    pub month: Vec<FacetCount>,
    /// Items without a date, in no year or month.
    pub undated: u64,
}

impl Facets {
    /// The counts by one dimension.
    pub fn by(&self, dimension: Dimension) -> &[FacetCount] {
        match dimension {
            Dimension::Region => &self.region,
            Dimension::Municipality => &self.municipality,
            Dimension::Place => &self.place,
            Dimension::Body => &self.body,
            Dimension::Topic => &self.topic,
            Dimension::Kle => &self.kle,
            Dimension::Kind => &self.kind,
            Dimension::Outcome => &self.outcome,
            Dimension::Year => &self.year,
            Dimension::Month => &self.month,
        }
    }

    /// The counts in display order.
    pub(super) fn from_counts(counts: Counts, undated: u64) -> Self {
        let mut by_dimension: HashMap<Dimension, Vec<FacetCount>> = HashMap::new();
        for ((of, value), count) in counts {
            by_dimension.entry(of).or_default().push(FacetCount { value, count });
        }
        let mut take = |of, by_value: bool| {
            let mut counts = by_dimension.remove(&of).unwrap_or_default();
            counts.sort_unstable_by(|a, b| {
                let size = if by_value { std::cmp::Ordering::Equal } else { b.count.cmp(&a.count) };
                size.then_with(|| a.value.cmp(&b.value))
            });
            counts
        };
        let year = take(Dimension::Year, true);
        Self {
            region: take(Dimension::Region, false),
            municipality: take(Dimension::Municipality, false),
            place: take(Dimension::Place, true),
            kle: take(Dimension::Kle, true),
            body: take(Dimension::Body, false),
            topic: take(Dimension::Topic, false),
            kind: take(Dimension::Kind, false),
            outcome: take(Dimension::Outcome, false),
            month: take(Dimension::Month, true),
            undated,
            year,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_comes_first_and_years_in_their_order() {
        let count = |of, value: &str, n| ((of, value.to_owned()), n);
        let counts = [
            count(Dimension::Body, "B", 2),
            count(Dimension::Body, "A", 2),
            count(Dimension::Body, "C", 5),
            count(Dimension::Year, "2020", 1),
            count(Dimension::Year, "2019", 7),
        ];
        let facets = Facets::from_counts(counts.into(), 1);
        let shown = |c: &[FacetCount]| c.iter().map(|c| c.value.clone()).collect::<Vec<_>>();
        assert_eq!(shown(&facets.body), ["C", "A", "B"]);
        assert_eq!((shown(&facets.year), facets.undated), (vec!["2019".into(), "2020".into()], 1));
    }
}
